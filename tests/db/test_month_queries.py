"""What a month comes to is counted by indexes, not by reading every row of a county."""

from pathlib import Path
from typing import Any

import pytest

import db.month_queries as queries
from db.connection import fetch_sql
from tests.sessions import open_test_session

INDEXES = {
    "visits": "SEARCH p USING INDEX visit_day",
    "visited": "SEARCH p USING INDEX visit_day",
    "died": "USING INDEX person_gone",
    "training": "SEARCH p USING INDEX training_day",
    "left": "SEARCH p USING COVERING INDEX employment_latest",
    "events": "SEARCH p USING INDEX event_day",
}


@pytest.mark.parametrize(("name", "index"), INDEXES.items())
def test_what_is_done_is_found_by_its_day(
    name: str, index: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_test_session(tmp_path)
    plans: list[str] = []

    def planned(database: Any, sql: str, values: Any = ()) -> list[Any]:
        rows = fetch_sql(database, f"EXPLAIN QUERY PLAN {sql}", list(values))
        plans.extend(str(row[-1]) for row in rows)
        return []

    monkeypatch.setattr(queries, "fetch_sql", planned)
    days = queries.Between(first="2026-10-01", last="2026-10-31")
    queries.counts_of(session.store.database, days, {name: queries.DONE[name]})
    session.close()

    assert any(index in plan for plan in plans), plans
