"""Scores of the checks on SummEdits (Laban et al., 2023), for ``broadsheet eval verify``: rules only, not tuned on it.

Method.  A summary is cut into sentences.  Each is tried against the ``CITED`` sentences of its document that share the
most weight of words with it (a word weighs the logarithm of how rare it is in the document), and against the sentence
before each of them, since a speaker's "it" points there.  A summary is judged consistent when every sentence passes;
with no judge, so what any check finds is a refusal.  The figure is balanced accuracy: the mean of the shares of
consistent and of inconsistent summaries that were told right.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from broadsheet.checks import try_case
from broadsheet.checks.case import Case, Knowledge, Passage
from broadsheet.checks.cited import remembering
from broadsheet.decode import decode_json
from broadsheet.errors import UsageError
from broadsheet.text.sentences import sentences

CITED = 3
"""Document sentences that a summary sentence may rest on: as many as a brief cites for one; set before any run."""
PUBLISHED: Mapping[str, str] = {
    "human": "90.0",
    "GPT-4": "83.3",
    "Gemini-pro": "77.6",
    "ChatGPT": "74.4",
    "QAFactEval": "74.4",
    "SummaC-Conv": "61.9",
    "DAE": "60.9",
}
"""Balanced accuracy in %, the news column of the authors' table: the nearest that is published to what we print."""
_WORD = re.compile(r"\w+")


class Summary(msgspec.Struct, frozen=True):
    """A document, a summary of it, and whether people found the summary consistent (1) or not (0)."""

    id: str
    doc: str
    summary: str
    label: int


class SummaryScore(msgspec.Struct, frozen=True):
    """What was told right in one set."""

    name: str
    consistent: int
    passed: int
    inconsistent: int
    refused: int
    codes: tuple[tuple[str, int], ...]
    """What the summaries that were refused were refused for, the most frequent first."""

    @property
    def balanced(self) -> float:
        """Balanced accuracy in [0, 1]."""
        return (self.passed / max(1, self.consistent) + self.refused / max(1, self.inconsistent)) / 2

    def __str__(self) -> str:
        why = ", ".join(f"{code} {n}" for code, n in self.codes)
        return (
            f"{100 * self.balanced:.1f} (consistent passed {self.passed}/{self.consistent}, "
            f"inconsistent refused {self.refused}/{self.inconsistent}; {why})"
        )


def is_summaries(folder: Path) -> bool:
    """Say whether a folder holds sets of SummEdits."""
    return any(folder.glob("summedits_*.json"))


def evaluate_summaries(folder: Path, knows: Knowledge, one_in: int = 1) -> Iterator[SummaryScore]:
    """Yield the score of each set of ``folder``, by name, on one summary in ``one_in``.  Raises UsageError."""
    knows = Knowledge(knows.names, remembering(knows.embed))
    for path in sorted(folder.glob("summedits_*.json")):
        try:
            told = decode_json(path.read_bytes(), list[Summary])
        except OSError as error:
            raise UsageError(f"cannot be read ({error})", subject=str(path)) from error
        except msgspec.DecodeError as error:
            raise UsageError(f"is no set of SummEdits: {error}", subject=str(path)) from error
        yield score_summaries(path.stem.removeprefix("summedits_"), told[::one_in], knows)


def score_summaries(name: str, told: Sequence[Summary], knows: Knowledge) -> SummaryScore:
    """Judge every summary of a set."""
    right: Counter[int] = Counter()
    codes: Counter[str] = Counter()
    documents: dict[str, Document] = {}
    for summary in told:
        document = documents.setdefault(summary.doc, Document(summary.doc))
        code = refusal(summary.summary, document, knows)
        right[summary.label] += (not code) == bool(summary.label)
        if code:
            codes[code] += 1
    consistent = sum(summary.label for summary in told)
    ranked = tuple(sorted(codes.items(), key=lambda pair: (-pair[1], pair[0])))
    return SummaryScore(name, consistent, right[1], len(told) - consistent, right[0], ranked)


def refusal(summary: str, document: Document, knows: Knowledge) -> str:
    """Return the code for which the first sentence that falls does so; "" when every sentence passes."""
    for span in sentences(summary):
        text = summary[span.start : span.end]
        passages = tuple(Passage(cited, "en") for cited in document.nearest(text))
        fault = try_case(Case(text, "en", passages, knows)).fault
        if fault is not None:
            return fault.code
    return ""


class Document:
    """The sentences of a document, and how much each word of it weighs."""

    def __init__(self, text: str) -> None:
        self.sentences = [text[span.start : span.end] for span in sentences(text)]
        self.words = [frozenset(_words(sentence)) for sentence in self.sentences]
        found = Counter(word for words in self.words for word in words)
        self.weight = {word: math.log(1 + len(self.words) / n) for word, n in found.items()}

    def nearest(self, text: str) -> list[str]:
        """Return the cited sentences for a text, in the order of the document."""
        wanted = frozenset(_words(text))
        scores = [sum(self.weight[word] for word in sorted(words & wanted)) for words in self.words]
        best = sorted(range(len(scores)), key=lambda at: (-scores[at], at))[:CITED]
        return [self.sentences[at] for at in sorted({near for at in best for near in (max(0, at - 1), at)})]


def _words(text: str) -> list[str]:
    return [word.lower()[:6] for word in _WORD.findall(text)]
