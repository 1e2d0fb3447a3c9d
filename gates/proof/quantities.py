"""Errors of numbers, scales, units and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from material import SEEDS, SENTENCES, Draw, Row, Text, patterns, places, said, siblings, taiwan

NUMBER = {
    "en": re.compile(r"(?<![\w.,/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\d]|[.,]\d|(?:st|nd|rd|th)\b)"),
    "zh": re.compile(r"(?<![A-Za-z\d.,/-])(?<![A-Za-z-] )\d+(?:,\d{3})*(?:\.\d+)?(?![\d]|[.,]\d)"),
}
SCALE = {"en": re.compile(r"[ -]?(?:million|billion|trillion)\b"), "zh": re.compile(r" ?[萬億兆]")}
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATED = re.compile(
    rf"(?:{MONTHS}) (?:19|20)\d\d|\d+ (?:{MONTHS})|(?:{MONTHS}) \d+|\b(?:19|20)\d\d\b(?! (?:人|名|元))"
    r"|(?:民國 ?\d+ ?年)|\d+ ?月(?: ?\d+ ?日)?|(?:19|20)\d\d ?年"
)
_NEAR = r" ?[^\d,，.。]{0,8}$"
LEAST = re.compile(patterns("least") + _NEAR)
MOST = re.compile(patterns("most") + _NEAR)
ABOUT = re.compile(patterns("about") + _NEAR)


def masked(text: str, passage: Row) -> list[tuple[int, int]]:
    """Return the spans that are names or dates, in which no number is a quantity."""
    spans = [match.span() for match in DATED.finditer(text)]
    for name in passage["names"]:
        for form in (name["en"], name["zh"], taiwan(name["zh"])):
            spans += places(text, form)
    spans += [
        match.span()
        for match in re.finditer(
            r"[A-Z][\w]*[- ]\d+|\bLevel \d|\bL\d\b|\bphase \d|(?:Aged|aged) \d+|17 by|\d+B\b|\d+ p\.m|晚間 9|晚上 9",
            text,
        )
    ]
    return spans


class Figure(NamedTuple):
    """A quantity of a text: where, its digits, its scale as written, and what may be said of it instead."""

    start: int
    end: int
    digits: str
    scale: str
    money: bool
    percent: bool
    sign: int
    """1: only a greater one is false ("more than 40"); -1: only a smaller one; 0: either."""
    about: bool

    @property
    def value(self) -> float:
        return float(self.digits.replace(",", "").strip())


@cache
def _figures(text: str, language: str, passage: str) -> tuple[Figure, ...]:
    return tuple(read_figures(text, language, SENTENCES[passage]))


def figures(text: str, language: str, passage: Row) -> tuple[Figure, ...]:
    """Return the quantities of a text; read once, since several classes want them."""
    return _figures(text, language, passage["id"])


def read_figures(text: str, language: str, passage: Row) -> list[Figure]:
    """Return the quantities of a text."""
    found: list[Figure] = []
    spans = masked(text, passage)
    for match in NUMBER[language].finditer(text):
        start, end = match.span()
        start += len(match.group()) - len(match.group().lstrip())
        if any(a < end and start < b for a, b in spans):
            continue
        scale = SCALE[language].match(text, end)
        before, after = text[:start], text[scale.end() if scale else end :]
        money = bool(re.search(r"[$€£¥]$", before)) or bool(
            re.match(
                r" ?(?:dollars|euros|yen|yuan|kronor|kroner|Swiss francs|美元|歐元|英鎊|元|日圓|港元|澳元|克朗)", after
            )
        )
        sign = 1 if LEAST.search(before) else -1 if MOST.search(before) else 0
        if re.match(r" ?(?:[萬億]|公斤|張|名|人|位|台|度|元)? ?(?:以上)", after):
            sign = 1
        if re.match(r"[^，。]{0,4}(?:以下|以內)", after):
            sign = -1
        about = bool(ABOUT.search(before)) or after.startswith(("多", "餘"))
        found.append(
            Figure(
                start,
                end,
                text[start:end],
                scale.group() if scale else "",
                money,
                bool(re.match(" ?%", after)),
                sign,
                about,
            )
        )
    return found


def shaped(value: float, like: str) -> str:
    """Write a value as ``like`` is written: with its commas and its decimals."""
    decimals = len(like.partition(".")[2])
    commas = "," in like or value >= 10_000 or (value >= 1000 and len(like.replace(",", "")) < 4)
    return f"{value:,.{decimals}f}" if commas else f"{value:.{decimals}f}"


def false(old: float, new: float, figure: Figure) -> bool:
    """Say whether ``new`` in the place of ``old`` makes a false sentence."""
    if new == old or (figure.about and abs(new - old) < 0.2 * old):
        return False
    return figure.sign == 0 or (new > old) == (figure.sign > 0)


WORDS_EN = SEEDS["patterns"]["number words"]
WORDS_ZH = "二三四五六七八九"
UNIT_ZH = "(?=個|座|年|倍|成|天|小時|週|款|種|家|名|位|組|輪|項|季|席|艘|台|次|條|週|分之)"


def digit(item: Text, draw: Draw) -> Iterator[str]:
    """One digit, or one number word, is another one."""
    seen = {f.value for f in figures(item.text, item.language, item.passage)}
    for figure in draw.order(figures(item.text, item.language, item.passage)):
        places = [i for i, c in enumerate(figure.digits) if c.isdigit()]
        for place in draw.order(places[:1] if figure.about else places):
            for new in draw.order([d for d in "0123456789" if d != figure.digits[place]]):
                changed = figure.digits[:place] + new + figure.digits[place + 1 :]
                value = float(changed.replace(",", ""))
                if (place == 0 and new == "0") or value in seen or not false(figure.value, value, figure):
                    continue
                yield item.text[: figure.start] + changed + item.text[figure.end :]
                break
            else:
                continue
            break
    if item.language == "en":
        for match in re.finditer(rf"(?<![-\w])(?:{'|'.join(WORDS_EN)})(?= [a-z]|-)", item.text):
            if not re.search(r"(?:under|over|than|within|least|to|in|from) $", item.text[: match.start()]):
                new = draw.order([w for w in WORDS_EN if w != match.group()])[0]
                yield item.text[: match.start()] + new + item.text[match.end() :]
    else:
        for match in re.finditer(f"(?<![一二三四五六七八九十兩第週百分])[{WORDS_ZH}]{UNIT_ZH}", item.text):
            if not re.search(r"(?:不到|超過|逾|至少|近|過|在|內)$", item.text[: match.start()]):
                new = draw.order([w for w in WORDS_ZH[1:] if w != match.group()])[0]
                yield item.text[: match.start()] + new + item.text[match.end() :]


def scale(item: Text, draw: Draw) -> Iterator[str]:
    """A number is ten, a thousand or ten thousand times what it was."""
    steps = {"en": ["million", "billion", "trillion"], "zh": ["萬", "億", "兆"]}[item.language]
    for figure in draw.order(figures(item.text, item.language, item.passage)):
        ways: list[tuple[str, str, int]] = []
        word = figure.scale.strip(" -")
        if word:
            ways += [
                (figure.digits, figure.scale.replace(word, s), steps.index(s) - steps.index(word))
                for s in steps
                if s != word
            ]
        if not figure.percent or figure.value < 10:
            ways.append((shaped(figure.value * 10, figure.digits.split(".")[0]), figure.scale, 1))
        small = figure.value / 10
        if small >= 0.1:
            ways.append((f"{small:,.10f}".rstrip("0").rstrip("."), figure.scale, -1))
        ways = [
            w
            for w in ways
            if figure.sign in (0, w[2] // abs(w[2])) and ("." not in w[0] or word or figure.percent or figure.money)
        ]
        if ways:
            digits, word, _ = draw.order(ways)[0]
            yield item.text[: figure.start] + digits + word + item.text[figure.end + len(figure.scale) :]


def elsewhere(item: Text, draw: Draw) -> Iterator[str]:
    """A number of another sentence of the article stands in the place of the right one."""
    passage = figures(said(item.passage, item.language), item.language, item.passage)
    seen = {(f.value, f.scale.strip()) for f in passage}
    others = [f for row in siblings(item.passage) for f in figures(said(row, item.language), item.language, row)]
    for figure in draw.order(figures(item.text, item.language, item.passage)):
        for other in draw.order(others):
            alike = figure.money == other.money and figure.percent == other.percent
            if (other.value, other.scale.strip()) in seen or (not alike and (bool(figure.scale) or bool(other.scale))):
                continue
            if bool(figure.scale) != bool(other.scale) and not figure.money:
                continue
            if (figure.percent and other.value > 100) or (
                "." in other.digits and not figure.percent and not other.scale
            ):
                continue
            if figure.sign or not false(figure.value, other.value, figure):
                continue
            yield item.text[: figure.start] + other.digits + other.scale + item.text[figure.end + len(figure.scale) :]
            break


CHANGED = re.compile(
    r"rose|fell|rise|fall|\bup\b|down|raise|cut|grew|grow|shrank|lower|higher|more|less|升|降|增|減|成長|調|高|低|多|少|漲|跌"
)


def unit(item: Text, draw: Draw) -> Iterator[str]:
    """A number keeps its digits and changes its unit."""
    table = SEEDS["units"][item.language]
    number = r"(?:\d|[一兩二三四五六七八九十半萬億兆]|million|billion|" + "|".join(WORDS_EN) + ")"
    spans = masked(item.text, item.passage)
    for form in draw.order(list(table)):
        if form in {"$", "€", "£", "NT$", "HK$", "A$"}:
            pattern = r"(?<![A-Z])" + re.escape(form) + r"(?=\d)"
        else:
            pattern = rf"({number}[ -]?){re.escape(form)}" + (
                r"\b" if form[-1].isalpha() and item.language == "en" else ""
            )
        match = re.search(pattern, item.text)
        if match is None or any(a < match.end() and match.start() < b for a, b in spans):
            continue
        before = item.text[: match.start()]
        greater, smaller = table[form]
        kept = match.group(1) if match.groups() else ""
        least = LEAST.search(before) or re.search(r"(?:超過|逾|more than) ?[\d.,]*$", before)
        most = (
            MOST.search(before)
            or re.search(
                patterns("most") + r"(?: about)? ?[\d.,]*$",
                before,
            )
            or "內" in item.text[match.end() : match.end() + 2]
        )
        choices = [c for c in (greater if least else smaller if most else greater + smaller) if c]
        if not CHANGED.search(item.text):  # a level in points is said, if clumsily
            choices = [c for c in choices if c.strip() not in {"percentage points", "個百分點"}]
        if choices:
            new = draw.order(choices)[0]
            yield before + (kept.rstrip() if new.startswith("-") else kept) + new + item.text[match.end() :]


def date(item: Text, draw: Draw) -> Iterator[str]:
    """A day, month, quarter, season or year is another one."""
    text, language = item.text, item.language
    for match in draw.order(list(re.finditer(r"(?<!\d)(?:19|20)\d\d(?!\d|[,.]\d| ?[萬億台人])", text))):
        before = text[: match.start()]
        early = re.search(
            r"(?:\bby|before|until|since|until the end of) (?:[A-Z][a-z]+ |early |mid-)?$|(?:最晚|最遲在?|自) ?$",
            before,
        )
        step = (-1 - draw.below(3)) if early else draw.order([-3, -2, -1, 1, 2, 3])[0]
        if not any(a <= match.start() and match.end() <= b and "年" not in text[a:b] for a, b in name_spans(item)):
            yield before + str(int(match.group()) + step) + text[match.end() :]
    for match in re.finditer(r"(?<=民國 )\d+", text):
        yield text[: match.start()] + str(int(match.group()) - 2) + text[match.end() :]
    for match in re.finditer(rf"\b\d+(?= (?:{MONTHS})\b)|(?<=月 )\d+(?= 日)", text):
        day = int(match.group())
        yield (
            text[: match.start()]
            + str(day - 3 - draw.below(3) if day > 7 else day + 5 + draw.below(9))
            + text[match.end() :]
        )
    for match in re.finditer(r"(?<![\d,.])\d{1,2}(?= ?月(?:[^，。]|$))", text) if language == "zh" else ():
        yield text[: match.start()] + str(int(match.group()) % 12 + 1) + text[match.end() :]
    for group in draw.order(SEEDS["dates"][language]["groups"]):
        cyclic = group[0] in {"Monday", "January", "週一", "first quarter", "第一季", "一季度"}
        for form in group if cyclic or (len(group) == 2 and group[0][:5] == group[1][:5]) else group[:1]:
            match = re.search(rf"\b{form}\b" if language == "en" else form, text)
            if match and not (form == "May" and not re.search(r"(?:in|by|late|until|and) $", text[: match.start()])):
                new = draw.order([other for other in group if other != form])[0]
                yield text[: match.start()] + new + text[match.end() :]
                break


def name_spans(item: Text) -> list[tuple[int, int]]:
    """Return where the names of the article stand in a text."""
    return [span for name in item.passage["names"] for key in ("en", "zh") for span in places(item.text, name[key])]
