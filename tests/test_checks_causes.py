"""What let false sentences pass that words had been found for: each row a cause, mended 2026-11-23.

A row: ``passage | a true sentence | a false one``, none of them of gates/proof.
"""

from __future__ import annotations

import pytest

from broadsheet.checks.attribution import attribution
from broadsheet.checks.direction import direction
from broadsheet.checks.modality import modality
from broadsheet.checks.polarity import polarity
from broadsheet.checks.stages import stage
from checks_cases import Check, case

CHECKS: tuple[Check, ...] = (polarity, modality, stage, direction, attribution)
ROWS = """
The ferry firm, a unit of Norhaven, said it was surprised by the delay. | It was surprised by the delay, the ferry firm said. | It was surprised by the delay.
Commuters prefer the tram to the bus, a poll of 2,150 residents found. | A poll found that commuters prefer the tram to the bus. | Commuters prefer the tram to the bus.
Nurses saw no gain in the first month, an earlier study showed, while doctors did. | Nurses saw no gain in the first month, a study showed. | Nurses saw no gain in the first month, while doctors did.
Ivo Brandt, who chairs the panel, called the plan bold but late. | Ivo Brandt called the plan bold but late. | The plan was bold but late.
The bank dismissed the complaint and said that it had never charged the fee. | The bank dismissed the complaint and said it never charged the fee. | The bank dismissed the complaint and never charged the fee.
"Nobody on the night shift was hurt," said Mara Quist, the harbour's head of safety. | 港口安全主管 Mara Quist 說，夜班無人受傷。 | 夜班無人受傷。
港務局說，每噸收費 12 元，是鄰港費用的一半。 | The port authority said it charges a fee of 12 yuan per tonne, half of that of the next port. | The fee is 12 yuan per tonne, half of that of the next port.
消基會測試發現，一款號稱防水的手錶會進水，底蓋也鬆脫。 | 消基會發現，一款號稱防水的手錶會進水。 | 一款號稱防水的手錶會進水，底蓋也鬆脫。
下季度或改用電動巴士。 | Electric buses may be used from next quarter. | Electric buses will be used from next quarter.
The two carriers have agreed to merge their cargo arms. | The two carriers agreed to merge their cargo arms. | The two carriers are in talks to merge their cargo arms.
主管機關擬開罰該銀行，因其客服誤告客戶可提前還款。 | The regulator plans to fine the bank because its agents wrongly told customers they could repay early. | The regulator fined the bank because its agents wrongly told customers they could repay early.
The lab could not name the author but suspects that two people wrote it. | The lab could not name the author but suspects two people wrote it. | The lab could not name the author but has proved that two people wrote it.
Vera Lind doubts that the finding holds for older trees. | Vera Lind doubts the finding for older trees. | Vera Lind 已經查明這項發現適用於較老的樹。
研究者認為，其中一些信件可能寫於戰前。 | Researchers believe some of the letters may date from before the war. | Researchers believe all of the letters may date from before the war.
查核者尚未檢查帳目，名單也仍保密。 | Auditors have not checked the accounts, and the list remains secret. | Auditors have not checked the accounts, and the list does not remain secret.
這條隧道只能通行小客車，卡車禁止進入。 | 這條隧道只供小客車通行。 | 這條隧道不僅能通行小客車。
這座港口與工會達成協議。 | 港口和工會達成協議。 | 這座港口與工會未達成協議。
Unions fear that the smaller shops might close within two years. | 工會擔心，較小的商店可能在兩年內關閉。 | 工會擔心，較大的商店可能在兩年內關閉。
Norhaven, which holds no stake in the yard, stopped buying its boats last week. | 未持有該船廠股份的 Norhaven 上週停止購買其船隻。 | 未持有該船廠股份的 Norhaven 上週開始購買其船隻。
外送試點顯示，配送慢了 4 分鐘。 | The trial showed deliveries 4 minutes slower. | The trial showed deliveries 4 minutes faster.
"""


@pytest.mark.parametrize("row", ROWS.strip().splitlines())
def test_a_cause_that_was_mended(row: str) -> None:
    passage, true, false = (part.strip() for part in row.split(" | "))
    assert [check(case(true, passage)) for check in CHECKS] == [None] * len(CHECKS)
    assert any(check(case(false, passage)) for check in CHECKS)


def test_fewer_mistakes_once_archives_were_added() -> None:
    """What begins with "once" is another clause: its "added" has nothing to do with the fall."""
    passage = "Reading errors fell from 41% to 19% once old maps were added."
    assert all(check(case("Reading errors dropped to 19%.", passage)) is None for check in CHECKS)
