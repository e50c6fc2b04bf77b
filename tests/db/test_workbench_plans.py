"""The first screen reads what is due by index: a banner has a million visits behind it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_app.domain.records import NEW, Visit
from desktop_app.session import Session
from desktop_app.use_cases.set_up import make_training_folder
from desktop_app.use_cases.training import make_up_village
from desktop_app.use_cases.workbench import Workbench, workbench
from tests.sessions import made_up_world

YEARS = timedelta(days=400)
EACH = 12
"""Steps of the database that are counted as one."""


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = make_training_folder(tmp_path / "training", made_up_world(tmp_path))
    make_up_village(made, 120)
    return made


def read(session: Session) -> tuple[Workbench, int]:
    """Return the workbench, and how many steps the database took for it."""
    steps: list[None] = []
    connection = session.store.database.connection()
    connection.set_progress_handler(lambda: steps.append(None), EACH)
    found = workbench(session)
    connection.set_progress_handler(None, EACH)
    return found, len(steps)


def test_visits_of_years_ago_cost_the_workbench_nothing(session: Session) -> None:
    read(session)
    before, few = read(session)
    visits = session.find(Visit)
    with session.operation("test", "走访") as operation:
        for visit in visits:
            assert visit.visited_on is not None
            for place in range(30):
                day = visit.visited_on - YEARS - timedelta(days=60 * place)
                promised = replace(visit, promise="回访", promise_due_on=day + timedelta(days=20))
                operation.save(replace(promised, id=NEW, visited_on=day))

    after, many = read(session)

    assert after.todo == before.todo
    assert many < few * 1.3, f"{many} steps instead of {few}"
