"""Each recipient once, through real receivers, whatever they answer; and what is not known is told."""

from __future__ import annotations

import base64
import email
import email.policy
import hashlib
import hmac
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from broadsheet.adapters.mail.settings import ChatSettings, DeliverSettings, MailSettings, WebhookSettings
from broadsheet.cli import app
from broadsheet.config_file import File, FileFetch
from broadsheet.delivery.deliver import Delivered, deliver, identity
from broadsheet.delivery.look import look
from broadsheet.delivery.outbox import look_into, open_outbox
from broadsheet.errors import BroadsheetError, ConfigError, DeliveryError, UsageError
from broadsheet.store import read_edition
from broadsheet.types import Correction
from mail_server import Hook, Post, smtp, webhook

from small_edition import small_day

PEOPLE = ("ada@example.com", "bob@example.com", "cleo@example.com")


@pytest.fixture
def post() -> Iterator[Post]:
    with smtp() as receiver:
        yield receiver


@pytest.fixture
def hook() -> Iterator[Hook]:
    with webhook() as receiver:
        yield receiver


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = "".join(f"{one},,token-{one[:3]}00\n" for one in PEOPLE)
    (tmp_path / "subscribers.csv").write_text("address,language,token\n" + lines)
    return small_day("en").save(tmp_path) / "2025-12-18"


def mailing(folder: Path, post: Post, **changes: object) -> File:
    fields: dict[str, object] = {
        "host": "127.0.0.1",
        "port": post.port,
        "security": "none",
        "sender": "Broadsheet <news@example.org>",
        "subscribers": str(folder.parent / "subscribers.csv"),
        "unsubscribed": str(folder.parent / "unsubscribed.txt"),
        "unsubscribe": "https://news.example.org/u?t={token}&a=1",
        "wait": 0.01,
        "timeout": 5,
    }
    return File(deliver=DeliverSettings(mail=MailSettings(**{**fields, **changes})))  # type: ignore[arg-type]


def states(done: Delivered) -> dict[str, str]:
    return {row.recipient: row.state for line in done.lines for row in line.rows}


def test_each_subscriber_gets_one_mail_however_often_it_is_delivered(folder: Path, post: Post) -> None:
    first = deliver(folder, mailing(folder, post))
    second = deliver(folder, mailing(folder, post))
    assert post.counts == dict.fromkeys(PEOPLE, 1)
    assert first.whole and first.lines[0].sent_now == 3
    assert second.whole and second.lines[0].sent_now == 0


def test_the_mail_as_it_arrives(folder: Path, post: Post) -> None:
    deliver(folder, mailing(folder, post))
    raw = dict(post.mails)["ada@example.com"]
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail["To"] == "ada@example.com"
    assert mail["From"] == "Broadsheet <news@example.org>"
    assert "輝達與 Acme" in mail["Subject"]
    assert mail["List-Unsubscribe"] == "<https://news.example.org/u?t=token-ada00&a=1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.isoformat() == "2025-12-18T06:44:44+08:00"
    assert mail["Message-ID"].endswith("@example.org>")
    html, text = mail.get_body(("html",)), mail.get_body(("plain",))
    assert html is not None and text is not None
    assert "https://news.example.org/u?t=token-ada00&amp;a=1" in html.get_content()
    assert "https://news.example.org/u?t=token-ada00&a=1" in text.get_content()
    assert "broadsheet.invalid" not in html.get_content() + text.get_content()
    ids = {email.message_from_bytes(one)["Message-ID"] for _, one in post.mails}
    assert len(ids) == 3


def test_a_mail_has_the_same_bytes_whenever_it_is_made(folder: Path, tmp_path: Path, post: Post) -> None:
    deliver(folder, mailing(folder, post))
    (folder.parent / ".outbox" / "outbox.sqlite").unlink()
    deliver(folder, mailing(folder, post))
    assert sorted(post.mails[:3]) == sorted(post.mails[3:])


