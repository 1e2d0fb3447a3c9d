"""A text has one place, whoever stands beside it and however many threads there are."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from broadsheet.adapters.embed_use import DIMENSIONS, UseEmbedder
from broadsheet.stages.embed import LEAD, embed, passage

from conftest import article

TEXTS = [
    "Nvidia buys SchedMD",
    "輝達收購 SchedMD",
    "The Oscars move to YouTube in 2029",
    "奧斯卡 2029 年移師 YouTube",
    "",
    "x" * 5000,
]
LANGUAGES = ["en", "zh-Hant", "en", "zh-Hant", "en", "en"]


@pytest.fixture(scope="module")
def encoder() -> UseEmbedder:
    return UseEmbedder()


class Counting:
    """An embedder that remembers what it was asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, texts: Sequence[str], languages: Sequence[str]) -> list[bytes]:
        self.asked += zip(texts, languages, strict=True)
        return [text.encode().ljust(8)[:8] for text in texts]


def array(vector: bytes) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.frombuffer(vector, dtype="<f4")


def test_a_vector_does_not_depend_on_its_neighbours(encoder: UseEmbedder) -> None:
    together = encoder(TEXTS, LANGUAGES)
    assert together == encoder(TEXTS[::-1], LANGUAGES[::-1])[::-1]
    assert together == [encoder([text], [language])[0] for text, language in zip(TEXTS, LANGUAGES, strict=True)]


def test_a_vector_does_not_depend_on_threads(encoder: UseEmbedder) -> None:
    with threadpool_limits(1):
        alone = encoder(TEXTS, LANGUAGES)
    with threadpool_limits(2):
        assert encoder(TEXTS, LANGUAGES) == alone


def test_a_vector_does_not_depend_on_the_process(encoder: UseEmbedder) -> None:
    code = (
        "import sys; from broadsheet.adapters.embed_use import UseEmbedder as U; sys.stdout.write(U()(%r, %r)[0].hex())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code % (TEXTS[:1], LANGUAGES[:1])],
        env=os.environ | {"OPENBLAS_NUM_THREADS": "2", "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert ran.stdout == encoder(TEXTS[:1], LANGUAGES[:1])[0].hex()


def test_vectors_have_unit_length_and_no_text_has_none(encoder: UseEmbedder) -> None:
    vectors = [array(vector) for vector in encoder(TEXTS, LANGUAGES)]
    assert {len(vector) for vector in vectors} == {DIMENSIONS}
    lengths = [float(np.linalg.norm(vector)) for vector in vectors]
    assert lengths[4] == 0
    assert lengths[:4] + lengths[5:] == pytest.approx([1] * 5, abs=1e-5)


def test_one_event_in_two_languages_lies_closer_than_two_events_in_one(encoder: UseEmbedder) -> None:
    nvidia, nvidia_zh, oscars, oscars_zh = (array(vector) for vector in encoder(TEXTS[:4], LANGUAGES[:4]))
    assert min(nvidia @ nvidia_zh, oscars @ oscars_zh) > max(nvidia @ oscars, nvidia_zh @ oscars_zh) + 0.3


def test_the_encoder_crosses_to_another_process(encoder: UseEmbedder) -> None:
    again = pickle.loads(pickle.dumps(encoder))
    assert isinstance(again, UseEmbedder)
    assert again.name == encoder.name


def test_a_wire_text_is_encoded_once_and_stays_two_articles() -> None:
    counting = Counting()
    first, second = (
        article("Same wire text.", url="https://a.example"),
        article("Same wire text.", url="https://b.example"),
    )
    placed = list(embed([first, second], counting))
    assert [place.article for place in placed] == [first, second]
    assert placed[0].vector == placed[1].vector
    assert len(counting.asked) == 1


def test_the_language_belongs_to_what_is_encoded() -> None:
    counting = Counting()
    same = [
        article("AI", title="AI", language=language, url=f"https://{language}.example")
        for language in ("en", "zh-Hant")
    ]
    list(embed(same, counting))
    assert [language for _, language in counting.asked] == ["en", "zh-Hant"]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("T", "", "T"),
        ("", "text", "text"),
        ("", "", ""),
        ("T", "a b", "T\na b"),
        ("T", "字" * 500, "T\n" + "字" * LEAD),
    ],
)
def test_the_passage(title: str, text: str, expected: str) -> None:
    assert passage(title, text) == expected


def test_the_passage_ends_at_a_word() -> None:
    assert passage("T", "word " * 100).endswith("word")
