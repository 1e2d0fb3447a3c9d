"""The way to the relay is kept secret, or nothing goes that way: STARTTLS, TLS from the first byte, passwords.

A real server with real certificates, made here by a real authority (trustme); and a wire between it and us on which
everything that is said is written down.
"""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from broadsheet.adapters.mail.settings import DeliverSettings, MailSettings
from broadsheet.adapters.mail.smtp import Relay
from broadsheet.config_file import File
from broadsheet.delivery.deliver import Delivered, deliver
from broadsheet.errors import ConfigError
from mail_server import Post, smtp

from small_edition import small_day

PEOPLE = ("ada@example.com", "bob@example.com")
USER, PASSWORD = "news", "a-long-secret"
VARIABLE = "BROADSHEET_TEST_PASSWORD"
TLS_RECORD = b"\x16\x03"
"""How a TLS handshake begins (RFC 8446, 5.1)."""


class Wire:
    """A way to ``port`` on which every byte that we say is written down."""

    def __init__(self, port: int) -> None:
        self.said = b""
        self._to = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._ends: list[socket.socket] = [self._door]
        self._threads: list[threading.Thread] = []
        self._start(self._serve)

    def _start(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # the door is shut
            while True:
                here, _ = self._door.accept()
                there = socket.create_connection(("127.0.0.1", self._to))
                self._ends += (here, there)
                self._start(self._carry, here, there, True)
                self._start(self._carry, there, here, False)

    def _carry(self, one: socket.socket, other: socket.socket, ours: bool) -> None:
        with contextlib.suppress(OSError):
            while got := one.recv(65536):
                if ours:
                    self.said += got
                other.sendall(got)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # wakes who waits for it
        for thread in self._threads:
            thread.join(10)
        for end in self._ends:
            end.close()

    @property
    def in_the_clear(self) -> bytes:
        """What we said before any TLS."""
        return self.said.partition(TLS_RECORD)[0]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    lines = "".join(f"{one},token-{one[:3]}00\n" for one in PEOPLE)
    (tmp_path / "subscribers.csv").write_text("address,token\n" + lines)
    return small_day("en").save(tmp_path) / "2025-12-18"


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


def context(authority: trustme.CA, name: str = "127.0.0.1", ends: datetime | None = None) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, not_after=ends).configure_cert(made)
    return made


