"""Why a story stands where it does, in the words of the edition's language and of the sources."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import msgspec

from broadsheet.page import READ, Page
from broadsheet.text.cues import standing
from broadsheet.text.numbers import numbers
from broadsheet.types import Reason, Story

REASON_NAMES = 5


def explained(story: Story, page: Page) -> tuple[Reason, ...]:
    """Give the reasons of a story their sentences, strongest first; their points still add up to its score.

    That a source speaks of its own deeds and that the desk trusts it is one fact when both name the same outlets.
    """
    reasons = {reason.code: reason for reason in story.reasons}
    primary, trusted = reasons.get("primary"), reasons.get("authority")
    both = primary is not None and trusted is not None and set(trusted.names) <= set(primary.names)
    told: list[Reason] = []
    for reason in story.reasons:
        key, points = _sentence_key(reason), reason.points
        if both and trusted is not None and trusted.points > 0:
            if reason is trusted:
                continue
            if reason is primary:
                key, points = "reason.primary_trusted", reason.points + trusted.points
        kind, _, entry = reason.code.partition(".")
        names = _standing(reason, story, page) if kind in ("consequence", "interest") else list(reason.names)
        listed = page.series(names[:REASON_NAMES])
        if len(names) > REASON_NAMES:
            listed = page.more(listed)
        text = page.say(key, count=reason.count, names=listed, label=_label(kind, entry, page))
        told.append(msgspec.structs.replace(reason, points=points, text=text))
    return tuple(sorted(told, key=lambda reason: -reason.points))


def _sentence_key(reason: Reason) -> str:
    if reason.code == "continues" and reason.count:
        return "reason.continues_new"
    if reason.code == "owners" and reason.count == 1:
        return "reason.owner"
    if reason.code == "authority" and reason.points < 0:
        return "reason.authority_less"
    return f"reason.{reason.code.partition('.')[0]}"


def _standing(reason: Reason, story: Story, page: Page) -> list[str]:
    """Return the cues of a reason as whole words of the sources, each once, those of the edition's script first.

    ``rank`` names a cue as the desk writes it; a sum of money it names as the source does.
    """
    kind, _, entry = reason.code.partition(".")
    items = page.desk.consequences if kind == "consequence" else page.desk.interests
    cues = {cue.removesuffix("*"): cue for item in items if item.id == entry for cue in item.cues}
    voices = story.originals or story.articles
    titles = "\n".join(article.title for article in voices)
    words: dict[str, None] = {}
    sums: set[tuple[Decimal, str]] = set()
    for name in sorted(reason.names, key=lambda name: (not page.own_script(name), not name[:1].isdigit())):
        found = [name]
        if name not in cues:
            worth = {(number.value, number.unit) for number in numbers(name)}
            if worth & sums:
                continue
            sums |= worth
        if name in cues:
            openings = (article.text[:READ] for article in voices)
            found = [*standing(cues[name], titles)] or [w for text in openings for w in standing(cues[name], text)]
        forms = Counter(page.converted(word) if page.sheet.language == "zh-Hant" else word for word in found)
        spellings = Counter(_loose(form) for form in forms.elements())
        if forms:
            best = min(forms, key=lambda form: (-spellings[_loose(form)], -forms[form], form != form.lower(), form))
            words.setdefault(best)
    alone = [w for w in words if not any(w != v and _loose(w) in _loose(v) for v in words if _loose(v) != _loose(w))]
    once = {_loose(word): word for word in reversed(alone)}
    kept = [word for word in alone if once[_loose(word)] == word]
    return [page.say("quoted", text=word) for word in sorted(kept, key=lambda word: not page.own_script(word))]


def _loose(word: str) -> str:
    """The same word for a reader: ``open-source`` is ``Open Source``."""
    return word.casefold().replace("-", " ")


def _label(kind: str, entry: str, page: Page) -> str:
    known = page.desk.consequences if kind == "consequence" else page.desk.interests if kind == "interest" else ()
    return next((item.label.of(page.sheet.language) for item in known if item.id == entry), "")
