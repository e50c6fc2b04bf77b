"""One cell that tells two things: the ways in which offices write from and to."""

from datetime import date

import pytest

from desktop_app.spreadsheets.spans import read_span
from desktop_app.spreadsheets.values import Unread

MARCH = (date(2026, 3, 1), date(2026, 3, 20))


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("2026.3.1-2026.3.20", MARCH),
        ("2026年3月1日至2026年3月20日", MARCH),
        ("2026-03-01 ~ 2026-03-20", MARCH),
        ("2026.3.1—3.20", MARCH),
        ("2026年3月1日到20日", MARCH),
        ("２０２６．３．１－３．２０", MARCH),
        ("2026.3.1", (date(2026, 3, 1), None)),
        ("2026-03-01", (date(2026, 3, 1), None)),
        (46082, (date(2026, 3, 1), None)),
        ("无", None),
        ("", None),
    ],
)
def test_days_from_and_to(words: str | int, span: object) -> None:
    assert read_span("dates", words, "培训起止时间") == span


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("4000-6000", (400_000, 600_000)),
        ("4000～6000元/月", (400_000, 600_000)),
        ("4-6千元", (400_000, 600_000)),
        ("5000以上", (500_000, None)),
        ("3500元以下", (None, 350_000)),
        (4500, (450_000, 450_000)),
        ("面议", None),
    ],
)
def test_pay_from_and_to(words: str | int, span: object) -> None:
    assert read_span("yuans", words, "薪资待遇") == span


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("18-50岁", (18, 50)),
        ("18至50周岁", (18, 50)),
        ("50岁以下", (None, 50)),
        ("18周岁以上", (18, None)),
        ("≤45", (None, 45)),
        ("不限", None),
    ],
)
def test_ages_from_and_to(words: str, span: object) -> None:
    assert read_span("wholes", words, "年龄要求") == span


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        ("dates", "2026.3.1-2.20"),
        ("dates", "2026.2.30-2026.3.5"),
        ("dates", "春天"),
        ("dates", "2026年"),
        ("yuans", "5000元左右"),
        ("yuans", "多劳多得"),
        ("wholes", "男18-60女18-50"),
        ("wholes", "18.5-50岁"),
    ],
)
def test_what_is_not_sure_is_not_guessed(type_: str, words: str) -> None:
    with pytest.raises(Unread):
        read_span(type_, words, "")
