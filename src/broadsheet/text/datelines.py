"""Where and by whom a report was filed, at its head: "TAIPEI, March 19 (Reuters) - ", （中央社台北 19 日電）.

A dateline is no part of the sentence behind it: it tells of the paper and not of the news.  Words that lay a sentence
at another's door (據路透社報導, "Reuters reported") are no dateline, whatever they look like.  Rules, no model.
"""

from __future__ import annotations

import re

LONGEST = 120
"""Code points that a dateline may have; the longest that agencies write have two towns, a date and two reporters."""

_HEAD = 3
"""Lines of a text in which a bare "TOKYO - " is a dateline: further down capitals and a dash open an item of a list."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:{_MONTH}\s?\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?"
_NO_TOWN = (
    r"(?!(?:On|By|In|At|Since|Until|From|Before|After|Late|Early|Today|Yesterday|Update[sd]?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur"
    rf"|Sun)day|{_MONTH})\b)"
)
_TOWN = rf"{_NO_TOWN}[A-Z\u00c0-\u00de][\w.'\u2019-]*(?:[ /-][A-Z\u00c0-\u00de][\w.'\u2019-]*){{0,3}}"
_PLACE = rf"{_TOWN}(?:(?:,\s?|/|\s\[){_TOWN}\]?){{0,2}}"
_CAPITALS = (
    r"(?=[A-Z.' -]{0,20}[AEIOUY])(?=(?:[A-Z][.'\u2019 ]?){4})[A-Z][A-Z.'\u2019-]+(?:[ /][A-Z][A-Z.'\u2019-]*){0,3}"
    r"(?:, [A-Z][A-Za-z.]{1,14})?"
)
_WIRE = (
    r"(?:Reuters(?: Breakingviews)?|Thomson Reuters Foundation|AP|Associated Press|AFP|UPI|CNN(?: Business)?|CNA"
    r"|Focus Taiwan|Xinhua|Kyodo(?: News)?|Jiji(?: Press)?|Yonhap|Bloomberg|dpa|DPA|EFE|ANSA|PTI|ANI|IANS|TASS"
    r"|Interfax|Bernama|Antara|AAP|PA|SCMP|VOA|PR ?Newswire|BUSINESS WIRE|Business Wire|GLOBE NEWSWIRE"
    r"|GlobeNewswire|ACCESSWIRE|EQS|MENAFN[^)/]*)"
)
_DASH = r"(?:--|\.-|[-\u2013\u2014\u2015])"
_NEXT = r"""(?=["'\u201c\u2018\u00ab(\[]*[A-Z0-9\u00c0-\u00de$€£¥]|[a-z]{1,2}[A-Z])"""
"""How a sentence begins: behind a dash in the middle of one a small letter stands."""

_ENGLISH = tuple(
    re.compile(pattern + r"\s*" + _NEXT)
    for pattern in (
        rf"(?:{_PLACE},?\s*)?(?:{_DATE},?\.?\s*)?{_DASH}?[(/\[]{_WIRE}[)/\]]\s*(?:{_DASH}|[:.]-?)",
        rf"{_PLACE},\s{_DATE},?\.?\s*[(/\[][\w .&-]{{2,30}}[)/\]]\.?\s*(?:{_DASH}|:)?",
        rf"(?:{_PLACE}(?:,\s{_DATE})?\s)?\((?:CNN(?: Business)?|CNA)\)",
        rf"{_PLACE},\s{_DATE}\s*{_DASH}",
        rf"{_CAPITALS}\s\([A-Z][\w .&-]{{1,30}}\)\s*{_DASH}",
    )
)
_BARE = re.compile(rf"{_CAPITALS}\s?(?:--|\s-\s|\s?[\u2013\u2014\u2015])\s*{_NEXT}")
_INNER_DASH = re.compile(r"\s-\s|--|[\u2013\u2014\u2015]")
_SENTENCE_END = re.compile(r"[.!?](?:[\"'\u201d\u2019)]|\s|$)")

_AGENCY = (
    r"(?:新[華华]社|中新[社網网]|中央社|中央通[訊讯]社|路透社?|法新社|美[聯联]社|彭博社?|共同社|[時时]事社|[韓韩][聯联]社|德新社|塔斯社|合[眾众][國国][際际]社"
    r"|[財财][聯联]社|人民[網网]|央[視视](?:[網网]|新[聞闻])?|美[國国]之音|德[國国]之[聲声](?:中文[網网])?|自由[亞亚]洲[電电][臺台])"
)
_NO_HEARSAY = r"(?![^，。]{0,3}(?:[據据]|根[據据]|依[據据]|引述|援引))"
_REPORTER = r"(?:[記记]者(?![會会團团節节們们問问]|[^）)】〕\]］]{0,2}[說说])|[編编][譯译]|特派[員员]|通[訊讯][員员])"
_DAY = r"(?:(?:20\d\d|民[國国]\s?\d{2,3})\s*年)?\s*(?:\d{1,2}\s*月)?\s*\d{1,2}\s*日"
_FILED = r"(?:[專专急]|[綜综]合(?:外)?|外)?[電电訊讯]"
_INSIDE = (
    rf"(?:[^）)】〕\]］]*(?:[報报][導导道]|{_DAY}\s*{_FILED}|[綜综]合外?[電电])"
    rf"|[^）)】〕\]］]{{0,16}}{_REPORTER}[^）)】〕\]］]*|(?:本[報报刊]|{_AGENCY})[^）)】〕\]］]*[電电訊讯]|{_AGENCY})\s*"
)
_BRACKETED = rf"[（(【〔\[［]\s*{_NO_HEARSAY}(?=[^）)】〕\]］\n。！？]{{2,48}}[）)】〕\]］]){_INSIDE}[）)】〕\]］]"
_WHO = r"[^，。：:！？\s「」『』（()）]{2,20}?"
_TAIL = rf"(?:\s*[（(][^（()）\n]{{0,30}}{_REPORTER}[^（()）\n]{{0,40}}[）)])?"
_CHINESE = re.compile(
    rf"(?:[【\[][^】\]\n。]{{2,12}}[】\]]\s*(?=[（(【〔\[［]))?(?:{_BRACKETED}\s*)+[:：]?\s*|{_AGENCY}消息[：:]\s*"
    rf"|{_NO_HEARSAY}{_WHO}\s*{_DAY}\s*{_FILED}(?:(?=\s*[（(]){_TAIL}\s*[，,：:]?|\s*[，,：:]|\s)\s*"
    rf"|本[報报刊][^，。：:！？\s]{{0,8}}[訊讯電电](?:(?=\s*[（(]){_TAIL}\s*[，,：:]?|[，,：:]|\s)\s*"
    rf"|(?!{_AGENCY}){_NO_HEARSAY}{_WHO}\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日(?:[上下中]午|凌晨|早[間间]|晚[間间上]?)?消息[，,：:]\s*"
    rf"|(?:[實实][習习])?{_REPORTER}[^，。：:！？\n]{{2,20}}?[報报][導导道](?:\s*[：:]|\s)\s*"
)


def dateline_end(text: str, start: int, end: int) -> int:
    """Return where the sentence of a paragraph begins: behind its dateline, else where its words begin."""
    while start < end and text[start].isspace():
        start += 1
    last = min(end, start + LONGEST)
    if start == end:
        return start
    if found := _CHINESE.match(text, start, last):
        return found.end()
    if not ("A" <= text[start] <= "\u00de" or text[start] in "(/["):
        return start
    for pattern in _ENGLISH:
        if found := pattern.match(text, start, last):
            return found.end()
    found = _BARE.match(text, start, last)
    if found is not None and text.count("\n", 0, start) < _HEAD and _is_filed(text, found.end(), end):
        return found.end()
    return start


def _is_filed(text: str, start: int, end: int) -> bool:
    """Say whether whole sentences follow a bare place, the first without the other dash of a pair around words."""
    stop = _SENTENCE_END.search(text, start, end)
    return stop is not None and len(_INNER_DASH.findall(text, start, stop.start())) % 2 == 0


def datelines(text: str) -> list[tuple[int, int]]:
    """Return the spans of the datelines of a text, in order."""
    found: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if (stop := dateline_end(text, start, start + len(line))) > start and text[start:stop].strip():
            found.append((start, stop))
        start += len(line)
    return found
