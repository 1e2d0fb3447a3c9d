"""A desk: what a newsroom knows of its beat, as data.  Another beat is another file; no code names a field.

    desk.toml --load_desk--> Desk

Every cue list may mix English and Chinese; ``text/cues.py`` tells how a cue is written.
"""

from __future__ import annotations

import re
import tomllib
from typing import get_args
from urllib.parse import urlsplit

import msgspec

from broadsheet.decode import convert
from broadsheet.errors import ConfigError
from broadsheet.types import Article, Language, Value

_DIVISIONS = 8
"""Points are multiples of 1/8: they add up exactly in binary, in any order, so a score *is* the sum of its reasons."""


def grid(points: float) -> float:
    """Return ``points`` rounded to the nearest 1/8."""
    return round(points * _DIVISIONS) / _DIVISIONS


class Label(Value, frozen=True, kw_only=True, rename={"zh_hant": "zh-Hant"}):
    """Words by language of the edition."""

    en: str
    zh_hant: str

    def __post_init__(self) -> None:
        if not self.en.strip() or not self.zh_hant.strip():
            raise ValueError("a label needs words in en and in zh-Hant")

    def of(self, language: Language) -> str:
        """Return the words in ``language``."""
        return self.zh_hant if language == "zh-Hant" else self.en


class SectionRule(Value, frozen=True, kw_only=True):
    """A shelf of the page: its heading, and the cues that put a story there.

    ``consequences`` are ids of ``Consequence``: each one that a story bears counts like a cue of a title.
    ``prototypes`` are short descriptions of the kinds of news that belong there, in any language of the desk: a story
    near them in meaning-space belongs there too.
    """

    id: str
    label: Label
    cues: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()
    prototypes: tuple[str, ...] = ()


class Beat(Value, frozen=True, kw_only=True):
    """What makes a story the desk's business.

    An article is on the beat when its title or opening holds a ``core`` term, its title holds one of ``terms``, its
    opening holds ``opening`` different ones, or a category that its source gave it starts with one of ``categories``.
    """

    core: tuple[str, ...]
    terms: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    opening: int = 2


MOST_POINTS = 6.0
"""The most that one interest may add or take away: more, and nothing else would count.  Set by hand (2026-11-22)."""


class Interest(Value, frozen=True, kw_only=True):
    """A topic that the desk's readers ask for: ``points`` for a story whose titles name it, half for its openings."""

    id: str
    label: Label
    points: float
    cues: tuple[str, ...]


class Interests(Value, frozen=True, kw_only=True):
    """What one newsroom wants otherwise than its desk: table ``[interests]`` of broadsheet.toml.

    ``points`` gives topics of the desk other points, by id; ``topics`` are further ones; a story whose titles bear one
    of ``muted`` is a line at most.
    """

    points: dict[str, float] = msgspec.field(default_factory=dict)
    topics: tuple[Interest, ...] = ()
    muted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if wrong := [name for name, points in self.points.items() if not -MOST_POINTS <= points <= MOST_POINTS]:
            raise ValueError(f"points of {wrong[0]} are outside [-{MOST_POINTS:g}, {MOST_POINTS:g}]")


class Consequence(Value, frozen=True, kw_only=True):
    """A kind of thing that changes something for people: money moves, a court rules, a product can be had.

    ``points`` as for an interest; of a paper only the title counts, since every abstract "introduces" something.
    ``amount``: a sum of money of at least that much counts as a cue.
    """

    id: str
    label: Label
    points: float
    cues: tuple[str, ...] = ()
    amount: float | None = None

    def __post_init__(self) -> None:
        if not self.cues and self.amount is None:
            raise ValueError(f"consequence {self.id} has neither cues nor an amount")


class Authority(Value, frozen=True, kw_only=True):
    """What the desk thinks of a source beyond the sources file: by outlet or owner, whatever feed brought it.

    ``weight`` in (0, 2], 1 is ordinary.  ``primary``: it speaks of its own deeds.
    """

    names: tuple[str, ...]
    weight: float = 1.0
    primary: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.weight <= 2:
            raise ValueError(f"weight {self.weight} is outside (0, 2]")


class Preprints(Value, frozen=True, kw_only=True):
    """Servers that carry papers of many authors.  A server is a carrier, not a voice: the owner caps do not bind it.

    All papers stand on the shelf ``section``, whatever they are about: one shelf for one kind.  Only a paper whose
    title bears one of ``policy_cues`` (it is about rules and rights, not about a method) stands on ``policy_section``.
    """

    hosts: tuple[str, ...] = ()
    section: str = ""
    policy_section: str = ""
    policy_cues: tuple[str, ...] = ()


class Weights(Value, frozen=True, kw_only=True):
    """Points of the signals that need no cue list.

    ``owners`` for each doubling of the independent owners, ``reach`` for each doubling of those that carry a copy,
    ``engagement`` for each ten-fold of readers' points and comments; ``consequences`` and ``interests`` multiply the
    points that the desk gives to each of them; ``pinned`` is what an editor's pin adds and a veto
    takes away.
    """

    owners: float = 2.0
    primary: float = 1.0
    authority: float = 1.5
    languages: float = 1.0
    engagement: float = 0.5
    novel: float = 0.5
    continues: float = 0.5
    repeated: float = -4.0
    revision: float = -4.0
    off_beat: float = -4.0
    muted: float = -4.0
    reach: float = 0.25
    consequences: float = 1.0
    interests: float = 1.0
    pinned: float = 8.0


class Cuts(Value, frozen=True, kw_only=True):
    """Least scores of the grades.

    ``critical`` also asks for ``critical_owners`` owners, and a day has ``criticals`` of them at most.
    """

    critical: float
    high: float
    medium: float
    critical_owners: int = 5
    criticals: int = 3

    def __post_init__(self) -> None:
        if not self.critical > self.high > self.medium:
            raise ValueError("the cuts must fall: critical > high > medium")


