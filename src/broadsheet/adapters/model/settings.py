"""Table ``[model]`` of broadsheet.toml: which model, where, with which limits.  The key never stands in the file."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

from broadsheet.adapters.secret import check_address, from_environment, is_here
from broadsheet.errors import ConfigError

Structured = Literal["auto", "schema", "object", "text"]
"""How an answer is held to its form: by JSON schema, as any JSON object, by asking only; ``auto`` finds out."""
Parameter = str | int | float | bool


class ModelSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which model writes, where it is, what it may cost.

    ``base_url`` ends where ``/chat/completions`` begins (``http://127.0.0.1:11434/v1``); ``key_env`` names the
    environment variable that holds the key, which is sent as
    ``key_header`` (Azure: ``api-key``).  ``in_flight`` is how many calls may be under way at once, ``timeout`` the
    seconds that one may take.  ``max_usd`` and ``max_tokens`` bind an edition (0: no bound).  ``input_usd`` and
    ``output_usd`` are prices per million tokens, for a model that the price table does not know.  ``context_tokens`` is
    the room for source sentences in a call, ``answer_tokens`` the most that one answer may have, for a slow model: what
    does not fit is quoted.  ``parameters`` are sent as they are.
    """

    base_url: str = ""
    name: str = ""
    key_env: str = ""
    key_header: Literal["Authorization", "api-key"] = "Authorization"
    in_flight: Annotated[int, msgspec.Meta(ge=1, le=128)] = 8
    timeout: Annotated[float, msgspec.Meta(gt=0, le=3600)] = 120.0
    structured: Structured = "auto"
    temperature: Annotated[float, msgspec.Meta(ge=0, le=2)] = 0.0
    context_tokens: Annotated[int, msgspec.Meta(ge=200, le=100_000)] = 1300
    answer_tokens: Annotated[int, msgspec.Meta(ge=100, le=100_000)] = 100_000
    max_usd: Annotated[float, msgspec.Meta(ge=0, le=1e6)] = 0.0
    max_tokens: Annotated[int, msgspec.Meta(ge=0, le=10**12)] = 0
    input_usd: Annotated[float, msgspec.Meta(ge=0, le=1e6)] | None = None
    output_usd: Annotated[float, msgspec.Meta(ge=0, le=1e6)] | None = None
    parameters: dict[str, Parameter] = {}


RESERVED = frozenset({"model", "messages", "response_format", "max_tokens", "max_completion_tokens", "stream", "n"})
"""What ``parameters`` may not set: the writer sets it, or relies on its absence."""


_CLASSIC = r"(?:api-version=[\w.-]+)?"
"""The one query that an address may have: Azure's classic endpoints want it."""


def endpoint(base_url: str, name: str) -> str:
    """Return the address of ``name`` below ``base_url``, whose query stays at its end."""
    base, mark, query = base_url.partition("?")
    return f"{base.rstrip('/')}/{name}{mark}{query}"


def is_local(base_url: str) -> bool:
    """Say whether an address is on this machine."""
    return is_here(urlsplit(base_url).hostname or "")


def checked_judge(settings: ModelSettings) -> ModelSettings:
    """Return ``settings``, those of [judge_model], when they name a model and no bounds.  Raises ConfigError."""
    if settings.max_usd or settings.max_tokens:
        raise ConfigError(
            "has no bounds of its own: those of [model] hold for all that an edition asks",
            subject="[judge_model]",
            remedy="set max_usd and max_tokens in [model], or give --max-usd and --max-tokens",
        )
    return checked(settings, "[judge_model]")


def checked(settings: ModelSettings, subject: str = "[model]") -> ModelSettings:
    """Return ``settings`` (those of the table ``subject``) when they name a model that can be asked.

    Raises ConfigError.
    """
    if not settings.base_url or not settings.name:
        raise ConfigError(
            "a model that is asked needs base_url and name",
            subject=subject,
            remedy="broadsheet doctor looks for a model on this machine and prints both lines",
        )
    check_address(settings.base_url, f"{subject} base_url", keyed=bool(settings.key_env), query=_CLASSIC)
    if taken := sorted(RESERVED & settings.parameters.keys()):
        raise ConfigError(f"{', '.join(taken)} cannot be set", subject=f"{subject} parameters")
    return settings


def key_of(settings: ModelSettings) -> str:
    """Return the key from the environment; empty when none is configured.  Raises ConfigError when it is not set."""
    return from_environment(settings.key_env, "[model] key_env", ascii_only=True) if settings.key_env else ""
