"""Real receivers on loopback: an SMTP server with the faults that relays have, and a web server that counts."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Post:
    """What a receiver has.  ``refuse``: recipient -> answers to RCPT, taken one by one; ``end``: answers to DATA's end,
    of which ``drop`` keeps the mail and hangs up, ``lose`` hangs up and keeps nothing."""

    port: int = 0
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    refuse: dict[str, list[str]] = field(default_factory=dict)
    end: dict[str, list[str]] = field(default_factory=dict)
    sessions: int = 0
    slow: float = 0.0

    @property
    def counts(self) -> Counter[str]:
        return Counter(to for to, _ in self.mails)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, said: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = name
        return said

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: list[str]) -> str:
        if answers := self.refuse.get(address):
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.slow)
        (to,) = envelope.rcpt_tos
        answers = self.end.get(to)
        answer = answers.pop(0) if answers else "250 taken"
        if answer in ("250 taken", "drop"):
            assert isinstance(envelope.content, bytes)
            self.mails.append((to, envelope.content))
        if answer in ("drop", "lose"):
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]
        return answer


class _Anywhere(Controller):
    """A controller at whatever port is free: it knocks at its own door to see whether it is up."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        if self.ssl_context is None:
            super()._trigger_server()  # type: ignore[no-untyped-call]
            return
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # the library would knock with the server's own context
        client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", self.port), 5) as plain, client.wrap_socket(plain) as secret:
            secret.recv(1024)


@contextmanager
def smtp(**options: object) -> Iterator[Post]:
    post = Post()
    controller = _Anywhere(post, hostname="127.0.0.1", port=0, **options)  # type: ignore[arg-type]
    controller.start()
    assert controller.server is not None
    post.port = controller.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    try:
        yield post
    finally:
        controller.stop()


@dataclass
class Hook:
    """What a webhook's receiver has: (headers, body) of each request; ``statuses`` are its answers, one by one."""

    port: int = 0
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


@contextmanager
def webhook() -> Iterator[Hook]:
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = hook.statuses.pop(0) if hook.statuses else 200
            if status == 200:
                hook.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
