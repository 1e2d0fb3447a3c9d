"""Units of quantities as English and Chinese write them: currencies, shares, measures; each spelling to its base unit.

A spelling stands once, in the writing that a text has it in: traditional and simplified forms both.  ``unit n:`` is a
power of ten of the base unit, ``n unit:`` a multiple of it.
"""

from __future__ import annotations


def _read(table: str) -> dict[str, str]:
    """Read lines of ``unit: spelling, spelling``."""
    return {
        spelling.strip(): unit
        for unit, _, spellings in (line.strip().partition(": ") for line in table.strip().splitlines())
        for spelling in spellings.split(",")
    }


BEFORE = _read("""
    USD: US$, USD, $, 美元, 美金
    TWD: NT$, NTD, TWD, 新台幣, 新臺幣, 新台币, 台幣
    HKD: HK$, HKD, 港幣
    CNY: RMB, CNY, CN¥, 人民幣, 人民币
    EUR: EUR, €
    GBP: GBP, £
    JPY: JPY, JP¥
    KRW: KRW, ₩
    INR: INR, ₹
    CAD: C$, CA$, CAD
    AUD: A$, AU$, AUD
    SGD: S$, SGD
    CHF: CHF
    ¥: ¥
""")
AFTER = _read("""
    USD: 美元, 美金, 美圓, us dollars, dollars, dollar, usd
    EUR: 歐元, 欧元, euros, euro, eur, €
    GBP: 英鎊, 英镑, pounds, gbp
    JPY: 日圓, 日元, yen, jpy
    KRW: 韓元, 韩元, 韓圜, 韓圓, korean won, south korean won, won, krw
    INR: 盧比, 卢比, rupees, inr
    HKD: 港元, 港幣, 港币, hkd, hong kong dollars
    TWD: 新台幣, 新臺幣, 新台币, 台幣, 台币, 元新台幣, 元新臺幣, 元台幣, 台幣元, twd, ntd
    TWD: taiwan dollars, new taiwan dollars
    CAD: 加拿大元, 加拿大幣, 加元, 加幣, 加币, canadian dollars, cad
    AUD: 澳元, 澳幣, 澳币, australian dollars, aud
    SGD: 新加坡元, 新幣, 新币, 坡幣, singapore dollars, sgd
    CHF: 瑞士法郎, 瑞郎, swiss francs, chf
    VND: 越南盾, dong
    RUB: 盧布, 卢布, roubles, rubles
    NOK: 挪威克朗, norwegian kroner, norwegian krone
    SEK: 瑞典克朗, swedish kronor, swedish krona, kronor, krona
    DKK: 丹麥克朗, 丹麦克朗, danish kroner, danish krone
    kr: 克朗, kroner, krone
    BRL: 雷亞爾, 雷亚尔, reais, reals
    THB: 泰銖, 泰铢, baht
    MYR: 令吉, 馬幣, ringgit
    IDR: 印尼盾, 印尼盧比, rupiah
    PHP: 菲律賓披索, philippine pesos
    MXN: 墨西哥披索, mexican pesos
    peso: 披索, 比索, pesos, peso
    PLN: 茲羅提, 兹罗提, zloty
    TRY: 里拉, 土耳其里拉, lira
    ILS: 謝克爾, 新謝克爾, shekels
    SAR: 里亞爾, 沙烏地里亞爾, riyals
    AED: 迪拉姆, dirhams
    CNY: 人民幣, 人民币, 元人民幣, 元人民币, yuan, rmb, cny
    元: 元
    pp: percentage points, percentage point, percentage-point, percentage-points, 個百分點, 个百分点, 百分點, 百分点
    %: %, percent, per cent, pct
    x: times, fold, 倍, x, ×
""")
_LATER = "元 NOK SEK DKK kr BRL THB MYR IDR PHP MXN peso PLN TRY ILS SAR AED"
CURRENCIES = frozenset(BEFORE.values()) | frozenset(_LATER.split())
MEASURES = _read("""
    pp -2: basis points, basis point, bps, 個基點, 个基点, 基點, 基点
    % -1: ‰
    USD -2: cents, cent, 美分
    W -3: 毫瓦, milliwatts
    W 0: 瓦, 瓦特, watts
    W 3: kw, 千瓦, 瓩, kilowatts, kilowatt
    W 6: mw, 兆瓦, 百萬瓦, 百万瓦, megawatts, megawatt
    W 9: gw, 吉瓦, 十億瓦, gigawatts, gigawatt
    W 12: tw, 太瓦, terawatts
    Wh 0: 瓦時, 瓦时, watt-hours
    Wh 3: kwh, 度電, 度电, 千瓦時, 千瓦时, 千瓦小時, 千瓦小时, 瓩時, kilowatt-hours, kilowatt hours
    Wh 6: mwh, 兆瓦時, 兆瓦时, 百萬瓦時, megawatt-hours, megawatt hours
    Wh 9: gwh, 吉瓦時, 吉瓦时, gigawatt-hours, gigawatt hours
    Wh 12: twh, 太瓦時, 太瓦时, terawatt-hours, terawatt hours
    Hz 0: hz, hertz, 赫茲, 赫兹
    Hz 3: khz
    Hz 6: mhz, 兆赫, megahertz
    Hz 9: ghz, gigahertz
    byte 3: kb, kilobytes
    byte 6: mb, megabytes, megabyte, 兆字节, 兆字節
    byte 9: gb, gigabytes, gigabyte, 吉字节
    byte 12: tb, terabytes, terabyte
    byte 15: pb, petabytes, petabyte
    byte 18: eb, exabytes
    bps 3: kbps
    bps 6: mbps, 兆比特每秒
    bps 9: gbps, gigabits per second
    bps 12: tbps, terabits per second
    FLOPS 9: gflops, gigaflops
    FLOPS 12: tflops, teraflops
    FLOPS 15: pflops, petaflops, petaflop
    FLOPS 18: eflops, exaflops, exaflop
    OPS 12: tops
    s -9: ns, nanoseconds, 奈秒, 纳秒
    s -6: μs, µs, microseconds, 微秒
    s -3: ms, milliseconds, millisecond, 毫秒
    s 0: seconds, second, secs, 秒鐘, 秒钟, 秒
    60 s: minutes, minute, mins, 分鐘, 分钟
    3600 s: hours, hour, hrs, 小時, 小时, 個小時, 个小时, 個鐘頭, 鐘頭
    day 0: days, day, working days, business days, 天, 日內, 日内, 個工作天, 個工作日, 个工作日
    14 day: fortnight, fortnights
    7 day: weeks, week, 週, 周, 個星期, 个星期, 星期, 個禮拜, 週間
    month 0: months, month, 個月, 个月
    3 month: quarters, 季, 個季度, 个季度, 季度, 個季
    12 month: years, year, 年, 年間, 年间, 歲, 岁
    120 month: decades, decade
    1200 month: centuries, century, 世紀, 世纪, 個世紀, 个世纪
    m -9: nm, nanometres, nanometers, nanometer, nanometre, 奈米, 納米, 纳米
    m -6: μm, µm, microns, micrometers, micrometres, 微米
    m -3: mm, millimetres, millimeters, 公釐, 毫米
    m -2: cm, centimetres, centimeters, 公分, 厘米, 釐米
    m 3: km, 公里, 千米, kilometres, kilometers, kilometer, kilometre
    m 0: 公尺, 米, metres, meters, metre, meter
    mile 0: miles, mile, 英里, 英哩, 哩
    foot 0: feet, foot, 英尺, 英呎, 呎
    inch 0: inches, inch, 英寸, 英吋, 吋
    m2 0: square metres, square meters, 平方公尺, 平方米
    ft2 0: square feet, square foot, 平方英尺, 平方呎
    km2 0: square kilometres, square kilometers, 平方公里
    acre 0: acres, acre, 英畝, 英亩
    hectare 0: hectares, hectare, 公頃, 公顷
    kg -3: grams, gram, 公克, 克
    kg 0: kg, 公斤, 千克, kilograms, kilogram, kilos
    ton 0: tons, ton, tonnes, tonne, metric tons, 噸, 吨, 公噸, 公吨
    lb 0: lbs, 磅
    litre 0: litres, liters, litre, liter, 公升, 升
    barrel 0: barrels, barrel, 桶
    degC 0: °c, ℃, degrees celsius, 攝氏度, 摄氏度
    degF 0: °f, ℉, degrees fahrenheit, 華氏度, 华氏度
""")

UNSAID = tuple(
    frozenset(pair.split())
    for pair in (
        "元 CNY",
        "元 TWD",
        "元 ¥",
        "¥ CNY",
        "¥ JPY",
        "lb GBP",
        "元 HKD",
        "kr NOK",
        "kr SEK",
        "kr DKK",
        "peso PHP",
        "peso MXN",
    )
)
"""Pairs that may be one unit, one text having left unsaid whose it is."""
