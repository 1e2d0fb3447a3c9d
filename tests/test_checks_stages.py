"""What is not certain, not yet done or denied, by the fields of news: the checks on sentences written for it.

A row: the class, a sentence in English and in Chinese that tell the same, and both again told as certain, as a later
step, or without the negation.  Each true sentence is the passage of the false ones of both languages.  They were
written in five lots on 2026-11-23, each tried once before its misses were read for their causes (docs/why.md).
"""

from __future__ import annotations

from broadsheet.checks.attribution import attribution
from broadsheet.checks.conditions import conditions
from broadsheet.checks.direction import direction
from broadsheet.checks.modality import modality
from broadsheet.checks.polarity import polarity
from broadsheet.checks.stages import stage
from broadsheet.checks.unfinished import unfinished
from checks_cases import Check, alarms, case, missed

CHECKS: tuple[Check, ...] = (polarity, modality, stage, direction, attribution, conditions, unfinished)
MOST_MISSED_ACROSS, MOST_MISSED, MOST_REFUSED = 0.09, 0.08, 0.07
ROWS = """
modality | The regulator is leaning towards approving the tunnel, two officials said. | 兩名官員表示，監管機關傾向核准這條隧道。 | The regulator approved the tunnel, two officials said. | 兩名官員表示，監管機關核准了這條隧道。
modality | Harmon Steel stands to lose its largest customer next year. | Harmon Steel 明年恐失去最大客戶。 | Harmon Steel has lost its largest customer. | Harmon Steel 已失去最大客戶。
modality | The new engine is said to use a third less fuel. | 新引擎據說可節省三分之一燃料。 | The new engine uses a third less fuel. | 新引擎節省三分之一燃料。
modality | The merger is not out of the question, the chairman said. | 董事長說，合併並非不可能。 | The merger will go ahead, the chairman said. | 董事長說，合併將會進行。
modality | A second wave of layoffs cannot be ruled out, the union said. | 工會說，不能排除第二波裁員。 | A second wave of layoffs will come, the union said. | 工會說，第二波裁員將會到來。
modality | The leak was probably caused by a faulty valve, investigators said. | 調查人員說，洩漏大概是閥門故障所致。 | The leak was caused by a faulty valve, investigators said. | 調查人員說，洩漏是閥門故障所致。
modality | Analysts reckon the chip maker could double its output by 2028. | 分析師認為，這家晶片商有機會在 2028 年前讓產量倍增。 | Analysts say the chip maker will double its output by 2028. | 分析師認為，這家晶片商必將在 2028 年前讓產量倍增。
modality | The airline is eyeing a return to Osaka, the paper reported. | 該報報導，這家航空公司有意重返大阪。 | The airline has returned to Osaka, the paper reported. | 該報報導，這家航空公司已重返大阪。
modality | The drug appears to slow the disease, doctors said. | 醫師說，這種藥似乎能延緩病情。 | The drug slows the disease, doctors said. | 醫師說，這種藥能延緩病情。
modality | The city hopes that the new line will cut traffic by a fifth. | 市府盼新路線可減少五分之一車流。 | The new line cut traffic by a fifth, the city said. | 市府表示，新路線減少了五分之一車流。
modality | The former banker allegedly moved 40 million dollars abroad. | 這名前銀行家涉嫌將 4,000 萬美元匯往海外。 | The former banker moved 40 million dollars abroad. | 這名前銀行家將 4,000 萬美元匯往海外。
modality | The study hints at a link between noise and heart disease. | 這項研究暗示噪音與心臟病可能有關。 | The study proves a link between noise and heart disease. | 這項研究證實噪音與心臟病有關。
modality | Farmers worry that the drought could last until October. | 農民擔心旱災恐持續到十月。 | The drought will last until October, farmers say. | 農民說旱災會持續到十月。
modality | The carmaker is on the verge of closing its plant in Ghent. | 這家車廠瀕臨關閉根特工廠。 | The carmaker closed its plant in Ghent. | 這家車廠關閉了根特工廠。
modality | The bank is understood to be preparing a bid for its rival. | 據了解，這家銀行正準備對同業出價。 | The bank made a bid for its rival. | 這家銀行對同業出價。
modality | Quarterly sales are seen rising 8% to 2.1 billion dollars. | 市場估季度營收將成長 8% 至 21 億美元。 | Quarterly sales rose 8% to 2.1 billion dollars. | 季度營收成長 8%，達 21 億美元。
modality | If talks fail, drivers would walk out on Friday. | 若談判破裂，司機將於週五罷工。 | Drivers walked out on Friday. | 司機週五已罷工。
modality | The government has floated the idea of a tax on sugar. | 政府拋出課徵糖稅的構想。 | The government has introduced a tax on sugar. | 政府已課徵糖稅。
modality | The museum would like to buy the painting before it goes to auction. | 博物館希望在拍賣前買下這幅畫。 | The museum bought the painting before it went to auction. | 博物館在拍賣前買下了這幅畫。
modality | Officials believe the boat may have been overloaded. | 官員研判船隻可能超載。 | Officials said the boat was overloaded. | 官員表示船隻超載。
modality | The startup is tipped to win the contract for the satellite. | 外界看好這家新創將拿下衛星合約。 | The startup won the contract for the satellite. | 這家新創拿下衛星合約。
modality | Prices are poised to climb as supplies tighten. | 隨著供應吃緊，價格看漲。 | Prices climbed as supplies tightened. | 隨著供應吃緊，價格已上漲。
modality | The cause is suspected to be an electrical fault. | 起火原因疑為電線走火。 | The cause is an electrical fault. | 起火原因是電線走火。
modality | The ministry signalled it was ready to lift the ban. | 部會釋出訊號，準備解除禁令。 | The ministry has lifted the ban. | 部會已解除禁令。
modality | The company has set its sights on opening 30 stores in India. | 該公司以在印度開設 30 家門市為目標。 | The company has opened 30 stores in India. | 該公司已在印度開設 30 家門市。
modality | Engineers are trying to restore power to the island. | 工程師正設法恢復島上供電。 | Engineers restored power to the island. | 工程師恢復了島上供電。
modality | The firm has vowed to cut its emissions in half by 2030. | 該公司誓言 2030 年前將排放減半。 | The firm has cut its emissions in half. | 該公司已將排放減半。
modality | The senator is weighing a run for governor. | 這名參議員正評估是否參選州長。 | The senator is running for governor. | 這名參議員參選州長。
modality | Rumours are swirling that the studio is for sale. | 市場盛傳這家片廠待售。 | The studio is for sale. | 這家片廠待售。
modality | Tariffs threaten to wipe out the exporter's profit. | 關稅恐侵蝕這家出口商的獲利。 | Tariffs wiped out the exporter's profit. | 關稅侵蝕了這家出口商的獲利。
modality | There is a chance that the launch will slip into May. | 發射時程有可能延至五月。 | The launch has slipped into May. | 發射時程已延至五月。
modality | The virus is thought to have come from imported poultry. | 一般認為病毒來自進口家禽。 | The virus came from imported poultry. | 病毒來自進口家禽。
modality | The retailer is exploring options including a sale of its warehouses. | 這家零售商正研究各種方案，包括出售倉庫。 | The retailer is selling its warehouses. | 這家零售商正在出售倉庫。
modality | The prime minister wants the army to leave the border town. | 總理希望軍隊撤出邊境城鎮。 | The army left the border town. | 軍隊已撤出邊境城鎮。
modality | The update should fix the fault, the maker said. | 製造商表示，更新應能修正這項缺陷。 | The update fixed the fault, the maker said. | 製造商表示，更新修正了這項缺陷。
modality | Up to 300 jobs are at risk at the mill. | 這座紙廠最多有 300 個工作面臨風險。 | The mill cut 300 jobs. | 這座紙廠裁減 300 個工作。
stage | The union has called a ballot on strike action. | 工會已發起罷工投票。 | The union has gone on strike. | 工會已展開罷工。
stage | Lawmakers tabled a bill to ban single-use vapes. | 議員提出禁止一次性電子菸的法案。 | Lawmakers passed a bill to ban single-use vapes. | 議員通過禁止一次性電子菸的法案。
stage | The Senate passed the bill, which now goes to the president. | 參議院通過法案，接下來送交總統。 | The president signed the bill. | 總統簽署了法案。
stage | The judge adjourned the hearing until March. | 法官將聽證會延至三月。 | The judge ruled on the case. | 法官已對案件作出判決。
stage | The founder is seeking 50 million dollars from investors. | 創辦人正向投資人募資 5,000 萬美元。 | The founder raised 50 million dollars from investors. | 創辦人已向投資人募得 5,000 萬美元。
stage | The exchange said Orbel had filed confidentially for a listing. | 交易所表示，Orbel 已秘密遞件申請上市。 | The exchange said Orbel had listed. | 交易所表示，Orbel 已掛牌上市。
stage | The vaccine is in a phase 2 trial. | 這款疫苗正在進行第二期試驗。 | The vaccine has been approved. | 這款疫苗已獲核准。
stage | The maker submitted the drug for approval in January. | 藥廠一月送審這款藥物。 | The drug won approval in January. | 這款藥物一月通過審查。
stage | Crews broke ground on the bridge on Monday. | 工程人員週一為大橋動土。 | Crews finished the bridge on Monday. | 工程人員週一完成大橋。
stage | The president nominated a former judge to lead the agency. | 總統提名一名前法官執掌該機構。 | A former judge took office as head of the agency. | 一名前法官就任該機構首長。
stage | The prosecutor has charged the mayor with bribery. | 檢察官以賄賂罪起訴市長。 | The mayor was convicted of bribery. | 市長因賄賂罪遭定罪。
stage | The two sides signed a memorandum of understanding on the port. | 雙方就港口簽署合作備忘錄。 | The two sides completed the sale of the port. | 雙方已完成港口買賣。
stage | The White House threatened tariffs on timber. | 白宮揚言對木材加徵關稅。 | The White House imposed tariffs on timber. | 白宮已對木材加徵關稅。
stage | The court agreed to hear the appeal. | 法院同意受理上訴。 | The court upheld the appeal. | 法院判上訴有理。
stage | The deal still needs clearance from regulators in Brussels. | 這筆交易仍待布魯塞爾監管機關放行。 | The deal has been cleared by regulators in Brussels. | 這筆交易已獲布魯塞爾監管機關放行。
stage | The phone will go on sale in select markets next month. | 這款手機下月在部分市場開賣。 | The phone has gone on sale. | 這款手機已開賣。
stage | The chip has taped out and mass production is due in 2027. | 這款晶片已完成設計定案，預計 2027 年量產。 | The chip is in mass production. | 這款晶片已進入量產。
stage | Investigators are looking into whether the brakes failed. | 調查人員正在查明煞車是否失靈。 | Investigators found that the brakes failed. | 調查人員發現煞車失靈。
stage | The airline received bids for its cargo arm from three funds. | 三家基金對該航空公司的貨運部門出價。 | The airline sold its cargo arm to a fund. | 該航空公司已將貨運部門賣給基金。
stage | The minister offered to resign on Sunday. | 部長週日提出辭呈。 | The minister left office on Sunday. | 部長週日已離職。
stage | The carmaker asked owners to bring the vans in for inspection. | 車廠請車主把廂型車開回檢查。 | The carmaker repaired the vans. | 車廠修好了廂型車。
stage | The ceasefire is due to take effect at midnight. | 停火將於午夜生效。 | The ceasefire took effect at midnight. | 停火已於午夜生效。
stage | The council has put the plan out for consultation. | 市議會已將計畫公開徵詢意見。 | The council adopted the plan. | 市議會採納了這項計畫。
stage | Work on the second runway is half finished. | 第二跑道工程已完成一半。 | The second runway is finished. | 第二跑道已完工。
stage | The creditor petitioned the court to wind up the builder. | 債權人聲請法院將該建商清算。 | The court wound up the builder. | 法院已將該建商清算。
stage | The band has begun recording its next album. | 該樂團已開始錄製下一張專輯。 | The band released its next album. | 該樂團發行了下一張專輯。
stage | The team has been shortlisted for the prize. | 該團隊入圍這項獎項。 | The team won the prize. | 該團隊贏得這項獎項。
stage | The firm applied for a licence to run drones over the city. | 該公司申請在市區上空營運無人機的執照。 | The firm obtained a licence to run drones over the city. | 該公司取得在市區上空營運無人機的執照。
stage | The lab is training its next model. | 該實驗室正在訓練下一代模型。 | The lab released its next model. | 該實驗室推出下一代模型。
stage | The shipment has left Hamburg for Lagos. | 這批貨已離開漢堡前往拉哥斯。 | The shipment has arrived in Lagos. | 這批貨已抵達拉哥斯。
stage | The board has started the search for a new chief executive. | 董事會已開始物色新任執行長。 | The board appointed a new chief executive. | 董事會任命了新任執行長。
stage | Voters go to the polls on Sunday to choose a mayor. | 選民週日投票選市長。 | Voters elected a mayor on Sunday. | 選民週日選出市長。
stage | The patch is being rolled out to a small group of testers. | 這項修補正向一小群測試者推送。 | The patch is available to all users. | 這項修補已向所有用戶開放。
stage | The insurer has reached a preliminary settlement with the victims. | 保險公司與受害者達成初步和解。 | The insurer has paid the victims. | 保險公司已賠償受害者。
stage | The plant is being retooled to make batteries. | 這座工廠正在改造以生產電池。 | The plant makes batteries. | 這座工廠已生產電池。
stage | Regulators opened an inquiry into the app's handling of data. | 監管機關對該應用程式的資料處理展開調查。 | Regulators fined the app over its handling of data. | 監管機關因資料處理對該應用程式開罰。
negation out | The company has no plans to raise prices, its spokesman said. | 發言人表示，公司無意調漲價格。 | The company plans to raise prices, its spokesman said. | 發言人表示，公司打算調漲價格。
negation out | The ministry stopped short of banning the app. | 部會並未全面禁用該應用程式。 | The ministry banned the app. | 部會全面禁用該應用程式。
negation out | The club missed its target of 30,000 members. | 俱樂部未達 30,000 名會員的目標。 | The club met its target of 30,000 members. | 俱樂部達到 30,000 名會員的目標。
negation out | The bank escaped a fine. | 銀行免遭罰款。 | The bank was fined. | 銀行遭罰款。
negation out | The two sides left without a deal. | 雙方未達成協議便離場。 | The two sides left with a deal. | 雙方達成協議後離場。
negation out | The firm denied that it had sold user data. | 該公司否認出售用戶資料。 | The firm admitted that it had sold user data. | 該公司承認出售用戶資料。
negation out | The panel found no evidence of fraud. | 小組查無詐欺證據。 | The panel found evidence of fraud. | 小組查獲詐欺證據。
negation out | The mayor declined to say who paid for the trip. | 市長不願說明旅費由誰支付。 | The mayor said who paid for the trip. | 市長說明了旅費由誰支付。
negation out | The rocket failed to reach orbit. | 火箭未能進入軌道。 | The rocket reached orbit. | 火箭進入軌道。
negation out | The rules do not apply to small shops. | 這項規定不適用於小型商店。 | The rules apply to small shops. | 這項規定適用於小型商店。
negation out | Neither candidate won a majority. | 兩名候選人均未過半。 | One candidate won a majority. | 一名候選人得票過半。
negation out | The bill fell one vote short of passing. | 該法案以一票之差未獲通過。 | The bill passed by one vote. | 該法案以一票之差通過。
negation out | The court threw out the claim. | 法院不受理這項請求。 | The court accepted the claim. | 法院受理這項請求。
negation out | The firm has yet to pay its suppliers. | 該公司迄今未付款給供應商。 | The firm has paid its suppliers. | 該公司已付款給供應商。
negation out | Officials ruled out a link to the earlier fire. | 官員排除與先前火災有關。 | Officials confirmed a link to the earlier fire. | 官員證實與先前火災有關。
negation out | The star is no longer under contract. | 這名球星已無合約在身。 | The star is under contract. | 這名球星有合約在身。
negation out | The device works without an internet connection. | 這款裝置無須連網即可運作。 | The device works with an internet connection. | 這款裝置須連網才能運作。
negation out | The hospital lacks the staff to open the ward. | 醫院缺乏人力開設病房。 | The hospital has the staff to open the ward. | 醫院有人力開設病房。
negation out | The governor refused to pardon him. | 州長不予特赦。 | The governor pardoned him. | 州長予以特赦。
negation out | Nobody has claimed responsibility for the attack. | 目前無人出面承認發動攻擊。 | A group has claimed responsibility for the attack. | 有團體出面承認發動攻擊。
negation out | The talks ended with no breakthrough. | 會談結束，毫無突破。 | The talks ended with a breakthrough. | 會談結束，有所突破。
negation out | The airline scrapped its order for ten jets. | 航空公司取消十架飛機的訂單。 | The airline placed its order for ten jets. | 航空公司下了十架飛機的訂單。
negation out | The supplier is not among those affected. | 該供應商不在受影響之列。 | The supplier is among those affected. | 該供應商在受影響之列。
negation out | The museum did not insure the vase, and it has never been shown abroad. | 博物館沒有替花瓶投保，花瓶也從未在海外展出。 | The museum insured the vase. | 博物館替花瓶投保。
negation out | The watchdog decided not to investigate the lender. | 監督機關決定不調查這家銀行。 | The watchdog decided to investigate the lender. | 監督機關決定調查這家銀行。
negation out | Sales barely grew last quarter. | 上季銷售幾無成長。 | Sales grew strongly last quarter. | 上季銷售強勁成長。
negation out | The suspect remains at large. | 嫌犯仍在逃，未被逮捕。 | The suspect has been arrested. | 嫌犯已被逮捕。
negation out | The tool is unable to read handwriting. | 這項工具無法辨識手寫文字。 | The tool can read handwriting. | 這項工具可辨識手寫文字。
negation out | The offer is not binding, and the board has made no decision. | 這項出價不具約束力，董事會也尚未決定。 | The offer is binding. | 這項出價具約束力。
negation out | The port avoided a strike at the last minute. | 港口在最後一刻避免罷工。 | The port was hit by a strike. | 港口發生罷工。
negation out | The report makes no mention of safety. | 報告隻字未提安全。 | The report mentions safety. | 報告提到安全。
negation out | The law does not require a warrant. | 該法不要求取得搜索票。 | The law requires a warrant. | 該法要求取得搜索票。
negation out | The regulator withheld approval for the device. | 監管機關不予核准這款裝置。 | The regulator granted approval for the device. | 監管機關核准這款裝置。
negation out | Half of the homes are still without power. | 半數住家仍無電可用。 | Half of the homes have power. | 半數住家有電可用。
negation out | The firm abandoned its bid for the mine. | 該公司放棄競購礦場。 | The firm won its bid for the mine. | 該公司成功競購礦場。
negation out | The film was not released in Japan. | 該片並未在日本上映。 | The film was released in Japan. | 該片在日本上映。
modality | Lindqvist Energi is expected to switch on the offshore cable in June, a month later than first announced. | Lindqvist Energi 預計六月啟用海底電纜，比最初公布的晚一個月。 | Lindqvist Energi switched on the offshore cable in June, a month later than first announced. | Lindqvist Energi 已於六月啟用海底電纜，比最初公布的晚一個月。
modality | The outbreak may be linked to bottled water sold in three provinces, health officials said. | 衛生官員表示，疫情可能與三個省份出售的瓶裝水有關。 | The outbreak is linked to bottled water sold in three provinces, health officials said. | 衛生官員表示，疫情與三個省份出售的瓶裝水有關。
modality | Prosecutors allege that the trader hid losses of 90 million euros from the bank's board. | 檢方指稱，該交易員向銀行董事會隱瞞 9,000 萬歐元虧損。 | The trader hid losses of 90 million euros from the bank's board. | 該交易員向銀行董事會隱瞞 9,000 萬歐元虧損。
modality | The agency is likely to miss its deadline for the lunar lander, an internal review suggests. | 一份內部評估顯示，該署很可能趕不上登月艇的期限。 | The agency has missed its deadline for the lunar lander, an internal review shows. | 一份內部評估顯示，該署已錯過登月艇的期限。
modality | The pension fund could be forced to sell its stake in the airport if interest rates stay high. | 若利率居高不下，該退休基金可能被迫出售機場持股。 | The pension fund was forced to sell its stake in the airport because interest rates stayed high. | 由於利率居高不下，該退休基金被迫出售機場持股。
modality | Teachers in the region plan to stop work for two days from 3 March. | 該地區教師打算自 3 月 3 日起停工兩天。 | Teachers in the region stopped work for two days from 3 March. | 該地區教師自 3 月 3 日起已停工兩天。
modality | A spokeswoman said the brewery was in discussions over closing its Leeds site. | 發言人表示，這家啤酒廠正討論關閉里茲廠區。 | A spokeswoman said the brewery had closed its Leeds site. | 發言人表示，這家啤酒廠已關閉里茲廠區。
modality | Scientists suspect the whales were driven ashore by sonar. | 科學家懷疑鯨魚是被聲納驅趕上岸。 | Scientists have established that the whales were driven ashore by sonar. | 科學家已查明鯨魚是被聲納驅趕上岸。
modality | The central bank is widely expected to leave rates unchanged on Thursday. | 外界普遍預期央行週四將維持利率不變。 | The central bank left rates unchanged on Thursday. | 央行週四維持利率不變。
modality | The committee recommended that the pool be rebuilt. | 委員會建議重建泳池。 | The committee had the pool rebuilt. | 委員會已重建泳池。
modality | The publisher said the game would probably come to other consoles. | 發行商說，這款遊戲大概會登上其他主機。 | The publisher said the game would definitely come to other consoles. | 發行商說，這款遊戲確定會登上其他主機。
modality | Some investors fear the lender might need more capital. | 部分投資人擔心這家銀行可能需要更多資金。 | Some investors know the lender needs more capital. | 部分投資人知道這家銀行需要更多資金。
modality | The carrier has promised to refund passengers within seven days. | 航空公司承諾七天內退款給旅客。 | The carrier refunded passengers within seven days. | 航空公司七天內已退款給旅客。
modality | The new rule would force platforms to verify the age of users. | 新規定將迫使平台驗證用戶年齡。 | The new rule has forced platforms to verify the age of users. | 新規定已迫使平台驗證用戶年齡。
modality | It is possible that the bones belong to an unknown species. | 這些骨頭有可能屬於未知物種。 | The bones belong to an unknown species. | 這些骨頭屬於未知物種。
modality | The start-up claims its battery lasts 20 years. | 這家新創聲稱其電池可用 20 年。 | The start-up's battery lasts 20 years. | 這家新創的電池可用 20 年。
modality | Engineers hope to have the reactor running again by winter. | 工程師希望在冬天前讓反應爐恢復運轉。 | Engineers have the reactor running again. | 工程師已讓反應爐恢復運轉。
modality | The opposition is considering a vote of no confidence. | 在野黨考慮提出不信任案。 | The opposition has put forward a vote of no confidence. | 在野黨已提出不信任案。
modality | Snow is forecast to reach the coast by Saturday. | 預報顯示，降雪週六前將抵達沿岸。 | Snow reached the coast by Saturday. | 降雪週六前已抵達沿岸。
modality | Two people familiar with the matter said the chipmaker was close to choosing a site near Dresden. | 兩名知情人士表示，這家晶片商即將選定德勒斯登附近的廠址。 | Two people familiar with the matter said the chipmaker had chosen a site near Dresden. | 兩名知情人士表示，這家晶片商已選定德勒斯登附近的廠址。
modality | The mayor's office says the bridge will be repainted next spring. | 市長辦公室表示，大橋將於明年春天重新油漆。 | The mayor's office says the bridge has been repainted. | 市長辦公室表示，大橋已重新油漆。
modality | The company said it might delay the payment of bonuses. | 公司表示，或將延後發放獎金。 | The company said it had delayed the payment of bonuses. | 公司表示已延後發放獎金。
modality | Doctors are optimistic that he will walk again. | 醫師樂觀認為他能再次行走。 | He is walking again, doctors say. | 醫師說，他已能再次行走。
stage | The Dutch government has submitted the nitrogen bill to parliament. | 荷蘭政府已將氮排放法案送交國會審議。 | The Dutch parliament has approved the nitrogen bill. | 荷蘭國會已批准氮排放法案。
stage | Tessaly Robotics is in early talks to buy a Danish drone maker, according to two people briefed on them. | 兩名知情人士透露，Tessaly Robotics 正與一家丹麥無人機廠商初步洽談收購。 | Tessaly Robotics has bought a Danish drone maker, according to two people briefed on the deal. | 兩名知情人士透露，Tessaly Robotics 已收購一家丹麥無人機廠商。
stage | The widow filed a lawsuit against the cruise line in Miami last week. | 遺孀上週在邁阿密對郵輪公司提起訴訟。 | The widow won a lawsuit against the cruise line in Miami last week. | 遺孀上週在邁阿密對郵輪公司的訴訟中勝訴。
stage | Veltro is testing the payment feature with 2,000 customers in Turin. | Veltro 正在杜林找 2,000 名顧客測試付款功能。 | Veltro has rolled out the payment feature to customers in Turin. | Veltro 已向杜林的顧客全面推出付款功能。
stage | The regulator has sent the drug maker a warning letter over its plant in Puerto Rico. | 監管機關就波多黎各工廠向藥廠發出警告信。 | The regulator has shut down the drug maker's plant in Puerto Rico. | 監管機關已勒令藥廠的波多黎各工廠停業。
stage | Negotiators agreed on the outline of a fishing accord early on Saturday. | 談判代表週六清晨就漁業協定的大綱達成共識。 | Negotiators signed a fishing accord early on Saturday. | 談判代表週六清晨簽署了漁業協定。
stage | The proposed merger was referred to the competition authority. | 這項擬議中的合併案已送交競爭主管機關審查。 | The merger was cleared by the competition authority. | 這項合併案已獲競爭主管機關放行。
stage | The studio has started shooting the sequel in Budapest. | 片廠已在布達佩斯開拍續集。 | The studio has finished shooting the sequel in Budapest. | 片廠已在布達佩斯拍完續集。
stage | Police are questioning a 34-year-old man over the theft of the violin. | 警方正就小提琴失竊案訊問一名 34 歲男子。 | Police have charged a 34-year-old man with the theft of the violin. | 警方已就小提琴失竊案起訴一名 34 歲男子。
stage | The satellite operator has ordered two rockets from a Japanese supplier. | 這家衛星業者向日本供應商訂購兩枚火箭。 | The satellite operator has received two rockets from a Japanese supplier. | 這家衛星業者已收到日本供應商的兩枚火箭。
stage | Norwegian officials have begun work on new rules for whale watching. | 挪威官員已著手制定賞鯨新規定。 | Norwegian officials have issued new rules for whale watching. | 挪威官員已發布賞鯨新規定。
stage | The appeals court will hear the case in September. | 上訴法院將於九月審理此案。 | The appeals court decided the case in September. | 上訴法院已於九月審結此案。
stage | The bank put its Polish unit up for sale in May. | 該銀行五月將波蘭子公司掛牌求售。 | The bank sold its Polish unit in May. | 該銀行五月已賣掉波蘭子公司。
stage | The chip is sampling to customers now. | 這款晶片目前正送樣給客戶。 | The chip is shipping in volume to customers now. | 這款晶片目前已大量出貨給客戶。
stage | The health ministry has applied to the fund for emergency money. | 衛生部已向該基金申請緊急經費。 | The health ministry has received emergency money from the fund. | 衛生部已獲該基金撥付緊急經費。
stage | Miners voted on Tuesday on whether to accept the pay offer. | 礦工週二就是否接受加薪方案投票。 | Miners accepted the pay offer on Tuesday. | 礦工週二接受了加薪方案。
stage | The county has invited bids for the ferry route. | 縣府已就渡輪航線公開招標。 | The county has awarded the ferry route. | 縣府已就渡輪航線決標。
stage | The new trade rules were published in draft on Friday. | 新貿易規定草案週五公布。 | The new trade rules took effect on Friday. | 新貿易規定週五生效。
stage | The board opened an internal review of the chief executive's expenses. | 董事會對執行長的開支展開內部審查。 | The board dismissed the chief executive over his expenses. | 董事會因開支問題解僱執行長。
stage | The carmaker announced a plan to spin off its truck unit. | 車廠宣布分拆卡車部門的計畫。 | The carmaker completed the spin-off of its truck unit. | 車廠完成卡車部門的分拆。
stage | Rescue teams are searching for survivors under the rubble. | 救援隊正在瓦礫下搜尋生還者。 | Rescue teams have found survivors under the rubble. | 救援隊在瓦礫下找到生還者。
stage | The minister's appointment awaits confirmation by the upper house. | 該部長的任命案有待上議院同意。 | The minister's appointment was confirmed by the upper house. | 該部長的任命案已獲上議院同意。
negation out | The two firms did not disclose the price of the acquisition. | 兩家公司未透露收購金額。 | The two firms disclosed the price of the acquisition. | 兩家公司透露了收購金額。
negation out | The ministry denied reports that it would raise the retirement age. | 該部否認將提高退休年齡的報導。 | The ministry confirmed reports that it would raise the retirement age. | 該部證實將提高退休年齡的報導。
negation out | The vaccine failed to protect older mice in the second experiment. | 在第二次實驗中，疫苗未能保護年長老鼠。 | The vaccine protected older mice in the second experiment. | 在第二次實驗中，疫苗保護了年長老鼠。
negation out | The bank no longer accepts deposits in roubles. | 該銀行不再接受盧布存款。 | The bank accepts deposits in roubles. | 該銀行接受盧布存款。
negation out | Ferries to the island have not resumed since the storm, the operator said. | 業者表示，風暴過後往該島的渡輪尚未復航。 | Ferries to the island have resumed since the storm, the operator said. | 業者表示，風暴過後往該島的渡輪已復航。
negation out | The airline refused to compensate passengers stranded in Doha. | 航空公司拒絕賠償滯留杜哈的旅客。 | The airline compensated passengers stranded in Doha. | 航空公司賠償了滯留杜哈的旅客。
negation out | The archive contains no letters from the war years. | 檔案中沒有戰爭年代的信件。 | The archive contains letters from the war years. | 檔案中有戰爭年代的信件。
negation out | The camera works without sending images to the cloud. | 這款相機無須把影像傳到雲端即可使用。 | The camera works by sending images to the cloud. | 這款相機須把影像傳到雲端才能使用。
negation out | None of the passengers was seriously hurt. | 乘客均無重傷。 | Several of the passengers were seriously hurt. | 有乘客受重傷。
negation out | The country never ratified the treaty that it signed in 1998. | 該國從未批准 1998 年簽署的條約。 | The country ratified the treaty that it signed in 1998. | 該國批准了 1998 年簽署的條約。
negation out | The judge ruled that the firm need not hand over the messages. | 法官裁定該公司不必交出訊息。 | The judge ruled that the firm must hand over the messages. | 法官裁定該公司必須交出訊息。
negation out | Neither side has commented on the leaked memo. | 雙方都沒有對外洩的備忘錄發表評論。 | Both sides have commented on the leaked memo. | 雙方都對外洩的備忘錄發表評論。
negation out | The patch does not fix the flaw on older phones. | 這個修補程式無法修正舊款手機的漏洞。 | The patch fixes the flaw on older phones. | 這個修補程式修正了舊款手機的漏洞。
negation out | The museum ruled out returning the bronze to Benin. | 博物館排除將銅像歸還貝南的可能。 | The museum agreed to return the bronze to Benin. | 博物館同意將銅像歸還貝南。
negation out | The minister was not present at the meeting on 4 May, the minutes show. | 會議紀錄顯示，部長 5 月 4 日未出席會議。 | The minister was present at the meeting on 4 May, the minutes show. | 會議紀錄顯示，部長 5 月 4 日出席會議。
negation out | The region is not expected to run short of gas this winter. | 該地區今冬預料不會缺天然氣。 | The region is expected to run short of gas this winter. | 該地區今冬預料會缺天然氣。
negation out | Under the contract the club cannot sell the player before 2028. | 依合約，俱樂部在 2028 年前不得出售該球員。 | Under the contract the club can sell the player before 2028. | 依合約，俱樂部在 2028 年前可出售該球員。
negation out | Shareholders were not told of the loss until August. | 股東直到八月才獲知虧損。 | Shareholders were told of the loss before August. | 股東八月前就獲知虧損。
negation out | The shop will not reopen after the fire. | 該店火災後不會重新開張。 | The shop will reopen after the fire. | 該店火災後將重新開張。
negation out | Few of the tenants had insurance, and the landlord offered no help. | 房客很少有保險，房東也未提供協助。 | Few of the tenants had insurance, and the landlord offered help. | 房客很少有保險，房東則提供協助。
stage | Regulators in Seoul have begun reviewing Kestrel's purchase of the payment firm, a process that can take four months. | 首爾監管機關已開始審查 Kestrel 收購支付業者一案，程序最長四個月。 | Regulators in Seoul have approved Kestrel's purchase of the payment firm after four months. | 首爾監管機關審查四個月後，已批准 Kestrel 收購支付業者。
stage | The French senate is due to vote on the data centre law next Wednesday. | 法國參議院定於下週三表決資料中心法案。 | The French senate has adopted the data centre law. | 法國參議院已通過資料中心法案。
stage | The author's estate has accused the lab of copying 41 novels and is asking for damages. | 作家的遺產管理人指控該實驗室抄襲 41 部小說，並請求損害賠償。 | The author's estate was awarded damages because the lab copied 41 novels. | 因該實驗室抄襲 41 部小說，作家的遺產管理人獲判損害賠償。
stage | Nortide has laid the keel of its first hydrogen ferry. | Nortide 已為首艘氫能渡輪安放龍骨。 | Nortide has delivered its first hydrogen ferry. | Nortide 已交付首艘氫能渡輪。
stage | The club has agreed personal terms with the goalkeeper, but not yet a fee with his team. | 俱樂部已與門將談妥個人條件，但尚未與其球隊談妥轉會費。 | The club has signed the goalkeeper. | 俱樂部已簽下這名門將。
stage | A grand jury is hearing evidence against the former governor. | 大陪審團正在聽取不利於前州長的證據。 | A grand jury has indicted the former governor. | 大陪審團已起訴前州長。
stage | The telescope's mirror has been shipped to Chile, where it will be mounted in spring. | 望遠鏡的鏡片已運往智利，將於春天安裝。 | The telescope's mirror has been mounted in Chile. | 望遠鏡的鏡片已在智利安裝完成。
stage | The streaming service is trialling the cheaper plan in Peru and Colombia. | 這家串流業者正在秘魯和哥倫比亞試行較便宜的方案。 | The streaming service has launched the cheaper plan worldwide. | 這家串流業者已在全球推出較便宜的方案。
stage | Administrators have asked for offers for the department store by 30 June. | 破產管理人要求在 6 月 30 日前提出百貨公司的收購報價。 | Administrators have sold the department store. | 破產管理人已出售百貨公司。
stage | The island's voters will decide in a referendum in October whether to leave the union. | 該島選民將於十月公投決定是否脫離聯盟。 | The island's voters decided in a referendum in October to leave the union. | 該島選民十月公投決定脫離聯盟。
stage | The company has hired bankers to explore a sale of its vaccine unit. | 該公司已聘請投資銀行研究出售疫苗部門。 | The company has sold its vaccine unit with the help of bankers. | 該公司已透過投資銀行出售疫苗部門。
stage | Hikers reported the missing man to police, who are combing the valley. | 登山客向警方通報該名男子失蹤，警方正在山谷搜索。 | Police found the missing man in the valley. | 警方在山谷找到失蹤男子。
stage | Lawmakers moved to impeach the justice minister. | 議員提案彈劾司法部長。 | Lawmakers impeached the justice minister. | 議員彈劾了司法部長。
stage | The spacecraft has entered the final stage of assembly at a plant in Turin. | 太空船已在杜林一座工廠進入最後組裝階段。 | The spacecraft has been launched. | 太空船已發射升空。
stage | The Fed's nominee faced questions from senators on Tuesday. | 聯準會主席被提名人週二接受參議員質詢。 | The Fed's nominee was confirmed by senators on Tuesday. | 聯準會主席被提名人週二獲參議員同意任命。
stage | The bank has set aside 300 million pounds to compensate drivers. | 該銀行已提列 3 億英鎊準備金，用來賠償駕駛人。 | The bank has paid 300 million pounds in compensation to drivers. | 該銀行已賠償駕駛人 3 億英鎊。
stage | The operator is decommissioning the last coal unit, work that will run into 2029. | 業者正在拆除最後一部燃煤機組，工程將持續到 2029 年。 | The operator has decommissioned the last coal unit. | 業者已拆除最後一部燃煤機組。
stage | The model is open for pre-orders, with deliveries from August. | 該車型開放預購，八月起交車。 | The model has been delivered to buyers. | 該車型已交付買家。
stage | Portugal has notified Brussels of a scheme to subsidise green steel. | 葡萄牙已向布魯塞爾通報補貼綠鋼的計畫。 | Brussels has cleared Portugal's scheme to subsidise green steel. | 布魯塞爾已核准葡萄牙補貼綠鋼的計畫。
modality | Under the plan, the smaller stations would close on Sundays. | 根據計畫，較小的車站週日將關閉。 | The smaller stations now close on Sundays. | 較小的車站週日已關閉。
modality | The two countries aim to finish the rail link by the end of the decade. | 兩國力爭在 2030 年前完成鐵路連線。 | The two countries have finished the rail link. | 兩國已完成鐵路連線。
modality | A fault in the sensor is one possible explanation, the maker said. | 製造商說，感測器故障是可能的原因之一。 | A fault in the sensor is the explanation, the maker said. | 製造商說，原因就是感測器故障。
modality | The party's leader hinted that she would not stand again. | 黨魁暗示不會再參選。 | The party's leader announced that she would not stand again. | 黨魁宣布不再參選。
modality | It remains to be seen whether the treatment works in people. | 這種療法對人體是否有效仍有待觀察。 | The treatment works in people. | 這種療法對人體有效。
modality | The new ward ought to be ready before Christmas. | 新病房應可在耶誕節前就緒。 | The new ward was ready before Christmas. | 新病房在耶誕節前已就緒。
modality | The hackers are believed to work for a foreign state. | 據信駭客替外國政府工作。 | The hackers work for a foreign state. | 駭客替外國政府工作。
modality | He faces up to ten years in prison if convicted. | 若罪名成立，他最高面臨十年徒刑。 | He was sentenced to ten years in prison. | 他被判處十年徒刑。
modality | The vendor says the tool can cut review time by half. | 廠商稱，這項工具可將審閱時間減半。 | The tool has cut review time by half. | 這項工具已將審閱時間減半。
modality | Washington is pressing Tokyo to buy more soya. | 華府正向東京施壓，要求多買黃豆。 | Tokyo is buying more soya from Washington. | 東京正向華府購買更多黃豆。
modality | The firm told staff it was assessing whether to keep the office open. | 該公司告訴員工，正評估是否保留辦公室。 | The firm told staff it had decided to keep the office open. | 該公司告訴員工，已決定保留辦公室。
modality | The comet might be visible to the naked eye in April. | 四月或許可用肉眼看見這顆彗星。 | The comet will be visible to the naked eye in April. | 四月將可用肉眼看見這顆彗星。
modality | Grain exports are projected to fall to 38 million tonnes. | 穀物出口預估將降至 3,800 萬噸。 | Grain exports fell to 38 million tonnes. | 穀物出口降至 3,800 萬噸。
modality | Insurers have warned that premiums would rise. | 保險公司警告保費會上漲。 | Premiums have risen, insurers say. | 保險公司說，保費已上漲。
negation out | The maker would not say when the factory would reopen. | 製造商不願透露工廠何時重啟。 | The maker said when the factory would reopen. | 製造商透露了工廠何時重啟。
negation out | The jury could not agree on two of the nine counts. | 陪審團對九項罪名中的兩項無法達成一致。 | The jury agreed on two of the nine counts. | 陪審團對九項罪名中的兩項達成一致。
negation out | The samples showed no trace of the toxin. | 樣本未驗出毒素。 | The samples showed traces of the toxin. | 樣本驗出毒素。
negation out | The treaty leaves out fishing rights. | 條約未納入漁權。 | The treaty includes fishing rights. | 條約納入漁權。
negation out | The orchestra cancelled its tour of Brazil. | 樂團取消巴西巡演。 | The orchestra completed its tour of Brazil. | 樂團完成巴西巡演。
negation out | The council withdrew its objection to the mast. | 議會撤回對基地台的異議。 | The council upheld its objection to the mast. | 議會維持對基地台的異議。
negation out | Not a single ship has docked since Friday. | 週五以來沒有一艘船靠港。 | A single ship has docked since Friday. | 週五以來有一艘船靠港。
negation out | The system runs without human supervision. | 該系統無需人工監督即可運作。 | The system runs under human supervision. | 該系統在人工監督下運作。
negation out | Staff said they had not been consulted about the move. | 員工表示，搬遷一事未徵詢過他們的意見。 | Staff said they had been consulted about the move. | 員工表示，搬遷一事徵詢過他們的意見。
negation out | The defence minister dismissed talk of a retreat. | 國防部長駁斥撤軍之說。 | The defence minister confirmed talk of a retreat. | 國防部長證實撤軍之說。
negation out | The well ran dry and has not produced oil since 2019. | 這口井已枯竭，2019 年起未再產油。 | The well has produced oil since 2019. | 這口井 2019 年起產油。
negation out | The chipmaker does not yet have a customer for the new process. | 該晶片商的新製程目前還沒有客戶。 | The chipmaker has a customer for the new process. | 該晶片商的新製程已有客戶。
negation out | The charity turned down the donation. | 該慈善機構婉拒這筆捐款。 | The charity took the donation. | 該慈善機構收下這筆捐款。
negation out | Hardly any of the villagers speak the language now. | 現在幾乎沒有村民會說這種語言。 | Many of the villagers speak the language now. | 現在許多村民會說這種語言。
stage | Ofgem is consulting on a rule that would cap standing charges. | 英國能源監管機關正就一項限制基本費上限的規定徵詢意見。 | Ofgem has introduced a rule that caps standing charges. | 英國能源監管機關已實施一項限制基本費上限的規定。
stage | Aurelia Foods has agreed to acquire the snack maker for 2.4 billion dollars, pending antitrust review. | Aurelia Foods 同意以 24 億美元收購這家零食廠，尚待反壟斷審查。 | Aurelia Foods has completed its 2.4 billion dollar acquisition of the snack maker. | Aurelia Foods 已完成以 24 億美元收購這家零食廠。
stage | The coach was interviewed for the national team job on Thursday. | 這名教練週四接受國家隊總教練一職的面試。 | The coach was given the national team job on Thursday. | 這名教練週四獲聘為國家隊總教練。
stage | The lender has started to close 80 of its branches. | 這家銀行已開始關閉 80 間分行。 | The lender has closed 80 of its branches. | 這家銀行已關閉 80 間分行。
stage | The pilot line will make 500 cells a week; a full factory is still on the drawing board. | 試產線每週將生產 500 顆電池；正式工廠仍在規劃階段。 | A full factory is making 500 cells a week. | 正式工廠每週已生產 500 顆電池。
stage | The EU has proposed extending the duties on Chinese bicycles for five years. | 歐盟提議將中國自行車的關稅延長五年。 | The EU has extended the duties on Chinese bicycles for five years. | 歐盟已將中國自行車的關稅延長五年。
stage | Detectives have named a 29-year-old man as a suspect in the arson. | 警探已將一名 29 歲男子列為縱火案嫌疑人。 | A 29-year-old man has been jailed for the arson. | 一名 29 歲男子已因縱火案入獄。
stage | The charity launched an appeal for 3 million euros on Monday. | 該慈善機構週一發起募款，目標 300 萬歐元。 | The charity collected 3 million euros on Monday. | 該慈善機構週一募得 300 萬歐元。
stage | The rover has left its landing platform and is driving towards the crater. | 探測車已離開著陸平台，正駛向隕石坑。 | The rover has reached the crater. | 探測車已抵達隕石坑。
stage | Nvidia gave a first look at its next accelerator, which ships next year. | 輝達首度展示下一代加速器，明年出貨。 | Nvidia has begun shipping its next accelerator. | 輝達下一代加速器已開始出貨。
stage | The ombudsman received 41 complaints about the insurer. | 申訴專員收到 41 件針對該保險公司的申訴。 | The ombudsman upheld 41 complaints about the insurer. | 申訴專員認定 41 件針對該保險公司的申訴成立。
stage | The party put forward a candidate for the presidency. | 該黨推出總統候選人。 | The party won the presidency. | 該黨贏得總統大選。
stage | Surgeons are preparing the twins for an operation in May. | 外科醫師正為這對雙胞胎五月的手術做準備。 | Surgeons operated on the twins in May. | 外科醫師已於五月為這對雙胞胎動手術。
stage | The cabinet has approved a draft budget, which parliament will debate in November. | 內閣已核准預算草案，國會將於十一月審議。 | Parliament has passed the budget. | 國會已通過預算。
stage | Two rival bidders have been invited to a second round. | 兩家競標者受邀進入第二輪。 | One of two rival bidders has won. | 兩家競標者之一已得標。
stage | The airline took delivery of the first jet but has not flown it with passengers. | 航空公司已接收首架客機，但尚未載客飛行。 | The airline has flown passengers in the first jet. | 航空公司已用首架客機載客飛行。
stage | The paper has been submitted to a journal. | 論文已投稿至期刊。 | The paper has been published in a journal. | 論文已刊登於期刊。
modality | Chip exports to the Gulf could resume within weeks, a commerce official indicated. | 一名商務官員透露，對波斯灣的晶片出口可能在數週內恢復。 | Chip exports to the Gulf have resumed, a commerce official indicated. | 一名商務官員透露，對波斯灣的晶片出口已恢復。
modality | Samsung is reportedly close to winning an order from the carmaker. | 據報三星即將取得該車廠的訂單。 | Samsung has won an order from the carmaker. | 三星已取得該車廠的訂單。
modality | OpenAI is said to be working on a phone without a screen. | 據傳 OpenAI 正在開發沒有螢幕的手機。 | OpenAI is working on a phone without a screen. | OpenAI 正在開發沒有螢幕的手機。
modality | The glacier may have lost a tenth of its mass since 2015. | 自 2015 年以來，這座冰川可能已失去十分之一的質量。 | The glacier has lost a tenth of its mass since 2015. | 自 2015 年以來，這座冰川已失去十分之一的質量。
modality | The bank's economists think growth will slow to 1.8% next year. | 該銀行經濟學家認為，明年成長率將放緩至 1.8%。 | Growth slowed to 1.8%, the bank's economists found. | 該銀行經濟學家發現，成長率已放緩至 1.8%。
modality | The judge appeared inclined to block the merger. | 法官似乎傾向阻止這項合併。 | The judge blocked the merger. | 法官阻止了這項合併。
modality | The deal would give the fund control of three ports. | 這項交易將使該基金取得三座港口的控制權。 | The deal gave the fund control of three ports. | 這項交易已使該基金取得三座港口的控制權。
modality | Police have not ruled out arson. | 警方不排除人為縱火。 | Police say it was arson. | 警方表示是人為縱火。
modality | Some parents plan to keep their children at home on Friday. | 部分家長打算週五讓孩子待在家。 | Some parents kept their children at home on Friday. | 部分家長週五讓孩子待在家了。
modality | The vaccine could be available by autumn if the trial succeeds. | 如果試驗成功，疫苗秋天可望上市。 | The vaccine will be available by autumn. | 疫苗秋天將上市。
modality | Meta wants to build a data centre the size of Manhattan. | Meta 想建一座面積與曼哈頓相當的資料中心。 | Meta built a data centre the size of Manhattan. | Meta 建成一座面積與曼哈頓相當的資料中心。
modality | The injury could keep him out for the rest of the season. | 傷勢可能讓他本季報銷。 | The injury will keep him out for the rest of the season. | 傷勢將讓他本季報銷。
modality | Investors are betting that the central bank will cut rates in June. | 投資人押注央行六月降息。 | The central bank cut rates in June. | 央行六月降息了。
modality | The findings suggest that sleep may protect the heart. | 研究結果顯示，睡眠或許能保護心臟。 | The findings prove that sleep protects the heart. | 研究結果證明睡眠能保護心臟。
modality | The council is minded to refuse permission for the mast. | 議會傾向不批准設置基地台。 | The council refused permission for the mast. | 議會未批准設置基地台。
negation out | Anthropic declined to say how many chips it had ordered. | Anthropic 拒絕透露訂購了多少晶片。 | Anthropic said how many chips it had ordered. | Anthropic 透露了訂購多少晶片。
negation out | The offer does not include the company's debt. | 這項報價不包含公司的債務。 | The offer includes the company's debt. | 這項報價包含公司的債務。
negation out | The rail link has still not opened, eight years after work began. | 動工八年後，這條鐵路仍未通車。 | The rail link has opened, eight years after work began. | 動工八年後，這條鐵路已通車。
negation out | The model was trained without any licensed books. | 該模型的訓練未使用任何授權書籍。 | The model was trained on licensed books. | 該模型使用授權書籍訓練。
negation out | The senator will not seek another term. | 該參議員不會競選連任。 | The senator will seek another term. | 該參議員將競選連任。
negation out | The inspectors were unable to enter the plant. | 檢查人員無法進入廠區。 | The inspectors were able to enter the plant. | 檢查人員得以進入廠區。
negation out | The quake did no damage to the dam. | 地震未對水壩造成損害。 | The quake did damage to the dam. | 地震對水壩造成損害。
negation out | The firm did not meet the terms of the loan. | 該公司未符合貸款條件。 | The firm met the terms of the loan. | 該公司符合貸款條件。
negation out | There was no word on the fate of the crew. | 船員下落不明。 | There was word on the fate of the crew. | 船員下落已明。
negation out | The ministry rejected calls for an independent inquiry. | 該部駁回獨立調查的要求。 | The ministry agreed to calls for an independent inquiry. | 該部同意獨立調查的要求。
negation out | The update stopped the phones from charging. | 更新使手機無法充電。 | The update allowed the phones to charge. | 更新讓手機可以充電。
negation out | Only the lenders knew; pensioners were left in the dark. | 只有債權銀行知情，退休人員毫不知情。 | The pensioners knew as well as the lenders. | 退休人員與債權銀行都知情。
stage | Denmark's tax agency is auditing the shipping group's accounts for 2021. | 丹麥稅務機關正在查核該航運集團 2021 年的帳目。 | Denmark's tax agency has fined the shipping group over its accounts for 2021. | 丹麥稅務機關已因 2021 年帳目對該航運集團開罰。
stage | The railway will begin taking bookings for the night train on 2 June. | 鐵路公司將於 6 月 2 日開始接受夜車訂票。 | The railway began taking bookings for the night train on 2 June. | 鐵路公司已於 6 月 2 日開始接受夜車訂票。
stage | Qualis has entered into exclusive negotiations to buy the French test lab. | Qualis 已就收購這家法國檢測實驗室展開獨家談判。 | Qualis has bought the French test lab. | Qualis 已收購這家法國檢測實驗室。
stage | The upper house is to debate the heat pump bill on Thursday. | 上議院週四將辯論熱泵法案。 | The upper house passed the heat pump bill on Thursday. | 上議院週四通過熱泵法案。
stage | Officials have drawn up a list of 14 sites for the new prison. | 官員已擬出新監獄的 14 個候選地點。 | Officials have chosen a site for the new prison. | 官員已選定新監獄的地點。
stage | Hanwei Semiconductor submitted its prospectus to the Hong Kong exchange. | 漢威半導體已向港交所遞交招股書。 | Hanwei Semiconductor has listed on the Hong Kong exchange. | 漢威半導體已在港交所掛牌。
stage | The singer sued the label over unpaid royalties. | 這名歌手就未付版稅控告唱片公司。 | The singer won her case against the label over unpaid royalties. | 這名歌手就未付版稅對唱片公司勝訴。
stage | Scientists have identified a compound that kills the parasite in mice. | 科學家發現一種能在小鼠身上殺死寄生蟲的化合物。 | Scientists have won approval for a drug that kills the parasite in people. | 科學家的藥物獲准用於殺死人體寄生蟲。
stage | The two parties have opened coalition talks. | 兩黨已展開聯合政府談判。 | The two parties have formed a coalition. | 兩黨已組成聯合政府。
stage | A pilot scheme in four schools bans phones during lessons. | 四所學校試辦上課期間禁用手機。 | All schools ban phones during lessons. | 所有學校上課期間都禁用手機。
stage | The utility has applied to restart reactor No. 3. | 電力公司已申請重啟三號反應爐。 | The utility has restarted reactor No. 3. | 電力公司已重啟三號反應爐。
stage | Investigators raided the ministry and seized computers. | 調查人員搜索該部會並扣押電腦。 | Investigators charged officials at the ministry. | 調查人員起訴該部會官員。
stage | The league is looking for a new sponsor. | 聯盟正在尋找新的贊助商。 | The league has found a new sponsor. | 聯盟已找到新的贊助商。
stage | Cargill has bid 1.1 billion dollars for the fertiliser unit. | 嘉吉以 11 億美元競購化肥部門。 | Cargill has paid 1.1 billion dollars for the fertiliser unit. | 嘉吉以 11 億美元買下化肥部門。
stage | The court set a hearing for 9 September on the injunction. | 法院定於 9 月 9 日就禁制令開庭。 | The court granted the injunction on 9 September. | 法院 9 月 9 日核發禁制令。
stage | Astronauts are training for a flight to the moon in 2028. | 太空人正為 2028 年的登月飛行受訓。 | Astronauts flew to the moon. | 太空人已飛抵月球。
modality | The minister said the levy could be scrapped next year. | 部長表示，這項捐稅明年可能取消。 | The minister said the levy would be scrapped next year. | 部長表示，這項捐稅明年將取消。
modality | Apple is expected to unveil a foldable phone in September, suppliers say. | 供應商表示，蘋果預計九月發表摺疊手機。 | Apple unveiled a foldable phone in September, suppliers say. | 供應商表示，蘋果九月發表了摺疊手機。
modality | The hospital fears it will have to close two wards. | 醫院擔心必須關閉兩間病房。 | The hospital has closed two wards. | 醫院已關閉兩間病房。
modality | The accident seems to have been caused by black ice. | 事故似乎是路面薄冰造成的。 | The accident was caused by black ice. | 事故是路面薄冰造成的。
modality | The firm intends to hire 300 engineers in Poznan over two years. | 該公司打算兩年內在波茲南聘用 300 名工程師。 | The firm has hired 300 engineers in Poznan over two years. | 該公司兩年內已在波茲南聘用 300 名工程師。
modality | Rescuers said there was little hope that anyone was still alive, but did not rule it out. | 救難人員表示，有人生還的希望渺茫，但不排除可能。 | Rescuers said that somebody was still alive. | 救難人員表示，有人仍生還。
modality | Home prices might fall by a tenth, the bank's model shows. | 該銀行模型顯示，房價或將下跌一成。 | Home prices fell by a tenth, the bank's model shows. | 該銀行模型顯示，房價已下跌一成。
modality | The supplier hopes its new coating will be approved for food cans. | 供應商希望其新塗層獲准用於食品罐。 | The supplier's new coating has been approved for food cans. | 供應商的新塗層已獲准用於食品罐。
modality | China is considering limits on exports of the metal. | 中國考慮限制該金屬的出口。 | China has imposed limits on exports of the metal. | 中國已限制該金屬的出口。
modality | Some users may see the old menu until Friday. | 部分用戶在週五前可能仍看到舊選單。 | Some users will see the old menu until Friday. | 部分用戶在週五前一定會看到舊選單。
modality | The team believes the wreck is that of a Roman grain ship. | 團隊相信殘骸是一艘羅馬運糧船。 | The wreck is that of a Roman grain ship, the team has proved. | 團隊已證實殘骸是一艘羅馬運糧船。
modality | The union says the law would hurt part-time staff. | 工會說，該法將傷害兼職員工。 | The law has hurt part-time staff, the union says. | 工會說，該法已傷害兼職員工。
modality | The prosecutor is seeking a nine-year sentence. | 檢察官求處九年徒刑。 | The prosecutor obtained a nine-year sentence. | 檢察官使其被判九年徒刑。
modality | Up to 40% of the fleet could be electric by 2032. | 到 2032 年，車隊最多可能有 40% 為電動車。 | 40% of the fleet is electric. | 車隊有 40% 為電動車。
negation out | The consortium did not reach the votes it needed. | 財團未取得所需票數。 | The consortium reached the votes it needed. | 財團取得所需票數。
negation out | The bank says no customer money was lost. | 銀行表示客戶資金沒有損失。 | The bank says customer money was lost. | 銀行表示客戶資金有損失。
negation out | He has not spoken in public since the verdict. | 判決以來，他未曾公開發言。 | He has spoken in public since the verdict. | 判決以來，他曾公開發言。
negation out | The chip cannot be exported to China without a licence. | 該晶片未經許可不得出口到中國。 | The chip can be exported to China without a licence. | 該晶片未經許可可出口到中國。
negation out | The two governments failed to agree on the dam. | 兩國政府未能就水壩達成協議。 | The two governments agreed on the dam. | 兩國政府就水壩達成協議。
negation out | The survey left out people over 75. | 調查未納入 75 歲以上的人。 | The survey took in people over 75. | 調查納入 75 歲以上的人。
negation out | The ban never came into force. | 這項禁令從未生效。 | The ban came into force. | 這項禁令已生效。
negation out | The robot lacks a sense of touch. | 這款機器人缺乏觸覺。 | The robot has a sense of touch. | 這款機器人具有觸覺。
negation out | Officials would not confirm the number of dead. | 官員不願證實死亡人數。 | Officials confirmed the number of dead. | 官員證實死亡人數。
negation out | The refund is not automatic. | 退款並非自動。 | The refund is automatic. | 退款是自動的。
"""


