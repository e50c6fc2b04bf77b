"""A further part of what a long paper was printed from (文书续页)."""

from dataclasses import dataclass
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPart(Record):
    """What follows the ``content`` of a paper that is too long for one entry of the journal.

    ``place`` counts from 2. Parts are kept together with their paper and never change.
    """

    paper_id: Annotated[RecordId, Label("开具的文书")] = NEW
    place: Annotated[int, Label("第几部分")] = 2
    content: Annotated[str, Label("内容")] = ""
