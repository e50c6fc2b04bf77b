"""The seal of a paper: its facts signed by this desk, as the text of its QR code."""

import re
from datetime import date

from desktop_app.domain.paper_code import (
    PaperFacts,
    code_text,
    kind_of,
    masked_name,
    shortened,
    signed_text,
    training_text,
)
from desktop_app.domain.records import NEW, Person, Placement
from desktop_app.session import Session
from desktop_app.use_cases.desk_names import own_certificate
from desktop_app.use_cases.form_data import Filled

UNDER_AGREEMENT = ("placement_certificate", "labour_agreement", "post_card")
"""Forms that are good for as long as the agreement runs."""

_PERIOD = re.compile(r"\d{4}年.*")


def seal(session: Session, form: str, number: str, filled: Filled) -> str:
    """Return the text of the code of a paper that is issued today.

    A paper of the training folder gets a text that nobody signed and that never proves anything.
    """
    if session.training:
        return training_text(number)
    desk = session.store.desk
    card = own_certificate(session)
    area, voucher = card.voucher_for(filled.village_code) if card else ("", b"")
    facts = PaperFacts(
        kind=kind_of(form),
        number=number,
        about=shortened(_about(session, filled)),
        village_code=filled.village_code,
        issued_on=session.today(),
        until=_until(session, form, filled),
        public_key=desk.public_key,
        area=area,
        voucher=voucher,
    )
    return code_text(facts, desk.sign(signed_text(facts)))


def _about(session: Session, filled: Filled) -> str:
    """Return whom a paper is about, masked; of a list its period, the village being known."""
    if filled.person_id != NEW:
        name = session.get(Person, filled.person_id).name
        return filled.subject.replace(name, masked_name(name))
    found = _PERIOD.search(filled.subject)
    return found[0] if found else ""


def _until(session: Session, form: str, filled: Filled) -> date | None:
    if form in UNDER_AGREEMENT and filled.placement_id != NEW:
        return session.get(Placement, filled.placement_id).agreement_to
    return None
