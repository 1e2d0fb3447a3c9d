"""What may stand in an edition at all: no address, no markup, no hidden signs, no words meant for a machine.

A source may try to speak to whoever summarises it ("ignore previous instructions").  Such a sentence is never quoted
and never believed, whoever proposes it; the patterns (English, Chinese) refuse some honest sentences on the matter too.
"""

from __future__ import annotations

import re

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
    return _INSTRUCTION.search(text) is not None


def fault(text: str) -> str:
    """Return why ``text`` may not be printed: ``address markup hidden instruction``; empty if it may."""
    checks = (("address", has_address), ("markup", has_markup), ("hidden", has_hidden), ("instruction", is_instruction))
    return next((code for code, found in checks if found(text)), "")
