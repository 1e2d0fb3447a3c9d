"""What belongs to whom: parts that changed places, figures that went over to another name."""

from __future__ import annotations

import pytest

from broadsheet.checks.binding import binding
from checks_cases import case

CROSSED = """
The chips will be made by TSMC in Arizona and packaged by Amkor in Portugal. | The chips will be made by Amkor in Arizona and packaged by TSMC in Portugal.
Claude solved 12 of the 15 problems, while Gemini solved 9. | Gemini solved 12 of the 15 problems, while Claude solved 9.
The company has paused, not cancelled, its plan for a data center in Ohio. | The company has cancelled, not paused, its plan for a data center in Ohio.
Training a model costs the lab $5 million, and serving it costs $40 million a year. | Training a model costs the lab $40 million, and serving it costs $5 million a year.
Samsung supplies memory to Nvidia, and SK Hynix supplies memory to AMD. | Samsung supplies memory to AMD, and SK Hynix supplies memory to Nvidia.
Apple will pay Google about $1 billion a year for a custom Gemini model. | Google will pay Apple about $1 billion a year for a custom Gemini model.
鴻海將在休士頓設廠生產輝達的人形機器人，最快明年第一季投產。 | 輝達將在休士頓設廠生產鴻海的人形機器人，最快明年第一季投產。
百度起訴一名前員工，指其竊取自駕技術。 | 一名前員工起訴百度，指其竊取自駕技術。
Claude solved 12 of the 15 problems, while Gemini solved 9. | Gemini 解出 15 題中的 12 題，Claude 解出 9 題。
Samsung supplies memory to Nvidia. | 輝達供應記憶體給三星。
"""
KEPT = """
Claude solved 12 of the 15 problems, while Gemini solved 9. | Gemini solved 9 problems, while Claude solved 12 of the 15.
Nvidia and AMD raised their prices in May. | AMD and Nvidia raised their prices in May.
Apple will pay Google about $1 billion a year. | Google will be paid about $1 billion a year by Apple.
公司沒有公布價格，也未透露代工廠。 | 公司未透露代工廠，也沒有公布價格。
In dry months the load will lower the reservoir, farmers upstream fear. | Farmers upstream fear that the load will lower the reservoir in dry months.
Samsung supplies memory to Nvidia. | 三星供應記憶體給輝達。
Nvidia buys memory from Samsung. | 三星的記憶體由輝達採購。
"""


def _pairs(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split(" | ")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("source", "written"), _pairs(CROSSED))
def test_parts_that_changed_places_are_found(source: str, written: str) -> None:
    fault = binding(case(written, source))
    assert fault is not None and fault.code == "direction" and not fault.hard


@pytest.mark.parametrize(("source", "written"), _pairs(KEPT))
def test_another_order_of_the_same_is_none(source: str, written: str) -> None:
    assert binding(case(written, source)) is None
