"""The catalogue of columns that import and export share."""

from dataclasses import fields

import pytest

from desktop_app.domain.codes import code_list
from desktop_app.spreadsheets.catalogue import KINDS, sheet_kind
from desktop_app.spreadsheets.header import plain_words


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_tells_its_columns_apart(name: str) -> None:
    kind = sheet_kind(name)
    headings = [plain_words(column.heading) for column in kind.columns]

    assert all(headings)
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("name", KINDS)
def test_keys_and_code_lists_of_a_kind_exist(name: str) -> None:
    kind = sheet_kind(name)

    assert all(kind.column(key) for key in kind.keys)
    for column in kind.columns:
        if column.type == "code":
            assert code_list(column.codes).choices()


@pytest.mark.parametrize("name", [one for one in KINDS if one != "people"])
def test_a_column_that_is_read_is_a_field_of_the_record_or_leads_to_one(name: str) -> None:
    kind = sheet_kind(name)
    own = {one.name for one in fields(kind.record)}

    loose = [
        field
        for column in kind.columns
        for field in column.fields
        if not column.shown and "." not in field
    ]

    assert set(loose) <= own | {"days"}
