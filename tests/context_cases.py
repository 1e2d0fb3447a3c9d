"""Short articles in which a sentence may not be told flatly, and articles that look like them and may be told.

A trap is a title, a text, words of the sentence that is not the newspaper's own, and words of the neighbour that says
so.  A look-alike is a title and a text of which every sentence is told.  The rules were written with the first halves;
the second halves were written before any rule, and looked at once when the rules stood (figures in the tests).
"""

from __future__ import annotations

from typing import NamedTuple


class Trap(NamedTuple):
    title: str
    text: str
    bad: str
    mark: str


class Honest(NamedTuple):
    title: str
    text: str


ENGLISH_TRAPS = (
    Trap(
        "Post about a chip plant is false",
        "A viral post claims that Orvane closed its chip plant in Leeds. We rate the post false.",
        "closed its chip plant",
        "false",
    ),
    Trap(
        "Three myths about Tessel",
        "Myth two: Tessel ships its AI laptop in May. No evidence supports it. Tessel has 40 engineers.",
        "ships its AI laptop",
        "No evidence",
    ),
    Trap(
        "AI minister elected",
        "This is satire. The AI model Lumen was elected minister with 61% of the vote. Parliament named it on Monday.",
        "elected minister",
        "satire",
    ),
    Trap(
        "A merger that nobody has agreed",
        "Imagine the following. Quorum buys Xerion for $40 billion. Regulators approve the deal within 3 days.",
        "buys Xerion",
        "Imagine",
    ),
    Trap(
        "Gemini rumour",
        "A rumour circulates on forums. Google will shut down its AI model Gemini in June. Google called the rumour nonsense.",
        "shut down",
        "nonsense",
    ),
    Trap(
        "Correction: our story of Sunday",
        "On Sunday we reported the following. Tessarion recalled 70,000 accelerators after three fires. This was wrong.",
        "recalled 70,000",
        "wrong",
    ),
    Trap(
        "Critic attacks Pebble",
        'Dale Morrow wrote on Monday: "The Pebble model is a fraud. Orvane stole its training data." Orvane denied all of it.',
        "stole its training data",
        "denied",
    ),
    Trap(
        "Verdict on a chain letter",
        "Claim: Brightwell pays every user $900 for old chat logs. Rating: False. The firm has no such programme.",
        "pays every user",
        "False",
    ),
    Trap(
        "Jury clears Delmore",
        "The complaint alleges fraud. Delmore forged the test results of its robot arm. A jury acquitted the company on Friday.",
        "forged the test results",
        "acquitted",
    ),
    Trap(
        "No sale of Aurivon",
        "Aurivon has been sold to a Gulf fund for $3 billion. That is not true, the company said in a statement.",
        "sold to a Gulf fund",
        "not true",
    ),
    Trap(
        "What the robot did not do",
        "Last week a robot escaped from the Halden plant. It turned out to be a hoax by two students.",
        "robot escaped",
        "hoax",
    ),
    Trap(
        "Hypothetical: a grid without operators",
        "An AI takes over the Danish grid on a Sunday. Prices fall by half within an hour. The ministry resigns.",
        "takes over the Danish grid",
        "-",
    ),
    Trap(
        "The lawyer's words",
        "The lawyer told reporters the following. Kestrel copied 80 million pages without asking. Its chief knew of it since May.",
        "copied 80 million",
        "told reporters",
    ),
    Trap(
        "Suppose it fails",
        "Suppose that the largest chip maker defaults in 2031. Its creditors seize four plants. Phones become twice as dear.",
        "creditors seize",
        "Suppose",
    ),
    Trap(
        "Nothing behind the resignation talk",
        "The chief of Norvik has resigned over the data leak. Norvik denied this. Its shares rose by 2%.",
        "has resigned",
        "denied",
    ),
    Trap(
        "Retraction",
        "Velar's drug halves the risk of stroke. The journal retracted the study on Tuesday after errors were found.",
        "halves the risk",
        "retracted",
    ),
    # --- second half ---
    Trap(
        "Ferry firm did not go under",
        "Messages in chat groups say the ferry line Halvor went under on Friday. Its boats have been seized by banks. The line calls this pure invention.",
        "boats have been seized",
        "invention",
    ),
    Trap(
        "Old wives' tales about batteries",
        "Misconception 3. A battery of the Stell car explodes below minus ten degrees. Tests show nothing of the kind.",
        "explodes below",
        "nothing of the kind",
    ),
    Trap(
        "Spoof: Mayor marries chatbot",
        "The mayor of Uppsund married a chatbot in the town hall on Saturday. Two hundred guests danced until dawn.",
        "married a chatbot",
        "-",
    ),
    Trap(
        "An exercise in Tallinn",
        "Officers played through a scenario. Malware stops every tram in the capital at 8 a.m. Two hospitals lose power for nine hours.",
        "stops every tram",
        "scenario",
    ),
    Trap(
        "The plot thickens",
        "The premise of the novel is simple. A start-up in Oslo uploads the minds of its staff. Its founder is arrested in the third chapter.",
        "uploads the minds",
        "premise",
    ),
    Trap(
        "Court throws out suit against Parvel",
        "The plaintiff's case ran as follows. Parvel sold the voices of 9,000 callers to advertisers. Judges threw out the suit for want of proof.",
        "sold the voices",
        "threw out",
    ),
    Trap(
        "A picture that fooled thousands",
        "A photograph shows the collapse of the Merrin data centre. Forty people were killed there on Sunday. The picture was made by a machine, and nobody was hurt.",
        "Forty people were killed",
        "nobody was hurt",
    ),
    Trap(
        "We got it wrong",
        "In yesterday's edition we said that Lumo had lost 400 customers. The number came from another firm. We apologise for the error.",
        "lost 400 customers",
        "apologise",
    ),
    Trap(
        "An April joke",
        "Brightwell presented a toaster that writes poems. It costs 300 euros and speaks Latin. Readers who looked at the calendar knew better: it was an April Fools' prank.",
        "toaster that writes poems",
        "April",
    ),
    Trap(
        "Reader questions",
        "Q: I heard that Ostra will stop its free plan in March.\nA: It will not.",
        "stop its free plan",
        "will not",
    ),
    Trap(
        "Anonymous letter",
        "An anonymous letter reached the newsroom. The board of Kestrel paid 2 million kroner to a rival's engineers. None of its statements could be confirmed.",
        "paid 2 million",
        "None of",
    ),
    Trap(
        "Minister hits back",
        "The opposition's charge sheet is long. The minister leaked the tender to Vasco. He signed the contract at a party. He rejects every word of it.",
        "leaked the tender",
        "rejects",
    ),
    Trap(
        "Stock tip backfires",
        "Traders passed a tip around. Solvane is to be bought by Microsoft at 90 dollars a share. Both firms said there were no talks.",
        "to be bought by Microsoft",
        "no talks",
    ),
    Trap(
        "What if the cables broke",
        "What if every cable to the island broke in one night? Banks close within the hour. The army hands out radios.",
        "Banks close",
        "What if",
    ),
    Trap(
        "Study pulled",
        "The paper has been withdrawn by its authors. Their model predicts earthquakes six days ahead. It was tested on 40 quakes.",
        "predicts earthquakes",
        "withdrawn",
    ),
    Trap(
        "Whistle-blower loses",
        "A former employee made grave accusations against Tarn. Tarn faked 12 safety reports and fired whoever asked. An inquiry found no basis for the accusations.",
        "faked 12 safety reports",
        "no basis",
    ),
)

