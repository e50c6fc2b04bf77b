"""A person on a claim (输出补助明细)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine(Record):
    """One person of a claim: months worked, first transfer, evidence, and what was decided why.

    ``proposed_refusal`` is why those who check it would refuse this person; empty if they do not.
    """

    claim_id: Annotated[RecordId, Label("输出补助申请")] = NEW
    person_id: Annotated[RecordId, Label("人员")] = NEW
    employment_id: Annotated[RecordId, Label("就业")] = NEW
    scope: Annotated[str, Label("就业地域", codes="transfer_scope")] = ""
    months: Annotated[int | None, Label("累计月数", unit="个月")] = None
    first_time: Annotated[bool, Label("首次输出")] = False
    evidence_kind: Annotated[str, Label("佐证类型", codes="work_evidence")] = ""
    evidence_seen_on: Annotated[date | None, Label("佐证查看日期")] = None
    phone_checked_on: Annotated[date | None, Label("电话抽查日期")] = None
    phone_check: Annotated[str, Label("电话抽查结果", codes="phone_check")] = ""
    rate_fen: Annotated[int | None, Label("补助标准", unit="元/人")] = None
    amount_fen: Annotated[int | None, Label("补助金额", unit="元")] = None
    result: Annotated[str, Label("审定结果", codes="claim_result")] = ""
    explanation: Annotated[str, Label("核对说明")] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
    proposed_refusal: Annotated[str, Label("拟不同意的理由", lines=2)] = ""
