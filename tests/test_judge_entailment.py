"""The entailment judge: pairs of passages and sentence to an endpoint of inference, remembered; it can only reject."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from broadsheet import doctor
from broadsheet.adapters.circuit import BREAKS_AFTER
from broadsheet.adapters.entailment.client import TRIES, Entailments
from broadsheet.adapters.entailment.settings import THRESHOLD, EntailmentSettings, checked
from broadsheet.adapters.judge_entailment import EntailmentJudge
from broadsheet.adapters.web.post import Poster
from broadsheet.cli import app
from broadsheet.config_file import File
from broadsheet.errors import ConfigError
from broadsheet.page.bill import heard, spent
from broadsheet.types import Doubt, Failure, Opinion
from entailment_server import EntailmentServer, Reply, entailment_server, labels, scored
from judging import LIE, court, kind_of, yes
from test_judge_llm import kept

from model_server import model_server
from test_llm_edition import day, printed

FERRY = "The ferry line opened a second crossing on Monday."
KEEPS = "It will keep the first one."
DOUBTS = (
    Doubt(text="A second crossing was opened beside the first.", passages=(FERRY, KEEPS)),
    Doubt(text="Islanders rejoice over the new crossing.", passages=(FERRY,)),
)
SURE = scored(lambda premise, text: 0.97)
MOMENT = datetime(2025, 12, 18, 6, 44, tzinfo=UTC)


def judge_of(server: EntailmentServer, cache: Path | None = None, **fields: object) -> EntailmentJudge:
    judge = EntailmentJudge(EntailmentSettings(url=server.url, **fields), cache)  # type: ignore[arg-type]
    judge.entailments._sleep = lambda _: None
    return judge


def opinions(told: Sequence[Opinion | Failure]) -> list[bool | None]:
    found = [one for one in told if isinstance(one, Opinion)]
    assert [one.doubt for one in found] == list(range(len(DOUBTS)))
    return [one.supported for one in found]


def test_a_sentence_stands_from_the_threshold_on() -> None:
    scores = {DOUBTS[0].text: THRESHOLD, DOUBTS[1].text: THRESHOLD - 0.001}
    with entailment_server(scored(lambda premise, text: scores[text])) as server:
        told = list(judge_of(server)("s", DOUBTS))
    assert opinions(told) == [True, False] and "0.499 of 0.5" in str(told[1])
    (asked,) = server.asked
    assert asked["path"] == "/predict" and asked["truncate"] is False and asked["raw_scores"] is False
    assert asked["inputs"] == [[f"{FERRY}\n{KEEPS}", DOUBTS[0].text], [FERRY, DOUBTS[1].text]]


def test_the_label_is_the_one_that_is_configured() -> None:
    with entailment_server(lambda pairs: (200, json.dumps([labels(0.9, "LABEL_2") for _ in pairs]).encode())) as server:
        assert opinions(list(judge_of(server, label="label_2")("s", DOUBTS))) == [True, True]
        unknown = list(judge_of(server)("s", DOUBTS))
    assert opinions(unknown) == [None, None] and "no such label" in str(unknown)


def test_one_pair_may_come_without_the_outer_list() -> None:
    with entailment_server(lambda pairs: (200, json.dumps(labels(0.9)).encode())) as server:
        (told,) = judge_of(server)("s", DOUBTS[:1])
        assert told == Opinion(doubt=0, supported=True)
        assert opinions(list(judge_of(server, name="anew")("s", DOUBTS))) == [None, None], "one answer for two"


def test_many_pairs_go_in_batches_and_each_pair_once(tmp_path: Path) -> None:
    doubts = [Doubt(text=f"Sentence {at % 70}.", passages=(FERRY,)) for at in range(75)]
    with entailment_server(SURE) as server:
        judge = judge_of(server, tmp_path)
        told = list(judge("s", doubts))
        assert [len(asked["inputs"]) for asked in server.asked] == [32, 32, 6]
        assert list(judge_of(server, tmp_path)("s", doubts)) == told and len(server.asked) == 3, "it remembers"
        list(judge_of(server, tmp_path, name="another model")("s", doubts))
        assert len(server.asked) == 6, "another model is asked anew"


def test_a_passage_that_is_too_long_costs_its_own_sentence() -> None:
    def short(pairs: list[list[str]]) -> Reply:
        if any(len(premise) > 60 for premise, _ in pairs):
            return 413, b'{"error": "`inputs` must have less than 512 tokens", "error_type": "Validation"}'
        return SURE(pairs)

    with entailment_server(short) as server:
        told = list(judge_of(server)("s", DOUBTS))
    assert opinions(told) == [None, True] and "too_long" in str(told) and len(server.asked) == 3


HOSTILE: dict[str, Reply] = {
    "page": (200, b"<html>entailment: 1.0</html>"),
    "nothing": (200, b""),
    "no list": (200, b'{"label": "entailment", "score": 1}'),
    "too few": (200, json.dumps([labels(0.9)]).encode()),
    "too many": (200, json.dumps([labels(0.9)] * 3).encode()),
    "no labels": (200, b"[[], []]"),
    "raw scores": (200, b'[[{"label": "entailment", "score": 7.5}], [{"label": "entailment", "score": 6.1}]]'),
    "no number": (200, b'[[{"label": "entailment", "score": NaN}], [{"label": "entailment", "score": NaN}]]'),
    "words": (200, b'[[{"label": "entailment", "score": "high"}], [{"label": "entailment", "score": "high"}]]'),
    "deep": (200, b"[" * 100_000),
    "two megabytes": (200, b"[" + b" " * 2_000_000 + b"]"),
    "other model": (424, b'{"error": "model is not a classifier"}'),
    "no key": (401, b""),
    "sent elsewhere": (302, b""),
    "not here": (404, json.dumps([labels(0.9)] * 2).encode()),
}


@pytest.mark.parametrize("reply", HOSTILE.values(), ids=HOSTILE.keys())
def test_an_answer_that_is_none_is_no_yes_and_is_not_remembered(reply: Reply, tmp_path: Path) -> None:
    with entailment_server(lambda pairs: reply) as server:
        judge = judge_of(server, tmp_path)
        told = list(judge("s", DOUBTS))
        assert len(server.asked) == 1
    assert opinions(told) == [None, None]
    (failure,) = (one for one in told if isinstance(one, Failure))
    assert (failure.stage, failure.subject) == ("verify", "s") and "evil" not in failure.message
    assert judge.entailments.memory.get(judge.entailments._key((FERRY, DOUBTS[1].text))) is None


@contextlib.contextmanager
def endless() -> Iterator[str]:
    """Serve answers whose headers never end."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, contextlib.suppress(OSError):
                        connection.recv(65_536)
                        connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X-Long: word\r\n" * 20_000)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_headers_without_end_are_an_answer_that_is_none() -> None:
    with endless() as origin:
        told = Poster((origin,)).reply(f"{origin}/predict", {}, b"{}", 1000)
        assert isinstance(told, Failure) and told.kind == "too_large"
        message = Poster((origin,))(f"{origin}/hook", {}, b"{}", lambda: None)
        assert message.kind == "undecided", "nor does it end a delivery"
        judge = EntailmentJudge(EntailmentSettings(url=f"{origin}/predict"))
        assert opinions(list(judge("s", DOUBTS))) == [None, None]


