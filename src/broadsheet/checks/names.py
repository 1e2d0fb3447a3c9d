"""Case -> Finding: every name of the sentence stands in the passages, in any of its forms.

Names that a table knows are compared by what they name: 輝達 is Nvidia, 美國官員 are US officials.  A name that no
table knows must stand in the source letter for letter; a version belongs to its name.  Across languages an unknown name
that is spelt in the other script cannot be compared and counts as missing: a writer keeps such names as the source has
them.
"""

from __future__ import annotations

import re

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.known import Known, is_term, known
from broadsheet.checks.latin import fold, source_words, stands
from broadsheet.text.chinese import to_taiwan
from broadsheet.text.names import Mention
from broadsheet.text.proper import is_english_word

_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·‧・•][\u4e00-\u9fff]{1,8})+")
_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f'’&+.-]*")
_ENDING = re.compile(
    r"(?P<head>[\u4e00-\u9fff]{2})(?P<tail>大學|銀行|集團|學院|研究所|研究院|實驗室|基金會|協會|法院|委員會|證券|電信|投信|控股|工業|電子|半導體|科技公司)"
)
_NO_HEAD = re.compile(
    r"[家所各該這某些間個名的和與及等在是為多全其於由向對從以及之一二三四五六七八九十兩數幾新舊大小型級屬性種類]|公司|國家|中央|地方|世界|全球|國際|私人|公立|知名|頂尖|主要|商業|投資|科學|研究|消費|企業|聯邦|高等|最高|獨立"
)
_TITLED = re.compile(
    r"(?:執行長|董事長|總裁|創辦人|共同創辦人|總經理|部長|總統|總理|主席|教授|博士|研究員|院長|發言人|分析師|律師|議員|市長|首相|財務長|技術長)"
    r"(?P<name>[王李張劉陳楊黃趙吳周徐孫馬朱胡林郭何高羅鄭梁謝宋唐許鄧韓馮曹彭曾蕭田董潘袁蔡蔣余杜葉程魏蘇呂丁任盧姚沈鍾姜崔譚陸范汪廖石韋賈夏付方白鄒孟熊秦邱江尹薛閻段雷侯龍史黎賀顧毛郝龔邵萬錢覃武戴莫孔向湯][\u4e00-\u9fff]{2})"
    r"(?=[表指說認宣強透稱在於對日昨今，。、的也將曾則已並與和])"
)
_COMMON = frozenset({"topic"})
_LITTLE = (
    "the a an of and in on at for to by with from his her its their this that these those it he she they we i but as or"
    " if mr mrs ms dr prof sir inc corp ltd co llc plc company group"
)
_IGNORED = frozenset(_LITTLE.split())
"""Words with a capital that name nobody by themselves."""


def check_names(case: Case) -> Finding | None:
    """Say which name of the sentence no passage holds."""
    source = known(case.source, case.source_names)
    for mention in case.names:
        if not _stands(case, mention, source):
            return Finding("name", f"{case.text[mention.start : mention.end]!r} is not in the passage", True)
    covered = [(m.start, m.end) for m in case.names if m.known]
    for name, start, end in known(case.text, ()).places:
        if is_term(name) or source.has(name) or any(s <= start and end <= e for s, e in covered):
            continue
        if case.text[start:end] not in case.source:
            return Finding("name", f"{case.text[start:end]!r} is not in the passage", True)
    if case.language.startswith("zh"):
        return _chinese(case)
    return None


def _stands(case: Case, mention: Mention, source: Known) -> bool:
    words = case.text[mention.start : mention.end]
    if mention.known:
        if mention.kind in _COMMON or source.has(mention.name):
            return True
        return _base(mention, case) or _spelt(words, case)
    if not words.isascii() and not _LETTERS.search(words):
        return True
    return _unknown(words, case, source)


def _base(mention: Mention, case: Case) -> bool:
    """A family without a version (Gemini) stands where the source names one of its members (Gemini 3 Pro)."""
    if re.search(r"\d", mention.name):
        return False
    return any(
        m.known and m.name.startswith(mention.name) and m.name[len(mention.name) :][:1] in (" ", "-")
        for m in case.source_names
    )


def _spelt(words: str, case: Case) -> bool:
    """Say whether a name stands in the source as it is spelt: a table may know it there as part of another."""
    if not words.isascii():
        return words in case.source or words in case.taiwan
    return (
        re.search(rf"(?<![A-Za-z0-9]){re.escape(words)}(?![A-Za-z0-9]|[-.]\d)", case.source, re.IGNORECASE) is not None
    )


def _unknown(words: str, case: Case, source: Known) -> bool:
    there = source_words(case.source)
    named = known(words, ())
    for match in _LETTERS.finditer(words):
        word = match[0].rstrip(".-")
        if fold(word) in _IGNORED or stands(word, there) or re.fullmatch(r"\d+", word):
            continue
        if any(
            start <= match.start() < end and (source.has(name) or is_term(name)) for name, start, end in named.places
        ):
            continue
        if case.crosses and is_english_word(word):
            continue  # "Ministry of Finance" for 財政部: words, which the alignment looks at
        return False
    return True


def _chinese(case: Case) -> Finding | None:
    for match in _DOTTED.finditer(case.text):
        if any(m.known and m.start < match.end() and match.start() < m.end for m in case.names):
            continue
        if not _in_chinese(match[0], case):
            return Finding("name", f"{match[0]!r} is not in the passage", True)
    if not any(p.language.startswith("zh") for p in case.passages):
        return None
    known_spans = [(m.start, m.end) for m in case.names if m.known]
    for match in _ENDING.finditer(case.text):
        if _NO_HEAD.search(match["head"]) or any(s < match.end() and match.start() < e for s, e in known_spans):
            continue
        if not _in_chinese(match[0], case):
            return Finding("name", f"{match[0]!r} is not in the passage", True)
    for match in _TITLED.finditer(case.text):
        name = match["name"]
        if not _in_chinese(name, case) and not _in_chinese(name[:2], case):
            return Finding("name", f"{name!r} is not in the passage", True)
    return None


def _in_chinese(words: str, case: Case) -> bool:
    if words in case.source or words in case.taiwan:
        return True
    folded, source = to_taiwan(re.sub(r"[·‧・•]", "·", words)), re.sub(r"[·‧・•]", "·", case.taiwan)
    return folded in source
