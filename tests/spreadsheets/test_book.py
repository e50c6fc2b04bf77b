"""The writer of workbooks: text as it went in, typed cells, print set-up, nothing left behind."""

import random
import re
import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from desktop_app.domain.errors import Refused
from desktop_app.spreadsheets.book import (
    Cell,
    Column,
    Count,
    Paper,
    Sheet,
    Total,
    Yuan,
    book_bytes,
)
from desktop_app.spreadsheets.sealed import sealed
from desktop_app.spreadsheets.workbook import Workbook

DAY = date(2026, 11, 25)
PAPER = Paper(made_on=DAY)
BEGINNINGS = ("=", "+", "-", "@", "\t", "'", "=cmd|' /C calc'!A1", "<r>", "http://a", "0012", " ")
LETTERS = (
    "甲乙丙乌云·𠮷㛃\U0001f600 _x0041_ _x005F_ <&>\"' \t\n\r\x00\x01\x08\x0b\x1b\x1f\x7f\x85"
    "\ufeff\ufffe\uffff\ud800\udbff\udc00\udfffabc123=+-@"
)  # fmt: skip


def _strings(number: int = 10_000) -> list[str]:
    dice = random.Random(20261125)
    pieces = [*LETTERS, "_x0041_", "_x005F_x000A_", "_xD800_", "_x005F", "</t>", "<r>", "</r>"]
    return [
        BEGINNINGS[place % len(BEGINNINGS)] + "".join(dice.choices(pieces, k=dice.randrange(1, 12)))
        for place in range(number)
    ]


def _sheet(rows: list[list[Cell]], *names: str, total: int | None = None) -> Sheet:
    return Sheet(
        name="台账",
        columns=[Column(text=name) for name in names],
        rows=rows,
        total=len(rows) if total is None else total,
    )


