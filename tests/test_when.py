"""What is still to come, and when: one reader of dates for the watch list, the remarks and the standing questions.

The sentences are invented.  ``FIRST`` were written before the rules and read while they were made; ``LAST`` were kept aside
until the rules stood, and 40 of those 44 were read right at first sight (2026-11-23; before the rules 15);
``LATER`` were written after that, and 37 of those 44 were read right at first sight (before the rules 20).
"""

from __future__ import annotations

from datetime import date

import pytest

from broadsheet.text.due import due, dues, gives_another_day
from broadsheet.text.forward import forward
from broadsheet.text.outcomes import awaited, outcome
from broadsheet.text.period_grammar import GRAMMAR, signs

SAID, TODAY = date(2027, 2, 16), date(2027, 2, 17)
"""A Tuesday, and the day of the edition."""

FIRST = """
The next policy meeting of the Riksbank is on March 24. | 2027-03-24 2027-03-24
Delegates reconvene in Nairobi on April 5. | 2027-04-05 2027-04-05
The court will hear closing arguments on Wednesday, March 10, the clerk said. | 2027-03-10 2027-03-10
Halvor Motors reports earnings after the bell on Monday, May 3. | 2027-05-03 2027-05-03
The vote on the housing bill is set for Friday the 26th of February. | 2027-02-26 2027-02-26
The airport authority moved the opening of Terminal 4 from 1 May to 15 August. | 2027-08-15 2027-08-15
Ferrum pushed back the launch of its truck from March 2027 to October 2027. | 2027-10-01 2027-10-31
The date of the referendum was brought forward from 20 June to 9 May. | 2027-05-09 2027-05-09
Deliveries of the tram have been delayed from 2028 until 2030. | 2030-01-01 2030-12-31
The ministry postponed the tax from July 2027 to January 2028. | 2028-01-01 2028-01-31
The ferry will return to service in mid-April. | 2027-04-11 2027-04-20
Tickets go on sale in early May. | 2027-05-01 2027-05-10
The band is due to tour Japan in late June. | 2027-06-21 2027-06-30
The commission expects to finish its review by year-end. | by 2027-12-31
The reactor is expected to restart in late 2028 or early 2029. | 2028-10-01 2029-03-31
The first wafers are due in Q3 or Q4 of 2027. | 2027-07-01 2027-12-31
The lender must reply within 18 months. | by 2028-08-16
The museum plans to reopen in the first quarter of next year. | 2028-01-01 2028-03-31
Norvik plans to open the mine in 2025, filings of that year show. | none
The goalkeeper has signed a contract that runs until 2031. | none
Ostra denied on Monday that it is in talks to sell its bakery unit. | none
The chairman rejected reports that the bank plans to cut 3,000 jobs in April. | none
Pellan Energy said it is not in talks with any buyer. | none
下次董事會訂於 3 月 22 日召開。 | 2027-03-22 2027-03-22
下一次聯席會議定於 4 月 8 日舉行。 | 2027-04-08 2027-04-08
主辦單位說，決賽 27 日將在台南舉行。 | 2027-02-27 2027-02-27
新任校長將於 8 日宣誓就職。 | 2027-03-08 2027-03-08
高雄輕軌延伸線通車由 2028 年底延至 2030 年中。 | 2030-05-01 2030-08-31
大桥通车时间由 6 月推迟至 9 月。 | 2027-09-01 2027-09-30
開學日由 9 月 1 日提前至 8 月 25 日。 | 2027-08-25 2027-08-25
總統大選原訂 5 月 8 日，改至 5 月 29 日舉行。 | 2027-05-29 2027-05-29
央行预计年内降准两次。 | by 2027-12-31
該公司可望於年內完成增資。 | by 2027-12-31
業者預計第三季至第四季陸續交車。 | 2027-07-01 2027-12-31
新館預計明年底或後年初啟用。 | 2028-12-01 2029-03-31
衛福部預計下個月下旬公告。 | 2027-03-21 2027-03-31
条例草案预计本月底前提交。 | by 2027-02-28
工廠預計民國 117 年第二季投產。 | 2028-04-01 2028-06-30
該隊與捕手簽下新約，合約到 2030 年。 | none
董事長否認與外資洽談出售持股。 | none
航空公司澄清，並無 4 月停飛計畫。 | none
公司驳斥将在 5 月裁员的传闻。 | none
市府預計 7 月底至 8 月初試營運。 | 2027-07-21 2027-08-10
知情人士說，零售商將關閉 60 家門市，占一成，預計 3 月 9 日公布，北部門市影響最大。 | 2027-03-09 2027-03-09
"""
LAST = """
The next hearing is on June 3. | 2027-06-03 2027-06-03
The council meets again on March 16 to settle the budget. | 2027-03-16 2027-03-16
Kestrel Foods publishes annual results before the market opens on Thursday, March 4. | 2027-03-04 2027-03-04
The strike is to begin at midnight on Sunday, Feb. 28. | 2027-02-28 2027-02-28
Voters go to the polls on Saturday 10 April. | 2027-04-10 2027-04-10
Organisers rescheduled the summit from 12 March to 4 June. | 2027-06-04 2027-06-04
Tolva Labs has put off the release of its tablet from spring 2027 to autumn 2027. | 2027-09-01 2027-11-30
The shipyard brought the handover forward to May from September. | 2027-05-01 2027-05-31
The start of the tunnel works has slipped from 2028 to 2029. | 2029-01-01 2029-12-31
Regulators extended the deadline from 5 March to 2 April. | 2027-04-02 2027-04-02
The trial of the vaccine is expected to end in late August. | 2027-08-21 2027-08-31
The stadium will open in mid-July, the mayor said. | 2027-07-11 2027-07-20
Sales of the scooter begin in early September. | 2027-09-01 2027-09-10
The bank aims to close 40 branches before year-end. | by 2027-12-31
The satellite is due to be launched in late 2027 or early 2028. | 2027-10-01 2028-03-31
The factory will reach full output in Q2 or Q3 of 2028. | 2028-04-01 2028-09-30
The agency plans to publish the rules next Thursday. | 2027-02-25 2027-02-25
The operator must remove the rails within nine months. | by 2027-11-16
The group planned to list in 2024, its prospectus said. | none
The winger has agreed a deal that keeps him at the club until 2032. | none
The minister denied reports that she is to resign in March. | none
Brevik dismissed speculation that it is in talks to merge with Sunde. | none
The airline said it has no plans to cut routes in April. | none
The chief executive will step down at the end of June. | 2027-06-21 2027-06-30
下次聽證會訂於 4 月 13 日舉行。 | 2027-04-13 2027-04-13
下屆年會定 6 月 2 日在花蓮登場。 | 2027-06-02 2027-06-02
台鐵表示，新列車 25 日將首航花東線。 | 2027-02-25 2027-02-25
法院预计 9 日作出裁决。 | 2027-03-09 2027-03-09
捷運汐東線完工期程自 2031 年底延後到 2033 年底。 | 2033-12-01 2033-12-31
車展由 4 月 10 日延期至 5 月 22 日。 | 2027-05-22 2027-05-22
新药上市时间从明年第二季度提前到今年第四季度。 | 2027-10-01 2027-12-31
里長補選改期至 3 月 27 日。 | 2027-03-27 2027-03-27
农业部预计年内发布新标准。 | by 2027-12-31
該集團擬在年內關閉兩座廠房。 | by 2027-12-31
晶片預計第二季或第三季量產。 | 2027-04-01 2027-09-30
園區預計 2028 年底或 2029 年初完工。 | 2028-12-01 2029-03-31
委員會將於下個月上旬開會。 | 2027-03-01 2027-03-10
名單預計本月底前出爐。 | by 2027-02-28
水庫預計民國 118 年 5 月蓄水。 | 2029-05-01 2029-05-31
投手與母隊續約至 2031 年。 | none
發言人否認正與日商洽談合併。 | none
电商平台回应称，没有在 6 月关闭业务的计划。 | none
校方駁斥將於 9 月調漲學費的說法。 | none
博物館預計 5 月底到 6 月初開放。 | 2027-05-21 2027-06-10
"""
LATER = """
该厂预计三季度毛利率回升。 | 2027-07-01 2027-09-30
新廠預計明年首季投產。 | 2028-01-01 2028-03-31
前三季營收可望續增。 | none
The tribunal sits next on April 19. | 2027-04-19 2027-04-19
Shareholders of Vasko meet on Tuesday, March 2, to vote on the split. | 2027-03-02 2027-03-02
Olin Rail will report its results before trading opens on Friday, 26 February. | 2027-02-26 2027-02-26
The parade has been moved from Saturday to March 6. | 2027-03-06 2027-03-06
The festival was put back a month, from early June to early July. | 2027-07-01 2027-07-10
The retailer delayed the opening of its Lyon store until the second half of 2028. | 2028-07-01 2028-12-31
Work on the dam, originally due to finish in 2028, will now end in 2030. | 2030-01-01 2030-12-31
The league brought forward its kick-off from 14 August to 7 August. | 2027-08-07 2027-08-07
The watchdog gave the bank until mid-May to reply. | by 2027-05-20
A verdict is expected in late March or early April. | 2027-03-21 2027-04-10
The bridge is to reopen in the third or fourth quarter. | 2027-07-01 2027-12-31
The museum aims to raise the money by the end of the year. | by 2027-12-31
The council will decide the day after tomorrow. | 2027-02-18 2027-02-18
The new visa will be available from early 2028. | 2028-01-01 2028-03-31
Cobalt mining is set to resume in the second quarter of next year. | 2028-04-01 2028-06-30
The striker extended his contract until June 2030. | none
The company had hoped to sell the yard in 2026. | none
The premier denied planning to call an election in May. | none
The union ruled out a strike in March. | none
The studio rejected claims that it will close its Leeds office next month. | none
A spokesman said there are no plans to raise fares in April. | none
The orchestra plans a concert in Oslo in mid-September. | 2027-09-11 2027-09-20
The lender expects to be profitable within two years. | by 2029-02-16
The shuttle launch slipped to 11 March from 4 March because of wind. | 2027-03-11 2027-03-11
下一場辯論會 3 月 14 日登場。 | 2027-03-14 2027-03-14
終點站工程原定今年 6 月完工，延到明年 1 月。 | 2028-01-01 2028-01-31
公投日期由 8 月 28 日改到 12 月 18 日。 | 2027-12-18 2027-12-18
新車交車時間從第二季提早到 3 月。 | 2027-03-01 2027-03-31
演唱会因场地整修由 3 月 20 日推迟到 5 月 8 日举行。 | 2027-05-08 2027-05-08
市長表示，圖書館最快年內動工。 | by 2027-12-31
央行总裁将于 23 日赴国会备询。 | 2027-02-23 2027-02-23
球隊宣布，封王遊行 20 日登場。 | 2027-02-20 2027-02-20
法院訂於週四（25 日）宣判。 | 2027-02-25 2027-02-25
委員會預計 3 月 5 日（週五）審查預算。 | 2027-03-05 2027-03-05
該藥廠預計 2028 年第三季或第四季送件。 | 2028-07-01 2028-12-31
輕軌三期預計 2029 年底至 2030 年初通車。 | 2029-12-01 2030-03-31
业者预计下半年推出新机。 | 2027-07-01 2027-12-31
主辦單位預計下個月中旬公布名單。 | 2027-03-11 2027-03-20
環評大會預計後年下半年召開。 | 2029-07-01 2029-12-31
部長否認將在 4 月辭職。 | none
航運公司澄清，並未與同業洽談合併。 | none
俱乐部宣布与主帅续约到 2029 年。 | none
經濟部表示，沒有調漲電價的計畫。 | none
董事會原訂去年 10 月改選。 | none
"""
DEEDS = """
The takeover is expected to close in Q4 2027. | The competition authority approved the takeover with conditions on Monday. | None
The takeover is expected to close in Q4 2027. | The takeover closed on Monday, the two companies said. | answered
The merger is expected to be completed by June. | Norvik completed its merger with Tal. | answered
The regulator is expected to approve the drug by June. | The drug went on sale in pharmacies on Monday. | None
The regulator is expected to approve the drug by June. | The regulator approved the drug on Monday. | answered
Ferrum plans to launch its truck in May. | Ferrum's truck went on sale on Tuesday. | answered
Ferrum will start selling the truck in May. | Ferrum launched the truck on Tuesday. | answered
Ferrum postponed the launch of its truck to October. | The truck went on sale on Friday for $80,000. | answered
Ferrum plans to launch its truck in May. | The transport ministry approved the truck on Tuesday. | None
The trial is set to begin on 3 May. | The judge ruled for the plaintiffs on Monday. | None
收購案預計第四季完成。 | 公平會 10 日附條件通過收購案。 | None
收購案預計第四季完成。 | 兩家公司今天宣布完成收購案。 | answered
公平會預計 6 月底前審議收購案。 | 公平會 10 日附條件通過收購案。 | answered
新車將於 5 月上市。 | 新車今天正式開賣。 | answered
新车将于 5 月上市。 | 工信部昨日批准新车。 | None
通車預計 2031 年。 | 捷運局證實，通車延至 2033 年。 | postponed
子法預計 4 月底前送行政院。 | 數發部今天表示，子法將延至第三季。 | postponed
選舉訂於 6 月 20 日舉行。 | 選委會宣布，選舉提前至 5 月 9 日。 | postponed
The acquisition of Tal should be completed in the third quarter. | European regulators cleared the acquisition of Tal on Friday. | None
The acquisition of Tal should be completed in the third quarter. | Norvik said it has completed the acquisition of Tal. | answered
The deal is expected to close in March. | Shareholders voted for the deal on Tuesday. | None
The deal is expected to close in March. | The deal was finalised on Tuesday. | answered
Parliament will vote on the bill in April. | The committee published the bill on Tuesday. | None
Parliament will vote on the bill in April. | Parliament passed the bill on Tuesday. | answered
Tolva aims to release its tablet in autumn. | The Tolva tablet hit stores on Monday. | answered
Tolva aims to release its tablet in autumn. | Tolva won approval for its tablet from the FCC on Monday. | None
The agency is expected to authorise the vaccine in June. | The first shipments of the vaccine arrived on Monday. | None
The plant is to open in July. | The plant began operations on Monday. | answered
The election is set for 20 June. | The election was moved to 9 May, officials said. | postponed
合併案預計 6 月完成。 | 股東會昨天通過合併案。 | None
合併案預計 6 月完成。 | 兩家銀行今天完成合併。 | answered
立法院預計 5 月表決草案。 | 立法院今天三讀通過草案。 | answered
手機預計秋季上市。 | 手機今天開賣，售價 2 萬元。 | answered
手机预计秋季上市。 | 手机昨日获得入网许可。 | None
開幕訂於 3 月 5 日。 | 主辦單位宣布，開幕改至 4 月 2 日。 | postponed
工程預計年底完工。 | 市府坦言，完工時間延後到明年 6 月。 | postponed
The bridge is to reopen in the third quarter. | The bridge reopened on Monday. | answered
The bridge is to reopen in the third quarter. | The bridge reopened on Monday after months of delays. | answered
新車將於 5 月開賣。 | 新車一再延期，今天正式開賣。 | answered
The bridge is to reopen in the third quarter. | The ministry authorised repairs to the bridge on Monday. | None
Vasko plans to list in London in May. | Vasko's shareholders voted for the listing on Monday. | None
Vasko plans to list in London in May. | Vasko listed in London on Monday. | answered
The merger should close by June, pending approval by the regulator. | The regulator approved the merger on Monday. | None
The merger should close by June, pending approval by the regulator. | The merger closed on Monday. | answered
The court will rule in March. | The hearing began on Monday. | None
The court will rule in March. | The court ruled on Monday that the tax is legal. | answered
Olin will begin selling the bike in May. | The Olin bike reached stores on Monday. | answered
The launch is due on 4 March. | The launch slipped to 11 March because of wind. | postponed
The vote is set for 20 June. | The vote was brought forward to 9 May. | postponed
新車將於 5 月開賣。 | 新車今天正式上市。 | answered
兩家銀行預計 6 月完成合併。 | 金管會 10 日核准兩家銀行合併。 | None
金管會預計 6 月審查合併案。 | 金管會 10 日核准合併案。 | answered
法院訂 3 月宣判。 | 法院今天開庭審理。 | None
比賽訂於 3 月 5 日舉行。 | 主辦單位宣布，比賽提前到 3 月 2 日。 | postponed
"""


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


