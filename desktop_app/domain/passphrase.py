"""Judges a passphrase: not by kinds of characters, but by what a guesser would try first.

The passphrase is read as the cheapest row of known pieces (common words, names of the place,
dates, phone numbers, runs on the keyboard) and of single characters. Each piece costs a guesser
so many bits; the sum must reach ``ENOUGH``: at some hundred guesses a second, which the slow
derivation of the key leaves to a graphics card, that is decades of guessing.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import log2

SHORTEST, LONGEST = 10, 128
ENOUGH, GOOD, BEST = 40.0, 55.0, 70.0
"""Bits; the second and third only fill the meter."""

LONGEST_WORD = 24
_ROWS = (
    "1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "abcdefghijklmnopqrstuvwxyz",
    "01234567890", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmikolp", "147258369", "741852963", "159357", "!@#$%^&*()_+",
    "一二三四五六七八九十", "零一二三四五六七八九",
)  # fmt: skip
_RUNS = tuple(row for line in _ROWS for row in (line, line[::-1]))
_PATTERNS = (
    (re.compile(r"(?=((?:19|20)\d\d[-./年]?(?:0?[1-9]|1[0-2])[-./月]?(?:0?[1-9]|[12]\d|3[01])日?))"),
     "日期", 14.0),
    (re.compile(r"(?=((?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])))"), "日期", 9.5),
    (re.compile(r"(?=(\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])))"), "日期", 14.0),
    (re.compile(r"(?=((?:19|20)\d\d年?))"), "年份", 6.0),
    (re.compile(r"(?=(1[3-9]\d{9}))"), "手机号", 14.0),
    (re.compile(r"(?=([1-9]\d{5}(?:19|20)\d{9}[\dx]))"), "身份证号", 14.0),
    (re.compile(r"(?=((?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|"
                r"uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ue|ui|un|a|o|e|i|u)))"),
     "常见的拼音", 8.6),
)  # fmt: skip
_LEET = str.maketrans("@4310$57!", "aaeiosstl")


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    kind: str
    bits: float


def weakness(text: str, words: Sequence[str]) -> str:
    """Return how to better a passphrase, or an empty text when it is strong enough.

    ``words`` are what everybody here knows: the officer's name, villages, the county, their
    pinyin. The sentence repeats nothing of the passphrase, because others see the screen.
    """
    plain = unicodedata.normalize("NFKC", text)
    problem = _form_problem(plain)
    if problem:
        return problem
    bits, pieces = _cheapest(plain, words)
    if bits >= ENOUGH:
        return ""
    kinds = "、".join(dict.fromkeys(piece.kind for piece in pieces if piece.kind))
    if kinds:
        return (
            f"口令里有{kinds}，容易被猜到。请再加两三个互不相干的词，或者换一句只有自己知道的话。"
        )
    return "口令太简单，容易被猜到。请再加几个字符，或者换成三四个互不相干的词。"


def strength(text: str, words: Sequence[str]) -> int:
    """Return 0 (nothing) to 4 (very strong) for the meter; 2 and more are strong enough."""
    if not text:
        return 0
    if weakness(text, words):
        return 1
    bits, _ = _cheapest(unicodedata.normalize("NFKC", text), words)
    return 2 + (bits >= GOOD) + (bits >= BEST)


def _form_problem(plain: str) -> str:
    if not plain:
        return "还没有写口令。"
    missing = SHORTEST - _length(plain)
    if missing > 0:
        return f"口令还差 {missing} 个字符，至少要 {SHORTEST} 个；汉字每个算 2 个。"
    if len(plain) > LONGEST:
        return f"口令太长，最多 {LONGEST} 个字符。"
    if plain != plain.strip() or not plain.isprintable():
        return "口令的开头或结尾有空格，或者里面有看不见的字符，下次容易输不对，请去掉。"
    return ""


def _length(plain: str) -> int:
    """Count characters; a Chinese one as two, since it is one of thousands."""
    return sum(2 if _is_wide(letter) else 1 for letter in plain)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _cheapest(plain: str, words: Sequence[str]) -> tuple[float, list[_Piece]]:
    """Return the bits of the cheapest row of pieces that make up the text, and the row."""
    ending: dict[int, list[_Piece]] = {}
    for piece in _pieces(plain, words):
        ending.setdefault(piece.end, []).append(piece)
    best: list[tuple[float, _Piece | None]] = [(0.0, None)]
    for end in range(1, len(plain) + 1):
        single = _Piece(end - 1, end, "", _letter_bits(plain, end - 1))
        options = [single, *ending.get(end, [])]
        best.append(min(((best[p.start][0] + p.bits, p) for p in options), key=lambda o: o[0]))
    row: list[_Piece] = []
    last = best[-1][1]
    while last is not None:
        row.append(last)
        last = best[last.start][1]
    return best[-1][0], row[::-1]


def _letter_bits(plain: str, place: int) -> float:
    letter = plain[place]
    if letter in plain[max(0, place - 1) : place]:
        return 0.5
    if letter == " ":
        return 1.0
    if _is_wide(letter):
        return 7.0
    return 3.3 if letter.isdigit() else 4.7 if letter.islower() else 5.5


def _pieces(plain: str, words: Sequence[str]) -> Iterator[_Piece]:
    folded = plain.casefold()
    if len(folded) != len(plain):  # some letters of other scripts unfold to two
        folded = plain
    known = {word.casefold() for word in words if len(word) > 1}
    for form in dict.fromkeys((folded, folded.translate(_LEET))):
        yield from _words(form, known)
    for pattern, kind, bits in _PATTERNS:
        for match in pattern.finditer(folded):
            yield _Piece(match.start(1), match.end(1), kind, bits)
    yield from _runs(folded)
    yield from _repeats(folded)


def _words(form: str, known: set[str]) -> Iterator[_Piece]:
    common = _common()
    longest = max([LONGEST_WORD, *map(len, known)])
    for start in range(len(form)):
        for end in range(start + 2, min(len(form), start + longest) + 1):
            word = form[start:end]
            if word in known:
                yield _Piece(start, end, "人名或者地名", 4.0)
            elif word in common:
                yield _Piece(start, end, "常见的词", common[word])


def _runs(folded: str) -> Iterator[_Piece]:
    for start in range(len(folded)):
        for end in range(start + 3, min(len(folded), start + 40) + 1):
            if any(folded[start:end] in row for row in _RUNS):
                yield _Piece(start, end, "键盘上连着的字符", 4.0 + log2(end - start))


def _repeats(folded: str) -> Iterator[_Piece]:
    """Find a stretch that was typed before: it costs only the thought of repeating it."""
    for start in range(1, len(folded)):
        for end in range(start + 3, len(folded) + 1):
            stretch = folded[start:end]
            if stretch not in folded[:start] and stretch[::-1] not in folded[:start]:
                break
            yield _Piece(start, end, "重复的内容", 3.0)


@cache
def _common() -> Mapping[str, float]:
    """Return the common words and what each costs a guesser: the commoner, the cheaper."""
    file = resources.files("desktop_app") / "data" / "weak_passphrases.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    return {word: max(6.0, log2(rank)) for rank, word in enumerate(words, start=1)}
