"""The fetcher: what it brings, what it refuses, and that every refusal says why."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from broadsheet.adapters.web import guard, transport
from broadsheet.adapters.web.answers import target
from broadsheet.adapters.web.room import Room, Stay
from broadsheet.adapters.web.transport import Transport
from broadsheet.subscriptions.verdict import leads
from broadsheet.types import Failure, Page

from loopback_web import Answer, a_fetch, raw_web, web


def kind(answer: Page | Failure) -> str:
    assert isinstance(answer, Failure), answer
    assert answer.stage == "fetch" and answer.subject and len(answer.message) > 20
    return answer.kind


def page(answer: Page | Failure) -> Page:
    assert isinstance(answer, Page), answer
    return answer


def test_a_page_comes_with_its_bytes_headers_and_time() -> None:
    with web({"/a?x=1": Answer(b"<p>hi</p>", headers={"Content-Type": "text/html; charset=utf-8"})}) as site:
        got = page(a_fetch(contact="https://desk.example")(f"{site.address}/a?x=1"))
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
        got = page(a_fetch(gateway=site.address)(url))
    assert (got.url, got.final_url, got.body) == (url, "https://news.example/moved", b"moved here")


@pytest.mark.parametrize("status", [404, 410, 403, 429, 500, 304, 300, 301, 307, 401, 418, 451, 503, 599])
def test_a_status_is_a_failure_that_advises(status: int) -> None:
    with web({"/": Answer(b"", status)}) as site:
        got = a_fetch()(site.address + "/")
        assert kind(got) == f"http_{status}"
        assert len(site.asked) == (3 if status in (429, 500, 503, 599) else 1), "only what may pass is asked again"


def test_redirects_end() -> None:
    chain = {f"/{n}": Answer(status=302, headers={"Location": f"/{n + 1}"}) for n in range(9)}
    with web(chain) as site:
        got = a_fetch()(site.address + "/0")
        assert kind(got) == "redirects" and len(site.asked) == 6
    with web({**{f"/{n}": chain[f"/{n}"] for n in range(5)}, "/5": Answer(b"there")}) as site:
        assert page(a_fetch()(site.address + "/0")).final_url == site.address + "/5"


@pytest.mark.parametrize("loop", [["/a"], ["/a", "/b"], ["/a", "/b", "/c"]])
def test_a_loop_is_named_and_not_walked_again(loop: list[str]) -> None:
    steps = zip(loop, [*loop[1:], loop[0]], strict=True)
    with web({at: Answer(status=301, headers={"Location": to + "#part"}) for at, to in steps}) as site:
        got = a_fetch()(site.address + "/a")
        assert isinstance(got, Failure) and got.kind == "redirects" and "leads back to" in got.message
        assert site.paths == loop


def test_two_addresses_that_lead_to_one_ask_it_once() -> None:
    to = Answer(status=302, headers={"Location": "/page"})
    with web({"/a": to, "/b": to, "/page": Answer(b"one")}) as site:
        fetch = a_fetch()
        got = [page(fetch(site.address + path)) for path in ("/a", "/b", "/page", "/a", "/page#x")]
        assert {g.body for g in got} == {b"one"} and {g.final_url for g in got} == {site.address + "/page"}
        assert [g.url.removeprefix(site.address) for g in got] == ["/a", "/b", "/page", "/a", "/page#x"]
        assert site.paths == ["/a", "/page", "/b"]


def test_again_asks_anew_and_keeps_the_page_where_that_fails() -> None:
    with web({"/": Answer(b"old")}) as site:
        fetch = a_fetch()
        assert page(fetch(site.address + "/")).body == b"old"
        site.answers["/"] = Answer(b"new")
        assert page(fetch(site.address + "/")).body == b"old"
        assert page(fetch(site.address + "/", again=True)).body == b"new"
        site.answers["/"] = Answer(b"", 404)
        assert kind(fetch(site.address + "/", again=True)) == "http_404"
        assert page(fetch(site.address + "/")).body == b"new"


def test_from_https_nobody_is_led_to_http(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def once(self: Transport, url: str, headers: object, stay: Stay) -> Page:
        asked.append(url)
        location = (("Location", "http://s.example/plain"),)
        return Page(url=url, final_url=url, status=302, headers=location, body=b"", when=datetime.now(UTC))

    monkeypatch.setattr(Transport, "_once", once)
    assert kind(a_fetch()("https://s.example/")) == "insecure_redirect" and asked == ["https://s.example/"]


@pytest.mark.parametrize("location", ["file:///etc/passwd", "javascript:alert(1)", "ftp://x.example/"])
def test_a_redirect_may_not_leave_the_web(location: str) -> None:
    with web({"/r": Answer(status=302, headers={"Location": location})}) as site:
        assert kind(a_fetch()(site.address + "/r")) == "bad_scheme"


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "gopher://x/", "//x.example/", "http://u:p@x.example/"])
def test_only_web_addresses_are_asked(url: str) -> None:
    assert kind(a_fetch(allow_private=False)(url)) == "bad_scheme"


def test_an_unknown_name_is_told() -> None:
    def names(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert kind(a_fetch(names=names)("https://nowhere.example/")) == "dns"


def test_a_closed_port_is_told() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    assert kind(a_fetch()(f"http://127.0.0.1:{port}/")) == "refused"


def test_plain_http_where_tls_was_asked_is_told() -> None:
    with web({"/": Answer(b"x")}) as site:
        assert kind(a_fetch()(site.address.replace("http:", "https:") + "/")) == "tls"


def test_a_server_that_says_nothing_is_given_up() -> None:
    go = threading.Event()
    with web({"/": Answer(b"x", wait=lambda: go.wait(5))}) as site:
        begun = time.monotonic()
        assert kind(a_fetch(read_seconds=0.2)(site.address + "/")) == "timeout"
        assert time.monotonic() - begun < 3
        go.set()


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
        assert page(a_fetch()(site.address + "/")).body == b"text " * 1000


@pytest.mark.parametrize(("coding", "body"), [("br", b"x"), ("gzip", b"no gzip"), ("gzip, gzip", b"x")])
def test_a_body_that_cannot_be_unpacked_is_told(coding: str, body: bytes) -> None:
    with web({"/": Answer(body, headers={"Content-Encoding": coding})}) as site:
        assert kind(a_fetch()(site.address + "/")) == "encoding"


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    with web({"/": Answer(bomb, headers={"Content-Encoding": "gzip"}), "/plain": Answer(b"x" * 200_000)}) as site:
        fetch = a_fetch(max_body=100_000)
        assert kind(fetch(site.address + "/")) == "too_large"
        assert kind(fetch(site.address + "/plain")) == "too_large"
        assert page(a_fetch(max_body=200_000)(site.address + "/plain"))


def test_a_redirect_to_what_is_no_address_is_told() -> None:
    with web({"/r": Answer(status=302, headers={"Location": "http://[::1"})}) as site:
        assert kind(a_fetch()(site.address + "/r")) == "bad_url"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "Deflate"])
def test_a_packed_body_that_breaks_off_is_told_though_its_length_is_right(coding: str) -> None:
    with web({"/": Answer(PACKED[coding][:-9], headers={"Content-Encoding": coding})}) as site:
        assert kind(a_fetch()(site.address + "/")) == "encoding"


@pytest.mark.parametrize("size", [65_536, 65_537, 131_072, 300_000])
def test_a_packed_body_comes_whole_at_any_size(size: int) -> None:
    with web({"/": Answer(gzip.compress(b"x" * size), headers={"Content-Encoding": "gzip"})}) as site:
        assert len(page(a_fetch()(site.address + "/")).body) == size


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
    with raw_web(opening, drip, pause=0.05, times=60) as address:
        begun = time.monotonic()
        assert kind(a_fetch(total_seconds=0.3)(address + "/")) == "timeout"
        assert time.monotonic() - begun < 2


def test_an_answer_below_the_least_rate_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "GRACE_SECONDS", 0.2)
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    with raw_web(head, b"slow", pause=0.05, times=60) as address:
        begun = time.monotonic()
        assert kind(a_fetch()(address + "/")) == "too_slow"
        assert time.monotonic() - begun < 2
    with raw_web(head, b"x" * 1_000, pause=0.01, times=100) as address:
        assert len(page(a_fetch()(address + "/")).body) == 100_000


def test_a_site_that_waits_for_us_is_not_called_slow() -> None:
    watch = guard.Watch()
    watch.begin(0.2)
    watch.took(b"x")
    with watch.paused():
        time.sleep(0.3)
    assert 0.1 < watch.left(None) <= 0.2


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (HEAD + b"Content-Length: 10\r\n\r\nshort", "broken"),
        (HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", "malformed"),
        (HEAD + b"Content-Length: x\r\n\r\nabcde", "malformed"),
        (HEAD + b"Content-Length: -1\r\n\r\nabcde", "malformed"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc", "malformed"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n", "broken"),
        (HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "malformed"),
        (b"", "broken"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "broken"),
        (b"HTTP/1.1 9 \r\n\r\n", "malformed"),
        (HEAD + b"X: " + b"y" * 70_000 + b"\r\n\r\n", "too_large"),
        (HEAD + b"X: y\r\n" * 20_000 + b"\r\n", "too_large"),
        (b"HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" * 3_000, "too_large"),
        (HEAD + b"\0: y\r\n\r\n", "malformed"),
    ],
)
def test_an_answer_against_the_rules_is_told(answer: bytes, expected: str) -> None:
    with raw_web(answer) as address:
        got = a_fetch()(address + "/")
    assert kind(got) == expected and isinstance(got, Failure) and address in got.message


def test_what_comes_over_the_length_is_never_taken_for_the_next_answer() -> None:
    forged = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"
    first = Answer(b"12345", headers={"Content-Length": "5"})
    late = Answer(b"12345" + forged, headers={"Content-Length": "5"})
    with web({"/late": late, "/first": first, "/second": Answer(b"second")}) as site:
        fetch = a_fetch()
        assert page(fetch(site.address + "/first")).body == b"12345"
        assert page(fetch(site.address + "/late")).body == b"12345", "the page is what was announced"
        assert page(fetch(site.address + "/second")).body == b"second"


@pytest.mark.parametrize(
    ("raw", "times"), [(HEAD + b"Content-Length: x\r\n\r\nabcde", 1), (HEAD + b"Content-Length: 10\r\n\r\nshort", 3)]
)
def test_an_answer_against_the_rules_is_asked_once_and_one_that_broke_off_again(raw: bytes, times: int) -> None:
    with web({"/": Answer(raw=raw)}) as site:
        a_fetch()(site.address + "/")
        assert len(site.asked) == times


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/bär?q=新聞".encode(), "/b%C3%A4r?q=%E6%96%B0%E8%81%9E"),
        ("/bär".encode("latin-1"), "/b%C3%A4r"),
        (b"/b%C3%A4r", "/b%C3%A4r"),
        (b"/a?x=1&y=%2F#part", "/a?x=1&y=%2F"),
    ],
)
def test_a_redirect_to_letters_of_any_script_is_followed(location: bytes, path: str) -> None:
    raw = b"HTTP/1.1 301 Moved\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"
    with web({"/": Answer(raw=raw), path: Answer(b"here")}) as site:
        got = page(a_fetch()(site.address + "/"))
        assert got.body == b"here" and got.final_url == site.address + path


def test_a_host_in_any_script_stays_a_name() -> None:
    assert target("http://a.example/", "//bücher.example/bücher") == "http://bücher.example/b%C3%BCcher"
    said = "https://新聞.example/新".encode().decode("latin-1")
    assert target("http://a.example/x", said) == "https://新聞.example/%E6%96%B0"
    hop = Page(
        url="http://a.example/", final_url="http://a.example/", status=301, headers=(("Location", said),), body=b"",
        when=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    assert leads("http://a.example/", [hop]) == "https://新聞.example/%E6%96%B0"


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("http://169.254.169.254/x", "redirects to http://169.254.169.254/x, which leads to 169.254.169.254, which is"),
        ("http://b.example:22/", "redirects to http://b.example:22/: port 22 is not one of"),
        ("ftp://b.example/", "redirects to ftp://b.example/, which is not an http or https address"),
        ("http://[", "/ redirects to 'http://[', which is no address"),
    ],
)
def test_a_redirect_that_is_refused_names_both_addresses(location: str, message: str) -> None:
    with web({"/": Answer(status=302, headers={"Location": location})}) as site:
        got = a_fetch(allow_private=False, private=(site.address,))(site.address + "/")
    assert isinstance(got, Failure) and got.message.startswith(site.address + "/") and message in got.message, got


def test_an_error_with_an_endless_or_broken_body_is_that_error() -> None:
    with raw_web(b"HTTP/1.1 404 Not Found\r\n\r\n", b"x" * 65_536, times=200) as address:
        assert kind(a_fetch()(address + "/")) == "http_404"
    broken = Answer(b"no gzip", 410, {"Content-Encoding": "gzip"})
    with web({"/": broken}) as site:
        assert kind(a_fetch()(site.address + "/")) == "http_410"


def test_a_bomb_that_unpacks_without_end_stops_by_its_ratio() -> None:
    bomb = gzip.compress(b"\0" * 4_000_000)
    with web({"/": Answer(bomb, headers={"Content-Encoding": "gzip"})}) as site:
        got = a_fetch()(site.address + "/")
    assert kind(got) == "too_large" and isinstance(got, Failure) and "100 times" in got.message


def test_bodies_share_a_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve bodies of 300 kB in room for two: all come, and never is more held than that and the one beyond."""
    room = Room(600_000)
    held: list[int] = []
    take = room.take

    def taking(stay: Stay, more: int) -> None:
        take(stay, more)
        held.append(room._used)

    monkeypatch.setattr(room, "take", taking)
    with web({"/": Answer(b"x" * 300_000)}, host="0.0.0.0") as site:
        fetch = a_fetch()
        monkeypatch.setattr(fetch._transport, "_room", room)
        port = site.address.rsplit(":", 1)[1]
        with ThreadPoolExecutor(12) as threads:
            got = threads.map(fetch, [f"http://127.0.4.{n}:{port}/" for n in range(1, 13)])
            assert [len(page(answer).body) for answer in got] == [300_000] * 12
    assert max(held) <= 900_000 and len(held) > 12
    assert room._used == 0 and room._beyond is None


