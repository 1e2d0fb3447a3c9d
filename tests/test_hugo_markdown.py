"""The Markdown of the Hugo page: whatever a source writes is printed as the same characters, and does nothing."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from broadsheet.adapters.hugo.markdown import escaped, keyword, link, quoted
from broadsheet.text.urls import is_web_url

from hugo_build import binary
from reading_back import same

NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from("#-+*_`~[](){}<>|\\!&;:.@=$^\"'1 aZ中　\n\t/w\u200f\u202e"), st.characters(codec="utf-8")
    ),
    max_size=40,
)


@given(NASTY)
@settings(max_examples=400, deadline=None)
def test_text_renders_as_the_same_characters_wherever_it_stands(text: str) -> None:
    wanted = same(text)
    reader = MarkdownIt().enable("table").enable("strikethrough")
    for before in ("**x**  \n", "- x\n- ", "", "### ", "x\n", "> ", "1. "):
        html = reader.render(before + escaped(text))
        if wanted:
            shown = same(lxml.html.fromstring(f"<div>{html}</div>").text_content())
            assert shown == same(f"{'x ' if 'x' in before else ''}{wanted}")


@given(NASTY, st.text(alphabet='()[]<>"\\`*_{}|a/?&=%中', max_size=12))
@settings(max_examples=300, deadline=None)
def test_a_link_shows_its_label_and_leads_to_its_address_only(label: str, path: str) -> None:
    html = MarkdownIt().render("x " + link(label, f"https://host.example/{path}") + " y")
    document = lxml.html.fromstring(html)
    assert same(document.text_content()) == same(f"x {same(label)} y")
    address = f"https://host.example/{path}"
    wanted = [unquote(address)] if is_web_url(address) else []
    assert [unquote(one.get("href")) for one in document.iter("a")] == wanted


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://host/x", "//host/x", "", "http:///x", "https://a b/"]
)
def test_an_address_that_no_reader_should_follow_is_no_link(url: str) -> None:
    assert link("Outlet", url) == "Outlet"


def test_strings_of_the_front_matter_survive_yaml_and_toml() -> None:
    for text in ('a "b" \\ c', "yes", "1", "- x", "a: b # c", "中「文」", "{{ x }}", "\u2028x\ny"):
        assert tomllib.loads(f"x = {quoted(text)}")["x"] == same(text)


def test_a_keyword_is_code_unless_code_could_not_hold_it() -> None:
    assert [keyword(word) for word in ("GPT_5 *x*", "a`b", "{{< x >}}")] == [
        "`GPT_5 *x*`",
        "a\\`b",
        "\\{\\{\\< x \\>\\}\\}",
    ]


@pytest.mark.parametrize("url", ["https://h.example/x&amp;y&lt;z", "https://h.example/x&copy;=1&para=2&#39;"])
def test_an_address_that_looks_like_an_entity_stays_itself_in_hugo(url: str, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "layouts").mkdir()
    (tmp_path / "hugo.toml").write_text('baseURL = "/"\ndisableKinds = ["taxonomy", "term", "rss", "sitemap"]\n')
    (tmp_path / "layouts" / "all.html").write_text("{{ .Content }}")
    (tmp_path / "content" / "x.md").write_text(f"---\ntitle: x\n---\n{link('label', url)}\n", encoding="utf-8")
    subprocess.run([binary(), "--source", tmp_path], check=True, capture_output=True)
    page = lxml.html.fromstring((tmp_path / "public" / "x" / "index.html").read_text(encoding="utf-8"))
    assert [unquote(str(href)) for href in page.xpath("//a/@href")] == [url]
