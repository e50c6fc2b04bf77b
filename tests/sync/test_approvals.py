"""Who may approve a post: an office, and never of what the same person proposed."""

from typing import Any

import pytest

from db.journal import EDIT, SETTLE
from db.rows import columns, table_number
from desktop_app.domain.records import Placement, Post
from tests.sync.offices import (
    COUNTY,
    DESK,
    OFFICER,
    OTHER_VILLAGE,
    POSTS,
    VILLAGE,
    Office,
    an_office,
    verdict,
)

APPROVED_ON = columns(Post).index("approved_on") + 1
WAYS_TO_APPROVE = [
    columns(Post).index(n) + 1 for n in ("approved_on", "approved_by", "approval_number")
]


def approval(column: int = APPROVED_ON, value: Any = "2026-11-25") -> list[Any]:
    return [[column, value, 1]]


@pytest.fixture
def office() -> Office:
    return an_office(COUNTY)


@pytest.mark.parametrize("column", WAYS_TO_APPROVE)
@pytest.mark.parametrize("role", ["township", "county"])
def test_an_office_approves_what_a_village_proposed(office: Office, role: str, column: int) -> None:
    office.certify(OFFICER, role, [COUNTY])
    found = office.authority()
    edit: dict[str, Any] = {"op": EDIT, "table": POSTS, "payload": approval(column)}

    assert verdict(found, OFFICER, creator=DESK.user, **edit) == ""
    assert verdict(found, OFFICER, creator=OFFICER.user, **edit) == "own-proposal"
    assert verdict(found, OFFICER, creator=None, **edit) == ""


def test_a_post_is_not_created_and_approved_by_one_person(office: Office) -> None:
    office.certify(OFFICER, "county", [COUNTY])
    row: list[Any] = [None] * len(columns(Post))
    row[APPROVED_ON - 1] = "2026-11-25"

    assert verdict(office.authority(), OFFICER, table=POSTS, payload=row) == "own-proposal"


def test_a_specialist_may_take_an_approval_away_and_not_fill_one_in(office: Office) -> None:
    office.certify(DESK, "specialist", [VILLAGE])
    found = office.authority()

    for value, expected in (("", ""), (None, ""), ("批", "role")):
        edit: dict[str, Any] = {"op": EDIT, "table": POSTS, "payload": approval(value=value)}
        assert verdict(found, DESK, creator=b"other", **edit) == expected
        settle: dict[str, Any] = {
            "op": SETTLE,
            "table": POSTS,
            "payload": [[APPROVED_ON, value, [1, 2]]],
        }
        assert verdict(found, DESK, creator=b"other", **settle) == expected


def test_approvals_from_before_enrolment_stand(office: Office) -> None:
    office.certify(DESK, "specialist", [COUNTY], [DESK.head(VILLAGE, 5)])
    found = office.authority()
    edit: dict[str, Any] = {"op": EDIT, "table": POSTS, "payload": approval(), "creator": DESK.user}

    assert verdict(found, DESK, seq=5, **edit) == ""
    assert verdict(found, DESK, seq=6, **edit) == "role"
    assert verdict(found, DESK, OTHER_VILLAGE, seq=5, **edit) == "role"
    assert verdict(found, DESK, seq=5, epoch=b"day2", **edit) == "role"


@pytest.mark.parametrize("field", ["checked_on", "checked_by"])
def test_applicants_are_examined_by_an_office_and_not_by_who_registered_them(
    office: Office, field: str
) -> None:
    office.certify(DESK, "specialist", [VILLAGE])
    office.certify(OFFICER, "township", [COUNTY])
    column = columns(Placement).index(field) + 1
    edit: dict[str, Any] = {
        "op": EDIT,
        "table": table_number(Placement),
        "payload": approval(column),
    }
    found = office.authority()

    assert verdict(found, DESK, creator=DESK.user, **edit) == "role"
    assert verdict(found, OFFICER, creator=DESK.user, **edit) == ""
    assert verdict(found, OFFICER, creator=OFFICER.user, **edit) == "own-proposal"


def test_an_office_too_keeps_what_it_approved_of_its_own_before_enrolment(office: Office) -> None:
    office.certify(OFFICER, "township", [COUNTY], [OFFICER.head(VILLAGE, 5)])
    edit: dict[str, Any] = {
        "op": EDIT,
        "table": POSTS,
        "payload": approval(),
        "creator": OFFICER.user,
    }

    assert verdict(office.authority(), OFFICER, seq=5, **edit) == ""
    assert verdict(office.authority(), OFFICER, seq=6, **edit) == "own-proposal"


def test_of_an_erased_entry_only_its_author_is_judged(office: Office) -> None:
    office.certify(DESK, "specialist", [VILLAGE])

    assert verdict(office.authority(), DESK, table=POSTS, payload=None) == ""
    assert verdict(office.authority(), DESK, OTHER_VILLAGE, payload=None) == "out-of-scope"
