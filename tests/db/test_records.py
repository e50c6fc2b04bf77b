"""Every record type: its columns, its round trip, its number in the journal."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest

from db.connection import fetch_sql
from db.models import model_of
from db.replay import verify
from db.rows import columns, from_row, table_name, table_number, to_row
from desktop_app.domain.codes import code_list
from desktop_app.domain.errors import Refused
from desktop_app.domain.frozen import FROZEN_FIELDS, NEVER_REMOVED
from desktop_app.domain.records import RECORDS, Post, Record, labels
from desktop_app.session import Session
from tests.sessions import OTHER_VILLAGE, VILLAGE, open_test_session

WIRE = Path(__file__).with_name("wire.json")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_test_session(tmp_path)


def filled(kind: type[Record], number: int, known: dict[str, UUID]) -> Record:
    """Return a record with a value in every field."""
    values: dict[str, Any] = {}
    for name, hint in get_type_hints(kind).items():
        types = {hint, *get_args(hint)}
        if name == "id":
            continue
        if UUID in types:
            values[name] = known[name.removesuffix("_id")]
        elif bool in types:
            values[name] = number % 2 == 1
        elif int in types:
            values[name] = 100 + number
        elif datetime in types:
            values[name] = datetime(2026, 3, 2, 1, 2, number, tzinfo=UTC)
        elif date in types:
            values[name] = date(2026, 3, number)
        else:
            values[name] = f"值{number}"
    return kind(**{**values, "village_code": VILLAGE})


def keep_one_of_each(session: Session, number: int) -> dict[str, Record]:
    known: dict[str, UUID] = {}
    kept: dict[str, Record] = {}
    with session.operation("test", "各一条") as operation:
        for kind in RECORDS:
            record = operation.save(filled(kind, number, known))
            known[table_name(kind)] = record.id
            kept[table_name(kind)] = record
    return kept


@pytest.mark.parametrize("kind", RECORDS)
def test_the_table_has_a_column_for_each_field(session: Session, kind: type[Record]) -> None:
    found = [
        row[1]
        for row in fetch_sql(session.store.database, f"PRAGMA table_info({table_name(kind)})")
    ]

    assert sorted(found) == sorted([*columns(kind), "removed"])
    assert list(model_of(kind)._meta.sorted_field_names) == [*columns(kind), "removed"]


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_comes_back_as_it_was(session: Session, kind: type[Record]) -> None:
    record = keep_one_of_each(session, 1)[table_name(kind)]

    assert session.get(kind, record.id) == record
    assert from_row(kind, to_row(record)) == record


@pytest.mark.parametrize("kind", RECORDS)
def test_every_field_says_how_people_call_it(kind: type[Record]) -> None:
    named = labels(kind)

    assert [field.name for field in fields(kind) if field.name not in named] == ["id"]
    assert [
        label for label in named.values() if label.codes and not code_list(label.codes).codes
    ] == []


def test_numbers_in_the_journal_never_change() -> None:
    now = {table_name(kind): [table_number(kind), *columns(kind)] for kind in RECORDS}

    pinned = json.loads(WIRE.read_text(encoding="utf-8"))
    assert {table: found[: len(pinned[table])] for table, found in now.items()} == pinned


def test_each_rows_history_leads_to_its_present_state(session: Session) -> None:
    kept = keep_one_of_each(session, 1)
    changed = keep_one_of_each(session, 2)
    with session.operation("test", "改") as operation:
        for table, record in kept.items():
            still = FROZEN_FIELDS.get(type(record), frozenset())
            names = [name for name in columns(type(record)) if name not in still | {"id"}]
            values = {name: getattr(changed[table], name) for name in names}
            operation.save(replace(record, **values))
    with session.operation("test", "删") as operation:
        for record in changed.values():
            if not isinstance(record, NEVER_REMOVED):
                operation.remove(record)

    report = verify(session.store.database)

    assert report.problems == []
    assert report.rows == 2 * len(RECORDS)
    assert report.entries == 4 * len(RECORDS) - len(NEVER_REMOVED)


@pytest.mark.parametrize("kind", FROZEN_FIELDS)
def test_what_never_changes_cannot_be_written_again(session: Session, kind: type[Record]) -> None:
    first, second = keep_one_of_each(session, 1), keep_one_of_each(session, 2)
    record, other = first[table_name(kind)], second[table_name(kind)]
    differing = [
        each for each in FROZEN_FIELDS[kind] if getattr(record, each) != getattr(other, each)
    ]
    name = min(differing)

    with pytest.raises(Refused, match="不能再改"), session.operation("test", "改") as operation:
        operation.save(replace(record, **{name: getattr(other, name)}))

    assert session.get(kind, record.id) == record


@pytest.mark.parametrize("kind", NEVER_REMOVED)
def test_the_books_of_money_stay_where_they_are(session: Session, kind: type[Record]) -> None:
    record = keep_one_of_each(session, 1)[table_name(kind)]

    with pytest.raises(Refused, match="不能再改"), session.operation("test", "删") as operation:
        operation.remove(record)
    with pytest.raises(Refused, match="不能再改"), session.operation("test", "迁") as operation:
        operation.save(replace(record, village_code=OTHER_VILLAGE))

    assert session.get(kind, record.id) == record


@pytest.mark.parametrize("kind", RECORDS)
def test_a_write_around_the_journal_is_found(session: Session, kind: type[Record]) -> None:
    keep_one_of_each(session, 1)
    table, name = table_name(kind), columns(kind)[-1]
    session.store.database.connection().execute(f"UPDATE {table} SET {name} = '改过'")  # noqa: S608

    assert verify(session.store.database).problems == [f"表 {table} 有一条记录与日志不一致。"]


def test_a_row_without_history_is_found(session: Session) -> None:
    keep_one_of_each(session, 1)
    connection = session.store.database.connection()
    names = ", ".join(columns(Post)[1:])
    connection.execute(f"INSERT INTO post (id, {names}) SELECT x'00', {names} FROM post")  # noqa: S608

    assert verify(session.store.database).problems == ["表 post 有一条记录在日志里没有来历。"]
