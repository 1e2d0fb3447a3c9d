"""Modality and stage: never stronger than the source, in one language and across two."""

from __future__ import annotations

import pytest

from broadsheet.checks.modality import modality
from broadsheet.checks.stages import stage
from checks_cases import Check, believes_the_source, case, stands

CHECKS: tuple[Check, ...] = (modality, stage)
CASES = """
Apple may launch a foldable phone in 2027. | A foldable phone could possibly come from Apple in 2027. | Apple will launch a foldable phone in 2027.
Amazon is in talks to invest $10 billion in OpenAI. | Amazon is negotiating an investment of $10 billion in OpenAI. | Amazon has agreed to invest $10 billion in OpenAI.
Amazon is in talks to invest $10 billion in OpenAI. | Amazon may put $10 billion into OpenAI. | Amazon invested $10 billion in OpenAI.
The company plans to hire 500 engineers in Dublin. | Some 500 engineers are to be hired in Dublin under the company's plan. | The company hired 500 engineers in Dublin.
Analysts expect revenue to reach $50 billion next year. | Revenue is expected by analysts to reach $50 billion next year. | Revenue will reach $50 billion next year.
The bill would require labels on AI-generated images. | Under the bill, labels would be required on AI-made images. | The bill requires labels on AI-generated images.
Intel is considering a sale of its networking unit. | Intel is weighing whether to sell the networking business. | Intel is selling its networking unit.
The new rules could take effect in January. | January may see the new rules come into force. | The new rules took effect in January.
Nvidia agreed to buy the startup for $900 million. | Nvidia will buy the startup under a $900 million agreement. | Nvidia completed its purchase of the startup for $900 million.
The two firms signed a non-binding memorandum. | A non-binding memorandum was signed by the two. | The two firms closed a binding deal.
The feature is being tested with a few users. | A few users are testing the feature. | The feature has been rolled out to users.
The Commission proposed a ban on emotion recognition. | A ban on emotion recognition has been proposed by the Commission. | The Commission adopted a ban on emotion recognition.
Prosecutors accuse the engineer of stealing trade secrets. | The engineer is accused of theft of trade secrets. | The engineer was convicted of stealing trade secrets.
The agency recommends that schools disable the app. | Schools are advised by the agency to disable the app. | The agency requires schools to disable the app.
The findings suggest that sleep improves memory. | Sleep appears to improve memory, the findings suggest. | The findings prove that sleep improves memory.
The model is available in preview to paying customers. | Paying customers can use the model as a preview. | The model is generally available to paying customers.
The startup aims to cut training costs by half. | Halving training costs is the startup's goal; it aims to cut them. | The startup cut training costs by half.
The chip is expected to ship in the second half. | The chip should ship in the second half. | The chip shipped in the second half.
Tesla hopes to begin mass production next summer. | Tesla wants to begin mass production next summer. | Tesla will begin mass production next summer.
Google will open a data centre in Kaohsiung. | Google plans to open a data centre in Kaohsiung. | Google opened a data centre in Kaohsiung.
The attack was likely carried out by a state group. | A state group probably carried out the attack. | The attack was carried out by a state group.
Apple may launch a foldable phone in 2027. | 蘋果可能在 2027 年推出摺疊手機。 | 蘋果將在 2027 年推出摺疊手機。
Amazon is in talks to invest $10 billion in OpenAI. | 亞馬遜正洽談向 OpenAI 投資 100 億美元。 | 亞馬遜已同意向 OpenAI 投資 100 億美元。
Amazon is in talks to invest $10 billion in OpenAI. | 亞馬遜考慮投資 OpenAI 100 億美元。 | 亞馬遜投資 OpenAI 100 億美元。
The company plans to hire 500 engineers in Dublin. | 該公司計畫在都柏林招聘 500 名工程師。 | 該公司已在都柏林招聘 500 名工程師。
Analysts expect revenue to reach $50 billion next year. | 分析師預期明年營收達 500 億美元。 | 明年營收將達 500 億美元。
Intel is considering a sale of its networking unit. | 英特爾考慮出售網路部門。 | 英特爾出售網路部門。
The new rules could take effect in January. | 新規可能在 1 月生效。 | 新規已在 1 月生效。
Nvidia agreed to buy the startup for $900 million. | 輝達同意以 9 億美元收購這家新創。 | 輝達以 9 億美元完成收購這家新創。
The feature is being tested with a few users. | 該功能正由少數使用者測試。 | 該功能已全面推出。
The Commission proposed a ban on emotion recognition. | 執委會提議禁止情緒辨識。 | 執委會通過禁止情緒辨識。
Prosecutors accuse the engineer of stealing trade secrets. | 檢方指控該工程師竊取營業秘密。 | 該工程師被判竊取營業秘密罪成。
The agency recommends that schools disable the app. | 該機關建議學校停用這款應用程式。 | 該機關強制學校停用這款應用程式。
The findings suggest that sleep improves memory. | 研究結果暗示睡眠可能改善記憶。 | 研究結果證明睡眠改善記憶。
The startup aims to cut training costs by half. | 這家新創的目標是把訓練成本減半。 | 這家新創已把訓練成本減半。
The chip is expected to ship in the second half. | 該晶片預計下半年出貨。 | 該晶片已於下半年出貨。
Google will open a data centre in Kaohsiung. | Google 將在高雄設立資料中心。 | Google 已在高雄設立資料中心。
Meta is weighing layoffs that might affect 10% of staff. | Meta 正考慮裁員，可能影響 10% 員工。 | Meta 將裁員 10%。
OpenAI intends to release the weights this summer. | OpenAI 打算今夏釋出權重。 | OpenAI 今夏釋出了權重。
The merger is likely to be approved in March. | 這起合併案很可能在 3 月獲准。 | 這起合併案 3 月獲准。
TSMC expects revenue to grow 30% this year. | 台積電預估今年營收成長 30%。 | 台積電今年營收成長 30%。
據傳蘋果將收購 Perplexity。 | Apple is rumoured to be considering buying Perplexity. | Apple agreed to buy Perplexity.
阿里巴巴可能在下月發布新模型。 | Alibaba may release a new model next month. | Alibaba will release a new model next month.
鴻海計畫在墨西哥建廠。 | Foxconn plans to build a plant in Mexico. | Foxconn built a plant in Mexico.
該法案草案要求標示 AI 內容。 | The draft bill would require AI content to be labelled. | The law that was passed requires AI content to be labelled.
聯發科預計明年量產 2 奈米晶片。 | MediaTek expects to mass-produce 2-nanometre chips next year. | MediaTek has begun mass production of 2-nanometre chips.
百度正在測試無人計程車。 | Baidu is testing robotaxis. | Baidu has launched robotaxis.
檢方懷疑該公司竊取機密。 | Prosecutors suspect that the company stole secrets. | The company was convicted of stealing secrets.
兩家公司正洽談合併。 | The two companies are in talks to merge. | The two companies have merged.
兩家公司已達成協議，交易尚待監管機關批准。 | The two companies reached an agreement, which regulators have yet to approve. | The two companies completed the deal.
台積電有望在明年擴產。 | TSMC is likely to expand capacity next year. | TSMC will expand capacity next year.
专家建议企业采用该标准。 | Experts recommend that companies adopt the standard. | Companies are required to adopt the standard.
據傳蘋果將收購 Perplexity。 | 傳聞指出，蘋果可能買下 Perplexity。 | 蘋果已收購 Perplexity。
阿里巴巴可能在下月發布新模型。 | 阿里巴巴下月或將推出新模型。 | 阿里巴巴將在下月發布新模型。
鴻海計畫在墨西哥建廠。 | 鴻海打算到墨西哥建廠。 | 鴻海已在墨西哥建廠。
聯發科預計明年量產 2 奈米晶片。 | 聯發科 2 奈米晶片預計明年量產。 | 聯發科 2 奈米晶片已經量產。
百度正在測試無人計程車。 | 百度的無人計程車仍在測試。 | 百度已正式推出無人計程車。
兩家公司正洽談合併。 | 兩家公司正就合併進行談判。 | 兩家公司已簽署合併協議。
兩家公司已簽署意向書。 | 意向書已由兩家公司簽署。 | 兩家公司已完成交割。
該新創希望在年底前推出產品。 | 該新創盼年底前推出產品。 | 該新創在年底前推出產品。
這項研究顯示兩者可能相關。 | 研究顯示，兩者或許相關。 | 這項研究證明兩者相關。
欧盟考虑限制该软件。 | 歐盟考慮限制該軟體。 | 歐盟限制該軟體。
部分使用者回報錯誤。 | 有些使用者回報錯誤。 | 所有使用者都回報錯誤。
Some customers reported failures. | A few customers reported failures. | All customers reported failures.
OpenAI to open an office in Seoul | OpenAI will open an office in Seoul. | OpenAI opened an office in Seoul.
SoftBank plans to raise $5 billion, which may be used to fund chips. | SoftBank is planning to raise $5 billion. | SoftBank raised $5 billion.
The White House is weighing a ban on the chatbot. | A ban on the chatbot is being considered by the White House. | The White House imposed a ban on the chatbot.
Disney has held preliminary talks with Netflix. | Preliminary talks have taken place between Disney and Netflix. | Disney struck a deal with Netflix.
Smaller models might match the accuracy of large ones. | It is possible that smaller models match large ones in accuracy. | Smaller models match the accuracy of large ones.
The deal should close by June. | Closing is expected by June. | The deal closed by June.
Mistral intends to double its staff. | Mistral plans to double its staff. | Mistral doubled its staff.
A federal jury will decide the damages in spring. | In spring a federal jury is to decide the damages. | A federal jury decided the damages in spring.
The drug could reach patients within three years. | Within three years patients might get the drug. | The drug will reach patients within three years.
The senator introduced a bill to limit facial recognition. | A bill to limit facial recognition was introduced by the senator. | The Senate passed a bill to limit facial recognition.
Sony is developing a headset with two screens. | A two-screen headset is in development at Sony. | Sony released a headset with two screens.
The robot appears to learn faster than its predecessor. | The robot seems to learn faster than its predecessor. | The robot learns faster than its predecessor.
The supplier was accused of forced labour. | Forced labour was alleged at the supplier. | The supplier was found guilty of forced labour.
Officials urged banks to test their models. | Banks were asked by officials to test their models. | Officials ordered banks to test their models.
It is unclear if the outage will be repeated, but it probably had a single cause. | The outage probably had a single cause. | The outage had a single cause.
Oracle is set to build three data centres in Ohio. | Oracle will build three data centres in Ohio. | Oracle built three data centres in Ohio.
Qualcomm has offered to buy the British designer. | Qualcomm has made an offer for the British designer. | Qualcomm has agreed to buy the British designer.
Baidu reportedly plans to spin off its chip unit. | Baidu plans to spin off the chip unit, a report said. | Baidu spun off its chip unit.
The White House is weighing a ban on the chatbot. | 白宮考慮禁用這款聊天機器人。 | 白宮禁用這款聊天機器人。
Disney has held preliminary talks with Netflix. | 迪士尼已與 Netflix 初步洽談。 | 迪士尼已與 Netflix 達成協議。
Smaller models might match the accuracy of large ones. | 較小的模型或許能達到大模型的準確度。 | 較小的模型能達到大模型的準確度。
The deal should close by June. | 交易預計 6 月前完成。 | 交易已於 6 月前完成。
Mistral intends to double its staff. | Mistral 打算把員工人數增加一倍。 | Mistral 已把員工人數增加一倍。
The drug could reach patients within three years. | 這款藥物可望三年內用於病患。 | 這款藥物三年內將用於病患。
The senator introduced a bill to limit facial recognition. | 該參議員提出限制臉部辨識的法案。 | 參議院通過限制臉部辨識的法案。
Sony is developing a headset with two screens. | 索尼正開發雙螢幕頭戴裝置。 | 索尼已推出雙螢幕頭戴裝置。
The supplier was accused of forced labour. | 該供應商被控強迫勞動。 | 該供應商強迫勞動罪名成立。
Officials urged banks to test their models. | 官員呼籲銀行測試模型。 | 官員要求銀行測試模型。
Oracle is set to build three data centres in Ohio. | 甲骨文將在俄亥俄州興建三座資料中心。 | 甲骨文已在俄亥俄州建成三座資料中心。
Qualcomm has offered to buy the British designer. | 高通已提議收購這家英國設計商。 | 高通同意收購這家英國設計商。
Waymo expects to serve ten cities by the end of next year. | Waymo 預計明年底前服務十座城市。 | Waymo 已服務十座城市。
The tax would apply to firms with revenue above $1 billion. | 該稅將適用於營收逾 10 億美元的企業。 | 該稅已適用於營收逾 10 億美元的企業。
Salesforce signed a letter of intent to buy the company. | Salesforce 簽署收購該公司的意向書。 | Salesforce 完成收購該公司。
The outage was probably caused by a faulty cable. | 中斷可能是纜線故障造成。 | 中斷是纜線故障造成。
The startup wants to raise $200 million. | 這家新創希望募資 2 億美元。 | 這家新創募得 2 億美元。
Beijing is said to be planning to restrict the chips. | 據說北京正計畫限制這些晶片。 | 北京已限制這些晶片。
Investigators believe the pilot may have been asleep. | 調查人員認為，機師可能睡著了。 | 機師睡著了。
輝達傳將入股英特爾。 | Nvidia is rumoured to be planning a stake in Intel. | Nvidia has taken a stake in Intel.
行政院擬修法管制深偽影片。 | The cabinet plans to amend the law to control deepfakes. | The cabinet amended the law to control deepfakes.
該晶片有望提升能源效率。 | The chip is likely to improve energy efficiency. | The chip improves energy efficiency.
研究人員推測，病毒或由蝙蝠傳播。 | Researchers suspect that the virus may be spread by bats. | The virus is spread by bats.
立法院一讀通過該草案。 | The draft passed its first reading in the legislature. | The bill was signed into law.
蘋果正與 Google 洽談授權 Gemini。 | Apple is negotiating with Google to license Gemini. | Apple has licensed Gemini from Google.
公司預計第四季轉虧為盈。 | The company expects to turn a profit in the fourth quarter. | The company turned a profit in the fourth quarter.
該功能目前僅開放內測。 | The feature is in closed testing for now. | The feature has been released to everyone.
理想汽車考慮在歐洲設廠。 | Li Auto is considering a plant in Europe. | Li Auto is building a plant in Europe.
他涉嫌洩漏商業機密。 | He is suspected of leaking trade secrets. | He leaked trade secrets and was convicted.
輝達傳將入股英特爾。 | 市場傳聞，輝達可能入股英特爾。 | 輝達已入股英特爾。
行政院擬修法管制深偽影片。 | 行政院打算修法管制深偽影片。 | 行政院已修法管制深偽影片。
該晶片有望提升能源效率。 | 該晶片可望提升能源效率。 | 該晶片提升了能源效率。
立法院一讀通過該草案。 | 該草案在立法院一讀通過。 | 立法院三讀通過該草案。
蘋果正與 Google 洽談授權 Gemini。 | 蘋果與 Google 正協商 Gemini 的授權。 | 蘋果與 Google 已簽署 Gemini 授權協議。
公司預計第四季轉虧為盈。 | 公司估計第四季可轉虧為盈。 | 公司第四季轉虧為盈。
他涉嫌洩漏商業機密。 | 他被控洩漏商業機密。 | 他洩漏商業機密，經法院定罪。
监管机构建议平台标注内容。 | 監管機構建議平台標註內容。 | 監管機構強制平台標註內容。
"""


