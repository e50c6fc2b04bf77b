"""The record types of the trade, one a module, and the written list of them."""

from desktop_app.domain.records.agreement import Agreement
from desktop_app.domain.records.appraisal import Appraisal
from desktop_app.domain.records.attendance import Attendance
from desktop_app.domain.records.attendee import Attendee
from desktop_app.domain.records.caution import Caution
from desktop_app.domain.records.claim import Claim
from desktop_app.domain.records.claim_line import ClaimLine
from desktop_app.domain.records.consent import Consent
from desktop_app.domain.records.disclosure import Disclosure
from desktop_app.domain.records.document import Document
from desktop_app.domain.records.employer import Employer
from desktop_app.domain.records.employment import Employment
from desktop_app.domain.records.enrolment import Enrolment
from desktop_app.domain.records.event import Event
from desktop_app.domain.records.form_layout import FormLayout
from desktop_app.domain.records.household import Household
from desktop_app.domain.records.listed import Listed
from desktop_app.domain.records.monitoring import Monitoring
from desktop_app.domain.records.organiser import Organiser
from desktop_app.domain.records.outcome import Outcome
from desktop_app.domain.records.paper import Paper
from desktop_app.domain.records.paper_part import PaperPart
from desktop_app.domain.records.person import Person
from desktop_app.domain.records.placement import Placement
from desktop_app.domain.records.post import Post
from desktop_app.domain.records.printout import Printout
from desktop_app.domain.records.record import NEW, Label, Record, RecordId, labels
from desktop_app.domain.records.referral import Referral
from desktop_app.domain.records.roll import Roll
from desktop_app.domain.records.roll_line import RollLine
from desktop_app.domain.records.rulebook import Rulebook
from desktop_app.domain.records.snapshot import Snapshot
from desktop_app.domain.records.snooze import Snooze
from desktop_app.domain.records.target import Target
from desktop_app.domain.records.training import Training
from desktop_app.domain.records.vacancy import Vacancy
from desktop_app.domain.records.venture import Venture
from desktop_app.domain.records.visit import Visit
from desktop_app.domain.records.wage_clue import WageClue

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
    Agreement,
    Attendance,
    Appraisal,
    Caution,
    Document,
    Roll,
    RollLine,
    Listed,
    Outcome,
    Organiser,
    Claim,
    ClaimLine,
    Training,
    Employer,
    Vacancy,
    Consent,
    Referral,
    Venture,
    WageClue,
    Event,
    Attendee,
    Target,
    Monitoring,
    Snapshot,
    Snooze,
    Rulebook,
    PaperPart,
    FormLayout,
    Printout,
)
"""All record types, in the order of their numbers in the journal: append, never reorder."""

__all__ = [
    "NEW",
    "RECORDS",
    "Agreement",
    "Appraisal",
    "Attendance",
    "Attendee",
    "Caution",
    "Claim",
    "ClaimLine",
    "Consent",
    "Disclosure",
    "Document",
    "Employer",
    "Employment",
    "Enrolment",
    "Event",
    "FormLayout",
    "Household",
    "Label",
    "Listed",
    "Monitoring",
    "Organiser",
    "Outcome",
    "Paper",
    "PaperPart",
    "Person",
    "Placement",
    "Post",
    "Printout",
    "Record",
    "RecordId",
    "Referral",
    "Roll",
    "RollLine",
    "Rulebook",
    "Snapshot",
    "Snooze",
    "Target",
    "Training",
    "Vacancy",
    "Venture",
    "Visit",
    "WageClue",
    "labels",
]
