"""One line an event, as text for people or as JSON for machines; never a secret.

The lines are structlog's.  What could hold a secret is masked before it is written: the password in an address, and
the value of every environment variable that by its name holds one.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Literal, Protocol, TextIO

import structlog

Form = Literal["text", "json"]

MASK = "***"
_PASSWORD = re.compile(r"(?<=://)[^\s/@]+(?=@)")
_SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL", re.IGNORECASE)
_LEAST = 6
"""Characters of a value that is masked wherever it stands: a shorter one would mask ordinary words."""


class Tell(Protocol):
    """Write one event with its facts.  ``level`` among them is ``info`` unless it says otherwise."""

    def __call__(self, event: str, /, **facts: object) -> None: ...


def logger(form: Form, stream: TextIO | None = None, environment: Mapping[str, str] = os.environ) -> Tell:
    """Return what writes events to ``stream`` (standard error), each as one line with its moment in UTC."""
    secrets = sorted(
        (value for name, value in environment.items() if _SECRET.search(name) and len(value) >= _LEAST), key=len
    )[::-1]

    def masked(value: object) -> object:
        if isinstance(value, str):
            for secret in secrets:
                value = value.replace(secret, MASK)
            return _PASSWORD.sub(MASK, value)
        if isinstance(value, Mapping):
            return {masked(key): masked(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [masked(inner) for inner in value]
        return value if isinstance(value, (int, float, bool, type(None))) else masked(str(value))

    def mask(_: object, __: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
        return {key: masked(value) for key, value in event.items()}

    def first(_: object, __: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
        head = {name: event[name] for name in ("time", "level", "event")}
        return head | {name: value for name, value in event.items() if name not in head}

    render: structlog.typing.Processor
    if form == "json":
        render = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        render = _line
    wrapped = structlog.wrap_logger(
        structlog.WriteLogger(stream or sys.stderr),
        processors=[structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"), mask, first, render],
        wrapper_class=structlog.BoundLogger,
    )

    def tell(event: str, /, **facts: object) -> None:
        level = facts.pop("level", "info")
        wrapped.msg(event, level=level, **facts)

    return tell


def _line(_: object, __: str, event: MutableMapping[str, object]) -> str:
    """Return an event as a line: its moment, its level where it is no ordinary one, its words, its facts."""
    at, level, words = event.pop("time"), event.pop("level"), event.pop("event")
    facts = "  ".join(f"{name}={_shown(value)}" for name, value in event.items() if value not in ("", None))
    return "  ".join(
        part for part in (str(at)[:19] + "Z", "" if level == "info" else str(level), str(words), facts) if part
    )


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return f'"{text}"' if " " in text else text
