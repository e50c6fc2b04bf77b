"""Entries in columns: the same parts of all entries of a body lie together, so they press well.

The form is the msgpack array ``[salts, rows, rest]``: the salts and the random halves of the
row ids, which nothing can press, and a zstandard frame of ``Columns``. ``db.packing`` makes it.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Annotated, Any

import msgspec
import zstandard

from db import journal
from db.forms import are_values
from db.journal import EDIT, LATEST, LONGEST_ACT, SALT, SEGMENT, Entry, Header, Written

LARGEST_BODY = 9 << 20
"""Bytes that the entries of one run may have, unpacked."""

MOST_EDITS = 1 << 16
"""Edits of one body that can lie in columns."""

RAW, DIGEST, CUT = 0, -1, -2
"""Forms of a payload: as it is, what is left of an erased one, without the id of its row."""

HALF = 8
"""Bytes of a row's id that lie in a column; as many follow in ``rows``."""

TURN = 1 << 64
SMALL, PLACES = 1 << 15, 1 << 53
"""What numbers of operations and columns, and places in feeds, stay below."""

_BEFORE_ID = b"\xc4\x10"
"""What msgpack puts in front of 16 bytes."""

Small = Annotated[int, msgspec.Meta(ge=0, lt=SMALL)]
Id = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
Each = Annotated[list[int], msgspec.Meta(max_length=SEGMENT)]
Edits = Annotated[list[int], msgspec.Meta(max_length=MOST_EDITS)]


