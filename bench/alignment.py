"""Sweep of the thresholds of ``checks/alignment``, ``clauses`` and ``novelty`` on gates/alignment.

    python bench/alignment.py            what each of the three finds, by class, at the thresholds in force
    python bench/alignment.py NAME=V ... the same with other values: alignment.ALIGNED=1.0 clauses.CLAUSE=0.5

Each line of the gate is a passage with a correct paraphrase (``same``) and translation (``cross``), where given a short
one (``short``), sentences invented beside the subject (``invented``) and about it (``topical``), and its neighbours in
the article (``beside``), against which the correct ones are wrong citations.  A correct sentence joined to an invented
one, and to a correct one of another passage, makes ``joined`` and ``merged``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.checks import alignment, clauses, novelty
from broadsheet.checks.case import Case, Knowledge, Passage
from broadsheet.checks.cited import remembering
from broadsheet.desk_files import desk_folder
from broadsheet.text.names import NameTable, load_names

GATE = Path(__file__).parents[1] / "gates" / "alignment" / "tuples.jsonl"
CHECKS = (alignment.check, clauses.check, novelty.check)
RIGHT = frozenset({"right", "short", "verbatim"})


class Trial(NamedTuple):
    """A sentence beside a passage, and what kind of pair they are."""

    kind: str
    crosses: bool
    text: str
    language: str
    passage: str
    passage_language: str


def trials(path: Path = GATE) -> Iterator[Trial]:
    """Yield every pair that the gate makes."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for at, row in enumerate(rows):
        passage, written_in = str(row["passage"]), str(row["language"])
        yield Trial("verbatim", False, passage, written_in, passage, written_in)
        for crosses in (False, True):
            tail = "_cross" if crosses else ""
            right = str(row["cross" if crosses else "same"])
            language = "en" if (written_in == "en") != crosses else "zh-Hant"
            yield Trial("right", crosses, right, language, passage, written_in)
            for kind in ("short", "invented", "topical"):
                if kind + tail in row:
                    yield Trial(kind, crosses, str(row[kind + tail]), language, passage, written_in)
            for other in row["beside"]:
                yield Trial("beside", crosses, right, language, str(other), written_in)
            stranger = next(
                str(one["cross" if crosses else "same"])
                for one in rows[at + 7 :] + rows  # far enough to be of another article
                if one is not row and (one["language"] == "en") == (written_in == "en")
            )
            for kind, second in (("joined", str(row["invented" + tail])), ("merged", stranger)):
                yield Trial(kind, crosses, _join(right, second, language), language, passage, written_in)


def _join(one: str, other: str, language: str) -> str:
    if language == "en":
        return f"{one.rstrip('.')}, and {other[0].lower()}{other[1:]}"
    return f"{one.rstrip('。')}，並且{other}"


def knowledge() -> Knowledge:
    """Return what the checks know with the shipped desk and the default embedder."""
    table = desk_folder("ai") / "names.toml"
    return Knowledge(NameTable(load_names(table.read_text(encoding="utf-8"))), remembering(UseEmbedder()))


def rates(knows: Knowledge, path: Path = GATE) -> dict[tuple[str, bool], tuple[int, dict[str, float]]]:
    """Return (kind, crosses) -> how many pairs, and the share that each check, and any of them, stops."""
    stopped: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    count: Counter[tuple[str, bool]] = Counter()
    for trial in trials(path):
        case = Case(trial.text, trial.language, (Passage(trial.passage, trial.passage_language),), knows)
        found = [finding.code for check in CHECKS if (finding := check(case)) is not None]
        key = trial.kind, trial.crosses
        count[key] += 1
        stopped[key].update([*found, *(["any"] if found else [])])
    return {key: (n, {code: stopped[key][code] / n for code in sorted(stopped[key])}) for key, n in count.items()}


def main() -> None:
    """Print what is stopped."""
    for asked in sys.argv[1:]:
        name, _, value = asked.partition("=")
        room, _, constant = name.partition(".")
        setattr(import_module(f"broadsheet.checks.{room}"), constant, float(value))
    for (kind, crosses), (n, shares) in sorted(
        rates(knowledge()).items(), key=lambda e: (e[0][1], e[0][0] not in RIGHT)
    ):
        told = "  ".join(f"{code} {100 * share:5.1f} %" for code, share in shares.items())
        print(f"{'across' if crosses else 'same':7}{kind:9}{n:5}  {told}")


if __name__ == "__main__":
    main()