def _decoded(text: str) -> str:
    """Read a text as ECMA-376 says; openpyxl leaves this to whoever asks it."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Path]:
    """Write 10,000 strings that a spreadsheet would rather understand than keep."""
    strings = _strings()
    path = tmp_path_factory.mktemp("strange") / "a.xlsx"
    path.write_bytes(book_bytes([_sheet([[one] for one in strings], "姓名")], PAPER))
    return strings, path


def test_openpyxl_reads_every_string_as_it_went_in(strange: tuple[list[str], Path]) -> None:
    strings, path = strange
    cells = [row[0] for row in load_workbook(path)["台账"].iter_rows(min_row=2)]

    assert [_decoded(str(cell.value)) for cell in cells] == strings
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}


def test_calamine_reads_every_string_as_it_went_in(strange: tuple[list[str], Path]) -> None:
    strings, path = strange
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("台账").to_python()
    halves = re.compile("[\ud800-\udfff\ufffe\uffff]")  # not in Rust's text: the escape stays

    told = [halves.sub(lambda found: f"_x{ord(found[0]):04X}_", one) for one in strings]
    assert [row[0] for row in rows[1:]] == told


def test_our_own_reader_reads_every_string_as_it_went_in(strange: tuple[list[str], Path]) -> None:
    strings, path = strange
    rows = list(Workbook(path, lambda: None).rows("台账", []))

    assert [row.cells[0] for row in rows[1:]] == strings


def test_cells_have_types(tmp_path: Path) -> None:
    row: list[Cell] = [
        "152632198503021234", date(2026, 3, 2), Yuan(123_456_05), Count(285), 12, True, None,
        date(1900, 2, 1), Yuan(-5),
    ]  # fmt: skip
    names = ("证件号", "日期", "金额", "天数", "人数", "是否", "空", "早", "退回")
    cells = list(load_workbook(BytesIO(book_bytes([_sheet([row], *names)], PAPER)))["台账"][2])

    values = [(cell.value, cell.number_format) for cell in cells]
    assert values[:6] == [
        ("152632198503021234", "@"), (_midnight(2026, 3, 2), "yyyy-mm-dd"), (123_456.05, "0.00"),
        (28.5, "0.0"), (12, "0"), ("是", "@"),
    ]  # fmt: skip
    assert cells[6].value is None
    assert values[7:] == [("1900-02-01", "@"), (-0.05, "0.00")]


def _midnight(year: int, month: int, day: int) -> object:
    from datetime import datetime

    return datetime(year, month, day)  # noqa: DTZ001 - what openpyxl gives for a day


def test_the_sum_below_is_a_formula_with_its_value() -> None:
    sheet = Sheet(
        name="台账",
        columns=[Column(text="姓名"), Column(text="金额")],
        rows=[["甲", Yuan(100)], ["乙", Yuan(250)]],
        total=2,
        titles=("某表", "共 2 行"),
        foot=("合计", Total(350)),
    )
    book = book_bytes([sheet], PAPER)

    assert load_workbook(BytesIO(book))["台账"]["B6"].value == "=SUM(B4:B5)"
    assert load_workbook(BytesIO(book), data_only=True)["台账"]["B6"].value == 3.5


def _wide_sheet(columns: int) -> Sheet:
    heads = [Column(text="嘎查村"), Column(text="姓名"), Column(text="身份证号")]
    heads += [Column(text=f"第 {number} 项内容") for number in range(4, columns + 1)]
    row: list[Cell] = ["查干哈达嘎查", "乌云", "150223********0024", *["有一些字"] * (columns - 3)]
    return Sheet(name="台账", columns=heads, rows=[row], total=1, titles=("某表",))


@pytest.mark.parametrize(
    ("columns", "size", "across"), [(8, "A4", 1), (60, "A4", 4), (60, "A3", 3), (18, "A3", 1)]
)
def test_a_wide_register_is_printed_on_sheets_side_by_side_in_letters_that_can_be_read(
    columns: int, size: str, across: int
) -> None:
    sheet = _wide_sheet(columns)
    book = book_bytes([sheet], Paper(made_on=DAY, size=size))
    made = load_workbook(BytesIO(book))["台账"]

    assert (made.page_setup.fitToWidth or 1, made.page_setup.fitToHeight) == (across, 0)
    assert made.print_title_cols == ("$A:$B" if across > 1 else None)
    assert made.page_setup.pageOrder == ("overThenDown" if across > 1 else None)
    assert made.print_options.gridLines
    title = next(one for one in made.merged_cells.ranges if one.min_row == 1)
    on_first = columns if across == 1 else columns // across
    assert on_first <= title.max_col <= on_first + 3


def test_a_note_above_a_narrow_register_is_shown_whole() -> None:
    columns = [Column(text="姓名"), Column(text="金额")]
    sheet = Sheet(name="台账", columns=columns, rows=[["乌云", Yuan(100)]], total=1,
                  titles=("某表", "填报单位：某旗某镇某嘎查村 2026年10月", "共 1 行"))  # fmt: skip
    made = load_workbook(BytesIO(book_bytes([sheet], PAPER)))["台账"]

    room = sum(made.column_dimensions[letter].width for letter in "AB")
    assert made["A2"].alignment.wrap_text
    assert made.row_dimensions[2].height >= 15 * 38 / room  # 19 characters are 38 digits wide
    assert made.row_dimensions[3].height < 20


def test_it_is_ready_to_print_and_to_filter() -> None:
    columns = [Column(text="姓名", alias="AAC003"), Column(text="起", group="协议"),
               Column(text="止", group="协议"), Column(text="说明")]  # fmt: skip
    rows: list[list[Cell]] = [["乌云", DAY, DAY, "长" * 30]]
    sheet = Sheet(name="台账", columns=columns, rows=rows, total=1, titles=("某表",))
    paper = Paper(made_on=DAY, size="A3", aliases=True)
    made = load_workbook(BytesIO(book_bytes([sheet], paper)))["台账"]

    assert (made.page_setup.orientation, made.page_setup.paperSize) == ("landscape", 8)
    assert made.print_title_rows == "$2:$4"
    assert made.freeze_panes == "A5"
    assert made.auto_filter.ref == "A4:D5"
    assert made.dimensions == "A1:D5"
    assert [[cell.value for cell in row] for row in made["A2:D4"]] == [
        ["姓名", "协议", None, "说明"],
        [None, "起", "止", None],
        ["AAC003", "", "", ""],
    ]
    assert {str(one) for one in made.merged_cells.ranges} == {"A1:D1", "A2:A3", "B2:C2", "D2:D3"}
    assert made.column_dimensions["D"].width > made.column_dimensions["A"].width


def test_more_rows_than_a_sheet_holds_go_to_further_sheets() -> None:
    rows: list[list[Cell]] = [[number] for number in range(1, 26)]
    sheet = Sheet(
        name="台账", columns=[Column(text="数")], rows=iter(rows), total=25, titles=("某表",),
        foot=("完",),
    )  # fmt: skip
    made = load_workbook(BytesIO(book_bytes([sheet], PAPER, most_rows=13)))

    assert made.sheetnames == ["台账", "台账 (2)", "台账 (3)"]
    found = [row[0].value for one in made for row in one.iter_rows(min_row=3)]
    assert found == [*range(1, 26), "完"]
    assert [one["A2"].value for one in made] == ["数"] * 3


def test_a_text_that_is_too_long_for_a_cell_is_refused_not_cut() -> None:
    longest = "长" * 32_767
    book = book_bytes([_sheet([["a", longest]], "姓名", "备注")], PAPER)
    assert load_workbook(BytesIO(book))["台账"]["B2"].value == longest

    with pytest.raises(Refused, match="第 2 行的「备注」太长"):
        book_bytes([_sheet([["a", "b"], ["a", f"{longest}长"]], "姓名", "备注")], PAPER)
    with pytest.raises(Refused):  # a character of two units
        book_bytes([_sheet([["𠮷" * 16_384, ""]], "姓名", "备注")], PAPER)


@pytest.mark.parametrize("total", [1, 3])
def test_another_number_of_rows_than_said_is_our_fault(total: int) -> None:
    with pytest.raises(ValueError, match="rows than it says"):
        book_bytes([_sheet([["a"], ["b"]], "姓名", total=total)], PAPER)


def test_the_same_rows_give_the_same_bytes() -> None:
    def made() -> bytes:
        return book_bytes([_sheet([["乌云", DAY]], "姓名", "日")], PAPER)

    book = made()
    assert book == made()
    with ZipFile(BytesIO(book)) as archive:
        assert archive.testzip() is None
        assert b"2026-11-25T00:00:00Z" in archive.read("docProps/core.xml")
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_file_is_made_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "there is none"))
    with pytest.raises(FileNotFoundError):
        tempfile.mkstemp()
    rows: list[list[Cell]] = [[f"乌云{number}"] for number in range(5_000)]

    assert sealed(book_bytes([_sheet(rows, "姓名")], PAPER), "三只白羊 过河")


def test_a_sealed_workbook_opens_with_its_password_only() -> None:
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError

    book = book_bytes([_sheet([["乌云"]], "姓名")], PAPER)
    closed = sealed(book, "三只白羊 过河")

    assert "乌云".encode() not in closed
    file, out = msoffcrypto.OfficeFile(BytesIO(closed)), BytesIO()
    file.load_key(password="三只白羊 过河", verify_password=True)
    file.decrypt(out, verify_integrity=True)
    assert out.getvalue() == book
    with pytest.raises(InvalidKeyError):
        msoffcrypto.OfficeFile(BytesIO(closed)).load_key("四只白羊 过河", verify_password=True)
