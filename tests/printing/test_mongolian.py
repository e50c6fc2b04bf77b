"""The Mongolian wording of a title: joined, turned, read back, never invented."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader

from printing.faces import MissingGlyph
from printing.fitting import Overflow
from printing.form import draw
from printing.form_data import FormData
from printing.forms import built_in_layout
from printing.layout import Beside, Layout
from printing.marks import Mark
from printing.mongolian import shape
from tests.printing.form_people import FULL
from tests.printing.pdf_reading import page_sizes

WORDS = "ᠣᠯᠠᠨ ᠨᠡᠶᠢᠲᠡ ᠶᠢᠨ ᠠᠴᠢ ᠲᠤᠰᠠ"
CERTIFICATE = built_in_layout("placement_certificate")


def bilingual(at: Beside, words: str = WORDS) -> Layout:
    return replace(CERTIFICATE, mongolian=words, mongolian_at=at)


def test_letters_join_otherwise_at_the_beginning_than_alone() -> None:
    joined, alone = shape("ᠨᠠ"), shape("ᠨ").advance + shape("ᠠ").advance

    assert abs(joined.advance - alone) > 0.05
    assert [step.kind for step in joined.steps].count("close") >= 1


def test_a_suffix_after_a_narrow_space_takes_the_form_of_a_suffix() -> None:
    suffix = shape("ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ").steps
    word = shape("ᠮᠣᠩᠭᠣᠯ ᠤᠨ").steps

    assert len(suffix) != len(word)


@pytest.mark.parametrize("at", list(Beside))
def test_it_stays_in_its_place_and_says_its_words_to_readers(at: Beside) -> None:
    marks: list[Mark] = []

    pdf = draw(bilingual(at), FormData(), watch=marks.append)

    (mark,) = [one for one in marks if one.field == "蒙古文标题"]
    assert mark.inside()
    assert (mark.covers.height > mark.covers.width) == (at is Beside.LEFT)
    stream = PdfReader(BytesIO(pdf)).pages[0].get_contents()
    assert stream is not None
    words = ("\ufeff" + WORDS).encode("utf-16-be").hex().upper().encode()
    assert b"/Span <</ActualText <" + words + b">>> BDC" in stream.get_data()


def test_upright_is_what_lies_turned_to_the_right() -> None:
    def ink(at: Beside) -> tuple[tuple[int, int], bytes]:
        marks: list[Mark] = []
        pdf = draw(bilingual(at, "ᠮᠣᠩᠭᠣᠯ"), FormData(), watch=marks.append)
        (mark,) = [one for one in marks if one.field == "蒙古文标题"]
        page = pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72).to_pil().convert("L")
        place = mark.covers
        sides = (place.left, place.top, place.right, place.bottom)
        dots = [round(side * 300 / 25.4) for side in sides]
        picture = page.crop(tuple(dots)).resize((120, 60) if at is Beside.ABOVE else (60, 120))
        return picture.size, picture.tobytes()

    from PIL import Image

    _, lying = ink(Beside.ABOVE)
    _, standing = ink(Beside.LEFT)
    turned = Image.frombytes("L", (120, 60), lying).rotate(-90, expand=True).tobytes()
    other = Image.frombytes("L", (120, 60), lying).rotate(90, expand=True).tobytes()

    def apart(one: bytes, two: bytes) -> float:
        return sum(abs(a - b) for a, b in zip(one, two, strict=True)) / len(one)

    assert apart(turned, standing) < 0.5 * apart(other, standing)


def test_without_wording_nothing_is_drawn() -> None:
    assert draw(bilingual(Beside.LEFT, ""), FormData()) == draw(CERTIFICATE, FormData())


def test_two_lines_are_two_columns_or_one_above_the_other() -> None:
    for at in Beside:
        marks: list[Mark] = []
        draw(bilingual(at, f"{WORDS}\n{WORDS}"), FormData(), watch=marks.append)
        first, second = (one.covers for one in marks if one.field == "蒙古文标题")
        if at is Beside.LEFT:
            assert first.right <= second.left
        else:
            assert first.bottom <= second.top


def test_what_the_font_does_not_have_or_the_page_cannot_hold_is_named() -> None:
    with pytest.raises(MissingGlyph, match="蒙古文标题"):
        draw(bilingual(Beside.ABOVE, "ᠮᠣ汉"), FormData())
    with pytest.raises(Overflow, match="蒙古文标题"):
        draw(bilingual(Beside.LEFT, WORDS * 40), FormData())
    with pytest.raises(Overflow, match="蒙古文标题"):
        draw(bilingual(Beside.ABOVE, WORDS * 8), FormData())


@pytest.mark.parametrize("form", ["placement_certificate", "post_card"])
@pytest.mark.parametrize("at", Beside)
def test_a_certificate_stays_one_page_with_its_code_and_nothing_lies_on_the_title(
    form: str, at: Beside
) -> None:
    layout = replace(built_in_layout(form), mongolian=WORDS, mongolian_at=at)
    marks: list[Mark] = []
    pdf = draw(layout, FULL[form], copy="第一联　本人执", watch=marks.append)

    assert len(page_sizes(pdf)) == 1
    title = next(mark.covers for mark in marks if mark.field == "标题")
    others = [mark.covers for mark in marks if mark.kind == "text" and mark.field != "标题"]
    others += [mark.place for mark in marks if mark.kind == "code"]
    assert any(mark.kind == "code" for mark in marks)
    for one in others:
        across = one.left < title.right and title.left < one.right
        assert not (across and one.top < title.bottom and title.top < one.bottom)
