"""A roll in Excel and on paper: typed numbers, whole numbers of people, sums that agree."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Disclosure, Placement, Roll
from desktop_app.domain.subsidy_rules import kept_rules
from desktop_app.session import Session
from desktop_app.use_cases.attendance import correct_attendance
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.exporting.gate import Secrecy
from desktop_app.use_cases.exporting.register import export_register
from desktop_app.use_cases.papers import print_form
from desktop_app.use_cases.roll_exports import SUMMARY_HEAD, export_roll, roll_book
from desktop_app.use_cases.rolls import publish_roll, roll_file
from tests.printing.pdf_reading import words as words_of
from tests.sessions import VILLAGE, citizen_id, open_test_session
from tests.use_cases.roll_world import HRSS, closed, keep_holder, keep_village

SEPTEMBER, OCTOBER = "2026-09", "2026-10"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    session.close()


@pytest.fixture
def roll(session: Session) -> Roll:
    """Close a month with a correction that is netted, and one that is owed back."""
    post, (first, second, _) = keep_village(session, 3)
    keep_holder(session, post, 4, standard_fen=70_001, started_on=date(2026, 10, 12))
    closed(session, SEPTEMBER)
    correct_attendance(session, first.id, SEPTEMBER, "1" * 26 + "h", "漏记旷工")
    with session.operation("test", "退岗") as operation:
        operation.save(replace(session.get(Placement, second.id), last_day_on=date(2026, 9, 10)))
    return closed(session, OCTOBER)


def test_the_workbook_holds_typed_numbers_that_add_up(session: Session, roll: Roll) -> None:
    book = load_workbook(BytesIO(roll_book(session, roll.id, whole=True)), data_only=True)
    summary, detail = book["汇总表"], book["明细"]

    heads = [
        below.value or above.value for above, below in zip(summary[3], summary[4], strict=True)
    ]
    assert [cell.value for cell in summary[3]][5:] == ["协议时间起止时间", None]
    rows: list[Any] = list(summary.iter_rows(min_row=5, values_only=True))
    amounts = [row[4] for row in rows[:-1]]
    assert tuple(heads) == SUMMARY_HEAD
    assert all(isinstance(amount, int | float) for amount in amounts)
    assert all(isinstance(row[2], str) and len(row[2]) == 18 for row in rows[:-1])
    assert round(sum(amounts) * 100) == roll.total_fen == round(rows[-1][4] * 100)
    lines: list[Any] = list(detail.iter_rows(min_row=2, values_only=True))
    assert round(sum(line[10] for line in lines[:-1]) * 100) == roll.total_fen
    assert [line[1] for line in lines[:-1]].count("更正") == 2
    assert {line[9] for line in lines if line[3] == "乌云1"} == {30, 26.5}
    assert all(line[11].startswith("6217") for line in lines[:-1] if line[11])


def test_the_sum_is_a_formula_over_exactly_the_rows(session: Session, roll: Roll) -> None:
    book = load_workbook(BytesIO(roll_book(session, roll.id)))
    file = roll_file(session, roll.id)

    formulas = [
        cell.value
        for name in ("汇总表", "明细")
        for row in book[name].iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]

    assert formulas == [
        f"=SUM(E5:E{4 + len(file.payees)})",
        f"=SUM(K2:K{1 + len(file.lines)})",
    ]


def test_numbers_are_masked_unless_they_are_asked_for(
    session: Session, roll: Roll, tmp_path: Path
) -> None:
    first = citizen_id(date(1985, 3, 2), 1)
    masked = load_workbook(export_roll(session, roll.id, str(tmp_path / "a.xlsx")))
    assert first not in {row[2].value for row in masked["汇总表"].iter_rows()}
    assert session.find(Disclosure) == []
    whole = load_workbook(
        export_roll(session, roll.id, str(tmp_path / "b.xlsx"), secrecy=Secrecy(whole=True))
    )

    assert first in {row[2].value for row in whole["汇总表"].iter_rows()}
    people = {one.person_id for one in roll_file(session, roll.id).lines}
    assert {one.person_id for one in session.find(Disclosure)} == people


def test_the_workbook_is_the_same_when_it_is_written_again(session: Session, roll: Roll) -> None:
    assert roll_book(session, roll.id) == roll_book(session, roll.id)


@pytest.mark.parametrize("form", ["subsidy_summary", "subsidy_notice", "subsidy_roster"])
def test_paper_shows_the_total_of_the_screen(session: Session, roll: Roll, form: str) -> None:
    publish_roll(session, roll.id, date(2026, 11, 25))
    total = roll.total_fen or 0

    words = re.sub(r"\s", "", words_of(print_form(session, form, [roll.id]).pdf))

    assert f"{total // 100}.{total % 100:02}" in words
    assert "乌云1" in words
    whole = citizen_id(date(1985, 3, 2), 1) in words
    assert whole == (form != "subsidy_notice")


def test_the_sheet_of_attendance_has_a_sign_for_every_day(session: Session, roll: Roll) -> None:
    words = words_of(print_form(session, "attendance", (), VILLAGE, SEPTEMBER, HRSS).pdf)

    assert words.count("√") > 60
    assert "乌兰" in words
    with pytest.raises(Refused, match="没有可以打印的"):
        print_form(session, "attendance", (), VILLAGE, "2025-01", HRSS)


def test_scripts_write_the_workbook_to_a_new_file(
    session: Session, roll: Roll, tmp_path: Path
) -> None:
    where = {"roll_id": str(roll.id), "path": str(tmp_path / "十月.xlsx")}

    assert Path(call(session, "export_roll", where)).stat().st_size > 1000
    with pytest.raises(Refused, match="已经有这个文件"):
        call(session, "export_roll", where)
    with pytest.raises(Refused):
        call(session, "export_roll", {"roll_id": "没有", "path": "x"})


def test_the_register_of_rolls_names_the_rules_and_not_how_they_are_kept(
    session: Session, roll: Roll, tmp_path: Path
) -> None:
    path = tmp_path / "rolls.xlsx"
    export_register(session, "rolls", str(path))
    sheet = load_workbook(path).worksheets[0]
    heads, first = ([cell.value for cell in sheet[row]] for row in (3, 4))

    assert first[heads.index("规则包")] == kept_rules(roll.rules).pack
    assert not any("{" in str(value) for value in first)
