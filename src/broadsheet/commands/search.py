"""``broadsheet search``: what the editions of a folder told, by words, by name, by thread, and what they await."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text as RichText

from broadsheet.commands.when import day as day_of
from broadsheet.errors import UsageError
from broadsheet.terminal import seen

if TYPE_CHECKING:
    from broadsheet.archive.answers import Awaited, Day, Found, Hit, Life, Wanted

out = Console()
err = Console(stderr=True)

COLOURS = {"critical": "bold red", "high": "bold yellow", "medium": "cyan", "low": "dim"}
MARK = "bold black on yellow"
_BAR = 24
"""Columns of the longest bar of a name's months."""

Headings = Mapping[str, Mapping[str, str]]
"""What the edition of a date calls its sections, by id: each as it is printed, whatever language is configured now."""


def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help='Words, "a phrase", begin*, -without (after --); all must hold.'),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--dir", metavar="DIR", help="The folder of the editions; default: the configured.")
    ] = None,
    since: Annotated[
        date | None, typer.Option(parser=day_of, metavar="DATE", help="First date; with --watch: first day due.")
    ] = None,
    until: Annotated[
        date | None, typer.Option(parser=day_of, metavar="DATE", help="Last date; with --watch: last day due.")
    ] = None,
    entity: Annotated[
        str,
        typer.Option(metavar="NAME", help="Stories of this name, in any form that the desk knows; alone: its life."),
    ] = "",
    language: Annotated[
        str, typer.Option(metavar="TAG", help="Stories with a source in it: en, zh-Hans; zh is any Chinese.")
    ] = "",
    thread: Annotated[
        str, typer.Option(metavar="STORY", help="The days of a story that goes on; an id, its beginning, or DATE/ID.")
    ] = "",
    watch: Annotated[
        bool, typer.Option("--watch", help="What the newest edition awaits, by the day it is due.")
    ] = False,
    most: Annotated[int, typer.Option(min=1, max=500, help="Stories to print.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Configuration; default: broadsheet.toml, if any.")
    ] = None,
) -> None:
    """Search all editions of a folder, in Chinese and English.

    [bold]broadsheet search 晶片 OpenAI[/bold] finds stories with both words, in the headline, the sentences, the names
    or the titles of the sources; traditional and simplified writing find each other (晶片, 芯片), and so do the endings
    of English words (release, releases, released), and the forms of a name that the desk knows (輝達, NVIDIA).

    [bold]broadsheet search '"world model"' --since 2025-12-01[/bold] a phrase, from that day on.

    [bold]broadsheet search --entity NVIDIA[/bold] how often, when, and the newest stories; with words: only those.

    [bold]broadsheet search --thread 9245d9e3[/bold] the days of a story. [bold]--watch[/bold] what is due when.

    Stories are ranked by how well the words fit, halved for each year of age. It answers from an index that is brought
    up to date first. Ends with 0, also when nothing is found; 2 when the question makes no sense, 3 when the index
    cannot be used.
    """
    from broadsheet.archive import answers
    from broadsheet.archive.index import catch_up, opened
    from broadsheet.archive.rows import entity_key
    from broadsheet.config_file import archive_url, read_file
    from broadsheet.desk_files import desk_headings, desk_names
    from broadsheet.progress import watching
    from broadsheet.store import no_folder

    asked = " ".join(words or ())
    _only_one(asked, entity, thread, watch)
    file = read_file(config)
    root, url = folder or Path(file.out), archive_url(file)
    if not url and not root.is_dir():
        raise no_folder(root)
    names = desk_names(file.desk)
    key, forms = entity_key(names), names.forms
    wanted = answers.Wanted(
        since=since.isoformat() if since else "", until=until.isoformat() if until else "",
        entity=key(entity) if entity else "", language=language,
    )  # fmt: skip
    with opened(root, url, only_asked=True) as shelf:
        with watching(err) as progress:
            report = catch_up(shelf, root, key, lambda done, of: progress("archive", done, of))
        for trouble in report.troubles:
            err.print(f"left out: {seen(trouble)}", markup=False, highlight=False, soft_wrap=True)
        told: object
        if thread:
            told = answers.thread(shelf, thread)
        elif watch:
            told = answers.awaited(shelf, asked, wanted, forms)[1]
        elif entity and not asked:
            told = answers.life(shelf, entity, key, wanted, most)
        else:
            told = answers.search(shelf, asked, wanted, most, forms)
        hits = told.hits if isinstance(told, (answers.Found, answers.Life)) else ()
        tongues = answers.tongues(shelf, [hit.date for hit in hits])
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(_plain(told))).decode())
        return
    headings = desk_headings(file.desk)
    _show(told, thread, wanted, {date: headings[tongue] for date, tongue in tongues.items() if tongue in headings})


def _only_one(asked: str, entity: str, thread: str, watch: bool) -> None:
    if thread and (asked or entity or watch):
        raise UsageError("stands alone", subject="--thread", remedy="broadsheet search --thread STORY")
    if watch and entity:
        raise UsageError("goes with words, not with --entity", subject="--watch")
    if not (asked.strip() or entity or thread or watch):
        raise UsageError("nothing to look for", remedy="words, --entity NAME, --thread STORY or --watch; see --help")


