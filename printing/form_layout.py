"""Reads the layout of a form from its TOML file, and refuses in words what is wrong with it.

An office may put its own file in place of the one that comes with the program; `check_offered`
then says whether the program has all that the file asks for.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from desktop_app.domain.errors import Refused
from printing.layout import BLOCKS, AnyBlock, Layout, Margins, TableBlock
from printing.layout_checks import (
    LIMITS,
    WIDEST_MARGIN,
    check_shape,
    check_words,
    names_in,
    table_columns,
)

LARGEST_LAYOUT = 200_000
"""Bytes of a layout: the longest of ours has a twentieth of that."""

ADVICE = "请照着程序自带的版式改好，再装入。"
BLOCK_START = re.compile(r"^\s*\[\[\s*block\s*\]\]")
MOST_BLOCKS, MOST_EMPTY_CELLS = 200, 20_000
"""What an empty form may have of them: the largest of ours has less than a tenth of it."""

DEEP_NAME = re.compile(
    r"""(?:(?:"[^"\n]{0,64}"|'[^'\n]{0,64}'|[\w-]{1,64})[ \t]{0,64}\.[ \t]{0,64}){16}"""
)
"""A name of sixteen parts with dots between them: tomllib takes the square of its length."""
BAD_LINE = re.compile(r"\(at line (\d+)")
NAMES = {str: "文字", float: "数字", int: "整数", bool: "true 或 false"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the file something is: a line, counted from 1, or 0, and words."""

    line: int
    words: str

    def within(self, words: str) -> "_Place":
        return _Place(self.line, f"{self.words}的 {words}" if self.words else words)

    def refusal(self, what: str, field: str = "") -> Refused:
        line = f"第 {self.line} 行起，" if self.line else ""
        gap = " " if self.words[-1:].isascii() and self.words else ""
        message = f"版式写得不对：{line}{self.words}{gap}{what}。"
        return Refused(message, advice=ADVICE, fields=(field,) if field else ())


def read_layout(text: str) -> Layout:
    """Return the layout written in TOML; refuse what cannot be one, naming line and field."""
    facts = _facts(text)
    blocks = _blocks(facts.pop("block", None), _block_lines(text))
    top = _Place(0, "")
    if "margins" in facts:
        facts["margins"] = _margins(facts["margins"], top)
    layout: Layout = _made(Layout, {**facts, "blocks": list(blocks.values())}, top)
    for name in names_in(layout.title):
        if name not in layout.fields:
            raise top.refusal(f"title 用到了没有列在 fields 里的栏目“{name}”", name)
    for place, block in blocks.items():
        problem = check_shape(block) or check_words(block, layout)
        if problem:
            raise place.refusal(*problem)
    if _empty_cells(layout) > MOST_EMPTY_CELLS:
        raise top.refusal(f"空格太多：行数乘列数，最多 {MOST_EMPTY_CELLS:,} 格", "least_rows")
    return layout


def _facts(text: str) -> dict[str, Any]:
    if len(text.encode()) > LARGEST_LAYOUT:
        raise Refused(
            f"版式太大，没有读入：最多 {LARGEST_LAYOUT // 1024} KB。",
            advice="版式只写样子，不写内容；请照着程序自带的版式写。",
        )
    deep = DEEP_NAME.search(text)
    if deep:
        line = text.count("\n", 0, deep.start()) + 1
        raise Refused(f"版式的第 {line} 行里，名称用点隔得太深，读不懂。", advice=ADVICE)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise Refused("版式里括号套得太深，读不懂。", advice=ADVICE) from error
    except tomllib.TOMLDecodeError as error:
        found = BAD_LINE.search(str(error))
        where = f"第 {found[1]} 行" if found else "文件末尾"
        raise Refused(f"版式的{where}写得不对，读不懂。", advice=ADVICE) from error
    except ValueError as error:  # a number of thousands of digits, a day that is none
        raise Refused("版式里有一个数或日期太大，读不懂。", advice=ADVICE) from error


def check_offered(layout: Layout, own: Layout) -> None:
    """Refuse a layout that asks for what the program does not have; ``own`` is its own layout."""
    missing = sorted(set(layout.fields) - set(own.fields))
    if missing:
        raise Refused(
            f"程序没有版式里的栏目“{missing[0]}”。",
            advice=f"这种表能用的栏目是：{'、'.join(own.fields)}。",
            fields=missing,
        )
    offered = _row_fields(own)
    for table, names in _row_fields(layout).items():
        unknown = sorted(names - offered.get(table, set()))
        if unknown:
            raise Refused(
                f"程序没有版式里的列“{unknown[0]}”（表“{table}”）。",
                advice=f"这张表能用的列是：{'、'.join(sorted(offered.get(table, set())))}。",
                fields=unknown,
            )


def _empty_cells(layout: Layout) -> int:
    """Return how many cells of tables are drawn where there are no rows."""
    tables = (block for block in layout.blocks if isinstance(block, TableBlock))
    return sum(max(1, block.least_rows) * len(table_columns(block)) for block in tables)


def _row_fields(layout: Layout) -> dict[str, set[str]]:
    """Return the fields of rows, by the name of their table."""
    found = {table: set(names) for table, names in layout.tables.items()}
    for block in layout.blocks:
        if isinstance(block, TableBlock):
            names = {column.field for column in table_columns(block) if column.field}
            found.setdefault(block.name, set()).update(names)
    return found


def _block_lines(text: str) -> Iterator[int]:
    """Give the lines on which blocks begin."""
    for number, line in enumerate(text.splitlines(), start=1):
        if BLOCK_START.match(line):
            yield number


def _blocks(written: Any, lines: Iterator[int]) -> dict[_Place, AnyBlock]:
    if not isinstance(written, list) or not written:
        raise _Place(0, "").refusal("一个版块（[[block]]）也没有")
    if len(written) > MOST_BLOCKS:
        raise _Place(0, "").refusal(f"版块太多，最多 {MOST_BLOCKS} 个", "block")
    blocks: dict[_Place, AnyBlock] = {}
    for number, facts in enumerate(written, start=1):
        place = _Place(next(lines, 0), f"第 {number} 个版块")
        if not isinstance(facts, dict) or facts.get("kind") not in BLOCKS:
            raise place.refusal(f"的 kind 应当是 {'、'.join(BLOCKS)} 中的一种", "kind")
        kind = str(facts["kind"])
        rest = {key: value for key, value in facts.items() if key != "kind"}
        named = _Place(place.line, f"{place.words}（{kind}）")
        blocks[named] = _made(BLOCKS[kind], rest, named)
    return blocks


def _margins(written: Any, place: _Place) -> Margins:
    sides = _value(tuple[float, ...], written, place.within("margins"))
    if len(sides) != 4 or not 0 <= min(sides) <= max(sides) <= WIDEST_MARGIN:
        most = f"{WIDEST_MARGIN:g}"
        raise place.refusal(f"margins 应当是四个不超过 {most} 的毫米数：上、右、下、左", "margins")
    return Margins(*sides)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(kind: type, facts: Any, place: _Place) -> Any:
    """Return a dataclass from what was written, every key known and of its type."""
    if not isinstance(facts, dict):
        raise place.refusal("应当写成 { 名称 = 内容 }")
    known = {one.name: one for one in fields(kind)}
    for key in facts:
        if key not in known:
            raise place.refusal(f"里不认识“{key}”，可以写的有 {'、'.join(known)}", key)
    for name, one in known.items():
        needed = one.default is MISSING and one.default_factory is MISSING
        if needed and name not in facts:
            raise place.refusal(f"里少了“{name}”", name)
    for key, value in facts.items():
        _within_limits(key, value, place)
    hints = _hints(kind)
    return kind(**{key: _value(hints[key], value, place.within(key))
                   for key, value in facts.items()})  # fmt: skip


def _value(hint: Any, value: Any, place: _Place) -> Any:
    """Return ``value`` as ``hint`` says, or refuse it."""
    origin = get_origin(hint)
    if origin is UnionType:
        hint = next(one for one in get_args(hint) if one is not NoneType)
        return value if hint is Margins else _value(hint, value, place)
    if origin is tuple:
        return _list(get_args(hint)[0], value, place)
    if origin is Mapping:
        return _mapping(get_args(hint)[1], value, place)
    if is_dataclass(hint):
        return value if is_dataclass(value) else _made(hint, value, place)  # type: ignore[arg-type]
    return _plain(hint, value, place)


def _list(hint: Any, value: Any, place: _Place) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise place.refusal("应当是列表 [ … ]")
    if get_origin(hint) is UnionType:
        return tuple(value)
    return tuple(_value(hint, one, place.within(f"第 {number} 项"))
                 for number, one in enumerate(value, start=1))  # fmt: skip


def _mapping(hint: Any, value: Any, place: _Place) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise place.refusal("应当是 { 名称 = 内容 }")
    return {str(key): _value(hint, one, place.within(key)) for key, one in value.items()}


def _plain(hint: Any, value: Any, place: _Place) -> Any:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        if value not in list(hint):
            raise place.refusal(f"应当是 {'、'.join(hint)} 中的一种")
        return hint(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not hint or (isinstance(value, float) and not isfinite(value)):
        raise place.refusal(f"应当是{NAMES[hint]}")
    return value


def _within_limits(key: str, value: Any, place: _Place) -> None:
    """Refuse a measure that no paper could have; 0 stands for the usual one."""
    if key in LIMITS and isinstance(value, int | float) and value:
        least, most = LIMITS[key]
        if not least <= value <= most:
            raise place.within(key).refusal(f"应当在 {least:g} 和 {most:g} 之间", key)
