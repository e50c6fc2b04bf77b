"""An organiser and its claim."""

from datetime import date

import pytest

from desktop_app.domain.records import Claim, Organiser
from desktop_app.session import Session
from desktop_app.use_cases.claims import (
    save_claim,
)
from desktop_app.use_cases.organisers import save_organiser
from tests.use_cases.claims.made import CODE


@pytest.fixture
def organiser(session: Session) -> Organiser:
    return save_organiser(session, Organiser(name="北疆人力", kind="company", credit_code=CODE))


@pytest.fixture
def claim(session: Session, organiser: Organiser) -> Claim:
    return save_claim(
        session, Claim(organiser_id=organiser.id, year=2026, applied_on=date(2026, 11, 1))
    )