def test_a_recipient_that_is_put_off_is_tried_again(folder: Path, post: Post) -> None:
    post.refuse["bob@example.com"] = ["451 later", "421 closing"]
    post.end["ada@example.com"] = ["452 full"]
    done = deliver(folder, mailing(folder, post))
    assert done.whole and post.counts == dict.fromkeys(PEOPLE, 1)


def test_one_that_is_put_off_too_often_is_given_up_and_told(folder: Path, post: Post) -> None:
    post.refuse["bob@example.com"] = ["451 grey"] * 9
    done = deliver(folder, mailing(folder, post, tries=3))
    assert states(done)["bob@example.com"] == "failed"
    assert len(post.refuse["bob@example.com"]) == 6
    assert any(row.told == "451 grey" for row in done.lines[0].rows)


def test_one_that_is_put_off_waits_for_the_next_call_when_the_time_is_over(folder: Path, post: Post) -> None:
    post.refuse["bob@example.com"] = ["451 grey"]
    done = deliver(folder, mailing(folder, post, wait=900, minutes=1))
    assert states(done)["bob@example.com"] == "pending" and not done.whole
    assert post.counts == {"ada@example.com": 1, "cleo@example.com": 1}
    later = deliver(folder, mailing(folder, post), clock=lambda: 4e9)
    assert later.whole and post.counts == dict.fromkeys(PEOPLE, 1)


def test_a_recipient_that_is_refused_is_kept_as_refused(folder: Path, post: Post) -> None:
    post.refuse["bob@example.com"] = ["550 nobody here"]
    post.end["ada@example.com"] = ["554 spam"]
    done = deliver(folder, mailing(folder, post))
    assert states(done) == {"ada@example.com": "refused", "bob@example.com": "refused", "cleo@example.com": "sent"}
    deliver(folder, mailing(folder, post), resend_undecided=True)
    assert post.counts == {"cleo@example.com": 1}


@pytest.mark.parametrize(("fault", "arrived"), [("drop", 1), ("lose", 0)])
def test_an_answer_that_is_lost_is_undecided_and_left_alone(fault: str, arrived: int, folder: Path, post: Post) -> None:
    post.end["bob@example.com"] = [fault]
    for _ in range(3):
        done = deliver(folder, mailing(folder, post))
        assert states(done)["bob@example.com"] == "undecided" and not done.whole
        assert post.counts["bob@example.com"] == arrived
        assert post.counts["ada@example.com"] == post.counts["cleo@example.com"] == 1
    assert deliver(folder, mailing(folder, post), resend_undecided=True).whole
    assert post.counts["bob@example.com"] == arrived + 1


def test_a_relay_that_is_too_slow_to_answer_leaves_it_undecided(folder: Path, post: Post) -> None:
    (folder.parent / "subscribers.csv").write_text("address,language,token\nada@example.com,,token-ada00\n")
    post.slow = 0.6
    done = deliver(folder, mailing(folder, post, timeout=0.2))
    assert states(done) == {"ada@example.com": "undecided"}


def test_a_relay_that_is_not_there_keeps_everything(folder: Path, post: Post) -> None:
    done = deliver(folder, mailing(folder, post, port=9, tries=2))
    assert set(states(done).values()) == {"pending"} and "127.0.0.1:9" in done.lines[0].shut
    assert deliver(folder, mailing(folder, post)).whole


def test_a_connection_carries_so_many_mails(folder: Path, post: Post) -> None:
    deliver(folder, mailing(folder, post, per_connection=1))
    assert post.sessions == 3


def test_a_relay_without_starttls_gets_nothing(folder: Path, post: Post) -> None:
    done = deliver(folder, mailing(folder, post, security="starttls", tries=1))
    assert done.lines[0].shut and not post.mails


def test_who_unsubscribes_or_reads_another_language_gets_nothing(folder: Path, post: Post) -> None:
    (folder.parent / "unsubscribed.txt").write_text("token-ada00  # 2026\n")
    path = folder.parent / "subscribers.csv"
    path.write_text(path.read_text().replace("bob@example.com,,", "bob@example.com,zh-Hant,"))
    assert deliver(folder, mailing(folder, post)).whole
    assert post.counts == {"cleo@example.com": 1}