class Kind(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What many headers of a body have alike."""

    authority_seq: Annotated[int, msgspec.Meta(ge=0, lt=PLACES)]
    user: Id
    act: Annotated[str, msgspec.Meta(max_length=LONGEST_ACT)]
    op: Small
    table: Small
    schema: Annotated[int, msgspec.Meta(ge=0, lt=1 << 31)]


class Columns(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """What can be pressed of entries.

    ``first`` is the number of the first entry; the others follow it. Of each entry: which of
    ``kinds`` it is of, how much its clock and the first half of its row's id are more than
    those of the entry before, how many of its operation follow, and how many edits it has in
    ``numbers``, ``values``, ``feeds`` and ``bases``; if it has none there, in which form it
    has the next of ``payloads``. What an edit builds on is in the same feed (0), or in another
    whose key is among ``keys`` (from 1), so much after the one before in ``bases``.
    """

    first: Annotated[int, msgspec.Meta(ge=1, lt=PLACES)]
    kinds: Annotated[list[Kind], msgspec.Meta(max_length=SEGMENT)]
    keys: Annotated[list[Id], msgspec.Meta(max_length=MOST_EDITS)]
    kind: Each
    clocks: Each
    rows: Each
    remaining: Each
    forms: Each
    numbers: Edits
    values: Annotated[list[Any], msgspec.Meta(max_length=MOST_EDITS)]
    feeds: Edits
    bases: Edits
    payloads: Annotated[list[bytes], msgspec.Meta(max_length=SEGMENT)]


class _Outer(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    salts: Annotated[bytes, msgspec.Meta(max_length=SALT * SEGMENT)]
    rows: Annotated[bytes, msgspec.Meta(max_length=HALF * SEGMENT)]
    rest: bytes


_read_outer = msgspec.msgpack.Decoder(_Outer).decode
_columns = msgspec.msgpack.Decoder(Columns).decode


def _read_columns(plain: bytes) -> Columns:
    try:
        return _columns(plain)
    except RecursionError as error:
        raise ValueError("nested without end") from error


def press(plain: bytes, level: int) -> bytes:
    """Return a zstandard frame of these bytes, which says how many they are."""
    return zstandard.ZstdCompressor(level=level).compress(plain)


def unpress(frame: bytes) -> bytes:
    """Return what is in a frame; ``ValueError`` where it says no size, or too large a one."""
    if not 0 < zstandard.get_frame_parameters(frame).content_size <= LARGEST_BODY:
        raise ValueError("the body of a run says no size, or too large a one")
    return zstandard.ZstdDecompressor().decompress(frame, max_output_size=LARGEST_BODY)


def steps(numbers: Sequence[int]) -> list[int]:
    """Return the first of some numbers, and how much each is more than the one before."""
    return [*numbers[:1], *(after - before for before, after in pairwise(numbers))]


def turned_steps(numbers: Sequence[int]) -> list[int]:
    """Return steps between numbers of 64 bits as numbers of 64 bits with a sign."""
    return [(step + TURN // 2) % TURN - TURN // 2 for step in steps(numbers)]


def cut(payload: bytes, row: bytes) -> bytes | None:
    """Return the payload of a creation without its row's id; ``None`` if that is not in place."""
    start = _first_element(payload)
    if payload[start : start + 18] != _BEFORE_ID + row:
        return None
    return payload[:start] + payload[start + 18 :]


def _uncut(payload: bytes, row: bytes) -> bytes:
    start = _first_element(payload)
    return payload[:start] + _BEFORE_ID + row + payload[start:]


def _first_element(payload: bytes) -> int:
    """Return where the first element of a msgpack array stands."""
    return 3 if payload[:1] == b"\xdc" else 1


def body_of(salts: bytes, rows: bytes, columns: Columns, level: int) -> bytes:
    """Return a body."""
    return journal.pack(_Outer(salts, rows, press(journal.pack(columns), level)))


class Packed:
    """Entries in columns, read as far as it is asked for.

    ``ValueError`` or its kin where the columns are none, or do not fit each other.
    """

    def __init__(self, body: bytes) -> None:
        outer = _read_outer(body)
        self._salts, self._tails = outer.salts, outer.rows
        self._columns = columns = _read_columns(unpress(outer.rest))
        if not _fits(columns, outer.salts, outer.rows):
            raise ValueError("columns that do not fit each other")
        self._clocks = list(accumulate(columns.clocks))
        self._halves = [half % TURN for half in accumulate(columns.rows)]
        self._places = list(accumulate(columns.bases))
        within = _lie_in(self._clocks, 0, LATEST + 1) and _lie_in(self._places, 1, PLACES)
        if not within or not _is_well_formed(columns):
            raise ValueError("columns that say no entries")

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._columns.forms)

    def entries(self) -> list[bytes]:
        """Return each entry as bytes."""
        return [
            journal.encode_entry(head, salt, payload) for _, head, salt, payload in self.written()
        ]

    def written(self) -> Iterator[Written]:
        """Yield the parts of each entry whose bytes count."""
        salts = self._each_salt()
        for header, edits, payload in self._contents():
            said = journal.pack(edits) if payload is None else payload
            yield header, journal.encode_header(header), next(salts), said

    def read(self, feed: int) -> Iterator[Entry]:
        """Yield each entry with its payload decoded, as one of a feed with this number here."""
        for salt, (header, edits, payload) in zip(self._each_salt(), self._contents(), strict=True):
            if salt is None:
                yield Entry(feed, header, None)
            elif payload is None:
                yield Entry(feed, header, edits, salt)
            else:
                yield Entry(feed, header, journal.content(header.op, payload), salt)

    def headers(self) -> list[Header]:
        """Return the header of each entry."""
        columns = self._columns
        each = [
            (k.authority_seq, k.user, k.act, k.op, k.table, k.schema)
            for k in map(columns.kinds.__getitem__, columns.kind)
        ]
        tails = [self._tails[at : at + HALF] for at in range(0, len(self._tails), HALF)]
        return [
            Header(seq, clock, authority, user, act, left, op, table, half.to_bytes(8) + tail, form)
            for seq, (
                clock,
                (authority, user, act, op, table, form),
                left,
                half,
                tail,
            ) in enumerate(
                zip(self._clocks, each, columns.remaining, self._halves, tails, strict=True),
                start=columns.first,
            )
        ]

    def needs(self) -> list[tuple[int, int]]:
        """Return, of each entry, what it knew of the authority and how many belong behind it."""
        columns = self._columns
        known = [kind.authority_seq for kind in columns.kinds]
        return [
            (known[kind], remaining)
            for kind, remaining in zip(columns.kind, columns.remaining, strict=True)
        ]

    def after(self, count: int, level: int) -> bytes:
        """Return a body of the entries that follow the first ``count``, of which there is one."""
        columns, forms = self._columns, self._columns.forms[:count]
        salts = count - forms.count(DIGEST)
        edits = sum(form for form in forms if form > 0)
        payloads = sum(form <= 0 for form in forms)
        rest = Columns(
            columns.first + count,
            columns.kinds,
            columns.keys,
            columns.kind[count:],
            steps(self._clocks[count:]),
            turned_steps(self._halves[count:]),
            columns.remaining[count:],
            columns.forms[count:],
            columns.numbers[edits:],
            columns.values[edits:],
            columns.feeds[edits:],
            steps(self._places[edits:]),
            columns.payloads[payloads:],
        )
        return body_of(self._salts[SALT * salts :], self._tails[HALF * count :], rest, level)

    def _each_salt(self) -> Iterator[bytes | None]:
        at = 0
        for form in self._columns.forms:
            if form == DIGEST:
                yield None
            else:
                yield self._salts[at : at + SALT]
                at += SALT

    def _contents(self) -> Iterator[tuple[Header, list[Any], bytes | None]]:
        """Yield headers with what lies in columns, or else with the bytes of the payload."""
        columns, at = self._columns, 0
        payloads = iter(columns.payloads)
        bases = [
            [columns.keys[feed - 1], place] if feed else place
            for feed, place in zip(columns.feeds, self._places, strict=True)
        ]
        edits = list(map(list, zip(columns.numbers, columns.values, bases, strict=True)))
        for form, header in zip(columns.forms, self.headers(), strict=True):
            if form > 0:
                yield header, edits[at : at + form], None
                at += form
            elif form == CUT:
                yield header, [], _uncut(next(payloads), header.row)
            else:
                yield header, [], next(payloads)


