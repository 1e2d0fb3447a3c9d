"""A pipeline that knows no news, for testing the engine: words in, shouts and a sentence out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.engine import Step
from broadsheet.types import Count, Failure, Ledger, Page, Reason, Remark, StoryRef, Value


def word(text: str) -> Reason:
    return Reason(code=text, points=0)


class Kit:
    def __init__(self, settings: bytes) -> None:
        self.folder = Path(settings.decode())

    suffix = "!"


def shout(value: Reason, suffix: str, folder: Path) -> Iterator[Value]:
    """Reason -> Reason; fails on "bad", breaks on "bug", and leaves a trace of every call."""
    with (folder / "calls").open("a") as handle:
        handle.write(value.code + "\n")
    yield Count(stage="shout", subject="short" if len(value.code) < 4 else "long", gate="heard")
    if value.code == "bug":
        raise ZeroDivisionError("a bug in a stage")
    if value.code == "stop" and not (folder / "go").exists():
        raise KeyboardInterrupt
    if value.code == "bad":
        yield Failure(stage="shout", subject=value.code, kind="bad", message="cannot be shouted")
        return
    if value.code == "page":
        yield Page(url="u", final_url="u", status=200, headers=(), body=b"x", when=datetime(2025, 12, 17, tzinfo=UTC))
    yield word(value.code.upper() + suffix)
    if value.code == "twice":
        yield word("TWICE AGAIN")


def number(values: Sequence[Reason]) -> Iterator[Value]:
    """A batch of Reason -> Reason with its place in the batch."""
    for at, value in enumerate(values):
        yield Reason(code=value.code, points=at)


def tell(values: Sequence[Reason], ledger: Ledger) -> Iterator[Value]:
    """All -> one Remark that counts them, and how many failed before."""
    words = " ".join(f"{v.code}{v.points:.0f}" for v in values)
    yield Remark(text=f"{words} / {len(ledger.failures)} failed", citations=(StoryRef(story="-"),))


PIPELINE = (
    Step("shout", shout, "each", Reason, Reason, ("suffix", "folder"), size=2, waits=True),
    Step("number", number, "batch", Reason, Reason, size=3),
    Step("tell", tell, "all", Reason, Remark, ("ledger",)),
)


def kit(settings: bytes) -> Kit:
    return Kit(settings)
