"""Each time a paper goes out is on record: by whom, where to, how often, how far, which version."""

import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from db.replay import verify
from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.records import Paper, Placement, Printout
from desktop_app.session import Session
from desktop_app.use_cases.exporting.register import export_register
from desktop_app.use_cases.history import undoable
from desktop_app.use_cases.papers import Printed, print_form
from desktop_app.use_cases.person_file import person_file
from desktop_app.use_cases.printout_lines import CANCELLED, STOPPED, printout_words
from desktop_app.use_cases.printouts import (
    Outgoing,
    begin_printouts,
    end_printouts,
    printouts_of,
    save_papers,
    times_printed,
)
from printing.page_choice import documents_in
from printing.parts import Part, parts_of
from printing.preview import page_count
from tests.use_cases.placements import announced_post, placed

FORM = "labour_agreement"


@pytest.fixture
def holders(session: Session) -> list[Placement]:
    post = announced_post(session, headcount=9, required_days=30, duties="巡护林地。")
    return [placed(session, post, number) for number in (1, 2, 3)]


@pytest.fixture
def three(session: Session, holders: list[Placement]) -> Printed:
    """Three agreements, each in two copies of its own."""
    return print_form(session, FORM, [one.id for one in holders], copies=2)


def going_out(printed: Printed, printer: str = "前台") -> Outgoing:
    return Outgoing(
        form=FORM, papers=printed.papers, documents=tuple(documents_in(printed.pdf)),
        printer=printer, copies=1, sides="one-sided",
    )  # fmt: skip


def whole(printed: Printed) -> list[Part]:
    return parts_of(printed.pdf, range(page_count(printed.pdf)))


def test_what_goes_out_is_known_before_the_first_sheet(session: Session, three: Printed) -> None:
    parts = whole(three)
    assert len(parts) == 6, "two copies of each are two documents"
    begin_printouts(session, going_out(three), parts)
    kept = session.find(Printout)
    assert [one.paper_id for one in kept] == [one.id for one in three.papers]
    assert {one.outcome for one in kept} == {"sent"}
    first = kept[0]
    assert (first.officer, first.printer, first.copies) == (session.officer, "前台", 1)
    assert (first.sides, first.pages, first.came_out) == ("one-sided", "", None)
    assert first.wanted == 2 * len(parts[0].pages)
    assert (first.sent_at, first.rules) == (session.now(), session.rules.name)
    assert re.fullmatch(r"[0-9a-f]{12}", first.layout)


def test_a_batch_cut_short_says_of_each_paper_how_far_it_came(
    session: Session, three: Printed
) -> None:
    out, parts = going_out(three), whole(three)
    kept = begin_printouts(session, out, parts)
    pages = len(parts[0].pages)
    for part in parts[:3]:
        part.end(whole=True, came_out=None)
    parts[3].end(whole=False, came_out=1)
    ended = end_printouts(session, out, kept, parts, STOPPED)
    assert [(one.outcome, one.came_out) for one in ended] == [
        ("printed", 2 * pages), ("stopped", pages + 1), ("stopped", 0),
    ]  # fmt: skip
    assert printout_words(ended[1]) == (
        "打印机“前台” · 1 遍 · 单面 · 打印机停下，没有打完"
        f"（应打 {2 * pages} 面，最多打出 {pages + 1} 面）"
    )
    assert times_printed(printouts_of(session, three.papers[0].id)) == 1
    assert times_printed(printouts_of(session, three.papers[1].id)) == 0
    assert verify(session.store.database).problems == []


def test_what_nobody_counted_is_said_to_be_unknown(session: Session, three: Printed) -> None:
    out, parts = going_out(three), whole(three)
    kept = begin_printouts(session, out, parts)
    for part in parts:
        part.end(whole=False, came_out=None)
    first = end_printouts(session, out, kept, parts, CANCELLED)[0]
    assert first.came_out is None
    assert "打出多少不清楚" in printout_words(first)


def test_pages_are_counted_within_their_paper(session: Session, three: Printed) -> None:
    pages = len(documents_in(three.pdf)[0])
    some = parts_of(three.pdf, [2 * pages, 2 * pages + 1, 6 * pages - 1])
    begin_printouts(session, going_out(three), some)
    kept = session.find(Printout)
    assert [(one.paper_id, one.pages) for one in kept] == [
        (three.papers[1].id, "1-2"), (three.papers[2].id, str(2 * pages)),
    ]  # fmt: skip


def test_the_record_cannot_be_bent_nor_taken_back(session: Session, three: Printed) -> None:
    before = undoable(session)
    begin_printouts(session, going_out(three), whole(three))
    one = session.find(Printout)[0]
    assert undoable(session) == before, "that it went out is not taken back"
    for changed in (replace(one, copies=9), replace(one, officer="别人")):
        with pytest.raises(Refused, match="不能再改"), session.operation("test", "改") as operation:
            operation.save(changed)
    with pytest.raises(Refused, match="不能再改"), session.operation("test", "删") as operation:
        operation.remove(one)
    assert session.get(Printout, one.id) == one


def test_a_file_is_on_record_too_and_a_failure(session: Session, three: Printed) -> None:
    written: list[str] = []
    save_papers(session, FORM, three.papers, three.pdf, lambda: written.append("there"))
    assert written == ["there"]
    assert [one.outcome for one in session.find(Printout)] == ["saved"] * 3

    def fail() -> None:
        raise Unavailable("没有写成。")

    with pytest.raises(Unavailable):
        save_papers(session, FORM, three.papers[:1], three.pdf, fail)
    last = printouts_of(session, three.papers[0].id)[0]
    assert printout_words(last) == "没有存成 PDF"
    assert times_printed(printouts_of(session, three.papers[0].id)) == 0


def test_the_file_of_a_person_tells_each_print(session: Session, three: Printed) -> None:
    out, parts = going_out(three), whole(three)
    kept = begin_printouts(session, out, parts)
    for part in parts:
        part.end(whole=True, came_out=None)
    end_printouts(session, out, kept, parts, STOPPED)
    paper = three.papers[0]
    told = [
        f"{one.text} {one.who} {one.note}" for one in person_file(session, paper.person_id).events
    ]
    how = "打印机“前台” · 1 遍 · 单面 · 已打印"
    assert f"打印劳务协议 {session.officer} {paper.number} · {how}" in told


def test_the_register_of_prints_goes_to_excel(
    session: Session, three: Printed, tmp_path: Path
) -> None:
    begin_printouts(session, going_out(three), whole(three))
    export_register(session, "printouts", str(tmp_path / "a.xlsx"))
    rows = list(openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].values)
    lines = [dict(zip(rows[2], row, strict=True)) for row in rows[3:]]
    assert {one["编号"] for one in lines} == {one.number for one in session.find(Paper)}
    assert lines[0]["文书种类"] == "劳务协议"
    assert (lines[0]["打印机"], lines[0]["打印结果"]) == ("前台", "已送出，结果不明")
    assert lines[0]["单双面"] == "单面"
