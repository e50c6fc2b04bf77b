"""A consent (同意书)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Record):
    """Somebody allowed that their data go to a recipient for a purpose; it can be taken back."""

    person_id: Annotated[RecordId, Label("人员")] = NEW
    purpose: Annotated[str, Label("用途", codes="consent_purpose")] = ""
    recipient: Annotated[str, Label("接收方")] = ""
    given_on: Annotated[date | None, Label("同意日期")] = None
    way: Annotated[str, Label("同意方式", codes="consent_way")] = ""
    until: Annotated[date | None, Label("截止日期")] = None
    withdrawn_on: Annotated[date | None, Label("撤回日期")] = None
    evidence: Annotated[str, Label("佐证材料")] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
