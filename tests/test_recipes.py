"""The recipes of docs/operations.md: each line of each is run, or read by the program that will read it."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import jsonschema
import pytest
import yaml
from typer.main import get_command

from broadsheet.cli import app
from broadsheet.config_file import File, read_file
from broadsheet.schedule import Daily, Schedule

from editions import record, write_lines

ROOT = Path(__file__).parents[1]
RECIPES = ROOT / "docs" / "recipes"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
WORKFLOW = yaml.safe_load((RECIPES / "github-actions.yml").read_text(encoding="utf-8"))

_PROGRAM = re.compile(r"(?:^|[\s`=/&])(?:\.venv/bin/|bin/)?broadsheet (?=[a-z])(?P<words>[^`#\n]*)")
_COMMANDS = ("daily", "doctor", "vacuum", "run", "publish", "replay", "audit", "sources", "show", "feedback", "demo")


def lines_of(text: str) -> Iterator[str]:
    """Yield what follows ``broadsheet`` wherever a command of ours stands in ``text``."""
    for match in _PROGRAM.finditer(text):
        words = re.split(r"\s*(?:>>|2>|&&|\|)", match["words"])[0].strip().rstrip(").,;:")
        if words.split()[0] in _COMMANDS:
            yield words


def blocks(language: str) -> Iterator[str]:
    yield from re.findall(rf"```{language}\n(.*?)```", OPERATIONS, flags=re.DOTALL)


def commands() -> dict[str, str]:
    """Return every command line of ours in the page and the recipes -> where it stands."""
    found = dict.fromkeys(lines_of(OPERATIONS), "operations.md")
    for path in sorted(RECIPES.iterdir()):
        code = "\n".join(line for line in path.read_text().splitlines() if not line.lstrip().startswith("#"))
        found |= dict.fromkeys(lines_of(code), path.name)
    found[" ".join(container()["CMD"])] = "Containerfile"
    return found


def container() -> dict[str, list[str]]:
    """Return the instructions of the Containerfile that hold a JSON array, by name (the last of each)."""
    found = {}
    for line in (RECIPES / "Containerfile").read_text().splitlines():
        if match := re.fullmatch(r"(CMD|ENTRYPOINT|HEALTHCHECK .* CMD) (\[.*\])", line):
            found[match[1].split()[0]] = [str(word) for word in ast.literal_eval(match[2])]
    return found


def parsed(words: list[str]) -> None:
    """Let the real parser read a command line, and run nothing.  Raises what it raises."""
    command = get_command(app)
    context = command.make_context("broadsheet", list(words))
    while hasattr(command, "resolve_command"):
        rest = [*context._protected_args, *context.args]
        name, command, rest = command.resolve_command(context, rest)
        context = command.make_context(name, rest, parent=context)


def test_the_parser_refuses_what_is_wrong() -> None:
    parsed(["daily", "--once"])
    for wrong in (
        ["daily", "--twice"],
        ["dailly"],
        ["vacuum"],
        ["daily", "--log", "xml"],
        ["daily", "--next", "x"],
        ["daily", "--next", "0"],
    ):
        with pytest.raises(Exception, match=r"(?i)no such|missing|not one of|valid integer|greater than"):
            parsed(wrong)


def test_commands_are_found_everywhere() -> None:
    files = set(commands().values())
    assert files >= {"operations.md", "broadsheet.service", "broadsheet-once.service", "broadsheet-vacuum.service"}
    assert files >= {"crontab", "Containerfile", "github-actions.yml"}


@pytest.mark.parametrize("line", sorted(commands()))
def test_every_command_is_one_of_ours(line: str) -> None:
    parsed(shlex.split(line))


def test_every_recipe_is_linked_and_every_link_leads_somewhere() -> None:
    linked = set(re.findall(r"\]\(recipes/([^)]+)\)", OPERATIONS))
    assert linked == {path.name for path in RECIPES.iterdir()}


def test_the_table_of_settings_is_that_of_the_program(tmp_path: Path) -> None:
    told = [
        name
        for line in re.findall(r"^\| (`[a-z_`, ]+`) \|", OPERATIONS, flags=re.M)
        for name in re.findall(r"\w+", line)
    ]
    assert {name for name in told if name in Daily.__struct_fields__} == set(Daily.__struct_fields__)
    (toml,) = blocks("toml")
    path = tmp_path / "broadsheet.toml"
    path.write_text(toml)
    assert read_file(path).daily == Daily(), "the example shows the defaults"


def test_every_event_that_is_logged_is_told() -> None:
    source = "".join(path.read_text() for path in (ROOT / "src/broadsheet/daily").glob("*.py"))
    source += (ROOT / "src/broadsheet/commands/daily.py").read_text()
    events = set(re.findall(r"\btell\(\s*\"([^\"]+)\"", source))
    page = " ".join(OPERATIONS.split())
    assert len(events) > 12 and not [event for event in events if f"`{event}`" not in page]


def test_every_metric_that_is_served_is_told() -> None:
    source = (ROOT / "src/broadsheet/daily/metrics.py").read_text()
    names = set(re.findall(r"\"broadsheet_(\w+)\"", source)) - {"info"}
    short = {name.removeprefix("edition") for name in names}
    assert len(names) > 15
    assert not [
        n for n in names if f"broadsheet_{n}" not in OPERATIONS and f"`_{n.removeprefix('edition_')}" not in OPERATIONS
    ]
    assert short


# --- systemd ----------------------------------------------------------------------------------------------------------

UNITS = sorted(path.name for path in RECIPES.iterdir() if path.suffix in (".service", ".timer"))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """Only the place of the program is another: systemd looks whether it can be executed."""
    for name in UNITS:
        text = (RECIPES / name).read_text().replace("/srv/broadsheet/.venv/bin/broadsheet", "/bin/true")
        (tmp_path / name).write_text(text)
    for name in UNITS:
        ended = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)], capture_output=True, text=True
        )
        about_ours = [line for line in ended.stderr.splitlines() if "broadsheet" in line]
        assert ended.returncode == 0 and not about_ours, ended.stderr


def test_systemd_would_refuse_what_is_wrong(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    (tmp_path / "broadsheet.service").write_text("[Service]\nExecStart=/bin/true\nRestart=sometimes\nTyp=exec\n")
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "broadsheet.service")]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert "sometimes" in ended.stderr and "Typ" in ended.stderr


@pytest.mark.parametrize("name", UNITS)
def test_units_fit_together(name: str) -> None:
    text = (RECIPES / name).read_text()
    assert set(re.findall(r"^\[(\w+)\]$", text, flags=re.M)) <= {"Unit", "Service", "Timer", "Install"}
    if name.endswith(".timer"):
        assert name.replace(".timer", ".service") in UNITS
    else:
        writable = re.findall(r"^ReadWritePaths=(.*)$", text, flags=re.M)
        assert writable == ["/srv/broadsheet/editions"], "what is written to is writable"


def test_the_timer_looks_at_the_time_of_the_schedule() -> None:
    text = (RECIPES / "broadsheet-once.timer").read_text()
    file = File()
    assert f"OnCalendar=*-*-* {file.daily.at}:00 {file.timezone}" in text


# --- cron -------------------------------------------------------------------------------------------------------------

_FIELD = re.compile(r"(\*|\d+(-\d+)?)(/\d+)?(,\d+)*")


def cron_lines() -> list[tuple[list[str], str]]:
    lines = (RECIPES / "crontab").read_text().splitlines()
    found = [line.split(None, 5) for line in lines if line and not line.startswith("#")]
    return [(line[:5], line[5]) for line in found]


def test_the_crontab_has_five_fields_and_no_percent_sign() -> None:
    limits = (59, 23, 31, 12, 7)
    assert len(cron_lines()) == 2
    for fields, command in cron_lines():
        for value, most in zip(fields, limits, strict=True):
            assert _FIELD.fullmatch(value) and all(int(number) <= most for number in re.findall(r"\d+", value))
        assert "%" not in command, "cron would end the command there"


# --- the newsroom that cron and GitHub print for --------------------------------------------------------------------------


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A folder with a configuration whose edition is due, and the program where the recipes look for it."""
    at = datetime.now(UTC) - timedelta(minutes=5)
    write_lines(tmp_path / "a.jsonl", [record(published=(at - timedelta(hours=3)).isoformat())])
    (tmp_path / "sources.toml").write_text('[[source]]\nname="a"\nkind="jsonl"\nurl="a.jsonl"\noutlet="A"\nowner="A"\n')
    (tmp_path / "broadsheet.toml").write_text(
        f'sources = "./sources.toml"\ntimezone = "UTC"\nlanguage = "en"\nengine = "local"\n[daily]\nat = "{at:%H:%M}"\n'
    )
    for place in (".venv/bin", ".broadsheet/.venv/bin"):
        program = tmp_path / place / "broadsheet"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m broadsheet "$@"\n')
        program.chmod(0o755)
    return tmp_path


