"""A training village (练习嘎查): made-up people, posts, visits and enrolments to try things on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from db.operation import Operation
from desktop_app.domain import divisions
from desktop_app.domain.citizen_id import with_check_digit
from desktop_app.domain.months import Month
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import (
    Employment,
    Enrolment,
    Household,
    Person,
    Placement,
    Post,
    RecordId,
    Visit,
)
from desktop_app.session import Session

BATCH = 500
"""Households kept in one transaction."""

_FAMILY = "王李张刘陈杨赵黄周吴徐孙马胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
_GIVEN = "秀英桂兰建国志强玉梅海燕文军红霞永胜春花占山素珍俊峰凤琴满仓连成翠莲德胜淑芳"
_MONGOLIAN = (
    *("乌云其其格", "巴特尔", "图雅", "苏日娜", "朝鲁", "萨仁高娃", "格日勒图", "娜仁托娅"),
    *("宝音", "其木格", "阿拉坦仓", "斯琴", "哈斯巴根", "敖登高娃", "那顺", "乌兰"),
    *("特木尔", "通拉嘎", "额尔敦", "呼和", "巴图孟克", "乌日娜", "毕力格", "吉雅"),
)
_TOWNS = (("150203", "包头市昆都仑区"), ("150105", "呼和浩特市赛罕区"), ("110108", "北京市海淀区"))
_JOBS = ("装卸工", "保安", "牧羊工", "厨师", "建筑小工", "保洁员", "货车司机", "服务员")


@dataclass(frozen=True, slots=True)
class MadeUp:
    """How many records were made."""

    households: int
    people: int
    visits: int
    posts: int
    placements: int
    enrolments: int


def make_up_village(
    session: Session, people: int = 300, seed: int = 1, progress: Progress | None = None
) -> MadeUp:
    """Fill the officer's villages with about ``people`` made-up people; same seed, same people.

    Only a training folder is filled. Rules are kept: nobody is placed against them.
    """
    progress = progress or Progress()
    maker = _Maker(session, Random(seed))  # noqa: S311 - made-up people, no secret
    households = list(maker.households(people))
    for first in progress.over(range(0, len(households), BATCH)):
        with session.operation("make_up_village", "编排练习嘎查") as operation:
            for home, members in households[first : first + BATCH]:
                maker.keep(operation, home, members)
    with session.operation("make_up_village", "编排练习岗位") as operation:
        maker.keep_posts(operation)
    return MadeUp(
        len(households),
        maker.people,
        maker.visits,
        maker.posts,
        maker.placements,
        maker.enrolments,
    )


class _Maker:
    """Makes up one village after another from one source of chance."""

    def __init__(self, session: Session, chance: Random) -> None:
        self.chance, self.today = chance, session.today()
        self.villages = session.village_codes
        self.people = self.visits = self.posts = self.placements = self.enrolments = 0
        self._numbers: set[str] = set()
        self._idle: list[Person] = []

    def households(self, people: int) -> Iterator[tuple[Household, list[Person]]]:
        made = 0
        while made < people:
            village = self.villages[made * len(self.villages) // people]
            home = Household(
                village_code=village,
                number=f"{village[6:9]}{made:06}",
                kind=self.chance.choices(("general", "lifted", "unstable", "edge"), (70, 24, 3, 3))[
                    0
                ],
                group_name=f"{self.chance.randint(1, 5)}组",
                address=f"{divisions.village(village).name}{self.chance.randint(1, 120)}号",
                relocated=self.chance.random() < 0.05,
            )
            members = self._members(home, min(people - made, self.chance.randint(1, 5)))
            made += len(members)
            yield home, members

    def keep(self, operation: Operation, home: Household, members: list[Person]) -> None:
        home = operation.save(home)
        kept = [operation.save(replace(each, household_id=home.id)) for each in members]
        self.people += len(kept)
        visited = self.today - timedelta(days=self.chance.randint(0, 75))
        for person in kept[: self.chance.choice((0, 1, 1))]:
            operation.save(self._visit(home.id, person, visited))
            self.visits += 1
        for person in kept:
            self._keep_work(operation, person)
            if _age(person, self.today) >= 18 and self.chance.random() < 0.6:
                operation.save(self._enrolment(person))
                self.enrolments += 1

    def keep_posts(self, operation: Operation) -> None:
        """Two posts a village and one that waits for approval; some seats taken."""
        for village in self.villages:
            for title, kind, department, headcount in (
                ("护林员", "forest", "agriculture", 3),
                ("保洁员", "cleaning", "hrss", 4),
            ):
                post = operation.save(self._post(village, title, kind, department, headcount))
                self.posts += 1
                for person in self._fitting(village)[: headcount - 1]:
                    operation.save(self._placement(post, person))
                    self.placements += 1
            waiting = self._post(village, "孤寡老人看护员", "care", "hrss", 2)
            operation.save(replace(waiting, approved_on=None, approved_by="", approval_number=""))
            self.posts += 1

    def _members(self, home: Household, size: int) -> list[Person]:
        mongolian = self.chance.random() < 0.45
        family = self.chance.choice(_FAMILY)
        return [
            self._person(home, place, mongolian=mongolian, family=family) for place in range(size)
        ]

    def _person(self, home: Household, place: int, *, mongolian: bool, family: str) -> Person:
        age = self.chance.randint(28, 66) if place < 2 else self.chance.randint(3, 30)
        birth = date(self.today.year - age, 1, 1) + timedelta(days=self.chance.randint(0, 320))
        man = place != 1 if place < 2 else self.chance.random() < 0.5
        name = (
            self.chance.choice(_MONGOLIAN)
            if mongolian
            else family + "".join(self.chance.sample(_GIVEN, self.chance.randint(1, 2)))
        )
        capacity = (
            self.chance.choices(("ordinary", "skilled", "weak"), (80, 12, 8))[0]
            if 16 <= age < 60
            else "none"
        )
        return Person(
            village_code=home.village_code,
            name=name,
            relation="01" if place == 0 else "02" if place == 1 else ("03" if man else "04"),
            citizen_id=self._citizen_id(birth, man=man),
            sex="1" if man else "2",
            birth_on=birth,
            ethnicity="02" if mongolian else "01",
            political="13",
            education=self.chance.choice(("70", "80", "60", "30")),
            phone=f"1{self.chance.choice('3578')}{self.chance.randint(10**8, 10**9 - 1)}",
            address=home.address,
            residence="20",
            health="4" if capacity == "weak" else "1",
            work_capacity=capacity,
            poverty_status=home.kind,
            **self._work(age, weak=capacity == "weak"),
        )

    def _work(self, age: int, *, weak: bool) -> dict[str, Any]:
        """Return the state of work, and what somebody without work is looking for."""
        status = self._status(age)
        status = "7" if weak and status == "11" else status
        if status != "5":
            return {"employment_status": status}
        return {
            "employment_status": status,
            "job_intention": self.chance.choice(("local", "away", "willing", "post")),
            "wanted_place": self.chance.choice(("county", "prefecture", "region")),
            "wanted_job": self.chance.choice(_JOBS),
            "wanted_monthly_fen": self.chance.randint(28, 50) * 10_000,
        }

    def _status(self, age: int) -> str:
        if age < 16:
            return "10"
        if age >= 60:
            return "7"
        return self.chance.choices(("11", "7", "5", "1"), (45, 25, 20, 10))[0]

    def _citizen_id(self, birth: date, *, man: bool) -> str:
        while True:
            order = self.chance.randrange(1, 1000, 2) if man else self.chance.randrange(2, 1000, 2)
            area = self.chance.choice(("150223", "150221", "150222", "150207", "150204"))
            number = with_check_digit(f"{area}{birth:%Y%m%d}{order:03}")
            if number not in self._numbers:
                self._numbers.add(number)
                return number

    def _visit(self, home: RecordId, person: Person, day: date) -> Visit:
        promised = self.chance.random() < 0.12
        return Visit(
            village_code=person.village_code,
            household_id=home,
            person_id=person.id,
            visited_on=day,
            way="home",
            purpose="routine",
            informant="本人",
            residing="here",
            employment_status=person.employment_status,
            job_intention="unsure",
            promise="帮助打听旗里的招工信息" if promised else "",
            promise_due_on=day + timedelta(days=20) if promised else None,
        )

    def _keep_work(self, operation: Operation, person: Person) -> None:
        if person.employment_status == "5":
            self._idle.append(person)
        if person.employment_status != "11":
            return
        code, place = self.chance.choice(_TOWNS)
        operation.save(
            Employment(
                village_code=person.village_code,
                person_id=person.id,
                form="010",
                employer="练习用工单位",
                job=self.chance.choice(_JOBS),
                place_code=code,
                place=place,
                scope="prefecture"
                if code.startswith("1502")
                else "region"
                if code.startswith("15")
                else "province",
                channel="kin",
                since=self.today - timedelta(days=self.chance.randint(20, 300)),
                monthly_fen=self.chance.randint(30, 70) * 10_000,
            )
        )

    def _enrolment(self, person: Person) -> Enrolment:
        paid = self.chance.random() < 0.7
        year = self.today.year
        return Enrolment(
            village_code=person.village_code,
            person_id=person.id,
            scheme="resident_pension",
            status="1" if paid else "2",
            rhythm="year",
            grade_fen=self.chance.choice((20_000, 30_000, 50_000, 100_000)),
            since=date(year - self.chance.randint(1, 8), 3, 1),
            paid_until=date(year if paid else year - 1, 12, 31),
            next_due_on=date(year + 1 if paid else year, 12, 20),
        )

    def _post(self, village: str, title: str, kind: str, department: str, headcount: int) -> Post:
        proposed = Month.around(self.today).plus(-10).first + timedelta(days=4)
        return Post(
            village_code=village,
            title=title,
            kind=kind,
            department=department,
            fund="employment" if department == "hrss" else "linking",
            headcount=headcount,
            standard_fen=80_000,
            required_days=22,
            place=divisions.village(village).name,
            duties="按出勤表到岗，听从嘎查村安排。",
            proposed_on=proposed,
            approved_on=proposed + timedelta(days=15),
            approved_by="（练习）旗人力资源和社会保障局",
            approval_number=f"练人社发〔{proposed.year}〕3号",
        )

    def _fitting(self, village: str) -> list[Person]:
        """Return people without work, 25 to 48, one a household, and use them up."""
        found: dict[RecordId, Person] = {}
        for person in self._idle:
            if person.village_code == village and 25 <= _age(person, self.today) <= 48:
                found.setdefault(person.household_id, person)
        chosen = list(found.values())[:4]
        homes = {person.household_id for person in chosen}
        self._idle = [person for person in self._idle if person.household_id not in homes]
        return chosen

    def _placement(self, post: Post, person: Person) -> Placement:
        begin = Month.around(self.today).plus(-9).first
        return Placement(
            village_code=post.village_code,
            post_id=post.id,
            person_id=person.id,
            applied_on=begin - timedelta(days=10),
            reviewed_on=begin - timedelta(days=9),
            review_due=30,
            review_present=24,
            review_agreed=22,
            notice_from=begin - timedelta(days=8),
            notice_to=begin - timedelta(days=3),
            decided_on=begin - timedelta(days=2),
            agreement_from=begin,
            agreement_to=Month.around(self.today).plus(2).last,
            trained_on=begin - timedelta(days=1),
            insurer="（练习）保险公司",
            policy_number=f"练保-{begin:%Y}-{self.placements + 1:03}",
            insured_from=begin,
            insured_to=Month.around(self.today).plus(2).last,
            started_on=begin,
        )


def _age(person: Person, today: date) -> int:
    birth = person.birth_on
    assert birth is not None  # noqa: S101 - made up with a birth date
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
