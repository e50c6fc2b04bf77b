"""The store behind a hub: the same on SQLite and PostgreSQL, and what each refuses."""

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db import bodies, feed_store, journal
from db.feed_store import BadRun
from db.hub_keys import TLS_NAME, HubKeys, make_hub_keys, open_hub_keys, seal_hub_keys
from db.hub_migrations import STEPS, migrate_hub
from db.hub_store import HubStore, make_hub_store, open_hub_store
from db.key_envelope import Cost
from db.postgres import PostgresSql, in_transaction
from db.postgres_failures import TryAgain, sentence_for
from db.sql import Sql
from desktop_app.domain.errors import Refused, Unavailable
from tests.postgres import ABSENT, Server, find_binaries
from tests.sessions import Clock, Dice

ROOT = b"r" * 32
CHEAP = Cost(memory_kib=64, passes=1)
PASSPHRASE = "达茂旗 hub 2026"


@pytest.fixture
def hub_store(hub_store_name: str) -> Iterator[HubStore]:
    store = made(hub_store_name)
    yield store
    store.close()


def made(name: str) -> HubStore:
    return make_hub_store(
        name,
        PASSPHRASE,
        name="达茂旗就业服务中心",
        county_code="150223",
        root_public_key=ROOT,
        random=Dice(),
        now=Clock()(),
        cost=CHEAP,
    )


def a_run(keys: HubKeys, first: int, last: int) -> journal.Run:
    """Return a run of entries that have always been the same."""
    key = journal.feed_key(keys.device, "150223102200", b"e001")
    chain, entries = journal.START, []
    for seq in range(1, last + 1):
        header = journal.encode_header(
            journal.Header(seq, seq << 16, 0, bytes(16), "test", 0, 1, 1, bytes(16), 1)
        )
        data = journal.encode_entry(header, bytes(journal.SALT), journal.pack([f"{seq}%?"]))
        chain = journal.link(chain, journal.commitment_of(data))
        entries.append(data)
    signature = keys.sign(journal.checkpoint_text(key, last, chain))
    body = bodies.pack_body(entries[first - 1 :])
    return journal.Run(keys.device, "150223102200", b"e001", first, last, body, chain, signature)


def test_postgresql_is_here() -> None:
    """Without PostgreSQL half of the tests say nothing: never let that pass unseen."""
    if find_binaries() is None:
        if os.environ.get("CI"):
            pytest.fail(ABSENT)
        pytest.skip(ABSENT)


def test_what_is_written_is_read_back_whatever_its_signs(hub_sql: Sql) -> None:
    with hub_sql.transaction():
        hub_sql.run_many(
            "INSERT INTO invitation (id, token, officer, role, prefixes, made_at_ms)"
            " VALUES (?, ?, ?, '50%?', ?, ?)",
            [(b"\x00\xff", b"", "其木格 100% ?", b"%s", 1 << 57), (b"b", b"", "x", b"", 0)],
        )

    assert hub_sql.fetch(
        "SELECT id, token, officer, role, prefixes, made_at_ms FROM invitation"
        " WHERE officer LIKE ? AND role = '50%?'",
        ("%100% ?",),
    ) == [(b"\x00\xff", b"", "其木格 100% ?", "50%?", b"%s", 1 << 57)]
    assert hub_sql.fetch("SELECT count(*) FROM invitation WHERE role LIKE '50%'") == [(2,)]
    assert hub_sql.run("UPDATE invitation SET role = ? WHERE id = ?", ("township", b"b")) == 1
    assert hub_sql.run("DELETE FROM invitation WHERE id = ?", (b"none",)) == 0
    assert isinstance(hub_sql.fetch("SELECT id FROM invitation")[0][0], bytes)


