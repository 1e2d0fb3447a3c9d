"""What a sentence awaits, and whether another says that it happened, was postponed or was cancelled.

An *act* is one kind of event in both languages: a launch, a ruling, a vote, the closing of a deal.  A sentence awaits
the acts that it names; another answers it when it tells one of them as done (past tense, a headline's present, 已,
正式, 宣布) and neither looks ahead nor denies.  An answer is about the deed that was awaited: a regulator's approval
does not close a deal, and who approves a purchase has not bought.
"""

from __future__ import annotations

import re
from typing import Literal

from broadsheet.text.due import gives_another_day

Outcome = Literal["answered", "postponed", "cancelled"]

_ACTS: tuple[tuple[str, str, str, str], ...] = (
    # act, English as awaited, English as done, Chinese
    ("launch", r"launch(?:es|ing)?|releas(?:e|es|ing)|ship(?:s|ping)?|unveil(?:s|ing)?|roll(?:s|ing)? out|rollout"
     r"|debut|introduc(?:e|es|ing)|publish|available|arriv(?:e|es)|open[- ]sourc(?:e|es|ing)|open (?:the|its) code"
     r"|on sale|sell(?:s|ing)?|sales"
     r"|(?:hit|reach)(?:s|es|ting|ing)? (?:the )?(?:stores|shelves|market)|com(?:e|es|ing) out",
     r"launch(?:es|ed)|releas(?:es|ed)|ship(?:s|ped)|unveil(?:s|ed)|roll(?:s|ed) out|debut(?:s|ed)|introduc(?:es|ed)"
     r"|publish(?:es|ed)|(?:is|are) (?:now )?available|arriv(?:es|ed)|open[- ]sourc(?:es|ed)|open(?:s|ed) (?:the"
     r"|its) code|went on sale|goes on sale|(?:is|are) (?:now )?on sale|(?:hits?|reach(?:es|ed)) (?:the )?(?:stores"
     r"|shelves|market)|came out|(?:started|began) (?:to sell|selling)|sales (?:of .{1,40} )?(?:started|began)",
     r"推出|發布|发布|發表|上市|上線|上线|釋出|開源|开源|登場|問世|問市|亮相|開放"
     r"|開賣|开卖|[開开發发]售|上架"),
    ("ruling", r"rul(?:e|es|ing)|verdict|decid(?:e|es)|decision|judg(?:e)?ment",
     r"ruled|rules|found (?:that|in favou?r|against|liable|guilty)|decided|issued (?:a|its) (?:ruling|decision"
     r"|verdict)|handed down|sided with",
     r"裁定|判決|判决|宣判|裁決|裁决|判定"),
    ("hearing", r"hearing|trial|court date|testif(?:y|ies)|oral arguments?", r"(?:hearing|trial) (?:was held|began"
     r"|opened|started|took place|ended)|testified|heard (?:oral )?arguments",
     r"開庭|开庭|聽證|听证|審理|审理|出庭"),
    ("vote", r"vot(?:e|es|ing)|ballot|referendum", r"voted|pass(?:es|ed)|adopt(?:s|ed)|reject(?:s|ed)", r"表決|表决"
     r"|投票|三讀|通過"),
    ("closing", r"clos(?:e|es|ed|ing)|complet(?:e|es|ed|ion)|finali[sz](?:e|es|ed)",
     r"(?:has |have )?clos(?:es|ed)|complet(?:es|ed)|finali[sz](?:es|ed)|wrapped up",
     r"完成|交割|結案|结案"),
    ("approval", r"approv(?:e|es|al)|clear(?:s|ance)?|licen[cs]e|permit|authori[sz](?:e|es|ation)", r"approv(?:es|ed)"
     r"|clear(?:s|ed)|grant(?:s|ed)|authori[sz](?:es|ed)|green-?lit|signed off|block(?:s|ed)|reject(?:s|ed)",
     r"核准|批准|許可|许可|放行|通過|否決|駁回"),
    ("effect", r"tak(?:e|es|ing) effect|(?:come|comes|enter|enters) into (?:force|effect)|in force"
     r"|apply from", r"took effect|(?:takes|taking) effect (?:today|on)|(?:came|entered) into (?:force|effect)|(?:is"
     r"|are) now in (?:force|effect)",
     r"生效|上路|施行|實施|实施"),
    ("results", r"(?:report|post|publish|announce)(?:s|ing)? .{0,40}(?:results|earnings)|earnings"
     r"|results", r"(?:reported|posted|published|announced|reports|posts) .{0,60}(?:results|earnings|revenue|profit"
     r"|loss)",
     r"財報|财报|法說會|業績|业绩|營收"),
    ("opening", r"(?:re)?open(?:s|ing)?|start(?:s|ing)? (?:operations?|production|construction|work)|begin(?:s"
     r"|ning)? (?:operations?|production|construction|work|mass production)|break ground|mass production",
     r"(?:re)?opened|started (?:operations?|production|construction)|began (?:operations?|production|construction"
     r"|mass production)|broke ground|inaugurated|went online",
     r"啟用|启用|動工|动工|投產|投产|量產|量产|開幕|开幕|開張|开张|落成|啟動|启动"
     r"|開工|开工|通[車车]|[開开]通|[營营]運|[營营]运|首航|[開开][館馆]"
     r"|完工|竣工"),
    ("meeting", r"meet(?:s|ing)?|summit|conference|hold(?:s|ing)? talks|gather", r"met|held (?:a |the |its "
     r"|their )?(?:summit|meeting|conference|talks)|gathered|concluded",
     r"召開|召开|舉行|举行|會面|会面|會談|会谈|峰會|峰会"),
    ("funding", r"rais(?:e|es|ing)|funding|invest(?:s|ing|ment)?|financing", r"rais(?:es|ed)|invest(?:s|ed)"
     r"|secur(?:es|ed)|closed (?:a|its) .{0,30}round",
     r"募資|募资|融資|融资|籌資|投資|投资|入股|注資|募得"),
    ("purchase", r"acquir(?:e|es|ing)|buy(?:s|ing)?|purchas(?:e|es|ing)|tak(?:e|ing) over|merg(?:e|es"
     r"|ing)", r"acquir(?:es|ed)|bought|buys|purchas(?:es|ed)|took over|merged|agreed to (?:buy|acquire)"
     r"|(?<!talks )(?<!bid )(?<!bids )(?<!offer )(?<!plan )(?<!plans )(?<!deal )(?<!effort )(?<!efforts )to (?:buy"
     r"|acquire)",
     r"收購|收购|買下|併購|并购|合併|合并"),
    ("listing", r"IPO|go(?:es|ing)? public|list(?:s|ing)?(?= on| in|\b)|public offering", r"went public|listed"
     r"|priced (?:its|the) IPO|filed for (?:an )?IPO|began trading|made (?:its|a) (?:market )?debut",
     r"上市|掛牌|挂牌|IPO|首次公開"),
    ("post", r"step(?:s|ping)? down|resign|succeed|tak(?:e|es) over as|leav(?:e|es|ing)|appoint|nam(?:e|es|ing)"
     r"|join(?:s)?", r"stepped down|resign(?:s|ed)|succeeded|took over as|left|appoint(?:s|ed)|nam(?:es|ed)|join(?:s"
     r"|ed)",
     r"卸任|辭職|辞职|接任|任命|離職|离职|上任|加入|接掌"),
    ("suit", r"appeal|sue(?:s)?|lawsuit|fil(?:e|es|ing) (?:a|an) (?:suit|appeal|complaint)", r"appealed|sued"
     r"|filed (?:a|an) (?:suit|lawsuit|appeal|complaint)", r"上訴|上诉|提告|起訴|起诉|控告"),
    ("settlement", r"settl(?:e|es|ement)|pay(?:s|ing)?", r"settled|agreed to (?:pay|settle)|paid", r"和解|賠償|赔偿"
     r"|支付"),
    ("ending", r"end(?:s|ing)?|shut(?:s|ting)? down|retir(?:e|es)|discontinu(?:e|es)|sunset|phas(?:e|es) out"
     r"|stop(?:s|ping)?|remov(?:e|es)", r"ended|has shut down|was shut down|retired|discontinued|phased out|stopped"
     r"|removed|pulled",
     r"停止|關閉|关闭|終止|终止|下架|停用|退役|停產|停售"),
    ("layoff", r"lay(?:s|ing)? off|lay-?offs?|cut(?:s|ting)? (?:[\w,]+ ){0,3}?(?:jobs|staff|posts|positions"
     r"|roles)|job cuts",
     r"laid off|lays off|cuts? (?:[\w,]+ ){0,3}?(?:jobs|staff|posts|positions|roles)"
     r"|announc(?:es|ed) (?:[\w,]+ ){0,3}?(?:lay-?offs|job cuts)", r"裁[員员減减撤]|資遣|资遣"),
    ("protest", r"protest(?:s|ing)?|strik(?:e|es|ing)|walk(?:s|ing)? out|walkout|rall(?:y|ies)|demonstrat(?:e|es|ion)",
     r"protest(?:s|ed)?|struck|went on strike|walked out|rall(?:y|ies|ied)|demonstrated",
     r"抗[議议]|罷工|罢工|示威|[遊游]行"),
    ("ban", r"ban|restrict(?:s|ion)?|requir(?:e|es)|impos(?:e|es|ing)|tariff|sanction", r"banned|restricted|imposed"
     r"|required|slapped", r"禁止|限制|課徵|制裁|要求|加徵"),
)  # fmt: skip

