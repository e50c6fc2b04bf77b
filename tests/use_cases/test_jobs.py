"""招聘推荐: employers, vacancies, who fits and why, consent first, and what came of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    Consent,
    Employer,
    Employment,
    Person,
    Referral,
    Training,
    Vacancy,
)
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.consents import give_consent, valid_consent, withdraw_consent
from desktop_app.use_cases.referrals import (
    matches,
    reasons_of,
    record_referral_result,
    refer,
    vacancies_for,
)
from desktop_app.use_cases.vacancies import (
    close_vacancy,
    flexible_people,
    save_employer,
    save_vacancy,
)
from tests.sessions import TODAY, VILLAGE, keep_person


@pytest.fixture
def employer(session: Session) -> Employer:
    return save_employer(session, Employer(name="示范乳业有限公司", industry="C"))


@pytest.fixture
def vacancy(session: Session, employer: Employer) -> Vacancy:
    return save_vacancy(
        session,
        Vacancy(
            employer_id=employer.id,
            title="食堂厨师",
            trade="cook",
            place_code="150203",
            headcount=2,
            pay_from_fen=350_000,
            pay_to_fen=450_000,
            oldest=55,
        ),
    )


@pytest.fixture
def cook(session: Session) -> Person:
    return keep_person(
        session, 1, name="巴雅尔", job_intention="away", employment_status="5", skills="会烹饪"
    )


def consent(session: Session, person: Person, employer: Employer, **facts: object) -> Consent:
    wish = Consent(person_id=person.id, purpose="referral", recipient=employer.name, way="signed")
    return give_consent(session, replace(wish, **facts))  # type: ignore[arg-type]


def test_the_best_come_first_and_each_reason_is_told(
    session: Session, vacancy: Vacancy, cook: Person
) -> None:
    trained = keep_person(session, 2, name="乌云", job_intention="local", employment_status="5")
    with session.operation("test", "培训") as operation:
        operation.save(
            Training(village_code=VILLAGE, person_id=trained.id, trade="cook", result="finished")
        )
    keep_person(
        session, 3, name="老人", job_intention="away", birth_on=date(1968, 1, 1), citizen_id=""
    )
    keep_person(session, 4, name="不想", job_intention="none", employment_status="5")

    found = matches(session, vacancy.id)

    assert [session.get(Person, one.person_id).name for one in found] == ["巴雅尔", "乌云"]
    told = " ".join(one.text for one in found[0].reasons)
    assert "技能特长写着“会烹饪”" in told
    assert "愿意外出就业，岗位在盟市内跨旗县" in told
    assert vacancies_for(session, cook.id)[0].vacancy_id == vacancy.id
    assert vacancies_for(session, cook.id)[0].points == found[0].points


def test_nobody_is_put_forward_without_consent(
    session: Session, vacancy: Vacancy, employer: Employer, cook: Person
) -> None:
    with pytest.raises(Refused, match="还没有同意") as refused:
        refer(session, vacancy.id, cook.id)
    assert "个人信息保护法" in refused.value.basis

    other = consent(session, cook, replace(employer, name="别的单位"))
    with pytest.raises(Refused, match="还没有同意"):
        refer(session, vacancy.id, cook.id)
    assert other.given_on == TODAY
    given = consent(session, cook, employer)
    kept = refer(session, vacancy.id, cook.id)

    assert (kept.consent_id, kept.result, kept.offered_on) == (given.id, "offered", TODAY)
    assert any(one.fits for one in reasons_of(kept))
    assert matches(session, vacancy.id) == []
    with pytest.raises(Refused, match="已经推荐过"):
        refer(session, vacancy.id, cook.id)


def test_a_consent_ends_and_can_be_taken_back(
    session: Session, employer: Employer, cook: Person
) -> None:
    short = consent(session, cook, employer, until=TODAY)
    named = (cook.id, "referral", employer.name)
    assert valid_consent(session, *named, TODAY) == short
    assert valid_consent(session, *named, TODAY + timedelta(days=1)) is None

    withdraw_consent(session, short.id, TODAY)

    assert valid_consent(session, *named, TODAY) is None
    with pytest.raises(Refused, match="已经撤回过"):
        withdraw_consent(session, short.id, TODAY)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"purpose": ""}, "还没有选用途"),
        ({"recipient": " "}, "接收方"),
        ({"way": "telepathy"}, "同意方式"),
        ({"given_on": "2027-01-01"}, "还没有到"),
        ({"until": "2020-01-01"}, "早于同意日期"),
    ],
)
def test_half_a_consent_is_none(
    session: Session, cook: Person, wrong: dict[str, object], words: str
) -> None:
    said = {"person_id": str(cook.id), "purpose": "referral", "recipient": "某单位", "way": "phone"}

    with pytest.raises(Refused, match=words):
        call(session, "give_consent", {"consent": {**said, **wrong}})
    assert session.find(Consent) == []


def test_who_is_hired_gets_the_work_on_record(
    session: Session, vacancy: Vacancy, employer: Employer, cook: Person
) -> None:
    consent(session, cook, employer)
    kept = refer(session, vacancy.id, cook.id)

    record_referral_result(session, kept.id, "hired", TODAY)

    (work,) = session.find(Employment, person_id=cook.id)
    assert (work.employer, work.job, work.scope) == (employer.name, "食堂厨师", "prefecture")
    assert session.get(Person, cook.id).employment_status == "11"
    record_referral_result(session, kept.id, "hired", TODAY, "已经上班")
    assert len(session.find(Employment, person_id=cook.id)) == 1


@pytest.mark.parametrize(
    ("result", "on", "words"),
    [
        ("", TODAY, "还没有选推荐结果"),
        ("offered", TODAY, "还没有选推荐结果"),
        ("hired", TODAY - timedelta(days=9), "结果日期"),
        ("hired", TODAY + timedelta(days=1), "结果日期"),
    ],
)
def test_a_result_is_one_of_the_list_and_not_ahead(
    session: Session,
    vacancy: Vacancy,
    employer: Employer,
    cook: Person,
    result: str,
    on: date,
    words: str,
) -> None:
    consent(session, cook, employer)
    kept = refer(session, vacancy.id, cook.id)

    with pytest.raises(Refused, match=words):
        record_referral_result(session, kept.id, result, on)
    assert session.get(Referral, kept.id) == kept
    assert session.find(Employment) == []


def test_who_does_not_meet_a_hard_condition_is_refused(
    session: Session, vacancy: Vacancy, employer: Employer
) -> None:
    old = keep_person(session, 5, birth_on=date(1960, 1, 1), citizen_id="")
    consent(session, old, employer)

    with pytest.raises(Refused, match="不符合这个岗位的条件") as refused:
        refer(session, vacancy.id, old.id)
    assert "周岁" in refused.value.found


def test_a_closed_vacancy_takes_nobody(
    session: Session, vacancy: Vacancy, employer: Employer, cook: Person
) -> None:
    consent(session, cook, employer)
    with pytest.raises(Refused, match="早于发布日期"):
        close_vacancy(session, vacancy.id, TODAY - timedelta(days=3))
    close_vacancy(session, vacancy.id, TODAY)
    clock = session.world.now
    clock.pass_days(1)  # type: ignore[attr-defined]

    assert vacancies_for(session, cook.id) == []
    with pytest.raises(Refused, match="已经截止"):
        refer(session, vacancy.id, cook.id)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": " "}, "岗位名称"),
        ({"headcount": 0}, "招聘人数"),
        ({"pay_from_fen": 9, "pay_to_fen": 8}, "月薪上限低于下限"),
        ({"youngest": 50, "oldest": 20}, "最大年龄小于最小年龄"),
        ({"oldest": 300}, "年龄填得不对"),
        ({"open_from": "2026-11-02", "open_until": "2026-11-01"}, "截止日期早于发布日期"),
    ],
)
def test_odd_vacancies_are_refused(
    session: Session, employer: Employer, wrong: dict[str, object], words: str
) -> None:
    said = {"employer_id": str(employer.id), "title": "厨师"}

    with pytest.raises(Refused, match=words):
        call(session, "save_vacancy", {"vacancy": {**said, **wrong}})
    assert session.find(Vacancy) == []


def test_an_employer_has_a_name_a_right_code_and_stands_once(
    session: Session, employer: Employer
) -> None:
    for wish, words in (
        (Employer(), "单位名称"),
        (Employer(name="甲", credit_code="91150223MA0000000X"), "没有通过校验"),
        (Employer(name=employer.name), "已经登记过"),
    ):
        with pytest.raises(Refused, match=words):
            save_employer(session, wish)
    with pytest.raises(Refused, match="还没有选用人单位"):
        save_vacancy(session, Vacancy(title="厨师"))


def test_flexible_people_stand_in_a_list_of_their_own(session: Session) -> None:
    one = keep_person(session, 1, job_intention="flexible")
    keep_person(session, 2, job_intention="local")

    assert flexible_people(session) == [one.id]
    assert flexible_people(session, ("150223999999",)) == []
