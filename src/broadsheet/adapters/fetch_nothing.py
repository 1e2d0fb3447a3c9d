"""The fetch of a run that has its articles already: it asks nobody, and says so."""

from __future__ import annotations

from broadsheet.types import Failure


def fetch_nothing(url: str, *, again: bool = False) -> Failure:
    """``ports.Fetch`` of ``--from``: no address is asked."""
    return Failure(
        stage="fetch", subject=url, kind="offline", message="not asked: this run takes its articles from files"
    )
