"""What the house says in its own voice: labels, dates, counts, and the texts that it computes from the day.

Read as data: the label files, the desk's file and table of names.  A computed text (a reason, a remark, the title) may
hold words of its templates, names, quotes of articles and figures, and nothing else.  A remark that a model wrote is
tried against the stories that it cites instead (see ``record``), and so is the theme of a title.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from broadsheet.audit.counted import Figures, Shelves
from broadsheet.audit.days import dates, day_forms, fixed_at
from broadsheet.audit.fault import Fault, in_taiwan, seen, taiwan_forms
from broadsheet.audit.quoted import plain
from broadsheet.audit.record import EDITION, Record, remarks_of, rows_of
from broadsheet.audit.vocabulary import Ends, Labels, Vocabulary, integer, parsed, pattern
from broadsheet.types import Edition

_QUOTED = re.compile("[“「]([^“”「」]+)[”」]")
_FIGURE = re.compile(r"(?:[A-Z]{0,3}[$€£¥]\s?)?\d[\d,.]*\s?(?:[A-Za-z]{1,8}\b|[%°億萬兆千百元美歐英日]+)?")
_PIECES = re.compile(r"\s*(?:[、,，;；:：()（）／]|\s/\s)\s*")
"""What parts the names in a row."""
_ROOMS = ("common", "site", "hugo")
_WIDE = (*_ROOMS, "site_about", "coverage")
_SPAN = 14
"""Days that the figure of a name spans at least."""

_HELD_BACK = ("reason.off_beat", "reason.revision", "reason.repeated")
_KEY = re.compile(r"^(?:id|zh|label|noun|name|aliases|outlet|owner)$")
_ID = re.compile(r"[0-9a-f]{16}")


class Desk(NamedTuple):
    """A desk read as data: its words by kind (labels of shelves and themes, forms of names).

    ``sections``: id -> its headings, in every language.
    """

    words: frozenset[str]
    forms: Mapping[str, frozenset[str]]
    sections: Mapping[str, frozenset[str]]
    shelves: Shelves = Shelves({}, {}, {}, ())


def read_desk(folder: Path | Traversable, topics: Iterable[Mapping[str, Any]] = ()) -> Desk:
    """Read ``desk.toml`` and, where it is, ``names.toml`` of a desk's folder.

    ``topics``: what the configuration adds to ``[[interests]]`` of the desk, as it stands there.
    """
    plain = tomllib.loads((folder / "desk.toml").read_text(encoding="utf-8"))
    plain["interests"] = [*plain.get("interests", ()), *topics]
    words = set(_told(plain))
    forms: dict[str, frozenset[str]] = {}
    if (folder / "names.toml").is_file():
        table = tomllib.loads((folder / "names.toml").read_text(encoding="utf-8"))
        for entry in chain.from_iterable(rows for rows in table.values() if isinstance(rows, list)):
            entry_forms = [entry.get("id", ""), entry.get("zh", ""), *entry.get("aliases", [])]
            whole = frozenset(in_taiwan(form).casefold() for form in entry_forms if form)
            words |= {form for form in entry_forms if form}
            for form in sorted(whole):
                forms[form] = forms.get(form, frozenset()) | whole
    sections = {one["id"]: frozenset(one.get("label", {}).values()) for one in plain.get("sections", ())}
    return Desk(frozenset(words), forms, sections, _shelves(plain))


def _shelves(plain: Mapping[str, Any]) -> Shelves:
    def told(kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        yield from ((seen(label), one) for one in plain.get(kind, ()) for label in one.get("label", {}).values())

    return Shelves(
        consequences={label: (one["id"], float(one.get("points", 0.0))) for label, one in told("consequences")},
        interests={label: one["id"] for label, one in told("interests")},
        sections={label: one["id"] for label, one in told("sections")},
        papers=tuple(plain.get("preprints", {}).get("hosts", ())),
    )


def _told(value: object, key: str = "", inside: bool = False) -> Iterator[str]:
    """Yield the strings that stand under a key that names something a page prints."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _told(below, name, inside or bool(_KEY.match(name) and isinstance(below, dict)))
    elif isinstance(value, list):
        for below in value:
            yield from _told(below, key, inside)
    elif isinstance(value, str) and (inside or _KEY.match(key)):
        yield value


