"""broadsheet.toml -> frozen Settings -> the adapters, built once per process.

Settings hold everything that an edition depends on and nothing else (no engine, no progress), so their bytes name a
run: two processes with the same settings build the same kit.  Adapters are found by name through entry points, the
built-in ones included, and imported when they are first needed: a run from a file opens no HTTP client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

from broadsheet import __version__
from broadsheet.adapters.embed_cached import CachedEmbedder
from broadsheet.adapters.entailment.settings import EntailmentSettings
from broadsheet.adapters.model.settings import ModelSettings, checked, checked_judge
from broadsheet.config_file import FileFetch
from broadsheet.decode import decode_json
from broadsheet.desk import Desk, Interests, load_desk
from broadsheet.desk_files import desk_folder, desk_names, read_text
from broadsheet.errors import ConfigError, UsageError
from broadsheet.feedback import Correction, Links, links_of, read_feedback
from broadsheet.labels import labels
from broadsheet.page import Page
from broadsheet.page.back_issues import BackIssues
from broadsheet.page.watch import standing
from broadsheet.ports import (
    Confine,
    Embedder,
    Fetch,
    Judge,
    Matcher,
    Newsroom,
    Publisher,
    Reader,
    Repair,
    Writer,
)
from broadsheet.registry import Kind, adapter, registered
from broadsheet.sources import LOCAL, check_kinds, load_sources
from broadsheet.store import PAST_EDITIONS, kept_articles, past_articles, past_editions, past_ledgers
from broadsheet.text.names import NameTable
from broadsheet.text.urls import host_of
from broadsheet.types import Article, Edition, Failure, Language, Ledger, Sheet, Source, Window

if TYPE_CHECKING:
    from broadsheet.adapters.model.ask import Model
    from broadsheet.adapters.model.purse import Purse
    from broadsheet.adapters.web.journal import Journal
    from broadsheet.ports import Columnist

PAST_LEDGERS = 28
"""How many earlier ledgers compose may see: four of each weekday."""
ARCHIVES = (".warc.gz", ".warc")
"""Endings of captures, which stand in for the network."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one edition depends on, as plain values: they cross to any process."""

    program: str = f"Broadsheet {__version__}"
    date: str
    made: datetime
    hours: float | None
    language: Language
    desk: str
    desk_digest: str
    interests: Interests = Interests()
    feedback_digest: str = ""
    sources: str
    origins: tuple[str, ...] = ()
    origins_digest: str = ""
    writer: str = "extract"
    judge: str = ""
    matcher: str = ""
    model: ModelSettings = ModelSettings()
    judge_model: ModelSettings = ModelSettings()
    entailment: EntailmentSettings = EntailmentSettings()
    embedder: str = "use"
    root: str = "editions"
    cache: str = ""
    run: str = ""
    asked: str = ""
    gateway: str = ""
    until: datetime | None = None
    fetch: FileFetch = msgspec.field(default_factory=FileFetch)
    publish: tuple[str, ...] = ("site", "hugo", "atom", "json_feed")
    base_url: str = ""
    archive: str = ""
    without: tuple[str, ...] = ()  # dates of earlier editions that cannot be read


