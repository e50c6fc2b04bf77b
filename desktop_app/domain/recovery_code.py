"""The recovery code (恢复码): 8 groups of 4 characters that people copy from paper."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from desktop_app.domain.errors import Refused

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 characters without 0 O 1 I L; a prime, so one check character finds every single slip."""

GROUPS, LETTERS = 8, 4
WHOLE = GROUPS * LETTERS
_WEIGHTS = (1, 2, 3)
_FAIR = 256 - 256 % len(ALPHABET)
_BETWEEN = re.compile(r"[\s\-‐-―_.,:;/|·、，。；：]+")
_ADVICE = "请对照恢复码那张纸再看一遍；恢复码里没有 0、O、1、I、L。"


def make_recovery(random: Callable[[int], bytes]) -> list[str]:
    """Return a new code of 118 random bits; each group ends in its check character."""
    groups = []
    for place in range(GROUPS):
        body = "".join(_letter(random) for _ in _WEIGHTS)
        groups.append(body + _check(place, body))
    return groups


def read_recovery(text: str) -> list[str]:
    """Return the groups of a typed code; ``Refused`` naming the group that is mistyped.

    Lower case, full-width characters, spaces and dashes make no difference.
    """
    words = [word for word in _BETWEEN.split(plain(text)) if word]
    if len(words) == GROUPS:
        groups = words
    else:
        joined = "".join(words)
        if len(joined) != WHOLE:
            raise Refused(
                f"恢复码一共 {WHOLE} 个字符，现在是 {len(joined)} 个。",
                advice="请按 1 至 8 的顺序输入，每组 4 个字符；不用输入组号。",
                fields=("recovery",),
            )
        groups = [joined[start : start + LETTERS] for start in range(0, WHOLE, LETTERS)]
    return check_groups(groups)


def check_groups(groups: Sequence[str]) -> list[str]:
    """Return the groups in capitals; ``Refused`` naming the first one that is mistyped."""
    wanted = [plain(group) for group in groups]
    if len(wanted) != GROUPS:
        raise Refused(
            f"恢复码一共 {GROUPS} 组，现在是 {len(wanted)} 组。",
            advice=_ADVICE,
            fields=("recovery",),
        )
    for place, group in enumerate(wanted):
        problem = group_problem(group, place)
        if problem:
            raise Refused(problem, advice=_ADVICE, fields=("recovery",))
    return wanted


def group_problem(group: str, place: int) -> str:
    """Return what is wrong with the group at ``place`` (from 0), or an empty text."""
    name, group = f"恢复码第 {place + 1} 组", plain(group)
    if len(group) != LETTERS:
        return f"{name}应有 {LETTERS} 个字符，现在是 {len(group)} 个。"
    strange = next((letter for letter in group if letter not in ALPHABET), "")
    if strange:
        return f"{name}里有「{strange}」，恢复码不用这个字符。"
    if _check(place, group[:-1]) != group[-1]:
        return f"{name}输错了，或者各组的顺序不对。"
    return ""


def plain(text: str) -> str:
    """Return typed characters in capitals and half width, without spaces at the ends."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def _letter(random: Callable[[int], bytes]) -> str:
    while True:
        number = random(1)[0]
        if number < _FAIR:  # a plain remainder would prefer the first letters
            return ALPHABET[number % len(ALPHABET)]


def _check(place: int, body: str) -> str:
    pairs = zip(_WEIGHTS, body, strict=True)
    total = place + 1 + sum(weight * ALPHABET.index(letter) for weight, letter in pairs)
    return ALPHABET[total % len(ALPHABET)]
