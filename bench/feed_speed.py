"""How fast feeds are read: feeds a CPU-second of our reader, feedparser, fastfeedparser and feedparser-rs, as ratios.

    python bench/feed_speed.py

Feeds of 30 entries and 54 kB as blogs write them (escaped HTML summaries).  fastfeedparser and feedparser-rs are no
dependencies; they are timed when they are installed.  Then the cost of an entry in feeds of 60 to 60 000 entries, by
the fast way and by feedparser.
"""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

import feedparser

from broadsheet.adapters.read_feed import read_feed
from broadsheet.types import Item, Page, Source

SOURCE = Source(name="S", kind="feed", url="https://s.example/feed", outlet="S", owner="s.example")
WHEN = datetime(2025, 12, 17, tzinfo=UTC)
_BODY = "&lt;p&gt;The harbour has many cranes and a long quay, and the engineers spoke of it all day.&lt;/p&gt;" * 16
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>S</title><link>https://s.example/</link>'
    '<atom:link href="https://s.example/feed" rel="self"/><language>en-us</language>'
)
TAIL = "</channel></rss>"


def feed(entries: int, flaw: str = "") -> bytes:
    """Return a feed of ``entries``; with a ``flaw`` before its end it is not well-formed."""
    items = "".join(
        f"<item><title>The quay &amp; the cranes, part {n}</title><link>https://s.example/{n}</link>"
        f'<guid isPermaLink="false">s-{n}</guid><dc:creator>Ann Lee</dc:creator><category>Harbour</category>'
        f"<pubDate>Wed, 17 Dec 2025 {n % 24:02}:30:00 +0800</pubDate><description>{_BODY}</description></item>"
        for n in range(entries)
    )
    return (HEAD + items + flaw + TAIL).encode()


def ours(body: bytes) -> None:
    """Read ``body`` as the collector does."""
    page = Page(url=SOURCE.url, final_url=SOURCE.url, status=200, headers=(), body=body, when=WHEN)
    assert any(isinstance(value, Item) for value in read_feed(SOURCE, page))


def per_second(parse: Callable[[bytes], object], body: bytes, seconds: float = 1.0) -> float:
    """Return how often ``parse`` reads ``body`` in a CPU-second: the median of five."""
    rates = []
    for _ in range(5):
        count, begun = 0, time.process_time()
        while time.process_time() - begun < seconds / 5:
            parse(body)
            count += 1
        rates.append(count / (time.process_time() - begun))
    return statistics.median(rates)


def main() -> None:
    body = feed(30)
    rates = {"read_feed": per_second(ours, body), "feedparser.parse": per_second(feedparser.parse, body)}
    for module in ("fastfeedparser", "feedparser_rs"):
        try:
            rates[f"{module}.parse"] = per_second(importlib.import_module(module).parse, body)
        except ImportError:
            print(f"{module} is not installed")
    print(f"{len(body)} bytes, 30 entries; feeds a CPU-second, and times feedparser:")
    for name, rate in rates.items():
        print(f"  {name:22} {rate:9.0f} {rate / rates['feedparser.parse']:8.1f}x")
    print(
        "cost of an entry as feeds grow, the first 2000 being read (ms of CPU an entry of the feed, and for the feed):"
    )
    for name, flaw in (("plain", ""), ("broken", "<item><title>a & b</title>")):
        for entries in (20, 200, 2000, 20_000):
            big = feed(entries, flaw)
            begun = time.process_time()
            ours(big)
            spent = (time.process_time() - begun) * 1000
            print(f"  {name:7} {entries:6} entries {len(big) / 1e6:6.1f} MB {spent / entries:8.3f} {spent:9.0f}")


if __name__ == "__main__":
    main()
