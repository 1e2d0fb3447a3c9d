"""Are the figures that the house says of the day those of its record?

    Record, Desk --count_faults--> Fault ...        a computed text --Figures.read--> its words without them, or a Fault

Every count is made again from what lies in the folder: articles, stories, refusals, the ledger, and the printed stories
themselves.  Nothing is held to a bound where it can be counted; what a day says of other days (how many a source gives
as a rule) is in no file of this one and is left to the seal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from urllib.parse import urlsplit

from broadsheet.audit.fault import Fault, in_taiwan, seen
from broadsheet.audit.quoted import without_labels
from broadsheet.audit.record import EDITION, Record
from broadsheet.types import Article, Claim, Edition, Printing, Reason, Remark

_NEAR = 1e-6
"""How far a score may lie from the sum of its points: they are eighths, and floats add them exactly."""
_NUMBERS = frozenset({"count", "full", "line", "owners", "articles", "editions", "mean", "year", "day"})
"""Blanks of the templates that hold a figure."""
_FIGURED = _NUMBERS | {"month"}
"""And the month, which in Chinese is one."""
_REASONS = {
    "owners": ("owners", "owner"),
    "primary": ("primary", "primary_trusted"),
    "authority": ("authority", "authority_less"),
    "continues": ("continues", "continues_new"),
}
"""The sentences that a reason may be told with, where these are not called after its code."""
_NOTED = {"colophon.revisions": "revision", "colophon.off_beat": "off_beat"}
_GONE = frozenset(
    (
        *("unreachable", "timeout", "broken_off", "rate_limited", "server_error", "not_a_model", "redirected"),
        *("forbidden", "no_money", "circuit_open"),
    )
)
"""Why a model's server gave no answer; for any other reason its answer could not be used."""
_HEARD = ("asked", "passed", "rejected", "silent")

Counted = Mapping[str, int]


@dataclass(frozen=True)
class Shelves:
    """What a desk calls its kinds: label -> id and the least points of a whole one; the hosts of its papers."""

    consequences: Mapping[str, tuple[str, float]]
    interests: Mapping[str, str]
    sections: Mapping[str, str]
    papers: tuple[str, ...]


# --- the record ------------------------------------------------------------------------------------------------------


def count_faults(record: Record) -> Iterator[Fault]:
    """Yield the figures of an edition that are not those of its record, and stories that the record tells otherwise."""
    edition, told = record.edition, record.edition.counts
    taken = [record.articles[id] for id in record.taken]
    claims = list(_printed(edition))
    full, line = len(edition.stories), len(edition.also)
    true: dict[str, int] = {
        "articles": len(taken),
        "originals": sum(article.copy_of is None for article in taken),
        "copies": sum(article.copy_of is not None for article in taken),
        "outlets": len({article.source.outlet for article in taken}),
        "owners": len({article.source.owner for article in taken}),
        "full": full,
        "line": line,
        "claims": len(claims),
        "cited_articles": len({citation.article for claim in claims for citation in claim.citations}),
    }
    if record.stories:
        true |= {"stories": len(record.stories), "no": len(record.stories) - full - line}
    if record.given:
        true |= {"items": record.given.get("collect", 0), "refused": record.refused.total()}
    for name, count in true.items():
        if getattr(told, name) != count:
            yield Fault(EDITION, f"counts.{name}", "counted", f"{getattr(told, name)}, and the record holds {count}")
    for printing in (*edition.stories, *edition.also):
        for what in _story_faults(printing, record):
            yield Fault(EDITION, printing.id, "counted", f"{printing.headline.text}: {what}")


def _printed(edition: Edition) -> Iterator[Claim]:
    """Yield the sentences that an edition prints: no value beside its passage, no question that was asked before."""
    for story in (*edition.stories, *edition.also):
        yield from (story.headline, *story.fields.all(), *(change.claim for change in story.changes))
        yield from (row.passage for table in story.disagreements for row in table.rows)
    yield from (question.answer for question in edition.questions if question.answer is not None)
    yield from (watch.claim for watch in edition.watch_list)
    yield from (reading.why for reading in edition.reading)
    yield from (term.claim for term in edition.background)


