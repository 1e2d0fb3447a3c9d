"""Polarity: inserted and dropped negations, in one language and across two."""

from __future__ import annotations

import pytest

from broadsheet.checks.direction import direction
from broadsheet.checks.polarity import polarity
from checks_cases import Check, believes_the_source, case, stands

CHECKS: tuple[Check, ...] = (polarity, direction)
CASES = """
The company has not released the weights of the model. | The model's weights have not been published by the company. | The company has released the weights of the model.
Regulators did not approve the merger of the two chipmakers. | The chip merger was not cleared by regulators. | Regulators approved the merger of the two chipmakers.
Meta will no longer fund the fact-checking programme in the US. | Meta is ending its funding of US fact checking and will no longer pay for it. | Meta will fund the fact-checking programme in the US.
Altman denied that the startup is building a phone. | Altman said the startup is not building a phone. | The startup is building a phone, Altman said.
The agency declined to say when the review will finish. | The agency would not say when its review ends. | The agency said when the review will finish.
The patch fixes a flaw that let attackers read memory. | A flaw that let attackers read memory is fixed by the patch. | The patch does not fix a flaw that let attackers read memory.
Google is testing the feature with a small group of users. | A small group of users is trying out the feature. | Google is not testing the feature with a small group of users.
The startup failed to raise new money before its cash ran out. | The startup could not raise fresh money in time. | The startup raised new money before its cash ran out.
Samsung said it had no plans to cut memory production this year. | Samsung has no intention of cutting memory output this year. | Samsung said it had plans to cut memory production this year.
The tool works without an internet connection. | No internet connection is needed for the tool to work. | The tool works with an internet connection.
Not only did revenue rise, but margins improved as well. | Revenue rose and margins improved. | Revenue did not rise, but margins improved as well.
The court refused to dismiss the case against the AI company. | The court let the case against the AI company go on, refusing to dismiss it. | The court agreed to dismiss the case against the AI company.
Apple, which has not commented on the report, will open the store in Taipei in June. | Apple will open the Taipei store in June. | Apple will not open the store in Taipei in June.
The benchmark does not measure safety, its authors said. | According to its authors, the benchmark is no measure of safety. | The benchmark measures safety, its authors said.
Users cannot turn off the new assistant. | It is impossible for users to switch the new assistant off. | Users can turn off the new assistant.
The model was trained on public data and never saw the test set. | The model, trained on public data, had not seen the test set. | The model was trained on public data and saw the test set.
The ministry has yet to publish the guidelines. | The guidelines have not yet been published by the ministry. | The ministry has published the guidelines.
The union rejected the offer and workers went on strike. | Workers went on strike after the union turned the offer down. | The union accepted the offer and workers went on strike.
None of the tested agents completed the task. | No agent in the test completed the task. | All of the tested agents completed the task.
The service lacks support for offline use. | Offline use is not supported by the service. | The service has support for offline use.
OpenAI has not disclosed how many parameters the model has. | OpenAI 並未公布該模型的參數量。 | OpenAI 公布了該模型的參數量。
Regulators did not approve the merger of the two chipmakers. | 監管機關未批准這兩家晶片商的合併案。 | 監管機關批准了這兩家晶片商的合併案。
Microsoft will no longer support Windows 10 after October. | 微軟 10 月後將不再支援 Windows 10。 | 微軟 10 月後將支援 Windows 10。
Nvidia denied that it plans to buy Intel. | 輝達否認計畫收購英特爾。 | 輝達計畫收購英特爾。
The company declined to comment on the report. | 該公司拒絕對報導置評。 | 該公司對報導發表評論。
The court refused to dismiss the lawsuit. | 法院拒絕駁回這起訴訟。 | 法院駁回這起訴訟。
Apple is expanding its lab in Shanghai. | 蘋果正擴建上海實驗室。 | 蘋果並未擴建上海實驗室。
The attackers did not steal any customer data. | 攻擊者沒有竊取任何客戶資料。 | 攻擊者竊取了客戶資料。
Anthropic does not train on customer conversations. | Anthropic 不會用客戶對話進行訓練。 | Anthropic 會用客戶對話進行訓練。
The chip failed to meet its performance target. | 這款晶片未能達到效能目標。 | 這款晶片達到效能目標。
Meta launched the app in Japan on Monday. | Meta 週一在日本推出這款應用程式。 | Meta 週一並未在日本推出這款應用程式。
Google has yet to set a date for the release. | Google 尚未訂出發布日期。 | Google 已訂出發布日期。
The model can run without a network connection. | 該模型不需網路連線即可運作。 | 該模型需要網路連線才能運作。
Samsung has no plans to sell the unit. | 三星沒有出售該部門的計畫。 | 三星計畫出售該部門。
Not only is the model smaller, it is also faster. | 該模型不僅更小，也更快。 | 該模型並沒有更小，但更快。
The union rejected the offer. | 工會拒絕了這項提議。 | 工會接受了這項提議。
Tesla, which did not respond to a request for comment, recalled 12,000 cars. | 特斯拉召回 1.2 萬輛車。 | 特斯拉並未召回 1.2 萬輛車。
The researchers could not reproduce the results. | 研究人員無法重現這些結果。 | 研究人員重現了這些結果。
The startup lacks the money to build a second data centre. | 這家新創缺乏興建第二座資料中心的資金。 | 這家新創有資金興建第二座資料中心。
The EU will enforce the rules from August. | 歐盟將自 8 月起執行這些規定。 | 歐盟不會自 8 月起執行這些規定。
該公司尚未公布新模型的價格。 | The company has not announced a price for the new model. | The company has announced a price for the new model.
法院駁回了出版商的請求。 | The court rejected the publishers' request. | The court granted the publishers' request.
阿里巴巴否認將裁員。 | Alibaba denied that it will lay off staff. | Alibaba will lay off staff.
研究團隊並未使用人工標註資料。 | The researchers did not use human-labelled data. | The researchers used human-labelled data.
台積電週四宣布在高雄興建新廠。 | TSMC said on Thursday it will build a new plant in Kaohsiung. | TSMC said on Thursday it will not build a new plant in Kaohsiung.
不少使用者抱怨更新後速度變慢。 | Many users complain that it is slower after the update. | No users complain that it is slower after the update.
百度不僅開源模型，還開放訓練資料。 | Baidu open-sourced the model and its training data as well. | Baidu did not open-source the model, but opened the training data.
小米无法在今年完成该项目。 | Xiaomi is unable to finish the project this year. | Xiaomi is able to finish the project this year.
該晶片不支援 FP8 運算。 | The chip does not support FP8 computing. | The chip supports FP8 computing.
字節跳動拒絕出售 TikTok 的演算法。 | ByteDance refuses to sell TikTok's algorithm. | ByteDance agreed to sell TikTok's algorithm.
華為發布新款 AI 晶片。 | Huawei unveiled a new AI chip. | Huawei did not unveil a new AI chip.
主管機關取消了這項禁令。 | The regulator lifted the ban. | The regulator did not lift the ban.
用戶無須付費即可使用該功能。 | Users can use the feature without paying. | Users have to pay to use the feature.
監管機構沒有發現違規行為。 | The regulator found no violation. | The regulator found violations.
該公司尚未公布新模型的價格。 | 新模型的價格，該公司還沒有公布。 | 該公司已公布新模型的價格。
法院駁回了出版商的請求。 | 出版商的請求遭法院駁回。 | 法院同意了出版商的請求。
阿里巴巴否認將裁員。 | 阿里巴巴表示不會裁員。 | 阿里巴巴承認將裁員。
研究團隊並未使用人工標註資料。 | 研究團隊沒有使用人工標註的資料。 | 研究團隊使用人工標註資料。
台積電週四宣布在高雄興建新廠。 | 台積電週四說將在高雄蓋新廠。 | 台積電週四宣布不在高雄興建新廠。
不少使用者抱怨更新後速度變慢。 | 許多使用者抱怨，更新後速度慢了。 | 使用者沒有抱怨更新後速度變慢。
小米无法在今年完成该项目。 | 小米今年無法完成該項目。 | 小米在今年完成該項目。
該晶片不支援 FP8 運算。 | FP8 運算不受該晶片支援。 | 該晶片支援 FP8 運算。
输入数据不会离开用户设备。 | 輸入資料不會離開使用者裝置。 | 輸入資料會離開使用者裝置。
DeepSeek 未回應置評請求，並於週一推出新模型。 | DeepSeek 週一推出新模型。 | DeepSeek 週一未推出新模型。
歐盟委員會認為該平台沒有違反規定。 | 歐盟委員會認為，該平台並未違規。 | 歐盟委員會認為該平台違反規定。
無人機公司宣布完成測試。 | 無人機公司說測試已完成。 | 無人機公司宣布未完成測試。
新版本未來將支援中文。 | 新版本以後會支援中文。 | 新版本未來將不支援中文。
The company has not ruled out further layoffs. | More layoffs are possible, the company indicated, not ruling them out. | The company has ruled out further layoffs.
Nobody was injured when the robotaxi hit a pole. | The robotaxi struck a pole; no one was hurt. | People were injured when the robotaxi hit a pole.
Anthropic said the leak did not expose customer data. | Anthropic 表示外洩事件未波及客戶資料。 | Anthropic 表示外洩事件波及客戶資料。
The judge did not find that the training was fair use. | 法官並未認定該訓練屬合理使用。 | 法官認定該訓練屬合理使用。
The two companies have not signed a contract. | 兩家公司尚未簽約。 | 兩家公司已簽約。
Japan's regulator opened an inquiry into the search deal. | 日本監管機關對該搜尋協議展開調查。 | 日本監管機關沒有對該搜尋協議展開調查。
The robot never touched the glass. | 機器人從未碰到玻璃。 | 機器人碰到了玻璃。
Despite months of lobbying, the committee voted against the amendment. | The committee voted down the amendment. | The committee voted for the amendment.
The vulnerability does not affect phones sold after 2023. | Phones sold after 2023 are unaffected by the vulnerability. | The vulnerability affects phones sold after 2023.
There is no evidence that user passwords were compromised. | No sign was found that passwords of users were compromised. | There is evidence that user passwords were compromised.
The robot can fold laundry without human help. | No human help is needed for the robot to fold laundry. | The robot cannot fold laundry without human help.
Spotify, whose shares have not recovered, raised prices in 12 countries. | Spotify raised prices in 12 countries. | Spotify did not raise prices in 12 countries.
ASML will not ship its newest machines to China. | ASML's newest machines will not be shipped to China. | ASML will ship its newest machines to China.
Hollywood writers refused to sign the contract. | The contract was not signed by the Hollywood writers, who refused. | Hollywood writers signed the contract.
The dataset contains no personal information. | Personal information is absent from the dataset. | The dataset contains personal information.
Few of the claims held up, and the journal withdrew the article. | The journal withdrew the article. | The journal did not withdraw the article.
Perplexity said it never stored the pages. | The pages were never stored, according to Perplexity. | Perplexity said it stored the pages.
Neither company confirmed the figures. | The figures were confirmed by neither company. | Both companies confirmed the figures.
Drivers are not employees under the ruling. | Under the ruling, drivers do not count as employees. | Drivers are employees under the ruling.
The satellite reached orbit on its second attempt. | On the second attempt the satellite got to orbit. | The satellite never reached orbit on its second attempt.
Shareholders accepted the offer of $54 a share. | The offer of $54 a share was accepted by shareholders. | Shareholders did not accept the offer of $54 a share.
The memory chip is compatible with older boards. | Older boards work with the memory chip, which is compatible. | The memory chip is not compatible with older boards.
The airline stopped using the chatbot in April. | In April the airline gave up the chatbot. | The airline did not stop using the chatbot in April.
Authors were not paid for the use of their books. | For the use of their books the authors received no pay. | Authors were paid for the use of their books.
The bug cannot be fixed by a software update. | A software update cannot repair the bug. | The bug can be fixed by a software update.
The vulnerability does not affect phones sold after 2023. | 該漏洞不影響 2023 年後售出的手機。 | 該漏洞影響 2023 年後售出的手機。
There is no evidence that user passwords were compromised. | 沒有證據顯示使用者密碼外洩。 | 有證據顯示使用者密碼外洩。
The robot can fold laundry without human help. | 該機器人無須人力協助就能摺衣服。 | 該機器人若無人力協助就不能摺衣服。
ASML will not ship its newest machines to China. | ASML 不會把最新機台出貨到中國。 | ASML 將把最新機台出貨到中國。
Hollywood writers refused to sign the contract. | 好萊塢編劇拒絕簽約。 | 好萊塢編劇簽了約。
The dataset contains no personal information. | 資料集不含個人資訊。 | 資料集含有個人資訊。
Perplexity said it never stored the pages. | Perplexity 表示從未儲存這些網頁。 | Perplexity 表示儲存了這些網頁。
Neither company confirmed the figures. | 兩家公司都沒有證實這些數字。 | 兩家公司都證實了這些數字。
The satellite reached orbit on its second attempt. | 衛星在第二次嘗試時進入軌道。 | 衛星第二次嘗試仍未進入軌道。
Shareholders accepted the offer of $54 a share. | 股東接受每股 54 美元的報價。 | 股東不接受每股 54 美元的報價。
The airline stopped using the chatbot in April. | 該航空公司 4 月停用聊天機器人。 | 該航空公司 4 月沒有停用聊天機器人。
Authors were not paid for the use of their books. | 作者並未因書籍被使用而獲得報酬。 | 作者因書籍被使用而獲得報酬。
The bug cannot be fixed by a software update. | 這個錯誤無法靠軟體更新修復。 | 這個錯誤可靠軟體更新修復。
Sony has not decided whether to split the chip business. | 索尼尚未決定是否分拆晶片事業。 | 索尼已決定分拆晶片事業。
Only three of the 20 agents finished, and none passed the audit. | 20 個代理中只有三個完成，且無一通過稽核。 | 20 個代理中有三個完成，且都通過稽核。
The minister did not mention a timetable. | 部長沒有提到時間表。 | 部長提到時間表。
IBM does not expect the deal to hurt earnings. | IBM 預期交易不會影響獲利。 | IBM 預期交易會影響獲利。
Hundreds of employees signed the letter against the plan. | 數百名員工連署反對該計畫。 | 沒有員工連署反對該計畫。
Uber resumed the robotaxi service after the outage. | Uber 在中斷後恢復無人計程車服務。 | Uber 在中斷後並未恢復無人計程車服務。
該款手機不具備衛星通訊功能。 | The phone has no satellite communication. | The phone has satellite communication.
調查顯示沒有任何資料外流。 | The investigation found that no data leaked. | The investigation found that data leaked.
騰訊並未參與這輪融資。 | Tencent did not take part in the funding round. | Tencent took part in the funding round.
董事會一致通過預算。 | The board unanimously approved the budget. | The board did not approve the budget.
工程師成功修復伺服器。 | Engineers repaired the server. | Engineers failed to repair the server.
平台不再向青少年推薦這類影片。 | The platform no longer recommends such videos to teenagers. | The platform recommends such videos to teenagers.
聯發科否認晶片過熱。 | MediaTek denied that its chip overheats. | MediaTek said its chip overheats.
他們未能說服投資人。 | They failed to convince investors. | They convinced investors.
系統無需重新訓練即可適應新任務。 | The system adapts to new tasks without retraining. | The system adapts to new tasks only with retraining.
政府沒有說明預算來源。 | The government did not explain where the budget comes from. | The government explained where the budget comes from.
特斯拉週三交付首批車輛。 | Tesla delivered the first cars on Wednesday. | Tesla did not deliver the first cars on Wednesday.
這並非該公司首次裁員。 | It is not the first time that the company laid off staff. | It is the first time that the company laid off staff.
該款手機不具備衛星通訊功能。 | 該手機沒有衛星通訊功能。 | 該款手機具備衛星通訊功能。
調查顯示沒有任何資料外流。 | 調查發現並無資料外流。 | 調查顯示有資料外流。
騰訊並未參與這輪融資。 | 這輪融資騰訊沒有參與。 | 騰訊參與這輪融資。
董事會一致通過預算。 | 預算獲董事會一致通過。 | 董事會沒有通過預算。
平台不再向青少年推薦這類影片。 | 該平台停止向青少年推薦這類影片。 | 平台向青少年推薦這類影片。
聯發科否認晶片過熱。 | 聯發科駁斥晶片過熱之說。 | 聯發科承認晶片過熱。
他們未能說服投資人。 | 他們無法說服投資人。 | 他們說服了投資人。
特斯拉週三交付首批車輛。 | 首批車輛由特斯拉週三交付。 | 特斯拉週三未交付首批車輛。
由於缺貨，該公司無法準時交付訂單。 | 該公司因缺貨無法準時交付訂單。 | 該公司準時交付訂單。
三星尚未決定量產地點，但已完成設計。 | 三星已完成設計。 | 三星已決定量產地點，並完成設計。
"""


