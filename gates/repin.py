"""The quality gate of clustering: measured figures against pinned floors, on inputs pinned by their SHA-256.

    .venv/bin/python gates/repin.py ../shared                      measure and compare; exit 1 when a floor is missed
    .venv/bin/python gates/repin.py ../shared --update             pin what was measured, unless a floor would sink
    .venv/bin/python gates/repin.py ../shared --update --allow-regression      sink it: say why in the commit

A floor speaks of one input: when the input changes, the figure must be measured and pinned again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from broadsheet.config import Kit
from broadsheet.config_file import File
from broadsheet.evaluate import event_of, read_articles, score_stories, tell_stories
from broadsheet.press import plan
from broadsheet.types import Article, Source, digest

GATE = Path(__file__).parent / "cluster.json"
EPSILON = 0.004
"""What counts as noise: one article of 268 that changes its story moves BCubed F1 by 0.001-0.004."""


class Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pinned figure: BCubed F1 on ``input`` (below the shared folder, or here for ``days/``), and its digest."""

    input: str
    sha256: str
    bcubed_f1: float


class Gate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pinned figures, and when they were pinned."""

    pinned: str
    floors: tuple[Floor, ...]


def reference(path: Path) -> float:
    """Return BCubed F1 of the program's stories against ``event_id``."""
    kit = _kit()
    return score_stories(tell_stories(read_articles(path, kit), kit.embedder, kit.names), event_of(path)).f1


def headlines(path: Path) -> float:
    """Return BCubed F1 on bare titles: each event four times, twice in English and twice in Chinese."""
    kit = _kit()
    told: list[list[str]] = json.loads(path.read_text(encoding="utf-8"))
    articles: list[Article] = []
    events: dict[str, str] = {}
    for event, titles in enumerate(told):
        for variant, (title, language) in enumerate(zip(titles, ("en", "en", "zh-Hans", "zh-Hans"), strict=True)):
            url = f"https://outlet{variant}.example/{event}"
            outlet = f"Outlet {variant}"
            articles.append(
                Article(
                    id=digest(url, ""),
                    source=Source(name=outlet, kind="jsonl", url=url, outlet=outlet, owner=outlet, language=language),
                    url=url,
                    title=title,
                    published=None,
                    day_only=False,
                    text="",
                    language=language,
                )
            )
            events[url] = str(event)
    return score_stories(tell_stories(articles, kit.embedder, kit.names), events).f1


def small(folder: Path) -> float:
    """Return the mean of ``reference`` over the days of a folder."""
    days = sorted(folder.glob("*.jsonl"))
    return sum(map(reference, days)) / len(days)


MEASURES: Mapping[str, Callable[[Path], float]] = {
    "reference-edition/articles.jsonl": reference,
    "bench/headlines/headline_pairs.json": headlines,
    "days/small": small,
    "days/fields/open": small,
    "days/fields/held": small,
    "days/2025-08-07/articles.jsonl": reference,
    "days/2024-05-14/articles.jsonl": reference,
    "days/2025-01-28/articles.jsonl": reference,
    "days/2025-03-12/articles.jsonl": reference,
}
"""How each input is measured.  Those of ``days/`` lie beside this file; nobody tunes to ``fields/held`` and the last
two."""


def _kit() -> Kit:
    return Kit(plan(File(), at=datetime(2025, 12, 18, tzinfo=UTC)))


def read_gate(path: Path = GATE) -> Gate:
    """Read the pinned figures."""
    return msgspec.json.decode(path.read_bytes(), type=Gate)


def measure(shared: Path | None) -> tuple[Floor, ...]:
    """Measure every input, or, without ``shared``, those of our own."""
    found: list[Floor] = []
    for name, score in MEASURES.items():
        own = name.startswith("days/")
        if own or shared is not None:
            path = (GATE.parent if own or shared is None else shared) / name
            found.append(Floor(name, _sha256(path), round(score(path), 4)))
    return tuple(found)


def _sha256(path: Path) -> str:
    """Return the digest of a file, or of the files of a folder in the order of their names."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def complaints(gate: Gate, measured: tuple[Floor, ...]) -> list[str]:
    """Return what keeps the gate shut: a changed input, a missing figure, one below its floor by more than noise."""
    found: list[str] = []
    now = {floor.input: floor for floor in measured}
    for pinned in gate.floors:
        figure = now.get(pinned.input)
        if figure is None:
            found.append(f"{pinned.input}: was not measured")
        elif figure.sha256 != pinned.sha256:
            found.append(f"{pinned.input}: the input changed; measure again and pin with gates/repin.py --update")
        elif figure.bcubed_f1 < pinned.bcubed_f1 - EPSILON:
            found.append(f"{pinned.input}: BCubed F1 {figure.bcubed_f1:.4f} is below its floor {pinned.bcubed_f1:.4f}")
    return found


def repinned(gate: Gate, measured: tuple[Floor, ...], today: str, *, allow_regression: bool) -> Gate:
    """Return the gate with the figures of today.  Raises ValueError when a floor would sink and that is not allowed."""
    now = {floor.input: floor for floor in measured}
    sunk = [
        f"{old.input}: {old.bcubed_f1:.4f} -> {now[old.input].bcubed_f1:.4f}"
        if old.input in now
        else f"{old.input}: gone"
        for old in gate.floors
        if old.input not in now or now[old.input].bcubed_f1 < old.bcubed_f1
    ]
    if sunk and not allow_regression:
        raise ValueError("a floor would sink (--allow-regression, and say why): " + "; ".join(sunk))
    return Gate(pinned=today, floors=measured)


def main(arguments: list[str]) -> int:
    """Measure, compare, pin; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder that holds reference-edition/ and bench/")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args(arguments)
    measured = measure(options.shared)
    gate = read_gate() if GATE.exists() else Gate(pinned="", floors=())
    for floor in measured:
        sys.stdout.write(f"{floor.input}: BCubed F1 {floor.bcubed_f1:.4f}\n")
    if options.update:
        today = datetime.now(UTC).date().isoformat()
        try:
            gate = repinned(gate, measured, today, allow_regression=options.allow_regression)
        except ValueError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        GATE.write_bytes(msgspec.json.format(msgspec.json.encode(gate), indent=2) + b"\n")
    found = complaints(gate, measured)
    for complaint in found:
        sys.stderr.write(f"{complaint}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
