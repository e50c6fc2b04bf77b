"""A referral (推荐)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Record):
    """A person was put forward for a vacancy; ``reasons`` is a JSON list of why it fitted."""

    vacancy_id: Annotated[RecordId, Label("招聘岗位")] = NEW
    person_id: Annotated[RecordId, Label("人员")] = NEW
    consent_id: Annotated[RecordId, Label("同意书")] = NEW
    offered_on: Annotated[date | None, Label("推荐日期")] = None
    reasons: Annotated[str, Label("推荐理由")] = ""
    result: Annotated[str, Label("推荐结果", codes="referral_result")] = ""
    result_on: Annotated[date | None, Label("结果日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
