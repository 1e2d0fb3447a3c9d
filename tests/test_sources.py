"""Sources files are read strictly: what is wrong is refused with file, entry and field (the packs: test_pack.py)."""

from __future__ import annotations

import pytest

from broadsheet.errors import ConfigError
from broadsheet.sources import load_sources

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


def test_the_order_of_the_file_is_kept() -> None:
    text = entry(name="b", url="https://b.example/") + entry(name="a")
    assert [source.name for source in load_sources(text, "s.toml")] == ["b", "a"]
