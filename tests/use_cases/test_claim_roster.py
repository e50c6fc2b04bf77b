"""An organiser's roster comes in from Excel, with an error a row; registers go out to Excel."""

from datetime import date
from pathlib import Path

import pytest

from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Claim, ClaimLine, Disclosure, Employment, Person
from desktop_app.session import Session
from desktop_app.spreadsheets.reader import read_sheet
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.claim_lines import claim_people
from desktop_app.use_cases.claim_roster import (
    NEW_ROW,
    REFUSED,
    SAME,
    import_claim_roster,
    read_claim_roster,
    take_in_claim_roster,
    write_claim_errors,
)
from desktop_app.use_cases.employments import save_employment
from desktop_app.use_cases.history import undo
from desktop_app.use_cases.transfer_books import write_claim_roster
from tests.sessions import citizen_id, keep_person
from tests.use_cases.claims.conftest import claim, organiser
from tests.use_cases.claims.made import decide, put_on, worker
from tests.use_cases.sheets_in.made import write_sheet

__all__ = ["claim", "organiser"]

HEAD = [
    *("序号", "姓名", "身份证号码", "输出地区划代码", "输出地点", "用人单位", "工种"),
    *("外出日期", "结束日期", "就业渠道", "佐证类型"),
]


def book(folder: Path, *rows: list[str], head: list[str] = HEAD) -> Path:
    """Write a roster of an organiser."""
    path = folder / "花名册.xlsx"
    numbered = [[str(place), *row] for place, row in enumerate(rows, start=1)]
    return write_sheet(path, ["北疆人力 2026 年输出花名册"], [head, *numbered])


def row_of(person: Person, **facts: str) -> list[str]:
    """Return the row of a person."""
    values = {
        "姓名": person.name, "身份证号码": person.citizen_id, "输出地区划代码": "110105",
        "用人单位": "北京某物业", "工种": "保洁", "外出日期": "2026-02-01",
        "佐证类型": "劳动合同或劳务协议",
    } | facts  # fmt: skip
    return [values.get(name, "") for name in HEAD[1:]]


def test_a_roster_puts_people_on_the_claim_with_their_work(
    session: Session, claim: Claim, tmp_path: Path
) -> None:
    bater, wuyun = keep_person(session, 1, name="巴特尔"), keep_person(session, 2, name="乌云")
    path = book(tmp_path, row_of(bater), row_of(wuyun, 输出地区划代码="150602"))

    preview = read_claim_roster(session, claim.id, path, Progress())

    assert preview.counts == {NEW_ROW: 2}
    assert "加入 2 人（其中登记或补全外出 2 段）" in preview.summary()
    assert not session.find(ClaimLine)
    assert not session.find(Employment)
    take_in_claim_roster(session, preview, Progress())
    shown = {one.name: one for one in claim_people(session, claim.id)}
    assert (shown["巴特尔"].scope_text, shown["乌云"].scope_text) == ("跨省", "自治区内跨盟市")
    assert shown["巴特尔"].answer.months == 9
    work = session.find(Employment, person_id=bater.id)[0]
    assert (work.channel, work.evidence_kind, work.job) == ("market", "contract", "保洁")
    assert session.get(Person, bater.id).employment_status == "11"
    undo(session)
    assert not session.find(ClaimLine)
    assert not session.find(Employment)


def test_the_same_roster_again_changes_nothing(
    session: Session, claim: Claim, tmp_path: Path
) -> None:
    path = book(tmp_path, row_of(keep_person(session, 1, name="其木格")))
    import_claim_roster(session, claim.id, str(path))

    again = import_claim_roster(session, claim.id, str(path))

    assert again.counts == {SAME: 1}
    assert len(session.find(ClaimLine)) == len(session.find(Employment)) == 1


def test_work_on_record_is_kept_and_only_completed(
    session: Session, claim: Claim, tmp_path: Path
) -> None:
    person = keep_person(session, 1, name="其木格")
    known = save_employment(
        session,
        Employment(person_id=person.id, place_code="110105", since=date(2026, 2, 1), job="保安"),
    )
    assert known.channel == ""

    import_claim_roster(session, claim.id, str(book(tmp_path, row_of(person))))

    work = session.find(Employment, person_id=person.id)
    assert len(work) == 1
    assert (work[0].job, work[0].employer, work[0].channel) == ("保安", "北京某物业", "market")


def test_each_wrong_row_says_what_is_wrong(session: Session, claim: Claim, tmp_path: Path) -> None:
    bater = keep_person(session, 1, name="巴特尔")
    stranger = Person(name="生人", citizen_id=citizen_id(date(1990, 1, 1), 77))
    nowhere = keep_person(session, 3, name="图雅")
    twice = keep_person(session, 5, name="宝音")
    keep_person(session, 5, name="宝音")
    bad = row_of(bater)
    bad[1] = bad[1][:-1] + ("0" if bad[1][-1] != "0" else "1")
    path = book(
        tmp_path,
        row_of(bater, 姓名="巴特"),
        row_of(stranger),
        row_of(nowhere, 输出地区划代码="", 输出地点="工地上"),
        row_of(twice),
        bad,
    )

    preview = import_claim_roster(session, claim.id, str(path))

    assert preview.counts == {REFUSED: 5}
    told = [str(row.problem) for row in preview.rows]
    assert "姓名和本机登记的不一样" in told[0]
    assert "本机没有登记这个人" in told[1]
    assert "看不出输出到哪里" in told[2]
    assert "两个人登记了这个身份证号" in told[3]
    assert "身份证号" in told[4]
    assert "第 7 行" in told[4]
    assert session.find(ClaimLine) == []
    assert write_claim_errors(preview, tmp_path / "问题.xlsx") == 5
    assert len(read_sheet(tmp_path / "问题.xlsx", Progress()).rows) == 6


