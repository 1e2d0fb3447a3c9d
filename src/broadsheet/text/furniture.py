"""Lines before and after a text that are about it: headline, byline, date."""

from __future__ import annotations

import re

_FOLD = re.compile(r"[\W_]+")
# Lines around a text that are about it.  Short, with no end of sentence: a sentence that begins with "By" is text.
_LONGEST_FURNITURE = 80
_ENDS = re.compile(r"[.!?。！？…][\"'”’」』)）]*$")
_BYLINE = re.compile(
    r"^(?:(?:(?:written|posted|reported|reporting|editing) )?by|author|source|photo|image|credit|published|updated)\b"
    r"\s*:?\s+\S"
    r"|^(?:作者|文字?|撰文|記者|记者|(?:責任|责任)?[編编][輯辑]|編譯|编译|責編|责编|來源|来源|出處|出处|圖片?|图片?|攝影|摄影"
    r"|發布|发布|發佈|更新|時間|时间|日期)[^。，,]{0,10}[:：／/｜|]|^[記记]者[^。，,]{2,12}(?:報導|报道|報道)$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE_LINE = re.compile(
    rf"^(?=.*\d)(?:{_MONTH}|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|published|posted|updated|on|at|am|pm"
    r"|utc|gmt|[ecmp][sd]?t|min(?:ute)?s?|read|ago|hours?|\d+(?:st|nd|rd|th)?|[年月日時时分上下午週周星期一二三四五六]"
    r"|[\s,.:/|·•–—-])++$",  # possessive: a line of digits and no date must not cost exponential time
    re.IGNORECASE,
)


def without_furniture(text: str, title: str) -> str:
    """Drop headline, byline and date lines before and after the text."""
    lines = text.split("\n")
    while lines and _is_furniture(lines[0], title):
        lines.pop(0)
    while lines and _is_furniture(lines[-1], title):
        lines.pop()
    return "\n".join(lines)


def _is_furniture(line: str, title: str) -> bool:
    if title and _fold(line) == _fold(title):
        return True
    if len(line) > _LONGEST_FURNITURE or _ENDS.search(line):
        return False
    return bool(_BYLINE.search(line) or _DATE_LINE.search(line))


def _fold(text: str) -> str:
    return _FOLD.sub("", text).casefold()