def _plain(value: object) -> object:
    """Return what is printed as JSON: objects with named fields, not rows."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    return [_plain(part) for part in value] if isinstance(value, (tuple, list)) else value


def _show(told: object, thread: str, wanted: Wanted, headings: Headings) -> None:
    from broadsheet.archive.answers import Found, Life

    if isinstance(told, Found):
        _show_found(told, wanted, headings)
    elif isinstance(told, Life):
        _show_life(told, headings)
    elif thread:
        _show_thread(told)  # type: ignore[arg-type]
    else:
        _show_awaited(told)  # type: ignore[arg-type]


def _marked(text: str, marks: Sequence[tuple[int, int]], style: str = "") -> RichText:
    """Return text of which the terminal obeys nothing, with its marks; a pipe or a file knows no colours."""
    if out.color_system is not None:
        shown = RichText(seen(text), style=style)
        for start, end in marks:
            shown.stylize(MARK, start, end)
        return shown
    for start, end in reversed(marks):
        text = f"{text[:start]}>>{text[start:end]}<<{text[end:]}"
    return RichText(seen(text))


def _show_hits(hits: Sequence[Hit], headings: Headings) -> None:
    for hit in hits:
        line = RichText(f"{hit.date}  ", style="dim")
        line.append(_marked(hit.headline, hit.marks, COLOURS[hit.importance]))
        out.print(line.append(f"  {hit.story[:8]}", style="dim"), highlight=False, soft_wrap=True)
        out.print(Padding(_marked(hit.snippet.text, hit.snippet.marks), (0, 0, 0, 12)))
        names = ", ".join(hit.outlets[:3]) + (f" +{len(hit.outlets) - 3}" if len(hit.outlets) > 3 else "")
        section = headings.get(hit.date, {}).get(hit.section, hit.section)
        out.print(Padding(RichText(seen(f"{section} · {names}"), style="dim"), (0, 0, 0, 12)))


def _show_found(found: Found, wanted: Wanted, headings: Headings) -> None:
    _show_hits(found.hits, headings)
    for name in found.also:
        out.print(RichText(seen(f"{name.asked} also as {', '.join(name.forms)}"), style="dim"), highlight=False)
    if not found.matched:
        narrowed = " there; try without --since, --until, --language or --entity" if any(wanted) else ""
        out.print(f"no story holds all of that{narrowed}", highlight=False)
    elif found.bounded:
        out.print(f"the newest {found.matched} of many stories were weighed; another word narrows it", highlight=False)
    else:
        rest = f", the best {len(found.hits)} shown (--most)" if len(found.hits) < found.matched else ""
        noun = "story" if found.matched == 1 else "stories"
        out.print(f"{found.matched} {noun}{rest}", highlight=False)


def _show_life(life: Life, headings: Headings) -> None:
    out.print(RichText(seen(" · ".join(life.names)), style="bold"))
    highest = max((count for _, count in life.months), default=1)
    for month, count in life.months:
        bar = "█" * max(1, round(_BAR * count / highest))
        out.print(f"{month}  {bar} {count}", highlight=False)
    _show_hits(life.hits, headings)
    rest = f", the newest {len(life.hits)} shown (--most)" if len(life.hits) < life.stories else ""
    out.print(f"{life.stories} {'story' if life.stories == 1 else 'stories'}{rest}", highlight=False)


def _show_thread(days: Sequence[Day]) -> None:
    for day in days:
        line = RichText(f"{day.date}  ", style="dim")
        line.append(
            seen(day.headline) or "(this edition is not in the archive)", style="bold" if day.headline else "yellow"
        )
        out.print(line.append(f"  {day.story[:8]}", style="dim"), highlight=False, soft_wrap=True)
        for change in day.changes:
            told = f"{change.earlier} -> {change.now}" if change.earlier else change.now or "new"
            news = RichText(seen(told), style="cyan")
            out.print(Padding(news.append(f"  {seen(change.text)}", style=""), (0, 0, 0, 12)))
    out.print(f"{len(days)} {'day' if len(days) == 1 else 'days'}", highlight=False)


def _show_awaited(awaited: Sequence[Awaited]) -> None:
    for item in awaited:
        due = item.due_end if item.due_start == item.due_end else f"{item.due_start} – {item.due_end}"
        style = {"overdue": "bold red", "today": "bold yellow", "week": "yellow"}.get(item.state, "cyan")
        out.print(RichText(f"{due or 'no day told':<24}{'' if item.state == 'open' else item.state}", style=style))
        out.print(Padding(RichText(seen(item.text)), (0, 0, 0, 4)))
        out.print(
            Padding(
                RichText(seen(f"{item.outlet}, asked since {item.since}  {item.story[:8]}"), style="dim"), (0, 0, 0, 4)
            )
        )
    out.print(f"{len(awaited)} {'thing' if len(awaited) == 1 else 'things'} awaited", highlight=False)
