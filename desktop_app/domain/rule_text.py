"""A rule pack as text (TOML): read strictly, with the line of what is wrong, and written."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from desktop_app.domain.errors import Refused
from desktop_app.domain.rules import HEAD, Clause, RulePack, built_in_rules, read_rules

LARGEST_TEXT = 256 << 10
"""Bytes of a pack; the built-in one has 60 thousand."""

BOUNDS = {"周岁": (0, 120), "天": (0, 3660), "个月": (0, 1200), "年": (0, 100), "%": (0, 1000)}
"""The least and the most that makes sense of a unit."""

MOST = 10**12
ADVICE = "请照内置规则包导出的样子改正，再读入；没有写入任何内容。"

_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_AREA = re.compile(r"\d{6}|\d{9}|\d{12}")
_NEW_CLAUSE = re.compile(r"\s*\[\[\s*clauses\s*\]\]")


def read_pack(text: str) -> RulePack:
    """Return the pack of a stranger's text; ``Refused`` says the line and key of what is wrong.

    Keys that are not known are kept as they are: a newer program may know them.
    """
    if len(text.encode()) > LARGEST_TEXT:
        raise Refused(f"规则包超过 {LARGEST_TEXT >> 10} KB，没有读入。", advice=ADVICE)
    try:
        facts = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        where = f"第 {place.group(1)} 行" if place else "最后"
        raise Refused(f"规则包{where}写得不对，不是完整的 TOML。", advice=ADVICE) from error
    except RecursionError as error:
        raise Refused("规则包套得太深，没有读入。", advice=ADVICE) from error
    for wrong in _wrong(facts, text):
        raise Refused(wrong, advice=ADVICE)
    return read_rules(text)


def write_pack(pack: RulePack) -> str:
    """Return a pack as TOML that ``read_pack`` reads again to the same pack."""
    head = {"title": pack.title, "version": pack.version, **pack.others}
    lines = [_line(key, value) for key, value in head.items()]
    for clause in pack.in_order():
        lines += ["", "[[clauses]]", *(_line(key, value) for key, value in facts_of(clause))]
    return "\n".join([*lines, ""])


def facts_of(clause: Clause) -> Iterator[tuple[str, Any]]:
    """Return what a clause says by the keys of the text, without what it leaves open."""
    always = ("number", "key", "title", "value", "basis", "since")
    yield from ((key, getattr(clause, key)) for key in always)
    yield "evidence", clause.evidence_grade
    for key in ("subject", "unit", "document", "until", "pending"):
        if getattr(clause, key):
            yield key, getattr(clause, key)
    if clause.areas:
        yield "areas", list(clause.areas)
    yield from clause.others.items()


# What is wrong


def _wrong(facts: Mapping[str, Any], text: str) -> Iterator[str]:
    """Tell the first thing that is wrong, if there is one."""
    for key in ("title", "version"):
        value = facts.get(key)
        if not isinstance(value, str) or not value.strip() or len(value) > 60:
            yield f"规则包的 {key} 要写成 1 到 60 个字。"
    clauses = facts.get("clauses")
    if not isinstance(clauses, list) or not clauses:
        yield "规则包里没有条款：每一条以 [[clauses]] 开头。"
        return
    places = [n for n, line in enumerate(text.split("\n"), 1) if _NEW_CLAUSE.match(line)]
    numbers: set[int] = set()
    for count, entry in enumerate(clauses, start=1):
        at = f"第 {places[count - 1]} 行起的" if len(places) == len(clauses) else ""
        name = entry.get("key", "") if isinstance(entry, dict) else ""
        where = f"规则包{at}第 {count} 条{f'（{name}）' if isinstance(name, str) and name else ''}"
        yield from (f"{where}：{wrong}" for wrong in _wrong_clause(entry))
        number = entry.get("number", count)
        if number in numbers:
            yield f"{where}：条号 {number} 用了两次。"
        numbers.add(number)
    yield from _overlapping(clauses)


def _wrong_clause(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "要写成 [[clauses]] 下面的一项一项。"
        return
    if not isinstance(entry.get("key"), str) or not _KEY.fullmatch(entry["key"]):
        yield "key 要写成 post.min_age 这样的英文名。"
        return
    yield from _wrong_words(entry)
    if entry.get("evidence") not in ("A", "B", "C", "D", "K"):
        yield "evidence 要写 A、B、C、D、K 中的一个。"
    if not isinstance(entry.get("pending", False), bool):
        yield "pending 要写 true 或 false。"
    number = entry.get("number", 1)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < MOST:
        yield "number 要写成大于 0 的整数。"
    yield from _wrong_days(entry)
    yield from _wrong_areas(entry.get("areas", []))
    yield from _wrong_value(entry)


def _wrong_words(entry: Mapping[str, Any]) -> Iterator[str]:
    for key in ("title", "basis"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            yield f"{key} 没有写，或者不是文字。"
    for key in ("unit", "subject", "document"):
        if not isinstance(entry.get(key, ""), str):
            yield f"{key} 要写成文字。"


def _wrong_days(entry: Mapping[str, Any]) -> Iterator[str]:
    since, until = entry.get("since"), entry.get("until")
    if not _is_day(since):
        yield "since 要写成 2026-01-01 这样的日期，不加引号。"
    elif until is not None and not _is_day(until):
        yield "until 要写成 2026-12-31 这样的日期，不加引号；没有到期的不写这一项。"
    elif until is not None and until < since:
        yield "until 早于 since。"


def _wrong_areas(areas: Any) -> Iterator[str]:
    if not isinstance(areas, list) or not all(
        isinstance(one, str) and _AREA.fullmatch(one) for one in areas
    ):
        yield 'areas 要写成 ["150223"] 这样的区划代码，6、9 或 12 位。'


def _wrong_value(entry: Mapping[str, Any]) -> Iterator[str]:
    value, known = entry.get("value"), built_in_rules().clauses.get(entry["key"])
    if not isinstance(value, bool | int | str):
        yield "value 要写成整数、true、false 或者文字。"
        return
    if known is not None and type(value) is not type(known[0].value):
        yield f"value 要写成{_kind(known[0].value)}。"
        return
    if isinstance(value, int) and not isinstance(value, bool):
        least, most = BOUNDS.get(str(entry.get("unit", "")), (-MOST, MOST))
        if not least <= value <= most:
            yield f"value 要在 {least} 和 {most} 之间。"


def _overlapping(clauses: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Refuse two clauses that begin on one day for one area: no day could choose between them."""
    seen: set[tuple[str, date, str]] = set()
    for entry in clauses:
        for area in entry.get("areas") or [""]:
            one = (entry["key"], entry["since"], area)
            if one in seen:
                yield f"{entry['key']} 有两条在同一天（{entry['since']}）起生效，分不清用哪一条。"
            seen.add(one)


def _kind(value: bool | int | str) -> str:
    if isinstance(value, bool):
        return " true 或 false"
    return "整数" if isinstance(value, int) else "文字，要加引号"


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


# Writing


def _line(key: str, value: Any) -> str:
    return f"{_key(key)} = {_value(value)}"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        inside = ", ".join(_line(str(key), one) for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    return f"[{', '.join(_value(one) for one in value)}]"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


__all__ = ["HEAD", "facts_of", "read_pack", "write_pack"]
