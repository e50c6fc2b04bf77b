"""What checks and monitoring found in a month, as Excel files: the list of the page, no more."""

from collections.abc import Sequence

from desktop_app.domain.codes import text_of
from desktop_app.domain.months import Month
from desktop_app.domain.records import RecordId
from desktop_app.domain.watch_facts import SEVERITIES, Hit
from desktop_app.session import Session
from desktop_app.spreadsheets.book import Cell
from desktop_app.use_cases.checks import check_village
from desktop_app.use_cases.exporting.gate import MASKED, Secrecy
from desktop_app.use_cases.exporting.people_book import PeopleList, write_people
from desktop_app.use_cases.exporting.register import Exported
from desktop_app.use_cases.monitoring import (
    CHANGED,
    OPEN,
    SAME,
    MonitoringFilter,
    find_monitored,
    monitoring_lines,
)

CHECKED = ("岗位", "核查项目", "程度", "问题", "查到什么", "依据", "怎么办", "结论", "怎么核实的",
           "核实日期", "核实人")  # fmt: skip
MONITORED = ("监测", "就业状态", "在哪里做什么", "变化的项目", "联系电话", "上次问到")
STATES = {OPEN: "还没有问", SAME: "无变化", CHANGED: "有变化"}


def export_checks(
    session: Session,
    path: str,
    month: str,
    village: str = "",
    *,
    hits: Sequence[RecordId] | None = None,
    secrecy: Secrecy = MASKED,
    replace: bool = False,
) -> Exported:
    """Write all that the checks of a month find, settled or not, to an Excel file.

    ``hits`` are the ids of those that are wanted, in their order; without them it is all of the
    village, or of the desk.
    """
    found = check_village(session, village, month).hits
    if hits is not None:
        known = {one.id: one for one in found}
        found = tuple(known[id_] for id_ in hits if id_ in known)
    listed = PeopleList(
        title=f"{Month.of(month).told}核查结果",
        heads=CHECKED,
        rows=[(one.person_id, _checked(one)) for one in found],
    )
    return write_people(session, path, listed, secrecy, replace=replace)


def export_monitored(
    session: Session,
    path: str,
    wanted: MonitoringFilter | None = None,
    *,
    secrecy: Secrecy = MASKED,
    replace: bool = False,
) -> Exported:
    """Write whom a month asks about, and what they said, to an Excel file."""
    asked = wanted or MonitoringFilter()
    month = Month.of(asked.month) if asked.month else Month.around(session.today())
    lines = monitoring_lines(session, find_monitored(session, asked), month.text)
    listed = PeopleList(
        title=f"{month.told}监测名单",
        heads=MONITORED,
        rows=[
            (
                one.id,
                (STATES[one.state], one.status_text, one.employer, one.changed, one.phone,
                 one.asked_on),
            )
            for one in lines
        ],
    )  # fmt: skip
    return write_people(session, path, listed, secrecy, replace=replace)


def _checked(hit: Hit) -> tuple[Cell, ...]:
    settled = hit.outcome
    return (
        hit.post_title, hit.title, SEVERITIES[hit.severity], hit.reason, hit.found, hit.basis,
        hit.advice, text_of("check_result", hit.state),
        settled.reason if settled else None,
        settled.decided_on if settled else None,
        settled.decided_by if settled else None,
    )  # fmt: skip
