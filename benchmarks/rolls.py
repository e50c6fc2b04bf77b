"""The month roll of 500 holders, beside the bare SQL that reads and writes as many rows."""

from datetime import date
from pathlib import Path

from benchmarks.measure import Amount, Figure, middle, seconds
from db.connection import fetch_sql
from db.ids import IdSource
from desktop_app.domain.records import Agreement, Attendance, Household, Person, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.roll_drafts import draft_roll
from desktop_app.use_cases.rolls import close_roll
from tests.sessions import VILLAGE, citizen_id, open_test_session

HOLDERS, MONTHS, RUNS = 500, 12, 3
BARE = (
    "SELECT l.id, p.name, p.citizen_id, o.title, l.started_on, l.last_day_on, o.standard_fen"
    " FROM post o JOIN placement l ON l.post_id = o.id JOIN person p ON p.id = l.person_id"
    " WHERE o.village_code = ? AND l.removed = 0",
    "SELECT placement_id, begins_on, ends_on, standard_fen FROM agreement WHERE village_code = ?",
    "SELECT placement_id, month, marks FROM attendance WHERE village_code = ?",
    "SELECT placement_id, for_month, amount_fen, explanation FROM roll_line WHERE village_code = ?",
)
YEAR, HERE = 2025, "hrss"


def rolls(place: Path) -> list[Figure | Amount]:
    """Measure the twelfth month of 500 holders: eleven closed months are looked at again."""
    place.mkdir(parents=True)
    session = open_test_session(place, key=bytes(range(32)))
    _fill(session)
    for number in range(1, MONTHS):
        close_roll(session, VILLAGE, f"{YEAR}-{number:02}", HERE)
    month = f"{YEAR}-{MONTHS:02}"
    database = session.store.database
    bare = middle(lambda: [fetch_sql(database, sql, (VILLAGE,)) for sql in BARE], RUNS)
    draft = middle(lambda: draft_roll(session, VILLAGE, month, HERE), RUNS)
    written = _bare_write(session)
    closing = seconds(lambda: close_roll(session, VILLAGE, month, HERE))
    session.close()
    return [
        Figure("500 人的月度补贴草表，含 11 个月的更正核对", draft, 0, 1000, " ms"),
        Amount("其中裸 SQL 读这些行", bare * 1000, 0, "ms"),
        Figure("500 人的月度补贴关账，写进日志", closing, 0, 1000, " ms"),
        Amount("其中裸 SQL 写 500 行明细", written * 1000, 0, "ms"),
    ]


def _bare_write(session: Session) -> float:
    """Return how long it takes to write as many rows without a journal; nothing is kept."""
    connection = session.store.database.connection()
    rows = fetch_sql(session.store.database, "SELECT * FROM roll_line LIMIT ?", (HOLDERS,))
    new_id = IdSource(session.world.now, session.world.random)
    marks = ", ".join("?" * len(rows[0]))
    fresh = [(new_id().bytes, *row[1:]) for row in rows]
    connection.execute("BEGIN IMMEDIATE")
    taken = seconds(
        lambda: connection.executemany(
            f"INSERT INTO roll_line VALUES ({marks})",  # noqa: S608 - marks alone
            fresh,
        )
    )
    connection.execute("ROLLBACK")
    return taken


def _fill(session: Session) -> None:
    """Keep the holders of one village with checked attendance of a whole year."""
    begins, ends = date(YEAR, 1, 1), date(YEAR, 12, 31)
    with session.operation("bench", "示例") as operation:
        post = operation.save(
            Post(
                village_code=VILLAGE,
                title="护林员",
                department=HERE,
                headcount=HOLDERS,
                standard_fen=60_000,
                required_days=22,
                approved_on=begins,
            )
        )
        for number in range(1, HOLDERS + 1):
            born = date(1980, 1 + number % 12, 1 + number % 28)
            home = operation.save(Household(village_code=VILLAGE, number=f"{number:05}"))
            person = operation.save(
                Person(
                    village_code=VILLAGE,
                    household_id=home.id,
                    name=f"示例{number}",
                    sex="1" if number % 2 else "2",
                    birth_on=born,
                    citizen_id=citizen_id(born, number),
                    account=f"6217{number:015}",
                )
            )
            placement = operation.save(
                Placement(
                    village_code=VILLAGE,
                    post_id=post.id,
                    person_id=person.id,
                    decided_on=begins,
                    agreement_from=begins,
                    agreement_to=ends,
                    started_on=begins,
                )
            )
            agreement = Agreement(
                village_code=VILLAGE, placement_id=placement.id, begins_on=begins, ends_on=ends
            )
            operation.save(agreement)
            for month in range(1, MONTHS + 1):
                operation.save(
                    Attendance(
                        village_code=VILLAGE,
                        placement_id=placement.id,
                        month=f"{YEAR}-{month:02}",
                        marks="1" * (18 + number % 5) + "ha" + " " * 4,
                        confirmed_on=ends,
                        checked_by="乌兰",
                    )
                )