def test_two_scores_of_one_label_count_as_the_lower() -> None:
    twice = [{"label": "entailment", "score": 0.9}, {"label": "Entailment", "score": 0.1}]
    with entailment_server(lambda pairs: (200, json.dumps([twice for _ in pairs]).encode())) as server:
        assert opinions(list(judge_of(server)("s", DOUBTS))) == [False, False]


def test_a_busy_server_is_asked_again_and_a_dead_one_left_alone() -> None:
    with entailment_server(lambda pairs: (429, b"") if len(server.asked) < TRIES else SURE(pairs)) as server:
        assert opinions(list(judge_of(server)("s", DOUBTS))) == [True, True] and len(server.asked) == TRIES
    with entailment_server(lambda pairs: (503, b"")) as server:
        judge = judge_of(server)
        for _ in range(5):
            assert opinions(list(judge("s", DOUBTS))) == [None, None]
        assert len(server.asked) == BREAKS_AFTER
    judge = judge_of(server)
    assert opinions(list(judge("s", DOUBTS))) == [None, None], "nobody listens there any more"


def test_the_key_comes_from_the_environment_and_goes_to_the_endpoint_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NLI_KEY", "s3cret")
    with entailment_server(SURE) as server:
        list(judge_of(server, key_env="NLI_KEY")("s", DOUBTS))
    assert server.headers[0]["authorization"] == "Bearer s3cret"
    with pytest.raises(ConfigError, match="unencrypted"):
        checked(EntailmentSettings(url="http://nli.example/predict", key_env="NLI_KEY"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nli.example",
        "ftp://nli.example",
        "http://u:p@nli.example/",
        "http://nli.example/?key=1",
        "http://a b/",
        "http://é/",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match=r"\[entailment\]"):
        Entailments(EntailmentSettings(url=url))


def test_only_the_configured_origin_may_lead_inside() -> None:
    told = Entailments(EntailmentSettings(url="http://127.0.0.1:9/predict"), sleep=lambda _: None)([("a", "b")])
    assert isinstance(told[0], Failure) and told[0].kind == "unreachable", "it was dialled"
    assert not Entailments(EntailmentSettings(url="https://nli.example/predict"))._post._rules.trusts("127.0.0.1", 9)


def test_an_edition_with_the_judge_is_told_audited_and_asks_once(tmp_path: Path) -> None:
    with model_server(court(yes)) as writer, entailment_server(SURE) as server:
        file = File(judge="entailment", entailment=EntailmentSettings(url=server.url, name="tiny"))
        made = printed(writer, day(tmp_path), tmp_path / "a", file=file, at=MOMENT)
        asked, before = len(server.asked), kept(made.folder)
        printed(writer, day(tmp_path), tmp_path / "a", file=file, at=MOMENT)
        assert len(server.asked) == asked and kept(made.folder) == before
        assert "judge" not in map(kind_of, writer.asked)
    said = heard(made.outcome.ledger)
    assert said["asked"] == said["passed"] >= 3 and not spent(made.outcome.ledger)["judge.calls"]
    assert "Observers praise" in (made.folder / "edition.json").read_text(encoding="utf-8")
    audited = CliRunner().invoke(app, ["audit", str(made.folder)])
    assert audited.exit_code == 0, audited.output


def test_a_server_that_is_always_sure_lets_no_hard_fault_pass(tmp_path: Path) -> None:
    with model_server(court(yes, LIE)) as writer, entailment_server(SURE) as server:
        file = File(judge="entailment", entailment=EntailmentSettings(url=server.url))
        made = printed(writer, day(tmp_path), tmp_path / "a", file=file, at=MOMENT)
    assert "77 million" not in json.dumps(server.asked)
    assert "77 million" not in (made.folder / "edition.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("score", "ok", "words"),
    [(0.99, False, "lets a false sentence pass"), (0.01, False, "stops a true sentence as well")],
)
def test_the_doctor_tries_the_judge(tmp_path: Path, score: float, ok: bool, words: str) -> None:
    config = tmp_path / "broadsheet.toml"
    with entailment_server(scored(lambda premise, text: score)) as server:
        config.write_text(f'judge = "entailment"\nout = "{tmp_path}"\n[entailment]\nurl = "{server.url}"\n')
        (found,) = (one for one in doctor.examine(config) if one.what == "judge")
    assert found.ok is ok and words in found.told
    (gone,) = (one for one in doctor.examine(config) if one.what == "judge")
    assert not gone.ok and "every doubt would be a fault" in gone.told
