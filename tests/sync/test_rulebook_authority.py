"""Rules that are given out are signed by the desk of the county, and by no other."""

import pytest

from db.journal import CREATE, EDIT, ENTER, Header
from db.rows import columns, table_number
from desktop_app.domain.divisions import office_code
from desktop_app.domain.records import Rulebook
from sync.authority import judge
from tests.sync.offices import COUNTY, VILLAGE, Keys, an_office, digest

DESK = Keys("desk")
ROW = digest("rulebook")[:16]
OFFICE = office_code(COUNTY)


def told(role: str, scope: str, op: int, payload: list[object]) -> str:
    office = an_office(COUNTY)
    office.certify(DESK, role, [scope])
    header = Header(1, 1, 0, DESK.user, "publish_rules", 0, op, table_number(Rulebook), ROW, 1)
    return judge(office.authority(), DESK.place(OFFICE), header, payload, None)


def a_book() -> list[object]:
    return [ROW, OFFICE, *[""] * (len(columns(Rulebook)) - 2)]


@pytest.mark.parametrize(
    ("role", "scope", "verdict"),
    [
        ("county", COUNTY, ""),
        ("township", "150223100", "out-of-scope"),
        ("specialist", VILLAGE, "out-of-scope"),
    ],
)
def test_only_the_county_writes_what_all_villages_have(role: str, scope: str, verdict: str) -> None:
    withdrawn = columns(Rulebook).index("withdrawn_on") + 1

    assert told(role, scope, CREATE, a_book()) == verdict
    assert told(role, scope, EDIT, [[withdrawn, "2026-11-25", 1]]) == verdict
    assert told(role, scope, ENTER, [1, VILLAGE, a_book()]) == (verdict or "frozen")


def test_nobody_changes_a_version_that_was_given_out() -> None:
    content = columns(Rulebook).index("content") + 1

    assert told("county", COUNTY, EDIT, [[content, "other", 1]]) == "frozen"
