"""Work that has ended: once on record it is not kept again, and the running work stays."""

from datetime import date

from desktop_app.domain.records import Employment
from desktop_app.session import Session
from tests.rosters import Made
from tests.use_cases.rosters.made import VILLAGE_NAME, A, Look, Take


def _roster(*rows: tuple[str, str | None, str | None]) -> Made:
    roster = Made(header=[["姓名", "身份证号", "嘎查村", "就业单位", "就业时间", "返乡时间"]])
    roster.rows = [["乌云", A, VILLAGE_NAME, *row] for row in rows]
    return roster


def _spells(session: Session) -> list[tuple[str, date | None, date | None]]:
    found = [(one.employer, one.since, one.until) for one in session.find(Employment)]
    return sorted(found, key=str)


def test_work_that_has_ended_is_kept_once(session: Session, take: Take, look: Look) -> None:
    for row in (("甲厂", "2024-01-01", "2024-06-30"), ("丙厂", None, "2024-06-30")):
        assert take(_roster(row)).batch is not None
        assert look(_roster(row)).counts["same"] == 1

    assert len(_spells(session)) == 2


def test_older_work_leaves_the_running_work_as_it_is(session: Session, take: Take) -> None:
    take(_roster(("乙厂", "2025-03-01", None)))
    take(_roster(("甲厂", "2024-01-01", "2024-06-30")))

    assert _spells(session) == [
        ("乙厂", date(2025, 3, 1), None),
        ("甲厂", date(2024, 1, 1), date(2024, 6, 30)),
    ]


def test_running_work_ends_when_the_roster_says_so(
    session: Session, take: Take, look: Look
) -> None:
    take(_roster(("甲厂", "2024-01-01", None)))
    ended = _roster(("甲厂", "2024-01-01", "2025-06-30"))

    assert take(ended).changed == 1
    assert look(ended).counts["same"] == 1
    assert _spells(session) == [("甲厂", date(2024, 1, 1), date(2025, 6, 30))]
