"""Does a sentence ask its reader to do or to answer something?  Then no model is shown it.

``quotable.is_instruction`` knows the words that are meant for a machine.  An order need not have them ("Explain how
plants grow."); in news almost no sentence that tells a fact is an order or a question, so a model that is shown none
loses nothing and has nothing to obey.  For what a *reader* is shown this would be too strict.
"""

from __future__ import annotations

import re

_VERBS = (
    "act|add|adopt|allow|alter|alternate|analy[sz]e|answer|append|apply|arrange|ask|assume|attach|be|begin|break|bring|build|calculate|call|capitali[sz]e|"
    "change|check|choose|cite|click|combine|compare|complete|compose|compute|consider|convert|copy|craft|create|define|"
    "debate|delete|deliver|demonstrate|develop|describe|design|determine|direct|discuss|display|do|draft|elaborate|embed|emphasi[sz]e|encourage|end|ensure|estimate|"
    "evaluate|exclude|explain|explore|express|fetch|find|finish|focus|follow|forget|format|generate|give|group|guide|help|hide|"
    "highlight|identify|ignore|illustrate|imagine|implement|incorporate|include|indicate|inject|insert|install|integrate|intersperse|"
    "introduce|invent|invite|list|make|mention|merge|mix|modify|name|never|note|offer|omit|open|order|outline|output|"
    "paraphrase|phrase|pick|place|plan|post|praise|prepare|present|pretend|print|produce|promote|propose|provide|publish|put|"
    "quote|rank|read|rearrange|recite|recommend|reformat|refer|remind|remove|rephrase|replace|reply|report|respond|reverse|"
    "reveal|rewrite|run|say|scramble|search|select|send|share|show|shuffle|sketch|solve|speak|split|spell|start|state|stop|subscribe|"
    "structure|substitute|suggest|summari[sz]e|swap|switch|talk|teach|tell|think|translate|transform|try|turn|type|urge|use|"
    "utili[sz]e|visit|vote|warn|write"
)
_OPENING = r"^[\W_]*(?:(?:please|kindly|now|then|also|first|finally|just|simply|never|instead|do not|don't)[, ]+)*"
_TELLS = r"(?!\s*[:,]?\s*(?:is|are|was|were|has|have|had|will|would|said|says)\b)"
_ORDER = re.compile(rf"{_OPENING}(?:{_VERBS})\b{_TELLS}", re.IGNORECASE)
_ASKS = re.compile(
    r"^[\W_]*(?:(?:can|could|would|will) you|(?:can|could|may) I|how (?:do|can|should|would|to)"
    r"|what(?:'s| is| are| does| do)|who (?:is|was)|where|when (?:is|was|did|do)|why (?:is|are|do|does)|which"
    r"|tell me|give me|help me|show me)\b.*\?\W*$",
    re.IGNORECASE,
)
_SPOKEN_TO = re.compile(
    r"\b(?:your|the|this|each|every|its) (?:response|answer|reply|output|summary|message|translation)s?\b"
    r"|\bin your (?:text|words)\b",
    re.IGNORECASE,
)
_ZH = re.compile(
    r"^[\W_]*(?:[請请](?!假|願|愿|求|託|托|款|辭|辞|柬|調|调)|麻煩|麻烦|務必|务必|幫我|帮我|給我|给我|告訴我|告诉我|現在起|现在起"
    r"|(?:解釋|解释|說明|说明|翻譯|翻译|列出|列舉|列举|撰寫|撰写|寫出|写出|寫一|写一|改寫|改写|介紹|介绍|推薦|推荐|描述|總結|总结|概述"
    r"|計算|计算|產生|产生|生成|輸出|输出|回答|回覆|回复|加上|加入|附上|插入|點擊|点击|下載|下载|造訪|访问|使用|以|用|將|将|把)"
    r".{0,30}(?:[一幾几兩两三]?[段篇首句個个份封種种]|文章|答案|回答|輸出|输出|字母|拼音|連結|链接|網站|网站|標題|标题|程式|代碼|代码|語氣|语气|方式|開頭|开头|結尾|结尾))"
    r"|^[\W_]*[你您](?:現在|现在|將|将)?(?:是|要|必須|必须|應該|应该|需要|只能)|[，,](?:[請请]|務必|务必)(?!假|願|愿|求|託|托|款|辭|辞)"
    r"|[請请](?:不要|勿|別|别|務必|务必|把|將|将|先|優先|优先|在|用|以|只|附|寫|写|列|輸出|输出|回|翻|解|推薦|推荐)"
    r"|^[\W_]*(?:把(?!關|关|握|守|手|戲|戏)|(?:將|将).{1,12}(?:換成|换成|改成|改為|改为|列為|列为|排在|放在))"
    r"|^[\W_]*(?:系統|系统)\s*[:：]"
    r"|[你您](?:的)?(?:回答|回覆|回复|摘要|輸出|输出|任務|任务)|[嗎吗呢]?[?？]\W*$"
)
_PIECE = re.compile(r"(?<=[.!?。！？;；:：])[\"'”’」』)）]*\s*|\s+(?=[\"'“‘「『(（\[<])|[—–]\s+")


def is_order(text: str) -> bool:
    """Say whether any sentence in ``text``, quotations and brackets included, is an order or a question."""
    pieces = [piece for piece in _PIECE.split(text) if piece and piece.strip()]
    return any(
        _ORDER.match(piece) or _ASKS.match(piece) or _SPOKEN_TO.search(piece) or _ZH.search(piece)
        for piece in (text, *pieces)
    )
