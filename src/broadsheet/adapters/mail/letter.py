"""Edition -> what its e-mail says: subject, HTML by MJML, plain text.

    Edition, headings, base address -> Letter

MJML gives the tables that mail clients want; mrml (Rust, through mjml-python) makes them without a network.  Everything
that a source wrote is escaped by jinja2 before MJML sees it.  No image, no script, no font from afar, so opening a mail
tells nobody anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from mjml import mjml2html

from broadsheet.adapters.site.when import say
from broadsheet.adapters.wording import Headings, Shelf, Wording, clean, printable, safe_address
from broadsheet.errors import PublishError
from broadsheet.labels import fill
from broadsheet.once import once
from broadsheet.types import Correction, Edition, Printing

BUDGET = 90_000
"""Bytes of the HTML.  Gmail shows the first 102 kB of a message and hides the rest, the unsubscribe link first."""
ROOM = 1_000
"""Bytes of it that are left to the subscriber's own address to unsubscribe."""
HERE = "https://broadsheet.invalid/unsubscribe"
"""Stands for that address until a letter has its subscriber; RFC 2606 keeps the name free for ever."""
_SERIF = Markup("Georgia,'Noto Serif TC','Songti TC',serif")
_SANS = Markup("system-ui,-apple-system,'Segoe UI','PingFang TC','Microsoft JhengHei','Noto Sans TC',Arial,sans-serif")


@dataclass(frozen=True)
class Letter:
    """An edition as a mail, the same for all its subscribers but for ``HERE``.  ``left_out`` stories had no room."""

    subject: str
    html: str
    text: str
    left_out: int


@dataclass(frozen=True)
class _Item:
    head: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Choice:
    """What of an edition a letter prints: lead stories, the ids of those printed in full, the others as lines."""

    leads: tuple[Printing, ...]
    deep: frozenset[str]
    lines: frozenset[str]


def letter(edition: Edition, headings: Headings, base: str, imprint: str = "", *, correction: bool = False) -> Letter:
    """Return the letter of ``edition``, at most ``BUDGET`` bytes of HTML.

    ``base`` is the public address of the output, "" where it has none.  What does not fit is left out, the least
    important first: the "also today" lines from the last; details and uses of the headlines from the last; the other
    stories from the lowest score; the headlines from the last.  The letter tells how many stories are missing.  With
    ``correction`` it is the letter that tells what was corrected.  Raises PublishError.
    """
    page = _Page(edition, headings, base, imprint, correction)
    order = _by_worth(edition)
    fits, over = 0, len(order) + 1
    while over - fits > 1:
        middle = (fits + over) // 2 if over <= len(order) else len(order)
        if len(page.html(_choice(order[:middle])).encode()) <= BUDGET - ROOM:
            fits = middle
        else:
            over = middle
    choice = _choice(order[:fits])
    html = page.html(choice)
    if len(html.encode()) > BUDGET - ROOM:
        raise PublishError("its letter is too long without a single story", subject=f"edition {edition.date}")
    return Letter(page.subject, html, page.text(choice), page.left_out(choice))


def _by_worth(edition: Edition) -> list[tuple[str, Printing]]:
    """Return what a letter may print, the most important first: (``lead``, ``line`` or ``deep``, story)."""
    leads = [story for story in edition.stories if story.lead]
    rest = sorted((story for story in edition.stories if not story.lead), key=lambda story: (-story.score, story.id))
    return [
        *(("lead", story) for story in leads),
        *(("line", story) for story in rest),
        *(("deep", story) for story in leads),
        *(("line", story) for story in edition.also if not story.note),
        *(("line", story) for story in edition.also if story.note),
    ]


def _choice(worth: Sequence[tuple[str, Printing]]) -> _Choice:
    def of(kind: str) -> Iterable[Printing]:
        return (story for what, story in worth if what == kind)

    return _Choice(tuple(of("lead")), frozenset(s.id for s in of("deep")), frozenset(s.id for s in of("line")))


