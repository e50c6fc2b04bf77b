"""Placement certificates: issued once under a number, printed again alike, voided in writing."""

import hashlib
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from db.post_queries import paper_numbers
from desktop_app.domain.citizen_id import birth_on, check_citizen_id, masked, sex
from desktop_app.domain.codes import text_of
from desktop_app.domain.divisions import village
from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_steps import left
from desktop_app.domain.records import (
    Disclosure,
    Household,
    Paper,
    Person,
    Placement,
    Post,
    RecordId,
)
from desktop_app.session import Session
from desktop_app.use_cases.posts import standard_text

if TYPE_CHECKING:
    from printing.placement_certificate import PlacementCertificate

__all__ = ["IssuedPaper", "issue_certificate", "papers_of", "reprint", "void_paper"]

FORM = "placement_certificate"
NAME = "安置证明"
DESK_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O 1 I L, which people mix up on the telephone."""


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper with its PDF; ``again`` if it was issued before and nothing in it has changed."""

    paper: Paper
    pdf: bytes
    again: bool = False


def issue_certificate(
    session: Session, placement_id: RecordId, *, mask_number: bool = False
) -> IssuedPaper:
    """Issue the certificate of a placement under the next number.

    If a standing paper already says exactly this, that one is printed again: one fact has one
    number. The identity number stands whole on it, because the office that takes it must know
    who it is about; this is kept as a Disclosure. ``mask_number`` hides it.
    """
    with session.operation("issue_certificate", f"开具{NAME}") as operation:
        placement = session.get(Placement, placement_id)
        person = session.get(Person, placement.person_id)
        operation.label = f"开具{person.name}的{NAME}"
        _refuse_unfit(session, placement, person)
        said = _said(session, placement, person, mask_number=mask_number)
        standing = _standing(session, placement_id, said)
        if standing is not None:
            return IssuedPaper(standing, reprint(session, standing.id), again=True)
        said = replace(said, number=_next_number(session))
        pdf = _printed(said)
        paper = operation.save(
            Paper(
                village_code=placement.village_code,
                form=FORM,
                number=said.number,
                person_id=person.id,
                placement_id=placement.id,
                issued_on=said.issued_on,
                content=_written(said),
                sha256=hashlib.sha256(pdf).hexdigest(),
                rules=said.rules,
            )
        )
        if not mask_number:
            operation.save(
                Disclosure(
                    village_code=person.village_code,
                    person_id=person.id,
                    shown_at=session.now(),
                    occasion=f"{NAME} {said.number}",
                )
            )
        return IssuedPaper(paper, pdf)


def reprint(session: Session, paper_id: RecordId) -> bytes:
    """Return the same bytes as when the paper was issued; a void one is marked 作废."""
    paper = session.get(Paper, paper_id)
    said = _read(paper)
    if paper.voided_on is not None:
        return _printed(replace(said, voided=f"{paper.void_reason}（{paper.voided_on}）"))
    pdf = _printed(said)
    if hashlib.sha256(pdf).hexdigest() != paper.sha256:
        raise Refused(
            f"{paper.number} 现在印出来和当初开具的不完全一样，所以没有重印。",
            advice="程序或字库更新过会这样。请作废这一份，写明原因，再重新开具。",
        )
    return pdf


def void_paper(session: Session, paper_id: RecordId, reason: str) -> Paper:
    """Make a paper void for a written reason; its number is never used again."""
    with session.operation("void_paper", f"作废{NAME}") as operation:
        paper = session.get(Paper, paper_id)
        operation.label = f"作废{NAME}：{paper.number}"
        if not reason.strip():
            raise Refused(
                "还没有写作废原因，没有作废。",
                advice="请写清楚为什么作废，例如姓名写错、协议续签。",
                fields=("void_reason",),
            )
        if paper.voided_on is not None:
            raise Refused(
                f"{paper.number} 已经作废。",
                advice="不用再办；要新的证明，请重新开具。",
                found=f"{paper.voided_on} 作废：{paper.void_reason}。",
            )
        voided = replace(paper, voided_on=session.today(), void_reason=reason.strip())
        _printed(replace(_read(paper), voided=f"{voided.void_reason}（{voided.voided_on}）"))
        return operation.save(voided)


