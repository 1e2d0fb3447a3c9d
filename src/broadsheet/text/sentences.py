"""Whole sentences of English, Chinese and mixed text, as offsets: what a citation may quote.

A span is never cut inside a bracket or a quotation, because half a quotation is not a sentence.  Rules, no model: the
same text gives the same spans everywhere, in time linear in its length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from broadsheet.text.datelines import dateline_end


class Span(NamedTuple):
    """Offsets in code points: ``text[start:end]``."""

    start: int
    end: int


MAX_QUOTATION = 300
"""A bracket or quotation longer than this (code points) no longer holds its sentences together.  Hand-set 2026-11-22:
sentences over 400 are never quoted, so a longer one would only be lost."""

MAX_NESTING = 12
"""Brackets that are open at once; deeper text is hostile or broken, and must not cost quadratic time."""

_BREAK = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_STOP = re.compile(r"[.。｡!！?？…؟।]+")
_FULL = frozenset("。｡！？؟।")
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_IS_CJK = re.compile(rf"[{_CJK}]")
_MARKS = re.compile(r"[「」『』“”《》〈〉（）()\[\]【】\"]")
_PAIRS = {"「": "」", "『": "』", "“": "”", "《": "》", "〈": "〉", "（": "）", "(": ")", "[": "]", "【": "】"}
_OPENERS = {close: opener for opener, close in _PAIRS.items()}
_SPEECH = frozenset('「『“"')
_ROUND = frozenset("(（")
_CLOSERS = re.compile(r"[」』”’》〉）)\]】\"'»]*(?:\[\d{1,3}\])*")
_GOES_ON = re.compile(r"[，、；：,;:的」』”》〉）]")
_REPORTS = re.compile(
    r"[^。！？，,\s]{0,12}?(?:說|说|表示|指出|稱|称|寫道|写道|強調|强调|補充|补充|坦言|透露|認為|认为)"
)
_APART = re.compile(r"[\s(\[「『“\"（《【]")
_WORD = re.compile(r"[A-Za-z']+")
_DOTTED = re.compile(r"(?:[a-z]\.)+[a-z]")
_OPENING = re.compile(r"([A-Z][a-z]*) ")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]|[a-z]-[A-Z]")
_KIND = re.compile(
    r"\b(?:series|class|phase|type|grade|plan|vitamins?|hepatitis|influenza|model|section|appendix|annex|exhibit|schedule"
    r"|group|team|unit|tier|level|category|shares?|options?|part|chapter|version|zone|block|wing|gate|terminal|tranche"
    r"|tables?|figures?|strain|stage|step|cohort|arm|variant|line|route|building|hall|platform|gen|generation|party|company"
    r"|patient|player|person|site|point|round|article|titles?|serie|ligue|subtype|stock|form|rated|formula)"
    r"s?\s(?:[A-Z](?:,| and| or| to|/)\s?)*$",
    re.IGNORECASE,
)
_ENUMERATION = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})\.")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_LAST = _words(
    "mr mrs ms dr prof messrs hon rev sr gen sen rep gov sgt capt col lt cmdr pres vs v cf e.g i.e eg ie viz al fig "
    "figs eq eqs sec secs ch vol vols pp ed eds approx ca resp mt ft st dept est incl excl"
)
_BEFORE_DIGIT = _words("no nos art pg p jan feb mar apr jun jul aug sep sept oct nov dec")
_MAY_BE_LAST = _words(
    "inc corp ltd co llc plc bros jr etc a.m p.m am pm ph.d m.d b.sc m.sc d.c u.s u.k u.n e.u u.s.a u.s.c n.y l.a s.a "
    "a.i a.g n.v b.v assn univ ave blvd rd yahoo! jeopardy! jan feb mar apr jun jul aug sep sept oct nov dec"
)
_STARTERS = _words(
    "the a an this that these those it its he she they we you i his her their our my in on at by for from with as to "
    "of but and or so yet if when while after before since although though because however meanwhile there here what "
    "who why how where which some many most more all both each no not according last earlier now then also despite "
    "under during between within without until once moreover furthermore instead still today yesterday"
)


def sentences(text: str, until: int | None = None) -> tuple[Span, ...]:
    """Return the sentences of ``text`` in order: offsets without the white space around them, never overlapping.

    Together the spans hold every character that is not white space, but for datelines.  A newline ends a sentence, so
    do 。！？ and a full stop that is no part of an abbreviation, a number, a version, an address or an initial; ； does
    not.

    With ``until`` the first of them, as far as one that ends behind that offset: who quotes the beginning of a long
    text need not have all of it cut.
    """
    spans: list[Span] = []
    last = len(text) if until is None else until
    at = 0
    for gap in _BREAK.finditer(text):
        if _paragraph(text, at, gap.start(), last, spans):
            return tuple(spans)
        at = gap.end()
    _paragraph(text, at, len(text), last, spans)
    return tuple(spans)


def _paragraph(text: str, start: int, end: int, until: int, spans: list[Span]) -> bool:
    """Append the sentences of a paragraph, as far as one that ends behind ``until``; say whether one did."""
    start = dateline_end(text, start, end)
    closed = _enclosures(text, start, end)
    opens = [o for o, _ in closed]
    at = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() <= at:
            continue
        cut = stop.end()
        i = bisect_right(opens, stop.start()) - 1
        inside = closed[i] if i >= 0 and stop.start() < closed[i][1] else None
        if inside:
            tail = _CLOSERS.match(text, cut, end)
            if tail is None or tail.end() <= inside[1]:
                continue
            opener = text[inside[0]]
            if opener not in _SPEECH and (opener not in _ROUND or text[at : inside[0]].strip()):
                continue
        closers = _CLOSERS.match(text, cut, end)
        cut = closers.end() if closers else cut
        if _ends(text, at, stop, cut, end, inside is not None):
            _append(text, at, cut, spans)
            at = cut
            if cut > until and spans and spans[-1].end > until:
                return True
    _append(text, at, end, spans)
    return bool(spans) and spans[-1].end > until


def _append(text: str, start: int, end: int, spans: list[Span]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start, end))


def _enclosures(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the outermost matched brackets and quotations of a paragraph, in order, none longer than MAX_QUOTATION."""
    stack: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for mark in _MARKS.finditer(text, start, end):
        sign, at = mark[0], mark.start()
        if sign == '"':
            before = text[at - 1] if at > start else " "
            opened = _innermost(stack, sign)
            if opened is not None and not before.isspace():
                found.append((stack[opened][1], at))
                del stack[opened:]
            elif opened is None and (not before.isalnum() or _IS_CJK.match(before)):
                stack.append((sign, at))
        elif sign in _PAIRS:
            stack.append((sign, at))
        else:
            opened = _innermost(stack, _OPENERS[sign])
            if opened is not None:
                found.append((stack[opened][1], at))
                del stack[opened:]
    outer: list[tuple[int, int]] = []
    for opened, closed in sorted(found):
        if closed - opened <= MAX_QUOTATION and (not outer or opened > outer[-1][1]):
            outer.append((opened, closed))
    return outer