@lru_cache(maxsize=4)
def labels(language: str) -> Labels:
    """Return the words of a language: room -> flat key -> text."""
    folder = files("broadsheet") / "labels" / language
    return {
        entry.name.removesuffix(".toml"): dict(_flat(tomllib.loads(entry.read_text(encoding="utf-8"))))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


def vocabulary(record: Record, desk: Desk, siblings: Iterable[Mapping[str, Any]] = ()) -> Vocabulary:
    """Return all that a page of an edition may show.  ``siblings``: other editions that an index lists."""
    edition, words = record.edition, labels(record.edition.language)
    known = Vocabulary()
    known.add("claim", record.said())
    _data(known, record, desk, words)
    siblings = list(siblings)
    for one in (*siblings, msgspec.to_builtins(edition)):
        known.add("computed", [one.get("title", ""), one.get("summary", ""), one.get("description", "")])
        known.add("date", dates(one, labels(str(one.get("language", edition.language))), edition.made.tzinfo))
        known.add("date", fixed_at(one, words))
        for fixed in one.get("corrections", ()):
            known.add("told", [fixed["headline"], fixed["before"], fixed["after"], fixed["reason"]])
    known.add("computed", computed_texts(edition))
    known.add("written", _written(edition))
    known.add("told", (headline for one in siblings for headline in one.get("headlines", ())))
    known.add("computed", (reason.text.rstrip("。.；;") for s in _stories(edition) for reason in s.reasons))
    known.add("computed", (reason.code for s in _stories(edition) for reason in s.reasons if not reason.text))
    _blanks(known, words)
    for room in (*(words[name] for name in _ROOMS), {"": labels("en")["common"]["name"]}):
        known.learn(text for key, text in room.items() if not key.startswith(("punctuation.", "month.", "weekday.")))
    english = labels("en")["common"]
    known.add("label", (text for key, text in english.items() if key.startswith("part.")))
    return known


def wide_vocabulary(
    record: Record, desk: Desk, siblings: Sequence[Mapping[str, Any]], *, coverage: bool = False
) -> Vocabulary:
    """Return all that a page of several editions may show, in whichever language; with ``coverage`` that of the day.

    Of other editions it knows what lists tell without a link to them: dates, names, corrections.
    """
    known = vocabulary(record, desk, siblings)
    edition = record.edition
    days = sorted(date.fromisoformat(str(one)) for one in (edition.date, *(one["date"] for one in siblings)))
    reach = range((days[-1] - days[0]).days + _SPAN)
    languages = dict.fromkeys((str(edition.language), *(str(one.get("language")) for one in siblings)))
    for language in languages:
        words = labels(language)
        known.add("desk", (text for text in words["common"].values()))
        known.add("date", (text for one in (*siblings, msgspec.to_builtins(edition)) for text in fixed_at(one, words)))
        site = words["site"]
        for back in reach:
            known.add("date", day_forms(days[-1] - timedelta(days=back), words))
        for day in days:
            name = site[f"month.{day.month}"]
            known.add(
                "date", [site["when.month"].format(year=day.year, month=day.month, month_name=name), str(day.year)]
            )
        known.learn(text for room in _WIDE for key, text in words[room].items() if not key.startswith("month."))
        known.add("label", (line for text in words["site_about"].values() for line in text.splitlines()))
    known.add("datum", (name for one in siblings for name in one.get("entities", ())))
    known.add("datum", (unicodedata.normalize("NFKC", name) for s in _stories(edition) for name in s.entities))
    if coverage:
        _coverage(known, record)
    return known


def _coverage(known: Vocabulary, record: Record) -> None:
    """Say what the coverage page may show besides: what was asked, read and left out."""
    words = labels(record.edition.language)
    known.add("name", record.asked)
    known.add("tag", (article.language for article in record.articles.values()))
    for article in record.articles.values():
        title = article.title.strip() or article.text.strip().partition("\n")[0]
        known.add("title", [article.title, title[:120]])
    known.add("title", (drop.title or url for url, drop in record.left.items()))
    known.add("name", (drop.source for drop in record.left.values()))
    known.add("told", (drop.reason for drop in record.left.values()))
    moments = ({"published": drop.published.isoformat()} for drop in record.left.values() if drop.published)
    known.add("date", (told for one in moments for told in dates(one, words, record.edition.made.tzinfo)))
    for key in _HELD_BACK:
        known.learn([words["compose"][key]])
        known.add("label", [words["compose"][key]])


def _stories(edition: Edition) -> Iterator[Any]:
    yield from (*edition.stories, *edition.also)


def computed_texts(edition: Edition) -> Iterator[str]:
    """Yield what compose wrote itself: reasons, remarks, notes, alarms."""
    yield from (reason.text for story in _stories(edition) for reason in story.reasons if reason.text)
    yield from (remark.text for _, remark in remarks_of(edition) if not remark.written)
    yield from (*edition.colophon.notes, *edition.colophon.alarms)


def _written(edition: Edition) -> Iterator[str]:
    """Yield what a model wrote about the day: remarks, the theme of the title."""
    yield from (remark.text for _, remark in remarks_of(edition) if remark.written)


def _data(known: Vocabulary, record: Record, desk: Desk, words: Labels) -> None:
    edition = record.edition
    for source in record.sources():
        known.add("name", [source.outlet, source.owner])
        known.add("title", [source.title, *sorted(taiwan_forms(source.title))])
        known.add("tag", [source.language])
    known.add("name", (article.source.outlet for article in record.articles.values()))
    known.add("name", (article.source.owner for article in record.articles.values()))
    known.add("told", (story.continues_headline for story in _stories(edition)))
    for story in _stories(edition):
        known.add("datum", [*story.entities, story.section])
        known.add("datum", (table.label for table in story.disagreements))
        known.add("datum", (value for change in story.changes for value in (change.now, change.earlier)))
    known.add("datum", [*edition.keywords, *edition.tags, *(term.term for term in edition.background)])
    for fixed in edition.corrections:
        known.add("told", [fixed.headline, fixed.before, fixed.after, fixed.reason])
    if edition.corrections:
        lines = (text for key, text in words["common"].items() if key.startswith("correction."))
        known.add("label", (part.words for line in lines for part in parsed(line) if part.words))
    made = edition.colophon
    known.add("made", [made.program, made.desk, made.embedder])
    known.add("made", [made.writer])
    known.add("desk", (word for word in desk.words if len(word) > 1))
    counts = msgspec.to_builtins(edition.counts)
    for room in _ROOMS:
        for text in words[room].values():
            blanks = {part.blank for part in parsed(text) if part.blank}
            if blanks and blanks <= counts.keys():
                known.add("label", [text.format(**counts)])


def _blanks(known: Vocabulary, words: Labels) -> None:
    """Say what the blanks of the templates may hold."""

    def of(*kinds: str) -> Any:
        return lambda text, at: known.ends(text, at, *kinds)

    levels = [words["common"][f"importance.{level}"] for level in ("critical", "high", "medium", "low")]
    for blank in ("date", "start", "end", "made", "since"):
        known.blanks[blank] = of("date")
    for blank in ("outlet", "owner"):
        known.blanks[blank] = of("name")
    for blank in ("count", "full", "line", "number", "editions", "stories", "asked"):
        known.blanks[blank] = integer
    known.blanks |= {
        "headline": of("told", "claim", "title"),
        "quantity": of("datum", "label"),
        "earlier": of("datum"),
        "now": of("datum"),
        "section": of("desk", "datum", "label"),
        "language": of("label", "tag"),
        "name": of("name", "label", "tag"),
        "title": of("title", "claim"),
        "file": pattern(r"(?:dropped|stories)\.jsonl"),
        "missed": pattern(r"\d+\.\d\d"),
        "reason": of("label", "computed"),
        "status": pattern(r"\d{3}"),
        "kind": pattern(r"[a-z_0-9]+"),
        "importance": pattern("|".join(re.escape(seen(level)) for level in levels)),  # "Medium" is a company as well
        "program": of("made"),
        "desk": of("made"),
        "writer": of("made"),
        "embedder": of("made"),
        "colon": pattern("[:：]"),
        "zone": pattern(r"UTC[+-]\d\d:\d\d"),
    }
    known.add("label", levels)
    site = words["site"]
    known.blanks["parts"] = known.many(site["map_part"], site["map_line"])
    known.blanks["rows"] = known.many(site["map_row"])


def computed_faults(record: Record, desk: Desk) -> Iterator[Fault]:
    """Yield the computed texts of an edition, its tags and terms, that hold words from nowhere."""
    edition, words = record.edition, labels(record.edition.language)
    known = Vocabulary()
    known.add("claim", record.said())
    _data(known, record, desk, words)
    known.add("date", dates(msgspec.to_builtins(edition), words, edition.made.tzinfo))
    known.add("silent", edition.colophon.silent)
    known.add("written", [edition.theme.text] if edition.theme is not None else [])
    known.add("named", (story.headline.text.partition(":")[0] for story in _stories(edition)))
    known.add("named", (story.headline.text.strip().rstrip("。.；;") for story in _stories(edition)))
    for room in ("compose", "coverage"):
        for template in words[room].values():
            known.add("label", (part.words for part in parsed(template) if part.words))
            known.add("label", (noun for part in parsed(template) for noun in part.after))
    known.add("label", words["common"].values())
    _bill(known, record.took, words)
    printed = "\n".join(
        plain(seen(text))
        for article in record.articles.values()
        for part in (article.title, article.text)
        for text in (part, *sorted(taiwan_forms(part)))
    )
    printed += "\n" + plain("\n".join(record.said()))
    figures = Figures(record, desk.shelves, words["compose"])
    remarks = [remark for _, remark in remarks_of(edition) if not remark.written]
    rows = (edition.title, *(row for remark in remarks for row in figures.rows(remark)))
    pieces = {piece for row in rows for piece in _PIECES.split(row)}
    known.add("named", (piece for piece in pieces if piece and _stands(plain(piece), printed)))
    told: list[tuple[str, str | None]] = [(text, seen(text)) for text in (edition.title, edition.summary)]
    told += [(edition.description, figures.description())]
    told += [(r.text, figures.reason(r)) for story in _stories(edition) for r in story.reasons if r.text]
    told += [(remark.text, figures.remark(remark)) for remark in remarks]
    told += [(note, figures.note(note)) for note in edition.colophon.notes]
    for text, rest in dict.fromkeys(told):
        if rest is None:
            yield Fault(EDITION, "computed", "counted", text)
        elif strange := _strange(rest, known, printed):
            yield Fault(EDITION, "computed", "computed", f"{strange!r} in {text}")
    most = max((*msgspec.to_builtins(edition.counts).values(), *record.counts.values(), len(record.asked)))
    for text in dict.fromkeys(edition.colophon.alarms):
        known.add("count", (found for found in re.findall(r"\d+(?:\.\d)?", text) if float(found) <= most))
        if strange := _strange(seen(text), known, printed):
            yield Fault(EDITION, "computed", "computed", f"{strange!r} in {text}")
    terms = (*edition.tags, *edition.keywords, *(term.term for term in edition.background))
    data = desk.words | set(words["compose"].values())
    for term in dict.fromkeys(terms):
        if term not in data and not any(
            form in printed or _stands(form, printed) for form in _versioned(seen(term), desk)
        ):
            yield Fault(EDITION, "terms", "computed", term)
    for row in rows_of(edition):
        if row.source.article not in record.articles:
            yield Fault(EDITION, "disagreements", "source", row.source.url)


def _versioned(term: str, desk: Desk) -> Iterator[str]:
    """Yield the forms in which an article may hold a term: its own, and those of a known name that begins it."""
    yield plain(term)
    own = in_taiwan(term).casefold()
    for cut in (found.start() for found in re.finditer(r"(?<=\w)[ -]?(?=[\d ])", own)):
        yield from (plain(form + own[cut:]) for form in sorted(desk.forms.get(own[:cut], ())))


def _bill(known: Vocabulary, took: Mapping[str, int], words: Labels) -> None:
    """Say what the sentences on the model's bill may hold: the sums of the ledger and no other figure."""
    lost = {
        "count": str(took.get("lost", 0)),
        "usd": f"{took.get('lost_microdollars', 0) / 1_000_000:.4f}",
    }
    known.blanks |= {blank: _exactly(figure) for blank, figure in lost.items()}
    known.learn([words["compose"]["bill.lost"].replace("{usd}", lost["usd"])])
    figures = {
        "calls": str(took.get("calls", 0)),
        "tokens_in": f"{took.get('tokens_in', 0):,}",
        "tokens_out": f"{took.get('tokens_out', 0):,}",
        "seconds": str(round(took.get("milliseconds", 0) / 1000)),
        "usd": f"{took.get('microdollars', 0) / 1_000_000:.4f}",
    }
    figures |= {gate: str(took.get(f"match.{gate}", 0)) for gate in ("asked", "same", "other", "silent")}
    known.blanks |= {blank: _exactly(figure) for blank, figure in figures.items()}
    known.learn([words["compose"]["bill.took"], words["compose"]["bill.matched"]])


def _exactly(figure: str) -> Ends:
    """Return a reader of one figure, which goes on neither in digits nor in groups of them."""
    return pattern(re.escape(figure) + r"(?![\d,.]*\d)")


def _stands(words: str, text: str) -> bool:
    """Say whether words stand in ``text`` whole, with blanks or hyphens between them."""
    loose = r"[\s-]*".join(map(re.escape, re.split(r"[\s-]+", words)))
    return re.search(rf"(?<![a-z0-9]){loose}(?![a-z0-9])", text) is not None


def _strange(text: str, known: Vocabulary, printed: str) -> str:
    """Return the first words of a computed text that neither a template nor a name nor an article holds."""
    for found in _QUOTED.finditer(text):
        if plain(seen(found[1])) in printed:
            known.add("quoted", [found[1]])
    for found in _FIGURE.finditer(text):
        if plain(seen(told := found[0].strip())) in printed:
            known.add("quoted", [told])
    return known.cover(text)[1][:80]
