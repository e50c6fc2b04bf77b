"""Whether the clock of the computer can be right: what was kept before cannot lie ahead of it."""

from datetime import datetime, timedelta

from db import workbench_queries
from desktop_app.session import Session
from desktop_app.world import SHANGHAI

LOOKED_AT = 200
"""Operations looked at: with only the last one, a first record at the wrong time would hide it;
with all, one day on which the clock ran ahead would be told for ever."""

ALLOWED = timedelta(hours=1)
"""Less is how clocks drift and are set right again."""


def clock_problem(session: Session) -> str:
    """Return what is wrong with the clock, or an empty text when nothing is."""
    at = workbench_queries.newest_of_last(session.store.database, LOOKED_AT)
    if at is None:
        return ""
    ahead = datetime.fromisoformat(at).astimezone(SHANGHAI) - session.now()
    if ahead < ALLOWED:
        return ""
    hours = ahead // timedelta(hours=1)
    words = f"{ahead.days} 天" if ahead.days else f"{hours} 小时"
    return f"电脑的时间比上次保存还早 {words}，请先校准时间再登记。"
