"""Work away: spells with gaps, return and next departure, lists and months."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Employment, Person
from desktop_app.session import Session
from desktop_app.use_cases import transfers
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.employments import plan_departure, record_return, save_employment
from desktop_app.use_cases.transfers import (
    TransferFilter,
    count_transfers,
    find_transfers,
    returned_undecided,
    six_months_reached,
    transfer_file,
    transfer_lines,
)
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE, keep_person


def spell(session: Session, person: Person, **facts: object) -> Employment:
    """Keep a spell of work of a person."""
    base = Employment(
        person_id=person.id, place_code="150203", since=date(2026, 3, 1), form="010", job="保安"
    )
    return save_employment(session, replace(base, **facts))  # type: ignore[arg-type]


@pytest.fixture
def bater(session: Session) -> Person:
    return keep_person(session, 1, name="巴特尔")


def test_an_income_by_the_day_is_kept_by_the_month_too(session: Session, bater: Person) -> None:
    kept = spell(session, bater, income_fen=20_000, income_unit="day")

    assert (kept.income_fen, kept.income_unit, kept.monthly_fen) == (20_000, "day", 440_000)
    assert "折算 4400 元/月" in transfer_lines(session, [kept.id])[0].income
    with pytest.raises(Refused, match="收入不能小于 0"):
        save_employment(session, replace(kept, income_fen=-1))


def test_a_mistyped_place_is_refused_and_a_new_county_is_not(
    session: Session, bater: Person
) -> None:
    with pytest.raises(Refused) as refusal:
        spell(session, bater, place_code="159901")

    assert refusal.value.fields == ("place_code",)
    assert spell(session, bater, place_code="150199").scope == "region"


def test_coming_home_ends_the_spell_and_tells_the_next_departure(
    session: Session, bater: Person
) -> None:
    away = spell(session, bater)

    back = record_return(session, away.id, date(2026, 11, 10), "7", date(2027, 2, 20))

    assert (back.until, back.returned_on) == (date(2026, 11, 10), date(2026, 11, 10))
    assert back.leaves_on == date(2027, 2, 20)
    assert session.get(Person, bater.id).employment_status == "7"
    line = transfer_lines(session, [back.id])[0]
    assert (line.state, line.state_text) == ("returned", "拟 02-20 外出")
    assert plan_departure(session, back.id, None).leaves_on is None


@pytest.mark.parametrize(
    ("day", "status", "leaves", "field"),
    [
        (TODAY + timedelta(days=1), "7", None, "returned_on"),
        (date(2026, 2, 1), "7", None, "returned_on"),
        (date(2026, 11, 10), "", None, "employment_status"),
        (date(2026, 11, 10), "7", date(2026, 11, 1), "leaves_on"),
    ],
)
def test_a_return_that_cannot_be_is_refused(
    session: Session, bater: Person, day: date, status: str, leaves: date | None, field: str
) -> None:
    away = spell(session, bater)

    with pytest.raises(Refused) as refusal:
        record_return(session, away.id, day, status, leaves)

    assert refusal.value.fields == (field,)
    assert session.get(Employment, away.id).until is None


def test_a_second_return_and_a_departure_without_return_are_refused(
    session: Session, bater: Person
) -> None:
    away = spell(session, bater)
    with pytest.raises(Refused, match="还没有登记返乡"):
        plan_departure(session, away.id, date(2027, 2, 1))
    record_return(session, away.id, date(2026, 11, 10), "7")

    with pytest.raises(Refused, match="已经登记过返乡"):
        record_return(session, away.id, date(2026, 11, 12), "7")
    with pytest.raises(Refused, match="不在返乡"):
        plan_departure(session, away.id, date(2026, 11, 10))


def test_the_list_has_the_last_spell_of_each_person(session: Session, bater: Person) -> None:
    first = spell(session, bater, until=date(2026, 5, 31))
    second = spell(session, bater, since=date(2026, 9, 1), place_code="110105")
    wuyun = keep_person(session, 2, name="乌云", village_code=OTHER_VILLAGE)
    home = spell(session, wuyun, place_code="150223", since=date(2026, 6, 1))

    assert find_transfers(session) == [second.id, home.id]
    assert find_transfers(session, TransferFilter(scopes=("county",))) == [home.id]
    assert find_transfers(session, TransferFilter(village_codes=(VILLAGE,))) == [second.id]
    assert find_transfers(session, TransferFilter(text="bte")) == [second.id]
    assert find_transfers(session, TransferFilter(scopes=("prefecture",))) == []
    assert count_transfers(session) == 2
    assert [one.state_text for one in transfer_lines(session, find_transfers(session))] == [
        "在外",
        "旗县内在业",
    ]
    file = transfer_file(session, second.id)
    assert [one.id for one in file.spells] == [second.id, first.id]


def test_months_add_up_over_gaps_and_narrow_the_list(session: Session, bater: Person) -> None:
    spell(session, bater, until=date(2026, 5, 31))
    last = spell(session, bater, since=date(2026, 8, 1), channel="market")
    wuyun = keep_person(session, 2, name="乌云")
    short = spell(session, wuyun, since=date(2026, 10, 1))

    year, worked = transfer_file(session, last.id).years[0]
    assert (year, worked.months) == (2026, 6)
    assert worked.gaps == ((date(2026, 6, 1), date(2026, 7, 31)),)
    assert find_transfers(session, TransferFilter(months="reached")) == [last.id]
    assert find_transfers(session, TransferFilter(months="short")) == [short.id]
    assert count_transfers(session, TransferFilter(months="short")) == 1
    assert six_months_reached(session, date(2026, 1, 1)) == [(last.id, date(2026, 10, 30))]
    assert six_months_reached(session, date(2026, 11, 1)) == []
    assert find_transfers(session, TransferFilter(months="reached"), 1) == [last.id]
    with session.operation("test", "自主") as operation:
        operation.save(replace(last, channel="self"))
    assert six_months_reached(session, date(2026, 1, 1)) == []


def test_a_day_of_death_ends_the_months(session: Session, bater: Person) -> None:
    kept = spell(session, bater)
    with session.operation("test", "登记") as operation:
        operation.save(replace(session.get(Person, bater.id), died_on=date(2026, 4, 30)))

    line = transfer_lines(session, [kept.id])[0]

    assert (line.months, line.state_text) == (2, "已故")
    assert find_transfers(session) == []


def test_whoever_came_home_without_a_next_step_is_asked(session: Session, bater: Person) -> None:
    away = spell(session, bater)
    back = record_return(session, away.id, TODAY - timedelta(days=40), "5")

    assert returned_undecided(session) == [(back.id, TODAY - timedelta(days=10))]
    assert find_transfers(session, TransferFilter(state="undecided")) == [back.id]
    plan_departure(session, back.id, date(2027, 2, 20))
    assert returned_undecided(session) == []


def test_what_the_list_does_not_know_is_refused(session: Session) -> None:
    with pytest.raises(Refused, match="外出情况"):
        find_transfers(session, TransferFilter(state="gone"))
    with pytest.raises(Refused, match="月数条件"):
        find_transfers(session, TransferFilter(months="6"))
    with pytest.raises(Refused, match="已经不在"):
        transfer_file(session, session.new_id())


def test_they_are_called_by_name(session: Session, bater: Person) -> None:
    away = spell(session, bater)
    given = {"employment_id": str(away.id), "returned_on": "2026-11-10", "status": "7"}

    back = call(session, "record_return", given)
    call(session, "plan_departure", {"employment_id": str(away.id), "leaves_on": "2027-02-20"})

    assert back.returned_on == date(2026, 11, 10)
    assert call(session, "find_transfers", {"wanted": {"state": "returned"}}) == [away.id]
    assert call(session, "transfer_lines", {"ids": [str(away.id)]})[0].name == "巴特尔"
    assert call(session, "transfer_file", {"employment_id": str(away.id)}).line.id == away.id
    with pytest.raises(Refused):
        call(session, "record_return", {"employment_id": str(away.id)})


def test_a_public_welfare_post_counts_only_where_the_county_says_so(
    session: Session, bater: Person
) -> None:
    kept = spell(session, bater, form="030")

    assert find_transfers(session) == []
    session.choose_rule(transfers.COUNTS_POSTS, value=True)
    assert find_transfers(session) == [kept.id]
