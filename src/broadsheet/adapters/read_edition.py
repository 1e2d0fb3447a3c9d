"""Read the articles of an edition folder as items, so that a day can be printed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from broadsheet.adapters.confine import inline
from broadsheet.adapters.local_file import open_file, shown
from broadsheet.decode import decode_json
from broadsheet.ports import Confine, Fetch
from broadsheet.sources import options_of
from broadsheet.types import Article, Failure, Item, Source, Window


class EditionOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source of kind ``edition`` has no options."""


class EditionReader:
    """``Reader`` of kind ``edition``: ``source.url`` is an edition folder; nothing is fetched.

    The items' sources get the kind ``edition``: the folder is all there is, and ``extract`` asks no site again.
    Copies come along as articles of their own; ``dedupe`` finds them again.
    """

    options: type[msgspec.Struct] = EditionOptions

    def __init__(self, known: Mapping[str, Source] | None = None, confine: Confine = inline) -> None:
        """Neither is used: stored articles carry their sources, and were read from strangers' bytes already."""

    def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
        """Yield an item for each line of ``articles.jsonl``; a line that cannot be read is a failure."""
        options_of(source, EditionOptions)
        path = Path(source.url) / "articles.jsonl"
        try:
            with open_file(path) as handle:
                for number, raw in enumerate(handle, start=1):
                    if raw.strip():
                        yield _read(f"{path.name}:{number}", raw)
        except OSError as error:
            message = f"cannot be read ({error.strerror or error}); give a folder that `broadsheet run` has written"
            yield Failure(stage="collect", subject=shown(path), kind="unreadable", message=message)


def _read(place: str, raw: bytes) -> Item | Failure:
    try:
        article = decode_json(raw, Article)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"not an article of an edition ({error}); the others were read"
        return Failure(stage="collect", subject=place, kind="broken_line", message=message)
    return Item(
        source=msgspec.structs.replace(article.source, kind="edition"),
        url=article.url,
        title=article.title,
        published=article.published,
        day_only=article.day_only,
        text=article.text,
        language=article.language,
        announce=article.announce,
        authors=article.authors,
        categories=article.categories,
        points=article.points,
        comments=article.comments,
        discussion=article.discussion,
        version=article.version,
        dated=article.dated,
    )
