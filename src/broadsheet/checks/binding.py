"""What belongs to whom: the parts of a true sentence may not change places.

"A solved 12, while B solved 9" has the words and the figures of "B solved 12, while A solved 9"; no other check sees a
difference.  Two looks are taken.  A sentence with the passage's own words is laid beside it: where two parts have
changed places around words that stayed, who does it to whom (or which figure stands where) has been turned round.  In
any words, a figure belongs to the name before it: two figures that both went over to the other name were crossed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.edits import tokens
from broadsheet.checks.reading import Reading, readings
from broadsheet.text.names import Mention
from broadsheet.text.shingles import ENGLISH_FUNCTION_WORDS

CODE = "direction"

SAME_WORDS = 0.85
"""Least share of the content words of sentence and passage, each way, that they have in common for the one to be the
other in another order.  Hand-set 2026-11-22 on 47 triples that were written apart from it."""
UNEQUAL = 2
"""Words by which two parts that change places differ at most."""
_PLACED = frozenset(("in", "on", "at", "since", "by", "for", "after", "before", "during", "from", "with", "under"))
"""What begins a time or a place, which may stand anywhere."""
LONGEST = 3
"""Words of a part that changes places with another: longer ones are clauses told in another order."""
MOST_WORDS = 60
"""Words of the longest passage whose parts are laid beside each other."""

_JOINT_WORDS = "and or but while whereas with as both together between plus also"
_JOINTS_HAN = "和 与 及 或 而 跟 同 以及 并 则 但 与其 之间 也 亦 还"
_JOINTS = frozenset((*_JOINT_WORDS.split(), *_JOINTS_HAN.split()))
"""Words around which two parts may change places: A and B, B and A."""
_KEPT_WORDS = (
    "not no only all but before after now than of by from to for over under out in on at into 不 没 未 非 除了 包括"
)
_KEPT = frozenset(_KEPT_WORDS.split())
"""Function words that say which part is which."""
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|be|being)\b[^,;.]{0,40}\bby\b|[被由遭获把将]")
_TURNED = re.compile(
    r"\b(?:was|were|is|are|been|be|being)\b[^,;.]{0,30}\bby\b|[被由遭获获受]|\b(?:according|from|of)\b|'s\b|的",
    re.IGNORECASE,
)

_CLAUSE = re.compile(r"[,，](?!\d)|[;；:：。！？!?\n]|\.(?=\s|$)")


def binding(case: Case) -> Finding | None:
    """Return the fault of a sentence whose parts have changed places."""
    written, source = readings(case)
    if (crossed := _crossed(written, source)) is not None:
        return crossed
    if case.crosses:
        return _subject(written, source)
    if bool(_PASSIVE.search(written.folded)) != bool(_PASSIVE.search(source.folded)):
        return None
    swapped = _swapped(_words(case.text), _words(case.source)) or next(
        (found for clause in _clauses(case) if (found := _swapped(_words(case.text), _words(clause)))), None
    )
    if swapped is None:
        return None
    one, other = swapped
    return Finding(CODE, f"{one!r} and {other!r} have changed places", hard=False)


def _clauses(case: Case) -> list[str]:
    """Return the clauses of the passages, where the sentence is one and they are more: it may tell just one of them."""
    if _CLAUSE.search(case.text.rstrip("。.！!")):
        return []
    clauses = [part for part in _CLAUSE.split(case.source) if part.strip()]
    return clauses if len(clauses) > 1 else []


def other_name(case: Case) -> Finding | None:
    """Return the fault of a clause of the passage that is told word for word, of another one than in the passage."""
    if case.crosses:
        return None
    written, source = readings(case)
    here = _masked(written, 0, len(written.text))
    if here is None or len(here[1]) == 0:
        return None
    at = 0
    for clause in _clauses(case):
        at = source.text.index(clause, at)
        there = _masked(source, at, at + len(clause))
        if there is None or here[0] != there[0] or len(here[1]) != len(there[1]):
            continue
        changed = [(mine, other) for mine, other in zip(here[1], there[1], strict=True) if mine.name != other.name]
        if len(changed) == 1 and not {changed[0][0].of, changed[0][1].of} & {one.name for one in changed[0]}:
            now, told = changed[0]
            return Finding(CODE, f"the passage says this of {told.name}, the sentence of {now.name}", hard=True)
    return None


def _masked(reading: Reading, low: int, high: int) -> tuple[str, list[Mention]] | None:
    """Return a stretch of a text with a mark for every name of the desk's table, and these names; None without any."""
    names = [m for m in reading.mentions if low <= m.start and m.end <= high and m.known and m.kind != "place"]
    if not names:
        return None
    parts: list[str] = []
    at = low
    for name in names:
        parts.append(reading.folded[at : name.start])
        at = name.end
    parts.append(reading.folded[at:high])
    return "\0".join("".join(part.split()).strip("。.") for part in parts), names


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text that tell who, what and how many, in order."""
    return tuple(
        token.word
        for token in tokens(text)
        if token.word in _KEPT or token.word in _JOINTS or token.word not in ENGLISH_FUNCTION_WORDS
    )


def _swapped(new: Sequence[str], old: Sequence[str]) -> tuple[str, str] | None:
    """Return two parts of ``old`` that stand in each other's place in ``new``, the words between having stayed."""
    if not old or max(len(new), len(old)) > MOST_WORDS:
        return None
    common = Counter(new) & Counter(old)
    content = [word for word in common.elements() if word not in _KEPT and word not in _JOINTS]
    for words in (new, old):
        if len(content) < SAME_WORDS * sum(word not in _KEPT and word not in _JOINTS for word in words):
            return None
    here, there = _only(new, common), _only(old, common)
    while here and there and here[0] == there[0]:
        here, there = here[1:], there[1:]
    while here and there and here[-1] == there[-1]:
        here, there = here[:-1], there[:-1]
    for first in range(1, len(here)):
        if here[:first] != there[len(there) - first :]:
            continue
        for last in range(1, len(here) - first):
            between = here[first : len(here) - last]
            if here[len(here) - last :] != there[:last] or between != there[last : len(there) - first]:
                continue
            if all(word in _JOINTS for word in between):
                return None
            if max(first, last) > LONGEST or abs(first - last) > UNEQUAL:
                return None
            if here[0] in _PLACED or there[0] in _PLACED:
                return None
            if not all(word in _JOINTS or word in _KEPT for word in (*here[:first], *there[:last])):
                return " ".join(there[:last]), " ".join(there[len(there) - first :])
    return None


