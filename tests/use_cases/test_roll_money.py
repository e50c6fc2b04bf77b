"""Money is never lost between rolls, corrections and totals; a closed month never changes."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db.history_queries import last_number
from desktop_app.domain.attendance import MARKS, without_foreign_days
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import Agreement, Appraisal, Placement, Post, Roll, RollLine
from desktop_app.domain.roll_lines import digest, due
from desktop_app.session import Session
from desktop_app.use_cases.attendance import (
    MarkedMonth,
    attendance_month,
    confirm_attendance,
    correct_attendance,
    save_marks,
)
from desktop_app.use_cases.history import undo
from desktop_app.use_cases.roll_books import read_books
from desktop_app.use_cases.roll_payments import confirm_payments, record_failure
from desktop_app.use_cases.roll_totals import roll_totals
from desktop_app.use_cases.rolls import (
    approve_roll,
    close_roll,
    publish_roll,
    return_roll,
    roll_file,
)
from tests.sessions import VILLAGE, Clock, keep_post, open_test_session
from tests.use_cases.roll_world import BASIS, HRSS, OFFICE, keep_holder

FIRST = Month.of("2026-05")
MONTHS = [FIRST.plus(step) for step in range(6)]
INDEX = st.integers(0, 3)
MARKED = st.text(alphabet=MARKS, min_size=31, max_size=31)
SETTINGS = st.sampled_from(
    [
        ("subsidy.rounding", None),
        ("subsidy.cap_standard", False),
        ("subsidy.required_within_month", False),
        ("subsidy.deduct_percent.unfit", 15),
        ("subsidy.cap_monthly", 300),
    ]
)


class Money(RuleBasedStateMachine):
    """A village lives through some months: marks, terms, exits, closings, returns, payments."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory(prefix="nutag-money-")
        self.session: Session = open_test_session(Path(self._folder.name))
        self.closed: dict[Any, str] = {}
        self.holders: list[Placement] = []

    @initialize()
    def begin(self) -> None:
        post = keep_post(self.session, headcount=99, required_days=22)
        self.post = post.id
        standards = (60_000, 70_001, None, 45_555)
        self.holders = [
            keep_holder(self.session, post, number, standard_fen=standard)
            for number, standard in enumerate(standards, start=1)
        ]
        self.session.opened_after = last_number(self.session.store.database)

    def teardown(self) -> None:
        self.session.close()
        self._folder.cleanup()

    # What people do

    @rule(who=INDEX, month=st.sampled_from(MONTHS), marks=MARKED)
    def mark(self, who: int, month: Month, marks: str) -> None:
        sheet = attendance_month(self.session, VILLAGE, month.text, HRSS)
        rows = {row.placement_id: row for row in sheet.rows}
        holder = self.holders[who]
        if holder.id not in rows:
            return
        own = without_foreign_days(marks[: month.days], rows[holder.id].days)
        if sheet.closed:
            correct_attendance(self.session, holder.id, month.text, own, "核实以后更正")
        else:
            one = MarkedMonth(placement_id=holder.id, marks=own)
            save_marks(self.session, VILLAGE, month.text, HRSS, [one])

    @rule(who=INDEX, standard=st.integers(1, 99_999), required=st.integers(1, 31))
    def change_terms(self, who: int, standard: int, required: int) -> None:
        (agreement,) = self.session.find(Agreement, placement_id=self.holders[who].id)
        self._keep(replace(agreement, standard_fen=standard, required_days=required))

    @rule(who=INDEX, day=st.integers(0, 200))
    def change_last_day(self, who: int, day: int) -> None:
        placement = self.session.get(Placement, self.holders[who].id)
        last = None if day > 180 else FIRST.first + timedelta(days=day)
        self._keep(replace(placement, last_day_on=last))

    @rule(who=INDEX, month=st.sampled_from(MONTHS), told=st.booleans())
    def appraise(self, who: int, month: Month, told: bool) -> None:
        known = self.session.find(Appraisal, placement_id=self.holders[who].id, month=month.text)
        one = known[0] if known else Appraisal(
            village_code=VILLAGE, placement_id=self.holders[who].id, month=month.text
        )  # fmt: skip
        self._keep(replace(one, result="unfit", told_on=date(2026, 11, 1) if told else None))

    @rule(standard=st.integers(1, 99_999))
    def change_the_post(self, standard: int) -> None:
        self._keep(replace(self.session.get(Post, self.post), standard_fen=standard))

    @rule(chosen=SETTINGS)
    def let_the_county_choose(self, chosen: tuple[str, int | bool | None]) -> None:
        if chosen[1] is not None:
            self.session.choose_rule(chosen[0], chosen[1])

    @rule(month=st.sampled_from(MONTHS))
    def close(self, month: Month) -> None:
        try:
            confirm_attendance(self.session, VILLAGE, month.text, HRSS, "乌兰")
            roll = close_roll(self.session, VILLAGE, month.text, HRSS, basis=BASIS)
        except Refused:
            return
        self.closed[roll.id] = roll.sha256

    @precondition(lambda self: self.closed)
    @rule(data=st.data())
    def send_back(self, data: st.DataObject) -> None:
        self._try(return_roll, self._drawn(data), "重做")

    @precondition(lambda self: self.closed)
    @rule(data=st.data())
    def approve(self, data: st.DataObject) -> None:
        roll_id = self._drawn(data)
        self._try(publish_roll, roll_id, self.session.today())
        clock = self.session.world.now
        assert isinstance(clock, Clock)
        clock.pass_days(8)
        self._try(approve_roll, roll_id, self.session.today(), OFFICE)

    @precondition(lambda self: any(one.approved_on for one in self.session.find(Roll)))
    @rule(data=st.data(), who=INDEX, fails=st.booleans())
    def pay(self, data: st.DataObject, who: int, fails: bool) -> None:
        people = [self.holders[who].person_id]
        roll_id = self._drawn(data, approved=True)
        if fails:
            self._try(record_failure, roll_id, people, "账号不符")
        else:
            self._try(confirm_payments, roll_id, people, self.session.today(), "回单")

    @rule()
    def take_back(self) -> None:
        try:
            undo(self.session)
        except Refused:
            return

    # What must hold

    @invariant()
    def closed_months_are_as_they_were_closed(self) -> None:
        for roll in self.session.find(Roll):
            lines = self.session.find(RollLine, roll_id=roll.id)
            assert digest(roll, lines) == roll.sha256 == self.closed[roll.id]
            assert roll.total_fen == sum(line.amount_fen or 0 for line in lines)
        assert len(self.session.find(Roll)) == len(self.closed)

    @invariant()
    def totals_are_those_of_the_lines(self) -> None:
        standing = [one for one in self.session.find(Roll) if one.returned_on is None]
        found = roll_totals(self.session, 2026)
        assert found.whole.total_fen == sum(one.total_fen or 0 for one in standing)
        for way in (found.by_month, found.by_village, found.by_department):
            assert sum(one.total_fen for one in way) == found.whole.total_fen

    @precondition(lambda self: self.closed)
    @rule()
    def after_the_next_closing_every_line_adds_up_to_the_facts(self) -> None:
        now = Month.of("2026-10").next()
        books = read_books(self.session, VILLAGE, HRSS, now)
        before = set(books.closed)
        self.session.choose_rule("subsidy.close_before_month_end", True)
        self.close(now)
        self.session.choose_rule("subsidy.close_before_month_end", False)
        books = read_books(self.session, VILLAGE, HRSS, now)
        if now.text not in books.closed or now.text in before:
            return
        laid: dict[Any, int] = {}
        for line in books.laid:
            key = line.placement_id, line.for_month
            laid[key] = laid.get(key, 0) + (line.amount_fen or 0)
        for text in before:
            for holder in self.holders:
                known = due(books, books.closed[text], (holder.id, text))
                if known is not None:
                    assert laid.get((holder.id, text), 0) == known[1].amount_fen

    # Inside

    def _keep(self, record: Any) -> None:
        with self.session.operation("test", "改") as operation:
            operation.save(record)

    def _drawn(self, data: st.DataObject, *, approved: bool = False) -> Any:
        rolls = self.session.find(Roll)
        fitting = [one.id for one in rolls if one.approved_on is not None or not approved]
        return data.draw(st.sampled_from(sorted(fitting)))

    def _try(self, step: Any, roll_id: Any, *arguments: Any) -> None:
        try:
            step(self.session, roll_id, *arguments)
        except Refused:
            return
        assert roll_file(self.session, roll_id).intact


TestMoney = Money.TestCase
TestMoney.settings = settings(
    max_examples=12,
    stateful_step_count=24,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
