"""Chinese names in Latin letters: does "Chi-feng Ku" spell 古啟峰, and "Chiayi" 嘉義?

    Latin words, Han text -> where the text holds what they spell

Every reading of a character (pypinyin) is spelt as Hanyu pinyin, Wade-Giles, Tongyong and the press of Taiwan and of
Hong Kong write it, without tones and apostrophes; people mix these within one name.  A name matches when spellings of
characters that follow each other give exactly its letters: in its own order, or with the family name last.  Of one
syllable only a family name is believed, and initials (T.H. Tung) only with their family name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

from broadsheet.once import once

_INITIALS = {
    "b": "b p", "p": "p", "m": "m", "f": "f", "d": "d t", "t": "t", "n": "n", "l": "l", "g": "g k", "k": "k", "h": "h",
    "j": "j ch", "q": "q ch c", "x": "x hs s sh", "zh": "zh ch j jh", "ch": "ch", "sh": "sh s", "r": "r j",
    "z": "z ts tz", "c": "c ts tz", "s": "s sz", "": "",
}  # fmt: skip
_FINALS = {
    "e": "e eh o er", "ong": "ong ung", "eng": "eng", "i": "i yi ee", "ie": "ie ieh", "iu": "iu iou ew",
    "ian": "ian ien", "iang": "iang", "iong": "iong iung", "u": "u oo", "uo": "uo o", "ui": "ui uei", "un": "un uen",
    "ü": "u yu v lyu", "üe": "ue ueh yue", "üan": "uan yuan", "ün": "un yun uen", "er": "er erh",
    "yi": "yi i yee", "ye": "ye yeh", "you": "you yu", "yan": "yan yen", "yong": "yong yung", "yue": "yue yueh",
    "yuan": "yuan yuen", "wen": "wen wun", "en": "en un",
}  # fmt: skip
_BUZZED = {"zh": "i ih", "ch": "i ih", "sh": "i ih", "r": "i ih", "z": "i u ih", "c": "i u ih", "s": "i u ih"}
"""The vowel of zhi, chi, shi, ri, zi, ci, si."""
_CANTONESE = {
    "陈": "chan tan", "陳": "chan tan", "王": "wong", "黄": "wong", "黃": "wong", "林": "lam lim", "张": "cheung",
    "張": "cheung", "李": "lee", "吴": "ng", "吳": "ng", "刘": "lau low", "劉": "lau low", "杨": "yeung yong",
    "楊": "yeung yong", "梁": "leung", "何": "ho", "郑": "cheng tay", "鄭": "cheng tay", "谢": "tse", "謝": "tse",
    "罗": "law", "羅": "law", "叶": "yip", "葉": "yip", "许": "hui koh", "許": "hui koh", "郭": "kwok",
    "蔡": "choi chua",
    "周": "chow", "曾": "tsang", "徐": "tsui", "余": "yue", "麦": "mak", "麥": "mak", "邓": "tang", "鄧": "tang",
    "冯": "fung", "馮": "fung", "苏": "soo so", "蘇": "soo so", "关": "kwan", "關": "kwan", "卢": "lo", "盧": "lo",
    "潘": "poon", "高": "ko", "施": "shih sze", "赖": "lai", "胡": "woo wu", "沈": "shen sum", "宋": "soong sung",
    "孔": "kung", "董": "tung", "霍": "fok", "莫": "mok", "区": "au", "區": "au", "伍": "ng", "吕": "lui", "呂": "lui",
}  # fmt: skip
"""Family names as Hong Kong and Southeast Asia spell them."""
SURNAMES = frozenset(
    "王李張張刘劉陳陈楊杨黃黄趙赵吳吴周徐孫孙馬马朱胡林郭何高羅罗鄭郑梁謝谢宋唐許许鄧邓韓韩馮冯曹彭曾蕭萧田董潘袁蔡蒋蔣余于杜葉叶程魏蘇苏呂吕"
    "丁任盧卢姚沈鍾钟姜崔譚谭陸陆范汪廖石韋韦賈贾夏付方白鄒邹孟熊秦邱江尹薛閻阎段雷侯龍龙史黎賀贺顧顾毛郝龔龚邵萬万錢钱覃武戴莫孔向湯汤溫温康施文牛樊葛邢安齊齐易乔喬伍龐庞顏颜倪庄莊聂聶章"
    "魯鲁岳翟殷詹申歐欧耿關关蘭兰焦俞左柳甘祝包寧宁尚符舒阮柯紀纪梅童凌畢毕單单季裴霍塗涂成苗谷盛曲翁冉駱骆藍蓝路游辛靳管柴蒙鮑鲍華华喻祁蒲房滕屈饒饶解牟艾尤時时穆農农司卓古吉繆缪簡简車车項项連连蘆芦麥麦"
    "褚婁娄竇窦戚岑景黨党宮宫費费卜冷晏席衛卫米柏宗瞿桂全佟應应臧閔闵苟鄔邬邊边卞姬師师和仇欒栾隋商刁沙榮荣巫寇桑郎甄叢丛仲虞敖鞏巩明佘池查麻苑遲迟鄺邝官封談谈匡鞠惠荊荆樂乐冀郁胥南班儲储原栗燕楚鄢闫閆賴赖塗巫簡闕"
)
"""Characters that begin a Chinese personal name."""
_HAN = re.compile(r"[\u3400-\u9fff]+")
_TONES = re.compile("[\u0300\u0301\u0304\u030c]")
_SPLIT = re.compile(
    r"(?P<initial>zh|ch|sh|[bpmfdtnlgkhjqxrzcs])?(?P<final>[a-zü]+)$",
)
LONGEST = 6
"""Characters of the longest name that is spelt out: 哈爾濱工業大學 has its own English name."""


@once
def _readings() -> dict[int, str]:
    """Return character -> its readings, with tones.  The table is loaded alone: the package would load its phrases."""
    spec = find_spec("pypinyin")
    assert spec is not None and spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0]) / "pinyin_dict.py"
    alone = spec_from_file_location("pypinyin_readings", path)
    assert alone is not None and alone.loader is not None
    module = module_from_spec(alone)
    alone.loader.exec_module(module)
    table: dict[int, str] = module.pinyin_dict
    return table


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[str, ...]:
    """Return the readings of a character in plain pinyin, ü kept; none for what is no Han character."""
    marked = unicodedata.normalize("NFD", _readings().get(ord(character), ""))
    plain = unicodedata.normalize("NFC", _TONES.sub("", marked))
    return tuple(dict.fromkeys(reading for reading in plain.split(",") if reading))


@lru_cache(maxsize=8192)
def spellings(character: str) -> tuple[str, ...]:
    """Return how the press may spell a character, in small letters."""
    found: dict[str, None] = {}
    for reading in readings(character):
        found[reading.replace("ü", "u")] = None
        found.update(dict.fromkeys(_spelt(reading)))
    found.update(dict.fromkeys(_CANTONESE.get(character, "").split()))
    return tuple(found)


def _spelt(reading: str) -> Iterator[str]:
    match = _SPLIT.match(reading)
    if match is None:
        return
    initial, final = match["initial"] or "", match["final"]
    if final[0] == "u" and initial in ("j", "q", "x"):
        final = "ü" + final[1:]
    finals = _FINALS.get(final, final).split()
    if final == "i" and initial in _BUZZED:
        finals = _BUZZED[initial].split()
    elif final == "i" and initial == "":
        finals = ["yi", "i"]
    if final == "eng" and initial in ("b", "p", "m", "f"):
        finals = [*finals, "ong"]
    for one in _INITIALS[initial].split() or [""]:
        for other in finals:
            yield one + other
    if initial == "q" and final == "ün":
        yield "kuen"
    if final == "un" and initial in ("g", "k"):
        yield "kuen"


def letters(word: str) -> str:
    """Return the letters of a Latin word, small, without accents, hyphens and apostrophes."""
    plain = unicodedata.normalize("NFKD", word.removesuffix("'s").removesuffix("’s")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", plain.lower())


_INITIAL = re.compile(r"(?:[A-Z]\.?[ -]?){1,2}")


@lru_cache(maxsize=8192)
def spelt_in(words: str, text: str) -> bool:
    """Say whether Latin ``words`` spell Han characters that stand side by side in ``text``, a name in either order."""
    return spans(words, text) != ()


@lru_cache(maxsize=8192)
def spans(words: str, text: str) -> tuple[tuple[int, int], ...]:
    """Return where ``text`` holds what ``words`` spell."""
    tokens = [token for token in re.split(r"[\s]+", words.strip()) if letters(token)]
    if not tokens:
        return ()
    orders = [tokens]
    if len(tokens) > 1:
        orders.append([tokens[-1], *tokens[:-1]])
    found: list[tuple[int, int]] = []
    for order in dict.fromkeys(tuple(letters(token) for token in order) for order in orders):
        found.extend(_spelt_at("".join(order), text))
    found = [(start, end) for start, end in found if end - start > 1 or text[start] in SURNAMES]
    if len(tokens) > 1 and _INITIAL.fullmatch(" ".join(tokens[:-1])):
        found.extend(_initialled("".join(tokens[:-1]), letters(tokens[-1]), text))
    return tuple(found)


def _spelt_at(name: str, text: str) -> Iterator[tuple[int, int]]:
    for run in _HAN.finditer(text):
        for start in range(run.start(), run.end()):
            reached = {0}
            for end in range(start, min(start + LONGEST, run.end())):
                reached = {
                    at + len(spelling)
                    for at in reached
                    for spelling in spellings(text[end])
                    if name.startswith(spelling, at)
                }
                if not reached:
                    break
                if len(name) in reached:
                    yield start, end + 1


@lru_cache(maxsize=4096)
def is_syllables(word: str) -> bool:
    """Say whether a Latin word is made of Chinese syllables, so that it may be a given name: Chi-fang, Ruoyu."""
    name = letters(word)
    reached = {0}
    for at in range(len(name)):
        if at in reached:
            reached.update(at + size for size in range(1, 7) if name[at : at + size] in _every_spelling())
    return len(name) in reached


@once
def _every_spelling() -> frozenset[str]:
    return frozenset(
        spelling for code in range(0x4E00, 0x9FA6) if chr(code) in _EVERYDAY for spelling in spellings(chr(code))
    )


_EVERYDAY = SURNAMES | frozenset(
    "一不中人大小上下天地日月水火山石田土木林花草春夏秋冬東西南北明光星雲雨雪風電美麗文武英雄俊傑志偉國強建軍平安新民生華清正德仁義禮智信忠孝和愛家佳嘉子女心思慧雅婷玲珍芳芬蓉蓮梅蘭竹菊如若欣怡宜宇宏弘鴻博學書詩琴棋畫龍鳳虎馬飛翔超越勇毅剛柔瑞祥福祿壽喜慶豐富貴金銀玉珠寶成功達進步前程遠近長短高低深淺厚重輕快樂康健永恒久樹森源泉江河海洋湖波濤浩瀚宗祖祿彥哲峰嶺岩松柏榮耀輝煌亮晨曦旭昇騰躍景晶瑩潔淨純真善良誠實可以為能凱旋勝利君臣相世代紹承啟開創立名揚威震宙乾坤"
)


def _initialled(initials: str, family: str, text: str) -> Iterator[tuple[int, int]]:
    wanted = [letter.lower() for letter in initials if letter.isalpha()]
    for start, end in _spelt_at(family, text):
        given = text[end : end + len(wanted)]
        if text[start] not in SURNAMES or len(given) < len(wanted):
            continue
        if all(any(s.startswith(w) for s in spellings(c)) for c, w in zip(given, wanted, strict=True)):
            yield start, end + len(wanted)
