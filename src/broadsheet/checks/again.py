"""A written claim of a printed edition, tried once more: no judge is asked again, and what one let pass is believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from broadsheet.checks import CODES, JUDGED, findings
from broadsheet.checks.case import Knowledge
from broadsheet.checks.cited import MOST_SENTENCES, breadth, case_of, remembering, widened
from broadsheet.text.chinese import has_simplified
from broadsheet.text.quotable import fault
from broadsheet.types import Article, Claim, Language


def doubt(language: Language, articles: Mapping[str, Article], knows: Knowledge | None) -> Callable[[Claim], str]:
    """Return what gives the code of the check that a written claim does not pass, or the empty string.

    A soft doubt is let pass only where the claim says that a judge did.  Without ``knows`` no claim is borne out.
    """
    known = Knowledge(knows.names, remembering(knows.embed)) if knows is not None else None
    return lambda claim: _unproved(claim, language, articles, known)


def _unproved(claim: Claim, language: Language, articles: Mapping[str, Article], knows: Knowledge | None) -> str:
    if knows is None or not claim.checks:
        return "unchecked"
    if breadth(claim, articles) > MOST_SENTENCES or widened(claim, articles) != claim:
        return "breadth"
    if code := fault(claim.text) or ("simplified" if language == "zh-Hant" and has_simplified(claim.text) else ""):
        return code
    judged = JUDGED in claim.checks
    found = [finding for finding in findings(case_of(claim, language, articles, knows)) if finding.hard or not judged]
    if found:
        return found[0].code
    return "unchecked" if set(claim.checks) - {*CODES, JUDGED} else ""
