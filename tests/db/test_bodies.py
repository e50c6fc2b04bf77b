"""Bodies of runs and segments: what goes in comes out, byte for byte, whatever it is."""

from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import journal
from db.bodies import SENDING, UNREADABLE, open_body, pack_body, read_body
from db.columns import LARGEST_BODY, Columns, Packed, body_of, press, unpress
from db.journal import CREATE, EDIT, SALT, SETTLE, Header

KEPT = Path(__file__).with_name("body.hex")
"""A body that was packed when the form was made: it has to be read for ever."""

FRAME = b"\x28\xb5\x2f\xfd"
OTHER = bytes(range(16))

ids = st.binary(min_size=16, max_size=16)
values = st.one_of(
    st.none(), st.booleans(), st.integers(-(1 << 63), (1 << 63) - 1), st.floats(allow_nan=False),
    st.text(max_size=8), st.binary(max_size=20),
)  # fmt: skip
bases = st.one_of(st.integers(1, (1 << 53) - 1), st.tuples(ids, st.integers(1, 1 << 40)).map(list))
edits = st.lists(
    st.tuples(st.integers(0, 40), values, bases).map(list),
    min_size=1,
    max_size=4,
    unique_by=lambda edit: edit[0],
)
payloads = st.one_of(
    st.tuples(st.just(EDIT), edits.map(journal.pack)),
    st.tuples(st.just(EDIT), st.binary(max_size=30)),
    st.tuples(st.just(CREATE), st.lists(values, min_size=1, max_size=20).map(journal.pack)),
    st.tuples(st.just(CREATE), st.just(b"its own row")),
    st.tuples(st.sampled_from((SETTLE, 9, 77)), st.binary(max_size=30)),
)


@st.composite
def entries(draw: st.DrawFn) -> list[bytes]:
    """Return entries as desks write them, and some that a tampered program would."""
    first = draw(st.integers(1, 1 << 40))
    found = []
    for seq in range(first, first + draw(st.integers(1, 12))):
        row, (op, payload) = draw(ids), draw(payloads)
        if payload == b"its own row":
            payload = journal.pack([row, *draw(st.lists(values, max_size=20))])
        header = Header(
            seq,
            draw(st.integers(0, journal.LATEST)),
            draw(st.integers(0, 9)),
            draw(st.sampled_from((OTHER, bytes(16)))),
            draw(st.text(max_size=10)),
            draw(st.integers(0, 300)),
            op,
            draw(st.integers(0, 40)),
            row,
            1,
        )
        data = journal.encode_entry(
            journal.encode_header(header), draw(st.binary(min_size=SALT, max_size=SALT)), payload
        )
        found.append(journal.without_payload(data) if draw(st.booleans()) else data)
    return found


@given(entries())
def test_what_goes_in_comes_out(some: list[bytes]) -> None:
    body = pack_body(some)
    read = read_body(body)

    assert isinstance(read, Packed)
    assert open_body(body) == some
    assert len(read) == len(some)
    assert list(read.read(7)) == [journal.decode_entry(7, data) for data in some]
    assert read.headers() == [journal.parts_of(data)[0] for data in some]
    assert list(read.written()) == [journal.parts_of(data) for data in some]
    for count in range(len(some)):
        assert open_body(read.after(count, SENDING)) == some[count:]


def an_entry(
    seq: int = 1, salt: bytes = bytes(SALT), payload: bytes = b"\x90", **parts: Any
) -> bytes:
    """Return an entry; ``parts`` replace those of its header."""
    usual: dict[str, Any] = {
        "hlc": 5, "authority_seq": 1, "user": OTHER, "act": "a", "remaining": 0,
        "op": CREATE, "table": 1, "row": OTHER, "schema": 1,
    }  # fmt: skip
    header = journal.encode_header(Header(seq, **(usual | parts)))
    return journal.encode_entry(header, salt, payload)


