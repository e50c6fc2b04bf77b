"""Seals: genuine ones are known on every desk of the office, and nothing else passes for one."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop_app.domain.errors import Refused
from desktop_app.domain.paper_code import (
    MARK,
    NotACode,
    PaperFacts,
    code_text,
    kind_of,
    masked_name,
    read_code,
    signed_text,
    training_text,
    vouched_text,
)
from desktop_app.domain.paper_number import written
from desktop_app.domain.records import Paper
from desktop_app.session import Session
from desktop_app.use_cases.desk_names import authority_of
from desktop_app.use_cases.papers import print_form, reprint, void_paper
from desktop_app.use_cases.verifying import Verdict, verify_text
from printing.form_names import FORMS
from sync.hub_admin import HubAdmin
from tests.seals.worlds import FORM, Office, issued
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE, keep_person, open_test_session
from tests.sync.hubs import open_made_up_hub


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
    facts = replace(read_code(kept).facts, about="苏*娜")
    twin = code_text(facts, office.one.store.desk.sign(signed_text(facts)))
    assert verify_text(office.two, twin).verdict is Verdict.FORGED, "its number is another's"


def test_a_desk_that_never_met_the_issuing_one_believes_the_hub_s_word_in_the_code(
    office: Office,
) -> None:
    paper, _, code = issued(office.one)
    assert authority_of(office.auditor).certificate(office.one.store.desk.device) is None
    found = verify_text(office.auditor, code)
    assert (found.verdict, found.number) == (Verdict.GENUINE, paper.number)
    assert found.issuer.startswith("达茂旗就业服务中心登记的电脑")
    assert "有没有停用，要同步以后才知道" in found.why
    void_paper(office.one, paper.id, "姓名写错")
    office.exchange(office.one, office.auditor)
    found = verify_text(office.auditor, code)
    assert found.verdict is Verdict.VOID
    assert "苏日娜" in found.issuer


def test_a_revoked_desk_is_found_out_with_the_next_exchange(office: Office) -> None:
    _, _, kept = issued(office.one, 1)
    office.exchange(office.one)
    HubAdmin(office.hub.books).revoke(office.one.store.desk.device, "lost")
    _, _, later = issued(office.one, 3)
    for code in (kept, later):
        found = verify_text(office.auditor, code)
        assert found.verdict is Verdict.GENUINE
        assert "有没有停用，要同步以后才知道" in found.why
    office.exchange(office.auditor)
    assert verify_text(office.auditor, kept).verdict is Verdict.GENUINE
    found = verify_text(office.auditor, later)
    assert found.verdict is Verdict.UNKNOWN
    assert "停用" in found.why


def test_papers_of_another_banner_are_by_nobody_known_here(tmp_path: Path, office: Office) -> None:
    county, desk = "150221", office.stranger.store.desk
    hub, store = open_made_up_hub(str(tmp_path / "next"), tmp_path / "next.key", county=county)
    facts = replace(
        read_code(issued(office.one)[2]).facts,
        village_code=f"{county}100200",
        number=written(f"文印字〔2026〕第{county}-2-K7QF2MN-", 1),
        public_key=desk.public_key,
        area=county,
        voucher=hub.books.keys.sign(vouched_text(desk.public_key, county)),
    )
    found = verify_text(office.auditor, code_text(facts, desk.sign(signed_text(facts))))
    assert found.verdict is Verdict.UNKNOWN
    assert "外旗县" in found.advice
    store.close()


def test_a_desk_with_other_villages_has_a_voucher_for_each(office: Office) -> None:
    admin = HubAdmin(office.hub.books)
    desk = office.one.store.desk
    admin.change_scope(desk.device, "township", [VILLAGE[:9]])
    office.exchange(office.one)
    _, _, code = issued(office.one)
    facts = read_code(code).facts
    assert (facts.area, facts.village_code) == (VILLAGE[:9], VILLAGE)
    assert verify_text(office.auditor, code).verdict is Verdict.GENUINE
    elsewhere = "150223101201"
    for area in ("1502", "150223", "150223101"):
        wider = replace(facts, area=area, village_code=elsewhere)
        sealed = code_text(wider, desk.sign(signed_text(wider)))
        assert verify_text(office.auditor, sealed).verdict is Verdict.UNKNOWN
        assert verify_text(office.one, sealed).verdict is Verdict.FORGED
    with pytest.raises(ValueError, match="another area"):
        code_text(replace(facts, village_code=elsewhere), bytes(64))


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
    facts = replace(
        read_code(code).facts, village_code="150223100200", area="150223", voucher=bytes(64)
    )
    sealed = code_text(facts, office.one.store.desk.sign(signed_text(facts)))
    assert verify_text(office.two, sealed).verdict is Verdict.FORGED
    assert verify_text(office.auditor, sealed).verdict is Verdict.UNKNOWN


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


def test_no_two_forms_are_known_by_the_same_bytes() -> None:
    assert len({kind_of(form) for form in FORMS}) == len(FORMS)


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
