"""jsonl, toml -> Day: the sample day's records and sources, each checked, each fault told with its file and line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from broadsheet.decode import convert, decode_json
from broadsheet.errors import ConfigError
from broadsheet.sources import load_sources
from broadsheet.types import Source

FOLDER = Path(__file__).parent

NOISE = frozenset(
    {
        "duplicate",  # the same text on another outlet
        "near_duplicate",  # the same text, lightly edited or in the other Chinese script
        "address",  # the same article under a second address
        "replaced",  # an old paper, announced again because of a new version
        "undated",
        "off_topic",
        "out_of_window",
        "future",  # dated 2035
        "hostile",  # injection sentences, script, hidden text, bidirectional and zero-width characters
        "gone",  # the feed lists it, the page answers 404
        "no_text",  # the page has no text
        "charset:gb18030",  # the page is encoded so and says so in its meta tag alone
        "charset:big5",
    }
)


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One article as its outlet would serve it, restated by Broadsheet.

    ``published`` is an ISO 8601 moment with a zone, a bare ``YYYY-MM-DD`` where only the day is known, or None.
    ``noise`` holds labels of ``NOISE`` divided by spaces, empty for an ordinary article.
    """

    url: str
    outlet: str
    feed: str
    lang: Literal["en", "zh-Hant", "zh-Hans"]
    title: str
    published: str | None
    announce: Literal["new", "cross", "replace"] | None
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str
    paragraphs: tuple[str, ...]
    event: str
    restated: Literal[True]
    noise: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError(f"url {self.url!r} is not an absolute web address")
        if not self.title.strip() or not self.event.strip():
            raise ValueError("title and event must not be empty")
        unknown = sorted(self.labels - NOISE)
        if unknown:
            raise ValueError(f"noise {unknown[0]!r} is none of {', '.join(sorted(NOISE))}")
        if not all(p.strip() for p in self.paragraphs) or bool(self.paragraphs) == ("no_text" in self.labels):
            raise ValueError("paragraphs must hold text, and be absent only with noise 'no_text'")
        if any(ch < " " or ch == "\x7f" for text in (self.title, self.summary, *self.paragraphs) for ch in text):
            raise ValueError("title, summary and paragraphs must not hold control characters")
        if self.published is not None and not self.day_only and self.moment.tzinfo is None:
            raise ValueError(f"published {self.published!r} has no time zone")

    @property
    def labels(self) -> frozenset[str]:
        """The noise labels."""
        return frozenset(self.noise.split())

    @property
    def day_only(self) -> bool:
        """Whether only the day of publication is known."""
        return self.published is not None and len(self.published) == len("YYYY-MM-DD")

    @property
    def moment(self) -> datetime:
        """The moment of publication, midnight where only the day is known; ValueError when there is none."""
        if self.published is None:
            raise ValueError(f"{self.url} is undated")
        if self.day_only:
            return datetime.combine(date.fromisoformat(self.published), datetime.min.time())
        return datetime.fromisoformat(self.published)

    @property
    def charset(self) -> str:
        """The encoding of the page."""
        return next((label.removeprefix("charset:") for label in sorted(self.labels) if ":" in label), "utf-8")


@dataclass(frozen=True)
class Day:
    """A whole sample day: ``formats`` and ``faults`` say by source name what is not a sound RSS 2.0 feed."""

    sources: tuple[Source, ...]
    records: tuple[Record, ...]
    formats: Mapping[str, str]
    faults: Mapping[str, str]


class _Oddities(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: dict[Literal["arxiv", "atom", "rdf"], tuple[str, ...]]
    fault: dict[Literal["status-500", "not-xml"], tuple[str, ...]]


def load(folder: Path = FOLDER) -> Day:
    """Read ``sources.toml``, ``feeds.toml`` and ``day/*.jsonl`` below ``folder``, in the order of the file names.

    Raises ConfigError, which names the file and the line, when a record is wrong, when an address comes twice, or when
    a record names a source that is not there.
    """
    sources = load_sources(_text(folder / "sources.toml"), str(folder / "sources.toml"))
    odd = _oddities(folder / "feeds.toml")
    outlets = {source.name: source.outlet for source in sources}
    formats = {name: kind for kind, names in odd.format.items() for name in names}
    faults = {name: kind for kind, names in odd.fault.items() for name in names}
    for name in (*formats, *faults):
        if name not in outlets:
            raise ConfigError(f"there is no source {name!r} in sources.toml", subject=str(folder / "feeds.toml"))
    seen: dict[str, str] = {source.url: "sources.toml" for source in sources}
    records: list[Record] = []
    for place, record in _records(folder / "day"):
        if record.url in seen:
            raise ConfigError(f"the address {record.url} stands already in {seen[record.url]}", subject=place)
        if outlets.get(record.feed) != record.outlet:
            raise ConfigError(f"no source {record.feed!r} of outlet {record.outlet!r} in sources.toml", subject=place)
        seen[record.url] = place
        records.append(record)
    return Day(sources=sources, records=tuple(records), formats=formats, faults=faults)


def _records(folder: Path) -> Iterator[tuple[str, Record]]:
    """Give the place (``file:line``) and the record of every line of every file."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            place = f"{path}:{number}"
            try:
                yield place, decode_json(line, Record)
            except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
                raise ConfigError(f"not a record of the sample day: {error}", subject=place) from error


def _oddities(path: Path) -> _Oddities:
    try:
        return convert(tomllib.loads(_text(path)), _Oddities)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigError(f"cannot be read: {error}", subject=str(path)) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", subject=str(path)) from error
