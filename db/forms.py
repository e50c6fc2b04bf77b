"""The form that the payload of each operation has. What has another is nonsense, and only that.

Foreign bytes are held against it as soon as they are read, so that nothing behind has to ask.
"""

from typing import Any

OPERATIONS = CREATE, EDIT, SETTLE, REMOVE, LEAVE, ENTER = 1, 2, 3, 4, 5, 6
"""What an entry does to a row; payloads are described in ``docs/exchange.md``."""

_SCALARS = frozenset((type(None), bool, int, float, str, bytes))
_LARGEST = 1 << 63
_COLUMNS = 1 << 15


def is_well_formed(op: int, payload: Any) -> bool:
    """Say whether a payload has the form of its operation; those of newer programs have any."""
    check = _FORMS.get(op)
    return check is None or (type(payload) is list and check(payload))


def are_values(values: list[Any]) -> bool:
    """Say whether all of these can be a value: many at once, for this is asked of every entry."""
    if not set(map(type, values)) <= _SCALARS:
        return False
    numbers = [value for value in values if type(value) is int]
    return not numbers or (min(numbers) >= -_LARGEST and max(numbers) < _LARGEST)


def _is_row(values: Any) -> bool:
    return type(values) is list and bool(values) and are_values(values)


def _is_value(value: Any) -> bool:
    if type(value) is int:
        return -_LARGEST <= value < _LARGEST
    return type(value) in _SCALARS


def _is_base(base: Any) -> bool:
    """Say whether this is one base: a place in the same feed, or a feed key and a place."""
    if type(base) is list:
        return len(base) == 2 and type(base[0]) is bytes and len(base[0]) == 16 and _is_seq(base[1])
    return _is_seq(base)


def _is_seq(seq: Any) -> bool:
    return type(seq) is int and 1 <= seq < 1 << 53


def _is_column(column: Any) -> bool:
    return type(column) is int and 0 <= column < _COLUMNS


def _are_writes(payload: list[Any], cites: Any) -> bool:
    """Say whether these are columns, each once, with a value and what it builds on."""
    for write in payload:
        if type(write) is not list or len(write) != 3:
            return False
        if not (_is_column(write[0]) and _is_value(write[1]) and cites(write[2])):
            return False
    return 0 < len(payload) == len({column for column, _, _ in payload})


def _is_edit(payload: list[Any]) -> bool:
    return _are_writes(payload, _is_base)


def _is_settlement(payload: list[Any]) -> bool:
    return _are_writes(payload, _are_several)


def _are_several(bases: Any) -> bool:
    if type(bases) is not list or not all(map(_is_base, bases)):
        return False
    return len({tuple(base) if type(base) is list else base for base in bases}) >= 2


def _are_seen(seen: Any) -> bool:
    """Say whether these are the heads an author knew: a column and a base each."""
    return type(seen) is list and all(
        type(each) is list and len(each) == 2 and _is_column(each[0]) and _is_base(each[1])
        for each in seen
    )


def _is_removal(payload: list[Any]) -> bool:
    return len(payload) == 2 and _is_base(payload[0]) and _are_seen(payload[1])


def _is_village(code: Any) -> bool:
    return type(code) is str and len(code) == 12 and code.isascii() and code.isdigit()


def _is_leave(payload: list[Any]) -> bool:
    if len(payload) != 3:
        return False
    return _is_seq(payload[0]) and _is_village(payload[1]) and _are_seen(payload[2])


def _is_arrival(payload: list[Any]) -> bool:
    if len(payload) != 3:
        return False
    return _is_seq(payload[0]) and _is_village(payload[1]) and _is_row(payload[2])


_FORMS = {
    CREATE: _is_row,
    EDIT: _is_edit,
    SETTLE: _is_settlement,
    REMOVE: _is_removal,
    LEAVE: _is_leave,
    ENTER: _is_arrival,
}
