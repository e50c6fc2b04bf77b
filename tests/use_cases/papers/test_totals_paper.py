"""补贴发放汇总表: the sums of a year on paper are those of the screen and of the workbook."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop_app.domain.errors import Refused
from desktop_app.domain.money import exact_yuan
from desktop_app.domain.records import RollLine
from desktop_app.session import Session
from desktop_app.use_cases.papers import print_form
from desktop_app.use_cases.roll_totals import RollTotal, export_totals, roll_totals
from tests.sessions import VILLAGE, keep_post
from tests.use_cases.papers.reading import kept
from tests.use_cases.roll_world import AGRICULTURE, closed, keep_holder, keep_village


@pytest.fixture(autouse=True)
def rolls(session: Session) -> None:
    """Close two months of one line of funding, and one of another; pay one person."""
    keep_village(session, 2)
    keep_holder(session, keep_post(session, department=AGRICULTURE, required_days=30), 8)
    closed(session, "2026-09")
    closed(session, "2026-10")
    closed(session, "2026-10", AGRICULTURE)
    line = session.find(RollLine, for_month="2026-09")[0]
    with session.operation("test", "发放") as operation:
        operation.save(replace(line, paid_on=session.today(), paid_fen=60_000))


def told(one: RollTotal, name: str = "") -> str:
    amounts = (one.total_fen, one.corrected_fen, one.paid_fen, one.total_fen - one.paid_fen)
    return "".join((name or one.name, str(one.people), *map(exact_yuan, amounts)))


def test_all_three_ways_and_their_sum_stand_on_it(session: Session) -> None:
    found = roll_totals(session, 2026)
    said = kept(session, print_form(session, "subsidy_totals", year=2026))

    for one in (*found.by_month, *found.by_village, *found.by_department):
        assert told(one) in said
    assert found.whole.total_fen == 300_000
    assert said.count(told(found.whole, "合计")) == 3
    assert "2026年公益性岗位补贴发放汇总表" in said
    assert "关账金额合计3000.00元（大写：叁仟元整），已经实发600.00元。" in said


def test_the_workbook_has_the_same_rows(session: Session, tmp_path: Path) -> None:
    said = kept(session, print_form(session, "subsidy_totals", year=2026))
    path = export_totals(session, str(tmp_path / "汇总.xlsx"), 2026)

    for sheet in load_workbook(path):
        for name, people, *amounts in sheet.iter_rows(min_row=2, values_only=True):
            words = "".join(f"{float(str(amount)):.2f}" for amount in amounts)
            label = "合计" if name == "2026年" else name
            assert f"{label}{float(str(people)):.0f}{words}" in said


def test_a_village_alone_and_a_year_without_rolls(session: Session) -> None:
    own = kept(session, print_form(session, "subsidy_totals", village_code=VILLAGE, year=2026))
    assert told(roll_totals(session, 2026, VILLAGE).whole, "合计") in own
    nothing = kept(session, print_form(session, "subsidy_totals", year=2025))
    assert "大写：零元整" in nothing
    with pytest.raises(Refused, match="不归这台电脑管"):
        print_form(session, "subsidy_totals", village_code="150223999999", year=2026)


def test_the_same_sums_are_one_paper(session: Session) -> None:
    first = print_form(session, "subsidy_totals", year=2026)

    assert print_form(session, "subsidy_totals", year=2026).papers == first.papers
