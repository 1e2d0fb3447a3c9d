"""Make ``src/broadsheet/adapters/data/use_means.json``: the mean USE vector of each language group.

    .venv/bin/python bench/language_means.py ARTICLES.jsonl HEADLINES.json > src/broadsheet/adapters/data/use_means.json

Uses texts and languages only, never the labels.  ``other`` is the mean of ``en`` and ``zh``: nine articles in nine
languages are too few for a mean of their own.  Components are written with four decimals (error of a cosine < 0.001).
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from broadsheet.adapters.embed_use import UseEmbedder, language_group
from broadsheet.stages.embed import passage


def texts(path: Path) -> list[tuple[str, str]]:
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [(passage(row["title"], row["text"]), row["lang"]) for row in rows]
    events: list[list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return [
        (title, language) for event in events for title, language in zip(event, ("en", "en", "zh", "zh"), strict=True)
    ]


def main() -> None:
    paths = [Path(argument) for argument in sys.argv[1:]]
    encoder = UseEmbedder()
    placed = [(encoder.raw(text), language_group(language)) for path in paths for text, language in texts(path)]
    means: dict[str, list[float]] = {}
    for group in ("en", "zh"):
        vectors = np.stack([vector for vector, of in placed if of == group]).astype(np.float64)
        means[group] = (vectors.sum(axis=0) / len(vectors)).tolist()
    means["other"] = [(en + zh) / 2 for en, zh in zip(means["en"], means["zh"], strict=True)]
    print(
        json.dumps(
            {
                "encoder": encoder.name,
                "made_from": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths},
                "texts": {group: sum(of == group for _, of in placed) for group in ("en", "zh")},
                "means": {group: [round(x, 4) for x in mean] for group, mean in means.items()},
            }
        )
    )


if __name__ == "__main__":
    main()
