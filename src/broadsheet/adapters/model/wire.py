"""What is sent to an OpenAI-compatible endpoint and what comes back, and how the two sides agree on a form.

Servers differ in what they take: JSON schemas, with bounds or without, any JSON object, or neither; ``max_tokens`` or
its newer name; a temperature or none.  The most is asked first.  A refusal that names a field is taken at its word and
remembered.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Literal, NamedTuple

import msgspec

from broadsheet.adapters.model.settings import ModelSettings, is_local
from broadsheet.adapters.model.tokens import bound, estimate
from broadsheet.decode import decode_json
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
    """What was agreed with a server so far; ``without`` are fields, and keywords of schemas, that it does not take."""

    mode: Mode = "schema"
    limit: str = "max_tokens"
    without: frozenset[str] = frozenset()


KEYWORDS = ("maxItems", "maxLength")
"""Bounds in a schema that some servers refuse (Azure OpenAI both, OpenAI the second)."""


def _lacking(schema: object, without: frozenset[str]) -> object:
    """Return a schema without its bounds, as far as they are in ``without``."""
    if isinstance(schema, dict):
        return {key: _lacking(one, without) for key, one in schema.items() if key not in KEYWORDS or key not in without}
    return [_lacking(one, without) for one in schema] if isinstance(schema, list) else schema


class Agreement:
    """The terms of one endpoint, shared by all threads that ask it."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._auto = settings.structured == "auto"
        # A service that takes strict schemas refuses bounds of strings; what runs here is small, and needs them.
        without = frozenset[str]() if is_local(settings.base_url) else frozenset({"maxLength"})
        self.terms = Terms("schema" if settings.structured == "auto" else settings.structured, without=without)

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
            named = {"name": request.shape, "schema": _lacking(request.schema, terms.without), "strict": True}
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
            for field in ("temperature", *self._settings.parameters, *(KEYWORDS if sent.mode == "schema" else ())):
                if field.casefold() in told and field not in sent.without:
                    self.terms = sent._replace(without=sent.without | {field})
                    return True
            if self._auto and sent.mode != "text":
                self.terms = sent._replace(mode=MODES[MODES.index(sent.mode) + 1])
                return True
            return False


class _Part(msgspec.Struct):
    text: str = ""


class _Message(msgspec.Struct):
    content: str | list[_Part] | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message = msgspec.field(default_factory=_Message)
    finish_reason: str | None = None


class _Reply(msgspec.Struct):
    choices: list[_Choice]
    usage: object = None


class _Told(msgspec.Struct):
    code: int | str | None = None
    message: str = ""


class _Error(msgspec.Struct):
    error: _Told


class _BrokenChoice(msgspec.Struct):
    finish_reason: Literal["error", "insufficient_system_resource", "abort"]
    error: _Told | None = None


class _Broken(msgspec.Struct):
    choices: list[_BrokenChoice]


ENDS: Mapping[str, str] = {"max_tokens": "length", "model_length": "length", "sensitive": "content_filter"}
"""How some servers call what the others call by the second name."""
UNENDED = frozenset({"error", "insufficient_system_resource", "abort"})
"""Reasons of an end that was the server's fault: OpenRouter's, DeepSeek's and vLLM's."""
HIDDEN_TOKENS = 4096
"""Tokens that a server may add to a prompt of its own accord: a template, an instruction."""


def read_reply(body: bytes, milliseconds: int, request: Request) -> Answer | None:
    """Return the answer of a reply; None when it is none.

    Estimates stand in where the server counts nothing, or what cannot be: no tokenizer makes more tokens than bytes.
    """
    try:
        reply = decode_json(body, _Reply, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # what is skipped nests too
        return None
    if not reply.choices or reply.choices[0].finish_reason in UNENDED:
        return None
    choice = reply.choices[0]
    content = choice.message.content
    text = content if isinstance(content, str) else "".join(part.text for part in content or ())
    usage = reply.usage if isinstance(reply.usage, dict) else {}
    tokens_in, tokens_out = usage.get("prompt_tokens"), usage.get("completion_tokens")
    most_in = bound(request.system, request.user, str(request.schema)) + HIDDEN_TOKENS
    told = _count(tokens_in, 1, most_in), _count(tokens_out, 0, request.longest + len(body))
    finish = choice.finish_reason or "stop"
    return Answer(
        text=text,
        finish=ENDS.get(finish, finish),
        refusal=choice.message.refusal or "",
        tokens_in=estimate(request.system, request.user) if None in told else told[0] or 0,
        tokens_out=estimate(text) if None in told else told[1] or 0,
        milliseconds=milliseconds,
        counted=None not in told,
    )


def _count(value: object, least: int, most: int) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most else None


def fault_within(body: bytes) -> tuple[int, str] | None:
    """Return status and message of an error that came with status 200, in a reply's place or within its choice."""
    for read in (_instead, _within_choice):
        try:
            told = read(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, IndexError):
            continue
        return (told.code if isinstance(told.code, int) and 400 <= told.code < 600 else 502), told.message
    return None


def _instead(body: bytes) -> _Told:
    return decode_json(body, _Error, strict=False).error


def _within_choice(body: bytes) -> _Told:
    choice = decode_json(body, _Broken, strict=False).choices[0]
    return choice.error or _Told(message=f"it ended for the reason {choice.finish_reason!r}")


def filtered(status: int, told: str) -> bool:
    """Say whether a server refused the matter of a request, not its form and not its key."""
    told = told.casefold()
    return (status == 400 and ("content_filter" in told or "content management policy" in told)) or (
        status == 403 and ("moderation" in told or "flagged" in told)
    )
