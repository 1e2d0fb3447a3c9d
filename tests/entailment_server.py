"""A server on loopback that answers as text-embeddings-inference does (``POST /predict``), or as a test tells it to."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Pair = list[str]
Reply = tuple[int, bytes]
Script = Callable[[list[Pair]], Reply]
MOST_PAIRS = 32


@dataclass
class EntailmentServer:
    """What a test sees of the server: its address, the bodies and headers that it got."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


def labels(score: float, label: str = "entailment") -> list[dict[str, object]]:
    """Return what the model of one pair says: labels, the best first."""
    rest = (1 - score) / 2
    told = [(label, score), ("neutral", rest), ("contradiction", rest)]
    return [{"label": name, "score": one} for name, one in sorted(told, key=lambda one: -one[1])]


def scored(score: Callable[[str, str], float]) -> Script:
    """Return a model that scores each pair."""

    def script(pairs: list[Pair]) -> Reply:
        if len(pairs) > MOST_PAIRS:
            return 413, b'{"error": "batch size > maximum allowed batch size 32", "error_type": "Validation"}'
        return 200, json.dumps([labels(score(*pair)) for pair in pairs]).encode()

    return script


@contextlib.contextmanager
def entailment_server(script: Script) -> Iterator[EntailmentServer]:
    """Serve ``script`` while the block runs."""
    server = EntailmentServer("")
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                server.asked.append({"path": self.path, **asked})
                server.headers.append({name.lower(): value for name, value in self.headers.items()})
                status, body = script(asked["inputs"])
            with contextlib.suppress(OSError):
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "http://127.0.0.1:9/predict")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_address[1]}/predict"
    threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
