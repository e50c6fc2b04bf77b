"""Turns what SQLite says into whole sentences: what happened, what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app.domain.errors import Unavailable

_SENTENCES: tuple[tuple[str, str, str], ...] = (
    (
        "disk is full",
        "磁盘满了，这一步没有写入。",
        "请删除不用的文件，腾出至少 500 MB，再办一次；已保存的记录都在。",
    ),
    (
        "disk I/O error",
        "磁盘满了，或者读写出错，这一步没有写入。",
        "请先看磁盘还有没有空间，删除不用的文件；再检查硬盘。已保存的记录没有改动。",
    ),
    (
        "locked",
        "数据正被另一个程序占用，这一步没有写入。",
        "请关掉另一个窗口或者杀毒软件的扫描，过一会儿再办。",
    ),
    (
        "readonly",
        "数据文件夹不允许写入，这一步没有写入。",
        "请检查文件夹的权限，或者磁盘是否写保护。",
    ),
    (
        "unable to open",
        "数据文件打不开。",
        "请检查数据文件夹是否还在、是否有权限读写。",
    ),
    (
        "not a database",
        "数据文件打不开：密钥不对，或者文件头已经损坏。",
        "不要删除它。请用「从备份恢复」恢复到一个新的文件夹，再交给旗县的技术人员。",
    ),
    (
        "malformed",
        "数据文件有损坏，已停止写入，还能查看。",
        "不要删除它。请先做备份，再用「从备份恢复」恢复到一个新的文件夹。",
    ),
)


def sentence_for(error: BaseException) -> Unavailable | None:
    """Return what to tell a person about a database error; ``None`` if it is our own fault."""
    text = str(error)
    if type(error).__name__ not in {"OperationalError", "DatabaseError", "NotADatabaseError"}:
        return None
    for words, message, advice in _SENTENCES:
        if words in text:
            return Unavailable(message, advice=advice)
    return None


@contextmanager
def told() -> Iterator[None]:
    """Raise ``Unavailable`` with a whole sentence where the database cannot go on."""
    try:
        yield
    except Exception as error:  # two drivers without a common base: told apart by name
        told_as = sentence_for(error)
        if told_as is None:
            raise
        raise told_as from error
