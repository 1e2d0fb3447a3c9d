"""A sentence is compared with the clauses of its passages that it tells: denials, hedges and speakers of others do not count."""

from __future__ import annotations

import pytest

from broadsheet.checks.attribution import attribution
from broadsheet.checks.modality import modality
from broadsheet.checks.numbers import check_numbers
from broadsheet.checks.polarity import polarity
from broadsheet.checks.speaker import speaker
from broadsheet.checks.stages import stage
from checks_cases import Check, case

FERRY = (
    "The Lorne ferry board approved a fourth night sailing to Brannock from May, chairwoman Ines Dower said. Dockers "
    "welcomed the plan but warned that the pier needs repairs. The fuel supplier did not comment on its contract."
)
DAM = (
    "據《河谷日報》報導，瑞嵐水庫正考慮加高壩體三公尺。水利局表示去年已完成地質鑽探，漁會則認為加高會影響魚群洄游；"
    "縣政府並未說明經費來源。"
)


@pytest.mark.parametrize(
    ("check", "passage", "true"),
    [
        (polarity, DAM, "河谷日報報導，瑞嵐水庫考慮把壩體加高三公尺。"),
        (polarity, DAM, "The Fishermen's Association says raising the dam would affect fish migration."),
        (
            modality,
            "議員質詢時指控，舊系統誤判率高達7%，去年造成2.3萬件錯單。交通處反駁，指實際不到0.5%，並同意三個月內公開報告。",
            "The transport office puts the real error rate below 0.5%.",
        ),
        (attribution, FERRY, "Dockers welcomed the plan, and they warn that repairs to the pier are needed."),
        (
            attribution,
            "Users can now open a diary and draft replies, but they pay four euros a month for it.",
            "使用者現在可以開啟日記並草擬回覆，每月須付四歐元。",
        ),
        (
            attribution,
            "主管机关拟要求陪伴应用在连续使用两小时后弹窗提醒，并不得向未成年人开放打赏。",
            "The regulator wants companion apps to show a pop-up after two hours and to close tipping to minors.",
        ),
        (speaker, FERRY, "Ines Dower, the board's chairwoman, said a fourth night sailing to Brannock was approved."),
        (speaker, DAM, "漁會認為加高壩體會影響魚群洄游。"),
        (
            stage,
            "主管機關拟要求業者在連續使用兩小時後提醒使用者。",
            "主管機關擬規定業者在連續使用兩小時後提醒使用者。",
        ),
    ],
)
def test_a_sentence_is_not_held_to_clauses_that_it_does_not_tell(check: Check, passage: str, true: str) -> None:
    found = check(case(true, passage))
    assert found is None, found


@pytest.mark.parametrize(
    ("passage", "false"),
    [
        (FERRY, "Lorne渡輪董事會並未核准前往Brannock的第四班夜間航班。"),
        (
            "市場週日公布新規約，攤商須每月清洗冰櫃，並可申請補助，但不得轉租。",
            "Stallholders do not have to clean their freezers every month.",
        ),
        (
            "The harbour will dredge the channel in June, the port authority said, but it has not named a contractor.",
            "The port authority said the harbour will not dredge the channel.",
        ),
    ],
)
def test_a_denial_of_a_part_that_denies_nothing_is_found(passage: str, false: str) -> None:
    found = polarity(case(false, passage))
    assert found is not None and "denies" in found.message, found


@pytest.mark.parametrize(
    ("passage", "false"),
    [
        (FERRY, "The fuel supplier warned that the pier needs repairs."),
        (DAM, "縣政府宣布，瑞嵐水庫正考慮加高壩體三公尺。"),
        (
            "Ovelle's clinics cut waiting times by a third, the health ministry said. Doctors at Marsh Lane called the "
            "figures selective. A patients' group said two clinics had closed.",
            "The health ministry said two clinics had closed.",
        ),
    ],
)
def test_what_one_says_is_not_the_word_of_another(passage: str, false: str) -> None:
    assert speaker(case(false, passage)) is not None


@pytest.mark.parametrize(
    ("passage", "true", "false"),
    [
        ("The lab released a 31-billion-parameter model.", "實驗室釋出310億參數模型。", "實驗室釋出31億參數模型。"),
        (
            "平台將在九十日內公開規則。",
            "The platform will publish its rules within 90 days.",
            "It will do so within 60 days.",
        ),
        ("這是連續第八季衰退。", "連八季衰退。", "連九季衰退。"),
        ("为连续第四个月下滑。", "已连降四个月。", "已连降五个月。"),
        (
            "It has a repair score of 8 out of 10.",
            "The 8-out-of-10 repair score is high.",
            "The 7-out-of-10 score is high.",
        ),
        ("It has a repair score of 8 out of 10.", "獲得8分（滿分10分）的評分。", "獲得7分（滿分10分）的評分。"),
        ("可在零下35度運作。", "It works at minus 35 degrees.", "It works at minus 25 degrees."),
        ("成長率可能突破4%。", "Growth may top 4%.", "Growth may top 5%."),
        ("單條影片上限提高到五分鐘。", "It raised the limit to five minutes.", "It raised the limit to nine minutes."),
        (
            "估值接近去年上一輪的三倍。",
            "It is valued at nearly three times the last round.",
            "It is worth four times as much.",
        ),
    ],
)
def test_amounts_in_the_other_forms_of_the_two_languages(passage: str, true: str, false: str) -> None:
    assert check_numbers(case(true, passage)) is None, check_numbers(case(true, passage))
    assert check_numbers(case(false, passage)) is not None
