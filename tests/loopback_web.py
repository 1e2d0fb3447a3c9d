"""A small web on loopback: real sockets, real HTTP, answers that a test decides."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from broadsheet.types import Failure, Item, Page, Source


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: Callable[[], object] | None = None


@dataclass
class Web:
    address: str
    answers: dict[str, Answer]
    asked: list[tuple[str, dict[str, str]]]


@contextlib.contextmanager
def web(answers: dict[str, Answer]) -> Iterator[Web]:
    """Serve ``answers`` (path -> answer; others are 404) while the block runs."""
    asked: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append((self.path, dict(self.headers)))
            answer = answers.get(self.path, Answer(b"nothing here", 404))
            if answer.wait:
                answer.wait()
            with contextlib.suppress(ConnectionError):
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield Web(f"http://127.0.0.1:{server.server_port}", answers, asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def failures(values: list[Item | Page | Failure]) -> dict[str, Failure]:
    return {value.kind: value for value in values if isinstance(value, Failure)}


def items(values: list[Item | Page | Failure]) -> list[Item]:
    return [value for value in values if isinstance(value, Item)]


def no_fetch(url: str) -> Page | Failure:
    raise AssertionError(f"{url} must not be fetched")


def a_source(**changes: object) -> Source:
    fields: dict[str, object] = {"name": "S", "kind": "feed", "url": "https://s.example/feed", "outlet": "S Daily"}
    return Source(**{"owner": "s.example", **fields, **changes})  # type: ignore[arg-type]
