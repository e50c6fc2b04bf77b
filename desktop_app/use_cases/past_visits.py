"""A visit that was made before, kept as a sheet shows it: nothing is filled in from elsewhere."""

from dataclasses import replace

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Person, Visit
from desktop_app.domain.rules import refuse_unless_passed
from desktop_app.domain.visit_rules import visit_findings
from desktop_app.session import Session
from desktop_app.use_cases.visit_memory import EMPTY
from desktop_app.use_cases.visit_questions import changed_fields


def keep_past_visit(session: Session, visit: Visit) -> Visit:
    """Keep a visit as it is told; the register of the person stays as it is.

    ``changed`` follows from the visit before it. ``Refused`` without a way, with a promise that
    has no day, or where a rule forbids it.
    """
    person = session.get(Person, visit.person_id)
    if not visit.way:
        raise Refused("没有写明走访方式。", advice="请写入户、电话、微信等一种。", fields=("way",))
    if visit.promise and visit.promise_due_on is None:
        raise Refused(
            "答应办的事没有写办结期限。",
            advice="请写上哪天以前办完。",
            fields=("promise_due_on",),
        )
    verb = "登记" if visit.id == NEW else "修改"
    with session.operation("keep_past_visit", f"{verb}{person.name}以前的走访") as operation:
        refuse_unless_passed(visit_findings(session.rules, visit, session.today()))
        wish = replace(visit, village_code=person.village_code, household_id=person.household_id)
        earlier = [
            one
            for one in session.find(Visit, person_id=person.id)
            if one.visited_on and wish.visited_on and one.visited_on < wish.visited_on
        ]
        last = max(earlier, key=lambda one: str(one.visited_on), default=EMPTY)
        return operation.save(replace(wish, changed=changed_fields(last, wish)))
