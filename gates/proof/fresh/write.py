"""Write the fresh material: sentences, paraphrases and errors from ``contents.txt`` and ``invented.txt``.

    python gates/proof/fresh/write.py              write sentences.jsonl, paraphrases.jsonl, errors.jsonl
    python gates/proof/fresh/write.py --check      exit 1 when the files are not what this program makes

Every content stands in English and in Chinese, and each of the two is a passage once; so an alternative that was marked
in one language is an error in the passage's language and, beside the other passage, one across languages.  Half of the
Chinese passages are in simplified characters.  Same files, same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

from opencc import OpenCC

HERE = Path(__file__).parent
CODES = {
    "dg": "digit", "sc": "scale", "ne": "number elsewhere", "on": "outside name", "xn": "other name",
    "ni": "negation in", "no": "negation out", "mo": "modality", "st": "stage", "an": "antonym", "di": "direction",
    "at": "attribution", "un": "unit", "dt": "date",
}  # fmt: skip
JOINTS = {"E": (", and ", ", while ", "; "), "Z": ("，", "；", "，而")}
_MARKED = re.compile(r"\{([^{}|]*)\|([^{}]*)\}")
_SIMPLIFIED = OpenCC("tw2sp")


class Said(NamedTuple):
    """A true text, and the (class, text) of what makes it false."""

    text: str
    false: tuple[tuple[str, str], ...]


class Content(NamedTuple):
    """One sentence of an article in both languages ("E", "Z"), with a paraphrase of each ("e", "z")."""

    article: str
    number: int
    published: str
    said: dict[str, Said]
    other: dict[str, str]


def tidy(text: str) -> str:
    """Return a text whose alternative was put in, or left out, as it would be printed."""
    text = re.sub(r"\s+", " ", text.replace("~", "")).strip(" ，")
    text = re.sub(r"\s*[,，]\s*([.。])$", r"\1", re.sub(r"\s+([,.])", r"\1", text))
    return text[:1].upper() + text[1:]


def read_marked(line: str) -> Said:
    """Return the true text of a line and every false one."""
    true = tidy(_MARKED.sub(lambda m: m[1], line))
    false: list[tuple[str, str]] = []
    for mark in _MARKED.finditer(line):
        for told in mark[2].split("|"):
            code, _, words = told.partition(":")
            if words.endswith(":x"):  # weaker than the truth, and so no error
                continue
            before = _MARKED.sub(lambda m: m[1], line[: mark.start()])
            after = _MARKED.sub(lambda m: m[1], line[mark.end() :])
            false.append((CODES[code], tidy(before + words + after)))
    return Said(true, tuple(false))


def contents() -> list[Content]:
    """Return the contents of the file in their order."""
    found: list[Content] = []
    article = published = ""
    number = 0
    for line in (HERE / "contents.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            _, article, published = line.split()
            number = 0
        elif line.startswith("E "):
            number += 1
            found.append(Content(article, number, published, {"E": read_marked(line[2:])}, {}))
        elif line.startswith("Z "):
            found[-1].said["Z"] = read_marked(line[2:])
        elif line[:2] in ("e ", "z "):
            found[-1].other[line[0].upper()] = line[2:].strip()
    return found


SMALL = frozenset(re.findall(r"(?<!\S)[a-z]+", (HERE / "contents.txt").read_text(encoding="utf-8"))) | {"because"}
"""Words that stand in small letters somewhere: no names."""


def lower(text: str) -> str:
    """Return a sentence as it goes on after a comma; a name keeps its capital."""
    return text[0].lower() + text[1:] if text.split()[0].lower() in SMALL else text


def merged(one: Content, other: Content, side: str, at: int) -> str:
    """Return two true sentences as one."""
    first, second = one.said[side].text, other.other[side]
    joint = JOINTS[side][at % 3]
    if side == "E":
        return first.rstrip(".") + joint + lower(second)
    return first.rstrip("。") + joint + (" " if joint == "，而" and second[0].isascii() else "") + second


def rows() -> tuple[list[dict[str, str]], list[dict[str, str]], list[dict[str, str]]]:
    """Return the lines of the three files."""
    every = contents()
    lies = [line for line in (HERE / "invented.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    invented = {"E": [lie for lie in lies if lie.isascii()], "Z": [lie for lie in lies if not lie.isascii()]}
    articles = list(dict.fromkeys(content.article for content in every))
    sentences: list[dict[str, str]] = []
    paraphrases: list[dict[str, str]] = []
    errors: list[dict[str, str]] = []
    for at, content in enumerate(every):
        mine = [other for other in every if other.article == content.article and other is not content]
        for side in "EZ":
            name = f"{content.article}{side.lower()}-{content.number}"
            text, language = content.said[side].text, "en" if side == "E" else "zh-Hant"
            if side == "Z" and articles.index(content.article) % 2:
                text, language = str(_SIMPLIFIED.convert(text)), "zh-Hans"
            sentences.append({"id": name, "language": language, "published": content.published, "text": text})
            for told in "EZ":
                tag = "en" if told == "E" else "zh-Hant"
                said = content.said[told]
                true = [("restructured", content.other[told])]
                if told != side:
                    true.append(("translation", said.text))
                for kind, words in true:
                    paraphrases.append(
                        {"id": f"{name}-{told.lower()}{kind[0]}", "passage": name, "language": tag, "kind": kind,
                         "text": words}
                    )  # fmt: skip
                false = list(said.false)
                if (at + (told == side)) % 2:
                    false.append(("merged", merged(content, mine[at % 3], told, at)))
                    false.append(("invented", invented[told][at % len(invented[told])]))
                else:
                    false.append(("wrong citation", mine[at % 3].other[told]))
                for kind, words in false:
                    row = {"passage": name, "kind": kind, "language": tag, "text": words}
                    digest = hashlib.sha256(json.dumps(row, ensure_ascii=False).encode()).hexdigest()[:10]
                    errors.append({"id": digest, **row})
    return sentences, paraphrases, errors


def main(arguments: list[str]) -> int:
    """Write or check the files; return the exit status."""
    names = ("sentences", "paraphrases", "errors")
    same = True
    for name, lines in zip(names, rows(), strict=True):
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        path = HERE / f"{name}.jsonl"
        if arguments == ["--check"]:
            same = same and path.read_text(encoding="utf-8") == content
        else:
            path.write_text(content, encoding="utf-8")
            sys.stdout.write(f"{len(lines)} {name}\n")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
