"""五送活动: the events and who came to them."""

from functools import partial
from typing import cast

from desktop_app.domain.codes import text_of
from desktop_app.domain.records import Attendee, Event, Person
from desktop_app.session import Session
from desktop_app.use_cases.events import attend, attendees, save_event
from desktop_app.use_cases.registers import EntryLine
from ui.pages.person_entry import PersonEntry
from ui.pages.register_page import Register, RegisterPage, Verb
from ui.record_form import RecordForm
from ui.record_table import Column


def event_register() -> Register:
    """Return how events are listed and typed, and how people are added to them."""
    return Register(
        kind=Event,
        name="events",
        title="五送活动",
        icon="map-pin",
        unit="场",
        add="登记活动",
        empty="登记哪一天办了哪一送、来了谁；按月统计。",
        columns=(
            Column("活动名称", 160, lambda one: _of(one).title, stretch=True),
            Column("活动种类", 140, lambda one: text_of("delivery", _of(one).kind)),
            Column("活动日期", 92, lambda one: str(_of(one).held_on or ""), kind="date"),
            Column("活动地点", 110, lambda one: _of(one).place, stretch=True),
        ),
        filters=("kind",),
        fields=("kind", "title", "held_on", "place", "partner", "helpers", "handed_out", "notes"),
        required=("kind", "held_on"),
        blank=lambda session: Event(held_on=session.today()),
        keep=save_event,
        about_person=False,
        called=lambda one: _of(one).title,
        verbs=(Verb(name="attend", words="登记参加人员", act=_attend),),
        extra=_who_came,
    )


def _of(one: EntryLine) -> Event:
    return cast("Event", one.record)


def _attend(page: RegisterPage, one: EntryLine) -> None:
    form = RecordForm(Attendee, ("wish",), today=page.session.today())
    entry = PersonEntry(page, page.session, page.jobs, form, "登记参加")

    def keep(wish: Attendee) -> Attendee:
        attend(page.session, one.id, [wish.person_id], wish.wish)
        return wish

    entry.enter(Attendee(event_id=one.id), keep, partial(page.kept, "已登记参加"))


def _who_came(session: Session, one: EntryLine) -> tuple[str, list[str]]:
    came = attendees(session, one.id)
    people = {each.id: each.name for each in session.many(Person, [c.person_id for c in came])}
    told = [
        f"{people.get(each.person_id, '')}{'：' + each.wish if each.wish else ''}" for each in came
    ]
    return f"参加人员 {len(came)} 人", told