class Porter:
    """Lets in who knows the password, and remembers who asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, bytes]] = []

    def __call__(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, told: LoginPassword
    ) -> AuthResult:
        self.asked.append((told.login, told.password))
        return AuthResult(success=self.asked[-1] == (USER.encode(), PASSWORD.encode()), handled=False)


@contextlib.contextmanager
def relay(**options: object) -> Iterator[tuple[Post, Wire]]:
    with smtp(**options) as post:
        wire = Wire(post.port)
        try:
            yield post, wire
        finally:
            wire.close()


def send(folder: Path, wire: Wire, **changes: object) -> Delivered:
    fields: dict[str, object] = {
        "host": "127.0.0.1",
        "port": wire.port,
        "sender": "news@example.org",
        "subscribers": str(folder.parent / "subscribers.csv"),
        "unsubscribed": str(folder.parent / "unsubscribed.txt"),
        "unsubscribe": "https://news.example.org/{token}",
        "tries": 1,
        "timeout": 10,
    }
    return deliver(folder, File(deliver=DeliverSettings(mail=MailSettings(**{**fields, **changes}))))  # type: ignore[arg-type]


def states(done: Delivered) -> set[str]:
    return {row.state for row in done.lines[0].rows}


LOGIN = {"user": USER, "password_env": VARIABLE}
SECRETS = (PASSWORD.encode(), base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()), b"ada@example.com", b"MAIL FROM")


def demanding(authority: trustme.CA) -> dict[str, object]:
    """Return the options of a relay that takes nothing before STARTTLS and a password."""
    return {
        "tls_context": context(authority),
        "require_starttls": True,
        "authenticator": Porter(),
        "auth_required": True,
    }


def test_starttls_and_a_password(folder: Path, authority: trustme.CA, ca: str) -> None:
    with relay(**demanding(authority)) as (post, wire):
        done = send(folder, wire, ca=ca, security="starttls", **LOGIN)
        assert done.whole and post.counts == dict.fromkeys(PEOPLE, 1)
        assert [line.split()[0].upper() for line in wire.in_the_clear.split(b"\r\n") if line] == [b"EHLO", b"STARTTLS"]
        assert not [secret for secret in SECRETS if secret in wire.said]


def test_tls_from_the_first_byte_and_a_password(folder: Path, authority: trustme.CA, ca: str) -> None:
    porter = Porter()
    # aiosmtpd means STARTTLS by auth_require_tls, and knows of no other.
    with relay(ssl_context=context(authority), authenticator=porter, auth_require_tls=False) as (post, wire):
        done = send(folder, wire, ca=ca, security="tls", **LOGIN)
        assert done.whole and post.counts == dict.fromkeys(PEOPLE, 1)
        assert porter.asked == [(USER.encode(), PASSWORD.encode())]
        assert wire.said.startswith(TLS_RECORD) and not [secret for secret in SECRETS if secret in wire.said]


def test_a_wrong_password_keeps_everything_until_it_is_right(
    folder: Path, authority: trustme.CA, ca: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with relay(**demanding(authority)) as (post, wire):
        monkeypatch.setenv(VARIABLE, "another")
        done = send(folder, wire, ca=ca, **LOGIN)
        assert not done.whole and states(done) == {"pending"} and not post.mails
        assert "535" in done.lines[0].shut and VARIABLE in done.lines[0].shut and USER in done.lines[0].shut
        assert "another" not in done.lines[0].shut, "no password is ever told"
        monkeypatch.setenv(VARIABLE, PASSWORD)
        assert send(folder, wire, ca=ca, **LOGIN).whole and post.counts == dict.fromkeys(PEOPLE, 1)


def test_a_password_that_is_not_set_is_told_before_anything_is_said(folder: Path, authority: trustme.CA, ca: str,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.delenv(VARIABLE)
    with relay(**demanding(authority)) as (_, wire):
        with pytest.raises(ConfigError, match=VARIABLE):
            send(folder, wire, ca=ca, **LOGIN)
        assert not wire.said


def test_a_relay_without_starttls_hears_nothing_but_hello(folder: Path, ca: str) -> None:
    porter = Porter()
    with relay(authenticator=porter, auth_require_tls=False) as (post, wire):
        done = send(folder, wire, ca=ca, security="starttls", **LOGIN)
        assert "STARTTLS" in done.lines[0].shut and "nothing was said in the clear" in done.lines[0].shut.lower()
        assert states(done) == {"pending"} and not post.mails and not porter.asked
        assert [line.split()[0].upper() for line in wire.said.split(b"\r\n") if line] == [b"EHLO"]
        assert not [secret for secret in SECRETS if secret in wire.said]


def test_a_relay_that_wants_a_password_and_gets_none_is_told(folder: Path, authority: trustme.CA, ca: str) -> None:
    with relay(**demanding(authority)) as (post, wire):
        done = send(folder, wire, ca=ca)
        assert "530" in done.lines[0].shut and states(done) == {"pending"} and not post.mails


def test_a_relay_that_takes_no_password_gets_none(folder: Path, authority: trustme.CA, ca: str) -> None:
    none = ["LOGIN", "PLAIN"]
    with relay(tls_context=context(authority), require_starttls=True, auth_exclude_mechanism=none) as (post, wire):
        done = send(folder, wire, ca=ca, **LOGIN)
        assert "authentication method" in done.lines[0].shut and states(done) == {"pending"} and not post.mails


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["unknown", "another", "expired"])
def test_a_certificate_that_proves_nothing_ends_it(
    security: str, fault: str, folder: Path, authority: trustme.CA, ca: str
) -> None:
    over = datetime.now(UTC) - timedelta(days=1)
    made = {
        "unknown": lambda: context(trustme.CA()),
        "another": lambda: context(authority, "mail.example.org"),
        "expired": lambda: context(authority, ends=over),
    }[fault]()
    told = {"unknown": "local issuer", "another": "IP address mismatch", "expired": "expired"}[fault]
    options = {"tls_context": made, "require_starttls": True} if security == "starttls" else {"ssl_context": made}
    with relay(**options) as (post, wire):
        done = send(folder, wire, ca=ca, security=security, **LOGIN)
        assert "certificate verify failed" in done.lines[0].shut and told in done.lines[0].shut
        assert "ca names the file" in done.lines[0].shut
        assert states(done) == {"pending"} and not post.mails
        assert not [secret for secret in SECRETS if secret in wire.said]


def test_the_wrong_kind_of_tls_is_told_with_the_right_one(folder: Path, authority: trustme.CA, ca: str) -> None:
    with relay(tls_context=context(authority)) as (post, wire):
        done = send(folder, wire, ca=ca, security="tls")
        assert 'security = "starttls"' in done.lines[0].shut and not post.mails
    with relay(ssl_context=context(authority)) as (post, wire):
        done = send(folder, wire, ca=ca, security="starttls", timeout=0.5)
        assert 'security = "tls"' in done.lines[0].shut and not post.mails
        assert wire.said == b"", "who waits to be greeted says nothing"


def test_the_doctor_asks_the_way_a_mail_goes(authority: trustme.CA, ca: str) -> None:
    with relay(tls_context=context(authority), require_starttls=True) as (post, wire):
        at = MailSettings(host="127.0.0.1", port=wire.port, sender="news@example.org", ca=ca)
        assert Relay(at).greet() and not post.mails
        assert b"MAIL" not in wire.said