def test_a_transaction_is_kept_whole_or_not_at_all(hub_sql: Sql) -> None:
    def write() -> None:
        hub_sql.run("INSERT INTO packet_seen (id, device, at_ms) VALUES (?, ?, 1)", (b"a", b"d"))

    def break_off() -> None:
        write()
        raise KeyError

    with pytest.raises(KeyError):
        in_transaction(hub_sql, break_off)
    assert hub_sql.fetch("SELECT count(*) FROM packet_seen") == [(0,)]

    in_transaction(hub_sql, write)
    assert hub_sql.fetch("SELECT count(*) FROM packet_seen") == [(1,)]


def test_feeds_are_kept_alike_on_both(hub_sql: Sql) -> None:
    keys = make_hub_keys("x", "150223", ROOT, Dice(), Clock()())
    for first, last in ((1, 10), (1, 10), (5, 256), (257, 300)):
        with hub_sql.transaction():
            feed_store.take_run(hub_sql, a_run(keys, first, last), keys.public_key)

    head = feed_store.heads(hub_sql, ["150223102200"])[0]
    runs = list(feed_store.runs_after(hub_sql, head.key, 0))
    assert head == feed_store.heads(hub_sql, prefix="1502")[0]
    assert [(run.first, run.last) for run in runs] == [(1, 256), (257, 300)]
    assert [bodies.open_body(run.body) for run in runs] == [
        bodies.open_body(a_run(keys, 1, 256).body),
        bodies.open_body(a_run(keys, 257, 300).body),
    ]
    with pytest.raises(BadRun, match="gap"), hub_sql.transaction():
        feed_store.take_run(hub_sql, a_run(keys, 302, 310), keys.public_key)


def test_writers_at_once_lose_and_double_nothing(hub_sql: Sql) -> None:
    hub_sql.run("INSERT INTO village (code, arrivals, digest) VALUES ('v', 0, ?)", (b"",))
    failed: list[BaseException] = []
    asked = "SELECT arrivals FROM village WHERE code = 'v'"

    def add() -> None:
        ((number,),) = hub_sql.fetch(f"{asked}{hub_sql.lock}")
        hub_sql.run("UPDATE village SET arrivals = ? WHERE code = 'v'", (number + 1,))

    def work() -> None:
        try:
            for _ in range(20):
                in_transaction(hub_sql, add)
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failed == []
    assert hub_sql.fetch("SELECT arrivals FROM village") == [(120,)]


def test_a_store_opens_with_its_passphrase_only(hub_store: HubStore, hub_store_name: str) -> None:
    again = open_hub_store(hub_store_name, PASSPHRASE)
    assert again.keys == hub_store.keys
    again.close()

    with pytest.raises(Refused, match="口令不对"):
        open_hub_store(hub_store_name, "另一个口令 2026")
    with pytest.raises(Refused, match="已经有一个汇集点"):
        made(hub_store_name)


def test_a_store_that_was_never_made_is_not_opened(hub_store_name: str) -> None:
    with pytest.raises(Refused, match="没有汇集点的数据"):
        open_hub_store(hub_store_name, PASSPHRASE)


def test_a_hub_that_was_cut_off_while_it_was_made_can_be_made_again(hub_store_name: str) -> None:
    def die(_sql: Sql, _keys: HubKeys) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_hub_store(
            hub_store_name, PASSPHRASE, name="x", county_code="150223",
            root_public_key=ROOT, random=Dice(), now=Clock()(), begin=die, cost=CHEAP,
        )  # fmt: skip
    with pytest.raises(Refused, match="没有汇集点的数据"):
        open_hub_store(hub_store_name, PASSPHRASE)

    made(hub_store_name).close()
    open_hub_store(hub_store_name, PASSPHRASE).close()


def test_nothing_secret_lies_open_in_a_folder(tmp_path: Path) -> None:
    store = made(str(tmp_path))
    store.sql.run(
        "INSERT INTO invitation (id, token, officer, role, prefixes, made_at_ms)"
        " VALUES (?, ?, ?, ?, ?, 0)",
        (b"i" * 16, b"secret token 1234", "其木格", "county", b""),
    )
    store.close()

    everything = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    for secret in (b"secret token", "其木格".encode(), store.keys.private_key, store.keys.tls_key):
        assert secret not in everything


