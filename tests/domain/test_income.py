"""Income with its unit, and what it comes to a month."""

from datetime import date

import pytest

from desktop_app.domain.income import income_words, monthly_equivalent
from desktop_app.domain.rules import built_in_rules

ON = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("fen", "unit", "monthly", "words"),
    [
        (500_000, "month", 500_000, "5000 元/月"),
        (500_000, "", 500_000, "5000 元/月"),
        (20_000, "day", 440_000, "200 元/天，按一个月 22 天折算 4400 元/月（测算）"),
        (6_000_000, "year", 500_000, "60000 元/年，按 12 个月折算 5000 元/月（测算）"),
        (1_000_006, "year", 83_334, "10000.06 元/年，按 12 个月折算 833.34 元/月（测算）"),
    ],
)
def test_an_income_is_told_by_the_month(fen: int, unit: str, monthly: int, words: str) -> None:
    assert monthly_equivalent(built_in_rules(), fen, unit, ON) == monthly
    assert income_words(built_in_rules(), fen, unit, ON) == words


def test_no_income_says_nothing() -> None:
    assert income_words(built_in_rules(), None, "day", ON) == ""
