"""Names in a Chinese sentence that no desk's table holds, and whether the passages hold them.

    Case -> the first name that no passage holds, or None

Chinese marks its names with nothing, so several witnesses look for them: the dictionary's proper nouns (波哥大), a
tagger's persons and places (jieba: 倪書涵), a family name beside a title or a verb of saying, the endings of public
bodies (勞動部) and firms (玉山銀行), the dot inside a foreign name.  What they find stands when a passage has it in
either script, or in English by the dictionary, by its romanisation or by its sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import rjieba
from ahocorasick_rs import AhoCorasick, Implementation

from broadsheet.checks.case import Case
from broadsheet.checks.known import Known, known
from broadsheet.checks.overlap import Unit, borne_out
from broadsheet.once import once
from broadsheet.text.bilingual import fold_latin, is_common, proper_names, proper_words
from broadsheet.text.names import simplified
from broadsheet.text.romanised import SURNAMES, spelt_in
from broadsheet.text.transliterated import SOUND_SIGNS, is_transliteration, sounds_alike, sounds_like
from broadsheet.text.units import AFTER, MEASURES

Witness = Literal["dictionary", "person", "foreign", "place", "body", "firm", "subject"]


class Candidate(NamedTuple):
    """``text[start:end]`` is likely a name; ``word`` is it in simplified characters."""

    start: int
    end: int
    word: str
    witness: Witness


_DOT = re.compile("[·‧・•]")
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·‧・•][\u4e00-\u9fff]{1,8})+")
_FIRM = re.compile(
    r"(?=(?P<head>[\u4e00-\u9fff]{2,4}?)(?P<tail>大学|银行|集团|学院|研究所|研究院|实验室|基金会|协会|法院|证券|电信|投信|控股|金控|工业|电子|半导体|科技"
    r"|航空|能源|重工|生技|生医|汽车|信息|资讯|智能|智慧|机器人|卫星|电力|钢铁|物流|游戏|医疗|光电|云|中心|机构|教育|保险|人寿|资本|创投|媒体|出版社|日报)"
    r"(?=公司|在|的|将|已|于|与|和|对|向|从|则|也|曾|正|拟|[,。、;]|[\u4e00-\u9fff]{2}))"
)
_NO_HEAD = re.compile(
    r"[家所各该这某些间个名的和与及等在是为多全其于由向对从以及之一二三四五六七八九十两数几新旧大小型级属性种类用让使被把将受因并或但而且不没未也都还只"
    r"可能会要应须想做下上内外前后颗台枚款座辆栋项位份]|公司|国家|中央|地方|世界|全球|国际|私人|公立|知名|顶尖|主要|商业|投资|科学|研究|消费|企业|联邦|高等|最高|独立|人形|生成|高科|人工|工业|家用|服务|配送|送餐|手术|清洁|协作|通讯|遥感|遥测|云端|智慧|智能|线上|低轨|本地|当地"
)
_BODY = re.compile(
    r"(?:教育|经济|财政|内政|外交|国防|法务|司法|劳动|交通|农业|文化|卫生|卫福|卫生福利|数位发展|数发|环境|环保|能源|商务|工信|工业和信息化|科技|国土安全|公安|国安|公平|金管"
    r"|个资|市场监管|查核|证期|证监|央行|银监|移民|警政|调查|税务|民航|气象|卫健|发改|网信|国科|国发|中选|海关|消防|食药|国税|体育|观光|审计|检察|邮政|通信|通传|专利|智慧财产|土地|林业)"
    r"(?:部|署|总局|局|委员会|会|院)(?!门|长|议|谈|计|场)"
    r"|国家[\u4e00-\u9fff]{2,8}?(?:委员会|总局|中心|署|局)"
)
_SAYS = (
    "说|表示|指出|强调|透露|主张|预期|预估|预计|称|回应|认为|坦言|警告|宣布|预告|写道|没有|未|将|在|提醒|呼吁|承认|否认|证实|补充|指|批评|质疑|解释|直言|担心|相信"
    r"|希望|计划|曾|也|则|只|仅|与|和|对|向|说明|透过|于|已"
)
_TITLES = (
    "执行长|董事长|总裁|创办人|共同创办人|总经理|部长|总统|总理|主席|教授|博士|研究员|院长|发言人|分析师|律师|议员|市长|首相|财务长|技术长|代表|主任|局长|署长|经理|主管|法官"
    r"|工程师|医师|医生|记者|编辑|作者|导演|制作人|负责人|总监|秘书长|委员|老师|学者|专家|立委|县长|处长|校长|副总"
)
_TITLED = re.compile(rf"(?:{_TITLES})(?P<name>[\u4e00-\u9fff]{{3}})(?={_SAYS}|[,。、的])")
_SAYING = re.compile(rf"(?:^|(?<=[,。;、:「(]))(?P<name>[\u4e00-\u9fff]{{3}})(?={_SAYS})")
_LAST_SAYS = re.compile(r"[,。](?P<name>[\u4e00-\u9fff]{3})(?:说|表示|指出|透露|强调)(?=[。.]|$)")
_SUFFIX = re.compile(r"(?:市|县|省|区|州|国|府|湾|港|岛|镇|乡)$")
_CAPITAL = re.compile(r"[A-Z\u00c0-\u00de][\w\u00c0-\u024f'’-]*(?: [A-Z\u00c0-\u00de][\w\u00c0-\u024f'’-]*){0,3}")
_CURRENCY = re.compile(
    r"\s?(?:元|币|圆|克朗|法郎|卢比|镑|里拉|比索|令吉|铢|盾|林吉特|兹罗提|福林|披索|语(?!言)|文|裔|人|籍)"
)
_COUNTED = re.compile("[一二两三四五六七八九十百数几多各全]+(?:城|市|县|省|国|州|区|镇|乡|地|岛|村|港)")
"""So many places, and none by name: 七城. A number of them is the business of the numbers."""
_MONEY = "元币圆"
_NO_ENDING = frozenset(
    "将会则都已曾仍还也又就指在能的等们者内中上下后前时因与和对向从为是有不没未各某该本此其约近逾均皆再更最很说称"
)
"""Characters that end no given name."""
_PLACES = frozenset({"ns"})
_PERSONS = frozenset({"nr", "nrt", "nrfg"})


@once
def _dictionary() -> tuple[AhoCorasick, tuple[str, ...]]:
    words = tuple(word for word in proper_words() if len(word) > 1 and re.fullmatch("[\u4e00-\u9fff]+", word))
    return AhoCorasick(words, implementation=Implementation.ContiguousNFA), words


@lru_cache(maxsize=2048)
def dictionary_names(folded: str) -> tuple[tuple[int, int, str], ...]:
    """Return the dictionary's proper nouns in a simplified text, overlapping ones too."""
    automaton, words = _dictionary()
    return tuple(
        (start, end, words[i]) for i, start, end in automaton.find_matches_as_indexes(folded, overlapping=True)
    )


