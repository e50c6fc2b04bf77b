"""What is told to a person in writing: the policies that the rules name, and how data are kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.domain.divisions import county
from desktop_app.domain.money import yuan
from desktop_app.domain.records import Consent, Person
from desktop_app.domain.rulebook import told
from desktop_app.domain.rules import Clause, RulePack
from desktop_app.session import Session
from desktop_app.use_cases.form_data.filled import Filled, Selection, unit
from desktop_app.use_cases.form_data.people import of_person
from desktop_app.use_cases.form_data.words import day, person_values
from printing.form_data import FormData

FEN = "分/"


@dataclass(frozen=True, slots=True)
class _Policy:
    """A policy, the clauses that say what it gives, and where one asks for it."""

    title: str
    clauses: tuple[str, ...]
    how: str


POLICIES = (
    _Policy(
        "公益性岗位",
        ("post.min_age", "post.max_age.male", "post.max_age.female", "post.agreement_max_months"),
        "向嘎查村人社服务专员提出申请，经评议、审核、公示后上岗。",
    ),
    _Policy(
        "城乡居民养老保险",
        ("enrolment.min_age", "enrolment.resident_subsidy.200", "enrolment.resident_subsidy.2000"),
        "带身份证、户口簿到嘎查村登记，由税务部门征收。",
    ),
    _Policy(
        "灵活就业人员职工养老保险",
        ("pension.flexible_rate", "pension.first_age_male", "pension.first_age_female"),
        "带身份证到苏木乡镇或者旗县经办窗口申请，自己选缴费档次。",
    ),
    _Policy(
        "职业技能培训",
        ("training.min_age", "training.least_hours"),
        "向嘎查村人社服务专员登记培训意愿，开班前通知。",
    ),
    _Policy(
        "最低工资标准",
        ("wage.minimum_monthly", "wage.minimum_hourly"),
        "工资低于标准或者被拖欠的，向嘎查村人社服务专员反映。",
    ),
)


def policy_notice(session: Session, wanted: Selection) -> Filled:
    """Return the policies of the pack in force, to be told to a person and signed for."""
    person, rules = session.get(Person, wanted.id), session.rules
    rows = [row for one in POLICIES if (row := _row(session, rules, one))]
    values = {
        **person_values(session, person),
        "phone": "",
        "version": rules.version,
        "basis": rules.name,
        "unit": unit(person.village_code),
        "issued_on": day(session.today()),
        "officer": session.officer,
    }
    return of_person(person, FormData(values=values, rows={"policies": rows}), dated=("issued_on",))


def privacy_notice(session: Session, wanted: Selection) -> Filled:
    """Return what a person is told about the handling of personal data, to be signed."""
    person = session.get(Person, wanted.id)
    consents = [
        one for one in session.find(Consent, person_id=person.id) if one.withdrawn_on is None
    ]
    recipients = dict.fromkeys(one.recipient for one in consents if one.recipient)
    values = {
        **person_values(session, person),
        "version": session.rules.version,
        "handler": f"{county(session.county_code).name}人力资源和社会保障部门",
        "officer": session.officer,
    }
    if recipients:
        values["shared_with"] = "、".join(["苏木乡镇、旗县人力资源和社会保障部门", *recipients])
    return of_person(person, FormData(values=values))


def _row(session: Session, rules: RulePack, policy: _Policy) -> dict[str, str]:
    """Return what the clauses in force say of a policy; nothing where none of them is."""
    on, area = session.today(), session.county_code
    known = [rules.clause(key, on, area) for key in policy.clauses if key in rules.clauses]
    clauses = [one for one in known if not one.expired]
    return {"title": policy.title, "what": _what(clauses), "how": policy.how} if clauses else {}


def _what(clauses: Sequence[Clause]) -> str:
    said = "；".join(f"{one.title}：{_value(one)}" for one in clauses)
    doubt = "以旗县确认为准。" if any(one.pending for one in clauses) else ""
    return f"{said}。{doubt}"


def _value(clause: Clause) -> str:
    """Return the value as people say it; amounts in fen stand in yuan."""
    if clause.unit.startswith(FEN):
        return f"{yuan(int(clause.value))} {clause.unit.replace('分', '元')}"
    return told(clause)
