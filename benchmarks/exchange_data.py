"""An office and twelve village desks with made-up records, for measuring the exchange."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.data import NOTES
from db.desk import make_desk
from db.folder import make_records
from db.folder_lock import FolderLock
from desktop_app.domain import divisions
from desktop_app.domain.citizen_id import with_check_digit
from desktop_app.domain.records import Household, Person, Visit
from desktop_app.session import Session
from desktop_app.use_cases import office
from desktop_app.world import World
from sync.exchange import exchange
from sync.hub import Hub
from sync.invitation import invitation_text
from tests.sync.hubs import COUNTY, LocalPeer

DESKS, VILLAGES = 12, 20
AT_ONCE = 200
"""Households kept in one transaction."""

_FAMILY = "王李张刘陈杨赵黄周吴徐孙马胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
_GIVEN = "秀英桂兰建国志强玉梅海燕文军红霞永胜春花占山素珍俊峰凤琴满仓连成翠莲德胜淑芳"
_MONGOLIAN = ("乌云其其格", "巴特尔", "图雅", "苏日娜", "朝鲁", "萨仁高娃", "格日勒图", "娜仁托娅")


@dataclass(frozen=True, slots=True)
class Village:
    """A village and how many records are to be written about it."""

    code: str
    records: int


def new_desk(
    folder: Path, officer: str, role: str, villages: tuple[str, ...], key: bytes = b""
) -> Session:
    """Return a session on a new data folder; encrypted if ``key`` (32 bytes) is given."""
    world = World(now=lambda: datetime.now(UTC), random=os.urandom, home=folder)
    database = make_records(folder, key, key[:16])
    make_desk(
        database,
        officer=officer,
        role=role,
        county_code=COUNTY,
        village_codes=villages,
        training=False,
        random=world.random,
        now=world.now(),
    )
    return Session(folder, database, world, FolderLock(folder))


def village_codes() -> tuple[str, ...]:
    """Return the villages that are written about."""
    return tuple(village.code for village in divisions.villages(COUNTY)[:VILLAGES])


def village_desks(folder: Path, hub: Hub, records: int) -> list[Session]:
    """Return desks in the books of a hub that has all they wrote: ``records`` in all."""
    desks = []
    for number in range(DESKS):
        mine = village_codes()[number::DESKS]
        desk = new_desk(folder / f"desk{number}", f"专员{number}", "specialist", mine)
        invitation = hub.invite(f"专员{number}", "specialist", list(mine))
        office.accept_invitation(desk, invitation_text(invitation))
        peer = LocalPeer(hub, desk.store.desk.device)
        office.enrol(desk, peer)
        for code in mine:
            _fill(desk, Village(code, records // VILLAGES), Random(code))
        report = exchange(office.replica(desk), peer)
        assert report.same, report
        desks.append(desk)
    return desks


def edit_phones(desk: Session, count: int, at_once: int = 25) -> None:
    """Change the telephone of ``count`` people, ``at_once`` in one operation."""
    chance = Random(count)
    people = desk.find(Person)[:count]
    assert len(people) == count
    with desk.store.transaction():
        for first in range(0, count, at_once):
            with desk.operation("edit_people", "更新电话") as operation:
                for person in people[first : first + at_once]:
                    operation.save(replace(person, phone=_phone(chance)))


def _fill(desk: Session, village: Village, chance: Random) -> None:
    made, number = 0, 0
    while made < village.records:
        with desk.store.transaction():
            for _ in range(AT_ONCE):
                if made >= village.records:
                    break
                number += 1
                made += _keep(desk, village, number, village.records - made, chance)


def _keep(desk: Session, village: Village, number: int, most: int, chance: Random) -> int:
    """Keep one household, its people and its visits; return how many records that are."""
    with desk.operation("register_household", f"登记{number}号户") as operation:
        home = operation.save(_household(village.code, number, chance))
        people = [
            operation.save(replace(person, household_id=home.id))
            for person in list(_people(village.code, home, number, chance))[: most - 1]
        ]
        visits = people[: min(chance.choice((1, 1, 2)), most - 1 - len(people))]
        for person in visits:
            operation.save(_visit(person, chance))
    return 1 + len(people) + len(visits)


def _household(code: str, number: int, chance: Random) -> Household:
    return Household(
        village_code=code,
        number=f"{number:06}",
        kind=chance.choices(("general", "lifted", "unstable"), (70, 25, 5))[0],
        group_name=f"{chance.randint(1, 5)}组",
        address=f"{divisions.village(code).name}{chance.randint(1, 120)}号",
    )


def _people(code: str, home: Household, number: int, chance: Random) -> Iterator[Person]:
    family, mongolian = chance.choice(_FAMILY), chance.random() < 0.45
    for place in range(chance.randint(1, 4)):
        birth = date(1950, 1, 1) + timedelta(days=chance.randint(0, 22_000))
        order = 10 * (number % 99 + 1) + 2 * chance.randint(0, 4) + place % 2
        name = chance.choice(_MONGOLIAN) if mongolian else family + "".join(
            chance.sample(_GIVEN, chance.randint(1, 2))
        )  # fmt: skip
        yield Person(
            village_code=code,
            name=name,
            relation=("01", "02", "03", "04")[place],
            citizen_id=with_check_digit(f"150223{birth:%Y%m%d}{order % 1000:03}"),
            sex="1" if order % 2 else "2",
            birth_on=birth,
            ethnicity="02" if mongolian else "01",
            political="13",
            education=chance.choice(("70", "80", "60", "30")),
            phone=_phone(chance),
            address=home.address,
            residence="20",
            health="1",
            work_capacity=chance.choice(("ordinary", "skilled", "weak")),
            employment_status=chance.choice(("11", "7", "5", "1")),
            poverty_status=home.kind,
        )


def _visit(person: Person, chance: Random) -> Visit:
    return Visit(
        village_code=person.village_code,
        household_id=person.household_id,
        person_id=person.id,
        visited_on=date(2026, 11, 25) - timedelta(days=chance.randint(0, 75)),
        way="home",
        purpose="routine",
        informant="本人",
        residing="here",
        employment_status=person.employment_status,
        job_intention="unsure",
        notes=chance.choice(NOTES),
    )


def _phone(chance: Random) -> str:
    return f"1{chance.choice('3578')}{chance.randint(10**8, 10**9 - 1)}"
