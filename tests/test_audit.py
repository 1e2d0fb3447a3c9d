"""The audit: a second program proves what was published, and whatever is forged, wherever it is put, it finds.

The file is long because it is one table of forgeries, and the honest editions beside them.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Callable
from email.message import EmailMessage
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from broadsheet.adapters.engines import Local
from broadsheet.adapters.publish_atom import AtomPublisher, AtomStoriesPublisher
from broadsheet.adapters.publish_hugo import HugoPublisher
from broadsheet.adapters.publish_json_feed import JsonFeedPublisher, JsonStoriesPublisher
from broadsheet.adapters.publish_site import SitePublisher
from broadsheet.audit import Desk, Report, audit, read_desk
from broadsheet.audit.fault import Fault, in_taiwan, simplified
from broadsheet.audit.vocabulary import Vocabulary
from broadsheet.audit.written import strange_latin, strange_name, strange_number
from broadsheet.cli import app
from broadsheet.commands.audit import TOLD
from broadsheet.config_file import File
from broadsheet.press import plan, print_edition
from broadsheet.types import (
    Article,
    Change,
    Claim,
    Disagreement,
    Edition,
    Language,
    Printing,
    Question,
    Remark,
    Reported,
    Source,
    StoryRef,
    cite,
    digest,
)

from conftest import Day as PrintedDay
from corrected_day import corrected_day
from editions import record, write_lines
from small_edition import HEADINGS, Day, counted, small_day

PACKAGE = Path(__file__).parents[1] / "src" / "broadsheet"
DATE = "2025-12-18"
SENTENCE = "Sched runs on 300 clusters."
BASE = "https://news.example/ai/"


def desk() -> Desk:
    return read_desk(files("broadsheet.desks") / "ai")


def test_the_audit_shares_no_code_with_the_house_but_the_types() -> None:
    for path in sorted((PACKAGE / "audit").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert not name.startswith("broadsheet") or name.startswith(("broadsheet.audit", "broadsheet.types"))
    assert "import_module" not in "".join(path.read_text() for path in (PACKAGE / "audit").glob("*.py"))


# --- an honest day ---------------------------------------------------------------------------------------------------


def honest_day(language: Language) -> Day:
    """The small day with computed texts as compose writes them, a table of values, what is new, and a question."""
    day = small_day(language)
    english = language == "en"
    first, second = day.edition.stories[0], day.edition.stories[1]
    chips, wire = (day.articles[ref.article] for ref in first.sources[:2])

    def said(article: Article, words: str) -> Claim:
        start = article.text.index(words)
        return Claim(text=words, citations=(cite(article, "text", start, start + len(words)),))

    table = Disagreement(
        quantity="price",
        label="price" if english else "價格",
        kind="differ",
        rows=(
            Reported(
                value=said(chips, "$2 billion"),
                passage=said(chips, "The price is $2 billion."),
                source=first.sources[0],
            ),
            Reported(value=said(wire, "Sched"), passage=said(wire, wire.text), source=first.sources[1]),
        ),
    )
    new = Change(code="number", claim=said(chips, "The price is $2 billion."), now="$2 billion", earlier="$1 billion",
                 since="2025-12-17")  # fmt: skip
    first = msgspec.structs.replace(
        first,
        disagreements=(table,),
        changes=(new,),
        continues="aaaa",
        continues_date="2025-12-17",
        continues_headline="Acme talks to Sched",
    )
    stories = tuple(
        msgspec.structs.replace(
            story,
            reasons=tuple(
                msgspec.structs.replace(reason, text=text)
                for reason, text in zip(
                    story.reasons,
                    (_owners(story, english), "first hand: Chip Times" if english else "第一手來源：Chip Times"),
                    strict=True,
                )
            ),
        )
        for story in (first, *day.edition.stories[1:])
    )
    also = tuple(msgspec.structs.replace(story, reasons=()) for story in day.edition.also)
    question = Question(
        claim=said(chips, "Acme will open the code in 2026."),
        source=first.sources[0],
        since="2025-12-10",
        story="bbbb",
        state="answered",
        answer=said(chips, SENTENCE),
        answered_by=first.id,
    )
    remark = "The largest sums named: $2 billion (Acme)." if english else "提到的最大金額：$2 billion（Acme）。"
    refs = (StoryRef(story=first.id), StoryRef(story=second.id))
    keep = list(first.entities)
    paper, hostile = (msgspec.structs.replace(story, entities=()) for story in stories[2:4])
    edition = msgspec.structs.replace(
        day.edition,
        stories=(*stories[:2], paper, hostile, *stories[4:]),
        also=also,
        title="Acme: AI news — 2025/12/18" if english else "Acme：AI 要聞 — 2025/12/18",
        summary=f"Top headlines: {first.headline.text}." if english else f"今日焦點：{first.headline.text}。",
        description="AI news." if english else "AI 要聞。",
        tags=tuple(keep),
        keywords=tuple(keep),
        insight=msgspec.structs.replace(
            day.edition.insight, trends=(Remark(text=remark, citations=refs),), context=(), outlook=()
        ),
        questions=(question,),
    )
    return counted(Day(edition, day.articles))


def _owners(story: Printing, english: bool) -> str:
    names = sorted({source.owner for source in story.sources if source.copy_of is None})
    if len(names) == 1:
        return f"one independent source: {names[0]}" if english else f"僅一家獨立來源：{names[0]}"
    if english:
        return f"{len(names)} independent sources tell it: {', '.join(names)}"
    return f"{len(names)} 家獨立來源報導：{'、'.join(names)}"


PUBLISHERS = (
    SitePublisher,
    HugoPublisher,
    AtomPublisher,
    AtomStoriesPublisher,
    JsonFeedPublisher,
    JsonStoriesPublisher,
)


def publish(day: Day, root: Path, base: str = "") -> Path:
    day.save(root)
    for publisher in PUBLISHERS:
        publisher(HEADINGS, base)(day.edition, day.articles, root)
    return root / DATE


def looked(folder: Path, base: str = "") -> Report:
    """Audit what publishers alone printed: no press has sealed it, so reading it is all that there is."""
    words = frozenset(word for table in HEADINGS.values() for word in table.values())
    own = desk()
    told = audit(folder, own._replace(words=own.words | words), base)
    faults = tuple(fault for fault in told.faults if fault.code != "unsealed")
    return Report(tuple(sheet for sheet in told.sheets if sheet.output != "published.json"), faults)


@pytest.fixture(scope="module", params=[("zh-Hant", ""), ("en", BASE)], ids=["zh-Hant", "en"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    language, base = request.param
    return publish(honest_day(language), tmp_path_factory.mktemp("honest"), base), base


def test_an_honest_edition_passes_in_every_output(printed: tuple[Path, str]) -> None:
    report = looked(*printed)
    assert report.faults == ()
    assert [sheet.output for sheet in report.sheets] == ["edition.json", "site", "hugo", "feed", "json feed"]
    assert all(sheet.sentences == sheet.resolved >= 20 for sheet in report.sheets)


def test_a_printed_day_passes(sample_day: PrintedDay) -> None:
    report = audit(sample_day.printed.folder, desk())
    assert report.faults == ()
    assert {sheet.output for sheet in report.sheets} == {"edition.json", "site", "hugo", "feed", "json feed"}
    assert sum(sheet.sentences for sheet in report.sheets) > 500


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_a_corrected_edition_passes_but_for_what_no_editor_said(tmp_path: Path, language: Language) -> None:
    honest, (fixed, gone) = honest_day(language), corrected_day(language)
    stories = honest.edition.stories[:-1]
    counts, corrections = fixed.edition.counts, fixed.edition.corrections
    edition = msgspec.structs.replace(honest.edition, stories=stories, counts=counts, corrections=corrections)
    day = counted(Day(edition, honest.articles))
    day.save(tmp_path)
    for publisher in PUBLISHERS[1:]:  # the site has words of its own for corrections, and tests of its own
        publisher(HEADINGS)(day.edition, day.articles, tmp_path)
    assert looked(tmp_path / DATE).faults == ()
    for name in (POST, FEED, JSON, "stories.xml", "stories.json"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "the source is gone" in text and gone.headline.text in text
        (tmp_path / name).write_text(text.replace("the source is gone", INVENTED), encoding="utf-8")
    faults = looked(tmp_path / DATE).faults
    assert {fault.output for fault in faults if fault.code == "stranger"} == {"hugo", "feed", "json feed"}


def test_the_page_of_a_further_language_is_read(tmp_path: Path) -> None:
    chinese, english = honest_day("zh-Hant"), honest_day("en")
    for day in (chinese, english):
        day.save(tmp_path)
        HugoPublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    assert looked(tmp_path / DATE).faults == ()
    page = tmp_path / "hugo" / "content" / "posts" / f"{DATE}.en.md"
    page.write_text(page.read_text(encoding="utf-8").replace(SENTENCE, INVENTED), encoding="utf-8")
    assert {fault.code for fault in looked(tmp_path / DATE).faults} >= {"stranger", "missing"}


# --- forgeries in what was published -----------------------------------------------------------------------------------

PAGE, STORY, POST, FEED = f"site/{DATE}/index.html", "STORY", f"hugo/content/posts/{DATE}.md", "feed.xml"
JSON = "feed.json"
INVENTED = "Acme has secretly sold its clusters to a rival."


def put(before: str, after: str) -> Callable[[str], str]:
    def forge(text: str) -> str:
        assert before in text, before
        return text.replace(before, after, 1)

    return forge


def exchanged(page: str) -> str:
    """Let the links of two sources change places; the names stay."""
    one, other = list(dict.fromkeys(re.findall(r'href="(https://source\.example/[^"#]+)"', page)))[:2]
    return page.replace(f'"{one}"', '"?"').replace(f'"{other}"', f'"{one}"').replace('"?"', f'"{other}"')


FORGERIES: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a sentence in a paragraph of its own": (PAGE, put("</main>", f"<p>{INVENTED}</p></main>"), "stranger"),
    "a sentence behind a true one": (PAGE, put(SENTENCE, f"{SENTENCE} {INVENTED}"), "stranger"),
    "a sentence in a span": (STORY, put("</h1>", f" <span>{INVENTED}</span></h1>"), "stranger"),
    "a sentence cut up by elements": (PAGE, put("</main>", "<p>Acme <b>sold</b> Sched.</p></main>"), "stranger"),
    "a sentence in the alternative text": (PAGE, put("<main", f'<main aria-label="{INVENTED}"'), "stranger"),
    "a sentence in the description": (PAGE, put('name="description" content="', f'name="description" content="{INVENTED} '), "stranger"),
    "a sentence in the linked data": (PAGE, put('"@type":"CollectionPage"', f'"@type":"CollectionPage","headline":"{INVENTED}"'), "stranger"),
    "a changed figure": (PAGE, put(SENTENCE, SENTENCE.replace("300", "900")), "stranger"),
    "a changed figure on the story's page": (STORY, lambda text: text.replace(SENTENCE, SENTENCE.replace("300", "900")), "stranger"),
    "a word taken away": (PAGE, put(SENTENCE, "Sched runs on clusters."), "stranger"),
    "a negation": (STORY, put("Acme bought Sched", "Acme never bought Sched"), "stranger"),
    "a passage altered": (STORY, put(f">{SENTENCE}</mark>", ">Sched runs on 500 clusters.</mark>"), "passage"),
    "context invented": (STORY, put("</mark>", f"</mark> {INVENTED}"), "passage"),
    "a sentence that passes for a mark's number": (STORY, put("</mark>", f'</mark><a class="b" href="#c1">{INVENTED}</a>'), "passage"),
    "a passage under another source": (STORY, lambda text: text.replace("The price is $2 billion.</mark>", "They hold 7 billion weights.</mark>"), "passage"),
    "a sentence in the style sheet": ("site/style.css", put("*,::before", f'body::before{{content:"{INVENTED}"}}*,::before'), "stranger"),
    "a link to somebody else": (PAGE, put("https://source.example/", "https://other.example/"), "link"),
    "a link that runs": (PAGE, put("</main>", '<a href="javascript:alert(1)">Acme</a></main>'), "link"),
    "an image from elsewhere": (PAGE, put("</main>", '<img src="https://spy.example/x.png" alt=""></main>'), "link"),
    "a script": (PAGE, put("</main>", "<script>alert(1)</script></main>"), "script"),
    "a script in an attribute": (STORY, put("<main", '<main onclick="alert(1)"'), "script"),
    "a style that hides": (STORY, put("<main", '<main style="display:none"'), "script"),
    "a frame": (PAGE, put("</main>", '<iframe src="x.html"></iframe></main>'), "script"),
    "characters that turn the text": (PAGE, put(SENTENCE, f"\u202e{SENTENCE}"), "hidden"),
    "another story's passage as evidence": (STORY, put('href=#m2', 'href=#m1'), "miscited"),
    "a mark that leads nowhere": (STORY, put('href=#m2', 'href=#m99'), "miscited"),
    "words that the source does not hold in a fragment": (STORY, put(":~:text=", ":~:text=Secretly%20"), "fragment"),
    "another time of publication": (STORY, put("</time>", " 09:59</time>"), "stranger"),
    "a sentence in the Hugo page": (POST, put("\n## ", f"\n{INVENTED}\n\n## "), "stranger"),
    "a sentence in the front matter": (POST, put('summary: "', f'summary: "{INVENTED} '), "stranger"),
    "a changed figure in the Hugo page": (POST, put("300 clusters", "900 clusters"), "stranger"),
    "HTML in the Hugo page": (POST, put("\n## ", "\n<b>Acme sold Sched today.</b>\n\n## "), "stranger"),
    "a sentence in the Hugo page beside another source": (POST, put("[Chip Times](https://source.example/", "[Chip Times](https://source.example/x"), "miscited"),
    "a sentence without its source": (POST, lambda text: text.replace(f"{SENTENCE}”", f"{SENTENCE}” Chip Times\n\n", 1).replace(f"{SENTENCE}」", f"{SENTENCE}」 Chip Times\n\n", 1), "uncited"),
    "a sentence in the feed": (FEED, put("&lt;h2&gt;", f"&lt;p&gt;{INVENTED}&lt;/p&gt;&lt;h2&gt;"), "stranger"),
    "a script in the feed": (FEED, put("&lt;h2&gt;", "&lt;script&gt;x&lt;/script&gt;&lt;h2&gt;"), "script"),
    "a link in the feed": (FEED, put("https://source.example/", "https://other.example/"), "link"),
    "a page cut off": (PAGE, lambda text: text[: len(text) // 4], "missing"),
    "an empty page": (PAGE, lambda text: "", "missing"),
    "a page without its sentences": (PAGE, lambda text: re.sub("(?s)<main.*</main>", "<main></main>", text), "missing"),
    "an empty Hugo page": (POST, lambda text: "", "missing"),
    "a feed entry without a sentence": (FEED, lambda text: text.replace(SENTENCE, ""), "missing"),
    "the name of one source on a link to another": (PAGE, exchanged, "miscited"),
    "a sentence in the feed of stories": ("stories.xml", put("&lt;p&gt;", f"&lt;p&gt;{INVENTED} "), "stranger"),
    "a sentence in the JSON feed": (JSON, put('"content_html": "<p>', f'"content_html": "<p>{INVENTED} '), "stranger"),
    "a sentence in its plain text": (JSON, put('"content_text": "', f'"content_text": "{INVENTED}\\n\\n'), "stranger"),
    "a figure in its plain text": (JSON, lambda text: re.sub(r'("content_text".*?)300 clusters', r"\g<1>900 clusters", text, count=1), "stranger"),
    "a paragraph missing from its plain text": (JSON, lambda text: re.sub(r'("content_text": ")[^"\\]*\\n\\n', r"\1", text, count=1), "damaged"),
    "an address in its plain text": (JSON, put("<https://source.example/", "<https://other.example/"), "damaged"),
    "a sentence in its data": (JSON, put(f'"text": "{SENTENCE}"', f'"text": "{INVENTED}"'), "stranger"),
    "a quote in its data": (JSON, put(f'"quote": "{SENTENCE}"', f'"quote": "{INVENTED}"'), "passage"),
    "a place in its data": (JSON, lambda text: re.sub(r'"start": (\d+)', '"start": 999', text, count=1), "unresolved"),
    "an address in its data": (JSON, put('"url": "https://source.example/', '"url": "https://other.example/'), "miscited"),
    "a member that no feed of ours has": (JSON, put('"content_html"', f'"note": "{INVENTED}", "content_html"'), "damaged"),
    "a member in its data": (JSON, put('"lead": true', f'"lead": true, "note": "{INVENTED}"'), "stranger"),
    "words in place of a code": (JSON, put('"importance": "critical"', f'"importance": "{INVENTED}"'), "stranger"),
    "a JSON feed cut off": (JSON, lambda text: text[: len(text) // 2], "damaged"),
    "a JSON feed of something else": (JSON, lambda text: '{"items": [{"id": 1}]}', "damaged"),
    "a story in the JSON feed of stories": ("stories.json", put('"content_html": "', f'"content_html": "<p>{INVENTED}</p>'), "stranger"),
    "another importance on the page": (PAGE, put("<b class=i-critical>Critical</b>", "<b class=i-low>Low</b>"), "misplaced"),
    "a word in another colour": (PAGE, put("<b class=i-critical>Critical</b>", "<b class=i-low>Critical</b>"), "misplaced"),
    "another importance on the story's page": (STORY, put("<b class=i-critical>Critical</b>", "<b class=i-medium>Medium</b>"), "misplaced"),
    "another section on the story's page": (STORY, lambda text: re.sub('(class="sect">)[^<]*', r"\1Tools &amp; Resources", text), "misplaced"),
    "a heading exchanged": (PAGE, lambda text: text.replace("Model &amp; Research Updates", "?").replace("Tools &amp; Resources", "Model &amp; Research Updates").replace("?", "Tools &amp; Resources"), "misplaced"),
    "another importance on the front page": ("site/index.html", put("<b class=i-critical>Critical</b>", "<b class=i-low>Low</b>"), "misplaced"),
    "another importance in the Hugo page": (POST, put("**: Critical", "**: Low"), "misplaced"),
    "another importance in the feed": (FEED, put("&lt;/strong&gt;: Critical", "&lt;/strong&gt;: Low"), "misplaced"),
    "another importance in the JSON feed's data": (JSON, put('"importance": "critical"', '"importance": "low"'), "misplaced"),
    "another section in the JSON feed's data": (JSON, lambda text: re.sub('"section": "[a-z]+"', '"section": "tools"', text), "misplaced"),
    "a title in the feed": (FEED, lambda text: text.replace("<entry xml:lang", "<entry xml:lang", 1).replace("<summary>", f"<summary>{INVENTED} ", 1), "stranger"),
}  # fmt: skip


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return publish(honest_day("en"), tmp_path_factory.mktemp("forged"), BASE), BASE


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_output_is_found(english: tuple[Path, str], tmp_path: Path, forgery: str) -> None:
    folder, base = english
    root = tmp_path / "copy"
    shutil.copytree(folder.parent, root)
    name, forge, code = FORGERIES[forgery]
    story = json.loads((folder / "edition.json").read_text(encoding="utf-8"))["stories"][0]["id"]
    path = root / (f"site/{DATE}/stories/{story}.html" if name == STORY else name)
    path.write_text(forge(path.read_text(encoding="utf-8")), encoding="utf-8")
    faults = looked(root / DATE, base).faults
    assert code in {fault.code for fault in faults}, faults
    outputs = {"hugo": "hugo", "site": "site", "feed.xml": "feed", "stories.xml": "feed", STORY: "site"}
    outputs |= {JSON: "json feed", "stories.json": "json feed"}
    assert {fault.output for fault in faults} == {outputs[name.partition("/")[0]]}


# --- forgeries in the edition itself -----------------------------------------------------------------------------------

Forge = Callable[[Edition, dict[str, Article]], tuple[Edition, dict[str, Article]]]


def with_first(change: Callable[[Claim], Claim]) -> Forge:
    def forge(edition: Edition, articles: dict[str, Article]) -> tuple[Edition, dict[str, Article]]:
        story = edition.stories[0]
        fields = msgspec.structs.replace(story.fields, details=tuple(map(change, story.fields.details)))
        story = msgspec.structs.replace(story, fields=fields)
        return msgspec.structs.replace(edition, stories=(story, *edition.stories[1:]), questions=()), articles

    return forge


def moved(claim: Claim) -> Claim:
    (citation,) = claim.citations
    there = msgspec.structs.replace(citation, start=citation.start + 1, end=citation.end + 1)
    return msgspec.structs.replace(claim, citations=(there,))


def changed(**values: object) -> Forge:
    return lambda edition, articles: (msgspec.structs.replace(edition, **values), articles)


def other_text(edition: Edition, articles: dict[str, Article]) -> tuple[Edition, dict[str, Article]]:
    one = next(article for article in articles.values() if SENTENCE in article.text)
    text = one.text.replace("300", "900")
    forged = msgspec.structs.replace(one, text=text, id=digest(one.url, text))
    return edition, {id: forged if id == one.id else article for id, article in articles.items()}


def other_source(edition: Edition, articles: dict[str, Article]) -> tuple[Edition, dict[str, Article]]:
    story = edition.stories[0]
    ref = msgspec.structs.replace(story.sources[0], outlet="The Other Times")
    story = msgspec.structs.replace(story, sources=(ref, *story.sources[1:]))
    return msgspec.structs.replace(edition, stories=(story, *edition.stories[1:])), articles


ALL = ("number", "unit", "date", "latin", "name", "quote", "polarity", "modality", "stage", "direction", "judge")
RECORDS: dict[str, tuple[Forge, str]] = {
    "an altered quote": (with_first(lambda c: msgspec.structs.replace(c, text="Sched runs on 900 clusters.")), "altered"),
    "offsets off by one": (with_first(moved), "unresolved"),
    "own words without checks": (with_first(lambda c: msgspec.structs.replace(c, text="Sched runs.", transform="written")), "unproven"),
    "own words with another figure": (with_first(lambda c: msgspec.structs.replace(c, text="Sched runs on 900 clusters.", transform="written", checks=ALL)), "number"),
    "own words with another name": (with_first(lambda c: msgspec.structs.replace(c, text="Slurm runs on 300 clusters.", transform="written", checks=ALL)), "name"),
    "a conversion that is none": (with_first(lambda c: msgspec.structs.replace(c, text="Sched 跑在 300 個叢集上。", transform="opencc-s2twp")), "altered"),
    "an article that says otherwise": (other_text, "unresolved"),
    "a source by another name": (other_source, "source"),
    "an invented remark": (lambda e, a: (msgspec.structs.replace(e, insight=msgspec.structs.replace(e.insight, context=(Remark(text=INVENTED, citations=(StoryRef(story=e.stories[0].id),)),))), a), "computed"),
    "an invented title": (changed(title="Acme collapses — 2025/12/18"), "computed"),
    "an invented keyword": (changed(keywords=("collapse of Acme",)), "computed"),
    "an entity from nowhere": (lambda e, a: (msgspec.structs.replace(e, stories=(msgspec.structs.replace(e.stories[0], entities=("Slurm",)), *e.stories[1:])), a), "entity"),
}  # fmt: skip


@pytest.mark.parametrize("forgery", RECORDS)
def test_a_forged_edition_is_found(tmp_path: Path, forgery: str) -> None:
    day = honest_day("en")
    forge, code = RECORDS[forgery]
    edition, articles = forge(day.edition, day.articles)
    Day(edition, articles).save(tmp_path)
    assert code in {fault.code for fault in looked(tmp_path / DATE).faults}


def test_what_is_said_of_an_earlier_edition_stands_there(tmp_path: Path) -> None:
    day, before = honest_day("en"), small_day("en", "2025-12-17")
    story = before.edition.stories[0]
    first = msgspec.structs.replace(day.edition.stories[0], continues=story.id, continues_headline=story.headline.text)
    for headline, codes in ((story.headline.text, []), (INVENTED, ["earlier"])):
        told = msgspec.structs.replace(first, continues_headline=headline)
        edition = msgspec.structs.replace(day.edition, stories=(told, *day.edition.stories[1:]))
        before.save(tmp_path)
        Day(edition, day.articles).save(tmp_path)
        assert [fault.code for fault in looked(tmp_path / DATE).faults] == codes


def test_a_headline_of_yesterday_that_another_story_has_today_is_no_sentence_of_today(tmp_path: Path) -> None:
    day, before = honest_day("en"), small_day("en", "2025-12-17")
    story = before.edition.stories[1]
    first = msgspec.structs.replace(day.edition.stories[0], continues=story.id, continues_headline=story.headline.text)
    publish(before, tmp_path)
    told = Day(msgspec.structs.replace(day.edition, stories=(first, *day.edition.stories[1:])), day.articles)
    folder = publish(told, tmp_path)
    assert looked(folder).faults == ()
    page = tmp_path / "site" / DATE / "stories" / f"{first.id}.html"
    page.write_text(page.read_text("utf-8").replace(f"/stories/{story.id}.html", f"/stories/{first.id}.html"), "utf-8")
    assert {fault.code for fault in looked(folder).faults} == {"uncited"}


def test_corrections_of_an_edition_are_dated_in_the_language_of_the_newest(tmp_path: Path) -> None:
    older, newer = corrected_day("zh-Hant", DATE)[0], small_day("en", "2025-12-19")
    for day in (older, newer):
        day.save(tmp_path)
        SitePublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    assert "19 December 2025 09:30" in (tmp_path / "site" / "corrections.html").read_text(encoding="utf-8")
    assert not [fault for fault in looked(tmp_path / DATE).faults if fault.place.startswith("corrections.html")]


def test_a_damaged_edition_is_told(tmp_path: Path) -> None:
    honest_day("en").save(tmp_path)
    path = tmp_path / DATE / "edition.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    plain["stories"][0]["headline"]["citations"] = []
    path.write_text(json.dumps(plain), encoding="utf-8")
    assert [fault.code for fault in looked(tmp_path / DATE).faults] == ["damaged"]


def test_an_edition_is_of_the_day_of_its_folder(tmp_path: Path) -> None:
    honest_day("en").save(tmp_path)
    (tmp_path / DATE).rename(tmp_path / "2025-12-19")
    (fault,) = looked(tmp_path / "2025-12-19").faults
    assert fault.code == "damaged" and DATE in fault.text


def test_a_page_that_is_gone_is_missed(english: tuple[Path, str], tmp_path: Path) -> None:
    folder, base = english
    root = tmp_path / "copy"
    shutil.copytree(folder.parent, root)
    (root / PAGE).unlink()
    assert ("site", "missing") in {(fault.output, fault.code) for fault in looked(root / DATE, base).faults}


BILL = {"calls": 3, "tokens_in": 4101, "tokens_out": 1800, "milliseconds": 2400, "microdollars": 11_300}


@pytest.mark.parametrize(
    ("note", "sound"),
    [
        ("The model took 3 calls, 4,101 tokens read and 1,800 written, 2 s in all, $0.0113.", True),
        ("The model took 3 calls, 4,101 tokens read and 1,800 written, 2 s in all, $0.0013.", False),
        ("The model took 3 calls, 4,101 tokens read and 1,80 written, 2 s in all, $0.0113.", False),
    ],
)
def test_the_bill_is_that_of_the_ledger(tmp_path: Path, note: str, sound: bool) -> None:
    day = honest_day("en")
    colophon = msgspec.structs.replace(day.edition.colophon, notes=(note,))
    Day(msgspec.structs.replace(day.edition, colophon=colophon), day.articles).save(tmp_path)
    ledger = tmp_path / DATE / "ledger.jsonl"
    ledger.write_text(
        "".join(f'{{"stage":"write","subject":"s","gate":"{gate}","count":{n}}}\n' for gate, n in BILL.items())
    )
    assert [fault.code for fault in looked(tmp_path / DATE).faults] == ([] if sound else ["computed"])
    ledger.unlink()
    assert [fault.code for fault in looked(tmp_path / DATE).faults] == ["computed"], "a bill of which nobody knows"


# --- mail ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("forged", ["", INVENTED])
def test_a_message_is_read_too(tmp_path: Path, forged: str) -> None:
    day = honest_day("en")
    folder = publish(day, tmp_path)
    chips = day.edition.stories[0].sources[0]
    message = EmailMessage()
    message["Subject"] = day.edition.title
    message.set_content(f"{SENTENCE} {chips.outlet}\n{chips.url}\n\n{forged}\n")
    message.add_alternative(f'<p>“{SENTENCE}” (<a href="{chips.url}">{chips.outlet}</a>) {forged}</p>', subtype="html")
    (tmp_path / f"{DATE}.eml").write_bytes(bytes(message))
    faults = looked(folder).faults
    assert {(fault.output, fault.code) for fault in faults} == ({("mail", "stranger")} if forged else set())


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_ends_with_0_1_or_2(sample_day: PrintedDay, tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(app, ["audit", str(sample_day.printed.folder)]).exit_code == 0
    root = tmp_path / "copy"
    shutil.copytree(sample_day.printed.folder.parent, root)
    page = root / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", f"<p>{INVENTED}</p></main>"), encoding="utf-8")
    forged = run(app, ["audit", str(root / DATE)])
    assert forged.exit_code == 1 and INVENTED in forged.output
    shutil.copy(sample_day.root / PAGE, page)
    assert run(app, ["audit", str(root / DATE)]).exit_code == 0
    (root / JSON).write_bytes((root / JSON).read_bytes()[:-200])
    damaged = run(app, ["audit", str(root / DATE)])
    assert damaged.exit_code == 1 and "json feed damaged" in damaged.output
    assert run(app, ["audit", str(tmp_path)]).exception is not None
    record = root / DATE / "edition.json"
    record.write_bytes(b"\xff" + record.read_bytes())
    damaged = run(app, ["audit", str(root / DATE)])
    assert damaged.exit_code == 1 and "cannot be read" in damaged.output


def test_the_edition_of_an_unknown_desk_is_told_with_what_to_do(sample_day: PrintedDay, tmp_path: Path) -> None:
    shutil.copytree(sample_day.printed.folder.parent, tmp_path / "out")
    folder = tmp_path / "out" / DATE
    path = folder / "edition.json"
    told = path.read_text(encoding="utf-8")
    name = json.loads(told)["colophon"]["desk"]
    path.write_text(told.replace(f'"desk": "{name}"', '"desk": "醫藥"'), encoding="utf-8")
    output = CliRunner().invoke(app, ["audit", str(folder)]).output
    assert "made by the desk 醫藥" in output and "--config FILE" in output
    own = tmp_path / "desk"
    shutil.copytree(str(files("broadsheet.desks") / "ai"), own)
    for file in own.glob("*.toml"):
        file.write_text(file.read_text(encoding="utf-8").replace(f'"{name}"', '"醫藥"'), encoding="utf-8")
    config = tmp_path / "own.toml"
    config.write_text(f'desk = "{own}"\n', encoding="utf-8")
    output = CliRunner().invoke(app, ["audit", str(folder), "--config", str(config)]).output
    assert "edition.json" in output and "made by the desk" not in output
    assert "stranger" not in output.split("edition.json")[0]


def test_every_fault_has_words() -> None:
    told = re.findall(r"``([a-z ]+)``", str(Fault.__doc__))
    assert {code for codes in told for code in codes.split()} == TOLD.keys()


def test_the_press_seals_what_it_prints(sample_day: PrintedDay, tmp_path: Path) -> None:
    root = Path(shutil.copytree(sample_day.root, tmp_path / "copy"))
    assert audit(root / DATE, desk()).faults == ()
    style = root / "site" / "style.css"
    style.write_text(f"{style.read_text(encoding='utf-8')}\n.claims{{display:none}}\n", encoding="utf-8")
    faults = audit(root / DATE, desk()).faults
    assert [(fault.output, fault.place, fault.code) for fault in faults] == [("site", "site/style.css", "changed")]
    told = CliRunner().invoke(app, ["audit", str(root / DATE)])
    assert told.exit_code == 1 and "style.css" in told.output


# --- its parts -------------------------------------------------------------------------------------------------------


def test_a_text_is_covered_by_known_words_whole_or_not_at_all() -> None:
    known = Vocabulary()
    known.add("claim", ["It rose by 3 %.", "It rose"])
    known.add("name", ["AI", "Acme"])
    assert known.cover("It rose by 3 %. — Acme")[1] == ""
    assert known.cover("It rose by 4 %.")[1] == "by 4 %."
    assert known.cover("AIR")[1] == "AIR"


@pytest.mark.parametrize(
    ("text", "quote", "strange"),
    [
        ("投資 100 億美元", "to invest $10 billion", ""),
        ("投資一百億美元", "to invest $10bn", ""),
        ("投資 10 億美元", "to invest $10 billion", "10"),
        ("七成員工", "70% of the staff", ""),
        ("八成員工", "70% of the staff", "八"),
        ("12 月 17 日公布", "published on December 17", ""),
        ("has 405 billion parameters", "405B parameters", ""),
        ("three of them", "3 of them", ""),
        ("it has 7 offices", "it has three offices", "7"),
    ],
)
def test_a_figure_of_a_written_sentence_is_one_of_the_quote(text: str, quote: str, strange: str) -> None:
    assert strange_number(text, [quote], []) == strange


def test_a_name_of_a_written_sentence_is_one_of_the_quote_in_any_form() -> None:
    forms = {form: frozenset({"nvidia", "輝達"}) for form in ("nvidia", "輝達")}
    assert strange_name("NVIDIA grows", ["輝達成長"], forms) == ""
    assert strange_name("NVIDIA grows", ["超微成長"], forms) == "NVIDIA"
    assert strange_name("NVIDIA 成長", ["輝達成長"], forms) == ""
    assert strange_name("AMD 成長", ["輝達成長"], forms) == "AMD"


def test_a_latin_word_in_a_chinese_sentence_is_a_name_if_it_looks_like_one() -> None:
    quote = ["小米發布新模型 MiMo"]
    tailed = "小米發布並開源了新的模型 in a surprise"
    assert (strange_name(tailed, quote, {}), strange_latin(tailed, quote, {})) == ("", "in")
    assert strange_latin(tailed, quote, {}, english=True) == "in", "it is Chinese in an English edition too"
    for word in ("AMD", "iPhone", "o3"):
        assert strange_name(f"小米發布 {word}", quote, {}) == word
    english = "Xiaomi (小米) released MiMo on Tuesday"
    assert strange_name(english, quote, {}, english=True) == strange_latin(english, quote, {}, english=True) == ""


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Its revenue went up, the company says, and Acme will hire engineers.", ""),
        ("After the deal the EU opened an inquiry on Tuesday.", ""),
        ("Acme Opens Its Offices After a Deal in Europe", ""),
        ("The company will hire engineers in Oslo.", "Oslo"),
        ("OpenAI will hire engineers.", "OpenAI"),
        ("Its sаles grew.", "а"),
        ("Revenue of the GPT-5 model grew.", "GPT-5"),
    ],
)
def test_an_english_sentence_may_have_words_of_its_own_but_no_names(text: str, strange: str) -> None:
    quote = "Acme said that its sales grew after the deal, which the European Union now looks at."
    assert strange_name(text, [quote], {}) == strange


def test_simplified_characters_are_known_one_by_one() -> None:
    assert in_taiwan("软件") == "軟體" and simplified("软體") == "软" and simplified("軟體、皇后、台灣") == ""


def test_the_source_type_is_the_only_shared_ground() -> None:
    assert Source.__module__ == "broadsheet.types"


def test_a_headline_that_is_a_name_is_no_sentence_where_names_stand(tmp_path: Path) -> None:
    """A forum titles a thread "GPT-4o": the name then stands in lists of names without a source, and says nothing."""
    lines = [
        record(1, title="GPT-4o", text="OpenAI's GPT-4o talks and sees. The thread counts 300 answers so far today."),
        record(
            2, title="Banks wait", text="Two banks test GPT-4o from OpenAI before June. They will decide in autumn."
        ),
    ]
    settings = plan(
        File(), date=DATE, origins=[write_lines(tmp_path / "day.jsonl", lines)], language="en", out=tmp_path / "out"
    )
    printed = print_edition(settings, Local())
    assert any(story.headline.text == "GPT-4o" for story in (*printed.edition.stories, *printed.edition.also))
    assert not looked(printed.folder).faults
