"""Direction: opposites, bounds, and who does it to whom, in one language and across two."""

from __future__ import annotations

import pytest

from broadsheet.checks.direction import direction
from broadsheet.checks.polarity import polarity
from broadsheet.checks.words import words
from checks_cases import Check, believes_the_source, case, stands

CHECKS: tuple[Check, ...] = (direction, polarity)
CASES = """
Revenue rose 12% to $5 billion in the third quarter. | Third-quarter revenue climbed 12% to $5 billion. | Revenue fell 12% to $5 billion in the third quarter.
Nvidia shares gained 3% while AMD lost 2%. | AMD fell 2% as Nvidia gained 3%. | Nvidia shares lost 3% while AMD gained 2%.
The model is faster than GPT-4o on coding tasks. | On coding tasks the model outpaces GPT-4o and is faster. | The model is slower than GPT-4o on coding tasks.
Microsoft acquired GitHub in 2018. | GitHub was acquired by Microsoft in 2018. | GitHub acquired Microsoft in 2018.
Claude beats Gemini on the benchmark. | Gemini trails Claude on the benchmark. | Gemini beats Claude on the benchmark.
More than 300 employees were affected. | Over 300 employees were affected. | Fewer than 300 employees were affected.
The software is open source and free for research. | Free for research, the software is open source. | The software is proprietary and paid for research.
It is the largest data centre in Europe. | No data centre in Europe is larger: it is the largest. | It is the smallest data centre in Europe.
The judge approved the settlement on Monday. | The settlement was approved by the judge on Monday. | The judge rejected the settlement on Monday.
The launch was delayed to March. | The launch has been pushed back to March. | The launch was accelerated to March.
Lawmakers supported the export controls. | Export controls were backed by lawmakers. | Lawmakers opposed the export controls.
The company hired 200 people in Berlin. | Some 200 people were recruited in Berlin. | The company fired 200 people in Berlin.
The bank upgraded the stock to buy. | The stock was upgraded to buy by the bank. | The bank downgraded the stock to buy.
Data is processed locally on the device. | The device processes data locally. | Data is processed in the cloud.
The company was the first to pass the test. | It was the first company to pass. | The company was the last to pass the test.
The startup joined the alliance in May. | In May the startup became a member, joining the alliance. | The startup left the alliance in May.
Costs were cut by 40%. | Costs were reduced by 40%. | Costs were raised by 40%.
The new chip uses less power than its predecessor. | The new chip is thriftier: it uses less power than the one before. | The new chip uses more power than its predecessor.
Oracle sued Google over Java. | Google was sued by Oracle over Java. | Google sued Oracle over Java.
Microsoft invested $1 billion in OpenAI. | OpenAI got a $1 billion investment from Microsoft. | OpenAI invested $1 billion in Microsoft.
The government imposed tariffs on chips. | Tariffs on chips were imposed by the government. | The government lifted tariffs on chips.
The app was launched before the conference. | The app came out before the conference. | The app was launched after the conference.
Analysts are optimistic about demand. | Analysts have a bullish view of demand. | Analysts are pessimistic about demand.
The company posted a profit of $3 million. | Profit came to $3 million. | The company posted a loss of $3 million.
The model succeeded in 80% of the trials. | It succeeded in 80% of trials. | The model failed in 80% of the trials.
Labels become mandatory in 2026. | Labels will be required from 2026. | Labels become optional in 2026.
The plant was built in the northern part of the country. | The plant stands in the northern part of the country. | The plant was built in the southern part of the country.
Revenue rose 12% to $5 billion in the third quarter. | 第三季營收成長 12%，達 50 億美元。 | 第三季營收衰退 12%，為 50 億美元。
Nvidia shares gained 3% while AMD lost 2%. | 輝達股價上漲 3%，超微下跌 2%。 | 輝達股價下跌 3%，超微上漲 2%。
The model is faster than GPT-4o on coding tasks. | 該模型在程式任務上比 GPT-4o 快。 | 該模型在程式任務上比 GPT-4o 慢。
Microsoft acquired GitHub in 2018. | 微軟 2018 年收購 GitHub。 | GitHub 2018 年收購微軟。
Claude beats Gemini on the benchmark. | Claude 在該基準上勝過 Gemini。 | Gemini 在該基準上勝過 Claude。
Claude beats Gemini on the benchmark. | Gemini 在該基準上落後 Claude。 | Claude 在該基準上落後 Gemini。
More than 300 employees were affected. | 逾 300 名員工受影響。 | 不到 300 名員工受影響。
The software is free for research. | 該軟體供研究免費使用。 | 該軟體供研究須付費使用。
It is the largest data centre in Europe. | 這是歐洲最大的資料中心。 | 這是歐洲最小的資料中心。
The judge approved the settlement on Monday. | 法官週一批准和解。 | 法官週一駁回和解。
The launch was delayed to March. | 發表延後至 3 月。 | 發表提前至 3 月。
Lawmakers supported the export controls. | 議員支持出口管制。 | 議員反對出口管制。
The company hired 200 people in Berlin. | 該公司在柏林招募 200 人。 | 該公司在柏林解僱 200 人。
Data is processed locally on the device. | 資料在裝置本地處理。 | 資料在雲端處理。
The company was the first to pass the test. | 該公司是首家通過測試的。 | 該公司是最後通過測試的。
The startup joined the alliance in May. | 這家新創 5 月加入聯盟。 | 這家新創 5 月退出聯盟。
Oracle sued Google over Java. | 甲骨文因 Java 控告 Google。 | Google 因 Java 控告甲骨文。
The government imposed tariffs on chips. | 政府對晶片課徵關稅。 | 政府取消晶片關稅。
Analysts are optimistic about demand. | 分析師看好需求。 | 分析師對需求感到悲觀。
The company posted a profit of $3 million. | 該公司獲利 300 萬美元。 | 該公司虧損 300 萬美元。
Labels become mandatory in 2026. | 標示 2026 年起強制實施。 | 標示 2026 年起改為自願。
The company opened its factory in Texas. | 該公司啟用德州工廠。 | 該公司關閉德州工廠。
Exports to China increased. | 對中國出口增加。 | 對中國出口減少。
Microsoft was overtaken by Nvidia in market value. | 輝達市值超越微軟。 | 微軟市值超越輝達。
台積電第二季營收成長 38%。 | TSMC's second-quarter revenue grew 38%. | TSMC's second-quarter revenue shrank 38%.
輝達股價上漲 3%，超微下跌 2%。 | Nvidia rose 3% and AMD fell 2%. | Nvidia fell 3% and AMD rose 2%.
小米被蘋果起訴。 | Apple sued Xiaomi. | Xiaomi sued Apple.
Kimi K2 的表現優於 DeepSeek-V3。 | Kimi K2 outperforms DeepSeek-V3. | DeepSeek-V3 outperforms Kimi K2.
法院支持出版商的主張。 | The court sided with the publishers and supported their claim. | The court opposed the publishers' claim.
新產能將提前開出。 | The new capacity will come ahead of schedule. | The new capacity will be delayed.
該服務對學生免費。 | The service is free for students. | The service is paid for students.
聯電調升全年財測。 | UMC raised its full-year forecast. | UMC cut its full-year forecast.
這是全球最小的感測器。 | It is the smallest sensor in the world. | It is the largest sensor in the world.
軟銀將子公司出售給亞馬遜。 | SoftBank is selling a subsidiary to Amazon. | Amazon is selling a subsidiary to SoftBank.
该模型完全在本地运行。 | The model runs entirely locally. | The model runs entirely in the cloud.
公司放寬了使用限制。 | The company relaxed its limits on use. | The company tightened its limits on use.
超過 500 名員工簽署公開信。 | More than 500 employees signed the open letter. | Fewer than 500 employees signed the open letter.
台積電第二季營收成長 38%。 | 台積電第二季營收增加 38%。 | 台積電第二季營收減少 38%。
輝達股價上漲 3%，超微下跌 2%。 | 超微股價跌 2%，輝達漲 3%。 | 輝達股價下跌 3%，超微上漲 2%。
小米被蘋果起訴。 | 蘋果起訴小米。 | 蘋果被小米起訴。
Kimi K2 的表現優於 DeepSeek-V3。 | DeepSeek-V3 的表現不如 Kimi K2。 | DeepSeek-V3 的表現優於 Kimi K2。
法院批准了這項併購。 | 這項併購獲法院核准。 | 法院否決了這項併購。
新產能將提前開出。 | 新產能會提早開出。 | 新產能將延後開出。
聯電調升全年財測。 | 聯電上調全年財測。 | 聯電下修全年財測。
軟銀將子公司出售給亞馬遜。 | 亞馬遜從軟銀買下一家子公司。 | 亞馬遜將子公司出售給軟銀。
公司放寬了使用限制。 | 使用限制獲公司放寬。 | 公司收緊了使用限制。
模型变得更安全。 | 模型變得更安全了。 | 模型變得更危險。
The startup's valuation tripled to $9 billion. | Its valuation is now $9 billion, three times as high, having tripled. | The startup's valuation shrank to $9 billion.
Operating costs dropped because of cheaper energy. | Thanks to cheaper energy, operating costs declined. | Operating costs climbed because of cheaper energy.
Huawei overtook Apple in smartphone sales in China. | Apple was overtaken by Huawei in smartphone sales in China. | Apple overtook Huawei in smartphone sales in China.
AMD sold its factory unit to Foxconn. | Foxconn bought the factory unit of AMD. | Foxconn sold its factory unit to AMD.
The regulator tightened the rules for advertising. | Rules for advertising were tightened by the regulator. | The regulator loosened the rules for advertising.
Senators praised the proposal. | The proposal won praise from senators. | Senators criticised the proposal.
The update makes the app safer. | With the update the app gets safer. | The update makes the app more dangerous.
Training takes longer on the older chip. | The older chip needs more time for training. | Training takes longer on the newer chip.
The minimum age is 16. | One must be at least 16: it is the minimum age. | The maximum age is 16.
Demand exceeded supply in the quarter. | In the quarter demand exceeded supply. | Supply exceeded demand in the quarter.
The plaintiffs won the appeal. | The appeal was won by the plaintiffs. | The plaintiffs lost the appeal.
The model correctly answered 85% of the questions. | It answered 85% of the questions correctly. | The model incorrectly answered 85% of the questions.
The startup emerged from the programme after the demo. | After the demo the startup emerged from the programme. | The startup emerged from the programme before the demo.
The fund increased its stake in Baidu. | Its stake in Baidu was raised by the fund. | The fund reduced its stake in Baidu.
The factory will reopen in July. | In July the factory is to open again, it will reopen. | The factory will close in July.
Anthropic hired the researcher from Google. | The researcher was hired by Anthropic from Google. | Google hired the researcher from Anthropic.
Public opinion in Japan is negative. | In Japan public opinion is negative. | Public opinion in Japan is positive.
The chip is made in the west of the country. | The chip comes from the west of the country. | The chip is made in the east of the country.
Prices were significantly higher. | Prices were considerably higher. | Prices were significantly lower.
Most users prefer the old interface. | The old interface is preferred by most users. | Most users prefer the new interface.
The company denied the accusations. | Accusations were denied by the company. | The company confirmed the accusations.
The startup's valuation tripled to $9 billion. | 該新創估值增至三倍，達 90 億美元。 | 該新創估值縮水至 90 億美元。
Operating costs dropped. | 營運成本下降。 | 營運成本攀升。
Huawei overtook Apple in smartphone sales in China. | 華為在中國手機銷量超越蘋果。 | 蘋果在中國手機銷量超越華為。
The regulator tightened the rules for advertising. | 主管機關收緊廣告規定。 | 主管機關放寬廣告規定。
Senators praised the proposal. | 參議員讚揚該提案。 | 參議員批評該提案。
The update makes the app safer. | 更新讓應用程式更安全。 | 更新讓應用程式更危險。
The minimum age is 16. | 最低年齡為 16 歲。 | 最高年齡為 16 歲。
The plaintiffs won the appeal. | 原告上訴勝訴。 | 原告上訴敗訴。
The fund increased its stake in Baidu. | 該基金增持百度股份。 | 該基金減持百度股份。
The factory will reopen in July. | 該工廠將於 7 月重啟。 | 該工廠將於 7 月關閉。
Most users prefer the old interface. | 多數使用者偏好舊介面。 | 多數使用者偏好新介面。
The company denied the accusations. | 該公司否認指控。 | 該公司承認指控。
Intel raised its revenue forecast. | 英特爾上調營收預測。 | 英特爾下調營收預測。
The agent completed the task in less than 5 minutes. | 該代理不到 5 分鐘就完成任務。 | 該代理花了超過 5 分鐘完成任務。
The tool is easy to install. | 該工具容易安裝。 | 該工具難以安裝。
China lifted the export ban on gallium. | 中國解除鎵的出口禁令。 | 中國實施鎵的出口禁令。
Alphabet's profit beat estimates. | Alphabet 獲利優於預期。 | Alphabet 獲利不如預期。
Samsung delayed the opening of its Texas plant. | 三星延後德州廠啟用。 | 三星提前德州廠啟用。
The rocket failed to land. | 火箭未能著陸。 | 火箭成功著陸。
Meta open-sourced the model. | Meta 開源該模型。 | Meta 閉源該模型。
Microsoft sued the hackers. | 微軟起訴駭客。 | 微軟與駭客和解。
輝達市值首度超過蘋果。 | Nvidia's market value exceeded Apple's for the first time. | Apple's market value exceeded Nvidia's for the first time.
出貨量年減 15%。 | Shipments fell 15% from a year earlier. | Shipments rose 15% from a year earlier.
歐盟放寬 AI 法規。 | The EU loosened its AI rules. | The EU tightened its AI rules.
工會贊成這項方案。 | The union backs the plan. | The union opposes the plan.
新模型體積更小。 | The new model is smaller. | The new model is bigger.
該服務改為付費。 | The service now has to be paid for. | The service is now free.
聯想從 IBM 手中買下個人電腦部門。 | Lenovo bought the PC unit from IBM. | IBM bought the PC unit from Lenovo.
該公司虧損擴大。 | The company's losses widened. | The company's losses narrowed.
他加入 Anthropic。 | He joined Anthropic. | He left Anthropic.
法官認定被告有罪。 | The judge found the defendant guilty. | The judge found the defendant innocent.
新版較舊版快。 | The new version is faster than the old one. | The new version is slower than the old one.
出貨量年減 15%。 | 出貨量比去年少 15%，呈現下滑。 | 出貨量年增 15%。
歐盟放寬 AI 法規。 | 歐盟鬆綁 AI 法規。 | 歐盟緊縮 AI 法規。
工會贊成這項方案。 | 工會支持這項方案。 | 工會反對這項方案。
該服務改為付費。 | 該服務改採收費制。 | 該服務改為免費。
該公司虧損擴大。 | 該公司虧損增加。 | 該公司虧損縮小。
他加入 Anthropic。 | 他到 Anthropic 任職，加入該公司。 | 他離開 Anthropic。
法官認定被告有罪。 | 被告被法官認定有罪。 | 法官認定被告無罪。
台積電領先三星。 | 三星落後台積電。 | 三星領先台積電。
OpenAI 被馬斯克控告。 | 馬斯克控告 OpenAI。 | OpenAI 控告馬斯克。
"""


