"""The layout shows the flow: imports go one way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "broadsheet"
FILES = sorted(path for path in PACKAGE.rglob("*.py"))

FLOORS = (
    {"types", "errors"},
    {"once", "failpoints", "patterns"},
    {"files", "decode", "folders"},
    {"hold", "seal", "codec", "labels", "desk", "text", "audit", "prompts", "schedule"},
    {"checks"},
    {"ports", "evidence", "folder", "sources", "page", "proof", "feedback", "likeness"},
    {"ranking"},
    {"engine", "stages", "adapters"},
    {"store", "pipeline", "schema", "sample"},
    {"desk_files", "archive", "registry"},
    {"config_file"},
    {"config"},
    {"no_news", "progress", "proving", "terminal"},
    {"press"},
    {"corrections"},
    {"replay", "preview", "republish"},
    {"daily"},
    {"show", "doctor", "delivery", "evaluate", "evaluate_threads", "subscriptions"},
    {
        "show_dropped",
        "show_thread",
        "evaluate_extract",
        "evaluate_rank",
        "evaluate_verify",
        "evaluate_summaries",
        "evaluate_write",
    },
    {"commands"},
    {"cli"},
)
FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the rooms of this package that a file imports, wherever in the file it does."""
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom) and node.module == "broadsheet":
            names = [f"broadsheet.{alias.name}" for alias in node.names]
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("broadsheet.")}
    return rooms - {"__version__"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    here = room(path)
    if here in {"__init__", "__main__", "desks"}:
        return
    for there in imported(path) - {here}:
        assert FLOOR[there] < FLOOR[here], f"{here} imports {there}, which is not below it"


@pytest.mark.parametrize("path", sorted((PACKAGE / "stages").glob("*.py")), ids=lambda path: path.name)
def test_a_stage_knows_no_other_stage_and_no_world(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    forbidden = {"socket", "logging", "time", "random", "httpx2", "urllib.request", "os", "pathlib", "subprocess"}
    assert not modules & forbidden
    assert not [name for name in modules if name.startswith(("broadsheet.stages", "broadsheet.adapters"))]


def test_only_the_guarded_fetcher_and_clients_of_the_operators_own_open_connections() -> None:
    # The model's address is the operator's own, often this machine, which the guard forbids.  Its client asks that
    # address alone: no proxy, no redirect, and nothing that an article says (tests/test_model_client.py).
    # The mail relay is the operator's own too: adapters/mail/smtp.py connects to it and to nothing else.  So is the
    # archive's PostgreSQL, whose address comes from broadsheet.toml or the environment.  Webhooks go through the guard
    # (adapters/web/post.py), and so do the questions to an endpoint of inference, which may be on this machine: that one
    # origin is trusted, and nothing an article says is an address (tests/test_judge_entailment.py).  Apprise does its own networking: it is an extra, imported in one file.
    clients = {"httpx2", "httpcore2", "httpx", "httpcore", "requests", "aiohttp", "urllib3", "socket", "pycurl"}
    clients |= {"smtplib", "apprise", "psycopg", "psycopg2", "asyncpg"}
    clients |= {"http.client", "urllib.request", "ftplib", "asyncio", "trafilatura.downloads", "xmlrpc.client"}
    users = {
        str(path.relative_to(PACKAGE))
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(alias.name in clients for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "") in clients)
    }
    # daily/listen.py asks nobody; it needs the names of the two families of addresses.
    guarded = {"adapters/web/guard.py", "adapters/web/transport.py", "adapters/web/post.py"}
    assert users - {"daily/listen.py"} == guarded | {
        "adapters/model/client.py",
        "adapters/mail/smtp.py",
        "adapters/chat.py",
        "archive/postgres.py",
    }


def test_only_the_sample_day_and_the_health_of_the_schedule_are_served() -> None:
    # The first on loopback alone; the second where --listen says, reading, with nothing that needs a password.
    servers = {"http.server", "socketserver", "wsgiref", "wsgiref.simple_server", "socket", "asyncio"}
    users = {
        str(path.relative_to(PACKAGE))
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(alias.name in servers for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "") in servers)
    }
    clients = {"adapters/web/guard.py", "adapters/web/transport.py", "adapters/mail/smtp.py"}
    assert users - clients == {"sample/server.py", "daily/listen.py"}


LONG = {"types.py"}
"""Files that say at their top why they are long."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_is_long_without_a_reason(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 410 or str(path.relative_to(PACKAGE)) in LONG
