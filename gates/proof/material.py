"""The true sentences that errors are seeded in, and choices that are the same every day."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from broadsheet.text.chinese import to_taiwan

HERE = Path(__file__).parent
Row = dict[str, Any]


class Text(NamedTuple):
    """A true sentence that may be changed: its words, language (``en`` or ``zh``), passage and marked alternatives."""

    text: str
    language: str
    passage: Row
    crosses: bool
    edits: Sequence[Row]


class Draw:
    """Choices drawn from a digest: the same for the same words, whatever else there is."""

    def __init__(self, *parts: str) -> None:
        self.state = hashlib.sha256("\x1f".join(parts).encode()).digest()

    def below(self, most: int) -> int:
        self.state = hashlib.sha256(self.state).digest()
        return int.from_bytes(self.state[:6], "big") % most

    def order(self, values: Sequence[Any]) -> list[Any]:
        left = list(values)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]


def read(name: str) -> list[Row]:
    """Read a file of JSON lines of this folder."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


SEEDS = tomllib.loads((HERE / "seeds.toml").read_text(encoding="utf-8"))


@cache
def taiwan(text: str) -> str:
    """Return a text as Taiwan prints it; converted once, since every class wants it."""
    return to_taiwan(text)


SENTENCES = {row["id"]: row for row in read("sentences.jsonl")}
PARAPHRASES = read("paraphrases.jsonl")
OTHER_WORDS: dict[tuple[str, str], list[str]] = defaultdict(list)
"""The paraphrases, not the translations, of a sentence (its id) in a language."""
for _row in PARAPHRASES:
    if _row["kind"] != "translation":
        OTHER_WORDS[_row["passage"], _row["language"][:2]].append(_row["text"])


def siblings(passage: Row) -> list[Row]:
    """Return the other sentences of the passage's article."""
    article, own = passage["id"].split("-")
    return [SENTENCES[f"{article}-{n}"] for n in range(1, 5) if str(n) != own]


def said(row: Row, language: str) -> str:
    """Return a sentence in a language, Chinese as Taiwan writes it."""
    text = row["text"] if row["language"][:2] == language else row[language]
    return taiwan(text) if row["language"] == "zh-Hans" and language == "zh" else str(text)


def texts() -> Iterator[Text]:
    """Yield every true sentence: the passages themselves, their translations, their paraphrases."""
    for row in SENTENCES.values():
        own = row["language"][:2]
        yield Text(said(row, own), own, row, False, row["edits"])
        other = "zh" if own == "en" else "en"
        yield Text(row[other], other, row, True, row["translation_edits"])
    for row in PARAPHRASES:
        if row["kind"] != "translation":
            passage = SENTENCES[row["passage"]]
            language = row["language"][:2]
            yield Text(row["text"], language, passage, passage["language"][:2] != language, ())


def places(text: str, form: str) -> list[tuple[int, int]]:
    """Return where a form stands in a text."""
    found: list[tuple[int, int]] = []
    at = text.find(form)
    while at >= 0:
        found.append((at, at + len(form)))
        at = text.find(form, at + 1)
    return found


def alone(row: Row, language: str) -> list[str]:
    """Return what may be said of a sentence in a language: itself, and what paraphrases it."""
    return [said(row, language), *OTHER_WORDS[row["id"], language]]


def patterns(name: str) -> str:
    """Return the alternatives of ``[patterns]`` in seeds.toml as one group."""
    return f"(?:{'|'.join(SEEDS['patterns'][name])})"
