"""Attendance, F1, F2 and the payment roster say what the roll says, to the fen."""

import re

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.money import exact_yuan, yuan_in_words
from desktop_app.domain.records import Disclosure, Paper, PaperPart, Person, Roll
from desktop_app.session import Session
from desktop_app.use_cases import paper_content
from desktop_app.use_cases.attendance import MarkedMonth, confirm_attendance, save_marks
from desktop_app.use_cases.papers import print_form, reprint
from desktop_app.use_cases.rolls import close_roll, publish_roll, roll_file
from tests.sessions import TODAY, VILLAGE
from tests.use_cases.papers.reading import kept, words
from tests.use_cases.roll_world import BASIS, HRSS, closed, keep_village

MONTH = "2026-10"
WHOLE = re.compile(r"1502231985\d{7}[\dX]")


@pytest.fixture
def roll(session: Session) -> Roll:
    """Return a closed month of three people, one of whom was away for ten days and a half."""
    _, placements = keep_village(session)
    marks = "1" * 20 + "a" * 10 + "h"
    save_marks(
        session, VILLAGE, MONTH, HRSS, [MarkedMonth(placement_id=placements[0].id, marks=marks)]
    )
    return closed(session, MONTH)


def test_the_summary_shows_whole_numbers_days_and_the_sum_of_the_roll(
    session: Session, roll: Roll
) -> None:
    printed = print_form(session, "subsidy_summary", [roll.id], copies=3)
    said = kept(session, printed)
    file = roll_file(session, roll.id)
    total = sum(one.due_fen for one in file.payees)
    assert total == roll.total_fen
    assert f"合计：3人，{exact_yuan(total)}元（大写：{yuan_in_words(total)}）" in said
    for one in file.payees:
        assert one.name in said
        assert one.citizen_id in said
        assert exact_yuan(one.due_fen) in said
    assert "20.5" in said
    assert len(session.find(Disclosure)) == 3
    assert said.count("汇总表（2026年10月）") == 3


def test_what_hangs_out_shows_no_whole_number(session: Session, roll: Roll) -> None:
    publish_roll(session, roll.id, TODAY)
    said = kept(session, print_form(session, "subsidy_notice", village_code=VILLAGE, month=MONTH))
    assert "公示时间：2026年11月25日至2026年12月1日（共7天）" in said
    assert f"合计金额（大写）：{yuan_in_words(roll.total_fen or 0)}" in said
    assert "150223********" in said
    assert not WHOLE.search(said)
    assert session.find(Disclosure) == []


def test_the_roster_names_the_account_of_everybody(session: Session, roll: Roll) -> None:
    said = kept(session, print_form(session, "subsidy_roster", [roll.id]))
    for person in session.find(Person):
        assert person.account in said
        assert person.citizen_id in said
    assert f"应发合计（大写）：{yuan_in_words(roll.total_fen or 0)}" in said


def test_the_attendance_shows_a_sign_a_day_and_who_keeps_it(session: Session, roll: Roll) -> None:
    said = kept(
        session,
        print_form(session, "attendance", village_code=VILLAGE, month=MONTH, department=HRSS),
    )
    assert "2026年10月公益性岗位考勤表" in said
    assert "考勤员（签字）：乌兰" in said
    assert said.count("×") >= 10
    assert session.find(Disclosure) == []
    assert roll.people == 3


def test_a_month_that_is_not_closed_is_not_printed_as_a_roll(session: Session) -> None:
    keep_village(session, 1)
    with pytest.raises(Refused, match="还没有关账"):
        print_form(session, "subsidy_summary", village_code=VILLAGE, month=MONTH)
    with pytest.raises(Refused, match="月份"):
        print_form(session, "subsidy_summary", village_code=VILLAGE)
    with pytest.raises(Refused, match="嘎查村"):
        print_form(session, "attendance", month=MONTH)
    with pytest.raises(Refused, match="没有要登记考勤的人"):
        print_form(session, "attendance", village_code=VILLAGE, month="2025-10")
    assert session.find(Paper) == []


def test_the_same_roll_is_printed_under_the_same_number(session: Session, roll: Roll) -> None:
    first = print_form(session, "subsidy_summary", [roll.id])
    again = print_form(session, "subsidy_summary", [roll.id])
    assert (again.papers, again.pdf, again.again) == (first.papers, first.pdf, 1)
    three = print_form(session, "subsidy_summary", [roll.id], copies=3)
    assert three.papers[0].number != first.papers[0].number


def test_a_long_roll_is_kept_in_parts_and_printed_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_content, "LARGEST_PART", 900)  # a made-up village deflates well
    keep_village(session, 60)
    confirm_attendance(session, VILLAGE, MONTH, HRSS, "乌兰")
    roll = close_roll(session, VILLAGE, MONTH, HRSS, basis=BASIS)
    printed = print_form(session, "subsidy_roster", [roll.id])
    said = kept(session, printed)
    assert "第1页共" in said
    parts = session.find(PaperPart, paper_id=printed.papers[0].id)
    assert [one.place for one in parts] == list(range(2, len(parts) + 2))
    assert parts
    assert all(len(one.content) <= 900 for one in parts)
    with session.operation("test", "丢了一部分") as operation:
        operation.remove(parts[-1])
    with pytest.raises(Refused, match="读不出来"):
        reprint(session, printed.papers[0].id)
    assert all(person.account in said for person in session.find(Person))


@pytest.mark.parametrize(
    ("form", "sentence"),
    [("nothing", "没有叫“nothing”的表"), ("post_application", "还没有选要打印哪一个安置")],
)
def test_what_is_not_known_is_refused(session: Session, form: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        print_form(session, form)


def test_copies_have_a_limit(session: Session, roll: Roll) -> None:
    with pytest.raises(Refused, match="份数"):
        print_form(session, "subsidy_summary", [roll.id], copies=0)
    assert words(print_form(session, "subsidy_summary", [roll.id], copies=2).pdf)


def test_what_would_never_travel_is_refused(
    session: Session, roll: Roll, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_content, "SHORT", 10)
    monkeypatch.setattr(paper_content, "LARGEST_PART", 10)
    with pytest.raises(Refused, match="一次印不下") as refused:
        print_form(session, "subsidy_roster", [roll.id])
    assert "按嘎查村、月份分开打印" in refused.value.advice
    assert session.find(Paper) == []
