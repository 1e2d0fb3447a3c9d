"""Days of headlines that nobody would write, for tests that print and audit them.  The same seed gives the same day.

python -m odd_headlines DAYS [SEED]   print days in both languages and list what the audit finds in them
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from broadsheet.audit import audit, read_desk
from broadsheet.audit.fault import Fault
from broadsheet.types import Language

from editions import print_from, record, write_lines

_PAIRS = ("“”", "「」", "『』", "‘’", '""', "''", "«»", "„“", "（）", "()", "[]", "【】", "《》", "〈〉", "〔〕", "{}")
_STOPS = (*".。!！?？:：;；,，、…—·/", "……", "...", " - ", " | ")
_LATIN_WORDS = """
Acme OpenAI NVIDIA robots model launches 3 GPT-5.2 $4.5 billion 40% chip lawsuit Acme’s don't DALL·E 3 Qwen3-VL of the
R9 café naïve AI agents 2031 x86 Überlingen No. 7 U.S. Series C raises cuts reportedly Донбасс παράδειγμα
"""
_HAN_WORDS = """
輝達 發表 機器人 模型 食藥署 公布 回收 三批 因含量不足 歐盟 規範 延至 2027 年 12 月 40% 台積電 人工智慧 晶片 與 的
4 家 約 3,000 億元 聊天機器人 推出 訴訟 GPT-5 融資 開源 科學家 則 等 今日焦點
"""
_LATIN, _HAN = _LATIN_WORDS.split(), _HAN_WORDS.split()
_ODD = ("🚀", "👩‍💻", "🇹🇼", "​", " ", "é", "ﬁ", "①", "ＡＩ", "¥", "€5", "～", "※", "№", "™", "（4 家）", "(3)", "、2 家")
_LONG = ("Donaudampfschifffahrtsgesellschaftskapitän", "人工智慧" * 9, "https://a.example/b?c=d", "a" * 60)


def headline(chance: random.Random) -> str:
    """Return words of two scripts with quotations and brackets that nest, stay open or were never opened."""
    said: list[str] = []
    words = chance.choice((_LATIN, _HAN, (*_LATIN, *_HAN)))
    open_marks: list[str] = []
    for _ in range(chance.choice((1, 3, 8, 8, 14, 30))):
        draw = chance.random()
        if draw < 0.14:
            pair = chance.choice(_PAIRS)
            said.append(pair[0])
            open_marks.append(pair[1])
        elif draw < 0.26 and open_marks:
            said.append(open_marks.pop())
        elif draw < 0.3:
            said.append(chance.choice(_PAIRS)[1])
        elif draw < 0.42:
            said.append(chance.choice(_STOPS))
        elif draw < 0.46:
            said.append(chance.choice(_ODD))
        elif draw < 0.48:
            said.append(chance.choice(_LONG))
        else:
            said.append(chance.choice(("", " ", " ")) + chance.choice(words))
    if chance.random() < 0.5:
        said += reversed(open_marks)
    said.append(chance.choice(("", "", *_STOPS)))
    return "".join(said).strip() or "輝達"


def day(chance: random.Random, stories: int) -> Iterator[dict[str, object]]:
    """Yield the articles of a day: each story told by one outlet or several, with a sum, a name and a plan."""
    number = 0
    for story in range(stories):
        title = headline(chance)
        han = chance.random() < 0.5
        for _ in range(chance.choice((1, 1, 2, 3))):
            number += 1
            text = chance.choice(_HAN_TEXTS if han else _LATIN_TEXTS).format(
                name=f"Zorv{story}ex", sum=story + 2, other=number + 11, year=2026 + story % 3
            )
            yield record(number, title=title, lang="zh-Hant" if han else "en", text=text)


_LATIN_TEXTS = (
    "{name} raised ${sum} billion for AI models. It will open its code in {year}. It has {other} clusters of GPUs.",
    "The AI company {name} bought a maker of robots for ${sum} billion. {name} plans a new chip. {other} people work there.",
)
_HAN_TEXTS = (
    "{name} 募資 {sum} 億美元，用於人工智慧模型。該公司預計 {year} 年開源程式碼。它有 {other} 座機房。",
    "人工智慧公司 {name} 以 {sum} 億元收購機器人廠商。{name} 計畫推出新晶片。員工有 {other} 人。",
)


def faults(seed: int, stories: int, root: Path) -> Iterator[tuple[Language, Fault]]:
    """Print the day of a seed in every language and yield what the audit finds."""
    desk = read_desk(files("broadsheet.desks") / "ai")
    lines = list(day(random.Random(seed), stories))
    for language in get_args(Language):
        out = root / f"{seed}-{language}"
        out.mkdir(parents=True)
        printed = print_from(write_lines(root / f"{seed}.jsonl", lines), out, language=language)
        yield from ((language, fault) for fault in audit(printed.folder, desk).faults)


if __name__ == "__main__":
    days, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for seed in range(first, first + days):
        with TemporaryDirectory() as folder:
            for language, fault in faults(seed, 1 + seed % 12, Path(folder)):
                print(seed, language, *fault)
