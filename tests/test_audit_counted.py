"""The audit counts again: whatever number the house says of the day is that of its record, or it is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.adapters.engines import Local
from broadsheet.audit import audit
from broadsheet.config_file import File
from broadsheet.corrections.make import Ask, correct
from broadsheet.errors import PublishError, UsageError
from broadsheet.press import plan, print_edition, publish
from broadsheet.replay import kit_of
from broadsheet.republish import publish_all
from test_audit import desk

from conftest import Day as PrintedDay
from editions import record, write_lines

Plain = dict[str, Any]
Forge = Callable[[Plain], None]


def first(edition: Plain) -> Plain:
    """Return the story with the most independent sources."""
    stories: list[Plain] = edition["stories"]
    return max(stories, key=lambda story: story["reasons"][0]["count"])


def owners(edition: Plain) -> Plain:
    return next(reason for reason in first(edition)["reasons"] if reason["code"] == "owners")


def put(text: str, number: int) -> str:
    """Return ``text`` with its first number another one."""
    at = next(at for at, sign in enumerate(text) if sign.isdigit())
    end = next((end for end in range(at, len(text)) if not text[end].isdigit()), len(text))
    return f"{text[:at]}{number}{text[end:]}"


def said_otherwise(reason: Plain, number: int) -> None:
    reason["text"] = put(reason["text"], number)


def trend(edition: Plain, words: str) -> Plain:
    remarks: list[Plain] = [r for part in ("trends", "context", "outlook") for r in edition["insight"][part]]
    return next(remark for remark in remarks if words in remark["text"])


FORGERIES: dict[str, Forge] = {
    "more sources in a reason": lambda e: said_otherwise(owners(e), 112),
    "one source more in a reason": lambda e: said_otherwise(owners(e), owners(e)["count"] + 1),
    "more sources in a reason and its count": lambda e: owners(e).update(
        text=put(owners(e)["text"], owners(e)["count"] + 1), count=owners(e)["count"] + 1
    ),
    "the count of owners": lambda e: e["counts"].update(owners=e["counts"]["owners"] + 1),
    "the count of outlets": lambda e: e["counts"].update(outlets=e["counts"]["outlets"] + 1),
    "the count of articles": lambda e: e["counts"].update(
        articles=e["counts"]["articles"] + 1, originals=e["counts"]["originals"] + 1
    ),
    "the count of stories": lambda e: e["counts"].update(stories=e["counts"]["stories"] + 1, no=e["counts"]["no"] + 1),
    "the count of claims": lambda e: e["counts"].update(claims=e["counts"]["claims"] - 1),
    "the count of items": lambda e: e["counts"].update(items=e["counts"]["items"] + 5),
    "the description": lambda e: e.update(description=put(e["description"], 3)),
    "the importance": lambda e: e["stories"][-1].update(importance="critical"),
    "the section": lambda e: e["stories"][0].update(
        section=next(s["section"] for s in e["stories"] if s["section"] != e["stories"][0]["section"])
    ),
    "the score": lambda e: e["stories"][-1].update(score=e["stories"][-1]["score"] + 1),
    "a single source called several": lambda e: next(s for s in e["stories"] if s["single_source"]).update(
        single_source=False
    ),
    "a source left out": lambda e: first(e).update(sources=first(e)["sources"][:-1]),
    "the sources of the trends": lambda e: trend(e, "獨立來源最多").update(
        text=trend(e, "獨立來源最多")["text"].replace(f"{owners(e)['count']} 家", "9 家", 1)
    ),
    "the stories of a name": lambda e: trend(e, "最常出現").update(text=put(trend(e, "最常出現")["text"], 60)),
    "the stories of a section": lambda e: trend(e, "的分布").update(text=put(trend(e, "的分布")["text"], 2)),
    "a note of the colophon": lambda e: e["colophon"].update(
        notes=[put(note, 99) if "OpenCC" in note else note for note in e["colophon"]["notes"]]
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_number_that_was_edited_is_found(sample_day: PrintedDay, tmp_path: Path, forgery: str) -> None:
    folder = tmp_path / sample_day.printed.folder.name
    shutil.copytree(sample_day.printed.folder, folder)
    (folder / "published.json").unlink()
    path = folder / "edition.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    before = json.dumps(plain)
    FORGERIES[forgery](plain)
    assert json.dumps(plain) != before
    path.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    assert "counted" in {fault.code for fault in audit(folder, desk()).faults}


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    """Print a day on which names stand only in headlines and a date only in words, from one article a source."""
    lines = [
        record(0, url="https://a.example/0", title="OpenAI / CAD: an AI model for drawings",
               text="OpenAI will open its AI model for CAD next year. The AI model is free."),
        record(1, url="https://b.example/1", title="Lin Ya-hui leads the AI lab of Aurivon",
               text="Lin Ya-hui leads the AI lab of Aurivon. Aurivon plans to open a machine learning plant next year."),
    ]  # fmt: skip
    source = write_lines(tmp_path / "in.jsonl", lines)
    settings = plan(File(), date="2025-12-18", origins=[source], language="en", out=tmp_path / "out")
    return print_edition(settings, Local()).folder


def test_a_date_that_the_sources_say_in_words_is_no_fault(wide: Path) -> None:
    edition = json.loads((wide / "edition.json").read_text(encoding="utf-8"))
    assert "31 December 2026" in json.dumps(edition["insight"])
    assert audit(wide, desk()).faults == ()


def edit(folder: Path) -> None:
    """Change an edition as a hand does: every quote holds still."""
    path = folder / "edition.json"
    told = path.read_text(encoding="utf-8")
    assert "one independent source" in told
    path.write_text(told.replace("one independent source", "112 independent sources tell it"), encoding="utf-8")


def test_an_edition_that_was_edited_by_hand_is_neither_published_nor_sealed(wide: Path) -> None:
    seal = (wide / "published.json").read_bytes()
    edit(wide)
    press = kit_of(wide, File())
    with pytest.raises(PublishError, match=r"changed by hand.*edition\.json"):
        publish(wide, press, ["site"])
    done = publish_all(wide.parent, press, Local(), anew=True)
    assert "changed by hand" in str(done.site.troubles[wide.name])
    assert (wide / "published.json").read_bytes() == seal
    told = {fault.code for fault in audit(wide, desk()).faults}
    assert {"changed", "counted"} <= told


def test_a_shared_seal_that_is_lost_does_not_seal_an_edit(wide: Path, tmp_path: Path) -> None:
    edit(wide)
    (wide.parent / "published.json").unlink()
    source = write_lines(tmp_path / "next.jsonl", [record(3, url="https://c.example/3")])
    print_edition(plan(File(), date="2025-12-19", origins=[source], language="en", out=wide.parent), Local())
    assert "changed" in {fault.code for fault in audit(wide, desk()).faults}


def test_a_correction_is_no_edit_by_hand_and_seals_none(wide: Path) -> None:
    press = kit_of(wide, File())
    story = json.loads((wide / "edition.json").read_text(encoding="utf-8"))["stories"][0]["id"]
    ask = Ask(reason="a test", story=story, note="The lab has answered.")
    at = press.sheet.made
    correct(wide, ask, press, ["site"], at=at)
    assert "coming" not in json.loads((wide / "published.json").read_text(encoding="utf-8"))
    publish(wide, press, ["site"])
    assert not [fault for fault in audit(wide, desk()).faults if fault.output == "edition.json"]
    edit(wide)
    with pytest.raises(UsageError, match="changed by hand"):
        correct(wide, Ask(reason="another", story=story, note="Again."), press, ["site"], at=at, typed=False)


def test_a_withdrawn_story_leaves_the_counts_true(sample_day: PrintedDay, tmp_path: Path) -> None:
    root = tmp_path / "out"
    folder = root / sample_day.printed.folder.name
    shutil.copytree(sample_day.printed.folder, folder)
    press = kit_of(folder, File())
    edition = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    for story in (edition["stories"][0]["id"], edition["also"][0]["id"]):
        ask = Ask(reason="a test", story=story, withdraw=True)
        correct(folder, ask, press, ["site"], at=press.sheet.made, typed=False)
    assert not [fault for fault in audit(folder, desk()).faults if fault.output == "edition.json"]


def test_a_headline_that_names_a_day_is_no_fault(tmp_path: Path) -> None:
    text = "沿海城市的人工智慧機房啟用時程由 2031 年延至 2033 年。人工智慧機房的工程因管線遷移而延宕。"
    lines = [record(0, url="https://a.example/0", title="人工智慧機房延至 2033 年", text=text, lang="zh-Hant")]
    source = write_lines(tmp_path / "in.jsonl", lines)
    settings = plan(File(), date="2025-12-18", origins=[source], language="zh-Hant", out=tmp_path / "out")
    folder = print_edition(settings, Local()).folder
    edition = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    assert "2033 年」（預定 2033 年 1 月 1 日" in json.dumps(edition["insight"], ensure_ascii=False)
    assert audit(folder, desk()).faults == ()
