"""Copies are marked, none is lost, and two events never become one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.stages.dedupe import CANDIDATES, dedupe
from broadsheet.text.shingles import jaccard
from broadsheet.types import Article, Failure

from conftest import article, source

NOON = datetime(2025, 12, 17, 12, tzinfo=UTC)
STORY = (
    "The harbour authority opened its second automated terminal on Wednesday after two years of tests. Cranes there are "
    "steered by a scheduling model that plans every lift twelve minutes ahead. Officials said the berth can now serve "
    "four container ships at once. Dock workers kept their posts and were retrained as remote operators over the summer. "
    "The union called the agreement a fair one and asked for the same terms at the older piers. A third terminal is planned "
    "for the northern basin, where the channel must first be dredged."
)
CHINESE = (
    "港務局週三啟用第二座自動化碼頭，此前測試歷時兩年。起重機由排程模型操控，每次吊運都提前十二分鐘規劃。"
    "官員表示，泊位如今可同時服務四艘貨櫃船。碼頭工人保留職位，並在夏天受訓成為遠端操作員。工會稱協議公平，要求舊碼頭比照辦理。"
)


def marks(articles: Sequence[Article]) -> list[Article]:
    return [value for value in dedupe(articles) if isinstance(value, Article)]


def at(hours: float, text: str = STORY, outlet: str = "", **changes: object) -> Article:
    if outlet:
        changes["source"] = source(outlet)
        changes.setdefault("url", f"https://{outlet.replace(' ', '-').lower()}.example/{hours}")
    return article(text, **{"published": NOON + timedelta(hours=hours)} | changes)  # type: ignore[arg-type]


def by_url(articles: list[Article]) -> dict[str, Article]:
    return {found.url: found for found in marks(articles)}


def test_versions_of_a_paper_are_one_address() -> None:
    first = at(0, "We present a model of harbours.", url="https://arxiv.org/abs/2512.01234v1")
    second = at(5, "We present a better model of harbours.", url="https://arxiv.org/pdf/2512.01234v2")
    found = by_url([second, first])
    assert found[first.url].copy_of is None
    assert (found[second.url].copy_of, found[second.url].copy_kind) == (first.id, "address")


def test_the_same_wire_text_at_two_outlets() -> None:
    first = at(0, url="https://one.example/a", title="Terminal opens")
    second = at(1, STORY.replace("'", "’") + "\n", url="https://two.example/b", title="Cranes that think ahead")
    found = by_url([second, first])
    assert (found[second.url].copy_of, found[second.url].copy_kind) == (first.id, "text")


def test_the_same_text_in_the_other_chinese_script() -> None:
    from opencc import OpenCC

    first = at(0, CHINESE, language="zh-Hant", url="https://one.example/a")
    second = at(1, OpenCC("t2s").convert(CHINESE), language="zh-Hans", url="https://two.example/b")
    assert by_url([first, second])[second.url].copy_kind == "text"


@pytest.mark.parametrize(
    "changed",
    [
        STORY[: STORY.index("A third")],
        f"LONDON (Reuters) - {STORY}",
        f"{STORY} This story was first published elsewhere.",
        STORY.replace("fair one", "good one").replace("said the berth", "added that the berth"),
    ],
    ids=["cut", "dateline", "notice", "edited"],
)
def test_a_lightly_changed_text_is_near(changed: str) -> None:
    first, second = at(0, url="https://one.example/a"), at(1, changed, url="https://two.example/b")
    found = by_url([first, second])
    assert (found[second.url].copy_of, found[second.url].copy_kind) == (first.id, "near")


@pytest.mark.parametrize(
    "other",
    [
        STORY.replace("four container", "9 container").replace("Wednesday", "Wednesday 17 December"),
        STORY.replace("on Wednesday", "in Rotterdam"),
    ],
    ids=["number", "name"],
)
def test_a_template_filled_twice_is_no_copy(other: str) -> None:
    this = STORY.replace("four container", "4 container").replace("on Wednesday", "in Hamburg")
    found = by_url([at(0, this, url="https://one.example/a"), at(1, other, url="https://two.example/b")])
    assert [a.copy_of for a in found.values()] == [None, None]


@pytest.mark.parametrize("text", ["", "Please enable cookies to read on."])
def test_texts_that_say_nothing_are_copies_by_address_only(text: str) -> None:
    first = at(0, text, url="https://one.example/a", title="Terminal opens")
    other = at(1, text, url="https://two.example/b", title="Minister resigns")
    again = at(2, text, url="https://www.one.example/a?utm_source=x", title="Terminal opens")
    found = by_url([first, other, again])
    assert found[other.url].copy_of is None
    assert (found[again.url].copy_of, found[again.url].copy_kind) == (first.id, "address")


def test_a_consent_page_of_one_host_is_no_copy() -> None:
    first = at(0, url="https://one.example/a", title="Terminal opens in the north")
    second = at(1, url="https://one.example/b", title="Chip maker names a chief")
    assert by_url([first, second])[second.url].copy_of is None


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({"published": NOON}, {"published": NOON + timedelta(hours=1)}),
        ({"published": NOON}, {"published": None}),
        ({"text": STORY + " One more sentence stands here."}, {"text": STORY}),
        ({"source": source(primary=True)}, {"source": source()}),
    ],
    ids=["earliest", "dated", "longest", "primary"],
)
def test_the_original(earlier: dict[str, object], later: dict[str, object]) -> None:
    made = []
    for number, changes in enumerate((later, earlier)):
        fields = {"text": STORY, "published": NOON, "url": f"https://{number}.example/a"} | changes
        made.append(article(str(fields.pop("text")), **fields))  # type: ignore[arg-type]
    found = by_url(made)
    assert found[made[1].url].copy_of is None
    assert found[made[0].url].copy_of == made[1].id


_WORDS = STORY.split()


@st.composite
def day(draw: st.DrawFn) -> list[Article]:
    texts = [
        " ".join(_WORDS[start : start + draw(st.integers(0, 90))])
        for start in draw(st.lists(st.integers(0, 40), max_size=6))
    ]
    texts += draw(st.lists(st.sampled_from([STORY, STORY + " More.", CHINESE, ""]), max_size=4))
    return [
        article(
            text,
            url=f"https://{draw(st.integers(0, 5))}.example/{number % 4}",
            published=draw(st.sampled_from([None, NOON, NOON + timedelta(hours=1)])),
        )
        for number, text in enumerate(texts)
    ]


@settings(max_examples=60, deadline=None)
@given(day(), st.randoms(use_true_random=False))
def test_whatever_comes_in(articles: list[Article], chance: random.Random) -> None:
    marked = marks(articles)
    assert [a.id for a in marked] == sorted({a.id for a in articles})
    originals = {a.id for a in marked if a.copy_of is None}
    assert all(a.copy_of in originals for a in marked if a.copy_of is not None)
    shuffled = list(articles)
    chance.shuffle(shuffled)
    assert marks(shuffled) == marked
    assert marks(marked) == marked


def test_an_article_that_two_outlets_announce_is_kept_once_and_told() -> None:
    one = article("The same page.", url="https://a.example/1", source=source("Alpha"))
    two = article("The same page.", url="https://a.example/1", source=source("Beta"))
    again = article("The same page.", url="https://a.example/1", source=source("Alpha", name="alpha-all"))
    values = list(dedupe([two, again, one]))
    kept = [value for value in values if isinstance(value, Article)]
    told = [value for value in values if isinstance(value, Failure)]
    assert [a.source.outlet for a in kept] == ["Alpha"]
    assert [(f.subject, f.kind) for f in told] == [("Beta", "announced_twice")]
    assert "https://a.example/1" in told[0].message


CONSENT = "We use cookies and similar technologies to give you the best experience on our site every day of the year."
ALERT = "The lab issued alert number {} on Wednesday and asked every customer to upgrade to the newest release at once."


def _bad_day(shape: str, n: int) -> list[Article]:
    made = {
        "consent": lambda i: at(0, CONSENT, url=f"https://one.example/{i}", title=f"Report r{i} about s{i} by t{i}"),
        "template": lambda i: at(0, ALERT.format(i), url=f"https://one.example/{i}", title=f"Alert number {i}"),
        "notice": lambda i: at(0, "Read more at our site.", url=f"https://one.example/{i}", title=f"Report {i}"),
        "empty": lambda i: at(0, "", url=f"https://one.example/{i}", title=f"Report {i}"),
    }
    return [made[shape](i) for i in range(n)]


@pytest.mark.parametrize("shape", ["consent", "template", "notice", "empty"])
def test_the_work_for_one_article_is_bounded(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparisons are counted, not seconds: 2,000 pages of one host behind one text are no 2,000,000 comparisons."""
    count = 0

    def counted(a: frozenset[str], b: frozenset[str]) -> float:
        nonlocal count
        count += 1
        return jaccard(a, b)

    monkeypatch.setattr("broadsheet.stages.dedupe.jaccard", counted)
    articles = _bad_day(shape, 2000)
    assert [a.copy_of for a in marks(articles)] == [None] * 2000
    assert count <= 2000 * 2 * CANDIDATES