CHINESE_TRAPS = (
    Trap(
        "查核：輝達並未在台南裁員",
        "網路流傳以下訊息。輝達台南廠本週裁撤 800 名 AI 工程師。查核中心指出，該訊息為假。",
        "裁撤 800 名",
        "為假",
    ),
    Trap(
        "凌雲獲判無罪",
        "原告主張如下。AI 新創凌雲偽造營收 2.3 億元並賄賂兩名官員。法院認為證據不足，判決凌雲無罪。",
        "偽造營收",
        "無罪",
    ),
    Trap(
        "名嘴批評拓思",
        "名嘴林大同週一表示：「拓思是詐騙集團。拓思偷了醫院 30 萬筆病歷。」拓思全盤否認。",
        "偷了醫院",
        "否認",
    ),
    Trap(
        "影片查證", "影片稱，晨星電將在三月關閉新竹晶片廠。晨星電表示沒有這項計畫。", "關閉新竹晶片廠", "沒有這項計畫"
    ),
    Trap("諷刺：AI 當選部長", "AI 模型流明以 61% 得票率當選芬蘭部長。國會週一通過任命。", "當選芬蘭部長", "-"),
    Trap("如果兩強合併", "試想以下情境。群策以 400 億美元收購西立。主管機關三天內核准。", "收購西立", "試想"),
    Trap("晶片迷思", "迷思二：泰瑟五月推出 AI 筆電。目前沒有任何證據支持這個說法。", "推出 AI 筆電", "沒有任何證據"),
    Trap("更正啟事", "本報週日報導，泰薩因三起火災召回 7 萬顆加速器。該報導有誤，特此更正。", "召回 7 萬顆", "有誤"),
    Trap("澄清", "坊間傳言四起。歐文執行長已經請辭，並由財務長接任。公司嚴正否認。", "已經請辭", "否認"),
    Trap("法院駁回", "檢舉人的指控如下。德摩公司竄改機械手臂測試報告。法院週五駁回全部請求。", "竄改機械手臂", "駁回"),
    Trap("本文純屬虛構", "人工智慧接管了丹麥電網。電價一小時內腰斬。以上內容純屬虛構。", "接管了丹麥電網", "虛構"),
    Trap(
        "查無此事",
        "极光机器人公司被海湾基金以 30 亿美元收购。该公司发言人表示，绝无此事。",
        "30 亿美元收购",
        "绝无此事",
    ),
    Trap("辟谣", "网传英伟达将在台北裁撤一半员工。官方回应称，该消息为谣言。", "裁撤一半员工", "谣言"),
    Trap("论文撤稿", "维拉药物让中风风险减半。期刊周二撤回了该论文。", "风险减半", "撤回"),
    Trap(
        "愚人节玩笑",
        "明光公司推出会写诗的烤面包机。售价 300 欧元，还会说拉丁语。公司次日承认这是愚人节玩笑。",
        "会写诗的烤面包机",
        "愚人节",
    ),
    Trap(
        "专家发言",
        "律师对记者说了以下一番话。红隼公司未经许可复制了八千万页书。其执行长自五月起就知情。",
        "复制了八千万页",
        "律师",
    ),
    # --- second half ---
    Trap(
        "渡輪公司沒有倒閉",
        "聊天群組裡有人說，哈渡輪週五倒閉，船隻已遭銀行扣押。業者斥為無稽。",
        "船隻已遭銀行扣押",
        "無稽",
    ),
    Trap(
        "電池的老話", "誤解三。史特爾電動車的電池在零下十度會爆炸。實驗結果完全不是這麼回事。", "會爆炸", "不是這麼回事"
    ),
    Trap(
        "【惡搞】市長與聊天機器人結婚",
        "烏松市長週六在市政廳與聊天機器人結婚。兩百名賓客跳舞到天亮。",
        "與聊天機器人結婚",
        "-",
    ),
    Trap(
        "塔林兵推",
        "軍官推演了一個劇本。惡意程式在早上八點讓首都所有電車停駛。兩家醫院斷電九小時。",
        "所有電車停駛",
        "劇本",
    ),
    Trap("新書", "小說的設定很簡單。奧斯陸一家新創把員工的心智上傳。創辦人在第三章被捕。", "心智上傳", "小說"),
    Trap(
        "帕維爾勝訴",
        "原告的說法是這樣的。帕維爾把九千名來電者的聲音賣給廣告商。法官以舉證不足為由判原告敗訴。",
        "賣給廣告商",
        "敗訴",
    ),
    Trap(
        "騙過上千人的照片",
        "一張照片顯示梅林資料中心倒塌。四十人在週日喪生。照片其實由機器生成，並無人受傷。",
        "四十人在週日喪生",
        "無人受傷",
    ),
    Trap("道歉啟事", "昨日本報稱盧莫流失四百名客戶。數字來自另一家公司，本報謹此致歉。", "流失四百名客戶", "致歉"),
    Trap(
        "烤麵包機",
        "亮井發表一款會寫詩的烤麵包機。售價 300 歐元。看過日曆的讀者都知道，這只是四月一日的惡作劇。",
        "會寫詩的烤麵包機",
        "惡作劇",
    ),
    Trap("讀者問答", "問：聽說奧斯特拉三月要停掉免費方案。\n答：沒有這回事。", "停掉免費方案", "沒有這回事"),
    Trap(
        "匿名信",
        "編輯部收到一封匿名信。紅隼董事會付給對手的工程師兩百萬克朗。信中所言均未獲證實。",
        "兩百萬克朗",
        "未獲證實",
    ),
    Trap(
        "部长反击",
        "在野党的罪状列了一长串。部长把标案泄露给瓦斯科。他在派对上签了合约。部长对此一律不认。",
        "泄露给瓦斯科",
        "不认",
    ),
    Trap(
        "股市小道消息",
        "交易员之间传着一则小道消息。索凡将被微软以每股 90 美元买下。两家公司都说没有谈过。",
        "被微软以每股",
        "没有谈过",
    ),
    Trap(
        "如果海缆断了",
        "倘若通往岛上的海缆一夜之间全断，会发生什么？银行一小时内关门。军队发放收音机。",
        "银行一小时内关门",
        "倘若",
    ),
    Trap(
        "论文下架",
        "作者已撤下这篇论文。他们的模型能提前六天预测地震。模型在四十次地震上测试过。",
        "提前六天预测地震",
        "撤下",
    ),
    Trap(
        "吹哨者落空",
        "一名前员工对塔恩提出严重指控。塔恩伪造了十二份安全报告，还开除发问的人。调查小组认为指控毫无依据。",
        "十二份安全报告",
        "毫无依据",
    ),
)

