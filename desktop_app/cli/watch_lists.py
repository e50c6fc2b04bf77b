"""The command that takes in a list an office handed over."""

import argparse
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from desktop_app.cli.answer import Answer
from desktop_app.cli.passphrase import opened
from desktop_app.domain.codes import code_list
from desktop_app.domain.dates import parse_date
from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress

if TYPE_CHECKING:
    from desktop_app.use_cases.watch_lists import ListPreview

SHOWN = 20
"""People and problems told on a terminal; the JSON document has all."""


def add_arguments(one: argparse.ArgumentParser) -> None:
    """Add what only a list needs."""
    kinds = tuple(each.value for each in code_list("watch_list").choices())
    one.add_argument("--list", choices=kinds, dest="watch_list", help="watch-list：哪一种名单")
    one.add_argument("--source", default="", metavar="单位", help="watch-list：哪个部门的名单")
    one.add_argument("--as-of", metavar="DATE", help="watch-list：名单的日期，不写就是今天")
    one.add_argument("--complete", action="store_true",
                     help="watch-list：是完整名单，这次没有的人从名单上去掉")  # fmt: skip


def import_list(options: argparse.Namespace, answer: Answer) -> None:
    """Take in a list of deaths, pensioners and so on: only people known here are kept."""
    from desktop_app.use_cases.watch_lists import read_watch_list, take_in_list

    if options.watch_list is None:
        raise Refused("还没有说是哪一种名单。", advice="写法：--list deaths；有哪些见 --help。")
    with opened(options.data) as session:
        preview = read_watch_list(
            session,
            options.file,
            options.watch_list,
            Progress(),
            source=options.source,
            as_of=_day(options.as_of),
            whole=options.complete,
        )
        batch = None if options.dry_run else take_in_list(session, preview, Progress())
    answer.say(_told(preview, dry_run=options.dry_run), _document(preview, batch))


def _day(text: str | None) -> date | None:
    return None if text is None else parse_date(text)


def _told(preview: "ListPreview", *, dry_run: bool) -> str:
    rows = [f"第 {row.row} 行：{''.join(row.notes)}" for row in preview.rows if row.notes]
    lines = [preview.summary(), *rows[:SHOWN], *preview.problems[:SHOWN]]
    lines.append("这是试读，没有写入。" if dry_run else "已保存在本机，可以整批撤销。")
    return "\n".join(lines)


def _document(preview: "ListPreview", batch: int | None) -> Mapping[str, object]:
    """Return what scripts read; its shape is part of the interface and only grows."""
    return {
        "file": preview.file_name,
        "sheet": preview.sheet,
        "list": preview.watch_list,
        "source": preview.source,
        "as_of": preview.as_of,
        "read": preview.read,
        "known": len(preview.rows),
        "counts": dict(preview.counts),
        "strangers": preview.strangers,
        "gone": len(preview.gone),
        "problems": list(preview.problems),
        "rows": [
            {
                "row": row.row, "number": row.number, "state": row.state, "since": row.since,
                "until": row.until, "detail": row.detail, "notes": list(row.notes),
            }
            for row in preview.rows
        ],
        "batch": batch,
    }  # fmt: skip
