"""Every other form says what is kept of a made-up village, and its sums are those on screen."""

from typing import Any

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.money import exact_yuan, yuan_in_words
from desktop_app.domain.records import Disclosure, Person
from desktop_app.session import Session
from desktop_app.use_cases.claim_lines import claim_people
from desktop_app.use_cases.claims import claim_sum
from desktop_app.use_cases.form_data import FORM_DATA
from desktop_app.use_cases.papers import print_form
from desktop_app.use_cases.targets import set_target, target_sheet
from printing.form_names import FORMS
from tests.sessions import TODAY, VILLAGE, keep_person
from tests.use_cases.claims.made import decide
from tests.use_cases.papers.reading import kept
from tests.use_cases.papers.village import Village, settle

REGISTERS = [
    "labour_roster", "transfer_register", "post_register", "enrolment_register", "visit_register",
    "target_report",
]  # fmt: skip


@pytest.fixture
def village(session: Session) -> Village:
    return settle(session)


def said_by(session: Session, form: str, *ids: Any, **more: Any) -> str:
    return kept(session, print_form(session, form, ids, **more))


def test_every_form_that_has_a_layout_is_printed_from_records() -> None:
    assert sorted(FORM_DATA) == sorted(FORMS)


def test_the_pension_form_ticks_the_grade_and_names_other_insurance(
    session: Session, village: Village
) -> None:
    said = said_by(session, "pension_enrolment", village.pension.id)
    assert "达尔罕茂明安联合旗城乡居民社会养老保险参保登记表" in said
    assert "其木格" in said
    assert village.wife.citizen_id in said
    assert "登记日期：2024年3月1日" in said
    with pytest.raises(Refused, match="只用于城乡居民养老保险"):
        print_form(session, "pension_enrolment", [village.flexible.id])


def test_the_flexible_form_and_injury_insurance(session: Session, village: Village) -> None:
    flexible = said_by(session, "flexible_pension", village.flexible.id)
    assert "2026年3月1日" in flexible
    assert village.head.citizen_id in flexible
    injury = said_by(session, "injury_insurance", village.injury.id)
    assert "护林员" in injury
    assert "2026年11月20日至2027年11月19日" in injury


@pytest.mark.parametrize("decided", [False, True])
def test_the_claim_and_its_roster_add_up_to_the_sum_on_screen(
    session: Session, village: Village, decided: bool
) -> None:
    if decided:
        decide(session, village.claim)
    sums = claim_sum(claim_people(session, village.claim.id))
    whole = sums[-1]
    form = said_by(session, "transfer_subsidy", village.claim.id)
    roster = said_by(session, "transfer_roster", village.claim.id)
    assert f"大写：{yuan_in_words(whole.amount_fen)}" in form
    assert exact_yuan(whole.amount_fen) in form
    assert f"补助金额合计（大写）：{yuan_in_words(whole.amount_fen)}" in roster
    for one in sums[:-1]:
        assert f"{one.people}{exact_yuan(one.amount_fen)}" in form
    for person in village.workers:
        assert person.citizen_id in roster
    assert "王建国" in form
    assert whole.people == (2 if decided else 0)  # the clauses of 2026 have no basis yet


def test_wishes_are_printed_with_what_was_learnt(session: Session, village: Village) -> None:
    said = said_by(session, "training_wish", village.head.id)
    assert "2025年5月20日　焊工初级班".replace("　", "") in said.replace("　", "")
    assert "4500" in said
    assert "北疆乳业" in said


def test_the_record_of_a_visit_tells_what_changed(session: Session, village: Village) -> None:
    said = said_by(session, "visit_record", village.visit.id)
    assert "就业状态务农务牧待业" in said
    assert "办结期限：2026年12月5日" in said
    assert "想在附近找活。" in said
    assert village.wife.citizen_id in said


