"""Whatever happens while a packet is written: it is whole, or it is not there."""

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.errors import AppError, Cancelled, Refused, Unavailable
from desktop_app.domain.progress import Progress
from sync.packet import write_packet
from sync.packet_frames import LARGEST_FRAME
from tests.sync.packets import DESK, HUB, OTHER, names, noise, write

FRAMES = [b"one", noise(5_000), noise(1 << 20), bytes(70_000)]
NAME = "NUTAG-20261125-0001.nutag"


def test_nothing_is_replaced(tmp_path: Path) -> None:
    for name in (NAME, "NUTAG-20261125-0001.2.nutag", f"{NAME}.part"):
        folder = tmp_path / f"with {name}"
        folder.mkdir()
        (folder / name).write_bytes(b"somebody else's")
        with pytest.raises(Refused, match="没有覆盖"):
            write(folder / NAME, [noise(300_000), noise(300_000)], piece_bytes=500_000)
        assert names(folder) == [name]
        assert (folder / name).read_bytes() == b"somebody else's"


def test_a_name_taken_while_it_is_written_is_not_replaced_either(tmp_path: Path) -> None:
    def frames() -> Iterator[bytes]:
        yield b"one"
        (tmp_path / NAME).write_bytes(b"somebody else's")

    with pytest.raises(Refused, match="没有覆盖"):
        write_packet(
            tmp_path / NAME, DESK.card(HUB), frames(), sign=DESK.signer.sign, random=DESK.dice
        )
    assert (tmp_path / NAME).read_bytes() == b"somebody else's"
    assert names(tmp_path) == [NAME]


def test_who_stops_it_finds_nothing_on_the_stick(tmp_path: Path) -> None:
    progress = Progress()

    def frames() -> Iterator[bytes]:
        for number in range(5):
            if number == 3:
                progress.cancel()
            yield noise(100_000, str(number))

    with pytest.raises(Cancelled):
        write_packet(
            tmp_path / NAME, DESK.card(HUB), frames(), sign=DESK.signer.sign, random=DESK.dice,
            progress=progress, piece_bytes=300_000,
        )  # fmt: skip
    assert progress.done == 3
    assert names(tmp_path) == []


def test_a_mistake_of_ours_is_not_put_on_a_stick(tmp_path: Path) -> None:
    for frames in ([b""], [bytes(LARGEST_FRAME + 1)]):
        with pytest.raises(ValueError, match="frame"):
            write(tmp_path / NAME, frames)
    with pytest.raises(ValueError, match="signed"):
        write_packet(
            tmp_path / NAME, DESK.card(HUB), [b"f"], sign=OTHER.signer.sign, random=DESK.dice
        )
    with pytest.raises(ValueError, match="recipients"):
        write_packet(
            tmp_path / NAME, DESK.card(*[HUB] * 600), [b"f"], sign=DESK.signer.sign,
            random=DESK.dice,
        )  # fmt: skip
    assert names(tmp_path) == []


def test_a_disk_without_room_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"大约要 4000000.0 MB，现在只剩 \d+\.\d MB"):
        write(tmp_path / NAME, FRAMES, expected_bytes=4_000_000_000_000)
    assert names(tmp_path) == []


