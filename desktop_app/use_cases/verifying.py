"""Whether a paper is genuine: its code checked against the office's book, without a network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.domain.divisions import village
from desktop_app.domain.errors import Refused
from desktop_app.domain.paper_code import (
    MARK,
    TRAINING_MARK,
    VOID_MARK,
    NotACode,
    PaperCode,
    PaperFacts,
    kind_of,
    plain,
    read_code,
    signed_text,
    vouched_text,
)
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Paper
from desktop_app.session import Session
from desktop_app.use_cases.desk_names import authority_of, short_name
from desktop_app.use_cases.papers import code_of
from desktop_app.use_cases.verifying_files import codes_of_file
from printing.form_names import FORMS

if TYPE_CHECKING:
    from sync.authority import Authority
    from sync.certificates import Certificate

__all__ = ["Finding", "Verdict", "verify_file", "verify_text", "worst"]


class Verdict(StrEnum):
    """What is said of a paper."""

    GENUINE = "真"
    VOID = "已作废"
    UNKNOWN = "未知签发机关"
    FORGED = "伪"


SEVERITY = (Verdict.GENUINE, Verdict.VOID, Verdict.UNKNOWN, Verdict.FORGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found of one code: the verdict, why, and what to do; then what the code says.

    ``issuer`` is empty where nobody known signed. Of a forged code nothing else is filled in:
    what it says is nobody's word.
    """

    verdict: Verdict
    why: str
    advice: str
    number: str = ""
    kind: str = ""
    about: str = ""
    place: str = ""
    issued_on: date | None = None
    until: date | None = None
    issuer: str = ""


COMPARE = "请把这里写的编号、姓名和日期同纸上的逐项对一对，有一项不同，纸就被改过。"
ASK = "请不要收下，同开具的嘎查村联系核实；需要时报旗县人社部门。"
ASK_OFFICE = "请不要收下，请旗县人社部门查一查有没有这份文书的记录。"
REVOKED = (
    "签发这份文书的电脑已经被旗县停用，停用以后签的不算数。"
    "本机没有这份文书的记录，纸上的日期可以倒填，不能断定是不是停用以前开的。"
)
IN_BOOK = "签名是真的，签发的电脑登记在旗县"
BY_VOUCHER = (
    "签名是真的，旗县为签发的电脑作的保也是真的，印在二维码里；"
    "本机的登记册里还没有这台电脑，它后来有没有停用，要同步以后才知道"
)
RECORDED = "，本机也有这份文书的记录。"
NOT_RECORDED = "；本机没有这份文书的记录。是不是后来作废了，本机不知道，可以问开具单位。"
KINDS = {kind_of(form): name for form, name in FORMS.items()}


def verify_file(
    session: Session | None, path: Path, progress: Progress | None = None
) -> list[Finding]:
    """Return what is found of each code in a PDF or a picture.

    ``Refused`` where there is no code in it that this program could have made.
    """
    codes = codes_of_file(path, progress or Progress())
    ours = [text for text in codes if _is_ours(text)]
    if ours:
        return [verify_text(session, text) for text in ours]
    if codes:
        raise Refused(
            "这个文件里的二维码不是本程序开具的文书上的，没法核验。",
            advice="请确认核验的是本程序开具的文书。二维码是别的用途的，真伪要另外核实。",
        )
    raise Refused(
        "这个文件里没有找到二维码，没有核验。",
        advice="请正对着纸，把二维码拍清楚、拍大一些，四周留一点白边，再核验一次。",
    )


def verify_text(session: Session | None, text: str) -> Finding:
    """Return what is found of the text of a code, as a scanner gives it.

    ``session`` brings the office's book; without one no desk is known. ``Refused`` for a text
    that is none of this program's codes.
    """
    if plain(text).startswith(TRAINING_MARK):
        return _forged("这是练习用的文书，不作任何凭据。", "请不要收下。")
    if not _is_ours(text):
        raise Refused(
            "这段文字不是文书二维码的内容，没有核验。",
            advice=f"文书二维码的内容以 {MARK} 开头，请用扫码枪重新扫一次，整段粘贴。",
            fields=("text",),
        )
    try:
        code = read_code(text)
    except NotACode:
        return _forged("二维码的内容不完整，或者被改过。")
    return _judged(session, code)


def worst(findings: Sequence[Finding]) -> Verdict:
    """Return the verdict that counts for a file of several papers."""
    return max((one.verdict for one in findings), key=SEVERITY.index)


def _is_ours(text: str) -> bool:
    return plain(text).startswith((MARK, VOID_MARK, TRAINING_MARK))


