"""Work on a true exFAT stick: carried, full, read-only, torn and swapped, in plain sentences."""

import shutil
from pathlib import Path

import pytest

from db.replay import verify
from desktop_app.domain.errors import AppError
from desktop_app.session import Session
from desktop_app.use_cases.exchange import numbers, sign
from desktop_app.use_cases.sticks import Drive, carry_by_stick, stick_plan
from sync.hub import Hub
from tests.exfat import ExfatStick, exfat_stick
from tests.sessions import keep_person
from tests.sync.hubs import open_made_up_desk
from tests.use_cases.test_exchange_state import answer, desk, invite

__all__ = ["desk", "exfat_stick"]

GIGABYTE = 1 << 30


def drive_at(place: Path, free_bytes: int = -1) -> Drive:
    """Return what the system tells of a stick; ``free_bytes`` where it lies."""
    free = shutil.disk_usage(place).free if free_bytes < 0 else free_bytes
    return Drive(str(place), "工作盘", free)


def packets(place: Path) -> list[Path]:
    return sorted(place.glob("*.nutag"))


def test_work_goes_out_on_a_stick_and_receipts_come_back_on_it(
    hub: Hub, desk: Session, exfat_stick: ExfatStick
) -> None:
    keep_person(desk)
    invite(hub, desk)
    carry_by_stick(desk, drive_at(exfat_stick.plug_in()))
    exfat_stick.pull_out()

    answer(hub, desk, drive_at(exfat_stick.plug_in()))
    exfat_stick.pull_out()
    carried = carry_by_stick(desk, drive_at(exfat_stick.plug_in()))

    assert (carried.read, carried.troubles) == (1, ())
    assert numbers(desk).unsent == 0
    assert sign(desk).state == "已到旗县"


def test_a_full_stick_takes_nothing_whatever_it_says_of_its_room(
    hub: Hub, desk: Session, exfat_stick: ExfatStick
) -> None:
    keep_person(desk)
    invite(hub, desk)
    place = exfat_stick.plug_in()
    (place / "照片.bin").write_bytes(bytes(shutil.disk_usage(place).free - 4096))

    for drive in (drive_at(place), drive_at(place, GIGABYTE)):
        with pytest.raises(AppError) as told:
            carry_by_stick(desk, drive)
        assert str(told.value).endswith("。")
        assert told.value.advice
        assert packets(place) == []
    (place / "照片.bin").unlink()
    carry_by_stick(desk, drive_at(place))
    assert len(packets(place)) == 1
    assert verify(desk.store.database).problems == []


def test_a_stick_that_cannot_be_written_says_so(
    hub: Hub, desk: Session, exfat_stick: ExfatStick
) -> None:
    keep_person(desk)
    invite(hub, desk)
    place = exfat_stick.plug_in(read_only=True)

    with pytest.raises(AppError) as told:
        carry_by_stick(desk, drive_at(place))

    assert told.value.advice
    assert packets(place) == []
    assert numbers(desk).unsent == 2


def test_a_packet_whose_last_sectors_never_reached_the_stick_is_left_aside(
    hub: Hub, desk: Session, exfat_stick: ExfatStick
) -> None:
    keep_person(desk)
    invite(hub, desk)
    place = exfat_stick.plug_in()
    carry_by_stick(desk, drive_at(place))
    (packet,) = packets(place)
    data = packet.read_bytes()
    exfat_stick.pull_out()
    image = bytearray(exfat_stick.image.read_bytes())
    start = image.find(data)
    assert start > 0
    torn = start + len(data) // 2
    image[torn : start + len(data)] = bytes(start + len(data) - torn)
    exfat_stick.image.write_bytes(image)

    place = exfat_stick.plug_in()
    with pytest.raises(AppError) as told:
        hub.read_packet(packets(place)[0])
    assert told.value.advice
    assert hub.books.certificate(desk.store.desk.device) is None
    packets(place)[0].unlink()
    carry_by_stick(desk, drive_at(place))
    answer(hub, desk, drive_at(place))
    assert carry_by_stick(desk, drive_at(place)).read == 1
    assert numbers(desk).unsent == 0


def test_a_stick_for_another_desk_is_not_read_and_not_harmed(
    hub: Hub, desk: Session, exfat_stick: ExfatStick, tmp_path: Path
) -> None:
    other = open_made_up_desk(tmp_path / "other", "王海")
    keep_person(other, 7)
    invite(hub, other)
    keep_person(desk)
    invite(hub, desk)
    place = exfat_stick.plug_in()
    carry_by_stick(other, drive_at(place))
    answer(hub, other, drive_at(place))
    replies = {path.name: path.read_bytes() for path in packets(place)}

    assert stick_plan(desk, drive_at(place)).inbound == ()
    carried = carry_by_stick(desk, drive_at(place))

    assert carried.read == 0
    assert numbers(desk).receipted == 0
    assert {name: (place / name).read_bytes() for name in replies} == replies
    assert carry_by_stick(other, drive_at(place)).read == 1
    assert numbers(other).unsent == 0
    other.close()
