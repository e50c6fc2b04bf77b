"""The register of posts (公益性岗位台账): every seat of a village with who holds or held it."""

from desktop_app.domain.codes import text_of
from desktop_app.domain.divisions import village
from desktop_app.domain.placement_facts import is_chosen
from desktop_app.domain.records import Paper, Person, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.form_data.filled import Filled, Selection, asked_village
from desktop_app.use_cases.form_data.placements import person_kinds
from desktop_app.use_cases.form_data.words import day, own_values, standard
from printing.form_data import FormData


def post_register(session: Session, wanted: Selection) -> Filled:
    """Return the posts of a village, each with its holders; a post without one has a line too."""
    code = asked_village(session, wanted)
    posts = sorted(session.find(Post, village_code=code), key=lambda one: one.title)
    taken = [one for one in session.find(Placement, village_code=code) if is_chosen(one)]
    people = {one.id: one for one in session.many(Person, [each.person_id for each in taken])}
    papers = {
        one.placement_id: one.number
        for one in session.find(Paper, village_code=code, form="placement_certificate")
        if one.voided_on is None
    }
    rows, shown = [], []
    for post in posts:
        holders = [one for one in taken if one.post_id == post.id and one.person_id in people]
        for one in sorted(holders, key=lambda each: str(each.started_on or "")):
            shown.append(one.person_id)
            rows.append(
                _post_words(post)
                | _holder_words(session, one, people[one.person_id])
                | {"number": papers.get(one.id, "")}
            )
        if not holders:
            rows.append(_post_words(post))
    values = {
        "village": village(code).short_name,
        "on": day(session.today()),
        "maker": session.officer,
    }
    return Filled(
        data=FormData(values=values, rows={"people": rows}),
        subject=village(code).short_name,
        village_code=code,
        shows=tuple(dict.fromkeys(shown)),
        dated=("on",),
    )


def _post_words(post: Post) -> dict[str, str]:
    return {
        "post": post.title,
        "place": post.place or village(post.village_code).short_name,
        "department": text_of("post_department", post.department),
        "fund": text_of("post_fund", post.fund),
        "standard": standard(post.standard_fen, post.standard_period),
    }


def _holder_words(session: Session, one: Placement, person: Person) -> dict[str, str]:
    return own_values(session, person) | {
        "person_kind": "、".join(person_kinds(person)),
        "started_on": day(one.started_on),
        "agreement_from": day(one.agreement_from),
        "agreement_to": day(one.agreement_to),
        "last_day_on": day(one.last_day_on),
        "exit_reason": text_of("exit_reason", one.exit_reason),
        "reviewed_on": day(one.reviewed_on),
        "notice_from": day(one.notice_from),
        "notice_to": day(one.notice_to),
    }
