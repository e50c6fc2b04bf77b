"""The roster of a claim as an Excel workbook."""

from collections.abc import Sequence
from pathlib import Path

from desktop_app.domain.codes import text_of
from desktop_app.domain.records import Claim, Employment, Organiser, Person, RecordId
from desktop_app.session import Session
from desktop_app.spreadsheets.book import Cell, Column, Paper, Sheet, Yuan, book_bytes
from desktop_app.use_cases.claim_lines import GRANTED, ClaimedPerson, claim_people
from desktop_app.use_cases.claims import claim_sum
from desktop_app.use_cases.exporting.gate import Numbers, Secrecy, give_out, refuse_weak
from desktop_app.use_cases.people_list import village_name

HANDED_ON = Secrecy(whole=True)
_ROSTER = (
    *("序号", "姓名", "身份证号码", "嘎查村代码", "嘎查村", "输出地区划代码", "输出地点"),
    *("地域类别", "用人单位", "工种", "外出日期", "结束日期", "累计月数", "首次输出", "佐证类型"),
    *("佐证查看日期", "电话抽查", "标准（元）", "金额（元）", "结果", "说明"),
)
_SAY_YES = {True: "是", False: "否"}


def write_claim_roster(
    session: Session, claim_id: RecordId, path: str, secrecy: Secrecy = HANDED_ON
) -> int:
    """Write the people of a claim to an Excel file that can be imported again; return how many.

    The sums are those of the screen. Who hands the file on shows whole numbers, so each person's
    file tells of it; masked numbers cannot be imported.
    """
    refuse_weak(session, secrecy.password)
    claim = session.get(Claim, claim_id)
    organiser = session.get(Organiser, claim.organiser_id).name
    people = claim_people(session, claim_id)
    known = session.many(Person, [one.line.person_id for one in people]) if secrecy.whole else []
    numbers = {one.id: one.citizen_id for one in known}
    spells = {
        one.id: one
        for one in session.many(Employment, [each.line.employment_id for each in people])
    }
    whole = claim_sum(people)[-1]
    sheet = Sheet(
        name="组织输出补助花名册",
        columns=[Column(text=name) for name in _ROSTER],
        rows=[
            _roster_row(place, one, spells.get(one.line.employment_id), numbers)
            for place, one in enumerate(people, start=1)
        ],
        total=len(people),
        titles=(f"{organiser} {claim.year} 年度组织输出补助花名册",),
        foot=("合计", f"同意 {whole.people} 人", *[""] * 16, Yuan(whole.amount_fen)),
    )
    book = book_bytes([sheet], Paper(made_on=session.today()))
    told = Numbers(people=tuple(numbers))
    occasion = f"输出补助花名册 {claim.number}"
    give_out(session, book, Path(path), told, occasion, secrecy, replace=True)
    return len(people)


def _roster_row(
    place: int, one: ClaimedPerson, spell: Employment | None, numbers: dict[RecordId, str]
) -> Sequence[Cell]:
    line, work = one.line, spell or Employment()
    decided = bool(one.kept)
    rate = line.rate_fen if decided else one.answer.rate_fen
    amount = line.amount_fen if decided else one.answer.amount_fen
    months = line.months if decided else one.answer.months
    first = line.first_time if decided else one.answer.first_time
    refused = "" if line.result == GRANTED else _why_not(one)
    return [
        place, one.name, numbers.get(line.person_id, one.citizen_id), line.village_code,
        village_name(line.village_code), work.place_code, one.place, one.scope_text, work.employer,
        work.job, one.since, one.until, months, _SAY_YES[first],
        text_of("work_evidence", line.evidence_kind), line.evidence_seen_on,
        text_of("phone_check", line.phone_check), Yuan(rate or 0), Yuan(amount or 0),
        one.result_text, refused,
    ]  # fmt: skip


def _why_not(one: ClaimedPerson) -> str:
    return "".join(each.message for each in one.findings if not each.passed)
