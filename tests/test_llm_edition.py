"""A whole edition by a model: complete, cited and paid once, whatever the model or a killer does."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from broadsheet.adapters.engines import Local, Threads
from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.cli import app
from broadsheet.config_file import File
from broadsheet.page.bill import spent
from broadsheet.ports import Engine
from broadsheet.press import Printed, plan, print_edition
from broadsheet.text.chinese import has_simplified
from broadsheet.types import Language

from model_author import author
from model_server import Asked, ModelServer, Say, model_server

SUBJECTS = ("chip", "robot", "model", "battery", "satellite", "browser", "compiler", "sensor", "drone", "vaccine")


def day(folder: Path, stories: int = 10) -> Path:
    """Write articles of some stories that have nothing in common."""
    path = folder / "articles.jsonl"
    with path.open("w", encoding="utf-8") as handle:
        for at, subject in zip(range(stories), SUBJECTS, strict=False):
            name = f"{subject.title()}works{at}"
            text = (
                f"{name} released the {subject} Z{at} on Tuesday for {100 + at} dollars. The {subject} weighs {at + 3} kilograms. "
                f"Engineers in city {at} use the {subject} to test bridges. {name} employs {200 + at} people."
            )
            handle.write(
                json.dumps(
                    {
                        "url": f"https://{subject}.example/{at}",
                        "title": f"{name} releases the {subject} Z{at}",
                        "outlet": f"The {subject.title()} Post",
                        "lang": "en",
                        "published": "2025-12-17T10:00:00Z",
                        "text": text,
                    }
                )
                + "\n"
            )
    return path


def printed(
    server: ModelServer,
    articles: Path,
    out: Path,
    language: Language = "en",
    engine: Engine | None = None,
    file: File = File(),  # noqa: B008 - it is frozen
    at: datetime | None = None,
    **fields: Any,
) -> Printed:
    settings = plan(
        file,
        date="2025-12-18",
        at=at,
        origins=[articles],
        language=language,
        writer="llm",
        model=ModelSettings(base_url=server.base_url, name="scripted", **fields),
        out=out,
    )
    engine = engine or Threads()
    try:
        return print_edition(settings, engine)
    finally:
        engine.close()


def test_an_edition_is_written_told_and_paid_once(tmp_path: Path) -> None:
    articles = day(tmp_path)
    with model_server(author) as server:
        first = printed(server, articles, tmp_path / "a")
        asked = len(server.asked)
        again = printed(server, articles, tmp_path / "a")
        assert len(server.asked) == asked
    assert again.edition.counts.stories == first.edition.counts.stories == 10
    notes = " ".join(first.edition.colophon.notes)
    assert "The model took" in notes and again.edition.colophon.notes == first.edition.colophon.notes
    assert "scripted (prompts 2, 3)" in first.edition.colophon.writer
    ledger = (first.folder / "ledger.jsonl").read_text(encoding="utf-8")
    for gate in ("calls", "tokens_in", "tokens_out", "milliseconds"):
        assert f'"gate":"{gate}"' in ledger


def test_without_its_server_the_edition_is_quoted_and_says_so(tmp_path: Path) -> None:
    with model_server([Say()]) as server:
        pass
    edition = printed(server, day(tmp_path), tmp_path / "a").edition
    assert edition.counts.stories == 10 and edition.counts.claims >= 10
    assert "did not answer" in " ".join(edition.colophon.notes)
    assert edition.colophon.writer == "extract"


def test_a_small_budget_is_kept_and_told(tmp_path: Path) -> None:
    with model_server(author) as server:
        edition = printed(server, day(tmp_path), tmp_path / "a", max_tokens=2500).edition
    assert edition.counts.stories == 10
    assert "budget" in " ".join(edition.colophon.notes)


def test_no_simplified_character_in_an_edition_for_taiwan(tmp_path: Path) -> None:
    def mainland(asked: Asked) -> Say:
        told = json.loads(author(asked).content or "")

        def changed(value: object) -> object:
            if isinstance(value, dict):
                return {key: "这家公司发布了新软件。" if key == "text" else changed(one) for key, one in value.items()}
            return [changed(one) for one in value] if isinstance(value, list) else value

        return Say(json.dumps(changed(told), ensure_ascii=False))

    with model_server(mainland) as server:
        made = printed(server, day(tmp_path), tmp_path / "a", "zh-Hant")
    text = (made.folder / "drafts.jsonl").read_text(encoding="utf-8")
    assert "軟體" in text and not has_simplified(text)
    assert not has_simplified((made.folder / "edition.json").read_text(encoding="utf-8"))


def test_sources_in_simplified_chinese_are_told_in_taiwans_writing(tmp_path: Path) -> None:
    texts = {
        "海风发布人工智能软件": "海风公司周二发布人工智能软件，售价 300 元。工程师用它检查桥梁的数据。公司有 50 名员工。",
        "山月推出人工智能芯片": "山月集团为无人机推出人工智能芯片，每颗重 4 克。农民用这种芯片监测稻田的网络。集团去年卖出 2 万颗。",
        "星火实验室训练模型": "星火实验室用 900 张显卡训练了翻译模型。医院已经试用，错误率是百分之 6。论文周四公开。",
        "长河收购人工智能公司": "长河以 7 亿元收购一家人工智能公司。工厂在苏州，有 1200 名工人。监管部门三月前会作出决定。",
    }
    path = tmp_path / "articles.jsonl"
    rows = [
        {
            "url": f"https://cn{at}.example/{at}",
            "title": title,
            "outlet": f"{title[:2]}日报",
            "lang": "zh-Hans",
            "published": "2025-12-17T10:00:00Z",
            "text": text,
        }
        for at, (title, text) in enumerate(texts.items())
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    with model_server(author) as server:
        edition = printed(server, path, tmp_path / "a", "zh-Hant").edition
        kinds = {asked["response_format"]["json_schema"]["name"] for asked in server.asked}
    assert kinds >= {"story", "lines"}, "the model wrote it"
    claims = [claim for story in (*edition.stories, *edition.also) for claim in (story.headline, *story.fields.all())]
    remarks = (*edition.insight.trends, *edition.insight.context, *edition.insight.outlook)
    told = [edition.title, edition.summary, edition.description, *edition.tags, *edition.keywords]
    told += [claim.text for claim in claims] + [remark.text for remark in remarks] + list(edition.colophon.notes)
    told += [
        text for story in edition.stories for text in (*story.entities, *(reason.text for reason in story.reasons))
    ]
    assert len(claims) >= 8 and any(has_simplified(claim.citations[0].quote) for claim in claims)
    assert [text for text in told if has_simplified(text)] == []
    assert any("人工智慧" in claim.text for claim in claims) and any("軟體" in claim.text for claim in claims)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_pages_of_a_written_edition_stand_an_audit(tmp_path: Path, language: Language) -> None:
    """With a bill of every kind: calls, repairs, the insight, and calls that were lost."""
    answers = 0

    def script(asked: Asked) -> Say:
        nonlocal answers
        answers += 1
        if answers == 2:
            return Say(raw=b"<html>")
        told = json.loads(author(asked).content or "")
        for one in (told.get("headline"), *told.get("summary", ())):
            if isinstance(one, dict):
                one["text"] = "It was painted by 7,777 gulls."
        return Say(json.dumps(told), usage={"prompt_tokens": 1234, "completion_tokens": 321})

    with model_server(script) as server:
        made = printed(server, day(tmp_path), tmp_path / "a", language, input_usd=1.0, output_usd=4.0)
    notes = " ".join(made.edition.colophon.notes)
    assert "$0." in notes or "美元" in notes
    assert spent(made.outcome.ledger)["lost"] == 1
    audited = CliRunner().invoke(app, ["audit", str(made.folder)])
    assert audited.exit_code == 0, audited.output


def test_a_dry_run_asks_nobody_and_tells_the_price(tmp_path: Path) -> None:
    articles = day(tmp_path)
    config = tmp_path / "broadsheet.toml"
    with model_server(author) as server:
        config.write_text(
            f'language = "en"\nwriter = "llm"\n[model]\nbase_url = "{server.base_url}"\nname = "m"\n'
            "input_usd = 1.0\noutput_usd = 4.0\n",
            encoding="utf-8",
        )
        command = ["run", "--config", str(config), "--from", str(articles), "--out", str(tmp_path / "o"), "--dry-run"]
        told = CliRunner().invoke(app, [*command, "--date", "2025-12-18", "--engine", "local"])
        assert told.exit_code == 0, told.output
        assert not server.asked
    assert "10 stories" in told.output and "Nobody was paid" in told.output and "$0.0" in told.output
    assert "title and insight" in told.output and "never more than" in told.output
    assert not (tmp_path / "o" / "2025-12-18").exists()


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_engines_give_the_same_drafts(tmp_path: Path, language: Language) -> None:
    articles = day(tmp_path)
    with model_server(author) as server:
        drafts = []
        for engine in (Local(), Threads()):
            settings = plan(
                File(),
                date="2025-12-18",
                origins=[articles],
                language=language,
                writer="llm",
                model=ModelSettings(base_url=server.base_url, name="scripted"),
                out=tmp_path / type(engine).__name__,
            )
            made = print_edition(settings, engine)
            engine.close()
            drafts.append((made.folder / "drafts.jsonl").read_bytes())
    assert drafts[0] == drafts[1]


def test_eval_write_compares_two_configurations_and_again_for_nothing(tmp_path: Path) -> None:
    articles = day(tmp_path, 4)
    with model_server(author) as server:
        command = ["eval", "write", str(articles), "--out", str(tmp_path / "eval")]
        for name in ("one", "two"):
            config = tmp_path / f"{name}.toml"
            config.write_text(
                f'language = "en"\nengine = "local"\n[model]\nbase_url = "{server.base_url}"\nname = "{name}"\n',
                encoding="utf-8",
            )
            command += ["--config", str(config)]
        first = CliRunner().invoke(app, command)
        assert first.exit_code == 0, first.output
        asked = len(server.asked)
        second = CliRunner().invoke(app, command)
        assert second.output == first.output and len(server.asked) == asked
    for row in ("stories written", "refusal rate", "key figures told", "tokens in", "dollars"):
        assert row in first.output
