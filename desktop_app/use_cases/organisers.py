"""Organisers of labour transfer: companies and brokers, known once each."""

from dataclasses import replace

from desktop_app.domain.citizen_id import check_citizen_id
from desktop_app.domain.credit_code import is_credit_code
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Organiser
from desktop_app.session import Session

COMPANY, BROKER = "company", "broker"


def save_organiser(session: Session, organiser: Organiser) -> Organiser:
    """Keep an organiser: a company by its credit code, a broker by the identity number.

    What an office keeps, every desk of the county gets; a specialist's belongs to the village.
    """
    tidy = replace(
        organiser,
        name=organiser.name.strip(),
        credit_code="".join(organiser.credit_code.split()).upper(),
        citizen_id="".join(organiser.citizen_id.split()).upper(),
        village_code=organiser.village_code or keeping_code(session),
    )
    verb = "登记" if organiser.id == NEW else "修改"
    with session.operation("save_organiser", f"{verb}输出组织主体：{tidy.name}") as operation:
        _check(tidy)
        _refuse_twice(session, tidy)
        return operation.save(tidy)


def organisers(session: Session, text: str = "") -> list[Organiser]:
    """Return the organisers whose name, code or contact holds the text, by name."""
    wanted = text.strip().upper()
    found = [
        one
        for one in session.find(Organiser)
        if not wanted or wanted in f"{one.name} {one.credit_code} {one.contact}".upper()
    ]
    return sorted(found, key=lambda one: one.name)


def keeping_code(session: Session) -> str:
    """Return under which code this desk keeps what belongs to no village."""
    if session.role == "county" or not session.village_codes:
        return session.office_code
    return session.village_codes[0]


def _check(organiser: Organiser) -> None:
    if not organiser.name:
        raise Refused("还没有填主体的名称。", advice="照营业执照或者身份证填。", fields=("name",))
    if not organiser.kind:
        raise Refused("还没有选主体种类。", advice="选公司、劳务经纪人或者其他。", fields=("kind",))
    if organiser.kind == BROKER:
        if not organiser.citizen_id:
            raise Refused(
                "劳务经纪人还没有填身份证号。",
                advice="照身份证填；补助要发给本人。",
                fields=("citizen_id",),
            )
        check_citizen_id(organiser.citizen_id)
    elif organiser.kind == COMPANY and not organiser.credit_code:
        raise Refused(
            "公司还没有填统一社会信用代码。", advice="照营业执照填 18 位。", fields=("credit_code",)
        )
    if organiser.credit_code and not is_credit_code(organiser.credit_code):
        raise Refused(
            f"统一社会信用代码 {organiser.credit_code} 不对，最后一位校验没有通过。",
            advice="请对照营业执照再看一遍，共 18 位，没有字母 I、O、S、V、Z。",
            fields=("credit_code",),
        )


def _refuse_twice(session: Session, organiser: Organiser) -> None:
    """Refuse a second record of one organiser: its people would not be seen together."""
    for field in ("credit_code", "citizen_id"):
        value = getattr(organiser, field)
        if not value:
            continue
        others = session.find(Organiser, **{field: value})
        twin = next((one for one in others if one.id != organiser.id), None)
        if twin is not None:
            raise Refused(
                f"这个主体已经登记过：{twin.name}。",
                advice="请用已有的那一个；名称变了的，修改它。",
                fields=(field,),
            )
