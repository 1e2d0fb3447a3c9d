"""The small parts of a page that stand in it hundreds of times: languages, markers, times, quotes, proofs.

They are functions and no macros of the templates: an edition has 20,000 of them, a macro takes ten times as long as a
function (2026-11-22, the reference edition: 154 ms of its 330 went into macros), and a year of editions is built whole.
The HTML around them stays in the templates, which call them by these names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo

from markupsafe import Markup, escape

from broadsheet.adapters.site.passages import Piece
from broadsheet.adapters.site.view import Line, SourceView, StoryView
from broadsheet.adapters.site.when import Clock
from broadsheet.adapters.wording import printable
from broadsheet.labels import labels
from broadsheet.types import Correction, Edition, Printing, SourceRef

_NOTHING = Markup()
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def text(value: str) -> str:
    """Return ``value`` as it may stand in HTML, in an element or between quotation marks.

    Escaped, and without what no page may hold, such as controls that would turn the text around them.
    """
    if not value.isprintable():
        value = printable(value)
    # five searches for one sign each are ten times as fast as one for any of five
    special = "&" in value or "<" in value or ">" in value or "'" in value or '"' in value
    return str(escape(value)) if special else value


def lang_tag(language: str) -> str:
    """Return a language tag that is safe without quotation marks; ``und`` for what is no tag."""
    return language if _TAG.fullmatch(language) else "und"


def lang_attribute(own: str) -> Callable[[str], Markup]:
    """Return what gives the attribute that names a language; none where it is the page's ``own``."""
    known = {own: Markup(), "und": Markup(' lang=""')}

    def lang(language: str) -> Markup:
        if (found := known.get(language)) is None:
            found = known[language] = Markup(f" lang={lang_tag(language)}")
        return found

    return lang