def _story_faults(printing: Printing, record: Record) -> Iterator[str]:
    voices = _voices(printing, record)
    if printing.single_source != (len({a.source.owner for a in voices}) == 1):
        yield "whether it has one source"
    if printing.reasons and abs(printing.score - sum(reason.points for reason in printing.reasons)) > _NEAR:
        yield f"score {printing.score} is not the sum of its reasons"
    for reason in printing.reasons:
        true = _true_count(reason, printing, voices, record)
        if true is not None and reason.count != true:
            yield f"{reason.code} {reason.count}, and the record holds {true}"
    stored = record.stories.get(printing.id)
    if stored is None:
        if record.stories:
            yield "is no story of stories.jsonl"
        return
    for name in ("importance", "section", "lead", "score"):
        if getattr(stored, name) != getattr(printing, name):
            yield f"{name} {getattr(printing, name)}, and stories.jsonl holds {getattr(stored, name)}"
    if {source.article for source in printing.sources} != set(stored.articles):
        yield "its sources are not the articles of stories.jsonl"
    known = {(reason.code, reason.count, reason.names) for reason in stored.reasons}
    for reason in printing.reasons:
        if (reason.code, reason.count, reason.names) not in known:
            yield f"reason {reason.code} ({reason.count}) is none of stories.jsonl"


def _voices(printing: Printing, record: Record) -> list[Article]:
    """Return the articles that count as sources: no copies, unless all repeat articles of other stories."""
    own = [record.articles[s.article] for s in printing.sources if s.article in record.articles]
    return [article for article in own if article.copy_of is None] or own


def _true_count(reason: Reason, printing: Printing, voices: Sequence[Article], record: Record) -> int | None:
    """Return what the record holds of a reason that counts; None where another day's record would tell."""
    owners = {article.source.owner for article in voices}
    if reason.code == "owners":
        return len(owners)
    if reason.code == "languages":
        return len({article.language.split("-")[0] for article in voices} - {"und", ""})
    if reason.code == "reach":
        own = [record.articles[s.article] for s in printing.sources if s.article in record.articles]
        return len({article.source.owner for article in own if article.copy_of is not None} - owners)
    if reason.code == "engagement":
        answers = {max(0, a.points or 0) + max(0, a.comments or 0) for a in voices}
        return reason.count if reason.count in answers else max(answers, default=0)
    return None


