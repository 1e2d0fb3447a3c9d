"""What the Hugo site is told of itself: a file that is its owner's, and one that Broadsheet keeps.

    hugo.toml                    written once: address, title, theme, how Markdown is read; the owner's from then on
    config/_default/hugo.toml    written with every edition: the languages that have editions, taxonomies, labels

Hugo reads both, and the second wins.  The site's first language has its pages at the root, a further one below its tag
(``/en/``); a page of a further language has it in its name (``DATE.en.md``), which makes the two translations.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from broadsheet.adapters.hugo.markdown import quoted
from broadsheet.errors import PublishError
from broadsheet.labels import labels
from broadsheet.types import Language

THEME = "broadsheet"
CONFIG = "hugo.toml"
KEPT = Path("config") / "_default" / "hugo.toml"
LANGUAGES: tuple[Language, ...] = get_args(Language)

_POST = re.compile(r"\d{4}-\d{2}-\d{2}(?:\.([a-z-]+))?\.md")


def tag(language: Language) -> str:
    """Return the key of a language in Hugo: lower case."""
    return language.lower()


def first_language(site: Path, language: Language) -> Language:
    """Return the language whose pages stand at the root: the one that the site has, ``language`` for a new one.

    Raises PublishError when a configuration cannot be read.
    """
    for path in (site / KEPT, site / CONFIG):
        if path.is_file():
            told = _read(path)
            for key in ("defaultContentLanguage", "locale", "languageCode"):
                for known in LANGUAGES:
                    if tag(known) == str(told.get(key, "")).lower():
                        return known
    return language


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PublishError(
            f"cannot be read, by Hugo neither: {error}",
            subject=str(path),
            remedy="mend it, or move it away and publish again: it is then written anew",
        ) from error


def post_name(date: str, language: Language, first: Language) -> str:
    """Return the name of an edition's page."""
    return f"{date}.md" if language == first else f"{date}.{tag(language)}.md"


def languages_of(site: Path, first: Language, language: Language) -> tuple[Language, ...]:
    """Return the languages that have pages, and ``language``; the first one first."""
    found = {first, language}
    for path in (site / "content" / "posts").glob("*.md"):
        told = _POST.fullmatch(path.name)
        found |= {known for known in LANGUAGES if told and told[1] == tag(known)}
    return (first, *(known for known in LANGUAGES if known in found and known != first))


def owners_config(first: Language, base_url: str) -> str:
    """Return ``hugo.toml`` of a new site.

    Goldmark's typographer and its autolinks are off: a quoted sentence is printed with the characters of its source.
    """
    return f"""\
# The site of your editions.  Written once by Broadsheet; edit it as you like.  To print with PaperMod or another theme,
# put it below themes/ and change `theme`.  Languages, taxonomies and labels stand in {KEPT.as_posix()}.
baseURL = {quoted(base_url or "/")}
relativeURLs = {"false" if base_url else "true"}
defaultContentLanguage = {quoted(tag(first))}
title = {quoted(labels(first)["common"]["name"])}
theme = {quoted(THEME)}
hasCJKLanguage = true
capitalizeListTitles = false
buildFuture = true
disableKinds = ["rss"]

[permalinks]
  posts = "/posts/:slug/"

[markup.goldmark.extensions]
  linkify = false
  [markup.goldmark.extensions.typographer]
    disable = true

[markup.tableOfContents]
  startLevel = 2
  endLevel = 2
"""


def kept_config(languages: tuple[Language, ...]) -> str:
    """Return the configuration that Broadsheet keeps; ``languages`` have pages, the site's first one stands first."""
    return "\n".join(_kept_lines(languages)) + "\n"


def _kept_lines(languages: tuple[Language, ...]) -> Iterator[str]:
    yield "# Written by Broadsheet with every edition: what you change here is lost.  Your own settings stand in"
    yield "# ../../hugo.toml."
    yield f"defaultContentLanguage = {quoted(tag(languages[0]))}"
    yield "defaultContentLanguageInSubdir = false"
    yield "disableDefaultLanguageRedirect = true"
    yield ""
    yield "[taxonomies]"
    yield '  tag = "tags"'
    yield '  entity = "entities"'
    for weight, language in enumerate(languages, 1):
        words = labels(language)["hugo"]
        yield ""
        yield f"[languages.{tag(language)}]"
        yield f"  locale = {quoted(language)}"
        yield f"  label = {quoted(words['theme.language_name'])}"
        yield f"  weight = {weight}"
        yield f"  [languages.{tag(language)}.params]"
        yield f"    language = {quoted(language)}"
        for key, word in words.items():
            if key.startswith("theme."):
                yield f"    {key.removeprefix('theme.')} = {quoted(word)}"
