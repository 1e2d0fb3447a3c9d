"""A second look at what was published, by a program that shares nothing with the verifier but the types.

    DIR/DATE --audit--> Report: for every output, the sentences shown, those that resolve, and every fault

It reads the files that a reader gets (site, Hugo page, feed, text for reading aloud, mail) and asks of each: is every
sentence a claim of the edition, does every claim resolve in the articles, does what stands beside it lead to them, and
is there a word, a link or a script that nobody answers for?  What is not a claim must be the house's own: its labels,
dates, counts, names of sources, texts computed from the day, each known word by word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import lxml.etree
import msgspec

from broadsheet.audit.counted import count_faults
from broadsheet.audit.fault import Fault
from broadsheet.audit.feeds import dates_in, read_atom, read_json_feed
from broadsheet.audit.house import Desk, computed_faults, read_desk, vocabulary, wide_vocabulary
from broadsheet.audit.neighbours import earlier_faults, siblings_of, unread_days
from broadsheet.audit.outputs import Auditor
from broadsheet.audit.placed import misplaced
from broadsheet.audit.reading import (
    Document,
    only_of,
    read_html,
    read_mail,
    read_markdown,
    read_shard,
    read_style,
)
from broadsheet.audit.record import EDITION, Record, claims_of, read_record, record_faults
from broadsheet.audit.script import read_script, script_faults, script_vocabulary
from broadsheet.audit.sealed import seal_faults
from broadsheet.audit.whole import left_out, misnamed

__all__ = ["Desk", "Fault", "Report", "Sheet", "audit", "read_desk"]

Progress = Callable[[str, int, int], None]
"""Told ``(output, documents read, documents)``."""


class Sheet(NamedTuple):
    """One output: its documents, the sentences that it shows, how many of them resolve, how many faults it has."""

    output: str
    documents: int
    sentences: int
    resolved: int
    faults: int


class Report(NamedTuple):
    """What an audit found."""

    sheets: tuple[Sheet, ...]
    faults: tuple[Fault, ...]


def audit(folder: Path, desk: Desk, own: str = "", progress: Progress | None = None) -> Report:
    """Audit the edition folder ``folder`` and all that was published of it beside it.

    ``desk`` is the desk that made it, ``own`` the public address of the outputs, if they have one: links below it are
    the house's.  Raises OSError when the folder holds no edition.
    """
    own = f"{own.rstrip('/')}/" if own else ""
    record = read_record(folder, desk.forms)
    if not isinstance(record, Fault) and folder.resolve().name != record.edition.date:
        record = Fault(EDITION, "", "damaged", f"it says that it is of {record.edition.date}, not of its folder's day")
    if isinstance(record, Fault):
        return Report((Sheet(EDITION, 1, 0, 0, 1),), (record,))
    sealed = list(seal_faults(folder))
    faults = [fault for fault in sealed if fault.output == EDITION]
    faults += [
        *record_faults(record),
        *count_faults(record),
        *computed_faults(record, desk),
        *earlier_faults(folder.parent, record.edition),
    ]
    wrong = {fault.text for fault in faults}
    told = [claim for _, claim in claims_of(record.edition)]
    sound = sum(not any(claim.text in text for text in wrong) for claim in told)
    sheets = [Sheet(EDITION, 1, len(told), sound, len(faults))]
    root, date = folder.parent, record.edition.date
    siblings = list(siblings_of(root, date))
    earlier = {page: headlines for one in siblings for page, headlines in one["pages"].items()}
    fixed = [*msgspec.to_builtins(record.edition.corrections), *(c for one in siblings for c in one["corrections"])]
    unread = list(unread_days(root, date))
    known = vocabulary(record, desk)
    for output, read in _outputs(root, date, record):
        pages: dict[str, Document] = {}
        if output == "site":
            sealed += [Fault(output, f"{day}/{EDITION}", "damaged", _SEAL_ONLY.format(date=day)) for day in unread]
        found = [fault for fault in sealed if fault.output == output]
        for name, path, reader in read:
            try:
                if (document := reader(name, path)) is not None:
                    pages[name] = document
            except (lxml.etree.LxmlError, ValueError, UnicodeDecodeError) as error:
                found.append(Fault(output, name, "damaged", str(error)))
            if output in ("feed", "json feed"):
                gone = (day for day in dates_in(name, path.read_bytes()) if not (root / day / EDITION).is_file())
                found += [Fault(output, name, "gone", day) for day in sorted(gone)]
        words = vocabulary(record, desk, siblings) if output == "site" and siblings else known
        if output == "script":
            words = script_vocabulary(record, desk)
        auditor = Auditor(output, record, words, pages, own, earlier, fixed)
        if output == "site":
            wide = Auditor(output, record, wide_vocabulary(record, desk, siblings), pages, own, earlier, fixed)
            all_day = wide_vocabulary(record, desk, siblings, coverage=True)
            day = Auditor(output, record, all_day, pages, own, earlier, fixed)
        for done, (name, document) in enumerate(pages.items()):
            if progress is not None:
                progress(output, done, len(pages))
            if name == "index.html" and output == "site" and siblings and max(s["date"] for s in siblings) > date:
                continue  # the index tells of a newer edition, whose audit reads it
            if output == "site" and unread and name.endswith(".html") and not name.startswith(f"{date}/"):
                continue  # it tells of an edition that nobody can read; the seal answers for it
            if output == "site" and name == f"{date}/coverage.html":
                found += day.faults(document)
            elif output == "site" and not name.startswith(f"{date}/"):
                found += wide.faults(_without_own_scripts(only_of(document, date)))
            else:
                found += auditor.faults(document)
            found += misnamed(record, output, document)
            found += misplaced(record, desk, output, document)
            if output == "script":
                found += script_faults(record, document)
        found += left_out(record, output, pages)
        if progress is not None:
            progress(output, len(pages), len(pages))
        faults += found
        readers = (auditor, wide, day) if output == "site" else (auditor,)
        shown, resolved = sum(one.sentences for one in readers), sum(one.resolved for one in readers)
        sheets.append(Sheet(output, len(pages), shown, resolved, len(found)))
    others = [fault for fault in sealed if fault.output not in {sheet.output for sheet in sheets}]
    for output in dict.fromkeys(fault.output for fault in others):
        sheets.append(Sheet(output, 0, 0, 0, sum(fault.output == output for fault in others)))
    return Report(tuple(sheets), (*faults, *others))


Reader = Callable[[str, Path], Document | None]


def _outputs(root: Path, date: str, record: Record) -> Iterator[tuple[str, list[tuple[str, Path, Reader]]]]:
    """Yield each output that there is of an edition: its name, and its files with how to read them."""
    site, language = root / "site", record.edition.language
    if (site / date).is_dir():
        pages = sorted((site / date).rglob("*.html"))
        pages += _shared(site, date)
        pages += sorted((site / date).rglob("*.svg"))
        read: list[tuple[str, Path, Reader]] = [
            (p.relative_to(site).as_posix(), p, lambda n, at: read_html(n, at.read_bytes())) for p in pages
        ]
        for style in (path for path in (site / "style.css",) if path.is_file()):
            read.append((style.name, style, lambda n, at: read_style(n, at.read_text(encoding="utf-8"))))
        for shard in (site / "search" / f"{date[:7]}.js",):
            if shard.is_file():
                read.append((f"search/{shard.name}", shard, lambda n, at: read_shard(n, at.read_text("utf-8"), date)))
        yield "site", read
    posts = root / "hugo" / "content" / "posts"
    # The page of an edition in a further language of the site has that language in its name.
    post = next((p for p in (posts / f"{date}.{language.lower()}.md", posts / f"{date}.md") if p.is_file()), None)
    if post is not None:
        yield "hugo", [(post.name, post, lambda n, at: read_markdown(n, at.read_text(encoding="utf-8")))]
    if feeds := _feeds(root, "xml"):
        yield "feed", [(p.name, p, lambda n, at: read_atom(n, at.read_bytes(), date)) for p in feeds]
    if feeds := _feeds(root, "json"):
        yield "json feed", [(p.name, p, lambda n, at: read_json_feed(n, at.read_bytes(), date)) for p in feeds]
    script = root / "script" / f"{date}.txt"
    if script.is_file():
        yield "script", [(script.name, script, lambda n, at: read_script(n, at.read_text(encoding="utf-8"), record))]
    mails = sorted(path for path in root.rglob("*.eml") if date in path.relative_to(root).as_posix())
    if mails:
        yield "mail", [(p.relative_to(root).as_posix(), p, lambda n, at: read_mail(n, at.read_bytes())) for p in mails]


def _shared(site: Path, date: str) -> list[Path]:
    """Return the pages of several editions that tell of the edition of ``date``."""
    rooms = ("index", "corrections", "search", "about", "archive/index", f"archive/{date[:7]}", "names/index")
    pages = [path for room in rooms if (path := site / f"{room}.html").is_file()]
    told = f"{date}/stories/".encode()
    return pages + [path for path in sorted(site.glob("names/*.html")) if told in path.read_bytes()]


_OWN_SCRIPTS = {"search.html": ["<script minisearch.js>", "<script search.js>"]}
"""The only scripts of the site, and the page that has them."""


def _without_own_scripts(document: Document) -> Document:
    if document.scripts == _OWN_SCRIPTS.get(document.name):
        document.scripts = []
    return document


def _feeds(root: Path, ending: str) -> list[Path]:
    """Return the feeds of editions and of stories, of all languages."""
    return [path for stem in ("feed", "stories") for path in sorted(root.glob(f"{stem}*.{ending}"))]


_SEAL_ONLY = "shared pages tell of {date} too, whose edition.json cannot be read; they are held to the seal only"
