"""Sources files are read strictly: what is wrong is refused with file, entry and field (the packs: test_pack.py)."""

from __future__ import annotations

import io
from typing import Annotated

import msgspec
import pytest
from rich.console import Console

from broadsheet.errors import ConfigError
from broadsheet.show import show_sources
from broadsheet.sources import check_kinds, load_sources
from broadsheet.types import Source

GOOD = {"name": "a", "kind": "feed", "url": "https://a.example/feed", "outlet": "A", "owner": "A Ltd"}


def entry(**changes: object) -> str:
    values = {**GOOD, **changes}
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value is not None]
    return "[[source]]\n" + "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (entry(colour="red"), r"desk/s\.toml: source 1 \(a\): colour is unknown"),
        (entry(outlet=None), r"source 1 \(a\): outlet is missing"),
        (entry(owner=" "), r"source 1 \(a\): owner is empty"),
        (entry(url="ftp://a.example/feed"), r"source 1 \(a\): url 'ftp://a.example/feed' is not an http"),
        (entry(url="a.example/feed"), "url .* is not an http"),
        (entry(url="https:///feed"), "url .* is not an http"),
        (entry(url="https://[::1/feed"), "url .* is no address"),
        (entry(weight=0), r"weight 0 is not a number"),
        (entry(weight=3.5), r"weight 3\.5"),
        (entry(weight="heavy"), "weight 'heavy'"),
        (entry(weight=True), "weight True"),
        (entry(language="Chinese"), "language 'Chinese'"),
        (entry(primary="yes"), r"source 1 \(a\): primary .*bool"),
        (entry() + entry(url="https://b.example/feed"), r"source 2 \(a\): name 'a' is also that of entry 1"),
        (entry() + entry(name="b"), r"source 2 \(b\): url .* is also that of entry 1"),
        ("[source]\nname = 'a'\n", "declares no source"),
        ("source = [1]\n", "source 1: source is not a table"),
        ("[[feeds]]\nname = 'a'\n", "unknown table 'feeds'"),
        ("", "declares no source"),
        ("[[source\n", "not TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_entry_and_field(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        load_sources(text, "desk/s.toml")
    assert caught.value.subject == "desk/s.toml"
    assert caught.value.remedy


@pytest.mark.parametrize("user", ["me:s3cret@", "s3cret@", "%6de:s3cret@"])
def test_an_address_with_a_password_is_refused_and_not_repeated(user: str) -> None:
    with pytest.raises(ConfigError, match=r"source 1 \(a\): url .*credentials are not sent") as caught:
        load_sources(entry(url=f"https://{user}a.example/feed"), "desk/s.toml")
    assert "s3cret" not in str(caught.value)


class Simple(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    selector: str
    limit: Annotated[int, msgspec.Meta(ge=1)] = 3


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


KINDS: dict[str, type[msgspec.Struct]] = {"feed": Nothing, "links": Simple}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"kind": "fed"}, r"source 2 \(b\): kind 'fed' is none that is installed; did you mean 'feed'\?"),
        ({"kind": "Feed"}, r"kind 'Feed' .* did you mean 'feed'\?"),
        ({"kind": "telex"}, r"kind 'telex' is none that is installed; known are feed, links"),
        ({"limit": 1}, r"source 2 \(b\): options\.limit is unknown to kind 'feed'; known are none"),
        ({"kind": "links"}, r"source 2 \(b\): options\.selector is missing"),
        ({"kind": "links", "selektor": "a"}, r"options\.selektor is unknown .* did you mean 'selector'\?"),
        ({"kind": "links", "selector": "a", "limit": 0}, r"options\.limit is not right \(Expected `int` >= 1\)"),
        ({"kind": "links", "selector": 7}, r"options\.selector is not right \(Expected `str`, got `int`\)"),
    ],
)
def test_a_kind_or_an_option_that_nobody_knows_is_refused(more: dict[str, str | int], message: str) -> None:
    options = [f"options.{key} = {_toml(value)}\n" for key, value in more.items() if key != "kind"]
    second = entry(name="b", url="https://b.example/", kind=more.get("kind", "feed")) + "".join(options)
    sources = load_sources(entry() + second, "desk/s.toml")
    with pytest.raises(ConfigError, match=message) as caught:
        check_kinds(sources, KINDS, "desk/s.toml")
    assert caught.value.subject == "desk/s.toml" and caught.value.remedy


def test_kinds_that_are_known_pass() -> None:
    text = entry() + entry(name="b", url="https://b.example/", kind="links") + 'options.selector = "h2 a"\n'
    check_kinds(load_sources(text, "s.toml"), KINDS, "s.toml")


def test_the_order_of_the_file_is_kept() -> None:
    text = entry(name="b", url="https://b.example/") + entry(name="a")
    assert [source.name for source in load_sources(text, "s.toml")] == ["b", "a"]


def test_a_list_that_goes_into_a_file_is_not_cut() -> None:
    long = "A feed with a name that no terminal of eighty columns holds beside its address"
    source = Source(
        name=long, kind="feed", url="https://feeds.example/" + "x" * 90, outlet=long, owner="Owner of " + long
    )
    told, shown = io.StringIO(), io.StringIO()
    show_sources(Console(file=told, width=80), [source])
    show_sources(Console(file=shown, width=80, force_terminal=True), [source])
    assert source.name in told.getvalue() and source.owner in told.getvalue() and source.url in told.getvalue()
    assert "…" not in told.getvalue() and long not in shown.getvalue()
