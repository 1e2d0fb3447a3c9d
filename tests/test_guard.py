"""The guard: nothing on the inside is dialled, however its address is written, and all that is public may be."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable

import httpcore2
import pytest

from broadsheet.adapters.web import guard
from broadsheet.adapters.web.fetch import WebFetch
from broadsheet.adapters.web.guard import Head, NoHostError, is_public, resolve
from broadsheet.adapters.web.transport import Transport, private_origins
from broadsheet.types import Failure, Page

from loopback_web import Answer, a_fetch, web

INSIDE = [
    "0.0.0.0",
    "0.0.0.1",
    "0.255.255.255",
    "10.0.0.0",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.0",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.0",
    "127.0.0.1",
    "127.0.0.53",
    "127.1.2.3",
    "127.255.255.255",
    "169.254.0.0",
    "169.254.169.254",
    "169.254.170.2",
    "169.254.255.255",
    "172.16.0.0",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.0",
    "192.0.0.8",
    "192.0.0.9",
    "192.0.0.10",
    "192.0.0.170",
    "192.0.0.192",
    "192.0.0.255",
    "192.0.2.0",
    "192.0.2.1",
    "192.0.2.255",
    "192.88.99.0",
    "192.88.99.1",
    "192.88.99.255",
    "192.168.0.0",
    "192.168.0.1",
    "192.168.255.255",
    "198.18.0.0",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.0",
    "198.51.100.7",
    "198.51.100.255",
    "203.0.113.0",
    "203.0.113.9",
    "203.0.113.255",
    "224.0.0.0",
    "224.0.0.1",
    "224.0.0.251",
    "232.1.1.1",
    "233.252.0.1",
    "234.0.0.1",
    "239.255.255.250",
    "239.255.255.255",
    "240.0.0.0",
    "240.0.0.1",
    "250.1.2.3",
    "255.255.255.254",
    "255.255.255.255",
    "168.63.129.16",
    "::",
    "::1",
    "::2",
    "::127.0.0.1",
    "::10.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "64:ff9b:1:ffff:ffff:ffff:7f00:1",
    "100::1",
    "100:0:0:1::1",
    "1::1",
    "5f00::1",
    "5f00:ffff::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:1::1",
    "2001:2::1",
    "2001:3::1",
    "2001:4:112::1",
    "2001:5::1",
    "2001:10::1",
    "2001:1f:ffff::1",
    "2001:20::1",
    "2001:2f::1",
    "2001:30::1",
    "2001:1ff:ffff::1",
    "2001:db8::",
    "2001:db8::1",
    "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    "2002::",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2002:c0a8:101::",
    "2002:808:808::",
    "2002:ffff:ffff::",
    "3fff::",
    "3fff:fff::1",
    "4000::1",
    "8000::1",
    "e000::1",
    "fbff::1",
    "fc00::",
    "fc00::1",
    "fd00:ec2::254",
    "fdff:ffff::1",
    "fe00::1",
    "fe80::",
    "fe80::1",
    "fe80::1%eth0",
    "fe80::a9fe:a9fe",
    "febf::1",
    "fec0::",
    "fec0::1",
    "feff::1",
    "ff00::1",
    "ff01::1",
    "ff02::1",
    "ff02::fb",
    "ff05::2",
    "ff0e::1",
    "ffff::1",
]

OUTSIDE = [
    "1.0.0.1",
    "1.1.1.1",
    "4.4.4.4",
    "8.8.8.8",
    "9.9.9.9",
    "9.255.255.255",
    "11.0.0.0",
    "17.253.144.10",
    "23.1.1.1",
    "31.13.64.35",
    "45.33.32.156",
    "52.0.14.116",
    "64.233.160.0",
    "76.76.21.21",
    "93.184.216.34",
    "99.255.255.255",
    "100.63.255.255",
    "100.128.0.0",
    "104.16.132.229",
    "126.255.255.255",
    "128.0.0.1",
    "140.82.112.3",
    "151.101.1.69",
    "168.63.129.15",
    "168.63.129.17",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "185.199.108.153",
    "191.255.255.255",
    "192.0.1.0",
    "192.0.3.0",
    "192.88.98.255",
    "192.88.100.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "198.51.99.255",
    "198.51.101.0",
    "203.0.112.255",
    "203.0.114.0",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2001:67c:2564::1",
    "2003::1",
    "2400:cb00::1",
    "2606:4700::1111",
    "2620:0:ccc::2",
    "2620:fe::fe",
    "2800:3f0::1",
    "2a00:1450:4001:80b::200e",
    "2a04:4e42::81",
    "2c0f:fb50::1",
    "2600::",
    "3000::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_addresses_outside_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "text", ["", "localhost", "127.1", "1.2.3.4.5", "2130706433", "8.8.8.8/32", "[::1]", "１.1.1.1x"]
)
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not is_public(text)


SPELLED = [
    *("http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://0/", "http://0.0.0.0/", "http://2130706433/"),
    *("http://0x7f000001/", "http://0x7F.0.0.1/", "http://0177.0.0.1/", "http://017700000001/", "http://127.0.0.1./"),
    *("http://127。0。0。1/", "http://１２７.0.0.1/", "http://①②⑦.0.0.1/", "http://127｡0｡0｡1/", "http://0x7f.1/"),
    *("http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/"),
    *("http://[0:0:0:0:0:0:0:1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1%25lo]/"),
    *("http://[fec0::1]/", "http://[ff02::1]/", "http://169.254.169.254/latest/meta-data/", "http://2852039166/"),
    *("http://[fd00:ec2::254]/", "http://10.1/", "http://192.168.257/", "http://0xa9fea9fe/", "http://3232235777/"),
    *("http://ｌocalhost/", "http://user@127.0.0.1/", "http://8.8.8.8@127.0.0.1/", "http://127.0.0.1@8.8.8.8/", "http://a:b@[::1]/"),
    *("http://8.8.8.8:80@127.0.0.1/", "http://127.0.0.1#@8.8.8.8/", "http://127.0.0.1?@8.8.8.8/", "http:///127.0.0.1/"),
    *("http://127.0.0.1\\@8.8.8.8/", "http:\\\\127.0.0.1/", "http://127.0.0.1%2f@8.8.8.8/", "http://127.0.0.1%00.example/"),
    *("http://8.8.8.8 127.0.0.1/", "http://127.0.0.1\t/", "http://[::1%25eth0]/", "http://[v1.x]/", "http://127.0.0.1:22/"),
    *("https://127.0.0.1:6443/", "file:///etc/passwd", "gopher://127.0.0.1/", "dict://127.0.0.1:11211/", "ftp://10.0.0.1/"),
    *("unix:///var/run/docker.sock", "http+unix://%2Fvar%2Frun%2Fdocker.sock/", "//127.0.0.1/", "jar:http://x!/", "data:,x"),
]  # fmt: skip


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were dialled; none is."""
    dialled: list[str] = []

    def connect(self: object, host: str, *args: object, **kwargs: object) -> httpcore2.NetworkStream:
        dialled.append(host)
        raise httpcore2.ConnectError("a test dials nobody")

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    return dialled