def test_a_row_without_days_counts_on_what_is_on_record(
    session: Session, claim: Claim, tmp_path: Path
) -> None:
    known, unknown = worker(session, 1), keep_person(session, 2, name="其木格")
    rows = [row_of(one, 外出日期="") for one in (known, unknown)]

    preview = import_claim_roster(session, claim.id, str(book(tmp_path, *rows)))

    assert [bool(row.notes) for row in preview.rows] == [False, True]
    assert {one.line.scope for one in claim_people(session, claim.id)} == {"prefecture", ""}


def test_a_decided_claim_takes_no_roster(session: Session, claim: Claim, tmp_path: Path) -> None:
    path = book(tmp_path, row_of(keep_person(session, 2, name="其木格")))
    preview = read_claim_roster(session, claim.id, path, Progress())
    put_on(session, claim, worker(session))
    decide(session, claim)

    for act in (
        lambda: read_claim_roster(session, claim.id, path, Progress()),
        lambda: take_in_claim_roster(session, preview, Progress()),
    ):
        with pytest.raises(Refused, match="审定"):
            act()


def test_the_headers_of_shaanxi_and_of_return_registers_are_read(
    session: Session, claim: Claim, tmp_path: Path
) -> None:
    person = keep_person(session, 1, name="其木格")
    shaanxi = ["序号", "姓名", "身份证号", "就业形式", "就业地域", "就业地", "就业工种", "就业时间"]
    first = book(
        tmp_path,
        [person.name, person.citizen_id, "单位就业", "跨省", "北京市", "保安", "2026-02-01"],
        head=shaanxi,
    )
    assert read_claim_roster(session, claim.id, first, Progress()).counts == {NEW_ROW: 1}
    returned = ["序号", "姓名", "身份证号", "务工地", "单位名称", "行业", "输出渠道", "外出日期"]
    second = book(
        tmp_path,
        [
            *(person.name, person.citizen_id, "河北省石家庄市", "某建筑公司", "建筑业"),
            *("市场机构", "2026-02-01"),
        ],
        head=returned,
    )

    import_claim_roster(session, claim.id, str(second))

    work = session.find(Employment, person_id=person.id)[0]
    assert (work.scope, work.industry, work.channel) == ("province", "E", "market")


def test_the_roster_goes_out_and_comes_in_again(
    session: Session, claim: Claim, tmp_path: Path
) -> None:
    person = worker(session)
    put_on(session, claim, person)
    path = tmp_path / "输出.xlsx"

    assert write_claim_roster(session, claim.id, str(path)) == 1

    rows = read_sheet(path, Progress()).rows
    assert rows[0].cells[0] == "北疆人力 2026 年度组织输出补助花名册"
    line = dict(zip(rows[1].cells, rows[2].cells, strict=False))
    assert line["身份证号码"] == person.citizen_id
    assert (line["地域类别"], line["累计月数"], line["标准（元）"]) == ("盟市内跨旗县", 9, 300)
    assert (line["金额（元）"], line["结果"]) == (0, "缺依据")
    assert "依据已到期" in str(line["说明"])
    assert session.find(Disclosure, person_id=person.id)[0].occasion.startswith(
        "导出输出补助花名册"
    )
    assert read_claim_roster(session, claim.id, path, Progress()).counts == {SAME: 1}
    decide(session, claim)
    write_claim_roster(session, claim.id, str(path))
    last = read_sheet(path, Progress()).rows[-1]
    assert (last.cells[0], last.cells[1], last.cells[18]) == ("合计", "同意 1 人", 300)


def test_they_are_called_by_name(session: Session, claim: Claim, tmp_path: Path) -> None:
    path = book(tmp_path, row_of(keep_person(session, 1, name="其木格")))
    given = {"claim_id": str(claim.id), "path": str(path)}

    assert call(session, "import_claim_roster", {**given, "dry_run": True}).counts == {NEW_ROW: 1}
    call(session, "import_claim_roster", given)
    out = str(tmp_path / "出.xlsx")
    assert call(session, "write_claim_roster", {"claim_id": str(claim.id), "path": out}) == 1
    register = {"kind": "transfers", "path": str(tmp_path / "台账.xlsx")}
    wanted = {"wanted": {"text": "其木格"}}
    assert call(session, "export_register", register | wanted).rows == 1
    with pytest.raises((Refused, Unavailable)):
        call(session, "import_claim_roster", {**given, "path": str(tmp_path)})


def _first(path: Path) -> dict[object, object]:
    head, line = read_sheet(path, Progress()).rows[:2]
    return dict(zip(head.cells, line.cells, strict=False))
