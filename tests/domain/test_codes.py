"""The code lists are complete, unambiguous and forgiving about what people type."""

from importlib import resources
from typing import Any

import pytest

from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.records import RECORDS, labels

FILES = (resources.files("desktop_app") / "data" / "codes").iterdir()
NAMES = sorted(file.name.removesuffix(".toml") for file in FILES)


@pytest.mark.parametrize("name", NAMES)
def test_every_list_names_its_source_and_keeps_its_words_apart(name: str) -> None:
    codes = code_list(name)

    assert codes.title
    assert codes.standard
    assert codes.evidence in {"A", "B", "C", "K", "D"}
    assert len({code.value for code in codes.codes}) == len(codes.codes)
    for code in codes.codes:
        assert codes.find(code.value) == code.value
        assert codes.find(code.text) == code.value
        assert {codes.find(alias) for alias in code.aliases} <= {code.value}, code


def test_every_list_that_a_record_names_is_there() -> None:
    kinds: tuple[Any, ...] = RECORDS
    named = {label.codes for kind in kinds for label in labels(kind).values() if label.codes}

    assert named <= set(NAMES)


def test_an_unknown_value_of_a_newer_desk_stands_for_itself() -> None:
    assert text_of("sex", "77") == "77"
    assert text_of("", "南河沿") == "南河沿"
    assert "77" not in code_list("sex")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("education", "文盲或半文盲", "90"),
        ("education", " 大专 ", "30"),
        ("education", "普通中学（高中）", "60"),
        ("education", "普通中学(高中)", "60"),
        ("ethnicity", "蒙古", "02"),
        ("relation", "户主", "01"),
        ("relation", "长 子", "03"),
        ("work_capacity", "弱劳动力或半劳动力", "weak"),
        ("work_capacity", "半劳力", "weak"),
        ("skill_level", "1", None),
        ("transfer_scope", "区内", None),
        ("poverty_status", "脱贫不稳定户", "unstable"),
        ("sex", "", None),
    ],
)
def test_words_of_other_systems_are_found_and_doubtful_ones_are_not(
    name: str, text: str, value: str | None
) -> None:
    assert code_list(name).find(text) == value


def test_a_reason_of_leaving_says_what_it_means_and_whether_one_may_return() -> None:
    reasons = code_list("exit_reason").codes
    death = code_list("exit_reason").code("01")

    assert all(reason.meaning.endswith("。") for reason in reasons)
    assert death is not None
    assert not death.may_return
    assert {"07", "14"} <= {reason.value for reason in reasons if reason.may_return}
