"""The rows of a bank's payment file: who got how much, and what did not arrive."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.domain.errors import Refused
from desktop_app.domain.money import parse_yuan
from desktop_app.spreadsheets.header import NO_HEADER, Promise, plain_words
from desktop_app.spreadsheets.sheet import HEADER_ROWS, SheetRow
from desktop_app.spreadsheets.values import written

_HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("reason", ("失败原因", "退回原因", "错误信息", "返回信息", "原因")),
    ("result", ("处理状态", "处理结果", "交易状态", "发放状态", "结果", "状态")),
    ("number", ("身份证", "证件号")),
    ("amount", ("实发", "发放金额", "交易金额", "代发金额", "金额")),
    ("account", ("账号", "帐号", "卡号", "账户号", "一卡通")),
    ("name", ("户名", "姓名", "收款人", "领款人")),
)
"""What the words over a column may be, the surest first; a column is taken once."""

_SENT = re.compile(r"成功|已发|已入账|正常|完成")
_NOT_SENT = re.compile(r"失败|退|未|错|不符|注销|异常|拒")
_SUM_ROW = re.compile(r"^(?:合计|总计|小计)")
HOLDER = ("name", "number", "account")


@dataclass(frozen=True, slots=True)
class BankRow:
    """What one row says; ``fen`` is none where the amount cannot be read.

    ``sent`` says whether the money arrived, ``reason`` why not.
    """

    row: int
    name: str
    number: str
    account: str
    fen: int | None
    sent: bool
    reason: str


@dataclass(frozen=True, slots=True)
class BankHeader:
    """Where the header stands, and the column (from 1) of each thing that is read."""

    row: int
    columns: dict[str, int]


def bank_header(rows: Sequence[SheetRow]) -> BankHeader | None:
    """Return the best header among the top rows: an amount, and who it was for."""
    found = [BankHeader(row.number, _columns(row)) for row in rows[:HEADER_ROWS]]
    fitting = [one for one in found if _serves(one.columns)]
    return max(fitting, key=lambda one: len(one.columns), default=None)


def bank_promise(rows: Sequence[SheetRow]) -> Promise:
    """Return what a sheet promises as a bank's file; those without a header the least."""
    header = bank_header(rows)
    if header is None:
        return NO_HEADER
    people = sum(row.number > header.row for row in rows)
    return Promise(filled=people > 0, columns=len(header.columns), people=people)


def bank_rows(rows: Sequence[SheetRow]) -> list[BankRow]:
    """Return the rows below the header that name somebody; ``Refused`` without a header."""
    header = bank_header(rows)
    if header is None:
        raise Refused(
            "这个文件里没有找到银行回单的表头，没有读入。",
            advice="请检查有没有一行写着“户名”或者“账号”，还有“金额”。",
        )
    below = (row for row in rows if row.number > header.row)
    read = (_row(row, header.columns) for row in below)
    return [row for row in read if row.name or row.number or row.account]


def _serves(columns: dict[str, int]) -> bool:
    return "amount" in columns and any(one in columns for one in HOLDER)


def _columns(row: SheetRow) -> dict[str, int]:
    words = {place: plain_words(cell) for place, cell in enumerate(row.cells, start=1)}
    found: dict[str, int] = {}
    for thing, wishes in _HEADS:
        place = _place(words, wishes, set(found.values()))
        if place is not None:
            found[thing] = place
    return found


def _place(words: dict[int, str], wishes: Sequence[str], taken: set[int]) -> int | None:
    fitting = (
        place
        for wish in wishes
        for place, text in words.items()
        if wish in text and place not in taken
    )
    return next(fitting, None)


def _row(row: SheetRow, columns: dict[str, int]) -> BankRow:
    said = {thing: written(row.cell(place)).strip() for thing, place in columns.items()}
    name = said.get("name", "")
    if _SUM_ROW.match(name) or any(_SUM_ROW.match(written(cell).strip()) for cell in row.cells[:1]):
        said = {}
    return BankRow(
        row=row.number,
        name=said.get("name", ""),
        number=said.get("number", "").upper(),
        account="".join(said.get("account", "").split()),
        fen=_fen(said.get("amount", "")),
        sent=_arrived(said.get("result", ""), said.get("reason", "")),
        reason=said.get("reason", "") or said.get("result", ""),
    )


def _arrived(result: str, reason: str) -> bool:
    """Say whether the money arrived; a file without a result lists what was paid."""
    if _NOT_SENT.search(result):
        return False
    return bool(_SENT.search(result)) or not _NOT_SENT.search(reason)


def _fen(text: str) -> int | None:
    try:
        return parse_yuan(text) if text else None
    except Refused:
        return None
