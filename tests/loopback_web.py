"""A small web on loopback: real sockets, real HTTP, answers that a test decides."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from broadsheet.adapters.web.fetch import WebFetch
from broadsheet.adapters.web.journal import Journal
from broadsheet.adapters.web.transport import Transport
from broadsheet.types import Failure, Item, Page, Source


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: Callable[[], object] | None = None
    raw: bytes | None = None
    """Sent instead of everything else, before the connection is closed."""


Reply = Answer | Callable[[dict[str, str]], Answer]
"""An answer, or what makes one of the request's headers."""


@dataclass
class Web:
    address: str
    answers: dict[str, Reply]
    asked: list[tuple[str, dict[str, str]]]
    most: int = 0
    """The most requests that were under way at once."""

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextlib.contextmanager
def web(answers: Mapping[str, Reply], host: str = "127.0.0.1", port: int = 0) -> Iterator[Web]:
    """Serve ``answers`` (path -> answer; others are 404) while the block runs.

    ``host`` is any address of 127.0.0.0/8: each is a host of its own.
    """
    asked: list[tuple[str, dict[str, str]]] = []
    lock, under_way = threading.Lock(), 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            nonlocal under_way
            with lock:
                asked.append((self.path, dict(self.headers)))
                under_way += 1
                site.most = max(site.most, under_way)
            try:
                self._answer()
            finally:
                with lock:
                    under_way -= 1

        def _answer(self) -> None:
            reply = site.answers.get(self.path, Answer(b"nothing here", 404))
            answer = reply if isinstance(reply, Answer) else reply(dict(self.headers))
            if answer.wait:
                answer.wait()
            with contextlib.suppress(ConnectionError, TimeoutError):
                if answer.raw is not None:
                    self.close_connection = True
                    self.wfile.write(answer.raw)
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.status != 304 and "Content-Length" not in answer.headers:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None: ...

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256

        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing: a client that leaves is what many tests are about."""

    server = Server((host, port), Handler)
    site = Web(f"http://{host}:{server.server_port}", dict(answers), asked)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def raw_web(*parts: bytes, pause: float = 0.0, times: int = 1, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve the bytes of ``parts`` to every connection, ``pause`` seconds apart, the last one ``times`` over."""
    stop = threading.Event()
    with socket.create_server((host, 0)) as listener:
        listener.settimeout(0.05)

        def send(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                connection.recv(65_536)
                for part in (*parts[:-1], *(parts[-1:] * times)):
                    if stop.is_set():
                        return
                    connection.sendall(part)
                    time.sleep(pause)

        def serve() -> None:
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    connection, _ = listener.accept()
                    threading.Thread(target=send, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://{host}:{listener.getsockname()[1]}"
        finally:
            stop.set()
            thread.join()


def a_fetch(journal: Journal | None = None, *, robots: bool = False, delay: float = 0.0, **changes: Any) -> WebFetch:
    """Return a fetcher that may ask loopback, does not wait between requests, and asks for no robots.txt.

    ``changes`` go to the transport or to the fetcher, whichever knows them.
    """
    to_fetch = {"permitted", "minutes", "sleep", "clock", "monotonic", "random"}
    for_fetch = {name: value for name, value in changes.items() if name in to_fetch}
    for_transport = {"allow_private": True} | {n: v for n, v in changes.items() if n not in to_fetch or n == "clock"}
    for_fetch.setdefault("sleep", lambda seconds: None)
    return WebFetch(Transport(**for_transport), journal, robots=robots, delay=delay, **for_fetch)


def failures(values: Sequence[object]) -> dict[str, Failure]:
    return {value.kind: value for value in values if isinstance(value, Failure)}


def items(values: Sequence[object]) -> list[Item]:
    return [value for value in values if isinstance(value, Item)]


def no_fetch(url: str, *, again: bool = False) -> Page | Failure:
    raise AssertionError(f"{url} must not be fetched")


def a_source(**changes: object) -> Source:
    fields: dict[str, object] = {"name": "S", "kind": "feed", "url": "https://s.example/feed", "outlet": "S Daily"}
    return Source(**{"owner": "s.example", **fields, **changes})  # type: ignore[arg-type]
