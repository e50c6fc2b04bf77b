"""The page of the manual about imports says of every kind where it is imported and by what."""

import re
from pathlib import Path

import pytest

from desktop_app.cli.sheets import NAMES
from desktop_app.spreadsheets.catalogue import sheet_kind
from desktop_app.use_cases.sheets_in.taking_in import SHEET_KINDS
from ui.sheet_column_grid import NOT_READ

PAGE = (Path(__file__).parents[3] / "docs" / "zh" / "importing.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| (\S+) \| (\S+) \|", PAGE, re.MULTILINE))


@pytest.mark.parametrize("kind", SHEET_KINDS)
def test_every_kind_stands_in_the_table_with_its_page(kind: str) -> None:
    assert "导入" in ROWS[sheet_kind(kind).title]


def test_every_kind_of_the_command_is_named() -> None:
    listed = re.findall(r"KIND 是 ([^；]+)；", PAGE)
    assert set(re.findall(r"[a-z-]+", listed[0])) == set(NAMES)


@pytest.mark.parametrize("words", [NOT_READ, "改列的对应", "忘掉上次的对应", "导出不能导入的行"])
def test_what_the_page_calls_a_thing_the_window_calls_it_too(words: str) -> None:
    sources = (Path(__file__).parents[3] / "ui").glob("sheet_*.py")

    assert words in PAGE
    assert any(words in source.read_text("utf-8") for source in sources)
