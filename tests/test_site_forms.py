"""What the search of the site is widened by: the file's bytes, and when it is written anew."""

from __future__ import annotations

import json
from pathlib import Path

from broadsheet.adapters.build_site import build_site
from broadsheet.adapters.site.forms import forms_script
from broadsheet.config import Kit
from broadsheet.config_file import File
from broadsheet.desk_files import desk_names
from broadsheet.press import plan
from broadsheet.proving import Proved
from broadsheet.text.chinese import simplifications
from broadsheet.text.names import Name, NameTable
from site_days import DAYS, day_of, save_with_record

from small_edition import HEADINGS

NVIDIA = Name(id="NVIDIA", kind="company", zh="輝達", aliases=("英偉達",))
APPLE = Name(id="Apple", kind="company", zh="蘋果", exact=True)
ALONE = Name(id="Anthropic", kind="company")


def told(script: bytes) -> tuple[str, list[list[str]]]:
    """Return the pairs and the names that the page is given."""
    text = script.decode()
    assert text.startswith("broadsheetForms(") and text.endswith(");\n")
    pairs, names = json.loads(f"[{text.removeprefix('broadsheetForms(').removesuffix(');' + chr(10))}]")
    return pairs, names


def test_the_file_holds_the_names_of_several_forms_and_one_pair_a_character() -> None:
    pairs, names = told(forms_script((APPLE, ALONE, NVIDIA)))
    assert names == [["Apple", "蘋果"], ["NVIDIA", "輝達", "英偉達"]]
    assert len(pairs) % 2 == 0
    fold = dict(zip(pairs[::2], pairs[1::2], strict=True))
    assert len(fold) == len(pairs) // 2, "each character stands once"
    assert (fold["輝"], fold["達"], fold["體"], fold["後"]) == ("辉", "达", "体", "后")
    assert fold.items() <= simplifications().items(), "the fold of the archive's names, and no other"
    assert not fold.keys() & set(fold.values()), "what is folded once is not folded again"


def test_the_same_desk_gives_the_same_small_file() -> None:
    names = desk_names("ai").names
    script = forms_script(names)
    assert script == forms_script(tuple(names))
    assert len(script) <= 70_000, "a whole site's table, less than two editions of its index"


def test_a_search_asks_for_no_capitals() -> None:
    table = NameTable((NVIDIA, APPLE))
    assert table.forms("apple") == table.forms("苹果") == table.forms(" Apple ") == APPLE.forms
    assert table.forms("英伟达") == NVIDIA.forms
    assert table.forms("apples") == table.forms("Apple pie") == table.forms("") == ()


def test_a_new_table_of_names_writes_one_file_and_a_new_edition_leaves_it(tmp_path: Path) -> None:
    for number in (0, 1):
        save_with_record(day_of(number), tmp_path)

    def build(names: NameTable) -> dict[str, int]:
        read = Proved(b"")
        build_site(tmp_path, HEADINGS, "", read, names=names)
        return {
            path.relative_to(tmp_path / "site").as_posix(): path.stat().st_mtime_ns
            for path in sorted((tmp_path / "site").rglob("*"))
            if path.is_file()
        }

    first = build(NameTable((NVIDIA,)))
    assert told((tmp_path / "site" / "forms.js").read_bytes())[1] == [list(NVIDIA.forms)]
    second = build(NameTable((NVIDIA, APPLE)))
    assert {path for path in second if second[path] != first.get(path)} == {"forms.js"}
    save_with_record(day_of(2), tmp_path)
    third = build(NameTable((NVIDIA, APPLE)))
    assert third["forms.js"] == second["forms.js"] and third["search/2025-11.js"] == second["search/2025-11.js"]
    assert third["search/2025-12.js"] != second["search/2025-12.js"]
    incremental = (tmp_path / "site" / "forms.js").read_bytes()
    build_site(tmp_path, HEADINGS, "", Proved(b""), names=NameTable((APPLE, NVIDIA)), anew=True)
    assert (tmp_path / "site" / "forms.js").read_bytes() == incremental


def test_a_desk_gives_its_names_to_the_site_and_to_no_other_publisher(tmp_path: Path) -> None:
    press = Kit(plan(File(), date=DAYS[0], at=day_of(0).edition.made, out=tmp_path))
    day = day_of(0)
    save_with_record(day, tmp_path)
    for name in ("site", "atom", "hugo"):
        press.publisher(name)(day.edition, day.articles, tmp_path)
    _, names = told((tmp_path / "site" / "forms.js").read_bytes())
    assert ["NVIDIA", "輝達", "英偉達", "NVDA", "老黃家", "皮衣教主的公司"] in names
    assert len(names) == sum(len(one.forms) > 1 for one in desk_names("ai").names)
