"""Source -> Finding: asked live, as a run would ask it, and what a person should do about it.

    Source --probe--> Probe, what it answered --judge--> Finding

``judge`` and the verdicts are in ``verdict``.
"""

from __future__ import annotations

import contextlib
import ipaddress
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

import msgspec
from msgspec.structs import replace

from broadsheet.adapters.web.guard import is_public
from broadsheet.config import Kit
from broadsheet.config_file import File, zone
from broadsheet.decode import decode_msgpack
from broadsheet.ports import Confine, Engine, Fetch, Reader
from broadsheet.press import plan
from broadsheet.subscriptions.file import declared, own_file, read_text
from broadsheet.subscriptions.verdict import LOOK_BACK, Finding, Probe, judge, leads
from broadsheet.text.alternates import alternates
from broadsheet.text.charset import decode
from broadsheet.text.urls import host_of
from broadsheet.types import Failure, Item, Page, Source, Window

CANDIDATES = 4
"""Declared feeds that are tried in place of a page that is none."""


@dataclass
class Heard:
    """A ``Fetch`` that remembers what it brought: the eyes of a check.

    Each address is asked live the first time, also where memory holds an answer that is still fresh.
    """

    fetch: Fetch
    answers: dict[str, Page | Failure] = field(default_factory=dict)

    def __call__(self, url: str, *, again: bool = False) -> Page | Failure:
        """Bring ``url`` through ``fetch``."""
        if again or url not in self.answers:
            self.answers[url] = self.fetch(url, again=True)
        return self.answers[url]


@dataclass(frozen=True)
class Asker:
    """What a check needs of the world, as a run has it: how to fetch, to read and to parse, and what time it is.

    ``lasting`` tells where an address that was just asked leads for good; ``forget`` drops what is remembered of an
    address (that it is gone), so that it is really asked; ``clock`` counts seconds.
    """

    fetch: Fetch
    readers: Mapping[str, Reader]
    confine: Confine
    window: Window
    now: datetime
    lasting: Callable[[str], str] = lambda _: ""
    forget: Callable[[str], None] = lambda _: None
    clock: Callable[[], float] = time.monotonic


def beginning(file: File, now: datetime) -> Kit:
    """Return the kit of a configuration whose sources file may be still to be made: then it has no sources.

    Raises ConfigError.
    """
    own = own_file(file.sources, file.desk)
    if own is None or declared(read_text(own), str(own)):
        return Kit(plan(file, at=now))
    kit = Kit(plan(replace(file, sources=""), at=now))
    kit.pack = ()  # what is cached is not read
    return kit


@contextlib.contextmanager
def live(file: File, asked: str = "") -> Iterator[tuple[tuple[Source, ...], Asker]]:
    """Give the sources of a configuration, and what asks them as a run of it would; forget the run at the end.

    ``asked`` is an address that is no source yet and may be asked like one.

    What sites say of other days (moves, pages that are gone) is remembered for runs, as a run would.
    """
    now = datetime.now(zone(file.timezone)).replace(microsecond=0)
    given = beginning(file, now) if asked else Kit(plan(file, at=now))
    cache = str(Path(given.settings.root).absolute() / ".cache")
    settings = replace(given.settings, cache=cache, run=f"check {secrets.token_hex(8)}", asked=asked)
    kit = Kit(settings)
    kit.pack = given.pack
    journal = kit.journal
    assert journal is not None  # there is a cache, and no files stand in for the network

    def forget(url: str) -> None:
        journal.memory.forget(url, "gone")

    asker = Asker(
        fetch=kit.fetch,
        readers=kit.readers,
        confine=kit.confine,
        window=kit.window,
        now=now,
        lasting=lambda url: leads(url, journal.exchanges(url)),
        forget=forget,
    )
    try:
        yield kit.sources, asker
    finally:
        journal.end()


def is_inside(url: str, private: Sequence[str]) -> bool:
    """Say whether ``url`` names an address that is not on the public internet, and no host of ``private``.

    Nobody is asked: a name that leads inside is only found when it is.
    """
    host = host_of(url)
    if host in private:
        return False
    with contextlib.suppress(ValueError):
        return not is_public(str(ipaddress.ip_address(host)))
    return host == "localhost" or host.endswith(".localhost")


def check_all(
    sources: Sequence[Source], asker: Asker, engine: Engine, progress: Callable[[int, int], None] = lambda *_: None
) -> list[Finding]:
    """Check all sources at once, those of one host after one another; findings in the order of ``sources``.

    ``progress`` is told ``(done, of)`` from many threads, one at a time.
    """
    lock, done = threading.Lock(), 0

    def one(raw: bytes) -> bytes:
        nonlocal done
        source = decode_msgpack(raw, Source)
        finding = judge(source, probe(source, asker), asker.window, asker.now)
        with lock:
            done += 1
            progress(done, len(sources))
        return msgspec.msgpack.encode(finding)

    lanes = [host_of(source.url) or source.url for source in sources]
    found = engine(one, [msgspec.msgpack.encode(source) for source in sources], waits=True, lanes=lanes)
    return [decode_msgpack(raw, Finding) for raw in found]


def probe(source: Source, asker: Asker) -> Probe:
    """Ask one source as a run would, and, when no feed is there, whether its site declares another one."""
    begun = asker.clock()
    asker.forget(source.url)
    heard = Heard(asker.fetch)
    items, failures = read(source, heard, asker)
    page = next((answer for answer in heard.answers.values() if isinstance(answer, Page)), None)
    kinds = {failure.kind for failure in failures}
    alternative = ""
    if source.kind == "feed" and not items and kinds & {"not_a_feed", "http_404", "http_410", "gone", "broken_feed"}:
        alternative = _other_feed(source, page, asker)
    return Probe(
        items=items,
        failures=failures,
        page=page,
        charset=_charset(page, asker.confine) if page else "",
        lasting=asker.lasting(source.url),
        alternative=alternative,
        seconds=asker.clock() - begun,
    )


def read(source: Source, fetch: Fetch, asker: Asker) -> tuple[tuple[Item, ...], tuple[Failure, ...]]:
    """Return what the reader of its kind makes of ``source``: items and failures, in order."""
    reader = asker.readers.get(source.kind)
    if reader is None:
        kinds = ", ".join(sorted(asker.readers))
        message = f"no reader for kind {source.kind!r}; installed: {kinds}"
        return (), (Failure(stage="collect", subject=source.name, kind="unknown_kind", message=message),)
    start = min(asker.window.start or asker.now, asker.now - LOOK_BACK)
    given = list(reader(source, fetch, Window(start=start, end=asker.window.end)))
    items = tuple(value for value in given if isinstance(value, Item))
    return items, tuple(value for value in given if isinstance(value, Failure))


def _charset(page: Page, confine: Confine) -> str:
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    answer = confine(decode, page.body, content_type)
    return "" if isinstance(answer, Failure) else answer[1]


def _other_feed(source: Source, page: Page | None, asker: Asker) -> str:
    """Return the first feed that the page, or the home page of a host where nothing is left, declares and serves."""
    if page is None:
        home = asker.fetch(urljoin(source.url, "/"))
        if isinstance(home, Failure):
            return ""
        page = home
    declared = asker.confine(alternates, page)
    if isinstance(declared, Failure):
        return ""
    for url in declared.feeds[:CANDIDATES]:
        if url != source.url and read(replace(source, url=url), asker.fetch, asker)[0]:
            return url
    return ""
