"""Which way a Chinese day looks that says no year: 「週一宣布這項計畫」 looks back, 「將於週一宣判」 looks ahead.

    the clauses before a day, the day, the clauses after it -> "past", "ahead" or "open"

A Chinese day stands before its verb, so what comes right behind it decides, or a word right before it (將於, 預計).
A verb without a sign of either (「週五公布財報」) may be both and is left open.  Of the two words that deceive, 將 is
"will" only before a verb (「週一將總部遷往台南」 has moved it), and 計畫 plans only between who plans and what is
planned.  Both writings are read in the simplified one.
"""

from __future__ import annotations

import re
from typing import Literal

import rjieba

from broadsheet.text.names import simplified

_SOFT = re.compile(r"[，、]|,(?!\d)")
_CLOCK = (
    r"(?:\s|[（(][^）)]*[)）]|[上下中]午|[早晚]间?上?|傍晚|凌晨|清晨|深夜|盘[前后中]"
    r"|[零一二三四五六七八九十\d]{1,3}\s?[点时:：](?:\d{1,2}分?|半|整)?|美东时间|当地时间|台湾时间|北京时间)*"
)
_ADVERB = (
    r"(?:\s|也|又|还|再|就|则|便|都|均|才|正|已经|正式|对外|对内|公开|共同|联合|首次|首度|再次|再度|一致|突然|紧急|同步"
    r"|亲自|随即|陆续)*"
)
_WILL = (
    r"预[计定期估料]|排定|[订定]于|(?<![虚模])拟(?![定议])|可望|有望|最[快早晚迟慢]|即将|打算|必须|务必|不得"
    r"|(?<![主需重不必])要(?![求闻点件素])"
)
_TO = (
    r"敲定在|目标|期限|截[止至]|(?:延|顺延|延后|延期|推迟|展延|改期?|提[前早]|移)(?:至|到|在)"
    r"|择|选在|(?<![决确一稳约规固设肯特否必假限])[订定]|准备|须|需|(?<![对相反响适供])应|得在"
)
"""What ties a day to its verb only right before it."""
_LEAD = re.compile(
    rf"(?:{_WILL}|{_TO}|将|(?P<plan>计[划画]))(?:会|可)?(?:最[快早晚迟慢])?(?:于|在|到|至|为|是|自|从)?\s?$"
)
"""What stands right before a day to come: 將於, 預計, 最快在, 延至."""
_TRAIL = re.compile(rf"(?P<between>.{{0,20}}?)(?P<mark>{_WILL}|(?P<may>会)|将|须|(?P<plan>计[划画]))")
"""What looks ahead behind a day: 週五法院將, 週五預計."""
_PREPOSITION = r"[在于以与和同跟对向为从自由因经]"
_VERBAL = re.compile(rf"会|可|{_PREPOSITION}|再|首|正|继|持|陆|全|就|提|有|是|成")
"""What follows 將 when it means "will", besides verbs."""
_CASE = re.compile("[案权书额费价款股税]")
"""What makes a noun of the verb before it: 收購案."""
_PLAN_NOUN = re.compile(r"的|(?:[这该此本其各某新]|一|两|多|首)[项个份套]?|[项个份套]|案|书")
_EFFECT = re.compile(r"\s?才?(?:生效|上路|实施|施行|[届期]满)")
"""What begins or ends so long after a decision: 90 天後生效."""
_SIGN = re.compile(r"[已曾](?!知)|(?<=[\u3400-\u9fff])[了过](?![解结不渡度程去])")
"""A sign that something is done."""
_DONE_ON = re.compile(r"(?:[已曾]经?|早)[于在自]?\s?$")
_PASSIVE = re.compile(rf"{_CLOCK}{_ADVERB}(?:[遭被获受]|曝光|出炉|告吹|破局|生变|引发)")
_DEADLINE = re.compile(r"\s?[之以]?前(?![瞻端面景锋往后])")
_FROM = re.compile(
    r"\s?起(?:.{0,12}?(?:实施|施行|生效|上路|开放|开始|适用|[调停暂恢]|试办|受理|开卖|发售|销售|展开|举行|改|可|须|禁止"
    r"|全面|正式|陆续|分批|提供|接受|上市|上架|执行|推出|[征课]收)|\s*$)"
)
_TERM = re.compile(rf"{_CLOCK}(?:截止|到期|届满|期满)(?![了后])")
_STATED = (
    r"宣[布告称]|表示|指出|透露|报[导道]|说(?!明会)|称|证实|坦言|强调|回应|发文|重申|警告|承诺|否认|承认|认为|呼吁|提到"
    r"|补充"
)
_ON_A_PROGRAMME = (
    r"发[布表]|释出|公[布开]|推出|上[线市]|开源|签[署约]|[召举][开行办集]|登场|展示|亮相|更新|介绍|提[出交]|递交|[开闭]幕"
    r"|开庭"
)
"""What a calendar tells as the news does: 「3 月 3 日公布財報」."""
_DEED = (
    r"收购|裁[定决员]|起诉|提起|完成|结束|通过|成立|下架|停止|关闭|批准|核准|驳回|否决|决[定议]|同意|取消|撤[回销]|放弃|下令|要求"
    r"|告知|通知|解雇|任命|辞职|请辞|宣誓|股[价市]|[大上重]涨|收[涨跌盘]|[下重]跌|重挫|判[决处]|逮捕|发生|爆发|病逝|去世|辞世"
    r"|遭|被|获|达成|指控|控告|提告|曝光"
)
_VERB = re.compile(rf"{_STATED}|{_ON_A_PROGRAMME}|{_DEED}")
_SAYS = re.compile(rf"{_CLOCK}{_ADVERB}(?:{_STATED})|\s?(?:消息|[电讯])\s?$")
"""Who speaks on the day, or the line of an agency: 「8 月 8 日電」."""
_DID = re.compile(rf"{_CLOCK}{_ADVERB}(?:{_PREPOSITION}.{{1,16}}?)?{_ADVERB}(?:{_DEED})")
"""What is done on the day that stands right before it."""
_PUBLISHES = re.compile(rf"{_CLOCK}{_ADVERB}(?:{_PREPOSITION}.{{1,16}}?)?{_ADVERB}(?:{_ON_A_PROGRAMME})")
_ON = re.compile(r"(?:[于在]|早在|[自从])\s?$")
_UP_TO = re.compile(r"^\s*截至\s?$")
"""A count up to a day: 「截至 3 月 3 日，共有」; 「報名截至 3 月 3 日」 is a term."""


