"""Every code of the exchange is a whole sentence with advice."""

import pytest

from desktop_app.domain.exchange_words import REASONS, act_words, reason_sentence
from sync.hub_refusal import CODES


@pytest.mark.parametrize("code", [*REASONS, *CODES, "unknown-desk", "a-code-of-tomorrow"])
def test_a_code_is_two_whole_sentences(code: str) -> None:
    for sentence in reason_sentence(code):
        assert sentence.endswith("。")
        assert "失败" not in sentence


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_a_hub_is_known(code: str) -> None:
    assert code in REASONS


def test_an_act_of_a_newer_program_is_still_told() -> None:
    assert act_words("record_visit") == "入户走访"
    assert act_words("act_of_tomorrow") == "登记"
