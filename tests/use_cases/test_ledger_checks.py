"""纸质留痕: a printed report fixes what the journal said; whoever changes it later is found out."""

from dataclasses import replace
from pathlib import Path

import pytest

from db.connection import fetch_sql
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Paper
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.ledger_checks import check_ledger_mark
from desktop_app.use_cases.month_report import month_report
from desktop_app.use_cases.papers import print_form
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person, open_test_session

OCTOBER = "2026-10"
NAME = "乌云".encode()


def printed(session: Session, area: str = "") -> Paper:
    (paper,) = print_form(session, "month_report", month=OCTOBER, village_code=area).papers
    return paper


def altered(session: Session) -> None:
    """Change one letter of the oldest entry that waits in the journal, as a forger would."""
    rows = fetch_sql(session.store.database, "SELECT feed, seq, entry FROM tail ORDER BY feed, seq")
    feed, seq, data = next(row for row in rows if NAME in row[2])
    forged = data.replace(NAME, "乌龙".encode())
    session.store.database.connection().execute(
        "UPDATE tail SET entry = ? WHERE feed = ? AND seq = ?", (forged, feed, seq)
    )


def test_what_was_written_since_changes_nothing_of_what_the_paper_says(session: Session) -> None:
    keep_person(session, 1)
    keep_person(session, 2, village_code=OTHER_VILLAGE)
    mark = month_report(session, OCTOBER).ledger
    paper = printed(session)
    one = keep_person(session, 3)
    with session.operation("test", "改") as operation:
        operation.save(replace(one, phone="13900000000"))

    check = check_ledger_mark(session, paper.number)

    assert check.holds
    assert check.printed == check.now == mark.digest
    assert (mark.feeds, len(mark.digest.split())) == (2, 8)
    assert month_report(session, OCTOBER).ledger.digest != mark.digest
    assert "没有人动过" in check.sentence


def test_the_digest_read_off_the_paper_counts_not_the_record_of_it(session: Session) -> None:
    keep_person(session, 1)
    mark = month_report(session, OCTOBER).ledger
    paper = printed(session)

    typed = mark.digest.upper().replace(" ", "")
    assert check_ledger_mark(session, paper.number, typed).holds
    wrong = check_ledger_mark(session, paper.number, mark.digest.replace(mark.digest[0], "z", 1))
    assert not wrong.holds
    assert "不一致" in wrong.sentence


def test_the_end_of_a_number_is_enough_where_it_names_one_report(session: Session) -> None:
    keep_person(session, 1)
    first, second = printed(session), printed(session, VILLAGE)
    end = first.number.split("-", 1)[1].removesuffix("号")
    assert first.number != second.number

    assert check_ledger_mark(session, end.lower().replace("-", " ")).holds
    elsewhere = second.number.replace("文印字", "别处")
    with session.operation("test", "别的电脑") as operation:
        operation.save(replace(second, id=NEW, number=elsewhere))
    with pytest.raises(Refused, match="有 2 份"):
        check_ledger_mark(session, second.number)


def test_an_entry_that_was_changed_is_found_out(session: Session) -> None:
    keep_person(session, 1)
    paper = printed(session)
    altered(session)

    check = check_ledger_mark(session, paper.number)

    assert not check.holds
    assert check.now != check.printed
    assert "告诉旗县" in check.sentence


def test_a_desk_without_the_journal_says_to_exchange_first(
    session: Session, tmp_path: Path
) -> None:
    keep_person(session, 1)
    paper = printed(session, VILLAGE)
    elsewhere = open_test_session(tmp_path / "other")
    with elsewhere.operation("test", "收到") as operation:
        operation.save(replace(paper, id=NEW))

    check = check_ledger_mark(elsewhere, paper.number)
    elsewhere.close()

    assert not check.holds
    assert check.now == ""
    assert "同步以后再核对" in check.sentence


@pytest.mark.parametrize("number", ["", "1-X", "150223-0009-X", "other"])
def test_what_is_no_monthly_report_is_refused(session: Session, number: str) -> None:
    person = keep_person(session, 1)
    other = print_form(session, "policy_notice", [person.id]).papers[0]

    with pytest.raises(Refused, match="没有找到编号"):
        call(
            session, "check_ledger_mark", {"number": other.number if number == "other" else number}
        )
