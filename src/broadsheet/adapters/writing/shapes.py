"""The forms of an answer, as types: JSON schema for the server, a reader for what it sends, a reason when unfit.

Reasons: ``truncated refused empty invalid_json invalid_shape language repeated``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

import msgspec

from broadsheet.adapters.model.wire import Answer
from broadsheet.decode import convert
from broadsheet.types import Language


class Sentence(msgspec.Struct, frozen=True):
    """A text and the numbers of the source sentences that bear it out."""

    text: str
    cites: list[int]


class StoryAnswer(msgspec.Struct, frozen=True):
    """One story in full or short."""

    headline: Sentence
    summary: list[Sentence]
    details: list[Sentence]
    uses: list[Sentence]
    entities: list[str]


class Line(msgspec.Struct, frozen=True):
    """One of several small stories; ``id`` and ``title`` are echoed."""

    id: str
    title: str
    headline: Sentence
    summary: Sentence


class LinesAnswer(msgspec.Struct, frozen=True):
    """Several small stories."""

    stories: list[Line]


class Mended(msgspec.Struct, frozen=True):
    """A sentence written anew for its place."""

    place: int
    text: str
    cites: list[int]


class RepairAnswer(msgspec.Struct, frozen=True):
    """Sentences written anew."""

    sentences: list[Mended]


class InsightAnswer(msgspec.Struct, frozen=True):
    """What the day's stories have in common; ``cites`` are numbers of stories."""

    theme: Sentence
    trends: list[Sentence]
    context: list[Sentence]
    outlook: list[Sentence]


Answered = StoryAnswer | LinesAnswer | RepairAnswer | InsightAnswer
A = TypeVar("A", StoryAnswer, LinesAnswer, RepairAnswer, InsightAnswer)
S = TypeVar("S", bound=msgspec.Struct)


class Unfit(NamedTuple):
    """Why an answer cannot be used."""

    code: str
    message: str


BOUNDS: Mapping[str, int] = {
    "summary": 3,
    "details": 6,
    "uses": 4,
    "entities": 8,
    "cites": 4,
    "stories": 25,
    "trends": 3,
    "context": 3,
    "outlook": 3,
    "rulings": 14,
    "pairs": 8,
}
"""The most that a list of an answer may hold, as its schema says: a small model that is held to a schema without bounds
writes until its tokens end, or in circles (SmolLM2-135M for five stories of seven, 2026-11-23; with them two were cut
off instead of four: docs/why.md), and a list cut there is no answer at all.  A longer list from a server that knows no
bounds is read all the same."""
LONGEST_TEXT = 400
"""Characters of a text, likewise; ``verify`` takes no longer sentence."""


def schema_of(shape: type[msgspec.Struct]) -> dict[str, object]:
    """Return the JSON schema of a shape as strict servers want it: an object at the top, all fields required.

    ``maxItems`` and ``maxLength`` bound what is written; a server that refuses either gets none (``wire.Agreement``).
    """
    (root,), parts = msgspec.json.schema_components([shape], ref_template="#/$defs/{name}")
    del root
    told = {name: _strict(part) for name, part in parts.items()}
    return {**told.pop(shape.__name__), "$defs": told} if told.keys() - {shape.__name__} else told[shape.__name__]


def _strict(part: dict[str, object]) -> dict[str, object]:
    kept = {key: value for key, value in part.items() if key not in ("title", "description")}
    fields = kept.get("properties")
    assert isinstance(fields, dict)  # every shape is a struct
    return {**kept, "properties": {name: _bound(name, one) for name, one in fields.items()}, **_CLOSED}


_CLOSED: Mapping[str, object] = {"additionalProperties": False}


def _bound(name: str, field: dict[str, object]) -> dict[str, object]:
    if field.get("type") == "array" and name in BOUNDS:
        return {**field, "maxItems": BOUNDS[name]}
    return {**field, "maxLength": LONGEST_TEXT} if field.get("type") == "string" else field


MOST_CHARACTERS = 64_000
MOST_STARTS = 20
"""An answer has 5,000 tokens at most, and its object stands first or after a few words: what has more braces before
it is a model in a loop, and to try each would take minutes.  Hand-set 2026-11-22."""

_THOUGHT = re.compile(r"^\s*<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_DECLINES = re.compile(
    r"\b(?:I(?:'m| am) (?:sorry|unable)|I can(?:no|')t|I won't|as an AI)\b|抱歉|很遺憾|我(?:無法|不能)|作為(?:一個)?AI",
    re.IGNORECASE,
)
_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_ID = re.compile(r"[\[(【]?\s*[Ss]?(\d{1,4})\s*[\])】]?$")


