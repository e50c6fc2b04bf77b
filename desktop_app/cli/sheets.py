"""The command that takes in a sheet of any kind but people and office lists."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_app.cli.answer import Answer
from desktop_app.cli.passphrase import opened
from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.spreadsheets.catalogue import KINDS, sheet_kind

if TYPE_CHECKING:
    from desktop_app.use_cases.sheets_in.taking_in import SheetPreview, SheetResult

APART = ("watch_list",)
"""Kinds with options of their own."""

NAMES = {name.replace("_", "-"): name for name in KINDS if name not in APART}
"""The kinds as they are written in the command."""

SHOWN = 20
"""Problems told on a terminal; the JSON document and ``--errors`` have all."""


def kinds_told() -> str:
    """Return each kind with what it is."""
    rest = (f"{word}：{sheet_kind(name).title}" for word, name in NAMES.items())
    return "；".join(("people：人员花名册", "watch-list：部门名单", *rest))


def add_arguments(one: argparse.ArgumentParser) -> None:
    """Add what says which worksheet is meant, and which column of an office's sheet is what."""
    one.add_argument("--sheet", default="", metavar="工作表", help="文件里有几个工作表时读哪一个")
    one.add_argument("--column", action="append", default=[], metavar="列名=项目",
                     help="指明表里的一列是什么，可以写几次；下次同样的表不用再写")  # fmt: skip
    one.add_argument("--every", action="append", default=[], metavar="项目=内容",
                     help="表里没有这一列、整张表都一样的，例如 月份=2026-10")  # fmt: skip
    one.add_argument("--months", action="store_true",
                     help="只写到年月的日期，按那个月 1 日，截止的按月末")  # fmt: skip


def import_records_file(options: argparse.Namespace, answer: Answer) -> None:
    """Take in a sheet: the rows that are sound, all at once; tell about the others."""
    from desktop_app.use_cases.sheets_in.taking_in import (
        import_records,
        read_records,
        write_wrong_rows,
    )

    matching = dict(
        _pair(text, "--column", "学的啥=培训班；不要的列写 列名=") for text in options.column
    )
    every = dict(_pair(text, "--every", "月份=2026-10") for text in options.every)
    with opened(options.data) as session:
        kind = NAMES[options.kind]
        preview = read_records(
            session,
            kind,
            options.file,
            Progress(),
            matching,
            options.sheet,
            every,
            months=options.months,
        )
        if options.errors is not None:
            write_wrong_rows(preview, options.errors)
        result = None
        if not options.dry_run:
            result = import_records(session, preview, Progress())
    answer.say(_told(preview, result), _document(preview, result))


def _pair(text: str, option: str, example: str) -> tuple[str, str]:
    left, equals, right = text.rpartition("=")
    if not equals or not left:
        raise Refused(f"{option} {text} 写得不对。", advice=f"写法：{option} {example}。")
    return left, right


def _told(preview: "SheetPreview", result: "SheetResult | None") -> str:
    problems = [str(row.problem) for row in preview.rows if row.problem is not None]
    lines = [preview.summary(), *problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(f"还有 {len(problems) - SHOWN} 行；用 --errors OUT.xlsx 写出全部。")
    lines.append("这是试读，没有写入。" if result is None else result.sentence())
    return "\n".join(lines)


def _document(preview: "SheetPreview", result: "SheetResult | None") -> Mapping[str, object]:
    """Return what scripts read; its shape is part of the interface and only grows."""
    header = preview.header
    return {
        "file": preview.file_name,
        "kind": preview.kind.name,
        "sheet": preview.sheet,
        "header_row": header.row,
        "matched": [
            {"field": one.field, "header": header.texts[at]} for at, one in header.columns.items()
        ],
        "unmatched": list(header.unmatched),
        "counts": dict(preview.counts),
        "problems": [
            {
                "sheet": row.problem.sheet, "row": row.number, "column": row.problem.column,
                "message": row.problem.message, "advice": row.problem.advice,
            }
            for row in preview.rows
            if row.problem is not None
        ],
        "changes": [
            {"row": row.number, "name": row.name, "changes": [list(one) for one in row.changes]}
            for row in preview.rows
            if row.state == "changed"
        ],
        "dry_run": result is None,
        "result": None if result is None else {**dict(result.counts), "batch": result.batch},
    }  # fmt: skip
