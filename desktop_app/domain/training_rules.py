"""Trainings: days in order, what a result needs, and what counts as one of the year's trainings."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from desktop_app.domain.citizen_id import age_on
from desktop_app.domain.codes import text_of
from desktop_app.domain.holder_rules import birth_of
from desktop_app.domain.records import Person, Training
from desktop_app.domain.rules import Finding, RulePack, finding

FINISHED = ("finished", "certified")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFacts:
    """What the rules look at: the training, its person and that person's other trainings."""

    training: Training
    today: date
    person: Person
    others: tuple[Training, ...] = ()


def training_findings(pack: RulePack, facts: TrainingFacts) -> tuple[Finding, ...]:
    """Return what the rules found about a training that is about to be kept."""
    return (_order(pack, facts), _age(pack, facts), _certificate(pack, facts))


def counting_findings(pack: RulePack, facts: TrainingFacts) -> tuple[Finding, ...]:
    """Return what decides whether a training counts as one of the year's (培训人次)."""
    return (_finished(pack, facts), _hours(pack, facts), _once(pack, facts))


def counts(pack: RulePack, facts: TrainingFacts) -> bool:
    """Say whether a training counts as one of the year's."""
    return all(one.passed for one in counting_findings(pack, facts))


def _order(pack: RulePack, facts: TrainingFacts) -> Finding:
    one = facts.training
    named = [
        ("登记意愿日期", one.wished_on, "wished_on"),
        ("报名日期", one.enrolled_on, "enrolled_on"),
        ("开班日期", one.begins_on, "begins_on"),
        ("结业日期", one.ends_on, "ends_on"),
        ("发证日期", one.certified_on, "certified_on"),
    ]
    given = [each for each in named if each[1] is not None]
    message, fields, found = "", tuple[str, ...](), ""
    for before, after in pairwise(given):
        if before[1] is not None and after[1] is not None and after[1] < before[1]:
            message = f"{after[0]}早于{before[0]}。"
            fields, found = (
                (before[2], after[2]),
                f"{before[0]} {before[1]}，{after[0]} {after[1]}。",
            )
            break
    else:
        if one.result in FINISHED and one.ends_on is not None and one.ends_on > facts.today:
            message, fields = "结业日期还没有到，不能登记为已结业。", ("ends_on", "result")
    return finding(
        pack.clause("training.dates_in_order", facts.today),
        failed=message,
        passed="各个日期先后没有问题。",
        found=found,
        advice="请对照培训班的通知和证书改正日期。",
        fields=fields,
    )


def _age(pack: RulePack, facts: TrainingFacts) -> Finding:
    on = facts.training.begins_on or facts.training.enrolled_on or facts.today
    clause, born = pack.clause("training.min_age", on), birth_of(facts.person)
    young = born is not None and age_on(born, on) < int(clause.value)
    return finding(
        clause,
        failed=f"{facts.person.name}还没有满 {clause.value} 周岁。" if young else "",
        passed=f"已满 {clause.value} 周岁，或者没有出生日期。",
        found=f"{born} 出生。" if born else "",
        advice="满了年龄再报名；在校学生的培训由学校组织。",
        fields=("person_id",),
    )


def _certificate(pack: RulePack, facts: TrainingFacts) -> Finding:
    one = facts.training
    lacks = [
        word
        for word, value in (("证书编号", one.certificate_number), ("发证日期", one.certified_on))
        if not value
    ]
    wrong = one.result == "certified" and lacks
    return finding(
        pack.clause("training.certificate_named", facts.today),
        failed=f"登记为已取得证书，还没有填{'和'.join(lacks)}。" if wrong else "",
        passed="证书登记完整，或者还没有取证。",
        advice="对照证书填上；还没有拿到证书的，结果先选已结业。",
        fields=("certificate_number", "certified_on"),
    )


def _finished(pack: RulePack, facts: TrainingFacts) -> Finding:
    one, clause = facts.training, pack.clause("training.counts_finished", facts.today)
    done = clause.value is False or one.result in FINISHED
    return finding(
        clause,
        failed="" if done else "还没有结业，不计入培训人次。",
        passed="已经结业。",
        found=f"培训结果：{text_of('training_result', one.result) or '没有登记'}。",
    )


def _hours(pack: RulePack, facts: TrainingFacts) -> Finding:
    one, clause = facts.training, pack.clause("training.least_hours", facts.today)
    few = one.hours is None or one.hours < int(clause.value)
    told = "没有登记" if one.hours is None else f"{one.hours} 学时"
    return finding(
        clause,
        failed=f"课时不到 {clause.value} 学时，不计入培训人次。" if few else "",
        passed=f"课时不少于 {clause.value} 学时。",
        found=f"课时：{told}。",
    )


def _once(pack: RulePack, facts: TrainingFacts) -> Finding:
    one, clause = facts.training, pack.clause("training.once_a_trade", facts.today)
    year = one.ends_on.year if one.ends_on else None
    again = [
        other
        for other in facts.others
        if other.counted and other.trade == one.trade and other.ends_on
        and other.ends_on.year == year
    ]  # fmt: skip
    wrong = clause.value is not False and bool(again)
    return finding(
        clause,
        failed="同一年同一个工种已经计过一次，不重复计。" if wrong else "",
        passed="这一年这个工种没有计过。",
        found=f"已经计过的：{again[0].course or text_of('trade', again[0].trade)}，"
        f"{again[0].ends_on} 结业。"
        if again
        else "",
    )
