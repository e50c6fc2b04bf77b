"""五送活动: the five deliveries, who came, and how many in a month."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.operation import Operation
from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import NEW, Attendee, Event, Person, RecordId
from desktop_app.session import Session


@dataclass(frozen=True, slots=True)
class EventCount:
    """How many events of a kind were held, and how many people came to them."""

    kind: str
    label: str
    events: int
    people: int


def save_event(session: Session, event: Event) -> Event:
    """Keep an event that was held, or is going to be."""
    if event.kind not in code_list("delivery"):
        raise Refused("还没有选活动种类，没有保存。", advice="选“五送”的哪一送。", fields=("kind",))
    if event.held_on is None:
        raise Refused("还没有填活动日期，没有保存。", advice="填哪一天办的。", fields=("held_on",))
    if not event.title.strip():
        event = replace(event, title=text_of("delivery", event.kind))
    for name in ("helpers", "handed_out"):
        if (getattr(event, name) or 0) < 0:
            raise Refused("人数和份数不能小于 0，没有保存。", fields=(name,))
    verb = "登记" if event.id == NEW else "修改"
    with session.operation("save_event", f"{verb}活动：{event.title}") as operation:
        village = event.village_code or session.village_codes[0]
        return operation.save(replace(event, village_code=village))


def attend(
    session: Session, event_id: RecordId, person_ids: Sequence[RecordId], wish: str = ""
) -> int:
    """Keep that these people came to an event; return for how many it is new."""
    event = session.get(Event, event_id)
    with session.operation("attend", f"{event.title}参加人员") as operation:
        if event.held_on is not None and event.held_on > session.today():
            raise Refused(
                f"{event.title}要到 {event.held_on} 才办，还不能登记参加人员。",
                advice="办完以后再登记。",
                fields=("event_id",),
            )
        if not person_ids:
            raise Refused("还没有选人，没有写入。", advice="先选参加的人。", fields=("person_ids",))
        there = {one.person_id for one in session.find(Attendee, event_id=event_id)}
        new = [id_ for id_ in dict.fromkeys(person_ids) if id_ not in there]
        for id_ in new:
            _keep(session, operation, event, id_, wish)
    return len(new)


def attendees(session: Session, event_id: RecordId) -> list[Attendee]:
    """Return who came to an event, in the order in which they were written down."""
    return session.find(Attendee, event_id=event_id)


def event_counts(session: Session, month: str = "") -> list[EventCount]:
    """Return the events of a month (this one) by kind, and how many people came."""
    asked = Month.of(month) if month else Month.around(session.today())
    held = [
        one
        for one in session.find(Event)
        if one.held_on is not None and asked.first <= one.held_on <= asked.last
    ]
    return [
        EventCount(
            kind=code.value,
            label=code.text,
            events=sum(one.kind == code.value for one in held),
            people=sum(len(attendees(session, one.id)) for one in held if one.kind == code.value),
        )
        for code in code_list("delivery").codes
    ]


def _keep(
    session: Session, operation: Operation, event: Event, person_id: RecordId, wish: str
) -> None:
    person = session.get(Person, person_id)
    if person.died_on is not None and event.held_on is not None and person.died_on < event.held_on:
        raise Refused(
            f"{person.name}在活动以前已经登记死亡，没有写入。",
            advice="请核对是不是选错了人。",
            fields=("person_ids",),
        )
    operation.save(
        Attendee(
            village_code=event.village_code,
            event_id=event.id,
            person_id=person_id,
            wish=wish.strip(),
        )
    )
