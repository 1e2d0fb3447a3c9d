"""A day without a year beside a verb of the past: "released GPT-5 on Dec. 17", 「於 12 月 17 日宣佈」 look back.

Such a day is when the thing happened, so it is never a day to come, whichever year lies nearest.  Where the clause says
"will", 將 or 預計 between the verb and the day, the day belongs to what is announced and is left to come.
"""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"[;:；：。!?！？\n]|[,，、](?!\d)")
_REACH = 80
"""Characters of a clause that are read on either side of a day; a verb further off has another day."""

_COMES = re.compile(
    r"\b(?:will|would|shall|to|expect(?:s|ed|ing)?|plan(?:s|ned)?|set|due|scheduled|slated|upcoming|coming|until|till|by"
    r"|before|begins?|starts?|opens|launches|ships|arrives)\b|[將将會会擬拟]|預[計定期]|预[计定期]|計[畫劃]|计划|[訂订定]於|定于|订于"
    r"|可望|有望|最快|最[晚遲迟]|即[將将]",
    re.IGNORECASE,
)
_DID = re.compile(
    r"\b(?:released|launched|unveiled|introduced|acquired|bought|founded|opened|closed|signed|published|filed|reported"
    r"|debuted|shipped|ended|rose|fell|sued|fined|resigned|died|began|started|took place|came out|went live)\b[^,;]*$"
    r"|\b(?:announced|said|told|wrote|confirmed|disclosed|promised|pledged|vowed|warned|agreed)\s(?:(?:it|reporters|us|this|late|early|back|on|in)\s)*$",
    re.IGNORECASE,
)
_DEED = (
    r"(?:removed|withdr(?:ew|awn)|deleted|banned|blocked|updated|patched|fixed|recalled|passed|adopted|approved|rejected"
    r"|dismissed|ruled|sentenced|convicted|indicted|charged|arrested|appealed|voted|testified|raised|hired|joined|left|quit"
    r"|stepped down|won|lost|cut|paid|sold|merged|completed|finished|occurred|happened|hit|peaked|became|tweeted)"
)
_DEED_BEFORE = re.compile(
    rf"\b(?:(?<!is )(?<!are )(?<!be ){_DEED}|was|were)\b(?:(?!\b(?:is|are|has|have|takes?|goes?|ends?|expires?|closes?"
    r"|appl(?:y|ies)|enters?|holds?|meets?|votes?|rules?|returns?|comes?|hears?|decides?|faces?|starting|effective)\b)"
    r"[^,;])*(?<!for )(?<!from )$",
    re.IGNORECASE,
)
"""A deed that is done where it is told, however far before the day it stands, with nothing of the present between."""
_EVENT = re.compile(
    r"\b(?:trials?|hearings?|votes?|elections?|deadlines?|meetings?|summits?|conferences?|launch|events?|debut|release"
    r"|auctions?|sessions?|talks|strikes?|IPO|listing)\s+on\s+$",
    re.IGNORECASE,
)
"""What may be announced for a day: "hired a lawyer for the trial on March 3" leaves the day open."""
_DID_AFTER = re.compile(
    r"[^,;]{0,30}?\b(?:announced|said|unveiled|confirmed|released|launched|signed|acquired|introduced"
    rf"|(?<!is )(?<!are )(?<!be ){_DEED}|was|were)\b",
    re.IGNORECASE,
)
_ADVERB = (
    r"(?:\s|（[^）]*）|晚間?|晚间|凌晨|清晨|早上|上午|中午|下午|深夜"
    r"|當天|当天|正式|對外|对外|共同|聯合|联合|首次|再次|再度|[又也才剛刚先])*"
)
_SPOKE = re.compile(
    rf"{_ADVERB}(?:宣[布佈告]|表示|指出|透露|報[導道]|报道|說|说|證實|证实|坦言|強調|强调|回應|回应|[已曾了]|發文|发文)"
)
_ACTED = re.compile(
    rf"{_ADVERB}(?:發[布佈表]|发[布表]|釋出|释出|公[布佈開开]|推出|收購|收购|上線|上线|開源|开源|簽署|签署|裁定|起訴|起诉"
    r"|提[起交出]|完成|結束|结束|召開|召开|登場|登场|通過|通过|遞交|递交|更新|成立|下架|停止|關閉|关闭)"
)
_BEFELL = re.compile(
    rf"{_ADVERB}(?:股[價价])?(?:大[漲涨]|上[漲涨]|收[漲涨跌盤盘]|下跌|重挫|判[決决處处]|逮捕|[發发]生|爆[發发]|病逝|去世|辭世|辞世|[遭獲获]|下令)"
)
_UP_TO = re.compile(r"^\s*截至\s?$")
"""A count up to a day: 「截至 3 月 3 日，共有」; 「報名截至 3 月 3 日」 is a deadline."""
_AT = re.compile(r"(?:[於于在]|早在|[自從从])\s?$")
_PERFECT = re.compile(r"[已曾](?!知)|(?<=[\u3400-\u9fff])了(?![解結结不])")


def happened(text: str, start: int, end: int) -> bool:
    """Say whether the day ``text[start:end]``, told without a year, is told as the day when something was done."""
    low = max(0, start - _REACH)
    opens = max((m.end() for m in _CLAUSE.finditer(text, low, start)), default=low)
    high = min(len(text), end + _REACH)
    closes = next((m.start() for m in _CLAUSE.finditer(text, end, high)), high)
    lead, trail = text[opens:start], text[end:closes]
    comes = max((m.end() for m in _COMES.finditer(lead)), default=0)
    if _DID.search(lead, comes) or (_DEED_BEFORE.search(lead, comes) and not _EVENT.search(lead)):
        return True
    if comes:
        return False
    if _SPOKE.match(trail) or _UP_TO.match(lead):
        return True
    if _COMES.search(trail):
        return False
    if _BEFELL.match(trail):
        return True
    if re.match(r"on\s", lead.lstrip(), re.IGNORECASE) and _DID_AFTER.match(text[end : end + 60].lstrip(" ,")):
        return True
    if _AT.search(lead) and _ACTED.match(trail):
        return True
    return _PERFECT.search(trail) is not None or _PERFECT.search(lead) is not None
