"""Dense passages of several clauses: a sentence that tells one of them is held to that one, and to no other.

Sentences of news that never was, written 2026-11-23 beside the rules: ``source | what is true | what is not``.
"""

from __future__ import annotations

import pytest

from broadsheet.checks.attribution import attribution
from broadsheet.checks.dates import check_dates
from broadsheet.checks.direction import direction
from broadsheet.checks.modality import modality
from broadsheet.checks.names import check_names
from broadsheet.checks.numbers import check_numbers
from broadsheet.checks.polarity import polarity
from broadsheet.checks.stages import stage
from checks_cases import Check, alarms, missed, pairs

DIRECTION = """
Orders for trams rose in May, while orders for buses fell for a second month. | Tram orders climbed in May, but those for buses dropped. | Orders for trams rose in May, while orders for buses rose for a second month.
乳品出口增速放緩至 2.4%，魚貨出口則明顯走強。 | 乳品出口成長 2.4%，步調變慢，魚貨出口轉強。 | 乳品出口增速放緩至 2.4%，魚貨出口則明顯走弱。
Growth of tea exports slowed to 2.4% last year. | 茶葉出口去年成長 2.4%，增速放緩。 | 茶葉出口去年衰退 2.4%。
The museum will rehire 40 guards it let go in spring. | 博物館將重新聘用春天裁掉的 40 名警衛。 | -
The ferry firm pushed back its new route to early 2028. | 渡輪公司把新航線延後到 2028 年初。 | 渡輪公司把新航線提前到 2028 年初。
The court required the firm not to sell the shares. | 法院不准該公司出售股份。 | -
Sovereign wealth funds looked at the bakery chain. | 主權基金看了這家麵包連鎖店，擬募資。 | -
"""

POLARITY = """
Glenmoor scrubbed its regatta on Sunday because of fog. | Glenmoor 週日因濃霧取消賽舟會。 | Glenmoor 週日在濃霧中舉辦賽舟會，並未取消。
業者拒付賠償金，並已報警。 | The operator refused to pay compensation and called the police. | The operator paid compensation and called the police.
房東拒繳稅款，市府已發函。 | 房東不願繳稅，市府已發函。 | 房東已繳稅款，市府也發了函。
兩派對預算各執己見，會議延至週五。 | 兩派對預算沒有共識，會議延到週五。 | -
Harlow's manager will step down in June but stay on as adviser. | Harlow 的經理 6 月起不再擔任經理，但留任顧問。 | -
The launch of the weather balloon was postponed to Friday. | The weather balloon did not go up as planned and now waits for Friday. | The launch of the weather balloon was not postponed.
主管機關要求兩年內不得漲價，並須繼續供水。 | 主管機關不准業者兩年內漲價，供水也不得中斷。 | 主管機關准許業者兩年內漲價，並須繼續供水。
The ring road is closed, and the mayor would not say until when. | 環狀道路已關閉，市長不願說明到何時。 | 環狀道路沒有關閉，市長不願說明到何時。
"""

MODALITY = """
考古人員在新墓坑中發現一件青銅面具，專家推測其或用於祭祀。 | Archaeologists have found a bronze mask in a new grave; experts surmise that it may have served in rites. | Archaeologists have found a bronze mask in a new grave; it served in rites, experts confirmed.
燈塔週二重新點燈，管理單位預計明年開放參觀。 | The lighthouse has been lit again since Tuesday; its keepers expect to open it to visitors next year. | The lighthouse has been lit again since Tuesday and has opened to visitors.
委員會初審通過修正草案，擬將菸捐用於長照。 | 把菸捐用於長照的草案在委員會初審過關。 | -
The clinic floated a fee for missed visits. | The clinic has suggested a fee for missed visits. | The clinic has introduced a fee for missed visits.
兩國已交換意見，下一輪磋商最快 9 月登場。 | 兩國交換過看法，最快 9 月再談。 | -
郵局因涉嫌收賄，檢方已搜索其辦公室。 | 郵局疑似收賄，辦公室遭檢方搜索。 | -
"""

