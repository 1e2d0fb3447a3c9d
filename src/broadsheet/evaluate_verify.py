"""Scores of the checks of written sentences, for ``broadsheet eval verify`` and its gate.

The material (``gates/proof``) is true sentences in small articles, correct paraphrases of them, and seeded errors.
Every text is tried against the one sentence that it cites.  With no judge what any check finds is a refusal; with one a
text is refused that has a hard fault, or a doubt that the judge does not let pass.

The material is in two halves by a digest of the article: rules may be mended by looking at what they miss in ``open``;
``held`` is what the figures of that day are worth.  Printed often, it wears out; so a folder may have a third part,
``fresh``, written later in a folder of that name; the open half of it, by the same digest, counts as ``open``.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date as Date
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from broadsheet.checks import try_case
from broadsheet.checks.case import Align, Case, Knowledge, Passage
from broadsheet.checks.cited import remembering
from broadsheet.decode import decode_json
from broadsheet.errors import UsageError
from broadsheet.ports import Judge
from broadsheet.text.chinese import to_taiwan
from broadsheet.types import Doubt, Opinion

Half = Literal["open", "held", "fresh"]
HALVES: tuple[Half, ...] = ("open", "held", "fresh")
BOTH = (False, True)
FRESH = "fresh"
"""The folder of the material that came later."""
VERBATIM = "verbatim"
PARAPHRASE = "paraphrase"
T = TypeVar("T", bound=msgspec.Struct)


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A cited sentence (``text``, in ``language``), and the day that its article came out."""

    id: str
    language: str
    published: Date
    text: str


