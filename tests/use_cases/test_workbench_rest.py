"""What waits in the registers and about money stands on the list, with its clause and its tab."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop_app.domain.records import (
    Claim,
    ClaimLine,
    Employer,
    Employment,
    Organiser,
    Placement,
    Record,
    Referral,
    Roll,
    Training,
    Vacancy,
    WageClue,
)
from desktop_app.session import Session
from desktop_app.use_cases.workbench import Todo, workbench
from tests.sessions import TODAY, VILLAGE, keep_person, keep_post


def keep(session: Session, record: Record) -> Record:
    with session.operation("test", "登记") as operation:
        return operation.save(record)


def lines(session: Session, kind: str) -> list[Todo]:
    return [line for line in workbench(session).todo if line.kind == kind]


def test_registers_tell_what_waits(session: Session) -> None:
    person = keep_person(session, name="巴雅尔", employment_status="5")
    employer = keep(session, Employer(village_code=VILLAGE, name="示范乳业"))
    vacancy = keep(
        session,
        Vacancy(
            village_code=VILLAGE,
            employer_id=employer.id,
            title="厨师",
            open_until=TODAY + timedelta(days=3),
        ),
    )
    mine = {"village_code": VILLAGE, "person_id": person.id}
    keep(session, WageClue(**mine, employer="某工地", reported_on=TODAY - timedelta(days=5)))  # type: ignore[arg-type]
    keep(session, Training(**mine, trade="cook", begins_on=TODAY + timedelta(days=2)))  # type: ignore[arg-type]
    keep(
        session,
        Referral(
            **mine,  # type: ignore[arg-type]
            vacancy_id=vacancy.id,
            result="offered",
            offered_on=TODAY - timedelta(days=20),
        ),
    )
    keep(
        session,
        Employment(
            **mine,  # type: ignore[arg-type]
            form="010",
            scope="province",
            since=date(2026, 1, 1),
            until=date(2026, 9, 1),
            returned_on=date(2026, 9, 1),
        ),
    )

    told = {
        kind: lines(session, kind)
        for kind in ("clue", "training", "referral", "vacancy", "returned")
    }

    assert {kind: len(found) for kind, found in told.items()} == dict.fromkeys(told, 1)
    assert (told["clue"][0].group, told["clue"][0].target) == ("overdue", "wages")
    assert told["training"][0].what == "11月27日开班：中式烹调"
    assert told["referral"][0].what == "推荐到厨师还没有结果，问一问"
    assert told["vacancy"][0].due_on == TODAY + timedelta(days=3)
    assert all(found[0].basis for found in told.values())


def test_what_was_done_waits_no_more(session: Session) -> None:
    person = keep_person(session)
    mine = {"village_code": VILLAGE, "person_id": person.id}
    keep(session, WageClue(**mine, employer="甲", reported_on=TODAY, handed_on=TODAY))  # type: ignore[arg-type]
    keep(session, Training(**mine, trade="cook", begins_on=TODAY, result="finished"))  # type: ignore[arg-type]

    assert lines(session, "clue") == lines(session, "training") == []


@pytest.fixture
def holder(session: Session) -> Placement:
    post = keep_post(session)
    person = keep_person(session)
    place = Placement(
        village_code=VILLAGE, post_id=post.id, person_id=person.id, started_on=date(2026, 3, 1)
    )
    kept = keep(session, place)
    assert isinstance(kept, Placement)
    return kept


def test_six_months_away_by_an_organiser_wait_for_a_claim(session: Session) -> None:
    people = {}
    for number, (channel, since) in enumerate(
        (("market", date(2026, 4, 20)), ("market", date(2026, 8, 1)), ("kin", date(2026, 1, 5))), 1
    ):
        person = keep_person(session, number)
        people[person.name] = person.id
        keep(
            session,
            Employment(
                village_code=VILLAGE, person_id=person.id, form="010", scope="region",
                channel=channel, since=since,
            ),
        )  # fmt: skip

    (line,) = lines(session, "six_months")

    assert (line.who, line.due_on, line.target) == ("乌云1", date(2026, 11, 18), "claims")
    assert line.overdue
    assert "10月19日满的" in line.why
    organiser = keep(session, Organiser(village_code=VILLAGE, name="示范人力"))
    claim = keep(session, Claim(village_code=VILLAGE, organiser_id=organiser.id, year=2026))
    wish = ClaimLine(
        village_code=VILLAGE, claim_id=claim.id, person_id=people["乌云1"], result="open"
    )
    kept = keep(session, wish)
    assert lines(session, "six_months") == [], "the claim has been made"
    assert isinstance(kept, ClaimLine)
    keep(session, replace(kept, result="refused"))
    assert len(lines(session, "six_months")) == 1


def test_a_month_that_was_not_closed_is_due(session: Session, holder: Placement) -> None:
    (line,) = lines(session, "roll")
    assert (line.who, line.due_on, line.group) == ("1 人", date(2026, 11, 10), "overdue")
    assert line.what == "2026年10月人社部门补贴还没有关账"

    roll = Roll(village_code=VILLAGE, month="2026-10", department="hrss", closed_on=TODAY)
    kept = keep(session, roll)
    assert lines(session, "roll") == []

    assert isinstance(kept, Roll)
    keep(session, replace(kept, returned_on=TODAY))
    assert len(lines(session, "roll")) == 1


def test_the_same_thing_due_for_many_is_one_line(session: Session, holder: Placement) -> None:
    for number in range(2, 6):
        person = keep_person(session, number)
        keep(session, replace(holder, id=Placement().id, person_id=person.id))

    (line,) = lines(session, "insurance_ends")
    assert (line.who, line.what, line.count) == ("乌云1 等 5 人", "今天没有意外险，马上保上", 5)


def test_only_an_office_is_told_what_it_decides(
    session: Session, holder: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(session, Roll(village_code=VILLAGE, month="2026-10", department="hrss", closed_on=TODAY))
    organiser = keep(session, Organiser(village_code=VILLAGE, name="示范人力"))
    keep(
        session,
        Claim(village_code=VILLAGE, organiser_id=organiser.id, number="1", applied_on=TODAY),
    )
    assert lines(session, "roll_approval") == lines(session, "claim") == []

    monkeypatch.setattr(Session, "role", "county")

    (roll,) = lines(session, "roll_approval")
    assert roll.what == "2026年10月人社部门补贴等审核"
    (claim,) = lines(session, "claim")
    assert (claim.who, claim.target) == ("示范人力", "claims")


def test_every_line_leads_somewhere(tmp_path: Path) -> None:
    from ui.pages.workbench import PAGES, TABS

    source = Path(__file__).parents[2] / "desktop_app" / "use_cases"
    targets = {
        line.split('"')[1]
        for file in source.glob("workbench_*.py")
        for line in file.read_text("utf-8").splitlines()
        if line.strip().startswith("target=")
    }
    assert targets <= set(PAGES) | set(TABS)
