"""Sentences in somebody's own words: what stands, what falls and what takes its place, judge and repair.

The file is long because it is one list of sentences, each beside its verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from broadsheet import config
from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.checks import CODES, JUDGED
from broadsheet.checks.case import Knowledge
from broadsheet.checks.cited import MOST_SENTENCES
from broadsheet.checks.script import script_fault
from broadsheet.config import Kit, Settings
from broadsheet.desk import load_desk
from broadsheet.errors import UsageError
from broadsheet.labels import labels
from broadsheet.proof import faults
from broadsheet.stages.verify import verify, verify_mended
from broadsheet.text.names import NameTable
from broadsheet.types import (
    Article,
    Brief,
    Citation,
    Claim,
    Count,
    Doubt,
    Draft,
    Failure,
    Fields,
    Language,
    Opinion,
    Refusal,
    Sheet,
    Source,
    Story,
    Window,
    cite,
    digest,
    story_id,
)
from composing import composed

from small_edition import small_day

EMBEDDER, NAMES = UseEmbedder(), NameTable(())
FERRY = "The ferry line bought 40 electric boats from a shipyard in Gdansk on Monday."
QUIET = "Its captains say that the boats are much quieter than the diesel ones they replace."
NOT_SOLD = "The line did not sell its old terminal to the city."
TEXT = f"{FERRY} {QUIET} {NOT_SOLD} The harbour opened in 1911. It has two cranes. Gulls nest on the roof of the hall."
HANS = "这家渡轮公司周一从格但斯克的一家造船厂购买了 40 艘电动船。船长们说，这些船比它们取代的柴油船安静得多。"


def article(text: str, title: str, language: str, url: str) -> Article:
    source = Source(name="Daily", kind="feed", url="https://a.example/feed", outlet="Daily", owner="Daily")
    return Article(
        id=digest(url, text),
        source=source,
        url=url,
        title=title,
        published=datetime(2025, 12, 16, 9, tzinfo=UTC),
        day_only=False,
        text=text,
        language=language,
    )


ENGLISH = article(TEXT, "Ferry line buys electric boats", "en", "https://a.example/1")
CHINESE = article(HANS, "渡轮公司购买电动船", "zh-Hans", "https://b.example/2")
STORY = Story(id=story_id((ENGLISH, CHINESE)), articles=(ENGLISH, CHINESE), printed="full")
TRUE = "On Monday the ferry line purchased 40 electric boats from a Gdansk shipyard."
TRUE_CHINESE = "這家渡輪公司週一向 Gdansk 一家造船廠買下 40 艘電動船。"
INVENTED = "Passengers complain that the crossing has become too expensive for families."


def at(quote: str, source: Article = ENGLISH) -> Citation:
    start = source.text.index(quote)
    return cite(source, "text", start, start + len(quote))


def written(text: str, *quotes: str, source: Article = ENGLISH) -> Claim:
    return Claim(text=text, citations=tuple(at(quote, source) for quote in quotes), transform="written")


def draft(*summary: Claim, headline: Claim | None = None) -> Draft:
    return Draft(story=STORY, headline=headline, fields=Fields(summary=summary), writer="scripted")


def brief(*summary: Claim, headline: Claim | None = None, language: Language = "en", **ports: object) -> Brief:
    told = verify_mended(draft(*summary, headline=headline), language, NAMES, EMBEDDER, **ports)  # type: ignore[arg-type]
    return next(one for one in told if isinstance(one, Brief))


def fell(made: Brief) -> list[tuple[str, str]]:
    return [(refusal.code, refusal.action) for refusal in made.refused]


def test_a_paraphrase_stands_with_the_checks_that_it_passed() -> None:
    (claim,) = brief(written(TRUE, FERRY)).fields.summary
    assert (claim.text, claim.transform, claim.checks) == (TRUE, "written", CODES)


def test_a_translation_stands() -> None:
    (claim,) = brief(written(TRUE_CHINESE, FERRY), language="zh-Hant").fields.summary
    assert claim.checks == CODES


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("On Monday the ferry line purchased 400 electric boats from a Gdansk shipyard.", "number"),
        ("On Monday the ferry line purchased 40 electric boats from a Bremen shipyard.", "name"),
        ("On Monday the ferry line did not purchase 40 electric boats from a Gdansk shipyard.", "polarity"),
        (INVENTED, "alignment"),
        (f"{TRUE.rstrip('.')}, and passengers complain that the crossing has become too expensive.", "clause"),
        (f"{TRUE} Passengers complain that the crossing has become too expensive.", "clause"),
        (TRUE * 9, "breadth"),
        (f"{TRUE} See www.evil.example now.", "address"),
        ("這家渡輪公司週一買下 40 艘電動船。", "language"),
    ],
)
def test_a_lie_falls_and_the_source_speaks_for_itself(text: str, code: str) -> None:
    made = brief(written(text, FERRY))
    assert fell(made) == [(code, "replaced")]
    assert [(claim.text, claim.transform, claim.checks) for claim in made.fields.summary] == [(FERRY, "none", ())]


def test_a_true_sentence_beside_the_wrong_passage_falls() -> None:
    assert fell(brief(written(TRUE, QUIET))) == [("number", "replaced")]
    assert fell(brief(written("The new boats make far less noise than diesel boats.", "It has two cranes."))) == [
        ("alignment", "replaced")
    ]


def test_a_chinese_edition_takes_no_english_sentence_and_no_simplified_one() -> None:
    assert fell(brief(written(TRUE, FERRY), language="zh-Hant")) == [("language", "replaced")]
    simplified = written("这家渡轮公司周一向 Gdansk 一家造船厂买下 40 艘电动船。", FERRY)
    assert fell(brief(simplified, language="zh-Hant")) == [("simplified", "replaced")]


XIAOMI = "小米发布并开源新模型 MiMo-V2-Flash，这是一个总参数 3090 亿、活跃参数 150 亿的 MoE 模型"


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        (XIAOMI, True),
        (f"{XIAOMI} in a surprising move for observers everywhere.", True),
        ("小米发布并开源新模型 now.", True),
        ("小米发布并开源新 MoE 模型 and it is big.", True),
        ("Xiaomi (小米) released MiMo-V2-Flash on Tuesday.", False),
        ("通义千问 is out.", False),
        ("The paper comes from the Chinese Academy of Sciences (中国科学院自动化研究所).", False),
        ("Alibaba (阿里巴巴), Tencent (腾讯), Baidu (百度) and ByteDance (字节跳动) signed the charter.", False),
    ],
)
def test_an_english_edition_takes_chinese_names_and_no_chinese_sentence(text: str, chinese: bool) -> None:
    assert bool(script_fault(text, text, "en")) is chinese


def test_a_chinese_sentence_with_an_english_tail_falls_in_an_english_edition() -> None:
    source = article(f"{XIAOMI}。", "小米开源新模型", "zh-Hans", "https://a.example/mi")
    story = Story(id=story_id((source,)), articles=(source,), printed="full")
    tailed = written(f"{XIAOMI} in a surprising move for observers everywhere.", source.text, source=source)
    draft = Draft(story=story, headline=None, fields=Fields(summary=(tailed,)), writer="scripted")
    (made,) = verify(draft, "en", NAMES, EMBEDDER)
    assert "language" in [code for code, _ in fell(made)]
    assert all("surprising" not in claim.text for claim in made.fields.all())


@pytest.mark.parametrize("text", ["...!?", "40", "Тhе fеrry linе bоught 40 еlеctric bоаts."])
def test_what_holds_no_word_or_letters_of_a_strange_script_is_no_sentence(text: str) -> None:
    made = brief(written(text, FERRY), headline=written(text, FERRY))
    assert [code for code, _ in fell(made)] == ["language"] * len(made.refused)
    assert made.refused and all(claim.text != text for claim in made.fields.all())
    assert made.headline is None or made.headline.text != text


@pytest.mark.parametrize(
    ("text", "codes"),
    [("In Gdansk the β test costs 40 euros.", []), ("In Gdansk the γ test costs 40 euros.", ["language"])],
)
def test_a_letter_of_another_script_may_stand_where_the_source_has_it(text: str, codes: list[str]) -> None:
    source = article("The β test costs 40 euros in Gdansk.", "A test", "en", "https://a.example/b")
    story = Story(id=story_id((source,)), articles=(source,), printed="full")
    fields = Fields(summary=(written(text, source.text, source=source),))
    (made,) = verify(Draft(story=story, headline=None, fields=fields, writer="scripted"), "en", NAMES, EMBEDDER)
    assert [code for code, _ in fell(made)] == codes


def test_a_citation_that_cuts_the_not_away_is_widened() -> None:
    lie = "The line sold its old terminal to the city."
    made = brief(written(lie, "sell its old terminal to the city."))
    assert fell(made) == [("polarity", "replaced")]
    assert made.fields.summary[0].text == NOT_SOLD
    honest = brief(written("The city was not sold the old terminal of the line.", "sell its old terminal to the city."))
    assert [c.quote for claim in honest.fields.summary for c in claim.citations] == [NOT_SOLD]


def test_who_cites_the_whole_article_has_shown_nothing() -> None:
    assert len(TEXT.split(". ")) > MOST_SENTENCES
    assert fell(brief(written(TRUE, TEXT)))[0][0] == "breadth"


def test_a_citation_that_does_not_resolve_is_refused_before_anything_is_read() -> None:
    forged = Claim(
        text=TRUE,
        citations=(Citation(article=ENGLISH.id, part="text", start=5, end=5 + len(FERRY), quote=FERRY),),
        transform="written",
    )
    assert fell(brief(forged)) == [("unresolved", "replaced")]
    stranger = Claim(
        text=TRUE,
        citations=(Citation(article="0" * 16, part="text", start=0, end=3, quote="The"),),
        transform="written",
    )
    assert fell(brief(stranger)) == [("foreign", "dropped")]


def test_what_is_the_quote_after_all_is_a_quote() -> None:
    (claim,) = brief(written(FERRY, FERRY)).fields.summary
    assert (claim.transform, claim.checks) == ("none", ())
    (chinese,) = brief(
        written(
            "船長們說，這些船比它們取代的柴油船安靜得多。",
            "船长们说，这些船比它们取代的柴油船安静得多。",
            source=CHINESE,
        ),
        language="zh-Hant",
    ).fields.summary
    assert chinese.transform == "opencc-s2twp"


def test_a_writer_cannot_bring_the_checks_along() -> None:
    boasting = msgspec.structs.replace(written(INVENTED, FERRY), checks=(*CODES, JUDGED))
    assert fell(brief(boasting)) == [("alignment", "replaced")]
    with pytest.raises(ValueError, match="checks belong"):
        Claim(text=FERRY, citations=(at(FERRY),), checks=("number",))


def test_the_headline_goes_through_the_same_door() -> None:
    true = brief(headline=written("Ferry line purchases 40 electric boats", FERRY))
    assert true.headline is not None and true.headline.checks == CODES
    false = brief(headline=written("Ferry line purchases 400 electric boats", FERRY))
    assert fell(false) == [("number", "replaced")] and false.headline is not None and false.headline.text == FERRY


def test_two_sentences_may_share_a_source_sentence_and_must_tell_two_things() -> None:
    one = written("The ferry line purchased 40 electric boats.", FERRY)
    other = written("A shipyard in Gdansk is the seller of the electric boats.", FERRY)
    assert len(brief(one, other).fields.summary) == 2
    again = written("The ferry line bought 40 electric boats.", FERRY)
    assert fell(brief(one, again)) == [("repeat", "dropped")]
    quoted = Claim(text=FERRY, citations=(at(FERRY),))
    assert fell(brief(one, quoted)) == [("repeat", "dropped")]


class ScriptedJudge:
    """Answers every doubt with what ``told`` makes of its place and its text."""

    name = "scripted"
    dear = False

    def __init__(self, *told: Opinion | Count | Failure, supported: bool | None = None, reason: str = "") -> None:
        self.told = told
        self.answer = Opinion(doubt=0, supported=supported, reason=reason)
        self.asked: list[tuple[tuple[str, tuple[str, ...]], ...]] = []

    def __call__(self, subject: str, doubts: Sequence[Doubt]) -> Iterator[Opinion | Count | Failure]:
        assert subject == STORY.id
        self.asked.append(tuple((doubt.text, doubt.passages) for doubt in doubts))
        yield from self.told or (msgspec.structs.replace(self.answer, doubt=at) for at in range(len(doubts)))


SECOND = "The old hall has become a favourite place for fishermen and painters."


def test_a_judge_may_let_a_soft_doubt_pass() -> None:
    judge = ScriptedJudge(supported=True)
    (claim,) = brief(written(INVENTED, FERRY), judge=judge).fields.summary
    assert claim.text == INVENTED and JUDGED in claim.checks and "alignment" not in claim.checks
    assert judge.asked == [((INVENTED, (FERRY,)),)]


def test_a_judge_that_rejects_is_heard() -> None:
    judge = ScriptedJudge(supported=False, reason="nobody speaks of prices")
    made = brief(written(INVENTED, FERRY), judge=judge)
    assert fell(made) == [("alignment", "replaced")] and "nobody speaks of prices" in made.refused[0].message


def test_a_judge_is_asked_neither_where_all_is_well_nor_about_a_hard_fault() -> None:
    judge = ScriptedJudge(supported=True)
    made = brief(written(TRUE, FERRY), written(TRUE.replace("40", "400"), FERRY), judge=judge)
    assert judge.asked == [] and fell(made)[0][0] == "number"


def test_all_doubts_of_a_draft_are_one_question_and_each_is_counted() -> None:
    judge = ScriptedJudge(Opinion(doubt=1, supported=True), Opinion(doubt=0, supported=None, reason="no server"))
    made = draft(written(INVENTED, FERRY), written(SECOND, QUIET))
    told = list(verify_mended(made, "en", NAMES, EMBEDDER, judge))
    assert [len(asked) for asked in judge.asked] == [2]
    counts = {one.gate: one.count for one in told if isinstance(one, Count)}
    assert counts == {"judge.asked": 2, "judge.passed": 1, "judge.silent": 1}
    (found,) = (one for one in told if isinstance(one, Brief))
    assert SECOND in [claim.text for claim in found.fields.summary] and "no server" in found.refused[0].message


@pytest.mark.parametrize(
    "told",
    [
        (),
        (Opinion(doubt=7, supported=True), Opinion(doubt=-1, supported=True)),
        (Opinion(doubt=0, supported=True), Opinion(doubt=0, supported=False)),
        (Opinion(doubt=0, supported=None), Opinion(doubt=0, supported=True)),
    ],
    ids=["nothing", "places that nobody asked about", "yes and no", "cannot say and yes"],
)
def test_what_a_judge_does_not_say_or_says_both_ways_is_a_rejection(told: tuple[Opinion, ...]) -> None:
    class Odd(ScriptedJudge):
        def __call__(self, subject: str, doubts: Sequence[Doubt]) -> Iterator[Opinion]:
            yield from told

    made = brief(written(INVENTED, FERRY), judge=Odd())
    assert [refusal.action for refusal in made.refused] == ["replaced"] and "the judge: " in made.refused[0].message


def test_a_dear_judge_is_asked_about_stories_in_full_only() -> None:
    class Dear(ScriptedJudge):
        dear = True

    small = msgspec.structs.replace(STORY, printed="line")
    told = written(INVENTED, FERRY)
    for story, times in ((STORY, 1), (small, 0)):
        judge = Dear(supported=True)
        one = msgspec.structs.replace(draft(told), story=story)
        (made,) = (found for found in verify(one, "en", NAMES, EMBEDDER, judge))
        assert len(judge.asked) == times and (INVENTED in [c.text for c in made.fields.summary]) == bool(times)


def test_what_was_mended_is_judged_like_the_rest_and_nothing_is_asked_twice() -> None:
    judge = ScriptedJudge(Opinion(doubt=0, supported=False, reason="no"))
    repair = ScriptedRepair(written(SECOND, QUIET))
    made = brief(written(INVENTED, FERRY), judge=judge, repair=repair)
    assert judge.asked == [((INVENTED, (FERRY,)),), ((SECOND, (QUIET,)),)]
    assert [refusal.action for refusal in made.refused] == ["repaired", "replaced"]


class ScriptedRepair:
    def __init__(self, *summary: Claim, headline: Claim | None = None) -> None:
        self.answer = draft(*summary, headline=headline)
        self.told: list[Sequence[Refusal]] = []

    def __call__(self, draft: Draft, refusals: Sequence[Refusal]) -> Iterator[Draft]:
        self.told.append(refusals)
        yield self.answer


LIE = written(TRUE.replace("40", "400"), FERRY)
QUIETER = written("The boats are far quieter than the diesel ones, its captains say.", QUIET)


def test_what_fell_may_be_written_anew_once() -> None:
    repair = ScriptedRepair(written(INVENTED, FERRY), written(TRUE, FERRY))
    made = brief(QUIETER, LIE, repair=repair)
    assert [claim.text for claim in made.fields.summary] == [
        QUIETER.text,
        TRUE,
    ]  # what stood was not the writer's to change
    assert fell(made) == [("number", "repaired")]
    assert [[(r.text, r.code) for r in told] for told in repair.told] == [[(LIE.text, "number")]]


def test_a_repair_that_lies_again_is_replaced_and_both_are_told() -> None:
    made = brief(LIE, repair=ScriptedRepair(written(TRUE.replace("40", "39"), FERRY)))
    assert fell(made) == [("number", "repaired"), ("number", "replaced")]
    assert [claim.text for claim in made.fields.summary] == [FERRY]


@pytest.mark.parametrize("answer", [(), (LIE,), (LIE, LIE, written(INVENTED, FERRY))])
def test_a_repair_that_repairs_nothing_changes_nothing(answer: tuple[Claim, ...]) -> None:
    made = brief(LIE, repair=ScriptedRepair(*answer))
    assert fell(made) == [("number", "replaced")] and len(made.fields.summary) == 1


def test_no_repair_is_asked_for_where_nothing_fell() -> None:
    repair = ScriptedRepair(written(INVENTED, FERRY))
    assert brief(written(TRUE, FERRY), repair=repair).refused == () and repair.told == []


def test_a_brief_verified_again_is_the_same() -> None:
    made = brief(written(TRUE, FERRY), QUIETER, headline=written("Ferry line purchases 40 electric boats", FERRY))
    again = next(
        verify(Draft(story=STORY, headline=made.headline, fields=made.fields, writer="x"), "en", NAMES, EMBEDDER)
    )
    assert (again.headline, again.fields, again.refused) == (made.headline, made.fields, ())


def test_what_a_draft_wants_placed_is_placed_in_one_call() -> None:
    calls: list[int] = []

    class Counting(UseEmbedder):
        def __call__(self, texts: Sequence[str], languages: Sequence[str]) -> list[bytes]:
            calls.append(len(texts))
            return super().__call__(texts, languages)

    claims = (written("Engineers praise how smooth the hulls are.", QUIET), written(INVENTED, FERRY), LIE)
    next(verify(draft(*claims), "en", NAMES, Counting()))
    assert calls == [4]  # two sentences and their passages; what has a hard fault wants nothing placed
    calls.clear()
    next(verify(draft(Claim(text=FERRY, citations=(at(FERRY),))), "en", NAMES, Counting()))
    assert calls == []


# --- the reader is told ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "3 sentences were refused in checking: number 2, wrong passage 1."),
        ("zh-Hant", "查核退回 3 句：數字 2、引錯段落 1。"),
    ],
)
def test_the_colophon_tells_what_was_refused_and_why(language: Language, note: str) -> None:
    told = [("number", LIE.text), ("alignment", INVENTED), ("number", FERRY)]
    refused = tuple(
        Refusal(story=STORY.id, field="summary", text=text, code=code, message="m", action="replaced")
        for code, text in told
    )
    named = Refusal(story=STORY.id, field="entities", text="Acme", code="entity", message="m", action="dropped")
    made = composed(
        [
            Brief(
                story=msgspec.structs.replace(STORY, section="tools"),
                headline=None,
                fields=Fields(),
                entities=(),
                refused=(*refused, named),
                writer="w",
            )
        ],
        load_desk((Path(config.__file__).parent / "desks/ai/desk.toml").read_text(encoding="utf-8"), "desk.toml"),
        Sheet(
            date="2025-12-18",
            made=datetime(2025, 12, 18, tzinfo=UTC),
            window=Window(start=None, end=None),
            language=language,
        ),
        NAMES,
    )
    assert made.colophon.notes[0] == note


def test_every_reason_has_its_words() -> None:
    own = {"foreign", "unresolved", "breadth", "transform", "language", "wording", "simplified", "repeat"}
    indecent = {"address", "markup", "hidden", "instruction"}
    words = labels("en")["compose"]
    assert {f"refused.{code}" for code in {*own, *indecent, *CODES}} <= set(words)


# --- the press looks again -------------------------------------------------------------------------------------------

KNOWS = Knowledge(NAMES, EMBEDDER)


def forged(text: str, checks: tuple[str, ...], knows: Knowledge | None = KNOWS) -> list[str]:
    """Return the faults of an edition whose first headline was written over its own quote."""
    day = small_day("en")
    first, *others = day.edition.stories
    headline = msgspec.structs.replace(first.headline, text=text, transform="written", checks=checks)
    stories = (msgspec.structs.replace(first, headline=headline), *others)
    return list(faults(msgspec.structs.replace(day.edition, stories=stories), day.articles, knows))


def test_an_edition_with_written_sentences_is_proved_again() -> None:
    day = small_day("en")
    quote = day.edition.stories[0].headline.text
    assert forged(quote, CODES) == []
    assert "unchecked" in forged(quote, ())[0]
    assert "unchecked" in forged(quote, ("nonsense",))[0]
    assert "unchecked" in forged(quote, CODES, None)[0]
    assert "number" in forged(f"{quote} for 77 million dollars", CODES)[0]
    assert "alignment" in forged(INVENTED, CODES)[0]
    assert forged(INVENTED, (*CODES, JUDGED)) == []  # a judge let it pass
    assert "number" in forged(f"{quote} for 77 million dollars", (*CODES, JUDGED))[0]  # that no judge may


# --- what the kit gives ----------------------------------------------------------------------------------------------


def settings(**changes: str) -> Settings:
    made = datetime(2025, 12, 18, tzinfo=UTC)
    base = Settings(date="2025-12-18", made=made, hours=24, language="en", desk="ai", desk_digest="", sources="")
    return msgspec.structs.replace(base, **changes)


def test_the_extractive_writer_wants_no_second_chance_and_there_is_no_judge() -> None:
    kit = Kit(settings())
    assert kit.repair is None and kit.judge is None


def test_a_judge_and_a_writer_that_repairs_are_found_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    class Writer:
        name = "w"

        def __init__(self, language: str, names: NameTable) -> None:
            pass

        def repair(self, draft: Draft, refusals: Sequence[Refusal]) -> Iterator[Draft]:
            yield draft

    judge = ScriptedJudge()

    class Greedy(ScriptedJudge):
        needs = ("language", "the_editor")

    monkeypatch.setattr(config, "adapter", lambda kind, name: {"writers": Writer, "judges": lambda: judge}[kind])
    kit = Kit(settings(writer="w", judge="scripted"))
    assert kit.judge is judge and kit.repair is not None
    assert list(kit.repair(draft(), [])) == [draft()]
    monkeypatch.setattr(config, "adapter", lambda kind, name: Greedy)
    with pytest.raises(UsageError, match="needs the_editor"):
        Kit(settings(judge="greedy")).judge  # noqa: B018
