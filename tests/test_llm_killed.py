"""Kill -9 at any point and run again: no completed call is repeated, repairs and the insight included.

A call is *completed* when its answer is committed to the memory of answers, which is the first thing that is done with
it.  Between the last byte read and that commit lies the one moment that cannot be decided from outside: the answer was
received, nobody knows.  The first test kills exactly there, and one call is paid twice; everywhere else none is.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.adapters.engines import Local
from broadsheet.config_file import File
from judging import court, yes

from model_author import author
from model_server import Asked, Say, model_server
from test_llm_edition import day, printed

DAY = "2025-12-18"
KILLER = '''
import os, signal, sys
from pathlib import Path
from broadsheet.adapters.engines import Local
from broadsheet.adapters.model.memory import AnswerMemory
from broadsheet.config_file import File
from model_server import ModelServer
from test_llm_edition import printed
server, articles, out, in_flight = ModelServer(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
file = File(judge=sys.argv[5])

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def armed(where, count):
    """Die before or after the commit of the answer of that number, or in composing."""
    put, seen = AnswerMemory.put, [0]
    def putting(self, *args):
        seen[0] += 1
        if (where, seen[0]) == ("before", count):
            die()
        put(self, *args)
        if (where, seen[0]) == ("after", count):
            die()
    AnswerMemory.put = putting
    if where == "composing":
        import broadsheet.pipeline as pipeline
        from dataclasses import replace
        pipeline.NEWSROOM = tuple(replace(s, function=lambda *a, **k: die()) if s.name == "compose" else s for s in pipeline.NEWSROOM)

def run(where, count):
    """Print the edition in a child that dies there; say how the child ended."""
    child = os.fork()
    if not child:
        armed(where, count)
        engine = Local() if in_flight == 1 else None  # one after another, for the client lets go before the commit
        printed(server, articles, out, engine=engine, file=file, in_flight=in_flight, max_tokens=400_000)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

for line in sys.stdin:  # one kill point a line, answered by how the child ended
    where, count = line.split()
    print(run(where, int(count)), flush=True)
'''


class Killed:
    """Runs of one edition by a process that forks, and each time kills, what prints; and what the server heard."""

    def __init__(self, base_url: str, articles: Path, out: Path, in_flight: int, judge: str = "") -> None:
        self.out = out
        self._process = subprocess.Popen(
            [sys.executable, "-c", KILLER, base_url, str(articles), str(out), str(in_flight), judge],
            env=dict(os.environ, PYTHONPATH=os.pathsep.join(path for path in sys.path if path)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, where: str, count: int = 0) -> int:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{where} {count}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def completed(self) -> int:
        """Return how many answers stand in the memory."""
        path = self.out / ".cache" / "answers.sqlite"
        if not path.exists():
            return 0
        file = sqlite3.connect(path)
        try:
            return int(file.execute("SELECT count(*) FROM answers").fetchone()[0])
        finally:
            file.close()

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def lying(asked: Asked) -> Say:
    """Write false figures into headline and summary of every story in full, so that each is worth mending."""
    told = json.loads(author(asked).content or "")
    if "details" in told:
        told["headline"]["text"] += " for 9,999 dollars"
        told["summary"] = [{**one, "text": one["text"].replace("for 1", "for 9")} for one in told["summary"]]
    return Say(json.dumps(told, ensure_ascii=False))


def kind(asked: Asked) -> str:
    return str(asked["response_format"]["json_schema"]["name"])


@pytest.fixture
def killed(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Killed, list[Asked]]]:
    with model_server(lying) as server:
        runs = Killed(server.base_url, day(tmp_path), tmp_path / "a", request.param)
        try:
            yield runs, server.asked
        finally:
            runs.close()


@pytest.mark.parametrize("killed", [1], indirect=True)
def test_one_call_at_a_time_killed_at_every_commit(killed: tuple[Killed, list[Asked]]) -> None:
    runs, asked = killed
    twice = 0
    for _ in range(60):
        before, had = len(asked), runs.completed()
        if runs.run("after", 1) == 0:
            break
        assert (len(asked) - before, runs.completed() - had) == (1, 1), "asked once, kept, killed: each run gets one on"
        if had % 2 == 0:
            assert runs.run("before", 1) in (0, -signal.SIGKILL)
            if len(asked) - before == 2:
                twice += 1  # received and not kept: the moment that nobody can decide
                assert runs.completed() == had + 1
    else:
        pytest.fail("the edition was never printed")
    kinds = Counter(kind(one) for one in asked)
    assert kinds["repair"] and kinds["insight"] and kinds["story"] and kinds["lines"], kinds
    distinct = {json.dumps(one["messages"]) for one in asked}
    assert len(asked) == len(distinct) + twice, "nothing was asked twice that had been kept"
    assert (runs.out / DAY / "edition.json").exists()
    again = len(asked)
    assert runs.run("never") == 0 and len(asked) == again, "an ended day costs nothing"


def test_killed_in_court_every_answer_is_paid_once_and_the_edition_is_the_same(tmp_path: Path) -> None:
    articles = day(tmp_path, 3)
    with model_server(court(yes)) as server:
        engine, file = Local(), File(judge="llm")
        printed(server, articles, tmp_path / "whole", engine=engine, file=file, in_flight=1, max_tokens=400_000)
        wanted, once = Counter(kind(one) for one in server.asked), len(server.asked)
        runs = Killed(server.base_url, articles, tmp_path / "killed", 1, "llm")
        try:
            for count in (2, 2):  # in the middle of writing, then at an answer of the judge
                had = runs.completed()
                assert runs.run("after", count) == -signal.SIGKILL and runs.completed() == had + count
            assert runs.run("never") == 0
        finally:
            runs.close()
        assert [kind(one) for one in server.asked[once:]].index("judge") in (2, 3), "the second kill is in court"
        assert wanted["judge"] and Counter(kind(one) for one in server.asked[once:]) == wanted
    one, other = (json.loads((tmp_path / made / DAY / "edition.json").read_bytes()) for made in ("whole", "killed"))
    assert one["stories"] == other["stories"] and one["also"] == other["also"]
    assert "Observers praise" in json.dumps(one)


@pytest.mark.parametrize("killed", [8], indirect=True)
def test_many_at_once_killed_anywhere(killed: tuple[Killed, list[Asked]]) -> None:
    runs, asked = killed
    lost = kept = 0
    for where, count in (("after", 1), ("before", 2), ("after", 3), ("before", 1), ("composing", 0), ("composing", 0)):
        before = len(asked)
        if runs.run(where, count) == 0:
            break
        time.sleep(0.05)  # what was under way has reached the server by now
        now = runs.completed()
        lost += len(asked) - before - (now - kept)
        kept = now
    assert runs.run("never") == 0
    distinct = {json.dumps(one["messages"]) for one in asked}
    assert len(asked) - len(distinct) == lost, "only what was never kept was asked again"
    assert len(distinct) == runs.completed()
    assert (runs.out / DAY / "edition.json").exists()
