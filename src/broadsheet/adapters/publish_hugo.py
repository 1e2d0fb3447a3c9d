"""Publisher: a Hugo site that builds as it is, with one Markdown page an edition.

root/hugo/hugo.toml                  written once; from then on it is its owner's
          config/_default/hugo.toml  languages, taxonomies and labels, written with every edition
          content/posts/DATE.md      the edition (front matter as the PaperMod theme reads it)
          content/posts/DATE.en.md   the edition of that date in a further language of the site
          static/images/DATE.png     its cover (of a further language DATE.en.png)
          published.json             who wrote which post, where editions of several folders share the site
          themes/broadsheet/         the theme that comes with Broadsheet, replaced as a whole
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree

import msgspec

from broadsheet.adapters.cover import cover_png
from broadsheet.adapters.hugo.page import markdown
from broadsheet.adapters.hugo.site import (
    CONFIG,
    KEPT,
    LANGUAGES,
    THEME,
    first_language,
    kept_config,
    languages_of,
    owners_config,
    post_name,
    tag,
)
from broadsheet.adapters.hugo.terms import taken_by
from broadsheet.adapters.wording import Headings
from broadsheet.decode import decode_json
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import one_writer, whole_folder, write_whole
from broadsheet.folders import DATED, is_edition
from broadsheet.types import Article, Edition, Language

POSTS = "content/posts"
LIST = "published.json"


class HugoPublisher:
    """Write the edition's page into ``root/hugo/``; other editions' pages stay as they are."""

    def __init__(self, headings: Headings, base_url: str = "") -> None:
        self._headings = headings
        self._base_url = base_url

    def __call__(self, edition: Edition, articles: Mapping[str, Article], root: Path) -> Sequence[Path]:
        """Return the page, then the site's folder.  Raises PublishError."""
        site = root / "hugo"
        first = first_language(site, edition.language)
        name = post_name(edition.date, edition.language, first)
        posts = site / POSTS
        try:
            taken = taken_by(path for path in sorted(posts.glob("*.md")) if path.name != name)
        except OSError as error:
            raise PublishError(f"cannot be read ({error.strerror})", subject=str(error.filename)) from error
        picture = f"{name.removesuffix('.md')}.png"
        page = markdown(edition, self._headings, _anchors(edition, site, first), taken, picture)
        cover = cover_png(edition)
        config = site / CONFIG
        try:
            with (
                as_file(files("broadsheet.adapters.hugo") / "theme") as theme,
                whole_folder(site / "themes" / THEME) as new,
            ):
                copytree(theme, new, dirs_exist_ok=True)
            if not config.exists():
                write_whole(config, owners_config(first, self._base_url))
            write_whole(site / KEPT, kept_config(languages_of(site, first, edition.language)))
            image = write_whole(site / "static" / "images" / picture, cover)
            post = write_whole(posts / name, page)
            house = (path for path in (site / "themes" / THEME).rglob("*") if path.is_file())
            _sign(root, name, (post, image), (site / KEPT, *house))
        except StorageError as error:
            raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error
        return (post, site)


def remove_posts(root: Path) -> tuple[str, ...]:
    """Remove what this publisher wrote of editions that stand below ``root`` no more; return their dates.

    That is a post that is named after a date, in each language, and a cover that is; a page or a picture of the owner's
    whose name goes on after the date stays, and so do those of another folder that shares the site.
    Raises PublishError.
    """
    site = root / "hugo"
    gone: dict[str, None] = {}
    try:
        others = {name.removesuffix(".md") for name, told in _signed(site).items() if told.by != _home(root)}
        for path in sorted((*(site / POSTS).glob("????-??-??*.md"), *(site / "static" / "images").glob("*.png"))):
            date = path.name[:10]
            ours = f"{path.stem}.md" in _names(date) and path.stem not in others
            if ours and DATED.fullmatch(date) and not is_edition(root / date):
                path.unlink()
                gone[date] = None
    except OSError as error:
        raise PublishError(f"cannot be removed ({error.strerror})", subject=str(error.filename)) from error
    return tuple(gone)


class _Signed(msgspec.Struct, frozen=True):
    """What a post came with.  ``by``: the folder of its edition, seen from the site; ``files``: path there -> SHA-256.

    Under the name "" stands what all posts share.
    """

    by: str
    files: dict[str, str]


def _sign(root: Path, name: str, own: Iterable[Path], shared: Iterable[Path]) -> None:
    """Note in ``LIST`` who wrote the post ``name``, and what with it: several folders may share the site."""
    site = root / "hugo"
    with one_writer(site / LIST):
        fresh = {"": _Signed("", _digests(site, shared)), name: _Signed(_home(root), _digests(site, own))}
        told = {**_signed(site), **fresh}
        kept = {post: told[post] for post in sorted(told) if not post or (site / POSTS / post).is_file()}
        write_whole(site / LIST, msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")


def _digests(site: Path, paths: Iterable[Path]) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(paths)}


def _signed(site: Path) -> dict[str, _Signed]:
    """Return what ``LIST`` says; nothing where there is none, or where somebody has spoilt it: it is written anew."""
    try:
        return decode_json((site / LIST).read_bytes(), dict[str, _Signed])
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return {}


def _home(root: Path) -> str:
    return Path(os.path.relpath(root.resolve(), (root / "hugo").resolve())).as_posix()


def _names(date: str) -> frozenset[str]:
    return frozenset(post_name(date, language, first) for first in LANGUAGES for language in LANGUAGES)


def _anchors(edition: Edition, site: Path, first: Language) -> Mapping[str, str]:
    """Return the addresses of the stories that this edition's go on from, by id, where their day has a page.

    A page in this edition's language is preferred to one in the site's first language.
    """
    found: dict[str, str] = {}
    for story in (*edition.stories, *edition.also):
        if not (story.continues and story.continues_date):
            continue
        for language in dict.fromkeys((edition.language, first)):
            page = site / "content" / "posts" / post_name(story.continues_date, language, first)
            if page.is_file():
                whole = f"{{#{story.continues}}}" in page.read_text(encoding="utf-8")
                start = "" if language == first else f"/{tag(language)}"
                anchor = story.continues if whole else "also"
                found[story.continues] = f"{start}/posts/{story.continues_date}/#{anchor}"
                break
    return found
