"""What ``broadsheet doctor`` finds of delivery: who gets an edition, whether the relay answers, what is undecided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from broadsheet.adapters.mail.answer import DoorShutError
from broadsheet.adapters.mail.settings import MailSettings
from broadsheet.adapters.mail.smtp import Relay
from broadsheet.config_file import File
from broadsheet.delivery.deliver import configured
from broadsheet.delivery.outbox import look_into
from broadsheet.delivery.subscribers import read_subscribers
from broadsheet.errors import BroadsheetError


def look(file: File, root: Path) -> Iterator[tuple[bool, str, str]]:
    """Yield findings: well or not, of what, and what was found.  No mail is sent."""
    channels = configured(file)
    yield True, "delivery", ", ".join(channels) or "to nobody: docs/delivery.md says how"
    if "mail" in channels:
        for what, found in (("relay", _relay), ("subscribers", _subscribers)):
            try:
                yield True, what, found(file.deliver.mail)
            except (BroadsheetError, DoorShutError) as error:
                yield False, what, str(error)
    try:
        with look_into(root) as outbox:
            waiting = outbox.undecided() if outbox else {}
    except BroadsheetError as error:
        yield False, "outbox", str(error)
        return
    told = "; ".join(f"{edition}: {count}" for edition, count in waiting.items())
    yield (
        not waiting,
        "outbox",
        f"undecided, and sent again only with deliver --resend-undecided: {told}" if told else "nothing is undecided",
    )


def _relay(settings: MailSettings) -> str:
    return f"{settings.host}:{settings.port} answers as {Relay(settings).greet()}"


def _subscribers(settings: MailSettings) -> str:
    people = read_subscribers(Path(settings.subscribers), Path(settings.unsubscribed))
    told = f"{len(people.everyone)} subscribers"
    return f"{told}, and {len(people.faults)} lines of the list that cannot be used" if people.faults else told
