"""The fetcher: what it brings, what it refuses, and that every refusal says why."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import zlib

import pytest

from broadsheet.adapters.fetch_http import HttpFetch, is_public
from broadsheet.types import Failure, Page

from loopback_web import Answer, web


def kind(answer: Page | Failure) -> str:
    assert isinstance(answer, Failure), answer
    assert answer.stage == "fetch" and answer.subject and len(answer.message) > 20
    return answer.kind


def page(answer: Page | Failure) -> Page:
    assert isinstance(answer, Page), answer
    return answer


def test_a_page_comes_with_its_bytes_headers_and_time() -> None:
    with web({"/a?x=1": Answer(b"<p>hi</p>", headers={"Content-Type": "text/html; charset=utf-8"})}) as site:
        got = page(HttpFetch(contact="https://desk.example", allow_private=True)(f"{site.address}/a?x=1"))
        assert (got.status, got.body, got.url, got.final_url) == (200, b"<p>hi</p>", got.url, got.url)
        assert ("Content-Type", "text/html; charset=utf-8") in got.headers
        assert got.when.tzinfo is not None
        agent = site.asked[0][1]["User-Agent"]
        assert agent.startswith("Broadsheet/") and "desk.example" in agent


def test_a_gateway_is_asked_for_the_original_address_and_pages_keep_it() -> None:
    url = "https://news.example/a//b?q=%E4%BD%A0&r=1"
    answers = {
        f"/{url}": Answer(status=301, headers={"Location": "/moved"}),
        "/https://news.example/moved": Answer(b"moved here"),
    }
    with web(answers) as site:
        got = page(HttpFetch(gateway=site.address)(url))
    assert (got.url, got.final_url, got.body) == (url, "https://news.example/moved", b"moved here")


@pytest.mark.parametrize("status", [404, 410, 403, 429, 500, 304])
def test_a_status_is_a_failure_that_advises(status: int) -> None:
    with web({"/": Answer(b"", status)}) as site:
        got = HttpFetch(allow_private=True)(site.address + "/")
        assert kind(got) == f"http_{status}"


def test_redirects_end() -> None:
    with web({"/r": Answer(status=302, headers={"Location": "/r"})}) as site:
        assert kind(HttpFetch(allow_private=True)(site.address + "/r")) == "redirects"
        assert len(site.asked) == 6


@pytest.mark.parametrize("location", ["file:///etc/passwd", "javascript:alert(1)", "ftp://x.example/"])
def test_a_redirect_may_not_leave_the_web(location: str) -> None:
    with web({"/r": Answer(status=302, headers={"Location": location})}) as site:
        assert kind(HttpFetch(allow_private=True)(site.address + "/r")) == "bad_scheme"


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "gopher://x/", "//x.example/", "http://u:p@x.example/"])
def test_only_web_addresses_are_asked(url: str) -> None:
    assert kind(HttpFetch()(url)) == "bad_scheme"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "192.0.0.8",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "2001:db8::1",
    ],
)
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001:80b::200e"])
def test_addresses_outside_are_public(address: str) -> None:
    assert is_public(address)


def test_a_name_that_leads_inside_is_not_dialled() -> None:
    with web({"/": Answer(b"secret")}) as site:
        port = int(site.address.rsplit(":", 1)[1])
        for answers in (["127.0.0.1"], ["93.184.216.34", "127.0.0.1"]):
            fetch = HttpFetch(names=lambda host, _, found=answers: found)  # type: ignore[misc]
            assert kind(fetch("http://evil.example:8080/")) == "blocked_address"
        assert kind(HttpFetch()(f"http://127.0.0.1:{port}/")) == "blocked_port"
        assert kind(HttpFetch()("http://[::ffff:127.0.0.1]:80/")) == "blocked_address"
        assert kind(HttpFetch()("http://2130706433/")) in ("blocked_address", "dns")
        assert site.asked == []


def test_the_answer_that_was_checked_is_the_one_that_is_dialled() -> None:
    calls: list[str] = []

    def names(host: str, port: int) -> list[str]:
        calls.append(host)
        return ["127.0.0.1"]

    with web({"/": Answer(b"ok")}) as site:
        port = site.address.rsplit(":", 1)[1]
        assert page(HttpFetch(allow_private=True, names=names)(f"http://rebind.example:{port}/")).body == b"ok"
        assert site.asked[0][1]["Host"] == f"rebind.example:{port}"
    assert calls == ["rebind.example"]


def test_an_unknown_name_is_told() -> None:
    def names(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert kind(HttpFetch(names=names)("https://nowhere.example/")) == "dns"


def test_a_closed_port_is_told() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    assert kind(HttpFetch(allow_private=True)(f"http://127.0.0.1:{port}/")) == "refused"


def test_plain_http_where_tls_was_asked_is_told() -> None:
    with web({"/": Answer(b"x")}) as site:
        assert kind(HttpFetch(allow_private=True)(site.address.replace("http:", "https:") + "/")) == "tls"


def test_a_server_that_says_nothing_is_given_up() -> None:
    go = threading.Event()
    with web({"/": Answer(b"x", wait=lambda: go.wait(5))}) as site:
        begun = time.monotonic()
        assert kind(HttpFetch(allow_private=True, read_seconds=0.2)(site.address + "/")) == "timeout"
        assert time.monotonic() - begun < 3
        go.set()


def test_a_proxy_of_the_environment_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with web({"/": Answer(b"direct")}) as site:
        assert page(HttpFetch(allow_private=True)(site.address + "/")).body == b"direct"


RAW_DEFLATE = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": gzip.compress(b"text " * 1000),
    "deflate": zlib.compress(b"text " * 1000),
    "Deflate": RAW_DEFLATE.compress(b"text " * 1000) + RAW_DEFLATE.flush(),
    "x-gzip": gzip.compress(b"text " * 500) + gzip.compress(b"text " * 500) + b"\0\0padding",
}


@pytest.mark.parametrize("coding", PACKED)
def test_bodies_are_unpacked(coding: str) -> None:
    with web({"/": Answer(PACKED[coding], headers={"Content-Encoding": coding})}) as site:
        assert page(HttpFetch(allow_private=True)(site.address + "/")).body == b"text " * 1000


@pytest.mark.parametrize(("coding", "body"), [("br", b"x"), ("gzip", b"no gzip"), ("gzip, gzip", b"x")])
def test_a_body_that_cannot_be_unpacked_is_told(coding: str, body: bytes) -> None:
    with web({"/": Answer(body, headers={"Content-Encoding": coding})}) as site:
        assert kind(HttpFetch(allow_private=True)(site.address + "/")) == "encoding"


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    with web({"/": Answer(bomb, headers={"Content-Encoding": "gzip"}), "/plain": Answer(b"x" * 200_000)}) as site:
        fetch = HttpFetch(allow_private=True, max_body=100_000)
        assert kind(fetch(site.address + "/")) == "too_large"
        assert kind(fetch(site.address + "/plain")) == "too_large"
        assert page(HttpFetch(allow_private=True, max_body=200_000)(site.address + "/plain"))


def test_a_redirect_to_what_is_no_address_is_told() -> None:
    with web({"/r": Answer(status=302, headers={"Location": "http://[::1"})}) as site:
        assert kind(HttpFetch(allow_private=True)(site.address + "/r")) == "bad_url"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "Deflate"])
def test_a_packed_body_that_breaks_off_is_told_though_its_length_is_right(coding: str) -> None:
    with web({"/": Answer(PACKED[coding][:-9], headers={"Content-Encoding": coding})}) as site:
        assert kind(HttpFetch(allow_private=True)(site.address + "/")) == "encoding"


@pytest.mark.parametrize("size", [65_536, 65_537, 131_072, 300_000])
def test_a_packed_body_comes_whole_at_any_size(size: int) -> None:
    with web({"/": Answer(gzip.compress(b"x" * size), headers={"Content-Encoding": "gzip"})}) as site:
        assert len(page(HttpFetch(allow_private=True)(site.address + "/")).body) == size


@pytest.mark.parametrize(
    ("opening", "drip"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", b"X"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"X"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nX\r\n0\r\n", b"X"),
    ],
    ids=["header", "100-continue", "body", "chunk extension", "trailer"],
)
def test_an_answer_that_drips_is_given_up(opening: bytes, drip: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(65_536)
                connection.sendall(opening)
                for _ in range(60):
                    connection.sendall(drip)
                    time.sleep(0.05)

        server = threading.Thread(target=serve)
        server.start()
        begun = time.monotonic()
        fetch = HttpFetch(allow_private=True, total_seconds=0.3)
        assert kind(fetch(f"http://127.0.0.1:{listener.getsockname()[1]}/")) == "timeout"
        assert time.monotonic() - begun < 2
        server.join()
