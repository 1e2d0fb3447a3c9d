"""The model writer: numbered sentences in, sentences with ids out, one call a story; whatever fails is quoted instead.

It has no tools and is given no address.  What it returns is proposed, never believed: ids outside the set it was shown
are refused here, everything else is for ``verify``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

import msgspec

from broadsheet.adapters.model.ask import Model
from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.adapters.model.tokens import estimate
from broadsheet.adapters.model.wire import Answer, Request
from broadsheet.adapters.write_extract import ExtractWriter
from broadsheet.adapters.writing.claims import Editor, Said
from broadsheet.adapters.writing.context import Context, context_of, marker_of, plain
from broadsheet.adapters.writing.plan import Cost, assignments, depths
from broadsheet.adapters.writing.prompts import Kind, load_prompts
from broadsheet.adapters.writing.shapes import LinesAnswer, RepairAnswer, StoryAnswer, Unfit, read, schema_of
from broadsheet.text.names import NameTable
from broadsheet.text.quotable import fault
from broadsheet.types import Assignment, Claim, Count, Depth, Draft, Failure, Fields, Language, Refusal, Story

ANSWERS = 2
"""How often a question is asked whose answer is unfit."""
LONGEST: Mapping[Kind, int] = {"full": 1500, "short": 600, "line": 200, "repair": 900}
"""Tokens that an answer may have; a line's is for each story of the call."""
EXPECTED: Mapping[Kind, int] = {"full": 650, "short": 260, "line": 110, "repair": 250}
"""Tokens that an answer has as a rule, to plan with."""
LINE_TOKENS = 130
"""Tokens of source sentences that a small story is shown."""
SHORT_SHARE = 0.5
"""Share of the room that a short brief is given."""

HINTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "truncated": "The last answer was too long. Write half as much.",
        "language": "The last answer was in another language. Write English.",
        "repeated": "The last answer repeated itself. Say each thing once.",
        "empty": "The last answer lacked a headline or a summary.",
        "": "The last answer was not the JSON object asked for.",
    },
    "zh-Hant": {
        "truncated": "上一個回答太長，請減半。",
        "language": "上一個回答不是中文，請用正體中文。",
        "repeated": "上一個回答一再重複，每件事只說一次。",
        "empty": "上一個回答沒有標題或摘要。",
        "": "上一個回答不是指定的 JSON 物件。",
    },
}
"""What is added when a question is asked again, by the reason; the empty reason stands for all others."""
OTHERS: Mapping[str, str] = {"en": "Also reported by: {}\n", "zh-Hant": "另有報導：{}\n"}
NAMES: Mapping[str, str] = {"en": "", "zh-Hant": "譯名：{}\n"}

A = TypeVar("A", StoryAnswer, LinesAnswer, RepairAnswer)


