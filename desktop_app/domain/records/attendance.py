"""A month of attendance (考勤)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance(Record):
    """The days of one holder in one month.

    ``month`` is ``2026-11``. ``marks`` has one sign a day of that month, of the code list
    ``attendance_mark``; a blank is a day without a duty.
    """

    placement_id: Annotated[RecordId, Label("安置")] = NEW
    month: Annotated[str, Label("月份")] = ""
    marks: Annotated[str, Label("逐日考勤")] = ""
    checked_by: Annotated[str, Label("考勤员")] = ""
    confirmed_on: Annotated[date | None, Label("核对日期")] = None
    posted_on: Annotated[date | None, Label("张贴日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
