"""Serve the sample day on loopback: ``GET /https://outlet.example/page`` answers as that outlet would."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from broadsheet.sample.origin import FEED_CHANGED, Answer, answers, key, without_tracking
from broadsheet.sample.records import FOLDER, load

SOURCES = FOLDER / "sources.toml"
"""The sources of the sample day that ships, for a configuration to name."""

IDLE_SECONDS = 10
"""After this silence a kept connection is closed, so that no thread outlives its client for long."""


@contextmanager
def serve(day: Path | None = None) -> Iterator[str]:
    """Serve the sample day (or the one in the folder ``day``) while the block runs; give ``http://127.0.0.1:PORT``.

    A client asks the gateway for an absolute address, ``GET /https://techcrunch.com/...``, and gets what the origin
    would send: status, Content-Type, body, for feeds also ETag and Last-Modified (and 304 on a match).  ``utm_``
    parameters that no record has are ignored; an address outside the day answers 404.  Raises ConfigError when the day
    is not sound.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(answers(load(day or FOLDER))))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(known: Mapping[str, Answer]) -> type[BaseHTTPRequestHandler]:
    class Gateway(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "BroadsheetSample"
        sys_version = ""
        timeout = IDLE_SECONDS
        # Headers and body are two writes; without this a kept connection waits 40 ms for each answer.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._send(body=True)

        def do_HEAD(self) -> None:
            self._send(body=False)

        def _send(self, *, body: bool) -> None:
            answer = _find(known, self.path.removeprefix("/"))
            tag = answer.headers.get("ETag")
            if tag is not None and self.headers.get("If-None-Match") == tag:
                answer = Answer(304, b"", answer.headers)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if body:
                self.wfile.write(answer.body)

        def date_time_string(self, timestamp: float | None = None) -> str:
            """Give the end of the sample day as Date, so that two captures of the day are the same bytes."""
            return super().date_time_string(FEED_CHANGED.timestamp())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the demo's own lines are what a person reads."""

    return Gateway


def _find(known: Mapping[str, Answer], url: str) -> Answer:
    exact = known.get(key(url))
    if exact is not None:
        return exact
    missing = Answer(404, b"Not Found\n", {"Content-Type": "text/plain; charset=utf-8"})
    return known.get(key(without_tracking(url)), missing)