STAGE = """
A bill on river tolls passed its first reading and goes to committee. | 河川通行費法案通過一讀，交付委員會。 | 河川通行費法案已三讀通過。
The bill on river tolls cleared parliament at first reading. | Parliament passed, at first reading, the bill on river tolls. | Parliament passed the bill on river tolls into law.
公司計畫年底前遞交上市申請。 | 公司擬年底前申報上市；目前仍在準備。 | 公司已在交易所上市。
新橋的收費方案還沒有公布。 | 新橋的收費方案尚未對外公布。 | 新橋的收費方案已對外公布。
The line plans to send two vessels north as a test. | The line intends to send two ships north as a trial. | The line has sent two ships north for good.
"""

ATTRIBUTION = """
勞方要求調高 6%，資方主張至多 2%。 | Unions want 6% and employers no more than 2%. | -
A baker in Ystad denied rumours of a sale and said the shop stays open. | 伊斯塔德一名麵包師回應出售傳聞，稱店面會繼續營業。 | -
電池廠回應停工傳聞，稱只是檢修。 | 電池廠稱只是檢修，並未停工。 | -
房仲認為第四季買氣恐難回溫。 | 房仲指第四季買氣可能熱不起來。 | 第四季買氣熱不起來。
基金因涉嫌內線交易遭調查，財產已查封。 | The fund is being investigated over suspected insider trading; its property is sealed. | The fund traded on inside information; its property is sealed.
店員抱怨排班太晚公布。 | 店員埋怨班表太晚公布。 | -
"""

FIGURES = """
A law would bar children under 14 from driving carts. | 法律將禁止 14 歲以下兒童駕駛手推車。 | 法律將禁止 14 歲以上兒童駕駛手推車。
65 歲以上民眾的保護率為 71%。 | The shot protected 71% of over-65s. | The shot protected 71% of under-65s.
The regulator cleared the pill for travellers aged 12 and over. | 主管機關准許 12 歲以上旅客使用該藥。 | 主管機關准許 12 歲以下旅客使用該藥。
Rents edged up to 9.1% of income in May. | 房租 5 月微升至所得的 9.1%。 | 房租 5 月微升至所得的 91%。
Vacancies fell for a third month. | 職缺連三個月減少。 | 職缺連四個月減少。
前三季度港口吞吐量成長 3%。 | The port grew 3% in the first three quarters. | The port grew 3% in the first two years.
面板廠要出售五代廠。 | The panel maker wants to sell its fifth-generation plant. | The panel maker wants to sell its sixth-generation plant.
公司年內遞交申請。 | The company files this year. | The company files next year.
"""

NAMES = """
颱風外圍已影響浙南沿海。 | The storm is already felt in southern Zhejiang. | The storm is already felt in southern Fujian.
颱風外圍已影響闽南沿海。 | 颱風外圍已波及福建南部。 | 颱風外圍已波及廣東南部。
对美航线货量萎缩。 | US-bound cargo shrank. | Indian-bound cargo shrank.
地鐵 9 號線開始試跑，中秋連假前載客。 | Line 9 of the metro begins test runs and carries passengers before the Mid-Autumn break. | Line 7 of the metro begins test runs and carries passengers before the Mid-Autumn break.
平台在七個城市替騎手繳納保險。 | 平台在七城替騎手繳保險。 | -
Two clerks sued the firm, alleging it underpaid contractors. | 兩名職員控告該公司，指控其少付承包商報酬。 | -
"""

TABLES: dict[str, tuple[str, tuple[Check, ...]]] = {
    "direction": (DIRECTION, (direction,)),
    "polarity": (POLARITY, (polarity, direction)),
    "modality": (MODALITY, (modality, stage)),
    "stage": (STAGE, (stage, modality, polarity)),
    "attribution": (ATTRIBUTION, (attribution,)),
    "figures": (FIGURES, (check_numbers, check_dates)),
    "names": (NAMES, (check_names, check_numbers)),
}


@pytest.mark.parametrize("name", TABLES)
def test_what_one_clause_tells_is_let_pass(name: str) -> None:
    table, checks = TABLES[name]
    rows = [row for group in pairs(table).values() for row in group]
    assert alarms(rows, checks) == []


@pytest.mark.parametrize("name", TABLES)
def test_what_no_clause_tells_is_stopped(name: str) -> None:
    table, checks = TABLES[name]
    rows = [row for group in pairs(table).values() for row in group]
    assert missed(rows, checks) == []
