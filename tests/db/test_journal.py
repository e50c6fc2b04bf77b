"""The journal: chains, segments, signatures, and what tampering does to them."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pytest

from db import journal
from db.bodies import open_body
from db.connection import fetch_sql
from db.feeds import JournalReader, all_entries
from db.replay import verify
from db.store import Store
from db.writing import Writing
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Household, Person
from desktop_app.session import Changes, Session
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person, open_test_session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_test_session(tmp_path)


def keep_households(session: Session, number: int) -> None:
    for each in range(number):
        with session.operation("test", "登记") as operation:
            operation.save(Household(village_code=VILLAGE, number=str(each)))


def test_entries_of_a_village_are_numbered_without_gaps(session: Session) -> None:
    keep_person(session, 1)
    keep_person(session, 2, village_code=OTHER_VILLAGE)

    rows = fetch_sql(
        session.store.database, "SELECT village_code, head_seq FROM feed ORDER BY village_code"
    )
    assert rows == [(VILLAGE, 2), (OTHER_VILLAGE, 2)]


def test_an_operation_says_how_many_entries_follow(session: Session) -> None:
    keep_person(session, 1)

    entries = [journal.decode_entry(1, data) for data in all_entries(session.store.database, 1)]
    assert [entry.header.remaining for entry in entries] == [1, 0]
    assert {entry.header.act for entry in entries} == {"test"}


@pytest.mark.parametrize("number", [255, 256, 257, 600])
def test_full_runs_are_sealed_and_still_verify(session: Session, number: int) -> None:
    keep_households(session, number)

    database = session.store.database
    sealed = fetch_sql(database, "SELECT first, last, body FROM segment ORDER BY last")
    assert len(sealed) == number // journal.SEGMENT
    assert all(len(open_body(body)) == last - first + 1 for first, last, body in sealed)
    assert fetch_sql(database, "SELECT count(*) FROM tail") == [(number % journal.SEGMENT,)]
    assert verify(database).problems == []
    reader = JournalReader(database)
    assert [reader.entry((1, seq)).header.seq for seq in (1, number)] == [1, number]


def test_many_operations_in_one_transaction_seal_alike(session: Session) -> None:
    with session.store.transaction():
        keep_households(session, 700)

    assert verify(session.store.database).problems == []
    assert fetch_sql(session.store.database, "SELECT count(*) FROM segment") == [(2,)]


def test_an_edit_cites_the_version_it_replaces(session: Session) -> None:
    person = keep_person(session, 1)
    for phone in ("13900000001", "13900000002"):
        with session.operation("test", "改电话") as operation:
            operation.save(replace(person, phone=phone))

    entries = [journal.decode_entry(1, data) for data in all_entries(session.store.database, 1)]
    assert [[base for _c, _v, base in entry.payload] for entry in entries[2:]] == [[2], [3]]


def test_a_move_to_another_village_cites_across_feeds(session: Session) -> None:
    person = keep_person(session, 1)
    with session.operation("test", "迁到邻村") as operation:
        operation.save(replace(person, village_code=OTHER_VILLAGE))

    assert verify(session.store.database).problems == []
    assert session.get(Person, person.id).village_code == OTHER_VILLAGE


def test_the_clock_of_entries_never_runs_back(session: Session) -> None:
    keep_person(session, 1)
    session.world.now.pass_days(-400)  # type: ignore[attr-defined]
    keep_person(session, 2)

    clocks = [
        journal.decode_entry(1, data).header.hlc for data in all_entries(session.store.database, 1)
    ]
    assert clocks == sorted(clocks)
    assert clocks[2] > clocks[1]


@pytest.mark.parametrize(
    ("tampering", "problem"),
    [
        ("UPDATE tail SET entry = (SELECT entry FROM tail WHERE seq = 1) WHERE seq = 2", "校验链"),
        ("DELETE FROM tail WHERE seq = 3", "校验链"),
        ("UPDATE feed SET signature = zeroblob(64)", "签名"),
        ("UPDATE feed SET head_chain = zeroblob(32)", "校验链"),
    ],
)
def test_tampering_is_found(session: Session, tampering: str, problem: str) -> None:
    keep_households(session, 3)
    session.store.database.connection().execute(tampering)

    assert any(problem in each for each in verify(session.store.database).problems)


@pytest.mark.parametrize(
    ("tampering", "problem"),
    [
        ("UPDATE segment SET signature = zeroblob(64)", "签名"),
        ("UPDATE segment SET chain = zeroblob(32)", "校验链"),
        ("UPDATE segment SET body = zeroblob(64)", "读不出来"),
        ("UPDATE segment SET body = substr(body, 1, length(body) / 2)", "读不出来"),
        ("UPDATE tail SET entry = x'93c0c0c0'", "读不出来"),
        ("DELETE FROM segment", "缺口"),
    ],
)
def test_tampering_with_a_sealed_run_is_found(
    session: Session, tampering: str, problem: str
) -> None:
    keep_households(session, journal.SEGMENT + 3)
    session.store.database.connection().execute(tampering)

    assert any(problem in each for each in verify(session.store.database).problems)


def test_an_edit_that_cites_another_version_is_found(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = keep_person(session, 1)
    monkeypatch.setattr("db.operation.Operation._base", lambda *_: 1)
    with session.operation("test", "改") as operation:
        operation.save(replace(person, phone="13800009999"))

    assert any("出处" in each for each in verify(session.store.database).problems)


def test_a_row_that_went_around_the_journal_is_missed(session: Session) -> None:
    keep_households(session, 3)
    session.store.database.connection().execute("DELETE FROM household WHERE number = '1'")

    assert any("缺少" in each for each in verify(session.store.database).problems)


def test_a_record_that_was_removed_is_not_written_again(session: Session) -> None:
    with session.operation("test", "登记") as operation:
        kept = operation.save(Household(village_code=VILLAGE, number="1"))
    with session.operation("test", "去掉") as operation:
        operation.remove(kept)

    with pytest.raises(Refused, match="已经不在"), session.operation("test", "改") as operation:
        operation.save(replace(kept, number="2"))


def test_a_payload_can_be_erased_while_the_chain_holds() -> None:
    header, salt, payload = b"header", bytes(range(16)), b"payload"
    whole = journal.commitment(header, salt, payload)
    inner = blake2b(salt + payload, digest_size=32).digest()

    assert journal.commitment(header, None, inner) == whole
    assert journal.commitment(header, salt, b"other") != whole


def test_an_operation_that_raises_leaves_nothing(session: Session) -> None:
    def fail() -> None:
        with session.operation("test", "登记") as operation:
            operation.save(Household(village_code=VILLAGE, number="1"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    assert session.find(Household) == []
    assert fetch_sql(session.store.database, "SELECT count(*) FROM tail") == [(0,)]
    assert fetch_sql(session.store.database, "SELECT count(*) FROM operation") == [(0,)]


def test_saving_what_did_not_change_leaves_no_trace(session: Session) -> None:
    person = keep_person(session, 1)
    with session.operation("test", "没有改") as operation:
        operation.save(person)

    assert fetch_sql(session.store.database, "SELECT count(*) FROM operation") == [(1,)]


def test_threads_write_one_after_another(session: Session) -> None:
    def work(number: int) -> None:
        for each in range(20):
            keep_person(session, 100 * number + each)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(1, 5)))

    report = verify(session.store.database)
    assert report.problems == []
    assert fetch_sql(session.store.database, "SELECT count(*) FROM operation") == [(80,)]


def test_a_rule_that_the_county_chose_is_told_to_every_page(session: Session) -> None:
    heard: list[Changes] = []
    session.listen(heard.append)

    session.choose_rule("post.one_post_per_household", value=False)

    assert [changes.touches(Person) for changes in heard] == [True]
    assert not session.rules.holds("post.one_post_per_household", session.today())


def test_threads_share_what_writes(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = Writing.__init__

    def slowly(self: Writing, store: Store) -> None:
        time.sleep(0.05)
        begin(self, store)

    monkeypatch.setattr(Writing, "__init__", slowly)
    with ThreadPoolExecutor(4) as threads:
        made = set(threads.map(lambda _: session.store._writing, range(4)))

    assert len(made) == 1