def _judged(session: Session | None, code: PaperCode) -> Finding:
    from db.journal import device_id, signed_by

    facts = code.facts
    if not signed_by(facts.public_key, code.signature, signed_text(facts)):
        return _forged("签名对不上，内容被改过，或者是照着真的仿造的。")
    if session is None:
        return _unknown(
            facts,
            "没有旗县的登记册，不能断定签发的电脑是谁的。",
            "请写明数据文件夹（--data DIR）再核验，程序要用里面旗县的登记册。",
        )
    authority = authority_of(session)
    device = device_id(facts.public_key)
    card = authority.certificate(device)
    if card is not None:
        return _by_book(session, code, card, _issuer(authority, card))
    for hub in authority.hubs_for(facts.village_code):
        text = vouched_text(facts.public_key, facts.area)
        if signed_by(hub.public_key, facts.voucher, text):
            issuer = f"{hub.name}登记的电脑 {short_name(device)}"
            return _by_records(session, code, issuer, BY_VOUCHER)
    if device == session.store.desk.device:
        return _unknown(
            facts,
            "这是本机开具的，但是本机还没有登记到旗县，别的电脑认不出它。",
            "请先在“同步”页接入旗县；登记以后，以前开具的文书也能核验。",
        )
    return _unknown(
        facts,
        "签发这份文书的电脑没有登记在本机认识的旗县，不能断定真伪。",
        "请同开具单位联系；外旗县的文书，请对方旗县人社部门核验。",
    )


def _by_book(session: Session, code: PaperCode, card: "Certificate", issuer: str) -> Finding:
    """Tell of a paper whose desk is in the office's book, which has the last word on it."""
    if not card.may_seal_for(code.facts.village_code):
        return _forged("签发这份文书的电脑不管这个嘎查村。")
    return _by_records(session, code, issuer, IN_BOOK, revoked=card.revoked)


def _by_records(
    session: Session, code: PaperCode, issuer: str, why: str, *, revoked: bool = False
) -> Finding:
    """Compare with what was exchanged: whether it is void, or another paper has the number.

    Of a desk that was cut off only what came before counts: days on paper can be made up.
    """
    facts = code.facts
    papers = session.find(Paper, number=facts.number)
    same = [one for one in papers if _is_same(session, one, code)]
    if papers and not same:
        return _forged("本机记录里这个编号是另一份文书，这一份是仿造的，或者编号被重复用过。")
    if revoked and not same:
        return _unknown(facts, REVOKED, ASK_OFFICE)
    voided = next((one for one in same if one.voided_on is not None), None)
    if voided is not None:
        void = f"这份文书 {voided.voided_on} 作废：{voided.void_reason}。"
        return _told(facts, Verdict.VOID, void, ASK, issuer)
    if code.void:
        return _told(facts, Verdict.VOID, "这一份是作废以后重印的，印着作废。", ASK, issuer)
    why += RECORDED if same else NOT_RECORDED
    if facts.until is not None and facts.until < session.today():
        why += f"但是它 {facts.until} 就到期了。"
    return _told(facts, Verdict.GENUINE, why, COMPARE, issuer)


def _is_same(session: Session, paper: Paper, code: PaperCode) -> bool:
    try:
        stored = read_code(code_of(session, paper))
    except (Refused, NotACode):  # its further parts are not here yet
        facts = code.facts
        return (kind_of(paper.form), paper.issued_on) == (facts.kind, facts.issued_on)
    return (stored.facts, stored.signature) == (code.facts, code.signature)


def _issuer(authority: "Authority", card: "Certificate") -> str:
    hub = authority.hub(card.county)
    office = hub.name if hub is not None else card.county
    return f"{office}登记的电脑 {short_name(card.device)}（{card.officer}）"


def _unknown(facts: PaperFacts, why: str, advice: str) -> Finding:
    return _told(facts, Verdict.UNKNOWN, why, advice)


def _forged(why: str, advice: str = ASK) -> Finding:
    return Finding(verdict=Verdict.FORGED, why=why, advice=advice)


def _told(facts: PaperFacts, verdict: Verdict, why: str, advice: str, issuer: str = "") -> Finding:
    return Finding(
        verdict=verdict,
        why=why,
        advice=advice,
        number=facts.number,
        kind=KINDS.get(facts.kind, "别的文书"),
        about=facts.about,
        place=_place(facts.village_code),
        issued_on=facts.issued_on,
        until=facts.until,
        issuer=issuer,
    )


def _place(code: str) -> str:
    try:
        return village(code).full_name
    except Refused:  # of a county whose list this program does not have
        return code
