"""Codes that somebody altered: none of ten thousand passes; whatever bytes come are answered."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop_app.domain.errors import Refused
from desktop_app.domain.paper_code import (
    MARK,
    NotACode,
    PaperFacts,
    code_text,
    kind_of,
    read_code,
    signed_text,
    training_text,
    vouched_text,
)
from desktop_app.domain.paper_number import written
from desktop_app.session import Session
from desktop_app.use_cases.verifying import Verdict, verify_text
from tests.seals.worlds import Office, issued
from tests.sessions import OTHER_VILLAGE

Alter = Callable[[random.Random, str, Office], str]


def _flip(dice: random.Random, code: str, _: Office) -> str:
    data = bytearray(_raw(code))
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return _text(bytes(data))


def _other_sign(dice: random.Random, code: str, _: Office) -> str:
    place = dice.randrange(len(MARK), len(code))
    signs = "0123456789".replace(code[place], "")
    return code[:place] + dice.choice(signs) + code[place + 1 :]


def _cut(dice: random.Random, code: str, _: Office) -> str:
    return code[: dice.randrange(len(MARK), len(code))]


def _longer(dice: random.Random, code: str, _: Office) -> str:
    return code + "".join(dice.choices("0123456789", k=dice.randrange(1, 40)))


def _swap(dice: random.Random, code: str, _: Office) -> str:
    signs = list(code)
    while True:
        one, two = (dice.randrange(len(MARK), len(code)) for _ in range(2))
        if signs[one] != signs[two]:
            signs[one], signs[two] = signs[two], signs[one]
            return "".join(signs)


def _other_facts(dice: random.Random, code: str, _: Office) -> str:
    read = read_code(code)
    facts = read.facts
    start = facts.number.rpartition("-")[0].rpartition("-")[0] + "-"
    changed: list[PaperFacts] = [
        replace(facts, kind=kind_of("labour_agreement")),
        replace(facts, number=written(start, dice.randrange(2, 9999))),
        replace(facts, about=f"{chr(0x4E00 + dice.randrange(20_000))}*{dice.choice('娜勒花')}"),
        replace(facts, village_code=OTHER_VILLAGE, area=OTHER_VILLAGE),
        replace(facts, issued_on=facts.issued_on + timedelta(days=dice.randrange(1, 4000))),
        replace(facts, until=date(2027, 1, 1) + timedelta(days=dice.randrange(1, 4000))),
        replace(facts, area=facts.area[:-1]),
        replace(facts, voucher=dice.randbytes(64)),
        replace(facts, area="", voucher=b""),
        replace(facts, public_key=dice.randbytes(32)),
    ]
    return code_text(dice.choice(changed), read.signature)


def _other_key(dice: random.Random, code: str, _: Office) -> str:
    key = Ed25519PrivateKey.from_private_bytes(dice.randbytes(32))
    facts = read_code(code).facts
    return code_text(facts, key.sign(signed_text(facts)))


def _other_desk(_: random.Random, code: str, office: Office) -> str:
    """Let another desk of the office sign in this one's name."""
    facts = read_code(code).facts
    return code_text(facts, office.two.store.desk.sign(signed_text(facts)))


def _stranger(_: random.Random, code: str, office: Office) -> str:
    """Let a desk that no hub let in borrow the voucher of another."""
    desk = office.stranger.store.desk
    facts = replace(read_code(code).facts, public_key=desk.public_key)
    return code_text(facts, desk.sign(signed_text(facts)))


def _own_voucher(dice: random.Random, code: str, _: Office) -> str:
    """Let a stranger vouch for himself."""
    key = Ed25519PrivateKey.from_private_bytes(dice.randbytes(32))
    public_key, area = key.public_key().public_bytes_raw(), "150223"
    facts = replace(
        read_code(code).facts,
        public_key=public_key,
        area=area,
        voucher=key.sign(vouched_text(public_key, area)),
    )
    return code_text(facts, key.sign(signed_text(facts)))


def _voucher_for_else(_: random.Random, code: str, office: Office) -> str:
    """Let a stranger use what the hub signed for something else."""
    desk = office.stranger.store.desk
    facts = replace(
        read_code(code).facts,
        public_key=desk.public_key,
        voucher=office.hub.books.keys.sign(desk.public_key),
    )
    return code_text(facts, desk.sign(signed_text(facts)))


def _unsigned_kind(_: random.Random, code: str, office: Office) -> str:
    """Sign the facts as something else is signed: without what sets papers apart."""
    facts = read_code(code).facts
    return code_text(facts, office.one.store.desk.sign(signed_text(facts)[len("nutag-paper-2") :]))


def _training(_: random.Random, code: str, _office: Office) -> str:
    return training_text(read_code(code).facts.number)


ALTERING: tuple[Alter, ...] = (
    _flip, _flip, _other_sign, _other_sign, _cut, _longer, _swap, _other_facts, _other_facts,
    _other_key, _other_desk, _stranger, _own_voucher, _voucher_for_else, _unsigned_kind, _training,
)  # fmt: skip


def _raw(code: str) -> bytes:
    number = int(code.removeprefix(MARK))
    return number.to_bytes((number.bit_length() + 7) // 8)


def _text(data: bytes) -> str:
    return MARK + str(int.from_bytes(data))


def test_ten_thousand_altered_payloads_are_all_refused(office: Office) -> None:
    """On a desk that has the issuing one in its book, and on one that has only the hub's word."""
    codes = [issued(office.one, number)[2] for number in (1, 3, 5)]
    for desk in (office.two, office.auditor):
        assert all(verify_text(desk, code).verdict is Verdict.GENUINE for code in codes)
    dice = random.Random(2026)
    passed, kinds = [], set()
    for number in range(10_000):
        alter = ALTERING[number % len(ALTERING)]
        altered = alter(dice, dice.choice(codes), office)
        assert altered not in codes
        for desk in (office.two, office.auditor):
            kinds.add(verdict := _verdict(desk, altered))
            if verdict in (Verdict.GENUINE, Verdict.VOID):
                passed.append((alter.__name__, altered))
    assert passed == []
    assert {Verdict.FORGED, Verdict.UNKNOWN} <= kinds


def _verdict(desk: Session, text: str) -> Verdict | None:
    try:
        return verify_text(desk, text).verdict
    except Refused:
        return None


def test_whatever_bytes_come_the_reader_answers(office: Office) -> None:
    whole = _raw(issued(office.one)[2])
    dice = random.Random(7)
    for _ in range(20_000):
        data = bytearray(whole)
        for place in dice.sample(range(1, len(data)), dice.randrange(1, 30)):
            data[place] = dice.randrange(256)
        cut, noise = data[: dice.randrange(1, len(data))], dice.randbytes(dice.randrange(1, 250))
        for text in map(_text, (bytes(data), bytes(cut), noise, b"\1" + noise)):
            try:
                code = read_code(text)
            except NotACode:
                continue
            assert code_text(code.facts, code.signature) == text
    for text in ("", MARK, f"{MARK}0", f"{MARK}1_0", f"{MARK}+1", f"{MARK}٣", MARK + "9" * 599):
        with pytest.raises(NotACode):
            read_code(text)
