"""Two sets of prompts on one day, by the command: a desk's own words reach the model, and the table tells what came of it."""

from __future__ import annotations

import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

from typer.testing import CliRunner

from broadsheet.cli import app
from broadsheet.prompts import __file__ as prompts_file
from test_llm_plan import lying, model

from model_author import written
from model_server import Asked, Say, model_server
from test_llm_edition import day

OWN = "Write for readers who repair bicycles."


def desk(folder: Path) -> Path:
    """Return a desk of its own: the shipped one, with one prompt of other words."""
    with as_file(files("broadsheet.desks") / "ai") as shipped:
        shutil.copytree(shipped, folder)
    prompt = Path(prompts_file).parent / "en" / "full.toml"
    own = folder / "prompts" / "en" / "full.toml"
    own.parent.mkdir(parents=True)
    words = prompt.read_text(encoding="utf-8")
    own.write_text(
        re.sub(r"version = \d+", "version = 77", words).replace("$style", f"$style\n{OWN}"), encoding="utf-8"
    )
    return folder


def test_two_sets_of_prompts_are_compared_by_what_came_of_them(tmp_path: Path) -> None:
    lies, truth = model(lying(0.9)), model(str)
    heard: list[str] = []

    def script(asked: Asked) -> Say:
        heard.append(asked["messages"][0]["content"])
        return truth(asked) if OWN in heard[-1] or "headline" not in written(asked) else lies(asked)

    command = ["eval", "write", str(day(tmp_path, 6)), "--out", str(tmp_path / "eval")]
    with model_server(script) as server:
        for name, line in (("shipped", ""), ("own", f'desk = "{desk(tmp_path / "desk")}"\n')):
            config = tmp_path / f"{name}.toml"
            config.write_text(
                f'language = "en"\nengine = "local"\n{line}[model]\nbase_url = "{server.base_url}"\nname = "m"\n',
                encoding="utf-8",
            )
            command += ["--config", str(config)]
        told = CliRunner(env={"COLUMNS": "300"}).invoke(app, command)
    assert told.exit_code == 0, told.output
    assert any(OWN in words for words in heard) and not all(
        OWN in words for words in heard if "short brief" not in words
    )
    rows = {line[:24].strip(): line.split()[-2:] for line in told.output.splitlines() if len(line.split()) > 2}
    table = {name: [float(one) for one in cells] for name, cells in rows.items() if re.match(r"[\d.]+$", cells[0])}
    refused = {name: cells for name, cells in table.items() if name.startswith("refused: ")}
    assert refused and all(cells[0] > cells[1] for cells in refused.values()), told.output
    assert table["refusal rate"][0] > table["refusal rate"][1]
    assert table["of these repairs"][0] > 0 == table["of these repairs"][1] and "repaired" in table
    for row in ("characters a story", "key figures told", "calls", "tokens in", "tokens out", "seconds", "dollars"):
        assert row in table, told.output
