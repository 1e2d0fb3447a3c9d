"""The templates of the site, compiled once a process, into straighter code than Jinja writes for everybody.

A year of editions is 42,000 pages with 4 million values in them.  For each value Jinja calls the finalizer, then
``escape``, which makes a Markup twice over what needs none; for each call it asks twice whether the function wants the
context.  Here one function, ``shown``, does what both did, and calls are calls: pages take 0.7 of the time, to the same
bytes (2026-11-23, the reference day).  Should a later Jinja not know these hooks any more, it escapes twice, which
every test of a page would see; it never escapes less.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup

from broadsheet.adapters.site.inline import text
from broadsheet.once import once


class _Straight(CodeGenerator):
    """Writes what ``shown`` gives into the page as it is, wherever a template shows a value."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class _Plain(Context):
    """Calls functions as they are: none of the site's asks for the context, and one that did would fail at once."""

    def call(
        self, function: Any, /, *args: object, _block_vars: object = None, _loop_vars: object = None, **kwargs: object
    ) -> Any:
        return function(*args, **kwargs)


class _Templates(Environment):
    code_generator_class = _Straight
    context_class = _Plain


@once
def templates() -> Environment:
    """Return the templates, compiled when they are first asked for, once in a process."""
    found = _Templates(
        loader=PackageLoader("broadsheet.adapters", "site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=shown,
        auto_reload=False,  # or every page asks the disk whether its template has changed
    )
    found.filters["json_ld"] = _json_ld
    return found


def shown(value: object) -> str:
    """Return ``value`` as a page may hold it: markup of the house as it is, everything else escaped and printable."""
    kind = type(value)
    if kind is str:
        return text(value)  # type: ignore[arg-type]
    if kind is Markup:
        return value  # type: ignore[return-value]
    return str(value.__html__()) if hasattr(value, "__html__") else text(str(value))


_JSON = msgspec.json.Encoder(order="sorted")


def _json_ld(value: object) -> Markup:
    """Return JSON that cannot end the element that it stands in: ``<``, ``>`` and ``&`` become escapes."""
    told = _JSON.encode(value).decode()
    if not told.isprintable():
        told = "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in told)
    return Markup(told.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
