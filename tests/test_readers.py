"""Files of articles and edition folders become items; what cannot be read is told, and where."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from broadsheet.adapters.read_edition import EditionReader
from broadsheet.adapters.read_jsonl import JsonlReader
from broadsheet.types import Failure, Item

from conftest import article
from kinds_web import OPEN
from loopback_web import a_source, failures, items, no_fetch

WHEN = datetime(2025, 12, 17, 12, tzinfo=UTC)


# Files of articles


def lines(tmp_path: Path, *rows: object) -> list[Item | Failure]:
    path = tmp_path / "day.jsonl"
    raw = [row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows]
    path.write_bytes(b"\n".join(raw))
    return list(JsonlReader()(a_source(kind="jsonl", url=str(path)), no_fetch, OPEN))


def row(**changes: object) -> dict[str, object]:
    return {
        "url": "https://d.example/1",
        "title": "T",
        "outlet": "D",
        "lang": "en",
        "published": "",
        "text": "X.",
    } | changes


def test_a_line_becomes_an_item_with_a_source_of_its_own(tmp_path: Path) -> None:
    (item,) = items(
        lines(tmp_path, row(unknown=1, published="2025-12-17T12:30:00Z", points=3, authors=["A"], lang="zh-Hant"))
    )
    assert (item.source.outlet, item.source.owner, item.source.kind) == ("D", "d.example", "jsonl")
    assert (item.published, item.points, item.authors) == (datetime(2025, 12, 17, 12, 30, tzinfo=UTC), 3, ("A",))
    assert (item.language, item.text) == ("zh-Hant", "X.")


@pytest.mark.parametrize(
    ("value", "published", "day_only"),
    [
        ("2025-12-17", datetime(2025, 12, 17, tzinfo=UTC), True),
        ("2025-12-17T20:00:00+08:00", datetime(2025, 12, 17, 12, tzinfo=UTC), False),
        ("2025-12-17T12:00:00", datetime(2025, 12, 17, 12, tzinfo=UTC), False),
        ("2025-12-17 12:00", datetime(2025, 12, 17, 12, tzinfo=UTC), False),
        ("2025-12", None, False),
        ("2025", None, False),
        ("20251217", None, False),
        ("2025-13-45", None, False),
        ("last week", None, False),
        ("0001-01-01T00:00:00+14:00", None, False),
        ("", None, False),
        (None, None, False),
    ],
)
def test_dates_of_a_line(tmp_path: Path, value: str | None, published: datetime | None, day_only: bool) -> None:
    values = lines(tmp_path, row(published=value))
    (item,) = items(values)
    assert (item.published, item.day_only) == (published, day_only)
    assert ("undated" in failures(values)) == bool(value and published is None)


@pytest.mark.parametrize(
    "bad",
    [
        b'{"url": "https://',
        b"[1, 2]",
        b"null",
        b'"text"',
        b'{"title": "no url"}',
        b'{"url": ""}',
        b'{"url": 5}',
        b"\x00",
        b'{"url": "https://d.example/2", "title": ["no", "string"]}',
        b'{"url": "https://d.example/2", "title": "a\x00b"}',
        b'{"url": "https://d.example/2", "points": 1' + b"0" * 400 + b"}",
        b'{"url": "https://d.example/2", "points": 18446744073709551616}',
        b'{"url": "https://d.example/2", "unknown": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path, bad: bytes) -> None:
    values = lines(tmp_path, row(), bad, row(url="https://d.example/3"))
    assert [item.url for item in items(values)] == ["https://d.example/1", "https://d.example/3"]
    (failure,) = failures(values).values()
    assert (failure.subject, failure.kind) == ("day.jsonl:2", "broken_line")


def test_encodings_may_differ_from_line_to_line(tmp_path: Path) -> None:
    simplified, traditional = "小米发布新的人工智能模型，成绩超过对手", "小米發表新的人工智慧模型，成績超過對手"
    values = lines(
        tmp_path,
        b"\xef\xbb\xbf" + json.dumps(row(title="with a mark")).encode(),
        json.dumps(row(title=simplified), ensure_ascii=False).encode("gb18030"),
        json.dumps(row(title=traditional), ensure_ascii=False).encode("big5"),
    )
    assert [item.title for item in items(values)] == ["with a mark", simplified, traditional]
    told = [value for value in values if isinstance(value, Failure)]
    assert [(f.subject, f.kind) for f in told] == [("day.jsonl:2", "encoding"), ("day.jsonl:3", "encoding")]


def test_a_utf16_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.jsonl"
    path.write_bytes("\n".join(json.dumps(row(title=t), ensure_ascii=False) for t in ("你好", "b")).encode("utf-16"))
    assert [i.title for i in items(list(JsonlReader()(a_source(url=path.as_uri()), no_fetch, OPEN)))] == ["你好", "b"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    (failure,) = JsonlReader()(a_source(url=str(tmp_path / "none.jsonl")), no_fetch, OPEN)
    assert isinstance(failure, Failure) and failure.kind == "unreadable" and "none.jsonl" in failure.subject


def test_a_line_of_five_megabytes_is_read(tmp_path: Path) -> None:
    (item,) = items(lines(tmp_path, row(text="word " * 1_000_000)))
    assert len(item.text) == 5_000_000


@pytest.mark.parametrize(
    ("changes", "owner", "primary"),
    [
        (
            {"url": "https://openai.com/index/x", "outlet": "OpenAI", "title": "OpenAI opens a school"},
            "openai.com",
            True,
        ),
        ({"url": "https://blog.acme.co.uk/x", "outlet": "Acme", "text": "At Acme we build."}, "acme.co.uk", True),
        ({"url": "https://www.theverge.com/x", "outlet": "The Verge", "title": "Apple opens"}, "Vox Media", False),
        ({"url": "https://www.theverge.com/x", "outlet": "OpenAI", "title": "OpenAI opens"}, "Vox Media", False),
        (
            {"url": "https://www.cnbc.com/x", "outlet": "CNBC", "title": "Cuts loom, sources told CNBC"},
            "Versant",
            False,
        ),
        (
            {"url": "https://www.lemonde.fr/x", "outlet": "Le Monde", "title": "A deal, Le Monde has learned"},
            "lemonde.fr",
            False,
        ),
        ({"url": "https://36kr.com/x", "outlet": "36Kr", "title": "某公司裁员，36Kr获悉"}, "36Kr", False),
        (
            {"url": "https://www.cnbc.com/x", "outlet": "CNBC", "title": "CNBC to cut jobs, it told CNBC staff"},
            "Versant",
            True,
        ),
        ({"url": "https://arxiv.org/abs/2512.00001", "outlet": "arXiv"}, "arXiv", True),
        ({"url": "https://medium.com/@a/x", "outlet": "Ann's Notes"}, "Ann's Notes", False),
        ({"url": "https://d.example/x", "outlet": "D", "owner": "D Group"}, "D Group", False),
        ({"url": "https://d.example/x", "outlet": ""}, "d.example", False),
        ({"url": "javascript:alert(1)", "outlet": ""}, "unknown", False),
    ],
)
def test_owner_and_primary(tmp_path: Path, changes: dict[str, object], owner: str, primary: bool) -> None:
    (item,) = items(lines(tmp_path, row(**changes)))
    assert (item.source.owner, item.source.primary) == (owner, primary)


def test_what_a_desk_knows_of_a_host_counts(tmp_path: Path) -> None:
    known = a_source(owner="Group", weight=1.5, primary=True)
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row(url="https://news.d.example/1")))
    (item,) = items(list(JsonlReader({"d.example": known})(a_source(url=str(path)), no_fetch, OPEN)))
    assert (item.source.owner, item.source.weight, item.source.primary) == ("Group", 1.5, True)
    assert item.source.outlet == "D"


def test_the_reference_articles_all_become_items(reference: Path) -> None:
    values = list(JsonlReader()(a_source(kind="jsonl", url=str(reference)), no_fetch, OPEN))
    assert len(items(values)) == 268
    assert set(failures(values)) <= {"undated"}
    assert sum(item.announce == "replaced" for item in items(values)) == 8


def test_an_edition_folder_is_read_again(tmp_path: Path) -> None:
    first = article("One sentence.", "A title", points=3, published=WHEN, announce="new")
    (tmp_path / "articles.jsonl").write_bytes(msgspec.json.encode(first) + b"\n{broken\n\n")
    values = list(EditionReader()(a_source(url=str(tmp_path)), no_fetch, OPEN))
    (item,) = items(values)
    assert (item.url, item.title, item.text, item.points, item.announce) == (
        first.url,
        "A title",
        "One sentence.",
        3,
        "new",
    )
    assert item.source == msgspec.structs.replace(first.source, kind="edition")
    assert failures(values)["broken_line"].subject == "articles.jsonl:2"
    (failure,) = EditionReader()(a_source(url=str(tmp_path / "none")), no_fetch, OPEN)
    assert isinstance(failure, Failure) and failure.kind == "unreadable"
