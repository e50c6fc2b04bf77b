"""An insurance enrolment (参保)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment(Record):
    """One person in one insurance scheme.

    ``paid_until`` is the last day that is paid for, ``next_due_on`` the last day to pay the
    next period; amounts are 测算 until a receipt is seen (``evidence``).
    """

    person_id: Annotated[RecordId, Label("人员")] = NEW
    scheme: Annotated[str, Label("险种", codes="insurance_scheme")] = ""
    status: Annotated[str, Label("参保状态", codes="enrolment_status")] = ""
    rhythm: Annotated[str, Label("缴费周期", codes="payment_rhythm")] = ""
    grade_fen: Annotated[int | None, Label("缴费档次", unit="元/期")] = None
    since: Annotated[date | None, Label("参保日期")] = None
    paid_until: Annotated[date | None, Label("已缴至")] = None
    next_due_on: Annotated[date | None, Label("下次缴费期限")] = None
    evidence: Annotated[str, Label("缴费凭据")] = ""
    ended_on: Annotated[date | None, Label("终止日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
    base_fen: Annotated[int | None, Label("缴费基数", unit="元/月")] = None
    subsidy_fen: Annotated[int | None, Label("政府补贴", unit="元/年")] = None
    identity_kind: Annotated[str, Label("参保身份", codes="insured_kind")] = ""
    seen_on: Annotated[date | None, Label("凭据查看日期")] = None
    stop_reason: Annotated[str, Label("停保原因", codes="stop_reason")] = ""
    office: Annotated[str, Label("经办机构")] = ""
