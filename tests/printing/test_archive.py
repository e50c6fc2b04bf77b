"""Papers for the archive: what can be checked of PDF/A-2b without veraPDF, which needs Java."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf.pdfa import validate_written

from printing.archive import archival
from printing.form import draw
from printing.forms import FORMS, built_in_layout
from tests.printing.form_people import FULL, NASTY
from tests.printing.pdf_reading import outline, words


@pytest.mark.parametrize("form", FORMS)
def test_every_form_keeps_the_rules_of_the_archive(form: str) -> None:
    pdf = draw(built_in_layout(form), NASTY[form])
    kept = archival(pdf)

    report = validate_written(BytesIO(kept), "2b")
    assert [str(finding) for finding in report.findings] == []
    assert report.passed
    with pikepdf.open(BytesIO(kept)) as document:
        assert document.check_pdf_syntax() == []


def test_a_form_as_it_is_drawn_does_not_claim_to_be_one_for_the_archive() -> None:
    pdf = draw(built_in_layout("exit_notice"), FULL["exit_notice"])

    assert not validate_written(BytesIO(pdf), "2b").passed


def test_nothing_is_lost_on_the_way_and_the_bytes_stay_the_same() -> None:
    pdf = draw(built_in_layout("labour_agreement"), NASTY["labour_agreement"])
    kept = archival(pdf)

    assert words(kept) == words(pdf)
    assert outline(kept) == outline(pdf)
    assert archival(pdf) == kept
    with pikepdf.open(BytesIO(kept)) as document, pikepdf.open(BytesIO(pdf)) as drawn:
        assert document.docinfo["/Title"] == drawn.docinfo["/Title"]
        with document.open_metadata() as described:
            assert described["dc:title"] == str(drawn.docinfo["/Title"])
            assert (described["pdfaid:part"], described["pdfaid:conformance"]) == ("2", "B")