def told(text: str) -> str:
    """Return "first last" of what a sentence awaits, "by last" of a deadline, "undated", or "none"."""
    found = forward(text, TODAY, SAID)
    if not found:
        return "none"
    coming = found[0].due
    if coming is None:
        return "undated"
    return f"by {coming.last}" if coming.by else f"{coming.first} {coming.last}"


@pytest.mark.parametrize(("text", "wanted"), [*rows(FIRST), *rows(LAST), *rows(LATER)])
def test_a_thing_to_come_has_its_days(text: str, wanted: str) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(("asked", "later", "wanted"), rows(DEEDS))
def test_an_answer_is_about_the_deed(asked: str, later: str, wanted: str) -> None:
    assert str(outcome(later, awaited(asked))) == wanted


@pytest.mark.parametrize("text", [row[0] for row in (*rows(FIRST), *rows(LAST), *rows(LATER))])
def test_a_pattern_has_its_sign(text: str) -> None:
    """The signs only save time: no pattern that matches is left out for want of one."""
    seen = signs(text)
    for needed, pattern, _ in GRAMMAR:
        if pattern.search(text):
            assert set(needed) & seen, pattern.pattern


def test_the_watch_list_and_due_read_one_thing() -> None:
    for text, _ in (*rows(FIRST), *rows(LAST), *rows(LATER)):
        for found in forward(text, TODAY, SAID):
            if found.due is not None:
                assert found.due in dues(text[found.start : found.end], SAID)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The shop will move to Oak Street from 1 May.", date(2027, 5, 1)),
        ("The line changes its timetable on 1 May.", date(2027, 5, 1)),
        ("The talks run from 3 March to 5 April 2027.", date(2027, 4, 5)),
    ],
)
def test_what_moves_no_date_keeps_its_own(text: str, wanted: date) -> None:
    found = due(text, SAID)
    assert found is not None and found.last == wanted
    assert not gives_another_day(text)


