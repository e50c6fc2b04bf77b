"""Seals: genuine ones are known on every desk of the office, and nothing else passes for one."""

import random
from base64 import b32encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop_app.domain.errors import Refused
from desktop_app.domain.paper_code import (
    MARK,
    PaperFacts,
    code_text,
    masked_name,
    read_code,
    signed_text,
    training_text,
)
from desktop_app.domain.records import Paper
from desktop_app.use_cases.papers import print_form, reprint, void_paper
from desktop_app.use_cases.verifying import Verdict, verify_text
from sync.hub_admin import HubAdmin
from tests.seals.worlds import FORM, Office, issued
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE, keep_person, open_test_session


def test_a_paper_is_genuine_on_the_desk_and_on_another_that_never_saw_its_record(
    office: Office,
) -> None:
    paper, _, code = issued(office.one)
    for desk in (office.one, office.two):
        found = verify_text(desk, code)
        assert found.verdict is Verdict.GENUINE
        assert found.number == paper.number
        assert found.kind == "就业和培训意愿登记表"
        assert found.about == "娜****勒"
        assert found.issued_on == TODAY
        assert "达茂旗就业服务中心" in found.issuer
    assert "没有这份文书的记录" in verify_text(office.two, code).why
    office.exchange(office.one, office.two)
    assert "本机也有这份文书的记录" in verify_text(office.two, code).why


def test_what_a_scanner_does_to_the_text_does_no_harm(office: Office) -> None:
    _, _, code = issued(office.one)
    for typed in (code.lower(), f"  {code}\r\n", f"{code[:80]}\n{code[80:]}"):
        assert verify_text(office.two, typed).verdict is Verdict.GENUINE


def test_a_void_paper_is_void_here_and_after_the_exchange_everywhere(office: Office) -> None:
    paper, _, code = issued(office.one)
    void_paper(office.one, paper.id, "姓名写错")
    assert verify_text(office.one, code).verdict is Verdict.VOID
    assert verify_text(office.two, code).verdict is Verdict.GENUINE
    office.exchange(office.one, office.two)
    found = verify_text(office.two, code)
    assert found.verdict is Verdict.VOID
    assert "姓名写错" in found.why
    assert found.number == paper.number


def test_a_void_reprint_says_so_even_where_nothing_is_known_of_it(office: Office) -> None:
    paper, pdf, code = issued(office.one)
    assert reprint(office.one, paper.id) == pdf
    void_paper(office.one, paper.id, "姓名写错")
    reprint(office.one, paper.id)
    marked = code.replace("NUTAG2:", "NUTAG2V:")
    assert verify_text(office.two, marked).verdict is Verdict.VOID


def test_nobody_vouches_for_a_desk_that_is_not_enrolled(office: Office) -> None:
    _, _, code = issued(office.stranger)
    for desk in (office.stranger, office.two, None):
        found = verify_text(desk, code)
        assert found.verdict is Verdict.UNKNOWN
        assert found.issuer == ""
    assert "还没有登记到旗县" in verify_text(office.stranger, code).why
    office.join(office.stranger)
    office.exchange(office.two)
    assert verify_text(office.two, code).verdict is Verdict.GENUINE, "issued before it was let in"


def test_a_revoked_desk_is_believed_only_where_the_record_came_before(office: Office) -> None:
    _, _, kept = issued(office.one, 1)
    office.exchange(office.one, office.two)
    HubAdmin(office.hub.books).revoke(office.one.store.desk.device, "lost")
    _, _, later = issued(office.one, 3)
    office.exchange(office.two)
    assert verify_text(office.two, kept).verdict is Verdict.GENUINE
    found = verify_text(office.two, later)
    assert found.verdict is Verdict.UNKNOWN
    assert "停用" in found.why


def test_training_papers_never_verify(tmp_path: Path, office: Office) -> None:
    session = open_test_session(tmp_path / "training", training=True)
    _, pdf, code = issued(session)
    assert pdf.startswith(b"%PDF")
    for desk in (session, office.one):
        found = verify_text(desk, code)
        assert found.verdict is Verdict.FORGED
        assert "练习" in found.why
    session.close()


def test_another_paper_under_the_same_number_is_found_out(office: Office) -> None:
    paper, _, code = issued(office.one)
    facts = replace(read_code(code).facts, about="苏*娜")
    desk = office.one.store.desk
    twin = code_text(facts, desk.sign(signed_text(facts)))
    assert verify_text(office.one, twin).verdict is Verdict.FORGED
    assert paper.number == facts.number


def test_a_desk_cannot_seal_for_a_village_it_does_not_serve(office: Office) -> None:
    _, _, code = issued(office.one)
    facts = replace(read_code(code).facts, village_code="150223100200")
    sealed = code_text(facts, office.one.store.desk.sign(signed_text(facts)))
    assert verify_text(office.two, sealed).verdict is Verdict.FORGED


