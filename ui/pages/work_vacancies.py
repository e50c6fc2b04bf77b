"""招聘推荐: the vacancies, who fits them, and what came of each referral."""

from functools import partial
from typing import Any, cast

from desktop_app.domain.codes import text_of
from desktop_app.domain.money import yuan
from desktop_app.domain.records import Employer, Referral, Vacancy
from desktop_app.session import Session
from desktop_app.use_cases.referrals import reasons_of, record_referral_result
from desktop_app.use_cases.registers import EntryLine
from desktop_app.use_cases.vacancies import close_vacancy, is_open, save_employer, save_vacancy
from ui.pages.match_dialog import MatchDialog
from ui.pages.register_page import Register, RegisterPage, Verb
from ui.record_table import Column


def employer_register() -> Register:
    """Return how employers are listed and typed."""
    return Register(
        kind=Employer,
        name="employers",
        title="用人单位",
        icon="landmark",
        unit="家",
        add="登记单位",
        empty="先登记用人单位，再登记它招什么岗位。",
        columns=(
            Column("单位名称", 190, lambda one: cast("Employer", one.record).name, stretch=True),
            Column("行业", 120, lambda one: _code(one, "industry", "industry")),
            Column("联系人", 80, lambda one: cast("Employer", one.record).contact),
            Column("联系电话", 110, lambda one: cast("Employer", one.record).phone),
        ),
        filters=("kind", "industry"),
        fields=("name", "kind", "credit_code", "industry", "place_code", "address", "contact",
                "phone", "verified_on", "source", "notes"),
        required=("name",),
        blank=lambda _session: Employer(kind="enterprise"),
        keep=save_employer,
        about_person=False,
        called=lambda one: cast("Employer", one.record).name,
    )  # fmt: skip


def vacancy_register() -> Register:
    """Return how vacancies are listed, typed, matched and closed."""
    return Register(
        kind=Vacancy,
        name="vacancies",
        title="招聘岗位",
        icon="hand-helping",
        unit="个",
        add="登记岗位",
        empty="登记招什么人、在哪里、工资多少；合适的人会自动排出来，并说明为什么。",
        columns=(
            Column("岗位名称", 150, lambda one: _vacancy(one).title, stretch=True),
            Column("工种", 104, lambda one: _code(one, "trade", "trade")),
            Column("月薪", 116, _pay),
            Column("工作地点", 110, lambda one: _vacancy(one).place, stretch=True),
            Column("截止日期", 92, _until, kind="date"),
        ),
        filters=("trade",),
        fields=("employer_id", "title", "trade", "place_code", "place", "headcount",
                "pay_from_fen", "pay_to_fen", "education", "youngest", "oldest", "flexible",
                "open_from", "open_until", "requirements", "notes"),
        required=("employer_id", "title"),
        blank=lambda session: Vacancy(open_from=session.today(), headcount=1),
        keep=save_vacancy,
        about_person=False,
        called=lambda one: _vacancy(one).title,
        choices=_employers,
        verbs=(
            Verb(name="match", words="找合适的人", act=_match),
            Verb(name="close", words="截止", act=_close, fits=_no_end),
        ),
        extra=_employer_of,
    )  # fmt: skip


def referral_register() -> Register:
    """Return how referrals are listed and answered; they are made from a vacancy."""
    return Register(
        kind=Referral,
        name="referrals",
        title="推荐记录",
        icon="user-plus",
        unit="次",
        add="登记推荐结果",
        empty="在招聘岗位上点“找合适的人”，推荐以后列在这里。",
        columns=(
            Column("姓名", 110, lambda one: one.name, stretch=True),
            Column("推荐日期", 92, lambda one: str(_referral(one).offered_on or ""), kind="date"),
            Column("推荐结果", 110, _answer, kind="pill", tone=_tone),
            Column("嘎查村", 120, lambda one: one.village),
        ),
        filters=("result",),
        fields=("result", "result_on", "notes"),
        required=("result", "result_on"),
        blank=lambda session: Referral(result_on=session.today()),
        keep=_keep_result,
        makes_new=False,
        extra=_referred_to,
    )  # fmt: skip


def _vacancy(one: EntryLine) -> Vacancy:
    return cast("Vacancy", one.record)


def _referral(one: EntryLine) -> Referral:
    return cast("Referral", one.record)


def _code(one: EntryLine, name: str, codes: str) -> str:
    return text_of(codes, getattr(one.record, name))


def _pay(one: EntryLine) -> str:
    ends = [each for each in (_vacancy(one).pay_from_fen, _vacancy(one).pay_to_fen) if each]
    return f"{'～'.join(yuan(each) for each in ends)} 元" if ends else "面议"


def _until(one: EntryLine) -> str:
    return str(_vacancy(one).open_until or "没有定")


def _no_end(one: EntryLine) -> bool:
    return _vacancy(one).open_until is None


def _answer(one: EntryLine) -> str:
    return _code(one, "result", "referral_result")


def _tone(one: EntryLine) -> str:
    return "ok" if _referral(one).result == "hired" else ""


def _employers(session: Session) -> dict[str, Any]:
    found = sorted(session.find(Employer), key=lambda one: one.name)
    return {"employer_id": [(str(one.id), one.name) for one in found]}


def _employer_of(session: Session, one: EntryLine) -> tuple[str, list[str]]:
    employer = session.get(Employer, _vacancy(one).employer_id)
    ends = is_open(_vacancy(one), session.today())
    told = [f"{employer.name} {employer.contact} {employer.phone}".strip()]
    return "用人单位", [*told, "还在招。" if ends else "已经截止。"]


def _referred_to(session: Session, one: EntryLine) -> tuple[str, list[str]]:
    vacancy = session.get(Vacancy, _referral(one).vacancy_id)
    employer = session.get(Employer, vacancy.employer_id)
    why = [
        f"{'合适' if each.fits else '不合适'}：{each.text}" for each in reasons_of(_referral(one))
    ]
    return f"推荐到{employer.name}：{vacancy.title}", why


def _keep_result(session: Session, referral: Referral) -> Referral:
    on = referral.result_on or session.today()
    return record_referral_result(session, referral.id, referral.result, on, referral.notes)


def _match(page: RegisterPage, one: EntryLine) -> None:
    MatchDialog(page, page.session, page.jobs, _vacancy(one)).open()


def _close(page: RegisterPage, one: EntryLine) -> None:
    page.ask(
        f"{_vacancy(one).title}截止招聘",
        ("open_until",),
        lambda said: partial(close_vacancy, page.session, one.id, said["open_until"]),
        blank=Vacancy(open_until=page.session.today()),
        required=("open_until",),
        note="过了这一天就不再推荐人。",
        verb="截止",
    )
