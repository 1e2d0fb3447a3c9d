"""Roundups: does a title announce many things, or one?

A morning digest names every event of the day, and so resembles every story a little.  It is told apart by how it calls
itself, or by the list that its title is.
"""

from __future__ import annotations

import re

_ENGLISH = re.compile(
    r"\b(?:round-?up|news digest|(?:daily|morning|evening|weekly|weekend) (?:digest|brief(?:ing)?|recap|links)"
    r"|(?:week|month) in review|(?:this|the|last) week in|links? (?:for|of) the (?:day|week))\b"
    r"|^week \d+\b",
    re.I,
)
_CHINESE = re.compile(
    r"[早晚晨周週日][报報]|早餐|晨[讀读]|速[览覽遞递]|一[周週][要新][闻聞]|[\d一二三四五六七八九十]+[点點]1氪"
)
_NUMBERED = re.compile(r"\d")
"""A digest has a date or a number; a newspaper that speaks (南華早報:…) has none."""
_STRONG = re.compile(r"[;；]")
_WEAK = re.compile(r"[;；、|｜，,]")
_HEAD = re.compile(r"^[^:：]{0,24}[:：]")
LISTED = 3
"""Things that a title must list.  Two halves of one headline are common in Chinese, three are not: of 742 titles of
three labelled days one lists three things apart by semicolons, and it is a digest; 2026-11-23."""


def is_roundup(title: str) -> bool:
    """Say whether a title announces several things that happened.

    English: it calls itself a roundup.  Either language: it lists ``LISTED`` things apart by semicolons, or by any
    comma where its head, before a colon, calls itself a digest ("AI早報 8月7日:A、B、C").
    """
    if _ENGLISH.search(title):
        return True
    head = _HEAD.match(title)
    rest = title[head.end() :] if head else title
    if len([part for part in _STRONG.split(rest) if part.strip()]) >= LISTED:
        return True
    named = bool(head and _CHINESE.search(head[0]) and _NUMBERED.search(head[0]))
    return named and len([part for part in _WEAK.split(rest) if part.strip()]) >= LISTED
