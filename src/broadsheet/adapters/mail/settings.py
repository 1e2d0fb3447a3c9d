"""Table ``[deliver]`` of broadsheet.toml: who gets an edition, by which door.  Secrets never stand in the file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from email_validator import EmailNotValidError, validate_email

from broadsheet.adapters.secret import is_here
from broadsheet.errors import ConfigError

_Name = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$",
        description="a name of at most 64 letters, figures, _ and -, of ASCII, that begins with a letter or a figure",
    ),
]
TOKEN = "{token}"
"""What stands for a subscriber in the address of ``unsubscribe``."""
LONGEST_ADDRESS = 800
"""Bytes of an unsubscribe address with its token: it stands in a header line, of at most 998 bytes (RFC 5322)."""


class MailSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Table ``[deliver.mail]``.  Without ``host`` no mail is sent.

    ``host`` is the operator's own relay, ``security`` how the way there is kept secret, ``ca`` a file of certificates
    to trust beside the public ones.  ``password_env`` names the environment variable that holds the password of
    ``user``.  ``sender`` is the From header, ``bounces`` the return path (default: the sender's address).
    ``subscribers`` is a file of address, language and token (.csv or .jsonl), ``unsubscribed`` one of tokens or
    addresses.  ``unsubscribe`` is the https address, with ``{token}`` in it, that one click posts to (RFC 8058).
    ``imprint`` stands at the foot of every mail: who sends it, from where.  After ``per_connection`` mails the
    connection is made anew; ``timeout`` is in seconds.  A message that is put off is tried ``tries`` times, after
    ``wait`` seconds, then four times as long, and so on; a command waits for them ``minutes`` at most.
    """

    host: str = ""
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    ca: str = ""
    user: str = ""
    password_env: str = ""
    sender: str = ""
    reply_to: str = ""
    bounces: str = ""
    subscribers: str = "subscribers.csv"
    unsubscribed: str = "unsubscribed.txt"
    unsubscribe: str = ""
    imprint: str = ""
    per_connection: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = 100
    timeout: Annotated[float, msgspec.Meta(gt=0, le=600)] = 60.0
    tries: Annotated[int, msgspec.Meta(ge=1, le=20)] = 5
    wait: Annotated[float, msgspec.Meta(ge=0, le=86_400)] = 60.0
    minutes: Annotated[float, msgspec.Meta(ge=0, le=1440)] = 10.0


class ChatSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of ``[[deliver.chats]]``: ``url_env`` names the environment variable that holds the Apprise address."""

    name: _Name
    url_env: str


class WebhookSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of ``[[deliver.webhooks]]``: the JSON of the edition is posted to ``url``.

    ``secret_env`` names the environment variable that holds the secret it is signed with; ``url_env`` may hold the
    address itself, where that is the secret.
    """

    name: _Name
    url: str = ""
    url_env: str = ""
    secret_env: str = ""


class DeliverSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Table ``[deliver]``."""

    mail: MailSettings = MailSettings()
    chats: tuple[ChatSettings, ...] = ()
    webhooks: tuple[WebhookSettings, ...] = ()

    def beside(self, folder: Path) -> DeliverSettings:
        """Return these settings with the names of files relative to ``folder``, that of the configuration."""
        mail = self.mail
        names = {n: str(folder / v) for n in ("subscribers", "unsubscribed", "ca") if (v := getattr(mail, n))}
        return msgspec.structs.replace(self, mail=msgspec.structs.replace(mail, **names))


def checked(mail: MailSettings) -> MailSettings:
    """Return ``mail`` when it can be sent with.  Raises ConfigError."""
    where = "[deliver.mail]"
    address(mail.sender, f"{where} sender")
    for key, value in (("reply_to", mail.reply_to), ("bounces", mail.bounces)):
        if value:
            address(value, f"{where} {key}")
    parts = urlsplit(mail.unsubscribe.replace(TOKEN, "x"))
    sound = parts.scheme == "https" and parts.hostname and mail.unsubscribe.count(TOKEN) == 1
    if not sound or not re.fullmatch(r"[\x21-\x7e]+", mail.unsubscribe) or set("<>\"'\\") & set(mail.unsubscribe):
        raise ConfigError(
            f"{mail.unsubscribe!r} is no https address with {TOKEN} in it",
            subject=f"{where} unsubscribe",
            remedy=f"e.g. https://news.example.org/unsubscribe?t={TOKEN}; mailbox providers ask for it (RFC 8058)",
        )
    if len(mail.unsubscribe) > LONGEST_ADDRESS - 128:
        raise ConfigError(f"is longer than {LONGEST_ADDRESS - 128} characters", subject=f"{where} unsubscribe")
    if bool(mail.user) != bool(mail.password_env):
        raise ConfigError("user and password_env go together", subject=where)
    if mail.security == "none" and mail.user and not is_here(mail.host):
        raise ConfigError(
            "would send the password unencrypted through the network",
            subject=f"{where} security",
            remedy='use "starttls" or "tls"',
        )
    return mail


_BARE = re.compile(r'([^"\\<>()\[\]:;,@\x00-\x1f\x7f]*\S)\s*(<[^<>]*>)')
"""A name without quotes that could do without, were its letters ASCII: 早報 <news@example.org>."""


def address(text: str, subject: str) -> tuple[str, str]:
    """Return the display name and the address of ``NAME <ADDRESS>`` or ``ADDRESS``.

    A name of any script needs no quotes.  Raises ConfigError.
    """
    try:
        if bare := _BARE.fullmatch(text.strip()):
            text = f'"{bare[1].strip()}" {bare[2]}'
        valid = validate_email(text, check_deliverability=False, allow_display_name=True, test_environment=True)
    except EmailNotValidError as error:
        raise ConfigError(
            f"{text!r} is no e-mail address ({error})",
            subject=subject,
            remedy='write NAME <ADDRESS> or ADDRESS; a name with a comma, a dot or a colon stands in "quotes"',
        ) from error
    return valid.display_name or "", valid.ascii_email or valid.normalized
