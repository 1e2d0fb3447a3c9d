"""Letter + subscriber -> the bytes of a mail (RFC 5322), the same bytes whenever they are made.

The Message-ID is the message's idempotency key, so a relay, a mailbox or a person can tell a repeated mail; the date is
the edition's.  One click unsubscribes (RFC 8058).
"""

from __future__ import annotations

import base64
import email.policy
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from broadsheet.adapters.mail.letter import HERE, Letter
from broadsheet.adapters.mail.settings import LONGEST_ADDRESS, TOKEN, MailSettings, address
from broadsheet.types import Edition, digest


class Envelope:
    """Addresses letters of one edition.  Holds nothing of a subscriber."""

    def __init__(self, settings: MailSettings, edition: Edition, answer_to: bool = False) -> None:
        """``answer_to``: a letter follows an earlier one of the same edition, and says so (In-Reply-To)."""
        self._settings = settings
        self._date: datetime = edition.made
        self._language = edition.language
        name, sender = address(settings.sender, "[deliver.mail] sender")
        self._from = Address(display_name=name, addr_spec=sender)
        self._domain = self._from.domain
        self._answer_to = answer_to

    def message_id(self, key: str) -> str:
        """Return the Message-ID of the message with this idempotency key."""
        return f"<{key}@{self._domain}>"

    def __call__(self, letter: Letter, recipient: str, token: str, key: str, first: str = "") -> bytes:
        """Return the message to ``recipient``; ``first`` is the key of the one that it follows.

        Raises ValueError when the recipient, the token or a header could break out of its line.
        """
        leave = self._settings.unsubscribe.replace(TOKEN, token)
        own = [("Message-ID", self.message_id(key))]
        if self._answer_to and first:
            own += [("In-Reply-To", self.message_id(first)), ("References", self.message_id(first))]
        own += [
            ("List-ID", f"<edition-{self._language.lower()}.broadsheet.{self._domain}>"),
            ("List-Unsubscribe", f"<{leave}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
            ("Precedence", "list"),
            ("Content-Language", self._language),
            ("MIME-Version", "1.0"),
        ]
        edge = f"=_{digest(key, 'boundary')}"
        own.append(("Content-Type", f'multipart/alternative; boundary="{edge}"'))
        # These lines are not left to the library: it would fold a long address in the middle.
        lines = b"".join(_line(name, value) for name, value in own)
        parts = b"".join(
            f"--{edge}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
            + base64.encodebytes(body.replace(HERE, put).encode()).replace(b"\n", b"\r\n")
            for kind, body, put in (
                ("text/plain", letter.text, leave),
                ("text/html", letter.html, leave.replace("&", "&amp;")),
            )
        )
        return self._head(letter.subject, recipient) + lines + b"\r\n" + parts + f"--{edge}--\r\n".encode()

    def _head(self, subject: str, recipient: str) -> bytes:
        """Return the headers that people read, folded and encoded by the library."""
        policy = email.policy.SMTP if recipient.isascii() else email.policy.SMTPUTF8
        head = EmailMessage(policy=policy)
        head["From"] = self._from
        head["To"] = Address(addr_spec=recipient)
        if self._settings.reply_to:
            name, where = address(self._settings.reply_to, "[deliver.mail] reply_to")
            head["Reply-To"] = Address(display_name=name, addr_spec=where)
        head["Subject"] = subject
        head["Date"] = self._date
        return head.as_bytes().partition(b"\r\n\r\n")[0] + b"\r\n"


def _line(name: str, value: str) -> bytes:
    if not value.isascii() or not value.isprintable() or len(value) > LONGEST_ADDRESS + len(name):
        raise ValueError(f"{name} cannot be {value[:100]!r}")
    return f"{name}: {value}\r\n".encode()