def test_a_text_that_is_no_code_is_refused_in_words(office: Office) -> None:
    for text in (
        "",
        "你好",
        "https://example.com/1",
        "NUTAG1Q.ABC",
        "安证字〔2026〕第1号",
        "x" * 99999,
    ):
        with pytest.raises(Refused, match="不是文书二维码"):
            verify_text(office.one, text)


def test_the_same_paper_printed_again_has_the_same_bytes(office: Office) -> None:
    paper, pdf, _ = issued(office.one)
    person = paper.person_id
    again = print_form(office.one, FORM, [person])
    assert again.pdf == pdf
    assert again.again == 1
    assert len(office.one.find(Paper)) == 1


def test_a_list_names_its_period_and_nobody(office: Office) -> None:
    keep_person(office.one)
    printed = print_form(office.one, "labour_roster", village_code=VILLAGE)
    (paper,) = printed.papers
    from desktop_app.use_cases.papers import code_of

    facts = read_code(code_of(office.one, paper)).facts
    assert (facts.about, facts.village_code) == ("", VILLAGE)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("苏日娜", "苏*娜"), ("宝音", "宝*"), ("巴", "巴"), ("娜仁·格日勒", "娜****勒"), ("", "")],
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert masked_name(name) == masked


Alter = Callable[[random.Random, str, Office], str]


def _flip(dice: random.Random, code: str, _: Office) -> str:
    data = bytearray(_raw(code))
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return _text(bytes(data))


def _other_sign(dice: random.Random, code: str, _: Office) -> str:
    place = dice.randrange(len(MARK), len(code))
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".replace(code[place], "")
    return code[:place] + dice.choice(signs) + code[place + 1 :]


def _cut(dice: random.Random, code: str, _: Office) -> str:
    return code[: dice.randrange(len(MARK), len(code))]


def _longer(dice: random.Random, code: str, _: Office) -> str:
    return code + "".join(dice.choices("ABCDEFG234567", k=dice.randrange(1, 40)))


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
    changed: list[PaperFacts] = [
        replace(facts, form="labour_agreement"),
        replace(facts, number=facts.number.replace("第150223", "第150224")),
        replace(facts, about=f"{chr(0x4E00 + dice.randrange(20_000))}*{dice.choice('娜勒花')}"),
        replace(facts, village_code=OTHER_VILLAGE),
        replace(facts, issued_on=facts.issued_on + timedelta(days=dice.randrange(1, 4000))),
        replace(facts, until=date(2027, 1, 1) + timedelta(days=dice.randrange(1, 4000))),
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
    desk = office.stranger.store.desk
    facts = replace(read_code(code).facts, device=desk.device)
    return code_text(facts, desk.sign(signed_text(facts)))


def _unsigned_kind(_: random.Random, code: str, office: Office) -> str:
    """Sign the facts as something else is signed: without what sets papers apart."""
    facts = read_code(code).facts
    return code_text(facts, office.one.store.desk.sign(signed_text(facts)[len("nutag-paper-1") :]))


def _training(_: random.Random, code: str, _office: Office) -> str:
    return training_text(read_code(code).facts.number)


ALTERING: tuple[Alter, ...] = (
    _flip, _flip, _other_sign, _other_sign, _cut, _longer, _swap, _other_facts, _other_facts,
    _other_key, _other_desk, _stranger, _unsigned_kind, _training,
)  # fmt: skip


def _raw(code: str) -> bytes:
    from base64 import b32decode

    written = code.removeprefix(MARK)
    return b32decode(written + "=" * (-len(written) % 8))


def _text(data: bytes) -> str:
    return MARK + b32encode(data).decode().rstrip("=")


def test_ten_thousand_altered_payloads_are_all_refused(office: Office) -> None:
    codes = [issued(office.one, number)[2] for number in (1, 3, 5)]
    assert all(verify_text(office.two, code).verdict is Verdict.GENUINE for code in codes)
    dice = random.Random(2026)
    passed, kinds = [], set()
    for number in range(10_000):
        alter = ALTERING[number % len(ALTERING)]
        altered = alter(dice, dice.choice(codes), office)
        assert altered not in codes
        kinds.add(verdict := _verdict(office, altered))
        if verdict in (Verdict.GENUINE, Verdict.VOID):
            passed.append((alter.__name__, altered))
    assert passed == []
    assert {Verdict.FORGED, Verdict.UNKNOWN} <= kinds


def _verdict(office: Office, text: str) -> Verdict | None:
    try:
        return verify_text(office.two, text).verdict
    except Refused:
        return None
