"""One thing in another's place: kinds that exclude each other, opposites of business, contrasts, parts of a change.

Sentences of news that never was, written 2026-11-23 beside the rules: ``source | what is true | what is not``.
"""

from __future__ import annotations

import pytest

from broadsheet.checks import CHECKS, alignment, clauses, novelty
from broadsheet.checks.case import Case, Finding, Knowledge, Passage
from broadsheet.checks.changed import changed
from broadsheet.checks.contrast import contrast
from broadsheet.checks.crossed import crossed, half_crossed
from broadsheet.checks.direction import direction
from broadsheet.checks.exceptions import exceptions
from broadsheet.checks.overlap import ground, near_share, units
from broadsheet.checks.rates import rates
from broadsheet.checks.swapped import swapped
from broadsheet.checks.telling import apart
from broadsheet.text.names import NameTable
from checks_cases import Check, alarms, case, missed, pairs

SWAPPED = """
Chief financial officer Ida Moen will leave the brewery in May. | 財務長 Ida Moen 將於 5 月離開啤酒廠。 | 執行長 Ida Moen 將於 5 月離開啤酒廠。
The brewery blamed delays at a supplier in Lisbon. | 啤酒廠歸咎於里斯本供應商的延誤。 | 啤酒廠歸咎於里斯本客戶的延誤。
磨坊去年營收成長 8%。 | Revenue at the mill grew 8% last year. | Profit at the mill grew 8% last year.
磨坊去年營收成長 8%。 | 磨坊去年營業額成長 8%。 | 磨坊去年獲利成長 8%。
Its finance chief and its chairman both resigned. | 財務長和董事長雙雙請辭。 | -
The boss of the mill resigned. | 磨坊執行長請辭。 | -
The regulator asked three suppliers for their accounts. | The regulator asked three vendors for their books. | The regulator asked three customers for their accounts.
"""

OPPOSITES = """
The yard starts mass production of the barge in June. | 船廠 6 月量產該型駁船。 | 船廠 6 月停產該型駁船。
分析師認為，這可能使船廠明年轉虧為盈。 | Analysts think this may return the yard to profit next year. | Analysts think this may widen the yard's losses next year.
分析師認為，這可能使船廠明年轉虧為盈。 | 分析師認為，船廠明年可能因此轉盈。 | 分析師認為，船廠明年可能因此擴大虧損。
The network will be switched off at the end of the year. | 該網路年底關閉。 | 該網路年底開通。
The widening of the road alarmed shopkeepers. | 道路拓寬令店家憂心。 | 道路拓寬令店家安心。
The union eased off, taking pressure off the owner. | 工會緩和態度，減輕業主壓力。 | -
全職騎士享有保險。 | Full-time riders are insured. | Part-time riders are insured.
The village has extended its lease on the mill until 2031. | 村子把磨坊租約延長到 2031 年。 | 村子把磨坊租約縮短到 2031 年。
Yields sank to a six-month low. | 殖利率跌到六個月低點。 | 殖利率來到六個月高點。
A serious flaw was found in the lock. | 這款鎖被發現有嚴重漏洞。 | 這款鎖被發現有輕微漏洞。
The bank may ease in July if hiring stays sluggish. | 若招聘依舊低迷，該銀行 7 月可能降息。 | 若招聘依舊旺盛，該銀行 7 月可能降息。
"""

CONTRAST = """
It blamed delays at the quarry rather than weaker demand. | 該公司歸咎於採石場的延誤，而非需求轉弱。 | 該公司歸咎於需求轉弱，而非採石場的延誤。
廠方歸咎於天氣惡劣，而不是罷工。 | The plant blamed bad weather rather than a strike. | The plant blamed a strike rather than bad weather.
The judges praised the violins instead of the singers. | Instead of the singers, the judges praised the violins. | The judges praised the singers instead of the violins.
"""

CHANGED = """
Complaints fell to 6 per 100 flats, down from 13. | 每百戶申訴從 13 件降至 6 件。 | 每百戶申訴從 6 件降至 13 件。
Complaints fell to 6 per 100 flats, down from 13. | Complaints dropped from 13 to 6 per 100 flats. | Complaints fell by 6 per 100 flats, from 13.
毛利率從 31% 降至 27%。 | The gross margin fell from 31% to 27%. | The gross margin rose from 27% to 31%.
Shops must remove the goods within 48 hours. | 店家須在 48 小時內下架商品。 | 店家須在 48 小時後下架商品。
月產能上看 5,000 台，明年第三季投產。 | It can make up to 5,000 a month from the third quarter of next year. | It can make up to 5,000 a year from the third quarter of next year.
"""

