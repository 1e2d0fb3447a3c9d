"""Fallows' book of 1898, as plain text -> checks/fallows.txt: python gates/proof/fallows.py TEXT OUT.

The text is e-text 51155 of Project Gutenberg: entries of lines, ``KEY:``, ``SYN:`` and ``ANT:``, between signs ``=``.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

from broadsheet.checks.thesaurus import known
from broadsheet.text.bilingual import base_form

TEXT, OUT = Path(sys.argv[1]), Path(sys.argv[2])
FIELD = re.compile(r"^(KEY|SYN|ANT):", re.MULTILINE)
ASIDE = re.compile(r"\[[^\]]*\]|\{[^}]*\}|\([^)]*\)")
WORD = re.compile(r"[a-z]{2,16}$")
HEAD = """# English words with what they are put beside and what they are put against: what checks/thesaurus.py reads.
#
# From Samuel Fallows, "A Complete Dictionary of Synonyms and Antonyms", 1898, which is in the public domain; made by
# gates/proof/fallows.py.  Base forms of single words that checks/thesaurus.txt holds as well, which leaves out what was
# scanned wrongly.  A line: a word, "=" and its synonyms, "!" and its antonyms.
"""


def listed(field: str) -> set[str]:
    """Return the base forms of a list's single words."""
    said = (part.strip(" .\n_").lower() for part in re.split(r"[,;.]", ASIDE.sub("", field).replace("\n", " ")))
    return {base for word in said if WORD.match(word) and known(base := base_form(word))}


found: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"SYN": set(), "ANT": set()})
for entry in TEXT.read_text(encoding="utf-8-sig").split("\n=\n"):
    _, *parts = FIELD.split(entry)
    fields = list(zip(parts[::2], parts[1::2], strict=True))
    for key in {word for sign, field in fields if sign == "KEY" for word in listed(field)}:
        for sign, field in fields:
            if sign != "KEY":
                found[key][sign] |= listed(field) - {key}
lines = []
for word, lists in sorted(found.items()):
    said = [part for sign, name in (("=", "SYN"), ("!", "ANT")) if lists[name] for part in (sign, *sorted(lists[name]))]
    if said:
        lines.append(" ".join((word, *said)))
OUT.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
