"""推迟: a thing to do that comes back on a day, with the reason why it waits."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from desktop_app.domain.dates import short
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Snooze
from desktop_app.session import Session
from desktop_app.use_cases.workbench_lines import Todo

LONGEST = 92
"""Days that a thing can be put off at a time."""


def snooze_todo(session: Session, key: str, until: date, reason: str) -> Snooze:
    """Put a thing off until a day; it stays in sight below the others, with the reason."""
    today = session.today()
    if not key.strip():
        raise Refused("还没有选要推迟的事。", advice="先在工作台选一件。", fields=("key",))
    if not today < until <= today + timedelta(days=LONGEST):
        raise Refused(
            f"推迟到 {until} 不行，没有写入。",
            advice=f"请选明天到 {LONGEST} 天以内的一天。",
            fields=("until",),
        )
    if not reason.strip():
        raise Refused(
            "还没有写为什么推迟，没有写入。",
            advice="写一句原因，例如“等旗县批复”。",
            fields=("reason",),
        )
    with session.operation("snooze_todo", f"推迟到{short(until)}：{reason.strip()}") as operation:
        before = session.find(Snooze, key=key)
        wish = before[-1] if before else Snooze(village_code=session.village_codes[0], key=key)
        return operation.save(
            replace(wish, until=until, reason=reason.strip(), officer=session.officer)
        )


def wake_todo(session: Session, key: str) -> None:
    """Let a thing that was put off come back now."""
    with session.operation("wake_todo", "不再推迟") as operation:
        found = session.find(Snooze, key=key)
        if not found:
            raise Refused("这件事没有推迟过。", advice="请刷新工作台再看。", fields=("key",))
        for one in found:
            operation.remove(one)


def put_off(session: Session, todo: Iterable[Todo]) -> Iterator[Todo]:
    """Yield the lines, those that were put off in a group of their own until their day."""
    today = session.today()
    waiting = {one.key: one for one in session.find(Snooze) if one.until and one.until > today}
    for line in todo:
        snooze = waiting.get(line.key)
        if snooze is None or snooze.until is None:
            yield line
        else:
            why = f"推迟到 {short(snooze.until)}：{snooze.reason}。{line.why}"
            yield replace(line, group="snoozed", why=why)
