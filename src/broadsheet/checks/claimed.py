"""Claims that a sentence makes by one small word: all, the largest, the first in the world, because, despite.

Such a word changes what is told and little else: the names, the figures and nearly all words stay the passage's own.
Each family is a pair: what claims in a sentence, and what in a passage, in either language, lets it be claimed.  The
second list is the wider one, since a passage says the same by many words ("helped by", 帶動) or by none ("as").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings

CODE = "novelty"


class _Family(NamedTuple):
    """``claims``: the words of an English sentence; ``allows``: the words of a passage that bear them out."""

    claims: re.Pattern[str]
    allows: re.Pattern[str]


_COUNT = r"(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|both|sides|parties)"
_ALL = _Family(
    re.compile(
        r"(?<!after )(?<!above )(?<!first of )(?<!at )(?<!not )(?<!were )\ball\b(?![,.;])"
        rf"(?! (?:of )?(?:(?:the|its|their|these|those|his|her) )?{_COUNT}\b)(?! (?:but|time|along|over)\b)(?!-)"
        r"|\b(?:everyone|everybody|entirely|altogether)\b"
        r"|(?<!than )(?<!than in )(?<!for )(?<!of )\bany\b(?! (?:more|other|further)\b)"
    ),
    re.compile(
        r"\b(?:all|every\w*|each|both|any\w*|whole|entire\w*|always|full\w*|total\w*|complete\w*|across|throughout|none|never|without"
        r"|wherever|whenever|whatever|unlimited|universal\w*|constantly|100|nationwide|nobody|nothing|regardless)\b"
        r"|所有|全|每|皆|都|一律|任何|均|各|凡|整|总|一切|通通|悉数|遍|必须|空|尽"
    ),
)
_EVERY = _Family(
    re.compile(r"\b(?:every|always)\b"),
    re.compile(
        _ALL.allows.pattern
        + r"|\b(?:per|annual\w*|daily|weekly|monthly|yearly|regular\w*|a (?:day|week|month|year|quarter)|over and over)\b"
    ),
)
_ONLY = _Family(
    re.compile(
        r"\b(?:exclusively|solely|only (?!(?:an?|the|about|some|around|half|in|on|if|when|after|to|by|from|because|for)\b)[a-z]{4,})"
    ),
    re.compile(
        r"\b(?:only|sole\w*|alone|exclusiv\w*|just|merely|except|limited|but|restrict\w*|no other|nothing else|unless|until|single|fewer|less|not|no|so far|few|purely|confined|one)\b|n't\b"
        r"|仅|只|唯|独|才|限|除|单|不|未|没|无|专|单单"
    ),
)
_ORDINAL_BEST = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))[ -](?:most |[a-z]+est\b|best\b)"
)
"""The second largest is no largest."""
_NO_SUPERLATIVE = """
    interest latest request suggest invest harvest protest contest west forest honest modest arrest guest quest digest
    manifest midwest southwest northwest bequest conquest divest reinvest pretest backtest unrest northeast at-rest
    earnest inquest attest detest infest ingest molest retest rest test nest pest vest best-seller earliest furthest
