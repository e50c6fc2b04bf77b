"""Identity numbers: repaired with certainty, or refused with a way out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.citizen_id import (
    age_on,
    birth_on,
    check_citizen_id,
    masked,
    read_citizen_id,
    sex,
    with_check_digit,
)
from desktop_app.domain.errors import Refused

TODAY = date(2026, 11, 25)
NUMBER = with_check_digit("15022319850302123")
WITH_X = next(
    number
    for order in range(100, 999)
    if (number := with_check_digit(f"15022319850302{order}")).endswith("X")
)
ENDS_IN_ZEROS = next(
    number
    for day in range(1, 29)
    for order in range(100, 1000, 100)
    if (number := with_check_digit(f"150223198503{day:02}{order}")).endswith("000")
)

bodies = st.builds(
    lambda area, birth, order: f"{area}{birth:%Y%m%d}{order:03}",
    st.sampled_from(["150223", "150221", "110101", "650102", "810000"]),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(1, 999),
)


def test_the_example_of_the_standard() -> None:
    assert check_citizen_id("11010519491231002x") == "11010519491231002X"
    assert check_citizen_id("440524188001010014") == "440524188001010014"


@given(bodies)
def test_a_right_number_holds_its_birth_and_sex(body: str) -> None:
    number = with_check_digit(body)

    assert check_citizen_id(number, today=TODAY) == number
    assert birth_on(number).strftime("%Y%m%d") == body[6:14]
    assert sex(number) == ("1" if int(body[-1]) % 2 else "2")


@given(bodies, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(body: str, place: int, more: int) -> None:
    number = with_check_digit(body)
    digit = str((int(number[place]) + more) % 10)

    with pytest.raises(Refused):
        check_citizen_id(number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        f" {NUMBER}\n",
        f"'{NUMBER}",
        f"\u200b{NUMBER}\ufeff",
        "".join(chr(ord(digit) + 0xFEE0) for digit in NUMBER),
        f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        f"{NUMBER[:6]}-{NUMBER[6:14]}—{NUMBER[14:]}",
        f"{NUMBER[:6]}\u00a0{NUMBER[6:]}",
    ],
)
def test_slips_of_typing_are_mended(written: str) -> None:
    assert read_citizen_id(written).number == NUMBER


@pytest.mark.parametrize("x", ["x", "X", "ｘ", "Ｘ", "×", "Х"])
def test_every_kind_of_x_is_one(x: str) -> None:
    assert read_citizen_id(WITH_X[:-1] + x).number == WITH_X


def test_only_a_real_repair_is_told() -> None:
    assert read_citizen_id(NUMBER).repaired == ""
    assert read_citizen_id(f" {NUMBER} ").repaired == ""
    assert read_citizen_id(f"{NUMBER[:6]} {NUMBER[6:]}").repaired.endswith("。")
    assert read_citizen_id(WITH_X.lower()).repaired.endswith("。")


@pytest.mark.parametrize(
    "old", ["150223850302123", 150223850302123, 150223850302123.0, "150223850302123.0"]
)
def test_an_old_number_gets_its_century_and_check_digit(old: object) -> None:
    found = read_citizen_id(old)

    assert found.number == with_check_digit("15022319850302123")
    assert "15 位" in found.repaired


def test_an_old_number_that_ends_in_zeros_is_exact() -> None:
    assert read_citizen_id(150223850302000).number == with_check_digit("15022319850302000")


@pytest.mark.parametrize("ending", ["44", "11", "44B1", "44b2"])
def test_a_disability_card_holds_the_number(ending: str) -> None:
    found = read_citizen_id(f" {WITH_X.lower()}{ending}")

    assert found.number == WITH_X
    assert found.disability_card == WITH_X + ending.upper()


@pytest.mark.parametrize("ending", ["4", "95", "44B", "44BX", "444", "4411"])
def test_other_long_numbers_are_no_disability_card(ending: str) -> None:
    with pytest.raises(Refused, match="位"):
        read_citizen_id(NUMBER + ending)


@pytest.mark.parametrize(
    "damaged",
    [
        float(NUMBER),
        int(float(NUMBER)),
        150223198503021000,
        150223198503021230,
        1.50223198503021e17,
        "1.50223E+17",
        "1.50223198503021e17",
        "150223198503021000",
        "１５０２２３１９８５０３０２１０００",
        ENDS_IN_ZEROS,
        1.5e16,
    ],
)
def test_lost_digits_are_never_guessed(damaged: object) -> None:
    with pytest.raises(Refused, match="不能猜") as refusal:
        read_citizen_id(damaged)

    assert "重新录入" in refusal.value.advice


def test_a_number_that_was_never_rounded_is_taken() -> None:
    number = next(
        number
        for order in range(101, 999)
        if (number := with_check_digit(f"15022319850302{order}"))[-1] not in "0X"
        and int(float(number)) != int(number)
    )

    assert read_citizen_id(int(number)).number == number
    assert "数字" in read_citizen_id(int(number)).repaired


def test_the_advice_knows_a_column_that_was_made_text_too_late() -> None:
    with pytest.raises(Refused) as refusal:
        read_citizen_id(float(NUMBER), "@")

    assert "后来才改成" in refusal.value.advice


@pytest.mark.parametrize(
    ("written", "message", "advice"),
    [
        (NUMBER[:17], "身份证号只有 17 位。", "在最后补上校验码（可能是 X）。"),
        ("150223198002301238", "出生日期 1980-02-30 不存在。", "对照身份证再看一遍。"),
        (with_check_digit("15022320270101123"), "2027-01-01 还没有到。", "对照身份证再看一遍。"),
        (with_check_digit("15022317990101123"), "1799-01-01 太早了。", "对照身份证再看一遍。"),
        (with_check_digit("99022319850302123"), "前两位 99 不是", "对照身份证再看一遍。"),
        (with_check_digit("15000019850302123"), "前六位 150000 不是", "对照身份证再看一遍。"),
        (NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10), "校验码不对", "对照身份证再看一遍。"),
        ("15O223198503021234", "第 3 位“O”不是数字。", "对照身份证再看一遍。"),
        ("15022319850302X234", "第 15 位“X”不是数字。", "对照身份证再看一遍。"),
        ("150223********1234", "被星号遮住了", "请用没有遮挡的原表"),
        (NUMBER + "1", "这里是 19 位，多了 1 位。", "对照身份证再看一遍。"),
        ("١٥٠٢٢٣١٩٨٥٠٣٠٢١٢٣٤", "第 1 位“١”不是数字。", "对照身份证再看一遍。"),
        ("1502231985", "这里是 10 位，少了 8 位。", "对照身份证再看一遍。"),
        ("", "没有填身份证号。", "请补上 18 位身份证号。"),
        (None, "没有填身份证号。", "请补上 18 位身份证号。"),
        ("无", "应是 18 位", "对照身份证再看一遍。"),
        (True, "应是 18 位", "对照身份证再看一遍。"),
        (1.5, "不是身份证号。", "对照身份证再看一遍。"),
        (float("nan"), "不是身份证号。", "对照身份证再看一遍。"),
    ],
)
def test_a_wrong_number_says_what_is_wrong_and_what_to_do(
    written: object, message: str, advice: str
) -> None:
    with pytest.raises(Refused) as refusal:
        read_citizen_id(written, today=TODAY)

    assert message in str(refusal.value)
    assert advice in refusal.value.advice
    assert refusal.value.fields == ("citizen_id",)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none()))
def test_any_cell_gives_a_right_number_or_a_whole_sentence(cell: object) -> None:
    try:
        found = read_citizen_id(cell)
    except Refused as refusal:
        sentences = [str(refusal), refusal.advice]
    else:
        sentences = [found.repaired or "。"]
        assert check_citizen_id(found.number) == found.number
        assert found.number.isascii()
    assert all(sentence.endswith("。") for sentence in sentences)


def test_a_masked_number_hides_the_birth() -> None:
    assert masked(NUMBER) == f"150223********{NUMBER[-4:]}"
    assert masked("150223") == "******"
    assert masked("") == ""


def test_ages_turn_on_the_birthday() -> None:
    assert age_on(date(2010, 11, 25), TODAY) == 16
    assert age_on(date(2010, 11, 26), TODAY) == 15
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
