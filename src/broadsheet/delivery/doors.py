"""A door for each channel: who is to get an edition there, and how one message goes out.

    Door --open--> Opened: (message, commit) -> Answer, or DoorShutError when nothing can be sent to anybody

A door knows who is to get something before it is opened, and only opening it takes a secret.

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
class Opened:
    """A door through which messages go: ``send`` sends one."""

    send: Callable[[Message, Commit], Answer]
    close: Callable[[], None] = field(default=lambda: None)


@dataclass(frozen=True)
class Door:
    """``tries``, ``wait`` (seconds) and ``minutes`` are for messages that are put off.

    ``open`` raises ConfigError where a secret or an extra is not there.  ``secrets`` are the environment variables that
    it takes, each with the key of the configuration that names it.
    """

    recipients: Sequence[str]
    open: Callable[[], Opened]
    tries: int
    wait: float
    minutes: float
    faults: tuple[Failure, ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()

    @property
    def lacks(self) -> tuple[str, ...]:
        """What opening it would find missing of the secrets; never a secret itself."""
        return tuple(told for variable, subject in self.secrets if (told := _lack(variable, subject)))


def _lack(variable: str, subject: str) -> str:
    try:
        from_environment(variable, subject)
    except ConfigError as error:
        return f"{subject}: {error.message}"
    return ""


def mail_door(folder: Path, file: File, edition: Edition, revision: int) -> Door:
    """Return the door to the operator's relay.  Raises ConfigError, PublishError."""
    settings = checked(file.deliver.mail)
    listed = read_subscribers(Path(settings.subscribers), Path(settings.unsubscribed))
    readers = listed.reading(edition.language)
    headings = _headings(folder, file)
    body = letter(edition, headings, file.publish.base_url, settings.imprint, correction=bool(revision))
    envelope = Envelope(settings, edition, body, answer_to=bool(revision))

    def opened() -> Opened:
        relay = Relay(settings)

        def send(message: Message, commit: Commit) -> Answer:
            to = message.recipient
            first = key_of(message.edition, 0, "mail", to) if revision else ""
            try:
                raw = envelope(to, readers[to].token, message.key, first)
            except ValueError as error:
                return Answer("refused", f"cannot be written: {error}")
            return relay(to, raw, commit)

        return Opened(send, relay.close)

    secrets = ((settings.password_env, "[deliver.mail] password_env"),) if settings.user else ()
    return Door(tuple(readers), opened, settings.tries, settings.wait, settings.minutes, listed.faults, secrets)


def chat_door(folder: Path, file: File, edition: Edition, revision: int) -> Door:
    """Return the door to the chats.  Raises ConfigError."""
    secrets = {one.name: (one.url_env, f"[[deliver.chats]] {one.name}") for one in file.deliver.chats}
    _once_each([one.name for one in file.deliver.chats], "[[deliver.chats]]")
    headings = _headings(folder, file)

    def opened() -> Opened:
        chats = {name: Chat(name, from_environment(*secret)) for name, secret in secrets.items()}

        def send(message: Message, commit: Commit) -> Answer:
            chat = chats[message.recipient]
            title, body = notice(edition, headings, file.publish.base_url, chat.longest)
            return chat(title, body, commit)

        return Opened(send)

    mail = file.deliver.mail
    return Door(tuple(secrets), opened, mail.tries, mail.wait, mail.minutes, secrets=tuple(secrets.values()))


def webhook_door(folder: Path, file: File, edition: Edition, revision: int) -> Door:
    """Return the door to the webhooks.  Raises ConfigError."""
    secrets = tuple(secret for one in file.deliver.webhooks for secret in _secrets(one))
    _once_each([one.name for one in file.deliver.webhooks], "[[deliver.webhooks]]")
    body = (folder / "edition.json").read_bytes()

    def opened() -> Opened:
        hooks = {one.name: (_url(one), _secret(one)) for one in file.deliver.webhooks}
        post = Poster(private_origins(file.fetch.private, [url for url, _ in hooks.values()]))

        def send(message: Message, commit: Commit) -> Answer:
            url, secret = hooks[message.recipient]
            return post(url, signed(message.key, round(time.time()), body, secret), body, commit)

        return Opened(send)

    mail = file.deliver.mail
    names = tuple(one.name for one in file.deliver.webhooks)
    return Door(names, opened, mail.tries, mail.wait, mail.minutes, secrets=secrets)


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


def _secrets(hook: WebhookSettings) -> tuple[tuple[str, str], ...]:
    """Return the environment variables of a webhook, each with its key.  Raises ConfigError."""
    subject = f"[[deliver.webhooks]] {hook.name}"
    if bool(hook.url) == bool(hook.url_env):
        raise ConfigError("needs either url or url_env", subject=subject)
    named = (("url_env", hook.url_env), ("secret_env", hook.secret_env))
    return tuple((variable, f"{subject} {key}") for key, variable in named if variable)


def _url(hook: WebhookSettings) -> str:
    return hook.url or from_environment(hook.url_env, f"[[deliver.webhooks]] {hook.name} url_env")


def _secret(hook: WebhookSettings) -> str:
    return from_environment(hook.secret_env, f"[[deliver.webhooks]] {hook.name} secret_env") if hook.secret_env else ""


def _headings(folder: Path, file: File) -> Headings:
    return {str(language): words for language, words in kit_of(folder, file).desk.headings.items()}


def _once_each(names: Sequence[str], subject: str) -> None:
    if len(set(names)) < len(names):
        raise ConfigError("two of them have one name, and a name is what is remembered", subject=subject)
