"""A page that stands before the article: asks for money, consent, an account, or a browser that runs its script.

What it says is no news.  It is known by what it declares (schema.org ``isAccessibleForFree``), by the markup of known
consent managers, and by its words: a short text of which most sentences address the visitor of a website.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from broadsheet.text.shingles import fold

Wall = Literal["", "paywall", "consent", "login", "script"]

LONGEST = 1500
"""Characters up to which a text can be a wall.  Of the 181 articles of the extraction benchmark a fifth are shorter, so
length alone says nothing; the wordiest consent page seen has 1,100.  Set by hand, 2026-11-22."""
SHARE = 0.5
"""Share of a text, by characters, in sentences that address the visitor, from which it is a wall.  On the benchmark's
pages, and on 268 articles of one day, no article has more than 0.03; 2026-11-22."""
TEASER = 1200
"""Characters below which the text of a page that declares itself not free is its teaser, not the article."""

# One phrase a line, in small letters and simplified characters (texts are folded before they are compared).
_PAYWALL = r"""
\b(?:subscribe|sign up|register|log ?in|become a (?:member|subscriber))\b[^.!?]{0,40}\bto (?:continue|keep|finish|read)
\b(?:subscribe|sign up|register|log ?in|become a (?:member|subscriber))\b[^.!?]{0,40}\bto (?:unlock|access|view)
\bstart your (?:free )?trial\b
\bto (?:continue|keep) reading\b
\balready (?:a|have a|have an)? ?(?:subscriber|subscription|member)\b
\bsubscribers?[- ]only\b
\b(?:only|available|exclusive|reserved)\b[^.!?]{0,20}\b(?:for|to) (?:our )?(?:paid |paying )?subscribers\b
\b(?:for|is for) paid subscribers\b
\b(?:subscribe|subscription) (?:now|today|from|to unlock|to get|plans?)\b
\bunlock (?:this|the full|unlimited)\b
\bunlimited (?:digital )?access\b
\b(?:free|complimentary) articles? (?:left|remaining|this month)\b
\byou've (?:reached|read|hit) (?:your|the)\b[^.!?]{0,40}\b(?:limit|last|free)\b
\bcancel (?:at )?any ?time\b
订阅(?:后|即可|以)?[^。！？!?]{0,12}(?:阅读|全文|解锁|观看)
(?:本文|此文|全文|内容)[^。！？!?]{0,8}(?:会员|付费|订户|订阅)[^。！？!?]{0,6}(?:限定|专属|专享|独享|可阅|可读|阅读)
(?:付费|(?:加入|成为|开通)会员)[^。！？!?]{0,12}(?:阅读|全文|解锁|继续|观看)
剩余[^。！？!?]{0,6}免费|免费(?:阅读)?(?:额度|篇数|次数)
"""
_CONSENT = r"""
\b(?:we|(?:this|our) (?:web)?site|our partners?)\b[^.!?]{0,80}\b(?:uses?|using|stores?|sets?)\b[^.!?]{0,40}\bcookies?\b
\bsimilar technologies\b|\binformation on a device\b
\b(?:accept|reject|manage|allow|decline)(?: all| your)? (?:cookies|preferences|settings|choices)\b
\bcookie (?:policy|settings|preferences|notice|consent)\b
\b(?:accept|reject) all\b
\byour (?:privacy (?:choices|settings)|consent|personal data)\b
\blegitimate interests?\b
\bprivacy policy\b
\bbefore you continue\b
(?:使用|接受|允许|同意|管理)[^。！？!?]{0,14}cookies?(?![a-z])
cookies?[^。！？!?]{0,14}(?:政策|设定|设置|声明|使用|技术)
隐私权?(?:政策|声明|设定|设置)
全部(?:接受|拒绝)
"""
_LOGIN = r"""
\b(?:log ?in|sign ?in)\b[^.!?]{0,30}\b(?:to|or|with)\b[^.!?]{0,40}\b(?:account|continue|register)\b
\b(?:log ?in|sign ?in|continue) with (?:google|facebook|apple|e-?mail)\b
\bplease (?:log ?in|sign ?in)\b
\bforgot(?:ten)? (?:your )?password\b
\bcreate an? (?:free )?account\b
\bkeep me (?:logged|signed) in\b
\bdon't have an account\b
请先?(?:登入|登录|登陆)
(?:登入|登录)(?:后|以|即可|会员|账号|帐号)
忘记密码
注册(?:账号|帐号|会员|新)
"""
_SCRIPT = r"""
\b(?:enable|turn on|requires?|activate|need|without|disabled?)\b[^.!?]{0,40}\b(?:java ?script|cookies)\b
\bjava ?script\b[^.!?]{0,40}\b(?:disabled|enabled?|required|turned off|not supported)\b
\b(?:are you|you're|you are)(?: not)? a (?:robot|human|bot)\b
\bverify(?:ing)? (?:that )?(?:you|if you)[^.!?]{0,20}\bhuman\b
\bchecking (?:your|if the site)\b[^.!?]{0,40}\b(?:browser|connection|secure)\b
\bjust a moment\b
\b(?:unusual|suspicious|automated) (?:traffic|activity|access|requests?)\b
\b(?:complete|solve) the (?:captcha|security check|challenge)\b
\baccess (?:to this page )?(?:has been |is )?denied\b
\bdisable your ad ?blocker\b|\bad ?blocker (?:detected|enabled)\b
\bsupported browser\b
\b(?:ray|reference|incident|request) id\b
\bsecurity service to protect\b|\bperformance (?:and|&) security by\b
(?:启用|开启|打开|不支援|不支持|关闭)[^。！？!?]{0,12}(?:java ?script|浏览器|广告拦截)
java ?script[^。！？!?]{0,10}(?:启用|开启|停用|禁用)
(?:不是|非|是否为)机器人
(?:人机|安全|滑动)验证|验证码
异常(?:流量|访问|存取)|(?:存取|访问)(?:遭到|被|已被)?拒绝
"""
_PHRASES: tuple[tuple[Wall, str], ...] = (
    ("paywall", _PAYWALL),
    ("consent", _CONSENT),
    ("login", _LOGIN),
    ("script", _SCRIPT),
)
_WALLS = {kind: re.compile("|".join(phrases.split("\n")[1:-1])) for kind, phrases in _PHRASES}
_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")
_MANAGERS = re.compile(
    r"onetrust|CybotCookiebot|didomi|sp_message_container|qc-cmp2|usercentrics|cmpbox|truste[-_]|iubenda|borlabs"
    r"|consent-page|fc-consent-root|cky-consent|termly|osano|klaro|tarteaucitron|evidon",
    re.IGNORECASE,
)
_CONSENT_HOST = re.compile(r"(?:consent|guce|cmp|myprivacy)\.", re.IGNORECASE)
_TITLES = re.compile(
    r"just a moment|attention required|access (?:to this page has been )?denied|are you a (?:robot|human)"
    r"|security check|verify(?:ing)? (?:that )?you are (?:a )?human|before you continue|robot (?:check|or human)"
    r"|pardon our interruption|please (?:verify|wait|enable)|(?:403|429|503)\b|安全验证|人机验证|请稍[候等]"
)


def wall_of(text: str, *, title: str, html: str, host: str, free: bool) -> Wall:
    """Return which wall the main ``text`` of a page is, or "" when it is an article.

    ``title`` is the page's, ``html`` its markup, ``host`` the one that answered; ``free`` is False where the page says
    that the article is not accessible for free.
    """
    if len(text) > LONGEST:
        return ""
    plain = fold(text)
    found = _addressing(plain)
    addressed = sum(found.values())
    if addressed and addressed >= SHARE * len(plain):
        most = max(found, key=lambda kind: (found[kind], kind))
        return "consent" if most == "script" and found["consent"] else most
    if len(text) < TEASER and (not free or _WALLS["paywall"].search(plain[-200:])):
        return "paywall"
    if _CONSENT_HOST.match(host) and (addressed or not text):
        return "consent"
    if found["consent"] and len(text) < LONGEST // 2 and _MANAGERS.search(html):
        return "consent"
    return "script" if _TITLES.match(fold(title)) and (addressed or not text) else ""


def _addressing(text: str) -> Counter[Wall]:
    """Return kind -> characters of the sentences of ``text`` that address a visitor so; each counts once."""
    found: Counter[Wall] = Counter()
    for sentence in _SENTENCE.findall(text):
        for kind, phrases in _WALLS.items():
            if phrases.search(sentence):
                found[kind] += len(sentence)
                break
    return found
