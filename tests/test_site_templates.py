"""The templates' own compiler: whatever a template shows is escaped once, and markup of the house is not."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError, pass_context
from markupsafe import Markup

from broadsheet.adapters.site.templates import shown, templates

HOSTILE = "<b>\"&'\u202e\x07</b>"
SAFE = "&lt;b&gt;&#34;&amp;&#39;&lt;/b&gt;"


@pytest.mark.parametrize(
    "source",
    [
        "{{ it }}",
        "{{ call(it) }}",
        "{{ one.it }}",
        "{% macro said(x) %}{{ x }}{% endmacro %}{{ said(it) }}",
        "{% for x in [it] %}{{ x }}{% endfor %}",
        "{% set x = it %}{{ x }}",
        "{% if it %}{{ it if it else 0 }}{% endif %}",
        "{{ [it] | join('') }}",
        "{% block body %}{{ it }}{% endblock %}",
    ],
)
def test_what_a_template_shows_is_escaped_once_and_printable(source: str) -> None:
    page = templates().from_string(source).render(it=HOSTILE, call=lambda x: x, one={"it": HOSTILE})
    assert page == SAFE


def test_what_is_joined_in_a_template_is_escaped_once() -> None:
    page = templates().from_string('{{ "<i>" ~ it }}{{ "<i>" }}').render(it=HOSTILE)
    assert page == f"&lt;i&gt;{SAFE}&lt;i&gt;"


def test_markup_of_the_house_stays_and_numbers_are_text() -> None:
    assert templates().from_string("{{ a }}{{ b }}{{ c }}").render(a=Markup("<i>"), b=3, c=None) == "<i>3None"
    assert shown(Markup("<i>")) == "<i>" and shown(HOSTILE) == SAFE and shown(2.5) == "2.5"


def test_what_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        templates().from_string("{{ it }}").render()


def test_a_function_that_asks_for_the_context_fails_and_is_not_called_without_it() -> None:
    @pass_context
    def asks(context: object, it: str) -> str:
        return it

    with pytest.raises(TypeError):
        templates().from_string("{{ call(it) }}").render(call=asks, it="x")
