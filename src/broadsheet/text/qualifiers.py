"""What narrows a quantity, in English and Chinese: before tax, per month, of the cloud, in 2026.

Two values are compared only where the same of these stand beside both (``text.quantities``).
"""

from __future__ import annotations

import re

QUALIFIERS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("per month", r"\b(?:per|a|each|every) month\b|\bmonthly (?:fee|price|plan|subscription)|/month|/mo\b|每月"
         r"|月費|月费|/月"),
        ("per year", r"\b(?:per|a|each|every) year\b|\bannual(?:ly|ised|ized)?\b|\byearly\b|/year|每年|年費|年费"
         r"|年化|全年|年度|/年"),
        ("per quarter", r"\bquarter(?:ly)?\b|\bQ[1-4]\b|每季|單季|[第上本]\S{0,2}季"),
        ("per hour", r"\b(?:per|an) hour\b|每小時|每小时"),
        ("per day", r"\b(?:per|a) day\b|\bdaily\b|每天|每日|日活|日均"),
        ("per week", r"\b(?:per|a) week\b|\bweekly\b|每週|每周|週活|周活"),
        ("monthly", r"\bmonthly (?:active|users)|月活"),
        ("per user", r"\bper (?:user|seat|person)\b|每人|每位|每用戶"),
        ("per share", r"\b(?:per|a) share\b|每股"),
        ("per token", r"\bper (?:\w+ )?(?:million|thousand|1M|M)?\s?(?:\w+ )?tokens?\b|百萬\s?(?:個\s?)?(?:token"
         r"|詞元|tokens)|/\s?M(?:Tok)?"),
        ("input", r"\binputs?\b|輸入|输入"),
        ("output", r"\boutputs?\b|輸出|输出"),
        ("active", r"\bactiv(?:e|ated)\b|激活|活躍|活跃|啟用的參數|启用"),
        ("total", r"\b(?:in )?total(?:s|ing|ling)?\b|\bcumulative|\baltogether\b|\bcombined\b|\bso far\b|\bto date\b"
         r"|總計|总计|累計|累计|總額|总额|合計|總參數|总参数|迄今|共計"),
        ("first", r"\b(?:first|initial(?:ly)?|upfront|up front)\b|第一階段|第一期|首期|首批|首輪|初期|首筆"),
        ("more", r"\b(?:additional|another|extra|further|more (?:than )?later)\b|追加|加碼|另外|額外|再投|再加|增資"),
        ("each", r"\b(?:each|apiece)\b|各\s?\d|每[顆座台家部枚款]"),
        ("average", r"\b(?:average|median|mean)\b|平均|中位"),
        ("share", r"\b(?:of which|including|part of)\b|其中"),
        ("quarter range", r"\b(?:forecast|guidance|outlook|expects?|projects?|projected|estimated?)\b|預估|預測|财测"
         r"|財測|展望|預期|预期|预计"),
        ("annualised", r"\brun[- ]rate\b|\bARR\b|annuali[sz]ed|年化"),
        ("net", r"\bnet\b|淨|净"),
        ("operating", r"\boperating\b|營業|营业"),
        ("school", r"\b(?:students?|teachers?|schools?)\b|學生|教師|学校|學校"),
        ("small", r"\b(?:mini|nano|lite|smaller|pro|max|ultra|plus|basic|free|premium|team|enterprise|business)\b"
         r"|輕量|小型|進階|企業版|團隊版"),
        ("series", r"\bseries [a-h]\b|[A-H]\s?輪|[A-H]\s?轮|種子輪|seed"),
        ("before tax", r"\b(?:before|excluding|ex) (?:\w+ )?(?:tax(?:es)?|VAT)\b|\bpre-?tax\b"
         r"|稅前|税前|未稅|未税|不含稅|不含税"),
        ("gross", r"\bgross\b|毛利|毛額|总额|毛额"),
        ("adjusted", r"\badjusted\b|\bnon-GAAP\b|\bunderlying\b|\bEBITDA?\b"
         r"|\bexcluding (?:one-off|one-time|items|charges)|調整後|调整后|經調整|经调整|扣非|非 ?GAAP"),
        ("over a quarter or a month", r"\b(?:quarter|month)[- ](?:on|over)[- ](?:quarter|month)|\bsequential(?:ly)?\b"
         r"|\b[QM]o[QM]\b|[季月][增減减]|環比|环比"),
        ("foreseen", r"\b(?:expect(?:ed|ing)|anticipat\w+|consensus|targets?|targeting|estimates|foresees?|predict\w+)"
         r"\b"
         r"|目標|目标|上看|看好|預計|预测|預料|预料|可望|有望"),
        ("measured", r"\b(?:measured?|measuring|tested|in (?:our |my |its )?tests?|real[- ]world|in practice"
         r"|observed)\b"
         r"|實測|实测|測得|测得|測出|测出|實際測試"),
        ("before money", r"\bpre-?money\b|投前|募資前|融資前|融资前"),
        ("of shares sold", r"\btender(?: offer)?s?\b|\b(?:employee|secondary|insider|staff) (?:share|stock)?\s?"
         r"(?:sales?|offerings?)|\bshare sales?\b|\bbuy-?backs?\b"
         r"|員工售股|員工持股|员工持股|员工售股|老股|二次發售|回購|回购"),
        ("debt", r"\b(?:debt|loans?|bonds?|credit|equity)\b|債|贷款|貸款|公司債"),
        ("us", r"\b(?:U\.?S\.?|American?|United States)\b(?!\$)|美國|美国|全美"),
        ("world", r"\b(?:worldwide|globally|global)\b|全球|全世界"),
        ("rate", r"\b(?:bonus|salary|salaries|pay|wage|compensation package|severance)\b|薪|獎金|年薪"),
        ("cars", r"\b(?:EVs?|electric (?:vehicles?|cars?)|cars?|vehicles?)\b|電動車|电动车|汽車|汽车"),
        ("chips", r"\b(?:chips?|semiconductors?)\b|晶片|芯片|半導體|半导体"),
        ("batteries", r"\bbatter(?:y|ies)\b|電池|电池"),
        ("solar", r"\bsolar\b|太陽能|太阳能|光伏"),
        ("metal", r"\b(?:steel|alumini?um|copper)\b|鋼|钢|鋁|铝|銅|铜"),
        ("all", r"\b(?:all|every)\b|所有|全部|一律"),
        ("up to now", r"\b(?:since|over the (?:past|last|next)|in the (?:past|last|next)|years?|decade)\b|過去|未來"
         r"|过去|未来|年內|年内"),
    )
)  # fmt: skip
KIND_OF_INCOME = re.compile(
    r"(?P<en>[A-Za-z-]+)\s(?:revenues?|sales|profits?|income|loss(?:es)?|earnings)\b"
    r"|(?P<zh>[\u3400-\u9fff]{2})(?=營收|营收|收入|銷售額|销售额|獲利|获利|淨利|净利|利潤|利润|盈餘|虧損|亏损)",
    re.IGNORECASE,
)
NO_KIND = frozenset(
    [
        "its",
        "their",
        "the",
        "total",
        "net",
        "operating",
        "quarterly",
        "annual",
        "record",
        "and",
        "in",
        "of",
        "with",
        "for",
        "our",
        "his",
        "report",
        "reported",
        "posts",
        "posted",
        "to",
        "on",
        "whose",
        "year",
        "full-year",
    ]
) | {
    "公司",
    "集團",
    "集团",
    "季度",
    "全年",
    "年度",
    "單季",
    "單月",
    "營業",
    "营业",
    "合併",
    "合并",
    "實現",
    "实现",
    "季營",
}
"""Words before "revenue" that do not make another quantity of it; every other one ("cloud", 廣告) does."""

OF_SENTENCE = frozenset({"of shares sold"})
"""What narrows every quantity of its sentence, in whichever clause it stands."""

_INCOME = frozenset({"revenue", "profit", "loss", "capex", "revenue growth", "profit growth"})
ONLY_OF = {
    "foreseen": _INCOME,
    "gross": _INCOME | {"raise", "price"},
    "measured": frozenset({"capacity", "context", "parameters", "gpus", "efficacy"}),
}
"""Words that part two quantities of these roles alone: a purchase that is expected is the one that is announced."""

OBJECTS = frozenset({"cars", "chips", "batteries", "solar", "metal", "all"})
"""What a tariff is on; beside other roles these words tell nothing."""

SERIES = re.compile(r"\bseries ([a-h])\b|([A-H])\s?[輪轮]", re.IGNORECASE)
YEARS = re.compile(r"(?<![\d.,])20\d\d(?![\d%])(?!\s?(?:people|employees|jobs))|\b(?:this|next) year\b|今年|明年|後年")
