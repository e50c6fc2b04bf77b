"""Registers of a training village: trainings, start-ups, unpaid wages, the five deliveries."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from desktop_app.domain.codes import code_list
from desktop_app.domain.records import (
    Attendee,
    Enrolment,
    Event,
    Monitoring,
    Person,
    Record,
    Training,
    Venture,
    WageClue,
)
from desktop_app.domain.training_rules import TrainingFacts, counts
from desktop_app.session import Session

_COURSES = (
    ("cook", "中式烹调初级班"),
    ("house", "家政服务班"),
    ("care", "养老护理班"),
    ("mason", "建筑瓦工班"),
    ("welder", "焊工取证班"),
    ("electrician", "电工班"),
)
_PROVIDERS = ("（练习）旗职业培训学校", "（练习）阳光技能培训中心")
_VENTURES = (
    ("牧家乐", "farm", "H"),
    ("小卖部", "individual", "F"),
    ("肉羊合作社", "cooperative", "A"),
    ("奶食品网店", "online", "F"),
    ("农机修理铺", "individual", "O"),
)
_SITES = ("（练习）光伏电站二期", "（练习）移民新村附属工程", "（练习）粮库改造")


def make_up_registers(
    session: Session, village: str, people: Sequence[Person], chance: Random
) -> dict[str, int]:
    """Fill the registers of one village; return how many records of each were made."""
    people = chance.sample(list(people), len(people))
    found: dict[str, Sequence[Record]] = {
        "trainings": list(_trainings(session, people[: max(len(people) // 9, 6)], chance)),
        "ventures": list(_ventures(session, people[-max(len(people) // 60, 3) :], chance)),
        "wage_clues": list(_clues(session, people[6:9], chance)),
    }
    with session.operation("make_up_village", "编排练习台账") as operation:
        for records in found.values():
            for record in records:
                operation.save(record)
        for each in (*_medical(session, people), *_asked(session, people, chance)):
            operation.save(each)
        events = 0
        for event in _events(session, village, chance):
            kept = operation.save(event)
            events += 1
            if event.held_on is not None and event.held_on <= session.today():
                for person in people[: chance.randint(5, 12)]:
                    operation.save(
                        Attendee(village_code=village, event_id=kept.id, person_id=person.id)
                    )
    return {name: len(records) for name, records in found.items()} | {"events": events}


def _trainings(session: Session, people: Sequence[Person], chance: Random) -> Iterator[Training]:
    """Yield trainings in every state, from the wish to the certificate."""
    today = session.today()
    states = code_list("training_result").codes
    for number, person in enumerate(people):
        state = states[number % len(states)].value
        trade, course = chance.choice(_COURSES)
        wished = today - timedelta(days=chance.randint(60, 150))
        one = Training(
            village_code=person.village_code,
            person_id=person.id,
            trade=trade,
            wished_on=wished,
            result=state,
        )
        if state != "wished":
            begins = today + timedelta(days=5) if state == "enrolled" else wished + _DAYS
            ends = begins + timedelta(days=11 if state != "attending" else 70)
            one = replace(
                one,
                course=course,
                provider=chance.choice(_PROVIDERS),
                enrolled_on=wished + timedelta(days=9),
                begins_on=begins,
                ends_on=None if state in ("dropped", "attending", "enrolled") else ends,
                hours=80,
            )
        if state == "certified" and one.ends_on is not None:
            one = replace(
                one,
                certificate_kind="skill",
                certificate_number=f"练证{today.year}{chance.randint(10_000, 99_999)}",
                certified_on=one.ends_on + timedelta(days=15),
                level="junior",
                subsidy_fen=120_000,
            )
        facts = TrainingFacts(training=one, today=today, person=person)
        yield replace(one, counted=counts(session.rules, facts))


_DAYS = timedelta(days=20)
"""From the wish to the first lesson."""


def _ventures(session: Session, people: Sequence[Person], chance: Random) -> Iterator[Venture]:
    for number, person in enumerate(people):
        name, form, industry = _VENTURES[number % len(_VENTURES)]
        started = session.today() - timedelta(days=chance.randint(100, 900))
        wish = chance.choice((0, 5_000_000, 10_000_000))
        yield Venture(
            village_code=person.village_code,
            person_id=person.id,
            name=f"{person.name}{name}",
            form=form,
            industry=industry,
            started_on=started,
            employs=chance.randint(0, 4),
            loan_wish_fen=wish or None,
            loan_status="wish" if wish else "none",
        )


def _clues(session: Session, people: Sequence[Person], chance: Random) -> Iterator[WageClue]:
    """Yield a clue that was only told, one that was handed over, and one that is settled."""
    today = session.today()
    for number, person in enumerate(people):
        told = today - timedelta(days=2 + number * 40)
        clue = WageClue(
            village_code=person.village_code,
            person_id=person.id,
            field="building",
            employer=f"（练习）劳务公司{number + 1}",
            project=_SITES[number % len(_SITES)],
            work="力工",
            owed_from=told - timedelta(days=90),
            owed_to=told - timedelta(days=30),
            amount_fen=chance.randint(30, 150) * 10_000,
            people=chance.randint(1, 6),
            reported_on=told,
            result="open",
        )
        if number:
            clue = replace(
                clue,
                channel="inspection",
                handed_on=told + timedelta(days=1),
                receipt=f"练监{told:%Y%m}-{number}",
            )
        if number == 2:
            clue = replace(clue, result="paid", closed_on=told + timedelta(days=30))
        yield clue


def _events(session: Session, village: str, chance: Random) -> Iterator[Event]:
    """Yield one of each of the five deliveries, the last still to come."""
    kinds = code_list("delivery").codes
    for number, kind in enumerate(kinds):
        ago = timedelta(days=35 * (len(kinds) - 1 - number) - 7)
        yield Event(
            village_code=village,
            kind=kind.value,
            title=kind.text,
            held_on=session.today() - ago,
            place="嘎查村党群服务中心",
            partner="（练习）旗就业服务中心",
            helpers=chance.randint(2, 6),
            handed_out=chance.randint(30, 120) if ago.days > 0 else None,
        )


def _medical(session: Session, people: Sequence[Person]) -> Iterator[Enrolment]:
    """Insure the households of the village's grown-ups for illness; a few were forgotten."""
    if people and people[0].village_code not in session.village_codes[:2]:
        return
    year = session.today().year
    everybody = session.find(Person, village_code=people[0].village_code) if people else []
    for number, person in enumerate(everybody):
        if number % 50 != 7:
            yield Enrolment(
                village_code=person.village_code,
                person_id=person.id,
                scheme="resident_medical",
                status="1",
                rhythm="year",
                grade_fen=40_000,
                since=session.today().replace(year=year - 3, month=1, day=1),
                paid_until=session.today().replace(month=12, day=31),
                next_due_on=session.today().replace(year=year + 1, month=2, day=28),
            )


def _asked(session: Session, people: Sequence[Person], chance: Random) -> Iterator[Monitoring]:
    """Yield what was asked this month about some of the people."""
    today = session.today()
    for person in people[:25]:
        yield Monitoring(
            village_code=person.village_code,
            person_id=person.id,
            month=f"{today:%Y-%m}",
            asked_on=today.replace(day=chance.randint(1, today.day)),
            way=chance.choice(("phone", "home")),
            informant="本人",
            changed="phone" if chance.random() < 0.1 else "",
        )