def test_the_receipt_stays_with_the_household_and_shows_no_number(
    session: Session, village: Village
) -> None:
    said = said_by(session, "visit_receipt", village.visit.id)
    assert said.count("报名草原管护员") == 2
    assert "150223" not in said.replace("第150223-", "")
    assert "巴特尔" in said


def test_the_household_file_holds_everything(session: Session, village: Village) -> None:
    said = said_by(session, "household_file", village.home.id)
    for part in ("巴特尔", "其木格", "北疆乳业", "城乡居民养老保险", "报名草原管护员", "三组12号"):
        assert part in said
    assert village.wife.citizen_id in said
    looked = {one.person_id for one in session.find(Disclosure)}
    assert looked == {village.head.id, village.wife.id}


def test_notices_name_the_rules_in_force(session: Session, village: Village) -> None:
    policies = said_by(session, "policy_notice", village.head.id)
    assert f"最低年龄：{session.rules.number('post.min_age', TODAY)}周岁" in policies
    assert "版本号：" + session.rules.version in policies
    privacy = said_by(session, "privacy_notice", village.head.id)
    assert "旗县人力资源和社会保障部门、北疆人力" in privacy


@pytest.mark.parametrize("form", REGISTERS)
def test_registers_are_printed_by_village(session: Session, village: Village, form: str) -> None:
    set_target(session, VILLAGE, "pension", 2026, 10)
    said = said_by(session, form, village_code=VILLAGE)
    wanted = {
        "labour_roster": ("巴特尔", "其木格", "挤奶工", village.head.citizen_id),
        "transfer_register": ("巴特尔", "北疆乳业", "4200", village.head.citizen_id),
        "post_register": ("护林员", "那仁", "2026年11月20日"),
        "enrolment_register": ("其木格", "工伤保险", "缴费凭证"),
        "visit_register": ("其木格", "想在附近找活。", "走访台账"),
        "target_report": ("新增养老参保", "10"),
    }[form]
    for part in wanted:
        assert part in said


def test_a_register_counts_as_many_lines_as_there_are(session: Session, village: Village) -> None:
    printed = print_form(session, "labour_roster", village_code=VILLAGE)
    kept(session, printed)
    everybody = session.find(Person, village_code=VILLAGE)
    looked = {one.person_id for one in session.find(Disclosure)}
    assert looked == {one.id for one in everybody}
    assert village.holder.person_id in looked


def test_visits_of_a_month_only(session: Session, village: Village) -> None:
    said = said_by(session, "visit_register", village_code=VILLAGE, month="2026-10")
    assert "2026年10月8日" in said
    assert "2026年11月20日" not in said
    assert village.visit.promise not in said


def test_the_targets_on_paper_are_those_on_screen(session: Session, village: Village) -> None:
    set_target(session, VILLAGE, "transfer", 2026, 4)
    line = next(
        one for one in target_sheet(session, VILLAGE, 2026).lines if one.measure == "transfer"
    )
    said = said_by(session, "target_report", village_code=VILLAGE)
    assert f"转移就业人4{line.done}{line.percent}%" in said
    assert village.workers


def test_a_household_without_people_is_not_printed(session: Session) -> None:
    from desktop_app.domain.records import Household

    with session.operation("test", "空户") as operation:
        empty = operation.save(Household(village_code=VILLAGE, number="0099"))
    with pytest.raises(Refused, match="没有登记人员"):
        print_form(session, "household_file", [empty.id])


@pytest.mark.parametrize("form", ["training_wish", "policy_notice", "privacy_notice"])
def test_who_is_hardly_known_is_printed_all_the_same(session: Session, form: str) -> None:
    person = keep_person(session, 3, citizen_id="", birth_on=None, sex="", phone="")
    assert person.name in said_by(session, form, person.id)
    assert session.find(Disclosure) == []


@pytest.mark.parametrize("form", REGISTERS)
def test_an_empty_village_gives_an_empty_register(session: Session, form: str) -> None:
    assert said_by(session, form, village_code=VILLAGE)
