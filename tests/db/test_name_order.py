"""Names stand in a list as people look them up."""

from functools import cmp_to_key
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from db.connection import fetch_sql
from db.name_order import compare_names
from desktop_app.use_cases.people import PeopleFilter, find_people, person_lines
from tests.sessions import keep_person, open_test_session


def test_people_are_listed_by_pinyin(tmp_path: Path) -> None:
    session = open_test_session(tmp_path)
    for number, name in enumerate(("张伟", "乌云", "白音", "刘洋", "李强", "巴图·朝鲁", "㛃花"), 1):
        keep_person(session, number, name=name)

    listed = [line.name for line in person_lines(session, find_people(session, PeopleFilter()))]

    assert listed == ["巴图·朝鲁", "白音", "李强", "刘洋", "乌云", "张伟", "㛃花"]


def test_the_list_is_read_in_the_order_of_its_index(tmp_path: Path) -> None:
    database = open_test_session(tmp_path).store.database
    plan = fetch_sql(
        database,
        "EXPLAIN QUERY PLAN SELECT id FROM person WHERE removed = 0"
        " ORDER BY village_code, name COLLATE pinyin, id LIMIT 200",
    )

    assert ["person_list" in row[3] for row in plan] == [True]


@given(st.lists(st.text(max_size=4), min_size=2, max_size=6))
def test_the_order_holds_for_any_texts(names: list[str]) -> None:
    ordered = sorted(names, key=cmp_to_key(compare_names))

    assert all(compare_names(one, other) <= 0 for one, other in pairwise(ordered))
    assert all(compare_names(one, one) == 0 for one in names)
