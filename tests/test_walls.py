"""What stands before an article is no article: money, consent, accounts, robots; and an article about them is one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from broadsheet.adapters.confine import inline
from broadsheet.stages.extract import extract
from broadsheet.text.walls import wall_of
from broadsheet.types import Article, Count, Failure, Item, Page, Window

from loopback_web import a_source

URL = "https://a.example/1"
WALLS = [
    ("paywall", "Subscribe to continue reading. Already a subscriber? Sign in. Cancel anytime."),
    ("paywall", "You’ve reached your limit of free articles. Start your free trial for unlimited access."),
    ("paywall", "This article is for paid subscribers. Become a member to read the full story."),
    ("paywall", "本文為會員限定內容。訂閱後即可閱讀全文。"),
    ("paywall", "本文为会员专享内容，开通会员后继续阅读。"),
    ("paywall", "The harbour opened on Monday.\nSubscribe now to keep reading this story."),
    ("consent", "We and our partners use cookies to store information on a device. Accept all or manage your choices."),
    ("consent", "Before you continue. We use cookies. Read our privacy policy."),
    ("consent", "本網站使用 Cookie 以提供更好的服務。請閱讀隱私權政策。全部接受"),
    ("consent", "本网站使用cookies改善体验。查看隐私政策。"),
    ("login", "Please log in. Forgot your password? Don't have an account? Create a free account."),
    ("login", "請先登入會員。忘記密碼？註冊會員"),
    ("script", "Please enable JavaScript to view this page."),
    ("script", "Checking your browser before accessing the site. Ray ID: 8f1"),
    ("script", "Are you a robot? We noticed unusual traffic from your network. Complete the security check."),
    ("script", "請啟用 JavaScript 以繼續。安全驗證"),
    ("script", "访问被拒绝。请完成人机验证。"),
]
ARTICLES = [
    "The regulator fined the company for its cookie banner. It said that visitors were misled. The fine is 3 million euros.",
    "The newspaper will let readers subscribe to single topics. Its editor said that 40,000 did so in a month.",
    "Google said that robots made a tenth of all requests last year. Its engineers now count them by the hour.",
    "立法院今天三讀通過隱私權保護條例，業者須在六個月內完成調整。主管機關表示將輔導中小企業因應。",
    "公司宣布推出付費會員方案，每月新台幣 199 元。分析師認為訂閱人數將在一年內倍增。",
]


def wall(text: str, *, title: str = "A title", html: str = "", host: str = "a.example", free: bool = True) -> str:
    return wall_of(text, title=title, html=html, host=host, free=free)


@pytest.mark.parametrize(("kind", "text"), WALLS)
def test_a_wall_is_known_by_its_words(kind: str, text: str) -> None:
    assert wall(text) == kind


@pytest.mark.parametrize("text", ARTICLES)
def test_an_article_about_walls_is_none(text: str) -> None:
    assert wall(text) == ""


def test_a_long_article_that_ends_in_an_advertisement_is_none() -> None:
    assert wall("The harbour opened at noon. " * 80 + "Subscribe to continue reading.") == ""


def test_what_is_declared_counts_only_for_a_teaser() -> None:
    assert wall("The harbour opened at noon.", free=False) == "paywall"
    assert wall("The harbour opened at noon. " * 60, free=False) == ""


def test_a_title_or_a_host_decides_only_where_the_text_does_not_speak_against_it() -> None:
    assert wall("", title="Just a moment...") == "script"
    assert wall("", host="consent.a.example") == "consent"
    assert wall("The harbour opened at noon.", title="Just a moment: why waiting is good") == ""
    assert wall("The harbour opened at noon.", host="consent.a.example") == ""


def test_a_known_consent_manager_needs_words_to_be_a_wall() -> None:
    html = '<div id="onetrust-banner-sdk">'
    text = "Welcome to the site of the daily. It is free. It is good. We use cookies. "
    assert wall("The harbour opened at noon.", html=html) == ""
    assert (wall(text), wall(text, html=html)) == ("", "consent")


@pytest.mark.parametrize(("kind", "text"), WALLS)
def test_a_wall_is_never_taken_for_the_text(kind: str, text: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    raw = f"<html><head><title>Just a moment...</title></head><body><main>{body}</main></body></html>"
    page = Page(
        url=URL, final_url=URL, status=200, headers=(), body=raw.encode(), when=datetime(2025, 12, 17, tzinfo=UTC)
    )
    item = Item(source=a_source(), url=URL, title="Harbour opens", summary="The harbour has opened.")
    always = Window(start=None, end=None)
    values = list(extract(item, lambda url, *, again=False: page, inline, always))
    (article,) = (value for value in values if isinstance(value, Article))
    assert (article.title, article.text) == ("Harbour opens", "The harbour has opened.")
    assert [value.kind for value in values if isinstance(value, Failure)] == [kind, "summary_only"]
    gates = [value.gate for value in values if isinstance(value, Count)]
    assert gates == [kind, "summary_only", "article", "language:en"]
