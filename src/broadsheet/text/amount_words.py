"""The ways to say how many that are no figures: a third, doubled, dozens, 翻倍, 數百萬, 第三大.

The patterns stand here; ``amount_readers`` says what each match means, ``amounts`` joins them with plain figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.text.amount_readers import (
    WORDS,
    Reader,
    read_a_decade,
    read_added,
    read_age,
    read_and_a_half,
    read_came_to,
    read_celsius,
    read_discount_either,
    read_dozens,
    read_fold,
    read_fraction,
    read_fraction_figures,
    read_fraction_han,
    read_great_fraction,
    read_half,
    read_half_of,
    read_is_first,
    read_million_with_money,
    read_multiple_english,
    read_nth,
    read_over_half,
    read_pair_word,
    read_rate_step,
    read_some_ten,
    read_two,
    read_vague_english,
    read_vague_han,
)
from broadsheet.text.units import AFTER, MEASURES

_N = r"(?:\d[\d,]*(?:\.\d+)?|" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")"
_Z = r"(?:\d[\d,]*(?:\.\d+)?|[一二兩两三四五六七八九十百]{1,5})"
_GREW = (
    r"(?:成長|增長|增长|成长|增加|增|上升|上漲|上涨|漲|涨|提升|提高|擴大|扩大|擴增|暴增|激增|大增|飆升|飙升|多出|高出)"
)
_UNIT_WORDS = "|".join(
    sorted((re.escape(s) for s in (*AFTER, *MEASURES) if s[0].isascii() and s[0].isalpha()), key=len, reverse=True)
)
_ZH_UNITS = "|".join(sorted((re.escape(s) for s in (*AFTER, *MEASURES) if not s[0].isascii()), key=len, reverse=True))


def _patterns() -> Iterator[tuple[str, re.Pattern[str], Reader]]:
    """Yield the patterns, the fullest first.  Before each stand words of which a text must hold one for it to match."""
    i = re.IGNORECASE
    of_unit = rf"(?:\s(?:of\s)?(?:US\s)?(?P<unit>{_UNIT_WORDS}))?\b"
    yield (
        "multi",
        re.compile(rf"\bmulti-?(?P<one>million|billion|trillion)(?:[- ](?P<unit>{_UNIT_WORDS}))?\b", i),
        read_million_with_money,
    )
    yield (
        "dozen score tens hundred thousand million billion trillion",
        re.compile(
            rf"\b(?P<few>(?:a few|several|many|some)\s(?=\w+\b))?(?P<one>(?(few)(?:dozen|hundred|thousand"
            rf"|million|billion|trillion)"
            rf"|(?:dozen|score|ten|hundred|thousand|million|billion|trillion)s))\b(?<!\d\smillions)"
            rf"(?: of (?P<two>thousands|millions|billions|trillions))?(?: of)?{of_unit}",
            i,
        ),
        read_vague_english,
    )
    zh_unit = rf"(?:\s?[個个]?(?P<unit>{_ZH_UNITS}))?"
    yield (
        "數 数 幾 几 上 成",
        re.compile(
            rf"(?<![人次多無无少倍參参函常指整係系字位分總总件基])(?:[數数幾几]|(?<![以之線路晚早馬马網网])上"
            rf"|好幾|成)(?P<powers>[十百千萬万億亿兆]{{1,3}})"
            rf"(?:上[萬万]|[多餘余])?(?![分足能瓦]){zh_unit}"
        ),
        read_vague_han,
    )
    yield (
        "十",
        re.compile(rf"(?P<n>[一二三四五六七八九]?十)[幾几多餘余]\s?[個个名位家款項项人]?{zh_unit}"),
        read_some_ten,
    )
    # multiples
    yield (
        "twice thrice doubl tripl trebl quadrupl quintupl sextupl",
        re.compile(
            r"\b(?P<word>twice|thrice|(?:doubl|tripl|trebl|quadrupl|quintupl|sextupl)(?:e[sd]?|ing)(?!-(?:digit"
            r"|check|blind|click|edged|sided))\b(?!\s(?:digit|down|check|standard)))",
            i,
        ),
        read_multiple_english,
    )
    yield "fold", re.compile(rf"\b(?P<n>{_N})-?fold\b", i), read_fold
    yield "倍", re.compile(r"(?:增加|成長|增長|增长|成长|提高|提升|擴大|扩大)(?:了)?(?:約|约|近)?一倍(?!半)"), read_two
    yield "翻 倍", re.compile(r"翻(?:了)?(?:(?P<again>兩番|两番)|一?倍|一?番)|倍增|加倍"), read_two
    zh_lead = r"(?:了|約|约|近|逾|超過|超过|將近|将近|至少|高達|最多|大約|整整|\s)*"
    times = rf"(?P<n>{_Z})\s?(?:[多餘余]\s?)?倍(?P<half>半)?"
    came = (
        r"(?:[增擴提升漲涨翻攀擴扩][加大長高升展增]?|成長|提升|擴大|上升|達|达|達到|达到)(?:至|到|為|为|成)"
        r"(?:原[本先來来]?的?|[去前]年的?|先前的?|此前的?|目前的?|現在的?|上一代的?)?"
    )
    yield "倍", re.compile(rf"{came}{zh_lead}{times}"), read_came_to
    yield "倍", re.compile(rf"{_GREW}{zh_lead}{times}"), read_added
    yield "倍", re.compile(r"[快慢高低多少大強强貴贵長长重][出上了]*(?P<n>一|1)\s?倍(?P<half>半)?"), read_added
    # shares
    yield "半", re.compile(r"過半數?|过半数?|逾半數?|超過半數|超过半数|大半(?![天年夜])"), read_over_half
    yield "majority", re.compile(r"\b(?:a|the vast|the) majority\b", i), read_over_half
    yield (
        "分之",
        re.compile(
            r"(?P<n>[一二兩两三四五六七八九十])(?P<power>[百千萬万億亿])分之\s?(?P<top>[一二兩两三四五六七八九十]{1,3})"
        ),
        read_great_fraction,
    )
    yield (
        "thousandth hundredth millionth",
        re.compile(
            r"\b(?P<top>one|an?) (?P<n>two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty)[- ]"
            r"(?P<power>hundredth|thousandth|millionth)\b",
            i,
        ),
        read_great_fraction,
    )
    yield (
        "in out",
        re.compile(
            r"\b(?P<top>one|two|three|four|five|six|seven|eight|nine|\d{1,3}) (?:in|out of)(?: every)? "
            r"(?P<power>\d{1,3}(?:,\d{3})+)\b(?P<n>)(?!\s?(?:million|billion))",
            i,
        ),
        read_great_fraction,
    )
    yield (
        "分之",
        re.compile(
            rf"(?P<bottom>百|千|萬|万|{_Z})分之\s?(?P<top>\d+(?:\.\d+)?|[一二兩两三四五六七八九十]{{1,4}})(?!點|点)"
        ),
        read_fraction_han,
    )
    yield "分之", re.compile(r"(?P<bottom>千)分之\s?(?P<top>\d+(?:\.\d+)?)"), read_fraction_han
    bottoms = (
        r"(?P<part>halves|half|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?"
        r"|hundredths?|thousandths?)"
    )
    yield (
        "half halves third quarter fourth fifth sixth seventh eighth ninth tenth hundredth thousandth",
        re.compile(
            r"\b(?<!first )(?<!last )(?<!past )(?<!next )(?<!previous )(?<!consecutive )(?<!straight )"
            r"(?P<n>one|two|three|four|five|six|seven|eight|nine)[- ]"
            + bottoms
            + r"\b(?!-)(?!\s(?:quarter|of \d{4}|consecutive))(?<!one half)(?<!two quarters)(?<!three quarters in)",
            i,
        ),
        read_fraction,
    )
    yield (
        "third quarter fourth fifth sixth seventh eighth ninth tenth hundredth thousandth",
        re.compile(
            r"\b(?P<n>a) "
            + bottoms.replace("halves|half|", "")
            + r"\b(?=\s(?:of|more|less|fewer|as|above|below|higher|lower|larger|bigger|faster|quicker"
            r"|slower|cheaper|dearer|smaller|longer"
            r"|shorter|lighter|heavier|better|worse|stronger|weaker|taller|older|younger|over|under)\b|[.,;)]"
            r"|$)(?!\sof (?:the|a) \w+ (?:quarter))",
            i,
        ),
        read_fraction,
    )
    yield (
        "third quarter fourth fifth sixth seventh eighth ninth tenth hundredth thousandth",
        re.compile(r"\b(?P<may>)(?P<n>a) " + bottoms.replace("halves|half|", "") + r"\b", i),
        read_fraction,
    )
    yield "/", re.compile(r"(?<![\d/.])(?P<top>[1-9])/(?P<bottom>[2-9]|10)(?![\d/])"), read_fraction_figures
    yield (
        "in out",
        re.compile(
            r"\b(?P<top>one|two|three|four|five|six|seven|eight|nine|\d{1,2}) (?:(?:[a-z]+ )(?=in [a-z]+\b)(?!in\b))?"
            r"(?:in|out of)(?: every)? (?P<bottom>two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\b"
            r"(?!\s(?:day|week|month|year|hour"
            r"|minute)s?)(?![.,]?\d|%|\s?(?:million|billion))",
            i,
        ),
        read_fraction_figures,
    )
    yield (
        "half",
        re.compile(
            rf"\b(?P<n>{_N}) and a half(?: (?P<scale>thousand|million|billion"
            rf"|trillion))?(?: (?P<unit>{_UNIT_WORDS}))?\b",
            i,
        ),
        read_and_a_half,
    )
    yield (
        "half",
        re.compile(
            rf"\bhalf[- ](?:an?[- ])?(?P<of>dozen|thousand|million|billion|trillion|hour|day|month|year|decade"
            rf"|century)\b"
            rf"(?:\s(?P<unit>{_UNIT_WORDS}))?\b",
            i,
        ),
        read_half_of,
    )
    yield (
        "半",
        re.compile(r"(?<![下上一多過过個个])半(?:個|个)?(?P<of>打|年|月|小時|小时|天|世紀|世纪|秒|分鐘)(?<!半月)"),
        read_half_of,
    )
    yield (
        "half",
        re.compile(
            rf"\b(?P<n>{_N}) (?:(?P<scale>thousand|million|billion|trillion) )?(?P<unit>years?|months?|hours?"
            rf"|days?|decades?) and a half\b",
            i,
        ),
        read_and_a_half,
    )
    yield "半", re.compile(rf"(?P<n>{_Z})\s?(?P<unit>年|天|小時|小时|個月|个月)半"), read_and_a_half
    yield "半", re.compile(rf"(?P<n>{_Z})\s?[個个]半\s?(?P<unit>月|小時|小时|鐘頭|星期|週|周|世紀)"), read_and_a_half
    yield (
        "half halv",
        re.compile(
            r"\b(?:cut|slashed|reduced|split|sliced)(?: \w+){0,4} in half\b|\bhalv(?:e[sd]?|ing)\b|\bby half\b", i
        ),
        read_half,
    )
    yield "半 腰", re.compile(r"一半|半數|半数|減半|减半|砍半|腰斬|腰斩|折半|對半|对半|半價|半价|五五波"), read_half
    yield (
        "half",
        re.compile(
            r"\bhalf\b(?![- ](?:year|time|hour|day|marathon|life|brother"
            r"|sister))(?<!first half)(?<!second half)(?<!first-half)(?<!second-half)(?<!latter half)",
            i,
        ),
        read_half,
    )
    # dozens and ages
    yield "dozen", re.compile(rf"\b(?P<n>{_N}) dozen\b", i), read_dozens
    yield "dozen", re.compile(r"\b(?:the )?dozen\b", i), read_dozens
    yield "打", re.compile(r"(?P<n>[一兩两三四五])打(?![算擊开開造破敗])"), read_dozens
    yield (
        "decade century",
        re.compile(r"\b(?:an?|the (?:past|last|next)|this) (?P<word>decade|century)\b", i),
        read_a_decade,
    )
    yield (
        "折",
        re.compile(
            r"打\s?(?P<n>\d(?:\.\d)?|\d\d|[一二三四五六七八九]{1,2})\s?折"
            r"|(?<![骨曲轉转])(?P<n_>[一二三四五六七八九\d])\s?折(?=優惠|優待|出售|促銷|起)"
        ),
        read_discount_either,
    )
    yield "fortnight", re.compile(r"(?<!\d )(?<!two )(?<!three )\b(?P<word>fortnight)\b", i), read_a_decade
    yield "攝氏 摄氏", re.compile(r"[攝摄]氏\s?(?P<n>\d{1,4}(?:\.\d+)?)\s?度"), read_celsius
    yield "碼", re.compile(r"(?:升息|降息|加息|減息|調升|調降|升|降)\s?(?P<n>半|[一二兩三四1-4])\s?碼"), read_rate_step
    yield (
        "age",
        re.compile(r"\b(?:aged?|ages|age of|over the age of) (?P<n>\d{1,3})\b(?!\s?(?:percent|%|year))", i),
        read_age,
    )
    # ordinals
    yield (
        "第",
        re.compile(r"第\s?(?P<nth>\d+|[一二三四五六七八九十百]{1,4})(?!\s?(?:季|月|天性|三方|一線|一手))"),
        read_nth,
    )
    yield "st nd rd th", re.compile(r"\b(?P<nth>\d{1,4}(?:st|nd|rd|th))\b", i), read_nth
    yield (
        "no. number rank",
        re.compile(r"\b(?:No\.|number|ranked|rank) ?#?(?P<nth>\d{1,3}|one|two|three|four|five)(?!\d|\.\d)\b", i),
        read_nth,
    )
    yield (
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fifteenth twentieth",
        re.compile(
            r"\b(?P<nth>third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
            r"|fifteenth|twentieth)\b(?!\s?part(?:y|ies)|-part)",
            i,
        ),
        read_nth,
    )
    yield (
        "second",
        re.compile(
            r"\b(?P<nth>second)(?=-(?:largest|biggest|generation|place|most|highest|ranked|in-command|best"
            r"|fastest)|\s(?:largest|biggest|generation|place|most|highest|time|round|phase|version|company"
            r"|country|consecutive|straight|year|case|death|day|fund|plant|factory|model))",
            i,
        ),
        read_nth,
    )
    yield "second", re.compile(r"\b(?P<may>)(?P<nth>second)\b", i), read_nth
    yield (
        "first initial debut maiden inaugural top lead primary never pioneer earliest 首 早 先 最大 號 軍 龍 初",
        re.compile(
            r"\b(?:first|initial(?:ly)?|debut|maiden|inaugural|top|leading|primary|never before|pioneer\w*"
            r"|earliest)\b|首|最早|率先|最大|頭號|冠軍|龍頭|最先|初次",
            i,
        ),
        read_is_first,
    )
    yield (
        "both pair duo couple twin trio quartet either neither 雙 双 兩 两 三者 一對",
        re.compile(
            r"\b(?:both|pair|duo|couple|twins?|trio|quartet|n?either)\b|雙方|双方|兩者|两者|三者|兩國|雙|一對", i
        ),
        read_pair_word,
    )


SPECIALS = tuple((tuple(hints.split()), pattern, read) for hints, pattern, read in _patterns())
"""Hints in small letters, pattern, reader."""