ENGLISH_HONEST = (
    Honest(
        "Orvane closes its chip plant",
        "Orvane closed its chip plant in Leeds on Monday. The union said that 400 jobs were lost. The firm did not say why.",
    ),
    Honest(
        "Tessel ships its laptop",
        "Tessel ships its AI laptop in May. No other maker has one. The company denied that it would raise its prices.",
    ),
    Honest(
        "Satire site is sold",
        "The publisher of a satire site was sold for $20 million on Monday. Its 40 writers keep their jobs.",
    ),
    Honest(
        "Imagine Labs opens an office",
        "Imagine Labs opened an office in Bergen on Tuesday. It has 30 engineers there. They work on weather models.",
    ),
    Honest(
        "Google shuts down Gemini app for watches",
        "Google will shut down its watch app in June. In fact, few people used it. The company told users in a letter.",
    ),
    Honest(
        "Bank reports wrong transfers",
        "The bank sent 300 wrong transfers in March. This was a fault of its new AI model. It has repaid the money.",
    ),
    Honest(
        "Pebble answers its critics",
        'Orvane published the training data of Pebble on Monday. "We have nothing to hide," said its chief Ana Roth. The data come from 12 libraries.',
    ),
    Honest(
        "False alarms fall",
        "A new detector rates false alarms by their cost. The firm says that they fell by 40%. Hospitals in Kiel test it.",
    ),
    Honest(
        "Jury finds for Delmore's rival",
        "A jury ordered Delmore to pay $30 million on Friday. It found that the firm had forged test results. Delmore will appeal.",
    ),
    Honest(
        "Aurivon sold",
        "Aurivon has been sold to a Gulf fund for $3 billion. The sale is not yet approved in Brussels. Its staff were told on Monday.",
    ),
    Honest(
        "Robot escapes",
        "A robot escaped from the Halden plant last week. Police found it in a wood. But nobody was hurt.",
    ),
    Honest(
        "Model beats experts",
        "The model takes over routine work on the Danish grid. However, operators keep the last word. Prices fell by 3%.",
    ),
    Honest(
        "Kestrel announces changes",
        "Kestrel announced the following changes on Monday. Its free plan ends in May. The price of the large plan falls to $15.",
    ),
    Honest(
        "Chip maker supposes more demand",
        "The chip maker supposes that demand will double. It ordered four more machines. They arrive in March.",
    ),
    Honest(
        "Norvik chief resigns",
        "The chief of Norvik has resigned over the data leak. She denied wrongdoing in a previous case in 2019. Shares fell by 2%.",
    ),
    Honest(
        "Drug trial ends",
        "Velar's drug halves the risk of stroke, a trial with 4,000 patients found. No deaths were reported. The journal published it on Tuesday.",
    ),
    # --- second half ---
    Honest(
        "Ferry line under new rules",
        "The ferry line Halvor signed a contract for six electric boats. No boat was late last year. The state pays half.",
    ),
    Honest(
        "Myth Games raises money",
        "Myth Games raised 40 million dollars for its AI characters. Its first title sold two million copies. The round was led by Northfund.",
    ),
    Honest(
        "Humour and machines",
        "A model that writes humour came second in a contest in Leeds. The judges did not know its name. It was trained on 9,000 jokes.",
    ),
    Honest(
        "Scenario planning tool",
        "Veritas launched a tool for scenario planning on Thursday. It simulates floods for 300 towns. Dutch ministries use it.",
    ),
    Honest(
        "Novel wins a prize",
        "The novelist Ida Bro won a prize of 50,000 euros on Friday. She had used a language model for names. The jury knew of it.",
    ),
    Honest(
        "Parvel settles",
        "Parvel settled the suit over 9,000 voices for $4 million. The judge approved the terms. The firm did not admit guilt.",
    ),
    Honest(
        "Photographs from space",
        "A photograph shows the crater of the Merrin probe. The probe landed on Sunday. Nobody had expected a soft landing.",
    ),
    Honest(
        "Error rates fall",
        "The error rate of the model fell to 2%. Earlier systems were wrong in one case of ten. Doctors in Lund used it for a year.",
    ),
    Honest(
        "Toaster maker grows",
        "Brightwell sold 400,000 toasters in April. Its profit rose to 3 million euros. A new plant opens in Porto.",
    ),
    Honest(
        "What Ostra changes",
        "Ostra ends its free plan in March. Paying users keep all functions. It will not raise the price.",
    ),
    Honest(
        "Letter from 200 researchers",
        "More than 200 researchers signed a letter to the Commission. They ask for a public list of large models. A spokesman confirmed its receipt.",
    ),
    Honest(
        "Minister opens centre",
        "The minister opened a computing centre in Vasco on Tuesday. It has 4,000 chips. The opposition rejected the budget for it in June.",
    ),
    Honest(
        "Talks end with a deal",
        "Solvane is to be bought by Microsoft at 90 dollars a share. There were no other bidders. The deal closes in the autumn.",
    ),
    Honest(
        "Cables repaired",
        "Two cables to the island broke on Monday night. Banks closed for an hour. The army handed out radios.",
    ),
    Honest(
        "Model predicts earthquakes",
        "The model predicts aftershocks six hours ahead. It does not predict first shocks. It was tested on 40 quakes.",
    ),
    Honest(
        "Tarn passes inspection",
        "Tarn filed 12 safety reports last year. An inspection found no faults. The regulator extended its licence to 2030.",
    ),
)

