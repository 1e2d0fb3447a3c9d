"""Case -> Finding: every name of the sentence stands in the passages, in any of its forms.

Names that a table knows are compared by what they name: 輝達 is Nvidia, 美國官員 are US officials.  A name that no
table knows must stand in the source letter for letter; a version belongs to its name.  Across languages it may be
spelt in the other script: romanised (古啟峰, Ku Chi-feng), by its sound (布里斯托, Bristol), as the dictionary has it
(雅典, Athens), or, being made of words, translated (查核中心, Fact Check Center).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.chinese_names import candidates, dotted, english_of, missing
from broadsheet.checks.known import Known, is_term, known
from broadsheet.checks.latin import fold, source_words, stands
from broadsheet.checks.overlap import Unit, borne_out, content_words
from broadsheet.text.bilingual import STEM, base_form, fold_latin, stands_for
from broadsheet.text.dates import dates
from broadsheet.text.names import Mention, simplified
from broadsheet.text.proper import given_names, is_english_word, is_generic
from broadsheet.text.romanised import is_syllables, spelt_in
from broadsheet.text.seasons import times
from broadsheet.text.transliterated import heard_in

_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f'’&+.-]*")
_SHAPED = re.compile(r"[A-Z]{2}|\d|[a-z][A-Z]")
"""A topic of the table that is spelt so (MMLU) is somebody's; the others (meta-learning) are words."""
_LITTLE = (
    "the a an of and in on at for to by with from his her its their this that these those it he she they we i but as or"
    " if mr mrs ms dr prof sir ciudad inc corp ltd co llc plc company group"
)
_IGNORED = frozenset(_LITTLE.split())
"""Words with a capital that name nobody by themselves."""
_BEFORE = re.compile(r"(?:[A-Z\u00c0-\u00de][\w\u00c0-\u024f'’.&-]* )+$")
_AFTER = re.compile(r"(?:-[a-z\u00df-\u024f]+)?(?: [A-Z\u00c0-\u00de][\w\u00c0-\u024f’.&-]*)*")
_MONEY = re.compile(
    r"\s?(?:元|幣|币|克朗|法郎|盧比|卢比|鎊|镑|里拉|披索|比索|令吉|銖|铢|盾)"
    r"|[語语](?!言)| (?:dollar|kron|franc|rupee|peso|pound|yen|won)"
)
_FULL = {"lab": ("laboratory",), "tech": ("technology",), "uni": ("university",), "institute": ("academy", "college")}
PLACE_BEFORE = 4
"""Characters of the place at the head of a body's or a firm's name."""
_MOST_WORDS = 4
"""Words of the longest name that is looked up as a whole."""


def check_names(case: Case) -> Finding | None:
    """Say which name of the sentence no passage holds."""
    source = known(case.source, case.source_names)
    places = known(case.text, ()).places
    for mention in case.names:
        if mention.known and any(_inside(mention.start, mention.end, start, end) for _, start, end in places):
            continue  # Europe in European Space Agency
        if mention.kind == "place" and _MONEY.match(case.text, mention.end):
            continue  # Swedish kronor: the check of numbers looks at them
        if not _stands(case, mention, source):
            return _absent(case.text[mention.start : mention.end])
    covered = [(m.start, m.end) for m in case.names if m.known]
    for name, start, end in places:
        if is_term(name) or source.has(name) or _MONEY.match(case.text, end):
            continue
        if any(s < end and start < e and not _inside(s, e, start, end) for s, e in covered):
            continue
        words = case.text[start:end]
        if words not in case.source and not _worded(words, case) and not _composed(words, case, source):
            return _absent(words)
    absent = missing(case, source) if case.language.startswith("zh") else _capital(case, source)
    return _absent(absent) if absent is not None else None


def _inside(start: int, end: int, first: int, last: int) -> bool:
    """Say whether the first span is a true part of the second."""
    return first <= start and end <= last and (first, last) != (start, end)