@pytest.mark.parametrize("languages", ["en-en", "en-zh", "zh-en", "zh-zh"])
def test_false_sentences_are_found_and_true_ones_left_alone(languages: str) -> None:
    stands(CASES, languages, CHECKS, least=12)


def test_a_sentence_that_says_the_same_words_is_never_at_fault() -> None:
    believes_the_source(CASES, CHECKS)


def test_the_figure_decides_which_of_two_rose() -> None:
    source = "Nvidia rose 3% while AMD fell 2%."
    assert direction(case("AMD was down 2% and Nvidia up 3%.", source)) is None
    assert direction(case("AMD was up 2% and Nvidia down 3%.", source)) is not None


def test_a_sale_seen_from_the_other_side_is_no_fault() -> None:
    assert direction(case("亞馬遜從軟銀買下一家子公司。", "軟銀將子公司出售給亞馬遜。")) is None


def test_no_word_stands_on_both_sides_of_one_concept() -> None:
    tables = words()
    both = [
        (form, tag.name)
        for form, tags in tables._tags.items()
        for tag in tags
        if tag.kind == "opposite" and tag._replace(value=-tag.value) in tags
    ]
    assert both == []


@pytest.mark.parametrize(
    ("english", "turned", "chinese"),
    [
        ("The townspeople welcomed the visitors.", "The townspeople repelled the visitors.", "鎮上居民歡迎訪客。"),
        ("The committee wasted the water.", "The committee saved the water.", "委員會浪費了水。"),
    ],
)
def test_words_of_no_table_are_opposites_by_the_wider_lists(english: str, turned: str, chinese: str) -> None:
    assert direction(case(chinese, english)) is None and direction(case(english, chinese)) is None
    for found in (direction(case(chinese, turned)), direction(case(turned, chinese))):
        assert found is not None and found.hard
