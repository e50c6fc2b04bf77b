"""Commands that keep the records sound: check, backup, restore, stats."""

import argparse
from pathlib import Path

from desktop_app.cli.answer import Answer, table
from desktop_app.cli.passphrase import ask_passphrase, opened
from desktop_app.domain.records import RECORDS
from desktop_app.session import Session


def check(options: argparse.Namespace, answer: Answer) -> int:
    """Check file, chain, records and rules; code 1 if something does not hold."""
    from desktop_app.use_cases.upkeep import check as look

    with opened(options.data) as session:
        report = look(session)
    lines = [f"核对了 {report.entries} 条日志、{report.rows} 条记录。"]
    if report.sound:
        lines.append("数据完整：文件、日志链和每条记录都对得上。")
    else:
        lines += [*report.problems, "怎么办：先做一次备份，不要再写入；再从较早的备份恢复。"]
    lines += report.hints
    answer.say("\n".join(lines), {"sound": report.sound, **_facts(report)})
    return 0 if report.sound else 1


def _facts(report: object) -> dict[str, object]:
    return {name: getattr(report, name) for name in ("entries", "rows", "problems", "hints")}


def back_up(options: argparse.Namespace, answer: Answer) -> None:
    """Write a verified backup."""
    from desktop_app.use_cases.upkeep import back_up as copy

    with opened(options.data) as session:
        target = copy(session, options.out)
    answer.say(f"备份写好了，并且读回来核对过：{target}", {"file": str(target)})


def restore(options: argparse.Namespace, answer: Answer) -> None:
    """Put a backup in place of the records; what was there is set aside."""
    from desktop_app.use_cases.set_up import open_folder
    from desktop_app.use_cases.upkeep import restore as put_back
    from desktop_app.world import real_world

    world = real_world()
    typed: list[str] = []

    def open_it(folder: Path) -> Session:
        if not typed:
            typed.append(ask_passphrase(folder))
        return open_folder(folder, typed[0], world)

    put_back(options.file, options.data, world, open_it).close()
    answer.say(
        f"已经恢复。恢复前的文件放在 {options.data / 'backups'}，没有删除。",
        {"data": str(options.data)},
    )


def statistics(options: argparse.Namespace, answer: Answer) -> None:
    """Print counts per record type, unsent work and a state hash per village."""
    from desktop_app.domain import divisions
    from desktop_app.use_cases.upkeep import statistics as count

    with opened(options.data) as session:
        found = count(session)
    words = {kind.__name__.lower(): (kind.__doc__ or "").split("(")[0] for kind in RECORDS}
    rows = [[name, str(number)] for name, number in found.counts.items() if name in words]
    lines = [
        table(["记录", "条数"], rows),
        f"办过 {found.operations} 件事，日志 {found.entries} 条，{found.unsent} 条还没有送出。",
    ]
    lines += [
        f"{divisions.village(code).name} {code} 状态值 {digest}"
        for code, digest in found.state_hash.items()
    ]
    answer.say("\n".join(lines), found)
