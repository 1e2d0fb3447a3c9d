"""The checks across languages on short sentences of other fields: finance, health, space, sport, policy.

A row: the class, a sentence in English and in Chinese that tell the same, and both again with one thing made false.
Each true sentence is the passage of the false one of the other language.  The rules of 2026-11-23 were mended by these.
"""

from __future__ import annotations

from broadsheet.checks.attribution import attribution
from broadsheet.checks.direction import direction
from broadsheet.checks.modality import modality
from broadsheet.checks.polarity import polarity
from broadsheet.checks.stages import stage
from checks_cases import Check, alarms, missed

CHECKS: tuple[Check, ...] = (polarity, modality, stage, direction, attribution)
MOST_MISSED, MOST_REFUSED = 0.1, 0.06
"""Seen when written: 5 % of the false sentences pass these checks, 4 % of the true ones fall."""
ROWS = """
antonym | The museum loosened its rules on photography last spring. | 博物館去年春天放寬了攝影規定。 | The museum tightened its rules on photography last spring. | 博物館去年春天收緊了攝影規定。
antonym | The hospital admitted twelve patients with burns on Friday. | 醫院週五收治了十二名燒傷病患。 | The hospital discharged twelve patients with burns on Friday. | 醫院週五讓十二名燒傷病患出院。
antonym | Farmers welcomed the new water quota. | 農民歡迎新的用水配額。 | Farmers condemned the new water quota. | 農民譴責新的用水配額。
antonym | The central bank praised the regional lenders for their candour. | 央行稱讚地方銀行坦誠。 | The central bank rebuked the regional lenders for their candour. | 央行斥責地方銀行坦誠。
antonym | The probe separated from its booster over the Pacific. | 探測器在太平洋上空與助推器分離。 | The probe docked with its booster over the Pacific. | 探測器在太平洋上空與助推器對接。
antonym | The coach promoted the goalkeeper to captain. | 教練把守門員升為隊長。 | The coach demoted the goalkeeper from captain. | 教練把守門員降職，不再是隊長。
antonym | The vaccine weakened the immune response in older mice. | 疫苗削弱了老年小鼠的免疫反應。 | The vaccine strengthened the immune response in older mice. | 疫苗增強了老年小鼠的免疫反應。
antonym | The port imported most of its timber from Chile. | 這座港口的木材大多從智利進口。 | The port exported most of its timber to Chile. | 這座港口的木材大多出口到智利。
antonym | The court upheld the ban on night flights. | 法院維持夜航禁令。 | The court overturned the ban on night flights. | 法院推翻夜航禁令。
antonym | The fund hired two analysts from a rival. | 基金從對手聘用了兩名分析師。 | The fund fired two analysts from a rival. | 基金解僱了來自對手的兩名分析師。
antonym | The sprinter won the final in heavy rain. | 這名短跑選手在大雨中贏得決賽。 | The sprinter lost the final in heavy rain. | 這名短跑選手在大雨中輸掉決賽。
antonym | The mayor encouraged residents to use rainwater. | 市長鼓勵居民使用雨水。 | The mayor discouraged residents from using rainwater. | 市長勸阻居民使用雨水。
antonym | The insurer included floods in its cheapest policy. | 保險公司把水災納入最便宜的保單。 | The insurer excluded floods from its cheapest policy. | 保險公司把水災排除在最便宜的保單之外。
antonym | The union accepted the offer on overtime. | 工會接受加班方案。 | The union rejected the offer on overtime. | 工會拒絕加班方案。
antonym | The reactor heated the coolant within minutes. | 反應爐在幾分鐘內加熱冷卻劑。 | The reactor cooled the coolant within minutes. | 反應爐在幾分鐘內把冷卻劑降溫。
antonym | The senator defended the tariff on steel. | 參議員為鋼鐵關稅辯護。 | The senator attacked the tariff on steel. | 參議員抨擊鋼鐵關稅。
antonym | The clinic simplified the form for new patients. | 診所簡化了新病患的表格。 | The clinic complicated the form for new patients. | 診所讓新病患的表格更複雜。
antonym | The ministry centralised the purchase of medicines. | 衛生部門集中採購藥品。 | The ministry decentralised the purchase of medicines. | 衛生部門分散採購藥品。
antonym | The shop lent the tools to students. | 店家把工具借給學生。 | The shop sold the tools to students. | 店家把工具賣給學生。
antonym | The tribunal acquitted the former treasurer. | 法庭宣告前財務長無罪。 | The tribunal convicted the former treasurer. | 法庭判前財務長有罪。
antonym | The lake filled after the winter storms. | 冬季風暴後湖水滿了。 | The lake emptied after the winter storms. | 冬季風暴後湖水乾了。
antonym | The editors trusted the witness from the start. | 編輯從一開始就信任這名證人。 | The editors distrusted the witness from the start. | 編輯從一開始就不信任這名證人。
antonym | Shareholders backed the pay plan. | 股東支持薪酬方案。 | Shareholders opposed the pay plan. | 股東反對薪酬方案。
antonym | The treaty unites the two islands. | 條約讓兩座島嶼統一。 | The treaty divides the two islands. | 條約讓兩座島嶼分裂。
antonym | The drug is safe for children. | 這種藥對兒童是安全的。 | The drug is dangerous for children. | 這種藥對兒童有危險。
antonym | The team is optimistic about the landing site. | 團隊對著陸地點感到樂觀。 | The team is pessimistic about the landing site. | 團隊對著陸地點感到悲觀。
antonym | The pitch was dry on the second day. | 第二天球場很乾燥。 | The pitch was wet on the second day. | 第二天球場很潮濕。
antonym | The river carries clean water to the plain. | 河流把乾淨的水帶到平原。 | The river carries dirty water to the plain. | 河流把骯髒的水帶到平原。
antonym | The swimmer broke the national record in public. | 這名泳者公開打破全國紀錄。 | The swimmer broke the national record in secret. | 這名泳者祕密打破全國紀錄。
antonym | The refinery resumed work on the eastern line. | 煉油廠恢復東線作業。 | The refinery halted work on the eastern line. | 煉油廠停止東線作業。
antonym | The archive refused to sell the letters. | 檔案館拒絕出售這些信件。 | The archive refused to buy the letters. | 檔案館拒絕購買這些信件。
antonym | The bank does not expect rates to rise. | 銀行預計利率不會上升。 | The bank does not expect rates to fall. | 銀行預計利率不會下降。
antonym | The agency has never raised the fee. | 該機構從未調高費用。 | The agency has never lowered the fee. | 該機構從未調降費用。
stage | The two airlines are in talks about a merger. | 兩家航空公司正在洽談合併。 | The two airlines have completed a merger. | 兩家航空公司已完成合併。
stage | The regulator proposed a cap on card fees. | 監管機關提議為刷卡手續費設上限。 | The regulator imposed a cap on card fees. | 監管機關已為刷卡手續費設上限。
stage | Prosecutors are investigating the club's former president. | 檢方正在調查俱樂部前主席。 | Prosecutors charged the club's former president. | 檢方起訴了俱樂部前主席。
stage | The studio shortlisted three cities for the games. | 主辦方把三座城市列入候選名單。 | The studio chose three cities for the games. | 主辦方選定了三座城市。
stage | The agency plans to launch the telescope next autumn. | 太空總署計畫明年秋天發射望遠鏡。 | The agency launched the telescope last autumn. | 太空總署去年秋天發射了望遠鏡。
stage | The union threatened to strike over rosters. | 工會揚言為班表罷工。 | The union went on strike over rosters. | 工會已為班表罷工。
stage | The company applied for permission to drill. | 公司申請鑽探許可。 | The company received permission to drill. | 公司獲得鑽探許可。
stage | The parliament is debating the fishing bill. | 議會正在審議漁業法案。 | The parliament passed the fishing bill. | 議會通過了漁業法案。
stage | The lender considered selling its headquarters. | 銀行考慮出售總部。 | The lender sold its headquarters. | 銀行出售了總部。
stage | The drug entered a first trial in Kenya. | 這款藥在肯亞進入首次試驗。 | The drug was approved in Kenya. | 這款藥在肯亞獲得核准。
stage | The council ordered an inquiry into the bridge. | 市議會下令調查橋樑。 | The council finished an inquiry into the bridge. | 市議會已完成橋樑調查。
stage | The club made an offer for the striker. | 俱樂部對這名前鋒出價。 | The club signed the striker. | 俱樂部簽下這名前鋒。
stage | Engineers are repairing the cable. | 工程師正在搶修電纜。 | Engineers have repaired the cable. | 工程師已修復電纜。
stage | The bank delayed the opening of its branch. | 銀行延後分行開幕。 | The bank opened its branch. | 銀行的分行已開幕。
stage | The firm will file its accounts in May. | 公司將在五月提交帳目。 | The firm filed its accounts in May. | 公司已在五月提交帳目。
stage | The suspect was arrested at the border. | 嫌犯在邊境被捕。 | The suspect was convicted at the border. | 嫌犯在邊境被定罪。
stage | A judge is to rule on the patent on Tuesday. | 法官將於週二就專利作出裁決。 | A judge ruled on the patent on Tuesday. | 法官週二就專利作出裁決。
stage | The ministry is drafting rules for drones. | 交通部門正在起草無人機規定。 | The ministry has issued rules for drones. | 交通部門已發布無人機規定。
stage | The carrier ordered twenty jets. | 航空公司訂購了二十架飛機。 | The carrier received twenty jets. | 航空公司接收了二十架飛機。
stage | Talks on the loan have begun. | 貸款談判已經開始。 | Talks on the loan have ended. | 貸款談判已經結束。
modality | The dam could fail in a strong quake. | 強震時水壩可能潰決。 | The dam will fail in a strong quake. | 強震時水壩將會潰決。
modality | Doctors suspect that the virus came from bats. | 醫師懷疑病毒來自蝙蝠。 | Doctors have proved that the virus came from bats. | 醫師已證明病毒來自蝙蝠。
modality | The pass is likely to close in November. | 山口很可能在十一月封閉。 | The pass is certain to close in November. | 山口肯定會在十一月封閉。
modality | The striker hopes to return in March. | 這名前鋒希望三月復出。 | The striker returned in March. | 這名前鋒三月已復出。
modality | The fund intends to sell half of its bonds. | 基金打算出售一半債券。 | The fund sold half of its bonds. | 基金出售了一半債券。
modality | Astronomers think the signal may come from a pulsar. | 天文學家認為訊號可能來自脈衝星。 | Astronomers know the signal comes from a pulsar. | 天文學家確知訊號來自脈衝星。
modality | The tax should raise wages, the minister argued. | 部長主張，這項稅應可提高工資。 | The tax is guaranteed to raise wages, the minister argued. | 部長主張，這項稅保證提高工資。
modality | Travellers might face longer queues this summer. | 旅客今夏或許要排更久的隊。 | Travellers face longer queues this summer. | 旅客今夏要排更久的隊。
modality | The clinic aims to treat 400 people a year. | 診所力求每年治療 400 人。 | The clinic treats 400 people a year. | 診所每年治療 400 人。
modality | The strike risks emptying the shelves. | 罷工有讓貨架空掉的風險。 | The strike is emptying the shelves. | 罷工正讓貨架空掉。
modality | Perhaps a third of the reef can recover. | 也許三分之一的珊瑚礁能恢復。 | A third of the reef will recover. | 三分之一的珊瑚礁將恢復。
modality | It is unclear whether the owner knew. | 尚不清楚業主是否知情。 | It is clear that the owner knew. | 業主顯然知情。
direction | Attendance at the stadium dipped to 8,000. | 球場觀眾減至 8,000 人。 | Attendance at the stadium climbed to 8,000. | 球場觀眾增至 8,000 人。
direction | The yen weakened against the dollar. | 日圓對美元走貶。 | The yen strengthened against the dollar. | 日圓對美元升值。
direction | The satellite moved closer to the planet. | 衛星更靠近行星。 | The satellite moved farther from the planet. | 衛星離行星更遠。
direction | Rainfall was heavier than last year. | 雨量比去年多。 | Rainfall was lighter than last year. | 雨量比去年少。
direction | The waiting list got shorter in June. | 候診名單六月變短。 | The waiting list got longer in June. | 候診名單六月變長。
direction | The new tyres wear out faster than the old ones. | 新輪胎比舊輪胎磨損得更快。 | The new tyres wear out slower than the old ones. | 新輪胎比舊輪胎磨損得更慢。
direction | The gap between the teams narrowed to two points. | 兩隊差距縮小到兩分。 | The gap between the teams widened to two points. | 兩隊差距擴大到兩分。
direction | The bank upgraded the airline's debt. | 銀行調升航空公司債券評等。 | The bank downgraded the airline's debt. | 銀行調降航空公司債券評等。
direction | Inflation eased for a third month. | 通膨連續第三個月趨緩。 | Inflation quickened for a third month. | 通膨連續第三個月加快。
direction | The train arrived earlier than planned. | 火車比預定時間早到。 | The train arrived later than planned. | 火車比預定時間晚到。
direction | The island lost residents for ten years. | 島上居民連續十年流失。 | The island gained residents for ten years. | 島上居民連續十年增加。
direction | Fewer than 300 seals were counted. | 數到的海豹不到 300 隻。 | More than 300 seals were counted. | 數到的海豹超過 300 隻。
direction | The tunnel is deeper than the harbour. | 隧道比港口深。 | The tunnel is shallower than the harbour. | 隧道比港口淺。
direction | The second engine uses less fuel. | 第二具引擎耗油較少。 | The second engine uses more fuel. | 第二具引擎耗油較多。
negation out | The ferry does not stop at the northern pier. | 渡輪不停靠北碼頭。 | The ferry stops at the northern pier. | 渡輪停靠北碼頭。
negation out | No spectators were hurt. | 沒有觀眾受傷。 | Spectators were hurt. | 觀眾受傷。
negation out | The law does not cover boats under six metres. | 這項法律不適用於六公尺以下的船。 | The law covers boats under six metres. | 這項法律適用於六公尺以下的船。
negation out | The referee never saw the replay. | 裁判從未看過重播。 | The referee saw the replay. | 裁判看過重播。
negation out | The archive is not open to visitors, a sign at the gate says. | 門口告示寫道，檔案館不對訪客開放。 | The archive is open to visitors, a sign at the gate says. | 門口告示寫道，檔案館對訪客開放。
negation out | The nurses have not been paid since June. | 護理師六月以來沒有領到薪水。 | The nurses have been paid since June. | 護理師六月以來都領到薪水。
negation out | The tower has no lift and no heating. | 塔樓沒有電梯，也沒有暖氣。 | The tower has a lift and no heating. | 塔樓有電梯，但沒有暖氣。
negation out | The probe failed to open its parachute. | 探測器未能打開降落傘。 | The probe opened its parachute. | 探測器打開了降落傘。
negation out | The bank refused to name the buyer. | 銀行拒絕透露買家。 | The bank named the buyer. | 銀行透露了買家。
negation out | Without a permit, anglers may fish on Sundays. | 沒有許可證，釣客週日也可釣魚。 | With a permit, anglers may fish on Sundays. | 有許可證，釣客週日可釣魚。
attribution | The dam is unsafe, two engineers told the newspaper. | 兩名工程師告訴報社，水壩並不安全。 | The dam is unsafe. | 水壩並不安全。
attribution | According to the coach, the injury is minor. | 據教練說，傷勢輕微。 | The injury is minor. | 傷勢輕微。
attribution | Villagers complain that the mine poisons their wells. | 村民抱怨礦場汙染水井。 | The mine poisons their wells. | 礦場汙染水井。
attribution | The strike cost the port $4m a day, the operator estimates. | 營運商估計，罷工讓港口每天損失 400 萬美元。 | The strike cost the port $4m a day. | 罷工讓港口每天損失 400 萬美元。
attribution | Critics see the fee as a tax on the poor. | 批評者認為這筆費用是對窮人課的稅。 | The fee is a tax on the poor. | 這筆費用是對窮人課的稅。
attribution | Half of the bees died in winter, a survey of keepers shows. | 一項對養蜂人的調查顯示，一半的蜜蜂死於冬天。 | Half of the bees died in winter. | 一半的蜜蜂死於冬天。
attribution | The minister blamed the outage on an old switch. | 部長把停電歸咎於老舊開關。 | An old switch caused the outage. | 停電由老舊開關造成。
attribution | The pilot swore that the light was green. | 機師發誓燈號是綠色的。 | The light was green. | 燈號是綠色的。
attribution | In the view of the trainers, the horse is too young. | 訓練師覺得這匹馬太年輕。 | The horse is too young. | 這匹馬太年輕。
attribution | The accounts are false, the auditor alleged in court. | 稽核人員在法庭上指稱帳目不實。 | The accounts are false. | 帳目不實。
"""


def test_across() -> None:
    rows = []
    for line in ROWS.strip().splitlines():
        _, english, chinese, false_english, false_chinese = (part.strip() for part in line.split("|"))
        rows += [(english, chinese, false_chinese), (chinese, english, false_english)]
    assert len(rows) == 2 * len(ROWS.strip().splitlines()) >= 150
    unseen, wrong = missed(rows, CHECKS), alarms(rows, CHECKS)
    assert len(unseen) <= MOST_MISSED * len(rows), "\n".join(unseen)
    assert len(wrong) <= MOST_REFUSED * len(rows), "\n".join(wrong)
