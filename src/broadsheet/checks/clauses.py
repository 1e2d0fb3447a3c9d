"""A sentence of several clauses is borne out only if each of them is, by one of its passages.

Two true halves can make a false whole, and a true half can carry an invented one (D-FActScore, Chiang and Lee 2024,
arXiv 2402.05629).  So each clause with content of its own is aligned by itself, with the passage that fits it best.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.checks.alignment import cosine
from broadsheet.checks.case import Case, Finding
from broadsheet.checks.overlap import Unit, near_share, share, units
from broadsheet.checks.telling import part_ground, parts
from broadsheet.text.names import Mention

OWN = 3
"""Content words that make a clause; a shorter stretch belongs to the clause before it."""
SHORTEST = 2
"""Content words of a last clause that is looked at although it is too short for a clause.  Hand-set 2026-11-23."""
CLAUSE = 0.6
"""Least sum of share and cosine of a clause in one language.  Swept 0.4-0.7 on gates/alignment, where a paraphrase was
joined to an invented or to another true sentence (2026-11-22): 97 % of both are found, 4 % of the paraphrases are
stopped; at 0.5 92 % and 97 %, at 0.7 99 % and 97 % and 7 %."""
CLAUSE_ACROSS = 0.32
"""The same across languages.  Swept on gates/alignment and the open half of gates/proof (2026-11-22): where 3 % of the
true sentences of several clauses are stopped (0.26, 0.33), 84 % of the merged and 82 % of the invented clauses are
found; where 5 % are, 91 % and 90 %.  A merged clause with a name or a number is found by those.  Raised from 0.3 when
synonyms of translations began to count (swept 0.3-0.34, 2026-11-23): as many joined clauses of gates/alignment are
found as before, 78 %, and 1.9 % of its true sentences stopped, not 2.9 %."""
PART = 0.43
"""Least sum of share and cosine of a clause and one part of a passage, in one language, where the passages as a whole
are too many things at once to be like it.  Read off gates/alignment and the open half of gates/natural (2026-11-23): at
0.43 9 of 12 true sentences whose clause is like no passage are kept, and 3 of 98 joined clauses pass; of the merged
none."""
PART_ACROSS = 0.38
"""The same across languages: 4 of 9 true sentences are kept, and no joined or merged clause passes."""
SURE = 0.3
"""Share of a clause's content from which on the words alone suffice.  Swept 0.2-0.6: nothing more is found above."""

_BREAK = re.compile(
    r"[;；，:：。！？]\s*|(?<=[.!?])\s+|,\s+(?=(?:and|but|while|which|who|as|so|yet|with|after|although|because)\b)|,\s+(?!\d)|\s[-–—]{1,2}\s"
    r"|\s(?=(?:and|but|while|whereas|because|although|after|before|which)\s)"
    r"|(?=並且|並(?![非不無])|而且|而是|同時|但是|不過|然而|以及|此外|因為|由於)"
)
_EFFECT = re.compile(r"[令讓让使]|引發|引发|引起|掀起|震驚|震惊|[a-z]{3,}ing\b")
"""How a clause begins that tells what came of the one before it."""


def check(case: Case) -> Finding | None:
    """Find the first clause that no passage bears out."""
    if (added := _added(case)) is not None:
        return Finding("clause", f"no cited sentence says {added!r}", hard=False)
    clauses = _clauses(case)
    if len(clauses) < 2:
        return None
    least, part = (CLAUSE_ACROSS, PART_ACROSS) if case.crosses else (CLAUSE, PART)
    for text, content in clauses:
        if _stands(text, case):
            continue
        found = max(near_share(content, (one,)) for one in case.grounds)
        if found < SURE and round(found + cosine(text, case), 3) < least and _best(text, content, case) < part:
            return Finding("clause", f"no cited sentence says {text.strip()!r}", hard=False)
    return None


def _stands(text: str, case: Case) -> bool:
    """Say whether a clause stands word for word in a passage, in its own writing or in Taiwan's."""
    words = text.strip(" ,;:.!，；：、。！")
    return words in case.source or words in case.taiwan


def _best(text: str, content: Sequence[Unit], case: Case) -> float:
    """Return the sum of share and cosine of a clause and the part of a passage that it is most like."""
    return max(
        near_share(content, (part_ground(part, case),)) + cosine(text, case, part)
        for part in parts(case.source, case.knows.names)
    )


def _added(case: Case) -> str | None:
    """Return a short last clause of an effect (令投資人震驚) of which the passages of its language have not a word."""
    before, comma, last = case.text.rpartition("，" if case.language.startswith("zh") else ", ")
    if case.crosses or not before or not _EFFECT.match(last.strip()) or _stands(last, case):
        return None
    content = _content(case, len(before) + len(comma), len(case.text))
    if SHORTEST <= len(content) < OWN and share(content, case.grounds) == 0:
        return last.strip(" .。！!")
    return None


def _clauses(case: Case) -> list[tuple[str, tuple[Unit, ...]]]:
    """Return the clauses of the sentence, each with its content; what has too little joins the one before it."""
    cuts = [0, *(cut.start() for cut in _BREAK.finditer(case.text) if cut.start()), len(case.text)]
    found: list[tuple[int, int]] = []
    start = 0
    for end in cuts[1:]:
        if len(_content(case, start, end)) >= OWN:
            found.append((start, end))
            start = end
    if start < len(case.text):
        if found:
            found[-1] = (found[-1][0], len(case.text))
        else:
            found.append((start, len(case.text)))
    return [(case.text[start:end].strip(" ,;:，；：、"), _content(case, start, end)) for start, end in found]


def _content(case: Case, start: int, end: int) -> tuple[Unit, ...]:
    names = [_moved(name, start) for name in case.told if start <= name.start and name.end <= end]
    told = [
        n._replace(start=n.start - start, end=n.end - start) for n in case.numbers if start <= n.start and n.end <= end
    ]
    return units(case.text[start:end], names, told, crosses=case.crosses)


def _moved(name: Mention, by: int) -> Mention:
    return Mention(name=name.name, kind=name.kind, start=name.start - by, end=name.end - by, known=name.known)
