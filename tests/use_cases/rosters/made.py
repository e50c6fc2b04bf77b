"""Rows of made-up rosters, and short words for what came of them."""

from collections.abc import Callable

from desktop_app.domain.records import Employment, Household, Person
from desktop_app.session import Session
from desktop_app.use_cases.roster_import import (
    ImportResult,
    RosterPreview,
    RosterRow,
)
from tests.rosters import Made, number_of, plain_roster

VILLAGE_NAME = "巴音哈拉嘎查"
A, B, C, D = (number_of(order) for order in (11, 22, 33, 44))
Look = Callable[[Made], RosterPreview]
Take = Callable[[Made], ImportResult]


def plain(*rows: dict[str, object]) -> Made:
    roster = plain_roster()
    for row in rows:
        roster.add(**{"嘎查村": VILLAGE_NAME, **row})
    return roster


def row(name: str, number: str, **cells: object) -> dict[str, object]:
    return {"姓名": name, "身份证号": number, **cells}


def f16_row(name: str, number: str, **cells: object) -> dict[str, object]:
    place = {"县": "达茂联合旗", "乡": "满都拉镇", "村": VILLAGE_NAME}
    return {**place, "姓名": name, "证件号码": number, **cells}


def states(preview: RosterPreview) -> list[str]:
    return [one.state for one in preview.rows]


def problem(found: RosterRow) -> str:
    assert found.problem is not None
    assert found.problem.advice.endswith("。")
    return found.problem.message


def people(session: Session) -> dict[str, Person]:
    return {person.name: person for person in session.find(Person)}


def is_empty(session: Session) -> bool:
    return not any(session.find(kind) for kind in (Person, Household, Employment))