_REVIEW = "審議|审议|審查|审查|審核|审核"
"""What awaits an approval, and gives none."""
_AWAITED = tuple(
    (act, re.compile(rf"\b(?:{base})\b|{chinese}{f'|{_REVIEW}' if act == 'approval' else ''}", re.I))
    for act, base, _, chinese in _ACTS
)
_DONE = tuple((act, re.compile(rf"\b(?:{done})\b", re.I), re.compile(chinese)) for act, _, done, chinese in _ACTS)

_AHEAD = re.compile(
    r"\b(?:will|won[’']t|would|shall|to be|going to|plan(?:s|ned|ning)? to|expect(?:s|ed)?|set to|due to|scheduled"
    r"|slated|aims?|intends?"
    r"|could|may|might|should|in talks|considering|weighing|hopes?|seeks?|wants?|pending|likely|ahead of|before it"
    r"|if|whether|yet to)\b"
    r"|將|将(?!軍|军)|預計|预计|預定|擬|拟|計[畫劃]|计划|可望|有望|即將|即将|考慮|考虑|洽談|洽谈|尚未|待|準備|准备"
    r"|打算|是否|如果|若",
    re.IGNORECASE,
)  # fmt: skip
_NOT = re.compile(
    r"\b(?:not|n[’']t|never|no longer|without|denie[sd]|deny)\b|尚未|並未|并未|沒有|没有|未能|否認|否认|並非", re.I
)
_ZH_DONE = re.compile(
    r"已[經经]?|正式|宣布|宣佈|完成|今[天日]|昨[天日]?|日前|今早|今晚|稍早|[（(]?\d{1,2}[)）]?\s?日"
    r"|週[一二三四五六日]|周[一二三四五六日]|了"
)
_OVER = re.compile(
    r"[通核批][過过准]|審[查議核]|审[查议核]|否[決决]|[駁驳]回|裁[定決决]|阻止|提告|起[訴诉]|[質质]疑"
    r"|[調调]查|反[對对]|同意|禁止|[呼籲吁]"
)
"""Verbs of one who judges another's deed: in 「公平會通過甲收購乙」 the purchase is what was passed."""
_JUDGED = frozenset({"approval", "ruling", "vote", "suit", "ban", "hearing"})
_CONDITION = re.compile(
    r"\b(?:subject to|pending|depending on|contingent on|(?:if|once|after) (?:it is |they are )?approved|after)\b[^,;]*"
    r"|(?:[須须需尚待仍]|取得|[獲获])[^，；,;]{0,10}(?:核准|批准|[審审][查議议核]|同意|[許许]可)[後后]?|[視视][^，；,;]{0,12}而定",
    re.IGNORECASE,
)
"""What must come first is not the deed that is awaited."""
_POSTPONED = re.compile(
    r"\b(?:postpon(?:e|es|ed|ement)|delay(?:s|ed)?|push(?:es|ed) back|put(?:s)? off|defer(?:s|red)|reschedul(?:e|es"
    r"|ed)|slip(?:s|ped) to"
    r"|(?:put|bring|brings|brought) (?:[\w’'-]+ ){0,8}?(?:back|forward))\b"
    r"|延後|延后|延期|推遲|推迟|順延|顺延|改期|展延|暫緩|暂缓|延宕|延[至到]|提[前早][至到]|改[至到]",
    re.IGNORECASE,
)
_AFTER_DELAYS = re.compile(
    r"\b(?:after|despite|following)\b[^,;]*?\b(?:delay(?:s|ed)?|postpone(?:d|ments?))\b"
    r"|(?:[歷历][經经]|[經经][歷历]|一再|多次|[數数兩两三]度)[^，；]{0,8}(?:延[期後后宕]|推[遲迟])",
    re.IGNORECASE,
)
"""Delays that lie behind: the thing has come."""
_CANCELLED = re.compile(
    r"\b(?:cancel(?:s|led|ed)|scrap(?:s|ped)|call(?:s|ed) off|abandon(?:s|ed)|withdr(?:ew|awn|aws)|shelv(?:es|ed)"
    r"|walk(?:s|ed) away"
    r"|drop(?:s|ped) (?:its |the )?(?:plan|bid|case|deal|effort)\w*|terminat(?:es|ed))\b"
    r"|取消|喊停|作罷|撤回|撤銷|放棄|放弃|破局|告吹|胎死腹中",
    re.IGNORECASE,
)  # fmt: skip
_COMMA = re.compile(r"[,，](?!\d)|[;；。]")
_CLAUSE = re.compile(r"[,，](?!\d)|[;；：、。]|\b(?:and|but|while|after|as)\b", re.I)