class Kit:
    """What the stages need, by name; each part is built when it is first asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def _desk_folder(self) -> Traversable | Path:
        return desk_folder(self.settings.desk)

    @cached_property
    def desk(self) -> Desk:
        """The beat."""
        path = self._desk_folder / "desk.toml"
        return load_desk(read_text(path, str(path)), str(path)).wanting(self.settings.interests)

    @cached_property
    def names(self) -> NameTable:
        """The names that the desk knows in several forms."""
        return desk_names(self.settings.desk)

    @cached_property
    def pack(self) -> tuple[Source, ...]:
        """The sources that the desk, or the file named in the configuration, declares."""
        path = self._pack_file
        if not path.is_file():
            raise ConfigError("there is no sources file", subject=str(path), remedy="declare [[source]] tables there")
        sources = load_sources(read_text(path, str(path)), str(path))
        return tuple(self._beside_pack(source) if source.kind in LOCAL else source for source in sources)

    def _beside_pack(self, source: Source) -> Source:
        """Return a source on this machine with its whole path: a relative one is relative to the sources file."""
        path = Path(source.url.removeprefix("file://"))
        return msgspec.structs.replace(source, url=str(Path(str(self._pack_file)).parent.resolve() / path))

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The pack, every kind one that is installed, with options that it takes.  Raises ConfigError."""
        kinds = {kind: reader.options for kind, reader in self.readers.items()}
        check_kinds(self.pack, kinds, str(self._pack_file))
        return self.pack

    @cached_property
    def fetch(self) -> Fetch:
        """The one way to the network, or the archive that stands in for it; with files as input, neither."""
        archives = [origin for origin in self.settings.origins if origin.endswith(ARCHIVES)]
        if archives:
            from broadsheet.adapters.web.archive import ArchiveFetch

            return ArchiveFetch([Path(archive) for archive in archives])
        if self.settings.origins:
            from broadsheet.adapters.fetch_nothing import fetch_nothing

            return fetch_nothing
        from broadsheet.adapters.web.fetch import WebFetch
        from broadsheet.adapters.web.transport import Transport, private_origins

        manners, gateway = self.settings.fetch, self.settings.gateway
        private = private_origins(manners.private, (*(source.url for source in self.pack), self.settings.asked))
        return WebFetch(
            Transport(gateway=gateway, contact=manners.contact, private=private),
            self.journal,
            robots=manners.robots and not gateway,
            permitted=frozenset(source.url for source in self.pack if source.permitted),
            delay=0 if gateway else manners.delay,
            minutes=manners.minutes,
            until=self.settings.until,
        )

    @cached_property
    def journal(self) -> Journal | None:
        """What this run has fetched, and what sites said earlier; None without a cache, or when files are the input."""
        if self.settings.origins or not self.settings.cache:
            return None
        from broadsheet.adapters.web.journal import Journal

        return Journal(Path(self.settings.cache) / "web.sqlite", self.settings.run)

    @property
    def troubles(self) -> Iterator[Failure]:
        """What is wrong with the memory or with the captures as a whole, whichever serves this run."""
        holders = (self.journal, self.fetch, self.embedder, self.writer, self.judge, self.matcher)
        troubles = (getattr(holder, "trouble", None) for holder in holders)
        yield from dict.fromkeys(trouble for trouble in troubles if isinstance(trouble, Failure))

    @cached_property
    def confine(self) -> Confine:
        """Where what came from the network is parsed: in other processes; what is the operator's own, here."""
        from broadsheet.adapters.confine import confined, inline

        files_only = self.settings.origins and not any(origin.endswith(ARCHIVES) for origin in self.settings.origins)
        return inline if files_only else confined()

    @cached_property
    def readers(self) -> Mapping[str, Reader]:
        """The reader of every kind of source; each is told the outlets that the pack knows, by host."""
        makers = {
            kind: cast("Callable[..., Reader]", adapter("readers", kind)) for kind in sorted(registered("readers"))
        }
        return {kind: make(known=self._known, confine=self.confine) for kind, make in makers.items()}

    @cached_property
    def _known(self) -> Mapping[str, Source]:
        """Host -> the source of the pack that lives there, where it is the only outlet that does."""
        if not self._pack_file.is_file():
            return {}
        by_host: dict[str, dict[str, Source]] = {}
        for source in self.pack:
            by_host.setdefault(host_of(source.url), {})[source.outlet] = source
        return {host: next(iter(outlets.values())) for host, outlets in by_host.items() if len(outlets) == 1}

    @property
    def _pack_file(self) -> Traversable | Path:
        return Path(self.settings.sources) if self.settings.sources else self._desk_folder / "sources.toml"

    @cached_property
    def embedder(self) -> Embedder:
        """Places texts in meaning-space; where there is a cache, each text once."""
        embedder = cast("Callable[..., Embedder]", adapter("embedders", self.settings.embedder))()
        cache = self.settings.cache
        return CachedEmbedder(embedder, Path(cache) / "vectors.sqlite") if cache else embedder

    @cached_property
    def writer(self) -> Writer:
        """Proposes drafts; one that asks a model gets its settings, and remembers its answers in the cache."""
        make = cast("Callable[..., Writer]", adapter("writers", self.settings.writer))
        if not getattr(make, "asks_model", False):
            return make(language=self.settings.language, names=self.names)
        return make(
            judge=self.judge,  # built before anybody writes: what a killed run has paid it is owed
            matching=bool(self.settings.matcher),
            language=self.settings.language,
            names=self.names,
            settings=self.settings.model,
            model=self.model,
            run=self.settings.run,
            desk=self._desk_folder,
        )

    @cached_property
    def model(self) -> Model:
        """The model that writes, with the purse and the memory; raises ConfigError where none is configured."""
        from broadsheet.adapters.model.ask import Model

        return Model(checked(self.settings.model), self._answers, run=self.settings.run, purse=self.purse)

    @cached_property
    def judge_model(self) -> Model:
        """The model that judges: what [judge_model] names, paid from the same purse, else the one that writes."""
        from broadsheet.adapters.model.ask import Model

        own = self.settings.judge_model
        if own == ModelSettings():
            return self.model
        return Model(checked_judge(own), self._answers, run=f"{self.settings.run} judge", purse=self.purse)

    @cached_property
    def purse(self) -> Purse:
        """What the edition may spend on models, whichever of them it asks."""
        from broadsheet.adapters.model.purse import Purse, bounds

        return Purse(bounds(self.settings.model))

    @property
    def _answers(self) -> Path | None:
        """Where the answers of models are remembered."""
        return Path(self.settings.cache) / "answers.sqlite" if self.settings.cache else None

    @property
    def newsroom(self) -> Newsroom:
        """The writer as one that plans the day."""
        return cast("Newsroom", self.writer)

    @property
    def plans(self) -> bool:
        """Say whether the writer plans the day before it writes."""
        return hasattr(self.writer, "assign")

    @cached_property
    def repair(self) -> Repair | None:
        """The writer's second chance, if it wants one."""
        return cast("Repair | None", getattr(self.writer, "repair", None))

    @cached_property
    def columnist(self) -> Columnist | None:
        """The writer of the day's column, if it is one."""
        return cast("Columnist | None", getattr(self.writer, "reflect", None))

    @cached_property
    def judge(self) -> Judge | None:
        """The second opinion on written sentences; None by default, and then a doubt is a fault."""
        return cast("Judge | None", self._asked("judges", self.settings.judge))

    @cached_property
    def matcher(self) -> Matcher | None:
        """Who is asked near the border between two stories; None by default, and then the rules decide."""
        return cast("Matcher | None", self._asked("matchers", self.settings.matcher))

    def _asked(self, kind: Kind, name: str) -> object:
        """Return the adapter ``name``, called with what its ``needs`` names; None without a name."""
        if not name:
            return None
        make = cast("Callable[..., object]", adapter(kind, name))
        cache = self.settings.cache
        offered: Mapping[str, Callable[[], object]] = {
            "language": lambda: self.settings.language,
            "run": lambda: self.settings.run,
            "desk": lambda: self._desk_folder,
            "model": lambda: self.judge_model if kind == "judges" else self.model,
            "entailment": lambda: self.settings.entailment,
            "cache": lambda: Path(cache) if cache else None,
        }
        needs = tuple(getattr(make, "needs", ()))
        if strange := sorted(set(needs) - offered.keys()):
            raise UsageError(
                f"needs {', '.join(strange)}, which nobody gives",
                subject=f"{kind[:-1]} {name!r}",
                remedy=f"it may need: {', '.join(offered)}",
            )
        return make(**{need: offered[need]() for need in needs})

    @cached_property
    def feedback(self) -> tuple[Correction, ...]:
        """What editors said of this edition and of earlier ones."""
        return read_feedback(Path(self.settings.root), self.settings.date)

    @cached_property
    def links(self) -> Links:
        """What editors said of articles that belong together, or do not."""
        return links_of(self.feedback, self.past_articles.values() if self.feedback else ())

    @cached_property
    def past(self) -> tuple[Edition, ...]:
        """The editions of the last days, oldest first."""
        return past_editions(Path(self.settings.root), self.settings.date, PAST_EDITIONS, self.settings.without)

    @cached_property
    def past_articles(self) -> Mapping[str, Article]:
        """The articles, by id, that the stories of the last editions were made of."""
        return past_articles(Path(self.settings.root), self.past)

    @cached_property
    def kept(self) -> Mapping[str, Article]:
        """The articles, by id, that the open questions of the last editions cite."""
        return kept_articles(Path(self.settings.root), self.settings.date, standing(self.past), self.settings.without)

    @cached_property
    def history(self) -> tuple[tuple[str, Ledger], ...]:
        """Date and ledger of the editions of the last weeks, oldest first."""
        return past_ledgers(Path(self.settings.root), self.settings.date, PAST_LEDGERS, self.settings.without)

    @property
    def back_issues(self) -> BackIssues:
        """What the last editions left to this one."""
        return BackIssues(self.past, self.past_articles, self.kept, self.history)

    @cached_property
    def page(self) -> Page:
        """What every part of the page needs."""
        return Page.of(self.desk, self.sheet, labels(self.language)["compose"], self.names)

    @cached_property
    def window(self) -> Window:
        """The hours that the edition covers; open at both ends when every article is taken."""
        if self.settings.hours is None:
            return Window(start=None, end=None)
        return Window(start=self.settings.made - timedelta(hours=self.settings.hours), end=self.settings.made)

    @property
    def until(self) -> datetime | None:
        """The moment from which a run asks nobody any more; None without a deadline."""
        return self.settings.until

    @cached_property
    def sheet(self) -> Sheet:
        """What edition is asked for."""
        return Sheet(date=self.settings.date, made=self.settings.made, window=self.window, language=self.language)

    @cached_property
    def language(self) -> Language:
        """The language of the edition."""
        return self.settings.language

    @cached_property
    def program(self) -> str:
        """Name and version, for the colophon."""
        return self.settings.program

    @cached_property
    def embedder_name(self) -> str:
        """What placed the articles, and who was asked near the border between two stories, for the colophon."""
        return "; ".join(one.name for one in (self.embedder, self.matcher) if one)

    def publisher(self, name: str) -> Publisher:
        """Return the publisher ``name`` for this desk.  Raises UsageError."""
        make = cast("Callable[..., Publisher]", adapter("publishers", name))
        own = {"names": self.names} if "names" in getattr(make, "needs", ()) else {}
        return make(headings=self.desk.headings, base_url=self.settings.base_url, **own)


@lru_cache(maxsize=2)
def kit(settings: bytes) -> Kit:
    """Return the kit of these settings (JSON bytes of ``Settings``), one per process."""
    return Kit(decode_json(settings, Settings))
