"""What an edition prints -> one request for its title and insight, and the answer -> remarks that cite stories.

The model sees the verified sentences of the page and nothing else: no article, no address, no order.  What it returns
is proposed; ``page/column.py`` judges it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.adapters.model.tokens import estimate
from broadsheet.adapters.model.wire import Request
from broadsheet.adapters.writing.claims import Editor
from broadsheet.adapters.writing.context import marker_of, plain
from broadsheet.adapters.writing.prompts import Prompt
from broadsheet.adapters.writing.shapes import InsightAnswer, Sentence, schema_of
from broadsheet.text.orders import is_order
from broadsheet.text.quotable import fault
from broadsheet.types import Insight, Printing, Proposal, Remark, StoryRef

ROOM = 2400
"""Tokens of verified sentences that the insight is written from; hand-set 2026-11-22: the headlines of 66 stories and
the summaries of the first third."""
FEWEST = 3
"""Stories of which an insight can be written: two make no trend."""
MOST_REMARKS = 3
MOST_CITES = 4


class Shown(NamedTuple):
    """What the model sees: the lines, and the story of each number."""

    lines: tuple[str, ...]
    stories: tuple[str, ...]


def shown_of(printings: Sequence[Printing], room: int = ROOM) -> Shown:
    """Return the verified sentences of the stories, best first: every headline that fits, then summaries."""
    best = sorted(printings, key=lambda printing: (-printing.score, printing.id))
    texts: dict[str, list[str]] = {}
    left = room
    for printing in best:
        headline = plain(printing.headline.text)
        cost = estimate(headline) + 8
        if _may_be_shown(headline) and cost <= left:
            texts[printing.id] = [headline]
            left -= cost
    for printing in best:
        for claim in printing.fields.summary:
            text = plain(claim.text)
            cost = estimate(text) + 1
            if printing.id in texts and _may_be_shown(text) and cost <= left:
                texts[printing.id].append(text)
                left -= cost
    return Shown(tuple(" / ".join(told) for told in texts.values()), tuple(texts))


def _may_be_shown(text: str) -> bool:
    return bool(text) and not fault(text) and not is_order(text)


def request_of(shown: Shown, prompt: Prompt, run: str, longest: int, hint: str = "") -> tuple[Request, str]:
    """Return what is asked, and the marker of its lines."""
    marker = marker_of(run, *shown.lines)
    stories = "\n".join(f"{marker} S{at}: {line}" for at, line in enumerate(shown.lines, 1))
    system, user = prompt.fill(marker=marker, stories=stories, hint=hint)
    request = Request(
        subject="insight", system=system, user=user, shape="insight", schema=schema_of(InsightAnswer), longest=longest
    )
    return request, marker


def proposal_of(told: InsightAnswer, shown: Shown, marker: str, editor: Editor) -> Proposal:
    """Return what was said as a proposal; a remark that cites no story that was shown is left out."""

    def remark(sentence: Sentence, stop: bool = True) -> Remark | None:
        numbers = [number for number in dict.fromkeys(sentence.cites) if 1 <= number <= len(shown.stories)]
        text = editor.worded(sentence.text.replace(marker, ""), stop=stop)
        if not text or not numbers:
            return None
        stories = tuple(StoryRef(story=shown.stories[number - 1]) for number in numbers[:MOST_CITES])
        return Remark(text=text, citations=stories, written=True)

    def remarks(sentences: Sequence[Sentence]) -> tuple[Remark, ...]:
        found = (remark(sentence) for sentence in sentences)
        return tuple(dict.fromkeys(one for one in found if one is not None))[:MOST_REMARKS]

    return Proposal(
        theme=remark(told.theme, stop=False),
        insight=Insight(trends=remarks(told.trends), context=remarks(told.context), outlook=remarks(told.outlook)),
    )
