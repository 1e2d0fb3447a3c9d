"""Compose an edition outside a run: what a kit would give, named one by one."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.desk import Desk
from broadsheet.labels import labels
from broadsheet.page import Page
from broadsheet.page.back_issues import BackIssues
from broadsheet.stages.compose import compose
from broadsheet.text.names import NameTable
from broadsheet.types import Brief, Edition, Ledger, Sheet

NO_BACK_ISSUES = BackIssues()
EMPTY = Ledger()


def composed(
    briefs: Sequence[Brief],
    desk: Desk,
    sheet: Sheet,
    names: NameTable,
    back_issues: BackIssues = NO_BACK_ISSUES,
    ledger: Ledger = EMPTY,
) -> Edition:
    """Return the edition of ``briefs``, made by nobody in particular."""
    page = Page.of(desk, sheet, labels(sheet.language)["compose"], names)
    (edition,) = compose(briefs, page, back_issues, ledger, "broadsheet 0", "test 1")
    assert isinstance(edition, Edition)
    return edition
