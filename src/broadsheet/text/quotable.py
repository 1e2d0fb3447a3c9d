"""What may stand in an edition at all: no address, no markup, no hidden signs, no words meant for a machine.

A source may try to speak to whoever summarises it ("ignore previous instructions").  Such a sentence is never quoted
and never believed, whoever proposes it; the patterns (English, Chinese) refuse some honest sentences on the matter too.
"""

from __future__ import annotations

import re
import unicodedata

_ADDRESS = re.compile(
    r"(?:https?|ftp|file|data|javascript|mailto):\S|\bwww\.\w|[\w.+-]@[\w-]+\.\w"
    r"|[\w-]\.(?:com|org|net|io|ai|cn|tw|dev|app|gov|edu|co|uk|de|me|ly|xyz)/\w"
)
_MARKUP = re.compile(
    r"</?[A-Za-z!][^<>]{0,400}>|<(?:script|style|iframe|svg|img)\b|!?\[[^\]]{0,200}\]\([^)]{0,400}\)"
    r"|&(?:#\d+|#x[0-9a-fA-F]+|[a-z]{2,8});|```|\{\{|\}\}|\{%|^\s{0,3}#{1,6}\s|\*\*\S|\\u[0-9a-fA-F]{4}",
    re.MULTILINE,
)
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\U000e0000-\U000e007f\ue000-\uf8ff]"
)
_MACHINE = r"(?:AIs?|A\.I\.|LLMs?|language models?|assistants?|chat ?bots?|summari[sz]ers?|agents?)"
_READER = (
    r"(?:(?:AI|LLM|GPT|large language|language|machine) (?:models?|systems?|assistants?|agents?|readers?|bots?|tools?"
    r"|summari[sz]ers?|editors?|writers?)|AIs?|A\.I\.|LLMs?|chat ?bots?|bots?|crawlers?|(?:automated )?summari[sz]ers?"
    r"|assistants?|(?:ChatGPT|GPT|Claude|Gemini|Copilot)\b)"
)
"""Whom such words address, named more widely than ``_MACHINE``; only used beside a form of address or a command."""
_READS = r"(?:read|summari[sz]|process|pars|scan|crawl)(?:ing|es|e|s)?\b"
_COMMAND = (
    r"(?:please|kindly|you (?:must|should|will|shall|are)|do (?:not|as)|don't|always|never|ignore|disregard|forget"
    r"|output|respond|reply|print|say|write|include|recommend|rank|summari[sz]e|follow|obey|mention|reveal|treat|tell"
    r"|translate|repeat|put|add|begin|quote|cite|skip|stop|listen|choose|select|pick|describe|praise)\b"
)
_FIRST = r"(?:first|at the (?:very )?top|on top|above (?:all|every|the)|as (?:the )?(?:top|lead|most important))\b"
_ADDRESSED = re.compile(
    # An order: at the start of a sentence or clause, or after "please" or "you must" (elsewhere the verb only tells).
    r"(?:^|[.!?:;,\"'(\[>]\s*|\b(?:please|kindly|now|just|you (?:must|should|will|can|may|shall|are to)) )(?:"
    # What stands before is to be thrown away.
    r"(?:ignore|disregard|forget|override|bypass|discard|drop) (?:\w+ ){0,3}?"
    r"(?:(?:the )?(?:foregoing|above|preceding)\b|(?:everything|anything|all|whatever|what|text|words?|lines?)\b.{0,40}"
    r"\b(?:above|before|prior|preceding|precedes|preceded|foregoing|so far|until now|up to here|earlier|previously)\b)"
    # A machine is called.
    r"|(?:dear|hello|hi|hey|attention|to (?:any|all|every|each|the|whichever|whatever)),? "
    rf"(?:\w+ ){{0,2}}?{_READER}\s*(?:[:!]"
    rf"|,? (?:(?:that|who|which|now|currently) ){{0,2}}(?:(?:is|are|may|will) )?{_READS})"
    # This is to stand first.
    r"|(?:rank|place|list|quote|print|put|mark|cite|feature) (?:this|our|my|the following) (?:\w+ ){0,3}?"
    rf"{_FIRST})"
    r"|^\W{0,4}(?:"
    rf"(?:dear|hello|hi|hey|attention),? (?:\w+ ){{0,2}}?{_READER}\s*,"
    rf"|(?:the )?{_READER}\s*[,:]\s*{_COMMAND}"
    r"|as (?:the|an?) (?:\w+ ){0,2}(?:editor|summari[sz]er|writer|assistant|model|AI|journalist|curator|compiler)\b"
    r".{0,50}, ?(?:please|kindly|you (?:must|should|will|shall|are to))\b)"
    r"|\bdisregard the (?:foregoing|above|preceding|former)\b"
    r"|\byour (?:new|only|real) (?:task|job|role) is\b|\byour (?:task|job|role) (?:now is|is now)\b"
    rf"|\b(?:whoever|whatever) (?:is )?{_READS} this\b"
    rf"|\b(?:if you are|for) (?:an? |any |the ){_READER} (?:(?:that|who|which) )?(?:(?:is|are) )?{_READS}(?! list)"
    rf"|\b(?:do|act|proceed|behave|obey|listen|answer|continue)\b[^.,;]{{0,30}}, ?(?:dear )?{_READER}\s*[:!]"
    rf"|\b{_READER}(?: (?:(?:that|who|which) )?(?:(?:is|are|may|might|will) )?{_READS}"
    r" this (?:page|article|text|line|document|story|post|site|message|sentence|note|feed)\b"
    r"|\b.{0,60}\b(?:must|shall|should|have to|need to) (?:always |now )?(?:rank|place|list|quote|cite|print|feature)\b"
    rf".{{0,60}}\b{_FIRST})"
    r"|\b(?:please|kindly) (?:always |now )?(?:rank|place|list|quote|print|feature|position|put (?:this|our|my))\b"
    rf".{{0,60}}\b{_FIRST}",
    re.IGNORECASE | re.MULTILINE,
)
"""The other ways to speak to the machine: by name, by what to forget, by what to put first."""
_ZH_READER = (
    r"(?:AI|LLM|GPT|人工智慧|人工智能|大?語言模型|大?语言模型|大模型|智慧|智能)\s*"
    r"(?:助手|助理|模型|編輯|编辑|主編|主编|機器人|机器人|摘要(?:工具|器|系統|系统)?)?"
)
_ZH_FORGET = (
    r"(?:忽視|忽视|忽略|無視|无视|忘記|忘记|忘掉|不要理會|不要理会|不必理會|不必理会"
    r"|拋開|抛开|丟棄|丢弃|捨棄|舍弃|略過|略过|跳過|跳过)"
)
_ZH_BEFORE = r"(?:上述|以上|之前|先前|前面|上面|前述|上文|前文|此前)"
_ZH_ADDRESSED = re.compile(
    r"(?:[請请你您]|^\W{0,4}|[。!?:;\n]\s*|現在|现在)(?:務必|务必|先|立即|立刻|完全|全部|你|您)?"
    rf"{_ZH_FORGET}(?:掉|在)?(?:你|您|所有|全部|一切|這|这|本){{0,2}}{_ZH_BEFORE}"
    rf"|[把將将]{_ZH_BEFORE}.{{0,8}}{_ZH_FORGET}|[你您]的(?:新|唯一|真正)的?(?:任務|任务|工作)(?:就)?是"
    rf"|{_ZH_FORGET}(?:掉)?(?:所有|全部|一切)?{_ZH_BEFORE}"
    r".{0,4}(?:文字|對話|对话|訊息|消息|一切|段落|設定|设定|全部內容|全部内容)"
    r"|(?:從現在|从现在|從此刻|从此刻|接下來|接下来|現在起|现在起|即刻起).{0,4}[你您].{0,8}"
    r"(?:扮演|就是|只能|只需|必須|必须|都要|要聽|要听)"
    r"|^\W{0,4}(?:[請请](?:[你您])?|[你您](?:要|必須|必须|現在|现在|將|将))扮演"
    rf"|(?:^\W{{0,4}}|[。!?;\n]\s*|[致給给]|各位|親愛的|亲爱的){_ZH_READER}\s*[,:]?\s*[你您]?(?:[請请]|務必|务必|必須把|必须把)"
    r"|(?:[致給给]|各位|親愛的|亲爱的)(?:所有|任何|正在|讀到|读到|閱讀|阅读|本文|此文|這篇|这篇|文章|的){0,8}"
    rf"{_ZH_READER}\s*[,:]"
    r"|[請请](?:務必|务必|你|您)?(?:"
    r"在(?:你的|您的)?(?:摘要|總結|总结|回答|回覆|回复|輸出|输出|報導|报道|標題|标题|日報|日报)"
    r"|(?:優先|优先)(?:引用|排|推薦|推荐|刊|列|選用|选用|摘|報導|报道|收錄|收录)"
    r"|只(?:需|要|能)?(?:輸出|输出|回答|回覆|回复))",
    re.IGNORECASE | re.MULTILINE,
)
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above"
    r"|earlier|preceding|all|any|your|other)\b"
    r".{0,30}\b(?:instructions?|prompts?|directions?|rules?|guidelines?|messages?"
    r"|contexts?|polic(?:y|ies)|articles?|text)\b"
    r"|^\W{0,4}(?:system|assistant|user|developer|human)\s*[:：]"
    r"|<\|?(?:im_start|im_end|system|endoftext)|\[/?INST\]|\b(?:BEGIN"
    r"|END) (?:SYSTEM )?PROMPT\b|###\s*(?:instruction|system)"
    r"|\bas an? (?:AI|artificial intelligence)(?: language)?(?: model| assistant| agent)?,"
    r"|\byou (?:must|should now|will now|are required to|are instructed to|have to|need to)"
    r" (?:not |never |always )?(?:ignore|output|respond|reply|print|say|write|include"
    r"|answer|recommend|rank|summari[sz]e|follow|obey|"
    r"state|mention|visit|click|send|reveal|treat|rate|tell|translate|repeat|put|place|add"
    r"|start|begin|report|quote)\b"
    r"|\byou are (?:now )?(?:an? )?(?:\w+ ){0,4}(?:assistant|AI|language model|chat ?bot|agent)\b"
    r"|\b(?:do not|don't|never) (?:tell|reveal|inform|mention"
    r"|disclose)\b.{0,40}\b(?:users?|readers?|anyone|humans?)\b"
    r"|\byour (?:summary|response|answer|reply|output|system prompt)\b"
    r"|\bwhen(?:ever)? (?:you )?summari[sz](?:e|ing)\b"
    rf"|\b(?:attention|note|notice|message|instructions?|important)\b.{{0,12}}\b(?:to"
    rf"|for)\b (?:the |any |all )?{_MACHINE}\b"
    rf"|\b{_MACHINE} (?:reading|summari[sz]ing|processing) this\b"
    r"|\b(?:new|updated|hidden|secret|special) instructions?\s*[:：]"
    r"|\b(?:rank|place|list|print|put|mark) this (?:story|article|item|text|page) (?:first|at the top|as)\b"
    r"|\b(?:reveal|print|repeat|output|show)\b.{0,20}\b(?:system prompt|api keys?|passwords?)\b"
    r"|(?:忽略|無視|无视|忘記|忘记|忘掉|不要理會|不要理会|跳過|跳过).{0,14}"
    r"(?:指令|指示|提示|規則|规则|說明|说明|要求|命令)"
    r"|(?:作為|作为)(?:一個|一个|一名)?(?:AI|人工智慧|人工智能|語言模型|语言模型)(?:助理|助手|模型)?[，,]"
    r"|(?:你|您)(?:現在|现在)?(?:必須|必须|務必|务必|應該|应该|需要|只能).{0,10}"
    r"(?:輸出|输出|回答|回覆|回复|總結|总结|忽略|"
    r"寫|写|列|稱|称|說|说|推薦|推荐)"
    r"|(?:你|您)(?:現在|现在)?是(?:一個|一个|一名).{0,10}"
    r"(?:助理|助手|模型|機器人|机器人)"
    r"|^\W{0,4}(?:系統|系统|助理|助手|使用者|用户|用戶)(?:提示|訊息|消息|指令)?\s*[:：]"
    r"|[請请](?:務必|务必)?[將将把](?:本文|此文|這篇|这篇|本篇).{0,20}(?:排|列|放|標|标|評|评|置)",
    re.IGNORECASE | re.MULTILINE,
)

