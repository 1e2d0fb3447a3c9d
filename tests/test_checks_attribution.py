"""Attribution: claims keep their speaker, announcements need none."""

from __future__ import annotations

import pytest

from broadsheet.checks.attribution import attribution
from checks_cases import Check, believes_the_source, case, stands

CHECKS: tuple[Check, ...] = (attribution,)
CASES = """
According to two people familiar with the matter, the deal values the startup at $3 billion. | The deal values the startup at $3 billion, sources say. | The deal values the startup at $3 billion.
The company claims that its chip is twice as fast as Nvidia's. | By its own account the company's chip is twice as fast as Nvidia's, it says. | The company's chip is twice as fast as Nvidia's.
Analysts believe that memory prices have peaked. | Memory prices have peaked, in analysts' view. | Memory prices have peaked.
"The market is overheated," said the fund's chief economist. | The fund's chief economist sees an overheated market. | The market is overheated.
The lawsuit alleges that the app collected children's data. | The app collected children's data, the lawsuit claims. | The app collected children's data.
Reuters reported that Apple has dropped the car project. | Apple has dropped the car project, according to Reuters. | Apple has dropped the car project.
Critics argue the law harms small developers. | The law harms small developers, critics say. | The law harms small developers.
The researchers estimate that training used 5 GWh. | Training used an estimated 5 GWh, the researchers write. | Training used 5 GWh.
Google said it will open an office in Taipei. | Google will open an office in Taipei. | -
The company announced a new model on Tuesday. | The company unveiled a new model on Tuesday. | -
The minister warned that jobs are at risk. | Jobs are at risk, the minister warned. | Jobs are at risk.
Apple reportedly delayed the product. | The product was delayed, a report says. | Apple delayed the product.
DeepMind says its system outperforms human experts. | DeepMind says the system is better than human experts. | DeepMind's system outperforms human experts.
According to two people familiar with the matter, the deal values the startup at $3 billion. | 知情人士透露，該交易對這家新創的估值為 30 億美元。 | 該交易對這家新創的估值為 30 億美元。
The company claims that its chip is twice as fast as Nvidia's. | 該公司聲稱其晶片速度是輝達的兩倍。 | 該公司晶片速度是輝達的兩倍。
Analysts believe that memory prices have peaked. | 分析師認為記憶體價格已見頂。 | 記憶體價格已見頂。
The lawsuit alleges that the app collected children's data. | 訴訟指控該應用程式蒐集兒童資料。 | 該應用程式蒐集兒童資料。
Reuters reported that Apple has dropped the car project. | 路透報導，蘋果已放棄造車計畫。 | 蘋果已放棄造車計畫。
Google said it will open an office in Taipei. | Google 將在台北設辦公室。 | -
The minister warned that jobs are at risk. | 部長警告就業面臨風險。 | 就業面臨風險。
Critics argue the law harms small developers. | 批評者主張該法傷害小型開發者。 | 該法傷害小型開發者。
OpenAI's chief executive said demand is stronger than ever. | OpenAI 執行長表示，需求比以往更強。 | 需求比以往更強。
The company announced a new model on Tuesday. | 該公司週二發表新模型。 | -
據知情人士透露，字節跳動正在開發晶片。 | ByteDance is developing a chip, people familiar with the matter said. | ByteDance is developing a chip.
分析師預估今年出貨量將達 2 億支。 | Analysts forecast shipments of 200 million units this year. | Shipments are 200 million units this year.
華為聲稱其晶片效能超越 H20。 | Huawei claims that its chip outperforms the H20. | Huawei's chip outperforms the H20.
台積電宣布在德國建廠。 | TSMC will build a plant in Germany. | -
檢方指控他竊取商業機密。 | Prosecutors allege that he stole trade secrets. | He stole trade secrets.
專家認為這項政策效果有限。 | Experts think the policy has little effect. | The policy has little effect.
据路透社报道，苹果已暂停该项目。 | Apple has paused the project, Reuters reported. | Apple has paused the project.
據知情人士透露，字節跳動正在開發晶片。 | 消息人士說，字節跳動正開發晶片。 | 字節跳動正在開發晶片。
分析師預估今年出貨量將達 2 億支。 | 今年出貨量將達 2 億支，分析師預估。 | 今年出貨量將達 2 億支。
華為聲稱其晶片效能超越 H20。 | 華為表示，其晶片效能超越 H20。 | 華為晶片效能超越 H20。
台積電宣布在德國建廠。 | 台積電將在德國建廠。 | -
專家認為這項政策效果有限。 | 專家指出，這項政策效果有限。 | 這項政策效果有限。
据路透社报道，苹果已暂停该项目。 | 路透社報導，蘋果已暫停該項目。 | 蘋果已暫停該項目。
執行長表示，市場需求強勁。 | 執行長說市場需求強勁。 | 市場需求強勁。
该公司称其模型是最强的开源模型。 | 該公司稱，其模型是最強的開源模型。 | 其模型是最強的開源模型。
Economists warn that the bubble could burst. | The bubble could burst, economists warn. | The bubble could burst.
Huawei boasts that the phone lasts three days. | The phone lasts three days, Huawei says. | The phone lasts three days.
Bloomberg News first reported the talks. | The talks were first reported by Bloomberg News. | The talks took place.
In a filing, the company acknowledged that it trained on pirated books. | The company acknowledged in a filing that it trained on pirated books. | The company trained on pirated books.
"Nobody saw this coming," an engineer told the paper. | An engineer told the paper that nobody saw it coming. | Nobody saw this coming.
The police say the suspect used a voice clone. | The suspect used a voice clone, police say. | The suspect used a voice clone.
The authors conclude that scaling laws break down. | Scaling laws break down, the authors conclude. | Scaling laws break down.
A spokesperson described the incident as isolated. | The incident was called isolated by a spokesperson. | The incident was isolated.
Musk contends that the board was misled. | The board was misled, Musk contends. | The board was misled.
IDC forecasts that shipments will double by 2028. | Shipments will double by 2028, IDC forecasts. | Shipments will double by 2028.
Economists warn that the bubble could burst. | 經濟學家警告泡沫可能破裂。 | 泡沫可能破裂。
Huawei boasts that the phone lasts three days. | 華為宣稱這款手機續航三天。 | 這款手機續航三天。
The police say the suspect used a voice clone. | 警方表示，嫌犯使用聲音複製。 | 嫌犯使用聲音複製。
The authors conclude that scaling laws break down. | 作者結論認為，規模法則失效。 | 規模法則失效。
Musk contends that the board was misled. | 馬斯克主張董事會受到誤導。 | 董事會受到誤導。
IDC forecasts that shipments will double by 2028. | IDC 預測 2028 年前出貨量將倍增。 | 2028 年前出貨量將倍增。
Meta says the glasses are the most advanced on the market. | Meta 稱這款眼鏡是市面最先進。 | 這款眼鏡是市面最先進。
According to the Wall Street Journal, the chip has a flaw. | 《華爾街日報》報導，該晶片有缺陷。 | 該晶片有缺陷。
Nvidia said it will start shipping the chip in May. | 輝達將於 5 月開始出貨該晶片。 | -
The agency confirmed the breach. | 該機關證實資料外洩。 | -
市調機構指出，全球 PC 出貨量下滑。 | Global PC shipments fell, a market research firm said. | Global PC shipments fell.
彭博報導，蘋果放棄該計畫。 | Apple abandoned the plan, Bloomberg reported. | Apple abandoned the plan.
阿里巴巴稱其模型優於 GPT-5。 | Alibaba says its model is better than GPT-5. | Alibaba's model is better than GPT-5.
律師主張合約無效。 | The lawyer argues that the contract is void. | The contract is void.
他坦言市場過熱。 | He admitted that the market is overheated. | The market is overheated.
業界人士透露，良率僅三成。 | Yields are only 30%, industry sources said. | Yields are only 30%.
鴻海公布第二季營收。 | Foxconn published its second-quarter revenue. | -
市調機構指出，全球 PC 出貨量下滑。 | 市調機構表示全球 PC 出貨量下滑。 | 全球 PC 出貨量下滑。
彭博報導，蘋果放棄該計畫。 | 據彭博，蘋果已放棄該計畫。 | 蘋果放棄該計畫。
律師主張合約無效。 | 律師認為合約無效。 | 合約無效。
業界人士透露，良率僅三成。 | 業界消息指良率僅三成。 | 良率僅三成。
外媒爆料，新機將取消按鍵。 | 外媒報導新機將取消按鍵。 | 新機將取消按鍵。
"""


@pytest.mark.parametrize("languages", ["en-en", "en-zh", "zh-en", "zh-zh"])
def test_false_sentences_are_found_and_true_ones_left_alone(languages: str) -> None:
    stands(CASES, languages, CHECKS, least=10)


def test_a_sentence_that_says_the_same_words_is_never_at_fault() -> None:
    believes_the_source(CASES, CHECKS)


def test_the_fault_is_soft() -> None:
    finding = attribution(case("Memory prices have peaked.", "Analysts believe that memory prices have peaked."))
    assert finding is not None and not finding.hard and finding.code == "attribution"


def test_a_quotation_or_a_headline_with_a_speaker_is_attributed() -> None:
    source = "Analysts believe that memory prices have peaked."
    assert attribution(case("Analysts: memory prices have peaked", source)) is None
    assert attribution(case("分析師：記憶體價格已見頂", source)) is None