def read(answer: Answer, shape: type[A], language: Language) -> A | Unfit:
    """Return what an answer says in its shape, or why it is unfit to be printed from."""
    told = parsed(answer, shape)
    return told if isinstance(told, Unfit) else _unfit(told, language) or told


def parsed(answer: Answer, shape: type[S]) -> S | Unfit:
    """Return what an answer says in its shape, whatever that is, or why it has none."""
    if answer.finish == "length":
        return Unfit("truncated", f"the answer broke off after {answer.tokens_out} tokens")
    if answer.finish == "content_filter" or answer.refusal:
        return Unfit("refused", answer.refusal[:200] or "the provider's filter ended the answer")
    text = _THOUGHT.sub("", answer.text).strip()
    if not text:
        return Unfit("empty", "the answer is empty")
    if len(text) > MOST_CHARACTERS:
        return Unfit("truncated", f"the answer has {len(text)} characters, more than was asked for")
    found = _object(text)
    if found is None:
        if "{" not in text and _DECLINES.search(text[:200]):
            return Unfit("refused", text[:200])
        return Unfit("invalid_json", f"no JSON object in {text[:120]!r}")
    try:
        told = convert(_numbered(found), shape, strict=False)
        msgspec.json.encode(told)
    except (msgspec.ValidationError, RecursionError, OverflowError) as error:
        return Unfit("invalid_shape", str(error)[:200])
    except UnicodeEncodeError:
        return Unfit("invalid_json", "a text holds half a character (a lone surrogate)")
    return told


def _object(text: str) -> dict[str, object] | None:
    """Return the first JSON object in a text, whatever stands around it."""
    decoder = json.JSONDecoder(strict=False)
    for start in islice((at for at, sign in enumerate(text) if sign == "{"), MOST_STARTS):
        try:
            found, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):  # an integer of 5,000 digits is a ValueError of its own
            continue
        if isinstance(found, dict):
            return found
    return None


def _numbered(value: object) -> object:
    """Turn the ids of ``cites`` into numbers, however they are written; what is none becomes 0, which no one has."""
    if isinstance(value, list):
        return [_numbered(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: _ids(one) if key == "cites" else _numbered(one) for key, one in value.items()}


def _ids(value: object) -> object:
    if isinstance(value, str | int):
        value = [value]
    if not isinstance(value, list):
        return value
    numbers: list[int] = []
    for one in value:
        match = _ID.match(one.strip()) if isinstance(one, str) else None
        whole = one if isinstance(one, int) and not isinstance(one, bool) and 0 < one < 10_000 else 0
        numbers.append(int(match[1]) if match else whole)
    return numbers


def texts_of(told: Answered) -> Iterator[str]:
    """Give the texts of an answer."""
    if isinstance(told, StoryAnswer):
        yield from (one.text for one in (told.headline, *told.summary, *told.details, *told.uses))
    elif isinstance(told, LinesAnswer):
        yield from (one.text for line in told.stories for one in (line.headline, line.summary))
    elif isinstance(told, InsightAnswer):
        yield from (one.text for one in (told.theme, *told.trends, *told.context, *told.outlook))
    else:
        yield from (one.text for one in told.sentences)


def _unfit(told: Answered, language: Language) -> Unfit | None:
    texts = [text for text in texts_of(told) if text.strip()]
    lacks = isinstance(told, StoryAnswer) and not (
        told.headline.text.strip() and any(s.text.strip() for s in told.summary)
    )
    if not texts or lacks:
        return Unfit("empty", "the headline or the summary is empty")
    tests: tuple[tuple[str, Callable[[Sequence[str]], bool], str], ...] = (
        ("repeated", _repeats, "the same words come again and again"),
        ("language", lambda all: 2 * sum(map(foreign(language), all)) > len(all), f"the answer is not in {language}"),
    )
    return next((Unfit(code, message) for code, test, message in tests if test(texts)), None)


def foreign(language: Language) -> Callable[[str], bool]:
    """Return what says whether a text is in another language; names may be in any."""
    if language == "en":
        return lambda text: 2 * len(_HAN.findall(text)) > len(_LETTER.findall(text))
    return lambda text: 4 * len(_HAN.findall(text)) < len(_LETTER.findall(text))


RUN = 12
"""Characters of a run that is looked for again."""
MOST_AGAIN = 0.5
"""Share of a text's runs that may have stood in it before; prose has under a tenth, a model in a loop nearly all."""


def _repeats(texts: Sequence[str]) -> bool:
    if len(texts) > 3 and len({text.strip() for text in texts}) * 2 <= len(texts):
        return True
    for text in texts:
        runs = [text[at : at + RUN] for at in range(len(text) - RUN)]
        if len(runs) > 60 and len(set(runs)) < MOST_AGAIN * len(runs):
            return True
    return False
