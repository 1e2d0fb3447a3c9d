"""10,000 subscribers, one edition, a relay on this machine, and a delivery that is killed again and again.

    PYTHONPATH=tests .venv/bin/python bench/delivery.py [--subscribers 10000] [--kills 50]

Every few moments the process that delivers gets SIGKILL and is started again, until the list is done.  Told: mails that
came twice, mails that are missing and not reported as undecided (both must be 0), and mails a second beside a plain
loop of smtplib over the same messages to the same relay, which remembers nothing.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import signal
import smtplib
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from broadsheet.adapters.mail.letter import letter
from broadsheet.adapters.mail.message import Envelope
from broadsheet.adapters.mail.settings import DeliverSettings, MailSettings
from broadsheet.config_file import File
from broadsheet.delivery.deliver import deliver, identity
from broadsheet.delivery.outbox import key_of, look_into
from broadsheet.store import read_edition
from mail_server import smtp

from small_edition import HEADINGS, small_day

SEED = 20261122
PLAIN = 300
"""Mails of each plain loop: enough for a rate, few enough to be repeated."""


def relay(port: multiprocessing.Queue[int], counts: multiprocessing.Queue[Counter[str]], stop: object) -> None:
    """Serve until told to stop, in a process of its own; give the mails by recipient."""
    with smtp() as post:
        port.put(post.port)
        stop.wait()  # type: ignore[attr-defined]
        counts.put(post.counts)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--subscribers", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--repeat", type=int, default=3, help="plain loops; the median counts")
    asked = parser.parse_args(arguments)
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        people = [f"reader{n}@example.com" for n in range(asked.subscribers)]
        rows = "".join(f"{one},,token-{n:08}\n" for n, one in enumerate(people))
        (root / "subscribers.csv").write_text("address,language,token\n" + rows)
        folder = small_day("en").save(root) / "2025-12-18"
        context = multiprocessing.get_context("spawn")
        ports, counts, stop = context.Queue(), context.Queue(), context.Event()
        server = context.Process(target=relay, args=(ports, counts, stop), daemon=True)
        server.start()
        port = ports.get(timeout=60)
        mail = MailSettings(
            host="127.0.0.1",
            port=port,
            security="none",
            sender="news@example.org",
            subscribers=str(root / "subscribers.csv"),
            unsubscribed=str(root / "unsubscribed.txt"),
            unsubscribe="https://news.example.org/{token}",
        )
        file = File(deliver=DeliverSettings(mail=mail))
        edition = read_edition(folder)
        plain, size = plain_loops(file, edition, port, asked.repeat)
        deliver(folder, file, dry_run=True)  # the children share what is imported
        spent, kills, busy = 0.0, 0, of_children()
        name_of = identity(edition)
        while True:
            begun = time.monotonic()
            before = done(root, name_of)
            child = os.fork()
            if not child:
                deliver(folder, file)
                os._exit(0)
            # Each death falls within sending: after so many mails more, at any moment of the next one.
            share = (asked.subscribers - before) / (asked.kills - kills + 1)
            until = before + chance.uniform(0.1, 1.9) * share if kills < asked.kills else float("inf")
            while not (ended := os.waitpid(child, os.WNOHANG)[0]) and done(root, name_of) < until:
                time.sleep(0.01)
            if not ended:
                time.sleep(chance.uniform(0, 2 / plain))
                ended = os.waitpid(child, os.WNOHANG)[0]
            spent += time.monotonic() - begun
            if ended:
                break
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            kills += 1
        busy = of_children() - busy
        stop.set()
        got = counts.get(timeout=60)
        server.join()
        with look_into(root) as outbox:
            assert outbox is not None
            states = Counter(row.state for row in outbox.rows(name_of, 0, "mail"))
            unsure = {row.recipient for row in outbox.rows(name_of, 0, "mail") if row.state == "undecided"}
    twice = [one for one in people if got[one] > 1]
    lost = [one for one in people if not got[one] and one not in unsure]
    rate = asked.subscribers / spent
    print(f"{asked.subscribers} subscribers, {size} bytes a mail, {kills} kills: {dict(states)}")
    print(f"came twice: {len(twice)}; missing and not told: {len(lost)}")
    print(f"undecided: {len(unsure)}, of which arrived: {sum(got[one] == 1 for one in unsure)}")
    print(
        f"{rate:.0f} mails/s, kills and starts included; a plain smtplib loop {plain:.0f}/s: {rate / plain:.2f} of it"
    )
    print(f"CPU {1000 * busy / asked.subscribers:.2f} ms a mail, starts included; load {os.getloadavg()[0]:.1f}")
    return bool(twice or lost or kills < asked.kills)


def done(root: Path, edition: str) -> int:
    """Return how many mails are no longer pending; asked a hundred times a second, so it counts in the file."""
    path = root / ".outbox" / "outbox.sqlite"
    if not path.is_file():
        return 0
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file, suppress(sqlite3.OperationalError):
        asked = "SELECT COUNT(*) FROM message WHERE edition = ? AND revision = 0 AND channel = 'mail' AND state {}"
        (expected,) = file.execute(asked.format("<> ''"), (edition,)).fetchone()
        (pending,) = file.execute(asked.format("= 'pending'"), (edition,)).fetchone()
        return int(expected - pending)
    return 0  # the first child has not made its tables yet


def of_children() -> float:
    """Return the seconds of CPU of the processes that delivered and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def plain_loops(file: File, edition: object, port: int, repeat: int) -> tuple[float, int]:
    """Return the mails a second of a loop over ``smtplib.SMTP.sendmail`` (median), and the bytes of a mail."""
    from broadsheet.types import Edition

    assert isinstance(edition, Edition)
    made = letter(edition, HEADINGS, "")
    envelope = Envelope(file.deliver.mail, edition, made)
    rates, size = [], 0
    for _ in range(repeat):
        begun = time.perf_counter()
        with smtplib.SMTP("127.0.0.1", port) as connection:
            for n in range(PLAIN):
                to = f"plain{n}@example.com"
                raw = envelope(to, "token-plain", key_of("plain", 0, "mail", to))
                size = len(raw)
                connection.sendmail("news@example.org", [to], raw)
        rates.append(PLAIN / (time.perf_counter() - begun))
    return statistics.median(rates), size


if __name__ == "__main__":
    sys.exit(main())
