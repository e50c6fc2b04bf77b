"""The records of a made-up banner, kept as they are given, unchecked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import TypeVar

from db.operation import Operation
from desktop_app.domain.citizen_id import with_check_digit
from desktop_app.domain.months import Month
from desktop_app.domain.records import (
    NEW,
    Attendance,
    Enrolment,
    Listed,
    Person,
    Placement,
    Post,
    Record,
)
from desktop_app.session import Session

R = TypeVar("R", bound=Record)
MONTH = Month(2026, 11)
BEGUN = date(2026, 2, 1)


class BannerRecords:
    """Keeps people on posts, their days, and names on lists, within one operation."""

    session: Session
    chance: Random
    op: Operation
    posts: dict[str, Post]
    _accounts: Iterator[int]

    def save(self, record: R) -> R:
        """Keep a record as it is, unchecked."""
        return self.op.save(record)

    def person(self, person: Person) -> Person:
        """Return somebody as kept now."""
        return self.session.get(Person, person.id)

    def hold(
        self,
        person: Person,
        *,
        post: Post | None = None,
        department: str = "hrss",
        village: str = "",
        begins: date = BEGUN,
    ) -> Placement:
        """Put somebody on a post, and give an account."""
        found = post or self.posts[village or person.village_code]
        if department != found.department:
            found = self.save(replace(found, id=NEW, department=department, title="草管员"))
        now = self.person(person)
        if not now.account:
            self.save(replace(now, account=self._account()))
        return self.save(
            Placement(village_code=found.village_code, post_id=found.id, person_id=person.id,
                      started_on=begins)
        )  # fmt: skip

    def attend(self, held: Placement, missing: int = 0) -> None:
        """Mark the month; some days are missing."""
        days = ["1"] * MONTH.days
        for _ in range(missing):
            days[self.chance.randrange(MONTH.days)] = "p"
        self.marks(held, "".join(days))

    def marks(self, held: Placement, marks: str) -> None:
        """Mark the month like this."""
        before = self.session.find(Attendance, placement_id=held.id)
        sheet = before[0] if before else Attendance(
            village_code=held.village_code, placement_id=held.id, month=MONTH.text
        )  # fmt: skip
        self.save(replace(sheet, marks=marks))

    def on_list(
        self, person: Person, kind: str, since: date | None, until: date | None, detail: str
    ) -> None:
        """Put somebody on a list."""
        self.save(Listed(village_code=person.village_code, person_id=person.id, watch_list=kind,
                         since=since, until=until, detail=detail, source="旗里",
                         as_of=date(2026, 10, 31)))  # fmt: skip

    def kin_of(self, person: Person) -> Person:
        """Return a grown-up of the household, made up if there is none."""
        for one in self.session.find(Person, household_id=person.household_id):
            grown = one.birth_on is not None and 1967 <= one.birth_on.year <= 2000
            if one.id != person.id and grown and one.employment_status != "11":
                return one
        born = date(1985, self.chance.randint(1, 12), self.chance.randint(1, 28))
        number = with_check_digit(f"150204{born:%Y%m%d}{self.chance.randrange(2, 999, 2):03}")
        return self.save(
            Person(village_code=person.village_code, household_id=person.household_id,
                   name="家里人", relation="02", citizen_id=number, birth_on=born, sex="2")
        )  # fmt: skip

    def _enrol(self, person: Person, scheme: str, status: str) -> None:
        self.save(Enrolment(village_code=person.village_code, person_id=person.id,
                            scheme=scheme, status=status, since=date(2025, 1, 1)))  # fmt: skip

    def _account(self) -> str:
        return str(next(self._accounts))

    def _post(self, village: str) -> Post:
        return self.save(
            Post(village_code=village, title="保洁员", kind="cleaning", department="hrss",
                 headcount=500, standard_fen=80_000, approved_on=date(2026, 1, 20))
        )  # fmt: skip
