"""Dates to come: every way that the two languages name a period, and what names none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.due import due, dues

SAID = date(2025, 12, 17)
"""A Wednesday."""

AHEAD = """
A hearing is set for 3 March. | 2026-03-03 2026-03-03 day
The hearing is on March 3. | 2026-03-03 2026-03-03 day
The law takes effect on January 1, 2026. | 2026-01-01 2026-01-01 day
The law takes effect on 1 January 2026. | 2026-01-01 2026-01-01 day
The law takes effect on 1st January 2026. | 2026-01-01 2026-01-01 day
The court meets on Jan. 5. | 2026-01-05 2026-01-05 day
The court meets on Sept. 5, 2026. | 2026-09-05 2026-09-05 day
The tool opens on 2026-02-28. | 2026-02-28 2026-02-28 day
The tool opens on 2026/2/28. | 2026-02-28 2026-02-28 day
The trial runs March 3-5, 2026. | 2026-03-03 2026-03-05 day
The show opens 3–5 March 2026. | 2026-03-03 2026-03-05 day
The show opens on the 3rd of March. | 2026-03-03 2026-03-03 day
The committee will vote on Friday. | 2025-12-19 2025-12-19 day
The offer is due by Monday. | 2025-12-18 2025-12-22 day
The board meets next Tuesday. | 2025-12-23 2025-12-23 day
The board meets this Friday. | 2025-12-19 2025-12-19 day
The vote is due tomorrow. | 2025-12-18 2025-12-18 day
The vote is due the day after tomorrow. | 2025-12-19 2025-12-19 day
The product ships next week. | 2025-12-22 2025-12-28 week
It will open later this week. | 2025-12-18 2025-12-21 week
It will open this week. | 2025-12-18 2025-12-21 week
It will open next month. | 2026-01-01 2026-01-31 month
It will open later this month. | 2025-12-18 2025-12-31 month
It will open later this year. | 2025-12-18 2025-12-31 year
It will open next quarter. | 2026-01-01 2026-03-31 quarter
It will open next year. | 2026-01-01 2026-12-31 year
It is expected in Q2 2026. | 2026-04-01 2026-06-30 quarter
It is expected in 2026 Q2. | 2026-04-01 2026-06-30 quarter
It is expected in the second quarter of 2026. | 2026-04-01 2026-06-30 quarter
It is expected in the second quarter. | 2026-04-01 2026-06-30 quarter
It is expected in Q1. | 2026-01-01 2026-03-31 quarter
It is expected by the first quarter of next year. | 2025-12-18 2026-03-31 quarter
It will ship in H2 2026. | 2026-07-01 2026-12-31 half
It will ship in 2H26. | 2026-07-01 2026-12-31 half
It will ship in the first half of 2026. | 2026-01-01 2026-06-30 half
It will ship in the second half of next year. | 2026-07-01 2026-12-31 half
It will ship in the first half. | 2026-01-01 2026-06-30 half
It will ship in March 2026. | 2026-03-01 2026-03-31 month
It will ship in March, 2026. | 2026-03-01 2026-03-31 month
It will ship in March. | 2026-03-01 2026-03-31 month
It will ship in May. | 2026-05-01 2026-05-31 month
The court is expected to rule by June. | 2025-12-18 2026-06-30 month
The deal will close before June. | 2025-12-18 2026-05-31 month
The deal will close by the end of March. | 2025-12-18 2026-03-31 week
The deal will close at the end of March. | 2026-03-21 2026-03-31 week
It will arrive in early March. | 2026-03-01 2026-03-10 week
It will arrive in mid-March 2026. | 2026-03-11 2026-03-20 week
It will arrive in late March. | 2026-03-21 2026-03-31 week
It will arrive in early 2026. | 2026-01-01 2026-03-31 quarter
It will arrive in mid-2026. | 2026-05-01 2026-08-31 quarter
It will arrive in late 2026. | 2026-10-01 2026-12-31 quarter
It will arrive at the end of 2026. | 2026-12-01 2026-12-31 month
It will arrive by the end of 2026. | 2025-12-18 2026-12-31 month
The deal will close by year-end. | 2025-12-18 2025-12-31 month
The deal will close by the end of the year. | 2025-12-18 2025-12-31 month
It plans four plants by 2030. | 2025-12-18 2030-12-31 year
It plans four plants before 2030. | 2025-12-18 2029-12-31 year
It plans four plants in 2027. | 2027-01-01 2027-12-31 year
It will be ready in 2026-2027. | 2026-01-01 2027-12-31 year
The plant will run from 2027 to 2029. | 2027-01-01 2029-12-31 year
The agency must decide within 60 days. | 2025-12-18 2026-02-15 day
It will decide within the next two weeks. | 2025-12-18 2025-12-31 week
It will decide in the next three months. | 2025-12-18 2026-03-17 month
It will decide within six months. | 2025-12-18 2026-06-17 month
It is expected to be ready in two years. | 2027-01-01 2027-12-31 year
It will be ready in three weeks. | 2026-01-05 2026-01-11 week
It will be ready in 10 days. | 2025-12-27 2025-12-27 day
It will open between March and June 2026. | 2026-03-01 2026-06-30 month
It arrives as early as next spring. | 2026-03-01 2026-05-31 quarter
It will arrive in summer 2026. | 2026-06-01 2026-08-31 quarter
It will arrive in the fall of 2026. | 2026-09-01 2026-11-30 quarter
It runs from 3 March to 5 April 2026. | 2026-03-03 2026-04-05 day
Applications are open until 31 January. | 2025-12-18 2026-01-31 day
法院訂於 3 月 3 日開庭。 | 2026-03-03 2026-03-03 day
法院訂於3月3日開庭。 | 2026-03-03 2026-03-03 day
法院订于3月3号开庭。 | 2026-03-03 2026-03-03 day
法院訂於 2026 年 3 月 3 日開庭。 | 2026-03-03 2026-03-03 day
法院訂於明年 3 月 3 日開庭。 | 2026-03-03 2026-03-03 day
新法自民國 115 年 1 月 1 日起施行。 | 2026-01-01 2026-01-01 day
新法自 115 年 1 月 1 日起施行。 | 2026-01-01 2026-01-01 day
展覽將於 3 月 3 日至 5 日舉行。 | 2026-03-03 2026-03-05 day
展覽將於 3 月 3-5 日舉行。 | 2026-03-03 2026-03-05 day
展覽將於 3 月 3 日至 4 月 5 日舉行。 | 2026-03-03 2026-04-05 day
報名至 1 月 31 日前截止。 | 2025-12-18 2026-01-31 day
將於下週三公布。 | 2025-12-24 2025-12-24 day
將於下周三公布。 | 2025-12-24 2025-12-24 day
將於下星期一公布。 | 2025-12-22 2025-12-22 day
將於本週五截止。 | 2025-12-19 2025-12-19 day
預計週五表決。 | 2025-12-19 2025-12-19 day
明天將公布。 | 2025-12-18 2025-12-18 day
明(18)日將公布。 | 2025-12-18 2025-12-18 day
後天將公布。 | 2025-12-19 2025-12-19 day
下個月 3 日開庭。 | 2026-01-03 2026-01-03 day
本月 20 日上路。 | 2025-12-20 2025-12-20 day
將於 20 日公布。 | 2025-12-20 2025-12-20 day
將於 5 日公布。 | 2026-01-05 2026-01-05 day
下週將公布。 | 2025-12-22 2025-12-28 week
下周將公布。 | 2025-12-22 2025-12-28 week
本週將公布。 | 2025-12-18 2025-12-21 week
下個月將公布。 | 2026-01-01 2026-01-31 month
下个月将公布。 | 2026-01-01 2026-01-31 month
最快下個月底開放。 | 2026-01-21 2026-01-31 week
下季將量產。 | 2026-01-01 2026-03-31 quarter
預計明年第二季量產。 | 2026-04-01 2026-06-30 quarter
预计明年第二季度量产。 | 2026-04-01 2026-06-30 quarter
預計 2026 年第二季量產。 | 2026-04-01 2026-06-30 quarter
預計 2026 年 Q2 量產。 | 2026-04-01 2026-06-30 quarter
預計 2026Q2 量產。 | 2026-04-01 2026-06-30 quarter
預計第二季量產。 | 2026-04-01 2026-06-30 quarter
預計民國 115 年第三季量產。 | 2026-07-01 2026-09-30 quarter
預計明年上半年量產。 | 2026-01-01 2026-06-30 half
預計 2026 年下半年量產。 | 2026-07-01 2026-12-31 half
預計上半年量產。 | 2026-01-01 2026-06-30 half
預計明年 3 月上市。 | 2026-03-01 2026-03-31 month
預計 2026 年 3 月上市。 | 2026-03-01 2026-03-31 month
預計明年三月上市。 | 2026-03-01 2026-03-31 month
預計明年 3 月底上市。 | 2026-03-21 2026-03-31 week
預計明年 3 月底前上市。 | 2025-12-18 2026-03-31 week
預計明年 3 月中旬上市。 | 2026-03-11 2026-03-20 week
預計 3 月上市。 | 2026-03-01 2026-03-31 month
全國兩會將於三月召開。 | 2026-03-01 2026-03-31 month
預計 2026 年 3 月至 6 月試辦。 | 2026-03-01 2026-06-30 month
預計 2026 年底前完成。 | 2025-12-18 2026-12-31 month
預計明年底完成。 | 2026-12-01 2026-12-31 month
預計年底前完成。 | 2025-12-18 2025-12-31 month
今年底前完成。 | 2025-12-18 2025-12-31 month
最快明年初上市。 | 2026-01-01 2026-03-31 quarter
最快明年中上市。 | 2026-05-01 2026-08-31 quarter
明年上市。 | 2026-01-01 2026-12-31 year
後年上市。 | 2027-01-01 2027-12-31 year
2030 年前建四座廠。 | 2025-12-18 2030-12-31 year
2027 年將建四座廠。 | 2027-01-01 2027-12-31 year
民國 116 年將建四座廠。 | 2027-01-01 2027-12-31 year
2026 至 2027 年將建四座廠。 | 2026-01-01 2027-12-31 year
三個月內提出計畫。 | 2025-12-18 2026-03-17 month
30 天內提出計畫。 | 2025-12-18 2026-01-16 day
兩年內提出計畫。 | 2025-12-18 2027-12-17 year
處分將在 90 天後生效。 | 2026-03-17 2026-03-17 day
兩週後將公布。 | 2025-12-29 2026-01-04 week
未來兩週將試辦。 | 2025-12-18 2025-12-31 week
未来三个月将试办。 | 2025-12-18 2026-03-17 month
明年春季上市。 | 2026-03-01 2026-05-31 quarter
2026 年秋天上市。 | 2026-09-01 2026-11-30 quarter
"""

UNKNOWN = """
It will launch in fiscal 2026.
It will launch in fiscal year 2026.
It expects growth in FY2026.
It expects growth in FY26.
It expects growth in fiscal Q2.
It expects growth in the second quarter of fiscal 2026.
It expects growth in its financial year.
The 2026 academic year will begin.
2026 財年營收可望成長。
2026 会计年度将启用。
新會計年度起適用。
"""

NOTHING = """
The company reported Q4 results.
The firm will publish fourth-quarter results soon.
Shares have risen since March.
Shares have risen since 3 March 2025.
It was launched in March.
It was launched in 2024.
It was launched on 3 March 2025.
It was launched on December 3.
The firm said on Wednesday that it would sell.
The firm will sell, it said on Wednesday.
Version 3.3 is out, see page 12.
GPT-5.2 will replace GPT-5.
See page 2026 of the filing.
The model will have 2026 parameters.
It will employ 2,030 people.
It costs $2,026 and will rise.
They may go to the march.
The march on the capital will begin.
He will pay within 30 days of the ruling.
It will come soon.
It will come in the coming months.
It will come in the coming weeks.
They met last week and will meet again.
They met last Friday.
Two years ago it would have failed.
The decade will end.
The winter 2026 release will come.
The rate rose 3.3 percent; it may rise again.
It will run 24 hours a day.
It will train on 5/6 of the data.
The ratio will be 3/3.
It will close on February 31, 2026.
It will close in the year 20260.
The 737 MAX will fly.
It opened on Monday.
全國兩會將登場。
2024 年推出。
去年 3 月推出。
3 月以來上漲。
2025 年 3 月 3 日推出。
公司公布第四季財報。
第四季營收將公布。
即將推出。
未來將推出。
近日將推出。
預計 2 月 30 日推出。
第 3 版將推出。
第 3 頁將說明。
將有 2026 個參數。
內部將調整。
每週五個名額將開放。
將裁員 3 成。
大後天將公布。
他在 10 日前說。
本月初已公布。
上週五將案件退回。
三天後他離職。
"""


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "wanted"), rows(AHEAD))
def test_a_period_to_come_is_read(text: str, wanted: str) -> None:
    found = due(text, SAID)
    assert found is not None
    assert f"{found.first} {found.last} {found.precision}" == wanted, text[found.start : found.end]


@pytest.mark.parametrize("text", UNKNOWN.strip().splitlines())
def test_a_fiscal_year_is_told_as_unknown(text: str) -> None:
    found = due(text, SAID)
    assert found is not None
    assert (found.first, found.last, found.precision) == (None, None, "unknown")


@pytest.mark.parametrize("text", NOTHING.strip().splitlines())
def test_what_names_no_day_to_come(text: str) -> None:
    assert due(text, SAID) is None, dues(text, SAID)


def test_there_are_as_many_cases_as_asked() -> None:
    assert len(rows(AHEAD)) + len(UNKNOWN.strip().splitlines()) + len(NOTHING.strip().splitlines()) >= 200


def test_what_is_past_is_told_by_dues() -> None:
    (found,) = dues("It was launched on 3 March 2025.", SAID)
    assert (found.first, found.last) == (date(2025, 3, 3), date(2025, 3, 3))


def test_the_day_it_was_said_decides() -> None:
    assert due("The court meets on Jan. 5.", date(2026, 1, 4)) is not None
    assert due("The court meets on Jan. 5.", date(2026, 1, 6)) is None


@given(
    st.text(alphabet="0123456789年月日第季上下半底前至到-/ .,QHbyinMarchofnext明今後週五三十", max_size=40),
    st.dates(date(1990, 1, 1), date(2190, 1, 1)),
)
def test_any_text_is_read_in_order_and_in_bounds(text: str, said: date) -> None:
    at = 0
    for found in dues(text, said):
        assert at <= found.start < found.end <= len(text)
        at = found.start
        if found.first is not None and found.last is not None:
            assert found.first <= found.last
            assert abs(found.last - said) <= timedelta(days=366 * 1300)


@pytest.mark.parametrize(
    "text",
    [
        "Anthropic released Claude 6 on June 10.",
        "Mistral unveiled the chip on 18 December, a day before its rivals.",
        "On June 12, Meta announced the layoffs.",
        "The lawsuit was filed on May 30.",
        "微軟於 6 月 10 日宣布收購這家公司。",
        "蘋果在 12 月 18 日發布新款晶片。",
        "聯發科 5 月 30 日表示，訂單回升。",
        "这款模型已在 6 月 9 日上线。",
        "兩家公司 5 月 28 日完成了合併。",
        "The EU adopted the act on May 30.",
        "A court ruled on May 30 that Meta must pay.",
        "The app was removed from the store on May 30.",
        "Google updated the model on May 30.",
        "The service was down on May 30.",
        "On May 30, the court dismissed the case.",
        "Anthropic hired her on May 30.",
        "截至 5 月 30 日，共有 500 萬名使用者。",
        "該公司 5 月 30 日股價上漲 5%。",
        "法院 5 月 30 日判決 Meta 敗訴。",
        "這家公司 5 月 30 日遭駭客攻擊。",
        "蘋果 5 月 30 日發表新機。",
    ],
)
def test_a_day_on_which_something_was_done_is_none_to_come(text: str) -> None:
    assert due(text, SAID) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Meta announced that the model will open on May 30.", date(2026, 5, 30)),
        ("Mistral said it plans to release the weights on 18 December.", date(2025, 12, 18)),
        ("蘋果宣布將於 1 月 20 日發布新款晶片。", date(2026, 1, 20)),
        ("台積電訂於 1 月 15 日公布財報。", date(2026, 1, 15)),
        ("Lawmakers approved a plan that takes effect on May 30.", date(2026, 5, 30)),
        ("Apple hired a lawyer for the trial on May 30.", date(2026, 5, 30)),
        ("The vote was moved to May 30.", date(2026, 5, 30)),
        ("The launch was announced for May 30.", date(2026, 5, 30)),
        ("The rules, which are approved, apply from May 30.", date(2026, 5, 30)),
        ("The court said the deadline is May 30.", date(2026, 5, 30)),
        ("報名截至 5 月 30 日。", date(2026, 5, 30)),
        ("蘋果 1 月 30 日發表新機。", date(2026, 1, 30)),
    ],
)
def test_what_is_announced_for_a_day_is_to_come(text: str, wanted: date) -> None:
    found = due(text, SAID)
    assert found is not None and found.last == wanted


@pytest.mark.parametrize("half", ["2026 上半年", "2026 年上半年", "2026 年的上半年", "2026 H1", "1H 2026", "H1 2026"])
def test_a_year_that_is_told_holds(half: str) -> None:
    text = f"新機預計 {half} 推出。"
    found = due(text, SAID)
    assert found is not None and (found.first, found.last) == (date(2026, 1, 1), date(2026, 6, 30))
    assert due(text, date(2026, 11, 23)) is None


def test_a_quarter_keeps_its_year_without_its_sign() -> None:
    found = due("新廠預計 2027 第二季投產。", SAID)
    assert found is not None and found.first == date(2027, 4, 1)
    assert due("新廠預計 2025 第二季投產。", SAID) is None
