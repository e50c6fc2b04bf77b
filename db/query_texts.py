"""The texts of queries for whole records, written by peewee.

Writing a query costs more than running it, so the text of each shape is made once.
"""

from typing import Any

from peewee import SQL, ModelSelect

from db.models import model_of
from db.rows import columns
from desktop_app.domain.records import Record

_texts: dict[tuple[Any, ...], str] = {}


def text_of_many(kind: type[Record], number: int) -> str:
    """Return the query for the records of so many ids."""
    if (kind, number) not in _texts:
        query = _all(kind).where(model_of(kind).id.in_([b""] * number))  # type: ignore[attr-defined] # every model has an id
        _texts[kind, number] = query.sql()[0]
    return _texts[kind, number]


def text_of_find(kind: type[Record], asked: tuple[tuple[str, bool], ...]) -> str:
    """Return the query for records by columns: (name, whether it must be NULL), oldest first."""
    if (kind, asked) not in _texts:
        model, query = model_of(kind), _all(kind)
        for name, is_null in asked:
            column = getattr(model, name)
            query = query.where(column.is_null() if is_null else column == b"")
        _texts[kind, asked] = query.order_by(model.id).sql()[0]  # type: ignore[attr-defined] # every model has an id
    return _texts[kind, asked]


def _all(kind: type[Record]) -> ModelSelect:
    model = model_of(kind)
    named = (getattr(model, name) for name in columns(kind))
    return model.select(*named).where(SQL("removed = 0"))