@pytest.mark.parametrize("url", SPELLED)
def test_no_spelling_of_an_address_inside_is_dialled(url: str, dialled: list[str]) -> None:
    got = Transport()(url)
    assert isinstance(got, Failure) and dialled == []
    assert got.kind in ("blocked_address", "blocked_port", "bad_scheme", "bad_url", "dns")


LEADING_INSIDE = ["localhost", "LOCALHOST.", "evil.example", "evil.example.", "xn--80ak6aa92e.example"]
LEADING_INSIDE += [
    "аррӏе.example",
    "metadata.google.internal",
    "127.0.0.1.nip.example",
    "0x7f000001.example",
    "a.b.c.d",
]


@pytest.mark.parametrize("host", LEADING_INSIDE)
@pytest.mark.parametrize(
    "answer", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::1", "2606:4700::1111"], ["fe80::1%2"]]
)
def test_a_name_with_any_answer_inside_is_not_dialled(host: str, answer: list[str], dialled: list[str]) -> None:
    got = Transport(names=lambda *_: answer)(f"http://{host}/")
    assert isinstance(got, Failure) and got.kind == "blocked_address" and dialled == []
    assert "not on the public internet" in got.message


PUBLIC = [f"http://[{a}]/" if ":" in a else f"http://{a}/" for a in OUTSIDE]
PUBLIC += ["http://134744072/", "http://0x08080808/", "http://8.8.2056/", "http://8.526344/"]
PUBLIC += ["https://8.8.8.8:8443/", "http://8.8.8.8:8080/", "http://8.8.8.8:80/x?y=@127.0.0.1", "https://1.1/"]