def test_a_copy_of_one_page_behind_a_consent_text_and_of_one_of_many_alerts_is_found() -> None:
    pages, alerts = _bad_day("consent", 300), _bad_day("template", 300)
    page = at(1, CONSENT, url="https://one.example/again", title="Report r250 about s250 by t250")
    alert = at(1, f"LONDON (Reuters) - {alerts[280].text}", url="https://two.example/again", title="Alert number 280")
    found = by_url([*pages, page])
    assert (found[page.url].copy_of, found[page.url].copy_kind) == (pages[250].id, "text")
    found = by_url([*alerts, alert])
    assert (found[alert.url].copy_of, found[alert.url].copy_kind) == (alerts[280].id, "near")


def test_two_pages_without_an_address_are_not_one() -> None:
    first, second = at(0, url="http://./", title="Terminal"), at(1, CHINESE, url="http://../", title="碼頭")
    assert [a.copy_of for a in marks([first, second])] == [None, None]


OWN = (
    "Our harbour desk writes: shipping watchers had long waited for this week's news from the northern coast. "
    "Readers may recall the dispute about dredging that filled these pages in spring. "
)
LONG = STORY + (
    " The scheduling model was trained on nine years of crane records and is checked every night by two engineers. "
    "Smaller ports along the coast have asked for a licence. The authority wants to answer them before the winter."
)