def _innermost(stack: list[tuple[str, int]], sign: str) -> int | None:
    """Return where ``sign`` was last opened, looking no deeper than MAX_NESTING."""
    for k in range(len(stack) - 1, max(-1, len(stack) - 1 - MAX_NESTING), -1):
        if stack[k][0] == sign:
            return k
    return None


def _ends(text: str, at: int, stop: re.Match[str], cut: int, end: int, quoted: bool) -> bool:
    """Say whether the sentence that began at ``at`` ends with ``stop`` and the closing marks up to ``cut``."""
    rest = cut
    while rest < end and text[rest].isspace():
        rest += 1
    if rest == end:
        return True
    follows = text[rest]
    if not _FULL.isdisjoint(stop[0]) or _beside_cjk(text, at, stop.start(), cut, rest):
        if stop[0].strip("….") == "" and not (stop[0] == "." and _IS_CJK.match(follows) is not None):
            return False
        if not quoted:
            return stop[0] != "." or not _abbreviation(text, at, stop.end(), rest, end)
        return not _GOES_ON.match(follows) and not _REPORTS.match(text, rest, end)
    if rest == cut:
        return stop[0] == "." and _lost_space(text, at, stop.start(), cut, end)
    if follows.islower() and not _BRAND.match(text, rest, end):
        return False
    if not follows.isalnum() and follows in ",;:.)]}%&/–—-":
        return False
    return not _abbreviation(text, at, stop.end(), rest, end)


def _lost_space(text: str, at: int, stop: int, cut: int, end: int) -> bool:
    """Say whether only the space between two sentences is missing ("... inputs.To address"): a common fault."""
    opens = _OPENING.match(text, cut, end)
    tail = text[max(at, stop - 3) : stop]
    return opens is not None and opens[1].lower() in _STARTERS and len(tail) == 3 and tail.isalpha() and tail.islower()


def _beside_cjk(text: str, at: int, stop: int, cut: int, rest: int) -> bool:
    """Say whether a half-width stop stands in Chinese text, where no space follows it (GPT-5.2.今天 stays whole)."""
    if not _IS_CJK.match(text[rest]):
        return False
    if text[stop] == ".":
        return stop > at and (text[stop - 1].isalpha() or rest > cut)
    return True


def opens_sentence(word: str) -> bool:
    """Say whether a word often opens a sentence and names nothing: the, many, yesterday."""
    return word.lower() in _STARTERS


def tells_a_kind(text: str, at: int) -> bool:
    """Say whether the single capital at ``at`` tells one of a kind, and is no initial: Series C, Vitamin D, Plan B."""
    return _KIND.search(text, max(0, at - 32), at) is not None


def _abbreviation(text: str, at: int, stop: int, rest: int, end: int) -> bool:
    """Say whether the full stop before ``stop`` belongs to a word and the sentence goes on at ``rest``."""
    token = _APART.split(text[max(at, stop - 24) : stop])[-1]
    if token.endswith("!") and token.lower() not in _MAY_BE_LAST:
        return False
    if token.endswith(("?", "！", "？", "..", "…")):
        return False
    word = token.rstrip(".").lower() if token.endswith(".") else token.lower()
    follows = text[rest]
    if _ENUMERATION.fullmatch(token) and not text[at : stop - len(token)].strip():
        return True
    if word in _NEVER_LAST:
        return True
    if word in _BEFORE_DIGIT and follows.isdigit():
        return True
    initial = len(word) == 1 and token[0].isupper() and not _IS_CJK.match(token[0])
    if initial and tells_a_kind(text, stop - len(token)):
        return False
    dotted = _DOTTED.fullmatch(word) is not None
    if initial or dotted or word in _MAY_BE_LAST:
        ahead = _WORD.match(text, rest, end)
        if ahead is None:
            return word in _MAY_BE_LAST if _IS_CJK.match(follows) else follows.isdigit() and word not in _MAY_BE_LAST
        return ahead[0].lower() not in _STARTERS or (initial and ahead[0] in ("A", "I"))
    return False
