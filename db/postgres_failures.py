"""Turns what PostgreSQL says into whole sentences: what happened, what to do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app.domain.errors import Unavailable

_BEGIN_AGAIN = {"40001", "40P01", "CR000"}
"""Serialization failure and deadlock: nothing was kept, the same again will do."""

_SENTENCES: tuple[tuple[str, str, str], ...] = (
    (
        "28",
        "数据库不接受这个用户名或口令，没有连上。",
        "请核对 --store 地址里的用户名和口令，或者请管理员看数据库的访问设置。",
    ),
    (
        "3D000",
        "数据库服务器上没有这个库，没有连上。",
        "请先用 createdb 建一个 UTF8 编码的库，或者核对地址里的库名。",
    ),
    (
        "3F000",
        "数据库里没有地址中写的 schema，没有写入。",
        "请核对地址里 schema= 后面的名字；第一次使用请先运行 nutag hub init。",
    ),
    (
        "42501",
        "这个数据库用户没有足够的权限，这一步没有写入。",
        "请管理员把库的建表和读写权限给这个用户。",
    ),
    (
        "42P01",
        "这个库里没有旗县汇集点的数据表，没有写入。",
        "请核对 --store 的地址；第一次使用请先运行 nutag hub init。",
    ),
    (
        "53100",
        "数据库服务器的磁盘满了，这一步没有写入。",
        "请在服务器上腾出空间，再办一次；已签收的数据都在。",
    ),
    (
        "53200",
        "数据库服务器的内存不够，这一步没有写入。",
        "请稍后再试；常常这样，请管理员给服务器加内存。",
    ),
    (
        "53300",
        "数据库的连接数已满，没有连上。",
        "请稍后再试；常常这样，请管理员调大 max_connections 或减少汇集点的进程。",
    ),
    (
        "25006",
        "连上的是只读的数据库副本，这一步没有写入。",
        "请把 --store 地址改成主库。",
    ),
    (
        "XX00",
        "数据库的文件有损坏，这一步没有写入。",
        "请停止汇集点，请管理员检查数据库服务器的硬盘和备份。",
    ),
)
_REFUSED_AT_THE_DOOR: tuple[tuple[str, str], ...] = (
    (r"database .* does not exist|数据库 .*不存在", "3D000"),
    (r"permission denied|权限不够", "42501"),
    (r"too many (clients|connections)|remaining connection slots|连接.*太多", "53300"),
    (r"role .* does not exist|authentication|password|no pg_hba|角色 .*不存在|认证|口令", "28000"),
)
"""A refused connection has no SQLSTATE, so what the server says in words is looked at."""
_UNREACHABLE = (
    "连不上数据库，或者连接断了；没有得到确认的数据请当作没有写入。",
    "请检查数据库服务器是否开着、地址和端口是否正确；恢复后再办一次，重复办不会多出数据。",
)
_BUSY = (
    "数据库正忙，多个进程同时改同一处，这一步没有写入。",
    "请过几秒再办一次。",
)


class TryAgain(Unavailable):
    """The database gave up because others were at work; the same transaction may pass now."""


@contextmanager
def postgres_told() -> Iterator[None]:
    """Raise ``Unavailable`` with a whole sentence where the database cannot go on."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        told_as = sentence_for(_state_of(error), ours=not _of_the_world(error))
        if told_as is None:
            raise
        raise told_as from error


def sentence_for(sqlstate: str | None, *, ours: bool = False) -> Unavailable | None:
    """Return what to tell about an SQLSTATE, ``None`` being a lost or refused connection.

    ``ours`` says that an unknown state is our own fault; then ``None`` comes back.
    """
    state = sqlstate or ""
    if state in _BEGIN_AGAIN:
        return TryAgain(_BUSY[0], advice=_BUSY[1])
    for begins, message, advice in _SENTENCES:
        if state.startswith(begins):
            return Unavailable(message, advice=advice)
    return None if ours else Unavailable(_UNREACHABLE[0], advice=_UNREACHABLE[1])


def _state_of(error: Exception) -> str | None:
    import psycopg

    if isinstance(error, psycopg.Error) and error.sqlstate:
        return error.sqlstate
    for words, state in _REFUSED_AT_THE_DOOR:
        if re.search(words, str(error)):
            return state
    return None


def _of_the_world(error: Exception) -> bool:
    import psycopg

    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