def _absent(words: str) -> Finding:
    return Finding("name", f"{words!r} is not in the passage", True)


def _stands(case: Case, mention: Mention, source: Known) -> bool:
    words = case.text[mention.start : mention.end]
    if mention.known:
        if words.isascii() and words.islower() and all(map(is_english_word, words.split())):
            return True  # an app store is no App Store
        if source.has(mention.name) or (mention.kind == "topic" and not _SHAPED.search(mention.name)):
            return True
        return (
            _base(mention, case)
            or _spelt(words, case)
            or _in_chinese(words, case)
            or (not words.isascii() and _composed(words, case, source))
        )
    if not words.isascii() and not _LETTERS.search(words):
        return True
    return _unknown(words, mention, case, source)


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


def _composed(words: str, case: Case, source: Known) -> bool:
    """Say whether a name is a place of the passages before words that they have: 韓國公平交易委員會, 西班牙電信."""
    for name, start, end in known(words[:PLACE_BEFORE], ()).places:
        rest = words[end:]
        if start == 0 and rest and source.has(name):
            content = content_words(rest)
            if source.has(next((one for one, *_ in known(rest, ()).places), "\0")):
                return True
            return bool(content) and all(borne_out(Unit(word), case.grounds) == 1 for word in content)
    return False


def _worded(words: str, case: Case) -> bool:
    """Say whether a place or a body of the common table is a word of the other language: 國會, parliament."""
    if words.isascii():
        return _in_chinese(words, case)
    return borne_out(Unit(simplified(words)), case.grounds) == 1


def _unknown(words: str, mention: Mention, case: Case, source: Known) -> bool:
    there = source_words(case.source)
    told = _told(case, source)
    for match in _LETTERS.finditer(words):
        at = mention.start + match.start()
        word = match[0].rstrip(".-")
        if fold(word) in _IGNORED or stands(word, there) or re.fullmatch(r"\d+", word):
            continue
        if any(start <= at < end for start, end in told) or _numbered(word, case.text, at + len(word), case):
            continue
        return _has_chinese(case) and _explained(_whole(mention, case), case, told)
    return True


def _told(case: Case, source: Known) -> list[tuple[int, int]]:
    """Return where the sentence holds names of the tables that the source holds as well, and common terms."""
    found = [(s, e) for name, s, e in known(case.text, ()).places if source.has(name) or is_term(name)]
    found += [(time.start, time.end) for time in times(case.text)]  # the check of dates looks at Mid-Autumn
    return found + [(m.start, m.end) for m in case.names if m.known and source.has(m.name)]


def _has_chinese(case: Case) -> bool:
    return any(passage.language.startswith("zh") for passage in case.passages)


def _whole(mention: Mention, case: Case) -> tuple[int, int]:
    """Return the span of a name with the words beside it that have a capital as well: "Lin" before "Yu-chin"."""
    before = _BEFORE.search(case.text, max(0, mention.start - 60), mention.start)
    after = _AFTER.match(case.text, mention.end)
    start = before.start() if before else mention.start
    return start, after.end() if after else mention.end


def _in_chinese(words: str, case: Case) -> bool:
    """Say whether a Chinese passage holds a Latin name: by the dictionary, romanised, or by its sound."""
    if not _has_chinese(case):
        return False
    parts = frozenset(fold_latin(part) for part in words.split())
    if any(parts <= name for name in english_of(simplified(case.source))):
        return True
    return spelt_in(words, case.source) or heard_in(words, case.source) is not None


