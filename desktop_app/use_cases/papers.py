"""Every paper that leaves the desk: printed from records, kept as issued, printed again alike."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from db.operation import Operation
from desktop_app.domain.errors import Refused
from desktop_app.domain.paper_code import void_text
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import NEW, Disclosure, Paper, PaperPart, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.form_data import FORM_DATA, Filled, Form, Selection
from desktop_app.use_cases.office_layouts import look_of, look_today
from desktop_app.use_cases.paper_content import Content, read, written
from desktop_app.use_cases.paper_numbers import keep_numbers, next_number
from desktop_app.use_cases.paper_seals import seal
from printing.form_data import FormData
from printing.form_names import FORMS
from printing.layout import Layout

__all__ = ["IssuedPaper", "Printed", "papers_of", "print_form", "reprint", "void_paper"]

MOST_COPIES = 9


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper with its PDF; ``again`` if it was issued before and nothing in it has changed."""

    paper: Paper
    pdf: bytes
    again: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed at once: the papers, and all of them in one PDF."""

    papers: tuple[Paper, ...]
    pdf: bytes
    again: int = 0


@dataclass(frozen=True, slots=True)
class _Ready:
    """A paper about to be kept: what it says, and how it was drawn."""

    filled: Filled
    content: Content
    layout: Layout


def print_form(
    session: Session,
    form: str,
    ids: Sequence[RecordId] = (),
    village_code: str = "",
    month: str = "",
    department: str = "",
    year: int = 0,
    copies: int = 1,
    progress: Progress | None = None,
) -> Printed:
    """Print a form of these records, or of a village and month, and keep each paper as issued.

    If a standing paper already says exactly this, that one is printed again: one fact has one
    number. All papers are issued or, when it is cancelled, none. Whole identity numbers are kept
    as Disclosures.
    """
    wanted = Selection(
        ids=tuple(dict.fromkeys(ids)), village_code=village_code, month=month,
        department=department, year=year,
    )  # fmt: skip
    how = _known(form)
    each = _each(how, wanted)
    with session.operation("print_form", f"打印{FORMS[form]}") as operation:
        issued = [
            issue(session, operation, form, how.fill(session, one), copies)
            for one in (progress or Progress()).over(each)
        ]
        subjects = f"{len(issued)} 份" if len(issued) > 1 else issued[0].paper.number
        operation.label = f"打印{FORMS[form]}：{subjects}"
    keep_numbers(session, (one.paper.number for one in issued))
    pdf = issued[0].pdf if len(issued) == 1 else _together(session, form, issued, copies)
    return Printed(tuple(one.paper for one in issued), pdf, again=sum(one.again for one in issued))


def issue(
    session: Session, operation: Operation, form: str, filled: Filled, copies: int = 1
) -> IssuedPaper:
    """Keep a filled form as an issued paper inside an operation, or give the one that stands."""
    from desktop_app.use_cases.paper_drawing import copy_names, fitted

    if not 1 <= copies <= MOST_COPIES:
        raise Refused(f"份数 {copies} 不对，没有打印。", advice=f"填 1 到 {MOST_COPIES} 份。")
    look = look_today(session, form)
    data = replace(
        fitted(look.layout, filled.data),
        author=filled.data.author or session.officer,
        training=session.training,
        code="",
        code_words="",
    )
    content = Content(data=data, copies=copy_names(look.layout, copies), layout=look.version)
    standing = _standing(session, form, filled, content)
    if standing is not None:
        return IssuedPaper(standing, reprint(session, standing.id), again=True)
    number = next_number(session, form)
    code = seal(session, form, number, filled)
    content = replace(content, data=_numbered(data, number, code))
    return _kept(session, operation, form, number, _Ready(filled, content, look.layout))


def reprint(session: Session, paper_id: RecordId) -> bytes:
    """Return the same bytes as when the paper was issued; a void one is marked 作废."""
    from desktop_app.use_cases.paper_drawing import drawn

    paper = session.get(Paper, paper_id)
    content = _content(session, paper)
    layout = look_of(session, paper.form, content.layout).layout
    if paper.voided_on is not None:
        return _voided(paper, content, layout)
    pdf = drawn(layout, [content.data], content.copies)
    if hashlib.sha256(pdf).hexdigest() != paper.sha256:
        raise Refused(
            f"{paper.number} 现在印出来和当初开具的不完全一样，所以没有重印。",
            advice="程序、版式或字库更新过会这样。请作废这一份，写明原因，再重新开具。",
        )
    keep_numbers(session, (paper.number,))
    return pdf


def void_paper(session: Session, paper_id: RecordId, reason: str) -> Paper:
    """Make a paper void for a written reason; its number is never used again."""
    with session.operation("void_paper", "作废文书") as operation:
        paper = session.get(Paper, paper_id)
        operation.label = f"作废{FORMS.get(paper.form, '文书')}：{paper.number}"
        if not reason.strip():
            raise Refused(
                "还没有写作废原因，没有作废。",
                advice="请写清楚为什么作废，例如姓名写错、协议续签。",
                fields=("void_reason",),
            )
        if paper.voided_on is not None:
            raise Refused(
                f"{paper.number} 已经作废。",
                advice="不用再办；要新的，请重新打印。",
                found=f"{paper.voided_on} 作废：{paper.void_reason}。",
            )
        voided = replace(paper, voided_on=session.today(), void_reason=reason.strip())
        content = _content(session, voided)
        look = look_of(session, voided.form, content.layout)
        _voided(voided, content, look.layout)  # refuses a reason that cannot be printed
        return operation.save(voided)


def papers_of(session: Session, person_id: RecordId) -> list[Paper]:
    """Return the papers of a person, the newest first, void ones too."""
    found = session.find(Paper, person_id=person_id)
    return sorted(found, key=lambda paper: (str(paper.issued_on), paper.number), reverse=True)


def code_of(session: Session, paper: Paper) -> str:
    """Return the text of the QR code that a paper was issued with."""
    return _content(session, paper).data.code


def values_of(session: Session, paper: Paper) -> Mapping[str, str]:
    """Return the values that a paper was printed from, those no block shows among them."""
    return _content(session, paper).data.values


def layout_of(session: Session, paper: Paper) -> str:
    """Return the letters of the layout that a paper was drawn with."""
    return _content(session, paper).layout


def _known(form: str) -> Form:
    if form not in FORM_DATA:
        raise Refused(
            f"没有叫“{form}”的表。",
            advice=f"能打印的有：{'、'.join(FORM_DATA)}。",
            fields=("form",),
        )
    return FORM_DATA[form]


def _each(how: Form, wanted: Selection) -> list[Selection]:
    """Return one selection for each paper."""
    if how.asks and not wanted.ids:
        return [wanted]
    if not wanted.ids:
        raise Refused(f"还没有选要打印哪一个{how.of}，没有打印。", advice="先选好，再打印。")
    if how.together:
        return [wanted]
    return [replace(wanted, ids=(one,)) for one in wanted.ids]


def _together(session: Session, form: str, issued: Sequence[IssuedPaper], copies: int) -> bytes:
    """Return one PDF of many papers; the copies of each lie together."""
    from desktop_app.use_cases.paper_drawing import copy_names, drawn

    contents = [_content(session, one.paper) for one in issued]
    layout = look_of(session, form, contents[0].layout).layout
    return drawn(layout, [one.data for one in contents], copy_names(layout, copies))


def _numbered(data: FormData, number: str, code: str) -> FormData:
    """Return the data with code and number, unless what it is about has a number of its own."""
    values: Mapping[str, str] = {"number": number} | dict(data.values)
    return replace(data, values=values, code=code, code_words=number)


def _kept(
    session: Session, operation: Operation, form: str, number: str, ready: _Ready
) -> IssuedPaper:
    from desktop_app.use_cases.paper_drawing import drawn

    filled = ready.filled
    pdf = drawn(ready.layout, [ready.content.data], ready.content.copies)
    first, *more = written(ready.content)
    paper = operation.save(
        Paper(
            village_code=filled.village_code,
            form=form,
            number=number,
            person_id=filled.person_id,
            placement_id=filled.placement_id,
            issued_on=session.today(),
            content=first,
            sha256=hashlib.sha256(pdf).hexdigest(),
            rules=session.rules.name,
        )
    )
    for place, text in enumerate(more, start=2):
        operation.save(
            PaperPart(
                village_code=filled.village_code, paper_id=paper.id, place=place, content=text
            )
        )
    for person_id in filled.shows:
        operation.save(
            Disclosure(
                village_code=filled.village_code,
                person_id=person_id,
                shown_at=session.now(),
                occasion=f"{FORMS[form]} {number}",
            )
        )
    return IssuedPaper(paper, pdf)


def _content(session: Session, paper: Paper) -> Content:
    """Return what a paper was printed from; ``Refused`` where it cannot be read."""
    parts = sorted(session.find(PaperPart, paper_id=paper.id), key=lambda one: one.place)
    try:
        return read("".join([paper.content, *(one.content for one in parts)]))
    except ValueError as error:  # msgspec and json raise kinds of it
        raise Refused(
            f"{paper.number} 的内容读不出来，没有重印。",
            advice="请作废这一份，写明原因，再重新开具。",
        ) from error


def _voided(paper: Paper, content: Content, layout: Layout) -> bytes:
    from desktop_app.use_cases.paper_drawing import drawn

    data = content.data
    code = void_text(data.code) if data.code else ""
    marked = replace(data, voided=f"{paper.void_reason}（{paper.voided_on}）", code=code)
    return drawn(layout, [marked], content.copies)


def _standing(session: Session, form: str, filled: Filled, content: Content) -> Paper | None:
    """Return the paper that already says this, is not void, and would come out alike."""
    if filled.person_id == NEW:
        found = session.find(Paper, form=form, village_code=filled.village_code)
    else:
        found = session.find(Paper, form=form, person_id=filled.person_id)
    wanted = _undated(filled, content)
    for paper in reversed(found):
        same = paper.placement_id == filled.placement_id and paper.voided_on is None
        if same and _undated(filled, _content(session, paper), paper.number) == wanted:
            return paper
    return None


def _undated(filled: Filled, content: Content, number: str = "") -> Content:
    """Return the content without its number and the days that only say when it was printed."""
    values = {
        name: text
        for name, text in content.data.values.items()
        if name not in filled.dated and not (name == "number" and text == number)
    }
    return replace(content, data=replace(content.data, values=values, code="", code_words=""))
