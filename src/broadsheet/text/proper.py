"""Proper names in Latin script that no table holds: capitalised runs, mixed case, acronyms, letters with digits.

English hides its names in three ways, and each has its rule.  At the start of a sentence every word has a capital: an
ordinary English word (simplemma's dictionary) is dropped there.  In a Title Case headline every word has one: only the
words that English does not know stay, and a given name leads the family name after it.  In the middle of plain prose a
capital is meant: the run stays, but for titles of office, months and the field's own acronyms.  In a Chinese sentence a
Latin run that has a capital is a name unless it is an ordinary word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from simplemma import is_known

from broadsheet.text.sentences import opens_sentence, tells_a_kind

_L = "0-9A-Za-z\u00c0-\u024f"
_LONGEST_TOKEN = 60
"""Longer than any name; it also bounds the look-ahead, so that a megabyte without a space stays linear."""
_TOKEN = re.compile(
    rf"(?<![{_L}_$€£¥])(?=[-a-z0-9\u00df-\u024f.'&+]{{0,{_LONGEST_TOKEN}}}+[A-Z\u00c0-\u00de])"
    rf"[{_L}]+(?:[-'+&][{_L}]+|\.(?=\d)[{_L}]+|(?<=\b[A-Z])\.[A-Z]\b\.?)*(?:\+\+)?(?!\$)"
)
_STOP = re.compile(r"[\n。！？；]|[.!?](?=[\s\"')\]]|$)[\"')\]]*")
_CJK = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"(?<![-'\w])[A-Za-z\u00c0-\u024f]{3,}")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Jr|Sr|Inc|Corp|Ltd|Co|No|vs|v|Prof|Gov|Sen|Rep|Gen|e\.g|i\.e|al|etc))\.$"
)
_RESTART = re.compile(r"[:;\"“”‘(\[—–|•·]\s*['\"“‘]?$|\s['\"]$|^\s*['\"(\[#*>-]*\s*$")
_LINK = re.compile(r" (?:(?:of|for) (?:the )?|(?:de|van|von|der|den|di|da|du|la|bin|al) |& )?$")
_QUANTITY = re.compile(
    r"\d[\d.,]*(?:[KMBTkmbtxX]|[KMGT]B|bn|nm|[KMG]?Hz|kW|[KMGT]W|[KMGT]Wh|D|G|st|nd|rd|th|s|p|fps)?$|Q[1-4]$|H[12]$|FY\d+$"
)

_SYLLABLE = (
    r"(?:[bmfvlrwy]|[ptk]h?|kw|d|n|g|h[sw]?|j[h]?|q|x|[csz]h?|t[sz])?"
    r"(?:[aeiou]|ae|eo|eu|ai|ei|ui|i?ao|ou|iu|i?eh?|ia|u?o|ua|u?eh|ih|er|oo|ee|yu|yeo|ye|ya"
    r"|(?:[aeiou]|i?a|ie|ua|ue|yeo|eo|eu|oo|yu|ye|yo)(?:ng?|[mkp])|i[au]ng|iong|uang|eol|ul|il)"
)
_GIVEN_IN_SYLLABLES = re.compile(
    rf"(?=[A-Z])(?i:{_SYLLABLE})(?:-(?!(?:in|on|to|up|so|go|do|me|he|we|no|be|a|an|of|or|i)$){_SYLLABLE}){{1,2}}"
)
"""A given name as Taiwan, Hong Kong and Korea write it: Ing-wen, Yen-ting, Bi-khim, Geun-hye; not Log-in, EEG-based.
The syllables are those of Wade-Giles, pinyin and the revised romanisation, roughly."""

_TITLE_SHARE = 0.8
"""A headline is in Title Case when this share of its words has a capital (function words aside); prose with many names
stays below.  Sweep 0.5 to 0.95 on the labelled snippets of the tests (which the rules were written with), 2026-11-22:
precision / recall 0.990 / 0.940 at 0.5, 0.985 / 0.980 at 0.7, 0.985 / 0.990 from 0.8 to 0.95; the lowest of these."""
_TITLE_WORDS = 3
"""With fewer words than this nothing can be told: the careful rule of headlines holds."""
_SHOUT_SHARE = 0.7
_LONGEST_ACRONYM = 10
_LONGEST_LINK = 12
_ADJECTIVE = re.compile(r"(?:ians?|ese|ish|[a-z]{3}cans?|Swiss|French|Dutch|Greek|German|Arab|Thai)$")
_PLAIN, _SHAPED = 1, 3
_OPENING = re.compile(r"[A-Z][a-z]+(?:ing|ed|ly)|Meet|Inside|Watch|Read|See|Hear|Why|Using|More|Former|Fellow")
"""Words before a name that are none of it: Introducing Corvid, Former Tesla."""
_BEHIND = re.compile(r"[A-Z][\w-]* $")
_BEFORE = re.compile(r"['\u2019]s? [A-Z]")
_Mode = Literal["chinese", "shout", "title", "prose"]
_CHINESE_SHARE = 0.15

_OF_WORDS = """
academy association bank board bureau center centre chamber church city college council court department federation
house institute kingdom library ministry museum office republic school society state union university
"""
"""Heads that take "of" or "for" into the name: "Bank of America"."""
_GIVEN_WORDS = """
aaron adam alan albert alex alexander alice amanda amy andrea andrew andy angela anna anne anthony arthur arvind
barbara ben benjamin bill bob brad brian bruce carl carlos carol caroline catherine charles charlie chen chris
christian christine christopher cindy claire clara craig dan daniel dario dave david dean demis dennis diana donald
doug edward elena elizabeth ellen elon emily emma eric erik eva fei frank fred gary george gordon grace greg harry
helen henry howard ian ilya jack jacob james jamie jan jane jason jay jean jeff jennifer jenny jensen jeremy jerry
jessica jim joe john jonathan jose joseph joshua juan judy julia julie justin karen kate kathy keith kelly ken kevin
kim kyle larry laura lauren lee leo linda linus lisa liz louis lucas lucy luis lyor maria marie mark martin mary
matt matthew max megan melissa michael michelle miguel mike mira mustafa nancy natalie nathan neil nicholas nick
nicole nina noam oliver olivia oscar pat patrick paul pedro peter phil philip rachel ralph ray rebecca richard rob
robert roger ron rosa roy russell ruth ryan sam samuel sandra sara sarah satya scott sean sergey sharon simon sophia
stefan stella stephen steve steven stuart sundar susan ted terry thomas tim tina todd tom tony tyler victor vincent
walter wei william yann yoshua
"""
"""Common given names: in a headline the word after one belongs to the same name."""
_FIELD_WORDS = """
ai agi asi ml dl nlp rl rlhf rag llm llms vlm vlms slm slms lm gan gans vae cnn cnns rnn rnns lstm gnn gnns mlp svm
pca dnn knn moe dit ssm sota ocr asr tts stt vqa sft dpo ppo grpo lora kv gpu gpus cpu cpus tpu tpus npu npus asic
asics hbm dram ram ssd fpga hpc iot iiot sdk sdks api apis ide ides cli ui ux gui os vm vms db sql nosql json xml
html css http https url urls pdf csv yaml saas paas iaas aigc ugc vr ar xr mr hmd ev evs tv tvs pc pcs it ict seo
crm erp kpi kpis roi qa q&a r&d m&a b2b b2c c2c diy faq pr hr ceo cto cfo coo cmo cio ciso cpo evp svp vp ipo ipos
vc vcs pe etf etfs spac gdp cpi esg usd nt rmb cny twd hkd eur gbp jpy inr phd md ba bs ms msc mba vs ok id ids am
pm gmt utc cst est pst et pt tl dr tldr nft nfts dao mri ct eeg ecg ekg dna rna 2d 3d 4d 2g 3g 4g 5g 6g 2k 4k 8k i
ii iii iv a b c d e f g h x y z io ip wi-fi wifi usb led lcd oled agent
agents token tokens prompt prompts transformer transformers benchmark benchmarks demo app apps chatbot chatbots
embedding embeddings
"""
"""The field's own words and abbreviations: everyone's, nobody's name."""
_TIER_WORDS = "flash pro ultra nano mini max plus lite turbo super beta se"
"""Words that end the name of a product and are none alone: "MacBook Pro"."""
_FUNCTION_WORDS = """
the and but nor for with from into over via per out off than that this its are was has have had not you your our
their they who how why what when where will can could would should may might more most new now all amid after
before about against between under until upon while
"""
"""Words that say nothing about the case of a headline: some styles raise them, some do not."""
_OFFICE_WORDS = """
chief executive officer president vice chairman chairwoman chair director professor prof mr mrs ms dr sir senator
minister secretary judge justice congressman governor mayor king queen prince princess founder cofounder co-founder
head lead manager engineer scientist researcher editor reporter analyst exec spokesperson series round fig figure
table section chapter appendix eq equation january february march april may june july august september october
november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
sunday mon tue wed thu fri sat sun breaking exclusive update updated opinion review analysis watch video podcast
live photos read more new via source sources image credit photo abstract introduction conclusion keywords background
methods results internet web earth english south north east west southern northern eastern western
"""
"""Titles, months, days, and what newspapers write with a capital without naming anything."""
_UNIT_WORDS = """
kb mb gb tb pb ghz mhz hz kw mw gw kwh mwh gwh vram fps fp8 fp16 fp32 bf16 int8 int4 f1 auc roc rmse mae mse psnr
ssim bleu rouge map inc corp ltd llc plc co gmbh the an this that these those our your my his her its their we you
he she they it rgb gps
"""
"""Units, metrics, forms of companies, determiners."""

