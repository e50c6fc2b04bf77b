"""How forms look: as the program brings them, or as the county gave them out."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from desktop_app.domain import given_out
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import FormLayout, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.text_files import read_text, write_new
from printing.form_layout import LARGEST_LAYOUT, check_offered, read_layout
from printing.form_names import FORMS
from printing.forms import built_in_layout, layout_text, sample_data
from printing.layout import Layout

WHAT = "表格版式"
SHORT = 12
"""Letters of a digest by which papers name the layout they were drawn with."""

_ANEW = "请让旗县重新下发这个版式；在那以前照别的版式打印。"


@dataclass(frozen=True, slots=True)
class Look:
    """A layout and the letters that tell it from every other."""

    layout: Layout
    version: str


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """How a form looks today; without an ``id`` as the program brings it.

    ``problem`` says why what the county gave out cannot serve here.
    """

    form: str
    name: str
    id: RecordId | None
    version: str
    since: date | None
    problem: str = ""


def form_layouts(session: Session) -> list[LayoutLine]:
    """Return one line for each form: the county's layout in force today, or the program's."""
    found = []
    for form, name in FORMS.items():
        line = LayoutLine(form, name, None, "", None)
        for one in _in_force(session, form):
            line = LayoutLine(form, name, one.id, one.version, one.since, _problem(one))
            if not line.problem:
                break
        found.append(line)
    return found


def layout_file(session: Session, form: str) -> str:
    """Return the layout of a form in force as TOML: what can be changed and given out."""
    _refuse_unknown(form)
    one = _serving(session, form)
    return layout_text(form) if one is None else _text(one)


def preview_layout(session: Session, form: str, text: str) -> bytes:
    """Return a form in a layout (TOML), with the name of each field where its value would be.

    ``Refused`` names the line and the field of what cannot be.
    """
    from printing.form import draw

    layout = _checked(form, text)
    return draw(layout, sample_data(layout))


def publish_layout(
    session: Session, form: str, text: str, version: str, since: date | None = None
) -> LayoutLine:
    """Give out a layout (TOML) of a form, in force from ``since``; every desk gets it.

    ``Refused`` on a desk that is not the county's, for a layout that is not sound or cannot be
    drawn, a version that this form had, and a day that has passed.
    """
    _refuse_unless_county(session)
    preview_layout(session, form, text)
    begins = since or session.today()
    with session.operation("publish_layout", f"下发表格版式：{FORMS[form]}") as operation:
        _refuse_version(session, form, version, begins)
        made = operation.save(
            FormLayout(
                village_code=session.office_code,
                form=form,
                version=version.strip(),
                issued_on=session.today(),
                since=begins,
                content=given_out.packed(text, WHAT),
                sha256=hashlib.sha256(text.encode()).hexdigest(),
            )
        )
    return LayoutLine(form, FORMS[form], made.id, made.version, made.since)


def withdraw_layout(session: Session, layout_id: RecordId, reason: str = "") -> FormLayout:
    """Take a layout out of force from today; what was printed with it is printed again alike."""
    _refuse_unless_county(session)
    with session.operation("withdraw_layout", "停用表格版式") as operation:
        one = session.get(FormLayout, layout_id)
        operation.label = f"停用表格版式：{FORMS.get(one.form, one.form)} {one.version}"
        if one.withdrawn_on is not None:
            raise Refused(
                f"这个版式在 {one.withdrawn_on} 已经停用。", advice="要换样子的，下发一个新版本。"
            )
        return operation.save(replace(one, withdrawn_on=session.today(), notes=reason.strip()))


def import_layout(
    session: Session, form: str, path: str, version: str, since: date | None = None
) -> LayoutLine:
    """Read a layout from a TOML file and give it out."""
    return publish_layout(session, form, read_layout_file(Path(path)), version, since)


def export_layout(session: Session, form: str, path: str) -> str:
    """Write the layout of a form in force to a TOML file that does not exist yet."""
    write_new(Path(path), layout_file(session, form).encode())
    return path


def try_layout(session: Session, form: str, path: str, pdf: str) -> str:
    """Draw a form in the layout of a TOML file, to a PDF that does not exist yet."""
    write_new(Path(pdf), preview_layout(session, form, read_layout_file(Path(path))))
    return pdf


def read_layout_file(path: Path) -> str:
    """Return the text of a file that somebody handed over; ``Refused`` where it is no layout."""
    return read_text(path, LARGEST_LAYOUT, WHAT)


def look_today(session: Session, form: str) -> Look:
    """Return how a form is drawn today; a layout that cannot serve is passed over."""
    one = _serving(session, form)
    return _own_look(form) if one is None else _look(one)


def look_of(session: Session, form: str, version: str) -> Look:
    """Return how a paper was drawn; the program's layout where this desk has no such version.

    Whether it comes out alike is for the digest of the paper to say.
    """
    own = _own_look(form)
    if version != own.version:
        for one in session.find(FormLayout, village_code=session.office_code, form=form):
            if one.sha256[:SHORT] == version and not _problem(one):
                return _look(one)
    return own


@cache
def _own_look(form: str) -> Look:
    digest = hashlib.sha256(layout_text(form).encode()).hexdigest()
    return Look(built_in_layout(form), digest[:SHORT])


def _look(one: FormLayout) -> Look:
    return Look(_checked(one.form, _text(one)), one.sha256[:SHORT])


def _serving(session: Session, form: str) -> FormLayout | None:
    """Return the county's layout that is drawn with today, if one of those in force can be."""
    return next((one for one in _in_force(session, form) if not _problem(one)), None)


def _in_force(session: Session, form: str) -> list[FormLayout]:
    many = session.find(FormLayout, village_code=session.office_code, form=form)
    return given_out.in_force(many, session.today())


def _text(one: FormLayout) -> str:
    return given_out.unpacked(one, WHAT, LARGEST_LAYOUT, _ANEW)


def _problem(one: FormLayout) -> str:
    """Return why a layout that came cannot serve here, or nothing."""
    try:
        _look(one)
    except Refused as refused:
        return f"{refused}{refused.advice}"
    return ""


@lru_cache(maxsize=len(FORMS))
def _checked(form: str, text: str) -> Layout:
    """Return a layout that this program can draw; read once, as each paper of many asks."""
    _refuse_unknown(form)
    layout = read_layout(text)
    check_offered(layout, built_in_layout(form))
    return layout


def _refuse_unknown(form: str) -> None:
    if form not in FORMS:
        raise Refused(
            f"没有叫“{form}”的表。", advice=f"有版式的表：{'、'.join(FORMS)}。", fields=("form",)
        )


def _refuse_unless_county(session: Session) -> None:
    if session.role != "county":
        raise Refused(
            "表格版式由旗县下发，这台电脑不能下发，没有写入。",
            advice="请把要改的地方告诉旗县；旗县下发以后，同步一次就照新的打印。",
        )


def _refuse_version(session: Session, form: str, version: str, begins: date) -> None:
    had = session.find(FormLayout, village_code=session.office_code, form=form)
    if not version.strip():
        raise Refused("还没有写版本，没有下发。", advice="例如 2026.1。", fields=("version",))
    if version.strip() in {one.version for one in had}:
        raise Refused(
            f"{FORMS[form]}已经有过版本 {version.strip()}，没有下发。",
            advice="下发过的版本不能改；请换一个版本号，比如在后面加一。",
            fields=("version",),
        )
    if begins < session.today():
        raise Refused(
            "启用日期早于今天，没有下发。",
            advice="已经印过的照当时的版式；新版式从今天或者以后启用。",
            fields=("since",),
        )
