"""The names of a story: which of its sources' names are printed under it, and in which form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from broadsheet.adapters.extract_cues import is_han
from broadsheet.text.chinese import has_simplified, to_taiwan
from broadsheet.text.names import Mention
from broadsheet.text.proper import is_only_a_noun
from broadsheet.text.quotable import fault
from broadsheet.types import Article, Language

Mentions = Mapping[str, tuple[Sequence[Mention], Sequence[Mention]]]
"""Names by article id: those of the title, those of the text."""

MAX_ENTITIES = 8
_ACTS = {"company": 1.0, "lab": 1.0, "model": 1.0, "product": 1.0, "person": 1.0, "chip": 0.9, "law": 0.8}
"""How much a kind of name tells who acts and with what; places and names that the desk does not know come after."""


def entities(
    articles: Sequence[Article], mentions: Mentions, language: Language, taiwan: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the names that most articles speak of, each in a form that stands in one of them.

    ``taiwan`` gives a name as an edition in Traditional Chinese prints it.
    """
    told: Counter[str] = Counter()
    times: Counter[str] = Counter()
    surfaces: dict[str, Counter[str]] = {}
    kinds: dict[str, str] = {}
    titled: set[str] = set()
    for article in articles:
        here: set[str] = set()
        for part, found in zip((article.title, article.text), mentions[article.id], strict=True):
            for mention in found:
                if mention.kind == "topic":
                    continue
                here.add(mention.name)
                times[mention.name] += 1
                surfaces.setdefault(mention.name, Counter())[part[mention.start : mention.end]] += 1
                if mention.known:
                    kinds[mention.name] = mention.kind
                if part is article.title:
                    titled.add(mention.name)
        told.update(here)
    outlets = "\n".join(article.source.outlet.casefold() for article in articles)
    worthy = [n for n in told if n in kinds or told[n] > 1 + (" " not in n) or (n in titled and times[n] > 2)]
    worthy = [n for n in worthy if n in titled or n.casefold() not in outlets]
    whole = "\n".join(part for article in articles for part in (article.title, article.text))
    worthy = [n for n in worthy if n in kinds or not is_only_a_noun(n, whole)]
    worthy.sort(key=lambda n: (-told[n] * _ACTS.get(kinds.get(n, ""), 0.5), n not in titled, -times[n], n))
    texts = [part for article in articles for part in (article.title, article.text)]
    if language == "zh-Hant":
        texts += [to_taiwan(part) for part in texts if has_simplified(part)]
    forms: list[str] = []
    for name in worthy:
        form = _form(name, surfaces[name], texts, language, taiwan)
        if form is not None and not any(form in other or other in form for other in forms):
            forms.append(form)
    return tuple(forms[:MAX_ENTITIES])


def _form(
    name: str, surfaces: Counter[str], texts: Sequence[str], language: Language, taiwan: Mapping[str, str]
) -> str | None:
    """Return how the edition prints a name: in its language if the sources hold such a form, else as they do."""
    forms = sorted(surfaces, key=lambda form: (-surfaces[form], form))
    if language == "zh-Hant":
        forms = [to_taiwan(form) if has_simplified(form) else form for form in forms]
        forms.sort(key=lambda form: (form != taiwan.get(name), form != name, not is_han(form)))
    else:
        forms.sort(key=lambda form: (form != name, is_han(form)))
    return next((f for f in forms if not has_simplified(f) and any(f in text for text in texts) and not fault(f)), None)
