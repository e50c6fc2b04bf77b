"""A snapshot brings the villages of the desk that reads it, and no others."""

from pathlib import Path

import pytest

from db.snapshot import state_pieces, take_state
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Household
from tests.db.two_desks import open_desk, runs_between, sql_of, take
from tests.sessions import OTHER_VILLAGE, VILLAGE


def test_rows_of_another_village_are_refused_whole(tmp_path: Path) -> None:
    one, two = open_desk(tmp_path / "one", "苏日娜", 1), open_desk(tmp_path / "two", "王海", 2)
    with one.operation("test", "登记") as operation:
        operation.save(Household(village_code=VILLAGE, number="1"))
        operation.save(Household(village_code=OTHER_VILLAGE, number="2"))
    take(two, runs_between(one, two), one)
    for table in ("row_version", "household"):
        two.store.database.connection().execute(f"DELETE FROM {table}")  # noqa: S608 - two names

    pieces = list(state_pieces(sql_of(one), [VILLAGE, OTHER_VILLAGE]))
    with pytest.raises(Refused, match="对不上"), two.store.taking_in():
        take_state(sql_of(two), pieces, [VILLAGE])
    assert two.find(Household) == []
    with two.store.taking_in():
        assert take_state(sql_of(two), pieces, [VILLAGE, OTHER_VILLAGE]) == 2
    assert two.find(Household) == one.find(Household)
