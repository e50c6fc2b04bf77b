"""Data folders full of made-up people, for measuring; made once a run."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from db.connection import fetch_sql
from db.desk import make_desk
from db.folder import make_records
from db.folder_lock import FolderLock
from desktop_app.domain import divisions
from desktop_app.domain.records import NEW, Visit
from desktop_app.session import Session
from desktop_app.use_cases.set_up import TRAINING_COUNTY
from desktop_app.use_cases.training import make_up_village
from desktop_app.use_cases.training_trade import make_up_trade
from desktop_app.world import World

KEY = bytes(range(32))
PEOPLE, VISITS = 200_000, 1_000_000
"""What an office of a banner has."""

EVERY_DAYS = 60
"""Days between two visits to a household that are made up."""

BATCH = 500
NOTES = (
    "家里一切都好，老人身体还行。", "想在旗里找个保洁的活，工资三千左右。", "牲畜过冬饲草已备齐。",
    "孩子在呼和浩特上学，学费有困难，已告知助学政策。", "本人外出放羊，由邻居说明情况。", "",
)  # fmt: skip


def made_up_folder(folder: Path, people: int, *, encrypted: bool) -> Session:
    """Return a session on a new data folder with ``people`` made-up people."""
    world = World(now=lambda: datetime.now(UTC), random=os.urandom, home=folder)
    key = KEY if encrypted else b""
    database = make_records(folder, key, key[:16])
    villages = divisions.villages(TRAINING_COUNTY)
    number = 2 if people <= 10_000 else len(villages)
    make_desk(
        database,
        officer="测速专员",
        role="specialist",
        county_code=TRAINING_COUNTY,
        village_codes=tuple(village.code for village in villages[:number]),
        training=not encrypted,
        random=world.random,
        now=world.now(),
    )
    session = Session(folder, database, world, FolderLock(folder))
    make_up_village(session, people)
    make_up_trade(session)
    database.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return session


def visit_again(writer: Session, wanted: int) -> None:
    """Visit the households of the last visits again and again, further and further back."""
    chance, database = Random(wanted), writer.store.database
    rows = fetch_sql(database, "SELECT id FROM visit WHERE removed = 0 ORDER BY id")
    ids = [UUID(bytes=id_) for (id_,) in rows]
    times = max(0, -(-(wanted - len(ids)) // len(ids)))
    for first in range(0, len(ids), BATCH):
        with writer.store.transaction():
            for visit in writer.many(Visit, ids[first : first + BATCH]):
                with writer.operation("record_visit", "走访") as operation:
                    for place in range(1, times + 1):
                        days = place * EVERY_DAYS + chance.randint(0, 9)
                        operation.save(_earlier(visit, timedelta(days=days), chance))


def _earlier(visit: Visit, ago: timedelta, chance: Random) -> Visit:
    """Return a visit of before; one in eight ended with a promise."""
    assert visit.visited_on is not None
    day = visit.visited_on - ago
    promised = chance.random() < 0.12
    return replace(
        visit,
        id=NEW,
        visited_on=day,
        notes=chance.choice(NOTES),
        promise="帮助打听旗里的招工信息" if promised else "",
        promise_due_on=day + timedelta(days=20) if promised else None,
    )
