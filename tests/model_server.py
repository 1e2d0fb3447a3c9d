"""An OpenAI-compatible server on loopback that says what a test tells it to: every answer, every failure."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Say:
    """One reply: ``content`` as a chat completion, or ``raw`` as it is; after ``wait`` seconds."""

    content: str | None = ""
    finish: str = "stop"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    refusal: str | None = None
    usage: dict[str, int] | None = field(default_factory=lambda: {"prompt_tokens": 100, "completion_tokens": 20})
    wait: float = 0.0
    drop: bool = False
    """End the connection without a word."""


Asked = dict[str, Any]
Script = Callable[[Asked], Say]


@dataclass
class ModelServer:
    """What a test sees of the server: its address, what it was asked, how much at once."""

    base_url: str
    asked: list[Asked] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    most: int = 0


def completion(say: Say) -> bytes:
    message: dict[str, object] = {"role": "assistant", "content": say.content}
    if say.refusal is not None:
        message["refusal"] = say.refusal
    reply: dict[str, object] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1766000000,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": say.finish, "logprobs": None}],
    }
    if say.usage is not None:
        reply["usage"] = {**say.usage, "total_tokens": sum(say.usage.values())}
    return json.dumps(reply).encode()


@contextlib.contextmanager
def model_server(script: Script | list[Say]) -> Iterator[ModelServer]:
    """Serve ``script`` (request -> reply, or replies in their order, the last for ever) while the block runs."""
    lock = threading.Lock()
    under_way = 0
    server = ModelServer("")

    def next_say(request: Asked) -> Say:
        if callable(script):
            return script(request)
        return script[min(len(server.asked), len(script)) - 1]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            nonlocal under_way
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                server.asked.append(request)
                server.paths.append(self.path)
                server.headers.append({name.lower(): value for name, value in self.headers.items()})
                under_way += 1
                server.most = max(server.most, under_way)
                say = next_say(request)
            try:
                if say.wait:
                    time.sleep(say.wait)
            finally:
                with lock:
                    under_way -= 1
            if say.drop:
                self.close_connection = True
                return
            body = say.raw if say.raw is not None else completion(say)
            with contextlib.suppress(OSError):
                self.send_response(say.status)
                for name, value in say.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def do_GET(self) -> None:
            body = json.dumps({"object": "list", "data": [{"id": "scripted", "object": "model"}]}).encode()
            found = self.path.endswith("/models")
            self.send_response(200 if found else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that hung up

    http = Server(("127.0.0.1", 0), Handler)
    server.base_url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