def test_a_store_of_a_newer_program_is_left_alone(hub_sql: Sql) -> None:
    hub_sql.run("UPDATE hub_schema SET version = ?", (len(STEPS) + 1,))

    with pytest.raises(Refused, match="更新版本"):
        migrate_hub(hub_sql)
    assert hub_sql.fetch("SELECT version FROM hub_schema") == [(len(STEPS) + 1,)]


def test_keys_come_back_from_their_seal_and_from_no_other_place() -> None:
    keys = make_hub_keys("达茂旗", "150223", ROOT, Dice(), Clock()())
    sealed = seal_hub_keys(keys, PASSPHRASE, Dice(), CHEAP)

    opened = open_hub_keys(
        sealed, PASSPHRASE, name="达茂旗", county_code="150223", epoch=keys.epoch
    )
    assert opened == keys
    assert opened.box_key == keys.box_key
    for changed in (sealed[:-1] + bytes([sealed[-1] ^ 1]),):
        with pytest.raises(Refused):
            open_hub_keys(changed, PASSPHRASE, name="", county_code="150223", epoch=b"")
    with pytest.raises(Refused):
        open_hub_keys(sealed, PASSPHRASE, name="达茂旗", county_code="150222", epoch=keys.epoch)


def test_the_tls_certificate_is_for_one_name_and_twenty_years() -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    keys = make_hub_keys("达茂旗", "150223", ROOT, Dice(), Clock()())
    again = make_hub_keys("达茂旗", "150223", ROOT, Dice(), Clock()())
    certificate = x509.load_der_x509_certificate(keys.tls_certificate)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)

    assert names.value.get_values_for_type(x509.DNSName) == [TLS_NAME]
    assert (certificate.not_valid_after_utc - Clock()()).days >= 20 * 365
    assert load_der_private_key(keys.tls_key, None).public_key() == certificate.public_key()
    assert again == keys


# What only PostgreSQL has


def test_several_hubs_share_one_database_by_their_schemas(postgres_url: str) -> None:
    one, two = (f"{postgres_url}&schema=c15022{number}" for number in (3, 4))
    made(one).close()
    with pytest.raises(Refused, match="没有汇集点的数据"):
        open_hub_store(two, PASSPHRASE)
    made(two).close()

    stores = [open_hub_store(url, PASSPHRASE) for url in (one, two)]
    stores[0].sql.run("INSERT INTO packet_seen (id, device, at_ms) VALUES (?, ?, 1)", (b"a", b""))
    assert stores[1].sql.fetch("SELECT count(*) FROM packet_seen") == [(0,)]
    for store in stores:
        store.close()


@pytest.mark.parametrize("name", ["C1", "1c", "a;drop", 'a"b', "a b", "x" * 41])
def test_a_schema_with_another_name_than_plain_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="schema="):
        PostgresSql(f"postgresql:///x?schema={name}")


def test_a_database_that_may_lose_commits_is_refused(postgres_server: Server) -> None:
    url = postgres_server.new_database("SQL_ASCII")

    with pytest.raises(Unavailable, match="编码"):
        PostgresSql(url).fetch("SELECT 1")


def test_commits_wait_for_the_disk_whatever_the_database_says(postgres_server: Server) -> None:
    url = postgres_server.new_database()
    name = url.split("/")[3].partition("?")[0]
    postgres_server.run_sql(f"ALTER DATABASE {name} SET synchronous_commit = off")
    sql = PostgresSql(url)

    assert sql.fetch("SHOW synchronous_commit") == [("on",)]
    sql.close()


