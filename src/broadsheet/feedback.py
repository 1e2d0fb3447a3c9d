"""What editors corrected: merge, split, pin, veto, resection, forget; kept in DIR/feedback.jsonl for later runs.

A correction names articles by address, so that it holds when ids change: tomorrow's story that shares an article with
the corrected one, or continues it, is the one that was meant.  It speaks of its own edition and of later ones, never of
earlier ones, which come out of a replay as they were.  The file only grows; of two corrections that contradict each
other the later one holds.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import msgspec

from broadsheet.decode import decode_json
from broadsheet.errors import ConfigError
from broadsheet.files import one_writer, storage_error, write_named
from broadsheet.text.shingles import terms
from broadsheet.types import Article, Edition, Story, Value

Action = Literal["merge", "split", "pin", "veto", "resection", "forget"]
ACTIONS: tuple[Action, ...] = get_args(Action)
FILE = "feedback.jsonl"
"""Beside the edition folders that it speaks of."""
OPENING = 400
"""Characters of a text that say what it is about, as in ``likeness.reading``."""
LEANING = 2
"""Words of one side of a split, and more than twice those of the other, by which an article goes on from it.  Set by
hand, 2026-11-23: one word may be chance, and who is on neither side stays with the larger part."""


class Correction(Value, frozen=True, kw_only=True):
    """One word of an editor.

    ``date`` is the edition that it was said of, ``stories`` the ids of the stories there, ``headlines`` what they were
    called, ``addresses`` the articles of each.  For ``split`` there are two groups, of those that leave and those that
    stay, of one story.  ``section`` goes with ``resection`` alone.  ``forget`` takes back all that was said before of
    these stories, of any kind.
    """

    action: Action
    date: str
    stories: tuple[str, ...]
    headlines: tuple[str, ...]
    addresses: tuple[tuple[str, ...], ...]
    section: str = ""

    def __post_init__(self) -> None:
        if Date.fromisoformat(self.date).isoformat() != self.date:
            raise ValueError(f"{self.date!r} is no date of the form YYYY-MM-DD")
        if not self.addresses or not all(self.addresses) or len(self.stories) != len(self.headlines):
            raise ValueError(f"a correction needs stories and the articles of each: {self.action}")
        if self.action == "split" and (len(self.stories) != 1 or len(self.addresses) != 2):
            raise ValueError("split takes one story, and the articles that leave it and that stay")
        if self.action == "merge" and len(self.stories) < 2:
            raise ValueError("merge takes two stories or more")
        if self.action != "split" and len(self.stories) != len(self.addresses):
            raise ValueError(f"{self.action} names {len(self.stories)} stories and articles of {len(self.addresses)}")
        if bool(self.section) != (self.action == "resection"):
            raise ValueError("a section goes with resection, and resection with a section")


class Halves(NamedTuple):
    """The words that only one side of a story tells which an editor has split."""

    leaving: frozenset[str]
    staying: frozenset[str]


class Links(NamedTuple):
    """Pairs of article addresses (the lesser first) that must, or must not, stand in one story, and by what later
    articles are known that go on from the one side of a split or the other."""

    must: frozenset[tuple[str, str]] = frozenset()
    cannot: frozenset[tuple[str, str]] = frozenset()
    halves: tuple[Halves, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.must or self.cannot or self.halves)

    def apart(self, articles: Sequence[Article]) -> Links:
        """Return these links, and that no two of ``articles``, of one story, go together that go on from two sides."""
        told = {article.url: terms(_opening(article)) for article in articles} if self.halves else {}
        cannot = set(self.cannot)
        for halves in self.halves:
            sides = [{url for url, words in told.items() if _leans(words, *pair)} for pair in (halves, halves[::-1])]
            cannot |= {_pair(a, b) for a, b in product(*sides)}
        return self._replace(cannot=frozenset(cannot))


def _opening(article: Article) -> str:
    return f"{article.title}\n{article.text[:OPENING]}"


def _leans(words: frozenset[str], here: frozenset[str], there: frozenset[str]) -> bool:
    ours, theirs = len(words & here), len(words & there)
    return ours >= LEANING and ours > 2 * theirs


def _halves(corrections: Sequence[Correction], past: Iterable[Article]) -> Iterator[Halves]:
    """Yield the words of the two sides of each split that still holds and whose articles are in ``past``."""
    at: dict[str, list[Article]] = defaultdict(list)
    for article in past:
        at[article.url].append(article)
    for place, correction in enumerate(corrections):
        everything = {address for group in correction.addresses for address in group}
        later = {a for c in corrections[place + 1 :] if c.action in ("merge", "forget") for g in c.addresses for a in g}
        if correction.action != "split" or everything & later:
            continue
        sides = [
            {word for address in group for article in at.get(address, ()) for word in terms(_opening(article))}
            for group in correction.addresses
        ]
        if all(sides):
            yield Halves(frozenset(sides[0] - sides[1]), frozenset(sides[1] - sides[0]))


def links_of(corrections: Sequence[Correction], past: Iterable[Article] = ()) -> Links:
    """Return what merges and splits ask of clustering; of a pair that both speak of, the later one holds.

    ``past`` are articles of earlier editions: what goes on from the two sides of a split stays apart as well.
    """
    asked: dict[tuple[str, str], bool] = {}
    for correction in corrections:
        if correction.action == "merge":
            everything = sorted({address for group in correction.addresses for address in group})
            asked |= dict.fromkeys(((a, b) for a in everything for b in everything if a < b), True)
        elif correction.action == "split":
            leaving, staying = correction.addresses
            asked |= dict.fromkeys((_pair(a, b) for a, b in product(leaving, staying) if a != b), False)
        elif correction.action == "forget":
            left = {address for group in correction.addresses for address in group}
            asked = {pair: must for pair, must in asked.items() if left.isdisjoint(pair)}
    return Links(
        frozenset(pair for pair, must in asked.items() if must),
        frozenset(pair for pair, must in asked.items() if not must),
        tuple(_halves(corrections, past)),
    )


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def regrouped(groups: Sequence[Sequence[str]], links: Links) -> list[list[str]]:
    """Return ``groups`` of addresses as ``links`` want them; each sorted, in the order of their first addresses.

    Groups that share a must-link become one; then a group that holds a forbidden pair falls apart: each of its
    articles, in order, joins the first part that holds none it is kept from, a part with one it belongs with first.
    What a link does not name stays with the largest part that it may be in.  Addresses that are not there are ignored.
    """
    home = {address: at for at, group in enumerate(groups) for address in group}
    root = list(range(len(groups)))

    def top(at: int) -> int:
        while root[at] != at:
            at = root[at]
        return at

    for a, b in sorted(links.must):
        if a in home and b in home:
            first, second = sorted((top(home[a]), top(home[b])))
            root[second] = first
    joined: dict[int, list[str]] = defaultdict(list)
    for at, group in enumerate(groups):
        joined[top(at)] += group
    friends, foes = _neighbours(links.must), _neighbours(links.cannot)
    parts = [part for members in joined.values() for part in _parted(sorted(set(members)), friends, foes)]
    return sorted(parts)


def _neighbours(pairs: frozenset[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        found[a].add(b)
        found[b].add(a)
    return {address: frozenset(others) for address, others in found.items()}


def _parted(
    members: Sequence[str], friends: Mapping[str, frozenset[str]], foes: Mapping[str, frozenset[str]]
) -> list[list[str]]:
    nobody: frozenset[str] = frozenset()
    here = set(members)
    bound = [member for member in members if foes.get(member, nobody) & here]
    if not bound:
        return [list(members)]
    parts: list[list[str]] = []
    for member in bound:
        free = [part for part in parts if not foes[member] & set(part)]
        part = next((p for p in free if friends.get(member, nobody) & set(p)), free[0] if free else None)
        if part is None:
            parts.append([member])
        else:
            part.append(member)
    for member in members:
        if member not in bound:
            belongs = [part for part in parts if friends.get(member, nobody) & set(part)]
            max(belongs or parts, key=lambda part: (len(part), part[0])).append(member)
    return [sorted(part) for part in parts]


class Word(NamedTuple):
    """What editors said of one story, the latest of each kind."""

    pinned: bool = False
    vetoed: bool = False
    section: str = ""


class Words:
    """The corrections of single stories, ready to be asked; ``past`` tells which story continues which."""

    def __init__(self, corrections: Sequence[Correction], past: Sequence[Edition]) -> None:
        self._said = [c for c in corrections if c.action in ("pin", "veto", "resection", "forget")]
        printings = [printing for edition in past for printing in (*edition.stories, *edition.also)]
        self._continued = {printing.id: printing.continues for printing in printings if printing.continues}
        self._told = {printing.id: {source.url for source in printing.sources} for printing in printings}

    def of(self, story: Story, continues: str | None) -> Word:
        """Return the word on ``story``, which continues the story of that id of a past edition.

        Meant is the story of that id, and what tells at least half of its articles: a story that was split has another
        id when it is printed again, and what has left it is not meant.  Both hold of what continues it.  A pin takes
        back an earlier veto, and the other way round; ``forget`` takes back both, and a section.
        """
        if not self._said:
            return Word()
        thread: set[str] = {story.id}
        while continues and continues not in thread:
            thread.add(continues)
            continues = self._continued.get(continues)
        told = [{article.url for article in story.articles}, *(self._told.get(id, set()) for id in sorted(thread))]
        word = Word()
        for said in self._said:
            here = (2 * len(one & set(group)) >= len(group) for one in told for group in said.addresses)
            if not (thread & set(said.stories) or any(here)):
                continue
            if said.action == "forget":
                word = Word()
            elif said.action == "resection":
                word = word._replace(section=said.section)
            else:
                word = word._replace(pinned=said.action == "pin", vetoed=said.action == "veto")
        return word


def read_feedback(root: Path, through: str = "9999-12-31") -> tuple[Correction, ...]:
    """Return the corrections of ``root`` that were said of editions up to the date ``through``, in their order.

    Raises ConfigError naming the line that is none, StorageError when the file cannot be read.
    """
    path = root / FILE
    found: list[Correction] = []
    for number, line in enumerate(_bytes(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(decode_json(line, Correction))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"line {number} is no correction: {error}", subject=str(path), remedy="mend or remove that line"
            ) from error
    return tuple(correction for correction in found if correction.date <= through)


def add_feedback(root: Path, correction: Correction) -> Path:
    """Append ``correction`` to the file of ``root``, whole or not at all, whoever else does; return the file.

    What stood there is read first, so a broken file is told and never extended.  Raises ConfigError, StorageError.
    """
    with one_writer(root / FILE):
        read_feedback(root)
        before = _bytes(root / FILE)
        gap = b"" if not before or before.endswith(b"\n") else b"\n"
        return write_named(root / FILE, before + gap + msgspec.json.encode(correction) + b"\n")


def feedback_digest(corrections: Sequence[Correction]) -> str:
    """Return a digest of corrections, empty when there are none: a corrected run is another run."""
    return hashlib.sha256(msgspec.json.encode(corrections)).hexdigest()[:16] if corrections else ""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise storage_error(path, error) from error