def test_who_unsubscribes_while_the_mail_waits_gets_nothing(folder: Path, post: Post) -> None:
    post.refuse["bob@example.com"] = ["451 grey"]
    deliver(folder, mailing(folder, post, wait=900, minutes=0))
    (folder.parent / "unsubscribed.txt").write_text("BOB@example.com\n")
    done = deliver(folder, mailing(folder, post), clock=lambda: 4e9)
    assert states(done)["bob@example.com"] == "left" and post.counts["bob@example.com"] == 0


def test_a_line_that_cannot_be_used_costs_the_others_nothing(folder: Path, post: Post) -> None:
    path = folder.parent / "subscribers.csv"
    bad = [
        "x@example.com\r\nBcc: evil@example.com,,token-xxx",
        '"x@example.com\r\nBcc: evil@example.com",,token-xx1',
        "nobody,,token-yyy",
        "y@example.com,fr,token-zzz",
        'z@example.com,,"tok\r\nBcc: evil@example.com"',
        "ada@example.com,,token-again",
        "w@example.com,,token-ada00",
    ]
    path.write_text(
        path.read_text() + "\n".join(bad) + "\nbücher@bücher.example,,token-buch\nü@bücher.example,,token-bu2\n"
    )
    done = deliver(folder, mailing(folder, post))
    assert {one.kind for one in done.lines[0].faults} == {"bad_address", "bad_language", "bad_token", "repeated"}
    assert set(PEOPLE) <= set(post.counts) and "evil@example.com" not in post.counts
    assert not [raw for _, raw in post.mails if b"Bcc" in raw.partition(b"\r\n\r\n")[0]]


def test_a_domain_in_another_script_is_sent_to_in_ascii(folder: Path, post: Post) -> None:
    (folder.parent / "subscribers.csv").write_text("address,language,token\nbuch@bücher.example,,token-buch\n")
    assert deliver(folder, mailing(folder, post)).whole
    assert post.counts == {"buch@xn--bcher-kva.example": 1}


def test_an_edition_that_is_corrected_is_not_sent_again_unless_asked(folder: Path, post: Post) -> None:
    day = small_day("en")
    deliver(folder, mailing(folder, post))
    with pytest.raises(UsageError):
        deliver(folder, mailing(folder, post), correction=True)
    told = Correction(
        id="c1",
        at=day.edition.made,
        story=day.edition.stories[0].id,
        headline="Acme <b>buys</b>",
        kind="annotated",
        after="The price was wrong.",
        reason="Acme said so.",
    )
    corrected = msgspec.structs.replace(day.edition, corrections=(told,))
    (folder / "edition.json").write_bytes(msgspec.json.encode(corrected))
    deliver(folder, mailing(folder, post))
    assert post.counts == dict.fromkeys(PEOPLE, 1)
    for _ in range(2):
        deliver(folder, mailing(folder, post), correction=True)
    assert post.counts == dict.fromkeys(PEOPLE, 2)
    to = [email.message_from_bytes(raw, policy=email.policy.default) for who, raw in post.mails if who == PEOPLE[0]]
    assert to[1]["In-Reply-To"] == to[0]["Message-ID"] != to[1]["Message-ID"]
    body = to[1].get_body(("html",))
    assert body is not None
    assert "The price was wrong." in body.get_content() and "Acme &lt;b&gt;buys" in body.get_content()


def test_a_dry_run_sends_and_notes_nothing(folder: Path, post: Post) -> None:
    done = deliver(folder, mailing(folder, post), dry_run=True)
    assert set(states(done).values()) == {"pending"}
    assert not post.mails and not (folder.parent / ".outbox").exists()


