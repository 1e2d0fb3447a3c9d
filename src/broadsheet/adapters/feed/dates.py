"""The date of an entry, as software and people write it -> a moment in UTC, or the day when that is all there is.

The forms are those of RFC 822 and 2822, RFC 3339 and W3C-DTF, ISO 8601 in full, asctime, JavaScript, Unix seconds and
milliseconds, and the Chinese, Japanese and Korean forms.  A bare year or month is no date of publication.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from broadsheet.adapters.feed.entry import MAX_ENTRIES

_MONTHS = {
    name: number
    for number, names in (
        (1, "jan january"), (2, "feb february"), (3, "mar march"), (4, "apr april"), (5, "may"), (6, "jun june"),
        (7, "jul july"), (8, "aug august"), (9, "sep sept september"), (10, "oct october"), (11, "nov november"),
        (12, "dec december"),
    )
    for name in names.split()
}  # fmt: skip
# Minutes from UTC.  RFC 822, its military letters as far as software uses them, and the names that newspapers' systems
# write.  A name stands here only when one place means it: IST (India, Ireland, Israel) and BST are the usual reading.
_ZONES = {
    name: minutes
    for minutes, names in (
        (0, "z ut utc gmt wet"), (-180, "adt brt art"), (-240, "ast at edt"), (-300, "est et cdt"),
        (-360, "cst ct mdt"), (-420, "mst mt pdt"), (-480, "pst pt akdt"), (-540, "akst"), (-600, "hst"),
        (60, "cet met bst wat n"), (120, "cest mest eet sast cat"), (180, "eest msk eat"), (330, "ist"),
        (420, "wib"), (480, "hkt sgt awst myt pht"), (540, "jst kst"), (600, "aest"), (660, "aedt"), (720, "nzst y"),
        (780, "nzdt"), (-60, "a"), (-720, "m"),
    )
    for name in names.split()
}  # fmt: skip
_EAST = 480
"""China, Taiwan, Hong Kong, Macau and Singapore keep one time, +08:00; Japan and Korea keep +09:00."""
_FARTHEST = 14 * 60  # minutes: no zone on earth is farther from UTC

_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s{0,3}(?P<half>[ap]\.?m\.?)?"
)
_ZONE = (
    r"\s{0,3}(?P<zone>(?:(?:etc/)?(?:utc|gmt)?[+-]\d{1,2}(?::?\d\d)?|(?:etc/)?[a-z]{1,5}))?"
    r"(?:\s{0,3}\([^()]{0,60}\))?"
)
_DAY_NAME = r"(?:[a-z]{2,10}\.?(?:,\s{0,3}|\s{1,3}))?"
_YEAR = r"(?P<year>\d{4}|\d\d)(?!\d)"
_GAP = r"(?:\s{1,3}|\s{0,2}[-,./]\s{0,2})"
_FORMS = tuple(
    re.compile(rf"\s*{form}\s*$", re.IGNORECASE | re.ASCII)
    for form in (
        # Wed, 17 Dec 2025 20:30:00 +0800
        rf"{_DAY_NAME}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(?P<name>[a-z]{{3,9}})\.?{_GAP}{_YEAR}"
        rf"(?:,?\s{{1,3}}(?:at\s)?{_TIME}{_ZONE})?",
        # 2025-12-17T20:30:00.123+08:00, 2025/12/17 20:30
        rf"{_DAY_NAME}(?P<year>\d{{4}})(?P<_gap>[-/.])0?(?P<month>\d{{1,2}})(?P=_gap)(?P<day>\d{{1,2}})(?:(?:[t_]|,?\s{{1,3}}){_TIME}{_ZONE})?z?",
        # Dec 17, 2025 8:30 PM EST, Wed Dec 17 2025 20:30:00 GMT+0800 (China Standard Time)
        rf"{_DAY_NAME}(?P<name>[a-z]{{3,9}})\.?\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<year>\d{{4}})"
        rf"(?:,?\s{{1,3}}(?:at\s|-\s)?{_TIME}{_ZONE})?",
        # Wed Dec 17 20:30:00 UTC 2025
        rf"{_DAY_NAME}(?P<name>[a-z]{{3,9}})\s{{1,3}}(?P<day>\d{{1,2}})\s{{1,3}}{_TIME}{_ZONE}\s{{1,3}}(?P<year>\d{{4}})",
        # 20251217T203000Z
        r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)"
        rf"(?:t?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d{{1,9}}))?)?{_ZONE})?",
    )
)
_ASIAN = re.compile(
    r"\s*(?P<year>\d{4})\s?(?P<mark>[年년])\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日号號일]?\s{0,3}"
    r"(?:[(（]?(?:星期|周|週|曜)?[一二三四五六日天月火水木金土월화수목금토일](?:曜日|요일)?[)）]?\s{1,3})?"
    r"(?:(?P<half>上午|下午|凌晨|早上|中午|晚上|傍晚|午前|午後|오전|오후)?\s{0,3}"
    r"(?P<hour>\d{1,2})\s?[:：时時点點시]\s?(?:(?P<minute>\d{1,2})\s?[分분]?)?"
    r"(?:\s?[:：]?\s?(?P<second>\d{1,2})\s?[秒초]?)?)?\s{0,3}(?P<zone>(?:utc|gmt)?[+-]\d{1,2}(?::?\d\d)?|z|utc|gmt)?\s*$",
    re.IGNORECASE | re.ASCII,
)
_KOREAN = re.compile(
    r"\s*(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\s+(?P<half>오전|오후)\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d))?\s*$"
)
_ORDINAL = re.compile(r"\s*(?P<year>(?:19|20)\d\d)-?(?P<ordinal>[0-3]\d\d)\s*$", re.ASCII)
_EPOCH = re.compile(r"\s*(1[0-9]{9})(?:[0-9]{3})?\s*$", re.ASCII)
_AFTERNOON = frozenset({"pm", "下午", "晚上", "傍晚", "中午", "午後", "오후"})
_FOREIGN = re.compile(r"[^\W\d_\x00-\x7f].*(?<!\d)(?:19|20)\d\d(?!\d)")
_LONGEST = 100  # characters; no date is longer


@lru_cache(maxsize=MAX_ENTRIES)
def moment(raw: str, zone: tzinfo = UTC, chinese: bool = False) -> tuple[datetime | None, bool]:
    """Return the moment in UTC that ``raw`` tells and whether only its day is known; ``(None, False)`` without one.

    A date without a time, or at midnight sharp in its own zone, is a day (midnight UTC of it): midnight is what
    software writes when it knows no hour.  A moment without a zone is in ``zone``.  ``CST`` is Central time, and
    China's when ``chinese``.  A day of the week is not believed, only the date.
    """
    if len(raw) > _LONGEST:
        return None, False
    for form in _FORMS:
        if found := form.match(raw):
            return _build(found.groupdict(), zone, chinese)
    if found := _ASIAN.match(raw) or _KOREAN.match(raw):
        parts = found.groupdict()
        east = _EAST + (0 if parts.get("mark") == "年" and parts["half"] not in ("午前", "午後") else 60)
        return _build(parts, timezone(timedelta(minutes=east)) if zone is UTC else zone, chinese)
    if found := _EPOCH.match(raw):
        return datetime.fromtimestamp(int(found[1]), UTC), False
    if found := _ORDINAL.match(raw):
        first = datetime(int(found["year"]), 1, 1, tzinfo=UTC)
        day = first + timedelta(days=int(found["ordinal"]) - 1)
        return (day, True) if day.year == first.year else (None, False)
    return None, False


def is_foreign(raw: str) -> bool:
    """Say whether ``raw`` may be a form that only feedparser knows: months in another alphabet.

    Anything else that ``moment`` cannot read, feedparser reads at a guess: it fills in today's month and day.
    """
    return len(raw) <= _LONGEST and bool(_FOREIGN.search(raw)) and not raw.strip()[:1].isdigit()


def _build(parts: dict[str, str | None], zone: tzinfo, chinese: bool) -> tuple[datetime | None, bool]:
    month = _MONTHS.get((parts.get("name") or "").lower()) if parts.get("name") else int(parts["month"] or 0)
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == 2:
        year += 2000 if year < 90 else 1900
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (parts.get("half") or "").lower().replace(".", "")
    if half in _AFTERNOON and hour < 12 and not (half == "中午" and hour == 11):
        hour += 12
    elif half and half not in _AFTERNOON and hour == 12:
        hour = 0
    offset = _offset(parts.get("zone"), chinese)
    if month is None or offset == _FARTHEST + 1:
        return None, False
    try:
        day = datetime(year, month, int(parts["day"] or 0), tzinfo=UTC)
        if parts.get("hour") is None or not (hour or minute or second):
            return day, True
        if hour == 24 and not (minute or second):
            day, hour = day + timedelta(days=1), 0
        local = day.replace(hour=hour, minute=minute, second=59 if second == 60 else second)
        if offset is None:
            return local.replace(tzinfo=zone).astimezone(UTC), False
        return local - timedelta(minutes=offset), False
    except (ValueError, OverflowError):  # the 31st of February
        return None, False


def _offset(zone: str | None, chinese: bool) -> int | None:
    """Return the minutes that ``zone`` is ahead of UTC; None when it names no zone; beyond the farthest when absurd."""
    if not zone:
        return None
    name = zone.lower().removeprefix("etc/")
    if name == "cst" and chinese:
        return _EAST
    if name in _ZONES:
        return _ZONES[name]
    sign = re.search(r"([+-])(\d{1,2}):?(\d\d)?$", name)
    if sign is None:
        return None
    minutes = int(sign[2]) * 60 + int(sign[3] or 0)
    if minutes > _FARTHEST:
        return _FARTHEST + 1
    return minutes if sign[1] == "+" else -minutes
