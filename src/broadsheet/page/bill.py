"""Ledger -> what a model wrote of the edition, what it took, and what was cut: sentences of the colophon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from broadsheet.page import Page
from broadsheet.types import Ledger

MICRO = 1_000_000
_BUDGET = "quoted.budget"
_GONE = (
    "unreachable",
    "timeout",
    "broken_off",
    "rate_limited",
    "server_error",
    "not_a_model",
    "redirected",
    "forbidden",
    "no_money",
    "circuit_open",
)
_SPENT = ("calls", "tokens_in", "tokens_out", "milliseconds", "microdollars", "lost", "lost_microdollars")
_PAYING = {"cluster": "match", "write": "write", "verify": "repair", "compose": "insight"}
"""The stages that ask a model, and what for."""
_JUDGE = "judge."
"""What the gates of a judge begin with."""
_HEARD = ("asked", "passed", "rejected", "silent")
_MATCH = "match."
"""What the gates of a matcher begin with."""
_MATCHED = ("asked", "same", "other", "silent")


def spent(ledger: Ledger) -> Counter[str]:
    """Return what the edition took by gate: calls, tokens_in, tokens_out, milliseconds, microdollars; and in part.

    ``lost`` are tries that may have been paid and gave nothing, ``lost_microdollars`` the most that they may cost;
    ``repair.calls``, ``judge.calls``, ``match.calls`` and ``insight.calls`` (and so on) are the parts of the whole that
    repairs, the judge, the matcher and the insight took.
    """
    total: Counter[str] = Counter()
    for count in ledger.counts:
        gate = count.gate.removeprefix(_JUDGE)
        if count.stage in _PAYING and gate in _SPENT:
            total[gate] += count.count
            part = "judge" if gate != count.gate else _PAYING[count.stage]
            if part != "write":
                total[f"{part}.{gate}"] += count.count
    return total


def heard(ledger: Ledger) -> Counter[str]:
    """Return how many doubtful sentences a judge was asked about, and how many it passed, rejected, could not judge.

    Gates: ``asked passed rejected silent``.
    """
    return Counter(
        {
            gate: sum(count.count for count in ledger.counts if (count.stage, count.gate) == ("verify", _JUDGE + gate))
            for gate in _HEARD
        }
    )


def matched(ledger: Ledger) -> Counter[str]:
    """Return how many couples of articles a matcher was asked about, and how many of them are the same event, others,
    and left to the rules.

    Gates: ``asked same other silent``.
    """
    told = [count for count in ledger.counts if count.stage == "cluster"]
    return Counter({gate: sum(c.count for c in told if c.gate == _MATCH + gate) for gate in _MATCHED})


def bill(ledger: Ledger, page: Page) -> Iterator[str]:
    """Yield what the reader of the colophon should know of the model's part and of the judge's; nothing without."""
    took = spent(ledger)
    planned = {c.subject: c.count for c in ledger.counts if c.stage == "assign" and c.gate == "stories"}
    quoted = Counter[str]()
    for count in ledger.counts:
        if count.stage == "write" and count.gate.startswith("quoted."):
            quoted[count.gate] += count.count
    if took["calls"]:
        yield page.say(
            "bill.took",
            calls=took["calls"],
            tokens_in=f"{took['tokens_in']:,}",
            tokens_out=f"{took['tokens_out']:,}",
            seconds=round(took["milliseconds"] / 1000),
            usd=f"{took['microdollars'] / MICRO:.4f}",
        )
    column = Counter({c.gate: c.count for c in ledger.counts if (c.stage, c.subject) == ("compose", "insight")})
    proposed, fell = column["proposed"], sum(count for gate, count in column.items() if gate.startswith("fell."))
    cut = quoted[_BUDGET]
    gone = sum(quoted[f"quoted.{kind}"] for kind in _GONE)
    unfit = quoted.total() - cut - gone
    told = (
        ("bill.planned_quote", planned.get("quote", 0)),
        ("bill.planned_short", planned.get("short", 0)),
        ("bill.cut", cut),
        ("bill.gone", gone),
        ("bill.unfit", unfit),
        ("bill.repairs", took["repair.calls"]),
        ("bill.judging", took["judge.calls"]),
        ("bill.matching", took["match.calls"]),
        ("bill.insight", proposed - fell),
        ("bill.insight_fell", fell),
    )
    yield from (page.say(key, count=count) for key, count in told if count)
    said = heard(ledger)
    yield from (page.say(f"bill.judge_{gate}", count=said[gate]) for gate in _HEARD if said[gate])
    border = matched(ledger)
    if border["asked"]:
        yield page.say("bill.matched", **border)
    if took["lost"]:
        yield page.say("bill.lost", count=took["lost"], usd=f"{took['lost_microdollars'] / MICRO:.4f}")