class _Page:
    """The words of one edition's letter, before it is known how much of it there is room for."""

    def __init__(self, edition: Edition, headings: Headings, base: str, imprint: str, correction: bool) -> None:
        self._p = Wording(edition, headings)
        self._w = self._p.words["mail"]
        self._base = base.rstrip("/")
        self._imprint = imprint
        self._told = edition.corrections if correction else ()
        title = clean(edition.title)
        self.subject = fill(self._w["correction_subject"], title=title) if correction else title

    def html(self, choice: _Choice) -> str:
        """Return the HTML.  Raises PublishError when the template is no MJML."""
        source = self._render("letter.mjml.j2", choice)
        try:
            return mjml2html(source)
        except ValueError as error:
            raise PublishError(f"its letter is no MJML ({error})", subject=f"edition {self._p.edition.date}") from error

    def text(self, choice: _Choice) -> str:
        """Return the plain text."""
        return self._render("letter.txt.j2", choice)

    def left_out(self, choice: _Choice) -> int:
        """Return how many stories ``choice`` leaves out."""
        everything = len(self._p.edition.stories) + len(self._p.edition.also)
        return everything - len(choice.leads) - len(choice.lines)

    def _render(self, template: str, choice: _Choice) -> str:
        edition, counts = self._p.edition, self._p.edition.counts
        stories = [story for story in edition.stories if story.id in choice.lines]
        missing = self.left_out(choice)
        return (
            _templates()
            .get_template(template)
            .render(
                p=self._p,
                w=self._w,
                safe=_href,
                one_line=clean,
                subject=self.subject,
                preview=self._p.mark("semicolon").join(clean(story.headline.text) for story in choice.leads[:3]),
                day=say(self._p.words["site"], "when.long", date.fromisoformat(edition.date)),
                figures=fill(
                    self._w["figures"],
                    articles=counts.articles,
                    outlets=counts.outlets,
                    full=counts.full,
                    line=counts.line,
                ),
                front=f"{self._base}/site/{edition.date}/" if self._base else "",
                page=self._page,
                corrections=[self._corrected(one) for one in self._told],
                leads=choice.leads,
                deep=choice.deep,
                shelves=tuple(self._shelves(stories, choice)),
                cut=fill(self._w["cut"], count=missing) if missing else "",
                unsubscribe=HERE,
                imprint=self._imprint,
                serif=_SERIF,
                sans=_SANS,
            )
        )

    def _shelves(self, stories: Sequence[Printing], choice: _Choice) -> Iterable[Shelf]:
        wanted = {story.id for story in stories} | choice.lines
        for shelf in chain((s for s in self._p.shelves() if s.id != "lead"), [self._also()]):
            kept = tuple(story for story in shelf.stories if story.id in wanted)
            if kept:
                yield Shelf(shelf.id, shelf.heading, kept)

    def _also(self) -> Shelf:
        return Shelf("also", self._p.word("part.also"), tuple(s for shelf in self._p.also() for s in shelf.stories))

    def _page(self, story: Printing) -> str:
        """Return the address of a story's page; "" where the output has no public address."""
        return f"{self._base}/site/{self._p.edition.date}/stories/{story.id}.html" if self._base else ""

    def _corrected(self, one: Correction) -> _Item:
        lines = [self._p.corrected_at(one)]
        lines += [fill(self._w["before"], text=clean(one.before))] if one.before else []
        lines += [fill(self._w["after"], text=clean(one.after))] if one.after else []
        lines.append(fill(self._w["reason"], text=clean(one.reason)))
        return _Item(fill(self._w[one.kind], headline=clean(one.headline)), tuple(lines))


def _href(url: str) -> str:
    """Return ``url`` in ASCII when a reader may be sent there, else "": mrml prints some characters as escapes."""
    return quote(url, safe=_ASCII) if safe_address(url) else ""


_ASCII = "".join(map(chr, range(33, 127)))


@once
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("broadsheet.adapters", "mail/letter"),
        autoescape=lambda name: name is not None and name.endswith(".mjml.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )


def _printable(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
