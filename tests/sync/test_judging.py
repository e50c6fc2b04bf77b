"""Every role, scope, table and operation against a plain table of what is to come out."""

from itertools import product
from typing import Any

import pytest

from db.forms import is_well_formed
from db.journal import CREATE, EDIT, ENTER, LEAVE, REMOVE, SETTLE, Header
from db.rows import columns, table_number
from desktop_app.domain.records import (
    RECORDS,
    Claim,
    ClaimLine,
    FormLayout,
    Placement,
    Post,
    Printout,
    Record,
    Roll,
    RollLine,
    Rulebook,
    Snapshot,
)
from sync.authority import judge
from tests.sync.offices import Keys, an_office, digest

COUNTY = "150223"
VILLAGE = "150223100001"
DESK, CREATOR = Keys("desk"), Keys("creator")
POST = table_number(Post)
NEWER = 99
DECISIONS = {
    Post: ("approved_on", "approved_by", "approval_number"),
    Placement: (
        *("checked_on", "checked_by", "decided_on", "decided_by"),
        *("exit_approved_on", "exit_approved_by"),
    ),
    Roll: ("approved_on", "approved_by"),
    Claim: ("decided_on", "decided_by"),
    ClaimLine: ("rate_fen", "amount_fen"),
}
KEY = digest("feed")[:16]

ROLES = ("specialist", "township", "county", "hub")

SCOPES: dict[str, tuple[list[str], bool]] = {
    "this village": ([VILLAGE], True),
    "this village among others": (["150223100002", VILLAGE], True),
    "wider: its township": (["150223100"], True),
    "wider: its county": ([COUNTY], True),
    "wider: beyond the county": (["15"], False),
    "another village of the township": (["150223100002"], False),
    "another township": (["150223101"], False),
    "another county": (["150224"], False),
    "narrower: no village": ([], False),
}

TABLES = (*range(1, len(RECORDS) + 1), NEWER)
OPS = (CREATE, EDIT, SETTLE, REMOVE, LEAVE, ENTER, 9)
APPROVING_OPS = (CREATE, EDIT, SETTLE, ENTER)
OFFICE = {
    table_number(kind): [columns(kind).index(name) + 1 for name in names]
    for kind, names in DECISIONS.items()
}
APPROVAL = OFFICE[POST]
WIDEST = max(len(columns(kind)) for kind in DECISIONS)
WRITTEN = 3
"""The column of what is plain."""
CONTENTS = ("plain", "an approval", "an approval of what one proposed oneself")

VERDICTS: dict[str, dict[str, str]] = {
    "specialist": {
        "plain": "",
        "an approval": "role",
        "an approval of what one proposed oneself": "role",
    },
    "township": {
        "plain": "",
        "an approval": "",
        "an approval of what one proposed oneself": "own-proposal",
    },
    "county": {
        "plain": "",
        "an approval": "",
        "an approval of what one proposed oneself": "own-proposal",
    },
    "hub": dict.fromkeys(CONTENTS, "unknown-desk"),
}
"""Inside the scope, by role and content."""


PAYMENT = ("paid_on", "paid_fen", "payment_evidence", "failure", "notes")
OPEN_FIELDS: dict[type[Record], tuple[str, ...]] = {
    Roll: ("notice_from", "notice_to", "objection", "approved_on", "approved_by", "returned_on",
           "return_reason", "notes"),
    RollLine: PAYMENT,
    Snapshot: ("notes",),
    Rulebook: ("withdrawn_on", "notes"),
    FormLayout: ("withdrawn_on", "notes"),
    Printout: ("came_out", "outcome"),
}  # fmt: skip
"""What an edit may still touch of a closed month or of rules that were given out."""
STILL = {
    table_number(kind): {
        at for at, name in enumerate(columns(kind), start=1) if at > 2 and name not in names
    }
    for kind, names in OPEN_FIELDS.items()
}


BOOKS = set(map(table_number, (Roll, RollLine, Printout)))
"""The books of money and of prints: what is in them is not removed."""


