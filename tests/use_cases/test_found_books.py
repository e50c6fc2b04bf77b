"""What a page counted or found goes to Excel as the page shows it: targets, checks, monitoring."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    Disclosure,
    Listed,
    Monitoring,
    Person,
    Placement,
    Target,
    Training,
)
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.checks import check_village, settle_hit
from desktop_app.use_cases.exporting.gate import Secrecy
from desktop_app.use_cases.exporting.register import export_register
from desktop_app.use_cases.found_books import export_checks, export_monitored
from desktop_app.use_cases.monitoring import MonitoringFilter, monitor_unchanged
from desktop_app.use_cases.targets import set_target, target_sheet
from tests.sessions import OTHER_VILLAGE, VILLAGE, citizen_id, keep_person, keep_post

NOVEMBER, OCTOBER = "2026-11", "2026-10"
NUMBER = citizen_id(date(1985, 3, 2), 1)


def told(path: Path, above: int = 0) -> list[dict[str, Any]]:
    """Return the rows of the first sheet as what each heading says."""
    rows = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))[above:]
    heads = [str(one).replace("\n", "") for one in rows[0]]
    return [dict(zip(heads, row, strict=True)) for row in rows[1:]]


def test_targets_go_out_with_what_was_counted(session: Session, tmp_path: Path) -> None:
    person = keep_person(session, 1)
    with session.operation("test", "培训") as operation:
        for day in (date(2026, 3, 1), date(2026, 6, 1), date(2025, 6, 1)):
            operation.save(Training(
                village_code=VILLAGE, person_id=person.id, counted=True, ends_on=day
            ))  # fmt: skip
    for area, year, value in ((VILLAGE, 2026, 8), (OTHER_VILLAGE, 2026, 5), (VILLAGE, 2025, 1),
                              (VILLAGE, 2027, 4)):  # fmt: skip
        set_target(session, area, "training", year, value)
    set_target(session, VILLAGE, "cadres", 2026, 3)
    path = tmp_path / "目标.xlsx"

    export_register(session, "targets", str(path))

    found = {(row["区划代码"], row["年度"], row["指标"]): row for row in told(path, 2)}
    training = "技能培训（人次）"
    numbers = {key[:2]: (row["完成数"], row["完成率（%）"], row["还差"])
               for key, row in found.items() if key[2] == training}  # fmt: skip
    assert numbers == {
        (VILLAGE, 2026): (2, 25, 6), (OTHER_VILLAGE, 2026): (0, 0, 5),
        (VILLAGE, 2025): (1, 100, 0), (VILLAGE, 2027): (None, None, None),
    }  # fmt: skip
    assert found[VILLAGE, 2026, "下派干部"]["完成数"] is None
    line = next(one for one in target_sheet(session, VILLAGE).lines if one.measure == "training")
    assert numbers[VILLAGE, 2026][0] == line.done
    assert found[VILLAGE, 2026, training]["区域"] == line.area


def test_a_target_whose_year_or_measure_nobody_knows_goes_out_all_the_same(
    session: Session, tmp_path: Path
) -> None:
    strange = Target(village_code=session.office_code, area_code=VILLAGE, value=3)
    with session.operation("test", "来自别处") as operation:
        operation.save(replace(strange, measure="training", year=1999))
        operation.save(replace(strange, measure="flying", year=2026))

    export_register(session, "targets", str(tmp_path / "目标.xlsx"))

    assert [row["完成数"] for row in told(tmp_path / "目标.xlsx", 2)] == [None, None]


@pytest.fixture
def holders(session: Session) -> list[Person]:
    """Keep two holders whom an office has on a list, in two villages."""
    people = [keep_person(session, 1), keep_person(session, 2, village_code=OTHER_VILLAGE)]
    with session.operation("test", "登记") as operation:
        for person in people:
            post = keep_post_of(session, person.village_code)
            operation.save(Placement(
                village_code=person.village_code, post_id=post, person_id=person.id,
                started_on=date(2026, 1, 1),
            ))  # fmt: skip
            operation.save(Listed(
                village_code=person.village_code, person_id=person.id, watch_list="insured",
                since=date(2026, 8, 1), detail="某某公司", source="社保中心",
                as_of=date(2026, 9, 30),
            ))  # fmt: skip
    return people


def keep_post_of(session: Session, village: str) -> Any:
    return keep_post(session, title="保洁员", village_code=village).id


def test_checks_go_out_with_what_was_found_settled_or_not(
    session: Session, holders: list[Person], tmp_path: Path
) -> None:
    hits = check_village(session, "", NOVEMBER).hits
    assert len(hits) == 2
    own = next(one for one in hits if one.person_id == holders[0].id)
    settle_hit(
        session, VILLAGE, NOVEMBER, own.rule, own.placement_id, own.subject, "false",
        "电话核实早已离职",
    )  # fmt: skip
    path = tmp_path / "核查.xlsx"

    done = export_checks(session, str(path), NOVEMBER)

    rows = {row["姓名"]: row for row in told(path)}
    assert done.rows == len(rows) == 2
    settled, still_open = rows["乌云1"], rows["乌云2"]
    assert (settled["结论"], settled["怎么核实的"]) == ("不属实", "电话核实早已离职")
    assert settled["核实日期"].date() == session.today()
    assert (still_open["结论"], still_open["怎么核实的"]) == ("待核实", None)
    for row, hit in ((settled, own), (still_open, next(one for one in hits if one is not own))):
        assert (row["问题"], row["查到什么"], row["依据"]) == (hit.reason, hit.found, hit.basis)
        assert row["岗位"] == "保洁员"
    assert settled["身份证号"] == f"{NUMBER[:6]}********{NUMBER[-4:]}"


def test_only_the_hits_in_view_go_out_in_their_order(
    session: Session, holders: list[Person], tmp_path: Path
) -> None:
    hits = check_village(session, "", NOVEMBER).hits
    path = tmp_path / "核查.xlsx"

    export_checks(session, str(path), NOVEMBER, hits=[hits[1].id])

    assert [row["姓名"] for row in told(path)] == [hits[1].name]
    asked = {"path": str(tmp_path / "村.xlsx"), "month": NOVEMBER, "village": OTHER_VILLAGE}
    call(session, "export_checks", asked)
    assert [row["姓名"] for row in told(tmp_path / "村.xlsx")] == ["乌云2"]
    with pytest.raises(Refused, match="同名的文件"):
        export_checks(session, str(path), NOVEMBER)


def test_whole_numbers_of_a_list_leave_a_record_of_each(
    session: Session, holders: list[Person], tmp_path: Path
) -> None:
    path = tmp_path / "核查.xlsx"

    done = export_checks(
        session, str(path), NOVEMBER, secrecy=Secrecy(whole=True, reason="报旗县人社局")
    )

    assert [row["身份证号"] for row in told(path)].count(NUMBER) == 1
    looked = session.find(Disclosure)
    assert {one.person_id for one in looked} == {one.id for one in holders}
    assert {one.occasion for one in looked} == {"导出2026年11月核查结果：报旗县人社局"}
    assert done.whole == 2


def test_monitoring_goes_out_for_the_month_in_view(session: Session, tmp_path: Path) -> None:
    one = keep_person(session, 1, poverty_status="unstable")
    two = keep_person(session, 2, poverty_status="lifted", village_code=OTHER_VILLAGE)
    monitor_unchanged(session, [one.id], NOVEMBER)
    with session.operation("test", "十月") as operation:
        operation.save(Monitoring(
            village_code=two.village_code, person_id=two.id, month=OCTOBER,
            asked_on=date(2026, 10, 8), changed="联系电话",
        ))  # fmt: skip

    def states(month: str, **more: Any) -> dict[str, tuple[str, str | None]]:
        path = tmp_path / "监测.xlsx"
        wanted = MonitoringFilter(month=month, **more)
        export_monitored(session, str(path), wanted, replace=True)
        return {row["姓名"]: (row["监测"], row["变化的项目"]) for row in told(path)}

    assert states(NOVEMBER) == {"乌云1": ("无变化", None), "乌云2": ("还没有问", None)}
    assert states(OCTOBER) == {"乌云1": ("还没有问", None), "乌云2": ("有变化", "联系电话")}
    assert states("") == states(NOVEMBER)
    assert states(NOVEMBER, village_codes=(OTHER_VILLAGE,)) == {"乌云2": ("还没有问", None)}
    assert states(NOVEMBER, state="done") == {"乌云1": ("无变化", None)}