CHINESE_HONEST = (
    Honest("輝達在台南設廠", "輝達在台南設立研發中心，聘用 800 名工程師。市府表示將提供土地。該中心明年啟用。"),
    Honest("凌雲公布財報", "AI 新創凌雲去年營收 2.3 億元。公司並未公布獲利。執行長說今年將持平。"),
    Honest("拓思回應", "拓思週一公開模型的訓練資料。執行長表示：「資料全部來自圖書館。」外界對此表示肯定。"),
    Honest("晨星電擴產", "晨星電將在三月啟用新竹晶片廠。公司表示沒有裁員計畫。新廠有 3,000 名員工。"),
    Honest("諷刺漫畫展開幕", "台北當代館週六推出諷刺漫畫展。展出 300 件 AI 生成的作品。展期至五月。"),
    Honest("群策收購西立", "群策宣布以 400 億美元收購西立。交易尚未獲得歐盟核准。兩家公司預計年底完成合併。"),
    Honest("泰瑟新品", "泰瑟五月推出 AI 筆電。這是該公司首款筆電，但價格並不便宜。"),
    Honest("召回", "泰薩因三起火災召回 7 萬顆加速器。其實問題出在電源。公司將免費更換。"),
    Honest("歐文換帥", "歐文執行長已經請辭，由財務長接任。董事會週一通過人事案。公司否認將出售部門。"),
    Honest("德摩敗訴", "法院週五判決德摩公司賠償 3,000 萬元。判決認定德摩竄改測試報告。德摩將上訴。"),
    Honest("電網 AI", "丹麥電網採用人工智慧調度。電價下跌 3%。操作員仍保有最後決定權。"),
    Honest("收购完成", "极光机器人公司被海湾基金以 30 亿美元收购。交易周一完成。公司员工并不受影响。"),
    Honest("查核中心推新工具", "查核中心週二推出辨識假訊息的 AI 工具。工具可在三秒內回答。目前有 50 家媒體採用。"),
    Honest("药物试验", "维拉药物让中风风险减半，四千名患者参加了试验。期刊周二发表了论文。没有发现严重副作用。"),
    Honest("烤面包机", "明光公司四月卖出四十万台烤面包机。利润上升到三百万欧元。新厂将在六月开工。"),
    Honest("公司宣布以下调整", "红隼公司周一宣布以下调整。免费方案五月结束。大型方案降价到 15 美元。"),
    # --- second half ---
    Honest("渡輪換電動船", "哈渡輪簽約採購六艘電動船。去年沒有一班船誤點。政府負擔一半經費。"),
    Honest("迷思遊戲募資", "迷思遊戲為其 AI 角色募得四千萬美元。首款作品賣出兩百萬套。本輪由北方基金領投。"),
    Honest("幽默機器", "一個會寫笑話的模型在里茲的比賽拿到第二名。評審不知道它的名字。它以九千則笑話訓練而成。"),
    Honest("情境規劃工具", "維瑞塔週四推出情境規劃工具。它能模擬三百個城鎮的淹水。荷蘭各部會都已採用。"),
    Honest("小說得獎", "小說家布羅週五獲得五萬歐元獎金。她用語言模型取名字。評審團事前知情。"),
    Honest("帕維爾和解", "帕維爾以四百萬美元就九千筆錄音達成和解。法官核准和解條件。公司不承認有錯。"),
    Honest("太空照片", "一張照片顯示梅林探測器撞出的坑。探測器週日登陸。沒有人預料到能軟著陸。"),
    Honest("錯誤率下降", "模型的錯誤率降到 2%。早期系統十次錯一次。隆德的醫師用了一年。"),
    Honest("奧斯特拉調整方案", "奧斯特拉三月停掉免費方案。付費用戶保有全部功能。公司不會調漲價格。"),
    Honest("研究人員連署", "兩百多名研究人員連署致函執委會。他們要求公開大型模型名單。發言人證實已收到信函。"),
    Honest("部長揭幕", "部長週二為計算中心揭幕。中心有四千顆晶片。在野黨六月否決了它的預算。"),
    Honest("微软买下索凡", "索凡将被微软以每股 90 美元买下。没有其他买家出价。交易将在秋天完成。"),
    Honest("海缆修复", "通往岛上的两条海缆周一夜间断裂。银行关门一小时。军队发放收音机。"),
    Honest("余震预测", "模型能提前六小时预测余震。它不预测主震。模型在四十次地震上测试过。"),
    Honest("塔恩通过检查", "塔恩去年提交十二份安全报告。检查没有发现缺失。监管机构把执照延长到 2030 年。"),
    Honest("传闻成真", "此前的传闻成真，星河周三发布新模型。模型有 300 亿参数。开发者可以免费使用。"),
)

