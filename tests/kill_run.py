"""A process that prints and delivers a small edition in children that die at a named point.

    python kill_run.py ROOT SMTP_PORT HOOK_PORT < "name n folder steps"...

Everything is imported and loaded once; each line of the input is one forked child, a real process that a real SIGKILL
ends, and one line of output: how it ended, and the points it passed.  Steps: ``print``, ``deliver``, ``correct``,
``rebuild`` (the archive), or several.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import broadsheet.files
from broadsheet import failpoints
from broadsheet.adapters.engines import Local
from broadsheet.adapters.mail.settings import DeliverSettings, MailSettings, WebhookSettings
from broadsheet.archive.index import rebuild
from broadsheet.archive.rows import entity_key
from broadsheet.config_file import File, FileFetch
from broadsheet.corrections.make import Ask, correct, first_of
from broadsheet.delivery.deliver import deliver
from broadsheet.desk_files import desk_names
from broadsheet.press import plan, print_edition
from broadsheet.replay import kit_of

from editions import AT, DATE


def file_for(root: Path, smtp: int, hook: int) -> File:
    """Return a configuration that delivers to the subscribers of ``root`` and a webhook on this machine."""
    return File(
        fetch=FileFetch(private=("127.0.0.1",)),
        deliver=DeliverSettings(
            mail=MailSettings(
                host="127.0.0.1",
                port=smtp,
                security="none",
                sender="news@example.org",
                subscribers=str(root / "subscribers.csv"),
                unsubscribed=str(root / "unsubscribed.txt"),
                unsubscribe="https://news.example.org/{token}",
                wait=0.01,
            ),
            webhooks=(WebhookSettings(name="desk", url=f"http://127.0.0.1:{hook}/"),),
        ),
    )


def work(folder: Path, file: File, articles: Path, steps: str) -> None:
    """Do the steps."""
    if "print" in steps:
        print_edition(plan(file, date=DATE, at=AT, origins=[articles], language="en", out=folder), Local())
    if "deliver" in steps:
        deliver(folder / DATE, file)
    if "correct" in steps:
        first = first_of(folder / DATE)
        asked = Ask(reason="it was withdrawn", story=min(p.id for p in (*first.stories, *first.also)), withdraw=True)
        correct(folder / DATE, asked, kit_of(folder / DATE, file), file.publish.to, at=AT + timedelta(hours=1))
    if "rebuild" in steps:
        rebuild(folder, "", entity_key(desk_names(file.desk)))


def main() -> None:
    root, smtp, hook = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    file, articles = file_for(root, smtp, hook), root / "articles.jsonl"
    broadsheet.files.BREATH = 0.0  # nobody else writes there
    print_edition(plan(file, date=DATE, at=AT, origins=[articles], language="en", out=root / "warm"), Local())
    deliver(root / "warm" / DATE, file, dry_run=True)  # sends nothing; the children need not import and compile again
    print("ready", flush=True)
    for line in sys.stdin:
        name, nth, folder, steps = line.split()
        passed, report = os.pipe()
        child = os.fork()
        if not child:
            passing: list[str] = []
            failpoints.watcher = passing.append if name == "-" else failpoints.Death(name, int(nth))
            try:
                work(Path(folder), file, articles, steps)
                told = ",".join(f"{point}:{n}" for point, n in Counter(passing).items())
            except Exception as error:  # noqa: BLE001 - the test tells it
                told = f"!{type(error).__name__}: {error}".replace("\n", " ")
            os.write(report, told.encode())
            os._exit(told.startswith("!"))
        os.close(report)
        with os.fdopen(passed, "rb") as pipe:
            told = pipe.read().decode()
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), told or "-", flush=True)


main()
