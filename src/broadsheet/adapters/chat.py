"""One message to one chat or push service, of the dozens that Apprise speaks to.

    (address of Apprise's form, edition) -> what fits there, sent

Apprise does its own networking (requests), so it is an extra, ``broadsheet[chat]``, and imported here alone, when a
chat is configured.  It sends to addresses that the operator wrote and nothing else; the text it gets holds no order to
a service.  It does not say why a message failed, so a failure is undecided: it may have arrived, and is not sent again
unasked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from broadsheet.adapters.mail.answer import Answer, DoorShutError
from broadsheet.adapters.wording import Headings, Wording, clean, safe_address
from broadsheet.errors import ConfigError
from broadsheet.failpoints import failpoint
from broadsheet.labels import fill
from broadsheet.types import Edition, Printing

LONGEST = 3500
"""Characters of a message where a service sets no smaller limit: more is a letter, and that is the mail's.  Set by
hand, 2026-11-22."""
TOLD = 300
_WIDE = str.maketrans("@<>`*_~|\\[]", "＠‹›ʼ∗＿∼∣＼［］")
"""What a service may take for markup, or for a call to everybody in a room (@everyone, <!channel>), and its double."""


class Chat:
    """A service.  ``name`` is what the operator calls it, ``address`` what Apprise calls it, which is a secret."""

    def __init__(self, name: str, address: str) -> None:
        """Raises ConfigError when Apprise is not installed or does not know the address."""
        try:
            import apprise
        except ImportError as error:
            raise ConfigError(
                "Apprise is not installed", subject=f"[[deliver.chats]] {name}", remedy="pip install 'broadsheet[chat]'"
            ) from error
        self._apprise = apprise
        service = apprise.Apprise.instantiate(address, suppress_exceptions=True)
        if service is None:
            raise ConfigError("Apprise does not know an address of that form", subject=f"[[deliver.chats]] {name}")
        self._room = apprise.Apprise()
        self._room.add(service)
        self.longest = min(LONGEST, int(service.body_maxlen or LONGEST))
        """Characters that the service takes in one message."""

    def __call__(self, title: str, body: str, commit: Callable[[], None]) -> Answer:
        """Send a message of plain text."""
        commit()
        failpoint("chat.noted")
        with self._apprise.LogCapture(level=logging.WARNING) as log:  # type: ignore[no-untyped-call]
            done = self._room.notify(body=body, title=title, body_format=self._apprise.NotifyFormat.TEXT)
            said = " ".join(log.getvalue().split())[:TOLD]
        failpoint("chat.answered")
        return Answer("sent", "") if done else Answer("undecided", said or "it failed, and Apprise says no more")


def notice(edition: Edition, headings: Headings, base: str, longest: int) -> tuple[str, str]:
    """Return title and text of a message of at most ``longest`` characters, title included.

    Whole stories only: the headlines first, then the others by score, each on a line with its address; what is left
    out is counted, and the edition's address stands at the end.  Raises DoorShutError when not one story fits.
    """
    wording = Wording(edition, headings)
    words = wording.words["mail"]
    title = plain(edition.title)
    leads = [story for story in edition.stories if story.lead]
    rest = sorted((s for s in edition.stories if not s.lead), key=lambda s: (-s.score, s.id))
    stories = [*leads, *rest]
    front = f"{base.rstrip('/')}/site/{edition.date}/" if base else ""
    lines = [_line(story, front, lead=story in leads) for story in stories]

    def text(kept: int) -> str:
        left = len(stories) + len(edition.also) - kept
        more = [fill(words["chat_more"], count=left)] if left else []
        return "\n".join([*lines[:kept], *more, *([front] if front else [])])

    fitting = [kept for kept in range(len(lines) + 1) if len(title) + 1 + len(text(kept)) <= longest]
    if not fitting or (not fitting[-1] and lines):
        raise DoorShutError(f"not one story fits into {longest} characters")
    return title, text(fitting[-1])


def plain(text: str) -> str:
    """Return ``text`` so that no service takes it for markup or for a call to everybody."""
    return clean(text).translate(_WIDE)


def _line(story: Printing, front: str, *, lead: bool) -> str:
    """Return a story on one line: a headline with its address, where its source or our page has one."""
    page = f"{front}stories/{story.id}.html" if front else safe_address(story.sources[0].url) or ""
    return f"{'■' if lead else '·'} {plain(story.headline.text)}" + (f" {page}" if lead and page else "")
