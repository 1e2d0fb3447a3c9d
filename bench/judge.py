"""Claim: with a model as judge a story in full takes a third of a call more where a sentence in ten is doubtful.

Every share of doubtful sentences is written into the day by a scripted server on loopback (no model is measured here,
only what is asked of one); the judge says yes to each second one.  The writer alone, on the same day in the same run,
is what it is compared with.

    python bench/judge.py [ARTICLES.jsonl]      default: the shared reference day
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.config_file import File
from broadsheet.page.bill import heard, spent
from broadsheet.press import plan, print_edition
from broadsheet.registry import open_engine
from broadsheet.types import Assignment

from model_author import author, usage_of, user_of
from model_server import Asked, Say, Script, model_server

REFERENCE = Path(__file__).parents[2] / "shared" / "reference-edition" / "articles.jsonl"
SHARES = (0.05, 0.1, 0.2)
SAYS = re.compile(r"^k[0-9a-f]{7} (\d+) says: ", re.MULTILINE)


def doubtful(text: str, share: float) -> str:
    """Return a sentence as it is, or, of a share of them, with words that its source does not have."""
    if hashlib.sha256(text.encode()).digest()[0] >= 256 * share:
        return text
    return f"{text.rstrip('.')}, which pleased patient observers of quiet gardens."


def changed(value: Any, share: float) -> Any:
    if isinstance(value, dict):
        return {key: doubtful(one, share) if key == "text" else changed(one, share) for key, one in value.items()}
    return [changed(one, share) for one in value] if isinstance(value, list) else value


def model(share: float) -> Script:
    def say(asked: Asked) -> Say:
        if asked["response_format"]["json_schema"]["name"] == "judge":
            told = [
                {"id": int(at), "supported": int(at) % 2 == 1, "why": "borne_out" if int(at) % 2 else "absent"}
                for at in SAYS.findall(user_of(asked))
            ]
            return Say(json.dumps({"rulings": told}), usage=usage_of(asked))
        return Say(json.dumps(changed(json.loads(author(asked).content or ""), share)), usage=usage_of(asked))

    return say


def measure(articles: Path, share: float, judge: str) -> tuple[int, int]:
    """Print what a day takes with that judge; return calls in all and stories in full."""
    with tempfile.TemporaryDirectory() as folder, model_server(model(share)) as server:
        settings = plan(
            File(judge=judge),
            date="2025-12-18",
            at=datetime.fromisoformat("2025-12-18T06:44:44+08:00"),
            origins=[articles],
            language="en",
            writer="llm",
            model=ModelSettings(base_url=server.base_url, name="scripted"),
            out=Path(folder),
        )
        engine = open_engine("threads")
        try:
            ledger = (outcome := print_edition(settings, engine).outcome).ledger
            asked = len(server.asked)
            print_edition(settings, engine)
        finally:
            engine.close()
        again = len(server.asked) - asked
    took, said = spent(ledger), heard(ledger)
    whole = sum(isinstance(one, Assignment) and one.depth == "full" for one in outcome.given["assign"])
    print(
        f"    {judge or 'none':5} {asked} calls ({took['repair.calls']} to mend, {took['judge.calls']} to judge: "
        f"{took['judge.calls'] / whole:.2f} a story in full, {took['judge.tokens_in']} tokens in), "
        f"{said['asked']} doubts, {said['passed']} passed, {said['rejected']} rejected; again: {again}"
    )
    return asked, whole


def main() -> None:
    articles = Path(sys.argv[1]) if len(sys.argv) > 1 else REFERENCE
    if not articles.exists():
        print(f"skipped: {articles} is not on this machine")
        return
    for share in SHARES:
        print(f"{share:.0%} of the sentences doubtful")
        alone, _ = measure(articles, share, "")
        judged, whole = measure(articles, share, "llm")
        print(f"    {(judged - alone) / whole:+.2f} calls a story in full ({judged / alone:.2f} times as many in all)")


if __name__ == "__main__":
    main()
