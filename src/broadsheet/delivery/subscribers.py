"""The list: who gets the mail.

    subscribers.csv      address,language,token      (or .jsonl with the same keys)
    unsubscribed.txt     a token or an address a line; # begins a remark

A token is what the unsubscribe address carries instead of the person's own; it is made here, of 128 random bits.
An empty language takes every edition.
"""

from __future__ import annotations

import csv
import io
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from email_validator import EmailNotValidError, validate_email

from broadsheet.decode import decode_json
from broadsheet.errors import ConfigError, UsageError
from broadsheet.files import one_writer, write_named
from broadsheet.types import Failure, Language

FIELDS = ("address", "language", "token")
_TOKEN = re.compile(r"[0-9A-Za-z._~-]{8,128}")
"""What may stand in an address unescaped (RFC 3986), and is not guessed."""
_LANGUAGES = ("", "zh-Hant", "en")
_TOLD = 100


@dataclass(frozen=True, slots=True)
class Subscriber:
    """``address`` is the form that is sent to: its domain in ASCII (IDNA), lower case."""

    address: str
    language: str
    token: str


@dataclass(frozen=True, slots=True)
class Subscribers:
    """The list as it stands, and what in it could not be used.  ``gone`` counts those who have unsubscribed."""

    everyone: tuple[Subscriber, ...]
    faults: tuple[Failure, ...]
    gone: int

    def reading(self, language: Language) -> dict[str, Subscriber]:
        """Return who gets an edition in ``language``, by address."""
        return {one.address: one for one in self.everyone if one.language in ("", language)}


def read_subscribers(path: Path, unsubscribed: Path) -> Subscribers:
    """Read the list.  A line that cannot be used is a failure beside it, and costs the others nothing.

    Raises ConfigError when a file cannot be read at all: an empty list is a file without lines, never a missing one.
    """
    left = {line.casefold() for line in _left(unsubscribed)}
    found: dict[str, Subscriber] = {}
    tokens: dict[str, str] = {}
    faults: list[Failure] = []
    gone = 0
    for number, row in _rows(path):
        given = row if isinstance(row, Failure) else _subscriber(row, f"{path.name} line {number}")
        if isinstance(given, Failure):
            faults.append(given)
        elif given.address in found or given.token in tokens:
            what = "address" if given.address in found else "token"
            faults.append(_fault(f"{path.name} line {number}", "repeated", f"the {what} stands there already"))
        elif {given.address.casefold(), given.token.casefold()} & left:
            gone += 1
            tokens[given.token] = given.address
        else:
            found[given.address] = given
            tokens[given.token] = given.address
    return Subscribers(tuple(found.values()), tuple(faults), gone)


def add_subscriber(path: Path, text: str, language: str) -> Subscriber:
    """Add a subscriber with a new token; return it.  Raises UsageError when the address is none or stands there."""
    made = _subscriber({"address": text, "language": language, "token": secrets.token_urlsafe(16)}, text)
    if isinstance(made, Failure):
        raise UsageError(made.message, subject=made.subject)
    with one_writer(path):
        if path.exists() and any(one.address == made.address for one in read_subscribers(path, Path()).everyone):
            raise UsageError("is on the list already", subject=made.address)
        line = dict(zip(FIELDS, (made.address, made.language, made.token), strict=True))
        before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        if before and not before.endswith("\n"):
            before += "\n"
        if path.suffix == ".jsonl":
            write_named(path, before + msgspec.json.encode(line).decode() + "\n")
        else:
            out = io.StringIO()
            writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
            if not before:
                writer.writeheader()
            writer.writerow(line)
            write_named(path, before + out.getvalue())
    return made


def unsubscribe(path: Path, unsubscribed: Path, name: str) -> bool:
    """Note that the subscriber with the token or address ``name`` wants no more mail; say whether that is new.

    Raises UsageError, and notes nothing, for what is on no line of the list: a slip of the finger would be taken for
    done, and anybody could fill the file through the address behind the link.
    """
    name = name.strip()
    if not name or not name.isprintable() or name.startswith("#"):
        raise UsageError(f"{name!r} is no token and no address")
    with one_writer(unsubscribed):
        listed = read_subscribers(path, Path()).everyone
        found = next((one for one in listed if _forms(name) & {one.token.casefold(), one.address.casefold()}), None)
        noted = {line.casefold() for line in _left(unsubscribed)}
        if found is None and not _forms(name) & noted:
            raise UsageError(
                f"is no token and no address of {path.name}; nothing was noted",
                subject=name,
                remedy="broadsheet subscribers list tells who is on it",
            )
        if (_forms(name) | ({found.token.casefold(), found.address.casefold()} if found else set())) & noted:
            return False
        before = unsubscribed.read_text(encoding="utf-8-sig") if unsubscribed.exists() else ""
        gap = "" if not before or before.endswith("\n") else "\n"
        write_named(unsubscribed, f"{before}{gap}{name}\n")
        return True


def _forms(name: str) -> set[str]:
    """Return ``name`` as it may stand in the list: as typed, and as the address that mail is sent to."""
    made = _subscriber({"address": name, "token": "x" * 8}, "")
    return {name.casefold()} | (set() if isinstance(made, Failure) else {made.address.casefold()})


def _left(path: Path) -> list[str]:
    if not path.is_file():
        return []
    lines = (line.partition("#")[0].strip() for line in _text(path).splitlines())
    return [line for line in lines if line]


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str] | Failure]]:
    text = _text(path)
    if path.suffix == ".jsonl":
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                try:
                    yield number, decode_json(line, dict[str, str])
                except (msgspec.DecodeError, UnicodeError) as error:
                    yield number, _fault(f"{path.name} line {number}", "unreadable", str(error))
        return
    reader = csv.DictReader(io.StringIO(text))
    if "address" not in (reader.fieldnames or ()) or "token" not in (reader.fieldnames or ()):
        raise ConfigError(
            "its first line does not name the columns", subject=str(path), remedy=f"write {','.join(FIELDS)} there"
        )
    for row in reader:
        yield reader.line_num, {key: value or "" for key, value in row.items() if isinstance(key, str)}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(
            f"cannot be read ({why})",
            subject=str(path),
            remedy="broadsheet subscribers add ADDRESS makes a list; [deliver.mail] says where it is",
        ) from error


def _subscriber(row: Mapping[str, str], where: str) -> Subscriber | Failure:
    text, language, token = (row.get(field, "").strip() for field in FIELDS)
    try:
        valid = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        return _fault(where, "bad_address", f"{text[:_TOLD]!r} is no e-mail address ({error})")
    if language not in _LANGUAGES:
        return _fault(where, "bad_language", f"{language[:_TOLD]!r} is neither zh-Hant, en nor empty")
    if not _TOKEN.fullmatch(token):
        return _fault(where, "bad_token", f"{token[:_TOLD]!r} is no token: 8 to 128 letters, digits, . _ ~ or -")
    address = valid.ascii_email or f"{valid.local_part}@{valid.ascii_domain}"
    return Subscriber(address.lower() if address.isascii() else address, language, token)


def _fault(where: str, kind: str, message: str) -> Failure:
    return Failure(stage="deliver", subject=where, kind=kind, message=f"{message}; nothing is sent there: correct it")