@lru_cache(maxsize=2048)
def english_of(folded: str) -> tuple[frozenset[str], ...]:
    """Return what the dictionary's proper nouns of a simplified text name in English, as sets of folded words."""
    return tuple(name for _, _, word in dictionary_names(folded) for name in proper_names(word))


@lru_cache(maxsize=1024)
def candidates(text: str) -> tuple[Candidate, ...]:
    """Return what may be a name in a Chinese text, in order; some overlap."""
    folded = simplified(text)
    return tuple(sorted(set(_found(folded)), key=lambda c: (c.start, -c.end, c.witness)))


def _found(folded: str) -> Iterator[Candidate]:
    def one(start: int, end: int, witness: Witness) -> Candidate:
        return Candidate(start, end, folded[start:end], witness)

    tokens = _tokens(folded)
    edges = {start for start, _, _ in tokens} | {end for _, end, _ in tokens}
    for start, end, word in dictionary_names(folded):
        if start in edges and end in edges and word[-1] not in _MONEY and not _CURRENCY.match(folded, end):
            yield one(start, end, "dictionary")
    for start, end, tag in tokens:
        word = folded[start:end]
        if len(word) < 2 or is_common(word) or not "\u4e00" <= word[0] <= "\u9fff" or _CURRENCY.match(folded, end):
            continue
        if word[-1] in _MONEY or _COUNTED.match(word):
            continue
        if tag in _PLACES and len(word) < 6:
            yield one(start, end, "place")
        elif tag in _PERSONS and len(word) == 3 and word[0] in SURNAMES:
            yield one(start, end, "person")
        elif len(word) > 2 and (tag in _PERSONS or tag == "x") and is_transliteration(word):
            yield one(start, end, "foreign")
    for match in _DOTTED.finditer(folded):
        yield one(_begins(match.start(), match.end(), folded, tokens), match.end(), "foreign")
    for pattern in (_TITLED, _SAYING, _LAST_SAYS):
        for match in pattern.finditer(folded):
            start, end = match.span("name")
            name = match["name"]
            whole = start in edges and (end in edges or name[0] in SURNAMES)
            if name[0] in SURNAMES and whole and not _made_of_words(name, start, tokens):
                yield one(start, end, "person")
    for match in _BODY.finditer(folded):
        if match.start() in edges:
            yield one(*match.span(), "body")
    for match in _FIRM.finditer(folded):
        start, head = match.start(), match["head"]
        if start not in edges or _NO_HEAD.search(head) or (start and folded[start - 1] in "0123456789 "):
            continue
        if not _is_plain(head) and not _has_verb(start, match.end("head"), tokens):
            yield one(start, match.end("head"), "firm")
        elif (start == 0 or folded[start - 1] in ",。;、「") and _acts(match.end("tail"), tokens):
            yield one(start, match.end("tail"), "subject")