@pytest.mark.parametrize("url", PUBLIC)
def test_a_public_address_is_dialled(url: str, dialled: list[str]) -> None:
    got = Transport()(url)
    assert isinstance(got, Failure) and got.kind == "unreachable" and len(dialled) == 1
    assert is_public(dialled[0])


@pytest.mark.parametrize(
    "host", ["news.example", "例え.example", "xn--r8jz45g.example", "a-b.co.uk", "N.EXAMPLE", "n.example."]
)
def test_a_public_name_is_dialled_by_the_address_that_was_checked(host: str, dialled: list[str]) -> None:
    Transport(names=lambda *_: ["93.184.216.34"])(f"https://{host}/")
    assert dialled == ["93.184.216.34"]


def test_there_are_enough_vectors() -> None:
    assert len(INSIDE) + len(SPELLED) + 4 * len(LEADING_INSIDE) >= 220 and len(set(INSIDE)) == len(INSIDE) >= 120, len(
        INSIDE
    )
    assert len(set(PUBLIC)) >= 50


def test_a_name_server_that_changes_its_mind_gets_nobody_inside(dialled: list[str]) -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["93.184.216.34"], ["10.0.0.1"]])
    transport = Transport(names=lambda *_: next(answers))
    kinds = [got.kind for _ in range(4) if isinstance(got := transport("http://rebind.example/"), Failure)]
    assert kinds == ["unreachable", "blocked_address", "unreachable", "blocked_address"]
    assert dialled == ["93.184.216.34", "93.184.216.34"]


def test_every_redirect_is_checked() -> None:
    with web({"/secret": Answer(b"secret")}, host="127.0.0.9") as inside:
        port = inside.address.rsplit(":", 1)[1]
        locations = (f"{inside.address}/secret", f"http://inside.example:{port}/secret", "http://169.254.169.254/")
        for location in locations:
            with web({"/": Answer(status=302, headers={"Location": location})}) as site:
                # The first host is the operator's own; what it leads to is not.
                fetch = a_fetch(allow_private=False, private=("127.0.0.1",), names=lambda host, _: [_inside(host)])
                got = fetch(site.address + "/")
            assert isinstance(got, Failure) and got.kind in ("blocked_address", "blocked_port")
        assert inside.asked == []


def _inside(host: str) -> str:
    return host if host[0].isdigit() else "127.0.0.9"


def test_a_private_host_is_asked_only_when_it_is_named() -> None:
    with web({"/": Answer(b"intranet")}) as site:
        assert isinstance(a_fetch(allow_private=False, private=("127.0.0.1",))(site.address + "/"), Page)
        refused = a_fetch(allow_private=False, private=("127.0.0.2",))(site.address + "/")
        assert isinstance(refused, Failure) and refused.kind == "blocked_port"


def test_a_private_host_is_asked_only_at_the_origins_that_sources_declare() -> None:
    with web({"/": Answer(b"wiki")}) as wiki, web({"/": Answer(b"admin")}) as admin:
        origins = private_origins(["127.0.0.1"], [wiki.address + "/feed", "https://news.example/feed"])
        assert origins == (wiki.address,)
        fetch = a_fetch(allow_private=False, private=origins)
        assert isinstance(fetch(wiki.address + "/"), Page)
        wiki.answers["/away"] = Answer(status=302, headers={"Location": admin.address + "/"})
        for url in (admin.address + "/", wiki.address + "/away"):
            refused = fetch(url)
            assert isinstance(refused, Failure) and refused.kind == "blocked_port"
        # A port of the web's is no way round: the address is checked where it is dialled.
        refused = fetch("http://127.0.0.1:8080/")
        assert isinstance(refused, Failure) and refused.kind == "blocked_address"
        assert admin.asked == []


