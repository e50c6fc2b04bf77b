"""Checking one village of 5,000 people before payment, and its data, beside the bare SQL."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from benchmarks.data import made_up_folder
from benchmarks.measure import Amount, Figure, in_turns
from db.check_queries import watched
from db.quality_queries import quality_facts
from desktop_app.domain.months import Month
from desktop_app.domain.records import Attendance, Listed, Person, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.checks import check_village
from desktop_app.use_cases.quality import check_quality

PEOPLE, HOLDERS, NAMED, RUNS = 5_000, 500, 800, 5
GOAL_MS = 2_000


def checking(folder: Path) -> list[Figure | Amount]:
    """Measure both on an encrypted folder in which everybody lives in one village."""
    folder.mkdir(parents=True, exist_ok=True)
    session = made_up_folder(folder / "checks", PEOPLE, encrypted=True)
    village, month = session.village_codes[0], Month.around(session.today())
    _move_together(session, village)
    _hold(session, village, month)
    database = session.store.database
    checks, bare = in_turns(
        lambda: check_village(session, village, month.text),
        lambda: watched(database, month, (village,)),
        RUNS,
    )
    quality, read = in_turns(
        lambda: check_quality(session, village),
        lambda: quality_facts(database, (village,), session.today()),
        RUNS,
    )
    assert check_village(session, village, month.text).checked >= HOLDERS
    assert check_quality(session, village).people >= PEOPLE
    session.close()
    who = f"{PEOPLE} 人的嘎查村"
    return [
        Figure(f"发放前核查 {who}（持岗 {HOLDERS} 人）", checks, 0, GOAL_MS, " ms"),
        Amount("　同样问题的裸 SQL", bare * 1000, 0, "ms"),
        Figure(f"数据质量 29 种，{who}", quality, 0, GOAL_MS, " ms"),
        Amount("　同样问题的裸 SQL", read * 1000, 0, "ms"),
    ]


def _move_together(session: Session, village: str) -> None:
    """Let everybody live in one village; the journal is of no interest here."""
    connection = session.store.database.connection()
    for table in ("person", "household", "employment", "enrolment", "visit", "post", "placement"):
        connection.execute(f"UPDATE {table} SET village_code = ?", (village,))  # noqa: S608 - names of ours


def _hold(session: Session, village: str, month: Month) -> None:
    """Give posts to people of an age for them, mark their month, and put names on lists."""
    chance = Random(5)
    people = session.find(Person, village_code=village)
    fit = [one for one in people if one.birth_on and 1968 <= one.birth_on.year <= 2004][:HOLDERS]
    with session.operation("bench", "岗位") as operation:
        post = operation.save(
            Post(
                village_code=village,
                title="保洁员",
                department="hrss",
                headcount=HOLDERS,
                approved_on=date(2020, 1, 1),
            )
        )
        for number, person in enumerate(fit):
            operation.save(replace(person, account=f"6221{number:012}"))
            held = operation.save(
                Placement(
                    village_code=village,
                    post_id=post.id,
                    person_id=person.id,
                    started_on=date(2026, 1, 1),
                )
            )
            operation.save(
                Attendance(
                    village_code=village,
                    placement_id=held.id,
                    month=month.text,
                    marks="1" * month.days,
                )
            )
        for person in chance.sample(people, NAMED):
            kind = chance.choice(("deaths", "pensioners", "insured", "businesses", "cadre_kin"))
            operation.save(
                Listed(village_code=village, person_id=person.id, watch_list=kind, source="旗里")
            )


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        for figure in checking(Path(place)):
            print(figure.line())
