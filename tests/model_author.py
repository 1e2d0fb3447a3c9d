"""Fake models for the scripted server: one that writes what the prompt asks for, and one that obeys whatever it reads."""

from __future__ import annotations

import json
import re
from typing import Any

from model_server import Asked, Say

LINE = re.compile(r"^(k[0-9a-f]{7}) S(\d+): (.*)$", re.MULTILINE)
STORY = re.compile(r"^id ([A-Z]), title: (.*)$", re.MULTILINE)
PLACE = re.compile(r"^(\d+)\. ", re.MULTILINE)


def user_of(asked: Asked) -> str:
    return str(asked["messages"][1]["content"])


def shown(text: str) -> list[tuple[int, str]]:
    """Return the numbered sentences of a prompt."""
    return [(int(number), sentence) for _, number, sentence in LINE.findall(text)]


def sentence(text: str, *cites: int) -> dict[str, Any]:
    return {"text": text, "cites": list(cites)}


def is_chinese(asked: Asked) -> bool:
    return "正體中文" in asked["messages"][0]["content"]


def author(asked: Asked) -> Say:
    """Write every story from its own sentences, word for word: a model that never errs."""
    return Say(json.dumps(written(asked), ensure_ascii=False), usage=usage_of(asked))


def usage_of(asked: Asked) -> dict[str, int]:
    """Count as a real tokenizer would, roughly."""
    return {"prompt_tokens": sum(len(m["content"]) for m in asked["messages"]) // 3, "completion_tokens": 300}


def written(asked: Asked) -> dict[str, Any]:
    text = user_of(asked)
    name = asked["response_format"]["json_schema"]["name"] if "response_format" in asked else _guess(text)
    if name == "lines":
        starts = [(found.start(), found[1], found[2]) for found in STORY.finditer(text)]
        lines = []
        for at, (start, label, title) in enumerate(starts):
            end = starts[at + 1][0] if at + 1 < len(starts) else len(text)
            own = shown(text[start:end])
            lines.append(
                {
                    "id": label,
                    "title": title,
                    "headline": sentence(own[0][1], own[0][0]),
                    "summary": sentence(own[-1][1], own[-1][0]),
                }
            )
        return {"stories": lines}
    own = shown(text)
    if name == "repair":
        return {
            "sentences": [
                {"place": int(place), "text": own[0][1], "cites": [own[0][0]]} for place in PLACE.findall(text)
            ]
        }
    if name == "insight":
        first = [sentence(words.split(" / ")[0], number) for number, words in own]
        return {"theme": first[0], "trends": first[1:3], "context": [], "outlook": first[3:4]}
    told = [sentence(words, number) for number, words in own]
    return {
        "headline": told[0],
        "summary": told[1:3] or told[:1],
        "details": told[3:6],
        "uses": told[6:8],
        "entities": [],
    }


def _guess(text: str) -> str:
    return "lines" if STORY.search(text) else "repair" if PLACE.search(text) else "story"
