"""The order of names in lists: as people look them up, by pinyin.

GB 2312 has its 3,755 most common characters in the order of their pinyin, and the rarer ones
after them; so a comparison of its codes needs no dictionary.
"""

from functools import cache, lru_cache

COLLATION = "pinyin"
_FIRST, _LAST = 0xB0, 0xF7
_REMEMBERED = 16_384
"""Names whose places are kept: a name is compared about twenty times to find where it goes."""


def compare_names(one: str, other: str) -> int:
    """Return -1, 0 or 1: which of two names comes first in a list."""
    if one == other:
        return 0
    first, second = _key(one), _key(other)
    return (first > second) - (first < second)


@cache
def _place(character: str) -> bytes:
    """Return the place of a character: Latin, then GB 2312, then all others.

    No place is the beginning of another one, so places can be joined and compared as one.
    """
    code = character.encode("gb18030")
    if len(code) == 1:
        return b"\0" + code
    common = len(code) == 2 and _FIRST <= code[0] <= _LAST and code[1] > 0xA0
    return (b"\1" if common else b"\2") + code


@lru_cache(_REMEMBERED)
def _key(name: str) -> bytes:
    return b"".join(map(_place, name))
