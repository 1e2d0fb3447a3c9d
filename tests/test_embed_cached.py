"""The cache of vectors: same answers, fewer questions; damage is told, never trusted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from broadsheet.adapters import embed_cached
from broadsheet.adapters.embed_cached import CachedEmbedder
from broadsheet.errors import StorageError


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


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite"
    path.write_bytes(b"this is no database, however long it may go on being none" * 40)
    with pytest.raises(StorageError, match=r"vectors\.sqlite: cannot be used.*\n.*delete the file"):
        CachedEmbedder(Counting(), path)(["a"], ["en"])
