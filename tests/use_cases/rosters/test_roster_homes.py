"""Households and work: who belongs together, whatever the order of the rows."""

from datetime import date

import pytest

from desktop_app.domain.records import Employment, Household, Person, Visit
from desktop_app.session import Session
from desktop_app.use_cases.history import undo_batch
from tests.rosters import f7_roster, f16_roster
from tests.sessions import VILLAGE
from tests.use_cases.rosters.made import (
    VILLAGE_NAME,
    A,
    B,
    C,
    D,
    Look,
    Take,
    f16_row,
    people,
    plain,
    problem,
    row,
    states,
)

# Households


@pytest.mark.parametrize("backwards", [False, True])
def test_households_are_the_same_in_any_order_of_rows(
    session: Session, take: Take, look: Look, *, backwards: bool
) -> None:
    roster = f16_roster()
    head = {"户主姓名": "乌云", "户主证件号码": A}
    rows = [
        f16_row("乌云", A, 户编号="7", 与户主关系="户主", 户联系电话="13800000001"),
        f16_row("巴图", B, 与户主关系="配偶", **head),
        f16_row("其木格", C, 户编号="7", 与户主关系="之女", 户联系电话="13800000002"),
        f16_row("赵满仓", D, 户编号="8", 与户主关系="户主"),
    ]
    for one in reversed(rows) if backwards else rows:
        roster.add(**one)
    take(roster)

    found = people(session)
    homes = {name: person.household_id for name, person in found.items()}
    assert homes["乌云"] == homes["巴图"] == homes["其木格"] != homes["赵满仓"]
    home = session.get(Household, homes["乌云"])
    assert (home.number, home.phone) == ("7", "13800000001")
    assert states(look(roster)) == ["same"] * 4


def test_households_go_by_the_heads_name_when_that_is_all(session: Session, take: Take) -> None:
    roster = f7_roster()
    for name, number, head in (("巴图", B, "乌云"), ("乌云", A, "乌云"), ("满仓", C, "满仓")):
        roster.add(姓名=name, 身份证号=number, 户主姓名=head, 劳动者户口所在地=VILLAGE_NAME)
    take(roster)

    found = people(session)
    assert found["巴图"].household_id == found["乌云"].household_id != found["满仓"].household_id
    assert [found[name].relation for name in ("乌云", "巴图")] == ["01", ""]


def test_two_heads_of_one_name_are_told_apart_or_refused(look: Look) -> None:
    roster = f7_roster()
    for name, number, head in (("乌云", A, "乌云"), ("乌云", B, "乌云"), ("巴图", C, "乌云")):
        roster.add(姓名=name, 身份证号=number, 户主姓名=head, 劳动者户口所在地=VILLAGE_NAME)
    preview = look(roster)

    assert states(preview) == ["new", "new", "refused"]
    assert "有 2 个" in problem(preview.rows[2])


def test_a_second_head_of_one_household_is_refused(look: Look) -> None:
    preview = look(plain(row("乌云", A, 户编号="1", 与户主关系="户主"),
                         row("巴图", B, 户编号="1", 与户主关系="户主")))  # fmt: skip

    assert states(preview) == ["new", "refused"]
    assert "户主已经是乌云" in problem(preview.rows[1])


def test_the_head_may_change_in_either_order(session: Session, take: Take) -> None:
    take(
        plain(
            row("乌云", A, 户编号="1", 与户主关系="户主"),
            row("巴图", B, 户编号="1", 与户主关系="配偶"),
        )
    )
    result = take(
        plain(
            row("巴图", B, 户编号="1", 与户主关系="户主"),
            row("乌云", A, 户编号="1", 与户主关系="配偶"),
        )
    )

    assert result.changed == 2
    assert {name: one.relation for name, one in people(session).items()} == {
        "乌云": "02",
        "巴图": "01",
    }


def test_people_taken_in_without_households_join_theirs_later(
    session: Session, take: Take, look: Look
) -> None:
    take(plain(row("乌云", A), row("巴图", B)))
    assert len(session.find(Household)) == 2
    family = plain(
        row("巴图", B, 户编号="5", 与户主关系="之子"), row("乌云", A, 户编号="5", 与户主关系="户主")
    )
    preview = look(family)

    assert ("所在户", "单独一户", "户编号 5") in preview.rows[0].changes
    result = take(family)
    homes = session.find(Household)
    assert [home.number for home in homes] == ["5"]
    assert {one.household_id for one in session.find(Person)} == {homes[0].id}
    assert states(look(family)) == ["same", "same"]

    assert result.batch is not None
    undo_batch(session, result.batch)
    assert len(session.find(Household)) == 2
    assert len({one.household_id for one in session.find(Person)}) == 2


def test_somebody_who_lives_with_others_is_not_moved(
    session: Session, take: Take, look: Look
) -> None:
    take(
        plain(
            row("乌云", A, 户编号="1", 与户主关系="户主"),
            row("巴图", B, 户编号="1", 与户主关系="之子"),
        )
    )
    preview = look(plain(row("巴图", B, 户编号="2")))

    assert "登记在乌云户" in problem(preview.rows[0])


def test_a_visited_household_is_not_dissolved(session: Session, take: Take, look: Look) -> None:
    take(plain(row("乌云", A), row("巴图", B)))
    person = people(session)["巴图"]
    with session.operation("test", "走访") as operation:
        operation.save(Visit(village_code=VILLAGE, household_id=person.household_id))
    preview = look(plain(row("乌云", A, 户编号="5"), row("巴图", B, 户编号="5")))

    assert states(preview) == ["changed", "refused"]


# Work


def test_work_comes_with_its_region_and_the_status_follows(
    session: Session, take: Take, look: Look
) -> None:
    roster = f16_roster()
    roster.add(**f16_row("乌云", A, 务工企业名称="塞外皮革厂", 务工所在地="呼和浩特市"))
    roster.add(**f16_row("巴图", B))
    take(roster)

    work = session.find(Employment)
    assert [(one.employer, one.place, one.scope) for one in work] == [
        ("塞外皮革厂", "呼和浩特市", "region")
    ]
    found = people(session)
    assert (found["乌云"].employment_status, found["巴图"].employment_status) == ("11", "")
    assert states(look(roster)) == ["same", "same"]


def test_a_later_beginning_is_a_new_spell_of_work(session: Session, take: Take) -> None:
    for place, since in (("固阳县", "2025-03-01"), ("北京市", "2026-04-01")):
        roster = f7_roster()
        roster.add(
            姓名="乌云", 身份证号=A, 劳动者户口所在地=VILLAGE_NAME, 就业地=place, 就业时间=since
        )
        take(roster)

    first, second = session.find(Employment)
    assert (first.scope, first.until) == ("prefecture", date(2026, 3, 31))
    assert (second.scope, second.since, second.until) == ("province", date(2026, 4, 1), None)
