"""The one door that Broadsheet opens: GET /healthz and GET /metrics, where ``--listen`` says so.

It reads, and says nothing that the published edition does not say, besides how the schedule stands; so it has no
password, and belongs on this machine or a network of one's own.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import AF_INET, AF_INET6
from typing import NamedTuple

import msgspec
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from broadsheet.daily.health import health
from broadsheet.daily.metrics import registry
from broadsheet.errors import BroadsheetError, UsageError
from broadsheet.schedule import Schedule

IDLE_SECONDS = 10
"""After this silence a connection is closed."""


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int


def address(text: str) -> Address:
    """Return the address that ``HOST:PORT`` or ``[V6]:PORT`` names; port 0 takes a free one.  Raises UsageError."""
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > 65_535:
        raise UsageError(f"{text!r} is no HOST:PORT", subject="--listen", remedy="for example 127.0.0.1:9464")
    return Address(host.removeprefix("[").removesuffix("]"), int(port))


@contextlib.contextmanager
def listening(at: Address, root: Path, schedule: Schedule, clock: Callable[[], datetime]) -> Iterator[Address]:
    """Serve /healthz and /metrics while the block runs; give the address that is served.

    /healthz answers 200 or, when an edition is overdue or the scheduler cannot work, 503; the JSON says why.  Raises
    UsageError when the address cannot be listened at.
    """
    try:
        server = _server(at)(at, _handler(root, schedule, clock, registry(root, schedule, clock)))
    except OSError as error:
        raise UsageError(
            f"cannot be listened at ({error.strerror or error})",
            subject=f"--listen {at.host}:{at.port}",
            remedy="choose another port; a second scheduler needs one of its own",
        ) from error
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield Address(at.host, server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _server(at: Address) -> type[ThreadingHTTPServer]:
    class Door(ThreadingHTTPServer):
        daemon_threads = True
        address_family = AF_INET6 if ":" in at.host else AF_INET

    return Door


def _handler(
    root: Path, schedule: Schedule, clock: Callable[[], datetime], found: CollectorRegistry
) -> type[BaseHTTPRequestHandler]:
    class Health(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "Broadsheet"
        sys_version = ""
        timeout = IDLE_SECONDS

        def do_GET(self) -> None:
            self._send(body=True)

        def do_HEAD(self) -> None:
            self._send(body=False)

        def _send(self, *, body: bool) -> None:
            try:
                status, kind, raw = self._answer()
            except (BroadsheetError, OSError) as error:  # an edition folder is damaged, or was replaced just now
                status, kind, raw = 500, "text/plain; charset=utf-8", f"{error}\n".encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(raw)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            if body:
                self.wfile.write(raw)

        def _answer(self) -> tuple[int, str, bytes]:
            path = self.path.partition("?")[0]
            if path == "/healthz":
                state = health(root, schedule, clock())
                raw = msgspec.json.format(msgspec.json.encode(state), indent=1) + b"\n"
                return (200 if state.ok else 503), "application/json", raw
            if path == "/metrics":
                encode, kind = choose_encoder(self.headers.get("Accept", ""))
                return 200, kind, encode(found)
            return 404, "text/plain; charset=utf-8", b"/healthz or /metrics\n"

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: who asks every few seconds would fill the log."""

    return Health
