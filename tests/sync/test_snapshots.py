"""A desk of the office that begins with what another has."""

from pathlib import Path

import msgspec

from desktop_app.domain.records import Person
from sync.carrying import snapshot_frames, take_snapshot
from sync.hub import Hub
from sync.replica import DeskReplica
from tests.sessions import VILLAGE, keep_person
from tests.sync.hostile import Rogue, meet, open_replica
from tests.sync.hubs import COUNTY, open_made_up_desk


def test_a_feed_of_which_nothing_was_taken_does_not_spoil_a_snapshot(
    hub: Hub, tmp_path: Path
) -> None:
    session, desk = open_replica(hub, tmp_path / "a", "萨仁", role="township")
    keep_person(session, 1)
    rogue = Rogue(7)
    rogue.enrol(hub)
    meet(hub, desk)
    rogue.create(Person(village_code=VILLAGE, name="不是他"), rogue.dice(16))
    forged = [msgspec.structs.replace(run, signature=bytes(64)) for run in rogue.runs()]
    assert desk.take(forged).refused == [(forged[0].key, "signature")]
    (tmp_path / "late").mkdir()
    late = open_made_up_desk(tmp_path / "late", "late")
    newcomer = DeskReplica(late.store, {COUNTY: hub.books.keys.root_public_key})

    report = take_snapshot(newcomer, snapshot_frames(desk))

    assert report.refused == ()
    assert late.store.find(Person) == session.store.find(Person) != []
    session.close()
    late.close()
