"""The day itself, step by step through the same use cases that the window calls."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from desktop_app.demo.roster import write_class, write_roster
from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Enrolment, Person, Placement, Post, Visit
from desktop_app.session import Session
from desktop_app.use_cases.agreements import sign_agreement
from desktop_app.use_cases.applications import (
    apply_for_post,
    check_applicants,
    review_applicants,
)
from desktop_app.use_cases.certificates import issue_certificate
from desktop_app.use_cases.enrolments import save_enrolment
from desktop_app.use_cases.exits import end_placement
from desktop_app.use_cases.history import redo, undo
from desktop_app.use_cases.notices import open_notice
from desktop_app.use_cases.on_post import insure_holders, start_work, train_holders
from desktop_app.use_cases.people import PeopleFilter, find_people
from desktop_app.use_cases.placement_decisions import decide_placements
from desktop_app.use_cases.posts import announce_post, approve_post, propose_post
from desktop_app.use_cases.roster_import import import_roster, read_roster
from desktop_app.use_cases.training import make_up_village
from desktop_app.use_cases.training_trade import make_up_trade
from desktop_app.use_cases.visits import record_visit, visit_sheet

Say = Callable[[str], None]
PEOPLE = 300
OFFICE = "（练习）旗人力资源和社会保障局"


@dataclass(frozen=True, slots=True)
class Day:
    """What the day left: who was visited, placed and enrolled, the papers, and two sheets."""

    person_id: UUID
    post_id: UUID
    certificate: bytes
    roster: Path
    school: Path


def live_the_day(session: Session, out: Path, say: Say) -> Day:
    """Do a day's work in a training folder, telling each step in plain words."""
    village = session.village_codes[0]
    made = make_up_village(session, PEOPLE)
    trade = make_up_trade(session)
    say(
        f"1. 建好练习文件夹，放入编造的 {made.people} 人、{made.households} 户；"
        f"故意放了 {trade.planted} 处问题，核查和数据质量里能看到。"
    )
    roster = _take_in_roster(session, out / "花名册.xlsx", village, say)
    person = session.get(Person, find_people(session, PeopleFilter(text="hxg"))[0])
    say(f"3. 用拼音首字母 hxg 找到 {person.name}。")
    _visit(session, person, say)
    post = _open_post(session, village, say)
    placement, pdf = _place(session, person, post, out, say)
    _enrol(session, person, say)
    _leave(session, person, placement, say)
    school = out / "家政班.xlsx"
    write_class(school)
    return Day(person.id, post.id, pdf, roster, school)


def _take_in_roster(session: Session, path: Path, village: str, say: Say) -> Path:
    rows = write_roster(path, village)
    preview = read_roster(session, path, Progress())
    result = import_roster(session, preview, Progress())
    again = import_roster(session, read_roster(session, path, Progress()), Progress())
    say(f"2. 读入花名册 {path.name}（{rows} 行）：新增 {result.new} 人，修好的号码照实说明；")
    for row in preview.rows:
        if row.problem is not None:
            say(f"   没有导入的一行：{row.problem}")
    say(f"   同一个文件再读一次：新增 {again.new} 人，变化 {again.changed} 人。")
    return path


def _visit(session: Session, person: Person, say: Say) -> None:
    sheet = visit_sheet(session, person.household_id, person.id)
    visit: Visit = sheet.draft
    record_visit(session, visit)
    try:
        record_visit(session, replace(visit, visited_on=date(2026, 12, 24)))
    except Refused as refused:
        say(f"4. 登记走访；写成下个月的日期会被拒绝：{refused}")


def _open_post(session: Session, village: str, say: Say) -> Post:
    wish = Post(
        village_code=village,
        title="草原管护员",
        kind="grassland",
        department="hrss",
        fund="employment",
        headcount=2,
        standard_fen=80_000,
        required_days=22,
        place="嘎查北边的草场",
        duties="每周巡护三次，登记火情和围栏破损。",
        need="草场面积大，现有人手看不过来。",
        proposed_on=date(2026, 9, 1),
    )
    post = propose_post(session, wish)
    approved = approve_post(session, post.id, date(2026, 9, 20), OFFICE, "练人社发〔2026〕27号")
    say(f"5. 申报岗位「{approved.title}」{approved.headcount} 个名额，9 月 20 日获批复。")
    return approved


def _place(
    session: Session, person: Person, post: Post, out: Path, say: Say
) -> tuple[Placement, bytes]:
    announce_post(session, post.id, "嘎查村公示栏", date(2026, 9, 20))
    one = apply_for_post(session, post.id, [person.id], date(2026, 9, 22))[0]
    review_applicants(session, {one.id: 25}, date(2026, 9, 24), 30, 26)
    check_applicants(session, [one.id], date(2026, 9, 25), "（练习）苏木镇")
    open_notice(session, [one.id], "嘎查村公示栏", date(2026, 9, 26))
    try:
        decide_placements(session, [one.id], OFFICE, date(2026, 9, 30))
    except Refused as refused:
        say(f"6. 公告、报名、评议、审核、公示 {person.name}；公示没有期满，会被拒绝：{refused}")
    decide_placements(session, [one.id], OFFICE, date(2026, 10, 8))
    sign_agreement(session, one.id, date(2026, 10, 10), date(2027, 10, 9))
    train_holders(session, [one.id], date(2026, 10, 9))
    insure_holders(session, [one.id], "（练习）保险公司", "练习-0001", date(2026, 10, 10))
    placement = start_work(session, [one.id], date(2026, 10, 10))[0]
    try:
        apply_for_post(session, post.id, [person.id], date(2026, 10, 12))
    except Refused as refused:
        say(f"   决定聘用、签协议、培训、上保险、上岗以后，再报名会被拒绝：{refused}")
    issued = issue_certificate(session, placement.id)
    path = out / "安置证明.pdf"
    path.write_bytes(issued.pdf)
    say(f"7. 开具安置证明 {issued.paper.number}，PDF 在 {path.name}。")
    return placement, issued.pdf


def _enrol(session: Session, person: Person, say: Say) -> None:
    wish = Enrolment(
        village_code=person.village_code,
        person_id=person.id,
        scheme="resident_pension",
        status="1",
        rhythm="year",
        grade_fen=50_000,
        since=date(2026, 11, 25),
        paid_until=date(2026, 12, 31),
    )
    kept = save_enrolment(session, wish)
    taken_back = undo(session)
    again = redo(session)
    say(f"8. 登记城乡居民养老保险，下次缴费期限 {kept.next_due_on}；撤销、重做各一次：")
    say(f"   撤销了「{taken_back}」，又重做了「{again}」。")


def _leave(session: Session, person: Person, placement: Placement, say: Say) -> None:
    end_placement(session, placement.id, date(2026, 11, 20), "04", "本人提交的就业说明")
    say(f"9. {person.name} 在旗里找到工作，11 月 20 日退岗，空出的名额回到岗位上。")
