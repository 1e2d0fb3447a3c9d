"""What a text says of where it was taken from: the bylines, datelines and notices of those who print others' work.

Only words that say *this text is theirs* count ("(Reuters) -", 本文轉載自, "first appeared in"); a report that quotes
another ("according to Reuters", 據路透報導) is its own.  Rules, no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from broadsheet.text.shingles import fold, tokens
from broadsheet.types import Article

HEAD = 240
TAIL = 320
"""Code points at the start and the end of a text where such notices stand."""

_NAME = r"([^()（）\[\]【】「」。，,;；:：\n|]{2,40}?)"
_NOTICES = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        rf"^[^.\n()]{{0,60}}\({_NAME}\)\s*(?:--|[-\u2013\u2014])",  # LONDON (Reuters) -
        rf"^[（(【\[]\s*{_NAME}\s*(?:記者|记者|[^，。）)】\]]{{0,8}}[電电]|[）)】\]])",  # （中央社記者…）
        r"^(新華社|新华社|路透社|法新社|美聯社|美联社|彭博社|中央社|共同社)[^，。\n]{0,16}(?:電|电)",
        rf"(?:轉載自|转载自|轉載於|转载于|編譯自|编译自|翻譯自|翻译自|譯自|译自|本文來自|本文来自|原文刊於|原文刊于)[\s:：「《]*{_NAME}"
        r"(?:[。，,;；\s」》）)\n]|$)",
        rf"^(?:來源|来源|原文出處|原文出处|稿源)\s*[:：／/]\s*{_NAME}(?:[。\s（(]|$)",
        rf"(?:first|originally) (?:appeared|published|ran) (?:in|on|by|at) {_NAME}(?:[.\n]|$)",
        rf"(?:republished|reprinted|translated|adapted) (?:\w+ ){{0,3}}(?:from|by permission of) {_NAME}(?:[.\n]|$)",
        rf"^source:? {_NAME}[.\s]*$",
    )
)
_RELEASE = re.compile(
    r"\b(?:PR ?Newswire|Business ?Wire|Globe ?Newswire)\b|^source:? [^\n]{0,40}press release|^press release\b"
    r"|新聞稿|新闻稿|美通社",
    re.IGNORECASE | re.MULTILINE,
)
_TRANSLATED = re.compile(
    r"[（(／/]\s*(?:編譯|编译)|(?:編譯|编译|翻譯|翻译|譯者|译者|譯|译)\s*[:：／/]|(?:編譯|编译|翻譯|翻译|譯|译)自|(?:綜合|综合)外[電电]"
    r"|\btranslated (?:by|from|into)\b|\btranslation:",
    re.IGNORECASE,
)
_WIRES = {
    "路透社": "reuters", "路透": "reuters", "美联社": "associated press", "ap": "associated press", "法新社": "afp",
    "彭博社": "bloomberg", "彭博": "bloomberg", "新华社": "xinhua", "中央社": "cna", "共同社": "kyodo",
}  # fmt: skip
"""Agencies whose Chinese name says nothing of the Latin one, folded."""


class Credit(msgspec.Struct, frozen=True):
    """Whom a text names as its origin (folded words), and whether it calls itself a release or a translation."""

    names: tuple[str, ...] = ()
    release: bool = False
    translated: bool = False


def credit_of(text: str, authors: tuple[str, ...] = ()) -> Credit:
    """Return what ``text``, and the names of its ``authors``, say of its origin."""
    head, tail = text[:HEAD], text[-TAIL:] if len(text) > HEAD else ""
    found: list[str] = [author for author in authors if author]
    for notice in _NOTICES:
        found += (match[1] for part in (head, tail) for match in notice.finditer(part))
    both = f"{head}\n{tail}"
    names = (" ".join(tokens(name)) for name in found)
    return Credit(
        names=tuple(sorted({_WIRES.get(name.replace(" ", ""), name) for name in names if name})),
        release=_RELEASE.search(both) is not None,
        translated=_TRANSLATED.search(both) is not None,
    )


def credits_outlet(credit: Credit, outlet: str) -> bool:
    """Say whether ``credit`` names ``outlet``: one's words open the other's ("Reuters", "Reuters Staff")."""
    words = tokens(outlet)
    own = tuple(_WIRES.get(fold(outlet).strip(), " ".join(words)).split())
    for name in credit.names:
        theirs = tuple(name.split())
        least = min(len(own), len(theirs))
        if least and own[:least] == theirs[:least]:
            return True
    return False


def origin(articles: Sequence[Article]) -> int:
    """Return which of the copies of one text, most original first, the others say that they have it from.

    A release is its sender's; one that calls itself a translation is no origin; else it stays the first.
    """
    everyone = range(len(articles))
    if len({article.source.owner for article in articles}) == 1:
        return 0
    credits = [credit_of(article.text, article.authors) for article in articles]
    released = any(credit.release for credit in credits)

    def credited(i: int) -> bool:
        source = articles[i].source
        return (released and source.primary) or any(
            credits_outlet(credits[j], name)
            for j in everyone
            if articles[j].source.owner != source.owner
            for name in (source.outlet, source.owner)
        )

    return min(everyone, key=lambda i: (not credited(i), credits[i].translated, i))
