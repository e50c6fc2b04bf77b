"""Money survives the way from people to fen and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.errors import Refused
from desktop_app.domain.money import LARGEST_YUAN, parse_yuan, yuan


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
