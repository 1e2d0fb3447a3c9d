"""Editions of two languages share a Hugo site, day after day, as docs/configuration.md has it; every one stays sound."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from broadsheet.cli import app

from editions import record, write_lines

DAYS = (16, 17, 18)
FOLDERS = {"zh-Hant": "editions", "en": "editions-en"}


def ask(*words: str) -> str:
    told = CliRunner().invoke(app, words)
    assert told.exit_code == 0, f"{words}\n{told.output}"
    return told.output


def audit_all(top: Path, through: int) -> None:
    for folder in FOLDERS.values():
        for day in DAYS[: DAYS.index(through) + 1]:
            if (top / folder / f"2025-12-{day}").is_dir():
                ask("audit", str(top / folder / f"2025-12-{day}"))


def test_three_days_in_two_languages_stay_sound_through_every_printing(tmp_path: Path) -> None:
    config = tmp_path / "broadsheet.toml"
    config.write_text('[publish]\nto = ["site", "hugo", "atom", "json_feed"]\n', encoding="utf-8")
    for folder in FOLDERS.values():
        (tmp_path / folder).mkdir()
    (tmp_path / "editions" / "hugo").mkdir()
    (tmp_path / "editions-en" / "hugo").symlink_to("../editions/hugo")
    for day in DAYS:
        lines = tmp_path / f"{day}.jsonl"
        deed = ("in talks to buy", "agrees to buy", "has bought")[DAYS.index(day)]
        story = record(
            title=f"OpenAI {deed} Mistral AI",
            text=f"OpenAI {deed} Mistral AI for ${day} billion, it said on Tuesday. Both make AI models in Paris.",
            published=f"2025-12-{day - 1}T10:00:00Z",
        )
        write_lines(lines, [story])
        for language, folder in FOLDERS.items():
            made = ["--date", f"2025-12-{day}", "--at", f"2025-12-{day}T20:00:00+00:00", "--lang", language]
            ask("run", "--from", str(lines), *made, "--out", str(tmp_path / folder), "--config", str(config))
            audit_all(tmp_path, day)
    for folder in (*FOLDERS.values(), *reversed(FOLDERS.values())):
        ask("publish", str(tmp_path / folder), "--config", str(config))
        audit_all(tmp_path, DAYS[-1])
        for day in DAYS:
            ask("publish", str(tmp_path / folder / f"2025-12-{day}"), "--to", "hugo", "--config", str(config))
        audit_all(tmp_path, DAYS[-1])
    posts = sorted(path.name for path in (tmp_path / "editions/hugo/content/posts").glob("2025*"))
    assert posts == [f"2025-12-{day}{end}" for day in DAYS for end in (".en.md", ".md")]