def _explained(span: tuple[int, int], case: Case, told: Sequence[tuple[int, int]]) -> bool:
    """Say whether the Chinese passages hold a Latin name of several words, each in one way or another.

    Ordinary words (Ministry of Labour) must be translated, more of them than not; beside a part that is surely held
    (Lanjing Medical) they may be what English adds.
    """
    there = source_words(case.source)
    pieces = [
        (m.start(), m[0].rstrip(".-").removesuffix("'s").removesuffix("’s"))
        for m in _LETTERS.finditer(case.text, *span)
    ]
    sure = translated = new = 0
    at = 0
    while at < len(pieces):
        start, word = pieces[at]
        if fold(word) in _IGNORED:
            at += 1
            continue
        taken = _held(pieces[at : at + _MOST_WORDS], case)
        if taken:
            sure += 1
            at += taken
            continue
        at += 1
        if stands(word, there) or any(first <= start < last for first, last in told):
            sure += 1
        elif not is_english_word(word):
            return _surnamed([piece for _, piece in pieces], case)
        elif _means(word, case):
            translated += 1
        elif is_syllables(word):
            return _abbreviated([piece for _, piece in pieces], case)  # Lee Ching-ling is no name made of words
        elif not is_generic(word):
            new += 1
    words = [word for _, word in pieces]
    return sure > 0 or translated > new or _surnamed(words, case) or _abbreviated(words, case)


def _held(pieces: Sequence[tuple[int, str]], case: Case) -> int:
    """Return how many of the words, from the first on, a Chinese passage holds as one name."""
    for size in range(len(pieces), 0, -1):
        words = " ".join(word for _, word in pieces[:size])
        if (size > 1 or len(words) > 2) and (
            _in_chinese(words, case) or (size > 1 and dotted(words.split(" "), case.source))
        ):
            return size
    return 0


_HEADS = {
    "commission": "會", "council": "會", "committee": "會", "board": "會", "association": "會协", "society": "會协",
    "foundation": "會",
    "ministry": "部", "department": "部", "bureau": "局", "administration": "局署", "agency": "署局",
    "authority": "局", "institute": "院所", "academy": "院", "court": "院", "office": "室處处", "university": "大",
    "bank": "行银", "center": "心", "centre": "心", "hospital": "院", "museum": "館馆", "exchange": "所",
}  # fmt: skip
"""Heads of the names of bodies, and the characters that their short forms end with."""
_SHORT_FORM = 6
"""Characters in which a short form stands: 個資會, 农业试验所."""


def _abbreviated(words: Sequence[str], case: Case) -> bool:
    """Say whether a Chinese passage holds a name of words in its short form: 金管會, Financial Supervisory Commission.

    Each word is looked for in the characters beside each other; the head of a body's name must be there, and half of
    the others; of a name without such a head (Lotus Hill, 蓮丘) every word.
    """
    small = [base_form(word.lower()) for word in words if fold(word) not in _IGNORED]
    folded = simplified(case.source)
    ends = "".join(_HEADS.get(word, "") for word in small)
    others = [word for word in small if word not in _HEADS]
    if not others or len(small) < 2:
        return False
    wanted = len(others) if not ends else (len(others) + 1) // 2
    ends = simplified(ends)
    for at, sign in enumerate(folded):
        window = folded[max(0, at - _SHORT_FORM) : at + 1] if ends else folded[at : at + _SHORT_FORM]
        if ends and sign not in ends:
            continue
        found = sum(any(word[:STEM] in stands_for(c) for c in window if "\u4e00" <= c <= "\u9fff") for word in others)
        if found >= wanted:
            return True
    return False


def _surnamed(words: Sequence[str], case: Case) -> bool:
    """Say whether a person bears the family name of one of the passage and a Western given name: Jonney Shih.

    Chinese does not tell such a given name, so it cannot be compared; one of Chinese syllables can, and must be.
    """
    if len(words) != 2 or (is_syllables(words[0]) and words[0].lower() not in given_names()):
        return False
    return any(
        one.witness == "person" and spelt_in(words[1], one.word[:1])
        for passage in case.passages
        if passage.language.startswith("zh")
        for one in candidates(passage.text)
    )


def _means(word: str, case: Case) -> bool:
    small = base_form(word.lower())
    return any(borne_out(Unit(one), case.grounds) == 1 for one in (small, *_FULL.get(small, ())))