@pytest.mark.parametrize(
    ("hosts", "url", "origin"),
    [
        (["Wiki.Lan"], "http://wiki.lan/feed", "http://wiki.lan"),
        (["wiki.lan"], "https://WIKI.lan:8443/feed", "https://WIKI.lan:8443"),
        (["[fd00::1]"], "http://[fd00::1]:81/feed", "http://[fd00::1]:81"),
        (["fd00::1"], "http://[fd00::1]/feed", "http://[fd00::1]"),
        (["wiki.lan"], "http://x.wiki.lan/feed", ""),
        (["wiki.lan"], "./folder", ""),
        ([], "http://wiki.lan/feed", ""),
    ],
)
def test_an_origin_is_private_where_its_host_is_named(hosts: list[str], url: str, origin: str) -> None:
    assert private_origins(hosts, [url]) == ((origin,) if origin else ())


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"])
def test_a_proxy_of_the_environment_is_ignored(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with web({"/": Answer(b"proxied")}) as proxy, web({"/": Answer(b"direct")}, host="127.0.0.2") as site:
        monkeypatch.setenv(name, proxy.address)
        got = a_fetch()(site.address + "/")
        assert isinstance(got, Page) and got.body == b"direct" and proxy.asked == []


_audited: list[Callable[[str, tuple[object, ...]], None]] = []


def _audit(event: str, args: tuple[object, ...]) -> None:
    for hear in _audited:
        hear(event, args)


def test_nothing_but_the_guard_connects() -> None:
    """Every ``connect`` of the process comes from the guard, to an address that it has checked just before."""
    sys.addaudithook(_audit)
    checked: set[str] = set()
    connects: list[tuple[str, bool]] = []

    def names(host: str, port: int) -> list[str]:
        checked.add(address := "127.0.3.1" if host == "a.example" else "127.0.3.2")
        return [address]

    def hear(event: str, args: tuple[object, ...]) -> None:
        if event == "socket.connect":
            frame, files = sys._getframe(), set()
            while frame.f_back:
                frame = frame.f_back
                files.add(frame.f_code.co_filename)
            address = args[1][0] if isinstance(args[1], tuple) else str(args[1])
            connects.append((str(address), guard.__file__ in files and address in checked))

    with web({"/": Answer(b"feed")}, host="127.0.3.1") as a, web({"/x": Answer(b"page")}, host="127.0.3.2") as b:
        port_a, port_b = (site.address.rsplit(":", 1)[1] for site in (a, b))
        a.answers["/r"] = Answer(status=301, headers={"Location": f"http://b.example:{port_b}/x"})
        fetch = a_fetch(robots=True, names=names)
        _audited.append(hear)
        try:
            for path in ("/", "/r", "/none"):
                fetch(f"http://a.example:{port_a}{path}")
        finally:
            _audited.clear()
    assert connects and all(by_guard for _, by_guard in connects), connects
    assert {address for address, _ in connects} == {"127.0.3.1", "127.0.3.2"}


def test_a_name_server_that_says_nothing_stops_no_run() -> None:
    go = threading.Event()

    def stuck(host: str, port: int) -> list[str]:
        go.wait(5)
        return ["93.184.216.34"]

    begun = time.monotonic()
    with pytest.raises(NoHostError, match="did not answer"):
        resolve("slow.example", 80, seconds=0.1, look_up=stuck)
    fetch = WebFetch(Transport(names=lambda h, p: resolve(h, p, seconds=0.05, look_up=stuck)), None, robots=False)
    got = fetch("http://slow.example/")
    go.set()
    assert isinstance(got, Failure) and got.kind == "dns" and "name server did not answer" in got.message
    assert time.monotonic() - begun < 4


def test_lookups_that_are_stuck_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_places", threading.BoundedSemaphore(2))
    go = threading.Event()
    before = threading.active_count()
    for _ in range(6):
        with pytest.raises(NoHostError):
            resolve("slow.example", 80, seconds=0.02, look_up=lambda *_: [str(go.wait(5))])
    assert threading.active_count() - before <= 2
    go.set()
    for _ in range(2):  # the places of those that were stuck are given back
        assert guard._places.acquire(timeout=5)


def test_a_lookup_that_fails_is_told() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(socket.gaierror, match="not known"):
        resolve("nowhere.example", 80, look_up=unknown)
    assert resolve("8.8.8.8", 80, look_up=unknown) == ["8.8.8.8"]


def test_many_answers_are_not_all_tried(dialled: list[str]) -> None:
    Transport(names=lambda *_: [f"93.184.216.{n}" for n in range(200)])("http://many.example/")
    assert len(dialled) == guard.MOST_ADDRESSES


@pytest.mark.parametrize("size", [1, 3, 7, 64, 10_000])
def test_the_end_of_the_head_is_found_however_it_comes(size: int) -> None:
    provisional = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    stream = provisional + b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100 + b"\r\n\r\n" + b"body\r\n\r\nbody"
    head = Head()
    for at in range(0, len(stream), size):
        head.took(stream[at : at + size])
    assert head.body == len(b"body\r\n\r\nbody") and head.size == len(stream) - head.body
