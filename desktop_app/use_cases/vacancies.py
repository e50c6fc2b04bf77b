"""用人单位和招聘岗位: who offers work, which work, and until when."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from db.matching_queries import flexible_people as flexible_ids
from desktop_app.domain.credit_code import is_credit_code
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Employer, RecordId, Vacancy
from desktop_app.session import Session

MOST_YEARS = 100


def save_employer(session: Session, employer: Employer) -> Employer:
    """Keep an employer; an office keeps it for the whole county, a specialist for the village."""
    name, code = employer.name.strip(), employer.credit_code.strip().upper()
    if not name:
        raise Refused("还没有填单位名称，没有保存。", advice="照营业执照填全称。", fields=("name",))
    if code and not is_credit_code(code):
        raise Refused(
            f"统一社会信用代码 {code} 没有通过校验，没有保存。",
            advice="请对照营业执照，一共 18 位；没有的空着。",
            fields=("credit_code",),
        )
    verb = "登记" if employer.id == NEW else "修改"
    with session.operation("save_employer", f"{verb}用人单位：{name}") as operation:
        same = [one for one in session.find(Employer, name=name) if one.id != employer.id]
        if same:
            raise Refused(
                f"{name}已经登记过，没有保存。",
                advice="请在原来那一个上改，招聘岗位也挂在它下面。",
                fields=("name",),
            )
        village = employer.village_code or session.village_codes[0]
        return operation.save(replace(employer, name=name, credit_code=code, village_code=village))


def save_vacancy(session: Session, vacancy: Vacancy) -> Vacancy:
    """Keep a vacancy of an employer."""
    _refuse_odd(vacancy)
    employer = session.get(Employer, vacancy.employer_id)
    verb = "登记" if vacancy.id == NEW else "修改"
    label = f"{verb}招聘岗位：{employer.name}{vacancy.title}"
    with session.operation("save_vacancy", label) as operation:
        village = vacancy.village_code or session.village_codes[0]
        opened = vacancy.open_from or session.today()
        return operation.save(replace(vacancy, village_code=village, open_from=opened))


def close_vacancy(session: Session, vacancy_id: RecordId, last_day_on: date) -> Vacancy:
    """Keep the last day on which a vacancy is open."""
    vacancy = session.get(Vacancy, vacancy_id)
    with session.operation("close_vacancy", f"招聘截止：{vacancy.title}") as operation:
        before = session.get(Vacancy, vacancy_id)
        if before.open_from is not None and last_day_on < before.open_from:
            raise Refused(
                f"截止日期 {last_day_on} 早于发布日期 {before.open_from}，没有写入。",
                advice="请改正日期；登记错了的，撤销那一步。",
                fields=("open_until",),
            )
        return operation.save(replace(before, open_until=last_day_on))


def is_open(vacancy: Vacancy, on: date) -> bool:
    """Say whether a vacancy is open on a day."""
    begun = vacancy.open_from is None or vacancy.open_from <= on
    return begun and (vacancy.open_until is None or vacancy.open_until >= on)


def flexible_people(
    session: Session, village_codes: tuple[str, ...] = (), limit: int | None = None
) -> list[RecordId]:
    """Return who wishes flexible work (灵活就业人员库), by village and name."""
    found = flexible_ids(session.store.database, village_codes, limit)
    return [UUID(bytes=each) for each in found]


def _refuse_odd(vacancy: Vacancy) -> None:
    low, high = vacancy.pay_from_fen, vacancy.pay_to_fen
    young, old = vacancy.youngest, vacancy.oldest
    for wrong, message, advice, fields in (
        (
            vacancy.employer_id == NEW,
            "还没有选用人单位，没有保存。",
            "先登记单位，再登记它招的岗位。",
            ("employer_id",),
        ),
        (
            not vacancy.title.strip(),
            "还没有填岗位名称，没有保存。",
            "写招的是什么岗位。",
            ("title",),
        ),
        (
            vacancy.headcount is not None and vacancy.headcount < 1,
            "招聘人数不能小于 1，没有保存。",
            "填招几个人；不知道的空着。",
            ("headcount",),
        ),
        (
            low is not None and high is not None and high < low,
            "月薪上限低于下限，没有保存。",
            "请对照招聘信息改正。",
            ("pay_from_fen", "pay_to_fen"),
        ),
        (
            min(low or 0, high or 0) < 0,
            "月薪不能小于 0，没有保存。",
            "请对照招聘信息改正。",
            ("pay_from_fen",),
        ),
        (
            young is not None and old is not None and old < young,
            "最大年龄小于最小年龄，没有保存。",
            "请对照招聘信息改正。",
            ("youngest", "oldest"),
        ),
        (
            any(age is not None and not 0 < age < MOST_YEARS for age in (young, old)),
            "年龄填得不对，没有保存。",
            "填周岁，例如 18 和 55。",
            ("youngest", "oldest"),
        ),
        (
            bool(
                vacancy.open_from and vacancy.open_until and vacancy.open_until < vacancy.open_from
            ),
            "截止日期早于发布日期，没有保存。",
            "请对照招聘信息改正日期。",
            ("open_from", "open_until"),
        ),
    ):
        if wrong:
            raise Refused(message, advice=advice, fields=fields)