# --- capitals that are no names by their looks -----------------------------------------------------------------------

_CAPITAL = re.compile(r"(?<![\w’'.&/-])[A-Z][a-z\u00df-\u024f]{2,}(?:-[A-Z][a-z]+)?(?![\w-])")
_FRESH = re.compile(r"(?:^|[.!?:;\n][\"”’')]*\s+|[\"“‘(\[—–•]\s*)$")
_LOWER = re.compile(r"(?<![\w-])[a-z]{4,}")
_SUBJECT = re.compile(
    r"(?P<word>[A-Z][a-z]+)(?:, (?:a|an|the|which|whose|who)\b|(?: (?:also|has|had|will|would|is|was))* "
    r"(?:said|says|told|announced|bought|acquired|hired|sued|launched|unveiled|declined|denied|refused|agreed|signed"
    r"|plans|planned|raised|accused|argued|admitted|warned|promised|confirmed|reported))"
)
_SMALL = "with from into over this that than after before between about against under until while amid"
_FUNCTION = frozenset(_SMALL.split())
_PLURAL = re.compile(r"(?:s|ing|ed|ly|ness|ment|tion|sion|ity|ance|ence|ism)$")


def _capital(case: Case, source: Known) -> str | None:
    """Return a word of an English sentence that has a capital for no reason but that it names, and is in no passage.

    Names made of everyday words (Zoom, Halcyon Grid) are seen by their place: inside the sentence, or at its start
    before what only somebody does.
    """
    text = case.text
    if not any(word not in _FUNCTION for word in _LOWER.findall(text)):
        return None  # a headline with capitals throughout
    there = source_words(case.source)
    taken = [(m.start, m.end) for m in case.names]
    taken += [(start, end) for _, start, end in known(text, ()).places]
    taken += [(day.start, day.end) for day in dates(text, None)]
    taken += [(time.start, time.end) for time in times(text)]
    across = _has_chinese(case)
    for match in _CAPITAL.finditer(text):
        word = match[0]
        if fold(word) in _IGNORED or is_generic(word) or stands(word, there):
            continue
        if across and _numbered(word, text, match.end(), case):
            continue
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        if "-" not in word and _FRESH.search(text, max(0, match.start() - 6), match.start()):
            alone = _SUBJECT.match(text, match.start())
            if alone is None or _PLURAL.search(word) or base_form(word.lower()) in _words(case.source):
                continue
            if across and (_means(word, case) or _in_chinese(word, case)):
                continue
        elif across:
            mention = Mention(name=word, kind="", start=match.start(), end=match.end(), known=False)
            if _explained(_whole(mention, case), case, _told(case, source)):
                continue
        elif base_form(word.lower()) in _words(case.source):
            continue
        return word
    return None


_LINE = {
    "line": "[線线]",
    "route": "[線线路]",
    "unit": "[機机號号]",
    "terminal": "航[廈厦站]",
    "gate": "[門门]",
    "station": "站",
    "phase": "期",
    "reactor": "[機机爐炉號号]",
    "platform": "月台|站台",
    "building": "[樓楼棟栋]",
}
"""What English numbers with a capital, and the sign behind the number in Chinese."""
_FIGURE = re.compile(r" (?:No\. ?)?(\d{1,3})\b")


def _numbered(word: str, text: str, end: int, case: Case) -> bool:
    """Say whether a word before its number is what a Chinese passage numbers: Line 9, 9號線."""
    figure = _FIGURE.match(text, end)
    sign = _LINE.get(word.lower())
    if figure is None or sign is None:
        return False
    return re.search(rf"(?<!\d){figure[1]}\s?[號号]?(?:{sign})", case.source) is not None


def _words(text: str) -> frozenset[str]:
    return frozenset(base_form(word.lower()) for word in re.findall(r"[A-Za-z]+", text))
