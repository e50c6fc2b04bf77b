"""技能培训: from the wish to the certificate, and what counts as one of the year's trainings."""

from dataclasses import replace
from datetime import date

from db.operation import Operation
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Person, RecordId, Training
from desktop_app.domain.rules import Finding, refuse_unless_passed
from desktop_app.domain.training_rules import (
    TrainingFacts,
    counting_findings,
    counts,
    training_findings,
)
from desktop_app.session import Session

ENROLLED, FINISHED, CERTIFIED = "enrolled", "finished", "certified"


def save_training(session: Session, training: Training) -> Training:
    """Keep a training whose rules pass; whether it counts follows from the rule pack."""
    person = _person(session, training)
    verb = "登记" if training.id == NEW else "修改"
    with session.operation("save_training", f"{verb}{person.name}的培训") as operation:
        return _keep(session, operation, training)


def enrol_in_training(
    session: Session, training_id: RecordId, enrolled_on: date, begins_on: date | None = None
) -> Training:
    """Keep that somebody who wished for a training was put on a course."""
    training = session.get(Training, training_id)
    person = session.get(Person, training.person_id)
    with session.operation("enrol_in_training", f"{person.name}报名培训") as operation:
        before = session.get(Training, training_id)
        wish = replace(
            before,
            enrolled_on=enrolled_on,
            begins_on=begins_on or before.begins_on,
            result=ENROLLED,
        )
        return _keep(session, operation, wish)


def finish_training(
    session: Session,
    training_id: RecordId,
    ends_on: date,
    hours: int,
    certificate_kind: str = "",
    certificate_number: str = "",
    certified_on: date | None = None,
) -> Training:
    """Keep the end of a training, and the certificate where there is one."""
    training = session.get(Training, training_id)
    person = session.get(Person, training.person_id)
    with session.operation("finish_training", f"{person.name}培训结业") as operation:
        before = session.get(Training, training_id)
        wish = replace(
            before,
            ends_on=ends_on,
            hours=hours,
            certificate_kind=certificate_kind,
            certificate_number=certificate_number.strip(),
            certified_on=certified_on,
            result=CERTIFIED if certificate_number.strip() else FINISHED,
        )
        return _keep(session, operation, wish)


def training_count_findings(session: Session, training_id: RecordId) -> tuple[Finding, ...]:
    """Return why a training counts as one of the year's, or why not (为什么)."""
    return counting_findings(session.rules, _facts(session, session.get(Training, training_id)))


def _keep(session: Session, operation: Operation, training: Training) -> Training:
    person = _person(session, training)
    if person.died_on is not None:
        raise Refused(
            f"不能保存：{person.name}已经登记死亡。",
            advice="请核对是不是选错了人；登记有误的，先改正死亡日期。",
            fields=("person_id",),
        )
    if not training.trade and not training.course.strip():
        raise Refused(
            "工种和培训班都没有填，没有保存。",
            advice="填一样：想学的工种，或者培训班的名称。",
            fields=("trade", "course"),
        )
    if training.hours is not None and training.hours <= 0:
        raise Refused(
            f"课时 {training.hours} 不对，没有保存。",
            advice="填一共多少学时；不知道的空着。",
            fields=("hours",),
        )
    facts = _facts(session, training)
    refuse_unless_passed(training_findings(session.rules, facts))
    counted = counts(session.rules, facts)
    return operation.save(replace(training, village_code=person.village_code, counted=counted))


def _facts(session: Session, training: Training) -> TrainingFacts:
    others = session.find(Training, person_id=training.person_id)
    return TrainingFacts(
        training=training,
        today=session.today(),
        person=_person(session, training),
        others=tuple(one for one in others if one.id != training.id),
    )


def _person(session: Session, training: Training) -> Person:
    if training.person_id == NEW:
        raise Refused("还没有选人。", advice="先按姓名找到要培训的人。", fields=("person_id",))
    return session.get(Person, training.person_id)
