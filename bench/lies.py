"""Editions by a lying writer, audited: sentences published that nothing bears out, and lies that were believed.

    python bench/lies.py [EDITIONS] [PROCESSES] [FIRST]        1,000 editions, two processes, seeds from 0 on

Days are small and made by chance from a seed (tests/liar.py), so a finding can be printed again.  Ends with 1 when the
audit finds a fault in any edition.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from broadsheet.adapters.embed_use import UseEmbedder

from liar import LIES, lied_edition

Found = tuple[int, int, int, int, list[str], dict[str, list[str]], list[str]]


def print_one(seed: int) -> Found:
    """Print one edition; return seed, sentences shown and resolved, refusals, faults, lies believed, ways that lied."""
    with tempfile.TemporaryDirectory() as folder:
        made = lied_edition(seed, Path(folder), UseEmbedder())
    sheets = made.report.sheets
    faults = [" ".join(fault) for fault in made.report.faults]
    shown, resolved = sum(sheet.sentences for sheet in sheets), sum(sheet.resolved for sheet in sheets)
    return seed, shown, resolved, made.refused, faults, made.believed(), sorted(made.told)


def main(editions: int, processes: int, first: int) -> int:
    """Print ``editions`` editions and the figures; return the exit code."""
    started = time.monotonic()
    shown = resolved = refused = 0
    told: Counter[str] = Counter()
    believed: Counter[str] = Counter()
    faults: list[str] = []
    with get_context("spawn").Pool(processes) as pool:
        for done, found in enumerate(pool.imap_unordered(print_one, range(first, first + editions), chunksize=5), 1):
            seed, sentences, sound, fell, wrong, lies, ways = found
            shown, resolved, refused = shown + sentences, resolved + sound, refused + fell
            told.update(ways)
            faults += [f"edition {seed}: {fault}" for fault in wrong]
            for way, texts in lies.items():
                believed[way] += len(texts)
                for text in texts:
                    print(f"edition {seed} believed {way}: {text[:160]!r}")
            if done % 50 == 0:
                print(f"{done}/{editions} editions, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    print(
        f"{editions} editions in {time.monotonic() - started:.0f} s; {len(told)} of {len(LIES)} ways to lie were told"
    )
    print(f"sentences shown {shown}, resolved {resolved}; claims refused {refused}; faults {len(faults)}")
    print(f"lies told {sum(told.values())}, printed as they were told {sum(believed.values())}: {dict(believed)}")
    for fault in faults[:20]:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]] + [1000, 2, 0][len(sys.argv) - 1 :]
    raise SystemExit(main(*arguments))
