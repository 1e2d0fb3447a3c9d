"""Errors of names, polarity, modality, stage, direction and attribution."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from material import SEEDS, Draw, Row, Text, patterns, said, siblings, taiwan

THE = re.compile(patterns("the"))


def put(item: Text, form: str, new: str) -> str | None:
    """Return the text with a name in the place of another one, with the article that English wants."""
    if item.language == "zh":
        spaced = re.compile(rf"(?<=[\u4e00-\u9fff，、])? ?{re.escape(form)} ?")
        match = spaced.search(item.text)
        if match is None:
            return None
        before, after = item.text[: match.start()], item.text[match.end() :]
        latin = new.isascii()
        left = " " if latin and re.search(r"[\u4e00-\u9fff\w%]$", before) else ""
        right = " " if latin and re.match(r"[\u4e00-\u9fff\w]", after) else ""
        if not latin and re.match(r"[A-Za-z0-9]", after):
            right = " "
        if not latin and before and re.search(r"[A-Za-z0-9%]$", before):
            left = " "
        return before + left + new + right + after
    match = re.search(rf"(?:\b([Tt]he) )?(?<![\w]){re.escape(form)}(?![\w])(?!'s (?=\d))", item.text)
    if match is None:
        return None
    start = match.start()
    if THE.match(new):
        word = ("The " if start == 0 else "the ") if match.group(1) or THE.match(form) or True else ""
        previous = re.search(r"(\w+) $", item.text[:start])
        if (
            previous
            and (previous.group(1)[0].isupper() or previous.group(1) in {"by", "and"})
            and not match.group(1)
            and previous.group(1) not in {"In", "At", "After", "From"}
        ):
            word = "the " if previous.group(1) in {"by", "and"} else ""
        return item.text[:start] + word + new + item.text[match.end() :]
    if match.group(1) and not THE.match(form):
        return item.text[:start] + match.group(1) + " " + new + item.text[match.end() :]
    return item.text[:start] + new + item.text[match.end() :]


def named(item: Text) -> list[tuple[str, Row]]:
    """Return the names that stand in the text, in its own writing, the longest first, none inside another."""
    key = "en" if item.language == "en" else "zh"
    forms = [(n[key], n) for n in item.passage["names"]]
    here = [(f, n) for f, n in forms if f in item.text]
    if item.passage["language"] == "zh-Hans" and item.language == "zh":
        here = [(t, n) for f, n in forms if (t := taiwan(f)) in item.text]
    return [(f, n) for f, n in here if not any(f != g and f in g for g, _ in here)]


def outside(item: Text, draw: Draw) -> Iterator[str]:
    """A name that the article does not hold."""
    for form, name in draw.order(named(item)):
        table = next(t for t in SEEDS["outside"] if t["kind"] == name["kind"])
        latin = re.search("[A-Za-z]", form) is not None
        pool = table["names"] if latin or not table["chinese"] else table["chinese"]
        new = draw.order(
            [n for n in pool if not any(n in said(r, item.language) for r in (item.passage, *siblings(item.passage)))]
        )[0]
        if (text := put(item, form, new)) is not None:
            yield text


def other_name(item: Text, draw: Draw) -> Iterator[str]:
    """A name of another sentence of the article, of the same kind."""
    key = "en" if item.language == "en" else "zh"
    own = said(item.passage, item.language) + item.text + item.passage["text"]
    alike = {
        "model": {"model", "work"},
        "work": {"model", "work"},
        "person": {"person"},
        "place": {"place"},
        "law": {"law"},
        "organisation": {"organisation"},
    }
    for form, name in draw.order(named(item)):
        others = [
            n
            for n in item.passage["names"]
            if n["kind"] in alike[name["kind"]]
            and n[key] not in own
            and taiwan(n[key]) not in own
            and n["en"] not in own
            and n is not name
        ]
        # A person may stand where a firm that acts stands, at the head of a sentence.
        if not others and name["kind"] == "organisation" and item.text.startswith(form + " ") and item.language == "en":
            others = [
                n for n in item.passage["names"] if n["kind"] == "person" and n[key] not in own and n["en"] not in own
            ]
        if others:
            new = draw.order(others)[0][key]
            if item.language == "zh" and item.passage["language"] == "zh-Hans":
                new = taiwan(new)
            if (text := put(item, form, new)) is not None:
                yield text


WEAKER = {
    ("stage", "en"): re.compile(rf"\b{patterns('weaker stage')}\b"),
    ("stage", "zh"): re.compile(patterns("weaker stage zh")),
    ("modality", "zh"): re.compile("^可能$"),
}
"""Alternatives that say less than the sentence: no error, since weaker is allowed; the sentence is one of *them*."""


def edited(item: Text, edit: Row) -> str:
    """Return the sentence with a marked alternative in its place."""
    own = item.passage["text"] if not item.crosses else item.text
    text = own[: edit["start"]] + edit["to"] + own[edit["end"] :]
    text = re.sub(r"  +", " ", text).strip()
    if own[0].isupper():
        text = text[0].upper() + text[1:]
    return taiwan(text) if item.language == "zh" and item.passage["language"] == "zh-Hans" else text


def hastened(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield passages that say less (planned, sought), and the sentence, in each language, that says it is done."""
    own = row["language"][:2]
    for edit in row["edits"]:
        if edit["kind"] == "stage" and WEAKER["stage", own].search(edit["to"]):
            passage = row["text"][: edit["start"]] + edit["to"] + row["text"][edit["end"] :]
            yield passage, own, said(row, own)
            yield passage, "zh" if own == "en" else "en", said(row, "zh" if own == "en" else "en")


