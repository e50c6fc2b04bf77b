"""A visit (走访)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """One visit of the officer, with the whole picture found that day.

    ``changed`` names the fields that differ from the visit before; empty means 无变化.
    """

    household_id: Annotated[RecordId, Label("走访的户")] = NEW
    person_id: Annotated[RecordId, Label("走访对象")] = NEW
    visited_on: Annotated[date | None, Label("走访日期")] = None
    way: Annotated[str, Label("走访方式", codes="visit_way")] = ""
    purpose: Annotated[str, Label("走访事由", codes="visit_purpose")] = ""
    informant: Annotated[str, Label("受访人", hint="本人不在家时，写明由谁说明情况")] = ""
    residing: Annotated[str, Label("现居住情况", codes="residing")] = ""
    employment_status: Annotated[str, Label("就业状态", codes="employment_status")] = ""
    scope: Annotated[str, Label("就业地域", codes="transfer_scope")] = ""
    employer: Annotated[str, Label("在哪里做什么")] = ""
    monthly_fen: Annotated[int | None, Label("月收入", unit="元/月")] = None
    job_intention: Annotated[str, Label("就业意愿", codes="job_intention")] = ""
    training_wish: Annotated[str, Label("培训意愿")] = ""
    enrolment: Annotated[str, Label("养老参保情况", codes="enrolment_status")] = ""
    difficulty: Annotated[str, Label("困难和诉求", lines=3)] = ""
    promise: Annotated[str, Label("答应办的事")] = ""
    promise_due_on: Annotated[date | None, Label("办结期限")] = None
    notes: Annotated[str, Label("走访情况", lines=4)] = ""
    changed: Annotated[str, Label("变化的项目")] = ""