class ModelWriter:
    """Writes the day's stories with a model; any number of threads may.  Raises ConfigError when built wrongly."""

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
    ) -> None:
        self._language = language
        self._names = names
        self._run = run
        self.model = model or Model(settings, memory)
        self._prompts = load_prompts(language, desk)
        self._contexts: dict[tuple[str, int], Context] = {}
        self._quoting = ExtractWriter(language, names)
        self._editor = Editor(language, names)
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
        chosen = depths(costs, stories, self.model.purse.limits)
        tokens = {story.id: self._line_tokens(story) for story in stories if chosen[story.id] == "line"}
        planned = list(assignments(stories, chosen, tokens, self.model.settings.context_tokens))
        for assignment in planned:
            if assignment.depth != "quote":
                request, marker, _ = self._request(assignment)
                self.model.remembered(request, marker)
        yield from planned

    def price(self, assignment: Assignment) -> Cost:
        """Return about what an assignment takes."""
        if assignment.depth == "quote":
            return Cost(0, 0)
        request, _, _ = self._request(assignment)
        kind: Kind = assignment.depth
        out = EXPECTED[kind] * len(assignment.stories)
        tokens_in, tokens_out = self.model.expected(request, out)
        return Cost(tokens_in + tokens_out, self.model.price.of(tokens_in, tokens_out))

    def _costs(self, story: Story) -> dict[Depth, Cost]:
        if story.printed == "no":
            return {}
        wanted: tuple[Depth, ...] = ("short", "full") if story.printed == "full" else ("line",)
        found: dict[Depth, Cost] = {}
        for depth in wanted:
            if self._context(story, depth).shown:
                found[depth] = self.price(Assignment(stories=(story,), depth=depth))
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
            yield from _counts(story.id, took)
            yield told
            yield from self._quoted(story, told.kind)
            return
        answer, marker, contexts = told
        said = self._editor.story(answer, contexts[0], marker)
        yield from _counts(story.id, took, said)
        yield self._draft(story, said)

    def _write_lines(self, stories: Sequence[Story]) -> Iterator[Draft | Count | Failure]:
        """Write several small stories; those that an answer leaves out, or mixes up, are asked for once more."""
        open_stories = list(stories)
        took: Counter[str] = Counter()
        written: dict[str, Said] = {}
        failure: Failure | None = None
        for _ in range(ANSWERS):
            if not open_stories:
                break
            assignment = Assignment(stories=tuple(open_stories), depth="line")
            told = self._asked(assignment, LinesAnswer, took)
            if isinstance(told, Failure):
                failure = told
                break
            answer, marker, contexts = told
            ids = [line.id.strip() for line in answer.stories]
            for at, (story, context) in enumerate(zip(assignment.stories, contexts, strict=True)):
                label = _label(at)
                lines = [line for line in answer.stories if line.id.strip() == label]
                if ids.count(label) == 1 and _same(lines[0].title, _title(context)):
                    written[story.id] = self._editor.line(lines[0], context, marker)
            open_stories = [story for story in open_stories if story.id not in written]
        share = len(stories)
        for at, story in enumerate(stories):
            part = Counter({gate: count // share + (at < count % share) for gate, count in took.items()})
            yield from _counts(story.id, part, written.get(story.id))
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
        self, assignment: Assignment, shape: type[A], took: Counter[str]
    ) -> tuple[A, str, Sequence[Context]] | Failure:
        """Ask for an assignment until an answer is fit, ``ANSWERS`` times at most."""
        hint = ""
        unfit = Unfit("", "")
        for attempt in range(ANSWERS):
            request, marker, contexts = self._request(assignment, hint)
            answer = self.model.ask(request, marker, attempt)
            if isinstance(answer, Failure):
                return answer
            _take(took, answer, self.model.price.of(answer.tokens_in, answer.tokens_out))
            told = read(answer, shape, self._language)
            if not isinstance(told, Unfit):
                return told, marker, contexts
            took[f"unfit.{told.code}"] += 1
            unfit = told
            hints = HINTS[self._language]
            hint = hints.get(told.code, hints[""]) + "\n"
        return Failure(stage="write", subject=assignment.stories[0].id, kind=unfit.code, message=unfit.message)

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

    # --- the second chance -------------------------------------------------------------------------------------------

    def repair(self, draft: Draft, refusals: Sequence[Refusal]) -> Draft:
        """Return ``draft`` with what ``refusals`` name written anew (``ports.Repair``); as it is where that fails.

        Only what this writer has written in full or short is mended: a line's verbatim stand-in says as much.
        """
        if draft.writer != self.name or draft.story.printed != "full":
            return draft
        context = self._context(draft.story, "full")
        places = [place for refusal in refusals if (place := _place(draft, refusal)) is not None]
        if not places or not context.shown:
            return draft
        marker = marker_of(self._run, context.lines(""), *(refusal.text for refusal in refusals))
        fallen = "\n".join(
            f"{at}. {plain(refusal.text)} ({plain(refusal.message)[:160]})"
            for at, refusal in enumerate(refusals, 1)
            if not fault(refusal.text) and not fault(refusal.message)
        )
        system, user = self._prompts["repair"].fill(
            marker=marker, sentences=context.lines(marker), fallen=fallen, hint=""
        )
        request = Request(
            subject=draft.story.id,
            system=system,
            user=user,
            shape="repair",
            schema=schema_of(RepairAnswer),
            longest=LONGEST["repair"],
        )
        answer = self.model.ask(request, marker)
        told = read(answer, RepairAnswer, self._language) if isinstance(answer, Answer) else None
        if not isinstance(told, RepairAnswer):
            return draft
        mended: dict[tuple[str, int], Claim] = {}
        for one in told.sentences:
            if 1 <= one.place <= len(refusals) and (place := _place(draft, refusals[one.place - 1])) is not None:
                claim = self._editor.sentence(one.text, one.cites, context, marker, stop=place[0] != "headline")
                if claim is not None:
                    mended[place] = claim
        fields = {
            name: tuple(mended.get((name, at), claim) for at, claim in enumerate(getattr(draft.fields, name)))
            for name in ("summary", "details", "uses")
        }
        headline = mended.get(("headline", 0), draft.headline)
        return msgspec.structs.replace(draft, headline=headline, fields=Fields(**fields))


def _place(draft: Draft, refusal: Refusal) -> tuple[str, int] | None:
    """Return where the refused text stands in the draft."""
    if refusal.field == "headline":
        return ("headline", 0) if draft.headline is not None and draft.headline.text == refusal.text else None
    if refusal.field == "entities":
        return None
    claims: tuple[Claim, ...] = getattr(draft.fields, refusal.field)
    return next(((refusal.field, at) for at, claim in enumerate(claims) if claim.text == refusal.text), None)


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


def _take(took: Counter[str], answer: Answer, microdollars: int) -> None:
    took.update(
        calls=1,
        tokens_in=answer.tokens_in,
        tokens_out=answer.tokens_out,
        milliseconds=answer.milliseconds,
        microdollars=microdollars,
    )


def _counts(story: str, took: Counter[str], said: Said | None = None) -> Iterator[Count]:
    """Yield what a story took; the figures are those of the answers, so they are the same when they are remembered."""
    if said is not None:
        took = took + Counter(strange_ids=said.strange, uncited=said.lost)
    for gate, count in sorted(took.items()):
        if count:
            yield Count(stage="write", subject=story, gate=gate, count=count)
