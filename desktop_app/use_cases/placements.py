"""Placements: who may be placed, each step of it, and the last working day."""

from dataclasses import replace
from datetime import date

from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_facts import PlacementFacts
from desktop_app.domain.placement_rules import placement_findings
from desktop_app.domain.placement_steps import (
    begun,
    day_finding,
    notice_finding,
    review_finding,
)
from desktop_app.domain.records import (
    NEW,
    Paper,
    Person,
    Placement,
    Post,
    RecordId,
    labels,
)
from desktop_app.domain.rules import Finding, findings_json, refuse_unless_passed
from desktop_app.session import Session
from desktop_app.use_cases.people_list import PeopleFilter, PersonLine, find_people, person_lines

__all__ = [
    "candidates",
    "check_placement",
    "end_placement",
    "place_person",
    "withdraw_placement",
]

SHOWN = 50
OTHER_REASON, DEATH = "99", "01"
NEEDY = (
    "unstable",
    "edge",
    "sudden",
    "lifted",
    "lifted_no_policy",
    "unstable_cleared",
    "edge_cleared",
    "sudden_cleared",
)


def candidates(session: Session, post_id: RecordId, text: str = "") -> list[PersonLine]:
    """Return whom ``text`` finds; without it those of the village who may need the post.

    Nobody is left out because a rule forbids it: ``check_placement`` says why.
    """
    post = session.get(Post, post_id)
    if text.strip():
        ids = find_people(session, PeopleFilter(text=text), SHOWN)
    else:
        fit = PeopleFilter(village_codes=(post.village_code,), posts=False, labour_only=True)
        needy = find_people(session, replace(fit, poverty=NEEDY), SHOWN)
        others = find_people(session, fit, SHOWN)
        found = list(dict.fromkeys([*needy, *others]))[:SHOWN]
        ids = [id_ for id_ in found if not _in_progress(session, id_)]
    return person_lines(session, ids)


def check_placement(session: Session, placement: Placement) -> tuple[Finding, ...]:
    """Return what every rule finds about a placement as it is given; nothing is kept."""
    _refuse_incomplete(placement)
    before = session.many(Placement, [placement.id])
    renewed = bool(before) and _renews(before[0], placement)
    judged = replace(placement, started_on=None) if renewed else placement
    notice = notice_finding(session.rules, placement)
    return (
        *placement_findings(session.rules, _facts(session, judged)),
        *(() if notice is None else (notice,)),
        review_finding(placement),
        day_finding(placement, session.today(), renewed=renewed),
    )


def place_person(session: Session, placement: Placement) -> Placement:
    """Keep a new placement or a further step of one, with what the rules found.

    ``Refused`` with the first rule that forbids it; nothing is written then.
    """
    _refuse_incomplete(placement)
    with session.operation("place_person", "安置") as operation:
        before = None if placement.id == NEW else session.get(Placement, placement.id)
        _refuse_odd_change(before, placement)
        person, post = (
            session.get(Person, placement.person_id),
            session.get(Post, placement.post_id),
        )
        wish = replace(
            placement, village_code=post.village_code, objection=placement.objection.strip()
        )
        findings = check_placement(session, wish)
        refuse_unless_passed(findings)
        operation.label = _label(before, wish, person, post)
        return operation.save(replace(wish, checks=findings_json(findings)))


def end_placement(
    session: Session,
    placement_id: RecordId,
    last_day_on: date,
    exit_reason: str,
    exit_evidence: str = "",
) -> Placement:
    """Keep that a person leaves a post: the last working day, why, and what shows it."""
    with session.operation("end_placement", "退岗") as operation:
        before = session.get(Placement, placement_id)
        person, post = session.get(Person, before.person_id), session.get(Post, before.post_id)
        operation.label = f"{person.name}退岗：{post.title}"
        if before.last_day_on is not None:
            raise Refused(
                f"{person.name}已经办过{post.title}的退岗。",
                advice="登记错了的，先撤销那一步，再重新办。",
                found=f"最后出勤日 {before.last_day_on}，"
                f"{text_of('exit_reason', before.exit_reason)}。",
            )
        reason = _reason(exit_reason, exit_evidence, session.today())
        _check_last_day(session, before, person, last_day_on)
        return operation.save(
            replace(
                before,
                last_day_on=last_day_on,
                exit_reason=reason,
                exit_evidence=exit_evidence.strip(),
            )
        )


def withdraw_placement(session: Session, placement_id: RecordId) -> None:
    """Take back a placement that never came to work, such as after an objection."""
    with session.operation("withdraw_placement", "撤回安置") as operation:
        before = session.get(Placement, placement_id)
        person, post = session.get(Person, before.person_id), session.get(Post, before.post_id)
        operation.label = f"撤回{person.name}的安置：{post.title}"
        if begun(before, session.today()):
            raise Refused(
                f"不能撤回：{person.name}已经上岗。",
                advice="不再干的，请办退岗；登记错了的，请撤销那一步。",
                found=f"上岗日期 {before.started_on or before.agreement_from}。",
            )
        if any(paper.voided_on is None for paper in session.find(Paper, placement_id=before.id)):
            raise Refused(
                f"不能撤回：{person.name}的安置证明已经开出。",
                advice="请先作废安置证明，再撤回安置。",
            )
        operation.remove(before)


def _in_progress(session: Session, person_id: RecordId) -> bool:
    """Say whether a placement of somebody has begun its steps and not ended."""
    return any(one.last_day_on is None for one in session.find(Placement, person_id=person_id))