"""
_NO_BEST = "|".join(_NO_SUPERLATIVE.split())
_BEST = _Family(
    re.compile(
        rf"\b(?!(?:{_NO_BEST})\b)[a-z]{{3,}}est\b|\bbest\b(?! of\b)|\ba record\b|\brecord (?:high|low|\$|€|£|\d)|\ball-time\b"
        r"|\bfirst[- ]ever\b|\bfor the first time\b|\bthe (?:world's )?first\b(?! (?:half|quarter|week|month|year|day|stage|phase|round|batch"
        r"|step|time|of (?:january|february|march|april|may|june|july|august|september|october|november|december)|\d|two|three|four|five|six))"
        r"|\bunprecedented\b|\bthe world's only\b"
    ),
    re.compile(
        rf"\b(?!(?:{_NO_BEST})\b)[a-z]{{3,}}est\b|\b(?:best|record|most|top\w*|leading|leader|lead|leads|no\. 1|number one|first|firsts|chief|peak|ever|never|all-time"
        r"|only|maiden|debut\w*|new|initial|pioneer\w*|inaugural|unprecedented|least|maximum|minimum|worst|main|primary|premier|foremost"
        r"|unique|sole|unrivalled|beat|beats|surpass\w*|overt\w+|exceed\w*|above all|more than any|no other|dominat\w*|biggest|early)\b"
        r"|最|首|第一|冠|龙头|霸|史上|创|新高|新低|纪录|历史|榜|空前|唯一|初|始|主要|首席|率先|领先|前所未|史无|至今|头号|顶"
    ),
)
_WORLD = _Family(
    re.compile(r"\b(?:in the world|the world's|worldwide|globally|on earth|in history|of all time|anywhere)\b"),
    re.compile(
        r"\b(?:world\w*|global\w*|earth|history|historic\w*|ever|anywhere|international\w*|planet|all-time|all time|record)\b"
        r"|世界|全球|国际|地球|史上|历史|举世|各国|海内外"
    ),
)
_CAUSE = _Family(
    re.compile(
        r"\b(?:because|(?<!is )(?<!are )(?<!was )(?<!were )due to|owing to|thanks to|as a result of|as a consequence of|caused by|on account of|attribut(?:ed|es|able) to|stemming from)\b"
    ),
    re.compile(
        r"\b(?:because|due|owing|thanks|result\w*|consequen\w*|caus\w+|account|attribut\w*|stem\w*|as|since|so|so that|after|for|by|from|with|over"
        r"|amid|cit(?:es|ed|ing)|led|lead\w*|leav\w+|help\w*|driv\w+|drove|prompt\w*|spur\w*|fuel\w*|why|reason\w*|blam\w*|thus|therefore|hence"
        r"|following|when|trigger\w*|forc\w*|push\w*|mak\w+|made|meaning|which|given|behind|owe\w*|contribut\w*|in response|if|unless|until|[a-z]{3,}ing)\b"
        r"|因|理由|由于|导致|使|致|受|带动|归|故|所以|为了|以|令|让|推|拜|源于|造成|引发|起于|促|在于|缘|之故|时|下|后|随|拉|造就|响应|才|凭|靠"
    ),
)
_DESPITE = _Family(
    re.compile(r"\b(?:despite|in spite of|although|even though|notwithstanding)\b"),
    re.compile(
        r"\b(?:despite|in spite|although|though|notwithstanding|but|yet|however|while|whereas|even|still|nevertheless|nonetheless|regardless"
        r"|albeit|unlike|rather|instead|not|no|without|never|short|only|except|against|fail\w*|anyway|after)\b|n't\b"
        r"|虽|尽管|但|却|仍|不过|然|即使|纵|而|惟|可是|反|照样|依旧|还是|未|不|无|没|只|仅"
    ),
)
_KINDS = (
    _Family(
        re.compile(r"\b(?:profits?|earnings|net income)\b"),
        re.compile(
            r"\b(?:profit\w*|earn\w*|income|loss\w*|gain\w*|margin\w*|made|makes|ebitda)\b|利|盈|赚|亏|收益|财报"
        ),
    ),
    _Family(
        re.compile(r"\b(?:revenues?|turnover)\b"),
        re.compile(
            r"\b(?:revenue\w*|turnover|sales|sold|sell\w*|income|takings|earn\w*|receipts|billings|brought in|bring\w* in|paid|fees?)\b|营收|收入|业绩|销|营业|售|卖|进帐|入账|入帐"
        ),
    ),
    _Family(
        re.compile(r"\braise[sd]? (?:[$€£¥]|us\$|nt\$|a further [$€£])"),
        re.compile(
            r"\b(?:rais\w+|fund\w*|round|invest\w*|financ\w*|capital|collect\w*|pledg\w*|borrow\w*|listing|ipo|sold shares|offering)\b|募|融资|筹|增资|投资|集资"
        ),
    ),
    _Family(re.compile(r"\bin cash\b"), re.compile(r"\bcash\b|现金|现钱")),
    _Family(
        re.compile(r"\b(?:in stock|all-stock|in shares)\b"), re.compile(r"\b(?:stock\w*|shares?|equity)\b|股|库存|现货")
    ),
    _Family(
        re.compile(r"\b(?:valu(?:es|ed|ing|ation)) (?:\w+ ){0,4}at\b|\bvaluation\b"),
        re.compile(r"\b(?:valu\w+|worth|apprais\w*|market cap\w*|price[sd]?)\b|估|市值|值"),
    ),
)
"""Kinds of sums that are not told by each other's name: sales, profits, a valuation, cash."""
_FAMILIES = (_ALL, _EVERY, _ONLY, _BEST, _WORLD, _CAUSE, _DESPITE, *_KINDS)


def claimed(case: Case) -> Finding | None:
    """Return the fault of an English sentence that makes a claim of which no word is in its passages."""
    if case.language.startswith("zh"):
        return None
    written, source = readings(case)
    here, there = _ORDINAL_BEST.sub(" ", _unnamed(written)), _ORDINAL_BEST.sub(" ", source.folded)
    for family in _FAMILIES:
        found = family.claims.search(here)
        if found is not None and family.allows.search(there) is None:
            return Finding(CODE, f"nothing in the passage says {found[0]!r}", hard=False)
    return None


def _unnamed(reading: Reading) -> str:
    """Return a text without its names: Budapest is no superlative."""
    text = reading.folded
    for name in reading.mentions:
        text = text[: name.start] + "-" * (name.end - name.start) + text[name.end :]
    return text
