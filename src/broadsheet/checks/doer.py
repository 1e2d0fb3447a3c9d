"""Who does it to whom: the one who acts in the passage may not be the one who suffers it in the sentence.

``binding`` lays a sentence beside a passage of its own words.  Here the words may be others, or another language's: an
act of one table stands in both texts, and its doer at the head of the one is what the act is done to in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings
from broadsheet.text.names import Mention

CODE = "direction"

_ACTS: Mapping[str, tuple[str, str]] = {
    "sue": (r"su(?:es?|ed|ing)", "起诉|控告|提告|状告"),
    "accuse": (r"accus(?:es?|ed|ing)", "指控|指责|控诉"),
    "buy": (r"acquir(?:es?|ed|ing)|buy(?:s|ing)?|bought", "收购|买下|并购"),
    "pay": (r"pay(?:s|ing)?|paid", "支付|付给|付"),
    "back": (r"(?:invest(?:s|ed|ing)?|investments?) in|back(?:s|ed|ing)?", "投资|入股|注资"),
    "beat": (
        r"beat(?:s|en|ing)?|outperform(?:s|ed|ing)?|overt(?:akes?|ook)|surpass(?:es|ed|ing)?",
        "超越|击败|胜过|打败",
    ),
    "supply": (r"suppl(?:y|ies|ied|ying)|provid(?:es?|ed|ing)", "供应|提供"),
    "fine": (r"fin(?:es?|ed|ing)", "罚款|重罚|处罚|开罚"),
    "succeed": (r"succeed(?:s|ed|ing)?|replac(?:es?|ed|ing)", "接替|取代|继任|接任"),
    "hire": (r"hir(?:es?|ed|ing)|recruit(?:s|ed|ing)?|poach(?:es|ed|ing)?", "聘用|聘请|延揽|挖角|招募"),
    "criticise": (r"critici[sz](?:es?|ed|ing)|prais(?:es?|ed|ing)|warn(?:s|ed|ing)?", "批评|抨击|警告|称赞|赞扬"),
    "leave": (r"leav(?:es?|ing)|left|quit(?:s|ting)?", "离开|退出"),
    "block": (r"block(?:s|ed|ing)?|ban(?:s|ned|ning)?", "封锁|禁止|封杀"),
}
"""Acts that one party does to another: English, and simplified Chinese.  By hand, 2026-11-22."""
_PATTERNS = {
    act: re.compile(rf"(?<![a-z])(?:{english})(?![a-z])|{chinese}") for act, (english, chinese) in _ACTS.items()
}
_INVERTED = re.compile(
    r"\bby\b|\bfrom\b|\breceiv|\b(?:was|were|been|being)\b|[被由遭获受收]到?|从|自(?!驾|动|研)|向.{0,12}(?:收|索|取)"
)
"""What explains that the one who suffers an act stands first: a passive, a receiver, a source."""
_HEAD = 4
"""Letters before a name that stands at the head of its text."""
_POSSESSIVE = re.compile(r" ?(?:['’]s?\b|的)")
_AGENT = re.compile(r"(?:由) ?$")
_VERB = 2
"""Chinese characters of a verb."""


def doer(case: Case) -> Finding | None:
    """Return the fault of a sentence that lets the one who suffers an act do it."""
    written, source = readings(case)
    agents = _agents(written), _agents(source)
    for verb, name in agents[0].items():
        other = agents[1].get(verb)
        if other and other != name and name in agents[1].values() and other in agents[0].values():
            return Finding(CODE, f"in the passage it is {other}, not {name}, by whom", hard=False)
    if _INVERTED.search(written.folded) or _INVERTED.search(source.folded):
        return None
    first = _head(source)
    if first is None:
        return None
    for act, name in _done_to(written):
        if name == first.name and any(first.end <= found.start() for found in _PATTERNS[act].finditer(source.folded)):
            return Finding(CODE, f"in the passage {name} is the one who does it ({act})", hard=False)
    if case.crosses and (here := _of_another(written)) and (there := _of_another(source)) and here == there[::-1]:
        return Finding(CODE, f"{there[0]} and {there[1]} have changed places", hard=False)
    return None


def reversed_doer(case: Case) -> Finding | None:
    """Return the fault of a sentence whose two names have changed places around one act of the table: it is certain.

    The passage has the act between the one at its head and the other, the sentence between the other and that one.
    """
    written, source = readings(case)
    if _INVERTED.search(written.folded) or _INVERTED.search(source.folded):
        return None
    head, now = _head(source), _head(written)
    if head is None or now is None or head.name == now.name:
        return None
    done = set(_done_to(source))
    for act, name in _done_to(written):
        if name == head.name and (act, now.name) in done:
            return Finding(CODE, f"in the passage it is {name} who does it to {now.name} ({act})", hard=True)
    return None


def _parties(reading: Reading) -> list[Mention]:
    return [mention for mention in reading.mentions if mention.kind not in ("place", "topic")]


def _head(reading: Reading) -> Mention | None:
    """Return the name at the head of a text, unless it only owns what stands there."""
    first = next(iter(_parties(reading)), None)
    if first is None or first.start > _HEAD or _POSSESSIVE.match(reading.folded, first.end):
        return None
    return first


def _done_to(reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield the acts of a text with the name that stands right behind each."""
    for act, pattern in _PATTERNS.items():
        for found in pattern.finditer(reading.folded):
            for mention in _parties(reading):
                owner = _POSSESSIVE.match(reading.folded, mention.end)
                if not owner and reading.folded[found.end() : mention.start].strip() in ("", "the", "了") and (
                    found.end() <= mention.start
                ):  # fmt: skip
                    yield act, mention.name


def _of_another(reading: Reading) -> tuple[str, str] | None:
    """Return the one who acts and the one whose thing it is, where a text names just these two: "A makes B's chips"."""
    names = _parties(reading)
    first = _head(reading)
    if len(names) != 2 or first is None or names[0].name == names[1].name:
        return None
    return (first.name, names[1].name) if _POSSESSIVE.match(reading.folded, names[1].end) else None


def _agents(reading: Reading) -> dict[str, str]:
    """Return what is done by whom in a Chinese text: the characters behind "by A" -> A."""
    return {
        reading.folded[mention.end : mention.end + _VERB]: mention.name
        for mention in _parties(reading)
        if _AGENT.search(reading.folded, 0, mention.start)
    }
