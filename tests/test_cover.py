"""The cover: drawn from the day, without a font, the same bytes every time."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.adapters.cover import HEIGHT, WIDTH, Box, cover_png, cover_svg, squarify
from broadsheet.types import Edition, Insight

from small_edition import small_day

DAY = small_day()


def test_the_cover_is_svg_without_text_or_anything_remote() -> None:
    root = ET.fromstring(cover_svg(DAY.edition))
    assert (root.get("width"), root.get("height")) == (str(WIDTH), str(HEIGHT))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags == {"svg", "path", "g"}


def test_the_cover_is_a_png_of_the_size_that_previews_ask_for() -> None:
    png = cover_png(DAY.edition)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")) == (WIDTH, HEIGHT)


def bare(**changes: object) -> Edition:
    """The day without the parts that speak of its stories, so that stories may be left out."""
    parts: dict[str, object] = {"insight": Insight(), "watch_list": (), "reading": (), "background": ()}
    return msgspec.structs.replace(DAY.edition, **(parts | changes))


def test_the_cover_depends_on_the_day_alone() -> None:
    assert cover_png(DAY.edition) == cover_png(small_day().edition)
    other = msgspec.structs.replace(DAY.edition, date="2025-12-19")
    fewer = bare(stories=DAY.edition.stories[:2])
    assert len({cover_svg(edition) for edition in (DAY.edition, other, fewer)}) == 3


@pytest.mark.parametrize("kept", [0, 1])
def test_a_poor_day_has_a_cover_too(kept: int) -> None:
    edition = bare(stories=DAY.edition.stories[:kept], also=())
    assert cover_png(edition)


@given(st.lists(st.floats(0.1, 50), min_size=1, max_size=80))
def test_boxes_fill_the_field_with_areas_as_the_weights(weights: list[float]) -> None:
    ordered = sorted(weights, reverse=True)
    field = Box(10, 20, 700, 500)
    boxes = squarify(ordered, field)
    assert len(boxes) == len(ordered)
    for weight, box in zip(ordered, boxes, strict=True):
        assert box.w * box.h == pytest.approx(700 * 500 * weight / sum(ordered), rel=1e-6)
        assert box.x >= 10 - 1e-6 and box.y >= 20 - 1e-6 and box.x + box.w <= 710 + 1e-6 and box.y + box.h <= 520 + 1e-6
    for at, one in enumerate(boxes):
        for two in boxes[at + 1 :]:
            wide = min(one.x + one.w, two.x + two.w) - max(one.x, two.x)
            high = min(one.y + one.h, two.y + two.h) - max(one.y, two.y)
            assert wide <= 1e-6 or high <= 1e-6
