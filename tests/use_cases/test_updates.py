"""A program that is updated: what came from newer ones meanwhile is there when it opens again."""

from dataclasses import replace
from pathlib import Path

from db.folder import is_behind
from db.replay import verify
from desktop_app.domain.records import Person, Training
from desktop_app.use_cases.set_up import open_folder
from desktop_app.use_cases.upkeep import statistics
from sync.hub import Hub
from tests.older import EXCHANGING, program_of
from tests.sessions import VILLAGE, keep_person
from tests.use_cases.desks_of_office import join, meet


def test_what_only_a_newer_program_knew_is_there_after_the_update(hub: Hub, tmp_path: Path) -> None:
    new = join(hub, tmp_path, "王海")
    with program_of(EXCHANGING):
        old = join(hub, tmp_path, "苏日娜", version=EXCHANGING)
        person = keep_person(old)
        meet(hub, old)
    meet(hub, new)
    with new.operation("test", "培训") as operation:
        operation.save(Training(village_code=VILLAGE, person_id=person.id, notes="电焊"))
        operation.save(replace(new.get(Person, person.id), account="6217000000000000001"))
    meet(hub, new)
    with program_of(EXCHANGING):
        meet(hub, old)
    old.close()

    updated = open_folder(old.folder, "", old.world)

    assert updated.find(Training) == new.find(Training) != []
    assert updated.get(Person, person.id).account == "6217000000000000001"
    assert statistics(updated).state_hash == statistics(new).state_hash
    assert verify(updated.store.database).problems == []
    assert not is_behind(updated.store.database)
    report = meet(hub, updated)
    assert (report.same, report.sent, report.received) == (True, 0, 0)
    assert statistics(updated).unsent == 0
