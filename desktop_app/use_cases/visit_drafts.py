"""Half-filled visits: kept by themselves, so that an interruption loses nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db import drafts
from desktop_app.domain.records import Person, Visit, labels
from desktop_app.session import Session

IDS = ("id", "household_id", "person_id")
DAYS = ("visited_on", "promise_due_on")


@dataclass(frozen=True, slots=True)
class Draft:
    """A visit that is half filled; ``answered`` names the rows that were dealt with."""

    visit: Visit
    answered: tuple[str, ...]
    kept_at: datetime
    name: str
    rows: int

    @property
    def sentence(self) -> str:
        """Say how far the visit was filled."""
        return f"{self.name}的走访填了 {len(self.answered)} 项（共 {self.rows} 项）"


def keep_draft(session: Session, visit: Visit, answered: Sequence[str] = ()) -> None:
    """Keep what was typed so far, with the rows that are answered; one draft a person."""
    facts = {name: _plain(getattr(visit, name)) for name in ("id", *labels(Visit))}
    text = json.dumps({"visit": facts, "answered": list(answered)}, ensure_ascii=False)
    drafts.keep(session.store.database, screen(visit.person_id), text, session.now())


def draft(session: Session, person_id: UUID | None = None) -> Draft | None:
    """Return the newest draft, or that of a person; none if there is none."""
    prefix = drafts.VISIT if person_id is None else screen(person_id)
    for kept in drafts.read(session.store.database, prefix):
        found = _read_draft(session, kept)
        if found is not None:
            return found
    return None


def drop_draft(session: Session, person_id: UUID) -> None:
    """Forget the draft of a person's visit."""
    drafts.drop(session.store.database, screen(person_id))


def screen(person_id: UUID) -> str:
    """Return the name under which the draft of a person's visit is kept."""
    return f"{drafts.VISIT}{person_id.hex}"


def _read_draft(session: Session, kept: drafts.KeptDraft) -> Draft | None:
    """Return a kept draft, or none if it no longer fits or its person is gone."""
    from desktop_app.use_cases.visit_questions import questions  # most days begin without a draft

    facts = json.loads(kept.content)
    try:
        visit = _visit(facts["visit"])
        people = session.many(Person, [visit.person_id])
    except (KeyError, TypeError, ValueError):
        return None
    if not people:
        return None
    rows = sum(not question.within for question in questions(visit, session.today()))
    at = kept.kept_at.astimezone(session.now().tzinfo)
    return Draft(visit, tuple(facts["answered"]), at, people[0].name, rows)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int) else str(value)


def _visit(facts: Mapping[str, Any]) -> Visit:
    read = dict(facts)
    read.update({name: UUID(facts[name]) for name in IDS})
    read.update({name: date.fromisoformat(facts[name]) for name in DAYS if facts[name]})
    return Visit(**read)
