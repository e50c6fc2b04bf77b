"""The file of a placement: what is there, what the records say, what is missing."""

from dataclasses import replace
from datetime import date

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Document, Placement
from desktop_app.session import Session
from desktop_app.use_cases.exits import approve_exits, end_placement
from desktop_app.use_cases.history import undoable
from desktop_app.use_cases.placement_files import keep_document, placement_file, remove_document
from tests.sessions import TODAY
from tests.use_cases.placements import OFFICE, announced_post, placed


@pytest.fixture
def holder(session: Session) -> Placement:
    return placed(session, announced_post(session))


def states(session: Session, placement: Placement) -> dict[str, str]:
    return {one.kind: one.state for one in placement_file(session, placement.id).items}


def test_a_file_says_what_is_there_and_what_is_missing(session: Session, holder: Placement) -> None:
    paper = Document(placement_id=holder.id, kind="申请表", kept_at=" 档案柜 2 ")
    kept = keep_document(session, paper)
    assert (kept.kind, kept.kept_at, kept.seen_on) == ("application", "档案柜 2", TODAY)
    assert kept.person_id == holder.person_id
    assert undoable(session)[0].label == "登记档案材料：乌云1，申请表"
    assert states(session, holder) == {
        "application": "kept",
        "identity": "missing",
        "category": "missing",
        "review": "recorded",
        "notice": "recorded",
        "agreement": "recorded",
        "insurance": "recorded",
        "training": "recorded",
        "attendance": "later",
        "payment": "later",
    }
    file = placement_file(session, holder.id)
    assert file.missing == 7
    assert "人社部门岗位的档案材料" in file.basis
    assert "待旗县确认" in file.basis
    review = next(one for one in file.items if one.kind == "review")
    assert review.words == "2026-11-05 评议，审核 2026-11-08；缺纸件"


def test_an_applicant_has_no_papers_of_the_work_yet(session: Session) -> None:
    one = placed(session, announced_post(session), until="applied")
    found = states(session, one)
    assert found["application"] == "recorded"
    assert {found[kind] for kind in ("review", "agreement", "insurance")} == {"later"}


def test_papers_of_the_exit_belong_to_it(session: Session, holder: Placement) -> None:
    end_placement(session, holder.id, date(2026, 11, 23), "14")
    assert (states(session, holder)["exit"], states(session, holder)["told"]) == ("later", "later")
    approve_exits(session, [holder.id], OFFICE)
    assert states(session, holder)["exit"] == "recorded"


def test_a_paper_that_ran_out_counts_as_missing(session: Session, holder: Placement) -> None:
    before = placement_file(session, holder.id).missing
    old = keep_document(
        session,
        Document(
            placement_id=holder.id,
            kind="category",
            seen_on=date(2026, 1, 5),
            valid_until=date(2026, 6, 30),
        ),
    )
    item = next(one for one in placement_file(session, holder.id).items if one.kind == "category")
    assert item.outdated
    assert "已过期 2026-06-30" in item.words
    assert placement_file(session, holder.id).missing == before
    keep_document(session, replace(old, valid_until=date(2027, 6, 30)))
    assert placement_file(session, holder.id).missing == before - 1
    remove_document(session, old.id)
    assert placement_file(session, holder.id).missing == before


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (Document(kind="application"), "还没有选安置"),
        (Document(kind="没有这种"), "档案材料种类里没有"),
        (Document(kind="identity", seen_on=date(2026, 11, 26)), "还没有到"),
        (Document(kind="identity", valid_until=date(2026, 11, 24)), "就过期了"),
    ],
)
def test_a_wrong_paper_is_refused(
    session: Session, holder: Placement, document: Document, words: str
) -> None:
    given = document if words == "还没有选安置" else replace(document, placement_id=holder.id)
    with pytest.raises(Refused, match=words):
        keep_document(session, given)
    assert session.find(Document) == []