def test_a_room_is_left_also_after_trouble() -> None:
    with web({"/": Answer(gzip.compress(b"x" * 200_000)[:-9], headers={"Content-Encoding": "gzip"})}) as site:
        fetch = a_fetch()
        assert kind(fetch(site.address + "/")) == "encoding"
        assert fetch._transport._room._used == 0


@pytest.mark.parametrize("length", [9_000, 100_000])
def test_an_endless_address_is_not_asked(length: int) -> None:
    got = a_fetch(allow_private=False)("http://x.example/" + "a" * length)
    assert kind(got) == "bad_url" and isinstance(got, Failure) and len(got.message) < 500


def test_half_a_character_breaks_nothing() -> None:
    assert kind(a_fetch(allow_private=False)("http://x.example/\ud800")) == "bad_scheme"


def test_idle_connections_do_not_pile_up() -> None:
    with web({"/": Answer(b"x")}, host="0.0.0.0") as site:
        port = site.address.rsplit(":", 1)[1]
        fetch = a_fetch()
        for n in range(1, 251):
            page(fetch(f"http://127.0.5.{n}:{port}/"))
            page(fetch(f"http://127.0.6.{n}:{port}/"))
        kept = [len(pool.connections) for pool in fetch._transport._pools]
        assert max(kept) <= transport.IDLE and sum(kept) <= 256
        fetch.close()
        assert not any(pool.connections for pool in fetch._transport._pools)
