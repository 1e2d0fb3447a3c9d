"""The model judge: doubtful sentences and the passages that they cite in, yes or no out; one call a story.

It has no tools and is given no address.  It sees what the writer may see, and what may speak to a machine it does not
see: such a sentence is refused unheard.  Its answer is numbers, yes or no, and a word out of a list, so nothing that it
says can reach a page.  A question that gets no fit answer is answered with "cannot say", which is a no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from broadsheet.adapters.model.ask import Model
from broadsheet.adapters.model.client import PAID_TRIES
from broadsheet.adapters.model.tokens import bound
from broadsheet.adapters.model.wire import Request
from broadsheet.adapters.writing.context import marker_of, plain
from broadsheet.adapters.writing.hints import HINTS
from broadsheet.adapters.writing.plan import Cost
from broadsheet.adapters.writing.pricing import ANSWERS, MARKER
from broadsheet.adapters.writing.prompts import load_prompt
from broadsheet.adapters.writing.shapes import BOUNDS, Unfit, parsed, schema_of
from broadsheet.text.orders import is_order
from broadsheet.text.quotable import fault
from broadsheet.types import Count, Doubt, Failure, Language, Opinion

MOST = BOUNDS["rulings"]
"""Sentences of one question: a headline and as many as a brief in full has."""
MOST_BYTES = 8_000
"""Bytes of sentences and passages in one question, some 2,000 tokens; what does not fit is refused unheard.  Hand-set
2026-11-23: a bound of what a story can cost, twice what fourteen sentences of 30 words with a passage each take."""
FRAME, RULING = 40, 40
"""Tokens of an answer around its rulings, and of each at most."""
ROUNDS = 2
"""Questions about one story: its draft, and what was mended of it."""
SHARE, ABOUT = 0.4, (200, 60)
"""Share of the stories in full that are asked about, and tokens in (beside the prompt) and out, to plan with.  Where 5,
10 and 20 per cent of a model's sentences are in doubt it is 0.23, 0.41 and 0.62 (bench/judge.py, 2025-12-18)."""
FAULTS: Mapping[str, str] = {
    "absent": "the passages do not say it",
    "contradicted": "the passages say otherwise",
    "stronger": "it says more, or is surer, than the passages",
    "other": "the passages say it of somebody or something else",
}
"""Why a sentence is refused, by the word that the model answers with."""
BORNE_OUT = "borne_out"


class Ruling(msgspec.Struct, frozen=True):
    """What a model says of the sentence ``id``; ``why`` is ``borne_out`` or one of ``FAULTS``."""

    id: int
    supported: bool
    why: str = ""


class Rulings(msgspec.Struct, frozen=True):
    """What a model says of the sentences of a question."""

    rulings: list[Ruling]


