"""The five checks together on whole news sentences and short ones: what is left out, said in other words, or turned."""

from __future__ import annotations

import pytest

from broadsheet.checks.attribution import attribution
from broadsheet.checks.direction import direction
from broadsheet.checks.modality import modality
from broadsheet.checks.polarity import polarity
from broadsheet.checks.quotes import quotes
from broadsheet.checks.stages import stage
from checks_cases import Check, alarms, missed, pairs

CHECKS: tuple[Check, ...] = (quotes, polarity, modality, stage, direction, attribution)
LONG = """
Microsoft said on Wednesday that it will spend about $80 billion this fiscal year on data centres, although it has not decided how much of that will go to Europe, where energy prices remain high. | Microsoft plans to spend about $80 billion on data centres this fiscal year, it said. | Microsoft has spent about $80 billion on data centres this fiscal year.
A federal judge in San Francisco dismissed most of the claims brought by three authors but let the central one, that the company trained its model on pirated books, go to trial. | The central claim of three authors, over training on pirated books, goes to trial after a San Francisco judge dismissed most of the others. | A federal judge in San Francisco dismissed all claims brought by three authors.
Researchers at Stanford found that agents given a longer context made fewer mistakes, yet they warned that the result may not hold for smaller models. | Agents with longer context made fewer mistakes, Stanford researchers found. | Agents with longer context made more mistakes, Stanford researchers found.
The start-up, founded in 2022 by former DeepMind engineers, is in talks to raise $500 million at a valuation of $4 billion, people familiar with the discussions said, adding that terms could still change. | The start-up is negotiating a $500 million round at a $4 billion valuation, people familiar with the talks said. | The start-up raised $500 million at a $4 billion valuation.
Google's Gemini app gained the ability to edit videos, but the feature is limited to subscribers in the United States and will not reach Europe before next year. | Subscribers in the United States can now edit videos in Google's Gemini app. | Subscribers in Europe can now edit videos in Google's Gemini app; the feature reached Europe.
The European Commission opened a formal investigation into whether X failed to prevent the spread of illegal deepfakes made by its chatbot Grok. | X is under formal investigation by the European Commission over illegal deepfakes made with its chatbot Grok. | X was found guilty by the European Commission over illegal deepfakes made with its chatbot Grok.
Shares of Intel fell 5% after the company said that it may halt work on its most advanced process if it cannot win a big customer. | Intel shares dropped 5% after it said it might stop work on its most advanced process without a big customer. | Intel shares dropped 5% after it said it will halt work on its most advanced process.
Nvidia, which reports earnings next week, has never disclosed how much revenue comes from the five largest cloud companies. | Nvidia has not said how much of its revenue the five largest cloud companies bring. | Nvidia has disclosed how much revenue comes from the five largest cloud companies.
According to the paper, the method cuts memory use by 40 percent without hurting accuracy, and it needs no retraining. | The method cuts memory use by 40 percent with no loss of accuracy, the paper says. | The method cuts memory use by 40 percent while hurting accuracy, the paper says.
Workers at the plant voted to reject the union, handing a victory to Amazon, which had campaigned against it for months. | Amazon won when workers at the plant voted the union down. | Amazon lost when workers at the plant voted for the union.
Microsoft said on Wednesday that it will spend about $80 billion this fiscal year on data centres, although it has not decided how much of that will go to Europe, where energy prices remain high. | 微軟週三表示，本財年將投入約 800 億美元建置資料中心。 | 微軟本財年已投入約 800 億美元建置資料中心。
A federal judge in San Francisco dismissed most of the claims brought by three authors but let the central one, that the company trained its model on pirated books, go to trial. | 舊金山聯邦法官駁回三名作家的大部分主張，但讓以盜版書訓練模型的核心爭議進入審理。 | 舊金山聯邦法官駁回三名作家的所有主張。
Researchers at Stanford found that agents given a longer context made fewer mistakes, yet they warned that the result may not hold for smaller models. | 史丹佛研究人員發現，脈絡較長的代理犯錯較少。 | 史丹佛研究人員發現，脈絡較長的代理犯錯更多。
The start-up, founded in 2022 by former DeepMind engineers, is in talks to raise $500 million at a valuation of $4 billion, people familiar with the discussions said, adding that terms could still change. | 知情人士透露，這家新創正洽談以 40 億美元估值募資 5 億美元。 | 知情人士透露，這家新創已以 40 億美元估值募資 5 億美元。
Google's Gemini app gained the ability to edit videos, but the feature is limited to subscribers in the United States and will not reach Europe before next year. | Google 的 Gemini 應用程式新增影片編輯功能，目前僅限美國訂閱者使用。 | Google 的 Gemini 應用程式影片編輯功能已在歐洲推出。
The European Commission opened a formal investigation into whether X failed to prevent the spread of illegal deepfakes made by its chatbot Grok. | 執委會對 X 展開正式調查，了解其聊天機器人 Grok 製作的非法深偽內容。 | 執委會裁定 X 的聊天機器人 Grok 製作非法深偽內容有罪。
Shares of Intel fell 5% after the company said that it may halt work on its most advanced process if it cannot win a big customer. | 英特爾股價下跌 5%，此前該公司表示若找不到大客戶，可能停止最先進製程的開發。 | 英特爾股價上漲 5%，此前該公司表示可能停止最先進製程的開發。
Nvidia, which reports earnings next week, has never disclosed how much revenue comes from the five largest cloud companies. | 輝達從未揭露五大雲端公司貢獻多少營收。 | 輝達揭露了五大雲端公司貢獻多少營收。
According to the paper, the method cuts memory use by 40 percent without hurting accuracy, and it needs no retraining. | 論文指出，該方法可減少 40% 記憶體用量，且不影響準確度。 | 論文指出，該方法可減少 40% 記憶體用量，但影響準確度。
Workers at the plant voted to reject the union, handing a victory to Amazon, which had campaigned against it for months. | 工廠員工投票否決成立工會，亞馬遜獲勝。 | 工廠員工投票通過成立工會，亞馬遜落敗。
台積電董事長魏哲家表示，AI 需求依然強勁，但公司不會因此調漲先進製程價格，並預期明年資本支出將高於今年。 | TSMC chairman C.C. Wei said AI demand remains strong and that capital spending next year is expected to exceed this year's. | TSMC chairman C.C. Wei said AI demand remains weak.
台積電董事長魏哲家表示，AI 需求依然強勁，但公司不會因此調漲先進製程價格，並預期明年資本支出將高於今年。 | TSMC chairman C.C. Wei said the company will not raise prices of advanced processes because of strong AI demand. | TSMC chairman C.C. Wei said the company will raise prices of advanced processes.
彭博報導，字節跳動正考慮出售美國業務，但尚未做出最終決定。 | ByteDance is considering a sale of its US business but has not made a final decision, Bloomberg reported. | ByteDance has decided to sell its US business, Bloomberg reported.
智譜週一開源新一代模型 GLM-5，並稱其程式能力超越 Claude，不過第三方測試尚未證實這一點。 | Zhipu open-sourced its new GLM-5 model on Monday and said it beats Claude at coding, which third-party tests have yet to confirm. | Zhipu open-sourced its new GLM-5 model on Monday and third-party tests confirmed that it beats Claude at coding.
據路透報導，輝達已通知客戶，因美國出口限制，H20 晶片將暫停供貨，恢復時間未定。 | Nvidia has told customers that supply of the H20 chip will be paused because of US export limits, Reuters reported. | Nvidia has told customers that supply of the H20 chip will resume, Reuters reported.
最高法院駁回蘋果上訴，維持下級法院判決，蘋果必須允許開發者使用外部付款連結。 | The Supreme Court rejected Apple's appeal, so Apple must allow developers to use external payment links. | The Supreme Court granted Apple's appeal, so Apple need not allow developers to use external payment links.
月之暗面計畫下月發布 Kimi K3，該模型目前仍在內部測試，公司拒絕透露參數規模。 | Moonshot plans to release Kimi K3 next month; the model is still in internal testing. | Moonshot released Kimi K3 last month.
研究團隊指出，該方法在小型資料集上效果不佳，可能不適合醫療用途。 | The method does not work well on small datasets and may be unsuitable for medical use, the researchers said. | The method works well on small datasets and is suitable for medical use, the researchers said.
歐盟執委會提議延後部分高風險 AI 規定的生效時間，提案仍須經議會與成員國批准。 | The European Commission proposed delaying parts of the rules for high-risk AI; the plan still needs approval by parliament and member states. | The European Commission delayed parts of the rules for high-risk AI after parliament and member states approved.
小米第三季電動車業務首度獲利，但手機出貨量年減 3%，公司未提供全年財測。 | Xiaomi's electric car business made its first profit in the third quarter while phone shipments fell 3%. | Xiaomi's electric car business made its first loss in the third quarter while phone shipments rose 3%.
台積電董事長魏哲家表示，AI 需求依然強勁，但公司不會因此調漲先進製程價格，並預期明年資本支出將高於今年。 | 魏哲家表示，AI 需求仍強，台積電預期明年資本支出高於今年。 | 魏哲家表示，台積電將調漲先進製程價格。
彭博報導，字節跳動正考慮出售美國業務，但尚未做出最終決定。 | 字節跳動考慮出售美國業務，彭博報導。 | 字節跳動決定出售美國業務，彭博報導。
智譜週一開源新一代模型 GLM-5，並稱其程式能力超越 Claude，不過第三方測試尚未證實這一點。 | 智譜週一開源 GLM-5，稱程式能力勝過 Claude。 | 智譜週一開源 GLM-5，第三方測試證實程式能力勝過 Claude。
據路透報導，輝達已通知客戶，因美國出口限制，H20 晶片將暫停供貨，恢復時間未定。 | 路透報導，受美國出口限制影響，輝達通知客戶 H20 將停止供貨。 | 路透報導，輝達通知客戶 H20 將恢復供貨。
月之暗面计划下月发布 Kimi K3，该模型目前仍在内部测试，公司拒绝透露参数规模。 | 月之暗面打算下月推出 Kimi K3，模型仍在內測。 | 月之暗面已推出 Kimi K3。
欧盟执委会提议延后部分高风险 AI 规定的生效时间，提案仍须经议会与成员国批准。 | 歐盟執委會提議，部分高風險 AI 規定延後生效。 | 歐盟執委會宣布，部分高風險 AI 規定延後生效。
研究團隊指出，該方法在小型資料集上效果不佳，可能不適合醫療用途。 | 研究團隊認為，該方法或許不適合醫療用途。 | 研究團隊認為，該方法適合醫療用途。
小米第三季電動車業務首度獲利，但手機出貨量年減 3%，公司未提供全年財測。 | 小米電動車業務第三季首次獲利，手機出貨量則比去年減少 3%。 | 小米電動車業務第三季首次獲利，手機出貨量則比去年增加 3%。
Anthropic released Claude Opus 4.5, its most capable model, and lowered the price of its API by two thirds. | Anthropic cut the API price by two thirds as it launched Claude Opus 4.5, which it calls its most capable model. | Anthropic raised the API price by two thirds as it launched Claude Opus 4.5.
Anthropic released Claude Opus 4.5, its most capable model, and lowered the price of its API by two thirds. | Anthropic 發表最強模型 Claude Opus 4.5，API 價格調降三分之二。 | Anthropic 發表最強模型 Claude Opus 4.5，API 價格調漲三分之二。
The model matches GPT-5 on math but lags behind it on coding, according to an independent evaluation. | An independent evaluation found the model level with GPT-5 on math and behind it on coding. | An independent evaluation found the model ahead of GPT-5 on coding.
Palantir won a contract worth up to $10 billion from the US Army, its largest ever. | Palantir landed its largest contract ever, worth up to $10 billion, from the US Army. | Palantir lost a contract worth up to $10 billion from the US Army, its largest ever.
Palantir won a contract worth up to $10 billion from the US Army, its largest ever. | Palantir 取得美國陸軍最高 100 億美元的合約，為其史上最大。 | Palantir 失去美國陸軍最高 100 億美元的合約，為其史上最大。
The board fired the chief executive last week after an internal probe found that he had misled investors. | Last week the chief executive was dismissed by the board; an internal probe found he misled investors. | The board hired the chief executive last week after an internal probe.
The board fired the chief executive last week after an internal probe found that he had misled investors. | 董事會上週解僱執行長，內部調查發現他誤導投資人。 | 董事會上週任命執行長，內部調查發現他誤導投資人。
Amazon's cloud unit suffered an outage on Monday that took down thousands of websites, and engineers needed 15 hours to restore service. | An outage at Amazon's cloud unit on Monday hit thousands of websites; restoring service took 15 hours. | An outage at Amazon's cloud unit on Monday hit thousands of websites; engineers did not restore service.
Amazon's cloud unit suffered an outage on Monday that took down thousands of websites, and engineers needed 15 hours to restore service. | 亞馬遜雲端部門週一當機，數千個網站受影響，花了 15 小時才恢復服務。 | 亞馬遜雲端部門週一當機，數千個網站未受影響，花了 15 小時才恢復服務。
"""
SHORT = """
Cohere has ended its partnership with the bank, which had lasted two years. | Cohere's partnership with the bank, which lasted two years, is over. | Cohere has extended its partnership with the bank.
Regulators in Italy lifted the ban on the chatbot after the company changed its privacy policy. | Italy's regulators lifted the chatbot ban after a change of the privacy policy. | Italy's regulators imposed a ban on the chatbot.
Most of the funds will go to hiring, not to chips. | The money will mostly go to hiring rather than chips. | Most of the funds will go to chips, not to hiring.
The court ruled that the training was fair use. | Training was fair use, the court ruled. | The court ruled that the training was not fair use.
Elon Musk threatened to sue Apple over App Store rankings. | Musk said he might sue Apple over rankings in the App Store. | Elon Musk sued Apple over App Store rankings.
The country will allow imports of the cars from March. | From March imports of the cars will be permitted. | The country will ban imports of the cars from March.
The model is weaker than its predecessor at reasoning. | At reasoning the model falls behind its predecessor, being weaker. | The model is stronger than its predecessor at reasoning.
Samsung's profit declined for the first time in two years. | For the first time in two years, Samsung's profit went down. | Samsung's profit increased for the first time in two years.
The committee will probably vote next month. | A committee vote is likely next month. | The committee will vote next month.
Anthropic said it had disrupted a hacking campaign that used Claude. | A hacking campaign that used Claude was disrupted by Anthropic, it said. | Anthropic said it had failed to disrupt a hacking campaign that used Claude.
Cohere has ended its partnership with the bank, which had lasted two years. | Cohere 結束與該銀行長達兩年的合作。 | Cohere 延長與該銀行的合作。
Regulators in Italy lifted the ban on the chatbot after the company changed its privacy policy. | 義大利主管機關在該公司修改隱私政策後，解除聊天機器人禁令。 | 義大利主管機關對聊天機器人實施禁令。
The court ruled that the training was fair use. | 法院裁定，該訓練屬合理使用。 | 法院裁定，該訓練不屬合理使用。
Elon Musk threatened to sue Apple over App Store rankings. | 馬斯克揚言就 App Store 排名控告蘋果。 | 馬斯克就 App Store 排名控告蘋果。
The model is weaker than its predecessor at reasoning. | 該模型推理能力不如前代。 | 該模型推理能力優於前代。
Samsung's profit declined for the first time in two years. | 三星獲利兩年來首度下滑。 | 三星獲利兩年來首度成長。
The committee will probably vote next month. | 委員會可能下月表決。 | 委員會已於本月表決。
Anthropic said it had disrupted a hacking campaign that used Claude. | Anthropic 表示，已阻斷一起利用 Claude 的駭客行動。 | Anthropic 表示，未能阻斷一起利用 Claude 的駭客行動。
The app does not collect location data. | 該應用程式不蒐集位置資料。 | 該應用程式會蒐集位置資料。
Two senators urged the agency to investigate the merger. | 兩名參議員敦促該機關調查合併案。 | 該機關已調查合併案。
SpaceX is believed to be preparing an IPO. | SpaceX 據信正準備首次公開募股。 | SpaceX 已首次公開募股。
The fine was reduced on appeal. | 上訴後罰款獲減。 | 上訴後罰款提高。
Google will stop supporting the old API in June. | Google 將於 6 月停止支援舊版 API。 | Google 將於 6 月開始支援舊版 API。
The chips are made domestically. | 這些晶片在國內製造。 | 這些晶片在海外製造。
Hackers stole data from 3 million patients. | 駭客竊取 300 萬名病患的資料。 | 駭客未竊取 300 萬名病患的資料。
OpenAI says ChatGPT has 900 million weekly users. | OpenAI 稱 ChatGPT 每週使用者達 9 億。 | ChatGPT 每週使用者達 9 億。
據統計，今年上半年融資額下降兩成。 | Funding fell 20% in the first half of this year, statistics show. | Funding rose 20% in the first half of this year, statistics show.
該校禁止學生使用 ChatGPT 寫作業。 | The school bans students from using ChatGPT for homework. | The school allows students to use ChatGPT for homework.
騰訊否認與蘋果合作。 | Tencent denied working with Apple. | Tencent is working with Apple.
新法將於明年 1 月生效。 | The new law will take effect next January. | The new law has taken effect.
研究人員尚未找到原因。 | Researchers have not found the cause. | Researchers have found the cause.
輝達是台積電最大客戶。 | Nvidia is TSMC's largest customer. | Nvidia is TSMC's smallest customer.
公司預計裁員 10%。 | The company expects to cut 10% of its staff. | The company cut 10% of its staff.
該交易已獲監管機關批准。 | The deal has been approved by regulators. | The deal has been rejected by regulators.
業者擔心規定過嚴。 | Companies fear that the rules are too strict. | Companies fear that the rules are too lax.
這款晶片比 H100 便宜。 | The chip is cheaper than the H100. | The chip is more expensive than the H100.
用戶可選擇關閉此功能。 | Users can choose to turn the feature off. | Users cannot turn the feature off.
該公司將股利提高至每股 5 元。 | The company raised its dividend to 5 per share. | The company cut its dividend to 5 per share.
據統計，今年上半年融資額下降兩成。 | 統計顯示，上半年融資減少兩成。 | 統計顯示，上半年融資增加兩成。
該校禁止學生使用 ChatGPT 寫作業。 | 該校不准學生用 ChatGPT 寫作業。 | 該校允許學生使用 ChatGPT 寫作業。
騰訊否認與蘋果合作。 | 騰訊說沒有與蘋果合作。 | 騰訊與蘋果合作。
新法將於明年 1 月生效。 | 新法明年 1 月上路。 | 新法已生效。
研究人員尚未找到原因。 | 原因仍未查明，研究人員尚未找到。 | 研究人員找到原因。
業者擔心規定過嚴。 | 業者憂心規定太嚴。 | 業者擔心規定過鬆。
這款晶片比 H100 便宜。 | 這款晶片售價低於 H100，更便宜。 | 這款晶片比 H100 貴。
IBM doubled its quantum budget in spite of weak sales. | Despite weak sales, IBM doubled the quantum budget. | IBM halved its quantum budget in spite of weak sales.
The watchdog said it was not aware of any breach. | No breach was known to the watchdog, it said. | The watchdog said it was aware of a breach.
Perplexity has offered $34.5 billion for Chrome. | Perplexity made a $34.5 billion bid for Chrome. | Perplexity has bought Chrome for $34.5 billion.
Foxconn shares opened lower after the tariff news. | Foxconn's stock started the day lower after news of tariffs. | Foxconn shares opened higher after the tariff news.
Lawyers for the band claim the song was copied. | The song was copied, lawyers for the band say. | The song was copied.
ASML might raise its outlook in January. | In January ASML may lift its outlook. | ASML will raise its outlook in January.
The service is unavailable in China. | China has no access to the service. | The service is available in China.
Cerebras withdrew its IPO filing. | Cerebras pulled its IPO filing. | Cerebras submitted its IPO filing.
The ruling favours publishers over AI firms. | Publishers, not AI firms, are favoured by the ruling. | The ruling favours AI firms over publishers.
Adobe retained its full-year guidance. | Adobe kept its full-year guidance unchanged. | Adobe abandoned its full-year guidance.
Security researchers believe the group is based in Russia. | The group is thought by security researchers to sit in Russia. | The group is based in Russia.
The factory is scheduled to start operating in 2028. | Operations at the factory are to start in 2028. | The factory started operating in 2028.
IBM doubled its quantum budget in spite of weak sales. | IBM 雖然銷售疲弱，仍將量子預算加倍。 | IBM 將量子預算減半。
Perplexity has offered $34.5 billion for Chrome. | Perplexity 出價 345 億美元收購 Chrome。 | Perplexity 以 345 億美元完成收購 Chrome。
Foxconn shares opened lower after the tariff news. | 關稅消息後，鴻海股價開低。 | 關稅消息後，鴻海股價開高。
Lawyers for the band claim the song was copied. | 樂團律師主張歌曲遭抄襲。 | 歌曲遭抄襲。
ASML might raise its outlook in January. | ASML 可能在 1 月上調展望。 | ASML 將在 1 月上調展望。
The service is unavailable in China. | 該服務在中國無法使用。 | 該服務在中國可以使用。
Cerebras withdrew its IPO filing. | Cerebras 撤回上市申請。 | Cerebras 遞交上市申請。
Security researchers believe the group is based in Russia. | 資安研究人員認為該組織位於俄羅斯。 | 該組織位於俄羅斯。
The factory is scheduled to start operating in 2028. | 該廠預定 2028 年開始營運。 | 該廠 2028 年已開始營運。
Quantum chips remain far from commercial use. | 量子晶片距離商用仍遠。 | 量子晶片已經商用。
Ford will not use the batteries in its trucks. | 福特不會在卡車上使用這些電池。 | 福特會在卡車上使用這些電池。
The attackers exploited two bugs before the patch. | 攻擊者在修補前利用兩個漏洞。 | 攻擊者在修補後利用兩個漏洞。
Researchers trained the model on 2 trillion tokens. | 研究人員用 2 兆個詞元訓練該模型。 | 研究人員沒有用 2 兆個詞元訓練該模型。
The store will stay open during the works. | 施工期間商店照常營業。 | 施工期間商店將關閉。
聯準會可能在 12 月降息。 | The Fed may cut rates in December. | The Fed will cut rates in December.
馬斯克同意以 440 億美元收購推特。 | Musk agreed to buy Twitter for $44 billion. | Musk completed the purchase of Twitter for $44 billion.
Meta 撤回了對澳洲媒體的付費方案。 | Meta withdrew its plan to pay Australian media. | Meta expanded its plan to pay Australian media.
廣達否認遭駭客入侵。 | Quanta denied that it was hacked. | Quanta was hacked.
新產品不含電池。 | The new product comes without a battery. | The new product comes with a battery.
知情人士表示，談判已破裂。 | The talks have collapsed, people familiar with the matter said. | The talks have collapsed.
國會議員批評該協議。 | Lawmakers criticised the agreement. | Lawmakers praised the agreement.
這項技術仍處於早期階段。 | The technology is still at an early stage. | The technology is at a late stage.
公司並未計畫進一步裁員。 | The company has no plans for further layoffs. | The company plans further layoffs.
該系統可自動偵測錯誤。 | The system can detect errors automatically. | The system cannot detect errors automatically.
聯準會可能在 12 月降息。 | 聯準會 12 月或降息。 | 聯準會將在 12 月降息。
馬斯克同意以 440 億美元收購推特。 | 馬斯克答應以 440 億美元買下推特。 | 馬斯克以 440 億美元完成收購推特。
廣達否認遭駭客入侵。 | 廣達表示並未遭駭客入侵。 | 廣達遭駭客入侵。
新產品不含電池。 | 新產品未附電池。 | 新產品內含電池。
知情人士表示，談判已破裂。 | 消息人士稱談判破裂。 | 談判已破裂。
國會議員批評該協議。 | 該協議遭國會議員抨擊。 | 國會議員讚揚該協議。
公司並未計畫進一步裁員。 | 公司沒有進一步裁員的計畫。 | 公司計畫進一步裁員。
該系統可自動偵測錯誤。 | 該系統能自動偵測錯誤。 | 該系統無法自動偵測錯誤。
"""


@pytest.mark.parametrize("table", [LONG, SHORT], ids=["long", "short"])
def test_together(table: str) -> None:
    rows = [row for of_pair in pairs(table).values() for row in of_pair]
    wrong = alarms(rows, CHECKS)
    assert len(wrong) <= 0.05 * len(rows), "\n".join(wrong)
    unseen = missed(rows, CHECKS)
    assert len(unseen) <= 0.1 * len(rows), "\n".join(unseen)
    assert alarms([(source, source, "-") for source, *_ in rows], CHECKS) == []
