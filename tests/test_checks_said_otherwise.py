"""What one language says otherwise: each row a cause for which true sentences were refused, mended 2026-11-23.

A row: ``+`` (borne out) or ``-``, the passage, the sentence.  None is of gates/proof.
"""

from __future__ import annotations

from datetime import date

import pytest

from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.checks import try_case
from broadsheet.checks.case import Case, Knowledge, Passage
from broadsheet.once import once
from checks_cases import knowledge

ROWS = """
+ | 该厂赔偿 2.4 万元，远低于租户要求的 50 万元。 | Damages are 24,000 yuan, far below the 500,000 that the tenant wanted.
- | 该厂赔偿 2.4 万元，远低于租户要求的 50 万元。 | Damages are 24,000 yuan, far below the 600,000 that the tenant wanted.
+ | The app may not be used by children younger than nine. | 未滿九歲的兒童不得使用這款應用程式。
- | The app may not be used by children younger than nine. | 未滿七歲的兒童不得使用這款應用程式。
+ | Exports fell for the fourth month running. | 出口已連四個月下滑。
- | Exports fell for the fourth month running. | 出口已連五個月下滑。
+ | 這套工具比人工早六天發現裂縫。 | The tool found the cracks six days earlier than people did.
- | 這套工具比人工早六天發現裂縫。 | The tool found the cracks nine days earlier than people did.
+ | 罰款不適用於該應用程式商店。 | The fine does not apply to the app store.
+ | Foxline raised its budget for the year to $4 billion. | Foxline 將今年預算提高到 40 億美元。
+ | The vaccine is in a phase 2 trial. | 這款疫苗正在進行第二期試驗。
- | The vaccine is in a phase 2 trial. | 這款疫苗正在進行第三期試驗。
+ | The utility applied to restart reactor No. 3. | 電力公司申請重啟三號反應爐。
+ | 俱樂部未達 20,000 名會員的目標。 | The club missed its target of 20,000 members.
+ | Shareholders were not told of the fire until June. | 股東直到六月才獲知火災。
+ | 股東直到六月才獲知火災。 | Shareholders were not told of the fire until June.
+ | The council added a clause on noise to the contract. | 議會在合約中增列噪音條款。
+ | The airline is free to decline the offer. | 航空公司有權拒絕這項提議。
+ | Damages are limited to 9,000 yuan. | 賠償以 9,000 元人民幣為限。
+ | The pension fund may sell its stake if rates stay high. | 若利率居高不下，該退休基金可能出售持股。
+ | The bank set aside 30 million pounds in reserves to compensate drivers. | 該銀行提列 3,000 萬英鎊準備金賠償駕駛人。
+ | 兩黨已展開談判。 | The two parties have opened talks.
"""


@once
def knows() -> Knowledge:
    return Knowledge(knowledge().names, UseEmbedder())


def language_of(text: str) -> str:
    simplified = any(sign in text for sign in "该远户厂")
    return "en" if text.isascii() else "zh-Hans" if simplified else "zh-Hant"


@pytest.mark.parametrize("row", ROWS.strip().splitlines())
def test_said_otherwise_and_no_less_sure(row: str) -> None:
    sign, passage, sentence = (part.strip() for part in row.split(" | "))
    told = Passage(passage, language_of(passage), date(2026, 5, 12))
    fault = try_case(Case(sentence, language_of(sentence), (told,), knows())).fault
    assert (fault is None) == (sign == "+"), fault


@pytest.mark.parametrize(
    "text",
    [
        "日本外資去年投入 3 億美元，美國外交部門沒有表示意見。",
        "公司在德國以外的工廠關閉了兩座。",
        "The firm closed two plants outside Germany, bringing the total to five.",
        "除了德國以外，各國都同意這項計畫，令外界意外。",
    ],
)
def test_a_passage_bears_itself_out(text: str) -> None:
    told = Passage(text, language_of(text), date(2026, 5, 12))
    assert try_case(Case(text, language_of(text), (told,), knows())).fault is None