class ModelJudge:
    """Asks a model for its opinion; any number of threads may.  Raises ConfigError when built wrongly."""

    needs = ("language", "model", "run", "desk")
    dear = True

    def __init__(
        self, language: Language, model: Model, *, run: str = "", desk: Traversable | Path | None = None
    ) -> None:
        self._language = language
        self._run = run
        self._prompt = load_prompt("judge", language, desk)
        self._schema = _schema()
        self.model = model
        self.name = f"{model.settings.name} (prompt {self._prompt.version})"

    @property
    def trouble(self) -> Failure | None:
        """What is wrong with the memory of answers, if anything."""
        return self.model.trouble

    def __call__(self, subject: str, doubts: Sequence[Doubt], /) -> Iterator[Opinion | Count | Failure]:
        """Give an opinion on each of ``doubts``, what that took, and why it could not be had."""
        asked, unheard = _sorted(doubts)
        for place, reason in unheard.items():
            yield Opinion(doubt=place, supported=None, reason=reason)
        if not asked:
            return
        took: Counter[str] = Counter()
        told = self._told(subject, [doubts[place] for place in asked], took)
        for gate, count in sorted(took.items()):
            if count:
                yield Count(stage="verify", subject=subject, gate=f"judge.{gate}", count=count)
        if isinstance(told, Failure):
            yield msgspec.structs.replace(told, stage="verify")
        for number, place in enumerate(asked, 1):
            if isinstance(told, Failure | Unfit):
                kind = told.kind if isinstance(told, Failure) else told.code
                yield Opinion(doubt=place, supported=None, reason=f"it cannot say ({kind})")
            else:
                reason = told[number]
                yield Opinion(doubt=place, supported=not reason, reason=reason)

    def price(self) -> tuple[Cost, Cost]:
        """Return about what a story in full takes, and what it never exceeds."""
        about = self._request("", [])[0]
        tokens_in, tokens_out = self.model.expected(about, ABOUT[1])
        hint = max(HINTS[self._language].values(), key=bound)
        most_in = bound(about.system, about.user, hint, str(about.schema)) + MOST_BYTES
        most_out = min(FRAME + MOST * RULING, self.model.settings.answer_tokens)
        sent = ROUNDS * ANSWERS * PAID_TRIES
        return (
            self._cost(round(SHARE * (tokens_in + ABOUT[0])), round(SHARE * tokens_out)),
            self._cost(sent * most_in, sent * most_out),
        )

    def _cost(self, tokens_in: int, tokens_out: int) -> Cost:
        return Cost(tokens_in + tokens_out, self.model.price.of(tokens_in, tokens_out))

    def _told(self, subject: str, doubts: Sequence[Doubt], took: Counter[str]) -> Mapping[int, str] | Unfit | Failure:
        """Return the fault of each doubt by its number ("" for none); ask until an answer is fit, twice at most."""
        hint = ""
        unfit = Unfit("", "")
        for attempt in range(ANSWERS):
            request, marker = self._request(subject, doubts, hint)
            answer = self.model.ask(request, marker, took, attempt)
            if isinstance(answer, Failure):
                return answer
            told = parsed(answer, Rulings)
            found = told if isinstance(told, Unfit) else _faults(told.rulings, len(doubts))
            if not isinstance(found, Unfit):
                return found
            took[f"unfit.{found.code}"] += 1
            unfit = found
            hints = HINTS[self._language]
            hint = hints.get(unfit.code, hints[""]) + "\n"
        return unfit

    def _request(self, subject: str, doubts: Sequence[Doubt], hint: str = "") -> tuple[Request, str]:
        """Return what is asked, and the marker of its lines."""
        marker = marker_of(self._run, _lines(MARKER, doubts)) if doubts else MARKER
        system, user = self._prompt.fill(marker=marker, doubts=_lines(marker, doubts), hint=hint)
        longest = FRAME + RULING * len(doubts)
        return Request(
            subject=subject, system=system, user=user, shape="judge", schema=self._schema, longest=longest
        ), marker


def _sorted(doubts: Sequence[Doubt]) -> tuple[list[int], dict[int, str]]:
    """Return the places of the doubts to ask about, and those that are refused unheard with the reason."""
    asked: list[int] = []
    unheard: dict[int, str] = {}
    left = MOST_BYTES
    for place, doubt in enumerate(doubts):
        size = len(_lines(MARKER, [doubt]).encode("utf-8", "surrogatepass")) + 4  # its number may have a digit more
        if any(fault(text) or is_order(text) for text in (doubt.text, *doubt.passages)):
            unheard[place] = "not asked: a line may speak to a machine"
        elif size > left or len(asked) == MOST:
            unheard[place] = "not asked: there was no room in the question"
        else:
            asked.append(place)
            left -= size
    return asked, unheard


def _lines(marker: str, doubts: Sequence[Doubt]) -> str:
    """Return sentences and passages, one a line, every line with the marker: what bears none is no matter of ours."""
    return "\n".join(
        line
        for number, doubt in enumerate(doubts, 1)
        for line in (
            f"{marker} {number} says: {plain(doubt.text)}",
            *(f"{marker} {number} cites: {plain(passage)}" for passage in doubt.passages),
        )
    )


def _faults(rulings: Sequence[Ruling], count: int) -> Mapping[int, str] | Unfit:
    """Return the fault of each sentence from 1 to ``count``, "" for none, or why the answer is unfit.

    A number that was not asked shifts all of them, so nothing of such an answer is believed.  Two rulings on one
    sentence are a no where either is, and so is a yes with a fault beside it.
    """
    if strange := sorted({ruling.id for ruling in rulings} - set(range(1, count + 1))):
        return Unfit("strange_ids", f"it rules on sentence {strange[0]}, which it was not shown")
    found: dict[int, str] = {}
    for ruling in rulings:
        why = ruling.why.strip().casefold()
        reason = FAULTS.get(why, "" if ruling.supported else "it says no")
        found[ruling.id] = found.get(ruling.id, "") or reason
    if len(found) < count:
        return Unfit("uncovered", f"it rules on {len(found)} of {count} sentences")
    return found


def _schema() -> dict[str, object]:
    schema = schema_of(Rulings)
    parts = schema["$defs"]
    assert isinstance(parts, dict)  # it has one part, the ruling
    why = {"type": "string", "enum": [BORNE_OUT, *FAULTS]}
    ruling = parts["Ruling"]
    fields = {**ruling["properties"], "why": why}
    return {**schema, "$defs": {"Ruling": {**ruling, "properties": fields, "required": list(fields)}}}