_LOOK_ALIKES = str.maketrans(
    "авеіјкмнорсԁһԛѕтуԝхьАВЕІЈКМНОРСЅТУԜХԌԚαβγεηικνορτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɡɑ’‘",
    "abeijkmhopcdhqstywxbABEIJKMHOPCSTYWXGQabyenikvoptuxwABEZHIKMNOPTYXiga''",
)
"""Cyrillic and Greek letters that are drawn like Latin ones, as in the confusables of Unicode's UTS 39."""


def has_address(text: str) -> bool:
    """Say whether ``text`` holds a URL, a domain that opens as one, or an e-mail address."""
    return _ADDRESS.search(text) is not None


def has_markup(text: str) -> bool:
    """Say whether ``text`` holds HTML, Markdown links or fences, entities, or a template's braces."""
    return _MARKUP.search(text) is not None


def has_hidden(text: str) -> bool:
    """Say whether ``text`` holds control, zero-width, bidirectional, tag or private-use characters."""
    return _HIDDEN.search(text) is not None


def is_instruction(text: str) -> bool:
    """Say whether ``text`` speaks to a machine that reads it instead of to a reader."""
    plain = _seen(text)
    patterns = (_INSTRUCTION, _ADDRESSED) if text.isascii() else (_INSTRUCTION, _ADDRESSED, _ZH_ADDRESSED)
    return any(pattern.search(plain) for pattern in patterns)


def _seen(text: str) -> str:
    """Return ``text`` as a reader sees it: full-width and styled letters, accents and look-alikes become plain ones."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(_LOOK_ALIKES)


def fault(text: str) -> str:
    """Return why ``text`` may not be printed: ``address markup hidden instruction``; empty if it may."""
    checks = (("address", has_address), ("markup", has_markup), ("hidden", has_hidden), ("instruction", is_instruction))
    return next((code for code, found in checks if found(text)), "")
