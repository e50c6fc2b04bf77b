"""Bars of charts: how much is filled, and the numbers beside."""

from decimal import Decimal

import pytest

from desktop_app.domain.bars import Bar


@pytest.mark.parametrize(
    ("done", "goal", "share", "words"),
    [
        (96, 120, "0.8", "96／120（80%）"),
        (119, 120, "0.99", "119／120（99%）"),
        (61, 60, "1", "61／60（101%）"),
        (-3, 60, "0", "-3／60（-5%）"),
        (7, 0, "0", "7"),
        (None, 30, "0", "未统计／30"),
        (None, 0, "0", "未统计"),
    ],
)
def test_a_bar_is_full_at_its_goal_and_never_says_more_than_was_counted(
    done: int | None, goal: int, share: str, words: str
) -> None:
    bar = Bar("指标", None if done is None else Decimal(done), Decimal(goal))

    assert float(bar.share) == pytest.approx(float(share), abs=0.01)
    assert bar.words == words
