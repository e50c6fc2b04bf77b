"""A desk that saves, imports and undoes until it is killed; says each step after its commit.

Run as ``python -m tests.working_desk FOLDER KEY SEED``.
"""

import os
import random
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from db.connection import fetch_sql
from db.folder import open_records
from db.folder_lock import FolderLock
from db.undo import take_back
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Person, Visit
from desktop_app.session import Session
from desktop_app.use_cases.roster_import import IMPORT
from desktop_app.use_cases.visits import record_visit
from desktop_app.world import World

ROWS = 40


def main() -> None:
    """Work on the folder for ever."""
    folder, key, chance = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), random.Random(sys.argv[3])
    world = World(now=lambda: datetime.now(UTC), random=os.urandom, home=folder)
    database = open_records(folder, key, key[:16], world.now)
    session = Session(folder, database, world, FolderLock(folder))
    people = session.find(Person)
    say(session)
    while True:
        chance.choice((save, save, bring_in, undo))(session, people, chance)
        say(session)


def say(session: Session) -> None:
    """Tell the number of the last operation, which has been committed."""
    number = fetch_sql(session.store.database, "SELECT max(number) FROM operation")[0][0]
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def save(session: Session, people: list[Person], chance: random.Random) -> None:
    """Record a visit."""
    person = chance.choice(people)
    visit = Visit(
        village_code=person.village_code,
        household_id=person.household_id,
        person_id=person.id,
        visited_on=session.today(),
        way="home",
        notes="近况" * chance.randint(1, 60),
    )
    record_visit(session, visit)


def bring_in(session: Session, people: list[Person], chance: random.Random) -> None:
    """Give many people another phone in one transaction, one operation each."""
    phone = f"139{chance.randint(10**7, 10**8 - 1)}"
    with session.store.transaction():
        batch = session.store.next_batch()
        for person in people[:ROWS]:
            with session.operation(IMPORT, "导入", batch=batch) as operation:
                operation.save(replace(session.get(Person, person.id), phone=phone))


def undo(session: Session, people: list[Person], chance: random.Random) -> None:
    """Take the last operation back, if that may be."""
    last = fetch_sql(session.store.database, "SELECT max(number) FROM operation")[0][0]
    try:
        take_back(session.store, last, "撤销")
    except Refused:
        save(session, people, chance)


if __name__ == "__main__":
    main()
