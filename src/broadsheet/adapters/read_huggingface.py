"""Read what Hugging Face lists: the papers of the day, or the models of an organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode, urlsplit

import msgspec

from broadsheet.adapters.answer import as_json, entries, failure
from broadsheet.adapters.attribution import attributed
from broadsheet.adapters.confine import inline
from broadsheet.ports import Confine, Fetch
from broadsheet.sources import options_of
from broadsheet.text.days import moment_of
from broadsheet.types import Failure, Item, Page, Source, Window

MOST_DAYS = 7
"""Days of papers that are asked for: a list is kept for each day."""
PAPERS = 100
"""Papers of one day that are asked for: the service's own limit."""
_ARXIV = re.compile(r"\d{4}\.\d{4,5}$")
_ORGANISATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}$")
_MODEL = r"^[A-Za-z0-9._-]{1,96}/[A-Za-z0-9._-]{1,96}$"
_SANE = 2**53  # above it a number of votes is no number of votes

_Whole = Annotated[int, msgspec.Meta(ge=0, le=_SANE)]


class HuggingFaceOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``points`` is the least number of upvotes (papers) or likes (models), ``limit`` the newest models asked for."""

    points: _Whole = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20


class _Author(msgspec.Struct):
    name: str | None = None
    hidden: bool | None = None


class _Paper(msgspec.Struct):
    id: Annotated[str, msgspec.Meta(pattern=r"^[\w.-]{1,60}$")]
    title: str | None = None
    summary: str | None = None
    authors: list[_Author] | None = None
    upvotes: _Whole | None = None
    submittedOnDailyAt: str | None = None


class _Daily(msgspec.Struct):
    paper: _Paper
    title: str | None = None
    summary: str | None = None
    publishedAt: str | None = None
    numComments: _Whole | None = None


class _Model(msgspec.Struct):
    id: Annotated[str, msgspec.Meta(pattern=_MODEL)]
    createdAt: str | None = None
    likes: _Whole | None = None
    pipeline_tag: str | None = None
    private: bool | None = None


class HuggingFaceReader:
    """``Reader`` of kind ``huggingface``: ``source.url`` is ``.../papers``, or the page of an organisation.

    A paper of the day belongs to its archive (arXiv where the id is one of arXiv's): upvotes are its points, its page
    on Hugging Face the discussion.  Its time is when it was put on the list: a hint, and no publication.  A model
    belongs to the source; its title is its name, as the list says it, and its card is fetched like any page.
    """

    options: type[msgspec.Struct] = HuggingFaceOptions

    def __init__(self, known: Mapping[str, Source] | None = None, confine: Confine = inline) -> None:
        self._known = known or {}
        self._confine = confine

    def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
        """Yield the items.  Kinds: ``no_organisation``, ``not_json``, ``broken_entries``, ``too_many``."""
        options = options_of(source, HuggingFaceOptions)
        parts = urlsplit(source.url)
        root, name = f"{parts.scheme}://{parts.netloc}", parts.path.strip("/")
        if name == "papers":
            yield from self._papers(source, fetch, window, root, options)
        elif _ORGANISATION.match(name):
            asked = {"author": name, "sort": "createdAt", "direction": -1, "limit": options.limit}
            answer = fetch(f"{root}/api/models?{urlencode(asked)}")
            found = self._confine(read_models, source, answer, options) if isinstance(answer, Page) else answer
            yield from [found] if isinstance(found, Failure) else found
        else:
            message = f"{source.url} is neither the list of papers nor an organisation; give .../papers or .../NAME"
            yield failure(source, "no_organisation", message)

    def _papers(
        self, source: Source, fetch: Fetch, window: Window, root: str, options: HuggingFaceOptions
    ) -> Iterator[Item | Failure]:
        told: set[str] = set()
        for day in _days(window):
            asked = {"date": day} if day else {}
            answer = fetch(f"{root}/api/daily_papers?{urlencode(asked | {'limit': PAPERS})}")
            found = self._confine(read_papers, source, answer, options) if isinstance(answer, Page) else answer
            for value in [found] if isinstance(found, Failure) else found:
                if isinstance(value, Failure):
                    yield value
                elif value.url not in told:
                    told.add(value.url)
                    outlet = attributed(value.url, self._known, kind=source.kind, weight=source.weight)
                    yield msgspec.structs.replace(value, source=outlet)


def _days(window: Window) -> list[str]:
    """Return the days (UTC) that the window meets, oldest first; one empty string when it is open: the newest list."""
    if window.start is None or window.end is None:
        return [""]
    last = (window.end - timedelta(microseconds=1)).date()
    first = max(window.start.date(), last - timedelta(days=MOST_DAYS - 1))
    return [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]


def read_papers(source: Source, page: Page, options: HuggingFaceOptions) -> list[Item | Failure] | Failure:
    """Return the papers of a list of the day; every item has the finder as its source still."""
    answer = as_json(source, page, list[msgspec.Raw])
    if isinstance(answer, Failure):
        return answer
    found, failures = entries(source, answer, _Daily)
    parts = urlsplit(page.url)
    listed = [_paper(source, f"{parts.scheme}://{parts.netloc}", daily) for daily in found]
    values: list[Item | Failure] = [item for item in listed if (item.points or 0) >= options.points]
    if len(answer) >= PAPERS:
        failures.append(failure(source, "too_many", f"the list is full at {PAPERS} papers; there may be more"))
    return [*values, *failures]


def _paper(source: Source, root: str, daily: _Daily) -> Item:
    paper = daily.paper
    listed, day_only = moment_of(paper.submittedOnDailyAt or daily.publishedAt or "")
    discussion = f"{root}/papers/{paper.id}"
    return Item(
        source=source,
        url=f"https://arxiv.org/abs/{paper.id}" if _ARXIV.match(paper.id) else discussion,
        title=paper.title or daily.title or "",
        published=listed,
        day_only=day_only,
        summary=paper.summary or daily.summary or "",
        authors=tuple(author.name for author in paper.authors or () if author.name and not author.hidden),
        points=paper.upvotes,
        comments=daily.numComments,
        discussion=discussion,
    )


def read_models(source: Source, page: Page, options: HuggingFaceOptions) -> list[Item | Failure] | Failure:
    """Return the models of a list, as the list orders them."""
    answer = as_json(source, page, list[msgspec.Raw])
    if isinstance(answer, Failure):
        return answer
    found, failures = entries(source, answer, _Model)
    parts = urlsplit(page.url)
    items = [
        _model(source, f"{parts.scheme}://{parts.netloc}", model)
        for model in found
        if not model.private and (model.likes or 0) >= options.points
    ]
    return [*items, *failures]


def _model(source: Source, root: str, model: _Model) -> Item:
    created, day_only = moment_of(model.createdAt or "")
    return Item(
        source=source,
        url=f"{root}/{model.id}",
        title=model.id,
        published=created,
        day_only=day_only,
        categories=(model.pipeline_tag,) if model.pipeline_tag else (),
        points=model.likes,
        dated="feed" if created else "",
    )
