"""Does a modal word bear on an act that is told: not "will not", not 將 in the sense of 把?"""

from __future__ import annotations

import re

import rjieba

from broadsheet.checks.reading import Reading
from broadsheet.checks.words import Mark

FEW = 5
"""Clauses of passages in which any step is taken for that of the sentence.  Hand-set 2026-11-23: without it a word of a
long document answered a sentence about something else (SummEdits lost a point)."""
AFTER = 3
"""Characters after a modal word at which a negation still denies the hedged act itself: will not, 可能不."""
_HELPERS = frozenset(("possible", "able", "expected", "future", "coming"))
"""Kinds of modal words with verbs that a "not" right behind them denies: will not, 可能不; 傾向不 still leans."""
_GOING_ON = frozenset(("维持", "保持", "持续", "继续", "仍", "留在"))
"""What stays as it is: English tells it in the present."""
_TIMES = re.compile("[一二三四五六日月年天底初前后午晚季周内]$")
"""A time right before 將: it means "will" (週四將辯論)."""
_VERBAL = re.compile("[在于以与和对向为会可继持进正首再从由成有是投推使让全提支采逐陆合]")
"""What follows 將 when it means "will"."""


def looks_ahead(source: Reading, mark: Mark) -> bool:
    """Say whether a modal word bears on an act that is told: not "will not", not 將 in the sense of 把."""
    return not _is_denied(source, mark) and is_will(source, mark)


def _is_denied(source: Reading, mark: Mark) -> bool:
    """Say whether a modal word is denied: by a negation before it or right behind it ("may not"), no later one."""
    return source.denied(mark.start) and (
        source.clauses > FEW
        or source.denied_before(mark.start)
        or (
            mark.tag.name in _HELPERS
            and any(
                mark.end <= other.start <= mark.end + AFTER
                for other in source.of("negation")
                if other.tag.name == "plain"
            )
        )
    )


def is_will(source: Reading, mark: Mark) -> bool:
    """Say whether a word, if it is 將, means "will"."""
    if source.folded[mark.start : mark.end] != "将":
        return True
    if _VERBAL.match(source.folded, mark.end) is not None or any(
        mark.end <= other.start <= mark.end + 1 for other in source.marks if other.tag.kind in ("act", "modal")
    ):
        return True
    _, high = source.clause(mark.start)
    following = rjieba.tag(source.folded[mark.end : high])
    return (
        bool(following)
        and following[0][1].startswith("v")
        and following[0][0] not in _GOING_ON
        and (
            _TIMES.search(source.folded, 0, mark.start) is not None
            or not any(kind.startswith("v") for _, kind in following[1:])
        )
    )