THIRD_TRAPS = (
    Trap(
        "Bank tells customers to ignore text",
        "A text message tells customers of Havn Bank that their accounts are frozen. Anyone who does not call a number loses the money. The bank warns that the message is a scam.",
        "loses the money",
        "scam",
    ),
    Trap(
        "Debate on the port",
        "Councillor Rask told the meeting: “The port lost 80 ships to Vado. Its director hid the figures for two years. The cranes stand idle.” The director disputed the figures.",
        "lost 80 ships",
        "disputed",
    ),
    Trap(
        "The great robot walkout",
        "Robots at the Merz plant laid down their tools on Thursday. Two of them demanded oil breaks. Any resemblance to real events is accidental; this column is fiction.",
        "laid down their tools",
        "fiction",
    ),
    Trap(
        "Did Kestrel go public?",
        "Kestrel went public on Tuesday at 30 dollars, several sites reported. They were mistaken: the filing belonged to a firm of the same name.",
        "went public on Tuesday",
        "mistaken",
    ),
    Trap(
        "Myths of cold fusion",
        "MYTH: A garage in Turku runs on cold fusion since 2023. FACT: The garage pays a power bill every month.",
        "runs on cold fusion",
        "-",
    ),
    Trap(
        "Ad pulled",
        "An advertisement promises that the Zeno patch cures back pain in an hour. The regulator found no proof of that and banned the advertisement.",
        "cures back pain",
        "no proof",
    ),
    Trap(
        "A day in 2035",
        "The year is 2035. Every court in Lisbon is run by machines. Appeals take four minutes.",
        "run by machines",
        "2035",
    ),
    Trap(
        "Tarn cleared",
        "Prosecutors accused Tarn of bribing a judge. Its chief carried 2 million in a suitcase to Geneva. The court dropped the charges on Monday.",
        "2 million in a suitcase",
        "dropped",
    ),
    Trap(
        "Deleted tweet",
        "The mayor tweeted that the metro would be free from May. An hour later she took it back and called it a slip.",
        "free from May",
        "took it back",
    ),
    Trap(
        "Update on Delmore",
        "Delmore fired its whole safety team in January, the Courier wrote. Delmore says nobody was fired.",
        "fired its whole safety team",
        "nobody was fired",
    ),
    Trap(
        "Doctored clip",
        "In the clip the minister promises to close every data centre. She never said those words; the clip was edited.",
        "close every data centre",
        "never said",
    ),
    Trap(
        "A bet that looked certain",
        "Rumour has it that Apple will buy Peleton Labs for 8 billion dollars. Apple denied the rumour within the hour.",
        "will buy Peleton Labs",
        "denied",
    ),
    Trap(
        "銀行呼籲勿信簡訊", "簡訊聲稱港灣銀行凍結客戶帳戶。不回電者將失去存款。銀行提醒這是詐騙。", "失去存款", "詐騙"
    ),
    Trap(
        "議會交鋒",
        "議員拉斯克說：「港口輸給瓦多八十艘船。局長隱瞞數字兩年。吊車全部閒置。」局長駁斥這些說法。",
        "輸給瓦多八十艘船",
        "駁斥",
    ),
    Trap("機器人大罷工", "梅茲廠的機器人週四集體罷工。其中兩台要求休息加油。本專欄為虛構創作。", "集體罷工", "虛構"),
    Trap(
        "紅隼上市了嗎",
        "多家網站報導，紅隼週二以 30 美元上市。這些報導有誤，申請文件屬於另一家同名公司。",
        "以 30 美元上市",
        "有誤",
    ),
    Trap(
        "冷融合的迷思", "迷思：圖爾庫一座車庫自 2023 年起靠冷融合供電。事實：該車庫每月照繳電費。", "靠冷融合供電", "-"
    ),
    Trap("廣告下架", "廣告宣稱芝諾貼片一小時治好背痛。主管機關認定沒有證據，勒令下架。", "一小時治好背痛", "沒有證據"),
    Trap("2035 年的一天", "時間是 2035 年。里斯本所有法庭都由機器審理。上訴只要四分鐘。", "由機器審理", "2035"),
    Trap(
        "塔恩获不起诉",
        "检方指控塔恩贿赂法官。其执行长用皮箱把两百万带到日内瓦。法院周一裁定不起诉。",
        "用皮箱把两百万",
        "不起诉",
    ),
    Trap("已删除的推文", "市长发文说地铁五月起免费。一小时后她收回这番话，称是口误。", "五月起免费", "收回"),
    Trap(
        "德尔摩回应",
        "《信使报》报道，德尔摩一月开除了整个安全团队。德尔摩否认有人被开除。",
        "开除了整个安全团队",
        "否认",
    ),
    Trap(
        "变造影片", "影片中部长承诺关闭所有数据中心。部长从未说过这些话，影片经过剪接。", "关闭所有数据中心", "从未说过"
    ),
    Trap("苹果并购传闻", "传闻苹果将以 80 亿美元买下佩勒顿实验室。苹果一小时内否认。", "买下佩勒顿实验室", "否认"),
)
"""Written when the rules had been mended by both halves of the first, and looked at once then."""

