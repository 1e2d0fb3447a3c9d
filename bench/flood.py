"""What one source that writes very much does to the stories of the others.

    .venv/bin/python bench/flood.py ../shared/reference-edition/articles.jsonl 100 1000 [--owners 300]

To a labelled day are added so many articles of one owner, or of as many as are said, of four kinds: items that differ
in a number, reports of matches in English and in Chinese, and notes on the companies of the day's own beat.  Printed
for each: how many of the day's stories are not told by the same articles as without them, how many stand with articles
of the flood, and BCubed F1 of the labelled articles.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from broadsheet.config import Kit
from broadsheet.config_file import File
from broadsheet.evaluate import event_of, read_articles, score_stories
from broadsheet.press import plan
from broadsheet.stages.cluster import cluster
from broadsheet.stages.dedupe import dedupe
from broadsheet.stages.embed import embed
from broadsheet.types import Article, Source, digest

OWNER = "flood.example"
SENTENCES = 6
TOWNS = ("Odense", "Tartu", "Pecs", "Cadiz", "Bari", "Lund", "Vigo", "Kielce", "Arles", "Bruges", "Split", "Turku")
PLAYERS = ("keeper", "striker", "rower", "sprinter", "archer", "boxer", "skater", "fencer", "diver", "cyclist")
DEEDS = ("won", "lost", "missed", "led", "opened", "closed", "delayed", "decided", "ruled", "turned")
PRIZES = ("cup", "derby", "relay", "semifinal", "shootout", "regatta", "sprint", "title", "season", "replay")
CITIES = ("高雄", "臺南", "嘉義", "宜蘭", "花蓮", "新竹", "屏東", "基隆")
TEAM = ("門將", "前鋒", "投手", "捕手", "選手", "隊長", "教練", "新秀")
DID = ("拿下", "錯失", "領先", "逆轉", "扳平", "止步於", "挺進", "奪得")
GAMES = ("決賽", "準決賽", "聯賽", "資格賽", "接力賽", "季後賽", "錦標賽", "邀請賽")
FIRMS = ("OpenAI", "Google", "Nvidia", "Meta", "Anthropic", "Microsoft", "Amazon", "TSMC", "DeepSeek", "Alibaba")
THINGS = ("model", "chip", "data centre", "contract", "agent", "funding round", "benchmark", "lawsuit", "licence")
MOVES = ("said little about", "was asked about", "looks again at", "has a note on", "waits for", "is priced for")


def items(draw: random.Random, at: int) -> tuple[str, str, str]:
    """Return title, text, language of an item that differs from the others in its number."""
    return f"Part number {at} is back in stock", f"Part {at} is in stock again. It costs {at % 90} euros.", "en"


def matches(draw: random.Random, at: int) -> tuple[str, str, str]:
    """Return a report of matches."""

    def told() -> str:
        return f"The {draw.choice(PLAYERS)} of {draw.choice(TOWNS)} {draw.choice(DEEDS)} the {draw.choice(PRIZES)}"

    rest = [f"{told()} in {draw.choice(TOWNS)} before {draw.randrange(900, 90_000)} people." for _ in range(SENTENCES)]
    return f"{told()}", " ".join(rest), "en"


def matches_in_chinese(draw: random.Random, at: int) -> tuple[str, str, str]:
    """Return the same in Chinese."""

    def told() -> str:
        return f"{draw.choice(CITIES)}{draw.choice(TEAM)}{draw.choice(DID)}{draw.choice(GAMES)}"

    rest = [f"{told()}，現場{draw.randrange(900, 90_000)}名觀眾。" for _ in range(SENTENCES)]
    return told(), "".join(rest), "zh-Hant"


def notes(draw: random.Random, at: int) -> tuple[str, str, str]:
    """Return a note on companies of the beat in which nothing happens."""

    def told() -> str:
        return f"{draw.choice(FIRMS)} {draw.choice(MOVES)} a {draw.choice(THINGS)} of {draw.choice(FIRMS)}"

    return told(), " ".join(f"{told()}, {draw.randrange(20, 900)} readers write." for _ in range(SENTENCES)), "en"


KINDS: tuple[Callable[[random.Random, int], tuple[str, str, str]], ...] = (items, matches, matches_in_chinese, notes)


def flood(
    kind: Callable[[random.Random, int], tuple[str, str, str]], many: int, day: datetime, owners: int = 1
) -> list[Article]:
    """Return ``many`` articles of so many owners, the same each time."""
    draw = random.Random(kind.__name__)
    made: list[Article] = []
    for at in range(many):
        title, text, language = kind(draw, at)
        owner = f"{at % owners}.{OWNER}"
        source = Source(name=owner, kind="jsonl", url=f"https://{owner}/", outlet=owner, owner=owner)
        url = f"https://{owner}/{at}"
        when = day - timedelta(minutes=draw.randrange(1400))
        made.append(
            Article(
                id=digest(url, text), source=source, url=url, title=title, published=when, day_only=False, text=text,
                language=language,
            )
        )  # fmt: skip
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--owners", type=int, default=1)
    asked = parser.parse_args()
    path: Path = asked.path
    events = event_of(path)
    kit = Kit(plan(File(), origins=[path], at=datetime(2025, 12, 18, tzinfo=UTC)))
    day = read_articles(path, kit)
    dates = [article.published for article in day if article.published]
    middle = datetime.fromtimestamp(statistics.median(date.timestamp() for date in dates), UTC)

    def stories(more: Sequence[Article]) -> tuple[set[frozenset[str]], int, float]:
        """Return the stories of the day as sets of addresses, how many of them hold the flood, and F1."""
        read = [article for article in dedupe([*day, *more], kit.names) if isinstance(article, Article)]
        told = list(cluster(list(embed(read, kit.embedder)), kit.names))
        held = [[article.source.owner.endswith(OWNER) for article in story.articles] for story in told]
        ours = [
            frozenset(article.url for article in story.articles if not article.source.owner.endswith(OWNER))
            for story in told
        ]
        mixed = sum(any(flags) and not all(flags) for flags in held)
        return {addresses for addresses in ours if addresses}, mixed, score_stories(told, events).f1

    alone, _, f1 = stories(())
    print(f"{path.parent.name}: {len(day)} articles, {len(alone)} stories, F1 {f1:.4f}", flush=True)
    for kind in KINDS:
        for many in asked.sizes:
            left, mixed, f1 = stories(flood(kind, many, middle, asked.owners))
            changed = f"{len(alone - left)} stories changed, {mixed} with the flood"
            print(f"  {many:>5} {kind.__name__}: {changed}, F1 {f1:.4f}", flush=True)


if __name__ == "__main__":
    main()
