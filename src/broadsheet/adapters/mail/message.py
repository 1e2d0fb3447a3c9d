"""Letter + subscriber -> the bytes of a mail (RFC 5322), the same bytes whenever they are made.

The Message-ID is the message's idempotency key, so a relay, a mailbox or a person can tell a repeated mail; the date is
the edition's.  One click unsubscribes (RFC 8058).
"""

from __future__ import annotations

import base64
import email.policy
from email.headerregistry import Address
from email.message import EmailMessage

from broadsheet.adapters.mail.letter import HERE, Letter
from broadsheet.adapters.mail.settings import LONGEST_ADDRESS, TOKEN, MailSettings, address
from broadsheet.types import Edition, digest

_LINE = 57
"""Bytes of a line of base64: 76 characters (RFC 2045)."""


class Envelope:
    """Addresses one letter of an edition.  What is the same for all its readers is made once; holds nothing of any."""

    def __init__(self, settings: MailSettings, edition: Edition, letter: Letter, answer_to: bool = False) -> None:
        """``answer_to``: the letter follows an earlier one of the same edition, and says so (In-Reply-To)."""
        self._unsubscribe = settings.unsubscribe
        self._answer_to = answer_to
        name, sender = address(settings.sender, "[deliver.mail] sender")
        self._domain = Address(addr_spec=sender).domain
        head = EmailMessage()
        head["From"] = Address(display_name=name, addr_spec=sender)
        if settings.reply_to:
            name, where = address(settings.reply_to, "[deliver.mail] reply_to")
            head["Reply-To"] = Address(display_name=name, addr_spec=where)
        head["Subject"] = letter.subject
        head["Date"] = edition.made
        # A reader whose address is not ASCII gets the headers in UTF-8 as well (RFC 6532).
        self._heads = {plain: _head(head, plain) for plain in (True, False)}
        self._same = b"".join(
            _line(name, value)
            for name, value in (
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                ("Auto-Submitted", "auto-generated"),
                ("X-Auto-Response-Suppress", "All"),
                ("Precedence", "list"),
                ("Content-Language", edition.language),
                ("MIME-Version", "1.0"),
            )
        )
        self._list = f"<edition-{edition.language.lower()}.broadsheet.{self._domain}>"
        self._parts = (_Part("text/plain", letter.text), _Part("text/html", letter.html))

    def message_id(self, key: str) -> str:
        """Return the Message-ID of the message with this idempotency key."""
        return f"<{key}@{self._domain}>"

    def __call__(self, recipient: str, token: str, key: str, first: str = "") -> bytes:
        """Return the message to ``recipient``; ``first`` is the key of the one that it follows.

        Raises ValueError when the recipient, the token or a header could break out of its line.
        """
        plain = recipient.isascii()
        to = EmailMessage()
        name, _, domain = recipient.rpartition("@")
        # The library's parser takes no name outside ASCII; its writer does.
        to["To"] = Address(addr_spec=recipient) if plain else Address(username=name, domain=domain)
        leave = self._unsubscribe.replace(TOKEN, token)
        own = [("Message-ID", self.message_id(key))]
        if self._answer_to and first:
            own += [("In-Reply-To", self.message_id(first)), ("References", self.message_id(first))]
        own += [("List-ID", self._list), ("List-Unsubscribe", f"<{leave}>")]
        edge = f"=_{digest(key, 'boundary')}"
        # These lines are not left to the library: it would fold a long address in the middle.
        lines = b"".join(_line(name, value) for name, value in own)
        kind = _line("Content-Type", f'multipart/alternative; boundary="{edge}"')
        text, html = self._parts
        mark = f"--{edge}".encode()
        return b"".join(
            (
                *(self._heads[plain], _head(to, plain), lines, self._same, kind, b"\r\n"),
                *(mark, b"\r\n", *text(leave), mark, b"\r\n", *html(leave.replace("&", "&amp;"))),
                *(mark, b"--\r\n"),
            )
        )


class _Part:
    """A part of the body in base64: up to the line in which ``HERE`` first stands it is encoded once, for all."""

    def __init__(self, kind: str, body: str) -> None:
        raw = body.encode()
        cut = max(raw.find(HERE.encode()), 0) // _LINE * _LINE
        head = f"Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        self._before, self._rest = head.encode() + _encoded(raw[:cut]), raw[cut:]

    def __call__(self, put: str) -> tuple[bytes, bytes]:
        return self._before, _encoded(self._rest.replace(HERE.encode(), put.encode()))


def _encoded(raw: bytes) -> bytes:
    return base64.encodebytes(raw).replace(b"\n", b"\r\n")


def _head(head: EmailMessage, plain: bool) -> bytes:
    """Return headers that people read, folded and encoded by the library."""
    policy = email.policy.SMTP if plain else email.policy.SMTPUTF8
    return head.as_bytes(policy=policy).partition(b"\r\n\r\n")[0] + b"\r\n"


def _line(name: str, value: str) -> bytes:
    if not value.isascii() or not value.isprintable() or len(value) > LONGEST_ADDRESS + len(name):
        raise ValueError(f"{name} cannot be {value[:100]!r}")
    return f"{name}: {value}\r\n".encode()