class Limits(Value, frozen=True, kw_only=True):
    """How much of the page anything may take.

    ``full`` and ``lead`` count stories.  ``lead_owners``: least owners of a lead story while the day has enough such.
    ``lead_per_owner``: lead stories that one owner may hold up.  ``owner_full``: stories in full that one owner tells
    alone.  ``owner_stories``: an owner that tells more than this in a day has its voice divided.  ``section_share``:
    part of the full stories that one section takes while others want the places.  ``consequences`` and ``interests``:
    the most of each that add to one score.  ``alone``: the most points of a story that one owner tells.
    ``topic_share`` and ``lead_per_topic`` bound what one interest takes of the full stories and of the lead, as for
    sections.
    """

    full: int = 66
    lead: int = 6
    lead_owners: int = 2
    lead_per_section: int = 2
    lead_per_owner: int = 1
    owner_full: int = 12
    owner_stories: int = 12
    section_share: float = 0.45
    consequences: int = 3
    interests: int = 3
    alone: float = 6.0
    topic_share: float = 0.5
    lead_per_topic: int = 2


class Desk(Value, frozen=True, kw_only=True):
    """A newsroom's beat.  ``noun`` names its news in a title (``shipping news``).

    ``muted`` are cues that nobody there wants to read of: a story whose titles bear one is a line, whatever its score.
    """

    id: str
    name: Label
    noun: Label
    sections: tuple[SectionRule, ...]
    beat: Beat
    importance: Cuts
    default_section: str
    interests: tuple[Interest, ...] = ()
    muted: tuple[str, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    authority: tuple[Authority, ...] = ()
    preprints: Preprints = Preprints()
    weights: Weights = Weights()
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        ids = [section.id for section in self.sections]
        if not ids or len(set(ids)) < len(ids):
            raise ValueError("sections must be there, each with its own id")
        for key, wanted in (
            ("default_section", self.default_section),
            ("preprints.section", self.preprints.section),
            ("preprints.policy_section", self.preprints.policy_section),
        ):
            if wanted not in ids and (wanted or key == "default_section"):
                raise ValueError(f"{key} = {wanted!r} is none of the sections: {', '.join(ids)}")
        if self.preprints.hosts and not self.preprints.section:
            raise ValueError("preprints.hosts need preprints.section")
        known = {consequence.id for consequence in self.consequences}
        for section in self.sections:
            for consequence in section.consequences:
                if consequence not in known:
                    raise ValueError(f"section {section.id}: there is no consequence {consequence!r}")
        for field in ("interests", "consequences"):
            entries = [entry.id for entry in getattr(self, field)]
            if len(set(entries)) < len(entries):
                raise ValueError(f"{field}: an id stands twice")

    @property
    def headings(self) -> dict[Language, dict[str, str]]:
        """Return the headings of the sections by language and id, in the order of the page."""
        languages: tuple[Language, ...] = get_args(Language)
        return {language: {s.id: s.label.of(language) for s in self.sections} for language in languages}

    def wanting(self, wanted: Interests) -> Desk:
        """Return the desk with a newsroom's own interests.  Raises ConfigError for points of a topic it has not."""
        known = {interest.id for interest in self.interests}
        if strangers := sorted(set(wanted.points) - known):
            raise ConfigError(
                f"there is no topic {strangers[0]!r}",
                subject="[interests.points]",
                remedy=f"topics of this desk: {', '.join(sorted(known))}; or describe it under [[interests.topics]]",
            )
        if twice := sorted(known & {topic.id for topic in wanted.topics}):
            raise ConfigError(f"the desk has a topic {twice[0]!r} already", subject="[[interests.topics]]")
        kept = tuple(
            msgspec.structs.replace(interest, points=wanted.points.get(interest.id, interest.points))
            for interest in self.interests
        )
        return msgspec.structs.replace(self, interests=kept + wanted.topics, muted=self.muted + wanted.muted)

    def weight(self, outlet: str, owner: str, otherwise: float) -> float:
        """Return the desk's trust in a source: its own word if it has one, else what the sources file says."""
        entry = self._entry(outlet, owner)
        return entry.weight if entry else otherwise

    def is_primary(self, article: Article) -> bool:
        """Say whether an article speaks of its author's own deeds: by the sources file, by the desk, or as a paper."""
        entry = self._entry(article.source.outlet, article.source.owner)
        return article.source.primary or self.is_preprint(article.url) or (entry is not None and entry.primary)

    def is_preprint(self, url: str) -> bool:
        """Say whether an address is on a preprint server."""
        host = urlsplit(url).hostname or ""
        return any(host == server or host.endswith(f".{server}") for server in self.preprints.hosts)

    def _entry(self, outlet: str, owner: str) -> Authority | None:
        return next((entry for entry in self.authority if outlet in entry.names or owner in entry.names), None)


_AT = re.compile(r" - at `\$\.?(.*)`$")


def load_desk(toml_text: str, origin: str) -> Desk:
    """Read a desk file.  ``origin`` is its path, for the message.

    Raises ConfigError naming file, table and key: bad TOML, unknown key, wrong type, or a value that refers to nothing.
    """
    remedy = "see desks/ai/desk.toml for a whole desk"
    try:
        table = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"is not TOML: {error}", subject=origin, remedy=remedy) from error
    try:
        return convert(table, Desk)
    except msgspec.ValidationError as error:
        message = str(error)
        at = _AT.search(message)
        where = f"[{at.group(1)}] " if at and at.group(1) else ""
        raise ConfigError(f"{where}{_AT.sub('', message)}", subject=origin, remedy=remedy) from error
