"""Is an output the whole edition: every story and every sentence of it, and each source linked under its own name?

Document, Record --left_out--> Fault ...         Document, Record --misnamed--> Fault ...

A page that was cut off shows only true sentences, so what it shows is not enough to judge it by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from broadsheet.audit.fault import Fault, same_address, seen, taiwan_forms
from broadsheet.audit.reading import Document
from broadsheet.audit.record import Record

ON_ONE_PAGE = ("site", "hugo", "feed")
"""Outputs of which one document tells the edition from end to end; a mail may be shorter."""


def front_page(output: str, date: str) -> str:
    """Return the name of the document that tells the whole edition."""
    return {"site": f"{date}/index.html", "hugo": f"{date}.md", "feed": "feed.xml"}[output]


def left_out(record: Record, output: str, pages: Mapping[str, Document]) -> Iterator[Fault]:
    """Yield the headlines and sentences of the edition that an output does not show, or the page that it lacks.

    A long day's page of the site tells of a story that is no headline its first sentence, and leads to the story's own
    page for the others.  A feed keeps the newest editions; one without an entry for this one is as it should be.
    """
    if output not in ON_ONE_PAGE:
        return
    name = front_page(output, record.edition.date)
    if output == "hugo" and name not in pages:  # the page of a further language has that in its name
        name = next(iter(pages), name)
    page = pages.get(name)
    if page is None:
        if output != "feed":
            yield Fault(output, name, "missing", "the page of the edition")
        return
    shown = _shown(page)
    leads_to = {run.href.partition("#")[0] for block in page.blocks for run in block.runs}
    for story in (*record.edition.stories, *record.edition.also):
        own = f"stories/{story.id}.html"
        elsewhere = ""
        if output == "site":
            its_page = f"{record.edition.date}/{own}"
            elsewhere = _shown(pages[its_page]) if its_page in pages else ""
            for claim in (story.headline, *story.fields.all()):
                if seen(claim.text) not in elsewhere:
                    yield Fault(output, its_page, "missing", claim.text)
        kept = (story.headline, *(story.fields.all() if story.lead else story.fields.summary[:1]))
        for claim in (story.headline, *story.fields.all()):
            on_its_page = own in leads_to and claim not in kept and seen(claim.text) in elsewhere
            if seen(claim.text) not in shown and not on_its_page:
                yield Fault(output, f"{name} {story.id}", "missing", claim.text)


def _shown(page: Document) -> str:
    return "\n".join(seen(block.text) for block in page.blocks)


def misnamed(record: Record, output: str, document: Document) -> Iterator[Fault]:
    """Yield the links that stand under the name, or the title, of a source and lead to another one."""
    at: dict[str, set[str]] = {}
    for article in record.articles.values():
        known = at.setdefault(same_address(article.url), set())
        known |= {seen(article.source.outlet), seen(article.title), *map(seen, taiwan_forms(article.title))}
    names = set().union(*at.values())
    for block in document.blocks:
        for run in block.runs:
            told, address = seen(run.text), same_address(run.href.partition(":~:")[0].removesuffix("#"))
            if told in names and address in at and told not in at[address]:
                yield Fault(output, document.name, "miscited", f"{told} -> {run.href}")
