"""Claim: at most 1.2 calls, 2,200 tokens in and 700 out a story, and 66 stories in 10 s at 1 s a call, 8 in flight.

    PYTHONPATH=tests python bench/writer.py [ARTICLES.jsonl]

The model is a scripted server on loopback that writes as much as its prompt asks for and takes a second; tokens are
counted as ``adapters/model/tokens.py`` estimates them.  Peers' published designs take, for a day of 300 articles:
about 430 calls (flyryan/ai-news-aggregator), 860 (newsbrief), 300 + 2K (Horizon).
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.adapters.model.tokens import estimate
from broadsheet.config import File, open_engine
from broadsheet.press import plan, print_edition
from broadsheet.types import Assignment, Brief

from model_author import author
from model_server import Asked, Say, model_server

DEFAULT = Path(__file__).parents[2] / "shared" / "reference-edition" / "articles.jsonl"
LATENCY = 1.0


def in_chinese(value: object) -> object:
    """Return an answer with every text in Chinese, as long as a translation of it is."""
    if isinstance(value, dict):
        return {key: filler(str(one)) if key == "text" else in_chinese(one) for key, one in value.items()}
    return [in_chinese(one) for one in value] if isinstance(value, list) else value


def filler(text: str) -> str:
    signs = [chr(0x4E00 + (ord(sign) * 37 + at * 11) % 0x1000) for at, sign in enumerate(text[:180:3])]
    return "".join(signs) + "。"


def said_of(asked: Asked) -> Say:
    return Say(json.dumps(in_chinese(json.loads(author(asked).content or "")), ensure_ascii=False))


def slow(asked: Asked) -> Say:
    said = said_of(asked)
    tokens = {
        "prompt_tokens": estimate(*(message["content"] for message in asked["messages"])),
        "completion_tokens": estimate(said.content or ""),
    }
    return Say(said.content, usage=tokens, wait=LATENCY)


def main() -> None:
    articles = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not articles.exists():
        print(f"skipped: {articles} is not on this machine")
        return
    with tempfile.TemporaryDirectory() as folder, model_server(slow) as server:
        settings = plan(
            File(),
            date="2025-12-18",
            at=datetime.fromisoformat("2025-12-18T06:44:44+08:00"),
            origins=[articles],
            writer="llm",
            model=ModelSettings(base_url=server.base_url, name="scripted"),
            out=Path(folder),
        )
        for turn in ("first", "again"):
            asked = len(server.asked)
            engine = open_engine("threads")
            began = time.perf_counter()
            printed = print_edition(settings, engine)
            engine.close()
            outcome = printed.outcome
            planned = [one for one in outcome.given["assign"] if isinstance(one, Assignment)]
            written = sum(len(one.stories) for one in planned if one.depth != "quote")
            full = [one for one in planned if one.depth == "full"]
            briefs = [one for one in outcome.given["verify"] if isinstance(one, Brief)]
            calls = server.asked[asked:]
            print(
                f"{turn}: {len(briefs)} stories ({written} written, {len(full)} in full) in {len(calls)} calls, "
                f"{len(calls) / max(1, written):.2f} a story; write {outcome.seconds['write']:.1f} s, "
                f"plan {outcome.seconds['assign']:.1f} s, all {time.perf_counter() - began:.1f} s; "
                f"at most {server.most} at once"
            )
            ins = [estimate(*(m["content"] for m in one["messages"])) for one in calls]
            schemas = [estimate(json.dumps(one.get("response_format", ""))) for one in calls]
            outs = [estimate(said_of(one).content or "") for one in calls]
            if calls:
                print(
                    f"    tokens in: {sum(ins) / written:.0f} a story, {max(ins)} at most a call "
                    f"(schema {max(schemas)} more where a server shows it to the model); "
                    f"out: {sum(outs) / written:.0f} a story, {max(outs)} at most a call"
                )


main()
