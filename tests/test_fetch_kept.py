"""A connection that was kept open and ends as it is used again: no trouble of the site, and nothing that anybody is told."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from broadsheet.adapters.web.transport import Transport
from broadsheet.types import Failure, Page

from loopback_web import a_fetch

PATIENCE = 10.0
TROUBLE = b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Hasty:
    """``first`` counts the requests that opened a connection, ``kept`` those that came on one already used."""

    address: str
    first: int = 0
    kept: int = 0


@contextlib.contextmanager
def hasty_server(answer: bytes, *, before: bytes = b"") -> Iterator[Hasty]:
    """Answer the first request of every connection, and close it upon the second, which is left unread: a reset.

    So does a server that decides to close and is held up before it does (the farm of the soak, under load).
    ``before`` is sent to the second request before the connection ends.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        site = Hasty(f"http://127.0.0.1:{listening.getsockname()[1]}")

        def serve() -> None:
            with contextlib.suppress(OSError):  # the listening socket is closed: the test is over
                while True:
                    connection, _ = listening.accept()
                    with connection:
                        connection.settimeout(PATIENCE)
                        if not connection.recv(65_536):
                            continue
                        site.first += 1
                        connection.sendall(answer)
                        if connection.recv(1, socket.MSG_PEEK):
                            site.kept += 1
                            connection.sendall(before)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield site
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
    thread.join(PATIENCE)


def test_a_kept_connection_that_was_reset_is_dialled_anew_at_once() -> None:
    with hasty_server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi") as site:
        transport = Transport(allow_private=True)
        for times in range(1, 5):
            answer = transport(f"{site.address}/")
            assert isinstance(answer, Page) and answer.body == b"hi", answer
            assert (site.first, site.kept) == (times, times - 1)
        transport.close()


@pytest.mark.parametrize(("robots", "kind"), [(False, "http_500"), (True, "robots_unknown")])
def test_the_trouble_that_is_told_is_the_sites_own(robots: bool, kind: str) -> None:
    with hasty_server(TROUBLE) as site:
        fetch = a_fetch(robots=robots)
        answer = fetch(f"{site.address}/feed")
        fetch.close()
        assert isinstance(answer, Failure) and answer.kind == kind, answer
        assert (site.first, site.kept) == (3, 2), "three answers, as of any site that has trouble"


def test_an_answer_that_has_begun_is_never_asked_for_behind_anybodys_back() -> None:
    with hasty_server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", before=b"HTTP/1.1 2") as site:
        transport = Transport(allow_private=True)
        assert isinstance(transport(f"{site.address}/"), Page)
        broken = transport(f"{site.address}/")
        assert isinstance(broken, Failure) and broken.kind == "broken"
        assert (site.first, site.kept) == (1, 1)
        transport.close()
