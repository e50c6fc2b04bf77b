"""A made-up banner with honest holders, everyday oddities among them, and planted frauds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from desktop_app.domain.citizen_id import with_check_digit
from desktop_app.domain.records import (
    NEW,
    Employment,
    Household,
    Person,
    Placement,
    Venture,
)
from desktop_app.session import Session
from desktop_app.use_cases.training import make_up_village
from tests.trade.fraud_records import BannerRecords

CASES = 6
"""Cases of each pattern; each has other variations."""


@dataclass
class Banner:
    """Who holds posts honestly, and who was planted by which pattern, by person."""

    honest: set[UUID] = field(default_factory=set)
    planted: dict[str, list[UUID]] = field(default_factory=dict)


class BannerMaker(BannerRecords):
    """Fills the villages of a session with people, holders and frauds; same seed, same banner."""

    def __init__(self, session: Session, people: int, seed: int) -> None:
        make_up_village(session, people, seed)
        self.session, self.chance = session, Random(seed)
        self.banner = Banner()
        self._people = session.find(Person)
        self._free = self._fitting()
        self._accounts = iter(range(6_221_000_000_000_000, 6_222_000_000_000_000))

    def make(self, holders: int) -> Banner:
        """Place honest holders with their oddities, then each pattern of fraud."""
        with self.session.operation("test", "旗里的岗位") as self.op:
            self.posts = {village: self._post(village) for village in self.session.village_codes}
            self._lists_of_others()
            for number in range(holders):
                person = self._next()
                self.banner.honest.add(person.id)
                self._honest(person, number)
            for name, plant in self._patterns().items():
                self.banner.planted[name] = [id_ for case in range(CASES) for id_ in plant(case)]
        return self.banner

    # Honest people, and what may look odd about them

    def _honest(self, person: Person, number: int) -> None:
        held = self.hold(person)
        self.attend(held, missing=self.chance.randrange(4))
        oddity = _ODDITIES.get(number % 60)
        if oddity is not None:
            oddity(self, person, held)

    def worked_away_before(self, person: Person, held: Placement) -> None:
        """Let somebody come back before the post began."""
        self.save(_away(person, date(2025, 3, 1), date(2026, 1, 20)))

    def insured_before(self, person: Person, held: Placement) -> None:
        """Let an employer stop paying before the post began."""
        self.on_list(person, "insured", date(2024, 5, 1), date(2025, 12, 31), "原单位")

    def shop_closed(self, person: Person, held: Placement) -> None:
        """Close a shop last year."""
        self.on_list(person, "businesses", date(2022, 5, 1), date(2025, 10, 1), "小卖部")
        self.save(Venture(village_code=person.village_code, person_id=person.id, name="小卖部",
                          registered_on=date(2022, 5, 1), closed_on=date(2025, 10, 1)))  # fmt: skip

    def shares_phone_with_kin(self, person: Person, held: Placement) -> None:
        """Give husband and wife one phone; only one of them holds a post."""
        kin = self.kin_of(person)
        self.save(replace(kin, phone=person.phone))

    def shares_account_with_kin(self, person: Person, held: Placement) -> None:
        """Write the account of the household to the wife's record too."""
        kin = self.kin_of(person)
        self.save(replace(kin, account=self.person(person).account))

    def temporary_in_household(self, person: Person, held: Placement) -> None:
        """Let somebody of the household help on a post for some weeks."""
        kin = self.kin_of(person)
        post = self.save(replace(self.posts[person.village_code], id=NEW, title="防火员",
                                 temporary=True))  # fmt: skip
        self.hold(kin, post=post)
        self.banner.honest.add(kin.id)

    def left_in_the_month(self, person: Person, held: Placement) -> None:
        """Let somebody leave in the middle of the month, with the days marked right."""
        self.save(replace(held, last_day_on=date(2026, 11, 14), exit_reason="14"))
        self.marks(held, "1" * 14 + " " * 16)

    def changed_posts(self, person: Person, held: Placement) -> None:
        """Let somebody change from one line to the other, day after day."""
        self.save(replace(held, last_day_on=date(2026, 11, 9), exit_reason="04"))
        self.marks(held, "1" * 9 + " " * 21)
        other = self.hold(person, department="agriculture", begins=date(2026, 11, 10))
        self.marks(other, " " * 9 + "1" * 21)

    def goes_away_next_month(self, person: Person, held: Placement) -> None:
        """Let work away begin after the month."""
        self.save(_away(person, date(2026, 12, 5), None))

    def stale_status(self, person: Person, held: Placement) -> None:
        """Leave 外出务工 in the record of somebody who is back: an alarm that is false."""
        self.save(replace(self.person(person), employment_status="11"))

    def neighbours_phone(self, person: Person, held: Placement) -> None:
        """Give a neighbour who holds a post too the same phone."""
        other = self._next()
        self.banner.honest.add(other.id)
        self.attend(self.hold(other))
        self.save(replace(self.person(other), phone=person.phone))

    def flexible_insured(self, person: Person, held: Placement) -> None:
        """Let somebody pay for the pension himself, which posts allow."""
        self._enrol(person, "flexible_pension", "1")

    def _lists_of_others(self) -> None:
        """Name mostly people who hold no post."""
        homes = {one.household_id for one in self._free}
        others = [one for one in self._people if one.household_id not in homes]
        for kind, share in (("pensioners", 40), ("insured", 60), ("businesses", 20),
                            ("paid_staff", 15), ("deaths", 10)):  # fmt: skip
            for person in self.chance.sample(others, share):
                self.on_list(person, kind, date(2025, 1, 1), None, "")

    # Frauds

    def _patterns(self) -> dict[str, Callable[[int], list[UUID]]]:
        return {
            "check.one_person": self._two_lines,
            "check.identity_repeated check.same_name_birth": self._registered_twice,
            "check.one_household": self._two_of_a_household,
            "check.dead": self._dead,
            "check.pension": self._pension,
            "check.employed_insured": self._employed,
            "check.business": self._business,
            "check.away_full_attendance check.away": self._away_full,
            "check.cadre_kin": self._cadre_kin,
            "check.shared_account": self._one_account,
            "check.shared_phone": self._one_phone,
            "check.age": self._wrong_age,
        }

    def _two_lines(self, case: int) -> list[UUID]:
        person = self._planted()
        village = self.chance.choice(self.session.village_codes)
        self.hold(person, department="agriculture", village=village)
        return [person.id]

    def _registered_twice(self, case: int) -> list[UUID]:
        """Register a person again elsewhere: by one number or two, once by another name."""
        person = self._planted()
        home = self.save(Household(village_code=self._elsewhere(person), number=f"重{case}"))
        number = person.citizen_id if case % 2 else self._other_number(person)
        name = person.name + "儿" if case == 0 else person.name
        again = self.save(
            replace(person, id=NEW, household_id=home.id, village_code=home.village_code,
                    citizen_id=number, name=name, phone="", account=self._account())
        )  # fmt: skip
        self.attend(self.hold(again))
        return [person.id]

    def _two_of_a_household(self, case: int) -> list[UUID]:
        person = self._planted()
        self.attend(self.hold(self.kin_of(person)))
        return [person.id]

    def _dead(self, case: int) -> list[UUID]:
        person = self._planted()
        if case % 3 == 0:
            self.save(replace(self.person(person), died_on=date(2026, 8, 9)))
        else:
            self.on_list(person, "deaths", date(2026, 10, 2) if case % 3 == 1 else None, None, "")
        return [person.id]

    def _pension(self, case: int) -> list[UUID]:
        person = self._planted()
        if case % 3 == 0:
            self.on_list(person, "pensioners", date(2025, 6, 1), None, "企业职工养老")
        elif case % 3 == 1:
            self.save(replace(self.person(person), pension_drawn=True))
        else:
            self._enrol(person, "employee_pension", "benefit")
        return [person.id]

    def _employed(self, case: int) -> list[UUID]:
        person = self._planted()
        if case % 2:
            self.on_list(person, "insured", date(2026, 4, 1), None, "某公司")
        else:
            self._enrol(person, "employee_pension", "1")
        return [person.id]

    def _business(self, case: int) -> list[UUID]:
        person = self._planted()
        if case % 2:
            self.on_list(person, "businesses", date(2024, 4, 1), None, "某饭店")
        else:
            self.save(Venture(village_code=person.village_code, person_id=person.id,
                              name="某合作社", registered_on=date(2023, 4, 1)))  # fmt: skip
        return [person.id]

    def _away_full(self, case: int) -> list[UUID]:
        person = self._planted()
        if case == 5:
            self.save(replace(self.person(person), employment_status="11"))
        else:
            self.save(_away(person, date(2026, 9, 1 + case), None))
        return [person.id]

    def _cadre_kin(self, case: int) -> list[UUID]:
        person = self._planted()
        if case % 3 == 0:
            self.on_list(person, "cadre_kin", None, None, "主任之妻")
        elif case % 3 == 1:
            self.save(replace(self.person(person), cadre_kin=True))
        else:
            self.on_list(self.kin_of(person), "cadre_kin", None, None, "主任")
        return [person.id]

    def _one_account(self, case: int) -> list[UUID]:
        """Pay a holder into the account of another one, or of somebody without a post."""
        person, other = self._planted(), self._planted()
        account = self.person(person).account
        if case % 2:
            self.save(replace(self.person(other), account=account))
            return [person.id, other.id]
        self.banner.honest.add(other.id)
        boss = self._next()
        self.save(replace(self.person(boss), account=account))
        return [person.id]

    def _one_phone(self, case: int) -> list[UUID]:
        """Make up three names; whoever signs for them left his own phone."""
        people = [self._planted() for _ in range(3)]
        for person in people[1:]:
            self.save(replace(self.person(person), phone=people[0].phone))
        return [one.id for one in people]

    def _wrong_age(self, case: int) -> list[UUID]:
        """Place people too old or too young by the number, whatever birthday was typed."""
        man = case % 2 == 0
        born = {0: date(1961, 11, 10), 1: date(1966, 3, 3), 2: date(1955, 1, 1)}.get(case % 4)
        born = born or date(2011, 5, 5)
        person = self._next()
        number = with_check_digit(f"150223{born:%Y%m%d}{711 + case * 2 + (not man):03}")
        person = self.save(
            replace(self.person(person), citizen_id=number, sex="1" if man else "2",
                    birth_on=date(1980, 1, 1))
        )  # fmt: skip
        self.attend(self.hold(person))
        return [person.id]

    # Who is next

    def _planted(self) -> Person:
        person = self._next()
        self.attend(self.hold(person))
        return person

    def _next(self) -> Person:
        return next(self._supply)

    @property
    def _supply(self) -> Iterator[Person]:
        return self._free_people

    def _fitting(self) -> "list[Person]":
        """Return people of an age for a post who are at home, one a household."""
        held = {one.person_id for one in self.session.find(Placement)}
        taken = {one.household_id for one in self._people if one.id in held}
        found: dict[Any, Person] = {}
        for person in self._people:
            born = person.birth_on
            if person.household_id in taken:
                continue
            if born and 1968 <= born.year <= 2002 and person.employment_status != "11":
                found.setdefault(person.household_id, person)
        people = list(found.values())
        self.chance.shuffle(people)
        self._free_people = iter(people)
        return people

    def _elsewhere(self, person: Person) -> str:
        villages = [one for one in self.session.village_codes if one != person.village_code]
        return self.chance.choice(villages)

    def _other_number(self, person: Person) -> str:
        order = int(person.citizen_id[14:17])
        body = f"{person.citizen_id[:14]}{(order + 200) % 998 + 1:03}"
        return with_check_digit(body)


_ODDITIES: dict[int, Callable[[BannerMaker, Person, Placement], None]] = {
    3: BannerMaker.worked_away_before,
    7: BannerMaker.insured_before,
    11: BannerMaker.shop_closed,
    15: BannerMaker.shares_phone_with_kin,
    19: BannerMaker.shares_account_with_kin,
    23: BannerMaker.temporary_in_household,
    27: BannerMaker.left_in_the_month,
    31: BannerMaker.changed_posts,
    35: BannerMaker.goes_away_next_month,
    39: BannerMaker.stale_status,
    43: BannerMaker.neighbours_phone,
    47: BannerMaker.flexible_insured,
}
"""What may look odd about an honest holder; each falls on one in sixty."""


def _away(person: Person, since: date, until: date | None) -> Employment:
    return Employment(village_code=person.village_code, person_id=person.id, form="010",
                      scope="province", place="北京市", since=since, until=until)  # fmt: skip
