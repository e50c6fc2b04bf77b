"""月度快照: what a village came to at the end of a month, closed so that it never changes.

What today's records say otherwise of a closed month is told as 更正 in the next one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from db.month_queries import DONE, PEOPLE, STANDING, Between, counts_of, people_counts
from desktop_app.domain.codes import text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import RecordId, Snapshot
from desktop_app.session import Session
from desktop_app.use_cases.monitoring import refuse_closed
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.transfer_report import transfer_counts

COUNTED = {
    "people": "人口",
    "households": "户数",
    "lifted": "脱贫人口",
    "watched": "监测对象（风险未消除）",
    "cleared": "监测对象（风险已消除）",
    "monitored": "本月监测",
    "visits": "本月走访",
    "posts": "公益性岗位",
    "holders": "在岗人员",
    "pensions": "养老参保",
    "trained": "本年培训人次",
    "wage_clues": "没有办结的欠薪线索",
}
"""What is counted, in the order in which people read it."""

_COUNTINGS = {name: {**DONE, **STANDING}[name] for name in COUNTED if name not in PEOPLE}

SCOPES = ("county", "prefecture", "region", "province", "abroad", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """One count of a month: what was closed, what the records say now, what differs."""

    key: str
    label: str
    closed: int | None
    now: int

    @property
    def difference(self) -> int:
        """Return by how much today's records differ from what was closed; 0 where nothing was."""
        return 0 if self.closed is None else self.now - self.closed


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSheet:
    """A month of a village: its counts, and the corrections of the month before."""

    village_code: str
    month: str
    snapshot: Snapshot | None
    lines: tuple[CountLine, ...]
    corrections: tuple[CountLine, ...]


def month_sheet(session: Session, village_code: str, month: str = "") -> MonthSheet:
    """Return a month of a village: as it was closed, or as it stands while it is open."""
    asked = _month(session, village_code, month)
    return _sheet(session, village_code, asked)


def close_month(session: Session, village_code: str, month: str = "") -> Snapshot:
    """Close a month of a village for good; undoing or editing records later changes nothing of it.

    ``Refused`` for a month to come, for this month before the day of the rule pack, and for one
    that is closed.
    """
    asked = _month(session, village_code, month)
    label = f"{village_name(village_code)} {asked.told}关账"
    with session.operation("close_month", label) as operation:
        _refuse_early(session, asked)
        refuse_closed(session, village_code, asked)
        sheet = _sheet(session, village_code, asked)
        content = json.dumps(
            {
                "counts": {line.key: line.now for line in sheet.lines},
                "corrections": {line.key: line.difference for line in sheet.corrections},
            },
            ensure_ascii=False,
            sort_keys=True,
        )
        return operation.save(
            Snapshot(
                village_code=village_code,
                month=asked.text,
                closed_on=session.today(),
                closed_by=session.officer,
                content=content,
                sha256=sha256(content.encode()).hexdigest(),
                rules=session.rules.name,
            )
        )


def closed_months(session: Session, village_code: str) -> list[Snapshot]:
    """Return the months of a village that were closed, the newest first."""
    found = session.find(Snapshot, village_code=village_code)
    return sorted(found, key=lambda one: one.month, reverse=True)


def snapshot_sheet(session: Session, snapshot_id: RecordId) -> MonthSheet:
    """Return a closed month beside what records say now; ``Refused`` if it was altered."""
    snapshot = session.get(Snapshot, snapshot_id)
    return _sheet(session, snapshot.village_code, Month.of(snapshot.month))


def closed_counts(session: Session, month: Month) -> dict[str, Mapping[str, int]]:
    """Return by village what each closed as its month; ``Refused`` where one was altered."""
    found: dict[str, Mapping[str, int]] = {}
    for one in session.find(Snapshot, month=month.text):
        if one.village_code not in found:  # two desks may have closed it: the first counts
            found[one.village_code] = _closed(one)
    return found


def _sheet(session: Session, village: str, month: Month) -> MonthSheet:
    before = month.previous()
    previous = _snapshot(session, village, before)
    corrections: tuple[CountLine, ...] = ()
    if previous is not None:
        then = _lines(_counts(session, village, before), _closed(previous))
        corrections = tuple(line for line in then if line.difference)
    snapshot = _snapshot(session, village, month)
    closed = None if snapshot is None else _closed(snapshot)
    return MonthSheet(
        village_code=village,
        month=month.text,
        snapshot=snapshot,
        lines=tuple(_lines(_counts(session, village, month), closed)),
        corrections=corrections,
    )


def _snapshot(session: Session, village: str, month: Month) -> Snapshot | None:
    """Return the month as it was closed first, where two desks closed it."""
    found = session.find(Snapshot, village_code=village, month=month.text)
    return found[0] if found else None


def _closed(snapshot: Snapshot) -> Mapping[str, int]:
    if sha256(snapshot.content.encode()).hexdigest() != snapshot.sha256:
        raise Refused(
            f"{Month.of(snapshot.month).told}的快照和它的摘要对不上，没有打开。",
            advice="请到设置里检查数据文件夹，并告诉旗县。",
        )
    counts: Mapping[str, int] = json.loads(snapshot.content)["counts"]
    return counts


def _counts(session: Session, village: str, month: Month) -> Mapping[str, int]:
    last = min(month.last, session.today())
    between = Between(first=month.first.isoformat(), last=last.isoformat(), area=village)
    database = session.store.database
    found = counts_of(database, between, _COUNTINGS) | people_counts(database, between)
    scopes = transfer_counts(session, village, on=last).get(village, {})
    return {name: found[name].get(village, 0) for name in COUNTED} | {
        f"scope_{scope}": number for scope, number in scopes.items()
    }


def _lines(now: Mapping[str, int], closed: Mapping[str, int] | None) -> list[CountLine]:
    named = COUNTED | {f"scope_{scope}": _scope_label(scope) for scope in SCOPES}
    return [
        CountLine(
            key=key,
            label=label,
            closed=None if closed is None else closed.get(key),
            now=now.get(key, 0),
        )
        for key, label in named.items()
    ]


def _scope_label(scope: str) -> str:
    return f"务工·{text_of('transfer_scope', scope) if scope != 'unknown' else '地域不明'}"


def _month(session: Session, village: str, month: str) -> Month:
    if village not in session.village_codes:
        raise Refused(
            "这台电脑不负责这个嘎查村，没有写入。",
            advice="请选自己负责的嘎查村。",
            fields=("village_code",),
        )
    today = Month.around(session.today())
    asked = Month.of(month) if month else today
    if asked > today:
        raise Refused(f"{asked.told}还没有到。", advice="请选本月或以前的月份。", fields=("month",))
    return asked


def _refuse_early(session: Session, month: Month) -> None:
    today = session.today()
    day = session.rules.number("monitoring.close_from_day", today)
    if today in month and today.day < min(day, month.days):
        raise Refused(
            f"{month.told}要到 {day} 日以后才能关账，没有写入。",
            advice="到那一天再关；关账的日子由旗县在规则里定。",
            fields=("month",),
            basis=session.rules.clause("monitoring.close_from_day", today).cited(),
        )