@pytest.mark.parametrize("languages", ["en-en", "en-zh", "zh-en", "zh-zh"])
def test_false_sentences_are_found_and_true_ones_left_alone(languages: str) -> None:
    stands(CASES, languages, CHECKS, least=12)


def test_a_sentence_that_says_the_same_words_is_never_at_fault() -> None:
    believes_the_source(CASES, CHECKS)


def test_a_denied_clause_may_be_left_out() -> None:
    source = "Tesla, which did not respond to a request for comment, recalled 12,000 cars."
    assert polarity(case("Tesla recalled 12,000 cars.", source)) is None
    assert polarity(case("特斯拉召回 1.2 萬輛車。", source)) is None


def test_words_that_only_look_like_negations_are_none() -> None:
    source = "The drone maker will support the chip, and not only in Europe."
    assert polarity(case("這家無人機公司未來不僅在歐洲支援該晶片。", source)) is None
    assert polarity(case("這家無人機公司不支援該晶片。", source)) is not None


def test_two_negations_are_none() -> None:
    source = "The company has not ruled out a sale."
    assert polarity(case("該公司不排除出售。", source)) is None


def test_the_fault_quotes_the_words() -> None:
    finding = polarity(case("The company has released the model.", "The company has not released the model."))
    assert finding is not None and finding.hard and finding.code == "polarity"
    assert "not released" in finding.message