def awaited(sentence: str) -> frozenset[str]:
    """Return the acts that a forward-looking sentence awaits: those of the clause in which it begins to look ahead,
    else those behind it, else all.
    """
    freed = _CONDITION.sub(" ", sentence)
    sentence = freed if _AHEAD.search(freed) else sentence
    ahead = _AHEAD.search(sentence)
    after = sentence[ahead.start() :] if ahead else sentence
    ends = _COMMA.search(after) if ahead else None
    for part in (after[: ends.start()] if ends else after, after, sentence):
        found = frozenset(act for act, pattern in _AWAITED if pattern.search(part))
        if found:
            return found
    return frozenset()


def outcome(sentence: str, acts: frozenset[str], title: bool = False) -> Outcome | None:
    """Return how ``sentence`` ends the wait for ``acts``; None when it does not speak of one, or only looks ahead.

    What names no act may still be given another day: 「子法將延至第三季」.
    """
    named = {act for act, pattern in _AWAITED if pattern.search(sentence)}
    named |= {act for act, pattern, _ in _DONE if pattern.search(sentence)}
    freed = _AFTER_DELAYS.sub(" ", sentence)
    moved = _POSTPONED.search(freed) is not None or gives_another_day(freed)
    moved = moved and not _NOT.search(sentence) and not _ahead_of(sentence, _POSTPONED)
    if not named & acts:
        return "postponed" if moved and not (named and acts) else None
    if _CANCELLED.search(sentence) and not _NOT.search(sentence) and not _ahead_of(sentence, _CANCELLED):
        return "cancelled"
    if moved:
        return "postponed"
    for act, english, chinese in _DONE:
        if act not in acts:
            continue
        for found in english.finditer(sentence):
            if _told(sentence, found):
                return "answered"
        for found in chinese.finditer(sentence):
            low, high = _bounds(sentence, found)
            clause = sentence[low:high]
            judged = act not in _JUDGED and _OVER.search(sentence, low, found.start()) is not None
            if not judged and _told(sentence, found) and (title or _ZH_DONE.search(clause)):
                return "answered"
    return None


def _bounds(sentence: str, found: re.Match[str]) -> tuple[int, int]:
    low = max((m.end() for m in _CLAUSE.finditer(sentence, 0, found.start())), default=0)
    high = next((m.start() for m in _CLAUSE.finditer(sentence, found.end())), len(sentence))
    return low, high


def _told(sentence: str, found: re.Match[str]) -> bool:
    """Say whether the clause of the word tells it as done."""
    low, high = _bounds(sentence, found)
    clause = sentence[low:high]
    return _AHEAD.search(clause) is None and _NOT.search(clause) is None


def _ahead_of(sentence: str, pattern: re.Pattern[str]) -> bool:
    found = pattern.search(sentence)
    if found is None:
        return False
    low, _ = _bounds(sentence, found)
    return (
        re.search(
            r"\b(?:could|may|might|would|if|seeks?|wants?|asks?|urges?)\b|可能|恐|若|要求|呼籲",
            sentence[low : found.start()],
            re.I,
        )
        is not None
    )