def _fits(columns: Columns, salts: bytes, tails: bytes) -> bool:
    """Say whether the columns are as long as they should be, and name only what is there."""
    forms, count = columns.forms, len(columns.forms)
    edits = sum(form for form in forms if form > 0)
    each = (columns.kind, columns.clocks, columns.rows, columns.remaining)
    of_edits = (columns.numbers, columns.values, columns.feeds, columns.bases)
    return (
        count > 0
        and {len(column) for column in each} == {count}
        and {len(column) for column in of_edits} == {edits}
        and len(columns.payloads) == sum(form <= 0 for form in forms)
        and len(tails) == HALF * count
        and len(salts) == SALT * (count - forms.count(DIGEST))
        and min(forms) >= CUT
        and _lie_in(columns.kind, 0, len(columns.kinds))
        and _lie_in(columns.feeds, 0, len(columns.keys) + 1)
        and _lie_in(columns.remaining, 0, 1 << 31)
    )


def _is_well_formed(columns: Columns) -> bool:
    """Say whether payloads have the form of their operation, as far as columns have taken it."""
    at, rest = 0, iter(columns.payloads)
    for form, kind in zip(columns.forms, columns.kind, strict=True):
        if form > 0:
            if columns.kinds[kind].op != EDIT or len(set(columns.numbers[at : at + form])) < form:
                return False
            at += form
        elif len(next(rest)) != journal.DIGEST and form == DIGEST:
            return False
    return _lie_in(columns.numbers, 0, SMALL) and are_values(columns.values)


def _lie_in(numbers: Sequence[int], least: int, beyond: int) -> bool:
    return not numbers or (min(numbers) >= least and max(numbers) < beyond)
