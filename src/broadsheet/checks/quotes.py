"""Quotation marks only around the words of a passage.

Curly and straight marks are one, and a Chinese quotation may stand in the other script.  A quotation in another
language than the passage is no quotation: translated words are written without marks, so only a name that the passage
holds may stand in them.  《》 and 〈〉 mark titles of works, not words that somebody said, and are left alone.
"""

from __future__ import annotations

import re

from opencc import OpenCC

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.words import fold
from broadsheet.once import once

CODE = "quote"

_QUOTED = re.compile(
    r"“([^“”\n]+)[”“]|„([^“”„\n]+)[“”]|(?<!\d)[\"＂]([^\"＂\n]+)[\"＂]|「((?:[^「」\n]|「[^「」]*」)+)」|『([^『』\n]+)』|«([^«»\n]+)»"
    r"|〝([^〝〞〟\n]+)[〞〟]|(?<![\w’'])[‘'](?!\d)([^‘'’\n]+(?:[’'](?=\w)[^‘'’\n]+)*)[’'](?!\w)|｢([^｢｣\n]+)｣"
)
_CUT = re.compile(r"…+|\.{3,}|\[[^\]]*\]|［[^］]*］")
_EDGE = " \t,.;:!?，。；：！？、-—"
_PLAIN = str.maketrans(dict.fromkeys("“”\"「」『』‘’'«»〝〞„｢｣＂"))
_SPACE = re.compile(r"\s+")


def quotes(case: Case) -> Finding | None:
    """Return the fault of a sentence that puts quotation marks around what no passage says."""
    spans = [next(group for group in found.groups() if group is not None) for found in _QUOTED.finditer(case.text)]
    if not spans:
        return None
    passages = tuple(dict.fromkeys(map(_bare, (case.source, case.taiwan, _mainland().convert(case.source)))))
    for span in spans:
        forms = (span, str(_mainland().convert(span)))
        if not any(_said(form, passage) for form in forms for passage in passages) and not _is_name(span, case):
            return Finding(CODE, f"no passage says {span!r} in these words", hard=True)
    return None


@once
def _mainland() -> OpenCC:
    """Return the converter to mainland wording: where Taiwan may write 發布 or 釋出, it has one form for both."""
    return OpenCC("tw2sp")


def _bare(text: str) -> str:
    return _SPACE.sub(" ", fold(text).translate(_PLAIN))


def _said(span: str, passage: str) -> bool:
    """Say whether every piece of a quotation (cut at "..." and brackets) stands in a passage, in this order."""
    at = 0
    for piece in _CUT.split(span):
        bare = _bare(piece).strip(_EDGE)
        at = passage.find(bare, at)
        if at < 0:
            return False
        at += len(bare)
    return True


def _is_name(span: str, case: Case) -> bool:
    """Say whether a span is one name, and the passages hold it in any of its forms."""
    names = case.knows.names.mentions(span)
    return (
        len(names) == 1
        and not span[: names[0].start].strip(_EDGE)
        and not span[names[0].end :].strip(_EDGE)
        and names[0].name in {mention.name for mention in case.source_names}
    )
