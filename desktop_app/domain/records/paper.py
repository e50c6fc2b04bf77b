"""An issued paper (开具的文书)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Record):
    """A paper that left the desk: its number, what it was printed from, and its digest.

    ``content`` is the JSON of the form's data, so that a reprint gives the same bytes;
    ``sha256`` is the digest of these bytes. A paper is voided (作废), never removed.
    """

    form: Annotated[str, Label("文书种类")] = ""
    number: Annotated[str, Label("编号")] = ""
    person_id: Annotated[RecordId, Label("人员")] = NEW
    placement_id: Annotated[RecordId, Label("安置")] = NEW
    issued_on: Annotated[date | None, Label("开具日期")] = None
    content: Annotated[str, Label("内容")] = ""
    sha256: Annotated[str, Label("摘要")] = ""
    rules: Annotated[str, Label("规则包")] = ""
    voided_on: Annotated[date | None, Label("作废日期")] = None
    void_reason: Annotated[str, Label("作废原因")] = ""