def test_a_dry_run_needs_no_secret_and_tells_what_is_not_there(tmp_path: Path, folder: Path, post: Post) -> None:
    config = tmp_path / "broadsheet.toml"
    config.write_text(
        f'[deliver.mail]\nhost = "127.0.0.1"\nport = {post.port}\nsecurity = "none"\nsender = "news@example.org"\n'
        'unsubscribe = "https://news.example.org/{token}"\nuser = "news"\npassword_env = "BROADSHEET_NO_PASSWORD"\n'
        '[[deliver.chats]]\nname = "team"\nurl_env = "BROADSHEET_NO_CHAT"\n'
        '[[deliver.webhooks]]\nname = "hook"\nurl = "https://hooks.example.org/"\nsecret_env = "BROADSHEET_NO_SECRET"\n'
    )
    words = ["deliver", str(folder), "--config", str(config)]
    dry = CliRunner().invoke(app, [*words, "--dry-run"], env={"COLUMNS": "200"})
    assert dry.exit_code == 0, dry.exception
    assert "a dry run: nothing was sent" in dry.output and "would go" in dry.output and "kept" not in dry.output
    for variable in ("BROADSHEET_NO_PASSWORD", "BROADSHEET_NO_CHAT", "BROADSHEET_NO_SECRET"):
        assert "would not go as things are" in dry.output and f"{variable} holds nothing" in dry.output
    with pytest.raises(ConfigError, match="BROADSHEET_NO_PASSWORD"):  # found before anything is sent or noted
        CliRunner().invoke(app, words, catch_exceptions=False)
    assert not post.mails and not (folder.parent / ".outbox").exists()


@pytest.mark.parametrize(("listed", "code"), [("", 0), ('{"address": "no address"}\n', 1)])
def test_a_dry_run_with_nobody_to_deliver_to_says_so_and_ends_as_a_delivery(
    tmp_path: Path, folder: Path, post: Post, listed: str, code: int
) -> None:
    people, config = tmp_path / "nobody.jsonl", tmp_path / "broadsheet.toml"
    people.write_text(listed, encoding="utf-8")
    config.write_text(
        f'[deliver.mail]\nhost = "127.0.0.1"\nport = {post.port}\nsecurity = "none"\nsender = "news@example.org"\n'
        f'unsubscribe = "https://news.example.org/{{token}}"\nsubscribers = "{people}"\n'
    )
    words = ["deliver", str(folder), "--config", str(config)]
    for run in (words, [*words, "--dry-run"]):
        done = CliRunner().invoke(app, run, env={"COLUMNS": "200"})
        assert done.exit_code == code, done.output
        assert "mail has nobody to deliver to" in done.output


def test_a_dry_run_tells_what_a_delivery_would_begin_with(folder: Path, post: Post) -> None:
    name = identity(read_edition(folder))
    with open_outbox(folder.parent) as outbox:
        outbox.expect(name, 0, "mail", [*PEOPLE, "gone@example.com"])
        rows = {row.recipient: row for row in outbox.rows(name, 0, "mail")}
        outbox.sending(rows[PEOPLE[0]])
        outbox.settled(rows[PEOPLE[1]], "undecided")
    seen = states(deliver(folder, mailing(folder, post), dry_run=True))
    assert seen == {PEOPLE[0]: "undecided", PEOPLE[1]: "undecided", PEOPLE[2]: "pending", "gone@example.com": "left"}
    again = states(deliver(folder, mailing(folder, post), dry_run=True, resend_undecided=True))
    assert set(again.values()) == {"pending", "left"} and not post.mails


def test_two_at_a_time_are_one(folder: Path, post: Post) -> None:
    with open_outbox(folder.parent), pytest.raises(DeliveryError):
        deliver(folder, mailing(folder, post))
    assert not post.mails


