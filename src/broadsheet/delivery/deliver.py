"""Edition folder -> everybody who is to get it, each once.

    plan the messages -> send those that are due -> wait for those put off -> tell what came of all

What a channel says is made once for an edition; what was said to whom stands in the outbox.  A corrected edition is not
sent again: the feed and the site tell it, and ``correction`` asks for a letter about it.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, get_args

from broadsheet.adapters.mail.answer import Answer, DoorShutError
from broadsheet.config_file import File
from broadsheet.delivery.doors import Commit, Door, chat_door, mail_door, webhook_door
from broadsheet.delivery.outbox import Channel, Message, Outbox, State, key_of, look_into, open_outbox
from broadsheet.errors import UsageError
from broadsheet.store import read_edition
from broadsheet.types import Edition, Failure, digest

CHANNELS: tuple[Channel, ...] = get_args(Channel)
BACK_OFF = 4
"""How many times longer each wait is than the last: greylisting ends after minutes, an outage after hours."""


class Tell(Protocol):
    """Told after every message: the channel, how many are settled, of how many."""

    def __call__(self, channel: Channel, done: int, of: int) -> None: ...


@dataclass(frozen=True)
class Line:
    """What became of an edition on one channel: rows by state, how many of them this call sent, what was told.

    ``faults`` are subscribers that could not be read, ``shut`` why the door was shut, if it was; ``lacks`` are secrets
    that a dry run did not find.
    """

    channel: Channel
    states: Counter[State]
    sent_now: int
    rows: tuple[Message, ...]
    faults: tuple[Failure, ...] = ()
    shut: str = ""
    lacks: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Say whether everybody has it, and nothing needs a person."""
        return not self.faults and not self.shut and not set(self.states) - {"sent", "left"}

    @property
    def goes(self) -> bool:
        """Say whether nothing stands in the way of a delivery before it begins."""
        return not self.faults and not set(self.states) - {"sent", "left", "pending"}


@dataclass(frozen=True)
class Delivered:
    """What became of an edition on every configured channel that was asked for."""

    edition: str
    lines: tuple[Line, ...]

    @property
    def whole(self) -> bool:
        """Say whether everybody has it, and nothing needs a person."""
        return all(line.whole for line in self.lines)

    @property
    def goes(self) -> bool:
        """Say whether nothing stands in the way of a delivery before it begins."""
        return all(line.goes for line in self.lines)


def identity(edition: Edition) -> str:
    """Return what names an edition in the outbox of its folder: the same when it is printed again or corrected."""
    return f"{edition.date}.{edition.language}.{digest(edition.colophon.desk)[:8]}"


def configured(file: File) -> tuple[Channel, ...]:
    """Return the channels that a configuration names."""
    named = {"mail": file.deliver.mail.host, "chat": file.deliver.chats, "webhook": file.deliver.webhooks}
    return tuple(channel for channel in CHANNELS if named[channel])


def deliver(
    folder: Path,
    file: File,
    *,
    to: Sequence[str] = (),
    dry_run: bool = False,
    resend_undecided: bool = False,
    correction: bool = False,
    tell: Tell | None = None,
    sleep: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.time,
) -> Delivered:
    """Send a printed edition to every configured channel, or to those named in ``to``; tell what became of it.

    May be called any number of times, after any end.  ``dry_run`` plans, needs no secret and sends nothing: its lines
    are as they would be when a delivery begins, and what would go is ``pending``.  Raises UsageError,
    ConfigError, DeliveryError (another process is at it), StorageError, PublishError.
    """
    edition = read_edition(folder)
    channels = _channels(file, to)
    if correction and not edition.corrections:
        raise UsageError("has no correction to tell", subject=str(folder), remedy="deliver it without --correction")
    name, revision = identity(edition), len(edition.corrections) if correction else 0
    makers = {"mail": mail_door, "chat": chat_door, "webhook": webhook_door}
    doors = {channel: makers[channel](folder, file, edition, revision) for channel in channels}  # what is wrong, first
    if dry_run:
        with look_into(folder.parent) as seen:
            return Delivered(
                name, tuple(_planned(seen, name, revision, c, doors[c], resend_undecided) for c in channels)
            )
    opened = {channel: doors[channel].open() for channel in channels}  # a secret that is missing, before any is sent
    lines = []
    with open_outbox(folder.parent) as outbox:
        for channel in channels:
            door = doors[channel]
            outbox.expect(name, revision, channel, door.recipients)
            if resend_undecided:
                outbox.again(name, revision, channel)
            with contextlib.closing(opened[channel]) as way:
                sent, shut = _send(outbox, name, revision, channel, door, way.send, tell, sleep, clock)
            rows = tuple(outbox.rows(name, revision, channel))
            lines.append(Line(channel, Counter(row.state for row in rows), sent, rows, door.faults, shut))
    return Delivered(name, tuple(lines))


