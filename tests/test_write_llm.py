"""The model writer: what the model sees, what is made of its answers, and what happens when there are none.

The file is long because it is one list of what a server may answer, each beside what must come of it.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest

from broadsheet.adapters.model.client import Client
from broadsheet.adapters.model.purse import Limits
from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.adapters.model.wire import Answer
from broadsheet.adapters.write_llm import ModelWriter
from broadsheet.adapters.writing import mending
from broadsheet.adapters.writing.claims import Editor
from broadsheet.adapters.writing.context import context_of, marker_of
from broadsheet.adapters.writing.plan import Cost, depths
from broadsheet.adapters.writing.prompts import load_terms
from broadsheet.adapters.writing.shapes import (
    InsightAnswer,
    LinesAnswer,
    RepairAnswer,
    StoryAnswer,
    Unfit,
    read,
    schema_of,
)
from broadsheet.errors import ConfigError
from broadsheet.text.chinese import has_simplified
from broadsheet.text.names import Name, NameTable
from broadsheet.types import Article, Assignment, Claim, Count, Depth, Draft, Failure, Refusal, Story, story_id

from conftest import article, source
from model_author import LINE, author, sentence, shown, user_of
from model_server import Asked, ModelServer, Say, model_server

NAMES = NameTable((Name(id="Nvidia", kind="company", zh="輝達", aliases=("英伟达", "英偉達")),))
TEXT = (
    "Acme bought Sched on Wednesday for $2 billion. Sched runs 300 clusters in nine countries. "
    "Laboratories use the scheduler to queue the training of large models. Acme will open the code in 2026. "
    "The company employs 1,200 people in Oslo and Taipei."
)


def story(*articles: Article, **fields: Any) -> Story:
    told = articles or (article(TEXT, "Acme buys the scheduler Sched"),)
    return Story(id=story_id(told), articles=told, **{"printed": "full", "importance": "high", "score": 1.0, **fields})


def small(at: int) -> Story:
    text = f"The tool number {at} was released on Monday by team {at}. It checks {at + 10} files in a second."
    return story(article(text, f"Tool {at} is here", url=f"https://example.com/{at}"), printed="line", importance="low")


def writer(server: ModelServer, language: Any = "en", memory: Path | None = None, **fields: Any) -> ModelWriter:
    settings = ModelSettings(base_url=server.base_url, name="scripted", **fields)
    return ModelWriter(language, NAMES, settings, memory=memory, run="run")


def drafts(values: Sequence[object]) -> list[Draft]:
    return [value for value in values if isinstance(value, Draft)]


def gates(values: Sequence[object]) -> Counter[str]:
    return Counter({value.gate: value.count for value in values if isinstance(value, Count)})


def written_all(made: ModelWriter, stories: Sequence[Story]) -> list[object]:
    return [value for assignment in made.assign(stories) for value in made.write(assignment)]


def test_a_story_is_one_call_and_cites_whole_sentences() -> None:
    one = story()
    with model_server(author) as server:
        values = list(writer(server).write(Assignment(stories=(one,), depth="full")))
    (draft,) = drafts(values)
    assert len(server.asked) == 1
    assert draft.headline is not None and draft.headline.transform == "written" and draft.fields.summary
    for claim in (draft.headline, *draft.fields.all()):
        assert all(citation.resolves(one.articles[0]) for citation in claim.citations)
    assert gates(values)["calls"] == 1 and gates(values)["tokens_in"] > 100
    assert draft.writer == "scripted (prompts 2, 3)"


def test_the_prompt_holds_no_address_and_every_source_line_bears_the_marker() -> None:
    with model_server(author) as server:
        list(writer(server).write(Assignment(stories=(story(),), depth="full")))
    (asked,) = server.asked
    text = "\n".join(message["content"] for message in asked["messages"])
    assert "http" not in text and "example.com" not in text
    user = user_of(asked)
    assert len(LINE.findall(user)) >= 5
    marker = LINE.findall(user)[0][0]
    lines = [line for line in user.split("\n") if any(quote[:40] in line for quote in TEXT.split(". "))]
    assert len(lines) >= 4 and all(line.startswith(marker) for line in lines)


def test_the_marker_is_another_for_another_run_and_none_can_foretell_it() -> None:
    assert marker_of("a", "text") == marker_of("a", "text") != marker_of("b", "text")
    marker = marker_of("a", "text")
    assert marker_of("a", "text", marker) != marker


@pytest.mark.parametrize("shape", [StoryAnswer, LinesAnswer, RepairAnswer, InsightAnswer])
def test_schemas_are_what_strict_servers_take(shape: Any) -> None:
    schema = schema_of(shape)
    assert schema["type"] == "object"
    objects = [schema, *schema.get("$defs", {}).values()]  # type: ignore[attr-defined]
    for part in objects:
        assert part["additionalProperties"] is False
        assert sorted(part["required"]) == sorted(part["properties"])


def test_ids_outside_the_set_are_refused() -> None:
    def script(asked: Asked) -> Say:
        (first, words), *_ = shown(user_of(asked))
        answer = {
            "headline": sentence(words, first, 99),
            "summary": [sentence("Invented out of nothing.", 77), sentence(words, first)],
            "details": [sentence("Another one.", 0)],
            "uses": [],
            "entities": [],
        }
        return Say(json.dumps(answer))

    with model_server(script) as server:
        values = list(writer(server).write(Assignment(stories=(story(),), depth="full")))
    (draft,) = drafts(values)
    assert [claim.text for claim in draft.fields.all()] == [draft.headline.text] if draft.headline else False
    assert gates(values)["strange_ids"] == 3 and gates(values)["uncited"] == 2


GOOD = {
    "headline": sentence("Acme buys Sched", 1),
    "summary": [sentence("Acme bought Sched for $2 billion.", 2)],
    "details": [],
    "uses": [],
    "entities": ["Acme"],
}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(GOOD),
        "```json\n" + json.dumps(GOOD) + "\n```",
        "Here is the brief you asked for:\n" + json.dumps(GOOD) + "\nI hope it helps.",
        "<think>Let me see {what} is there</think>" + json.dumps(GOOD),
        json.dumps(GOOD).replace("[1]", '["S1"]').replace("[2]", '["[S2]"]'),
        json.dumps(GOOD).replace("[1]", '"S1"').replace("[2]", "2"),
        json.dumps({**GOOD, "comment": "an unknown field"}),
    ],
)
def test_answers_are_read_however_a_server_wraps_them(text: str) -> None:
    with model_server([Say(text)]) as server:
        (draft,) = drafts(list(writer(server).write(Assignment(stories=(story(),), depth="full"))))
    assert draft.headline is not None and draft.headline.text == "Acme buys Sched"
    assert draft.entities == ("Acme",) and len(server.asked) == 1


LOOP = json.dumps({**GOOD, "summary": [sentence("it is the best of all " * 40, 1)]})
CHINESE = GOOD | {
    "headline": sentence("艾克米收購", 1),
    "summary": [sentence("艾克米買下了排程公司。", 2)],
}


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        (Say('{"headline": {"text": "Acme', finish="length"), "truncated"),
        (Say("", finish="content_filter"), "refused"),
        (Say(None, refusal="I cannot help with that."), "refused"),
        (Say("I'm sorry, but I can't assist with that."), "refused"),
        (Say("The story is about Acme."), "invalid_json"),
        (Say('{"headline": "Acme"}'), "invalid_shape"),
        (Say(""), "empty"),
        (Say(json.dumps({**GOOD, "summary": []})), "empty"),
        (Say(LOOP), "repeated"),
        (Say(json.dumps(CHINESE)), "language"),
    ],
)
def test_an_unfit_answer_is_asked_again_once_and_then_the_story_is_quoted(bad: Say, kind: str) -> None:
    with model_server([bad, Say(json.dumps(GOOD))]) as server:
        values = list(writer(server).write(Assignment(stories=(story(),), depth="full")))
        assert gates(values)[f"unfit.{kind}"] == 1 and drafts(values)[0].writer.startswith("scripted")
        assert len(server.asked) == 2
    with model_server([bad]) as server:
        values = list(writer(server).write(Assignment(stories=(story(),), depth="full")))
    (draft,) = drafts(values)
    assert draft.writer == "extract" and draft.headline is not None
    assert [value.kind for value in values if isinstance(value, Failure)] == [kind]
    assert gates(values)[f"quoted.{kind}"] == 1 and len(server.asked) == 2


def test_a_server_that_is_gone_leaves_a_quoted_edition() -> None:
    with model_server([Say()]) as server:
        pass
    made = writer(server)
    made.model.client = Client(made.model.settings, sleep=lambda _: None)
    stories = [story(), *map(small, range(5))]
    values = written_all(made, stories)
    assert sorted(draft.story.id for draft in drafts(values)) == sorted(one.id for one in stories)
    assert {draft.writer for draft in drafts(values)} == {"extract"}
    assert {value.kind for value in values if isinstance(value, Failure)} <= {"unreachable", "circuit_open"}


def test_small_stories_share_calls_and_are_never_swapped() -> None:
    stories = [small(at) for at in range(40)]
    with model_server(author) as server:
        values = written_all(writer(server), stories)
    found = {draft.story.id: draft for draft in drafts(values)}
    assert len(found) == 40 and len(server.asked) <= 15
    for one in stories:
        for claim in (found[one.id].headline, *found[one.id].fields.all()):
            assert claim is not None and {c.article for c in claim.citations} == {one.articles[0].id}
    assert gates(values)["calls"] <= 40


@pytest.mark.parametrize("how", ["swap", "drop", "twice", "foreign"])
def test_what_a_shared_answer_mixes_up_is_asked_again_and_then_quoted(how: str) -> None:
    def script(asked: Asked) -> Say:
        answer = json.loads(author(asked).content or "")
        lines = answer["stories"]
        if how == "swap" and len(lines) > 1:
            lines[0]["title"], lines[1]["title"] = lines[1]["title"], lines[0]["title"]
        elif how == "drop":
            lines.pop(0)
        elif how == "twice":
            lines.append(dict(lines[0]))
        elif len(lines) > 1:
            lines[0]["headline"], lines[1]["headline"] = lines[1]["headline"], lines[0]["headline"]
            lines[0]["summary"], lines[1]["summary"] = lines[1]["summary"], lines[0]["summary"]
        return Say(json.dumps(answer))

    stories = tuple(small(at) for at in range(4))
    with model_server(script) as server:
        values = list(writer(server).write(Assignment(stories=stories, depth="line")))
    found = {draft.story.id: draft for draft in drafts(values)}
    assert len(found) == 4
    for one in stories:
        draft = found[one.id]
        for claim in (draft.headline, *draft.fields.all()):
            assert claim is None or {c.article for c in claim.citations} == {one.articles[0].id}
    if how != "foreign":
        assert 2 <= len(server.asked) <= 4


def test_a_new_article_in_one_story_costs_that_storys_calls(tmp_path: Path) -> None:
    stories = [
        story(article(f"{TEXT} It is story {at}.", f"Acme {at}", url=f"https://a.example/{at}")) for at in range(4)
    ]
    stories += [small(at) for at in range(30)]
    memory = tmp_path / "answers.sqlite"
    with model_server(author) as server:
        before = written_all(writer(server, memory=memory), stories)
        asked = len(server.asked)
        again = written_all(writer(server, memory=memory), stories[::-1])
        assert len(server.asked) == asked, "the same day costs nothing"
        assert sorted(map(msgspec.json.encode, again)) == sorted(map(msgspec.json.encode, before))
        more = article(
            "Rivals said the deal was dear. Two of them will appeal in Brussels.",
            "Rivals complain",
            url="https://b.example/",
        )
        changed = [story(*stories[0].articles, more), *stories[1:]]
        written_all(writer(server, memory=memory), changed)
        assert len(server.asked) == asked + 1
        newer = [*stories, small(99)]
        written_all(writer(server, memory=memory), newer)
        assert len(server.asked) <= asked + 3, "a small story more changes the calls beside it, no others"


@pytest.mark.parametrize("change", [{"name": "other"}, {"temperature": 0.5}, {"parameters": {"top_p": 0.1}}])
def test_another_model_or_parameter_is_another_question(tmp_path: Path, change: dict[str, Any]) -> None:
    memory = tmp_path / "answers.sqlite"
    with model_server(author) as server:
        written_all(writer(server, memory=memory), [story()])
        fields = {"base_url": server.base_url, "name": "scripted", **change}
        other = ModelWriter("en", NAMES, ModelSettings(**fields), memory=memory, run="another run")
        written_all(other, [story()])
        assert len(server.asked) == 2


# ---------------------------------------------------------------- money


@pytest.mark.parametrize("budget", [1, 300, 1500, 4000, 9000, 30_000])
def test_tokens_are_never_exceeded_and_every_story_is_printed(budget: int) -> None:
    stories = [
        story(article(f"{TEXT} It is story {at}.", f"Acme {at}", url=f"https://a.example/{at}")) for at in range(6)
    ]
    stories += [small(at) for at in range(10)]
    with model_server(author) as server:
        made = writer(server, max_tokens=budget)
        values = written_all(made, stories)
    spent = made.model.purse.spent
    assert spent.tokens_in + spent.tokens_out <= budget
    assert len(drafts(values)) == len(stories)
    if budget == 30_000:
        assert {draft.writer for draft in drafts(values)} == {"scripted (prompts 2, 3)"}


def test_dollars_are_never_exceeded_whatever_the_threads_do() -> None:
    from concurrent.futures import ThreadPoolExecutor

    stories = [
        story(article(f"{TEXT} It is story {at}.", f"Acme {at}", url=f"https://a.example/{at}")) for at in range(12)
    ]
    with model_server(author) as server:
        made = writer(server, max_usd=0.08, input_usd=5.0, output_usd=25.0)
        planned = list(made.assign(stories))
        with ThreadPoolExecutor(8) as pool:
            values = [value for one in pool.map(lambda a: list(made.write(a)), planned) for value in one]
    assert 0 < made.model.purse.spent.microdollars <= 80_000
    assert len(drafts(values)) == 12 and "extract" in {draft.writer for draft in drafts(values)}


def test_what_was_paid_before_counts_for_the_edition(tmp_path: Path) -> None:
    stories = [
        story(article(f"{TEXT} It is story {at}.", f"Acme {at}", url=f"https://a.example/{at}")) for at in range(8)
    ]
    memory = tmp_path / "answers.sqlite"
    with model_server(author) as server:
        first = writer(server, memory=memory, max_tokens=6000)
        written_all(first, stories)
        asked = len(server.asked)
        second = writer(server, memory=memory, max_tokens=6000)
        written_all(second, stories)
        assert len(server.asked) == asked
    assert second.model.purse.spent._replace(asked=0) == first.model.purse.spent._replace(asked=0)
    assert (first.model.purse.spent.asked, second.model.purse.spent.asked) == (asked, 0)


def test_the_plan_buys_the_best_first() -> None:
    stories = [small(at) for at in range(3)]
    stories = [
        msgspec.structs.replace(one, printed="full", importance=level)
        for one, level in zip(stories, ("critical", "medium", "low"), strict=True)
    ]
    costs: dict[str, dict[Depth, Cost]] = {one.id: {"short": Cost(100, 10), "full": Cost(300, 30)} for one in stories}
    plan: Callable[[int], list[str]] = lambda tokens: [  # noqa: E731
        depths(costs, stories, Limits(0, tokens))[one.id] for one in stories
    ]
    assert plan(0) == ["full", "full", "full"]
    assert plan(10) == ["quote", "quote", "quote"]
    assert plan(120) == ["short", "quote", "quote"]
    assert plan(240) == ["short", "short", "quote"]
    assert plan(600) == ["full", "short", "short"]
    assert plan(5000) == ["full", "full", "full"]


# ---------------------------------------------------------------- what the model sees


def test_the_context_takes_independent_owners_and_no_repetition() -> None:
    copies = [
        article(
            "Acme bought Sched on Wednesday for $2 billion. Nobody else bid.",
            f"Acme buys Sched {at}",
            url=f"https://x.example/{at}",
            source=source(f"Outlet {at}"),
        )
        for at in range(6)
    ]
    other = article(
        "The regulator in Brussels will look at the deal until 3 March.",
        "Brussels looks at Acme",
        source=source("Brussels News"),
    )
    context = context_of(story(*copies, other), NAMES, 400)
    quotes = [one.citation.quote for one in context.shown]
    assert sum("$2 billion" in quote for quote in quotes) == 1
    assert any("regulator" in quote for quote in quotes)
    assert context.others, "the outlets that are not shown are named"
    assert [one.number for one in context.shown] == list(range(1, len(quotes) + 1))


def test_the_context_stays_within_its_room() -> None:
    long = article(
        " ".join(f"Fact number {at} is about thing {at * 7} in city {at * 3}." for at in range(400)), "Many facts"
    )
    from broadsheet.adapters.model.tokens import estimate

    for room in (200, 600, 1300):
        assert estimate(context_of(story(long), NAMES, room).lines("k0000000")) <= 1.25 * room


# ---------------------------------------------------------------- language


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("輝達发布新软件。", "輝達發布新軟體。"),
        ("英偉達發表新軟件和芯片", "輝達發表新軟體和晶片。"),
        ("摘要：輝達發表新晶片,售價 3 萬元 [S3]", "輝達發表新晶片，售價 3 萬元。"),
        ("OpenAI 發布 GPT-5.2。", "OpenAI 發布 GPT-5.2。"),
    ],
)
def test_chinese_is_written_as_in_taiwan(said: str, printed: str) -> None:
    worded = Editor("zh-Hant", NAMES, load_terms("zh-Hant")).worded(said)
    assert worded == printed and not has_simplified(worded)


# ---------------------------------------------------------------- the second chance


def test_repair_rewrites_what_fell_and_nothing_else() -> None:
    one = story()
    with model_server(author) as server:
        made = writer(server)
        (draft,) = drafts(list(made.write(Assignment(stories=(one,), depth="full"))))
        assert draft.headline is not None
        fell = draft.fields.details[0]
        refusals = [refused(draft, "headline", draft.headline), refused(draft, "details", fell)]
        told = list(made.repair(draft, refusals))
        (mended,) = drafts(told)
        assert len(server.asked) == 2
        assert list(made.repair(draft, refusals)) == told and len(server.asked) == 2, "it is remembered"
    assert gates(told)["calls"] == 1 and {one.stage for one in told if isinstance(one, Count)} == {"verify"}
    assert mended.fields.summary == draft.fields.summary and mended.fields.uses == draft.fields.uses
    assert mended.fields.details[0] != fell and mended.fields.details[1:] == draft.fields.details[1:]


def refused(draft: Draft, field: Literal["headline", "details", "summary"], claim: Claim) -> Refusal:
    return Refusal(
        story=draft.story.id, field=field, text=claim.text, code="number", message="3 is not 4", action="repaired"
    )


def test_a_second_call_is_paid_only_where_a_reader_loses_enough() -> None:
    """A sentence is quoted in place of one that fell; what is lost counts by its field, and more in another language."""
    one = story()
    with model_server(author) as server:
        made = writer(server)
        (draft,) = drafts(list(made.write(Assignment(stories=(one,), depth="full"))))
        assert draft.headline is not None
        headline, (first, *_) = refused(draft, "headline", draft.headline), draft.fields.details
        summary, detail = refused(draft, "summary", draft.fields.summary[0]), refused(draft, "details", first)
        lost = {
            language: [
                mending.loss(draft, mending.places(draft, refusals), language)
                for refusals in ([detail], [summary], [headline], [headline, detail])
            ]
            for language in ("en", "zh-Hant")
        }
        assert lost == {"en": [1, 2, 3, 4], "zh-Hant": [2, 3, 4, 6]}
        assert list(made.repair(draft, [headline])) == [] and len(server.asked) == 1
        assert drafts(list(made.repair(draft, [headline, detail]))) and len(server.asked) == 2


def test_repair_leaves_the_draft_when_the_model_cannot() -> None:
    one = story()
    with model_server(
        [author({"messages": [{"content": ""}, {"content": "k0000000 S1: x\nk0000000 S2: y"}]})]
    ) as server:
        made = writer(server)
        draft = made._quoting(one)
        assert list(made.repair(draft, [])) == [] and not server.asked


# ---------------------------------------------------------------- hostile answers


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (json.dumps(GOOD).replace("Acme buys Sched", "Acme \\ud800 Sched"), "invalid_json"),
        (json.dumps({**GOOD, "entities": ["\ud83d"]}), "invalid_json"),
        ('{"headline": ' + "1" * 5000 + "}", "invalid_json"),
        ("{" * 3_000_000, "truncated"),
        ('{"a":' * 12_000, "invalid_json"),
        ('{"a":[1,{"b":' * 4_000, "invalid_json"),
        ("{" * 60_000, "invalid_json"),
    ],
)
def test_a_hostile_answer_is_unfit_and_costs_no_time(text: str, kind: str) -> None:
    answer = Answer(text=text, finish="stop")
    began = time.process_time()
    told = read(answer, StoryAnswer, "en")
    assert isinstance(told, Unfit) and told.code == kind, told
    assert time.process_time() - began < 5, "a loop of the model is no loop of ours (it took minutes)"


def test_a_second_round_asks_anew_and_is_billed_as_it_was_asked() -> None:
    def swapping(asked: Asked) -> Say:
        answer = json.loads(author(asked).content or "")
        for line in answer["stories"]:
            line["title"] = "Something else"
        return Say(json.dumps(answer))

    stories = tuple(small(at) for at in range(4))
    with model_server(swapping) as server:
        values = list(writer(server).write(Assignment(stories=stories, depth="line")))
    assert len(server.asked) == 2 == gates_added(values)["calls"]


def gates_added(values: Sequence[object]) -> Counter[str]:
    total: Counter[str] = Counter()
    for value in values:
        if isinstance(value, Count):
            total[value.gate] += value.count
    return total


def test_ids_in_small_letters_are_the_same_ids() -> None:
    def small_letters(asked: Asked) -> Say:
        answer = json.loads(author(asked).content or "")
        for line in answer["stories"]:
            line["id"] = line["id"].lower()
        return Say(json.dumps(answer))

    with model_server(small_letters) as server:
        values = list(writer(server).write(Assignment(stories=tuple(small(at) for at in range(4)), depth="line")))
    assert len(server.asked) == 1 and {draft.writer for draft in drafts(values)} == {"scripted (prompts 2, 3)"}


# ---------------------------------------------------------------- repairs and the budget


@pytest.mark.parametrize("budget", [2500, 4000, 6000, 9000, 14_000, 30_000])
def test_repairs_are_within_the_budget_and_what_they_took_is_told(budget: int, tmp_path: Path) -> None:
    stories = [
        story(article(f"{TEXT} It is story {at}.", f"Acme {at}", url=f"https://a.example/{at}")) for at in range(4)
    ]
    values: list[object] = []
    for again in range(2):
        with model_server(author) as server:
            made = writer(server, memory=tmp_path / "answers.sqlite", max_tokens=budget)
            made.model.settings = msgspec.structs.replace(
                made.model.settings, base_url="http://127.0.0.1:1/v1"
            )  # one key
            values = written_all(made, stories)
            for draft in drafts(values):
                told = [
                    Refusal(
                        story=draft.story.id,
                        field="summary",
                        text=c.text,
                        code="number",
                        message="no",
                        action="repaired",
                    )
                    for c in draft.fields.summary
                ]
                values += made.repair(draft, told)
        spent = made.model.purse.spent
        took = gates_added(values)
        assert spent.tokens_in + spent.tokens_out <= budget
        assert (spent.tokens_in, spent.tokens_out) == (took["tokens_in"], took["tokens_out"])
        assert spent.calls == took["calls"]
        assert len(server.asked) == (0 if again else took["calls"]), "the second time costs nothing"
    if budget == 30_000:
        assert took["calls"] == 8


def test_tries_that_may_have_been_paid_are_booked_at_their_most_and_told() -> None:
    with model_server([Say(raw=b"<html>")]) as server:
        made = writer(server, max_tokens=100_000)
        made.model.client = Client(made.model.settings, sleep=lambda _: None)
        values = list(made.write(Assignment(stories=(story(),), depth="full")))
    took, spent = gates_added(values), made.model.purse.spent
    assert len(server.asked) == 2 == took["lost"] == spent.calls
    assert spent.tokens_out == 2 * 1500 and took["calls"] == 0


def test_a_try_that_the_budget_cannot_pay_twice_is_made_once() -> None:
    with model_server([Say(raw=b"<html>")]) as server:
        made = writer(server, max_tokens=6_000)
        made.model.client = Client(made.model.settings, sleep=lambda _: None)
        list(made.write(Assignment(stories=(story(),), depth="full")))
    assert len(server.asked) == 1
    spent = made.model.purse.spent
    assert 1500 < spent.tokens_in + spent.tokens_out <= 6_000


def test_what_a_killed_run_had_under_way_counts_as_spent(tmp_path: Path) -> None:
    memory = tmp_path / "answers.sqlite"
    with model_server(author) as server:
        made = writer(server, memory=memory, max_tokens=50_000)

        class KilledError(BaseException):
            pass

        def killed(request: object, again: object) -> Any:
            raise KilledError

        asks, made.model.client = made.model.client, killed
        with pytest.raises(KilledError):
            list(made.write(Assignment(stories=(story(),), depth="full")))
        after = writer(server, memory=memory, max_tokens=50_000)
        owed = after.model.purse.spent
        assert owed.calls == 1 and owed.tokens_out == 1500 and owed.asked == 0
        del asks
        assert writer(server, memory=memory, max_tokens=0).model.purse.spent.calls == 0, "without a bound none is kept"


# ---------------------------------------------------------------- names and terms


def test_the_original_of_a_name_stands_once_at_its_first_mention() -> None:
    text = "Nvidia opened a laboratory in Hsinchu on Monday. Nvidia employs 300 people there."
    one = story(article(text, "Nvidia in Hsinchu"))
    said = ["輝達週一在新竹啟用實驗室。", "輝達在當地雇用 300 人。"]

    def script(asked: Asked) -> Say:
        numbers = {words: number for number, words in shown(user_of(asked))}
        cited = [numbers[words] for words in text.replace(". ", ".\n").split("\n")]
        answer = {
            "headline": sentence("輝達在新竹設實驗室", cited[0]),
            "summary": [sentence(words, number) for words, number in zip(said, cited, strict=True)],
            "details": [],
            "uses": [],
            "entities": [],
        }
        return Say(json.dumps(answer, ensure_ascii=False))

    with model_server(script) as server:
        (draft,) = drafts(list(writer(server, "zh-Hant").write(Assignment(stories=(one,), depth="full"))))
    assert draft.headline is not None and draft.headline.text == "輝達在新竹設實驗室"
    assert [claim.text for claim in draft.fields.summary] == ["輝達（Nvidia）週一在新竹啟用實驗室。", said[1]]
    editor = Editor("zh-Hant", NAMES, {})
    assert editor.introduced(draft.fields) == draft.fields, "once is once"


def test_a_desk_has_its_own_terms(tmp_path: Path) -> None:
    own = tmp_path / "prompts" / "zh-Hant"
    own.mkdir(parents=True)
    (own / "terms.toml").write_text('[terms]\n"晶片" = "積體電路"\n"軟件" = "軟件"\n', encoding="utf-8")
    terms = load_terms("zh-Hant", tmp_path)
    editor = Editor("zh-Hant", NAMES, terms)
    assert editor.worded("晶片與視頻") == "積體電路與影片。"
    assert "軟件" not in terms, "a word that stays itself takes the shipped replacement away"
    for bad in ('[terms]\n"a" = 1\n', "no toml", '[terms]\n"視頻" = "视频"\n'):
        (own / "terms.toml").write_text(bad, encoding="utf-8")
        with pytest.raises(ConfigError):
            load_terms("zh-Hant", tmp_path)