_OF = frozenset(_OF_WORDS.split())
_GIVEN = frozenset(_GIVEN_WORDS.split())
_TIERS = frozenset(_TIER_WORDS.split())
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_GENERIC = frozenset(f"{_TIER_WORDS} {_FIELD_WORDS} {_OFFICE_WORDS} {_UNIT_WORDS}".split())


@lru_cache(maxsize=65536)
def is_english_word(word: str) -> bool:
    """Say whether English knows ``word``, in small letters, as an ordinary word (simplemma's dictionary)."""
    return is_known(word.lower(), lang="en")


def given_names() -> frozenset[str]:
    """Return common given names, in small letters."""
    return _GIVEN


def is_generic(word: str) -> bool:
    """Say whether a word has its capital by habit and names nobody: titles, months, the field's own words."""
    return word.lower() in _GENERIC


@lru_cache(maxsize=65536)
def _rank(token: str) -> int:
    """Return how sure a token is a name: 0 never, 1 a plain capital, 2 a word unknown to English, 3 by its shape."""
    bare = token.rstrip("+")
    low = bare.lower()
    if low in _GENERIC or _QUANTITY.match(bare) or not 1 < len(bare) <= _LONGEST_TOKEN:
        return 0
    if _GIVEN_IN_SYLLABLES.fullmatch(bare):
        return 2
    parts = [part for part in re.split(r"[-+&/]", bare) if part]
    if len(parts) > 1:
        ranks = [_rank(part) if any(c.isupper() for c in part) else 0 for part in parts]
        if max(ranks) == 3 and (parts[-1][0].isupper() or parts[-1][0].isdigit()):
            return 3
        return 2 if min(ranks) >= 2 else min(1, max(ranks))
    if any(c.isdigit() for c in bare):
        return 3 if re.search(r"[A-Z].*\d|\d.*[A-Z]", bare) else 0
    if len(bare) > 1 and bare.isupper():
        if bare.endswith("S") and low[:-1] in _GENERIC:
            return 0
        return 3 if len(bare) <= _LONGEST_ACRONYM else 0
    if bare[:-1].isupper() and bare[-1] == "s":
        return 0 if low[:-1] in _GENERIC else 3
    if any(c.isupper() for c in bare[1:]):
        return 0 if is_english_word(low) and bare[0].isupper() and _camel_words(bare) else 3
    return 1 if is_english_word(bare) else 2


