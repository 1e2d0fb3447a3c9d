"""The checks of written sentences are measured, and what they do on the project's own material is pinned.

``.venv/bin/broadsheet eval verify gates/proof`` prints the whole table.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from broadsheet.checks.case import Knowledge, Passage
from broadsheet.cli import app
from broadsheet.errors import UsageError
from broadsheet.evaluate_summaries import Document, evaluate_summaries, is_summaries
from broadsheet.evaluate_verify import (
    Material,
    Outcome,
    Share,
    Trial,
    VerifyScore,
    half_of,
    read_material,
    score_trials,
    thinned,
    trials,
)
from broadsheet.text.chinese import has_simplified
from broadsheet.text.names import NameTable
from entailment_server import entailment_server, scored

from conftest import SHARED, load_program

ROOT = Path(__file__).parents[1]
PROOF = ROOT / "gates" / "proof"
CLASSES = (
    "digit", "scale", "number elsewhere", "outside name", "other name", "negation in", "negation out", "modality", "stage",
    "antonym", "direction", "attribution", "unit", "date", "merged", "wrong citation", "invented",
)  # fmt: skip


@pytest.fixture(scope="module")
def material() -> Material:
    return read_material(PROOF)


# --- the material ----------------------------------------------------------------------------------------------------


def test_the_material_is_as_large_as_was_promised(material: Material) -> None:
    languages = Counter(sentence.language for sentence in material.sentences.values())
    assert languages["en"] >= 300 and languages["zh-Hant"] >= 150 and languages["zh-Hans"] >= 150
    assert len(material.errors) >= 6000 and len(material.paraphrases) >= 1000
    tried = trials(material)
    wrong = [trial for trial in tried if not trial.is_true]
    assert sum(trial.crosses for trial in wrong) >= len(wrong) / 3
    kinds = Counter(trial.kind for trial in wrong)
    assert set(kinds) == set(CLASSES) and min(kinds.values()) >= 200
    told = [trial for trial in tried if trial.kind.startswith("paraphrase")]
    assert len(told) / 3 <= sum(trial.crosses for trial in told) and sum(not trial.crosses for trial in told) >= 600


def test_no_error_is_a_true_sentence_of_its_passage(material: Material) -> None:
    true = {(told.passage, told.text) for told in material.paraphrases}
    for error in material.errors:
        cited = error.cites or material.sentences[error.passage].text
        assert error.text != cited
        assert error.cites or (error.passage, error.text) not in true


def test_what_an_edition_would_print_holds_no_simplified_character(material: Material) -> None:
    bad = [trial.text for trial in trials(material) if trial.language == "zh-Hant" and has_simplified(trial.text)]
    assert not bad


def test_every_text_is_whole(material: Material) -> None:
    for trial in trials(material):
        assert trial.text.strip() == trial.text and "  " not in trial.text, trial.id
        assert trial.text[-1] in '.。"」' and not set(trial.text) & set("{}|"), trial.text


def test_every_trial_has_its_own_name_and_the_halves_are_halves(material: Material) -> None:
    tried = trials(material)
    assert len({(trial.kind, trial.id) for trial in tried}) == len(tried)
    halves = Counter(trial.half for trial in tried)
    assert 0.4 < halves["held"] / len(tried) < 0.6
    assert half_of("en04-1") == half_of("en04-3"), "an article is in one half"


def test_the_seeded_errors_are_what_the_program_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PROOF))
    assert load_program(PROOF / "seed.py").main(["--check"]) == 0


def test_the_fresh_material_is_what_its_program_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = load_program(PROOF / "fresh" / "write.py")
    assert write.main(["--check"]) == 0
    for path in (PROOF / "fresh").iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path / path.name)
    (tmp_path / "paraphrases.jsonl").write_text("", encoding="utf-8")
    monkeypatch.setattr(write, "HERE", tmp_path)
    assert write.main(["--check"]) == 1


# --- the gate --------------------------------------------------------------------------------------------------------


def test_the_checks_are_as_good_as_pinned() -> None:
    gates = load_program(ROOT / "gates" / "repin_proof.py")
    assert gates.complaints(gates.read_gate(), gates.measure()) == []


def test_a_pin_is_eased_only_on_purpose() -> None:
    gates = load_program(ROOT / "gates" / "repin_proof.py")
    old = gates.Gate("2026-11-22", "a", {"digit": 0.95}, {"verbatim": 0.01})

    def measured(stopped: float, refused: float, sha256: str = "a") -> object:
        return gates.Gate("today", sha256, {"digit": stopped}, {"verbatim": refused})

    assert gates.complaints(old, measured(0.95, 0.01)) == []
    assert len(gates.complaints(old, measured(0.9, 0.02))) == 2
    assert len(gates.complaints(old, measured(0.99, 0.0, "b"))) == 1, "other material needs other pins"
    assert gates.repinned(old, measured(0.97, 0.0), allow_regression=False).floors["digit"] == 0.97
    for worse in (measured(0.94, 0.01), measured(0.95, 0.02), measured(0.94, 0.01, "b")):
        with pytest.raises(ValueError, match="eased"):
            gates.repinned(old, worse, allow_regression=False)
        assert gates.repinned(old, worse, allow_regression=True) is worse


# --- the counting ----------------------------------------------------------------------------------------------------


def outcome(kind: str, code: str, *, name: str = "x", language: str = "en", half: str = "open") -> Outcome:
    trial = Trial(
        id=name,
        kind=kind,
        text=f"text {name}",
        language=language,
        passage=Passage("passage", "en", date(2026, 1, 1)),
        half="held" if half == "held" else "open",
    )
    return Outcome(trial, code, "why" if code else "")


def test_shares_are_counted_by_class_half_and_language() -> None:
    score = VerifyScore(
        (
            outcome("digit", "number"),
            outcome("digit", ""),
            outcome("digit", "number", language="zh-Hant"),
            outcome("unit", "unit", half="held"),
            outcome("verbatim", ""),
            outcome("paraphrase: synonyms", "novelty"),
            outcome("paraphrase: compressed", "", half="held"),
        ),
        seconds=0.7,
        embedding=0.0,
        sha256="",
    )
    assert score.share("digit".__eq__, crosses=False) == Share(1, 2)
    assert score.share("digit".__eq__, crosses=True) == Share(1, 1)
    assert score.errors() == Share(3, 4) and score.errors(half="held") == Share(1, 1)
    assert score.alarms() == Share(1, 2)
    assert score.balanced("held") == 1.0
    assert score.balanced("fresh") is None, "of nothing tried there is no accuracy"
    assert score.classes == ("digit", "unit")
    rows = {row[0]: row[1:] for row in score.rows()}
    assert rows["digit"] == (" 50.0 % (2)", "100.0 % (1)", "-", "-")
    assert rows["alarms on all paraphrases"] == ("100.0 % (1)", "-", "  0.0 % (1)", "-")
    assert score.figures()["ms of CPU a text"].startswith("100.00")
    nothing = VerifyScore(outcomes=(), seconds=0.0, embedding=0.0, sha256="")
    assert nothing.figures()["balanced accuracy"] == "open -, held -"
    assert score.figures()["why, same language"] == "novelty 1"


def test_only_mistakes_of_one_half_are_shown_and_always_the_same_ones() -> None:
    outcomes = (
        *(outcome("digit", "", name=f"e{n}") for n in range(5)),
        outcome("digit", "number", name="stopped"),
        outcome("digit", "", name="secret", half="held"),
        outcome("verbatim", "name", name="alarm"),
        outcome("verbatim", "", name="fine"),
    )
    score = VerifyScore(outcomes, 0.0, 0.0, "")
    shown = score.mistakes(3)
    assert list(shown) == ["alarm, name, same language", "missed, digit, same language"]
    assert len(shown["missed, digit, same language"]) == 3
    assert shown == VerifyScore(outcomes[::-1], 0.0, 0.0, "").mistakes(3)
    assert [o.trial.id for o in score.mistakes(3, "held")["missed, digit, same language"]] == ["secret"]


def test_a_thinned_set_is_the_same_whatever_the_order(material: Material) -> None:
    tried = trials(material)
    some = thinned(tried, 8)
    assert 0.09 < len(some) / len(tried) < 0.16
    assert set(thinned(tried[::-1], 8)) == set(some)
    assert {trial.kind for trial in some} == {trial.kind for trial in tried}


def nowhere(texts: Sequence[str], languages: Sequence[str]) -> Sequence[bytes]:
    return [bytes(4 * 512) for _ in texts]


def test_a_wrong_number_is_stopped_and_the_sentence_itself_is_not() -> None:
    passage = Passage("The plant in Porto employs 1,150 people.", "en", date(2026, 1, 1))
    tried = [
        Trial(id=kind, kind=kind, text=text, language="en", passage=passage, half="open")
        for kind, text in (("verbatim", passage.text), ("digit", "The plant in Porto employs 1,950 people."))
    ]
    score = score_trials(tried, Knowledge(NameTable(()), nowhere))
    assert [o.code for o in score.outcomes] == ["", "number"]


# --- reading and telling ---------------------------------------------------------------------------------------------


def test_what_is_no_material_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_material(tmp_path)
    sentence = {"id": "a-1", "language": "en", "published": "2026-01-01", "text": "A b."}
    (tmp_path / "sentences.jsonl").write_text(json.dumps(sentence) + "\n", encoding="utf-8")
    (tmp_path / "errors.jsonl").write_text("", encoding="utf-8")
    lost = {"id": "p", "passage": "z-9", "language": "en", "kind": "synonyms", "text": "A b."}
    for content in ("[]\n", '{"id": 1}\n', json.dumps(lost) + "\n"):
        (tmp_path / "paraphrases.jsonl").write_text(content, encoding="utf-8")
        with pytest.raises(UsageError):
            read_material(tmp_path)
    (tmp_path / "paraphrases.jsonl").write_text("", encoding="utf-8")
    assert set(read_material(tmp_path).sentences) == {"a-1"}


def test_the_command_prints_the_table_and_the_mistakes(tmp_path: Path) -> None:
    lines = {
        "sentences": [
            {"id": "a-1", "language": "en", "published": "2026-01-01", "text": "Sales rose 4% to 12 tonnes."}
        ],
        "paraphrases": [],
        "errors": [
            {"id": "1", "passage": "a-1", "kind": "digit", "language": "en", "text": "Sales rose 4% to 17 tonnes."},
            {"id": "2", "passage": "a-1", "kind": "digit", "language": "en", "text": "Sales rose 4%."},
        ],
    }
    for name, rows in lines.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    told = CliRunner().invoke(app, ["eval", "verify", str(tmp_path), "--show", "1"])
    assert told.exit_code == 0, told.output
    assert "50.0 % (2)" in told.output and "balanced accuracy" in told.output
    assert ("-> Sales rose 4%." in told.output) == (half_of("a-1") == "open")


# --- SummEdits -------------------------------------------------------------------------------------------------------

DOCUMENT = "We met at noon. Ann bought six apples. She paid four euros. Bob said that the shop closes at nine."


def test_a_summary_is_tried_against_the_sentences_that_are_nearest_and_those_before_them() -> None:
    document = Document(DOCUMENT)
    assert "Ann bought six apples." in document.nearest("Six apples were bought by Ann.")
    assert Document("").nearest("anything") == []


def test_a_set_is_scored_by_balanced_accuracy(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "doc": DOCUMENT, "summary": "Ann bought six apples.", "label": 1, "edit_types": []},
        {"id": "2", "doc": DOCUMENT, "summary": "Ann bought nine hundred apples.", "label": 0, "edit_types": ["x"]},
    ]
    assert not is_summaries(tmp_path)
    (tmp_path / "summedits_shop.json").write_text(json.dumps(rows), encoding="utf-8")
    assert is_summaries(tmp_path)
    (score,) = evaluate_summaries(tmp_path, Knowledge(NameTable(()), nowhere))
    assert (score.name, score.consistent, score.inconsistent) == ("shop", 1, 1)
    assert score.refused == 1
    (tmp_path / "summedits_shop.json").write_text('{"no": "list"}', encoding="utf-8")
    with pytest.raises(UsageError):
        list(evaluate_summaries(tmp_path, Knowledge(NameTable(()), nowhere)))


def test_the_public_sets_can_be_read() -> None:
    folder = SHARED / "bench" / "faithfulness"
    if not folder.exists():
        pytest.skip("SummEdits is not on this machine (../shared/bench/faithfulness)")
    scores = list(evaluate_summaries(folder, Knowledge(NameTable(()), nowhere), one_in=150))
    assert [score.name for score in scores] == ["ectsum", "qmsumm", "samsum", "scitldr"]
    assert all(score.consistent + score.inconsistent >= 2 for score in scores)


def test_values_survive_the_codec(material: Material) -> None:
    error = material.errors[0]
    assert msgspec.json.decode(msgspec.json.encode(error), type=type(error)) == error


def test_a_judge_is_measured_where_the_checks_are_in_doubt(tmp_path: Path) -> None:
    ferry = "The ferry line opened a second crossing on Monday."
    sentences = [{"id": "a-1", "language": "en", "published": "2025-12-16", "text": ferry}]
    true = "Passengers now enjoy a broader choice, which pleases everybody on the island."
    paraphrases = [{"id": "a-1-p1", "passage": "a-1", "language": "en", "kind": "synonyms", "text": true}]
    errors = [
        {
            "id": "e1",
            "passage": "a-1",
            "kind": "invented",
            "language": "en",
            "text": "Gulls nest on the roof of the hall.",
        },
        {
            "id": "e2",
            "passage": "a-1",
            "kind": "digit",
            "language": "en",
            "text": "The line opened 7 crossings on Monday.",
        },
    ]
    for name, rows in (("sentences", sentences), ("paraphrases", paraphrases), ("errors", errors)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    config = tmp_path / "broadsheet.toml"
    command = ["eval", "verify", str(tmp_path), "--config", str(config)]
    config.write_text(f'out = "{tmp_path}"\n')
    alone = CliRunner().invoke(app, command).output
    assert "judge" not in alone
    answers = {true: 0.9, errors[0]["text"]: 0.2}  # any other pair is no business of a judge's
    with entailment_server(scored(lambda premise, text: answers[text])) as server:
        config.write_text(f'out = "{tmp_path}"\n[entailment]\nurl = "{server.url}"\n')
        told = CliRunner().invoke(app, [*command, "--judge", "entailment"])
        again = CliRunner().invoke(app, [*command, "--judge", "entailment"])
        assert len(server.asked) == 2, "a second time costs nothing"
    assert told.exit_code == again.exit_code == 0, told.output
    output = " ".join(told.output.split())
    assert "judged, true texts 1 asked, 1 let pass, 0 rejected" in output.replace(":", ""), told.output
    assert "judged, seeded errors 1 asked, 0 let pass, 1 rejected" in output.replace(":", ""), told.output


NATURAL = {
    "natural": (Share(95, 97), Share(201, 230), Share(10, 60), Share(36, 120)),
    "natural2": (Share(153, 189), Share(156, 189), Share(33, 126), Share(51, 126)),
}
"""Of the open halves, 2026-11-23: wrong claims stopped in one language and across, true ones refused in one and across.
The embedder's last bits differ between machines: one text of each may change sides."""


