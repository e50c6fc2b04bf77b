"""The placement certificate (安置证明), issued with the identity number whole or masked."""

from desktop_app.domain.records import Person, Placement, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.form_data import Selection
from desktop_app.use_cases.form_data.certificates import NAME, certificate_of
from desktop_app.use_cases.paper_numbers import keep_numbers
from desktop_app.use_cases.papers import IssuedPaper, issue

__all__ = ["issue_certificate"]

FORM = "placement_certificate"


def issue_certificate(
    session: Session, placement_id: RecordId, *, mask_number: bool = False
) -> IssuedPaper:
    """Issue the certificate of a placement under the next number.

    If a standing paper already says exactly this, that one is printed again: one fact has one
    number. The identity number stands whole on it, because the office that takes it must know
    who it is about; this is kept as a Disclosure. ``mask_number`` hides it.
    """
    with session.operation("issue_certificate", f"开具{NAME}") as operation:
        placement = session.get(Placement, placement_id)
        person = session.get(Person, placement.person_id)
        operation.label = f"开具{person.name}的{NAME}"
        filled = certificate_of(session, Selection(ids=(placement_id,)), mask_number=mask_number)
        issued = issue(session, operation, FORM, filled)
    keep_numbers(session, (issued.paper.number,))
    return issued