@pytest.mark.parametrize(
    "told",
    [OWN + LONG, LONG[: len(LONG) // 2], OWN + LONG[: 3 * len(LONG) // 4], OWN + LONG + " " + OWN],
    ids=["intro", "half", "intro and cut", "around"],
)
def test_a_press_release_in_anothers_clothes_repeats_it(told: str) -> None:
    release, copy = at(0, LONG, outlet="Release"), at(1, told, outlet="Copier")
    found = by_url([copy, release])
    assert (found[copy.url].copy_of, found[release.url].copy_of) == (release.id, None)
    assert found[copy.url].copy_kind in ("passage", "near")


def test_seven_sources_of_one_release_are_two_independent_owners() -> None:
    copies = [at(n, f"{OWN[: 30 * n]} {LONG}", outlet=f"Outlet {n}", title=f"Title {n}") for n in range(1, 7)]
    other = (
        "Dock workers gathered at the gate on Wednesday. They asked who will mend the cranes when the model is wrong."
    )
    found = marks([at(0, LONG, outlet="Release"), *copies, at(9, other, outlet="Own report")])
    assert len({value.source.owner for value in found if value.copy_of is None}) == 2


def test_a_quotation_is_no_copy_and_one_owner_may_repeat_itself() -> None:
    comment = "What the authority does not say is who pays when a crane drops a box, and our reader asked just that. "
    quoting = at(1, comment * 4 + LONG[:300] + comment.upper() * 4, outlet="Quoter")
    letter = "".join(f"Item {n} tells of pier {n} and what came of it. " for n in range(200)) + LONG
    newsletter = at(2, letter, outlet="Letter")
    same_owner = at(3, OWN + LONG[: len(LONG) // 2], outlet="Outlet")
    found = by_url([at(0, LONG, outlet="Outlet"), quoting, newsletter, same_owner])
    assert [found[one.url].copy_of for one in (quoting, newsletter, same_owner)] == [None, None, None]


def test_a_template_filled_twice_shares_no_passage() -> None:
    form = LONG + " It handled {0} crates, {1} ships and {2} trucks for {3} dollars in the week to May {4}."
    first = at(0, OWN + form.format(11, 12, 13, 14, 15), outlet="A")
    second = at(1, form.format(21, 22, 23, 24, 25) + " " + OWN.upper(), outlet="B")
    assert all(one.copy_of is None for one in marks([first, second]))


def test_the_article_at_its_own_address_is_the_original_whatever_the_dates_say() -> None:
    home = at(5, url="https://home.example/a/1", outlet="Home")
    address = "https://home.example/a/1?utm_source=guest"
    guest = at(0, OWN + STORY, url="https://guest.example/x", canonical=address, outlet="Guest")
    found = by_url([guest, home])
    assert (found[guest.url].copy_of, found[guest.url].copy_kind) == (home.id, "address")
    assert found[home.url].copy_of is None


def test_two_pages_that_call_one_absent_address_their_own_are_one() -> None:
    one = at(0, url="https://a.example/1", canonical="https://wire.example/9", outlet="A")
    two = at(1, OWN + STORY, url="https://b.example/2", canonical="https://wire.example/9", outlet="B")
    assert by_url([one, two])[two.url].copy_kind == "address"


def test_a_site_that_calls_all_its_pages_by_one_address_loses_none() -> None:
    stories = ["Pier one was mended.", "Cranes stand still today", STORY, OWN, CHINESE]
    pages = [
        at(n, told, title=f"Pier{n} news{n}", url=f"https://a.example/{n}", canonical="https://a.example/all")
        for n, told in enumerate(stories)
    ]
    assert all(one.copy_of is None for one in marks(pages))


def test_no_page_can_make_anothers_article_a_copy_by_naming_its_address() -> None:
    address = "https://victim.example/1"
    victim = at(5, url=address, outlet="Victim")
    hostile = at(0, "Buy our coin. " * 20, url="https://bad.example/1", canonical=address, title="Coin", outlet="Bad")
    assert all(one.copy_of is None for one in marks([victim, hostile]))


@pytest.mark.parametrize("seed", range(3))
def test_passages_do_not_depend_on_the_order_of_the_day(seed: int) -> None:
    day = [at(0, LONG, outlet="R")] + [at(n, OWN[: 40 * n] + LONG[: -50 * n], outlet=f"O{n}") for n in range(1, 6)]
    expected = marks(day)
    random.Random(seed).shuffle(day)
    assert marks(day) == expected
