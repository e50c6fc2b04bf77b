"""The training village: rows on every page, problems planted on purpose, the same every time."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

import ui
from db.connection import fetch_sql
from desktop_app.domain.records import RECORDS, Placement, Record, Roll
from desktop_app.session import Session
from desktop_app.use_cases.checks import check_village
from desktop_app.use_cases.claim_lines import claim_people
from desktop_app.use_cases.claims import find_claims
from desktop_app.use_cases.exchange import sync_state
from desktop_app.use_cases.monitoring import MonitoringFilter, count_monitored
from desktop_app.use_cases.placement_lines import placement_lines
from desktop_app.use_cases.quality import check_quality
from desktop_app.use_cases.record_words import KINDS
from desktop_app.use_cases.registers import REGISTERS, find_entries
from desktop_app.use_cases.roll_drafts import draft_roll
from desktop_app.use_cases.set_up import make_training_folder
from desktop_app.use_cases.targets import target_sheet
from desktop_app.use_cases.training import make_up_village
from desktop_app.use_cases.training_trade import make_up_trade
from desktop_app.use_cases.upkeep import check
from desktop_app.world import World
from tests.sessions import Clock, Dice

NOVEMBER = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
MADE_ELSEWHERE = {
    "Paper", "PaperPart", "Disclosure", "Rulebook", "Target", "Snooze", "Caution", "FormLayout",
    "Printout",
}  # fmt: skip
"""Kinds that come of printing, of an office, or of one's own doing."""


def training(folder: Path, moment: datetime = NOVEMBER, people: int = 300) -> Session:
    world = World(now=Clock(moment), random=Dice(), home=folder)
    session = make_training_folder(folder / "training", world)
    make_up_village(session, people)
    make_up_trade(session)
    return session


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return training(tmp_path_factory.mktemp("village"))


@pytest.mark.parametrize(
    "kind", [kind for kind in RECORDS if kind.__name__ not in MADE_ELSEWHERE], ids=str
)
def test_every_kind_of_the_trade_has_records(village: Session, kind: type[Record]) -> None:
    assert village.find(kind)


@pytest.mark.parametrize("register", REGISTERS)
def test_every_register_has_rows(village: Session, register: str) -> None:
    assert find_entries(village, register)


def test_placements_stand_at_every_step(village: Session) -> None:
    states = Counter(line.state for line in placement_lines(village, village.find(Placement)))

    assert {"waiting", "working", "declined"} <= states.keys()
    assert {"closing", "left"} & states.keys()
    assert states["working"] >= 6


def test_last_month_is_closed_and_this_month_is_a_draft(village: Session) -> None:
    first = village.village_codes[0]
    rolls = village.find(Roll)

    draft = draft_roll(village, first, "2026-11", "hrss")

    assert {(one.village_code, one.month) for one in rolls} == {(first, "2026-10")}
    assert {one.department for one in rolls} == {"hrss", "agriculture"}
    assert all(one.total_fen for one in rolls)
    assert draft.people >= 2
    assert all("核查" not in one.title for one in draft.blocking), "nothing was planted here"


def test_a_claim_has_people_who_fit_and_people_who_do_not(village: Session) -> None:
    (claim,) = find_claims(village)

    results = {one.result_text for one in claim_people(village, claim)}

    assert len(claim_people(village, claim)) == 6
    assert len(results) > 1


def test_the_checks_find_what_was_planted_and_nothing_else(village: Session) -> None:
    hits = check_village(village, "", "2026-11").hits
    found = [one for one in hits if one.outcome is None]
    faults = Counter(one.rule for one in check_quality(village).faults)

    assert {one.rule for one in found} == {
        "check.dead", "check.away_full_attendance", "check.business", "check.cadre_kin",
        "check.shared_account",
    }  # fmt: skip
    assert len({one.person_id for one in found}) >= 4
    assert [one.outcome.result for one in hits if one.outcome is not None] == ["false"]
    assert {
        "quality.phone_wrong", "quality.birth_differs", "quality.sex_differs", "quality.near_same",
    } <= faults.keys()  # fmt: skip
    assert faults.total() < 25, "so few that they can be worked off"


def test_targets_and_monitoring_show_numbers(village: Session) -> None:
    reached = {line.measure: line.done for line in target_sheet(village).lines}

    assert reached["transfer"]
    assert reached["training"]
    assert reached["posts"]
    assert count_monitored(village, MonitoringFilter(state="done"))


def test_the_village_is_the_same_every_time(village: Session, tmp_path: Path) -> None:
    again = training(tmp_path)

    for kind in RECORDS:
        assert village.find(kind) == again.find(kind), kind.__name__


@pytest.mark.parametrize(
    ("moment", "people"),
    [
        (datetime(2027, 1, 1, 1, tzinfo=UTC), 300),
        (datetime(2028, 2, 29, 1, tzinfo=UTC), 300),
        (datetime(2026, 3, 31, 1, tzinfo=UTC), 60),
        (datetime(2026, 7, 1, 1, tzinfo=UTC), 3),
    ],
)
def test_any_day_and_any_number_of_people_give_a_sound_village(
    moment: datetime, people: int, tmp_path: Path
) -> None:
    session = training(tmp_path, moment, people)

    report = check(session)

    assert report.sound
    assert report.hints == []
    today = session.today().isoformat()
    rows = fetch_sql(session.store.database, "SELECT max(asked_on) FROM monitoring")
    assert (rows[0][0] or today) <= today


def test_what_waits_for_the_office_is_called_by_its_name(village: Session) -> None:
    waiting = {one.words for one in sync_state(village).waiting}

    assert {"培训", "补贴发放表", "核查结论", "劳务协议"} <= waiting


@pytest.mark.parametrize("kind", RECORDS, ids=str)
def test_every_kind_has_a_name_and_an_icon(kind: type[Record]) -> None:
    words, icon = KINDS[kind.__name__]

    assert words
    assert (Path(ui.__file__).parent / "icons" / f"{icon}.svg").exists()
