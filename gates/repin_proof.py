"""The quality gate of the checks of written sentences: measured figures against pinned ones, on one input.

    .venv/bin/python gates/repin_proof.py                      measure and compare; exit 1 when a pin is missed
    .venv/bin/python gates/repin_proof.py --update             pin what was measured, unless the gate would be eased
    .venv/bin/python gates/repin_proof.py --update --allow-regression      ease it: say why in the commit

What is measured is one text in ``ONE_IN`` of ``gates/proof``, always the same ones.  Floors are shares of seeded errors
stopped, ceilings shares of true sentences refused.  When the material changes, measure and pin again.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from broadsheet.checks.case import Knowledge
from broadsheet.config import Kit
from broadsheet.config_file import File
from broadsheet.evaluate_verify import VERBATIM, VerifyScore, evaluate_verify
from broadsheet.press import plan

MATERIAL = Path(__file__).parent / "proof"
GATE = Path(__file__).parent / "proof.json"
ONE_IN = 8
"""About 1,080 of 8,700 texts: 5 s of CPU."""
EPSILON = 0.002
"""What counts as noise: the embedder's last bits differ between machines; of 1,080 texts no two may change sides."""


class Gate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pinned figures by label, the digest of the material that they speak of, and when they were pinned."""

    pinned: str
    sha256: str
    floors: Mapping[str, float]
    ceilings: Mapping[str, float]


def measure() -> Gate:
    """Measure the material as the shipped desk would see it."""
    return gate_of(evaluate_verify(MATERIAL, knowledge(), ONE_IN))


def knowledge() -> Knowledge:
    """Return what the shipped desk knows."""
    kit = Kit(plan(File(), at=datetime(2026, 11, 22, tzinfo=UTC)))
    return Knowledge(kit.names, kit.embedder)


def gate_of(score: VerifyScore) -> Gate:
    """Return the figures of a score as they are pinned."""
    floors = {
        "all, same language": score.errors(crosses=False).rate,
        "all, across": score.errors(crosses=True).rate,
    } | {kind: score.share(kind.__eq__).rate for kind in score.classes}
    ceilings = {
        "verbatim": score.share(VERBATIM.__eq__).rate,
        "paraphrases, same language": score.alarms(crosses=False).rate,
        "paraphrases, across": score.alarms(crosses=True).rate,
    }
    return Gate(
        datetime.now(UTC).date().isoformat(),
        score.sha256,
        {label: round(rate, 4) for label, rate in floors.items()},
        {label: round(rate, 4) for label, rate in ceilings.items()},
    )


def read_gate(path: Path = GATE) -> Gate:
    """Read the pinned figures."""
    return msgspec.json.decode(path.read_bytes(), type=Gate)


def complaints(gate: Gate, measured: Gate, slack: float = EPSILON) -> list[str]:
    """Return what keeps the gate shut: changed material, a missing figure, one on the wrong side of its pin."""
    if gate.sha256 != measured.sha256:
        return ["the material changed; measure again and pin with gates/repin_proof.py --update"]
    found: list[str] = []
    for label, floor in gate.floors.items():
        rate = measured.floors.get(label)
        if rate is None or rate < floor - slack:
            found.append(f"{label}: stopped {rate}, the floor is {floor}")
    for label, ceiling in gate.ceilings.items():
        rate = measured.ceilings.get(label)
        if rate is None or rate > ceiling + slack:
            found.append(f"{label}: refused {rate}, the ceiling is {ceiling}")
    return found


def repinned(gate: Gate | None, measured: Gate, *, allow_regression: bool) -> Gate:
    """Return the gate of today.  Raises ValueError when it would be eased and that is not allowed.

    A figure of changed material is compared all the same: easier material must not hide a worse checker.
    """
    eased = complaints(msgspec.structs.replace(gate, sha256=measured.sha256), measured, 0.0) if gate is not None else []
    if eased and not allow_regression:
        raise ValueError("the gate would be eased (--allow-regression, and say why): " + "; ".join(eased))
    return measured


def main(arguments: list[str]) -> int:
    """Measure, compare, pin; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args(arguments)
    measured = measure()
    gate = read_gate() if GATE.exists() else None
    for label, rate in (*measured.floors.items(), *measured.ceilings.items()):
        sys.stdout.write(f"{label}: {rate:.4f}\n")
    if options.update:
        try:
            gate = repinned(gate, measured, allow_regression=options.allow_regression)
        except ValueError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        GATE.write_bytes(msgspec.json.format(msgspec.json.encode(gate), indent=2) + b"\n")
    found = complaints(gate, measured) if gate is not None else ["nothing is pinned yet"]
    for complaint in found:
        sys.stderr.write(f"{complaint}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
