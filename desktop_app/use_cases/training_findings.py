"""What is wrong in a training village on purpose: for 核查 and 数据质量 to find."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from db.operation import Operation
from desktop_app.domain.citizen_id import with_check_digit
from desktop_app.domain.months import Month
from desktop_app.domain.records import Employment, Listed, Person, Placement
from desktop_app.session import Session
from desktop_app.use_cases.checks import check_village, settle_hit

_SOURCE = "（练习）旗里交来的名单"


def plant_findings(session: Session, village: str, people: Sequence[Person]) -> int:
    """Plant frauds among the holders of a village and faults among others; return how many."""
    holders = [
        session.get(Person, one.person_id)
        for one in session.find(Placement, village_code=village)
        if one.started_on is not None and one.last_day_on is None
    ]
    held = {one.id for one in holders}
    homes = {one.household_id for one in holders}
    others = [one for one in people if one.id not in held and one.household_id not in homes]
    with session.operation("make_up_village", "编排练习的问题") as operation:
        planted = 0
        for plant, whom in zip(_FRAUDS, holders, strict=False):
            plant(session, operation, whom)
            planted += 1
        if len(holders) > 1:
            shared = session.get(Person, holders[0].id).account
            operation.save(replace(session.get(Person, holders[-1].id), account=shared))
            planted += 1
        for fault, person in zip(_FAULTS, others, strict=False):
            operation.save(fault(person))
            planted += 1
        pair = others[len(_FAULTS) :][:2]
        if len(pair) > 1:
            operation.save(_registered_again(*pair))
            planted += 1
        return planted


def settle_one(session: Session, village: str) -> None:
    """List a holder of a village as a cadre's kin, and settle that it was somebody else."""
    held = [one for one in session.find(Placement, village_code=village) if one.started_on]
    if not held:
        return
    with session.operation("make_up_village", "编排练习的误报") as operation:
        _kin(session, operation, session.get(Person, held[0].person_id))
    month = Month.around(session.today()).text
    for hit in check_village(session, village, month).hits:
        settle_hit(
            session, village, month, hit.rule, hit.placement_id, hit.subject, "false",
            "找嘎查达核对过，名单上是同名的另一个人。",
        )  # fmt: skip


def _works_away(session: Session, operation: Operation, person: Person) -> None:
    """Let a holder work in another province while the days are marked."""
    operation.save(
        Employment(
            village_code=person.village_code,
            person_id=person.id,
            form="010",
            employer="（练习）建筑公司",
            job="钢筋工",
            place_code="110108",
            place="北京市海淀区",
            scope="province",
            channel="kin",
            since=session.today() - timedelta(days=70),
        )
    )


def _dead(session: Session, operation: Operation, person: Person) -> None:
    _list(session, operation, person, "deaths", 50, "死亡登记")


def _business(session: Session, operation: Operation, person: Person) -> None:
    _list(session, operation, person, "businesses", 400, "（练习）餐馆，经营者")


def _kin(session: Session, operation: Operation, person: Person) -> None:
    _list(session, operation, person, "cadre_kin", 300, "嘎查达的弟弟")


def _list(
    session: Session, operation: Operation, person: Person, kind: str, ago: int, detail: str
) -> None:
    today = session.today()
    operation.save(
        Listed(
            village_code=person.village_code,
            person_id=person.id,
            watch_list=kind,
            since=today - timedelta(days=ago),
            detail=detail,
            source=_SOURCE,
            as_of=today - timedelta(days=10),
        )
    )


_FRAUDS: tuple[Callable[[Session, Operation, Person], None], ...] = (
    _works_away, _dead, _business, _kin,
)  # fmt: skip


def _registered_again(person: Person, other: Person) -> Person:
    """Return ``other`` as ``person`` a second time, with one digit of the number mistyped."""
    body = person.citizen_id[:16] + str((int(person.citizen_id[16]) + 2) % 10)
    number = with_check_digit(body)
    return replace(
        other, name=person.name, citizen_id=number, birth_on=person.birth_on, sex=person.sex
    )


def _short_phone(person: Person) -> Person:
    return replace(person, phone=person.phone[:-1])


def _other_birthday(person: Person) -> Person:
    assert person.birth_on is not None  # noqa: S101 - made up with a birth date
    return replace(person, birth_on=person.birth_on + timedelta(days=31))


def _other_sex(person: Person) -> Person:
    return replace(person, sex="2" if person.sex == "1" else "1")


def _no_capacity(person: Person) -> Person:
    return replace(person, work_capacity="none")


_FAULTS: tuple[Callable[[Person], Person], ...] = (
    _short_phone, _other_birthday, _other_sex, _no_capacity,
)  # fmt: skip
