"""What a sentence says was done, and how far it has come; English and Chinese, cues only.

Two small lists of cues.  A *kind* of event is coarse on purpose (an acquisition and a merger are one kind): it must be
the same word in both languages.  A *stage* tells a thing that is only talked about from one that is done or denied.
"""

from __future__ import annotations

import re
from typing import Literal

from broadsheet.once import once
from broadsheet.text.cues import Cues

Stage = Literal["talked", "done", "denied", ""]
"""Only talked about; done or confirmed; denied or called off; nothing said of it."""


def _cues(table: str) -> dict[str, tuple[str, ...]]:
    """Return group -> cues of lines "group: cue, cue"; a group may have several lines."""
    groups: dict[str, tuple[str, ...]] = {}
    for line in table.strip().splitlines():
        group, _, cues = line.strip().partition(": ")
        groups[group] = groups.get(group, ()) + tuple(cue.strip() for cue in cues.split(","))
    return groups


_KINDS = _cues("""
    deal: acqui*, merg*, takeover*, buyout*, buys, bought, to buy, bid for, bid to, purchase of, stake in
    deal: 收購, 併購, 合併, 買下, 入股, 購併
    money: funding, fundrais*, raises, raised, raising, investment, invests, invested, investor*, valuation
    money: valued, financing
    money: series A, series B, series C, series D, round, loan*, bond*
    money: 募資, 融資, 籌資, 投資, 估值, 增資, 注資, 貸款, 發債
    listing: IPO, IPOs, go public, goes public, public offering, listing, prospectus, debut*, S-1
    listing: 上市, 掛牌, 招股, 首次公開
    court: sue, sues, sued, suing, lawsuit*, court*, judge*, jury, ruling, rules, ruled, appeal*, settle*, trial
    court: plaintiff*, injunction
    court: 提告, 控告, 起訴, 訴訟, 法院, 法官, 陪審團, 判決, 裁定, 上訴, 和解, 庭審, 禁制令
    rule: regulat*, antitrust, probe*, investigat*, fine, fined, fines, ban, bans, banned, bill, act, law
    rule: lawmaker*, legislat*
    rule: commission*, watchdog, ministry, export*, tariff*, sanction*, approv*, licen*, guideline*, executive order
    rule: 監管, 反壟斷, 反托拉斯, 調查, 罰款, 裁罰, 禁令, 禁止, 法案, 立法, 委員會, 主管機關, 出口, 關稅, 制裁
    rule: 核准, 批准, 許可, 行政命令
    launch: launch*, releas*, unveil*, introduc*, rolls out, rolled out, rollout, roll out, debuts, ships
    launch: available, preview, beta, upgrade*, open-source*, open source*
    launch: 推出, 發布, 發表, 釋出, 上線, 開放, 亮相, 問世, 開源, 更新, 升級, 登場
    staff: layoff*, lay off, lays off, laid off, job cut*, cuts jobs, cut jobs, hires, hired, hiring, joins
    staff: joined, resign*, step down, steps down, stepping down, leaves, depart*, appoint*, names new, union
    staff: strike
    staff: 裁員, 裁減, 辭職, 離職, 請辭, 卸任, 任命, 接任, 出任, 挖角, 跳槽, 加入, 罷工, 工會
    tie: partner*, teams up, alliance, supply, supplies, contract, order, orders, deal with, agreement with
    tie: customer*
    tie: 合作, 結盟, 聯手, 供應, 合約, 訂單, 簽約, 攜手
    result: revenue, earnings, profit*, quarter*, sales, forecast*, guidance, shares fell, shares rose, loss
    result: 營收, 財報, 獲利, 淨利, 季度, 財測, 虧損, 銷售額
    harm: hack*, breach*, leak*, outage*, down for, vulnerab*, exploit*, attack*, malware, crash*, death*, recall*
    harm: bug
    harm: 駭, 外洩, 洩漏, 中斷, 當機, 漏洞, 攻擊, 惡意程式, 事故, 召回, 死亡
    site: data center*, data centre*, factory, factories, plant, fab, fabs, campus, megawatt*, gigawatt*, site
    site: 資料中心, 機房, 工廠, 廠區, 建廠, 園區, 電廠
""")
"""Swept by reading the development part of gates/threads (2026-11-22)."""

_STAGES = _cues("""
    talked: in talks, talks to, talks with, talks over, in discussions, weigh*, consider*, explor*, mull*
    talked: reportedly, rumor*, rumour*, said to be
    talked: people familiar, person familiar, sources say, sources said, nears, nearing, close to, eyes
    talked: in advanced, could buy, may buy, is said to
    talked: 洽談, 商談, 協商, 談判, 據傳, 傳出, 傳聞, 盛傳, 傳將, 傳擬, 傳正, 傳洽, 知情人士, 消息人士, 考慮, 評估
    talked: 有意, 接近達成, 消息稱, 爆料, 研議
    done: confirm*, announc*, complet*, closes, closed, closing of, finaliz*, finalis*, signs, signed, agrees to
    done: agreed to, officially, official
    done: acquires, acquired, buys, bought, raises, raised, launches, launched, releases, released, unveils
    done: unveiled, approves, approved, settles, settled, appoints, appointed
    done: 證實, 確認, 宣布, 完成, 敲定, 簽署, 達成, 拍板, 定案, 正式, 官宣, 推出, 發布, 發表, 上線, 買下, 核准, 批准
    denied: denies, denied, deny, denial, no plans, not true, refut*, called off, calls off, walks away
    denied: walked away, scrap*, abandon*, dropped, drops plan, ended talks, end talks, collapse*, falls through
    denied: fell through, no longer
    denied: 否認, 不實, 破局, 破裂, 告吹, 終止, 放棄, 取消, 並未, 沒有計畫, 無此計畫, 駁斥, 澄清, 喊停
""")


_ONCE_DENIED = re.compile(
    r"\b(?:after|despite|following)\b[^,.;:]{0,40}\bden(?:y(?:ing)?|ied|ials?)\b"
    r"|\b(?:had|previously|earlier|once|first) denied"
    r"|(?:先前|此前|原本|一度|多次|曾)否認|否認[^，。；]{0,6}(?:後|之後)",
    re.IGNORECASE,
)
"""What was denied before, and is not now: "after weeks of denial"."""


@once
def _finder(which: Literal["kinds", "stages"]) -> Cues:
    return Cues(_KINDS if which == "kinds" else _STAGES)


def kinds(text: str) -> frozenset[str]:
    """Return the kinds of event that ``text`` speaks of: ``deal money listing court rule launch staff ...``."""
    return frozenset(_finder("kinds").find(text))


def stage(text: str) -> Stage:
    """Return how far the matter of ``text`` has come.  What is talked about is not done, whatever else is said."""
    found = _finder("stages").find(_ONCE_DENIED.sub(" ", text))
    for name in ("denied", "talked", "done"):
        if name in found:
            return name
    return ""
