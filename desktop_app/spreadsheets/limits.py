"""How much of a stranger's file the program is willing to bear."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file, and the longest time and memory spent on it."""

    file_bytes: int = 20 * MIB
    unpacked_bytes: int = 300 * MIB
    ratio: int = 100
    parts: int = 2_000
    sheets: int = 50
    rows: int = 50_000
    columns: int = 200
    merged: int = 200_000
    memory_bytes: int = 512 * MIB
    sent_bytes: int = 200 * MIB
    quiet_seconds: float = 30
    total_seconds: float = 180


LIMITS = Limits()

SAVE_AS = "请在 WPS 或 Excel 里打开它，另存为“Excel 工作簿（*.xlsx）”，再读入。"
SPLIT = "请按嘎查村拆成几个小表，再分别读入。"
DROP_COLUMNS = "请删掉用不着的列，再读入。"
OPEN_AGAIN = "请在 WPS 或 Excel 里打开看看，能打开就另存为 .xlsx 再读入，打不开就请对方重新发。"
TOO_MUCH = "这个文件展开以后太大，没有读入。"
BROKEN = "这个文件损坏了，没有读入。"


class NotReadable(Exception):
    """Inside the reading process: the file is refused, with a sentence and a way out."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice
