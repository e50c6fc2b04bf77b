"""A closed roll, against certified desks that lie: none takes it away, none writes another."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db import feed_store, journal
from db.journal import EDIT, ENTER, LEAVE, REMOVE, REMOVED_COLUMN
from db.rows import table_number, to_row
from desktop_app.domain.records import Roll, RollLine
from desktop_app.session import Session
from sync.hub import Hub
from sync.messages import Push
from sync.replica import DeskReplica
from tests.sessions import OTHER_VILLAGE, VILLAGE
from tests.sync.hostile import Parts, Rogue, meet, open_replica, reasons, sql_of
from tests.sync.hubs import open_made_up_hub


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    made, store = open_made_up_hub(str(tmp_path / "hub"), tmp_path / "root")
    yield made
    store.close()


@pytest.mark.parametrize("role", ["specialist", "county"])
def test_a_closed_roll_is_taken_from_nobody(hub: Hub, tmp_path: Path, role: str) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    other, second = open_replica(hub, tmp_path / "b", "高娃", role="township")
    with session.operation("test", "关账") as operation:
        roll = operation.save(Roll(village_code=VILLAGE, month="2026-10", total_fen=100_00))
        line = operation.save(RollLine(village_code=VILLAGE, roll_id=roll.id, amount_fen=100_00))
    meet(hub, replica)
    key = journal.feed_key(replica.device, VILLAGE, session.store.desk.epoch)
    head = feed_store.heads(sql_of(session), [VILLAGE])[0].seq
    rogue = Rogue(7)
    rogue.enrol(hub, role=role, prefixes=(VILLAGE, OTHER_VILLAGE))
    for seq, record in ((head - 1, roll), (head, line)):
        base, row = [key, seq], record.id.bytes
        parts: Parts = {"table": table_number(type(record)), "row": row}
        whole = [row, OTHER_VILLAGE, *to_row(record)[2:]]
        rogue.add(VILLAGE, [base, []], op=REMOVE, **parts)
        rogue.add(VILLAGE, [[REMOVED_COLUMN, 1, base]], op=EDIT, **parts)
        rogue.add(VILLAGE, [1, OTHER_VILLAGE, [[REMOVED_COLUMN, base]]], op=LEAVE, **parts)
        rogue.add(OTHER_VILLAGE, [1, VILLAGE, whole], op=ENTER, **parts)
    hub.push(rogue.device, Push([*rogue.runs(), *rogue.runs(OTHER_VILLAGE)]))

    meet(hub, replica, second)

    for each in (session, other):
        assert each.store.get(Roll, roll.id) == roll
        assert each.store.get(RollLine, line.id) == line
        assert reasons(each) == ["frozen"] * 8
        each.close()


@pytest.mark.parametrize("later", [True, False])
def test_nobody_writes_another_roll_under_the_id_of_a_closed_one(
    hub: Hub, tmp_path: Path, *, later: bool
) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    other, second = open_replica(hub, tmp_path / "b", "高娃", role="township")
    with session.operation("test", "关账") as operation:
        roll = operation.save(Roll(village_code=VILLAGE, month="2026-10", total_fen=100_00))
    meet(hub, replica)
    rogue = Rogue(7)
    rogue.enrol(hub)
    row = roll.id.bytes
    values = [row, VILLAGE, *to_row(replace(roll, total_fen=900_00))[2:]]
    salt = _salt_of(session, replica, row)
    clock = journal.LATEST if later else 1
    for own in (salt, rogue.dice(16)):
        rogue.add(VILLAGE, values, table=table_number(Roll), row=row, hlc=clock, salt=own)
    hub.push(rogue.device, Push(rogue.runs()))

    meet(hub, replica, second)

    for each in (session, other):
        assert each.store.get(Roll, roll.id) == roll
        assert reasons(each) == ["frozen"] * 2
        each.close()


def _salt_of(session: Session, replica: DeskReplica, row: bytes) -> bytes:
    """Return the salt of the entry by which this desk made a row."""
    key = journal.feed_key(replica.device, VILLAGE, session.store.desk.epoch)
    sql = sql_of(session)
    feed = sql.fetch("SELECT id, head_seq FROM feed WHERE key = ?", (key,))[0]
    entries = feed_store.read_between(sql, feed[0], 1, feed[1])
    return next(entry.salt for entry in entries if entry.header.row == row)
