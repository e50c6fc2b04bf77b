"""What counts for a target, against a table that people of the trade can read."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from desktop_app.domain.codes import code_list
from desktop_app.domain.records import (
    Employment,
    Enrolment,
    Person,
    Post,
    Record,
    Training,
    Venture,
)
from desktop_app.use_cases.targets import target_sheet
from tests.sessions import VILLAGE, keep_person, open_test_session
from tests.trade.tables import cases


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def record(case: Mapping[str, str], person: Person) -> Record:
    """Return the record a row tells of."""
    begins, ends, kind = day(case["开始"]), day(case["结束"]), case["类别"]
    whose = {"village_code": VILLAGE, "person_id": person.id}
    match case["记录"]:
        case "就业":
            scope = code_list("transfer_scope").find(kind) or ""
            return Employment(**whose, form="010", scope=scope, since=begins, until=ends)  # type: ignore[arg-type]
        case "培训":
            counted = case["状态"] == "计入"
            return Training(**whose, begins_on=begins, ends_on=ends, counted=counted)  # type: ignore[arg-type]
        case "岗位":
            return Post(village_code=VILLAGE, approved_on=begins, abolished_on=ends, headcount=1)
        case "参保":
            scheme = code_list("insurance_scheme").find(kind) or ""
            status = code_list("enrolment_status").find(case["状态"]) or ""
            return Enrolment(**whose, scheme=scheme, status=status, since=begins, ended_on=ends)  # type: ignore[arg-type]
    return Venture(**whose, started_on=begins, closed_on=ends, incubator=kind, employs=1)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", cases("targets"))
def test_what_counts(case: Mapping[str, str], tmp_path: Path) -> None:
    session = open_test_session(tmp_path)
    person = keep_person(session)
    with session.operation("test", "登记") as operation:
        operation.save(record(case, person))

    lines = target_sheet(session, year=int(case["年度"])).lines

    measure = code_list("measure").find(case["指标"])
    assert [line.done for line in lines if line.measure == measure] == [int(case["计入"])]
