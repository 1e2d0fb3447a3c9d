"""An earlier day is printed again otherwise: the later editions that were made from it are named, and set right."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from broadsheet.cli import app

from editions import record, write_lines

BUYS = "OpenAI has agreed to buy Mistral AI for $2 billion, the two said on Wednesday. Both make AI models."
SUED = "A court in Paris has halted the purchase of Mistral AI by OpenAI. A union had sued over the deal of $2 billion."
FIRST = "OpenAI agrees to buy Mistral AI for $2 billion"
THEN = "Court halts OpenAI's purchase of Mistral AI"
OTHER = "OpenAI to own Mistral AI"


def printed(root: Path, day: int, titles: tuple[str, ...], texts: tuple[str, ...], language: str = "en") -> str:
    lines = root.parent / f"{day}.jsonl"
    articles = [
        record(
            title=title,
            text=text,
            url=f"https://{name}.example/{day}/{at}",
            outlet=name,
            published=f"2025-12-{day - 1}T15:00:00Z",
        )
        for at, (name, title, text) in enumerate(zip(("alpha", "beta"), titles, texts, strict=False))
    ]
    write_lines(lines, articles)
    made = ["run", "--from", str(lines), "--date", f"2025-12-{day}", "--at", f"2025-12-{day}T20:00:00+00:00"]
    told = CliRunner().invoke(app, [*made, "--lang", language, "--out", str(root)])
    assert told.exit_code == 0, told.output
    return told.output


def audited(root: Path, day: int) -> tuple[int, str]:
    told = CliRunner().invoke(app, ["audit", str(root / f"2025-12-{day}")])
    return told.exit_code, told.output


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_later_editions_that_were_made_from_it_are_named_and_can_be_set_right(tmp_path: Path, language: str) -> None:
    root = tmp_path / "editions"
    printed(root, 18, (FIRST,), (BUYS,), language)
    printed(root, 19, (THEN,), (SUED,), language)
    later = json.loads((root / "2025-12-19" / "edition.json").read_bytes())
    assert [one["continues_headline"] for one in later["stories"]] == [FIRST]
    assert audited(root, 19)[0] == 0

    told = printed(root, 18, (FIRST,), (BUYS,), language)
    assert "made from the edition that stood here before" not in told, "nothing has changed"
    assert not (root / "2025-12-18" / "reprinted.jsonl").exists()

    told = printed(root, 18, (OTHER,), (BUYS,), language)
    assert "2025-12-19 was made from the edition that stood here before" in told
    assert audited(root, 18)[0] == 0
    code, report = audited(root, 19)
    assert code == 1 and "said that before it was printed again" in report and "did not say that" not in report
    # Once more: what the first of them said is still known.
    printed(root, 18, (OTHER,), (BUYS,), language)
    assert "said that before it was printed again" in audited(root, 19)[1]

    (command,) = [line for line in told.splitlines() if line.startswith("  broadsheet run")]
    again = CliRunner().invoke(app, shlex.split(command)[1:])
    assert again.exit_code == 0, again.output
    assert audited(root, 19) == (0, audited(root, 19)[1])
    later = json.loads((root / "2025-12-19" / "edition.json").read_bytes())
    assert [one["continues_headline"] for one in later["stories"]] == [OTHER]


def test_what_nobody_ever_printed_is_still_called_so(tmp_path: Path) -> None:
    root = tmp_path / "editions"
    printed(root, 18, (FIRST,), (BUYS,))
    printed(root, 19, (THEN,), (SUED,))
    printed(root, 18, (OTHER,), (BUYS,))
    path = root / "2025-12-19" / "edition.json"
    path.write_text(path.read_text(encoding="utf-8").replace("OpenAI agrees to buy", "OpenAI agrees to rob"), "utf-8")
    assert "did not say that" in audited(root, 19)[1]
