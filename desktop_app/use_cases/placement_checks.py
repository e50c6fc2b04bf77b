"""What the rules find about a placement: its facts are gathered here, nothing is written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_facts import PlacementFacts, is_chosen, is_open
from desktop_app.domain.placement_rules import placement_findings
from desktop_app.domain.procedure_rules import (
    day_finding,
    notice_finding,
    paper_findings,
    review_finding,
)
from desktop_app.domain.records import NEW, Person, Placement, Post, labels
from desktop_app.domain.rules import Finding
from desktop_app.session import Session


def check_placement(session: Session, placement: Placement) -> tuple[Finding, ...]:
    """Return what every rule finds about a placement as it is given; nothing is kept."""
    refuse_incomplete(placement)
    before = session.many(Placement, [placement.id])
    renewed = bool(before) and renews(before[0], placement)
    return (
        *holder_findings(session, placement, renewed=renewed),
        *step_findings(session, placement, renewed=renewed),
        *paper_findings(session.rules, placement),
    )


def holder_findings(
    session: Session, placement: Placement, *, renewed: bool = False
) -> tuple[Finding, ...]:
    """Return whether the person may hold the post, and hold it as long."""
    judged = replace(placement, started_on=None) if renewed else placement
    return placement_findings(session.rules, _facts(session, judged))


def step_findings(
    session: Session, placement: Placement, *, renewed: bool = False
) -> tuple[Finding, ...]:
    """Return whether the days and numbers of the steps can be."""
    notice = notice_finding(session.rules, placement)
    return (
        *(() if notice is None else (notice,)),
        review_finding(placement),
        day_finding(placement, session.today(), renewed=renewed),
    )


def renews(before: Placement, wish: Placement) -> bool:
    """Say whether the agreement is, or was already, a further one than the first.

    The rules then count from its beginning, and the first day of work lies before it.
    """
    ends, begins = before.agreement_to, wish.agreement_from
    if ends is not None and begins is not None and begins > ends:
        return True
    first, earlier = before.agreement_from, before.started_on
    return first is not None and earlier is not None and earlier < first


def refuse_incomplete(placement: Placement) -> None:
    """Refuse a placement without a person or a post."""
    missing = [name for name in ("post_id", "person_id") if getattr(placement, name) == NEW]
    if missing:
        words = "、".join(labels(Placement)[name].text for name in missing)
        raise Refused(f"还没有选{words}，没有保存。", advice="请先选好，再安置。", fields=missing)


def _facts(session: Session, placement: Placement) -> PlacementFacts:
    person = session.get(Person, placement.person_id)
    post = session.get(Post, placement.post_id)
    begins = placement.started_on or placement.agreement_from or session.today()
    members: list[Person] = []
    if person.household_id != NEW:
        members = session.find(Person, household_id=person.household_id)
    own = session.find(Placement, person_id=person.id)
    others = [one for one in own if one.id != placement.id]
    earlier = [one for one in others if _begins(one) is not None and not is_open(one, begins)]
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
            one.id != placement.id and is_open(one, begins) and is_chosen(one)
            for one in session.find(Placement, post_id=post.id)
        ),
        spells=tuple(_spells(own, placement, begins)),
        times_before=len(earlier),
        left_for=tuple(one.exit_reason for one in earlier if one.exit_reason),
    )


def _begins(one: Placement) -> date | None:
    return one.started_on or one.agreement_from


def _spells(own: list[Placement], judged: Placement, begins: date) -> Iterator[tuple[date, date]]:
    """Give the days that somebody was on posts before a day; this post's own are among them."""
    for one in own:
        first = _begins(one)
        if first is None or one.declined_on is not None or first >= begins:
            continue
        renewing = one.id == judged.id
        last = begins - timedelta(days=1) if renewing else one.last_day_on or one.agreement_to
        if last is not None:
            yield first, min(last, begins - timedelta(days=1))


def _held(
    session: Session, person: Person, placement: Placement, begins: date
) -> tuple[tuple[Placement, Post], ...]:
    found = session.find(Placement, person_id=person.id)
    return tuple(
        (one, session.get(Post, one.post_id))
        for one in found
        if one.id != placement.id and is_open(one, begins)
    )
