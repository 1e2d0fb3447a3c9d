"""What is sent to an OpenAI-compatible endpoint and what comes back, and how the two sides agree on a form.

Servers differ in what they take: JSON schemas, any JSON object, or neither; ``max_tokens`` or its newer name; a
temperature or none.  The most is asked first.  A refusal that names a field is taken at its word and remembered.
"""

from __future__ import annotations

import threading
from typing import Literal, NamedTuple

import msgspec

from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.types import Value

Mode = Literal["schema", "object", "text"]
MODES: tuple[Mode, ...] = ("schema", "object", "text")


class Request(Value, frozen=True, kw_only=True):
    """One question.  ``subject`` is for the ledger (a story's id); ``shape`` and ``schema`` name and describe the JSON
    that the answer must be; ``longest`` bounds the answer in tokens.
    """

    subject: str
    system: str
    user: str
    shape: str
    schema: dict[str, object]
    longest: int


class Answer(Value, frozen=True, kw_only=True):
    """What came: the text, why it ended (``stop length content_filter`` ...), what it took.

    ``counted`` tells that the server counted the tokens; else they are estimates.
    """

    text: str
    finish: str
    refusal: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    milliseconds: int = 0
    counted: bool = True


class Terms(NamedTuple):
    """What was agreed with a server so far."""

    mode: Mode = "schema"
    limit: str = "max_tokens"
    without: frozenset[str] = frozenset()


class Agreement:
    """The terms of one endpoint, shared by all threads that ask it."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._auto = settings.structured == "auto"
        self.terms = Terms("schema" if settings.structured == "auto" else settings.structured)

    def body(self, request: Request, terms: Terms) -> bytes:
        """Return the JSON to send under ``terms``."""
        fields: dict[str, object] = {
            "model": self._settings.name,
            "messages": [
                {"role": "system", "content": request.system},
                {"role": "user", "content": request.user},
            ],
            "temperature": self._settings.temperature,
            **self._settings.parameters,
            terms.limit: request.longest,
            "stream": False,
        }
        if terms.mode == "schema":
            named = {"name": request.shape, "schema": request.schema, "strict": True}
            fields["response_format"] = {"type": "json_schema", "json_schema": named}
        elif terms.mode == "object":
            fields["response_format"] = {"type": "json_object"}
        return msgspec.json.encode({key: value for key, value in fields.items() if key not in terms.without})

    def relent(self, sent: Terms, told: str) -> bool:
        """Give way to a server that refused what was sent under ``sent``; False when there is nothing to give."""
        told = told.casefold()
        with self._lock:
            if self.terms != sent:
                return True  # another thread has heard the same meanwhile
            if "max_completion_tokens" in told and sent.limit == "max_tokens":
                self.terms = sent._replace(limit="max_completion_tokens")
                return True
            for field in ("temperature", *self._settings.parameters):
                if field.casefold() in told and field not in sent.without:
                    self.terms = sent._replace(without=sent.without | {field})
                    return True
            if self._auto and sent.mode != "text":
                self.terms = sent._replace(mode=MODES[MODES.index(sent.mode) + 1])
                return True
            return False


MOST_TOKENS = 10_000_000
"""A count above is none: no model reads or writes as much, and a bill must be a number."""


class _Part(msgspec.Struct):
    text: str = ""


class _Message(msgspec.Struct):
    content: str | list[_Part] | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Reply(msgspec.Struct):
    choices: list[_Choice]
    usage: _Usage | None = None


def read_reply(body: bytes, milliseconds: int, estimate_in: int, estimate_out: int) -> Answer | None:
    """Return the answer of a reply; None when it is none.  The estimates stand in where the server counts nothing."""
    try:
        reply = msgspec.json.decode(body, type=_Reply, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if not reply.choices:
        return None
    choice, usage = reply.choices[0], reply.usage
    content = choice.message.content
    text = content if isinstance(content, str) else "".join(part.text for part in content or ())
    counted = (
        usage is not None and 0 < usage.prompt_tokens <= MOST_TOKENS and 0 <= usage.completion_tokens <= MOST_TOKENS
    )
    return Answer(
        text=text,
        finish=choice.finish_reason or "stop",
        refusal=choice.message.refusal or "",
        tokens_in=usage.prompt_tokens if usage is not None and counted else estimate_in,
        tokens_out=usage.completion_tokens if usage is not None and counted else estimate_out,
        milliseconds=milliseconds,
        counted=counted,
    )
