"""What the site remembers of an edition: enough for every page that tells of more than one day.

    Edition --digest_of--> Digest --> site/DATE/digest.json --digests--> {date: Digest}

The pages of an edition never change when another comes; those of all editions (front, archive, names, search,
corrections) are made of digests alone, so that a new edition costs one small file read for each older one and a write
for each page that it changes.  A digest can always be made again from the edition's folder.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from broadsheet.adapters.site.daymap import hues
from broadsheet.adapters.site.when import in_own_zone
from broadsheet.decode import decode_json
from broadsheet.errors import PublishError
from broadsheet.folders import DATED, of_another_day
from broadsheet.types import Claim, Correction, Edition, Importance, Language, Printing

FORM = 2
"""The form of a digest; one of another form is made again from its edition."""

NAME = "digest.json"


class Told(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A story as other pages tell it: its headline and its first sentence, each with its language and who says it."""

    id: str
    headline: str
    language: str
    outlet: str
    section: str
    importance: Importance
    lead: bool = False
    full: bool = True
    sentence: str = ""
    sentence_language: str = ""
    sentence_outlet: str = ""
    continues: str = ""
    continues_date: str = ""
    entities: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


class Digest(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An edition as other pages tell it.  ``linked`` are the pages of names that its own pages lead to, by slug."""

    form: int = 0
    date: str
    language: Language
    title: str
    description: str
    counts: dict[str, int]
    hues: dict[str, int] = {}
    stories: tuple[Told, ...] = ()
    corrections: tuple[Correction, ...] = ()
    linked: tuple[str, ...] = ()


def language_of(claim: Claim, quoted: str, edition: Language) -> str:
    """Return the language of a claim: that of what it quotes, Taiwan's, or the edition's where it was written."""
    return {"none": quoted, "opencc-s2twp": "zh-Hant", "written": edition}[claim.transform]


def digest_of(edition: Edition, linked: tuple[str, ...] = ()) -> Digest:
    """Return what the site remembers of ``edition``."""
    return Digest(
        form=FORM,
        date=edition.date,
        language=edition.language,
        title=edition.title,
        description=edition.description,
        counts=msgspec.structs.asdict(edition.counts),
        hues=hues(edition),
        stories=tuple(
            told(story, edition.language, full=full)
            for full, stories in ((True, edition.stories), (False, edition.also))
            for story in stories
        ),
        corrections=in_own_zone(edition),
        linked=linked,
    )


def told(story: Printing, edition: Language, *, full: bool) -> Told:
    """Return ``story`` as other pages tell it."""
    sources = {ref.article: ref for ref in story.sources}

    def said(claim: Claim) -> tuple[str, str, str]:
        ref = sources.get(claim.citations[0].article)
        language = language_of(claim, ref.language if ref else "und", edition)
        return claim.text, language, ref.outlet if ref else ""

    headline, language, outlet = said(story.headline)
    first = next((claim for claim in story.fields.all() if claim.text != headline), None)
    sentence, sentence_language, sentence_outlet = said(first) if first else ("", "", "")
    return Told(
        id=story.id,
        headline=headline,
        language=language,
        outlet=outlet,
        section=story.section,
        importance=story.importance,
        lead=story.lead,
        full=full,
        sentence=sentence,
        sentence_language=sentence_language,
        sentence_outlet=sentence_outlet,
        continues=story.continues or "",
        continues_date=story.continues_date,
        entities=story.entities,
        outlets=tuple(dict.fromkeys(ref.outlet for ref in story.sources)),
    )


def encoded(digest: Digest) -> bytes:
    """Return the bytes of a digest."""
    return msgspec.json.encode(digest, order="deterministic") + b"\n"


def digests(root: Path) -> dict[str, Digest]:
    """Return the digest of every edition below ``root`` that has pages, by date, oldest first.

    Raises PublishError naming an edition that can be read neither from its digest nor from its folder.
    """
    site = root / "site"
    dates = sorted(p.parent.name for p in site.glob("*/index.html") if DATED.fullmatch(p.parent.name))
    return {date: _digest(root, date) for date in dates if (root / date / "edition.json").is_file()}


def _digest(root: Path, date: str) -> Digest:
    return decoded(root / "site" / date / NAME, date) or digest_of_folder(root / date)


def decoded(path: Path, date: str) -> Digest | None:
    """Return the digest in a file; None when it is damaged, of another form or of another date."""
    with contextlib.suppress(OSError, UnicodeDecodeError, msgspec.MsgspecError):
        found = decode_json(path.read_bytes(), Digest)
        if found.form == FORM and found.date == date:
            return found
    return None


def digest_of_folder(folder: Path, linked: tuple[str, ...] = ()) -> Digest:
    """Return the digest of the edition in ``folder``; of one of an older form, what is still told of it.

    Raises PublishError when it is damaged.
    """
    path = folder / "edition.json"
    try:
        data = path.read_bytes()
        try:
            found = digest_of(decode_json(data, Edition), linked)
        except msgspec.ValidationError:
            found = decode_json(data, _Listed).digest()
    except FileNotFoundError as error:
        raise PublishError(
            "has no edition.json, and other files of an edition",
            subject=str(folder),
            remedy="put it back, or print the day again; who takes the edition out removes its whole folder",
        ) from error
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise unreadable(path, error) from error
    if found.date != folder.name:
        raise of_another_day(PublishError, found.date, folder)
    return found


class _Listed(msgspec.Struct, frozen=True):
    """What is read of an edition of an older form: unknown fields are left alone, so that it stays listed."""

    date: str
    language: Language
    title: str
    description: str
    counts: dict[str, int]

    def digest(self) -> Digest:
        return Digest(**{name: getattr(self, name) for name in self.__struct_fields__})


def unreadable(path: Path, error: Exception) -> PublishError:
    """Return the error that names an edition whose folder is damaged."""
    remedy = "the pages of the published edition are written; repair or remove that folder and publish again"
    return PublishError(f"cannot be read ({error})", subject=str(path), remedy=remedy)


def chain(story: Printing | Told, past: Mapping[str, Digest], most: int) -> list[tuple[str, Told]]:
    """Return the stories that ``story`` goes on from, the latest first, at most ``most``, with their dates."""
    found: list[tuple[str, Told]] = []
    date, id = story.continues_date, story.continues or ""
    seen = {(date, id)}
    while date and id and len(found) < most and date in past:
        earlier = next((one for one in past[date].stories if one.id == id), None)
        if earlier is None:
            break
        found.append((date, earlier))
        date, id = earlier.continues_date, earlier.continues
        if (date, id) in seen:
            break
        seen.add((date, id))
    return found
