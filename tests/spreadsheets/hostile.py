"""Makes the files that want to hurt: bombs, traps, and files that are not what they say."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

from tests.rosters import number_of, plain_roster

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
_OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def good(path: Path) -> Path:
    """Write a small roster that can be read."""
    roster = plain_roster()
    roster.add(姓名="乌云其其格", 身份证号=number_of(12), 嘎查村="南河沿村")
    return roster.write(path)


def changed(
    path: Path, part: str, change: Callable[[str], str], *, compression: int = ZIP_DEFLATED
) -> Path:
    """Write a good roster of which one part was changed; an empty part is left out."""
    source = good(path.with_name("good.xlsx"))
    with ZipFile(source) as before, ZipFile(path, "w", compression) as after:
        for name in before.namelist():
            text = before.read(name).decode()
            text = change(text) if name == part else text
            if text:
                after.writestr(name, text)
    return path


def sheet_of(path: Path, rows: str, *, front: str = "", back: str = "") -> Path:
    """Write a workbook whose sheet has these rows under a good header."""

    def change(text: str) -> str:
        return text.replace("<sheetData>", front + "<sheetData>").replace(
            "</sheetData>", rows + "</sheetData>" + back
        )

    return changed(path, _SHEET, change)


def _one_text_over_and_over(path: Path) -> Path:
    """Write a sheet of 1 MB whose rows would be 2 GB, because all point to one text."""
    cells = "".join(f'<c r="{letter}9" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{number}">{cells}</row>' for number in range(3, 3_000))
    sheet = sheet_of(path.with_name("rows.xlsx"), rows)
    with ZipFile(sheet) as before, ZipFile(path, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name).decode()
            if name == _STRINGS:
                text = text.replace("序号", "长" * 30_000)
            after.writestr(name, text)
    return path


def _body(text: str) -> str:
    return text.partition("?>")[2]


BROKEN: dict[str, Callable[[Path], Path]] = {
    "laughs in the sheet": lambda path: changed(
        path, _SHEET, lambda text: _LAUGHS + _body(text).replace("<sheetData>", "<sheetData>&i;")
    ),
    "laughs in the strings": lambda path: changed(
        path, _STRINGS, lambda text: _LAUGHS + _body(text).replace("<t>", "<t>&i;", 1)
    ),
    "laughs in the workbook": lambda path: changed(
        path, "xl/workbook.xml", lambda text: _LAUGHS + _body(text).replace("花名册", "&i;")
    ),
    "laughs in the styles": lambda path: changed(
        path, "xl/styles.xml", lambda text: _LAUGHS + _body(text)
    ),
    "laughs in the types": lambda path: changed(
        path, "[Content_Types].xml", lambda text: _LAUGHS + _body(text)
    ),
    "a file from outside": lambda path: changed(
        path, _STRINGS, lambda text: _OUTSIDE + _body(text).replace("<t>", "<t>&a;", 1)
    ),
    "a sheet cut off": lambda path: changed(path, _SHEET, lambda text: text[: len(text) // 2]),
    "the strict variety of the format": lambda path: changed(
        path,
        "xl/workbook.xml",
        lambda text: text.replace(_MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            "http://schemas.openxmlformats.org/officeDocument/2006",
            "http://purl.oclc.org/ooxml/officeDocument",
        ),
    ),
    "no sheet": lambda path: changed(path, _SHEET, lambda _: ""),
    "no workbook": lambda path: changed(path, "xl/workbook.xml", lambda _: ""),
    "no strings": lambda path: changed(path, _STRINGS, lambda _: ""),
    "a string that is not there": lambda path: sheet_of(
        path, '<row r="3"><c r="A3" t="s"><v>999999</v></c></row>'
    ),
    "a row that is no number": lambda path: sheet_of(path, '<row r="x"><c r="A3"/></row>'),
    "a row twice": lambda path: sheet_of(path, '<row r="2"><c r="A2"><v>1</v></c></row>'),
    "a row before the first": lambda path: sheet_of(path, '<row r="-5"><c><v>1</v></c></row>'),
    "a row behind the last": lambda path: sheet_of(path, '<row r="1048577"><c><v>1</v></c></row>'),
    "a text longer than any": lambda path: sheet_of(
        path, f'<row r="3"><c r="A3" t="str"><v>{"长" * 40_000}</v></c></row>'
    ),
    "another compression": lambda path: changed(
        path, _SHEET, lambda text: text, compression=ZIP_BZIP2
    ),
    "a zip cut off": lambda path: _cut(good(path)),
    "a zip that is only a head": lambda path: _bytes(path, b"PK\x03\x04" + bytes(300)),
    "a part that is damaged": lambda path: _damage(good(path)),
}

TOO_LARGE: dict[str, Callable[[Path], Path]] = {
    "a part that is all spaces": lambda path: changed(
        path, _SHEET, lambda text: text.replace("<sheetData>", " " * 40_000_000 + "<sheetData>")
    ),
    "a million empty elements": lambda path: sheet_of(
        path, "", back="".join(f"<x{number % 977}/>" for number in range(1_200_000))
    ),
    "one long text over and over": _one_text_over_and_over,
    "too many parts": lambda path: _many_parts(good(path)),
    "merged cells without end": lambda path: sheet_of(path, "", back=_merges(250_000)),
    "strings without end": lambda path: changed(path, _STRINGS, _with_strings(1_100_000)),
    "elements within elements": lambda path: sheet_of(
        path, "", back="<x>" * 300_000 + "</x>" * 300_000
    ),
}


def _merges(number: int) -> str:
    """Return areas that each reach from a row that is there to the end of the sheet."""
    areas = "".join(f'<mergeCell ref="A2:A{1_000_000 + one % 999}"/>' for one in range(number))
    return f"<mergeCells>{areas}</mergeCells>"


def _with_strings(number: int) -> Callable[[str], str]:
    """Return a change that adds strings, all different; in memory four times what they are here."""
    more = "".join(f"<si><t>{f'{one:07}' * 14}\U00020547</t></si>" for one in range(number))
    return lambda text: text.replace("</sst>", f"{more}</sst>")


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _cut(path: Path) -> Path:
    return _bytes(path, path.read_bytes()[:-200])


def _damage(path: Path) -> Path:
    content = bytearray(path.read_bytes())
    start = content.find(b"xl/worksheets/sheet1.xml") + 60
    content[start : start + 40] = bytes(40)
    return _bytes(path, bytes(content))


def _many_parts(path: Path) -> Path:
    with ZipFile(path, "a") as archive:
        for number in range(2_100):
            archive.writestr(f"xl/media/{number}.png", b"")
    return path


NOT_XLSX: dict[str, tuple[bytes, str]] = {
    "old format": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2_000), "旧格式"),
    "password": (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "密码",
    ),
    "csv": ("姓名,身份证号\n乌云,1\n".encode("gb18030"), "不是 xlsx"),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", "不是 xlsx"),
    "empty": (b"", "空的"),
    "noise": (bytes(range(256)) * 20, "不是 xlsx"),
}
