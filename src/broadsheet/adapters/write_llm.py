"""The model writer: numbered sentences in, sentences with ids out, one call a story; whatever fails is quoted instead.

It has no tools and is given no address.  What it returns is proposed, never believed: ids outside the set it was shown
are refused here, everything else is for ``verify``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

import msgspec

from broadsheet.adapters.judge_llm import ModelJudge
from broadsheet.adapters.match_llm import SHARE
from broadsheet.adapters.model.ask import Model
from broadsheet.adapters.model.purse import Limits
from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.adapters.model.tokens import estimate
from broadsheet.adapters.model.wire import Answer, Request
from broadsheet.adapters.write_extract import ExtractWriter
from broadsheet.adapters.writing import column, mending
from broadsheet.adapters.writing.claims import Editor, Said
from broadsheet.adapters.writing.context import Context, context_of, marker_of, plain
from broadsheet.adapters.writing.hints import HINTS, NAMES, OTHERS
from broadsheet.adapters.writing.plan import Cost, assignments, depths, total, without
from broadsheet.adapters.writing.pricing import ANSWERS, LONGEST, Prices
from broadsheet.adapters.writing.prompts import Kind, load_prompts, load_terms
from broadsheet.adapters.writing.shapes import (
    InsightAnswer,
    LinesAnswer,
    RepairAnswer,
    StoryAnswer,
    Unfit,
    read,
    schema_of,
)
from broadsheet.ports import Judge
from broadsheet.text.names import NameTable
from broadsheet.text.quotable import fault
from broadsheet.types import (
    Assignment,
    Count,
    Depth,
    Draft,
    Failure,
    Language,
    Printing,
    Proposal,
    Refusal,
    Story,
)

LINE_TOKENS = 130
"""Tokens of source sentences that a small story is shown."""
SHORT_SHARE = 0.5
"""Share of the room that a short brief is given."""

A = TypeVar("A", StoryAnswer, LinesAnswer, InsightAnswer)


class ModelWriter:
    """Writes the day's stories with a model; any number of threads may.  Raises ConfigError when built wrongly.

    A ``judge`` that is paid from the same purse is planned with: a story in full will be asked about; and so is a
    matcher (``matching``), who is asked before anybody writes.
    """

    asks_model = True

    def __init__(
        self,
        language: Language,
        names: NameTable,
        settings: ModelSettings,
        *,
        memory: Path | None = None,
        run: str = "",
        desk: Traversable | Path | None = None,
        model: Model | None = None,
        judge: Judge | None = None,
        matching: bool = False,
    ) -> None:
        self._language = language
        self._names = names
        self._run = run
        self.model = model or Model(settings, memory, run=run)
        self._prompts = load_prompts(language, desk)
        self._prices = Prices(self.model, self._prompts, language)
        self._matching = matching
        self._opinion = judge.price()[0] if isinstance(judge, ModelJudge) else Cost(0, 0)
        self._contexts: dict[tuple[str, int], Context] = {}
        self._quoting = ExtractWriter(language, names)
        self._editor = Editor(language, names, load_terms(language, desk))
        versions = ", ".join(sorted({prompt.version for prompt in self._prompts.values()}))
        self.name = f"{self.model.settings.name} (prompts {versions})"

    @property
    def trouble(self) -> Failure | None:
        """What is wrong with the memory of answers, if anything."""
        return self.model.trouble

    def __call__(self, story: Story) -> Draft:
        """Return the draft of one story at the depth that its place on the page has, outside of any plan."""
        depth: Depth = "quote" if story.printed == "no" else "full" if story.printed == "full" else "line"
        return next(one for one in self.write(Assignment(stories=(story,), depth=depth)) if isinstance(one, Draft))

    # --- the plan ----------------------------------------------------------------------------------------------------

    def assign(self, stories: Sequence[Story]) -> Iterator[Assignment]:
        """Yield what is to be written at which depth, within the budget; books what earlier runs have paid."""
        costs = {story.id: self._costs(story) for story in stories}
        kept, _ = self.price_of_insight(stories)
        limits = self.model.purse.limits
        if self._matching:  # what the matcher may have taken is not the writer's
            limits = Limits(*(int((1 - SHARE) * limit) for limit in limits))
        chosen = depths(costs, stories, without(limits, kept))
        tokens = {story.id: self._line_tokens(story) for story in stories if chosen[story.id] == "line"}
        planned = list(assignments(stories, chosen, tokens, self.model.settings.context_tokens))
        for assignment in planned:
            if assignment.depth != "quote":
                request, marker, _ = self._request(assignment)
                self.model.remembered(request, marker)
        yield from planned

    def price(self, assignment: Assignment) -> Cost:
        """Return about what an assignment takes, with the repairs that it may need."""
        if assignment.depth == "quote":
            return Cost(0, 0)
        request, _, _ = self._request(assignment)
        return self._prices.about(request, assignment.depth, len(assignment.stories))

    def most(self, assignment: Assignment) -> Cost:
        """Return what an assignment never exceeds: all asked twice, every try paid twice, every sentence mended."""
        if assignment.depth == "quote":
            return Cost(0, 0)
        request, _, _ = self._request(assignment)
        context = None if assignment.depth == "line" else self._context(assignment.stories[0], "full")
        return self._prices.most(request, context)

    def price_of_insight(self, stories: Sequence[Story]) -> tuple[Cost, Cost]:
        """Return about what title and insight of ``stories`` take, and what they never exceed."""
        return self._prices.insight(sum(story.printed == "full" for story in stories))

    def _costs(self, story: Story) -> dict[Depth, Cost]:
        if story.printed == "no":
            return {}
        wanted: tuple[Depth, ...] = ("short", "full") if story.printed == "full" else ("line",)
        found: dict[Depth, Cost] = {}
        for depth in wanted:
            if self._context(story, depth).shown:
                cost = self.price(Assignment(stories=(story,), depth=depth))
                found[depth] = cost if depth == "line" else total((cost, self._opinion))
        return found

    def _line_tokens(self, story: Story) -> int:
        return estimate(self._context(story, "line").lines("k0000000")) + 30

    # --- writing -----------------------------------------------------------------------------------------------------

    def write(self, assignment: Assignment) -> Iterator[Draft | Count | Failure]:
        """Yield a draft for each story, by the model or quoted; what it took; and why a story had to be quoted."""
        if assignment.depth == "quote":
            for story in assignment.stories:
                yield self._quoting(story)
        elif assignment.depth == "line":
            yield from self._write_lines(assignment.stories)
        else:
            yield from self._write_story(assignment)

    def _write_story(self, assignment: Assignment) -> Iterator[Draft | Count | Failure]:
        (story,) = assignment.stories
        took: Counter[str] = Counter()
        told = self._asked(assignment, StoryAnswer, took)
        if isinstance(told, Failure):
            yield from _counts("write", story.id, took)
            yield told
            yield from self._quoted(story, told.kind)
            return
        answer, marker, contexts = told
        said = self._editor.story(answer, contexts[0], marker)
        yield from _counts("write", story.id, took, said)
        yield self._draft(story, said)

    def _write_lines(self, stories: Sequence[Story]) -> Iterator[Draft | Count | Failure]:
        """Write several small stories; those that an answer leaves out, or mixes up, are asked for once more."""
        open_stories = list(stories)
        took: Counter[str] = Counter()
        written: dict[str, Said] = {}
        failure: Failure | None = None
        for turn in range(ANSWERS):
            if not open_stories:
                break
            assignment = Assignment(stories=tuple(open_stories), depth="line")
            told = self._asked(assignment, LinesAnswer, took, first=turn * ANSWERS)
            if isinstance(told, Failure):
                failure = told
                break
            answer, marker, contexts = told
            ids = [line.id.strip().upper() for line in answer.stories]
            for at, (story, context) in enumerate(zip(assignment.stories, contexts, strict=True)):
                label = _label(at)
                lines = [line for line in answer.stories if line.id.strip().upper() == label]
                if ids.count(label) == 1 and _same(lines[0].title, _title(context)):
                    written[story.id] = self._editor.line(lines[0], context, marker)
            open_stories = [story for story in open_stories if story.id not in written]
        share = len(stories)
        for at, story in enumerate(stories):
            part = Counter({gate: count // share + (at < count % share) for gate, count in took.items()})
            yield from _counts("write", story.id, part, written.get(story.id))
            if story.id in written:
                yield self._draft(story, written[story.id])
            else:
                kind = failure.kind if failure is not None else "uncovered"
                message = failure.message if failure is not None else "the answer left it out or mixed it up"
                yield Failure(stage="write", subject=story.id, kind=kind, message=message)
                yield from self._quoted(story, kind)

    def _draft(self, story: Story, said: Said) -> Draft:
        """Return the draft of what was said; headline and names are quoted where the model gave none."""
        quoted = self._quoting(story)
        fields = (
            said.fields if said.fields.summary else msgspec.structs.replace(said.fields, summary=quoted.fields.summary)
        )
        return Draft(
            story=story,
            headline=said.headline or quoted.headline,
            fields=fields,
            entities=said.entities or quoted.entities,
            writer=self.name,
        )

    def _quoted(self, story: Story, kind: str) -> Iterator[Draft | Count]:
        yield Count(stage="write", subject=story.id, gate=f"quoted.{kind}")
        yield self._quoting(story)

    def _asked(
        self, assignment: Assignment, shape: type[A], took: Counter[str], first: int = 0
    ) -> tuple[A, str, Sequence[Context]] | Failure:
        """Ask for an assignment until an answer is fit, ``ANSWERS`` times at most; ``first`` times it was before."""
        _, _, contexts = self._request(assignment)
        told = self._told(lambda hint: self._request(assignment, hint)[:2], shape, took, first)
        if isinstance(told, Failure):
            return told
        answer, marker = told
        return answer, marker, contexts

    def _told(
        self, asking: Callable[[str], tuple[Request, str]], shape: type[A], took: Counter[str], first: int = 0
    ) -> tuple[A, str] | Failure:
        """Ask until an answer is fit, ``ANSWERS`` times at most; ``asking`` makes the request with a hint."""
        hint = subject = ""
        unfit = Unfit("", "")
        for attempt in range(first, first + ANSWERS):
            request, marker = asking(hint)
            answer = self.model.ask(request, marker, took, attempt)
            if isinstance(answer, Failure):
                return answer
            told = read(answer, shape, self._language)
            if not isinstance(told, Unfit):
                return told, marker
            took[f"unfit.{told.code}"] += 1
            unfit, subject = told, request.subject
            hints = HINTS[self._language]
            hint = hints.get(told.code, hints[""]) + "\n"
        return Failure(stage="write", subject=subject, kind=unfit.code, message=unfit.message)

    # --- what is asked -----------------------------------------------------------------------------------------------

    def _context(self, story: Story, depth: Depth, first: int = 1) -> Context:
        room = self.model.settings.context_tokens
        tokens = {"line": LINE_TOKENS, "short": round(SHORT_SHARE * room)}.get(depth, room)
        key = story.id, tokens
        known = self._contexts.get(key)
        if known is None:
            known = self._contexts[key] = context_of(story, self._names, tokens)
        return known.numbered(first)

    def _request(self, assignment: Assignment, hint: str = "") -> tuple[Request, str, Sequence[Context]]:
        """Return the request of an assignment, the marker of its lines, and what each story was shown."""
        kind: Kind = "line" if assignment.depth == "quote" else assignment.depth
        contexts: list[Context] = []
        first = 1
        for story in assignment.stories:
            contexts.append(self._context(story, assignment.depth, first))
            first += len(contexts[-1].shown)
        marker = marker_of(self._run, *(context.lines("") for context in contexts))
        if kind == "line":
            stories = "\n\n".join(
                f"id {_label(at)}, title: {_title(context)}\n{context.lines(marker)}"
                for at, context in enumerate(contexts)
            )
            system, user = self._prompts[kind].fill(marker=marker, stories=stories, hint=hint)
            shape, schema = "lines", schema_of(LinesAnswer)
        else:
            (context,) = contexts
            system, user = self._prompts[kind].fill(
                marker=marker,
                sentences=context.lines(marker),
                names=self._told_names(context),
                others=self._told_others(context),
                hint=hint,
            )
            shape, schema = "story", schema_of(StoryAnswer)
        longest = LONGEST[kind] * (len(contexts) if kind == "line" else 1)
        request = Request(
            subject=assignment.stories[0].id, system=system, user=user, shape=shape, schema=schema, longest=longest
        )
        return request, marker, contexts

    def _told_names(self, context: Context) -> str:
        if self._language == "en":
            return ""
        forms = {name.id: name.zh for name in self._names.names if name.zh and name.zh != name.id}
        text = "\n".join(one.citation.quote for one in context.shown)
        found = dict.fromkeys(m.name for m in self._names.mentions(text) if m.name in forms)
        return (
            NAMES["zh-Hant"].format("、".join(f"{name}＝{forms[name]}" for name in list(found)[:10])) if found else ""
        )

    def _told_others(self, context: Context) -> str:
        outlets = [plain(outlet) for outlet in context.others if not fault(outlet)][:8]
        return OTHERS[self._language].format(", ".join(outlets)) if outlets else ""

    # --- the second chance, and the whole day -------------------------------------------------------------------------

    def repair(self, draft: Draft, refusals: Sequence[Refusal]) -> Iterator[Draft | Count | Failure]:
        """Give ``draft`` with what ``refusals`` name written anew (``ports.Repair``); nothing where that fails.

        Only what this writer has written in full or short is mended, for a line's verbatim stand-in says as much; and
        only where enough is lost (``mending.loss``).
        """
        if draft.writer != self.name or draft.story.printed != "full":
            return
        context = self._context(draft.story, "full")
        at = mending.places(draft, refusals)
        if not context.shown or mending.loss(draft, at, self._language) < mending.REPAIR_FROM:
            return
        request, marker = mending.request_of(
            draft, refusals, at, context, self._prompts["repair"], self._run, LONGEST["repair"]
        )
        took: Counter[str] = Counter()
        answer = self.model.ask(request, marker, took)
        told = read(answer, RepairAnswer, self._language) if isinstance(answer, Answer) else answer
        if isinstance(told, Unfit):
            took[f"unfit.{told.code}"] += 1
        elif isinstance(told, Failure):
            took[f"unrepaired.{told.kind}"] += 1
        yield from _counts("verify", draft.story.id, took)
        if isinstance(told, Failure):
            yield msgspec.structs.replace(told, stage="verify")
        elif isinstance(told, RepairAnswer):
            yield mending.mended(draft, told, at, context, marker, self._editor)

    def reflect(self, printings: Sequence[Printing]) -> Iterator[Proposal | Count | Failure]:
        """Give a title and an insight for what an edition prints in full (``ports.Columnist``)."""
        shown = column.shown_of(printings)
        if len(shown.stories) < column.FEWEST:
            return
        took: Counter[str] = Counter()
        told = self._told(
            lambda hint: column.request_of(shown, self._prompts["insight"], self._run, LONGEST["insight"], hint),
            InsightAnswer,
            took,
        )
        yield from _counts("compose", "insight", took)
        if isinstance(told, Failure):
            yield msgspec.structs.replace(told, stage="compose")
        else:
            answer, marker = told
            yield column.proposal_of(answer, shown, marker, self._editor)


def _label(at: int) -> str:
    """Return the id of a story in a shared call: A to Z."""
    return chr(ord("A") + at)


def _title(context: Context) -> str:
    """Return what a story is called in a shared call: its first sentence shown, in part."""
    return plain(context.shown[0].citation.quote)[:60].strip() if context.shown else "-"


def _same(echoed: str, title: str) -> bool:
    """Say whether a title was echoed: letter for letter, signs and cases aside."""
    fold = [sign for sign in echoed.casefold() if sign.isalnum()], [sign for sign in title.casefold() if sign.isalnum()]
    return fold[0] == fold[1]


def _counts(stage: str, subject: str, took: Counter[str], said: Said | None = None) -> Iterator[Count]:
    """Yield what something took; the figures are those of the answers, the same when they are remembered."""
    if said is not None:
        took = took + Counter(strange_ids=said.strange, uncited=said.lost)
    for gate, count in sorted(took.items()):
        if count:
            yield Count(stage=stage, subject=subject, gate=gate, count=count)