def _only(words: Sequence[str], common: Counter[str]) -> list[str]:
    """Return the words that both texts have, each as often as both have it."""
    left = Counter(common)
    found: list[str] = []
    for word in words:
        if left[word]:
            left[word] -= 1
            found.append(word)
    return found


def _crossed(written: Reading, source: Reading) -> Finding | None:
    """Return the fault of two figures that have each gone over to the other one's name."""
    here, there = _owners(written), _owners(source)
    moved = {
        figure: (there[figure], owner) for figure, owner in here.items() if figure in there and there[figure] != owner
    }
    for figure, (owner, now) in moved.items():
        if any(other != figure and pair == (now, owner) for other, pair in moved.items()):
            return Finding(
                CODE, f"{figure[2:]} is said of {owner} in the passage, of {now} in the sentence", hard=False
            )
    return None


def _owners(reading: Reading) -> dict[str, str]:
    """Return figure -> the name that stands before it in its sentence; figures that stand twice are left out."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for number in reading.numbers:
        key = f"#:{number.value.normalize():f}"
        low, _ = reading.sentence(number.start)
        owner = next(
            (
                m.name
                for m in reversed(reading.mentions)
                if low <= m.start and m.end <= number.start and m.kind != "place"
            ),
            "",
        )
        if key in found or not owner:
            twice.add(key)
        found[key] = owner
    return {key: owner for key, owner in found.items() if key not in twice}


def _subject(written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a translation that begins with the one whom the passage tells of second, and ends otherwise.

    Both languages put the doer first; a passive, or one name inside another's phrase, explains another order.
    """
    here, there = _two(written), _two(source)
    if here is None or there is None or here != (there[1], there[0]):
        return None
    if _TURNED.search(written.folded) or _TURNED.search(source.folded):
        return None
    return Finding(CODE, f"{there[0]} and {there[1]} have changed places", hard=False)


def _two(reading: Reading) -> tuple[str, str] | None:
    """Return the names of a text that has exactly two, the first at its head."""
    names = [m for m in reading.mentions if m.kind not in ("place", "topic")]
    if len(names) != 2 or names[0].start > 4 or names[0].name == names[1].name:
        return None
    return names[0].name, names[1].name
