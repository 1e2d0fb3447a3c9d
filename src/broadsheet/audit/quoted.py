"""Labels of stories in the sentences of the house, whatever signs their headlines hold; words as they are compared.

A label is as much of a headline as fits, in quotation marks: “Acme buys the “Sched” …”.  A headline may hold such
marks, brackets and counts itself, so no mark says where a label ends: only the headline does.
"""

from __future__ import annotations

import unicodedata

from broadsheet.audit.fault import seen
from broadsheet.types import Edition

MASK = "\ue000"
"""A sign that stands for nothing, in place of each sign of a label: every offset holds."""

_CUT = "…"
_PLAIN = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u2032", "'") | dict.fromkeys("\u2010\u2011\u2012\u2212", "-"))


def plain(text: str) -> str:
    """Return ``text`` as names are compared: in small letters, with plain hyphens, apostrophes and Latin letters."""
    return unicodedata.normalize("NFKC", text).translate(_PLAIN).casefold()


def bare(text: str) -> str:
    """Return ``text`` without the stops, marks and blanks around it."""
    said = [at for at, sign in enumerate(text) if unicodedata.category(sign)[0] not in "PZ"]
    return text[said[0] : said[-1] + 1] if said else ""


def without_labels(text: str, edition: Edition, quoted: str) -> str:
    """Return ``text`` with a mask over each label of a story; ``quoted`` is the template of a quotation.

    A label is a headline, or its beginning and a mark that it was cut.  A headline of one word misleads nobody, and may
    be a term that stands in quotation marks as well.
    """
    opening, _, closing = quoted.partition("{text}")
    headlines = [story.headline.text for story in (*edition.stories, *edition.also)]
    headlines += [fixed.headline for fixed in edition.corrections]
    whole = [told for told in map(seen, headlines) if told and not told.isalnum()]
    at = text.find(opening)
    while at >= 0:
        start = at + len(opening)
        end = max((_label_end(text, start, told, closing) for told in whole), default=0)
        if end:
            text = text[:at] + MASK * (end - at) + text[end:]
        at = text.find(opening, max(end, start))
    return text


def _label_end(text: str, start: int, headline: str, closing: str) -> int:
    """Return where the label of a headline that begins at ``start`` ends, behind its closing mark; else 0."""
    if text.startswith(headline + closing, start):
        return start + len(headline + closing)
    same = next((n for n, sign in enumerate(headline) if not text.startswith(sign, start + n)), len(headline))
    cut = text.rfind(_CUT + closing, start + 1, start + same + len(_CUT + closing))
    return cut + len(_CUT + closing) if cut > start else 0
