"""Excel of work away: the register of people, and the roster of a claim."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop_app.domain.codes import text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.money import yuan
from desktop_app.domain.records import Claim, Disclosure, Employment, Organiser, Person, RecordId
from desktop_app.session import Session
from desktop_app.spreadsheets.text_book import text_book
from desktop_app.use_cases.claim_lines import GRANTED, ClaimedPerson, claim_people
from desktop_app.use_cases.claims import claim_sum
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.roster_errors import keep_book
from desktop_app.use_cases.transfers import (
    TransferFilter,
    TransferLine,
    find_transfers,
    transfer_lines,
)

MOST_WHOLE = 5_000
"""Whole identity numbers in one file."""

_REGISTER: tuple[tuple[str, int], ...] = (
    *(("序号", 6), ("姓名", 12), ("身份证号码", 22), ("性别年龄", 10), ("嘎查村", 16)),
    *(("户属性", 16), ("联系电话", 14), ("就业地域", 16), ("务工状态", 14), ("工作地点", 30)),
    *(("就业单位", 22), ("工种", 14), ("行业", 18), ("就业渠道", 18), ("签订劳动合同", 12)),
    *(("外出日期", 12), ("结束日期", 12), ("返乡日期", 12), ("拟外出日期", 12)),
    *(("本年累计月数", 12), ("收入", 30)),
)
_ROSTER: tuple[tuple[str, int], ...] = (
    *(("序号", 6), ("姓名", 12), ("身份证号码", 22), ("嘎查村代码", 16), ("嘎查村", 16)),
    *(("输出地区划代码", 16), ("输出地点", 30), ("地域类别", 16), ("用人单位", 22), ("工种", 14)),
    *(("外出日期", 12), ("结束日期", 12), ("累计月数", 10), ("首次输出", 10), ("佐证类型", 22)),
    *(("佐证查看日期", 14), ("电话抽查", 12), ("标准（元）", 12), ("金额（元）", 12)),
    *(("结果", 10), ("说明", 44)),
)
_SAY_YES = {True: "是", False: "否"}


def write_transfer_register(
    session: Session, path: str, wanted: TransferFilter | None = None, whole_numbers: bool = False
) -> int:
    """Write the register of those that fit to an Excel file; return how many people it has.

    Identity numbers are masked unless ``whole_numbers``; then each person's file tells of it.
    """
    ids = find_transfers(session, wanted)
    lines = transfer_lines(session, ids)
    numbers = _numbers(session, [one.person_id for one in lines], "转移就业台账", whole_numbers)
    rows = [
        _register_row(place, one, numbers.get(one.person_id, one.citizen_id))
        for place, one in enumerate(lines, start=1)
    ]
    _write(path, "转移就业台账", _REGISTER, rows)
    return len(rows)


def write_claim_roster(
    session: Session, claim_id: RecordId, path: str, whole_numbers: bool = True
) -> int:
    """Write the people of a claim to an Excel file that can be imported again; return how many.

    The sums are those of the screen. Who hands the file on shows whole numbers, so each person's
    file tells of it.
    """
    claim = session.get(Claim, claim_id)
    organiser = session.get(Organiser, claim.organiser_id).name
    people = claim_people(session, claim_id)
    occasion = f"输出补助花名册 {claim.number}"
    numbers = _numbers(session, [one.line.person_id for one in people], occasion, whole_numbers)
    spells = {
        one.id: one
        for one in session.many(Employment, [each.line.employment_id for each in people])
    }
    rows = [
        _roster_row(place, one, spells.get(one.line.employment_id), numbers)
        for place, one in enumerate(people, start=1)
    ]
    whole = claim_sum(people)[-1]
    total = ["合计", f"同意 {whole.people} 人", *[""] * 16, yuan(whole.amount_fen), "", ""]
    title = f"{organiser} {claim.year} 年度组织输出补助花名册"
    _write(path, "组织输出补助花名册", _ROSTER, [*rows, total], title)
    return len(rows)


def _register_row(place: int, one: TransferLine, number: str) -> list[str]:
    work = one.employment
    return [
        str(place), one.name, number, one.sex_and_age, one.village, one.poverty_text, one.phone,
        one.scope_text, one.state_text, one.place, work.employer, work.job,
        text_of("industry", work.industry), text_of("job_channel", work.channel),
        _SAY_YES[work.contract], *map(_day, (work.since, work.until, work.returned_on)),
        _day(work.leaves_on), str(one.months), one.income,
    ]  # fmt: skip


def _roster_row(
    place: int, one: ClaimedPerson, spell: Employment | None, numbers: dict[RecordId, str]
) -> list[str]:
    line, work = one.line, spell or Employment()
    decided = bool(one.kept)
    rate = line.rate_fen if decided else one.answer.rate_fen
    amount = line.amount_fen if decided else one.answer.amount_fen
    months = line.months if decided else one.answer.months
    first = line.first_time if decided else one.answer.first_time
    refused = "" if line.result == GRANTED else _why_not(one)
    return [
        str(place), one.name, numbers.get(line.person_id, one.citizen_id), line.village_code,
        village_name(line.village_code), work.place_code, one.place, one.scope_text, work.employer,
        work.job, one.since, one.until, str(months), _SAY_YES[first],
        text_of("work_evidence", line.evidence_kind), _day(line.evidence_seen_on),
        text_of("phone_check", line.phone_check), yuan(rate or 0), yuan(amount or 0),
        one.result_text, refused,
    ]  # fmt: skip


def _why_not(one: ClaimedPerson) -> str:
    return "".join(each.message for each in one.findings if not each.passed)


def _day(day: object) -> str:
    return "" if day is None else str(day)


def _numbers(
    session: Session, people: Sequence[RecordId], occasion: str, whole: bool
) -> dict[RecordId, str]:
    """Return whole identity numbers, and keep with each person that they were given out."""
    if not whole:
        return {}
    if len(people) > MOST_WHOLE:
        raise Refused(
            f"一次最多导出 {MOST_WHOLE:,} 个完整的身份证号，这里有 {len(people):,} 人。",
            advice="先按嘎查村筛选，分几次导出；或者导出隐去中间几位的台账。",
        )
    found = {one.id: one for one in session.many(Person, people)}
    with session.operation("export_numbers", f"导出{occasion}：{len(found)} 人") as operation:
        for one in found.values():
            operation.save(
                Disclosure(
                    village_code=one.village_code,
                    person_id=one.id,
                    shown_at=session.now(),
                    occasion=f"导出{occasion}",
                )
            )
    return {id_: one.citizen_id for id_, one in found.items()}


def _write(
    path: str,
    sheet: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str]],
    title: str = "",
) -> None:
    lines = [[title]] if title else []
    head = [name for name, _ in columns]
    book = text_book(sheet, [*lines, head, *rows], [width for _, width in columns])
    keep_book(book, Path(path))
