"""Names in text: who and what a sentence speaks of, one canonical form for every script and spelling.

Two sources of names, merged without overlap, leftmost and longest first:

* *known* names come from a desk's table (``names.toml``).  All forms of all names are one Aho-Corasick automaton over a
  folded copy of the text.  The fold keeps every offset: full-width Latin to ASCII, typographic hyphens and apostrophes
  to plain ones, traditional to simplified character by character (OpenCC), capitals to small letters.  So one alias
  serves both scripts, and mixed script too;
* *unknown* names are proper names in Latin script that the table does not hold (see ``proper``).

A version belongs to the name: ``GPT-5`` is not ``GPT-5.2`` and ``Gemini 3 Flash`` is not ``Gemini 3 Pro``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from broadsheet.decode import convert
from broadsheet.errors import ConfigError
from broadsheet.once import once
from broadsheet.text.apart import apart
from broadsheet.text.chinese import simplifications
from broadsheet.text.proper import is_english_word, proper_names
from broadsheet.types import Language, Value

Kind = Literal["company", "person", "model", "product", "chip", "lab", "place", "law", "event", "topic"]

LATIN = "0-9A-Za-z\u00c0-\u024f"
_SHORT = 4
"""Latin forms shorter than this are matched with their case: ``AMD``, ``xAI``, but not ``amd`` or ``Amd``."""
_VERSIONED_KINDS = frozenset({"model", "product", "chip"})


class Name(Value, frozen=True, kw_only=True):
    """One name of the table.

    ``id`` is the canonical form, as English prints it; ``zh`` as Taiwan prints it (empty: the same as ``id``);
    ``aliases`` all other forms.  A Chinese form is written once, in either script.  ``exact`` marks a name whose forms
    are also everyday words ("Meta", "Apple"): they count only with their capitals; ``numbered`` one that counts only
    with a version after it ("Windows 11").  ``of`` is whose it is: the id of the maker of a product, of a person's
    company.  ``versioned`` is an example of a version as the maker writes it ("GPT-4o
    mini", "Qwen3-VL"); it tells how versions are joined, and lets a company's name be extended.
    """

    id: str
    kind: Kind
    zh: str = ""
    aliases: tuple[str, ...] = ()
    exact: bool = False
    numbered: bool = False
    of: str = ""
    versioned: str = ""

    def __post_init__(self) -> None:
        for form in self.forms:
            if form != form.strip() or not form:
                raise ValueError(f"name {self.id!r}: form {form!r} is empty or has outer white space")
        if len(set(self.forms)) != len(self.forms):
            raise ValueError(f"name {self.id!r}: a form is written twice")
        if self.versioned and not _VERSIONED_EXAMPLE.match(self.versioned.removeprefix(self.id)):
            raise ValueError(f"name {self.id!r}: versioned {self.versioned!r} is not the id, a number and a tier word")

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form: the id first, then Taiwan's, then the aliases."""
        return (self.id, self.zh, *self.aliases) if self.zh and self.zh != self.id else (self.id, *self.aliases)


class Mention(Value, frozen=True, kw_only=True):
    """A name at ``text[start:end]``: ``name`` is the canonical id, or the surface when unknown (``kind`` is "").

    ``of`` is the canonical id of whom it belongs to, where the table says so.
    """

    name: str
    kind: str
    start: int
    end: int
    known: bool
    of: str = ""


def load_names(toml_text: str, origin: str = "names.toml") -> tuple[Name, ...]:
    """Return the names of a table (``[[name]]`` entries); raise ConfigError naming file and entry."""
    try:
        entries = tomllib.loads(toml_text).get("name")
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not TOML: {error}", subject=origin) from error
    if not isinstance(entries, list) or not entries:
        raise ConfigError("holds no [[name]] entry", subject=origin)
    names: list[Name] = []
    for number, entry in enumerate(entries, 1):
        label = entry.get("id", "without id") if isinstance(entry, dict) else "not a table"
        try:
            names.append(convert(entry, Name))
        except (msgspec.ValidationError, ValueError) as error:
            raise ConfigError(f"entry {number} ({label}): {error}", subject=origin) from error
    try:
        _claims(names)
    except ValueError as error:
        raise ConfigError(str(error), subject=origin, remedy="leave the form with one of the two names") from error
    return tuple(names)


# --- folding ---------------------------------------------------------------------------------------------------------


@once
def _fold_map() -> dict[int, str]:
    """Return the length-preserving fold, without case: code point -> one character."""
    fold = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
    fold |= dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u2032"), "'")
    fold |= dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212"), "-")
    fold |= dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u3000"), " ")
    return fold | {ord(a): b for a, b in simplifications().items()}


def _shown(text: str) -> str:
    """Return ``text`` folded but for its case; every offset holds."""
    return text.translate(_fold_map())


def simplified(text: str) -> str:
    """Return ``text`` with simplified characters and plain marks; every offset holds."""
    return _shown(text)


def _lower(text: str) -> str:
    """Return ``text`` in small letters; every offset holds (a capital whose small form is longer keeps its place)."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


# --- versions --------------------------------------------------------------------------------------------------------

_TIERS = (
    "Flash-Lite|Flash|Pro|Ultra|Nano|nano|Opus|Sonnet|Haiku|Lite|Turbo|Coder|Codex|Instruct|VL|Omni|Scout|Maverick|Mini|mini|"
    "Max|Plus|Large|Medium|Small|Super|Air|Fast|Thinking|Preview|Exp|Deep Think|Heavy|Image|Base|Next|Ti|SE"
)
_LONE_TIERS = re.compile(r"(?:flash(?:-lite)?|pro|ultra|nano|opus|sonnet|haiku|lite|turbo|mini|coder|vl|omni)$", re.I)
"""Tier words that make a version without a number: "Gemini Flash"; "Gemini Fast" is more likely a headline."""
_SMALL_TIERS = frozenset({"mini", "nano"})
"""Tier words that some makers write in small letters."""
_NOT_LATIN = f"(?![{LATIN}])"
_NUMBER = re.compile(
    r"(?P<sep>[- ]?)(?P<lead>[vVrRkKmM]?)(?P<number>\d{1,4}(?:\.\d{1,2}){0,2})(?P<tail>[a-z]{0,2}|[BM])"
    + _NOT_LATIN
    + r"(?![.,]\d)"
)
_TIER = re.compile(rf"(?P<sep>[- ])(?P<tier>{_TIERS}){_NOT_LATIN}")
_QUANTITY = re.compile(
    r"\s?(?:[%$€£¥]|[xX]\b|\+?\s?(?:million|billion|trillion|thousand|percent|times|users?|people|hours?|days?|weeks?|months?"
    r"|years?|minutes?|seconds?|points?|bn|times)\b|[–-]\d|[亿万兆千百个年月日天周次倍名位项款条种元美]|小时|分钟)"
)
_VERSIONED_EXAMPLE = re.compile(
    r"(?P<first>[- ]?)(?:(?P<lead>[vVrRkKmM]?)\d[\d.]*[a-z]*(?P<later>[- ]))?(?P<tier>[A-Za-z][A-Za-z-]*)$"
)


class _Style(msgspec.Struct, frozen=True):
    """How the maker joins versions: before the first unit, before later ones; ``v`` and ``mini`` in small letters."""

    first: str = " "
    later: str = " "
    small_v: bool = False
    small: bool = False


def _style(name: Name) -> _Style | None:
    if name.versioned:
        found = _VERSIONED_EXAMPLE.match(name.versioned.removeprefix(name.id))
        assert found is not None  # Name.__post_init__ has seen to it
        return _Style(found["first"], found["later"] or found["first"], found["lead"] == "v", found["tier"].islower())
    return _Style() if name.kind in _VERSIONED_KINDS else None


def _version(shown: str, end: int, style: _Style) -> tuple[int, str]:
    """Return where the version that starts at ``end`` ends and its canonical form; (end, "") when there is none."""
    units: list[str] = []
    numbered = False
    while True:
        found = _NUMBER.match(shown, end)
        if not numbered and found is not None and _is_version(shown, found, bool(units)):
            units.append(_unit(found, style))
            numbered = True
        elif numbered and (found := _SIZE.match(shown, end)):
            units.append(found["size"])
        elif (found := _TIER.match(shown, end)) and (numbered or _tier_stands(shown, found)):
            tier = found["tier"]
            units.append(_tier(tier, style))
        else:
            break
        end = found.end()
    return (end, style.first + style.later.join(units)) if units else (end, "")


_SIZE = re.compile(rf"[- ](?P<size>A?\d{{1,4}}(?:\.\d)?[BM]){_NOT_LATIN}")


def _tier(word: str, style: _Style) -> str:
    if word.lower() in _SMALL_TIERS:
        return word.lower() if style.small else word.capitalize()
    return word


def _unit(found: re.Match[str], style: _Style) -> str:
    lead = found["lead"].lower() if style.small_v else found["lead"].upper()
    return lead + found["number"] + found["tail"]


def _is_version(shown: str, found: re.Match[str], later: bool) -> bool:
    """Say whether a number after a name is its version, and not a count, a year or a share that follows by chance."""
    if found["tail"].isupper() and found["sep"] != "-":
        return False
    if found["sep"] == "" and (found["lead"] not in ("", "v", "V") or shown[found.start() - 1].isdigit()):
        return False
    if found["lead"] or found["sep"] == "-" or later:
        return True
    if found["sep"] == " " and re.fullmatch(r"(?:19|20)\d\d", found["number"]):
        return False
    return _QUANTITY.match(shown, found.end()) is None


def _tier_stands(shown: str, found: re.Match[str]) -> bool:
    """Say whether a tier word without a number before it is one: a strong word, or one that a number follows."""
    if _LONE_TIERS.match(found["tier"]) and (found["tier"][0].isupper() or found["sep"] == "-"):
        return True
    after = _NUMBER.match(shown, found.end())
    return after is not None and _is_version(shown, after, True) and _QUANTITY.match(shown, after.end()) is None


# --- the table -------------------------------------------------------------------------------------------------------

_LATIN_CHAR = re.compile(f"[{LATIN}_]")
_PARTICIPLE = re.compile(
    r"(?:owned|backed|based|built|made|led|run|powered|designed|developed|trained|funded|style|like|native|only|exclusive)\b",
    re.I,
)
_WORD_AFTER = re.compile(f"[{LATIN}]+")
_WORD_BEFORE = re.compile(f"[{LATIN}]+$")


class _Form(msgspec.Struct, frozen=True):
    """One folded form in the automaton: its name, and the surfaces that count where case matters (else empty)."""

    name: Name
    latin: bool
    surfaces: tuple[str, ...]
    style: _Style | None


def _claims(names: Iterable[Name]) -> dict[str, _Form]:
    """Return folded form -> form; raise ValueError when two names claim one form or share an id."""
    claims: dict[str, _Form] = {}
    for name in sorted(names, key=lambda name: name.id):
        style = _style(name)
        surfaces: dict[str, list[str]] = {}
        for text in name.forms:
            shown = _shown(text)
            held = surfaces.setdefault(_lower(shown), [])
            held.append(shown)
            if name.exact and len(shown) >= _SHORT:
                held.append(shown.upper())
        for key, held in surfaces.items():
            if key in claims:
                raise ValueError(f"the form {held[0]!r} is claimed by {claims[key].name.id!r} and {name.id!r}")
            latin = _LATIN_CHAR.search(key) is not None
            exact = latin and (name.exact or len(key) < _SHORT)
            claims[key] = _Form(name, latin, tuple(held) if exact else (), style)
    return claims


class NameTable:
    """The names of a desk, ready to scan.  Built once; holds no state that a scan changes."""

    def __init__(self, names: Sequence[Name]) -> None:
        """Build the automaton; the order of ``names`` does not matter.  Raises ValueError when two claim one form."""
        claims = _claims(names)
        self.names: tuple[Name, ...] = tuple(sorted(names, key=lambda name: name.id))
        self._claims = claims
        self._forms: tuple[_Form, ...] = tuple(claims.values())
        self._automaton = AhoCorasick(
            tuple(claims), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def forms(self, word: str) -> tuple[str, ...]:
        """Return all forms of the name that ``word`` is, whole; none where it is no name.

        In small letters too, whatever the name asks of a text: who searches types "amd" and "tesla".
        """
        form = self._claims.get(_lower(_shown(word.strip())))
        return form.name.forms if form is not None else ()

    def form_in(self, word: str, language: Language) -> str:
        """Return a known name, given whole in any form, as an edition in ``language`` prints it; else ``word``."""
        shown = _shown(word)
        form = self._claims.get(_lower(shown))
        if form is None or (form.surfaces and shown not in form.surfaces):
            return word
        return form.name.zh if language == "zh-Hant" and form.name.zh else form.name.id

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return the names of ``text``: non-overlapping, leftmost and longest first, sorted by place."""
        shown = _shown(text)
        closed = apart(shown)
        known = tuple(self._known(shown, closed))
        taken = sorted([*closed, *((m.start, m.end) for m in known)])
        unknown = (
            Mention(name=shown[start:end], kind="", start=start, end=end, known=False)
            for start, end in proper_names(shown, taken)
        )
        return tuple(sorted((*known, *unknown), key=lambda mention: mention.start))

    def _known(self, shown: str, closed: Sequence[tuple[int, int]]) -> Iterator[Mention]:
        matches = self._automaton.find_matches_as_indexes(_lower(shown), overlapping=True)
        starts = {start for _, start, _ in matches}
        ends = {end for _, _, end in matches}
        candidates: list[tuple[int, int, str, str, str]] = []
        for index, start, end in matches:
            form = self._forms[index]
            if not form.latin and form.style is None:
                candidates.append((start, -end, form.name.id, form.name.kind, form.name.of))
                continue
            if form.surfaces and shown[start:end] not in form.surfaces:
                continue
            if not _opens(shown, start, ends, form):
                continue
            name, kind = form.name.id, str(form.name.kind)
            if form.style is not None:
                stop, version = _version(shown, end, form.style)
                if version and _closes(shown, stop, starts, form):
                    kind = kind if kind in _VERSIONED_KINDS else "model"
                    candidates.append((start, -stop, name + version, kind, form.name.of))
                    continue
            if not form.name.numbered and _closes(shown, end, starts, form):
                candidates.append((start, -end, name, kind, form.name.of))
        reached = 0
        walls = iter(closed)
        wall = next(walls, None)
        for start, minus_end, name, kind, of in sorted(candidates):
            end = -minus_end
            while wall is not None and wall[1] <= start:
                wall = next(walls, None)
            if start < reached or (wall is not None and wall[0] < end):
                continue
            yield Mention(name=name, kind=kind, start=start, end=end, known=True, of=of)
            reached = end


def _opens(shown: str, start: int, ends: set[int], form: _Form) -> bool:
    """Say whether a Latin form may start here.  Chinese has no word boundary: its forms may start anywhere."""
    if start == 0 or not _LATIN_CHAR.match(shown[start]):
        return True
    before = shown[start - 1]
    if _LATIN_CHAR.match(before):
        return False
    if before == "-" and start > 1 and (word := _WORD_BEFORE.search(shown, max(0, start - 33), start - 1)):
        return start - 1 in ends or (not form.name.exact and is_english_word(word[0]))
    return True


def _closes(shown: str, end: int, starts: set[int], form: _Form) -> bool:
    """Say whether a Latin form may end here: not inside a word, nor as the head of another name (``AMD-HookNet``)."""
    if end == len(shown) or not _LATIN_CHAR.match(shown[end - 1]):
        return True
    after = shown[end]
    if _LATIN_CHAR.match(after):
        return False
    if after == "$":  # US$10bn is a currency, not a country
        return False
    if after == "-" and (word := _WORD_AFTER.match(shown, end + 1)):
        if _PARTICIPLE.match(word[0]):
            return True
        return end + 1 in starts or (not form.name.exact and (word[0].islower() or is_english_word(word[0])))
    return True
