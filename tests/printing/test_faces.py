"""Characters as they are printed: old codes and dots brought to their own, none left out."""

import pytest

from printing.faces import CHAINS, Face, MissingGlyph, ems, normalised, runs
from printing.fitting import Style, fit


@pytest.mark.parametrize("dot", "•‧・･．")
def test_every_dot_in_a_name_becomes_the_one_dot(dot: str) -> None:
    assert normalised(f"乌仁{dot}图雅") == "乌仁·图雅"


def test_a_full_stop_of_full_width_stays_one_after_a_number() -> None:
    assert normalised("１．基本情况") == "１．基本情况"
    assert normalised("标准为６００．５０元") == "标准为６００．５０元"


def test_old_private_characters_become_their_present_ones() -> None:
    assert normalised("\ue863\ue827\ue83f") == "\u4dae\u39cf\u43dd"


def test_marks_that_cannot_be_seen_are_not_asked_of_fonts() -> None:
    assert normalised("葛\U000e0100\u200b格\ufe00") == "葛格"


@pytest.mark.parametrize("face", Face)
def test_rare_characters_come_from_the_font_that_has_them(face: Face) -> None:
    name = "孟\U0002b7fc\U0002a6a5"
    split = runs(name, face)

    assert "".join(text for _, text in split) == name
    assert split[-1][0] == CHAINS[face][-1]
    assert ems(name, face) == pytest.approx(3, abs=0.01)


@pytest.mark.parametrize("character", ["\u2611", "\ue000", "\t", "\U000f0000", "\ud800"])
def test_a_character_that_no_font_has_is_refused_by_its_field(character: str) -> None:
    with pytest.raises(MissingGlyph, match="“姓名”里的") as missing:
        fit("姓名", f"乌{character}云", 100, 10, Style())

    assert missing.value.character == character
    assert f"U+{ord(character):04X}" in str(missing.value).encode("utf-8", "replace").decode()


def test_text_shrinks_a_little_rather_than_break_and_never_below_its_least_size() -> None:
    style = Style(size=10, smallest=8)

    alone = fit("姓名", "额尔敦巴雅尔", 20, 20, style)
    assert (len(alone.lines), alone.size) == (1, 9.25)
    broken = fit("姓名", "额尔敦巴雅尔" * 2, 20, 20, style)
    assert len(broken.lines) > 1
    assert broken.size >= 8


def test_a_long_number_is_written_smaller_rather_than_in_two_lines() -> None:
    fitted = fit("证件号", "15022319821201002444", 28, 20, Style(size=10.5, smallest=7))

    assert [line.text for line in fitted.lines] == ["15022319821201002444"]