def expected(
    role: str, covered: bool, table: int, op: int, content: str, column: int | None
) -> str:
    approves = table in OFFICE and op in APPROVING_OPS and content != "plain"
    inside = VERDICTS[role][content if approves else "plain"]
    touched = op in (EDIT, SETTLE) and (column or WRITTEN) in STILL.get(table, set())
    taken_away = (op in (LEAVE, ENTER) and table in STILL) or (op == REMOVE and table in BOOKS)
    if touched or taken_away:
        inside = "frozen" if role != "hub" else inside
    return inside if covered or role == "hub" else "out-of-scope"


def payload_of(op: int, column: int | None) -> Any:
    """Return a well-formed payload that fills ``column`` in, or writes something plain."""
    row: list[Any] = [ROW, VILLAGE, "名称", *[None] * (WIDEST - 3)]
    if column is not None:
        row[column - 1] = "有"
    written = WRITTEN if column is None else column
    return {
        CREATE: row,
        EDIT: [[written, "有", 1]],
        SETTLE: [[written, "有", [1, [KEY, 2]]]],
        REMOVE: [1, [[3, [KEY, 4]]]],
        LEAVE: [1, "150223100002", [[0, 1]]],
        ENTER: [1, VILLAGE, row],
    }.get(op, {"of": "a newer program"})


ROW = digest("row")[:16]


def test_every_cell_of_the_matrix() -> None:
    cells, wrong = 0, []
    for role, (scope, (prefixes, covered)) in product(ROLES, SCOPES.items()):
        office = an_office(COUNTY)
        office.certify(DESK, role, prefixes)
        authority = office.authority()
        for table, op, content in product(TABLES, OPS, CONTENTS):
            creator = DESK.user if content == CONTENTS[2] else CREATOR.user
            for column in OFFICE.get(table, APPROVAL) if content != "plain" else [None]:
                header = Header(1, 1, 0, DESK.user, "act", 0, op, table, ROW, 1)
                told = judge(
                    authority, DESK.place(VILLAGE), header, payload_of(op, column), creator
                )
                cells += 1
                if told != expected(role, covered, table, op, content, column):
                    wrong.append((role, scope, table, op, content, column, told))

    assert wrong == []
    columns_asked = sum(1 + 2 * len(OFFICE.get(table, APPROVAL)) for table in TABLES)
    assert cells == len(ROLES) * len(SCOPES) * len(OPS) * columns_asked


def test_who_moves_a_row_in_must_have_had_the_village_it_is_from() -> None:
    office = an_office(COUNTY)
    office.certify(DESK, "specialist", [VILLAGE])
    header = Header(1, 1, 0, DESK.user, "act", 0, ENTER, TABLES[0], ROW, 1)

    def told(from_village: str) -> str:
        payload = [1, from_village, [ROW, VILLAGE]]
        return judge(office.authority(), DESK.place(VILLAGE), header, payload, None)

    assert (told(VILLAGE), told("150223100002")) == ("", "out-of-scope")


@pytest.mark.parametrize("kind", [Roll, RollLine])
@pytest.mark.parametrize("role", ["specialist", "township", "county"])
def test_no_office_takes_a_closed_roll_away_or_brings_one_back(
    kind: type[Record], role: str
) -> None:
    office = an_office(COUNTY)
    office.certify(DESK, role, [COUNTY])

    def told(op: int, payload: Any) -> str:
        header = Header(1, 1, 0, DESK.user, "act", 0, op, table_number(kind), ROW, 1)
        return judge(office.authority(), DESK.place(VILLAGE), header, payload, CREATOR.user)

    ways = {
        REMOVE: [1, []],
        LEAVE: [1, "150223100002", []],
        ENTER: [1, "150223100002", [ROW, VILLAGE]],
        EDIT: [[0, 1, 1]],
        SETTLE: [[0, 0, [1, 2]]],
    }
    assert {told(op, payload) for op, payload in ways.items()} == {"frozen"}
    assert told(CREATE, [ROW, VILLAGE]) == ""


