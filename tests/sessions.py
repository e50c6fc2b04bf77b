"""Data folders for tests: real files, a clock that stands still, made-up people."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from itertools import count
from pathlib import Path

from db.desk import make_desk
from db.folder import make_records
from db.folder_lock import FolderLock
from desktop_app.domain.records import Household, Person, Post
from desktop_app.session import Session
from desktop_app.world import World

VILLAGE, OTHER_VILLAGE = "150223102200", "150223102201"
TODAY = date(2026, 11, 25)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass
class Clock:
    """A clock that moves only when told."""

    moment: datetime = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.moment

    def pass_days(self, days: float) -> None:
        """Let time pass."""
        self.moment += timedelta(days=days)


@dataclass
class Dice:
    """Bytes that look random and are the same in every run."""

    numbers: "count[int]" = field(default_factory=count)

    def __call__(self, length: int) -> bytes:
        """Return the next ``length`` bytes."""
        out = b""
        while len(out) < length:
            out += blake2b(str(next(self.numbers)).encode()).digest()
        return out[:length]


def made_up_world(home: Path) -> World:
    """Return a world with a standing clock and known randomness."""
    return World(now=Clock(), random=Dice(), home=home)


def open_test_session(
    folder: Path, *, training: bool = False, key: bytes = b"", role: str = "specialist"
) -> Session:
    """Return a session on a new records file; encrypted if ``key`` (32 bytes) is given."""
    world = made_up_world(folder)
    database = make_records(folder, key, key[:16])
    make_desk(
        database,
        officer="苏日娜",
        role=role,
        county_code="150223",
        village_codes=(VILLAGE, OTHER_VILLAGE),
        training=training,
        random=world.random,
        now=world.now(),
    )
    return Session(folder, database, world, FolderLock(folder))


def citizen_id(birth: date, number: int, *, area: str = "150223") -> str:
    """Return a made-up identity number with a right check digit; odd ``number`` is a man."""
    body = f"{area}{birth:%Y%m%d}{number:03}"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return body + "10X98765432"[total % 11]


def keep_person(session: Session, number: int = 1, **facts: object) -> Person:
    """Keep a made-up person in a household of its own and return it."""
    birth = date(1985, 3, 2)
    person = Person(
        village_code=VILLAGE,
        name=f"乌云{number}",
        relation="01",
        citizen_id=citizen_id(birth, number),
        sex="1" if number % 2 else "2",
        birth_on=birth,
        phone=f"1380000{number:04}",
    )
    person = replace(person, **facts)  # type: ignore[arg-type]
    with session.operation("test", "登记") as operation:
        if person.household_id.int == 0:
            household = Household(village_code=person.village_code, number=f"{number:04}")
            person = replace(person, household_id=operation.save(household).id)
        return operation.save(person)


def keep_post(session: Session, **facts: object) -> Post:
    """Keep an approved post with two seats and return it."""
    post = Post(
        village_code=VILLAGE,
        title="护林员",
        kind="",
        department="hrss",
        headcount=2,
        standard_fen=60_000,
        proposed_on=date(2026, 1, 5),
        approved_on=date(2026, 1, 20),
        approved_by="达茂旗人力资源和社会保障局",
        approval_number="达人社发〔2026〕3号",
    )
    with session.operation("test", "设岗") as operation:
        return operation.save(replace(post, **facts))  # type: ignore[arg-type]
