"""What the desk says of its sending: numbers that add up, and 已到旗县 by receipts alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.use_cases import sticks
from desktop_app.use_cases.exchange import exchange_history, numbers, sign, sync_state
from desktop_app.use_cases.joining import join, look_at_invitation
from desktop_app.use_cases.sticks import Drive, carry_by_stick, stick_plan
from sync.hub import Hub
from sync.invitation import invitation_text
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person, open_test_session
from tests.sync.hubs import open_made_up_desk

GIGABYTE = 1 << 30


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Session]:
    opened = open_made_up_desk(tmp_path / "desk", "苏日娜")
    yield opened
    opened.close()


@pytest.fixture
def stick(tmp_path: Path) -> Drive:
    (tmp_path / "stick").mkdir()
    return Drive(str(tmp_path / "stick"), "工作盘", GIGABYTE)


def invite(hub: Hub, desk: Session) -> None:
    text = invitation_text(hub.invite("苏日娜", "specialist", [VILLAGE, OTHER_VILLAGE]))
    join(desk, look_at_invitation(text))


def answer(hub: Hub, desk: Session, drive: Drive) -> None:
    """Let the hub read what is on the stick and write its reply."""
    for path in sorted(Path(drive.path).glob("*.nutag")):
        hub.read_packet(path)
    hub.write_reply(Path(drive.path), desk.store.desk.device)


def pass_days(session: Session, days: float) -> None:
    session.world.now.pass_days(days)  # type: ignore[attr-defined] # a clock of the tests


def test_a_desk_without_an_office_says_so(desk: Session) -> None:
    assert sign(desk).since == "还没有新的记录"
    keep_person(desk)
    pass_days(desk, 30)
    now = sign(desk)
    assert now.state == "已保存在本机"
    assert now.since == "还没有接入旗县 · 2 条"
    assert now.tone == "ok"


def test_what_waits_is_told_by_kind_and_age(desk: Session) -> None:
    keep_person(desk, 2)
    pass_days(desk, 3)
    keep_person(desk, 4)
    state = sync_state(desk)
    found = state.numbers
    assert (found.written, found.unsent, found.receipted, found.days_unsent) == (4, 4, 0, 3)
    assert {(one.words, one.count) for one in state.waiting} == {("人员资料", 2), ("住户", 2)}
    assert sum(one.count for one in state.waiting) == found.unsent
    assert state.waiting[0].oldest.day == 25


def test_an_invitation_is_shown_before_it_is_accepted(hub: Hub, desk: Session) -> None:
    text = invitation_text(hub.invite("苏日娜", "specialist", [VILLAGE]))
    card = look_at_invitation(text)
    assert (card.office, card.officer) == ("达茂旗就业服务中心", "苏日娜")
    assert card.role == "嘎查村专员"
    assert card.places == "巴音哈拉嘎查村"
    assert not card.by_network
    assert numbers(desk).office == ""
    join(desk, card)
    assert (numbers(desk).office, numbers(desk).enrolled) == ("达茂旗就业服务中心", False)


def test_only_the_receipt_that_comes_back_counts(hub: Hub, desk: Session, stick: Drive) -> None:
    keep_person(desk)
    invite(hub, desk)
    carried = carry_by_stick(desk, stick)
    assert carried.written is not None
    assert numbers(desk).receipted == 0
    assert "已到旗县" not in sign(desk).state

    answer(hub, desk, stick)
    plan = stick_plan(desk, stick)
    assert [one.kind for one in plan.inbound] == ["reply"]
    again = carry_by_stick(desk, stick)
    assert (again.read, again.troubles) == (1, ())
    found = numbers(desk)
    assert (found.unsent, found.receipted, found.enrolled) == (0, 2, True)
    assert found.written == found.unsent + found.receipted
    assert sign(desk).state == "已到旗县"
    assert stick_plan(desk, stick).inbound == ()
    assert exchange_history(desk)[0].carrier == "U盘"

    keep_person(desk, 4)
    assert (numbers(desk).unsent, numbers(desk).receipted) == (2, 2)
    pass_days(desk, 2)
    assert sign(desk).state == "已保存在本机 · 2 天未送出"
    assert sign(desk).tone == "warn"


@pytest.mark.parametrize(
    ("drive", "said"),
    [
        ({"read_only": True}, "不能写入"),
        ({"free_bytes": 800_000}, "只剩 0.8 MB"),
    ],
)
def test_a_stick_that_will_not_do_is_told_before_anything_is_written(
    hub: Hub, desk: Session, tmp_path: Path, drive: dict[str, int], said: str
) -> None:
    keep_person(desk)
    invite(hub, desk)
    bad = Drive(str(tmp_path), "工作盘", drive.get("free_bytes", GIGABYTE), "read_only" in drive)
    assert said in stick_plan(desk, bad).problem
    with pytest.raises(Refused, match=said):
        carry_by_stick(desk, bad)
    assert list(tmp_path.glob("*.nutag")) == []


def test_a_file_that_is_not_whole_is_left_aside_and_told(
    hub: Hub, desk: Session, stick: Drive
) -> None:
    keep_person(desk)
    invite(hub, desk)
    carry_by_stick(desk, stick)
    answer(hub, desk, stick)
    (reply,) = [one.path for one in stick_plan(desk, stick).inbound]
    data = bytearray(reply.read_bytes())
    data[-1] ^= 1
    reply.write_bytes(bytes(data))
    carried = carry_by_stick(desk, stick)
    assert carried.read == 0
    assert reply.name in carried.troubles[0]
    assert numbers(desk).receipted == 0


def test_practice_is_never_sent(tmp_path: Path) -> None:
    session = open_test_session(tmp_path / "practice", training=True)
    keep_person(session)
    assert sign(session).since == "练习的内容不送出"
    session.close()


def test_sizes_are_told_as_people_read_them() -> None:
    assert sticks.size_words(1) == "0.1 MB"
    assert sticks.size_words(1_887_436) == "1.8 MB"
    assert sticks.size_words(12_025_908_428) == "11.2 GB"
