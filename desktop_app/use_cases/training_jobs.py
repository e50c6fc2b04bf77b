"""Employers, vacancies and referrals of a training village, by the steps a specialist takes."""

from collections.abc import Sequence
from datetime import timedelta

from desktop_app.domain.credit_code import check_character
from desktop_app.domain.records import Consent, Employer, Person, RecordId, Vacancy
from desktop_app.session import Session
from desktop_app.use_cases.consents import give_consent
from desktop_app.use_cases.referrals import matches, record_referral_result, refer
from desktop_app.use_cases.vacancies import save_employer, save_vacancy

_OFFERS = (
    ("（练习）固阳马铃薯加工厂", "enterprise", "C", "分拣工", "other", 350_000, 450_000, False),
    ("（练习）昆区顺达家政公司", "enterprise", "O", "家政服务员", "house", 400_000, 600_000, False),
    ("（练习）青山建筑劳务公司", "enterprise", "E", "瓦工", "mason", 600_000, 800_000, False),
    ("（练习）白云物业公司", "enterprise", "K", "保安", "guard", 280_000, 320_000, False),
    ("（练习）赛罕养老院", "public", "Q", "护理员", "care", 380_000, 480_000, False),
    ("（练习）希拉穆仁牧家乐", "individual", "H", "帮厨（日结）", "cook", 300_000, 360_000, True),
)
_PLACES = (
    ("150222", "包头市固阳县"),
    ("150203", "包头市昆都仑区"),
    ("150204", "包头市青山区"),
    ("150206", "包头市白云鄂博矿区"),
    ("150105", "呼和浩特市赛罕区"),
    ("150223", "包头市达尔罕茂明安联合旗"),
)


def make_up_jobs(session: Session, people: Sequence[Person]) -> int:
    """Keep employers, what they offer, and who was put forward; return how many were."""
    vacancies = list(_vacancies(session))
    known = {one.id: one for one in people}
    results = ("hired", "", "contacted", "declined", "", "")
    referred = 0
    taken: set[RecordId] = set()
    for vacancy, result in zip(vacancies, results, strict=True):
        fit = (one.person_id for one in matches(session, vacancy.id))
        chosen = next((one for one in fit if one in known and one not in taken), None)
        if chosen is None:
            continue
        taken.add(chosen)
        _refer(session, vacancy, known[chosen], result)
        referred += 1
    return referred


def _vacancies(session: Session) -> list[Vacancy]:
    today = session.today()
    found = []
    for number, (offer, (code, place)) in enumerate(zip(_OFFERS, _PLACES, strict=True), 1):
        name, kind, industry, title, trade, low, high, flexible = offer
        body = f"91{code}MA{number:07}"
        employer = Employer(
            name=name,
            kind=kind,
            credit_code=body + check_character(body),
            industry=industry,
            place_code=code,
            address=place,
            contact="王经理",
            phone=f"0472000{number:04}",
            verified_on=today - timedelta(days=30),
            source="旗就业服务中心转来",
        )
        kept = save_employer(session, employer)
        vacancy = Vacancy(
            employer_id=kept.id,
            title=title,
            trade=trade,
            place_code=code,
            place=place,
            headcount=2 + number,
            pay_from_fen=low,
            pay_to_fen=high,
            youngest=18,
            oldest=55,
            flexible=flexible,
            requirements="身体健康，能吃苦。",
            open_from=today - timedelta(days=40),
            open_until=today + timedelta(days=5 * number),
        )
        found.append(save_vacancy(session, vacancy))
    return found


def _refer(session: Session, vacancy: Vacancy, person: Person, result: str) -> None:
    """Ask for consent, put the person forward, and keep the answer if there is one."""
    offered = session.today() - timedelta(days=20)
    employer = session.get(Employer, vacancy.employer_id)
    consent = Consent(
        person_id=person.id,
        purpose="referral",
        recipient=employer.name,
        given_on=offered,
        way="signed",
    )
    give_consent(session, consent)
    referral = refer(session, vacancy.id, person.id, offered)
    if result:
        record_referral_result(session, referral.id, result, offered + timedelta(days=6))
