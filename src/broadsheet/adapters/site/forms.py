"""What widens a search of the site: the forms of the desk's names, and which characters are one in both writings.

    names of the desk --forms_script--> site/forms.js

It holds what was typed against what the stories say, as the archive does (``text.names``), and lies beside the stories
and not in them: no story grows by it, and another table of names writes one file anew.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from broadsheet.text.chinese import simplifications
from broadsheet.text.names import Name

PATH = "forms.js"

KEYBOARD = "gb2312"
"""The simplified characters that count: the 6,763 of China's standard of 1980, which are those that people type.  They
are two thirds of OpenCC's table; the others are in neither a news text nor a keyboard's first row (2026-11-23)."""

_JSON = msgspec.json.Encoder()


def forms_script(names: Iterable[Name]) -> bytes:
    """Return the script that the search page reads before any month: pairs of characters, and a name's forms a line.

    A pair is a traditional character and the simplified one that both writings are compared by.  Names of one form are
    left out: they are found as they are typed.
    """
    pairs = "".join(f"{old}{new}" for old, new in sorted(simplifications().items()) if _is_typed(new))
    lines = b",\n".join(_JSON.encode(one.forms) for one in names if len(one.forms) > 1)
    return b"broadsheetForms(" + _JSON.encode(pairs) + b",[\n" + lines + b"\n]);\n"


def _is_typed(character: str) -> bool:
    try:
        character.encode(KEYBOARD)
    except UnicodeEncodeError:
        return False
    return True
