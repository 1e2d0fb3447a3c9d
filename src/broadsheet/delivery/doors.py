"""A door for each channel: who is to get an edition there, and how one message goes out.

    (message, commit) -> Answer, or DoorShutError when nothing can be sent to anybody

``commit`` must be called before the other side can have the whole message, and after all that can be done without that.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.adapters.chat import Chat, notice
from broadsheet.adapters.mail.answer import Answer
from broadsheet.adapters.mail.letter import letter
from broadsheet.adapters.mail.message import Envelope
from broadsheet.adapters.mail.settings import WebhookSettings, checked
from broadsheet.adapters.mail.smtp import Relay
from broadsheet.adapters.secret import from_environment
from broadsheet.adapters.web.post import Poster
from broadsheet.adapters.web.transport import private_origins
from broadsheet.adapters.wording import Headings
from broadsheet.config_file import File
from broadsheet.delivery.outbox import Message, key_of
from broadsheet.delivery.subscribers import read_subscribers
from broadsheet.errors import ConfigError
from broadsheet.replay import kit_of
from broadsheet.types import Edition, Failure

Commit = Callable[[], None]


@dataclass(frozen=True)
class Door:
    """``send`` sends one message.  ``tries``, ``wait`` (seconds) and ``minutes`` are for those that are put off."""

    recipients: Sequence[str]
    send: Callable[[Message, Commit], Answer]
    tries: int
    wait: float
    minutes: float
    faults: tuple[Failure, ...] = ()
    close: Callable[[], None] = field(default=lambda: None)

    def __call__(self, message: Message, commit: Commit) -> Answer:
        """Send one message."""
        return self.send(message, commit)


def mail_door(folder: Path, file: File, edition: Edition, revision: int) -> Door:
    """Return the door to the operator's relay.  Raises ConfigError, PublishError."""
    settings = checked(file.deliver.mail)
    listed = read_subscribers(Path(settings.subscribers), Path(settings.unsubscribed))
    readers = listed.reading(edition.language)
    headings = _headings(folder, file)
    body = letter(edition, headings, file.publish.base_url, settings.imprint, correction=bool(revision))
    envelope = Envelope(settings, edition, body, answer_to=bool(revision))
    relay = Relay(settings)

    def send(message: Message, commit: Commit) -> Answer:
        to = message.recipient
        first = key_of(message.edition, 0, "mail", to) if revision else ""
        try:
            raw = envelope(to, readers[to].token, message.key, first)
        except ValueError as error:
            return Answer("refused", f"cannot be written: {error}")
        return relay(to, raw, commit)

    return Door(tuple(readers), send, settings.tries, settings.wait, settings.minutes, listed.faults, relay.close)


def chat_door(folder: Path, file: File, edition: Edition, revision: int) -> Door:
    """Return the door to the chats.  Raises ConfigError."""
    chats = {one.name: Chat(one.name, from_environment(one.url_env, f"[[deliver.chats]] {one.name}"))
             for one in file.deliver.chats}  # fmt: skip
    _once_each([one.name for one in file.deliver.chats], "[[deliver.chats]]")
    headings = _headings(folder, file)

    def send(message: Message, commit: Commit) -> Answer:
        chat = chats[message.recipient]
        title, body = notice(edition, headings, file.publish.base_url, chat.longest)
        return chat(title, body, commit)

    mail = file.deliver.mail
    return Door(tuple(chats), send, mail.tries, mail.wait, mail.minutes)


def webhook_door(folder: Path, file: File, edition: Edition, revision: int) -> Door:
    """Return the door to the webhooks.  Raises ConfigError."""
    hooks = {one.name: (_url(one), _secret(one)) for one in file.deliver.webhooks}
    _once_each([one.name for one in file.deliver.webhooks], "[[deliver.webhooks]]")
    body = (folder / "edition.json").read_bytes()
    post = Poster(private_origins(file.fetch.private, [url for url, _ in hooks.values()]))

    def send(message: Message, commit: Commit) -> Answer:
        url, secret = hooks[message.recipient]
        return post(url, signed(message.key, round(time.time()), body, secret), body, commit)

    mail = file.deliver.mail
    return Door(tuple(hooks), send, mail.tries, mail.wait, mail.minutes)


def signed(key: str, moment: int, body: bytes, secret: str) -> dict[str, str]:
    """Return the headers of a webhook, in the form of Standard Webhooks 1.0 (standardwebhooks.com).

    The signature is HMAC-SHA256 over ``id.timestamp.body``; a receiver that repeats it knows the sender, and by the id
    (the idempotency key) that it has the message already.  Without a secret nothing is signed.
    """
    headers = {"Idempotency-Key": f'"{key}"', "Webhook-Id": key, "Webhook-Timestamp": str(moment)}
    if secret:
        mac = hmac.new(secret.encode(), f"{key}.{moment}.".encode() + body, hashlib.sha256).digest()
        headers["Webhook-Signature"] = f"v1,{base64.b64encode(mac).decode()}"
    return headers


def _url(hook: WebhookSettings) -> str:
    subject = f"[[deliver.webhooks]] {hook.name}"
    if bool(hook.url) == bool(hook.url_env):
        raise ConfigError("needs either url or url_env", subject=subject)
    return hook.url or from_environment(hook.url_env, f"{subject} url_env")


def _secret(hook: WebhookSettings) -> str:
    return from_environment(hook.secret_env, f"[[deliver.webhooks]] {hook.name} secret_env") if hook.secret_env else ""


def _headings(folder: Path, file: File) -> Headings:
    return {str(language): words for language, words in kit_of(folder, file).desk.headings.items()}


def _once_each(names: Sequence[str], subject: str) -> None:
    if len(set(names)) < len(names):
        raise ConfigError("two of them have one name, and a name is what is remembered", subject=subject)
