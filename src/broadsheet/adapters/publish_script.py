"""Publisher: an edition as a text for reading aloud, by a person or a machine.

    Edition -> root/script/DATE.txt

The title, then each story told in full: its headline, the outlets that its summary rests on, its sentences, as they
were verified and as they are printed; nothing is written for the ear that no check has seen.  Then the headlines of the
rest.  No address, no mark, no table: what cannot be said is left to the page.  A blank line is a pause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from broadsheet.adapters.site.when import say
from broadsheet.adapters.wording import Headings, Shelf, Wording, clean
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import write_whole
from broadsheet.folders import DATED, is_edition
from broadsheet.labels import fill
from broadsheet.types import Article, Edition, Printing

_ENDS = ".!?。！？…」』”\"'"
"""What a headline may end with; to any other a full stop is put, so that a voice falls there."""


class ScriptPublisher:
    """Write ``root/script/DATE.txt``, UTF-8, a paragraph a line."""

    def __init__(self, headings: Headings, base_url: str = "") -> None:
        self._headings = headings

    def __call__(self, edition: Edition, articles: Mapping[str, Article], root: Path) -> Sequence[Path]:
        """Return the text's path.  Raises PublishError."""
        text = "\n\n".join(_paragraphs(Wording(edition, self._headings))) + "\n"
        try:
            return [write_whole(root / "script" / f"{edition.date}.txt", text)]
        except StorageError as error:
            raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error


def remove_scripts(root: Path) -> tuple[str, ...]:
    """Remove the texts of editions that stand below ``root`` no more; return their dates.  Raises PublishError."""
    gone: list[str] = []
    try:
        for path in sorted((root / "script").glob("*.txt")):
            if DATED.fullmatch(path.stem) and not is_edition(root / path.stem):
                path.unlink()
                gone.append(path.stem)
    except OSError as error:
        raise PublishError(f"cannot be removed ({error.strerror})", subject=str(error.filename)) from error
    return tuple(gone)


def _paragraphs(p: Wording) -> Iterator[str]:
    edition, words = p.edition, p.words["script"]
    day = say(p.words["site"], "when.long", date.fromisoformat(edition.date))
    named = {"name": p.word("name"), "day": day}
    yield fill(words["opening"], title=clean(edition.title).rstrip(".。"), **named)
    yield fill(words["counts"], full=len(edition.stories), line=len(edition.also))
    for shelf in p.shelves():
        yield _ended(_heading(shelf))
        for story in shelf.stories:
            yield from _told(p, story)
    for shelf in p.also():
        yield _ended(_heading(shelf))
        yield "\n".join(_ended(clean(story.headline.text)) for story in shelf.stories)
    for gone in p.withdrawn():
        yield fill(words["withdrawn"], headline=clean(gone.headline).rstrip(".。"))
    yield fill(words["closing"], **named)


def _told(p: Wording, story: Printing) -> Iterator[str]:
    """Yield a story: its headline, then each sentence of its summary after the outlets that it cites."""
    words, said = p.words["script"], ""
    lines = [_ended(clean(story.headline.text))]
    for claim in story.fields.summary:
        outlets = words["joint"].join(dict.fromkeys(clean(source.outlet) for source in p.cited(claim)))
        told = _ended(clean(claim.text))
        if clean(claim.text) == clean(story.headline.text):
            continue
        lines.append(told if outlets == said else fill(words["said"], outlets=outlets, told=told))
        said = outlets
    yield "\n".join(lines)


def _ended(text: str) -> str:
    if text.endswith(tuple(_ENDS)):
        return text
    return text + ("." if text[-1:].isascii() else "。")


def _heading(shelf: Shelf) -> str:
    """Return a heading in one language: on a Chinese page the English one stands after it in brackets."""
    return clean(shelf.heading).partition("（")[0]