def _send(
    outbox: Outbox,
    name: str,
    revision: int,
    channel: Channel,
    door: Door,
    send: Callable[[Message, Commit], Answer],
    tell: Tell | None,
    sleep: Callable[[float], object],
    clock: Callable[[], float],
) -> tuple[int, str]:
    """Send what is pending in rounds, until nothing is or the time is over; return how many went, and what shut."""
    sent, shut, until = 0, "", clock() + 60 * door.minutes
    shuts = 0
    while True:
        rows = outbox.rows(name, revision, channel)
        pending = [row for row in rows if row.state == "pending"]
        shut = ""
        for row in [row for row in pending if row.due <= clock()]:
            try:
                answer = send(row, lambda row=row: outbox.sending(row))  # type: ignore[misc]
            except DoorShutError as error:
                shut, shuts = str(error), shuts + 1
                break
            sent += answer.kind == "sent"
            _note(outbox, row, answer, door, clock())
            if tell is not None:
                tell(channel, sent + len(rows) - len(pending), len(rows))
        waiting = [row for row in outbox.rows(name, revision, channel) if row.state == "pending"]
        if not waiting:
            return sent, shut
        due = clock() + door.wait * BACK_OFF ** (shuts - 1) if shut else min(row.due for row in waiting)
        if due > until or (shut and shuts >= door.tries):
            return sent, shut
        sleep(max(0.0, due - clock()))


def _note(outbox: Outbox, row: Message, answer: Answer, door: Door, now: float) -> None:
    if answer.kind != "later":
        outbox.settled(row, answer.kind, answer.told)
    elif row.tries + 1 >= door.tries:
        outbox.settled(row, "failed", answer.told)
    else:
        outbox.put_off(row, now + door.wait * BACK_OFF**row.tries, answer.told)


def _planned(outbox: Outbox | None, name: str, revision: int, channel: Channel, door: Door, again: bool) -> Line:
    """Return what a call would begin with: the rows there are, and a pending one for each recipient that has none.

    ``again`` makes what is undecided pending, as ``--resend-undecided`` would.
    """
    known = {row.key: row for row in (outbox.rows(name, revision, channel) if outbox else ())}
    wanted = {key_of(name, revision, channel, recipient): recipient for recipient in door.recipients}
    for key, recipient in wanted.items():
        known.setdefault(key, Message(key, name, revision, channel, recipient))
    rows = tuple(_begun(known[key], key in wanted, again) for key in sorted(known))
    return Line(channel, Counter(row.state for row in rows), 0, rows, door.faults, lacks=door.lacks)


def _begun(row: Message, wanted: bool, again: bool) -> Message:
    """Return a row as a delivery would make it before it sends: what the outbox recovers, expects and takes again."""
    state: State = "undecided" if row.state == "sending" else row.state
    if state == "undecided" and again:
        state = "pending"
    elif state in ("pending", "left"):
        state = "pending" if wanted else "left"
    return replace(row, state=state)


def _channels(file: File, to: Sequence[str]) -> tuple[Channel, ...]:
    known = configured(file)
    if strange := [name for name in to if name not in known]:
        said = f"configured: {', '.join(known)}" if known else "broadsheet.toml has no table [deliver]"
        raise UsageError("is not configured", subject=f"--to {strange[0]}", remedy=f"{said}; see docs/delivery.md")
    return tuple(channel for channel in known if not to or channel in to)