def _facts(session: Session, placement: Placement) -> PlacementFacts:
    person = session.get(Person, placement.person_id)
    post = session.get(Post, placement.post_id)
    begins = placement.started_on or placement.agreement_from or session.today()
    members: list[Person] = []
    if person.household_id != NEW:
        members = session.find(Person, household_id=person.household_id)
    return PlacementFacts(
        person=person,
        post=post,
        placement=placement,
        today=session.today(),
        other_placements_of_person=_held(session, person, placement, begins),
        household_placements=tuple(
            (member, *seat)
            for member in members
            if member.id != person.id
            for seat in _held(session, member, placement, begins)
        ),
        open_on_post=sum(
            _open(one, placement, begins) for one in session.find(Placement, post_id=post.id)
        ),
    )


def _held(
    session: Session, person: Person, placement: Placement, begins: date
) -> tuple[tuple[Placement, Post], ...]:
    found = session.find(Placement, person_id=person.id)
    return tuple(
        (one, session.get(Post, one.post_id)) for one in found if _open(one, placement, begins)
    )


def _open(one: Placement, but: Placement, begins: date) -> bool:
    return one.id != but.id and (one.last_day_on is None or one.last_day_on >= begins)


def _renews(before: Placement, wish: Placement) -> bool:
    """Say whether the agreement is a further one; the rules then count from its beginning."""
    ends, begins = before.agreement_to, wish.agreement_from
    return ends is not None and begins is not None and begins > ends


def _refuse_incomplete(placement: Placement) -> None:
    missing = [name for name in ("post_id", "person_id") if getattr(placement, name) == NEW]
    if missing:
        words = "、".join(labels(Placement)[name].text for name in missing)
        raise Refused(f"还没有选{words}，没有保存。", advice="请先选好，再安置。", fields=missing)


def _refuse_odd_change(before: Placement | None, placement: Placement) -> None:
    ending = [name for name in ("last_day_on", "exit_reason", "exit_evidence")
              if getattr(placement, name) != getattr(before or Placement(), name)]  # fmt: skip
    if ending:
        raise Refused(
            "退岗不在这里登记，没有保存。",
            advice="请用「办退岗」填最后出勤日和原因。",
            fields=ending,
        )
    if before is None:
        return
    if before.last_day_on is not None:
        raise Refused(
            "这个人已经退岗，安置的各步不能再改。",
            advice="要重新上岗的，请重新安置；退岗登记错了的，先撤销那一步。",
            found=f"最后出勤日 {before.last_day_on}。",
        )
    if (before.person_id, before.post_id) != (placement.person_id, placement.post_id):
        raise Refused(
            "已经登记的安置不能换人、换岗位，没有保存。",
            advice="请先办退岗或者撤回，再重新安置。",
            fields=("person_id", "post_id"),
        )


def _label(before: Placement | None, wish: Placement, person: Person, post: Post) -> str:
    """Name the step: the last of the days that are new."""
    if before is None:
        return f"安置{person.name}：{post.title}"
    changed = [
        label.text
        for name, label in labels(Placement).items()
        if name not in ("checks", "village_code") and getattr(before, name) != getattr(wish, name)
    ]
    what = f"的{changed[-1]}" if len(changed) == 1 else "的安置"
    return f"登记{person.name}{what}：{post.title}"


def _reason(value: str, evidence: str, today: date) -> str:
    reasons = code_list("exit_reason")
    found = reasons.find(value) if value.strip() else None
    code = reasons.code(found) if found else None
    if code is None or not code.valid(today):
        raise Refused(
            f"退岗原因里没有「{value}」这一项，没有保存。"
            if value
            else "还没有选退岗原因，没有保存。",
            advice="请从退岗原因的列表里选一项。",
            fields=("exit_reason",),
        )
    if code.value == OTHER_REASON and not evidence.strip():
        raise Refused(
            "退岗原因选了「其他」，还没有写依据，没有保存。",
            advice="请在退岗依据里写清楚是什么原因、有什么材料。",
            fields=("exit_evidence",),
        )
    return code.value


def _check_last_day(session: Session, before: Placement, person: Person, last_day_on: date) -> None:
    today, first = session.today(), before.started_on or before.agreement_from
    if first is None:
        raise Refused(
            f"{person.name}还没有上岗，不用办退岗。",
            advice="不再安置的，请用「撤回安置」。",
            found="没有登记上岗日期和协议。",
        )
    fields = ("last_day_on",)
    if last_day_on < first:
        raise Refused(
            f"最后出勤日 {last_day_on} 早于上岗日期 {first}，没有保存。",
            advice="请对照考勤改正日期；一天都没有干的，请先改正上岗日期。",
            fields=fields,
        )
    if last_day_on > today and (before.agreement_to is None or last_day_on > before.agreement_to):
        ends = before.agreement_to
        raise Refused(
            f"最后出勤日 {last_day_on} 还没有到，也不在协议期内，没有保存。",
            advice=f"提前登记的退岗，最后出勤日不能晚于协议结束日期 {ends}。"
            if ends
            else "请在最后出勤日当天或以后登记。",
            fields=fields,
        )
    if person.died_on is not None and last_day_on > person.died_on:
        raise Refused(
            f"最后出勤日 {last_day_on} 晚于登记的死亡日期 {person.died_on}，没有保存。",
            advice="请对照死亡证明和考勤改正日期。",
            fields=fields,
        )