def _begins(start: int, end: int, folded: str, tokens: list[tuple[int, int, str]]) -> int:
    """Return where a name with a dot begins: not with the everyday words before it (交給彼得·阿貝爾)."""
    dot = next(at for at in range(start, end) if folded[at] in "·‧・•")
    for first, last, _ in tokens:
        if start <= first and last < dot and len(folded[first:last]) > 1 and is_common(folded[first:last]):
            start = last
    return start


def _tokens(folded: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    at = 0
    for word, tag in rjieba.tag(folded):
        found.append((at, at + len(word), tag))
        at += len(word)
    return found


def _made_of_words(name: str, start: int, tokens: list[tuple[int, int, str]]) -> bool:
    """Say whether two or more characters of a would-be name are an everyday word: 高層表示, 方面認為."""
    if is_common(name) or name[2] in _NO_ENDING:
        return True
    if is_common(name[:2]) or is_common(name[1:]):
        inside = [tag for first, last, tag in tokens if first < start + len(name) and start < last]
        return not any(tag.startswith("nr") for tag in inside)
    return False


def _acts(end: int, tokens: list[tuple[int, int, str]]) -> bool:
    """Say whether a verb, an adverb or a preposition follows: what stands before it is a subject."""
    return next((tag[0] in "vdp" for start, _, tag in tokens if start == end), False)


def _has_verb(start: int, end: int, tokens: list[tuple[int, int, str]]) -> bool:
    """Say whether a would-be head tells what somebody does: 研議開設 before 實驗室."""
    return any(tag[0] in "vdp" and last - first > 1 for first, last, tag in tokens if start <= first and last <= end)


def _is_plain(head: str) -> bool:
    """Say whether the head of a would-be firm is made of everyday words: 通訊衛星, 雲端教育."""
    return is_common(head) or (len(head) == 4 and is_common(head[:2]) and is_common(head[2:]))


_UNITS = frozenset(simplified(unit) for unit in (*AFTER, *MEASURES) if not unit.isascii())
_FIGURE_NEXT = re.compile(r"\s?[\d一二兩两三四五六七八九十百]")


def missing(case: Case, source: Known) -> str | None:
    """Return the first name of a Chinese sentence that no passage holds."""
    folded = simplified(case.source)
    told = [(m.start, m.end) for m in case.names if m.known]
    told += [(start, end) for _, start, end in known(case.text, ()).places]
    chinese = any(passage.language.startswith("zh") for passage in case.passages)
    latin = tuple(match[0] for match in _CAPITAL.finditer(case.source))
    dots: list[int] = []
    for one in candidates(case.text):
        if any(one.end == dot or dot < one.start <= dot + 2 for dot in dots):
            continue  # 契爾 in 莎拉·米契爾
        if any(start < one.end and one.start < end for start, end in told):
            continue
        if one.word in _UNITS or (one.word[-1] in "约約" and _FIGURE_NEXT.match(case.text, one.end)):
            continue  # 吉瓦時; 員工中約 150 人
        if one.witness in ("firm", "body", "subject") and not chinese:
            continue
        if not _stands(one, case, folded, latin):
            return case.text[one.start : one.end]
        if _DOT.search(one.word):
            dots += [one.start + dot.start() for dot in _DOT.finditer(one.word)]
    return None


def _stands(one: Candidate, case: Case, folded: str, latin: tuple[str, ...]) -> bool:
    word = one.word
    if word in folded or simplified(case.taiwan).find(word) >= 0:
        return True
    bare = _SUFFIX.sub("", word)
    if len(bare) > 1 and bare in folded:
        return True
    if _DOT.search(word):
        parts = tuple(_parts(word))
        return any(sounds_alike(parts, run) for run in _stretches(latin, len(parts))) or all(
            any(form in folded or _in_latin(form, latin) for form in forms) or _translated(forms[0], case)
            for forms in parts
        )
    if one.witness == "person" and word[:2] in folded:
        return True
    if one.witness == "body":
        return (word[:2] in folded or word[2:4] in folded) and word[-1] in folded
    if one.witness == "subject":
        return any(sign in folded for sign in word[:2]) or _translated(word[:2], case)
    named = proper_names(word) or proper_names(bare)
    if named:
        there = english_of(folded)
        if any(name in there for name in named):
            return True
    if any(_translated(form, case) for form in dict.fromkeys((word, bare))):
        return True
    if _in_latin(bare if len(bare) > 1 else word, latin):
        return True
    return one.witness in ("foreign", "place") and any(_in_latin(form, latin) for form in _wider(one, case.text))


def _stretches(latin: Sequence[str], length: int) -> Iterator[list[str]]:
    for run in latin:
        words = run.split(" ")
        yield from (words[at : at + length] for at in range(len(words) - length + 1))


def dotted(words: Sequence[str], text: str) -> bool:
    """Say whether a Chinese text spells a Latin name by its sound, part by part, with dots between: 英格麗·索爾海姆."""
    folded = simplified(text)
    return any(sounds_alike(tuple(_parts(found[0])), words) for found in _DOTTED.finditer(folded))


def _parts(word: str) -> Iterator[tuple[str, ...]]:
    """Yield the parts of a name with dots, each in its possible forms: the words beside it may be none of it.

    Before the first dot 機師 is not James's, behind the last one 辭職 is not Bellini's.  A name is not cut before a
    character that spells names, unless an everyday word begins there.
    """
    parts = _DOT.split(word)
    for place, part in enumerate(parts):
        starts = [at for at in range(len(part) - 1) if at == 0 or _is_edge(part[at - 1], part[max(0, at - 2) : at])]
        ends = [at for at in range(len(part), 1, -1) if at == len(part) or _is_edge(part[at], part[at : at + 2])]
        first = starts if place == 0 else [0]
        last = ends if place == len(parts) - 1 else [len(part)]
        yield tuple(part[start:end] for start in first for end in last if end - start > 1) or (part,)


def _is_edge(sign: str, words: str) -> bool:
    """Say whether a name can end beside a character: it spells none, or belongs to an everyday word."""
    return sign not in SOUND_SIGNS or (len(words) > 1 and is_common(words))


def _wider(one: Candidate, text: str) -> Iterator[str]:
    """Yield a foreign name with the sound signs beside it: a tagger cuts 邦加羅爾 before its second sign."""
    folded = simplified(text)
    for start in range(max(0, one.start - 2), one.start + 1):
        for end in range(one.end, min(len(folded), one.end + 2) + 1):
            if (start, end) != (one.start, one.end) and is_transliteration(folded[start:end]):
                yield folded[start:end]


def _translated(word: str, case: Case) -> bool:
    lexicon = {fold_latin(piece) for piece in re.findall(r"[A-Za-z\u00c0-\u024f'’.-]+", case.source)}
    if any(name <= lexicon for name in proper_names(word)):
        return True
    return borne_out(Unit(word), case.grounds) == 1


def _in_latin(word: str, latin: tuple[str, ...]) -> bool:
    for run in latin:
        words = run.split(" ")
        for first in range(len(words)):
            for last in range(first + 1, len(words) + 1):
                piece = " ".join(words[first:last])
                if spelt_in(piece, word) or sounds_like(word, piece):
                    return True
    return False
