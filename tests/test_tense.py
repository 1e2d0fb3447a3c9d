"""Days without a year, and the verb that they stand with: what is said "on Friday" and what comes "on Friday".

The first table was written before the rule, the second after it: of its sentences the rule read 28 of 32 past ones and 29
of 32 future ones at first sight, of the third table, written after that was mended, 19 of 20 and 19 of 20 (2026-11-23).
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from broadsheet.text.due import due
from broadsheet.text.forward import forward
from broadsheet.text.tense import OPEN_DAYS, tense

SAID = date(2026, 3, 4)
"""A Wednesday."""
WEEK = timedelta(days=7)

PAST = """
The company dropped its plan to list its shares in London on Monday.
The lab announced plans to build a data center in Ohio on Monday.
The agency said on Monday that the rules would apply to all chips.
The startup filed to go public on Monday.
A judge refused on Monday to dismiss the case.
The two firms agreed on Monday to merge their chip units.
The union voted on Friday to strike over the plan to cut jobs.
The firm told investors on Thursday that sales would fall.
Shares rose 4% on Friday after the company raised its target.
The minister unveiled a plan to spend 5 billion euros on chips on Thursday.
The court heard arguments on Friday over the bid to block the merger.
On Friday, the regulator opened an inquiry into plans to merge.
The company laid off 200 workers on Friday to save money.
Its board met on Friday to weigh the offer.
She left the company on Friday to start a new venture.
The senator urged the agency on Friday to act.
執行長週一在台北宣布這項計畫。
台積電週五在法說會說明擴產計畫。
微軟週五取消收購該新創的計畫。
該公司週五將總部遷往台南。
法院週五駁回聯發科的計畫。
市府週四召開了記者會,說明預計明年完工的工程。
他週五表示，公司預計明年上市。
立法院週五三讀通過草案，將於明年上路。
公司在週五撤回了上市計畫。
這項預計明年推出的服務週五遭到監管機關質疑。
苹果公司周五公布扩产计划。
该公司周五宣布将裁员一成。
监管部门周五提出新的目标。
两家公司周五签署合作协议，目标是明年量产。
央行周四指出，通胀预期有所回落。
团队周五将模型权重开源。
Regulators blocked the takeover on Friday, ending months of talks.
The chipmaker scrapped its target to double output on Friday.
Lawmakers on Thursday passed a bill to limit facial recognition.
The app went offline on Friday and users were expected to wait.
He resigned on Thursday after the board lost its trust in him.
The ministry published draft rules on Friday that will bind every lab.
The ministry confirmed plans to open an office in Lyon on Thursday.
Two executives were charged on Friday with trying to bribe an official.
The city council rejected a proposal to host the servers on Thursday.
Demand for the service will grow, the bank wrote on Friday.
The start-up raised $40m on Thursday to hire engineers.
In a filing on Friday, the company disclosed its intent to sell the unit.
The plan to close the plant drew protests on Friday.
The stock tumbled on Friday as traders expected a delay.
Police arrested the suspect in Lisbon on Friday.
The outage that hit the bank on Thursday may have exposed data.
The council is investigating a leak that began on Friday.
部長週四在國會說明這項預計三年的計畫。
股東會週五否決了擴建計劃。
這家新創週四向法院聲請破產，將出清資產。
工會週五發起罷工，抗議裁員計畫。
董事會週四任命新任執行長，目標是重整業務。
週五凌晨發生的停電預計影響數千戶。
他週四接受訪問時談到未來的計畫。
這份週五曝光的文件顯示，公司將關閉三座工廠。
該銀行週四把利率調高一碼。
檢方週五以涉嫌詐欺將兩名主管移送法院。
公司周四召开董事会，讨论上市计划。
美国商务部周五把三家企业列入清单。
该平台周四下架了数百个应用，并称将继续清理。
周五的发布会上，他展示了明年的产品计划。
市长周四为新园区剪彩，预计创造千个岗位。
Nearly 400 scientists signed an open letter on Friday urging lawmakers to act.
The company, which plans to expand in Asia, fired its finance chief on Thursday.
The app will be free, a spokesman told reporters on Friday.
An appeals court sided with the publisher on Thursday in its fight to keep the archive shut.
Amazon is cutting 500 jobs, according to a memo sent to staff on Thursday.
The bank raised its forecast for next year on Friday.
Traders who expected a rate cut were disappointed on Friday.
The robot crossed the finish line on Friday to win the race.
Ahead of the launch, the agency issued a warning on Thursday.
The deal to buy the mine collapsed on Friday.
The senators wrote to the chief executive on Thursday asking whether the tool will be withdrawn.
歐盟週四批准這項預計耗資百億歐元的方案。
校方週五指控該生以人工智慧作弊，並將他退學。
該車廠週四召回兩千輛汽車，預計影響有限。
週五早上的地震造成工廠停工，公司預期損失不大。
市場週五擔憂央行將升息，股價走低。
报告周四显示，失业率将继续上升。
两名研究员周五离开公司，计划创业。
球队周五以三比一击败对手，将晋级决赛。
"""

AHEAD = """
The court will rule on Friday.
The hearing is set for Thursday.
The company plans to ship the headset on Friday.
The vote is scheduled for Thursday.
The two leaders are due to meet on Friday.
The trial begins on Friday in Oakland.
The agency is expected to publish its decision on Friday.
Apple is to report its results on Thursday.
The ban takes effect on Friday.
On Friday, the committee will vote on the bill.
Executives are set to testify before the Senate on Thursday.
The offer expires on Friday.
The firm said it would publish the report on Friday.
The judge postponed the hearing until Friday.
Nvidia may announce the chip on Thursday.
The judge ordered Meta to respond by Friday.
法院將於週五宣判。
預計週五發布。
新制定於週五上路。
委員會週五將表決這項法案。
公司計畫週五推出新機。
該案週五將開庭審理。
歐盟最快週五公布裁罰。
週五，輝達將公布財報。
雙方擬於週五簽約。
業者須在週五前提出改善計畫。
法院将于周五开庭。
预计周五公布结果。
公司计划在周五发布新模型。
委员会周五将就该法案投票。
报名周五截止。
峰会定于周四开幕。
Senators will question the chief executive on Thursday.
The tribunal is scheduled to reconvene on Friday.
A ruling is expected on Friday.
The exchange said trading would resume on Thursday.
Meta's annual meeting takes place on Thursday in San Jose.
Workers plan to walk out on Friday unless pay is raised.
The bids are due by Friday.
The firm, which was founded in 2019, goes public on Thursday.
The committee moved the vote to Friday.
The regulator gave the platforms until Friday to answer.
Ministers from 12 states are meeting on Friday in Delft.
On Thursday, the panel of judges will hear the appeal.
The new fees apply from Friday.
A call with analysts is set for Thursday afternoon.
The strike, planned for Friday, would hit three plants.
The chipmaker, whose shares fell this week, reports its results on Thursday.
The rocket could lift off on Friday if the weather holds.
檢方預計週五提出上訴。
董事會將在週四討論這項併購。
週五上午，立法院將審查草案。
兩國代表定於週四會談。
這項服務最快週五開放。
法官要求被告在週五前提交文件。
宣判延至週五。
新版應用程式可望週四上架。
公司擬於週五召開臨時股東會。
罷工將從週五開始。
财报预计周四盘后公布。
航天局计划周五发射卫星。
听证会将于周四举行。
新规周五起施行。
两家公司将在周五签约。
The astronauts are scheduled to return to Earth on Friday.
Voters go to the polls on Friday.
Whether the merger survives will be decided on Friday.
The chancellor is expected to lay out her plan on Thursday, officials said.
Samsung said it will show the phone on Thursday.
Lawyers have until Friday to object.
The agency is holding a public hearing on Thursday.
The union has vowed a strike starting Friday.
The two-day summit kicks off on Thursday in Paris.
The new chief executive, who has run the unit since May, takes over on Friday.
A decision could come as soon as Friday, and the ban would start on Thursday at the latest.
蘋果預告將於週四舉辦發表會。
這場官司週五將宣判，最高可處三年徒刑。
央行理監事會訂於週四召開。
主辦單位預計在週五公布得獎名單。
內閣最快週五通過這項修法。
火箭预定周五凌晨升空。
公司将于周四公布季度业绩。
该平台宣布将在周五关闭服务。
代表团计划周四启程。
"""


OPEN = """
The firm announced a plan to close the plant on Friday.
The court cancelled the hearing on Friday.
Its plan to open on Friday.
蘋果週五公布財報。
峰會週五登場。
新制週五上路。
"""
"""Undecided: the verb says nothing of when, so nothing is awaited."""


def lines(table: str) -> list[str]:
    return table.strip().splitlines()


@pytest.mark.parametrize("text", [*lines(PAST), *lines(OPEN)])
def test_a_day_of_what_was_done_is_not_awaited(text: str) -> None:
    found = due(text, SAID)
    assert found is None or found.last is None or found.last > SAID + WEEK, text[found.start : found.end]


@pytest.mark.parametrize("text", lines(AHEAD))
def test_a_day_of_what_comes_is_awaited(text: str) -> None:
    found = due(text, SAID)
    assert found is not None and found.last is not None
    assert SAID < found.last <= SAID + WEEK


def test_there_are_as_many_sentences_as_asked() -> None:
    for table in (PAST, AHEAD):
        told = lines(table)
        assert len(told) >= 60
        assert 0.4 < sum(text.isascii() for text in told) / len(told) < 0.6


@pytest.mark.parametrize(
    "text",
    [
        "The AI firm Orvane unveiled the plan for its robot lab on Monday in Berlin.",
        "The AI start-up Tessel dropped its plan to list its shares in London on Monday.",
        "A court refused on Monday to hear the AI copyright case against Kumari Labs.",
        "The lab said it had cancelled its plans to open in Madrid.",
        "執行長黃仁勳週一在台北宣布這項 AI 計畫。",
        "台積電週一在法說會說明 AI 擴產計畫。",
        "微軟週一取消收購 AI 新創 Quell 的計畫。",
        "AI 公司 Palden 週一將總部遷往台南。",
        "台积电周一在法说会说明扩产计划。",
        "该公司的投资计划遭到否决。",
        "第三季營收優於預期。",
    ],
)
def test_a_plan_that_is_told_of_is_no_watch(text: str) -> None:
    assert forward(text, SAID, SAID) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Google plans to build three plants in Ohio.",
        "台積電計畫擴產。",
        "微軟計劃明年在台灣設廠。",
        "该公司计划出售芯片部门。",
    ],
)
def test_who_plans_is_a_watch(text: str) -> None:
    assert len(forward(text, SAID, SAID)) == 1


def test_the_weekday_of_publication_is_today() -> None:
    monday = date(2026, 3, 2)
    assert due("The court will rule on Monday.", monday) is None
    assert due("法院將於週一宣判。", monday) is None
    assert due("The court will rule next Monday.", monday) is not None


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("The company said this Monday that sales fell.", "past"),
        ("The company will report this Monday.", "ahead"),
        ("It announced plans to open a plant on 3 June.", "open"),
        ("The plant was opened on 3 June.", "past"),
        ("The plant opens on 3 June.", "ahead"),
        ("工廠 6 月 3 日落成。", "open"),
        ("財聯社 6 月 3 日電", "past"),
    ],
)
def test_which_way_a_day_looks(text: str, way: str) -> None:
    day = next(day for day in ("this Monday", "3 June", "6 月 3 日") if day in text)
    assert tense(text, text.index(day), text.index(day) + len(day)) == way


def test_an_open_day_without_a_year_is_awaited_only_while_it_is_near() -> None:
    text = "It announced plans to open a plant on 3 June."
    assert due(text, date(2026, 6, 3) - OPEN_DAYS) is not None
    assert due(text, date(2026, 6, 3) - OPEN_DAYS - timedelta(days=1)) is None
