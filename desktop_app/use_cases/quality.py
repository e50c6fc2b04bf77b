"""Data quality: run every rule over a village in one go, and hand out the list of faults."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from db.quality_queries import quality_facts
from desktop_app.domain.errors import Refused
from desktop_app.domain.quality_facts import Fault
from desktop_app.domain.quality_rules import NOT_CHECKED, RULES, faults
from desktop_app.session import Session
from desktop_app.spreadsheets.book import Cell, keep_book, list_book
from desktop_app.use_cases.people_list import village_name

__all__ = ["QualityReport", "RuleCount", "check_quality", "write_quality"]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """One rule: its title, how many faults it found, and whether it is switched on."""

    rule: str
    title: str
    found: int
    checked: bool
    basis: str


@dataclass(frozen=True, slots=True)
class QualityReport:
    """What the rules found in some villages, and how often each of them did."""

    villages: tuple[str, ...]
    people: int
    faults: tuple[Fault, ...]
    counts: tuple[RuleCount, ...]
    rules: str

    @property
    def persons(self) -> int:
        """Return how many people have a fault."""
        return len({one.person_id for one in self.faults})


def check_quality(session: Session, village: str = "") -> QualityReport:
    """Run the rules of data quality over a village, or all of the desk; nothing is written."""
    villages = _villages(session, village)
    facts = quality_facts(session.store.database, villages, session.today())
    found = faults(session.rules, facts)
    return QualityReport(
        villages=villages,
        people=len(facts.people),
        faults=tuple(found),
        counts=_counts(session, Counter(one.rule for one in found)),
        rules=session.rules.name,
    )


def write_quality(session: Session, path: str, village: str = "") -> int:
    """Write the faults and the table of counts to an Excel file; return how many faults."""
    report = check_quality(session, village)
    if Path(path).exists():
        raise Refused("已经有同名的文件，没有覆盖它。", advice="请换一个文件名。")
    keep_book(quality_book(report), Path(path))
    return len(report.faults)


def quality_book(report: QualityReport) -> bytes:
    """Return the workbook: the faults to work off, and the table of counts."""
    head = ("序号", "嘎查村", "户编号", "姓名", "问题种类", "问题", "怎么办")
    rows: list[tuple[Cell, ...]] = [
        (
            number, village_name(one.village_code), one.household, one.name, one.title,
            one.message, one.advice,
        )
        for number, one in enumerate(report.faults, start=1)
    ]  # fmt: skip
    counts: list[tuple[Cell, ...]] = [
        (number, one.title, one.found if one.checked else "没有检查", one.basis)
        for number, one in enumerate(report.counts, start=1)
    ]
    total = (
        "合计",
        f"{report.people} 人里 {report.persons} 人有问题",
        len(report.faults),
        report.rules,
    )
    left = [("不检查", what, "", why) for what, why in NOT_CHECKED]
    return list_book(
        [
            ("错误清单", head, rows),
            ("统计表", ("序号", "规则", "条数", "依据"), [*counts, total, *left]),
        ]
    )


def _counts(session: Session, found: Counter[str]) -> tuple[RuleCount, ...]:
    clauses = [session.rules.clause(key, session.today()) for key, _ in RULES]
    return tuple(
        RuleCount(one.key, one.title, found[one.key], one.value is not False, one.cited())
        for one in clauses
    )


def _villages(session: Session, village: str) -> tuple[str, ...]:
    if village and village not in session.village_codes:
        raise Refused(
            f"这台电脑上没有嘎查村 {village}。",
            advice="从这台电脑负责的嘎查村里选一个，或者不写，全部检查。",
            fields=("village",),
        )
    return (village,) if village else session.village_codes
