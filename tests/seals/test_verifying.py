"""Seals: genuine ones are known on every desk of the office, and nothing else passes for one."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.paper_code import (
    code_text,
    kind_of,
    masked_name,
    read_code,
    signed_text,
    vouched_text,
)
from desktop_app.domain.paper_number import written
from desktop_app.domain.records import Paper
from desktop_app.use_cases.desk_names import authority_of
from desktop_app.use_cases.papers import print_form, reprint, void_paper
from desktop_app.use_cases.verifying import Verdict, verify_text
from printing.form_names import FORMS
from sync.hub_admin import HubAdmin
from tests.seals.worlds import FORM, Office, issued
from tests.sessions import TODAY, VILLAGE, keep_person, open_test_session
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
