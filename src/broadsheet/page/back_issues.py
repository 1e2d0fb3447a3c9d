"""What earlier editions left to the one that is being made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from broadsheet.page.archive import NONE
from broadsheet.page.health import History
from broadsheet.types import Article, Edition


class BackIssues(NamedTuple):
    """``editions`` of the last days, and the ``articles``, by id, that their stories were made of.

    ``asked`` are the articles, by id, that their open questions cite; ``ledgers`` those of the last weeks.
    """

    editions: Sequence[Edition] = ()
    articles: Mapping[str, Article] = NONE
    asked: Mapping[str, Article] = NONE
    ledgers: History = ()