def test_a_database_out_of_reach_is_told_in_whole_sentences(postgres_server: Server) -> None:
    here = postgres_server.folder
    postgres_server.run_sql("CREATE ROLE nobody_may LOGIN")
    postgres_server.run_sql("CREATE DATABASE closed")
    postgres_server.run_sql("REVOKE CONNECT ON DATABASE closed FROM PUBLIC")
    for url, words in (
        ("postgresql://x@127.0.0.1:1/x", "连不上数据库"),
        (f"postgresql:///x?host={here / 'none'}", "连不上数据库"),
        (f"postgresql://postgres@/none?host={here}", "没有这个库"),
        (f"postgresql://stranger@/postgres?host={here}", "用户名或口令"),
        (f"postgresql://nobody_may@/closed?host={here}", "权限"),
    ):
        with pytest.raises(Unavailable, match=words) as told:
            PostgresSql(url).fetch("SELECT 1")
        assert told.value.advice.endswith("。")


def test_a_wrong_password_is_told_as_such(postgres_server: Server) -> None:
    postgres_server.run_sql("CREATE ROLE careful LOGIN PASSWORD 'right'")
    rules = postgres_server.folder / "data" / "pg_hba.conf"
    rules.write_text(f"local all careful scram-sha-256\n{rules.read_text('utf-8')}", "utf-8")
    postgres_server.run_sql("SELECT pg_reload_conf()")
    url = f"postgresql://careful:wrong@/postgres?host={postgres_server.folder}"

    with pytest.raises(Unavailable, match="用户名或口令"):
        PostgresSql(url).fetch("SELECT 1")


def test_a_connection_that_broke_is_made_anew(postgres_server: Server, postgres_url: str) -> None:
    sql = PostgresSql(postgres_url)
    ((backend,),) = sql.fetch("SELECT pg_backend_pid()")
    postgres_server.run_sql(f"SELECT pg_terminate_backend({backend}, 5000)")

    with pytest.raises(Unavailable, match="连不上数据库"):
        sql.fetch("SELECT 1")
    assert sql.fetch("SELECT 1") == [(1,)]
    sql.close()


def test_a_transaction_that_others_broke_is_begun_again(postgres_url: str) -> None:
    sql = PostgresSql(postgres_url)
    sql.run("CREATE TABLE pair (name TEXT PRIMARY KEY, number INTEGER NOT NULL)")
    sql.run("INSERT INTO pair VALUES ('a', 0), ('b', 0)")
    both, failed = threading.Barrier(2, timeout=30), list[BaseException]()

    def cross(first: str, second: str) -> None:
        met = False

        def add() -> None:
            nonlocal met
            sql.run("UPDATE pair SET number = number + 1 WHERE name = ?", (first,))
            if not met:  # only the first time both hold what the other wants
                met = True
                both.wait()
            sql.run("UPDATE pair SET number = number + 1 WHERE name = ?", (second,))

        try:
            in_transaction(sql, add)
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=cross, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failed == []
    assert sql.fetch("SELECT number FROM pair ORDER BY name") == [(2,), (2,)]
    sql.close()


def test_a_fault_of_ours_is_not_told_as_one_of_the_database(postgres_url: str) -> None:
    import psycopg

    sql = PostgresSql(postgres_url)
    with pytest.raises(psycopg.errors.SyntaxError):
        sql.fetch("SELEKT 1")
    sql.close()


@pytest.mark.parametrize("state", ["28P01", "3D000", "53100", "53300", "25006", "XX001", None])
def test_states_of_a_database_are_told_in_whole_sentences(state: str | None) -> None:
    told = sentence_for(state)

    assert told is not None
    assert str(told).endswith("。")
    assert told.advice.endswith("。")
    assert isinstance(sentence_for("40001"), TryAgain)
    assert sentence_for("42601", ours=True) is None


def test_keys_with_another_name_are_another_hub() -> None:
    keys = make_hub_keys("达茂旗", "150223", ROOT, Dice(), Clock()())

    assert replace(keys, private_key=bytes(32)).device != keys.device
