"""The entailment judge: a sentence stands where a model of inference says that it follows from what it cites.

The passages of a sentence are one premise, in their order, for a sentence may rest on two.  The endpoint is the
operator's own; what it answers are labels and scores, of which none reaches a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from broadsheet.adapters.entailment.client import Entailments, Scores
from broadsheet.adapters.entailment.settings import EntailmentSettings
from broadsheet.types import Doubt, Failure, Opinion


class EntailmentJudge:
    """Asks an endpoint of inference; any number of threads may.  Raises ConfigError when built wrongly."""

    needs = ("entailment", "cache")
    dear = False

    def __init__(self, entailment: EntailmentSettings, cache: Path | None = None) -> None:
        self._label = entailment.label.casefold()
        self._threshold = entailment.threshold
        self.entailments = Entailments(entailment, cache / "entailment.sqlite" if cache else None)
        self.name = f"{entailment.name or entailment.url} ({entailment.label} from {entailment.threshold:g})"

    @property
    def trouble(self) -> Failure | None:
        """What is wrong with the memory of answers, if anything."""
        return self.entailments.memory.trouble

    def __call__(self, subject: str, doubts: Sequence[Doubt], /) -> Iterator[Opinion | Failure]:
        """Give an opinion on each of ``doubts``; one failure for each kind of trouble."""
        answers = self.entailments([("\n".join(doubt.passages), doubt.text) for doubt in doubts])
        told = {answer.kind: answer for answer in answers if isinstance(answer, Failure)}
        for failure in told.values():
            yield Failure(stage="verify", subject=subject, kind=failure.kind, message=f"the judge: {failure.message}")
        for place, answer in enumerate(answers):
            yield self._opinion(place, answer)

    def _opinion(self, place: int, answer: Scores | Failure) -> Opinion:
        if isinstance(answer, Failure):
            return Opinion(doubt=place, supported=None, reason=f"it cannot say ({answer.kind})")
        scores = [one.score for one in answer if one.label.casefold() == self._label]
        if not scores:
            return Opinion(doubt=place, supported=None, reason="it cannot say (no such label)")
        score = min(scores)
        if score < self._threshold:
            return Opinion(doubt=place, supported=False, reason=f"{score:.3f} of {self._threshold:g} that it follows")
        return Opinion(doubt=place, supported=True)
