"""A writer's proposal -> the title and the insight that an edition prints: what the cited stories bear out.

A remark is judged against the sentences that the stories it cites print, which were verified themselves: every name,
number, date, quotation and Latin word of it must stand there, no hard check may find a fault, and every clause of it
must tell what a cited story tells (``checks/drawn.py``).  No judge is asked.  What falls is left out; a part of which
all fell is computed (``page/insight.py``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from broadsheet.checks import hard_fault
from broadsheet.checks.binding import binding
from broadsheet.checks.case import Case, Knowledge, Passage
from broadsheet.checks.doer import doer
from broadsheet.checks.drawn import unsaid
from broadsheet.checks.exceptions import exceptions
from broadsheet.checks.script import script_fault
from broadsheet.page import Page, Piece
from broadsheet.text.amount_readers import small_number
from broadsheet.text.chinese import has_simplified
from broadsheet.text.orders import is_order
from broadsheet.text.quotable import fault
from broadsheet.text.shingles import terms
from broadsheet.types import Count, Failure, Insight, Language, Printing, Proposal, Remark

LONGEST: Mapping[Language, int] = {"en": 400, "zh-Hant": 200}
"""Characters of a remark: the prompts ask for half as much."""

_COUNT = re.compile(
    r"(?P<n>\d{1,3}|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b|[一二兩三四五六七八九十]{1,3})"
    r"(?: (?:of (?:the|today's|these) )?(?:\w+ )?(?:stories|story|reports|items|pieces)\b"
    r"|\s?[則篇條項]\s?(?:新聞|報導|消息|故事|要聞))",
    re.IGNORECASE,
)
"""The stories counted: three stories, 三則新聞."""


class Column(NamedTuple):
    """What stood: the theme (None: it fell), the insight, how many remarks were proposed, what felled the others.

    ``counts`` is what the proposal took and what became of it, for the ledger.
    """

    theme: Remark | None = None
    insight: Insight = Insight()
    proposed: int = 0
    fell: Mapping[str, int] = MappingProxyType({})
    counts: tuple[Count, ...] = ()


def proposed(
    columnist: Callable[[Sequence[Printing]], Iterable[Proposal | Count | Failure]] | None,
    pieces: Sequence[Piece],
    page: Page,
) -> Generator[Count | Failure, None, Column]:
    """Yield what asking ``columnist`` took and what went wrong; return what stands of its proposal, if there is one."""
    told = list(columnist([piece.printing for piece in pieces])) if columnist is not None else []
    proposal = next((value for value in told if isinstance(value, Proposal)), None)
    column = judged(proposal, pieces, page) if proposal is not None else Column()
    became = (("proposed", column.proposed), *(("fell." + code, n) for code, n in sorted(column.fell.items())))
    counts = [value for value in told if isinstance(value, Count)]
    counts += [Count(stage="compose", subject="insight", gate=gate, count=count) for gate, count in became if count]
    yield from counts
    yield from (value for value in told if isinstance(value, Failure))
    return column._replace(counts=tuple(counts))


def judged(proposal: Proposal, pieces: Sequence[Piece], page: Page) -> Column:
    """Return what stands of ``proposal`` beside ``pieces``, the stories that it may cite."""
    stories = {piece.printing.id: piece.printing for piece in pieces}
    fell: Counter[str] = Counter()
    seen: set[str] = set()

    def stands(remark: Remark) -> bool:
        code = "repeat" if remark.text in seen else remark_fault(remark, stories, page)
        seen.add(remark.text)
        if code:
            fell[code] += 1
        return not code

    proposed = proposal.insight
    parts = {
        name: tuple(remark for remark in getattr(proposed, name) if stands(remark))
        for name in ("trends", "context", "outlook")
    }
    theme = proposal.theme if proposal.theme is not None and stands(proposal.theme) else None
    count = len((*proposed.trends, *proposed.context, *proposed.outlook)) + (proposal.theme is not None)
    return Column(theme, Insight(**parts), count, fell)


def remark_fault(remark: Remark, stories: Mapping[str, Printing], page: Page) -> str:
    """Return the code of what is wrong with a remark; empty when the stories that it cites bear it out."""
    language = page.sheet.language
    text = remark.text
    cited = [stories.get(reference.story) for reference in remark.citations]
    found = [printing for printing in cited if printing is not None]
    if len(found) < len(cited):
        return "foreign"
    if len(text) > LONGEST[language]:
        return "breadth"
    if code := fault(text) or ("instruction" if is_order(text) else ""):
        return code
    if language == "zh-Hant" and has_simplified(text):
        return "simplified"
    told = [[claim.text for claim in (printing.headline, *printing.fields.all())] for printing in found]
    if script_fault(text, "".join(one for texts in told for one in texts), language):
        return "language"
    words = terms(text)
    if not all(words & set().union(*map(terms, texts)) for texts in told):
        return "novelty"  # a story that it says nothing of is cited
    # It may count the stories that it cites; every other figure must be theirs.
    if any(small_number(count["n"].lower()) != len(found) for count in _COUNT.finditer(text)):
        return "number"
    text = " ".join(_COUNT.sub(" ", text).split())
    knows = Knowledge(page.names, _never)
    stories_told = [tuple(Passage(one, language if page.own_script(one) else "und") for one in texts) for texts in told]
    case = Case(text, language, tuple(passage for story in stories_told for passage in story), knows)
    finding = hard_fault(case) or binding(case) or doer(case) or exceptions(case)
    if finding is not None:
        return finding.code
    return "clause" if unsaid(text, language, stories_told, knows) else ""


def _never(texts: Sequence[str], languages: Sequence[str]) -> Sequence[bytes]:
    raise AssertionError("a hard check embeds nothing")


def merged(written: Insight, computed: Insight) -> Insight:
    """Return what stood, each part of which nothing did as it is computed."""
    return msgspec.structs.replace(
        computed,
        **{name: part for name in ("trends", "context", "outlook") if (part := getattr(written, name))},
    )
