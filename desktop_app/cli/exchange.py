"""The command that takes in an Excel file."""

import argparse

from desktop_app.cli.answer import Answer
from desktop_app.cli.passphrase import opened
from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress


def import_file(options: argparse.Namespace, answer: Answer) -> None:
    """Take in a roster: the rows that are sound, one operation each; tell about the others."""
    from desktop_app.use_cases.roster_import import import_roster, read_roster, write_errors

    if options.errors is not None and options.errors.exists():
        raise Refused("--errors 的位置已经有同名的文件，没有覆盖它。", advice="请换一个文件名。")
    with opened(options.data) as session:
        villages = dict(_village(text) for text in options.village)
        preview = read_roster(session, options.file, Progress(), villages)
        if options.errors is not None:
            write_errors(preview, options.errors)
        result = None
        if not options.dry_run:
            result = import_roster(session, preview, Progress())
    lines = [preview.summary()]
    lines += [row.problem.sentence() for row in preview.rows if row.problem is not None][:20]
    lines.append("这是试读，没有写入。" if result is None else result.sentence())
    answer.say("\n".join(lines), {"preview": preview, "result": result})


def _village(text: str) -> tuple[str, str]:
    name, equals, code = text.rpartition("=")
    if not equals or not name:
        raise Refused("--village 写得不对。", advice="写法：--village 南河沿村=150223100201")
    return name, code