def test_a_stick_that_gives_back_other_bytes_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fake capacity: what is written beyond the end is taken without a word and lost."""
    honest, length = os.read, write(tmp_path / NAME, FRAMES).bytes
    (tmp_path / NAME).unlink()
    for changed in (*range(0, length, 99_991), length - 1):
        place = 0

        def read(handle: int, size: int, changed: int = changed) -> bytes:
            nonlocal place
            data = bytearray(honest(handle, size))
            if place <= changed < place + len(data):
                data[changed - place] ^= 1
            place += len(data)
            return bytes(data)

        with monkeypatch.context() as patch:
            patch.setattr("sync.packet_part.os.read", read)
            with pytest.raises(Unavailable, match="不可靠"):
                write(tmp_path / NAME, FRAMES)
        assert names(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="this system has no such call")
def test_it_is_read_back_from_the_disk_and_not_from_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    for name in ("fsync", "posix_fadvise", "read"):
        real = getattr(os, name)

        def noted(*args: Any, name: str = name, real: Callable[..., Any] = real) -> Any:
            calls.append((name, args[-1]))
            return real(*args)

        monkeypatch.setattr(f"sync.packet_part.os.{name}", noted)
    write(tmp_path / NAME, FRAMES[:2])

    names_of_calls = [name for name, _ in calls]
    assert names_of_calls[:3] == ["fsync", "posix_fadvise", "read"]
    assert names_of_calls[-1] == "fsync"
    assert calls[1][1] == os.POSIX_FADV_DONTNEED


def _failing(call: Callable[..., Any], at: int, code: int, *, for_good: bool) -> Callable[..., Any]:
    """Return ``call``, failing the ``at``-th time, and if ``for_good`` ever after."""
    done = 0

    def fail(*args: Any, **options: Any) -> Any:
        nonlocal done
        done += 1
        if done == at or (for_good and done > at):
            raise OSError(code, "made up")
        return call(*args, **options)

    return fail


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, "U 盘满了"),
        (errno.EROFS, "写保护"),
        (errno.EIO, "拔出"),
        (errno.ENODEV, "拔出"),
    ],
    ids=["full", "read-only", "broken", "pulled out"],
)
@pytest.mark.parametrize("name", ["write", "fsync", "rename", "open", "read", "lseek", "close"])
def test_whichever_call_fails_nothing_half_is_left(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    code: int,
    sentence: str,
    for_good: bool,
) -> None:
    """Fail the first, second, … call of each kind until one more is never made."""
    frames = [noise(150_000, str(number)) for number in range(3)]
    real = getattr(os, name)
    for at in range(1, 100):
        target = tmp_path / f"{at}.nutag"
        with monkeypatch.context() as patch:
            patch.setattr(
                f"sync.packet_part.os.{name}", _failing(real, at, code, for_good=for_good)
            )
            try:
                written = write(target, frames, piece_bytes=500_000)
            except AppError as error:
                failed = error
            else:
                break
        assert isinstance(failed, Unavailable)
        assert sentence in str(failed)
        assert failed.advice.endswith("。")
        assert names(tmp_path) == []
    assert at > 1
    assert len(written.paths) == 2
    assert [frame for path in written.paths for frame in HUB.open(path, DESK).frames()] == frames


def test_a_disk_that_takes_a_little_at_a_time_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    with monkeypatch.context() as patch:
        patch.setattr("sync.packet_part.os.write", lambda handle, data: real(handle, data[:777]))
        path = write(tmp_path / NAME, FRAMES[:2]).path

    assert list(HUB.open(path, DESK).frames()) == FRAMES[:2]


# real disks


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[Path]:
    """Mount a small disk in memory; skip where this machine does not let us."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=20, check=False)
    except OSError:
        pytest.skip("there is no mount")
    if done.returncode:
        pytest.skip("this machine does not let us mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], timeout=20, check=True)


def test_a_full_disk_of_any_size_keeps_nothing_half(tmp_path: Path) -> None:
    needed = write(tmp_path / NAME, FRAMES).bytes
    for size in range(64, needed // 1024 + 256, 64):
        with small_disk(tmp_path / f"disk {size}", f"size={size}k") as disk:
            if size < needed // 1024:
                with pytest.raises(Unavailable, match=r"U 盘满了，.*现在只剩"):
                    write(disk / NAME, FRAMES)
                assert names(disk) == []
            else:
                path = write(disk / NAME, FRAMES).path
                assert list(HUB.open(path, DESK).frames()) == FRAMES


def test_a_read_only_disk_is_a_sentence(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "disk", "size=1m,ro") as disk,
        pytest.raises(Unavailable, match="写保护"),
    ):
        write(disk / NAME, FRAMES)


def test_a_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="拔出"):
        write(tmp_path / "gone" / NAME, FRAMES)
