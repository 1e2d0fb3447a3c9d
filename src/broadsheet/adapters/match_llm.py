"""The model matcher: couples of articles near the border between stories in, same event or not out; some in one call.

It sees what a writer may see, the title and the first sentences of each article, and nothing that may speak to a
machine; a couple of which nothing can be shown is not asked about.  Its answer is numbers and yes or no, so nothing
that it says can reach a page: an article that talks it into a yes gets into a story, and there every sentence is proved
as ever.  Whoever gives no fit answer has said nothing, and the rules decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources.abc import Traversable
from math import ceil
from pathlib import Path
from typing import NamedTuple

import msgspec

from broadsheet.adapters.extract_cues import title_span
from broadsheet.adapters.model.ask import Model
from broadsheet.adapters.model.client import PAID_TRIES
from broadsheet.adapters.model.tokens import bound, estimate
from broadsheet.adapters.model.wire import Request
from broadsheet.adapters.writing.context import marker_of, plain
from broadsheet.adapters.writing.hints import HINTS
from broadsheet.adapters.writing.plan import Cost
from broadsheet.adapters.writing.pricing import ANSWERS
from broadsheet.adapters.writing.prompts import load_prompt
from broadsheet.adapters.writing.shapes import BOUNDS, Unfit, parsed, schema_of
from broadsheet.text.orders import is_order
from broadsheet.text.quotable import fault
from broadsheet.text.sentences import sentences
from broadsheet.types import Article, Count, Couple, Failure, Language, Match

PER_CALL = BOUNDS["pairs"]
"""Couples of one call."""
LEAD_TOKENS = 90
"""About how much of an article is shown: its title, and sentences from the beginning until so many tokens are full, one
at least.  Hand-set 2026-11-23: news tells its matter in two sentences."""
READ_CHARS = 2_000
FRAME, ANSWER = 30, 20
"""Tokens of an answer around its pairs, and of each at most."""
ROUNDS = 3
"""Calls that are not full: the last of each round of questions."""
SHARE = 0.15
"""Share of an edition's budget that may go into questions, the rest being the writer's; hand-set 2026-11-23.  Without a
budget the questions of a day of 230 articles cost about a seventh of what the writing of its stories does."""
SHOWN_TOKENS = 105
"""Tokens of an article in a question, to plan with: title and lead, and what frames them."""
SHOWN_CHARS, LONGEST = 900, 400
"""Characters that are shown of an article, and of one sentence, at most."""


class Pair(msgspec.Struct, frozen=True):
    """What a model says of the couple ``id``."""

    id: int
    same: bool


class Pairs(msgspec.Struct, frozen=True):
    """What a model says of the couples of a call."""

    pairs: list[Pair]


class _Said(NamedTuple):
    """What came of one call: yes or no for each couple, or why there is none; and what it took."""

    same: Sequence[bool] | Unfit | Failure
    took: Counter[str]


class ModelMatcher:
    """Asks a model; calls of a round are under way together.  Raises ConfigError when built wrongly."""

    needs = ("language", "model", "run", "desk")

    def __init__(
        self, language: Language, model: Model, *, run: str = "", desk: Traversable | Path | None = None
    ) -> None:
        self._language = language
        self._run = run
        self._prompt = load_prompt("match", language, desk)
        self._schema = schema_of(Pairs)
        self._planned = Cost(0, 0)
        self.model = model
        self.name = f"{model.settings.name} (prompt {self._prompt.version})"

    @property
    def trouble(self) -> Failure | None:
        """What is wrong with the memory of answers, if anything."""
        return self.model.trouble

    def __call__(self, couples: Sequence[Couple], /) -> Iterator[Match | Count | Failure]:
        """Give a match for each of ``couples``, what that took, and why it could not be had."""
        lines = [(place, told) for place, couple in enumerate(couples) if (told := _told(couple))]
        calls = [lines[at : at + PER_CALL] for at in range(0, len(lines), PER_CALL)]
        paid = [call for call in calls if self._fits([told for _, told in call])]
        if len(paid) < len(calls):
            left = sum(map(len, calls)) - sum(map(len, paid))
            yield Failure(
                stage="cluster",
                subject="matcher",
                kind="budget",
                message=f"{left} couples were left to the rules: {SHARE:.0%} of the edition's budget go into questions",
            )
        took: Counter[str] = Counter()
        failures: dict[str, Failure] = {}
        for call, said in zip(paid, self._answers([[told for _, told in call] for call in paid]), strict=True):
            took.update(said.took)
            if isinstance(said.same, Failure):
                failures.setdefault(said.same.kind, said.same)
            elif not isinstance(said.same, Unfit):
                yield from (Match(couple=place, same=yes) for (place, _), yes in zip(call, said.same, strict=True))
        for gate, count in sorted(took.items()):
            if count:
                yield Count(stage="cluster", subject="matcher", gate=gate, count=count)
        for failure in failures.values():
            message = f"{failure.message}; the rules decided"
            yield msgspec.structs.replace(failure, stage="cluster", subject="matcher", message=message)

    def price(self, couples: int, most: int) -> tuple[Cost, Cost]:
        """Return about what so many couples take, and what ``most`` of them never exceed."""
        frame = self._request([("", "")] * PER_CALL)[0]
        tokens_in, tokens_out = self.model.expected(frame, FRAME + PER_CALL * ANSWER // 2)
        calls = ceil(couples / PER_CALL)
        about = self._cost(calls * tokens_in + 2 * couples * SHOWN_TOKENS, calls * tokens_out)
        hint = max(HINTS[self._language].values(), key=bound)
        most_in = bound(frame.system, frame.user, hint, str(frame.schema)) + PER_CALL * 2 * 4 * SHOWN_CHARS
        most_out = min(frame.longest, self.model.settings.answer_tokens)
        sent = (ceil(most / PER_CALL) + ROUNDS) * ANSWERS * PAID_TRIES
        return about, self._cost(sent * most_in, sent * most_out)

    def _cost(self, tokens_in: int, tokens_out: int) -> Cost:
        return Cost(tokens_in + tokens_out, self.model.price.of(tokens_in, tokens_out))

    def _fits(self, told: Sequence[tuple[str, str]]) -> bool:
        """Say whether a call is within what a budget leaves for questions, and count it in.

        By what it is expected to take, not by what it took, so that the same day asks the same questions.
        """
        request, _ = self._request(told)
        cost = self._cost(*self.model.expected(request, FRAME + len(told) * ANSWER // 2))
        after = Cost(self._planned.tokens + cost.tokens, self._planned.microdollars + cost.microdollars)
        limits = self.model.purse.limits
        fits = (not limits.tokens or after.tokens <= SHARE * limits.tokens) and (
            not limits.microdollars or after.microdollars <= SHARE * limits.microdollars
        )
        if fits:
            self._planned = after
        return fits

    def _answers(self, calls: Sequence[Sequence[tuple[str, str]]]) -> Iterator[_Said]:
        pool = ThreadPoolExecutor(max_workers=self.model.settings.in_flight)
        try:
            yield from pool.map(self._ask, calls)
        finally:
            pool.shutdown(cancel_futures=True)

    def _ask(self, told: Sequence[tuple[str, str]]) -> _Said:
        """Ask until an answer is fit, twice at most."""
        took: Counter[str] = Counter()
        hint = ""
        found: Sequence[bool] | Unfit = Unfit("", "")
        for attempt in range(ANSWERS):
            request, marker = self._request(told, hint)
            answer = self.model.ask(request, marker, took, attempt)
            if isinstance(answer, Failure):
                return _Said(answer, took)
            read = parsed(answer, Pairs)
            found = read if isinstance(read, Unfit) else _in_order(read.pairs, len(told))
            if not isinstance(found, Unfit):
                break
            took[f"unfit.{found.code}"] += 1
            hints = HINTS[self._language]
            hint = hints.get(found.code, hints[""]) + "\n"
        return _Said(found, took)

    def _request(self, told: Sequence[tuple[str, str]], hint: str = "") -> tuple[Request, str]:
        """Return what is asked, and the marker of its lines."""
        marker = marker_of(self._run, *(text for pair in told for text in pair))
        lines = "\n".join(
            f"{marker} {number} {side}: {text}"
            for number, pair in enumerate(told, 1)
            for side, text in zip(("one", "other"), pair, strict=True)
        )
        system, user = self._prompt.fill(marker=marker, pairs=lines, hint=hint)
        longest = FRAME + ANSWER * len(told)
        return Request(
            subject="matcher", system=system, user=user, shape="match", schema=self._schema, longest=longest
        ), marker


def _told(couple: Couple) -> tuple[str, str] | None:
    """Return what is shown of a couple; None where there is nothing to show of one."""
    one, other = _shown(couple.one), _shown(couple.other)
    return (one, other) if one and other else None


def _shown(article: Article) -> str:
    """Return outlet, title and beginning of an article on one line, without what may speak to a machine."""
    outlet = article.source.outlet
    span = title_span(article.title, (outlet, article.source.owner))
    title = article.title[span.start : span.end][:LONGEST]
    parts = [title] if _may_be_shown(title) else []
    left = LEAD_TOKENS - estimate(title)
    text = article.text[:READ_CHARS]
    for sentence in sentences(text):
        said = text[sentence.start : sentence.end]
        if left <= 0:
            break
        if _may_be_shown(said):
            parts.append(said[:LONGEST])
            left -= estimate(said)
    told = " | ".join(map(plain, parts))
    return (f"({plain(outlet)}) {told}" if told and _may_be_shown(outlet) else told)[:SHOWN_CHARS]


def _may_be_shown(text: str) -> bool:
    return bool(text.strip()) and not fault(text) and not is_order(text)


def _in_order(pairs: Sequence[Pair], count: int) -> Sequence[bool] | Unfit:
    """Return what is said of each couple from 1 to ``count``, or why the answer is unfit.

    A number that was not asked shifts all of them, so nothing of such an answer is believed; a couple that is answered
    twice is the same only where both say so.
    """
    if strange := sorted({pair.id for pair in pairs} - set(range(1, count + 1))):
        return Unfit("strange_ids", f"it answers for pair {strange[0]}, which it was not shown")
    found: dict[int, bool] = {}
    for pair in pairs:
        found[pair.id] = found.get(pair.id, True) and pair.same
    if len(found) < count:
        return Unfit("uncovered", f"it answers for {len(found)} of {count} pairs")
    return [found[number] for number in range(1, count + 1)]
