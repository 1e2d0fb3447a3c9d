"""Claim: day after day on a farm of 300 sites, half of them hostile, nothing grows: memory, files, threads, time.

    python bench/soak.py [ROUNDS]              one process prints ROUNDS editions (24), the clock a day on each time
    python bench/soak.py kills [KILLS [SEED]]  kill -9 at random moments (100 of them), resumed each time

The farm, and what each of its sites must come to, are those of the tests.  Limits of time are short, as there.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from test_resume_web import kill_often  # noqa: E402

from farm_run import finished, start  # noqa: E402
from hostile_farm import SITES, farm  # noqa: E402

ROUNDS = 24
KILLS = 100
MAY_GROW = 1.10
"""Peak of the last quarter of the rounds over that of the second: what the first rounds build up is no growth."""


def soak(rounds: int, folder: Path) -> None:
    with farm() as served:
        told = finished(start(folder, served, [(day, SITES) for day in range(rounds)]))
    print("day  seconds  collect  peak MB  rss MB  files  threads  largest worker MB")
    for day in told:
        workers = day["workers"]
        print(
            f"{day['day']:3}  {day['seconds']:7.1f}  {day['stages']['collect']:7.1f}  {day['peak'] / 1024:7.0f}"
            f"  {day['rss'] / 1024:6.0f}  {day['files']:5}  {day['threads']:7}  {max(workers) / 1024:17.0f}"
        )
    if rounds < 8:
        return
    quarter = rounds // 4
    for name in ("peak", "rss", "files", "threads"):
        early = max(day[name] for day in told[quarter : 2 * quarter])
        late = max(day[name] for day in told[-quarter:])
        print(f"{name}: {late / early:.3f} of what it was")
        if late > MAY_GROW * early:
            raise SystemExit(f"FAILED: {name} grows")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        if sys.argv[1:2] == ["kills"]:
            numbers = [int(word) for word in sys.argv[2:]]
            with farm() as served:
                found = kill_often(Path(folder), served, (numbers or [KILLS])[0], (numbers[1:] or [1])[0])
            print(found)
        else:
            soak(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS, Path(folder))


if __name__ == "__main__":
    main()
