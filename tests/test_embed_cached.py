"""The cache of vectors: same answers, fewer questions; damage is told, never trusted."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.adapters import embed_cached
from broadsheet.adapters.embed_cached import CachedEmbedder


class Counting:
    """Places a text by its length, and remembers what it was asked."""

    name = "counting 1"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, texts: Sequence[str], languages: Sequence[str]) -> list[bytes]:
        self.asked += zip(texts, languages, strict=True)
        return [f"{language}{len(text):04}".encode() for text, language in zip(texts, languages, strict=True)]


def test_a_text_is_placed_once(tmp_path: Path) -> None:
    plain = Counting()
    cached = CachedEmbedder(plain, tmp_path / "deep" / "vectors.sqlite")
    first = cached(["a", "bb", "a"], ["en", "en", "en"])
    assert first == [b"en0001", b"en0002", b"en0001"]
    assert plain.asked == [("a", "en"), ("bb", "en")]
    assert CachedEmbedder(plain, tmp_path / "deep" / "vectors.sqlite")(["bb", "c"], ["en", "en"]) == [
        b"en0002",
        b"en0001",
    ]
    assert plain.asked[2:] == [("c", "en")]


def test_all_that_the_call_sees_is_in_the_key(tmp_path: Path) -> None:
    plain, path = Counting(), tmp_path / "vectors.sqlite"
    CachedEmbedder(plain, path)(["a"], ["en"])
    assert CachedEmbedder(plain, path)(["a"], ["zh"]) == [b"zh0001"]
    newer = Counting()
    newer.name = "counting 2"
    CachedEmbedder(newer, path)(["a"], ["en"])
    assert newer.asked == [("a", "en")]


def test_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed_cached, "KEPT", 2)
    plain, path = Counting(), tmp_path / "vectors.sqlite"
    cached = CachedEmbedder(plain, path)
    for text in ("a", "bb", "ccc"):
        cached([text], ["en"])
    cached(["ccc", "bb"], ["en", "en"])
    assert len(plain.asked) == 3
    cached(["a"], ["en"])
    assert len(plain.asked) == 4


def test_many_texts_in_one_call(tmp_path: Path) -> None:
    plain = Counting()
    cached = CachedEmbedder(plain, tmp_path / "vectors.sqlite")
    texts = ["x" * n for n in range(1, 1300)]
    assert cached(texts, ["en"] * len(texts)) == cached(texts, ["en"] * len(texts))
    assert len(plain.asked) == len(texts)


def _words(path: Path) -> None:
    path.write_bytes(b"this is no database, however long it may go on being none" * 40)


def _middle(path: Path) -> None:
    CachedEmbedder(Counting(), path)(["x" * n for n in range(1, 900)], ["en"] * 899)
    raw = path.read_bytes()
    path.write_bytes(raw[:8192] + os.urandom(len(raw) - 12288) + raw[-4096:])


@pytest.mark.parametrize("damage", [_words, _middle])
def test_a_damaged_file_is_set_aside_and_told(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    path = tmp_path / "vectors.sqlite"
    damage(path)
    plain = Counting()
    cached = CachedEmbedder(plain, path)
    assert cached.trouble and cached.trouble.kind == "damaged_memory" and "set aside as" in cached.trouble.message
    assert cached(["a"], ["en"]) == cached(["a"], ["en"]) == [b"en0001"] and len(plain.asked) == 1
    assert len(list(tmp_path.glob("vectors.sqlite.aside-*"))) == 1
    assert CachedEmbedder(plain, path).trouble is None


def test_a_file_that_is_damaged_or_lost_while_in_use_stops_no_run(tmp_path: Path) -> None:
    path, plain = tmp_path / "vectors.sqlite", Counting()
    cached = CachedEmbedder(plain, path)
    _words(path)
    assert cached(["a"], ["en"]) == [b"en0001"] and cached.trouble
    path.unlink()
    path.mkdir()
    assert cached(["a"], ["en"]) == [b"en0001"]


def test_where_nothing_can_be_written_texts_are_placed_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cached = CachedEmbedder(Counting(), tmp_path / "file" / "vectors.sqlite")
    assert cached(["a"], ["en"]) == [b"en0001"] and cached.trouble and "placed anew" in cached.trouble.message


def test_a_vector_of_another_length_is_not_believed(tmp_path: Path) -> None:
    path, plain = tmp_path / "vectors.sqlite", Counting()
    CachedEmbedder(plain, path)(["a", "bb"], ["en", "en"])
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE vectors SET vector = x'00' WHERE id = 1")
    for _ in range(2):
        assert CachedEmbedder(plain, path)(["a", "bb"], ["en", "en"]) == [b"en0001", b"en0002"]
    assert len(plain.asked) == 4, "and it is mended"
