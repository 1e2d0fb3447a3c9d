"""Addresses: what may be linked, what is the same page, who stands behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.urls import arxiv_id, canonical_url, host_of, identity_url, is_web_url, registrable_domain


@pytest.mark.parametrize(
    "url", ["https://a.example/", "http://a.example:8080/x?y=1#z", "http://[::1]/", "https://例え.jp/路"]
)
def test_web_addresses(url: str) -> None:
    assert is_web_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "a.example",
        "//a.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "https://user:pw@a.example/",
        "https://a.example/ b",
        "https://a.example\\@b.example",
        "http://[bad",
        "https://a.example:99999/",
        'https://a.example/"onclick',
        "https://a.example/\u202fx",
        "mailto:a@b.example",
        "https://a.example/\u202egpj.exe",
        "https://a.example/a\u200bb",
        "https://a\u2060.example/",
        "https://a.example/\ufeff",
        "https://a.example/\ud800",
        "https://a.example/\ue000",
        "https://a.example/\uffff",
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    assert not is_web_url(url)
    assert identity_url(url) == ""


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Www.Example.com:443/a?b=2&utm_source=x&a=1&fbclid=9#top", "https://www.example.com/a?a=1&b=2"),
        ("http://example.com:80", "http://example.com/"),
        ("https://example.com/?gclid=1", "https://example.com/"),
        ("https://example.com/?id=1&ref=2&from=3", "https://example.com/?from=3&id=1&ref=2"),
        (" javascript:alert(1) ", "javascript:alert(1)"),
    ],
)
def test_canonical(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "others",
    [
        ("https://www.example.com/a/", "http://example.com/a", "https://m.example.com/a?utm_medium=rss", "//x"),
        ("https://example.com/a/amp/", "https://example.com/a", "https://amp.example.com/a?amp=1", "//x"),
        (
            "https://arxiv.org/abs/2512.00001v3",
            "http://arxiv.org/pdf/2512.00001",
            "https://www.arxiv.org/html/2512.00001v1",
        ),
        ("https://example.com/a?x=1&y=2", "https://example.com/a?y=2&x=1#z"),
    ],
)
def test_one_page_has_one_identity(others: tuple[str, ...]) -> None:
    assert len({identity_url(url) for url in others if url != "//x"}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/a?id=1", "https://example.com/a?id=2"),
        ("https://example.com/amplifier", "https://example.com/"),
        ("https://arxiv.org/abs/2512.00001", "https://arxiv.org/abs/2512.00002"),
        ("https://example.com/A", "https://example.com/a"),
        ("https://m.com/", "https://com/"),
    ],
)
def test_two_pages_have_two(one: str, other: str) -> None:
    assert identity_url(one) != identity_url(other)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.bbc.co.uk/x", "bbc.co.uk"),
        ("https://tw.news.yahoo.com/x", "yahoo.com"),
        ("https://me.github.io/x", "me.github.io"),
        ("https://www.udn.com.tw/", "udn.com.tw"),
        ("https://a.b.example/", "b.example"),
        ("http://127.0.0.1:80/", "127.0.0.1"),
        ("http://localhost/", "localhost"),
        ("no address", ""),
    ],
)
def test_registrable_domain(url: str, domain: str) -> None:
    assert registrable_domain(url) == domain


def test_arxiv_ids_and_hosts() -> None:
    assert arxiv_id("https://arxiv.org/abs/2512.14563v2") == "2512.14563"
    assert arxiv_id("https://arxiv.org/pdf/cs/0112017") == "cs/0112017"
    assert arxiv_id("https://arxiv.org/list/cs.AI/new") == arxiv_id("https://evil.example/abs/2512.14563") == ""
    assert host_of("https://www.Example.com:8080/x") == "example.com"


@given(st.text(max_size=80))
def test_no_string_crashes_and_canonical_is_final(text: str) -> None:
    for url in (text, f"https://{text}", f"https://a.example/{text}"):
        assert canonical_url(canonical_url(url)) == canonical_url(url)
        identity_url(url)
        registrable_domain(url)