STRANGE = {
    "no entry": [b"x", b"y"],
    "nothing": [],
    "a gap": [an_entry(1), an_entry(3)],
    "another salt": [an_entry(salt=bytes(16))],
    "a clock out of bounds": [an_entry(hlc=1 << 63)],
    "a clock of another type": [an_entry(hlc="now")],
    "a row that is none": [an_entry(row=b"short")],
    "a header of a newer program": [
        journal.pack([journal.pack([2, 1, "what it will say"]), bytes(SALT), b""])
    ],
    "a header said otherwise": [
        journal.pack(
            [journal.parts_of(an_entry())[1].replace(b"\x05", b"\xcc\x05", 1), bytes(SALT), b""]
        )
    ],
    "a payload that is a text": [journal.pack([journal.parts_of(an_entry())[1], bytes(SALT), "x"])],
    "too many": [an_entry(seq) for seq in range(1, 259)],
}


@pytest.mark.parametrize("some", STRANGE.values(), ids=STRANGE)
def test_what_columns_cannot_say_stays_as_it_is(some: list[bytes]) -> None:
    body = pack_body(some)

    assert body[:4] == FRAME
    assert open_body(body) == some


def test_bodies_of_the_first_files_are_read() -> None:
    some = [an_entry(seq, salt=bytes(16)) for seq in range(1, 9)]

    assert open_body(press(journal.pack(some), 3)) == some


def test_the_form_is_what_it_was() -> None:
    body = bytes.fromhex(KEPT.read_text())

    assert isinstance(read_body(body), Packed)
    assert open_body(body) == kept_entries()


def kept_entries() -> list[bytes]:
    """Return the entries in the body that was kept."""
    dice = Random(1)
    row, other = dice.randbytes(16), dice.randbytes(16)
    made = journal.pack([row, "150223102200", None, "敖特根", 12])
    said: list[tuple[int, bytes]] = [
        (CREATE, made),
        (EDIT, journal.pack([[14, "13800000001", 7], [3, other, [OTHER, 900]]])),
        (EDIT, journal.pack([[14, "13800000002", 8]])),
        (EDIT, b"\xc1"),
        (SETTLE, journal.pack([[14, "13800000003", [8, [OTHER, 901]]]])),
        (CREATE, made),
    ]
    found = [
        an_entry(
            seq,
            dice.randbytes(SALT),
            payload,
            op=op,
            hlc=1 << 50 | seq,
            row=row,
            remaining=12 - seq,
        )
        for seq, (op, payload) in enumerate(said, start=7)
    ]
    return [*found[:-1], journal.without_payload(found[-1])]


def columns(**parts: Any) -> tuple[bytes, bytes, Columns]:
    """Return what is in a body of two edits and a creation; ``parts`` replace its columns."""
    some = [
        an_entry(4, op=EDIT, payload=journal.pack([[14, "a", 2], [15, 1, 3]])),
        an_entry(5, op=EDIT, payload=journal.pack([[14, "b", [OTHER, 9]]])),
        an_entry(6, payload=journal.pack([OTHER, "x"])),
        journal.without_payload(an_entry(7)),
    ]
    salts, rows, rest = msgspec.msgpack.decode(pack_body(some))
    found = msgspec.msgpack.decode(unpress(rest), type=Columns)
    return salts, rows, msgspec.structs.replace(found, **parts)


