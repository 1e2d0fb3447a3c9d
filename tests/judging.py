"""A model that writes one doubtful sentence a story, and judges that answer what a test tells them to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from model_author import shown, user_of, written
from model_server import Asked, Say
from test_llm_edition import SUBJECTS

SAYS = re.compile(r"^k[0-9a-f]{7} (\d+) says: (.*)$", re.MULTILINE)
DOUBTFUL = "Observers praise how elegant the {} looks in everyday life."
LIE = "Observers praise how elegant the {} for 77 million dollars looks in everyday life."
Ruling = dict[str, object]


def kind_of(asked: Asked) -> str:
    return str(asked["response_format"]["json_schema"]["name"])


def says(asked: Asked) -> list[tuple[int, str]]:
    """Return the numbered sentences that a judge is asked about."""
    return [(int(number), text) for number, text in SAYS.findall(user_of(asked))]


def rulings(asked: Asked, supported: bool = True, why: str = "borne_out") -> list[Ruling]:
    return [{"id": number, "supported": supported, "why": why} for number, _ in says(asked)]


def ruling(told: Sequence[Ruling]) -> Say:
    return Say(json.dumps({"rulings": list(told)}))


def court(judge: Callable[[Asked], Say], sentence: str = DOUBTFUL) -> Callable[[Asked], Say]:
    """Return a model that writes true stories with ``sentence`` in each, and judges as ``judge`` does."""

    def script(asked: Asked) -> Say:
        if kind_of(asked) == "judge":
            return judge(asked)
        told = written(asked)
        if kind_of(asked) == "story":
            told["summary"] = told["summary"][:1]  # what the last sentence says is told by nobody else
            subject = next(word for word in SUBJECTS if word in user_of(asked))
            told["details"] = [{"text": sentence.format(subject), "cites": [len(shown(user_of(asked)))]}]
        return Say(json.dumps(told))

    return script


def yes(asked: Asked) -> Say:
    return ruling(rulings(asked))


def no(asked: Asked) -> Say:
    return ruling(rulings(asked, supported=False, why="absent"))
