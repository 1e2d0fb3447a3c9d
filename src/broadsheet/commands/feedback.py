"""``broadsheet feedback``: what an editor corrects, kept beside the editions and honoured from that date on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from broadsheet.errors import UsageError
from broadsheet.feedback import ACTIONS, Action, Correction, add_feedback, read_feedback
from broadsheet.terminal import plain
from broadsheet.types import Edition, Printing

out = Console()


def feedback(
    folder: Annotated[str, typer.Argument(metavar="DIR/DATE|list", help="An edition folder; or list.")],
    action: Annotated[
        str | None, typer.Argument(metavar="ACTION", help="merge, split, pin, veto, resection or forget; of list: DIR.")
    ] = None,
    stories: Annotated[
        list[str] | None, typer.Argument(metavar="STORY...", help="Ids of stories, or their beginnings.")
    ] = None,
    article: Annotated[
        list[str] | None, typer.Option(metavar="ADDRESS", help="With split: an article that does not belong there.")
    ] = None,
    section: Annotated[str, typer.Option(metavar="ID", help="With resection: where the stories belong.")] = "",
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Configuration; default: broadsheet.toml, if any.")
    ] = None,
) -> None:
    """Correct an edition: merge, split, pin, veto or resection stories; forget takes back what was said of them.

    The word is kept in DIR/feedback.jsonl by the addresses of the articles and honoured when that day or a later one is
    printed or replayed.  [bold]feedback list DIR[/bold] tells what is kept; DIR is the configured output by default.
    """
    from broadsheet.config_file import read_file

    file = read_file(config)
    if folder == "list":
        if stories:
            raise UsageError("takes one folder", subject="feedback list", remedy="broadsheet feedback list DIR")
        _list(Path(action or file.out))
        return
    if action not in ACTIONS:
        raise UsageError(f"{action or 'nothing'!r} is no correction", remedy=f"one of: {', '.join(ACTIONS)}; or list")
    from broadsheet.desk import load_desk
    from broadsheet.desk_files import desk_folder
    from broadsheet.store import read_edition

    edition = read_edition(Path(folder))
    root = Path(folder).resolve().parent
    if action == "forget":
        if article or section:
            raise UsageError("forget takes stories only", subject="--article" if article else "--section")
        _keep(root, forgotten(edition, stories or (), read_feedback(root)))
        return
    meant = [_story((*edition.stories, *edition.also), prefix) for prefix in stories or ()]
    path = desk_folder(file.desk) / "desk.toml"
    sections = tuple(load_desk(path.read_text(encoding="utf-8"), str(path)).headings["en"])
    correction = corrected(action, edition.date, meant, article or (), section, sections)
    _keep(root, correction)


def _keep(root: Path, correction: Correction) -> None:
    kept = add_feedback(root, correction)
    out.print(f"kept in {plain(str(kept))}: {_told(correction)}", highlight=False, soft_wrap=True)
    out.print("It holds when this day or a later one is printed or replayed.", highlight=False)


def forgotten(edition: Edition, prefixes: Sequence[str], kept: Sequence[Correction]) -> Correction:
    """Return the word that takes back all that was said of some stories: printed ones, or ones that ``kept`` names (a
    vetoed story is not printed).  Raises UsageError when nothing was said of one."""
    printed = (*edition.stories, *edition.also)
    known = {story.id: (story.headline.text, tuple(source.url for source in story.sources)) for story in printed}
    for said in kept:
        groups = said.addresses if len(said.addresses) == len(said.stories) else (sum(said.addresses, ()),)
        for story, headline, addresses in zip(said.stories, said.headlines, groups, strict=True):
            known.setdefault(story, (headline, addresses))
    if not prefixes:
        raise UsageError("name a story", subject="forget", remedy="broadsheet feedback list names them")
    spoken = {address for said in kept for group in said.addresses for address in group}
    meant: dict[str, tuple[str, tuple[str, ...]]] = {}
    for prefix in prefixes:
        found = [story for story in known if story.startswith(prefix)]
        if len(found) != 1:
            message = "fits no story" if not found else f"fits {len(found)} stories"
            raise UsageError(message, subject=f"story {prefix!r}", remedy="broadsheet feedback list names them")
        if spoken.isdisjoint(known[found[0]][1]) and not any(found[0] in said.stories for said in kept):
            raise UsageError(
                "nothing was said of it", subject=f"story {prefix!r}", remedy="broadsheet feedback list tells what was"
            )
        meant[found[0]] = known[found[0]]
    return Correction(
        action="forget",
        date=edition.date,
        stories=tuple(meant),
        headlines=tuple(headline for headline, _ in meant.values()),
        addresses=tuple(tuple(dict.fromkeys(addresses)) for _, addresses in meant.values()),
    )


def corrected(
    action: Action, date: str, meant: Sequence[Printing], leaving: Sequence[str], section: str, sections: Sequence[str]
) -> Correction:
    """Return the correction of some printed stories.  Raises UsageError when what was asked makes no sense."""
    if not meant:
        raise UsageError("name a story", subject=action, remedy="broadsheet show DIR/DATE lists the ids")
    if len({story.id for story in meant}) < len(meant):
        raise UsageError("a story is named twice", subject=action)
    if section not in sections and (section or action == "resection"):
        raise UsageError(f"{section!r} is no section", subject="--section", remedy=f"one of: {', '.join(sections)}")
    groups = tuple(tuple(dict.fromkeys(source.url for source in story.sources)) for story in meant)
    if action == "split" and len(meant) == 1:
        (everything,) = groups
        holds = "the story holds: " + " ".join(everything)
        if strange := [address for address in leaving if address not in everything]:
            raise UsageError(f"not in that story: {' '.join(strange)}", subject="--article", remedy=holds)
        if not leaving or not set(everything) - set(leaving):
            told = "name the articles that leave" + (", not all of them" if leaving else "")
            raise UsageError(told, subject="--article", remedy=holds)
        groups = (tuple(u for u in everything if u in leaving), tuple(u for u in everything if u not in leaving))
    elif leaving:
        raise UsageError("goes with split, of one story", subject="--article")
    try:
        return Correction(
            action=action,
            date=date,
            stories=tuple(story.id for story in meant),
            headlines=tuple(story.headline.text for story in meant),
            addresses=groups,
            section=section,
        )
    except ValueError as error:
        raise UsageError(str(error), subject=action) from error


def _story(told: Sequence[Printing], prefix: str) -> Printing:
    found = [story for story in told if story.id.startswith(prefix)]
    if len(found) != 1:
        message = "fits no printed story" if not found else f"fits {len(found)} stories"
        raise UsageError(message, subject=f"story {prefix!r}", remedy="broadsheet show DIR/DATE lists the ids")
    return found[0]


def _list(root: Path) -> None:
    corrections = read_feedback(root)
    for correction in corrections:
        out.print(_told(correction), highlight=False, soft_wrap=True)
    if not corrections:
        out.print(f"no feedback is kept in {plain(str(root))}", highlight=False, soft_wrap=True)


def _told(correction: Correction) -> str:
    named = " + ".join(
        f"{story[:8]} {headline}" for story, headline in zip(correction.stories, correction.headlines, strict=True)
    )
    where = f" -> {correction.section}" if correction.section else ""
    off = f" without {', '.join(correction.addresses[0])}" if correction.action == "split" else ""
    return plain(f"{correction.date} {correction.action}{where}: {named}{off}")
