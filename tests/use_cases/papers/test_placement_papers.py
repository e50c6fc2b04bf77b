"""The papers of a placement say what its records say, from the application to the vacancy."""

from datetime import date
from uuid import UUID

import pytest

from desktop_app.domain.errors import Cancelled, Refused
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Disclosure, Paper, Person, Placement
from desktop_app.session import Session
from desktop_app.use_cases.exits import end_placement
from desktop_app.use_cases.papers import papers_of, print_form, reprint, void_paper
from tests.use_cases.papers.reading import kept, words
from tests.use_cases.placements import announced_post, placed

EACH = ["post_application", "post_card", "labour_agreement", "placement_certificate"]
LEFT = date(2026, 11, 24)


@pytest.fixture
def holder(session: Session) -> Placement:
    """Return a placement that went all the way to the first day of work."""
    post = announced_post(session, required_days=30, duties="巡护林地，报告火情。")
    return placed(session, post, poverty_status="lifted", subsistence=True, health="1")


def said_by(session: Session, form: str, *ids: UUID) -> str:
    return kept(session, print_form(session, form, ids))


def number_of(session: Session, holder: Placement) -> str:
    return session.get(Person, holder.person_id).citizen_id


def test_the_application_carries_review_check_and_decision(
    session: Session, holder: Placement
) -> None:
    said = said_by(session, "post_application", holder.id)
    assert "申请日期：2026年11月2日" in said
    assert "2026年11月5日召开评议会，应到30人，实到26人，同意25人" in said
    assert "经审核，符合安置条件，同意上报。" in said
    assert number_of(session, holder) in said
    assert [one.person_id for one in session.find(Disclosure)] == [holder.person_id]


def test_an_applicant_has_no_opinions_yet(session: Session) -> None:
    applied = placed(session, announced_post(session), until="applied")
    said = said_by(session, "post_application", applied.id)
    assert "____年__月__日召开评议会" in said
    assert "同意上报" not in said


def test_review_and_notice_put_all_of_them_on_one_paper_without_numbers(
    session: Session, holder: Placement
) -> None:
    other = placed(session, announced_post(session, title="保洁员"), 2)
    review = said_by(session, "village_review", holder.id, other.id)
    notice = said_by(session, "hire_notice", holder.id, other.id)
    for said in (review, notice):
        assert "乌云1" in said
        assert "乌云2" in said
        assert "保洁员" in said
        assert number_of(session, holder)[6:] not in said
    assert "应到30人，实到26人" in review
    assert "2026年11月10日至2026年11月16日，共7天" in notice
    assert session.find(Disclosure) == []


def test_those_reviewed_on_other_days_are_not_on_one_paper(
    session: Session, holder: Placement
) -> None:
    applied = placed(session, announced_post(session, title="保洁员"), 2, until="applied")
    for form in ("village_review", "hire_notice"):
        with pytest.raises(Refused, match="不是同一"):
            print_form(session, form, [holder.id, applied.id])


def test_the_agreement_says_term_pay_and_insurance(session: Session, holder: Placement) -> None:
    said = said_by(session, "labour_agreement", holder.id)
    assert "自2026年11月20日起至2027年11月19日止" in said
    assert "600元/月" in said
    assert "每月应当出勤30天" in said
    assert "巡护林地，报告火情。" in said
    assert "向人保财险投保人身意外伤害保险，保单号PI2026-0001" in said


def test_the_card_is_seen_by_others_and_masks_the_number(
    session: Session, holder: Placement
) -> None:
    said = said_by(session, "post_card", holder.id)
    assert "150223********" in said
    assert number_of(session, holder) not in said
    applied = placed(session, announced_post(session, title="保洁员"), 2, until="decided")
    with pytest.raises(Refused, match="协议期限"):
        print_form(session, "post_card", [applied.id])


def test_the_exit_papers_name_reason_days_and_the_last_month_paid(
    session: Session, holder: Placement
) -> None:
    for form in ("exit_approval", "exit_notice", "vacancy_report"):
        with pytest.raises(Refused, match="还没有登记退岗"):
            print_form(session, form, [holder.id])
    left = end_placement(
        session, holder.id, LEFT, "04", "与家政公司签订的劳动合同", recover_fen=12_050
    )
    approval = said_by(session, "exit_approval", left.id)
    assert "2026年11月24日" in approval
    assert "与家政公司签订的劳动合同" in approval
    assert "120.50元" in approval
    assert left.stop_month == "2026-12"
    assert "2026年12月" in approval
    notice = said_by(session, "exit_notice", left.id)
    assert "因已实现其他就业" in notice
    assert "岗位补贴发放到2026年11月为止" in notice
    assert "已经多发的补贴120.50元应当退回" in notice
    report = said_by(session, "vacancy_report", left.id)
    assert "护林员" in report
    assert "乌云1于2026年11月24日退岗" in report


def test_many_are_printed_at_once_each_under_its_own_number(session: Session) -> None:
    post = announced_post(session, headcount=9, required_days=30)
    holders = [placed(session, post, number) for number in range(1, 5)]
    printed = print_form(session, "post_application", [one.id for one in holders], copies=3)
    assert len({one.number for one in printed.papers}) == 4
    said = words(printed.pdf)
    for place, paper in enumerate(printed.papers, start=1):
        assert f"编号：{paper.number}" in said
        assert f"乌云{place}" in said
        own = words(reprint(session, paper.id))
        assert own.count(f"编号：{paper.number}") == 3
        assert "第一联嘎查村留存" in own
    assert papers_of(session, holders[0].person_id) == [printed.papers[0]]


def test_who_stops_half_way_has_issued_nothing(session: Session) -> None:
    post = announced_post(session, headcount=9)
    holders = [placed(session, post, number).id for number in range(1, 4)]

    class StopsAtTheSecond(Progress):
        def check(self) -> None:
            if self.done == 1:
                raise Cancelled
            super().check()

    with pytest.raises(Cancelled):
        print_form(session, "post_application", holders, progress=StopsAtTheSecond())
    assert session.find(Paper) == []
    assert session.find(Disclosure) == []


def test_a_void_form_is_marked_and_a_new_one_gets_a_new_number(
    session: Session, holder: Placement
) -> None:
    first = print_form(session, "labour_agreement", [holder.id]).papers[0]
    void_paper(session, first.id, "期限写错")
    assert "已作废：期限写错（2026-11-25）" in words(reprint(session, first.id))
    second = print_form(session, "labour_agreement", [holder.id]).papers[0]
    assert second.number != first.number
    assert session.get(Paper, first.id).voided_on is not None


@pytest.mark.parametrize("form", EACH)
def test_a_longest_rarest_name_is_printed(session: Session, form: str) -> None:
    name = "阿拉腾其其格·乌仁图雅·\U0002c456\U0002b7fc\u36c3\u4dae"
    holder = placed(session, announced_post(session), 2, name=name)
    said = said_by(session, form, holder.id)
    assert name in said
