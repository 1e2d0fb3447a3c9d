"""The roles that a number can have in a sentence, and the words that give it one: role, units, English, Chinese."""

from __future__ import annotations

_MONEY = frozenset(["USD", "EUR", "GBP", "JPY", "KRW", "INR", "HKD", "TWD", "CNY", "元", "¥"])
_COUNT = frozenset({""})
_DAYS = frozenset({"day", "month"})

ROLES: tuple[tuple[str, frozenset[str], str, str], ...] = (
    ("valuation", _MONEY, r"valuations?|valued at|valuing|post-money|pre-money", r"估值|估價達|身價"),
    (
        "raise",
        _MONEY,
        r"rais(?:e|es|ed|ing)|funding round|fundraising|financing|in (?:new |fresh )?funding|series [a-h]\b",
        r"募資|募资|融資|融资|籌資|筹资|募得|募集|籌措|筹措|籌得",
    ),
    ("invest", _MONEY, r"invest(?:s|ed|ing|ment)?|stake worth|inject(?:s|ed|ing)?", r"投資|投资|注資|注资|斥資|斥资"
     r"|挹注"),
    (
        "acquire",
        _MONEY,
        r"acqui(?:re|res|red|ring|sition)|buy(?:s|ing)?|bought|takeover|take over|purchas(?:e|es|ed|ing)|merger|buyout",
        r"收購|收购|併購|并购|買下|买下|購併|買進|入主",
    ),
    ("contract", _MONEY, r"contracts?|deal (?:worth|valued)|lease|orders?", r"合約|合同|合约|訂單|订单|租約|租约|標案"),
    ("price", _MONEY, r"pric(?:e|es|ed|ing)|costs?|subscription|charg(?:e|es|ing)|starting at", r"售價|售价|定價"
     r"|定价|月費|月费|年費|年费|價格|价格|收費|收费|要價"),
    ("fine", _MONEY, r"fin(?:e|es|ed|ing)|penalt(?:y|ies)", r"罰款|罚款|罰鍰|裁罰|開罰|重罰|罰金"),
    ("settlement", _MONEY, r"settl(?:e|es|ed|ing|ement)|damages|compensation", r"和解|賠償|赔偿|求償|理賠"),
    ("revenue", _MONEY, r"revenues?|sales|arr\b|run[- ]rate", r"營收|营收|收入|銷售額|销售额|業績"),
    ("profit", _MONEY, r"(?:net |operating )?(?:profits?|income)|earnings", r"獲利|获利|淨利|净利|利潤|利润|盈餘|盈利"),
    ("loss", _MONEY, r"loss(?:es)?", r"虧損|亏损|淨損"),
    ("capex", _MONEY, r"capital (?:expenditures?|spending)|capex", r"資本支出|资本支出|資本開支|资本开支"),
    ("layoffs", _COUNT, r"lay(?:s|ing)? off|laid off|layoffs?|job cuts?|cut(?:s|ting)?|eliminat(?:e|es|ed|ing)"
     r"|jobs|axe[sd]?|shed(?:s|ding)?|redundanc(?:y|ies)", r"裁員|裁员|裁減|裁减|裁撤|資遣|裁掉|砍掉"
     r"|減員|减员|職缺|职位|職位|岗位|崗位"),
    ("headcount", _COUNT, r"employees|staff|headcount|workforce|workers", r"員工|员工|員額|人力"),
    ("users", _COUNT, r"users|customers|subscribers|downloads", r"用戶|用户|使用者|客戶|客户|訂戶|下載"),
    ("parameters", _COUNT, r"parameters?|params?", r"參數|参数"),
    ("context", _COUNT, r"context (?:window|length)s?|token context|context", r"上下文|脈絡長度|語境長度|上下文視窗"),
    ("gpus", _COUNT, r"gpus?|accelerators?|chips?|superchips?|processors?", r"GPU|晶片|芯片|加速器|顯卡|显卡"),
    ("dead", _COUNT, r"killed|kills|dead|died|deaths?", r"死(?![角刑者線线])|罹難|罹难|遇難|遇难|喪生"
     r"|丧生|喪命|丧命|身亡|不治"),
    ("injured", _COUNT, r"injured|wounded|hurt", r"[傷伤](?![害口感心風风亡])"),
    ("missing", _COUNT, r"missing|unaccounted for", r"失蹤|失踪|失聯|失联"),
    ("cases", _COUNT, r"(?:confirmed |new )?cases|infections|infected|sickened|tested positive", r"病例"
     r"|確診|确诊|感染|群聚"),
    ("capacity", frozenset({"W"}), r"capacity|data cent(?:er|re)s?|power|compute|plants?|campus|electricity"
     r"|site", r"容量|資料中心|数据中心|數據中心|電力|用電|算力|機房|園區"),
    ("layoff share", frozenset({"%"}), r"lay(?:s|ing)? off|laid off|layoffs?|job cuts?|workforce|of (?:its "
     r"|the )?(?:staff|employees)", r"裁員|裁员|員工總數|人力"),
    ("weight loss", frozenset({"%"}), r"weight", r"減重|减重|體重|体重"),
    ("efficacy", frozenset({"%"}), r"effective(?:ness)?|efficacy|response rate|remission", r"有效率|有效性"
     r"|保護力|保护力|緩解率|缓解率|療效|疗效"),
    ("stake", frozenset({"%"}), r"stakes?|of the company|shareholding|owns?|equity|of the shares", r"持股|股權|股权"
     r"|股份|占股|佔股"),
    ("revenue growth", frozenset({"%"}), r"revenues?|sales", r"營收|营收|收入|銷售額|销售额"),
    ("profit growth", frozenset({"%"}), r"profits?|net income|earnings", r"獲利|获利|淨利|净利|利潤|利润"),
    ("tariff", frozenset({"%"}), r"tariffs?|dut(?:y|ies)|levy|import tax", r"關稅|关税"),
    ("price cut", frozenset({"%"}), r"price cuts?|cheaper|discounts?|pric(?:e|es) (?:by|cut|drop|fell)", r"降價|降价"
     r"|便宜|折扣|打折"),
    ("time to comply", _DAYS, r"deadline|grace period|notice|comply|cure|remed(?:y|ies)|fix(?:es|ed|ing)?|amend"
     r"|correct", r"期限|寬限|宽限|限期|改善|修改|改正|補正|整改"),
    ("suspension", _DAYS, r"suspen(?:d|ds|ded|sion)|ban(?:ned)?|pause[ds]?", r"暫停|暂停|停售|停權|停牌|禁令|停業"),
)  # fmt: skip
