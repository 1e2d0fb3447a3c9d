"""Seed errors: from the true sentences of this folder, sentences that their passage does not bear out.

    python gates/proof/seed.py             write errors.jsonl
    python gates/proof/seed.py --check     exit 1 when errors.jsonl is not what this program makes
    python gates/proof/seed.py --sample 30 [CLASS]      print some of each class, to be read by a person

The same files give the same bytes: choices are drawn from a digest of the sentence and the class, never from chance.
Sentences, paraphrases and translations are all changed, so what is judged seldom stands verbatim anywhere.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator

from material import HERE, SEEDS, SENTENCES, Draw, Row, Text, alone, siblings, texts
from quantities import date, digit, elsewhere, scale, unit
from wording import attribution, hastened, marked, modality, other_name, outside

CLASSES: dict[str, tuple[int, int]] = {
    "digit": (350, 180),
    "scale": (300, 160),
    "number elsewhere": (300, 160),
    "outside name": (320, 180),
    "other name": (250, 130),
    "negation in": (220, 180),
    "negation out": (220, 180),
    "modality": (200, 170),
    "stage": (220, 180),
    "antonym": (300, 160),
    "direction": (200, 160),
    "attribution": (220, 140),
    "unit": (280, 160),
    "date": (250, 150),
    "merged": (300, 170),
    "wrong citation": (320, 190),
    "invented": (260, 200),
}
"""The most errors of each class: in the passage's own language, and across languages."""


def small() -> frozenset[str]:
    """Return the words that begin a sentence here and stand in small letters elsewhere: no names."""
    words = {word for item in texts() if item.language == "en" for word in item.text.split()}
    return frozenset(word for word in words if word[:1].isupper() and word.lower() in words)


SMALL = small()


def merged(item: Text, draw: Draw) -> Iterator[str]:
    """A clause of another sentence of the article is joined on, and only one of the two is cited."""
    long = {"en": 300, "zh": 130}[item.language]
    for row in draw.order(siblings(item.passage)):
        clause = min(alone(row, item.language), key=lambda t: (len(t), t))
        if len(item.text) + len(clause) > long or '"' in clause + item.text or "「" in clause + item.text:
            continue
        first, second = (item.text, clause) if draw.below(3) else (clause, item.text)
        if item.language == "en":
            if second.split()[0] in SMALL:
                second = second[0].lower() + second[1:]
            yield first.rstrip(".") + draw.order([", and ", ", while ", "; "])[0] + second
        else:
            joint = draw.order(["，", "；", "，而"])[0]
            yield first.rstrip("。") + joint + (" " if joint == "，而" and second[0].isascii() else "") + second
        return


def wrong(item: Text, draw: Draw) -> Iterator[str]:
    """A true sentence of the article that cites another one."""
    row = draw.order(siblings(item.passage))[0]
    yield draw.order(alone(row, item.language))[0]


def invented(item: Text, draw: Draw) -> Iterator[str]:
    """A sentence without a number or a name that nobody has said."""
    yield draw.order(SEEDS["invented"][item.language])[0]


MAKERS: dict[str, Callable[[Text, Draw], Iterator[str]]] = {
    "digit": digit,
    "scale": scale,
    "number elsewhere": elsewhere,
    "outside name": outside,
    "other name": other_name,
    "negation in": marked("negation in"),
    "negation out": marked("negation out"),
    "modality": modality,
    "stage": marked("stage"),
    "antonym": marked("antonym"),
    "direction": marked("direction"),
    "attribution": attribution,
    "unit": unit,
    "date": date,
    "merged": merged,
    "wrong citation": wrong,
    "invented": invented,
}
MANY = {"negation in": 2, "negation out": 2, "antonym": 2, "direction": 2, "modality": 2, "stage": 2, "attribution": 2}
"""Errors that one text may give to a class; one, where not said."""


def make() -> list[Row]:
    """Return every error, in the order of the classes."""
    every = list(texts())
    true = {text for row in SENTENCES.values() for text in alone(row, "en") + alone(row, "zh")}
    rows: list[Row] = []
    for kind, maker in MAKERS.items():
        most = dict(zip((False, True), CLASSES[kind], strict=True))
        seen: set[tuple[str, str]] = set()
        for item in sorted(
            every, key=lambda t: hashlib.sha256(f"{kind}\x1f{t.passage['id']}\x1f{t.text}".encode()).digest()
        ):
            for number, text in enumerate(maker(item, Draw(kind, item.passage["id"], item.text))):
                if number >= MANY.get(kind, 1) or most[item.crosses] == 0:
                    break
                passage = str(item.passage["id"])
                if (text in true and kind != "wrong citation") or (passage, text) in seen:
                    continue
                seen.add((passage, text))
                most[item.crosses] -= 1
                language = "zh-Hant" if item.language == "zh" else "en"
                rows.append({"id": "", "passage": passage, "kind": kind, "language": language, "text": text})
    for row in SENTENCES.values():
        for number, (weaker, language, text) in enumerate(hastened(row)):
            if number < 2:
                tag = "zh-Hant" if language == "zh" else "en"
                rows.append(
                    {"id": "", "passage": row["id"], "cites": weaker, "kind": "stage", "language": tag, "text": text}
                )
    for row in rows:
        row["id"] = hashlib.sha256(
            f"{row['kind']}\x1f{row['passage']}\x1f{row.get('cites')}\x1f{row['text']}".encode()
        ).hexdigest()[:10]
    return rows


def main(arguments: list[str]) -> int:
    """Write, check or sample the errors; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("kind", nargs="?")
    options = parser.parse_args(arguments)
    rows = make()
    content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path = HERE / "errors.jsonl"
    if options.check:
        return int(path.read_text(encoding="utf-8") != content)
    for kind in CLASSES:
        mine = [row for row in rows if row["kind"] == kind]
        across = sum(row["language"][:2] != SENTENCES[row["passage"]]["language"][:2] for row in mine)
        if options.kind in (None, kind):
            sys.stdout.write(f"{kind}: {len(mine) - across} in the same language, {across} across\n")
        if options.sample and options.kind in (None, kind):
            for row in sorted(mine, key=lambda r: str(r["id"]))[: options.sample]:
                sys.stdout.write(f"  {row.get('cites') or SENTENCES[row['passage']]['text']}\n    -> {row['text']}\n")
    if not options.sample:
        path.write_text(content, encoding="utf-8")
        sys.stdout.write(f"{len(rows)} errors\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
