"""Secrets of the operator's: they stand in the environment, never in a file, and go nowhere in the clear."""

from __future__ import annotations

import ipaddress
import os
import re
from urllib.parse import urlsplit

from broadsheet.errors import ConfigError


def from_environment(variable: str, subject: str, *, ascii_only: bool = False) -> str:
    """Return the secret that an environment variable holds, without the blanks around it.

    ``subject`` is the key of the configuration that names the variable; ``ascii_only`` for one that stands in a header.
    Raises ConfigError, which never tells the secret.
    """
    value = os.environ.get(variable, "").strip()
    fault = "holds nothing" if not value else "holds what cannot be printed" if not value.isprintable() else ""
    if not fault and ascii_only and not value.isascii():
        fault = "holds letters outside ASCII"
    if fault:
        raise ConfigError(
            f"the environment variable {variable or '(none named)'} {fault}",
            subject=subject,
            remedy=f"export {variable}=... before the command" if variable else "name one",
        )
    return value


def check_address(address: str, subject: str, *, keyed: bool, query: str = "") -> None:
    """Let an http(s) address of an endpoint pass that holds no secret, and to which one may be sent if it is ``keyed``.

    ``subject`` is the key of the configuration that names it; ``query`` is the pattern of the queries that it may have.
    Raises ConfigError.
    """
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not address.isascii() or not address.isprintable() or " " in address:
        raise ConfigError(f"{address!r} is no http(s) address", subject=subject)
    held = parts.username is not None or parts.password is not None or bool(parts.fragment)
    if held or not re.fullmatch(query, parts.query):
        raise ConfigError("holds a user, a password or a query", subject=subject, remedy="name the key with key_env")
    if keyed and parts.scheme == "http" and not is_near(parts.hostname or ""):
        raise ConfigError(
            "would send the key unencrypted through the network",
            subject=subject,
            remedy="use https, or leave key_env out",
        )


def is_here(host: str) -> bool:
    """Say whether ``host`` is this machine: what is sent there does not pass a network."""
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def is_near(host: str) -> bool:
    """Say whether ``host`` is this machine or an address of a private network."""
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_private)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