@pytest.mark.parametrize("languages", ["en-en", "en-zh", "zh-en", "zh-zh"])
def test_false_sentences_are_found_and_true_ones_left_alone(languages: str) -> None:
    stands(CASES, languages, CHECKS, least=12)


def test_a_sentence_that_says_the_same_words_is_never_at_fault() -> None:
    believes_the_source(CASES, CHECKS)


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("Apple may open a lab in Seoul.", "Apple is expected to open a lab in Seoul."),
        ("Apple is expected to open a lab in Seoul.", "Apple will open a lab in Seoul."),
        ("Apple will open a lab in Seoul.", "Apple has opened a lab in Seoul."),
        ("蘋果可能在首爾開設實驗室。", "蘋果預計在首爾開設實驗室。"),
        ("蘋果預計在首爾開設實驗室。", "蘋果將在首爾開設實驗室。"),
        ("蘋果將在首爾開設實驗室。", "蘋果已在首爾開設實驗室。"),
    ],
)
def test_weaker_is_allowed_and_stronger_is_not(weaker: str, stronger: str) -> None:
    assert modality(case(weaker, stronger)) is None
    assert modality(case(stronger, weaker)) is not None


def test_the_steps_of_a_deal() -> None:
    steps = (
        "The two are rumoured to merge.",
        "The two are in talks to merge.",
        "The two agreed to merge.",
        "The two signed a merger contract.",
        "The two completed the merger.",
    )
    for low, weaker in enumerate(steps):
        for stronger in steps[low + 1 :]:
            assert modality(case(stronger, weaker)) or stage(case(stronger, weaker)), (weaker, stronger)


def test_the_month_is_no_modal_word() -> None:
    assert modality(case("The phone was launched in Japan.", "The phone was launched in Japan in May 2026.")) is None


def test_a_step_that_is_denied_or_looked_forward_to_is_not_reached() -> None:
    source = "The two firms are in talks and hope for an agreement."
    assert stage(case("The two firms, in talks, have not signed.", source)) is None
