"""The placement certificate (安置证明): only for who holds a post under an agreement."""

from dataclasses import replace

from desktop_app.domain.citizen_id import birth_on, check_citizen_id, masked, sex
from desktop_app.domain.codes import text_of
from desktop_app.domain.divisions import village
from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_steps import left
from desktop_app.domain.records import Person, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.form_data.filled import Filled, Selection
from desktop_app.use_cases.form_data.words import address_of, home_of
from desktop_app.use_cases.posts import standard_text

NAME = "安置证明"


def placement_certificate(session: Session, wanted: Selection) -> Filled:
    """Return the certificate of a placement with the whole identity number."""
    return certificate_of(session, wanted)


def certificate_of(session: Session, wanted: Selection, *, mask_number: bool = False) -> Filled:
    """Return the certificate of a placement; the number is whole unless ``mask_number``.

    The office that takes it must know who it is about. ``Refused`` without agreement, identity
    number, or after the exit.
    """
    from printing.placement_certificate import (
        PlacementCertificate,
        certificate_data,
    )

    placement = session.get(Placement, wanted.id)
    person, post = session.get(Person, placement.person_id), session.get(Post, placement.post_id)
    _refuse_unfit(session, placement, person)
    if placement.agreement_from is None or placement.agreement_to is None:
        raise ValueError("a certificate needs an agreement")
    number, place = check_citizen_id(person.citizen_id), village(placement.village_code)
    said = PlacementCertificate(
        number="",
        person_name=person.name,
        sex=text_of("sex", sex(number)),
        citizen_id_shown=masked(number) if mask_number else number,
        birth_on=birth_on(number),
        village=village(person.village_code).short_name,
        household_address=address_of(person, home_of(session, person)),
        post_title=post.title,
        post_kind=text_of("post_kind", post.kind),
        post_place=post.place or place.short_name,
        department=text_of("post_department", post.department),
        fund=text_of("post_fund", post.fund),
        standard=standard_text(post),
        agreement_from=placement.agreement_from,
        agreement_to=placement.agreement_to,
        started_on=placement.started_on or placement.agreement_from,
        issued_by=place.full_name,
        issued_on=session.today(),
        officer=session.officer,
        rules=session.rules.name,
        training=session.training,
    )
    data = certificate_data(said)
    unnumbered = {name: text for name, text in data.values.items() if name != "number"}
    return Filled(
        data=replace(data, values=unnumbered),
        subject=person.name,
        village_code=placement.village_code,
        person_id=person.id,
        placement_id=placement.id,
        shows=() if mask_number else (person.id,),
        dated=("issued_on",),
    )


def _refuse_unfit(session: Session, placement: Placement, person: Person) -> None:
    if placement.agreement_from is None or placement.agreement_to is None:
        raise Refused(
            f"不能开{NAME}：{person.name}的协议期限还没有登记。",
            advice="签完协议，登记协议的开始和结束日期，再开证明。",
            fields=("agreement_from", "agreement_to"),
        )
    if left(placement, session.today()):
        raise Refused(
            f"不能开{NAME}：{person.name}已经退岗。",
            advice="要证明以前在岗的，请用个人资料里的记录，另行说明。",
            found=f"最后出勤日 {placement.last_day_on}，"
            f"{text_of('exit_reason', placement.exit_reason)}。",
        )
    if not person.citizen_id:
        raise Refused(
            f"不能开{NAME}：{person.name}还没有登记身份证号。",
            advice="打开资料，对照身份证补上号码，再开证明。",
            fields=("citizen_id",),
        )
