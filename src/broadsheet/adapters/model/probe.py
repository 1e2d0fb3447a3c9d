"""Is there a model on this machine, and does it answer?  For ``broadsheet doctor``; asks only what it is told to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from broadsheet.adapters.model.client import Client, listed
from broadsheet.adapters.model.settings import ModelSettings, checked
from broadsheet.adapters.model.wire import Answer, Request

PLACES = (("Ollama", "http://127.0.0.1:11434/v1"), ("llama.cpp", "http://127.0.0.1:8080/v1"))
"""Where servers listen when nobody told them otherwise."""
SECONDS = 60.0
"""How long a first answer may take: the weights may have to be read."""
_SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {"word": {"type": "string"}},
    "required": ["word"],
    "additionalProperties": False,
}


class Found(NamedTuple):
    """A server that answers: what it is called, where it is, the first model that it has, what a test call told."""

    server: str
    base_url: str
    name: str
    told: str
    ok: bool

    @property
    def lines(self) -> str:
        """The two lines of configuration that use it."""
        return f'base_url = "{self.base_url}"\nname = "{self.name}"'


def look(places: Sequence[tuple[str, str]] = PLACES) -> Iterator[Found]:
    """Yield the servers of ``places`` that have a model."""
    for server, base_url in places:
        names = listed(base_url)
        if names:
            ok, told = try_model(ModelSettings(base_url=base_url, name=names[0], timeout=SECONDS))
            yield Found(server, base_url, names[0], told, ok)


def try_model(settings: ModelSettings) -> tuple[bool, str]:
    """Ask for one word and say what came of it.  Raises ConfigError for settings that cannot be used."""
    client = Client(checked(settings), sleep=lambda _: None)
    answer = client(
        Request(
            subject="doctor",
            system="Answer with one JSON object.",
            user='Answer {"word": "ready"}.',
            shape="word",
            schema=_SCHEMA,
            longest=40,
        )
    )
    form = {"schema": "JSON schemas", "object": "JSON objects", "text": "plain text"}[client.terms.mode]
    client.close()
    if isinstance(answer, Answer):
        return True, f"{settings.name} answers in {answer.milliseconds / 1000:.1f} s, takes {form}"
    return False, f"{settings.name}: {answer.message}"