# --- the words -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """Reads the computed texts of an edition: each figure is that of the record, or the text is at fault."""

    record: Record
    shelves: Shelves
    words: Mapping[str, str]
    """The sentences of ``compose``, by key."""

    @property
    def edition(self) -> Edition:
        """The edition whose texts are read."""
        return self.record.edition

    def description(self) -> str | None:
        """Return the description without its figures; None where one is not that of the record."""
        told = self.edition.counts
        own = {name: getattr(told, name) for name in ("full", "line", "owners", "articles")}
        return self._read(self.edition.description, {"front.description": own})

    def reason(self, reason: Reason) -> str | None:
        """Return a reason's sentence without its figure; None where that is not the reason's count."""
        code = reason.code.partition(".")[0]
        keys = [key for key in _REASONS.get(code, (code,)) if key != "owner" or reason.count == 1]
        forms = {f"reason.{key}": {"count": reason.count} for key in keys if f"reason.{key}" in self.words}
        return self._read(reason.text, forms, always=code == "owners")

    def remark(self, remark: Remark) -> str | None:
        """Return a computed remark without its figures; None where one is not what can be counted on the page."""
        text = without_labels(seen(remark.text), self.edition, self.words["quoted"])
        for key, count in self._remarks().items():
            found = _form(self.words[key]).fullmatch(text)
            if found is None:
                continue
            if not count(remark, found, _figure(found)):
                return None
            return _blanked(text, found, self._inner(key, found))
        return text

    def rows(self, remark: Remark) -> Iterator[str]:
        """Yield what stands in the blanks of a remark besides its figures: names of stories, terms, sums."""
        for key in self._remarks():
            if found := _form(self.words[key]).fullmatch(
                without_labels(seen(remark.text), self.edition, self.words["quoted"])
            ):
                yield from (told for name, told in found.groupdict().items() if name not in _NUMBERS)
                return

    def note(self, note: str) -> str | None:
        """Return a note of the colophon without its figure; None where that is not what the record holds."""
        rest = self._read(note, {key: {"count": count} for key, count in self._notes().items()})
        found = _form(self.words["colophon.refused"]).fullmatch(seen(note))
        if found is None or rest is None:
            return rest
        items = list(re.finditer(self._ended("refused.item"), found["items"]))
        true = {seen(self.words[f"refused.{code}"]): count for code, count in self._refused().items()}
        if {item["what"]: int(item["count"]) for item in items} != true:
            return None
        return _without(rest, [_moved(item.span("count"), found.start("items")) for item in items])

    def _refused(self) -> Counter[str]:
        """Return the sentences that were refused, by code; a name is no sentence."""
        told = Counter[str]()
        for (field, code), count in self.record.refused.items():
            told[code] += count if field != "entities" else 0
        return +told

    def _read(self, text: str, own: Mapping[str, Counted], always: bool = False) -> str | None:
        """Read ``text`` with the template that it fills, the fullest first; as it is where it need fill none."""
        fits = [(key, found) for key in own if (found := _form(self.words[key]).fullmatch(seen(text))) is not None]
        for key, found in sorted(fits, key=lambda fit: -len(_figure(fit[1]))):
            if all(count == own[key][name] for name, count in _figure(found).items() if name in own[key]):
                return _blanked(seen(text), found, ())
        return None if fits or always else seen(text)

    def _remarks(self) -> dict[str, Callable[[Remark, re.Match[str], Counted], bool]]:
        """Return what counts each remark again, by its template."""
        whole = self.edition.stories
        gone = self._gone()
        return {
            "trends.owners": self._owners,
            "trends.names": lambda r, f, t: all(
                2 <= count <= self._holding(name) + gone for name, count in self._items("trends.name", f["names"])
            ),
            "trends.shelves": lambda r, f, t: self._by_shelf(f["shelves"]),
            "trends.consequence": lambda r, f, t: self._is(t["count"], self._bearing(f["label"])),
            "trends.money": lambda r, f, t: True,
            "trends.single": lambda r, f, t: self._is(t["count"], sum(s.lead and s.single_source for s in whole)),
            "context.term": lambda r, f, t: self._is(t["count"], sum(self._of_term(s, f["term"]) for s in whole)),
            "context.papers": lambda r, f, t: self._is(t["count"], len(self._papers())) and self._themes(f["themes"]),
            "outlook.dated": lambda r, f, t: len(r.citations) <= t["count"] <= len(whole) + gone,
            "outlook.open": lambda r, f, t: len(r.citations) <= t["count"] <= len(whole) + gone,
        }

    def _gone(self) -> int:
        """Count the stories that an editor withdrew: the remarks that do not name them count them still."""
        return sum(fixed.kind == "withdrawn" for fixed in self.edition.corrections)

    def _is(self, told: int, true: int) -> bool:
        return true <= told <= true + self._gone()

    def _owners(self, remark: Remark, found: re.Match[str], told: Counted) -> bool:
        counts = [count for _, count in self._items("trends.told", found["stories"])]
        stories = {story.id: story for story in self.edition.stories}
        cited = [stories[ref.story] for ref in remark.citations if ref.story in stories]
        return counts == [len({a.source.owner for a in _voices(story, self.record)}) for story in cited]

    def _items(self, key: str, row: str) -> list[tuple[str, int]]:
        """Return the names and figures of a row of items, each said as ``key`` says it."""
        return [(found["name"], int(found["count"])) for found in re.finditer(self._ended(key), row)]

    def _ended(self, key: str) -> str:
        """Return the expression of an item of a row, up to the next one or the end."""
        ends = re.escape(seen(self.words["list"])) + r"\s*|$"
        return f"{_source(self.words[key])}(?:{ends})"

    def _holding(self, name: str) -> int:
        """Count the stories in full that print a name, in any of its forms."""
        own = in_taiwan(name).casefold()
        forms = {own, *self.record.forms.get(own, ())}
        told = (
            in_taiwan(" ".join(claim.text for claim in (story.headline, *story.fields.all()))).casefold()
            for story in self.edition.stories
        )
        return sum(any(form in text for form in forms) for text in told)

    def _by_shelf(self, row: str) -> bool:
        counts = Counter(story.section for story in self.edition.stories)
        for key in ("trends.shelf_past", "trends.shelf"):
            if said := list(re.finditer(self._ended(key), row)):
                return all(
                    self._is(int(one["count"]), counts[self.shelves.sections.get(one["label"], "")]) for one in said
                )
        return False

    def _bearing(self, label: str) -> int:
        id, points = self.shelves.consequences.get(label, ("", 0.0))
        code = f"consequence.{id}"
        return sum(any(r.code == code and r.points >= points for r in s.reasons) for s in self.edition.stories)

    def _of_term(self, story: Printing, term: str) -> bool:
        return any(r.code.startswith("interest.") and term in map(seen, r.names) for r in story.reasons)

    def _papers(self) -> list[Printing]:
        hosts = ((urlsplit(story.sources[0].url).hostname or "", story) for story in self.edition.stories)
        return [s for host, s in hosts if any(host == own or host.endswith(f".{own}") for own in self.shelves.papers)]

    def _themes(self, row: str) -> bool:
        for label, id in self.shelves.interests.items():
            for found in re.finditer(re.escape(seen(label)) + r" (\d+)\b", row):
                code = f"interest.{id}"
                if not self._is(int(found[1]), sum(any(r.code == code for r in s.reasons) for s in self._papers())):
                    return False
        return True

    def _inner(self, key: str, found: re.Match[str]) -> Iterable[tuple[int, int]]:
        """Yield where the figures of a remark's rows stand: they were counted with it."""
        rows = {
            "trends.owners": ("stories", ("trends.told",)),
            "trends.names": ("names", ("trends.name",)),
            "trends.shelves": ("shelves", ("trends.shelf_past", "trends.shelf")),
            "context.papers": ("themes", ("context.theme",)),
            "outlook.dated": ("items", ("outlook.day",)),
        }
        name, kinds = rows.get(key, ("", ()))
        at = found.start(name) if name else 0
        months = "|".join(re.escape(seen(self.words[f"month.{n}"])) for n in range(12, 0, -1))
        for kind in kinds:
            form = _source(self.words[kind]).replace("<month>.+?)", f"<month>{months})")
            for item in re.finditer(form.replace(".+?)", "[^、,「」“”（）()]+?)"), found[name]):
                if "year" in item.groupdict() and item["year"] < self.edition.date[:4]:
                    continue
                yield from (_moved(item.span(blank), at) for blank in item.groupdict() if blank in _FIGURED)

    def _notes(self) -> dict[str, int]:
        """Return what each note counts."""
        edition, counts = self.edition, self.record.counts
        vetoed = sum(any(r.code == "vetoed" for r in s.reasons) for s in self.record.stories.values())
        calls, quoted = Counter[str](), Counter[str]()
        for (stage, _, gate), count in counts.items():
            calls[stage] += count if gate == "calls" else 0
            calls["judge"] += count if gate == "judge.calls" else 0
            if stage == "write" and gate.startswith("quoted."):
                why = gate.removeprefix("quoted.")
                quoted["budget" if why == "budget" else "gone" if why in _GONE else "unfit"] += count
        column = {gate: count for (stage, who, gate), count in counts.items() if (stage, who) == ("compose", "insight")}
        fell = sum(count for gate, count in column.items() if gate.startswith("fell."))
        true = {key: sum(p.note == note for p in edition.also) for key, note in _NOTED.items()} | {
            "colophon.converted": sum(claim.transform == "opencc-s2twp" for claim in _printed(edition)),
            "colophon.vetoed": vetoed,
            "colophon.nothing": edition.counts.no - vetoed,
            "colophon.retired": sum(question.state == "retired" for question in edition.questions),
            "colophon.refused": sum(self._refused().values()),
            "colophon.unread": sum(stage == "past" for stage, _, _ in counts),
            "bill.planned_quote": counts.get(("assign", "quote", "stories"), 0),
            "bill.planned_short": counts.get(("assign", "short", "stories"), 0),
            "bill.cut": quoted["budget"],
            "bill.gone": quoted["gone"],
            "bill.unfit": quoted["unfit"],
            "bill.repairs": calls["verify"],
            "bill.judging": calls["judge"],
            "bill.matching": calls["cluster"],
            "bill.insight": column.get("proposed", 0) - fell,
            "bill.insight_fell": fell,
        }
        for gate in _HEARD:
            asked = (
                count for (stage, _, told), count in counts.items() if (stage, told) == ("verify", f"judge.{gate}")
            )
            true[f"bill.judge_{gate}"] = sum(asked)
        return true