@pytest.mark.parametrize(
    ("folder", "halves", "claims"), [("natural", (60, 60), (360, 648)), ("natural2", (63, 67), (520, 780))]
)
def test_the_freely_told_material_is_whole_and_in_halves(
    folder: str, halves: tuple[int, int], claims: tuple[int, int]
) -> None:
    material = read_material(ROOT / "gates" / folder)
    tried = trials(material)
    found = Counter(half_of(name) for name in material.sentences)
    assert (found["open"], found["held"]) == halves
    assert (len(material.paraphrases), len(material.errors)) == claims and len(tried) == sum(halves) + sum(claims)


@pytest.mark.parametrize("folder", NATURAL)
def test_the_open_half_of_what_is_freely_told_is_judged_as_pinned(folder: str) -> None:
    gates = load_program(ROOT / "gates" / "repin_proof.py")
    tried = [trial for trial in trials(read_material(ROOT / "gates" / folder)) if trial.half == "open"]
    score = score_trials(tried, gates.knowledge())
    same, across, alarms, alarms_across = NATURAL[folder]
    for crosses, stopped, refused in ((False, same, alarms), (True, across, alarms_across)):
        assert score.errors(crosses=crosses).stopped >= stopped.stopped - 1
        assert score.alarms(crosses=crosses).stopped <= refused.stopped + 1
    found = (
        score.errors(crosses=False),
        score.errors(crosses=True),
        score.alarms(crosses=False),
        score.alarms(crosses=True),
    )
    assert [share.n for share in found] == [share.n for share in NATURAL[folder]]
