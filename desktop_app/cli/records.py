"""Commands about records: list them, and do any one thing by its name."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import replace
from textwrap import indent
from typing import Any, get_type_hints

from desktop_app.cli.answer import Answer, plain, table, to_json
from desktop_app.cli.passphrase import opened
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    Disclosure,
    Employment,
    Enrolment,
    Household,
    Paper,
    Person,
    Placement,
    Post,
    Printout,
    Record,
    Visit,
    labels,
)
from desktop_app.session import Session
from desktop_app.use_cases.arguments import refuse_unstorable

KINDS: Mapping[str, type[Record]] = {
    "people": Person,
    "households": Household,
    "employments": Employment,
    "visits": Visit,
    "posts": Post,
    "placements": Placement,
    "enrolments": Enrolment,
    "papers": Paper,
    "disclosures": Disclosure,
    "printouts": Printout,
}
"""What ``nutag list`` can list."""


def list_records(options: argparse.Namespace, answer: Answer) -> None:
    """List records; identity numbers are masked unless ``--whole``, which leaves a record."""
    kind = KINDS[options.kind]
    wanted = dict(_condition(kind, text) for text in options.where)
    with opened(options.data) as session:
        found = session.find(kind, **wanted)
        total = len(found)
        found = found[: options.limit] if options.limit > 0 else found
        shown = [_shown(session, record, whole=options.whole) for record in found]
    names = [name for name in labels(kind) if name != "checks"]
    names.append("id")
    rows = [[_cell(record[name]) for name in names] for record in shown]
    head = [*(labels(kind)[name].text for name in names[:-1]), "编号"]
    filled = [
        place for place, name in enumerate(names) if name == "id" or any(row[place] for row in rows)
    ]
    text = table([head[p] for p in filled], [[row[p] for p in filled] for row in rows])
    answer.say(
        f"{text}\n共 {total} 条，列出 {len(rows)} 条。", {"total": total, options.kind: shown}
    )


def _shown(session: Session, record: Record, *, whole: bool) -> dict[str, Any]:
    if isinstance(record, Person) and record.citizen_id:
        from desktop_app.domain.citizen_id import masked
        from desktop_app.use_cases.people import show_citizen_id

        number = (
            show_citizen_id(session, record.id, "命令行列表")
            if whole
            else masked(record.citizen_id)
        )
        record = replace(record, citizen_id=number)
    found: dict[str, Any] = plain(record)
    return found


def _cell(value: object) -> str:
    if value is None or value is False:
        return ""
    return "是" if value is True else str(value)


def _condition(kind: type[Record], text: str) -> tuple[str, Any]:
    import msgspec

    name, equals, value = text.partition("=")
    hints = get_type_hints(kind)
    if not equals or name not in hints:
        raise Refused(
            f"条件「{text}」写得不对。",
            advice=f"写法：--where 项目=值；项目可以是：{'、'.join(hints)}。",
        )
    refuse_unstorable(value)
    try:
        found = msgspec.convert(value if value or hints[name] is str else None, hints[name],
                                strict=False)  # fmt: skip
    except msgspec.ValidationError as error:
        raise Refused(
            f"条件「{text}」的值不对。",
            advice="日期写成 2026-11-25，是或否写成 1 或 0，编号要写全；等号后面不写就是找空的。",
        ) from error
    refuse_unstorable(found)
    return name, found


def do(options: argparse.Namespace, answer: Answer) -> int:
    """Call a use case by its name with JSON arguments."""
    from desktop_app.use_cases import catalogue

    if options.list:
        found = catalogue.descriptions()
        lines = [
            f"{each.name}({', '.join(each.arguments)})\n{indent(each.words, '    ')}"
            for each in found
        ]
        answer.say("\n".join(lines), found)
        return 0
    if not options.use_case or options.data is None:
        raise Refused(
            "还缺办什么事、在哪个数据文件夹。",
            advice="写法：nutag do USE_CASE --data DIR --args '{…}'；能办的事见 nutag do --list。",
        )
    arguments = _arguments(options.args)
    with opened(options.data) as session:
        result = catalogue.call(session, options.use_case, arguments)
    answer.say(to_json(result), {"result": result})
    return 0


def _arguments(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(
            "参数不是一个完整的 JSON 对象。", advice='写法：--args \'{"text": "乌云"}\'。'
        ) from error
    if not isinstance(found, dict):
        raise Refused("参数要写成一个 JSON 对象。", advice='写法：--args \'{"text": "乌云"}\'。')
    return found