class Inline:
    """The parts of the pages of one edition, in its words and its zone."""

    def __init__(self, edition: Edition, clock: Clock, corrections: Mapping[str, Sequence[Correction]]) -> None:
        words = labels(edition.language)
        self._own = edition.language
        self._clock = clock
        self._corrections = corrections
        self._lang = lang_attribute(edition.language)
        self._common = {key: text(value) for key, value in words["common"].items()}
        self._words = {key: text(value) for key, value in words["site"].items()}
        self._proof = f"<details class=proof lang={edition.language}><summary>{self._words['proof']}</summary>"
        self._undated = Markup(f"<small class=k>{self._common['mark.undated']}</small>")
        self._times: dict[tuple[datetime, tzinfo | None, bool], tuple[Markup, Markup]] = {}
        self._converted = (
            f' <small class=k title="{self._common["mark.converted"]}">{self._words["converted"]}</small>',
            f" <small class=k>{self._common['mark.converted']}</small>",
        )

    def functions(self) -> dict[str, Callable[..., Markup]]:
        """Return the parts by the names that the templates call them."""
        return {
            "lang": self._lang,
            "cites": self.cites,
            "claim": self.claim,
            "fix_of": self.fix_of,
            "level": self.level,
            "marks": self.marks,
            "pieces": self.pieces,
            "proof": self.proof,
            "reasons": self.reasons,
            "told_source": self.source,
            "named_sources": self.named_sources,
            "unquoted_source": self.unquoted_source,
            "source_marks": self.source_marks,
            "when": self.when,
            "when_short": self.when_short,
        }

    def cites(self, line: Line, page: str, short: bool = True) -> Markup:
        """Return the markers of a line: who says it, and where on ``page`` that is proved."""
        told = "".join([f" <a class=c href={page}#m{cite.mark}>{text(cite.outlet)}</a>" for cite in line.cites])
        return Markup(told + self._converted[not short] if line.converted else told)

    def when(self, ref: SourceRef) -> Markup:
        """Return when a source was published, for machines too."""
        return self._published(ref)[1]

    def when_short(self, ref: SourceRef) -> Markup:
        """Return when a source was published, in words."""
        return self._published(ref)[0]

    def _published(self, ref: SourceRef) -> tuple[Markup, Markup]:
        """Return when a source was published, in words, and for machines too: said once an edition, shown often."""
        when, day_only = ref.published, ref.day_only
        if when is None:
            return self._undated, self._undated
        key = when, when.tzinfo, day_only  # equal moments of two zones may be two days
        if (told := self._times.get(key)) is None:
            words = text(self._clock.published(when, day_only))
            machine = f'<time datetime="{self._clock.machine(when, day_only)}">{words}</time>'
            told = self._times[key] = Markup(words), Markup(machine)
        return told

    def marks(self, story: Printing) -> Markup:
        """Return the marks of a story."""
        told = [
            self._common[key]
            for key, holds in (
                ("mark.single_source", story.single_source),
                ("mark.revised", story.note == "revision"),
                ("part.off_beat", story.note == "off_beat"),
            )
            if holds
        ]
        if story.continues and not story.continues_date:
            told.append(self._words["continues"])
        return Markup("".join([f" <small class=k>{mark}</small>" for mark in told]))

    def source_marks(self, source: SourceView) -> Markup:
        """Return the marks of a source: that it is the primary one, a new version, whom it repeats."""
        ref, told = source.ref, ""
        if ref.primary:
            told += f' <small class="k k1">{self._common["mark.primary"]}</small>'
        if ref.announce == "replaced":
            told += f" <small class=k>{self._common['mark.revised']}</small>"
        if source.repeats:
            key = f"copy.{ref.copy_kind}" if ref.copy_kind else "mark.copy"
            told += f" <small class=k>{self._common[key].format(outlet=text(source.repeats))}</small>"
        return Markup(told) if told else _NOTHING

    def source(self, source: SourceView, view: StoryView) -> Markup:
        """Return a quoted source of a story: who it is, its title, what of it is quoted, the way to its page."""
        ref, titles, own = source.ref, source.titles, self._own
        language = self._words.get(f"language.{ref.language}") or text(ref.language)
        told = [
            f'<article class="src"{self._lang(ref.language)}>\n<p class="o" lang="{own}"><b>{text(ref.outlet)}</b> '
            f'<span class="lg">{language}</span> {self.when(ref)}{self.source_marks(source)}</p>\n'
            f"<h3>{self.pieces(titles[0], view)}</h3>\n"
        ]
        told += [f'<p class="q">{self.pieces(title, view)}</p>\n' for title in titles[1:]]
        for opens, run, closes in source.passages:
            around = "… " if opens else "", " …" if closes else ""
            told.append(f'<blockquote class="q"><p>{around[0]}{self.pieces(run, view)}{around[1]}</p></blockquote>\n')
        if source.href:
            words = self._words["original"].format(outlet=text(ref.outlet))
            told.append(f'<p class="go" lang="{own}"><a href="{text(source.href)}">{words}</a></p>\n')
        told.append("</article>\n")
        return Markup("".join(told))

    def unquoted_source(self, source: SourceView) -> Markup:
        """Return a source that a story does not quote: its title, who it is."""
        ref = source.ref
        language = self._words.get(f"language.{ref.language}") or text(ref.language)
        return Markup(
            f'{self._titled(source)}<span class="o"><b>{text(ref.outlet)}</b> <span>{language}</span> '
            f"{self.when(ref)}{self.source_marks(source)}</span>"
        )

    def _titled(self, source: SourceView) -> str:
        title, lang = text(source.ref.title), self._lang(source.ref.language)
        return f'<a href="{text(source.href)}"{lang}>{title}</a>' if source.href else f"<span{lang}>{title}</span>"

    def named_sources(self, view: StoryView, most: int) -> Markup:
        """Return the first ``most`` sources of a story by name, as lines of a list."""
        told = []
        for source in view.sources[:most]:
            outlet = text(source.ref.outlet)
            named = f'<a href="{text(source.href)}">{outlet}</a>' if source.href else outlet
            told.append(f"<li>{named} {self.when_short(source.ref)}{self.source_marks(source)}\n")
        return Markup("".join(told))

    def level(self, story: Printing) -> Markup:
        """Return the importance of a story."""
        return Markup(f"<b class=i-{story.importance}>{self._common[f'importance.{story.importance}']}</b>")

    def reasons(self, story: Printing, most: int, unfolded: bool = False) -> Markup:
        """Return the importance of a story and the first ``most`` reasons for it."""
        told = "".join([f"<li>{text(reason.text or reason.code)}" for reason in story.reasons[:most]])
        opened = " open" if unfolded else ""
        return Markup(
            f"<details class=why{opened}><summary>{self.level(story)} {self._words['reasons']}</summary>"
            f"<ul>{told}</ul></details>"
        )

    def fix_of(self, story: Printing, line: Line, page: str) -> Markup:
        """Return the mark of a line that a correction put there; none where no editor did."""
        fixed = f' <a class="k fixed" href="{page}#corrected">{self._words["fixed"]}</a>'
        found = self._corrections.get(story.id, ())
        return Markup(fixed) if any(one.kind == "edited" and one.after == line.text for one in found) else _NOTHING

    def pieces(self, run: Iterable[Piece], view: StoryView) -> Markup:
        """Return a passage: each quote marked, with the numbers of the claims that it bears out."""
        back = self._words["back_to"]
        told = []
        for words, mark in run:
            if mark:
                told.append(f'<mark id="m{mark}">{text(words)}</mark>')
                for n in view.claims_of[mark]:
                    told.append(f'<a class="b" href="#c{n}" aria-label="{back.format(number=n)}">{n}</a>')
            else:
                told.append(text(words))
        return Markup("".join(told))

    def claim(self, line: Line, view: StoryView) -> Markup:
        """Return a line of a story's page: its number, its words, its markers, its proof."""
        fixed = self.fix_of(view.printing, line, "") if self._corrections else ""
        return Markup(
            f'<span id="c{line.number}"{self._lang(line.language)}><b class="no">{line.number}</b> {text(line.text)}'
            f"{self.cites(line, '', False)}{fixed}</span>{self.proof(line, view)}"
        )

    def proof(self, line: Line, view: StoryView) -> Markup:
        """Return what unfolds below a line: the passages that bear it out, and the checks that it has passed."""
        told = [self._proof]
        for cite in line.cites:
            one = view.proofs[cite.mark]
            opens, run, closes = one.passage
            quoted = "".join([f"<mark>{text(w)}</mark>" if mark == cite.mark else text(w) for w, mark in run])
            outlet = text(one.ref.outlet)
            told.append(
                f"<blockquote class=q{self._lang(one.ref.language)}><p>{'… ' if opens else ''}{quoted}"
                f"{' …' if closes else ''}</p></blockquote><p class=o><b>{outlet}</b> {self.when(one.ref)}"
            )
            if one.href:
                told.append(f' <a href="{text(one.href)}">{self._words["in_place"].format(outlet=outlet)}</a>')
            told.append("</p>")
        told.append(f'<p class="o checks">{self._common["check.passed"]} ')
        told += [f"<span class=k>{self._common[f'check.{check}']}</span> " for check in line.checks]
        told.append("</p></details>")
        return Markup("".join(told))