def marked(kind: str) -> Callable[[Text, Draw], Iterator[str]]:
    """Return the maker of errors from the alternatives that were written beside the sentence itself."""

    def make(item: Text, draw: Draw) -> Iterator[str]:
        for edit in draw.order([e for e in item.edits if e["kind"] == kind]):
            if (kind, item.language) not in WEAKER or not WEAKER[kind, item.language].search(edit["to"]):
                yield edited(item, edit)

    return make


def modality(item: Text, draw: Draw) -> Iterator[str]:
    """A hedge becomes a certainty."""
    yield from marked("modality")(item, draw)
    if not any(e["kind"] == "modality" for e in item.edits):
        for weak, strong in SEEDS["stronger"][item.language].items():
            match = re.search(rf"\b{weak}\b" if item.language == "en" else rf"(?<!不){weak}", item.text)
            if weak == "estimates" and match and item.text[: match.start()].endswith(" the "):
                continue
            if match and not re.match(r" (?:not|offer commitments)|會?不|賭客", item.text[match.end() :]):
                after = (
                    re.sub(r"^(?:的是|讓|的)?", "", item.text[match.end() :])
                    if weak == "希望"
                    else item.text[match.end() :]
                )
                if weak in {"believes", "suspects", "hopes that"}:
                    after = re.sub(r"^ that\b", "", after)
                    if weak == "suspects" and not re.match(r" (?:that|a|part)", item.text[match.end() :]):
                        continue
                yield item.text[: match.start()] + draw.order(strong)[0] + after
                return


SAYS = patterns("says")
CLAUSE = r"(?:the|it|its|no|only|each|there|they|mortgage|[A-Z]\w+ (?:is|was|are))\b"
SAYS_ZH = patterns("says zh")


def attribution(item: Text, draw: Draw) -> Iterator[str]:
    """Who says so is left out."""
    done = False
    for text in marked("attribution")(item, draw):
        done = True
        yield text
    if done:
        return
    text = item.text
    if item.language == "en":
        for pattern in (
            rf"^[A-Z][^.:;\"]{{2,70}}?,? {SAYS} that (?={patterns('goes on')})",
            rf"^[A-Z][^.:;\"]{{2,60}}?,? (?:said|says) (?:he |she )?(?={CLAUSE})",
            r"^(?:According to|By) [^,]{3,50}, (?:[A-Z]\w+ [A-Z]\w+, )?(?=\w)",
        ):
            match = re.match(pattern, text)
            if match:
                rest = text[match.end() :]
                yield rest[0].upper() + rest[1:]
                return
        match = re.search(
            rf", (?!which|who)(?:according to [^,]+|(?:as )?[^,.]*?\b{SAYS}(?:, [^.]*)?)\.$|, [^,.]+, {SAYS}\.$", text
        )
        if match and '"' not in text:
            yield text[: match.start()] + "."
    else:
        match = re.match(rf"^[^，。「]{{2,26}}?{SAYS_ZH}，(?!但|並|卻|而)", text) or re.match(
            r"^[^，。「]{2,20}?(?:說|稱|表示|認為|估計)(?=[^明法為])", text
        )
        if match and not re.search(r"否認|稱讚", match.group()):
            yield text[match.end() :]
            return
        match = re.search(rf"，[^，。]{{2,24}}{SAYS_ZH}。$", text)
        if match:
            yield text[: match.start()] + "。"
