"""Reads a printed paper back, and tells whether what was printed is still what was issued."""

import hashlib
from io import BytesIO

from pypdf import PdfReader

from desktop_app.session import Session
from desktop_app.use_cases.papers import Printed, reprint


def words(pdf: bytes) -> str:
    """Return all text of a PDF without spaces and line breaks."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def kept(session: Session, printed: Printed) -> str:
    """Return the text of one paper after it proved to come out again with the same bytes."""
    (paper,) = printed.papers
    assert hashlib.sha256(printed.pdf).hexdigest() == paper.sha256
    assert reprint(session, paper.id) == printed.pdf
    return words(printed.pdf)
