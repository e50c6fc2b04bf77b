"""Data folders full of made-up people, for measuring; made once a run."""

import os
from datetime import UTC, datetime
from pathlib import Path

from db.desk import make_desk
from db.folder import make_records
from db.folder_lock import FolderLock
from desktop_app.domain import divisions
from desktop_app.session import Session
from desktop_app.use_cases.set_up import TRAINING_COUNTY
from desktop_app.use_cases.training import make_up_village
from desktop_app.use_cases.training_trade import make_up_trade
from desktop_app.world import World

KEY = bytes(range(32))


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