@pytest.mark.parametrize("text", ["It will open on November 31, 2027.", "The fair opens on 31 November 2027."])
def test_a_day_that_is_none_is_not_its_month(text: str) -> None:
    assert due(text, SAID) is None


def test_the_day_of_an_article_is_no_next_month() -> None:
    assert due("法院 16 日將宣判。", SAID) is None
    found = due("法院 15 日將宣判。", SAID)
    assert found is not None and found.first == date(2027, 3, 15)
    assert due("法院將在 30 日內宣判，審理已 15 日。", SAID) == due("法院將在 30 日內宣判。", SAID)


@pytest.mark.parametrize(
    "text",
    [
        "The clinic denied the claims and will appeal by 3 June.",
        "院方否認收費不實，並將於 6 月 3 日前提出上訴。",
    ],
)
def test_what_stands_beside_a_denial_is_to_come(text: str) -> None:
    assert told(text) == "by 2027-06-03"


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ("The takeover is expected to close in June, subject to regulatory approval.", {"closing"}),
        ("The merger is pending regulatory approval.", {"approval"}),
        ("併購案尚待公平會核准，預計第四季完成。", {"closing"}),
        ("Norvik plans to launch a ferry in May, after which it will close its airline.", {"launch"}),
    ],
)
def test_the_deed_that_is_awaited(text: str, deeds: set[str]) -> None:
    assert awaited(text) >= deeds
    assert not awaited(text) & ({"approval", "closing"} - deeds)


@pytest.mark.parametrize(
    ("asked", "later"),
    [
        ("Norvik is in talks to buy Tal.", "What Norvik's talks to buy Tal mean"),
        ("Norvik is in talks to buy Tal.", "Court hears Norvik's bid to buy Tal"),
        ("諾維正洽談收購塔爾。", "公平會附條件通過諾維收購塔爾"),
    ],
)
def test_who_speaks_of_a_purchase_has_not_bought(asked: str, later: str) -> None:
    assert outcome(later, awaited(asked), title=True) is None