WELL_FORMED: list[tuple[int, Any]] = [
    (CREATE, [ROW, None, 1, "二", True]),
    (CREATE, [2**63 - 1, -(2**63)]),
    (EDIT, [[0, 0, 7]]),
    (EDIT, [[3, "x", 7], [4, None, [KEY, 7]]]),
    (SETTLE, [[3, "x", [7, [KEY, 7]]]]),
    (REMOVE, [7, []]),
    (REMOVE, [[KEY, 7], [[3, 7], [3, [KEY, 8]]]]),
    (LEAVE, [1, VILLAGE, [[0, 7]]]),
    (ENTER, [1, VILLAGE, [ROW, "x"]]),
    (9, None),
    (200, "whatever a newer program writes"),
]

MALFORMED: list[tuple[int, Any]] = [
    (CREATE, []),
    (CREATE, "text"),
    (CREATE, {"a": 1}),
    (CREATE, [ROW, ["nested"]]),
    (CREATE, [ROW, {"a": 1}]),
    (CREATE, [2**63]),
    (CREATE, [-(2**63) - 1]),
    (EDIT, []),
    (EDIT, [3, "x", 7]),
    (EDIT, [[3, "x"]]),
    (EDIT, [[3, "x", 7, 8]]),
    (EDIT, [[3, "x", [7, 8]]]),
    (EDIT, [[3, "x", [[KEY, 7], [KEY, 8]]]]),
    (EDIT, [[3, "x", []]]),
    (EDIT, [[3, "x", None]]),
    (EDIT, [[3, "x", 0]]),
    (EDIT, [[3, "x", True]]),
    (EDIT, [[3, "x", [KEY, 0]]]),
    (EDIT, [[3, "x", [KEY[:15], 7]]]),
    (EDIT, [[3, "x", ["k" * 16, 7]]]),
    (EDIT, [[3, ["x"], 7]]),
    (EDIT, [["3", "x", 7]]),
    (EDIT, [[-1, "x", 7]]),
    (EDIT, [[True, "x", 7]]),
    (EDIT, [[3, "x", 7], [3, "y", 7]]),
    (SETTLE, [[3, "x", []]]),
    (SETTLE, [[3, "x", [7]]]),
    (SETTLE, [[3, "x", [7, 7]]]),
    (SETTLE, [[3, "x", [[KEY, 7], [KEY, 7]]]]),
    (SETTLE, [[3, "x", 7]]),
    (SETTLE, [[3, "x", [7, "8"]]]),
    (SETTLE, [[3, "x", [7, 8]], [3, "y", [7, 8]]]),
    (SETTLE, []),
    (REMOVE, []),
    (REMOVE, [7]),
    (REMOVE, [7, [], 1]),
    (REMOVE, [None, []]),
    (REMOVE, [7, [3]]),
    (REMOVE, [7, [[3, 7, 8]]]),
    (REMOVE, [7, [[3, None]]]),
    (REMOVE, [7, None]),
    (LEAVE, [1, VILLAGE]),
    (LEAVE, [0, VILLAGE, []]),
    (LEAVE, [1, "150223", []]),
    (LEAVE, [1, "1502231000a1", []]),
    (LEAVE, [1, 150223100001, []]),
    (LEAVE, [1, VILLAGE, [[3]]]),
    (ENTER, [1, VILLAGE]),
    (ENTER, [1, VILLAGE, []]),
    (ENTER, [1, "", [ROW]]),
    (ENTER, ["1", VILLAGE, [ROW]]),
    (ENTER, [1, VILLAGE, [[ROW]]]),
]


@pytest.mark.parametrize(("op", "payload"), WELL_FORMED)
def test_what_our_programs_write_is_well_formed(op: int, payload: Any) -> None:
    assert is_well_formed(op, payload)


@pytest.mark.parametrize(("op", "payload"), MALFORMED)
def test_anything_else_is_malformed_and_changes_nothing(op: int, payload: Any) -> None:
    office = an_office(COUNTY)
    office.certify(DESK, "county", [COUNTY], [DESK.head(VILLAGE, 5)])
    header = Header(1, 1, 0, DESK.user, "act", 0, op, POST, ROW, 1)

    told = judge(office.authority(), DESK.place(VILLAGE), header, payload, None)

    assert told == "malformed"
