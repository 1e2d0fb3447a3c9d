"""Threads: 500 stories of a day against the 66 of each of the last seven editions; promised in a second of CPU.

python bench/threads.py
"""

from __future__ import annotations

import json
import re
import sys
import time
from importlib.resources import files
from pathlib import Path

from broadsheet.evaluate_threads import edition, printing, story
from broadsheet.page.threads import threads
from broadsheet.text.names import NameTable, load_names
from broadsheet.text.proper import is_english_word
from broadsheet.types import Article, Source, digest

_NAME = re.compile(r"(?<![-A-Za-z])[A-Z][A-Za-z]{2,}(?![-A-Za-z])")
DAYS, TOLD, TODAY, MOST_SECONDS = 7, 66, 500, 1.0


def other_names(text: str, turn: int) -> str:
    """Return ``text`` with a letter behind every capitalised word of three letters or more, another one each turn."""
    return _NAME.sub(lambda found: found[0] + "aeiouy"[turn % 6] * (turn > 0) + "x" * (turn // 6), text)


def article(line: dict[str, str], turn: int) -> Article:
    """An article of the sample day; each turn through the sample is another outlet that tells it of another company."""
    url = f"{line['url']}?{turn}"
    title, text = other_names(line["title"], turn), other_names(" ".join(line["paragraphs"]), turn)
    outlet = f"{line['outlet']} {turn}"
    return Article(
        id=digest(url, text),
        source=Source(name=outlet, kind="feed", url="", outlet=outlet, owner=outlet, language=line["lang"]),
        url=url,
        title=title,
        published=None,
        day_only=False,
        text=text,
        language=line["lang"],
    )


def main() -> int:
    """Measure once, cold; end with 1 when it takes too long."""
    desk = files("broadsheet") / "desks/ai/names.toml"
    names = NameTable(load_names(desk.read_text(encoding="utf-8")))
    sample = Path(str(files("broadsheet") / "sample/day"))
    lines = [json.loads(line) for path in sorted(sample.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    lines = [line for line in lines if line.get("paragraphs") and line.get("lang") in ("en", "zh-Hant", "zh-Hans")]
    english = [line for line in lines if line["lang"] == "en"]  # names in Chinese cannot be changed by a letter
    told = [(line, 0) for line in lines] + [(line, turn) for turn in range(1, 9) for line in english]
    made = [story(article(line, turn)) for line, turn in told[: TODAY + DAYS * TOLD]]
    today, before = made[:TODAY], made[TODAY:]
    past = [
        edition(f"2025-12-{11 + day:02}", map(printing, before[day * TOLD : (day + 1) * TOLD])) for day in range(DAYS)
    ]
    names.mentions("Xyzzy Corp opens 暖機")  # dictionaries that ``cluster`` has loaded long before
    is_english_word("word")
    start = time.process_time()
    found = threads(today, past, names)
    seconds = time.process_time() - start
    linked = sum(bool(thread.chain) for thread in found.values())
    print(f"{TODAY} stories against {DAYS} editions of {TOLD}: {seconds:.2f} s, {linked} go on")
    return int(seconds > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