# --- templates -------------------------------------------------------------------------------------------------------


def _form(template: str) -> re.Pattern[str]:
    return re.compile(_source(template))


def _source(template: str) -> str:
    """Return a template as a regular expression: its words, its figures, and whatever stands in its other blanks."""
    made: list[str] = []
    for words, blank, spec, _ in Formatter().parse(template):
        made.append(r"\s*".join(map(re.escape, words.split())) if words.strip() else "")
        if words[:1].isspace() and len(made) > 1:
            made[-1] = r"\s*" + made[-1]
        if words[-1:].isspace() and words.strip():
            made[-1] += r"\s*"
        if blank and blank in _NUMBERS:
            nouns = r"\s*(?:" + "|".join(map(re.escape, spec.split("|"))) + ")" if spec and "|" in spec else ""
            made.append(rf"(?P<{blank}>\d[\d,]*(?:\.\d+)?){nouns}")
        elif blank:
            made.append(rf"(?P<{blank}>.+?)")
    return "".join(made)


def _figure(found: re.Match[str]) -> dict[str, int]:
    """Return the whole figures of a match by their blanks."""
    told = {name: text.replace(",", "") for name, text in found.groupdict().items() if name in _NUMBERS and text}
    return {name: int(text) for name, text in told.items() if text.isdigit()}


def _blanked(text: str, found: re.Match[str], more: Iterable[tuple[int, int]]) -> str:
    """Return ``text`` with its figures taken out, each of which the record has borne out."""
    spans = [found.span(name) for name, told in found.groupdict().items() if name in _NUMBERS and told]
    return _without(text, [*spans, *more])


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _moved(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by
