"""Looks at the arguments that a script gives, before anything is asked or kept with them."""

import re
from collections.abc import Iterator
from typing import Any

from desktop_app.domain.errors import Refused

LARGEST = 2**63 - 1
"""The largest whole number that a records file holds."""

_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters but tab and line break, and halves of characters."""

_KINDS = {
    "int": "整数", "float": "小数", "str": "文字", "bool": "true 或 false", "object": "JSON 对象",
    "array": "列表", "null": "null", "date": "日期", "datetime": "时刻", "uuid": "编号",
}  # fmt: skip


def refuse_unstorable(value: Any) -> None:
    """Raise ``Refused`` where a value of JSON's kinds could not be kept as it is."""
    for each in _leaves(value):
        if isinstance(each, str) and _UNSTORABLE.search(each):
            raise Refused(
                "参数里有看不见的控制字符，或者不是完整的文字编码。",
                advice="请删去这些字符，用 UTF-8 编码再写一次。",
            )
        if isinstance(each, int) and abs(each) > LARGEST:
            raise Refused("参数里有一个数太大。", advice="请检查这个数，再写一次。")


def told_of_mistake(message: str) -> str:
    """Return what msgspec found wrong, as a sentence."""
    place = re.search(r" - at `\$?\.?(.*)`$", message)
    where = f"「{place.group(1)}」" if place and place.group(1) else ""
    kinds = re.match(r"Expected `([^`]*)`, got `([^`]*)`", message)
    if kinds:
        wanted, given = (_kinds(text) for text in kinds.groups())
        return f"参数{where}写得不对：要写的是 {wanted}，写了 {given}。"
    missing = re.match(r"Object missing required field `([^`]*)`", message)
    if missing:
        return f"参数{where}不完整：还缺「{missing.group(1)}」。"
    return f"参数{where}的值不对。"


def _kinds(text: str) -> str:
    return "或者".join(_KINDS.get(kind, kind) for kind in text.split(" | "))


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    else:
        yield value
