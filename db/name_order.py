"""The order of names in lists: as people look them up, by pinyin.

GB 2312 has its 3,755 most common characters in the order of their pinyin, and the rarer ones
after them; so a comparison of its codes needs no dictionary.
"""

from functools import cache

COLLATION = "pinyin"
_FIRST, _LAST = 0xB0, 0xF7


def compare_names(one: str, other: str) -> int:
    """Return -1, 0 or 1: which of two names comes first in a list."""
    if one == other:
        return 0
    first, second = _key(one), _key(other)
    return (first > second) - (first < second)


@cache
def _place(character: str) -> tuple[int, bytes]:
    """Return the place of a character: Latin, then GB 2312, then all others."""
    code = character.encode("gb18030")
    if len(code) == 1:
        return 0, code
    return (1 if len(code) == 2 and _FIRST <= code[0] <= _LAST and code[1] > 0xA0 else 2), code


def _key(name: str) -> list[tuple[int, bytes]]:
    return [_place(character) for character in name]
