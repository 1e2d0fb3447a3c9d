"""How well translations are told from independent reports: ``text/translation.py`` on ``gates/copies``.

    .venv/bin/python bench/translations.py [--split dev|held] [--all]

For every labelled pair the alignment; then precision and recall, and what was mistaken.  ``--all`` aligns every English
text of the file with every Chinese one, so that 42 x 90 pairs of other events are tried as well.  Without ``--split``
thresholds are swept on the half that is not held out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from broadsheet.text import translation
from broadsheet.text.translation import Alignment, Reading, align, read_chinese, read_english

PAIRS = Path(__file__).parents[1] / "gates" / "copies" / "pairs.jsonl"
SWEPT = {
    "MEANING": (0.26, 0.30, 0.34, 0.38, 0.42, 0.46),
    "SENTENCE": (0.10, 0.15, 0.20, 0.25, 0.30),
    "KEPT_SHORT": (0.5, 0.6, 0.7, 0.8, 0.9),
    "KEPT_LONG": (0.3, 0.4, 0.5, 0.6, 0.7),
    "FIGURES": (0.5, 0.6, 0.7, 0.8, 0.9),
}

Pair = tuple[str, str, bool, Reading, Reading]


def read(split: str) -> list[Pair]:
    found: list[Pair] = []
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        if pair["split"] == split:
            one, other = sorted((pair["a"], pair["b"]), key=lambda side: side["lang"] != "en")
            found.append(
                (pair["id"], pair["kind"], pair["copy"], read_english(one["text"]), read_chinese(other["text"]))
            )
    return found


def score(found: list[tuple[bool, Alignment | None]]) -> tuple[float, float]:
    said = [(copy, it is not None and it.is_translation) for copy, it in found]
    true = sum(copy and marked for copy, marked in said)
    return true / max(1, sum(marked for _, marked in said)), true / max(1, sum(copy for copy, _ in said))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "held", "fresh"))
    parser.add_argument("--all", action="store_true")
    asked = parser.parse_args()
    pairs = read(asked.split or "dev")
    found = [(copy, align(english, chinese)) for _, _, copy, english, chinese in pairs]
    for (name, kind, copy, _, _), (_, it) in zip(pairs, found, strict=True):
        wrong = copy != (it is not None and it.is_translation)
        print(f"{name} {'copy' if copy else '    '} {'WRONG' if wrong else '     '} {kind:24}", end="")
        print("too short" if it is None else "  ".join(f"{key} {getattr(it, key):.2f}" for key in it.__struct_fields__))
    print("precision {:.3f} recall {:.3f} of {} pairs".format(*score(found), len(pairs)))
    if asked.all:
        wanted = {(english, chinese) for _, _, copy, english, chinese in pairs if copy}
        sides = {p[3]: p[0] for p in pairs}, {p[4]: p[0] for p in pairs}
        crossed = [(e, c) for e in sides[0] for c in sides[1] if (e, c) not in wanted]
        for e, c in crossed:
            if (it := align(e, c)) is not None and it.is_translation:
                print(f"other texts marked: English of {sides[0][e]}, Chinese of {sides[1][c]}, {it}")
        print(f"{len(crossed)} pairs of other texts were tried")
    if asked.split is None:
        for name, values in SWEPT.items():
            kept = getattr(translation, name)
            for value in values:
                setattr(translation, name, value)
                line = score([(copy, align(english, chinese)) for _, _, copy, english, chinese in pairs])
                print(f"{name:10} {value:.2f}: precision {line[0]:.3f} recall {line[1]:.3f}")
            setattr(translation, name, kept)


if __name__ == "__main__":
    main()