def shell(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script as cron and GitHub do: ends with the first command that fails."""
    path = os.pathsep.join(dict.fromkeys(sys.path))
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=200,
    )


def test_the_lines_of_the_crontab_print_and_make_room(newsroom: Path) -> None:
    for _, command in cron_lines():
        ended = shell(command.replace("/srv/broadsheet", str(newsroom)), newsroom)
        assert ended.returncode == 0, ended.stderr
        assert not ended.stderr
    assert '"event": "the edition is printed"' in (newsroom / "daily.log").read_text()
    assert "freed" in (newsroom / "vacuum.log").read_text()


# --- GitHub Actions ---------------------------------------------------------------------------------------------------

SCHEMA = {
    "type": "object",
    "required": ["name", "on", "permissions", "concurrency", "jobs"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "on": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "schedule": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["cron"],
                        "additionalProperties": False,
                        "properties": {"cron": {"type": "string", "pattern": r"^(\S+ ){4}\S+$"}},
                    },
                },
                "workflow_dispatch": {"type": "null"},
            },
        },
        "permissions": {"type": "object", "additionalProperties": {"enum": ["read", "write", "none"]}},
        "concurrency": {
            "type": "object",
            "required": ["group"],
            "additionalProperties": False,
            "properties": {"group": {"type": "string"}, "cancel-in-progress": {"type": "boolean"}},
        },
        "jobs": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["runs-on", "steps"],
                "additionalProperties": False,
                "properties": {
                    "runs-on": {"enum": ["ubuntu-24.04"]},
                    "timeout-minutes": {"type": "integer", "maximum": 360},
                    "environment": {"type": "string"},
                    "steps": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "oneOf": [{"required": ["uses"]}, {"required": ["run"]}],
                            "properties": {
                                "uses": {"type": "string", "pattern": r"^[\w.-]+/[\w.-]+@v\d+$"},
                                "run": {"type": "string"},
                                "name": {"type": "string"},
                                "if": {"type": "string"},
                                "with": {"type": "object", "additionalProperties": {"type": "string"}},
                                "env": {"type": "object", "additionalProperties": {"type": "string"}},
                            },
                        },
                    },
                },
            },
        },
    },
}
"""The part of GitHub's workflow syntax that the recipe uses."""


def workflow() -> dict[str, object]:
    return {("on" if key is True else key): value for key, value in WORKFLOW.items()}  # YAML 1.1 reads "on" as true


def step(name: str) -> str:
    (found,) = [s["run"] for s in WORKFLOW["jobs"]["edition"]["steps"] if s.get("name") == name]
    return str(found)


def test_the_workflow_is_one() -> None:
    jsonschema.validate(workflow(), SCHEMA)


def test_the_workflow_starts_after_the_moment_of_the_schedule() -> None:
    plan = Schedule(Daily(), ZoneInfo(File().timezone))
    for line in WORKFLOW[True]["schedule"]:
        minute, hour, *rest = line["cron"].split()
        assert rest == ["*", "*", "*"]
        starts = datetime(2026, 11, 22, int(hour), int(minute), tzinfo=UTC)
        late = starts - plan.planned(plan.latest(starts))
        assert timedelta() < late < timedelta(hours=2)


def test_the_steps_of_the_workflow_print_keep_and_push(newsroom: Path) -> None:
    """With a repository beside it for GitHub's: twice, so that the second finds the edition of the first."""
    assert shutil.which("git"), "git makes this repository's clone, so it is here"
    origin, editions = newsroom / "origin.git", newsroom / "editions"
    identity = {
        "GIT_AUTHOR_NAME": "t",
        "GIT_AUTHOR_EMAIL": "t@t",
        "GIT_COMMITTER_NAME": "t",
        "GIT_COMMITTER_EMAIL": "t@t",
    }
    made = shell(
        f"git init -q --bare {origin} && git init -q -b editions editions && cd editions && "
        f"git remote add origin {origin} && git commit -q --allow-empty -m Editions && git push -q origin editions",
        newsroom,
        **identity,
    )
    assert made.returncode == 0, made.stderr
    for told in ("the edition is printed", "nothing is due"):
        ended = shell(step("Print what is due"), newsroom)
        assert ended.returncode == 0 and f'"event": "{told}"' in ended.stderr, ended.stderr
        ended = shell(step("Keep the editions"), newsroom)
        assert ended.returncode == 0, ended.stderr
        shutil.rmtree(editions)
        assert shell(f"git clone -q -b editions {origin} editions", newsroom).returncode == 0
    assert (editions / "site").is_dir() and not (editions / ".cache").exists()
    assert list((editions / ".daily").glob("*.json")), "what is known of the days travels along"


# --- the container ----------------------------------------------------------------------------------------------------


def test_the_container_is_built_from_what_is_here() -> None:
    text = (RECIPES / "Containerfile").read_text()
    for line in re.findall(r"^COPY (?!--from)(.*) \S+$", text, flags=re.M):
        for name in line.split():
            assert (ROOT / name).exists(), name
    (pinned,) = set(re.findall(r"uv==([\d.]+)", text))
    assert f"UV_VERSION := {pinned}\n" in (ROOT / "Makefile").read_text()
    assert pinned in (RECIPES / "github-actions.yml").read_text()
    assert "--frozen" in text and not re.search(r"^\s*(ADD|SHELL|RUN curl)", text, flags=re.M)
    last = text[text.rindex("FROM ") :]
    assert re.search(r"^USER broadsheet$", last, flags=re.M), "it does not run as root"
    instructions = {line.split()[0] for line in text.splitlines() if line and not line.startswith("#")}
    assert instructions <= {
        *("FROM", "RUN", "WORKDIR", "ENV", "COPY", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK"),
        *("ENTRYPOINT", "CMD"),
    }


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_lines_of_the_container_build_and_print(newsroom: Path, tmp_path: Path) -> None:
    """Its commands one after another in empty folders, from the wheels that made this environment.

    What needs a container engine is not tried: the base image, the user, the volume.  What is built holds no
    development tool, and the program in it prints an edition where it is the only one on the path.
    """
    if not shutil.which("uv"):
        pytest.skip("uv is not on this machine")
    text = (RECIPES / "Containerfile").read_text()
    build, last = text.split("\nFROM ")[-2:]
    (tmp_path / "build").mkdir()
    for line in re.findall(r"^COPY (?!--from)(.*) \S+$", build, flags=re.M):
        for name in line.split():
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / "build" / name)
    (settings,) = re.findall(r"^ENV (.*)$", build, flags=re.M)
    made = tmp_path / "opt"
    environment = dict(one.split("=", 1) for one in settings.split()) | {"UV_PROJECT_ENVIRONMENT": str(made)}
    environment |= {
        "UV_OFFLINE": "1",
        "UV_COMPILE_BYTECODE": "0",
        "UV_PYTHON": sys.executable,
        "HOME": os.environ["HOME"],
    }
    (command,) = [line for line in re.findall(r"^RUN (.*)$", build, flags=re.M) if line.startswith("uv ")]
    ended = subprocess.run(
        shlex.split(command.replace(" --no-cache", "")),
        cwd=tmp_path / "build",
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
    )
    if ended.returncode and re.search(r"network was disabled|offline", ended.stderr):
        pytest.skip("uv keeps not every wheel of the lock on this machine, and no test asks the network")
    assert ended.returncode == 0, ended.stderr
    assert not (made / "bin" / "pytest").exists() and f"{made}/bin" in last.replace("/opt/broadsheet", str(made))
    ended = subprocess.run(
        [*container()["ENTRYPOINT"], "daily", "--once", "--log", "json"],
        cwd=newsroom,
        env={"PATH": f"{made}/bin:/usr/bin:/bin", "HOME": str(tmp_path)},
        executable=str(made / "bin" / container()["ENTRYPOINT"][0]),
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0 and '"event": "the edition is printed"' in ended.stderr, ended.stderr
    assert list((newsroom / "editions" / "site").glob("*/index.html"))


def test_the_container_starts_the_keeper_and_asks_for_its_health() -> None:
    found = container()
    assert found["ENTRYPOINT"] == ["broadsheet"]
    port = found["CMD"][found["CMD"].index("--listen") + 1].rpartition(":")[2]
    python, dash, code = found["HEALTHCHECK"]
    assert (python, dash) == ("python", "-c") and f":{port}/healthz" in code
    compile(code, "HEALTHCHECK", "exec")
    assert f"EXPOSE {port}\n" in (RECIPES / "Containerfile").read_text()
