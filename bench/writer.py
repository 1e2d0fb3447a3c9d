"""Claim: at most 1.2 calls, 2,200 tokens in and 700 out a story, repairs and insight included; 66 stories in 10 s.

A story in full has a call of its own; small ones share calls, each with its part of one; the insight is one call of the
edition.  Calls are therefore told three ways: by kind; over all stories that a model wrote; of a story in full its own.

    PYTHONPATH=tests python bench/writer.py [ARTICLES.jsonl]

The model is a scripted server on loopback that writes as much as its prompt asks for, from the sentences that it was
shown.  Of a stated share of its sentences it changes a figure or a name, so that ``verify`` refuses them and they are
asked for once more; a repair is then right.  ``all`` is the worst that a model can do: an edition in Chinese of which
every sentence is refused and every story in full mended.  Tokens are as ``adapters/model/tokens.py`` estimates them;
calls and tokens are read from the ledger and compared with what the server heard.

Peers' published designs take, for a day of 300 articles: about 430 calls (flyryan/ai-news-aggregator), 860 (newsbrief),
300 + 2K for K topics (Horizon); none of them proves a sentence.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.adapters.model.tokens import estimate
from broadsheet.adapters.write_llm import ModelWriter
from broadsheet.config_file import File
from broadsheet.page.bill import spent
from broadsheet.press import Printed, plan, print_edition
from broadsheet.registry import open_engine
from broadsheet.text.names import NameTable
from broadsheet.types import Assignment, Brief, Draft, Language

from model_author import author
from model_server import Asked, Say, Script, model_server

DEFAULT = Path(__file__).parents[2] / "shared" / "reference-edition" / "articles.jsonl"
STORIES, LATENCY, AT_ONCE = 66, 1.0, 8
FIGURE = re.compile(r"\d")


def usage(asked: Asked, content: str) -> dict[str, int]:
    prompt = estimate(*(message["content"] for message in asked["messages"]))
    return {"prompt_tokens": prompt, "completion_tokens": estimate(content)}


def changed(value: Any, change: Any) -> Any:
    """Return an answer with every text changed."""
    if isinstance(value, dict):
        return {key: change(one) if key == "text" else changed(one, change) for key, one in value.items()}
    return [changed(one, change) for one in value] if isinstance(value, list) else value


def lie(share: float) -> Any:
    """Return what makes a false sentence of a share of them, always the same ones."""

    def told(text: str) -> str:
        if hashlib.sha256(text.encode()).digest()[0] >= 256 * share:
            return text
        return FIGURE.sub("7", text) + " It costs 7,777 dollars."

    return told


def filler(text: str) -> str:
    """Return as many Chinese characters as a translation has, in no order."""
    return "".join(chr(0x4E00 + (ord(sign) * 37 + at * 11) % 0x1000) for at, sign in enumerate(text[:180:3])) + "。"


def model(change: Any, wait: float = 0.0) -> Script:
    def say(asked: Asked) -> Say:
        told = json.loads(author(asked).content or "")
        content = json.dumps(told if "sentences" in told and change is not filler else changed(told, change))
        content = json.dumps(json.loads(content), ensure_ascii=False)
        return Say(content, usage=usage(asked, content), wait=wait)

    return say


def edition(articles: Path, language: Language, base_url: str, out: Path) -> Printed:
    settings = plan(
        File(),
        date="2025-12-18",
        at=datetime.fromisoformat("2025-12-18T06:44:44+08:00"),
        origins=[articles],
        language=language,
        writer="llm",
        model=ModelSettings(base_url=base_url, name="scripted"),
        out=out,
    )
    engine = open_engine("threads")
    try:
        return print_edition(settings, engine)
    finally:
        engine.close()


def cost(label: str, articles: Path, language: Language, change: Any) -> list[Assignment]:
    """Print what an edition takes; return its assignments in full."""
    with tempfile.TemporaryDirectory() as folder, model_server(model(change)) as server:
        began = time.perf_counter()
        printed = edition(articles, language, server.base_url, Path(folder))
        seconds = time.perf_counter() - began
        took = spent(printed.outcome.ledger)
        asked = len(server.asked)
        assert took["calls"] == asked, "the ledger tells every call"
        edition(articles, language, server.base_url, Path(folder))
        again = len(server.asked) - asked
    planned = [one for one in printed.outcome.given["assign"] if isinstance(one, Assignment)]
    full = [one for one in planned if one.depth == "full"]
    briefs = [one for one in printed.outcome.given["verify"] if isinstance(one, Brief)]
    claims = [claim for brief in briefs for claim in brief.fields.all()]
    refused = sum(refusal.field != "entities" for brief in briefs for refusal in brief.refused)
    stories = sum(len(one.stories) for one in planned if one.depth != "quote")
    whole, articles_read = len(full), printed.edition.counts.articles
    repairs, insight = took["repair.calls"], took["insight.calls"]
    shared = [one for one in planned if one.depth == "line"]
    small = sum(len(one.stories) for one in shared)
    print(
        f"{label}: {stories} stories of {articles_read} articles in {asked} calls, with those for unfit answers\n"
        f"    by kind: {asked - repairs - insight} to write ({whole} stories in full, {small} small ones in "
        f"{len(shared)} shared calls), {repairs} to mend, {insight} for the insight\n"
        f"    {asked / stories:.2f} calls a story; a story in full has {(whole + repairs) / whole:.2f} of its own; "
        f"all calls over the stories in full alone: {asked / whole:.2f}\n"
        f"    {took['tokens_in'] / stories:.0f} tokens in, {took['tokens_out'] / stories:.0f} out a story "
        f"({took['tokens_in'] / whole:.0f} and {took['tokens_out'] / whole:.0f} over the stories in full alone)\n"
        f"    {refused} sentences refused of about {refused + len(claims)}; {seconds:.0f} s; again: {again} calls"
    )
    return full


def latency(full: list[Assignment]) -> None:
    """Print how long stories in full take when the server takes a second for each."""
    with model_server(model(str, LATENCY)) as server:
        settings = ModelSettings(base_url=server.base_url, name="scripted", in_flight=AT_ONCE)
        writer = ModelWriter("en", NameTable(()), settings)
        began = time.perf_counter()
        with ThreadPoolExecutor(2 * AT_ONCE) as pool:
            done = [
                value for values in pool.map(lambda one: list(writer.write(one)), full[:STORIES]) for value in values
            ]
        seconds = time.perf_counter() - began
        drafts = sum(isinstance(value, Draft) and value.writer == writer.name for value in done)
    least = -(-len(full[:STORIES]) // AT_ONCE) * LATENCY
    print(
        f"{drafts} stories at {LATENCY:g} s a call, at most {server.most} at once: {seconds:.1f} s "
        f"(no client can take less than {least:.0f})"
    )


def main() -> None:
    articles = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not articles.exists():
        print(f"skipped: {articles} is not on this machine")
        return
    full = cost("en, 0% false", articles, "en", lie(0.0))
    latency(full)
    cost("en, 10% false", articles, "en", lie(0.1))
    cost("en, 20% false", articles, "en", lie(0.2))
    cost("zh-Hant, all refused", articles, "zh-Hant", filler)
    print("peers, for 300 articles: about 430, 860, 300 + 2K calls")


main()
