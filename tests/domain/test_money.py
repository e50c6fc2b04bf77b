"""Money survives the way from people to fen and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.errors import Refused
from desktop_app.domain.money import (
    DIGITS,
    LARGEST_YUAN,
    exact_yuan,
    parse_yuan,
    yuan,
    yuan_in_words,
)


@given(st.integers(0, LARGEST_YUAN * 100))
def test_what_is_shown_reads_back(fen: int) -> None:
    assert parse_yuan(yuan(fen)) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [("600", 60000), ("600.5", 60050), ("６００．５０", 60050), (" 1,234.5 元", 123450), ("0", 0)],
)
def test_habits_of_writing_are_understood(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text", ["", "六百", "600.555", "-1", "1e3", "1,23", "9" * 5000, "６００元整"]
)
def test_what_is_no_amount_is_refused_with_advice(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_yuan(text)
    assert refused.value.advice


def test_parts_of_a_yuan_are_shown_only_when_there_are_any() -> None:
    assert (yuan(60000), yuan(60050), yuan(-5)) == ("600", "600.50", "-0.05")


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (60000, "陆佰元整"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (10000000100, "壹亿零壹元整"),
        (100010000, "壹佰万零壹佰元整"),
        (-500, "负伍元整"),
    ],
)
def test_amounts_are_written_out_as_vouchers_ask(fen: int, words: str) -> None:
    assert yuan_in_words(fen) == words


@given(st.integers(0, 999_999_999_999_99))
def test_an_amount_written_out_says_the_same_amount(fen: int) -> None:
    words = yuan_in_words(fen)

    assert _fen_of(words) == fen
    assert "零零" not in words


def _fen_of(words: str) -> int:
    """Read an amount written out: the sum of each digit times its place."""
    fen = section = digit = 0
    places = {"拾": 10, "佰": 100, "仟": 1000}
    for character in words:
        if character in DIGITS:
            digit = DIGITS.index(character)
        elif character in places:
            section, digit = section + digit * places[character], 0
        elif character in ("万", "亿"):
            factor = 10_000 if character == "万" else 100_000_000
            fen, section, digit = fen + (section + digit) * factor, 0, 0
        elif character == "元":
            fen, section, digit = (fen + section + digit) * 100, 0, 0
        elif character in ("角", "分"):
            fen, digit = fen + digit * (10 if character == "角" else 1), 0
    return fen


@pytest.mark.parametrize(
    ("fen", "words"), [(0, "0.00"), (60_050, "600.50"), (-5, "-0.05"), (-15_050, "-150.50")]
)
def test_amounts_are_written_with_both_places(fen: int, words: str) -> None:
    assert exact_yuan(fen) == words