def chinese_tense(lead: str, day: str, trail: str) -> Literal["past", "ahead", "open"]:
    """Say whether ``day`` between ``lead`` and ``trail`` is told as gone by or as to come, or is left open."""
    before = simplified(_SOFT.split(lead)[-1])
    after = [simplified(part) for part in _SOFT.split(trail)]
    here = after[0]
    if _UP_TO.match(before):
        return "past"
    tied = _LEAD.search(before)
    if tied is not None and not tied["plan"]:
        return "ahead"  # 「預計 9 月 3 日宣布」: who says so will
    if _SAYS.match(here):
        return "past"
    if _before(before, here) or (day[-1] in "後后" and _EFFECT.match(here) and not _SIGN.search(here)):
        return "ahead"
    if not re.sub(_CLOCK, "", here) and not before.strip() and len(after) > 1:
        here = after[1]  # 「週五，法院將宣判」
    return _behind(before, here)


def _before(lead: str, trail: str) -> bool:
    """Say whether a word right before the day looks ahead."""
    found = _LEAD.search(lead)
    if found is None:
        # A will that stands further off: 將與對方於週五會面.
        far = max((m.end() for m in re.finditer("将", lead)), default=-1)
        return far >= 0 and _is_will(lead[far:] + "某日") and not _VERB.search(lead, far)
    return not found["plan"] or (_plans(lead[: found.start()]) and not _PASSIVE.match(trail))


def _behind(lead: str, trail: str) -> Literal["past", "ahead", "open"]:
    done = _SIGN.search(trail) is not None or _DONE_ON.search(lead) is not None
    if _DEADLINE.match(trail) and not done:
        return "open" if _SAYS.match(_DEADLINE.sub("", trail, count=1)) else "ahead"
    if (_FROM.match(trail) or _TERM.match(trail)) and not done:
        return "ahead"
    found = _TRAIL.match(trail)
    if found is not None and _free(found["between"]):
        rest = trail[found.end() :]
        if found["plan"]:
            if not re.fullmatch(rf"{_CLOCK}{_ADVERB}", found["between"]) or _PLAN_NOUN.match(rest) or not rest.strip():
                return "open"
            return "ahead"
        if found["may"]:
            return "ahead" if _is_word(found["between"], "会", rest) else "past" if done else "open"
        if found["mark"] != "将" or _is_will(rest):
            return "ahead"
        return "past" if done else "open"
    if done or _DID.match(trail) or (_ON.search(lead) and _PUBLISHES.match(trail)):
        return "past"
    return "open"


def _free(between: str) -> bool:
    """Say whether no verb stands between a day and the word that looks ahead: it belongs to the day."""
    if _SIGN.search(between) or "的" in between:
        return False
    bare = re.sub(rf"^{_CLOCK}{_ADVERB}", "", between)
    return not any(
        kind.startswith("v") and kind != "vn" and len(word) > 1 for word, kind in rjieba.tag(bare)
    ) and not _VERB.search(bare)


def _is_word(before: str, word: str, after: str) -> bool:
    """Say whether ``word`` is one by itself between what stands before and after it: 會 and not 董事會, 會議."""
    at = 0
    for found in rjieba.cut(before + word + after):
        if at == len(before):
            return found == word
        at += len(found)
    return False


def _is_will(rest: str) -> bool:
    """Say whether 將 before ``rest`` means "will": a verb follows, and no thing that is taken (將總部遷往)."""
    words = rjieba.tag(rest.lstrip())
    if not words:
        return False
    (word, kind), more = words[0], words[1:]
    verbs_after = any(other[:1] == "v" for _, other in more)
    if (_CASE.fullmatch(word[-1]) or (more and _CASE.fullmatch(more[0][0]))) and verbs_after:
        return False
    return _VERBAL.match(word) is not None or _VERB.match(word) is not None or kind.startswith(("v", "d"))


def plans(lead: str, rest: str) -> bool:
    """Say whether 計畫 between ``lead`` and ``rest`` is a verb, and no programme or plan that something befalls."""
    folded = simplified(rest).lstrip()
    words = rjieba.tag(folded)
    return (
        bool(words)
        and _PLAN_NOUN.match(folded) is None
        and _PASSIVE.match(folded) is None
        and (words[0][1][0] in "vptd" or _VERB.match(folded) is not None)
        and _plans(simplified(lead))
    )


def _plans(lead: str) -> bool:
    """Say whether 計畫 behind ``lead`` is a verb: who plans stands before it, and no word that makes a noun of it."""
    words = rjieba.tag(lead)
    if not words:
        return True
    return not (_PLAN_NOUN.search(words[-1][0]) or words[-1][1].startswith(("v", "a", "m", "q")))
