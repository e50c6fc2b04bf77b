"""The monthly report on paper says what the screen says, and the same month is one paper."""

from datetime import date

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Person, Visit
from desktop_app.session import Session
from desktop_app.use_cases.form_data import Selection
from desktop_app.use_cases.form_data.months import month_report as filled_report
from desktop_app.use_cases.month_report import month_report
from desktop_app.use_cases.papers import print_form
from desktop_app.use_cases.targets import set_target
from printing.form import draw
from printing.forms import built_in_layout
from printing.marks import Mark
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_post
from tests.use_cases.papers.reading import kept, words
from tests.use_cases.papers.village import settle
from tests.use_cases.roll_world import closed, keep_holder

NOVEMBER, OCTOBER = "2026-11", "2026-10"


@pytest.fixture(autouse=True)
def village(session: Session) -> None:
    settle(session)
    post = keep_post(session, title="护草员", headcount=2, required_days=30)
    keep_holder(session, post, 31)
    closed(session, OCTOBER)
    set_target(session, VILLAGE, "pension", 2026, 10)


def plain(text: str) -> str:
    return "".join(text.split())


def test_every_figure_on_paper_is_that_of_the_screen(session: Session) -> None:
    report = month_report(session, OCTOBER)
    said = kept(session, print_form(session, "month_report", month=OCTOBER))

    for one in report.figures:
        how = one.figure
        numbers = (how.words(one.month), how.words(one.before),
                   how.words(one.change, signed=True), how.words(one.year))  # fmt: skip
        assert plain("".join((how.label, how.unit, *numbers))) in said, how.key
    for line in report.areas:
        assert f"{line.name}{line.sums['visits']}{line.sums['visited']}" in said
    (money,) = (one for one in report.figures if one.figure.key == "roll_fen")
    assert money.month == 60_000
    assert "关账金额元600.000.00+600.00600.00" in said


def test_the_charts_on_paper_are_those_of_the_screen(session: Session) -> None:
    report = month_report(session, NOVEMBER)
    filled = filled_report(session, Selection(month=NOVEMBER))
    marks: list[Mark] = []
    draw(built_in_layout("month_report"), filled.data, watch=marks.append)

    bars = [*report.bars_of_visits(), *report.bars_of_targets()]
    written = [mark.words for mark in marks if "／" in mark.words]
    assert [one.words for one in bars if one.goal] == written
    assert "1／10（10%）" in written


def test_a_month_that_is_not_over_and_the_digest_stand_on_it(session: Session) -> None:
    report = month_report(session, NOVEMBER)
    said = kept(session, print_form(session, "month_report", month=NOVEMBER))

    assert "2026年11月还没有过完，数到11月25日为止。" in said
    assert "数到：2026年11月25日" in said
    ledger = report.ledger
    assert plain(ledger.digest) in said
    assert f"（{ledger.feeds}本账、{ledger.entries}条记录）" in said
    assert ledger.places.split()[0].split(":")[0] not in said


def test_the_same_figures_are_one_paper_and_others_are_another(session: Session) -> None:
    first = print_form(session, "month_report", month=OCTOBER)
    again = print_form(session, "month_report", month=OCTOBER)

    assert (again.again, again.papers) == (1, first.papers)
    (person,) = session.find(Person, name="其木格")
    with session.operation("test", "补记") as operation:
        operation.save(Visit(
            village_code=VILLAGE, person_id=person.id, household_id=person.household_id,
            visited_on=date(2026, 10, 9),
        ))  # fmt: skip
    other = print_form(session, "month_report", month=OCTOBER)
    assert other.papers != first.papers
    assert words(other.pdf) != words(first.pdf)


def test_it_is_of_a_village_or_of_all_of_the_desk(session: Session) -> None:
    own = kept(session, print_form(session, "month_report", month=OCTOBER, village_code=VILLAGE))
    other = print_form(session, "month_report", month=OCTOBER, village_code=OTHER_VILLAGE)
    both = month_report(session, OCTOBER)

    assert f"填报单位（盖章）：{both.areas[0].name}数到" in own
    assert f"填报单位（盖章）：{both.areas[1].name}数到" in kept(session, other)
    assert other.papers[0].village_code == OTHER_VILLAGE
    assert both.area == "、".join(one.name for one in both.areas)


def test_without_a_month_it_is_refused(session: Session) -> None:
    with pytest.raises(Refused, match="还没有选月份"):
        print_form(session, "month_report")
    with pytest.raises(Refused, match="还没有到"):
        print_form(session, "month_report", month="2026-12")


def test_a_report_of_nothing_is_printed(session: Session) -> None:
    said = kept(session, print_form(session, "month_report", month="2025-01"))

    assert "2025年1月人社服务月报" in said
    assert month_report(session, "2025-01").targets == ()
