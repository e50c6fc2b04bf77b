"""A paper in the file of a person (档案材料)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """A paper that somebody has seen, and where it is kept."""

    person_id: Annotated[RecordId, Label("人员")] = NEW
    placement_id: Annotated[RecordId, Label("安置")] = NEW
    kind: Annotated[str, Label("材料种类", codes="document_kind")] = ""
    seen_on: Annotated[date | None, Label("收到日期")] = None
    valid_until: Annotated[date | None, Label("有效期至")] = None
    kept_at: Annotated[str, Label("存放处")] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
