"""What can be told about a file before anything in it is unpacked."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from desktop_app.spreadsheets.csv_book import SUFFIXES
from desktop_app.spreadsheets.limits import (
    BROKEN,
    LIMITS,
    OPEN_AGAIN,
    SAVE_AS,
    SPLIT,
    TOO_MUCH,
    Limits,
    NotReadable,
)

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
# A small file may be all repetition and harms nobody.
_HARMLESS_BYTES = 8 * 1024 * 1024


def check_file(path: Path, limits: Limits = LIMITS) -> None:
    """Refuse a file that is too large or is no .xlsx workbook, by its size and first bytes."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        most = limits.file_bytes // (1024 * 1024)
        raise NotReadable(f"这个文件超过 {most} MB，没有读入。", SPLIT)
    if size == 0:
        raise NotReadable("这个文件是空的，没有读入。", "请让对方重新发一份。")
    with path.open("rb") as file:
        first = file.read(len(_OLE))
        if first.startswith(_ZIP) or _is_text(path, first):
            return
        if first == _OLE and _PASSWORD in first + file.read():
            raise NotReadable(
                "这个文件设了打开密码，没有读入。",
                "请在 WPS 或 Excel 里用密码打开，取消密码后另存为 .xlsx，再读入。",
            )
    kind = "旧格式的表格（.xls 或 .et）" if first == _OLE else "xlsx 表格"
    told = f"这个文件是{kind}" if first == _OLE else f"这个文件不是 {kind}"
    raise NotReadable(f"{told}，没有读入。", SAVE_AS)


def _is_text(path: Path, first: bytes) -> bool:
    """Say whether a file that is called a .csv may be one: it begins like no other format."""
    named = path.suffix.lower() in SUFFIXES
    return named and first != _OLE and not first.lstrip().startswith(b"<") and b"\0" not in first


def open_package(path: Path, limits: Limits = LIMITS) -> ZipFile:
    """Open the workbook, or refuse one that would unpack to more than can be borne."""
    try:
        archive = ZipFile(path)
    except (BadZipFile, NotImplementedError, ValueError):
        raise NotReadable(BROKEN, OPEN_AGAIN) from None
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise NotReadable("这个文件设了密码，没有读入。", "请取消密码后另存为 .xlsx，再读入。")
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise NotReadable(BROKEN, OPEN_AGAIN)
    if len(parts) > limits.parts or _unpacks_too_large(parts, limits):
        raise NotReadable(TOO_MUCH, SPLIT)
    names = {part.filename.lower() for part in parts}
    if "[content_types].xml" not in names or "xl/workbook.bin" in names:
        raise NotReadable("这个文件不是 xlsx 表格，没有读入。", SAVE_AS)
    return archive


def _unpacks_too_large(parts: list[ZipInfo], limits: Limits) -> bool:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        return True
    return any(
        part.file_size > _HARMLESS_BYTES and part.file_size > limits.ratio * part.compress_size
        for part in parts
    )
