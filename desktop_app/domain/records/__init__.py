"""The record types of the trade, one a module, and the written list of them."""

from desktop_app.domain.records.disclosure import Disclosure
from desktop_app.domain.records.employment import Employment
from desktop_app.domain.records.enrolment import Enrolment
from desktop_app.domain.records.household import Household
from desktop_app.domain.records.paper import Paper
from desktop_app.domain.records.person import Person
from desktop_app.domain.records.placement import Placement
from desktop_app.domain.records.post import Post
from desktop_app.domain.records.record import NEW, Label, Record, RecordId, labels
from desktop_app.domain.records.visit import Visit

RECORDS: tuple[type[Record], ...] = (
    Household,
    Person,
    Employment,
    Visit,
    Post,
    Placement,
    Enrolment,
    Paper,
    Disclosure,
)
"""All record types, in the order of their numbers in the journal: append, never reorder."""

__all__ = [
    "NEW",
    "RECORDS",
    "Disclosure",
    "Employment",
    "Enrolment",
    "Household",
    "Label",
    "Paper",
    "Person",
    "Placement",
    "Post",
    "Record",
    "RecordId",
    "Visit",
    "labels",
]