class Paraphrase(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that ``passage`` (the id of a sentence) bears out, in other words or in the other language."""

    id: str
    passage: str
    language: str
    kind: str
    text: str


class SeededError(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that ``passage`` does not bear out, and of which class.  ``cites`` is the cited text, if another."""

    id: str
    passage: str
    language: str
    kind: str
    text: str
    cites: str = ""


class Material(msgspec.Struct, frozen=True):
    """What is tried; ``sha256`` is of the files, so that a floor knows its input."""

    sentences: Mapping[str, Sentence]
    paraphrases: tuple[Paraphrase, ...]
    errors: tuple[SeededError, ...]
    sha256: str


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """One text before the checks.  ``kind`` is the class of a seeded error, ``verbatim``, or ``paraphrase: ...``."""

    id: str
    kind: str
    text: str
    language: str
    passage: Passage
    half: Half

    @property
    def crosses(self) -> bool:
        """Whether the text is in another language than its passage."""
        return self.language[:2] != self.passage.language[:2]

    @property
    def is_true(self) -> bool:
        """Whether the passage bears the text out."""
        return self.kind == VERBATIM or self.kind.startswith(PARAPHRASE)


class Outcome(msgspec.Struct, frozen=True):
    """What the checks said: the reason code of the first fault that counts ("" for none), and its message.

    ``heard`` is what a judge said, where one was asked: ``passed``, ``rejected`` or ``silent``.
    """

    trial: Trial
    code: str
    message: str
    heard: Literal["", "passed", "rejected", "silent"] = ""

    @property
    def stopped(self) -> bool:
        """Whether the text was refused."""
        return bool(self.code)


class Share(msgspec.Struct, frozen=True):
    """How many of ``n`` were refused."""

    stopped: int
    n: int

    def __str__(self) -> str:
        return f"{100 * self.stopped / self.n:5.1f} % ({self.n})" if self.n else "-"

    @property
    def rate(self) -> float:
        """The share in [0, 1]; 0 of nothing."""
        return self.stopped / self.n if self.n else 0.0


class VerifyScore(msgspec.Struct, frozen=True):
    """Every outcome; ``seconds`` is CPU of the checks, ``embedding`` what of it went into placing texts."""

    outcomes: tuple[Outcome, ...]
    seconds: float
    embedding: float
    sha256: str

    def share(self, kinds: Callable[[str], bool], *, half: Half | None = None, crosses: bool | None = None) -> Share:
        """Count what was refused among the kinds, of one half, in one language or across two."""
        found = [
            outcome.stopped
            for outcome in self.outcomes
            if kinds(outcome.trial.kind)
            and half in (None, outcome.trial.half)
            and crosses in (None, outcome.trial.crosses)
        ]
        return Share(sum(found), len(found))

    def errors(self, *, half: Half | None = None, crosses: bool | None = None) -> Share:
        """Return the share of seeded errors that were stopped."""
        return self.share(_is_error, half=half, crosses=crosses)

    def alarms(self, *, half: Half | None = None, crosses: bool | None = None) -> Share:
        """Return the share of correct paraphrases that were refused."""
        return self.share(_is_paraphrase, half=half, crosses=crosses)

    def balanced(self, half: Half | None = None) -> float | None:
        """Return the mean of the shares of errors stopped and of paraphrases let pass; None where one is of nothing."""
        errors, alarms = self.errors(half=half), self.alarms(half=half)
        return (errors.rate + 1 - alarms.rate) / 2 if errors.n and alarms.n else None

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of seeded errors, in their order."""
        return tuple(dict.fromkeys(o.trial.kind for o in self.outcomes if not o.trial.is_true))

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the table: a label, then for each of ``halves`` what is in one language and what goes across two."""
        kinds: list[tuple[str, Callable[[str], bool]]] = [(kind, kind.__eq__) for kind in self.classes]
        kinds.append(("all seeded errors", _is_error))
        kinds.append(("alarms on verbatim", VERBATIM.__eq__))
        told = sorted({o.trial.kind for o in self.outcomes if _is_paraphrase(o.trial.kind)})
        kinds += [(f"alarms on {kind}", kind.__eq__) for kind in told]
        kinds.append(("alarms on all paraphrases", _is_paraphrase))
        return tuple(
            (label, *(str(self.share(of, half=half, crosses=crosses)) for half in self.halves for crosses in BOTH))
            for label, of in kinds
        )

    @property
    def halves(self) -> tuple[Half, ...]:
        """The parts of the material that something was tried of."""
        found = {outcome.trial.half for outcome in self.outcomes}
        return tuple(half for half in HALVES if half in found or half != "fresh")

    def reasons(self, of: Callable[[str], bool], *, crosses: bool) -> str:
        """Return the reason codes of what was refused, the most frequent first."""
        codes = Counter(o.code for o in self.outcomes if o.stopped and of(o.trial.kind) and o.trial.crosses == crosses)
        return ", ".join(f"{code} {n}" for code, n in sorted(codes.items(), key=lambda pair: (-pair[1], pair[0])))

    def figures(self) -> dict[str, str]:
        """Return label -> figure, for printing below the table."""
        tried = len(self.outcomes) or 1
        return {
            "balanced accuracy": ", ".join(
                f"{half} {'-' if (found := self.balanced(half)) is None else f'{found:.3f}'}" for half in self.halves
            ),
            "ms of CPU a text": f"{1000 * (self.seconds - self.embedding) / tried:.2f}, "
            f"and {1000 * self.embedding / tried:.2f} for placing texts in meaning-space",
            "alarms across": f"into Chinese {self._into('zh')}, into English {self._into('en')}",
            "why, verbatim": self.reasons(VERBATIM.__eq__, crosses=False) or "none",
            "why, same language": self.reasons(_is_paraphrase, crosses=False) or "none",
            "why, across": self.reasons(_is_paraphrase, crosses=True) or "none",
            "stopped, same language": self.reasons(_is_error, crosses=False) or "none",
            "stopped, across": self.reasons(_is_error, crosses=True) or "none",
        }

    def judged(self) -> dict[str, str]:
        """Return label -> figure of what a judge was asked and said: of true texts and of false ones."""
        told: dict[str, str] = {}
        for label, true in (("judged, true texts", True), ("judged, seeded errors", False)):
            found = Counter(o.heard for o in self.outcomes if o.heard and o.trial.is_true == true)
            told[label] = f"{found.total()} asked, {found['passed']} let pass, {found['rejected']} rejected"
            told[label] += f", {found['silent']} without an opinion" if found["silent"] else ""
        return told

    def _into(self, language: str) -> Share:
        found = [
            o.stopped
            for o in self.outcomes
            if _is_paraphrase(o.trial.kind) and o.trial.crosses and o.trial.language[:2] == language
        ]
        return Share(sum(found), len(found))

    def mistakes(self, most: int, half: Half = "open") -> dict[str, tuple[Outcome, ...]]:
        """Return label -> wrong outcomes of one half, for reading: missed errors by class, then false alarms by code.

        The order within a label is that of the digests, so that a few are typical and always the same ones.
        """
        found: dict[str, list[Outcome]] = {}
        for outcome in sorted(self.outcomes, key=lambda o: _digest(o.trial.id)):
            if outcome.trial.half == half and outcome.stopped == outcome.trial.is_true:
                where = "across" if outcome.trial.crosses else "same language"
                what = f"alarm, {outcome.code}" if outcome.trial.is_true else f"missed, {outcome.trial.kind}"
                found.setdefault(f"{what}, {where}", []).append(outcome)
        return {label: tuple(found[label][:most]) for label in sorted(found)}


def _is_error(kind: str) -> bool:
    return kind != VERBATIM and not kind.startswith(PARAPHRASE)


def _is_paraphrase(kind: str) -> bool:
    return kind.startswith(PARAPHRASE)


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def half_of(sentence: str) -> Half:
    """Return the half that a sentence belongs to, by its article: a name learnt from one half is new in the other."""
    return "open" if _digest(sentence.split("-")[0]) % 2 else "held"


def read_material(folder: Path) -> Material:
    """Return the material of ``sentences.jsonl``, ``paraphrases.jsonl`` and ``errors.jsonl``.  Raises UsageError."""
    digest = hashlib.sha256()
    sentences = {sentence.id: sentence for sentence in _read(folder / "sentences.jsonl", Sentence, digest.update)}
    paraphrases = _read(folder / "paraphrases.jsonl", Paraphrase, digest.update)
    errors = _read(folder / "errors.jsonl", SeededError, digest.update)
    cited = [(told.id, told.passage) for told in paraphrases] + [(told.id, told.passage) for told in errors]
    for name, passage in cited:
        if passage not in sentences:
            raise UsageError(f"{name} cites {passage}, which is no sentence", subject=str(folder))
    return Material(sentences, paraphrases, errors, digest.hexdigest())


def _read(path: Path, of: type[T], update: Callable[[bytes], object]) -> tuple[T, ...]:
    try:
        content = path.read_bytes()
        update(content)
        return tuple(decode_json(line, of) for line in content.splitlines() if line.strip())
    except OSError as error:
        raise UsageError(f"cannot be read ({error})", subject=str(path)) from error
    except msgspec.DecodeError as error:
        raise UsageError(f"is no material for the checks: {error}", subject=str(path)) from error


def trials(material: Material, half: Half | None = None) -> tuple[Trial, ...]:
    """Return everything that is tried: the sentences themselves (as Taiwan prints them), paraphrases, errors.

    What the digests call held is of ``half``, if one is given.
    """
    tried: list[Trial] = []
    for sentence in material.sentences.values():
        language = "zh-Hant" if sentence.language.startswith("zh") else sentence.language
        text = to_taiwan(sentence.text) if sentence.language == "zh-Hans" else sentence.text
        tried.append(_trial(sentence.id, VERBATIM, text, language, sentence, "", half))
    for told in material.paraphrases:
        kind = f"{PARAPHRASE}: {told.kind}"
        tried.append(_trial(told.id, kind, told.text, told.language, material.sentences[told.passage], "", half))
    for error in material.errors:
        sentence = material.sentences[error.passage]
        tried.append(_trial(error.id, error.kind, error.text, error.language, sentence, error.cites, half))
    return tuple(tried)


def _trial(name: str, kind: str, text: str, language: str, sentence: Sentence, cites: str, half: Half | None) -> Trial:
    passage = Passage(cites or sentence.text, sentence.language, sentence.published)
    own = half_of(sentence.id)
    return Trial(
        id=name,
        kind=kind,
        text=text,
        language=language,
        passage=passage,
        half=half if half is not None and own == "held" else own,
    )


def thinned(tried: Sequence[Trial], one_in: int) -> tuple[Trial, ...]:
    """Return about one trial in ``one_in``, always the same ones, spread over every kind."""
    return tuple(trial for trial in tried if _digest(f"thin {trial.kind} {trial.id}") % one_in == 0)


def score_trials(tried: Iterable[Trial], knows: Knowledge, sha256: str = "", judge: Judge | None = None) -> VerifyScore:
    """Try every text against its passage, and take the time; ``judge`` is asked about one text at a time."""
    embed = _Timed(knows.embed)
    knows = Knowledge(knows.names, remembering(embed))
    _outcome(WARM, knows)  # what is loaded once is no cost of a sentence
    embed.seconds = 0.0
    started = time.process_time()
    outcomes = tuple(_outcome(trial, knows, judge) for trial in tried)
    return VerifyScore(outcomes, time.process_time() - started, embed.seconds, sha256)


def _outcome(trial: Trial, knows: Knowledge, judge: Judge | None = None) -> Outcome:
    verdict = try_case(Case(trial.text, trial.language, (trial.passage,), knows))
    fault = verdict.fault
    heard: Literal["", "passed", "rejected", "silent"] = ""
    if fault is not None and not fault.hard and judge is not None:
        doubt = Doubt(text=trial.text, passages=(trial.passage.text,))
        opinions = [told for told in judge(trial.id, [doubt]) if isinstance(told, Opinion)]
        says = {opinion.supported for opinion in opinions if opinion.doubt == 0}
        heard = "passed" if says == {True} else "rejected" if False in says else "silent"
        reason = "; ".join(opinion.reason for opinion in opinions)
        fault = None if heard == "passed" else fault._replace(message=f"{fault.message}; the judge: {reason}")
    return Outcome(trial, fault.code if fault else "", fault.message if fault else "", heard)


class _Timed:
    """An embedder with a stop-watch."""

    def __init__(self, embed: Align) -> None:
        self.embed = embed
        self.seconds = 0.0

    def __call__(self, texts: Sequence[str], languages: Sequence[str]) -> Sequence[bytes]:
        started = time.process_time()
        placed = self.embed(texts, languages)
        self.seconds += time.process_time() - started
        return placed


WARM = Trial(
    id="warm",
    kind=VERBATIM,
    text="市長週一宣布，新的圖書館將於五月開放。",
    language="zh-Hant",
    passage=Passage("The mayor said on Monday that the new library will open in May.", "en", Date(2026, 1, 5)),
    half="open",
)


def evaluate_verify(folder: Path, knows: Knowledge, one_in: int = 1, judge: Judge | None = None) -> VerifyScore:
    """Return the scores of the checks on the material of ``folder``, or on one trial in ``one_in`` of it.

    ``judge`` is asked where they are in doubt.  Raises UsageError.
    """
    material = read_material(folder)
    tried, sha256 = trials(material), material.sha256
    if (folder / FRESH).is_dir():
        fresh = read_material(folder / FRESH)
        tried += trials(fresh, "fresh")
        sha256 = hashlib.sha256(f"{sha256} {fresh.sha256}".encode()).hexdigest()
    return score_trials(thinned(tried, one_in), knows, sha256, judge)