@pytest.mark.parametrize(
    "changes",
    [
        {"sender": "news@example.org\r\nBcc: evil@example.com"},
        {"sender": ""},
        {"unsubscribe": "http://news.example.org/{token}"},
        {"unsubscribe": "https://news.example.org/"},
        {"unsubscribe": "https://news.example.org/{token}>\r\nBcc: evil@example.com"},
        {"user": "me"},
        {"user": "me", "password_env": "BROADSHEET_TEST_UNSET"},
        {"host": "mail.example.org", "user": "me", "password_env": "HOME"},
        {"subscribers": "/nowhere/list.csv"},
    ],
)
def test_a_configuration_that_cannot_be_sent_with_is_told(changes: dict[str, str], folder: Path, post: Post) -> None:
    with pytest.raises(ConfigError):
        deliver(folder, mailing(folder, post, **changes))
    assert not post.mails


def hooked(hook: Hook, private: tuple[str, ...] = ("127.0.0.1",)) -> File:
    one = WebhookSettings(name="desk", url=f"http://127.0.0.1:{hook.port}/in", secret_env="BROADSHEET_TEST_SECRET")
    mail = MailSettings(wait=0.01)
    return File(fetch=FileFetch(private=private), deliver=DeliverSettings(mail=mail, webhooks=(one,)))