PARTS = """
The machine matched human readers on four of nine tests. | On four of nine tests the machine was as good as human readers. | The machine matched human readers on all nine tests.
Only two of the five kilns can be repaired. | Two of five kilns can be repaired. | Five kilns can be repaired.
九個窯中只有兩個能修。 | 九個窯裡能修的只有兩個。 | 九個窯都能修。
It is the firm's first workshop outside Germany. | 這是該公司在德國以外的第一座工坊。 | 這是該公司在德國的第一座工坊。
除了德國以外，各國皆支持。 | 各國中只有德國不支持。 | -
日本外務省週二開會。 | 日本外務省週二開會。 | -
"""

SUBJECTS = """
The essay has not been printed, and the school declined to comment. | The essay has not been printed, and the school would not comment. | The school has not been printed, and the essay declined to comment.
Of 900 bakers asked, 41% said they used rye weekly, and 8% said their guild forbade it. | Of 900 bakers, 41% used rye weekly and 8% said their guild forbade it. | Of 900 bakers asked, 41% said their guild forbade rye, and 8% said they used it weekly.
"""

TABLES: dict[str, tuple[str, tuple[Check, ...]]] = {
    "swapped": (SWAPPED, (swapped,)),
    "opposites": (OPPOSITES, (direction,)),
    "contrast": (CONTRAST, (contrast,)),
    "changed": (CHANGED, (changed, rates)),
    "parts": (PARTS, (exceptions,)),
    "subjects": (SUBJECTS, (crossed, half_crossed)),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_same_in_other_words_is_let_pass(name: str) -> None:
    table, checks = TABLES[name]
    rows = [row for group in pairs(table).values() for row in group]
    assert alarms(rows, checks) == []


@pytest.mark.parametrize("name", TABLES)
def test_another_one_of_its_kind_is_stopped(name: str) -> None:
    table, checks = TABLES[name]
    rows = [row for group in pairs(table).values() for row in group]
    assert missed(rows, checks) == []


def test_no_check_has_anything_against_a_passage_itself() -> None:
    embedded = (alignment.check, clauses.check, novelty.check)
    for table, _ in TABLES.values():
        for source, *_ in (row for group in pairs(table).values() for row in group):
            found = [check(case(source, source)) for _, check in CHECKS if check not in embedded]
            assert not any(found), source


DENSE = "Gardeners mocked the mayor's statue in spring, and the harbour will raise its wages next year."


@pytest.mark.parametrize(
    ("text", "word", "of", "told"),
    [
        ("Gardeners mocked the mayor's statue.", "mocked", "raise", True),
        ("Gardeners mocked the mayor's statue.", "mocked", "mocked", False),
        ("The harbour will raise its wages.", "raise", "mocked", True),
        ("Prices changed.", "changed", "mocked", False),  # nothing is sure
    ],
)
def test_a_part_is_apart_only_where_another_is_surely_told(text: str, word: str, of: str, told: bool) -> None:
    one = case(text, DENSE)
    assert apart(one, text.index(word), DENSE.index(of)) is told


def test_a_passage_of_one_part_has_nothing_apart() -> None:
    text = "The ferry firm cut its fares."
    assert not apart(case(text, "The ferry firm cut its fares in May."), text.index("cut"), 15)


def test_a_synonym_is_worth_half_in_one_language_too() -> None:
    there = (ground("The gardeners mocked it. 该公司公布方案", (), ()),)
    assert near_share(units("deride", (), ()), there) == 0.5
    assert near_share(units("發布", (), ()), there) == 0.5
    assert near_share(units("violin", (), ()), there) == 0.0


def test_a_clause_may_be_like_one_part_of_its_passage() -> None:
    """The whole passage is unlike the clause; one part of it is the clause in other words."""
    passage = "Jobs in the port edged up in May, the mayor said, while vacancies at shops dwindled fast."
    text = "Port employment ticked higher during May, and openings at firms declined again."
    east, west = b"\0\0\x80?" + bytes(4), bytes(4) + b"\0\0\x80?"

    def embed(texts: object, languages: object) -> list[bytes]:
        assert isinstance(texts, (list, tuple))
        return [east if ("vacancies" in one and "Jobs" not in one) or "openings" in one else west for one in texts]

    def finding(place: object) -> Finding | None:
        knows = Knowledge(NameTable([]), place)  # type: ignore[arg-type]
        return clauses.check(Case(text, "en", (Passage(passage, "en"),), knows))

    assert finding(embed) is None
    assert finding(lambda texts, languages: [west if "openings" not in t else east for t in texts]) is not None
