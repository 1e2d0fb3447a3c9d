"""What stands in a text apart from its sentences, where a name is no mention: datelines, tickers, addresses."""

from __future__ import annotations

import re

from broadsheet.text.datelines import datelines

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u3000-\u9fff]+")
_DOMAIN_END = re.compile(r"(?:@[\w-]+)?\.(?:com|org|net|ai|io|dev|gov|edu)\b")
_DOMAIN_START = re.compile(r"(?:^|(?<=[^\w.-]))[a-z0-9_.+-]*$")
_EXCHANGE = (
    r"(?:NASDAQ|NYSE|AMEX|OTC[A-Z]*|TSXV?|LSE|AIM|ASX|HKEX|SEHK|HKG|TPE|TWSE|TPEX|KRX|KOSPI|KOSDAQ|TYO|TSE|SSE|SZSE|SHA|SHE"
    r"|FRA|XETRA|ETR|EPA|EURONEXT|NSE|BSE|SGX|STO|BIT|SWX|SIX|CSE)"
)
_TICKER = rf"(?:{_EXCHANGE}(?: [A-Z][a-z]+){{0,2}}\s?[:：]\s?[A-Z0-9.-]{{1,8}}|\d{{4,6}}[.-][A-Z]{{2,3}})"
_LISTED = re.compile(rf"[(（]\s*{_TICKER}(?:\s*[,;，；、/]\s*{_TICKER})*\s*[)）]", re.IGNORECASE)


def apart(shown: str) -> list[tuple[int, int]]:
    """Return the spans, sorted, of datelines, tickers (NASDAQ: ACME), web and mail addresses."""
    spans = datelines(shown)
    spans += [found.span() for pattern in (_LISTED, _ADDRESS) for found in pattern.finditer(shown)]
    for ends in _DOMAIN_END.finditer(shown):
        opens = _DOMAIN_START.search(shown, max(0, ends.start() - 64), ends.start())
        if opens is not None and opens.start() < ends.start():
            spans.append((opens.start(), ends.end()))
    parted: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not parted or start >= parted[-1][1]:
            parted.append((start, end))
        else:
            parted[-1] = parted[-1][0], max(end, parted[-1][1])
    return parted