def test_a_webhook_gets_the_edition_once_signed(folder: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_TEST_SECRET", "s3cret")
    hook.statuses = [503, 429]
    assert deliver(folder, hooked(hook)).whole
    assert deliver(folder, hooked(hook)).whole
    ((headers, body),) = hook.got
    assert body == (folder / "edition.json").read_bytes()
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mac = base64.b64encode(hmac.digest(b"s3cret", signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{mac}"
    assert headers["idempotency-key"] == f'"{headers["webhook-id"]}"'


@pytest.mark.parametrize("status", [302, 400, 410])
def test_a_webhook_that_refuses_is_not_asked_again(
    status: int, folder: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_TEST_SECRET", "s3cret")
    hook.statuses = [status]
    for _ in range(2):
        assert states(deliver(folder, hooked(hook))) == {"desk": "refused"}
    assert not hook.got


def test_a_webhook_leads_inside_only_where_that_is_said(
    folder: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_TEST_SECRET", "s3cret")
    assert states(deliver(folder, hooked(hook, ()))) == {"desk": "refused"}
    assert not hook.got


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Apprise imports imghdr
def test_a_chat_gets_one_message_that_fits_and_orders_nobody(
    folder: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("apprise", reason="the extra 'chat' is not installed")
    monkeypatch.setenv("BROADSHEET_TEST_CHAT", f"json://127.0.0.1:{hook.port}/")
    file = File(deliver=DeliverSettings(chats=(ChatSettings(name="team", url_env="BROADSHEET_TEST_CHAT"),)))
    assert deliver(folder, file).whole
    assert deliver(folder, file).whole
    ((_, body),) = hook.got
    message = msgspec.json.decode(body)["message"]
    assert "Acme buys the scheduler" in message and "<script" not in message and "@" not in message


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Apprise imports imghdr
def test_a_chat_that_fails_is_undecided(folder: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("apprise", reason="the extra 'chat' is not installed")
    monkeypatch.setenv("BROADSHEET_TEST_CHAT", f"json://127.0.0.1:{hook.port}/")
    hook.statuses = [500] * 9
    file = File(deliver=DeliverSettings(chats=(ChatSettings(name="team", url_env="BROADSHEET_TEST_CHAT"),)))
    for _ in range(2):
        assert states(deliver(folder, file)) == {"team": "undecided"}
    assert len(hook.statuses) == 8


def test_the_commands(tmp_path: Path, folder: Path, post: Post) -> None:
    config = tmp_path / "broadsheet.toml"
    config.write_text(
        f'[deliver.mail]\nhost = "127.0.0.1"\nport = {post.port}\nsecurity = "none"\nsender = "news@example.org"\n'
        'unsubscribe = "https://news.example.org/{token}"\nsubscribers = "list.jsonl"\n'
    )
    run = CliRunner().invoke
    at = ["--config", str(config)]
    added = run(app, ["subscribers", "add", "Dora@Example.com", *at])
    assert added.exit_code == 0, added.output
    token = added.output.split()[1]
    assert isinstance(run(app, ["subscribers", "add", "dora@example.com", *at]).exception, BroadsheetError)
    assert "1 subscribers" in run(app, ["subscribers", "list", *at]).output
    assert run(app, ["deliver", str(folder), *at]).exit_code == 0
    assert post.counts == {"dora@example.com": 1}
    assert run(app, ["subscribers", "unsubscribe", token, *at]).output.strip() == "noted"
    assert "0 subscribers" in run(app, ["subscribers", "list", *at]).output
    assert run(app, ["subscribers", "unsubscribe", "DORA@example.com", *at]).output.strip() == "was noted already"
    before = (tmp_path / "unsubscribed.txt").read_bytes()
    for stranger in ("dorra@example.com", "no-such-token"):
        refused = run(app, ["subscribers", "unsubscribe", stranger, *at])
        assert isinstance(refused.exception, UsageError) and "nothing was noted" in str(refused.exception)
    assert (tmp_path / "unsubscribed.txt").read_bytes() == before
    nobody = run(app, ["deliver", str(folder), "--to", "webhook", *at])
    assert isinstance(nobody.exception, UsageError)


def test_a_death_before_the_first_table_leaves_nothing_that_was_sent(folder: Path, post: Post) -> None:
    (folder.parent / ".outbox").mkdir()
    (folder.parent / ".outbox" / "outbox.sqlite").touch()
    with look_into(folder.parent) as outbox:
        assert outbox is None
    assert deliver(folder, mailing(folder, post), dry_run=True).lines
    assert deliver(folder, mailing(folder, post)).whole
    assert sorted(post.counts) == sorted(PEOPLE)


def test_the_doctor_asks_the_relay_and_tells_what_is_undecided(folder: Path, post: Post) -> None:
    file, root = mailing(folder, post), folder.parent
    assert [one[0] for one in look(file, root)] == [True, True, True, True]
    assert f"127.0.0.1:{post.port} answers" in list(look(file, root))[1][2]
    assert "3 subscribers" in list(look(file, root))[2][2]
    with open_outbox(root) as outbox:
        outbox.expect("2025-12-18", 0, "mail", PEOPLE)
        outbox.sending(outbox.rows("2025-12-18", 0, "mail")[0])
    assert list(look(file, root))[3][0] is False and "2025-12-18: 1" in list(look(file, root))[3][2]
    assert not post.counts
    shut = mailing(folder, post, port=1)
    assert list(look(shut, root))[1][0] is False and "127.0.0.1:1" in list(look(shut, root))[1][2]
    assert "3 subscribers" in list(look(shut, root))[2][2]  # a relay that is down does not hide the list
    assert [one[1:] for one in look(File(), root / "nowhere")] == [
        ("delivery", "to nobody: docs/delivery.md says how"),
        ("outbox", "nothing is undecided"),
    ]


@pytest.mark.parametrize(
    ("sender", "name", "path"),
    [
        ("早報 Broadsheet <news@example.org>", "早報 Broadsheet", "news@example.org"),
        ('"早報, 晨" <news@example.org>', "早報, 晨", "news@example.org"),
        ("Zoë <news@bücher.example>", "Zoë", "news@xn--bcher-kva.example"),
    ],
)
def test_a_sender_may_have_a_name_of_any_script(folder: Path, post: Post, sender: str, name: str, path: str) -> None:
    done = deliver(folder, mailing(folder, post, sender=sender))
    assert states(done) == dict.fromkeys(PEOPLE, "sent")
    head = email.message_from_bytes(post.mails[0][1], policy=email.policy.default)["From"].addresses[0]
    assert (head.display_name, head.addr_spec) == (name, path)


@pytest.mark.parametrize(
    "sender", ["a, b <news@example.org>", "x: y <news@example.org>;", "報 <news>", "A <a@b.c> <d@e.f>"]
)
def test_a_sender_that_is_none_is_told_with_a_form(folder: Path, post: Post, sender: str) -> None:
    with pytest.raises(ConfigError, match=r'in "quotes"'):
        deliver(folder, mailing(folder, post, sender=sender))
    assert not post.mails
