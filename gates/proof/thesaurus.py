"""WordNet 3.0 database files -> checks/thesaurus.txt: python gates/proof/thesaurus.py DICT_DIR OUT."""

import re
import sys
from collections import defaultdict
from pathlib import Path

FOLDER, OUT = Path(sys.argv[1]), Path(sys.argv[2])
WORD = re.compile(r"[a-z]{2,16}$")
HEAD = """# English words by meaning, and pairs of opposites: what checks/thesaurus.py reads.
#
# An extract of WordNet 3.0: single words (all verbs; nouns, adjectives and adverbs that its tagged texts hold), their
# synsets ("= word synset ..."), the synsets right above or similar ("^ synset above ..."), antonyms ("! word word").
# Synsets are renumbered.
#
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved.
# Permission to use, copy, modify and distribute this software and database and its documentation for any purpose and
# without fee or royalty is hereby granted, provided that you agree to comply with the following copyright notice and
# statements, including the disclaimer, and that the same appear on ALL copies of the software, database and
# documentation, including modifications that you make for internal use or for distribution.
# THIS SOFTWARE AND DATABASE IS PROVIDED "AS IS" AND PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES,
# EXPRESS OR IMPLIED. BY WAY OF EXAMPLE, BUT NOT LIMITATION, PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR
# WARRANTIES OF MERCHANTABILITY OR FITNESS FOR ANY PARTICULAR PURPOSE OR THAT THE USE OF THE LICENSED SOFTWARE,
# DATABASE OR DOCUMENTATION WILL NOT INFRINGE ANY THIRD PARTY PATENTS, COPYRIGHTS, TRADEMARKS OR OTHER RIGHTS.
# The name of Princeton University or Princeton may not be used in advertising or publicity pertaining to distribution
# of the software and/or database. Title to copyright in this software, database and any associated documentation shall
# at all times remain with Princeton University and LICENSEE agrees to preserve same.
"""
words, above, antonyms, members = defaultdict(list), defaultdict(set), set(), {}
for pos, name in (("v", "verb"), ("n", "noun"), ("a", "adj"), ("r", "adv")):
    for line in (FOLDER / f"data.{name}").read_text().splitlines():
        if line.startswith(" "):
            continue
        f = line.split()
        count = int(f[3], 16)
        synset = (pos, f[0])
        members[synset] = [re.sub(r"\(.*\)", "", f[4 + 2 * i].lower()) for i in range(count)]
        at = 4 + 2 * count
        for k in range(int(f[at])):
            sign, to, kind, ends = f[at + 1 + 4 * k : at + 5 + 4 * k]
            other = ({"s": "a"}.get(kind, kind), to)
            if sign in "@&$" and other[0] == pos:
                above[synset].add(other)
            if sign == "!":
                antonyms.add(((synset, int(ends[:2], 16)), (other, int(ends[2:], 16))))
    for line in (FOLDER / f"index.{name}").read_text().splitlines():
        f = line.split()
        if not line.startswith(" ") and WORD.match(f[0]):
            pointers = int(f[3])
            if pos == "v" or int(f[5 + pointers]):
                words[f[0]] += [(pos, to) for to in f[6 + pointers :]]
opposite = {
    tuple(sorted((members[a][i - 1], members[b][j - 1])))
    for (a, i), (b, j) in antonyms
    if members[a][i - 1] in words and members[b][j - 1] in words
}
used = sorted({synset for found in words.values() for synset in found})
ids = {synset: f"{number:x}" for number, synset in enumerate(used)}
lines = [f"= {word} {' '.join(ids[s] for s in words[word])}" for word in sorted(words)]
lines += [
    f"^ {ids[s]} {' '.join(sorted(ids[t] for t in above[s] if t in ids))}"
    for s in used
    if any(t in ids for t in above[s])
]
lines += [f"! {a} {b}" for a, b in sorted(opposite)]
OUT.write_text(HEAD + "\n".join(lines) + "\n")
