"""What a bare number counts, where the word for it settles the matter: parameters are not tokens, users are no firms.

A few classes only, with words in English and Chinese; a noun that no class knows tells nothing and agrees with all.
"""

from __future__ import annotations

import re

_CLASSES = {
    "parameter": ("parameters?|params?", "參數|参数"),
    "token": ("tokens?", "詞元|词元|標記|權杖|token"),
    "qubit": ("qubits?", "量子位元|量子比特"),
    "bit": ("bits?", "位元|比特"),
    "core": ("cores?", "核心|顆核心"),
    "chip": ("chips?|processors?|accelerators?|gpus?|tpus?|cpus?|semiconductors?",
             "晶片|芯片|處理器|处理器|加速器|加速卡|顯示卡|gpu|tpu|cpu"),
    "user": ("users?|subscribers?|customers?|clients?|members?|accounts?|viewers?|downloads?",
             "用戶|用户|使用者|訂戶|訂閱者|客戶|客户|會員|会员|帳號|账号|帳戶|下載"),
    "worker": ("employees?|workers?|staff|staffers|jobs?|positions?|roles?|engineers?|researchers?|scientists?"
        "|developers?",
               "員工|员工|職位|职位|工作機會|就業機會|職缺|人力|工程師|工程师|研究員|研究人員|科學家|開發者|开发者"),
    "learner": ("students?|pupils?|children|teenagers?|kids", "學生|学生|學童|兒童|青少年|孩童"),
    "patient": ("patients?", "病患|患者|病人"),
    "person": ("people|persons?|individuals?|residents?|participants?|adults?|respondents?|others|men|women",
               "人(?![工形類类才民資])(?:(?=的))?|民眾|民众|居民|受訪者|參與者|成年人|男性|女性"),
    "firm": ("companies|company|firms?|startups?|businesses|enterprises|vendors?|suppliers?|banks?",
             "公司|企業|企业|新創|廠商|厂商|供應商|銀行"),
    "country": ("countries|country|nations?|markets?", "國家|国家|國(?![際内內產])|市場"),
    "language": ("languages?", "語言|语言"),
    "model": ("models?", "模型|機型"),
    "paper": ("papers?|articles?|studies", "論文|论文|文章"),
    "image": ("images?|photos?|pictures?", "圖像|圖片|影像|照片|图像|图片"),
    "video": ("videos?|clips?", "影片|視頻|视频"),
    "vehicle": ("cars?|vehicles?|robotaxis?|trucks?|buses", "汽車|車輛|车辆|電動車|計程車|卡車|輛|辆"),
    "robot": ("robots?|humanoids?", "機器人|机器人"),
    "state": ("states?", "州"),
    "lawsuit": ("lawsuits?|suits?|cases?", "訴訟|官司|案件"),
    "occasion": ("times", "次(?![元方世])|回(?![應报報饋收])|趟"),
    "point": ("points?", "點(?!八)|点"),
    "layer": ("layers?", "層|层"),
    "satellite": ("satellites?", "衛星|卫星"),
    "datacentre": ("data ?cent(?:er|re)s?", "資料中心|數據中心|数据中心"),
    "store": ("stores?|shops?|outlets?", "門市|商店|分店|店面"),
    "school": ("schools?|universities|university|colleges?", "學校|大學|大学"),
    "city": ("cities|city|towns?", "城市|縣市"),
    "aircraft": ("planes?|aircraft|jets?|drones?", "飛機|客機|無人機|无人机"),
    "page": ("pages?", "頁"),
    "word": ("words?|characters?", "字(?![節节元])|單字"),
    "vote": ("votes?", "票"),
}  # fmt: skip
_AFTER_EN = re.compile(
    r"[\s-](?:(?!and\b|or\b|in\b|for\b|from\b|to\b|at\b|by\b|on\b|with\b|per\b|after\b|than\b|as\b|while\b"
    r"|of\b)[A-Za-z-]+[\s-]){0,3}?(?:"
    + "|".join(f"(?P<{name}>{english})" for name, (english, _) in _CLASSES.items())
    + r")\b",
    re.IGNORECASE,
)
_AFTER_ZH = re.compile(
    r"\s?[多餘余]?\s?(?:[個个名位家款顆颗枚座台臺間间所件種种篇項项部輛辆架張张片支隻檔條条層档份萬]|人(?!的))?\s?(?:以上)?(?:的)?\s?[\u4e00-\u9fff]{0,4}?\s?(?:"
    + "|".join(f"(?P<{name}>{chinese})" for name, (_, chinese) in _CLASSES.items())
    + ")",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"(?:(?<=[a-z])[\s-](?=[a-z])|\s?)(?:"
    + "|".join(rf"(?P<{name}>(?:{english})\b|{chinese})" for name, (english, chinese) in _CLASSES.items())
    + ")",
    re.IGNORECASE,
)
MEASURE = "parameter"
"""The size of a model, and no model more: of 240 億參數模型 the parameters are counted."""
_PEOPLE = frozenset({"user", "worker", "learner", "patient", "person"})
_KIN = (
    frozenset({"model", "chip"}),
    frozenset({"firm", "user"}),
    frozenset({"store", "firm"}),
    frozenset({"school", "firm"}),
    frozenset({"country", "state"}),
    frozenset({"occasion", "point"}),
    frozenset({"robot", "vehicle"}),
    frozenset({"aircraft", "robot"}),
    frozenset({"paper", "page"}),
    frozenset({"chip", "core"}),
    frozenset({"image", "video"}),
    frozenset({"lawsuit", "patient"}),  # severe cases
)


def noun_after(text: str, end: int) -> str:
    """Return the class of what a number that ends at ``end`` counts; "" when no class knows the word."""
    window = text[end : end + 40]
    match = _AFTER_EN.match(window) if window[:2].isascii() and window[1:2].isalpha() else None
    if match is None:
        match = _AFTER_ZH.match(window)
    noun = ""
    if match and window.startswith("-") and window[1 : match.end()].isalpha():
        return match.lastgroup or ""  # a 70-billion-parameter model
    while match:  # 企業職位, "company employees": the last word of a compound is what is counted
        noun = match.lastgroup or ""
        if noun == MEASURE:
            break
        end = match.end()
        match = _NEXT.match(window, end)
    return noun


def kin(one: str, other: str) -> bool:
    """Say whether two classes may count the same things."""
    if not one or not other or one == other:
        return True
    if one in _PEOPLE and other in _PEOPLE:
        return "person" in (one, other) or {one, other} == {"user", "worker"}
    return frozenset((one, other)) in _KIN
