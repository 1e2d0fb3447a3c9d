"""Secrets of the operator's: they stand in the environment, never in a file, and go nowhere in the clear."""

from __future__ import annotations

import ipaddress
import os

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
