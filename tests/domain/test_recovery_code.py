"""Recovery codes: what is typed from paper, and what slips are noticed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.errors import Refused
from desktop_app.domain.recovery_code import ALPHABET, make_recovery, read_recovery

CODE = make_recovery(random.Random(7).randbytes)


def test_a_code_has_eight_groups_of_four_letters_that_nobody_confuses() -> None:
    assert [len(group) for group in CODE] == [4] * 8
    assert set("".join(CODE)) <= set(ALPHABET)
    assert not set("0O1IL") & set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        " ".join(CODE),
        "-".join(CODE).lower(),
        "".join(CODE),
        "\n".join(CODE) + "\n",
        "　".join(CODE).translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)}),
        " — ".join(CODE),
        "".join(CODE)[:10] + " " + "".join(CODE)[10:],
    ],
)
def test_the_way_of_typing_makes_no_difference(typed: str) -> None:
    assert read_recovery(typed) == CODE


@given(place=st.integers(0, 31), letter=st.sampled_from(ALPHABET))
def test_every_single_slip_is_found_in_its_group(place: int, letter: str) -> None:
    whole = "".join(CODE)
    typed = whole[:place] + letter + whole[place + 1 :]
    if typed == whole:
        return

    with pytest.raises(Refused, match=f"第 {place // 4 + 1} 组"):
        read_recovery(typed)


@given(place=st.integers(0, 30))
def test_two_letters_in_the_wrong_order_are_found(place: int) -> None:
    whole = "".join(CODE)
    typed = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    if typed == whole or place % 4 == 3:
        return

    with pytest.raises(Refused, match=f"第 {place // 4 + 1} 组"):
        read_recovery(typed)


@given(one=st.integers(0, 7), two=st.integers(0, 7))
def test_groups_in_the_wrong_order_are_found(one: int, two: int) -> None:
    typed = list(CODE)
    typed[one], typed[two] = typed[two], typed[one]
    if typed == CODE:
        return

    with pytest.raises(Refused, match="顺序不对"):
        read_recovery(" ".join(typed))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "一共 32 个字符，现在是 0 个"),
        ("".join(CODE)[:-1], "现在是 31 个"),
        (" ".join([*CODE[:3], CODE[3][:3], *CODE[4:]]), "第 4 组应有 4 个字符，现在是 3 个"),
        (" ".join([*CODE[:5], "O" + CODE[5][1:], *CODE[6:]]), "第 6 组里有「O」"),
        (" ".join([*CODE[:5], "好" + CODE[5][1:], *CODE[6:]]), "第 6 组里有「好」"),
    ],
)
def test_what_is_missing_or_strange_is_said(typed: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        read_recovery(typed)

    assert refusal.value.advice


@given(st.text(max_size=60))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_recovery(text)
