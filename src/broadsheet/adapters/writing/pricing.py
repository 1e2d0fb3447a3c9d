"""What a day will take, before anybody is paid: about so much, and never more than so much.

The first is planned with and is meant to be a little high; the second is proved: no tokenizer makes more tokens than
bytes, no answer is longer than was asked for, and how often a question may be asked and a try be paid is counted.
"""

from __future__ import annotations

from collections.abc import Mapping

from broadsheet.adapters.model.ask import Model
from broadsheet.adapters.model.client import PAID_TRIES
from broadsheet.adapters.model.tokens import CHARACTERS, bound
from broadsheet.adapters.model.wire import Request
from broadsheet.adapters.writing import column, mending
from broadsheet.adapters.writing.context import Context
from broadsheet.adapters.writing.hints import HINTS
from broadsheet.adapters.writing.plan import Cost
from broadsheet.adapters.writing.prompts import Kind, Prompt
from broadsheet.adapters.writing.shapes import InsightAnswer, RepairAnswer, schema_of
from broadsheet.types import Language

ANSWERS = 2
"""How often a question is asked whose answer is unfit."""
LONGEST: Mapping[Kind, int] = {"full": 1500, "short": 600, "line": 200, "repair": 900, "insight": 1200}
"""Tokens that an answer may have; a line's is for each story of the call."""
EXPECTED: Mapping[Kind, int] = {"full": 650, "short": 260, "line": 110, "repair": 250, "insight": 450}
"""Tokens that an answer has as a rule, to plan with."""
REPAIRS: Mapping[Language, float] = {"en": 0.25, "zh-Hant": 0.55}
"""Share of the stories in full or short that are mended, to plan with: what 20 per cent of false sentences cause where
every source is in the edition's language, and where none is (``mending.REPAIR_FROM``; binomial, 2026-11-23)."""
SHOWN_TOKENS = 130
"""Tokens that the insight sees of a story, to plan with: a headline of 20, three sentences of 30, and signs."""
MARKER = "k0000000"


class Prices:
    """Prices of what one writer asks of one model."""

    def __init__(self, model: Model, prompts: Mapping[Kind, Prompt], language: Language) -> None:
        self._model = model
        self._prompts = prompts
        self._language = language
        self._hint = max(HINTS[language].values(), key=bound)

    def about(self, request: Request, kind: Kind, stories: int) -> Cost:
        """Return about what a request takes, with the repairs that it may need."""
        tokens_in, tokens_out = self._model.expected(request, EXPECTED[kind] * stories)
        if kind != "line":
            share = REPAIRS[self._language]
            tokens_in += round(share * (tokens_in + EXPECTED["repair"]))
            tokens_out += round(share * EXPECTED["repair"])
        return self._cost(tokens_in, tokens_out)

    def most(self, request: Request, context: Context | None) -> Cost:
        """Return what a request and what follows from it never exceed; ``context`` is what a repair would see.

        A shared call (no context) is asked anew for the stories that it left out, as often as for unfit answers.
        """
        asked = self._never(request, ANSWERS if context is not None else ANSWERS * ANSWERS)
        if context is None:
            return asked
        system, user = self._prompts["repair"].fill(marker=MARKER, sentences=context.lines(MARKER), fallen="", hint="")
        repair = self._request("repair", system, user, schema_of(RepairAnswer))
        mended = self._never(repair, 1, mending.MOST_BYTES)
        return Cost(asked.tokens + mended.tokens, asked.microdollars + mended.microdollars)

    def insight(self, whole: int) -> tuple[Cost, Cost]:
        """Return about what title and insight of ``whole`` stories in full take, and what they never exceed."""
        if whole < column.FEWEST:
            return Cost(0, 0), Cost(0, 0)
        system, user = self._prompts["insight"].fill(marker=MARKER, stories="", hint="")
        request = self._request("insight", system, user, schema_of(InsightAnswer))
        tokens_in, tokens_out = self._model.expected(request, EXPECTED["insight"])
        about = self._cost(tokens_in + min(column.ROOM, SHOWN_TOKENS * whole), tokens_out)
        shown = round(4 * CHARACTERS * column.ROOM) + 16 * whole  # four bytes a character; what each line begins with
        return about, self._never(request, ANSWERS, shown)

    def _request(self, kind: Kind, system: str, user: str, schema: dict[str, object]) -> Request:
        return Request(subject="", system=system, user=user, shape=kind, schema=schema, longest=LONGEST[kind])

    def _never(self, request: Request, times: int, more: int = 0) -> Cost:
        """Return the bound of a request that is sent ``times``, ``more`` bytes longer than it stands here."""
        tokens_in = bound(request.system, request.user, self._hint, str(request.schema)) + more
        tokens_out = min(request.longest, self._model.settings.answer_tokens)
        sent = times * PAID_TRIES
        return self._cost(sent * tokens_in, sent * tokens_out)

    def _cost(self, tokens_in: int, tokens_out: int) -> Cost:
        return Cost(tokens_in + tokens_out, self._model.price.of(tokens_in, tokens_out))
