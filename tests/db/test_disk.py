"""A file is whole or not there, and of one that could not be written nothing is left."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.disk import keep_whole
from desktop_app.domain.errors import Unavailable
from desktop_app.spreadsheets.book import keep_book
from desktop_app.use_cases.whole_files import write_whole


@contextmanager
def no_larger_than(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_stood_there_is_replaced_whole(tmp_path: Path) -> None:
    keep_whole(tmp_path / "证明.pdf", b"old")
    keep_whole(tmp_path / "证明.pdf", b"new")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"证明.pdf": b"new"}


def test_a_full_disk_keeps_what_stood_there_and_nothing_else(tmp_path: Path) -> None:
    keep_whole(tmp_path / "证明.pdf", b"old")
    with no_larger_than(1000), pytest.raises(OSError):  # noqa: PT011 - whichever the system says
        keep_whole(tmp_path / "证明.pdf", bytes(2000))

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"证明.pdf": b"old"}


@pytest.mark.parametrize("write", [keep_book, lambda data, path: write_whole(path, data)])
def test_papers_and_workbooks_leave_no_half_of_them(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def] # two shapes
    with no_larger_than(1000), pytest.raises(Unavailable):
        write(bytes(2000), tmp_path / "名册")

    assert not list(tmp_path.iterdir())
