"""A household (户)."""

from dataclasses import dataclass
from typing import Annotated

from desktop_app.domain.records.record import Label, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Household(Record):
    """One household of a village; its head is the member whose relation is 户主."""

    number: Annotated[str, Label("户编号")] = ""
    kind: Annotated[str, Label("户类型", codes="household_kind")] = ""
    group_name: Annotated[str, Label("村民小组")] = ""
    address: Annotated[str, Label("家庭住址")] = ""
    phone: Annotated[str, Label("联系电话")] = ""
    relocated: Annotated[bool, Label("易地搬迁户")] = False
    risk_cause: Annotated[str, Label("致贫（风险）原因", codes="risk_cause")] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
