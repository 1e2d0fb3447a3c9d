"""Why a run has no article: nobody published anything, or nobody could be read; and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from broadsheet.config import ARCHIVES
from broadsheet.errors import EmptyDayError, NoEditionError
from broadsheet.types import Drop, Failure, Source

MOST_TOLD = 10
"""Failures that are told one by one; the rest is told by kind."""


def no_news(
    sources: Sequence[Source],
    inputs: Sequence[Path],
    hours: float | None,
    failures: Sequence[Failure],
    dropped: Sequence[Drop],
    remedy: str,
) -> NoEditionError:
    """Return what a run without an article ends with: EmptyDayError where the sources were read and had nothing.

    ``inputs`` are the files that were read for ``--from``; ``hours`` are those of the edition, None for all there is;
    ``remedy`` is what helps when nothing better is known.
    """
    kind = EmptyDayError if _was_quiet(sources, failures) else NoEditionError
    message = _why(len(sources), inputs, failures, dropped)
    lines = any(not path.name.endswith(ARCHIVES) for path in inputs)
    if lines and hours is None:
        remedy = "give an article a line, as JSON: url, title, outlet, lang, published, text"
    elif inputs and hours is not None:
        remedy = "--hours takes a wider window; without it every article of a .jsonl is taken"
    elif failures and not inputs:
        remedy = "broadsheet sources check says what is wrong with each source"
    return kind(message, remedy=remedy)


def _was_quiet(sources: Sequence[Source], failures: Sequence[Failure]) -> bool:
    """Say whether a run without an article had none because nobody published, and not because nobody could be read.

    At least half of the sources were read without trouble, and nothing that they announced was lost on the way (set by
    hand, 2026-11-22: a few feeds are dead on any day, and a network that is down takes nearly all of them with it).
    """
    unread = {failure.subject for failure in failures if failure.stage == "collect"}
    lost = any(failure.stage not in ("collect", "embed") for failure in failures)
    return bool(sources) and not lost and 2 * len({source.name for source in sources} - unread) >= len(sources)


def _why(sources: int, inputs: Sequence[Path], failures: Sequence[Failure], dropped: Sequence[Drop]) -> str:
    told = "".join(f"\n  - read: {path} ({path.stat().st_size} bytes)" for path in inputs)
    told += "".join(f"\n  - {f.subject}: {f.message}" for f in failures[:MOST_TOLD])
    kinds = ", ".join(f"{count} x {kind}" for kind, count in sorted(Counter(f.kind for f in failures).items()))
    more = f"\n  - and {len(failures) - MOST_TOLD} more ({kinds})" if len(failures) > MOST_TOLD else ""
    gates = ", ".join(f"{count} x {gate}" for gate, count in sorted(Counter(d.gate for d in dropped).items()))
    told += more + (f"\n  - left out: {gates}" if gates else "")
    return f"no article came from {sources} source{'s' if sources != 1 else ''}; nothing was printed{told}"
