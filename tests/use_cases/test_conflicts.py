"""What desks do not agree on, as people read it, settle it, and find the loser again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Person
from desktop_app.session import Session
from desktop_app.use_cases.clashes import clashes
from desktop_app.use_cases.conflicts import Conflict, conflicts, export_conflicts, settle
from desktop_app.use_cases.history import undo
from desktop_app.use_cases.set_aside import adopt, quarantined, refuse
from desktop_app.use_cases.settled import restore_loser, settled, settled_count
from tests.db.two_desks import hand_over, open_desk
from tests.sessions import citizen_id, keep_person

Desks = tuple[Session, Session]


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    one, two = open_desk(tmp_path / "one", "苏日娜", 1), open_desk(tmp_path / "two", "王海", 2)
    yield one, two
    for desk in (one, two):
        desk.close()


def change(session: Session, act: str, person: Person, **facts: object) -> None:
    now = session.get(Person, person.id)
    with session.operation(act, "改") as operation:
        operation.save(replace(now, **facts))  # type: ignore[arg-type] # facts are its fields


def disagree(
    desks: Desks, first: dict[str, object], second: dict[str, object], later_by: float = 0
) -> Conflict:
    """Let both desks change one person and hand over; return the conflict at the first."""
    one, two = desks
    person = keep_person(one, 2, name="敖登格日乐")
    hand_over(one, two)
    change(one, str(first.pop("act", "save_person")), person, **first)
    two.world.now.pass_days(later_by)  # type: ignore[attr-defined] # a clock of the tests
    change(two, str(second.pop("act", "save_person")), person, **second)
    hand_over(two, one)
    hand_over(one, two)
    (found,) = conflicts(one)
    return found


def test_both_values_are_told_with_who_and_on_what_occasion(desks: Desks) -> None:
    found = disagree(
        desks, {"act": "record_visit", "phone": "13800002207"}, {"phone": "15100008830"}
    )
    mine, other = sorted(found.sides, key=lambda side: not side.mine)
    assert (found.whose, found.label) == ("敖登格日乐", "联系电话")
    assert found.before == "138****0002"
    assert (mine.text, mine.who, mine.occasion) == ("138****2207", "苏日娜", "入户走访")
    assert (other.text, other.who) == ("151****8830", "别的电脑")
    assert [side.shown for side in found.sides] == [True, False]


def test_a_visit_is_likelier_than_a_list(desks: Desks) -> None:
    found = disagree(
        desks,
        {"act": "record_visit", "wanted_job": "护林"},
        {"act": "import_roster", "wanted_job": "保洁"},
        later_by=9,
    )
    suggested = found.sides[found.suggestion or 0]
    assert found.suggestion is not None
    assert suggested.text == "护林"
    assert "走访" in found.why


@pytest.mark.parametrize(("days", "said"), [(3, "晚了 3 天"), (0.1, "不到一天")])
def test_a_later_value_is_likelier_only_when_clocks_cannot_be_the_reason(
    desks: Desks, days: float, said: str
) -> None:
    found = disagree(desks, {"skills": "电焊"}, {"skills": "驾驶"}, later_by=days)
    assert said in found.why
    assert (found.suggestion is None) == (days < 1)


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("citizen_id", citizen_id(date(1985, 3, 2), 12), citizen_id(date(1985, 3, 2), 14)),
        ("wanted_monthly_fen", 300_000, 400_000),
        ("died_on", date(2026, 11, 1), date(2026, 11, 2)),
        ("birth_on", date(1985, 3, 3), date(1985, 3, 4)),
    ],
)
def test_identity_money_and_death_are_left_to_people(
    desks: Desks, field: str, first: object, second: object
) -> None:
    found = disagree(desks, {field: first}, {field: second}, later_by=30)
    assert found.must_be_person
    assert found.suggestion is None
    assert "只能由人" in found.why


def test_identity_numbers_are_masked(desks: Desks) -> None:
    first, second = (citizen_id(date(1985, 3, 2), number) for number in (12, 14))
    found = disagree(desks, {"citizen_id": first}, {"citizen_id": second})
    texts = {side.text for side in found.sides}
    assert texts == {f"{one[:6]}********{one[-4:]}" for one in (first, second)}
    assert first not in repr((found.before, found.why, texts))


def test_settling_counts_on_both_desks_and_can_be_undone_never_twice(desks: Desks) -> None:
    one, two = desks
    found = disagree(desks, {"skills": "电焊"}, {"skills": "驾驶"})
    settle(one, found, "电焊和驾驶")
    hand_over(one, two)
    assert [conflicts(each) for each in desks] == [[], []]
    assert {each.get(Person, found.id).skills for each in desks} == {"电焊和驾驶"}
    with pytest.raises(Refused, match="已经确认过"):
        settle(one, found, "别的")
    assert undo(one) == "确认敖登格日乐的联系电话".replace("联系电话", "技能特长")


def test_a_value_that_lost_is_found_and_brought_back(desks: Desks) -> None:
    one, _two = desks
    found = disagree(desks, {"skills": "电焊"}, {"skills": "驾驶"})
    mine = next(side for side in found.sides if side.mine)
    settle(one, found, mine.value)

    (lost,) = settled(one)
    assert settled_count(one) == 1
    assert (lost.chosen, lost.text, lost.who) == ("电焊", "驾驶", "别的电脑")
    restore_loser(one, lost)
    assert one.get(Person, found.id).skills == "驾驶"
    undo(one)
    assert one.get(Person, found.id).skills == "电焊"


def test_a_removal_under_a_change_is_one_question(desks: Desks) -> None:
    one, two = desks
    person = keep_person(one, 2, name="白秀英")
    hand_over(one, two)
    with one.operation("remove_person", "移除") as operation:
        operation.remove(one.get(Person, person.id))
    change(two, "save_person", person, skills="缝纫")
    hand_over(two, one)

    (found,) = conflicts(one)
    gone, kept = found.sides
    assert found.removal
    assert found.whose == "白秀英"
    assert (gone.text, kept.text) == ("移除", "留下（技能特长改为缝纫）")
    assert found.suggestion is None
    settle(one, found, kept.value)
    assert one.get(Person, person.id).skills == "缝纫"
    assert conflicts(one) == []


def test_the_list_for_excel_holds_no_whole_number(desks: Desks, tmp_path: Path) -> None:
    one, _ = desks
    first, second = (citizen_id(date(1985, 3, 2), number) for number in (12, 14))
    disagree(desks, {"citizen_id": first}, {"citizen_id": second})
    path = tmp_path / "清单.xlsx"
    assert export_conflicts(conflicts(one), path) == 1
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    text = repr([[cell.value for cell in row] for row in sheet.iter_rows()])
    assert "敖登格日乐" in text
    assert first not in text
    assert f"{first[:6]}********{first[-4:]}" in text


def test_one_identity_number_on_two_desks_is_a_clash(desks: Desks) -> None:
    one, two = desks
    number = citizen_id(date(1985, 3, 2), 12)
    keep_person(one, 2, name="白秀英", citizen_id=number)
    keep_person(two, 4, name="白秀莹", citizen_id=number)
    assert clashes(one) == []
    hand_over(two, one)
    (found,) = clashes(one)
    assert {"白秀英", "白秀莹"} == set(found.names.split("、"))
    assert "移除" in found.advice


def test_what_may_not_count_is_adopted_or_left(desks: Desks) -> None:
    one, two = desks
    keep_person(two, 2, name="图雅")
    hand_over(two, one, judge=lambda *_: "revoked")
    assert one.find(Person) == []
    found = next(aside for aside in quarantined(one) if aside.whose == "图雅")
    assert "停用" in found.reason
    assert "采用" in found.advice

    adopt(one, found)
    assert [person.name for person in one.find(Person)] == ["图雅"]
    household = next(aside for aside in quarantined(one) if not aside.decided)
    refuse(one, household)
    assert all(aside.decided for aside in quarantined(one))
