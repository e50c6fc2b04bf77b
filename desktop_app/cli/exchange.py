"""The command that takes in an Excel file."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.answer import Answer
from desktop_app.cli.passphrase import opened
from desktop_app.cli.sheets import NAMES, import_records_file
from desktop_app.cli.watch_lists import import_list
from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.use_cases.roster_changes import masked_text

if TYPE_CHECKING:
    from desktop_app.use_cases.roster_import import ImportResult, RosterPreview, RosterRow

SHOWN = 20
"""Problems told on a terminal; the JSON document and ``--errors`` have all."""


def import_file(options: argparse.Namespace, answer: Answer) -> None:
    """Take in a roster or a sheet of another kind: what is sound; tell about the other rows."""
    from desktop_app.use_cases.roster_import import import_roster, read_roster, write_errors

    if options.kind == "watch-list":
        import_list(options, answer)
        return
    _refuse_existing(options.errors)
    if options.kind in NAMES:
        import_records_file(options, answer)
        return
    villages = dict(_village(text) for text in options.village)
    with opened(options.data) as session:
        preview = read_roster(session, options.file, Progress(), villages)
        if options.errors is not None:
            write_errors(preview, options.errors)
        result = None
        if not options.dry_run:
            result = import_roster(session, preview, Progress())
    answer.say(_told(preview, result), _document(preview, result))


def _refuse_existing(path: Path | None) -> None:
    if path is not None and path.exists():
        raise Refused("--errors 的位置已经有同名的文件，没有覆盖它。", advice="请换一个文件名。")


def _village(text: str) -> tuple[str, str]:
    """Read 名称=CODE; nothing before the sign stands for rows that name no village."""
    name, equals, code = text.rpartition("=")
    if not equals or not re.fullmatch(r"\d{12}", code):
        raise Refused(
            f"--village {text} 写得不对。", advice="写法：--village 南河沿村=150223102200。"
        )
    return name, code


def _told(preview: "RosterPreview", result: "ImportResult | None") -> str:
    problems = [row.problem for row in preview.rows if row.problem is not None]
    lines = [preview.summary(), *(masked_text(str(problem)) for problem in problems[:SHOWN])]
    if len(problems) > SHOWN:
        lines.append(f"还有 {len(problems) - SHOWN} 行；用 --errors OUT.xlsx 写出全部。")
    lines.append("这是试读，没有写入。" if result is None else result.sentence())
    return "\n".join(lines)


def _document(preview: "RosterPreview", result: "ImportResult | None") -> dict[str, object]:
    """Return what scripts read; its shape is part of the interface and only grows."""
    return {
        "file": preview.file_name,
        "kind": preview.kind,
        "sheet": preview.sheet,
        "header_row": preview.header_row,
        "matched": [{"field": name, "header": header} for name, header in preview.matched],
        "unmatched": preview.unmatched,
        "other_sheets": preview.other_sheets,
        "villages": [
            {
                "text": choice.text,
                "township": choice.township,
                "rows": choice.rows,
                "code": choice.code,
                "elsewhere": choice.elsewhere,
                "candidates": [
                    {"code": village.code, "name": village.full_name}
                    for village in choice.candidates
                ],
            }
            for choice in preview.villages
        ],
        "counts": preview.counts,
        "problems": [_problem(row) for row in preview.rows if row.problem is not None],
        "changes": [_changes(row) for row in preview.rows if row.changes],
        "notes": [
            {
                "row": row.number,
                "name": row.name,
                "notes": [masked_text(note) for note in (*row.repaired, *row.notes)],
            }
            for row in preview.rows
            if row.repaired or row.notes
        ],
        "dry_run": result is None,
        "result": result,
    }


def _problem(row: "RosterRow") -> dict[str, object]:
    problem = row.problem
    assert problem is not None  # noqa: S101 - the caller chose such rows
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": masked_text(problem.value),
        "message": masked_text(problem.message),
        "advice": problem.advice,
    }


def _changes(row: "RosterRow") -> dict[str, object]:
    changes = [
        {"field": label, "before": before, "after": after} for label, before, after in row.changes
    ]
    return {"row": row.number, "name": row.name, "changes": changes}
