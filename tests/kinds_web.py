"""What the tests of the kinds of source share: recorded answers, and a web made of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.types import Failure, Item, Page, Source, Window

DATA = Path(__file__).parent / "data" / "kinds"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
DAY = Window(start=datetime(2026, 11, 19, 12, tzinfo=UTC), end=NOW)
OPEN = Window(start=None, end=None)


def body(name: str) -> bytes:
    return (DATA / name).read_bytes()


class Answers:
    """A fetch: address -> body, failure, or a list of them for one request after another; others are 404."""

    def __init__(
        self, answers: Mapping[str, bytes | Failure | list[bytes | Failure]], when: datetime = NOW, ages: bool = True
    ):
        self._answers = dict(answers)
        self._when = when
        self._ages = ages
        self.asked: list[str] = []
        self._times: dict[str, int] = {}

    def __call__(self, url: str, *, again: bool = False) -> Page | Failure:
        assert again or url not in self.asked, f"{url} is asked twice in a run"
        self.asked.append(url)
        answer = self._answers.get(url, Failure(stage="fetch", subject=url, kind="http_404", message="not there"))
        number = self._times[url] = self._times.get(url, -1) + 1
        if isinstance(answer, list):
            answer = answer[min(number, len(answer) - 1)]
        if isinstance(answer, Failure):
            return answer
        when = self._when.replace(second=number) if self._ages else self._when
        return Page(url=url, final_url=url, status=200, headers=(), body=answer, when=when)


def everything(raw: bytes, when: datetime = NOW) -> Answers:
    """Return a fetch that answers ``raw`` to whatever is asked."""

    class Same(Answers):
        def __call__(self, url: str, *, again: bool = False) -> Page | Failure:
            self._answers[url] = raw
            return super().__call__(url, again=again)

    return Same({}, when)


def source(kind: str, url: str, options: Mapping[str, str | int | float | bool] | None = None, **more: str) -> Source:
    fields: dict[str, str] = {"name": f"a-{kind}", "outlet": "An Outlet", "owner": "An Owner", "terms": "quote"} | more
    return Source(kind=kind, url=url, options=tuple(sorted((options or {}).items())), **fields)  # type: ignore[arg-type]


def items(values: list[Item | Failure]) -> list[Item]:
    return [value for value in values if isinstance(value, Item)]


def failures(values: list[Item | Failure]) -> dict[str, Failure]:
    return {value.kind: value for value in values if isinstance(value, Failure)}
