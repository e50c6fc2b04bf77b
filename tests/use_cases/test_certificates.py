"""Certificates: their number, the same bytes again, void ones marked, nothing printed amiss."""

import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Disclosure, Household, Paper, Person, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.certificates import issue_certificate
from desktop_app.use_cases.exits import end_placement
from desktop_app.use_cases.history import undo
from desktop_app.use_cases.papers import papers_of, reprint, void_paper
from desktop_app.use_cases.placements import place_person
from tests.sessions import TODAY, keep_person, keep_post, open_test_session


def placed(session: Session, number: int = 1, **facts: Any) -> Placement:
    """Place a made-up person on a post of its own and return the placement."""
    post = keep_post(session, kind="forest", fund="employment", title=f"护林员{number}")
    return place_person(
        session,
        Placement(
            post_id=post.id,
            person_id=keep_person(session, number, **facts).id,
            agreement_from=date(2026, 10, 1),
            agreement_to=date(2027, 9, 30),
            started_on=date(2026, 10, 8),
        ),
    )


def text_of(pdf: bytes) -> str:
    return "".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


def test_a_certificate_says_what_is_kept(session: Session) -> None:
    placement = placed(session, 1, name="娜仁·格日勒")
    issued = issue_certificate(session, placement.id)
    person = session.get(Person, placement.person_id)
    words = text_of(issued.pdf)
    for said in (
        issued.paper.number,
        "娜仁·格日勒",
        person.citizen_id,
        "1985年3月2日",
        "护林员1",
        "生态护林",
        "600元/月",
        "2026年10月1日",
        "2027年9月30日",
        "2026年10月8日",
        "苏日娜",
        "人社部门",
        "就业补助资金",
    ):
        assert said in words
    assert issued.paper.sha256 == hashlib.sha256(issued.pdf).hexdigest()
    assert issued.paper.issued_on == TODAY
    assert papers_of(session, person.id) == [issued.paper]
    looked = session.find(Disclosure, person_id=person.id)
    assert [one.occasion for one in looked] == [f"公益性岗位安置证明 {issued.paper.number}"]


def test_numbers_run_by_desk_and_year_and_are_never_used_twice(session: Session) -> None:
    first = issue_certificate(session, placed(session, 1).id).paper
    second = issue_certificate(session, placed(session, 3).id).paper
    assert first.number.startswith("安证字〔2026〕第150223-")
    assert [one.number[-8:-2] for one in (first, second)] == ["-0001-", "-0002-"]
    void_paper(session, second.id, "姓名写错")
    with session.operation("test", "移除") as operation:
        operation.remove(session.get(Paper, second.id))
    third = issue_certificate(session, placed(session, 5).id).paper
    assert third.number[-8:-2] == "-0003-"
    session.world.now.pass_days(60)  # type: ignore[attr-defined]
    assert "〔2027〕" in issue_certificate(session, placed(session, 7).id).paper.number


def test_the_same_fact_keeps_its_number_and_its_bytes(session: Session) -> None:
    placement = placed(session)
    issued = issue_certificate(session, placement.id)
    again = issue_certificate(session, placement.id)
    assert again.again
    assert (again.paper, again.pdf) == (issued.paper, issued.pdf)
    assert reprint(session, issued.paper.id) == issued.pdf
    assert len(session.find(Paper)) == 1
    post = session.find(Post)[0]
    with session.operation("test", "改标准") as operation:
        operation.save(replace(post, standard_fen=70_000))
    other = issue_certificate(session, placement.id)
    assert other.paper.number != issued.paper.number
    assert reprint(session, issued.paper.id) == issued.pdf


def test_a_void_paper_is_marked_and_never_undone(session: Session) -> None:
    placement = placed(session)
    issued = issue_certificate(session, placement.id)
    with pytest.raises(Refused, match="作废"):
        undo(session)
    with pytest.raises(Refused, match="还没有写作废原因"):
        void_paper(session, issued.paper.id, "  ")
    voided = void_paper(session, issued.paper.id, "协议日期写错")
    assert (voided.voided_on, voided.void_reason) == (TODAY, "协议日期写错")
    words = text_of(reprint(session, issued.paper.id))
    assert "已作废：协议日期写错（2026-11-25）" in words
    with pytest.raises(Refused, match="已经作废"):
        void_paper(session, issued.paper.id, "再一次")
    assert issue_certificate(session, placement.id).paper.number != issued.paper.number


def test_training_papers_say_so(tmp_path: Path) -> None:
    session = open_test_session(tmp_path, training=True)
    issued = issue_certificate(session, placed(session).id)
    assert issued.paper.number.startswith("练〔2026〕第")
    assert "练习" in text_of(issued.pdf)
    session.close()


def test_the_number_may_be_masked(session: Session) -> None:
    placement = placed(session)
    issued = issue_certificate(session, placement.id, mask_number=True)
    number = session.get(Person, placement.person_id).citizen_id
    assert number not in text_of(issued.pdf)
    assert f"{number[:6]}********{number[-4:]}" in text_of(issued.pdf)
    assert session.find(Disclosure) == []


def test_what_paper_cannot_hold_is_refused_in_words(session: Session) -> None:
    placement = placed(session)
    person = session.get(Person, placement.person_id)
    home = session.get(Household, person.household_id)
    with session.operation("test", "地址") as operation:
        operation.save(replace(home, address="很长的地址" * 60))
    with pytest.raises(Refused, match="放不下") as refused:
        issue_certificate(session, placement.id)
    assert refused.value.advice
    with session.operation("test", "地址") as operation:
        operation.save(replace(home, address=""))
        operation.save(replace(person, name="乌\ue000云"))
    with pytest.raises(Refused, match="字库里没有"):
        issue_certificate(session, placement.id)
    assert session.find(Paper) == []
    assert session.find(Disclosure) == []


def test_a_void_reason_too_long_for_the_paper_is_refused(session: Session) -> None:
    issued = issue_certificate(session, placed(session).id)
    with pytest.raises(Refused, match="太长"):
        void_paper(session, issued.paper.id, "原因" * 80)
    assert session.get(Paper, issued.paper.id).voided_on is None


def test_who_has_no_agreement_or_left_gets_none(session: Session) -> None:
    placement = placed(session)
    end_placement(session, placement.id, date(2026, 11, 20), "14")
    with pytest.raises(Refused, match="已经退岗") as refused:
        issue_certificate(session, placement.id)
    assert "2026-11-20" in refused.value.found
    post = keep_post(session, title="保洁员")
    applied = place_person(
        session,
        Placement(post_id=post.id, person_id=keep_person(session, 3).id, applied_on=TODAY),
    )
    with pytest.raises(Refused, match="协议期限"):
        issue_certificate(session, applied.id)


def test_damaged_content_is_refused(session: Session) -> None:
    paper = issue_certificate(session, placed(session).id).paper
    with session.operation("test", "损坏") as operation:
        operation.save(replace(paper, sha256="0" * 64))
    with pytest.raises(Refused, match="不完全一样"):
        reprint(session, paper.id)
    with session.operation("test", "损坏") as operation:
        operation.save(replace(paper, content="{"))
    with pytest.raises(Refused, match="读不出来"):
        reprint(session, paper.id)