def rows() -> list[tuple[str, ...]]:
    found = [tuple(part.strip() for part in line.split("|"))[1:] for line in ROWS.strip().splitlines()]
    assert len(found) >= 150
    return found


def test_across() -> None:
    across = []
    for english, chinese, false_english, false_chinese in rows():
        across += [(english, chinese, false_chinese), (chinese, english, false_english)]
    unseen, wrong = missed(across, CHECKS), alarms(across, CHECKS)
    assert len(unseen) <= MOST_MISSED_ACROSS * len(across), "\n".join(unseen)
    assert len(wrong) <= MOST_REFUSED * len(across), "\n".join(wrong)


def test_in_one_language() -> None:
    same = []
    for english, chinese, false_english, false_chinese in rows():
        same += [(english, english, false_english), (chinese, chinese, false_chinese)]
    assert alarms(same, CHECKS) == []
    unseen = missed(same, CHECKS)
    assert len(unseen) <= MOST_MISSED * len(same), "\n".join(unseen)


def test_what_a_longer_form_hides() -> None:
    """A step of two words hides no word of another road or kind, nor 未 a denial in 未付."""
    assert stage(case("這款疫苗已獲核准。", "The vaccine is in a phase 2 trial.")) is not None
    assert polarity(case("The port has paid its pilots.", "港口迄今未付錢給領港員。")) is not None
    assert polarity(case("The port has yet to pay its pilots.", "港口迄今未付錢給領港員。")) is None


def test_nobody_is_no_drone() -> None:
    assert polarity(case("Somebody has seen the skipper.", "目前無人見到船長。")) is not None
    assert polarity(case("The navy bought an unmanned boat.", "海軍買了一艘無人艇。")) is None
