"""Chinese line breaking: no line begins or ends with the wrong mark, nothing is lost."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from printing.lines import NO_END, NO_START, atoms, break_lines

TEXT = st.text(alphabet="草原管护员，。、；：？！“”（）《》—…〔〕2026年3月元%Aa ", max_size=120)


def measure(piece: str) -> float:
    """Take every character for a square."""
    return float(len(piece))


@given(TEXT, st.integers(8, 30))
def test_nothing_is_lost_but_spaces_at_line_ends(text: str, width: int) -> None:
    lines = break_lines(text, measure, width)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")


@given(TEXT)
def test_marks_stand_where_the_standard_lets_them(text: str) -> None:
    for before, after in _pairs(text, 28):
        if len(before) > 1 and _has_easy_break(before + after):
            assert after[0] not in NO_START
            assert before[-1] not in NO_END


def _pairs(text: str, width: int) -> list[tuple[str, str]]:
    lines = [line.text for line in break_lines(text, measure, width) if line.text]
    return list(pairwise(lines))


def _has_easy_break(text: str) -> bool:
    """Say whether no group of marks is by itself too long for a line."""
    return all(character not in NO_START | NO_END or character == "，" for character in text)


def test_dashes_dots_and_numbers_with_units_stay_whole() -> None:
    assert atoms("标准——1,850.00元……2026年") == ["标", "准", "——", "1,850.00元", "……", "2026年"]
    lines = [line.text for line in break_lines("补贴标准为1850.00元", measure, 8)]
    assert lines == ["补贴标准为", "1850.00元"]


def test_a_mark_at_the_end_gives_up_its_empty_half() -> None:
    lines = break_lines("草原管护员工，上岗", measure, 6.5)
    assert lines[0].text == "草原管护员工，"
    assert lines[0].width == 6.5


def test_a_word_too_long_for_any_line_is_split() -> None:
    lines = [line.text for line in break_lines("a" * 25, measure, 10)]
    assert lines == ["a" * 10, "a" * 10, "a" * 5]


def test_a_paragraph_begins_with_its_indent() -> None:
    lines = break_lines("一二三四五六七八\n九十", measure, 6, indent=2)
    assert [line.text for line in lines] == ["一二三四", "五六七八", "九十"]
    assert [line.justified for line in lines] == [True, False, False]
