"""What an editor typed -> a claim that may be printed, or the reason why not.

An editor is believed no more than a writer: the sentence goes through ``stages/verify`` as a model's would, against the
passages that it cites and beside the story's other sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from broadsheet.config import Kit
from broadsheet.errors import RefusedError, UsageError
from broadsheet.stages.verify import verify
from broadsheet.types import Citation, Claim, Draft, Fields, Language, Part, Printing, Story, cite

EDITOR = "editor"
_PARTS: tuple[Part, ...] = ("text", "title")


def cited(words: Sequence[str], story: Story) -> tuple[Citation, ...]:
    """Return the places of a story's articles where ``words`` stand, letter for letter; originals come before copies.

    Raises RefusedError for words that stand in none.
    """
    articles = sorted(story.articles, key=lambda article: article.copy_of is not None)
    found: list[Citation] = []
    for quote in words:
        place = next(((a, part, a.part(part).find(quote)) for part in _PARTS for a in articles
                      if quote.strip() and quote in a.part(part)), None)  # fmt: skip
        if place is None:
            raise RefusedError(
                "stands in no article of the story; nothing was changed",
                subject=f"--cite {quote!r}",
                remedy="copy the words of the source as broadsheet show DIR/DATE STORY prints them",
            )
        article, part, start = place
        found.append(cite(article, part, start, start + len(quote)))
    return tuple(found)


def judged(claim: Claim, field: str, beside: Printing, replaced: Claim | None, story: Story, press: Kit) -> Claim:
    """Return ``claim`` as it may be printed in ``field`` of ``beside`` in the place of ``replaced``.

    Its citations are widened to whole sentences and it carries the checks that it passed.  Raises RefusedError with the
    check that felled it, UsageError when it says what stands there already.
    """
    if replaced is not None and replaced.text == claim.text:
        raise UsageError("says what stands there already", subject=repr(claim.text))
    # An editor's sentence is worth a question to a judge, wherever it stands.
    story = msgspec.structs.replace(story, printed="full")
    if field == "headline":
        draft = Draft(story=story, headline=claim, fields=Fields(), writer=EDITOR)
    else:  # the last one, so that it is the one that repeats what another says
        others = tuple(other for other in beside.fields.all() if other is not replaced)
        draft = Draft(story=story, headline=beside.headline, fields=Fields(uses=(*others, claim)), writer=EDITOR)
    (brief,) = verify(draft, press.language, press.names, press.embedder, press.judge)
    for refusal in brief.refused:
        if refusal.text == claim.text and refusal.field != "entities":
            raise RefusedError(
                f"{refusal.message} [{refusal.code}]; nothing was changed",
                subject=repr(claim.text),
                remedy=_remedy(refusal.code, press.language),
            )
    stood = (brief.headline,) if field == "headline" else tuple(reversed(brief.fields.uses))
    return next(one for one in stood if one is not None and one.text == claim.text)


def _remedy(code: str, language: Language) -> str:
    """Return what to do about a sentence that was refused with ``code`` in an edition in ``language``."""
    if code in ("language", "simplified"):
        return (
            f"type it in {_IN_WORDS[language]}; only words of a source, letter for letter and named with --cite, stay "
            "in their own language"
        )
    return "say what the cited passage says (broadsheet show DIR/DATE STORY), or cite another with --cite"


_IN_WORDS: Mapping[Language, str] = {"zh-Hant": "Traditional Chinese, as it is written in Taiwan", "en": "English"}