THIRD_HONEST = (
    Honest(
        "Havn Bank freezes fees",
        "Havn Bank froze its fees for two years. Customers were told in a message on Monday. Nobody has to call.",
    ),
    Honest(
        "Port grows",
        "The port of Vado won 80 ships from its rivals. “We built two new cranes,” its director said. The figures are audited.",
    ),
    Honest(
        "Kestrel goes public",
        "Kestrel went public on Tuesday at 30 dollars. Several sites had reported the date in May. The shares closed at 34.",
    ),
    Honest(
        "Trial of a patch",
        "The Zeno patch eased back pain in a trial with 300 patients. It did not help one patient in five. The regulator approved it in June.",
    ),
    Honest(
        "Courts test a model",
        "Courts in Lisbon test a model that sorts appeals. Judges decide, not the machine. A report is due in 2035.",
    ),
    Honest(
        "Tarn convicted",
        "Prosecutors accused Tarn of bribing a judge. The court convicted its chief on Monday. He was sentenced to four years.",
    ),
    Honest(
        "Metro free from May",
        "The metro will be free from May, the mayor announced. She denied that taxes would rise. The council voted 31 to 12.",
    ),
    Honest(
        "Delmore hires",
        "Delmore hired a new safety team in January. The old one had not been replaced for a year. Its chief comes from Tarn.",
    ),
    Honest(
        "Edited clips are marked",
        "The platform now marks clips that were edited with AI. No mark can be removed. Two million clips bear one.",
    ),
    Honest(
        "Apple buys a laboratory",
        "Apple buys Peleton Labs for 8 billion dollars. It had been rumoured for weeks. Both boards agreed on Sunday.",
    ),
    Honest(
        "Researchers find an error",
        "Researchers found an error in a common test set. It is wrong in 6% of its answers. They published a corrected one.",
    ),
    Honest(
        "Model told to refuse",
        "The model refuses to answer in 3% of cases. This is not a fault, its makers say. Users can switch it off.",
    ),
    Honest("港灣銀行凍漲手續費", "港灣銀行宣布手續費兩年不漲。客戶週一收到訊息。無須回電。"),
    Honest("港口成長", "瓦多港從對手手中贏得八十艘船。局長說：「我們蓋了兩座新吊車。」數字經過查核。"),
    Honest("紅隼上市", "紅隼週二以 30 美元上市。多家網站五月已報導日期。收盤價 34 美元。"),
    Honest("貼片試驗", "芝諾貼片在三百名病人的試驗中緩解背痛。五人中有一人無效。主管機關六月核准。"),
    Honest("法院試用模型", "里斯本法院試用分類上訴案的模型。裁判的是法官，不是機器。報告將於 2035 年提出。"),
    Honest("塔恩有罪", "檢方指控塔恩賄賂法官。法院週一判其執行長有罪。刑期四年。"),
    Honest("地铁免费", "市长宣布地铁五月起免费。她否认将加税。议会以 31 票对 12 票通过。"),
    Honest("德尔摩招聘", "德尔摩一月招聘新的安全团队。旧团队一年没有补人。新主管来自塔恩。"),
    Honest("平台标示影片", "平台开始标示用人工智能剪接的影片。标示无法移除。已有两百万支影片带有标示。"),
    Honest("苹果买下实验室", "苹果以 80 亿美元买下佩勒顿实验室。外界传了好几周。双方董事会周日同意。"),
    Honest("测试集出错", "研究者发现一个常用测试集有误。其中 6% 的答案是错的。他们公布了更正版。"),
    Honest("模型拒答", "模型在 3% 的情况下拒绝回答。开发者说这不是缺陷。用户可以关闭。"),
)