def _camel_words(token: str) -> bool:
    """Say whether a word that English knows has capitals only by the whim of a headline (``EMail``)."""
    return len(re.findall(r"[A-Z]", token)) == 2 and token[1].isupper()


class _Token(NamedTuple):
    """A word with a capital at ``text[first:last]`` and its rank."""

    first: int
    last: int
    rank: int


def proper_names(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans of unknown proper names outside the spans ``taken`` (sorted, non-overlapping).

    ``text`` has plain apostrophes and hyphens (see ``names``).  Spans are sorted and never overlap.
    """
    opened = frozenset(end for _, end in taken)
    walls = iter(taken)
    wall = next(walls, None)
    for start, stop in _segments(text):
        mode: _Mode | None = None
        run: list[_Token] = []
        for found in _TOKEN.finditer(text, start, stop):
            first, last = _core(text, *found.span())
            while wall is not None and wall[1] <= first:
                wall = next(walls, None)
            free = wall is None or last <= wall[0]
            if free and mode is None:
                mode = _mode(text[start:stop])
            if run and mode is not None and not (free and _joined(text, run[-1], first)):
                yield from _names_of(text, start, run, mode, opened)
                run = []
            if free:
                run.append(_Token(first, last, _rank(text[first:last])))
        if run and mode is not None:
            yield from _names_of(text, start, run, mode, opened)


def _core(text: str, first: int, last: int) -> tuple[int, int]:
    """Return the span without a possessive and the ordinary words that hyphens tie to a name: ``EEG-based``."""
    if text.endswith(("'s", "'S"), first, last):
        last -= 2
    word = text[first:last]
    if "-" not in word or is_english_word(word) or _GIVEN_IN_SYLLABLES.fullmatch(word):
        return first, last
    while (tail := text.rfind("-", first, last)) > first and text[tail + 1 : last].islower():
        last = tail
    while (head := text.find("-", first, last)) > first + 2 and text[first:head].islower():
        first = head + 1
    return first, last


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """Yield rough sentences: what decides whether a capital is meant."""
    start = 0
    for found in _STOP.finditer(text):
        short = _ABBREVIATION.search(text, max(start, found.end() - 8), found.end())
        if short is not None and not tells_a_kind(text, short.start()):
            continue
        yield start, found.end()
        start = found.end()
    if start < len(text):
        yield start, len(text)


def _mode(segment: str) -> _Mode:
    """Return how the segment uses capitals."""
    if not segment.isascii() and len(_CJK.findall(segment)) > _CHINESE_SHARE * len(segment):
        return "chinese"
    words = [word for word in _WORD.findall(segment) if word.lower() not in _FUNCTION]
    if len(words) < _TITLE_WORDS:
        return "title"
    if sum(map(str.isupper, words)) > _SHOUT_SHARE * len(words):
        return "shout"
    return "prose" if sum(map(str.islower, words)) > (1 - _TITLE_SHARE) * len(words) else "title"


def _joined(text: str, before: _Token, first: int) -> bool:
    """Say whether the token at ``first`` goes on with the name that ``before`` may belong to."""
    between = text[before.last : first]
    if between == " " or (_is_initial(text, before.first, before.last) and between == ". "):
        return True
    if len(between) > _LONGEST_LINK or not _LINK.fullmatch(between):
        return False
    if between.startswith((" of", " for")):
        return text[before.first : before.last].lower() in _OF
    return before.rank > 0


def _is_initial(text: str, first: int, last: int) -> bool:
    return last - first == 1 and not tells_a_kind(text, first)


def _names_of(
    text: str, start: int, run: Sequence[_Token], mode: _Mode, opened: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Yield the names in one run of adjacent words with capitals; the segment begins at ``start``.

    ``opened``: where spans that are taken end; words that touch such an end stand behind a dateline.
    """
    fresh = run[0].first == start or run[0].first in opened
    fresh = fresh or _RESTART.search(text[max(start, run[0].first - 8) : run[0].first]) is not None
    piece: list[_Token] = []
    for place, token in enumerate(run):
        word = text[token.first : token.last]
        if mode == "shout":
            stands = token.rank == _SHAPED and any(c.isdigit() for c in word)
        elif piece and (
            word.lower() in _TIERS or (text[token.last : token.last + 1] == "." and _is_initial(text, *token[:2]))
        ):
            stands = True  # MacBook Pro, Samuel L. Jackson
        elif piece and token.rank == _PLAIN:
            stands = mode != "title" or _is_given(text, piece)
        elif token.rank == _PLAIN:
            after = text[run[place + 1].first : run[place + 1].last] if place + 1 < len(run) else ""
            given = bool(after) and run[place + 1].rank > 0 and word.lower().split("-")[0] in _GIVEN
            given |= _GIVEN_IN_SYLLABLES.fullmatch(after) is not None  # Chou Yen-ting
            double = place + 1 < len(run) and run[place + 1].rank == _PLAIN and not _OPENING.fullmatch(word)
            double = double and not opens_sentence(word)
            stands = given or mode == "chinese" or (mode == "prose" and (double or not (fresh and place == 0)))
        else:
            stands = token.rank > _PLAIN
        if stands:
            piece.append(token)
        else:
            yield from _whole(text, piece)
            piece = []
    yield from _whole(text, piece)


def _whole(text: str, piece: Sequence[_Token]) -> Iterator[tuple[int, int]]:
    """Yield the span of a name, unless it is a lone adjective that always has a capital ("Vietnamese", "Bayesian")."""
    if piece and not (
        len(piece) == 1 and piece[0].rank == _PLAIN and _ADJECTIVE.search(text[piece[0].first : piece[0].last])
    ):
        yield piece[0].first, piece[-1].last


def is_only_a_noun(name: str, text: str) -> bool:
    """Say whether an unlisted name is an ordinary word and no name of its own in ``text``.

    It is none where the text has it in small letters too, or only in longer names: Google Search, Women's World Cup.
    """
    if not (name.isascii() and name.isalpha() and is_english_word(name)):
        return False
    if re.search(rf"(?<![\w-]){name.lower()}(?:e?s)?(?![\w-])", text):
        return True
    places = list(re.finditer(rf"(?<![\w-]){name}(?![\w-])", text))
    return bool(places) and all(
        _BEHIND.search(text, max(0, at.start() - 32), at.start()) or _BEFORE.match(text, at.end()) for at in places
    )


def _is_given(text: str, piece: Sequence[_Token]) -> bool:
    word = text[piece[0].first : piece[0].last]
    return len(piece) == 1 and (word.lower().split("-")[0] in _GIVEN or _GIVEN_IN_SYLLABLES.fullmatch(word) is not None)
