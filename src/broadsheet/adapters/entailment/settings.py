"""Table ``[entailment]`` of broadsheet.toml: where texts are compared, and from which score on one follows."""

from __future__ import annotations

from typing import Annotated

import msgspec

from broadsheet.adapters.secret import check_address, from_environment
from broadsheet.errors import ConfigError

THRESHOLD = 0.5
"""Score of the label from which a sentence follows.  Set by hand, 2026-11-23: from there on it outweighs all the other
labels together.  No model of inference is at hand to sweep it with; ``broadsheet eval verify --judge entailment``
measures the one that you run."""
TABLE = "[entailment]"


class EntailmentSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A server of Hugging Face's text-embeddings-inference, or one that answers alike.

    ``url`` is the whole address (``http://127.0.0.1:8080/predict``); ``name`` says what serves there, and is to be
    changed with the model, for answers are remembered under it.  ``key_env`` names the environment variable with the
    key (``Authorization: Bearer``).  ``label`` is the label of the model that means "follows".
    """

    url: str = ""
    name: str = ""
    key_env: str = ""
    label: Annotated[str, msgspec.Meta(min_length=1)] = "entailment"
    threshold: Annotated[float, msgspec.Meta(gt=0, le=1)] = THRESHOLD
    timeout: Annotated[float, msgspec.Meta(gt=0, le=600)] = 30.0


def checked(settings: EntailmentSettings) -> EntailmentSettings:
    """Return ``settings`` when they name a server that can be asked.  Raises ConfigError."""
    if not settings.url:
        raise ConfigError(
            "the judge entailment needs url",
            subject=TABLE,
            remedy='url = "http://127.0.0.1:8080/predict" for text-embeddings-inference on this machine',
        )
    check_address(settings.url, f"{TABLE} url", keyed=bool(settings.key_env))
    return settings


def key_of(settings: EntailmentSettings) -> str:
    """Return the key from the environment; empty when none is configured.  Raises ConfigError when it is not set."""
    return from_environment(settings.key_env, f"{TABLE} key_env", ascii_only=True) if settings.key_env else ""
