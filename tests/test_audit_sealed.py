"""One edit of one published file, whatever the file and whatever the edit: the audit says that it is not what was printed.

What a page says is proved by reading it (test_audit.py).  Here is what reading cannot tell: that sentences are hidden,
turned round or out of order, that a page is gone, or was put beside the others.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.adapters.publish_hugo import HugoPublisher, remove_posts
from broadsheet.adapters.publish_site import SitePublisher
from broadsheet.audit import audit
from broadsheet.audit.sealed import seal_faults
from broadsheet.errors import PublishError
from broadsheet.seal import SEAL, sealing
from broadsheet.types import Language
from test_audit import DATE, PUBLISHERS, desk, honest_day

from small_edition import HEADINGS, small_day

Edit = Callable[[Path], object]


def sealed(root: Path) -> Path:
    day = honest_day("en")
    day.save(root)
    with sealing(root / DATE):
        for publisher in PUBLISHERS:
            publisher(HEADINGS)(day.edition, day.articles, root)
    return root


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed(tmp_path_factory.mktemp("sealed"))


@pytest.fixture
def root(printed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(printed, tmp_path / "copy"))


def found(root: Path) -> set[tuple[str, str, str]]:
    return {fault[:3] for fault in seal_faults(root / DATE)}


def test_what_was_published_passes(root: Path) -> None:
    assert found(root) == set()


KINDS = {
    "the edition": (f"{DATE}/edition.json", "edition.json"),
    "its articles": (f"{DATE}/articles.jsonl", "edition.json"),
    "its page": (f"site/{DATE}/index.html", "site"),
    "a story's page": (f"site/{DATE}/stories/*.html", "site"),
    "the cover": (f"site/{DATE}/cover.svg", "site"),
    "the digest for later pages": (f"site/{DATE}/digest.json", "site"),
    "the front page": ("site/index.html", "site"),
    "the style": ("site/style.css", "site"),
    "the search": ("site/search.js", "site"),
    "what the search finds": ("site/search/*.js", "site"),
    "a name's page": ("site/names/index.html", "site"),
    "the archive": ("site/archive/index.html", "site"),
    "a month": ("site/archive/2025-12.html", "site"),
    "the corrections": ("site/corrections.html", "site"),
    "about": ("site/about.html", "site"),
    "the Hugo page": (f"hugo/content/posts/{DATE}.md", "hugo"),
    "Hugo's cover": (f"hugo/static/images/{DATE}.png", "hugo"),
    "a layout": ("hugo/themes/broadsheet/layouts/_default/single.html", "hugo"),
    "Hugo's style": ("hugo/themes/broadsheet/static/broadsheet.css", "hugo"),
    "Hugo's labels": ("hugo/config/_default/hugo.toml", "hugo"),
    "the feed": ("feed.xml", "feed"),
    "the feed of stories": ("stories.xml", "feed"),
    "the JSON feed": ("feed.json", "json feed"),
    "the JSON feed of stories": ("stories.json", "json feed"),
}


def swapped(path: Path) -> None:
    """Exchange two bytes that differ: nothing is added and nothing is gone."""
    data = bytearray(path.read_bytes())
    at = next(n for n in range(len(data) // 2, len(data) - 1) if data[n] != data[n + 1])
    data[at], data[at + 1] = data[at + 1], data[at]
    path.write_bytes(bytes(data))


def linked(path: Path) -> None:
    """Put a link to another file in its place."""
    (path.parent / ".other").write_bytes(b"another")
    path.unlink()
    path.symlink_to(".other")


EDITS: dict[str, tuple[Edit, str]] = {
    "a byte more": (lambda path: path.write_bytes(path.read_bytes() + b" "), "changed"),
    "two bytes exchanged": (swapped, "changed"),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]), "changed"),
    "emptied": (lambda path: path.write_bytes(b""), "changed"),
    "another file's place taken": (linked, "changed"),
    "removed": (Path.unlink, "missing"),
    "renamed": (lambda path: path.rename(path.with_name(f"{path.stem}.bak{path.suffix}")), "missing"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_of_a_published_file_is_found(printed: Path, kind: str) -> None:
    pattern, output = KINDS[kind]
    path = sorted(printed.glob(pattern))[0]
    before, place = path.read_bytes(), path.relative_to(printed).as_posix()
    for change, code in EDITS.values():
        change(path)
        assert (output, place, code) in found(printed)
        for other in {path, path.with_name(f"{path.stem}.bak{path.suffix}"), path.parent / ".other"}:
            other.unlink(missing_ok=True)
        path.write_bytes(before)
        assert found(printed) == set()


@pytest.mark.parametrize(
    "path",
    [
        f"site/{DATE}/stories/0000.html",
        f"site/{DATE}/extra.html",
        f"site/{DATE}/extra.css",
        "site/2025-12-19/index.html",
        "site/extra.html",
        "site/names/invented.html",
        "site/search/2025-11.js",
        "site/deep/in/it.svg",
        "hugo/content/posts/extra.md",
        "hugo/content/posts/2025-12-19.md",
        f"hugo/content/posts/{DATE}.fr.md",
        f"hugo/static/images/{DATE}.jpg",
        "hugo/static/images/2025-12-19.png",
        "script/2025-12-19.txt",
        "hugo/themes/broadsheet/layouts/posts/single.html",
        "hugo/config/_default/params.toml",
        "feed.fr.xml",
        "stories.fr.json",
    ],
)
def test_a_file_that_was_put_there_is_found(root: Path, path: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text("Acme has secretly sold its clusters.", encoding="utf-8")
    assert {(place, code) for _, place, code in found(root)} == {(path, "stray")}


def test_what_belongs_to_the_owner_or_the_host_is_left_alone(root: Path) -> None:
    for path in ("site/CNAME", "site/.nojekyll", "site/.well-known/x", "site/robots.txt", "hugo/content/about.md",
                 "hugo/public/index.html", "hugo/hugo.toml", "hugo/static/images/logo.png", "script/notes.txt"):  # fmt: skip
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("mine", encoding="utf-8")
    assert found(root) == set()


@pytest.mark.parametrize("output", ["hugo", "site"])
def test_an_output_that_is_gone_is_missed(root: Path, output: str) -> None:
    shutil.rmtree(root / output)
    report = audit(root / DATE, desk())
    assert {(fault.output, fault.code) for fault in report.faults} == {(output, "missing")}
    assert output in {sheet.output for sheet in report.sheets}


def test_without_a_seal_nobody_knows_what_was_published(root: Path) -> None:
    for seal in (root / SEAL, root / DATE / SEAL):
        kept = seal.read_bytes()
        for data in (b"", b"[]", b'{"files": {}, "whole": false}'):
            seal.write_bytes(data)
            assert found(root) == {(SEAL, "", "unsealed")}
        seal.unlink()
        assert found(root) == {(SEAL, "", "unsealed")}
        seal.write_bytes(kept)


def test_the_next_edition_does_not_seal_what_somebody_changed(root: Path) -> None:
    about, page = root / "site" / "about.html", root / "site" / DATE / "index.html"
    stray = root / "site" / "extra.html"
    for path in (about, page, stray):
        path.write_text("Acme has secretly sold its clusters.", encoding="utf-8")
    page_now = page.read_bytes()
    later = small_day("en", "2025-12-19")
    later.save(root)
    with sealing(root / "2025-12-19"):
        SitePublisher(HEADINGS)(later.edition, later.articles, root)
    assert about.read_bytes() != page_now, "what the publisher writes is as it should be again"
    told = {(fault.place, fault.code) for fault in seal_faults(root / DATE)}
    assert told == {(f"site/{DATE}/index.html", "changed"), ("site/extra.html", "stray")}
    assert ("site/extra.html", "stray") in {(fault.place, fault.code) for fault in seal_faults(root / "2025-12-19")}


def test_publishing_that_was_cut_short_is_told_and_mended_by_the_next(root: Path) -> None:
    day = honest_day("en")

    def cut_short() -> None:
        with sealing(root / DATE):
            SitePublisher(HEADINGS)(day.edition, day.articles, root)
            raise PublishError("the power failed", subject="site", remedy="")

    with pytest.raises(PublishError):
        cut_short()
    assert found(root) == {(SEAL, "", "unsealed")}
    with sealing(root / DATE):
        for publisher in PUBLISHERS:
            publisher(HEADINGS)(day.edition, day.articles, root)
    assert found(root) == set()


def test_a_seal_is_the_same_for_the_same_files(printed: Path, tmp_path: Path) -> None:
    again = sealed(tmp_path / "again")
    for name in (SEAL, f"{DATE}/{SEAL}"):
        assert (again / name).read_bytes() == (printed / name).read_bytes()
    assert list(json.loads((again / SEAL).read_bytes())["files"]) == sorted(
        json.loads((again / SEAL).read_bytes())["files"]
    )


def test_a_feed_that_tells_of_an_edition_that_is_gone_is_found(root: Path) -> None:
    kept = small_day("en", "2025-12-17")
    kept.save(root)
    day = honest_day("en")
    with sealing(root / DATE):
        for publisher in PUBLISHERS:
            publisher(HEADINGS)(day.edition, day.articles, root)
    assert not [fault for fault in audit(root / DATE, desk()).faults if fault.code == "gone"]
    shutil.rmtree(root / "2025-12-17")
    gone = {fault[:4] for fault in audit(root / DATE, desk()).faults if fault.code == "gone"}
    assert gone == {
        (output, name, "gone", "2025-12-17")
        for output, name in (
            ("feed", "feed.xml"), ("feed", "stories.xml"), ("json feed", "feed.json"), ("json feed", "stories.json"),
        )
    }  # fmt: skip


def test_the_command_for_an_edition_that_was_not_sealed_works_from_where_the_user_stands(root: Path) -> None:
    (root / DATE / SEAL).unlink()
    (fault,) = seal_faults(root / DATE)
    assert fault.text.endswith(f"broadsheet publish {root / DATE}")


# --- a Hugo site that folders of two languages share -------------------------------------------------------------------


@pytest.fixture
def shared(tmp_path: Path) -> tuple[Path, Path]:
    """Two editions of one day in two languages, and of one day in Chinese alone, as docs/configuration.md has it."""
    chinese, english = tmp_path / "editions", tmp_path / "editions-en"
    days: tuple[tuple[Path, Language, str], ...] = (
        (chinese, "zh-Hant", "2025-12-17"),
        (chinese, "zh-Hant", DATE),
        (english, "en", DATE),
    )
    for root, language, date in days:
        if root == english:
            english.mkdir()
            (english / "hugo").symlink_to("../editions/hugo")
        day = small_day(language, date=date)
        day.save(root)
        with sealing(root / date):
            for publisher in (SitePublisher, HugoPublisher):
                publisher(HEADINGS)(day.edition, day.articles, root)
    return chinese, english


def test_editions_of_two_languages_share_a_hugo_site(shared: tuple[Path, Path]) -> None:
    for root in shared:
        assert found(root) == set()
    posts, images = (shared[0] / "hugo" / folder for folder in ("content/posts", "static/images"))
    for name in (f"{DATE}.md", f"{DATE}.en.md"):
        cover = f"{name.removesuffix('.md')}.png"
        assert f'image: "/images/{cover}"' in (posts / name).read_text(encoding="utf-8")
        assert (images / cover).is_file()
    (posts / f"{DATE}.en.md").write_text("Acme has secretly sold its clusters.", encoding="utf-8")
    assert found(shared[0]) == {("hugo", f"hugo/content/posts/{DATE}.en.md", "stray")}
    assert found(shared[1]) == {("hugo", f"hugo/content/posts/{DATE}.en.md", "changed")}


def test_a_folder_removes_no_post_of_the_other(shared: tuple[Path, Path]) -> None:
    chinese, english = shared
    before = {path.name for path in (chinese / "hugo" / "content" / "posts").iterdir()}
    assert remove_posts(english) == ()
    shutil.rmtree(english / DATE)
    assert remove_posts(english) == (DATE,)
    assert {path.name for path in (chinese / "hugo" / "content" / "posts").iterdir()} == before - {f"{DATE}.en.md"}
    assert remove_posts(chinese) == ()
