"""What a model said -> claims: ids to citations, and the text as the house writes it.

An id that the model was not shown is refused; a sentence without a good one is no claim.  In zh-Hant the desk's terms,
then its names, then OpenCC go over the text; nothing else is changed, for ``verify`` judges what the model said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from broadsheet.adapters.writing.context import Context
from broadsheet.adapters.writing.shapes import Line, Sentence, StoryAnswer
from broadsheet.text.chinese import has_simplified, to_taiwan
from broadsheet.text.names import Mention, NameTable
from broadsheet.types import Claim, Fields, Language

MOST = {"summary": 3, "details": 6, "uses": 4}
MOST_CITES = 3
MOST_ENTITIES = 8
_MARK = re.compile(r"\s*[\[(（【]\s*S\d{1,4}(?:\s*[,、;]\s*S?\d{1,4})*\s*[\])）】]")
_LABEL = re.compile(
    r"^\s*(?:[-*•]\s+|(?:headline|title|summary|details?|uses?|標題|核心摘要|摘要|技術細節|應用場景)\s*[:：]\s*)",
    re.IGNORECASE,
)
_HAN = re.compile("[\u3400-\u9fff]")
_HALF = re.compile(r"(?<=[\u3400-\u9fff])\s*([,;:?!])\s*(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])([?!])\s*$")
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}


INTRODUCED = frozenset({"company", "person", "model", "product", "chip", "lab"})
"""Kinds of names whose original a reader in Taiwan expects: a country or a law is told in Chinese alone."""


class Said(NamedTuple):
    """The claims of a story; ``strange`` counts ids that were not shown, ``lost`` sentences left without one."""

    headline: Claim | None
    fields: Fields
    entities: tuple[str, ...]
    strange: int
    lost: int


class Editor:
    """Makes claims of what a model said, in the language of the edition."""

    def __init__(self, language: Language, names: NameTable, terms: Mapping[str, str]) -> None:
        """``terms``: words that are replaced in what was written, and by what."""
        self._language = language
        self._terms = terms
        self._term = re.compile("|".join(sorted(map(re.escape, terms), key=len, reverse=True)) or r"(?!)")
        self._names = names
        self._taiwan = {name.id: name.zh for name in names.names if name.zh}

    def story(self, told: StoryAnswer, context: Context, marker: str) -> Said:
        """Return the claims of a story in full or short."""
        tally = [0, 0]
        headline = self._claim(told.headline, context, marker, tally, stop=False)
        fields: dict[str, tuple[Claim, ...]] = {}
        seen: set[str] = set()
        for name, sentences in (("summary", told.summary), ("details", told.details), ("uses", told.uses)):
            claims: list[Claim] = []
            for sentence in sentences:
                claim = self._claim(sentence, context, marker, tally)
                if claim is not None and claim.text not in seen:
                    seen.add(claim.text)
                    claims.append(claim)
            fields[name] = tuple(claims[: MOST[name]])
        return Said(headline, self.introduced(Fields(**fields)), self._entities(told.entities), *tally)

    def line(self, told: Line, context: Context, marker: str) -> Said:
        """Return the claims of a small story."""
        tally = [0, 0]
        headline = self._claim(told.headline, context, marker, tally, stop=False)
        summary = self._claim(told.summary, context, marker, tally)
        return Said(headline, Fields(summary=(summary,) if summary is not None else ()), (), *tally)

    def sentence(self, text: str, cites: Sequence[int], context: Context, marker: str, *, stop: bool) -> Claim | None:
        """Return the claim of one sentence, or None."""
        return self._claim(Sentence(text, list(cites)), context, marker, [0, 0], stop=stop)

    def _claim(
        self, sentence: Sentence, context: Context, marker: str, tally: list[int], *, stop: bool = True
    ) -> Claim | None:
        known = context.by_number()
        good = [number for number in dict.fromkeys(sentence.cites) if number in known]
        tally[0] += len(set(sentence.cites)) - len(good)
        text = self.worded(sentence.text.replace(marker, ""), stop=stop)
        if not text:
            return None
        if not good:
            tally[1] += 1
            return None
        return Claim(text=text, citations=tuple(known[n] for n in good[:MOST_CITES]), transform="written")

    def worded(self, text: str, *, stop: bool = True) -> str:
        """Return a text as the house writes it, on one line."""
        text = _LABEL.sub("", _MARK.sub("", " ".join(text.split()))).strip()
        if self._language == "en":
            return text if stop else text.rstrip(".")
        text = self._term.sub(lambda match: self._terms[match[0]], text)
        if has_simplified(text):
            text = to_taiwan(text)
        text = self._named(text)
        text = _HALF.sub(lambda match: _FULL_WIDTH[match[1] or match[2]], text)
        if not stop:
            return text.rstrip("。.")
        return text if not text or text[-1] in "。！？」』…" else text.rstrip(".") + "。"

    def introduced(self, fields: Fields) -> Fields:
        """Give each name that stands in Chinese its original in brackets, once, where it first can be shown.

        It can be where a sentence that is cited there writes the name so; a headline has no room for it.
        """
        if self._language == "en":
            return fields
        told = {
            mention.name for claim in fields.all() for mention in self._chinese(claim) if _bracketed(claim, mention)
        }
        changed = {
            name: tuple(self._introducing(claim, told) for claim in claims)
            for name, claims in (("summary", fields.summary), ("details", fields.details), ("uses", fields.uses))
        }
        return Fields(**changed)

    def _introducing(self, claim: Claim, told: set[str]) -> Claim:
        parts: list[str] = []
        reached = 0
        for mention in self._chinese(claim):
            original = next(iter(self._originals(claim, mention.name)), "") if mention.name not in told else ""
            if original and original not in claim.text:
                parts += [claim.text[reached : mention.end], f"（{original}）"]
                reached = mention.end
                told.add(mention.name)
        return msgspec.structs.replace(claim, text="".join((*parts, claim.text[reached:]))) if parts else claim

    def _chinese(self, claim: Claim) -> list[Mention]:
        """Return the mentions of persons, firms and things whose Chinese form stands in the claim."""
        return [
            mention
            for mention in self._names.mentions(claim.text)
            if mention.known and mention.kind in INTRODUCED and _HAN.search(claim.text[mention.start : mention.end])
        ]

    def _originals(self, claim: Claim, name: str) -> Iterator[str]:
        for citation in claim.citations:
            for mention in self._names.mentions(citation.quote):
                written = citation.quote[mention.start : mention.end]
                if mention.name == name and not _HAN.search(written):
                    yield written

    def _named(self, text: str) -> str:
        """Give every Chinese name the form that the desk's table has for it."""
        parts: list[str] = []
        reached = 0
        for mention in self._names.mentions(text):
            written = text[mention.start : mention.end]
            wanted = self._taiwan.get(mention.name, "")
            if mention.known and wanted and _HAN.search(written) and _HAN.search(wanted) and written != wanted:
                parts += [text[reached : mention.start], wanted]
                reached = mention.end
        return "".join((*parts, text[reached:]))

    def _entities(self, entities: Sequence[str]) -> tuple[str, ...]:
        told = (" ".join(entity.split()) for entity in entities)
        shown = [to_taiwan(e) if self._language == "zh-Hant" and has_simplified(e) else e for e in told if e]
        return tuple(dict.fromkeys(shown))[:MOST_ENTITIES]


def _bracketed(claim: Claim, mention: Mention) -> bool:
    return claim.text[mention.end : mention.end + 1] in ("（", "(")
