"""创业, 欠薪线索 and 五送活动: kept as they are told, in their order, never decided here."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Attendee, Event, Person, Venture, WageClue
from desktop_app.session import Session
from desktop_app.use_cases.events import attend, attendees, event_counts, save_event
from desktop_app.use_cases.history import undo
from desktop_app.use_cases.ventures import move_loan, save_venture
from desktop_app.use_cases.wage_clues import close_clue, hand_over_clue, save_wage_clue
from tests.sessions import TODAY, keep_person

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def person(session: Session) -> Person:
    return keep_person(session, name="巴雅尔")


@pytest.fixture
def venture(session: Session, person: Person) -> Venture:
    wish = Venture(person_id=person.id, form="farm", name="家庭牧场", loan_wish_fen=10_000_000)
    return save_venture(session, wish)


@pytest.fixture
def clue(session: Session, person: Person) -> WageClue:
    wish = WageClue(
        person_id=person.id,
        field="building",
        employer="某工地包工头",
        amount_fen=1_200_000,
        reported_on=YESTERDAY,
    )
    return save_wage_clue(session, wish)


@pytest.fixture
def event(session: Session) -> Event:
    return save_event(session, Event(kind="jobs", held_on=YESTERDAY, place="村部"))


def test_a_loan_goes_from_the_wish_to_the_last_payment(session: Session, venture: Venture) -> None:
    assert venture.loan_status == "wish"
    move_loan(session, venture.id, "applied")
    with pytest.raises(Refused, match="贷款金额和放款日期"):
        move_loan(session, venture.id, "granted")
    kept = move_loan(session, venture.id, "granted", 8_000_000, TODAY)
    assert (kept.loan_fen, kept.loan_on) == (8_000_000, TODAY)
    with pytest.raises(Refused, match="不能改成「已申请」"):
        move_loan(session, venture.id, "applied")
    assert move_loan(session, venture.id, "repaid").loan_status == "repaid"
    assert save_venture(session, replace(kept, name="改名")).loan_status == "repaid"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"form": ""}, "创业形式"),
        ({"credit_code": "123"}, "没有通过校验"),
        ({"employs": -1}, "带动就业"),
        ({"started_on": date(2027, 1, 1)}, "还没有到"),
        ({"started_on": TODAY, "closed_on": YESTERDAY}, "停业日期早于"),
    ],
)
def test_odd_ventures_are_refused(
    session: Session, venture: Venture, wrong: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        save_venture(session, replace(venture, **wrong))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="还没有选人"):
        save_venture(session, Venture(form="farm"))
    assert session.find(Venture) == [venture]


def test_a_clue_is_handed_over_and_closed_and_never_decided_here(
    session: Session, clue: WageClue
) -> None:
    with pytest.raises(Refused, match="还没有移交"):
        close_clue(session, clue.id, "paid", TODAY)

    handed = hand_over_clue(session, clue.id, "inspection", TODAY, " 2026-88 ")

    assert (handed.receipt, handed.result) == ("2026-88", "open")
    with pytest.raises(Refused, match="已经移交"):
        save_wage_clue(session, replace(handed, employer="改名"))
    closed = close_clue(session, clue.id, "paid", TODAY)
    assert (closed.result, closed.closed_on) == ("paid", TODAY)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"field": ""}, "行业类别"),
        ({"employer": ""}, "欠薪单位"),
        ({"amount_fen": 0}, "欠薪金额"),
        ({"owed_from": TODAY, "owed_to": YESTERDAY}, "欠薪结束早于开始"),
        ({"reported_on": date(2027, 1, 1)}, "还没有到"),
    ],
)
def test_odd_clues_are_refused(
    session: Session, clue: WageClue, wrong: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        save_wage_clue(session, replace(clue, **wrong))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="反映人"):
        save_wage_clue(session, WageClue(field="other", employer="某单位"))
    with pytest.raises(Refused, match="移交渠道"):
        hand_over_clue(session, clue.id, "", TODAY)
    with pytest.raises(Refused, match="移交日期"):
        hand_over_clue(session, clue.id, "office", TODAY + timedelta(days=1))
    assert session.find(WageClue) == [clue]


def test_many_come_to_an_event_and_are_counted_once(
    session: Session, person: Person, event: Event
) -> None:
    other = keep_person(session, 2)

    assert attend(session, event.id, [person.id, other.id, person.id]) == 2
    assert attend(session, event.id, [person.id]) == 0

    assert [one.person_id for one in attendees(session, event.id)] == [person.id, other.id]
    counts = {one.kind: (one.events, one.people) for one in event_counts(session)}
    assert counts["jobs"] == (1, 2)
    assert counts["policy"] == (0, 0)
    assert event.title == "送招聘信息到村"
    undo(session)
    assert session.find(Attendee) == []


def test_odd_events_and_visitors_are_refused(
    session: Session, person: Person, event: Event
) -> None:
    later = save_event(session, Event(kind="policy", held_on=TODAY + timedelta(days=9)))
    dead = keep_person(session, 7, died_on=date(2026, 1, 1))
    for wish, words in (
        (Event(held_on=TODAY), "活动种类"),
        (Event(kind="jobs"), "活动日期"),
        (Event(kind="jobs", held_on=TODAY, helpers=-1), "小于 0"),
    ):
        with pytest.raises(Refused, match=words):
            save_event(session, wish)
    with pytest.raises(Refused, match="才办"):
        attend(session, later.id, [person.id])
    with pytest.raises(Refused, match="还没有选人"):
        attend(session, event.id, [])
    with pytest.raises(Refused, match="已经登记死亡"):
        attend(session, event.id, [person.id, dead.id])
    assert session.find(Attendee) == []
