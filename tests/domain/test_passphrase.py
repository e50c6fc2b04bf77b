"""Which passphrases are strong enough, and what is said about the others."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.passphrase import strength, weakness

WORDS = ("苏日娜", "surina", "查干哈达嘎查", "chaganhada", "达茂旗", "150223", "13800001234")


@pytest.mark.parametrize(
    "text",
    [
        "grey-wolf-Onon-river",
        "correct horse battery staple",
        "草原上七匹白马爱喝奶茶",
        "xK9#mQ2$vL7p",
        "plum kettle hinge otter",
        "我家门前三棵榆树歪脖子",
        "gqzvnfwytkbd",
        "8402957361750284",
    ],
)
def test_long_and_unconnected_is_enough_whatever_the_characters(text: str) -> None:
    assert weakness(text, WORDS) == ""
    assert strength(text, WORDS) >= 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "还没有写口令"),
        ("123456", "还差 4 个字符"),
        ("草原上马", "还差 2 个字符"),
        ("x" * 200, "太长"),
        (" grey-wolf-Onon-river", "空格"),
        ("grey-wolf\tOnon-river", "看不见的字符"),
        ("1234567890", "键盘上"),
        ("qwertyuiop", "容易被猜到"),
        ("1qaz2wsx3edc", "容易被猜到"),
        ("aaaaaaaaaaaaaaa", "容易被猜到"),
        ("abcabcabcabc", "容易被猜到"),
        ("woaini1314520", "常见的词"),
        ("P@ssw0rd1234", "容易被猜到"),
        ("password123!", "容易被猜到"),
        ("苏日娜苏日娜", "人名或者地名"),
        ("surina1990", "人名或者地名"),
        ("Surina19900307", "人名或者地名"),
        ("surina@150223", "人名或者地名"),
        ("chaganhada2026", "人名或者地名"),
        ("查干哈达嘎查2026", "人名或者地名"),
        ("19900307199", "容易被猜到"),
        ("1990-03-07-1992", "容易被猜到"),
        ("13912345678", "手机号"),
        ("150223199003070012", "容易被猜到"),
        ("qq13912345678", "手机号"),
        ("好好学习天天向上", "常见的词"),
        ("zhang jianguo", "拼音"),
        ("neimenggu2026", "常见的词"),
    ],
)
def test_what_a_guesser_tries_first_is_refused(text: str, reason: str) -> None:
    sentence = weakness(text, WORDS)

    assert reason in sentence
    assert sentence.endswith("。")
    assert strength(text, WORDS) <= 1


def test_the_sentence_repeats_nothing_of_the_passphrase() -> None:
    assert "surina" not in weakness("surina1990", WORDS)


def test_the_meter_rises_with_length() -> None:
    text = "plum kettle hinge otter marble"
    levels = [strength(text[:length], WORDS) for length in range(len(text) + 1)]

    assert levels[0] == 0
    assert levels[-1] == 4
    assert levels[5] == 1


def test_the_longest_passphrase_is_judged_at_once() -> None:
    weakness("ab" * 64, WORDS)
    started = time.perf_counter()

    weakness("grey-wolf-Onon-river" * 6, WORDS)
    weakness("1q" * 64, WORDS)

    assert time.perf_counter() - started < 0.5


@given(st.text(max_size=40), st.lists(st.text(max_size=6), max_size=3))
def test_any_text_is_judged(text: str, words: list[str]) -> None:
    assert (weakness(text, words) == "") == (strength(text, words) >= 2)
