"""The tables as peewee sees them, made from the record types.

No model is bound to a database: `db.query_texts` writes queries with them. Rows are written by
`db.operation` alone. `db/migrations/` says how the tables came to be; a test holds them together.
"""

from typing import Any, get_args, get_type_hints
from uuid import UUID

from peewee import BlobField, Field, IntegerField, Model, TextField

from db.rows import columns, table_name
from desktop_app.domain.records import Record

_models: dict[type[Record], type[Model]] = {}


def model_of(kind: type[Record]) -> type[Model]:
    """Return the table of a record type."""
    if kind not in _models:
        hints = get_type_hints(kind)
        meta = type("Meta", (), {"table_name": table_name(kind)})
        fields = {name: _field(name, hints[name]) for name in columns(kind)}
        body = {**fields, "removed": IntegerField(default=0), "Meta": meta}
        _models[kind] = type(f"{kind.__name__}Row", (Model,), body)
    return _models[kind]


def _field(name: str, hint: Any) -> "Field[Any]":
    """Return how one value is stored: ids as bytes, counts and flags as numbers, else text."""
    types = {hint, *get_args(hint)}
    if UUID in types:
        return BlobField(primary_key=name == "id")
    return IntegerField() if {int, bool} & types else TextField()
