"""Rows of a program that knew fewer columns: the others hold their defaults."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from db import journal
from db.journal import EDIT
from db.rows import columns, table_number, to_row
from db.undo import recent, take_back
from desktop_app.domain.records import Post
from sync.hub import Hub
from sync.messages import Push
from tests.sessions import VILLAGE
from tests.sync.hostile import Parts, Rogue, meet, open_replica, reasons
from tests.sync.hubs import open_made_up_hub

POST = table_number(Post)
ANNOUNCED_AT = columns(Post).index("announced_at") + 1


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    made, store = open_made_up_hub(str(tmp_path / "hub"), tmp_path / "root")
    yield made
    store.close()


def test_what_an_older_program_did_not_know_can_be_edited_and_taken_back(
    hub: Hub, tmp_path: Path
) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    rogue = Rogue(7)
    rogue.enrol(hub)
    row, created = _short_post(rogue)
    hub.push(rogue.device, Push(rogue.runs()))
    meet(hub, replica)
    post = session.get(Post, UUID(bytes=row))
    with session.operation("test", "公示") as operation:
        operation.save(replace(post, announced_at="村务公开栏"))

    take_back(session.store, recent(session.store, 1)[0].number, "撤销：公示")

    assert created == 1
    assert session.get(Post, post.id) == post
    session.close()


def test_an_edit_that_names_what_never_wrote_its_column_stops_nobody(
    hub: Hub, tmp_path: Path
) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    rogue = Rogue(7)
    rogue.enrol(hub)
    row, created = _short_post(rogue, hlc=journal.LATEST)
    parts: Parts = {"table": POST, "row": row, "op": EDIT}
    title = rogue.add(VILLAGE, [[columns(Post).index("title") + 1, "护林员", created]], **parts)
    rogue.add(VILLAGE, [[ANNOUNCED_AT, "村务公开栏", title]], **parts)
    hub.push(rogue.device, Push(rogue.runs()))

    meet(hub, replica)

    assert reasons(session) == []
    assert session.get(Post, UUID(bytes=row)).title == "护林员"
    session.close()


def _short_post(rogue: Rogue, hlc: int = 1) -> tuple[bytes, int]:
    """Write a post as a program did that knew fewer columns; return its id and entry."""
    row = rogue.dice(16)
    values = [row, *to_row(Post(village_code=VILLAGE, title="保洁员"))[1:]]
    seq = rogue.add(VILLAGE, values[: ANNOUNCED_AT - 1], table=POST, row=row, hlc=hlc)
    return row, seq
