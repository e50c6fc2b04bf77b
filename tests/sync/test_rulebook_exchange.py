"""Rules that a county gives out reach every desk by the exchange, and nobody else's do."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from db.conflict_queries import quarantined
from db.desk import make_desk
from db.folder import make_records
from db.folder_lock import FolderLock
from desktop_app.domain.records import Rulebook
from desktop_app.domain.rulebook import packed
from desktop_app.session import Session
from desktop_app.use_cases.networking import synchronise
from desktop_app.use_cases.office import accept_invitation
from desktop_app.use_cases.rulebooks import publish_rules, withdraw_rules
from sync.hub import Hub
from sync.invitation import invitation_text
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE
from tests.sync.hubs import open_made_up_desk, world_of
from tests.use_cases.test_networking import URLS, Line
from tests.use_cases.test_rulebooks import AGE_63


@pytest.fixture
def specialist(tmp_path: Path, hub: Hub) -> Iterator[Session]:
    desk = open_made_up_desk(tmp_path / "specialist", "苏日娜")
    join(hub, desk, "specialist", [VILLAGE, OTHER_VILLAGE])
    yield desk
    desk.close()


@pytest.fixture
def county(tmp_path: Path, hub: Hub) -> Iterator[Session]:
    folder = tmp_path / "county"
    world = world_of(folder, "王建国")
    database = make_records(folder, b"", b"")
    make_desk(
        database, officer="王建国", role="county", county_code="150223",
        village_codes=(VILLAGE, OTHER_VILLAGE), training=False, random=world.random,
        now=world.now(),
    )  # fmt: skip
    desk = Session(folder, database, world, FolderLock(folder))
    join(hub, desk, "county", ["150223"])
    yield desk
    desk.close()


def join(hub: Hub, desk: Session, role: str, scope: list[str]) -> None:
    invitation = hub.invite(desk.officer, role, scope, list(URLS))
    accept_invitation(desk, invitation_text(invitation))
    exchange(hub, desk)


def exchange(hub: Hub, *desks: Session) -> None:
    for desk in desks:
        synchronise(desk, connect=Line(hub, *URLS))


def limit(desk: Session) -> int:
    return desk.rules.number("post.max_age.male", TODAY, desk.county_code)


def test_rules_of_the_county_decide_on_every_desk(
    hub: Hub, county: Session, specialist: Session
) -> None:
    assert limit(specialist) == 65
    line = publish_rules(county, AGE_63)
    exchange(hub, county, specialist)

    assert limit(specialist) == 63
    assert specialist.rules.name == "达茂旗规则包 2026.1"

    assert line.id is not None
    withdraw_rules(county, line.id)
    exchange(hub, county, specialist)

    assert limit(specialist) == 65
    assert specialist.rules_of("2026.1").number("post.max_age.male", TODAY) == 63


def test_rules_that_a_village_desk_writes_count_nowhere_else(
    hub: Hub, county: Session, specialist: Session
) -> None:
    with specialist.operation("forged", "自己下发") as operation:
        operation.save(
            Rulebook(
                village_code=specialist.office_code, title="自己的规则包", version="9",
                issued_on=TODAY, since=TODAY, content=packed(AGE_63),
                sha256=sha256(AGE_63.encode()).hexdigest(),
            )
        )  # fmt: skip
    exchange(hub, specialist, county)

    assert limit(county) == 65
    assert county.rulebooks() == []
    reasons = {one.reason for one in quarantined(county.store.database)}
    assert reasons <= {"out-of-scope"}
