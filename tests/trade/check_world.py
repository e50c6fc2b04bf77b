"""Holders with one fact against them, made from the words of the golden table of checks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from desktop_app.domain.months import Month
from desktop_app.domain.records import (
    Attendance,
    Employment,
    Enrolment,
    Household,
    Listed,
    Person,
    Placement,
    Post,
    Record,
    Venture,
)
from desktop_app.session import Session
from tests.sessions import OTHER_VILLAGE, VILLAGE, citizen_id, keep_person, keep_post

R = TypeVar("R", bound=Record)

LISTS = {
    "死亡名单": "deaths",
    "待遇名单": "pensioners",
    "参保名单": "insured",
    "市场主体名单": "businesses",
    "干部名单": "cadre_kin",
    "财政名单": "paid_staff",
}
BIRTH = date(1982, 4, 5)


def day(text: str) -> date | None:
    """Return the day of a cell, or none."""
    return date.fromisoformat(text) if text else None


def keep(session: Session, record: R) -> R:
    """Keep a record as it is given, unchecked."""
    with session.operation("test", "登记") as operation:
        return operation.save(record)


class CheckWorld:
    """One village with a holder, and whatever a case says about him or her."""

    def __init__(self, session: Session, case: dict[str, str]) -> None:
        self.session, self.month = session, Month.of(case["月份"])
        born, odd = date.fromisoformat(case["出生日期"]), case["性别"] == "男"
        self.person: Person = keep_person(
            session, 1, name="白满仓", sex="1" if odd else "2", birth_on=born,
            citizen_id=citizen_id(born, 11 if odd else 12), account="6221880000000001",
        )  # fmt: skip
        self.post = keep_post(session, title="保洁员", headcount=99)
        self.placement = self.hold(
            self.person, self.post, day(case["上岗日期"]), day(case["最后出勤日"])
        )
        for fact in filter(None, case["事实"].split("；")):
            word, *more = fact.split()
            self._add(word, more)

    def hold(
        self, person: Person, post: Post, begins: date | None, ends: date | None = None
    ) -> Placement:
        """Put somebody on a post."""
        return keep(
            self.session,
            Placement(
                village_code=post.village_code, post_id=post.id, person_id=person.id,
                started_on=begins, last_day_on=ends,
            ),
        )  # fmt: skip

    def change(self, **facts: Any) -> None:
        """Change the holder."""
        self.person = keep(self.session, replace(self.session.get(Person, self.person.id), **facts))

    def _add(self, word: str, more: list[str]) -> None:
        if word in LISTS:
            self._list(self.person, LISTS[word], more)
            return
        facts: dict[str, Callable[[list[str]], object]] = {
            "死亡": lambda m: self.change(died_on=day(m[0])),
            "领取待遇": lambda m: self.change(pension_drawn=True),
            "干部近亲属": lambda m: self.change(cadre_kin=True),
            "状态外出": lambda m: self.change(employment_status="11"),
            "没有号码": lambda m: self.change(citizen_id=""),
            "号码错": lambda m: self.change(citizen_id=_other_digit(self.person.citizen_id)),
            "农牧岗位": lambda m: self.hold(self.person, self._agriculture(), day(m[0])),
            "家人在岗": lambda m: self.hold(self._kin(), self.post, day(m[0])),
            "家人在临时岗": lambda m: self.hold(
                self._kin(), keep_post(self.session, title="防火员", temporary=True), day(m[0])
            ),
            "家人在干部名单": lambda m: self._list(self._kin(), "cadre_kin", m),
            "单位养老": lambda m: self._enrol("employee_pension", m),
            "灵活养老": lambda m: self._enrol("flexible_pension", m),
            "创业": self._venture,
            "外出": self._away,
            "满勤": lambda m: self._attend(),
            "同账号": lambda m: keep_person(
                self.session, 3, citizen_id=citizen_id(BIRTH, 13), account=self.person.account
            ),
            "家人同账号": lambda m: self._kin(account=self.person.account),
            "同电话": self._phones,
            "同号": lambda m: keep_person(
                self.session, 5, village_code=OTHER_VILLAGE, name="白仓",
                citizen_id=self.person.citizen_id,
            ),
            "同名同生日": lambda m: self.hold(
                keep_person(
                    self.session, 7, name=self.person.name, birth_on=self.person.birth_on,
                    citizen_id=citizen_id(self.person.birth_on or BIRTH, 77),
                ),
                self.post,
                date(2026, 2, 1),
            ),
        }  # fmt: skip
        facts[word](more)

    def _list(self, person: Person, kind: str, more: list[str]) -> None:
        days = [one for one in more if one[:4].isdigit()]
        words = [one for one in more if one not in days]
        keep(
            self.session,
            Listed(
                village_code=person.village_code, person_id=person.id, watch_list=kind,
                since=day(days[0]) if days else None,
                until=day(days[1]) if len(days) > 1 else None,
                detail="".join(words), source="旗县", as_of=date(2026, 10, 31),
            ),
        )  # fmt: skip

    def _agriculture(self) -> Post:
        return keep_post(
            self.session, title="草管员", department="agriculture", village_code=OTHER_VILLAGE
        )

    def _kin(self, **facts: Any) -> Person:
        return keep_person(
            self.session, 9, name="白海燕", relation="02", citizen_id=citizen_id(BIRTH, 92),
            household_id=self.person.household_id, **facts,
        )  # fmt: skip

    def _enrol(self, scheme: str, more: list[str]) -> None:
        keep(
            self.session,
            Enrolment(
                village_code=VILLAGE, person_id=self.person.id, scheme=scheme, status="1",
                since=day(more[0]),
            ),
        )  # fmt: skip

    def _venture(self, more: list[str]) -> None:
        keep(
            self.session,
            Venture(
                village_code=VILLAGE, person_id=self.person.id, name="满仓商店",
                registered_on=day(more[0]), closed_on=day(more[1]) if len(more) > 1 else None,
            ),
        )  # fmt: skip

    def _away(self, more: list[str]) -> None:
        keep(
            self.session,
            Employment(
                village_code=VILLAGE, person_id=self.person.id, form="010", scope="province",
                place="北京市海淀区", since=day(more[0]),
                until=day(more[1]) if len(more) > 1 else None,
            ),
        )  # fmt: skip

    def _attend(self) -> None:
        keep(
            self.session,
            Attendance(
                village_code=VILLAGE, placement_id=self.placement.id, month=self.month.text,
                marks="1" * self.month.days,
            ),
        )  # fmt: skip

    def _phones(self, more: list[str]) -> None:
        for number in range(1, int(more[0])):
            household = keep(self.session, Household(village_code=VILLAGE, number=f"8{number}"))
            person = keep_person(
                self.session, 20 + number, household_id=household.id, phone=self.person.phone,
                citizen_id=citizen_id(BIRTH, 200 + number),
            )  # fmt: skip
            self.hold(person, self.post, date(2026, 2, 1))


def _other_digit(number: str) -> str:
    return number[:-1] + ("1" if number[-1] != "1" else "2")