def papers_of(session: Session, person_id: RecordId) -> list[Paper]:
    """Return the papers of a person, the newest first, void ones too."""
    found = session.find(Paper, person_id=person_id)
    return sorted(found, key=lambda paper: (str(paper.issued_on), paper.number), reverse=True)


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


def _said(
    session: Session, placement: Placement, person: Person, *, mask_number: bool
) -> "PlacementCertificate":
    """Return what the certificate says, all but its number."""
    from printing.placement_certificate import PlacementCertificate

    post = session.get(Post, placement.post_id)
    number, place = check_citizen_id(person.citizen_id), village(placement.village_code)
    if placement.agreement_from is None or placement.agreement_to is None:
        raise ValueError("a certificate needs an agreement")
    return PlacementCertificate(
        number="",
        person_name=person.name,
        sex=text_of("sex", sex(number)),
        citizen_id_shown=masked(number) if mask_number else number,
        birth_on=birth_on(number),
        village=village(person.village_code).short_name,
        household_address=_address(session, person),
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


def _address(session: Session, person: Person) -> str:
    """Return where the household lives, led by county and township where they are not said."""
    homes = session.many(Household, [person.household_id])
    written = (homes[0].address if homes else "").strip()
    home = village(person.village_code)
    if not written:
        return home.full_name
    if home.county_name in written:
        return written
    named = home.short_name in written
    return f"{home.county_name}{home.township_name}{'' if named else home.short_name}{written}"


def _standing(
    session: Session, placement_id: RecordId, said: "PlacementCertificate"
) -> Paper | None:
    """Return the paper that already says this and is not void."""
    for paper in session.find(Paper, placement_id=placement_id, form=FORM):
        if paper.voided_on is None:
            before = _read(paper)
            if replace(said, number=before.number, issued_on=before.issued_on) == before:
                return paper
    return None


def _next_number(session: Session) -> str:
    """Return the next number of this desk in this year: removed and void ones stay used."""
    first = "练" if session.training else "安证字"
    beginning = f"{first}〔{session.today().year}〕第{session.county_code}-{_desk(session)}-"
    used = paper_numbers(session.store.database, beginning)
    last = max((_running(number, beginning) for number in used), default=0)
    return f"{beginning}{last + 1:04}号"


def _running(number: str, beginning: str) -> int:
    digits = number.removeprefix(beginning).removesuffix("号")
    return int(digits) if digits.isdecimal() else 0


def _desk(session: Session) -> str:
    """Return four characters that tell this desk from the others of the county."""
    rest = int.from_bytes(session.store.desk.device[:8])
    letters = ""
    for _ in range(4):
        rest, place = divmod(rest, len(DESK_LETTERS))
        letters += DESK_LETTERS[place]
    return letters


def _printed(said: "PlacementCertificate") -> bytes:
    """Return the PDF, or refuse in words what paper cannot hold."""
    from printing.faces import MissingGlyph
    from printing.paper import Overflow
    from printing.placement_certificate import placement_certificate

    try:
        return placement_certificate(said)
    except Overflow as error:
        raise Refused(
            f"{error.field}太长，{NAME}上放不下，没有开具。",
            advice=f"请把资料里的{error.field}写短一些，再开证明。",
            found=f"放不下的一项：{error.field}。",
        ) from error
    except MissingGlyph as error:
        raise Refused(
            f"字库里没有“{error.character}”字，印出来会缺字，所以没有开具。",
            advice="请对照身份证看这个字有没有打错；没有错的，请先手写开具，并告诉旗县。",
            found=f"字符编码 U+{ord(error.character):04X}。",
        ) from error


def _written(said: "PlacementCertificate") -> str:
    import json

    return json.dumps(asdict(said), ensure_ascii=False, sort_keys=True, default=str)


def _read(paper: Paper) -> "PlacementCertificate":
    import msgspec

    from printing.placement_certificate import PlacementCertificate

    try:
        return msgspec.json.decode(paper.content, type=PlacementCertificate)
    except msgspec.MsgspecError as error:
        raise Refused(
            f"{paper.number} 的内容读不出来，没有重印。",
            advice="请作废这一份，写明原因，再重新开具。",
        ) from error
