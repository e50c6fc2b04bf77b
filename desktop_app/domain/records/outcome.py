"""What came of a hit (核查结论)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Record):
    """How somebody settled what a check had found.

    ``check`` is the key of the rule, ``subject`` what else it was about, ``month`` the month
    looked at or empty.
    """

    person_id: Annotated[RecordId, Label("人员")] = NEW
    rule_key: Annotated[str, Label("核查规则")] = ""
    subject: Annotated[str, Label("核查对象")] = ""
    month: Annotated[str, Label("月份")] = ""
    result: Annotated[str, Label("核查结论", codes="check_result")] = ""
    reason: Annotated[str, Label("结论理由", lines=2)] = ""
    decided_on: Annotated[date | None, Label("结论日期")] = None
    decided_by: Annotated[str, Label("核查人")] = ""