MISFITS: dict[str, dict[str, Any]] = {
    "no entries": {
        "kind": [],
        "clocks": [],
        "rows": [],
        "remaining": [],
        "forms": [],
        "numbers": [],
        "values": [],
        "feeds": [],
        "bases": [],
        "payloads": [],
    },
    "a kind that is not there": {"kind": [0, 0, 2, 1]},
    "a kind before the first": {"kind": [0, 0, -1, 1]},
    "too few kinds": {"kind": [0, 0, 1]},
    "a clock before the first": {"clocks": [5, -6, 0, 0]},
    "a clock after the last": {"clocks": [5, 1 << 62, 0, 0]},
    "too few clocks": {"clocks": [5, 0, 0]},
    "too few rows": {"rows": [0, 0, 0]},
    "fewer than none that follow": {"remaining": [0, 0, -1, 0]},
    "an unknown form": {"forms": [2, 1, -3, -1]},
    "more edits than there are": {"forms": [2, 2, -2, -1]},
    "edits without end": {"forms": [1 << 60, 1, -2, -1]},
    "edits of a creation": {"kind": [0, 1, 1, 1]},
    "a column twice": {"numbers": [14, 14, 14]},
    "a column before the first": {"numbers": [14, -1, 14]},
    "a column after the last": {"numbers": [14, 1 << 15, 14]},
    "too few values": {"values": ["a", 1]},
    "a list as a value": {"values": ["a", [1], "b"]},
    "a number that no table holds": {"values": ["a", 1 << 63, "b"]},
    "a feed that has no key": {"feeds": [0, 0, 2]},
    "a feed before the first": {"feeds": [0, 0, -1]},
    "a base before the first entry": {"bases": [2, -2, 9]},
    "a base beyond every place": {"bases": [2, 1, 1 << 53]},
    "too few payloads": {"payloads": [b"x"]},
    "a digest that is none": {"payloads": [b"x", b"y"]},
    "a first before the first": {"first": 0},
    "a first after the last": {"first": 1 << 53},
}


@pytest.mark.parametrize("parts", MISFITS.values(), ids=MISFITS)
def test_columns_that_do_not_fit_each_other_are_no_body(parts: dict[str, Any]) -> None:
    salts, rows, fitting = columns()
    read_body(body_of(salts, rows, fitting, 3))
    size = 0 if parts.get("forms") == [] else len(parts.get("forms", fitting.forms))

    with pytest.raises(UNREADABLE):
        open_body(body_of(salts[: SALT * size], rows[: 8 * size], columns(**parts)[2], 3))


@pytest.mark.parametrize(("salts", "rows"), [(SALT, 0), (-SALT, 0), (0, 8), (0, -8)])
def test_salts_and_rows_are_as_many_as_there_are_entries(salts: int, rows: int) -> None:
    mine, theirs, fitting = columns()
    mine = mine + bytes(salts) if salts >= 0 else mine[:salts]
    theirs = theirs + bytes(rows) if rows >= 0 else theirs[:rows]

    with pytest.raises(UNREADABLE):
        read_body(body_of(mine, theirs, fitting, 3))


def test_a_body_that_grows_too_large_is_not_unpacked() -> None:
    large = journal.pack([b"", b"", press(bytes(LARGEST_BODY + 1), 1)])

    with pytest.raises(ValueError, match="too large"):
        read_body(large)


def test_columns_that_are_too_long_are_not_read() -> None:
    salts, rows, fitting = columns(kind=[0] * (1 << 20))

    with pytest.raises(msgspec.ValidationError, match="length"):
        read_body(body_of(salts, rows, fitting, 3))


def test_nesting_without_end_is_no_body() -> None:
    salts, rows, fitting = columns(values=["a", 1, "b"])
    plain = journal.pack(fitting)
    deep = plain.replace(b"\x93\xa1a\x01\xa1b", b"\x93\xa1a\x01" + b"\x91" * 100_000 + b"\x01")
    assert len(deep) > len(plain)

    with pytest.raises(UNREADABLE):
        read_body(journal.pack([salts, rows, press(deep, 3)]))


def test_edits_of_a_segment_take_thirty_bytes_each() -> None:
    dice = Random(3)
    some = [
        an_entry(
            seq,
            dice.randbytes(SALT),
            journal.pack([[14, f"13{dice.randrange(10**9):09}", seq - 2000 + dice.randrange(3)]]),
            op=EDIT,
            hlc=1 << 50,
            row=(int(1.7e12) + 3 * seq << 16 | 7 << 12).to_bytes(8) + dice.randbytes(8),
            remaining=-seq % 25,
        )
        for seq in range(2305, 2561)
    ]

    assert len(pack_body(some)) < 30 * len(some)
