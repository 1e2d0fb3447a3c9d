"""What a sentence of news or of a paper is good for: to tell what happened, what it is made of, or what it is used for.

General English and Chinese cue words, no beat's names.  Every function is pure and looks at one sentence or one title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from broadsheet.text.quotable import fault
from broadsheet.text.sentences import Span

SHORTEST, LONGEST = 30, 400
"""Characters of a Latin-script sentence worth quoting; a longer one is no sentence but a list that lost its stops."""
SHORTEST_HAN, LONGEST_HAN = 12, 220
"""The same for Chinese, which says as much in half the characters.  Both hand-set 2026-11-22 on the reference input."""
FEWEST_WORDS = 5
ORDERED = 4.0
"""What a headline loses that asks or orders: as much as being in another language, twice.  A story whose every title
does keeps one, for a paper may ask in its title.  Set by hand, 2026-11-23: an order in one of two titles is not shown.
"""


def _cues(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_BOILERPLATE = _cues(
    r"\b(?:subscribe|sign up|newsletter|cookies?|click here|read more|learn more|find out more|follow us"
    r"|all rights reserved"
    r"|terms of (?:use|service)|privacy policy|advertis(?:ement|ing disclosure)|sponsored|affiliate"
    r"|log ?in|press release|join us"
    r"|share this|related (?:articles?|stories)|photo(?:graph)? (?:by|credit)|image (?:by|credit|source)"
    r"|copyright|©|editor'?s note"
    r"|this (?:article|post|story) (?:was|is|has been|first|originally)|originally (?:appeared|published)"
    r"|stay tuned|comments? below"
    r"|thank you for|project page|code is available|will be released at|the analysis says|the (?:author"
    r"|article|post|piece) "
    r"(?:says|argues|cites|describes|lists|notes|compares))\b",
    r"^(?:by|reporting by|edited by|additional reporting|words by|contact|source|tags?|updated?"
    r"|published)\b[: ]",
    r"訂閱|订阅|點擊|点击|點閱|關注我們|关注我们|公眾號|公众号|掃碼|扫码|版權|版权|轉載|转载|責任編輯"
    r"|责任编辑|圖源|图源|延伸閱讀|延伸阅读|相關新聞"
    r"|廣告|更多內容|更多内容|加入會員|按讚|留言|粉絲團|未經授權|免責聲明|免责声明|(?:文章|作者|本文"
    r"|評論)(?:稱|称|認為|认为|指出|列出|表示)",
    r"^(?:來源|来源|作者|編輯|编辑|記者|记者|文|圖|图|編譯|编译|出處|标签|標籤)\s*[:：|｜/／]",
)
_TEASER = _cues(r"(?:\[?(?:\.{3}|…+)\]?|\[\+\d+ chars\])\s*$", r"^(?:\.{3}|…)", r"[:：]$")
_IMPERATIVE = _cues(
    r"^[\"“']?(?:please|click|visit|provide|explain|describe|translate|summari[sz]e|generate|compose|write"
    r"|tell|suggest|recommend"
    r"|answer|respond|reply|output|print|insert|repeat|pretend|act|always|never|send|help|give|list|draft"
    r"|develop|check|see|watch"
    r"|read|listen|try|imagine|remember|note|consider|stay|share|follow|buy|get|join|discover"
    r"|download)\b(?! (?:is|was|has|had)\b)"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|does|do|did"
    r"|says?|said|told|let|cut|set"
    r"|made|got|won|led|rose|fell|grew|ran|put|beat|met|built|sold|held|took|gave|came|went|became|began"
    r"|kept|lost|paid|sent|spent"
    r"|show|find|use|propose|present|introduce|achieve|offer|remain|argue|report|aim|plan|help|allow|make"
    r"|give|run|rely|need|want)\b"
    r"|\b[a-z]{2,}(?:ed|es|s)\b"
)
_UNRESOLVED = _cues(
    r"^[\"“']?(?:it|he|she|they|this|these|that|those|such|its|his|her|their|both|we|i|our|there"
    r"|the (?:two|company|model|firm|deal"
    r"|move|tool|system|latter|former|new|report|team|authors?|method|approach|framework|product|update"
    r"|service|startup))\b",
    r"^(?:其中?|他|她|它|該|该|此|這|这|那|我們|我们|雙方|双方|兩者|两者|前者|後者|后者|同時|同时|另外"
    r"|此外|而且|並|并且|不過|不过|但|然而|因此)",
)
_SPEAKS_OF_ITSELF = _cues(
    r"^(?:here,? )?(?:we|this (?:paper|work|study|article)) (?:\w+ )?(?:propos|present|introduc|develop|describ|design"
    r"|releas|construct|show|demonstrat|find|stud|investigat|examin|analy|evaluat|explor|combin|asks?|compar)"
)
"""A paper that says what it does: its "we" is its authors, who stand beside the sentence."""
_CONNECTED = _cues(
    r"^[\"“']?(?:however|but|and|also|meanwhile|moreover|furthermore|in addition|additionally|still"
    r"|instead|then|so|thus|therefore"
    r"|for example|for instance|by contrast|similarly|finally|besides|yet|nevertheless|specifically"
    r"|in particular|as a result)\b"
)
_POINTED = _cues(
    r"\bthese\b|\bthe (?:latter|former)\b",
    r"(?:這些|这些|那些|上述|前述|[該该](?:公司|案|計[畫劃]|计划|[筆笔項项款名起次])|[與与和對对由]其(?![他它餘余中實实後后]))",
)
"""What points back, where it stands in the first clause: there is nothing before it in the sentence to point to."""
_CLAUSE_END = re.compile(r"[,，、;；:：。]")
_THEM = re.compile(r"\b(?:them|themselves)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?!(?:is|was|has|does|its|his|hers|this|us|as|plus|across|always|perhaps|says|plans|expects|hopes|wants|needs)\b)"
    r"[a-z0-9-]{2,}(?<!s)s\b(?![’'])|\b(?:and|both|people|men|women|children|police|staff|data|media|two|three|four|five"
    r"|six|seven|eight|nine|ten|\d+|dozens?|all|many|few|several|some|any|each|every|who(?:ever)?|anyone|everyone)\b",
    re.IGNORECASE,
)
"""What "them" may mean: a plural, or a count, in the words before it."""
_BACKGROUND = _cues(
    r"\b(?:remains? (?:a|an|the)? ?(?:challeng|open|difficult|leading)|have (?:recently )?(?:become"
    r"|emerged|shown)|has (?:recently )?"
    r"(?:become|emerged|shown)|in recent years|existing (?:methods|approaches|works?)"
    r"|traditional (?:methods|approaches)|(?:is|are) "
    r"(?:a |an )?(?:crucial|essential|critical|vital|important|challenging|widely)|however,|prior work"
    r"|recent advances|despite"
    r"|(?:has|have) (?:long|typically|traditionally|historically) "
    r"|(?:has|have) been (?:a |an |the |widely|long|extensively)"
    r"|rapid (?:advance|advancement|development|growth|progress|evolution)"
    r"|(?:has|have) (?:advanced|enabled|attracted|gained)"
    r"|(?:has|have) (?:a )?(?:significant|great|huge|enormous|immense|promising) (?:potential|promise|impact|progress)"
    r"|(?:has|have) seen (?:significant|rapid|great|remarkable)"
    r"|(?:is|are) (?:often|increasingly|typically|usually|traditionally|commonly|generally)"
    r"|(?:often|typically|usually) (?:rely|relies|require|requires|suffer|suffers|struggle|struggles|limited)"
    r"|remains? (?:\w+ )?(?:limited|unclear|unexplored|underexplored|elusive|scarce|bottleneck|unsolved|poorly)"
    r"|(?:current|existing|previous|conventional|most) (?:\w+ ){0,4}(?:rely|relies|possess|methods|approaches|models"
    r"|metrics|systems|works?)|yet (?:they|their|it|its|often|remains?)|struggles? (?:with|to)"
    r"|recent (?:surveys?|studies|work)|bottleneck|(?:key|central|major) challenge|poses? (?:a )?(?:\w+ )?challenges?"
    r"|calls? for|do(?:es)? not (?:define|scale))\b",
    r"近年|隨著|随着|一直以來|一直以来|眾所周知|众所周知|傳統上|传统上",
)
_TELLING = _cues(
    r"\b(?:announc|launch|releas|introduc|unveil|acquir|rais(?:es|ed)|agre(?:es|ed)|merg|order(?:s|ed)"
    r"|rul(?:es|ed|ing)|appoint|nam(?:es|ed)"
    r"|resign|su(?:es|ed)|invest|open-sourc|publish|disclos|reveal|report(?:s|ed)|plan(?:s|ned)|confirm"
    r"|approv|ban(?:s|ned)|suspend|"
    r"sign(?:s|ed)|debut|roll(?:s|ed|ing)? out|expand|cut(?:s)?|warn|join|bought|buy(?:s|ing)?|sold"
    r"|file(?:s|d)|hire|in talks)",
    r"\b(?:we|this (?:paper|work|study|article)|the (?:paper|authors?)) (?:\w+ )?(?:propos|present"
    r"|introduc|develop|show|find|stud|"
    r"investigat|describ|address|examin|evaluat|demonstrat|explor|aim|analy[sz]|design|formulat|provid"
    r"|tackl|argu)",
    r"\bin this (?:paper|work|study|article)\b",
    r"宣布|宣佈|推出|發布|發佈|发布|收購|收购|投資|投资|公布|公佈|表示|開源|开源|上線|上线|推動|任命|起訴"
    r"|起诉|裁定|合併|合并|融資|融资|籌資|洽談|洽谈|發表"
    r"|发表|透露|達成|达成|簽署|签署|計劃|计划|暫停|暂停|禁止|裁員|裁员|併購|并购|入股|掛牌|上市|亮相|升級"
    r"|升级|釋出|開放|开放|獲得|获得|提出|完成|啟動|启动"
    # As Taiwan's headlines say it: 科維德推AI加速器, 募資, 提告.
    r"|推(?= ?[A-Za-z0-9新])|募資|募资|增資|增资|提告|控告|攜手|携手|聯手|联手|證實|证实|否認|否认"
    r"|核准|駁回|驳回|問世|问世",
)
_PROPOSING = _cues(
    r"\b(?:we|this (?:paper|work|study|article|thesis|report)|the (?:paper|authors?|study))"
    r" (?:\w+ ){0,2}(?:propos|present|introduc|develop|describ|design|releas|construct|build|contribut|formulat)",
    r"\b(?:is|are) (?:introduced|proposed|presented|developed)\b",
    r"本文提出|本研究提出|我們提出|我们提出|論文提出|论文提出|研究團隊提出|研究团队提出",
)
_SUBSTANCE = _cues(
    r"\b(?:accurac|benchmark|parameter|token|context window|latency|throughput|architectur|dataset|train"
    r"|fine-tun|inference|gpu|tpu|chip|"
    r"algorithm|transformer|encoder|decoder|attention|reinforcement|supervis|cross-validation|ablation"
    r"|baseline|outperform|state-of-the-art|"
    r"f1|auc|framework|pipeline|module|open[- ]source|licen[cs]e|api\b|sdk|protocol|compute|memory"
    r"|bandwidth|nanomet|embedding|sampl|metric|"
    r"score|faster|speed|percent|version|per million|valuation|revenue|megawatt|gigawatt|capacit|hybrid"
    r"|multimodal|mixture|combin|consist)",
    r"參數|参数|架構|架构|模型|資料集|数据集|訓練|训练|推理|基準|基准|準確|准确|延遲|延迟|速度|算力|晶片"
    r"|芯片|演算法|算法|開源|开源|上下文|顯存|吞吐|編碼|编码"
    r"|授權|授权|版本|介面|接口|估值|營收|营收|效能|性能|渲染|重建|降低|提升|採用|采用",
)
_USE = _cues(
    r"\b(?:available (?:now|to|in|on|via|for|today|through|from|as)|availability|users? can|customers? can"
    r"|developers? (?:can|get)|can (?:be used|now|use"
    r"|create|build|generate|run|access|submit|choose)|lets? (?:users|developers|people|you|teams"
    r"|customers|them|anyone)|allow(?:s|ing)? |enabl(?:es|ing|e) |used (?:for|in|by"
    r"|to)|use cases?|applications? (?:in|such|include|for)|applicab|deploy|roll(?:s|ed|ing)? out"
    r"|access to|aimed at|designed (?:for|to)|built for|"
    r"helps? |support(?:s|ing) |useful for|suitable for|for (?:enterprises?|businesses|developers"
    r"|clinicians|researchers|students|"
    r"consumers|creators|patients|doctors|educators)|in (?:real[- ]world|clinical|practice)|free (?:to"
    r"|for)|default (?:model|in|for)|open to)",
    r"可用於|可用于|用於|用于|適用|适用|應用於|应用于|應用在|可供|供.{0,8}使用|讓(?:使用者|用戶|開發者"
    r"|企業)|让(?:用户|开发者|企业)|使用者可|用户可|用戶可|開發者可|开发者可"
    r"|開發者現|支援|支持|協助|协助|幫助|帮助|上線|上线|免費|免费|預設|默认|部署|落地|場景|场景|整合|接入"
    r"|開放給|可在|可透過|可通过|可接",
)
_HYPE = _cues(
    r"\b(?:you (?:won['’]?t|need to|should)|here['’]?s|what \w+ means|this is (?:why|how|what)"
    r"|what (?:you|we) |why |how to"
    r"|everything you|the best |top \d+|\d+ (?:things|"
    r"ways|reasons)|must[- ](?:have|read|see)|shock|insane|mind-blow|game[- ]chang|finally|secret|hack"
    r"|watch:|live:|opinion:|"
    r"quietly|just (?:dropped|changed)|power play|lock down|bleak)\b",
    r"震驚|震惊|重磅|剛剛|刚刚|一文|炸裂|炸了|驚呆|惊呆|瘋了|疯了|竟然|史上最|逆天|王炸|狂飆|一鸣惊人"
    r"|一鳴驚人|殺瘋|杀疯|終於|终于|揭秘|分析[:：]|深度(?:分析|解析|報導|报道)|全攻略|解讀|解读|详解|詳解"
    r"|^[從从].{2,20}看|懶人包|為何|为何|需要知道|知道的一切|為什麼|为什么|如何",
)
_LISTED = re.compile(r"\s*[,，、;；|]\s*")
MOST_LISTED = 4
"""Parts of a title from which it is a list of keywords, if each is short (a feed's tags printed as its title)."""
_COLON = re.compile(r"[:：—–]\s*")
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WHEN = re.compile(
    r"(?:(?:北京|[台臺]北|[台臺][灣湾]|[當当]地|美[東东])?[時时][間间])?(?:20\d\d ?年)? ?\d{1,2} ?月 ?\d{1,2} ?日"
    r"(?:凌晨|上午|下午|晚[間间]?)?"
    rf"|\b(?:[Oo]n )?(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? 20\d\d)?\b"
)
"""A day, with what stands around it."""
_HAN = re.compile("[\u3400-\u9fff]")


def is_han(text: str) -> bool:
    """Say whether a sentence is written in Chinese (a third of its letters), whatever Latin names it holds."""
    letters = sum(c.isalpha() for c in text)
    return 3 * len(_HAN.findall(text)) > letters


def reads_english(text: str, language: str) -> bool:
    """Say whether a text without Chinese is English, as far as its article's ``language`` tells."""
    return language in ("en", "und", "") or (language.startswith("zh") and not is_han(text))


def _brief(part: str) -> bool:
    """A keyword: no more than three words, or six signs of Chinese."""
    return len(part) <= 6 if is_han(part) else len(part.split()) <= 3


def usable(sentence: str) -> bool:
    """Say whether a sentence may be quoted as news: whole, informative, meant for a reader, not too long or short."""
    han = is_han(sentence)
    least, most = (SHORTEST_HAN, LONGEST_HAN) if han else (SHORTEST, LONGEST)
    if not least <= len(sentence) <= most or fault(sentence) or sentence.rstrip("」』”’\"'）)").endswith(("?", "？")):
        return False
    if _BOILERPLATE.search(sentence) or _TEASER.search(sentence) or _IMPERATIVE.match(sentence):
        return False
    if han:
        return len(_HAN.findall(sentence)) >= SHORTEST_HAN // 2
    if sentence[0].islower() and not re.match(r"[a-z]{1,2}[A-Z]|[a-z]-", sentence):
        return False
    if not sentence[0].isalnum() and sentence[0] not in "\"“‘'«$€£「":
        return False
    words = sentence.split()
    return len(words) >= FEWEST_WORDS and (not sentence.isascii() or _VERB.search(sentence) is not None)


def leans(sentence: str) -> float:
    """Return how far a sentence leans on what stood before it: 0 stands alone, 1 speaks of what only that names."""
    if _UNRESOLVED.match(sentence):
        return 0.0 if _SPEAKS_OF_ITSELF.match(sentence) else 1.0
    if (them := _THEM.search(sentence)) and not _SEVERAL.search(sentence, 0, them.start()):
        return 1.0
    end = found.start() if (found := _CLAUSE_END.search(sentence)) else len(sentence)
    points = _POINTED.search(sentence, 0, end) is not None and not proposing(sentence)
    return 0.7 if points or _CONNECTED.match(sentence) else 0.0


def telling(sentence: str) -> float:
    """Return how much a sentence tells that something happened: 1 it does, 0 unknown, below 0 mere background."""
    if proposing(sentence):
        return 1.0
    return float(_TELLING.search(sentence) is not None) - 1.5 * float(_BACKGROUND.search(sentence) is not None)


def proposing(sentence: str) -> bool:
    """Say whether a sentence tells what a paper brings: "we propose", "this paper introduces"."""
    return _PROPOSING.search(sentence) is not None


def undated(sentence: str) -> str:
    """Return a sentence without its days: to tell again *when* a thing happened is to tell it again."""
    return _WHEN.sub(" ", sentence)


def title_span(title: str, outlets: Iterable[str]) -> Span:
    """Return the title without the outlet's name at its end ("... - TechCrunch"), and without a teaser after a colon.

    "Merger of A and B: time to buy?" tells its news before the colon; what asks after it is left out.
    """
    end = len(title)
    named = {outlet.casefold() for outlet in outlets}
    for mark in (" - ", " | ", " – ", " — ", "｜", " _ "):
        head, _, tail = title.rpartition(mark)
        if head and tail.strip().casefold() in named:
            end = len(head)
    for colon in _COLON.finditer(title, 0, end):
        head, tail = title[: colon.start()], title[colon.end() : end]
        if tail.rstrip().endswith(("?", "？")) and not hype(head) and len(head) >= (8 if is_han(head) else 24):
            end = colon.start()
            break
    end = len(title[:end].rstrip())
    return Span(min(end, len(title) - len(title.lstrip())), end)


def substance(sentence: str) -> int:
    """Return how many distinct technical cues a sentence holds."""
    return len({cue.lower() for cue in _SUBSTANCE.findall(sentence)})


def use(sentence: str) -> int:
    """Return how many distinct cues of use and availability a sentence holds."""
    return len({cue.lower() for cue in _USE.findall(sentence)})


def hype(title: str) -> float:
    """Return how much a title sells instead of telling, from 0 up."""
    letters = [c for c in title if c.isalpha() and c.isascii()]
    listing = len(_LISTED.split(title)) >= MOST_LISTED and all(_brief(part) for part in _LISTED.split(title))
    shouting = len(letters) > 12 and sum(c.isupper() for c in letters) > 0.6 * len(letters)
    asks = title.rstrip().endswith(("?", "？"))
    return (
        float(_HYPE.search(title) is not None)
        + float(shouting)
        + float(listing)
        + float(asks)
        + 0.5 * float(title.count("!") + title.count("！") > 0)
    )
