"""Entries may arrive erased before the order that had them erased."""

from pathlib import Path
from uuid import UUID

from db.replay import verify
from desktop_app.domain.records import Household, Person, Visit
from sync.hub import Hub
from sync.messages import Push
from tests.sessions import TODAY, VILLAGE
from tests.sync.hostile import Rogue, meet, open_replica, sql_of


def test_what_points_at_an_erased_person_counts_though_the_order_comes_later(
    hub: Hub, tmp_path: Path
) -> None:
    session, desk = open_replica(hub, tmp_path / "a", "高娃")
    author = Rogue(7)
    author.enrol(hub)
    meet(hub, desk)
    house, person, visit = (author.dice(16) for _ in range(3))
    at_home, who = UUID(bytes=house), UUID(bytes=person)
    author.create(Household(village_code=VILLAGE, number="1"), house)
    author.create(Person(village_code=VILLAGE, household_id=at_home, name="乌云"), person)
    author.create(
        Visit(
            village_code=VILLAGE,
            household_id=at_home,
            person_id=who,
            visited_on=TODAY,
            notes="在家",
        ),
        visit,
    )
    hub.push(author.device, Push(author.runs()))
    hub.erase(VILLAGE, 2, person, "withdrawn", "乌兰")

    desk.take(hub.pull(desk.device, VILLAGE, 0).runs)
    before = session.store.find(Visit)
    meet(hub, desk)

    assert [each.notes for each in before] == ["在家"]
    assert session.store.find(Visit) == before
    assert session.store.find(Person) == []
    assert sql_of(session).fetch("SELECT reason FROM park") == []
    judge = desk._judging().judge
    assert verify(session.store.database, judge=judge).problems == []
    session.close()
