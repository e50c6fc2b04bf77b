"""Several processes that serve one hub from one PostgreSQL lose and double nothing."""

import multiprocessing
from pathlib import Path

from db import feed_store
from db.hub_store import open_hub_store
from db.journal import digest_of
from sync.hub import Hub
from sync.messages import Push
from tests.sessions import OTHER_VILLAGE, VILLAGE
from tests.sync.hubs import PASSPHRASE, Author, enrolled, open_made_up_hub, world_of


def _work(store: str, home: Path, number: int, rounds: int) -> None:
    opened = open_hub_store(store, PASSPHRASE)
    hub = Hub(opened.sql, opened.keys, world_of(home, f"process {number}"))
    author = Author(number)
    for _ in range(rounds):
        author.write(3)
        author.write(2, OTHER_VILLAGE)
        runs = [
            *author.runs(OTHER_VILLAGE, len(author.written[OTHER_VILLAGE]) - 2),
            *author.runs(VILLAGE, len(author.written[VILLAGE]) - 3),
        ]
        answer = hub.push(author.device, Push(runs if number % 2 else runs[::-1]))
        if answer.refused or len(answer.receipts) != 2:
            raise AssertionError(answer.refused)
        hub.invite(f"专员{number}", "specialist", [VILLAGE])
    opened.close()


def test_several_processes_on_one_store_lose_and_double_nothing(
    postgres_url: str, tmp_path: Path
) -> None:
    hub, store = open_made_up_hub(postgres_url, tmp_path / "root.key")
    workers, rounds = 3, 12
    for number in range(1, workers + 1):
        enrolled(hub, number, "specialist", VILLAGE, OTHER_VILLAGE)

    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=_work, args=(postgres_url, tmp_path, number, rounds))
        for number in range(1, workers + 1)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)

    assert [process.exitcode for process in processes] == [0] * workers
    for village, entries in ((VILLAGE, 3), (OTHER_VILLAGE, 2)):
        rows = hub.books.sql.fetch(
            "SELECT number, first, last FROM arrival WHERE village = ? ORDER BY number",
            (village,),
        )
        assert [row[0] for row in rows] == list(range(1, workers * rounds + 1))
        heads = feed_store.heads(hub.books.sql, [village])
        assert sorted(head.seq for head in heads) == [entries * rounds] * workers
        assert hub.books.states([village]) == [(village, workers * rounds, digest_of(heads))]
    store.close()
