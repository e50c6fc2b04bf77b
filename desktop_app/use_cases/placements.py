"""Placements as a whole: candidates, what paper shows of one, and taking one back.

The steps one after another stand in ``applications``, ``notices``, ``placement_decisions``,
``agreements``, ``on_post`` and ``exits``.
"""

from dataclasses import replace

from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_steps import begun
from desktop_app.domain.records import NEW, Paper, Person, Placement, Post, RecordId, labels
from desktop_app.domain.rules import findings_json, refuse_unless_passed
from desktop_app.session import Session
from desktop_app.use_cases.agreements import keep_agreement_of
from desktop_app.use_cases.approvals import may_decide, refuse_unless_approver
from desktop_app.use_cases.people_list import PeopleFilter, PersonLine, find_people, person_lines
from desktop_app.use_cases.placement_checks import check_placement, refuse_incomplete
from desktop_app.use_cases.placement_writing import refuse_if_closed

__all__ = [
    "candidates",
    "check_placement",
    "place_person",
    "withdraw_placement",
]

SHOWN = 50
EXIT = (
    *("last_day_on", "exit_reason", "exit_evidence", "exit_proposed_by", "exit_approved_on"),
    *("exit_approved_by", "stop_month", "stop_month_reason", "recover_fen", "recovered_on"),
    *("exit_notice_on", "exit_notice_way", "exit_received_on", "vacancy_reported_on"),
    *("exit_checks", "declined_on", "declined_reason"),
)
DECISION = ("checked_on", "checked_by", "decided_on", "decided_by")
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


def place_person(session: Session, placement: Placement) -> Placement:
    """Keep a placement as its papers show it: all days at once, or corrected days of a kept one.

    What the papers do not show is asked of the county. ``Refused`` with the first rule that
    forbids it; nothing is written then.
    """
    refuse_incomplete(placement)
    with session.operation("place_person", "安置") as operation:
        before = None if placement.id == NEW else session.get(Placement, placement.id)
        _refuse_odd_change(session, before, placement)
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
        kept = operation.save(replace(wish, checks=findings_json(findings)))
        if before is None or _agreement_changed(before, kept):
            keep_agreement_of(operation, session, kept)
        return kept


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
    found = session.find(Placement, person_id=person_id)
    return any(one.last_day_on is None and one.declined_on is None for one in found)


def _refuse_undecided(session: Session, before: Placement, wish: Placement) -> None:
    """Refuse an agreement or a start that the office has not decided on, once a desk is its own."""
    follows = ("agreement_from", "agreement_to", "started_on")
    changed = [name for name in follows if getattr(before, name) != getattr(wish, name)]
    if changed and wish.decided_on is None and not may_decide(session):
        raise Refused(
            "聘用还没有决定，不能登记协议和上岗，没有保存。",
            advice="先同步，让苏木乡镇或者旗县看到；决定以后，再同步一次接着登记。",
            fields=changed,
        )


def _agreement_changed(before: Placement, kept: Placement) -> bool:
    names = ("agreement_from", "agreement_to")
    return any(getattr(before, name) != getattr(kept, name) for name in names)


def _refuse_odd_change(session: Session, before: Placement | None, placement: Placement) -> None:
    ending = [
        name for name in EXIT if getattr(placement, name) != getattr(before or Placement(), name)
    ]
    if ending:
        raise Refused(
            "退岗和未聘不在这里登记，没有保存。",
            advice="请用「办退岗」填最后出勤日和原因；没有选上的用「登记未聘」。",
            fields=ending,
        )
    if any(getattr(placement, name) != getattr(before or Placement(), name) for name in DECISION):
        _refuse_own_decision(session, before)
    _refuse_undecided(session, before or Placement(), placement)
    if before is None:
        return
    refuse_if_closed(before)
    if (before.person_id, before.post_id) != (placement.person_id, placement.post_id):
        raise Refused(
            "已经登记的安置不能换人、换岗位，没有保存。",
            advice="请先办退岗或者撤回，再重新安置。",
            fields=("person_id", "post_id"),
        )


def _refuse_own_decision(session: Session, before: Placement | None) -> None:
    """Refuse a decision written by whom no other desk would believe."""
    from desktop_app.use_cases.office import is_enrolled  # the exchange loads when it is needed

    if before is not None:
        refuse_unless_approver(session, before)
    elif is_enrolled(session):
        raise Refused(
            "登记安置的人不能同时登记审核和聘用决定，没有保存。",
            advice="把审核和聘用决定的日期、单位空着保存；由苏木镇或旗县在他们的电脑上登记。",
            fields=DECISION,
            basis="不相容岗位分离：谁经办，谁不能审批。",
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
