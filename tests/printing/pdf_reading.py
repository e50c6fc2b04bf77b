"""Reads a PDF back as others do: its words, fonts, pages, and where each thing on it stands."""

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

MM = 72 / 25.4
POPPLER = shutil.which("pdftotext")


def words(pdf: bytes) -> str:
    """Return the text that pypdf copies out of all pages, without spaces."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def poppler_words(pdf: bytes) -> str:
    """Return the text that poppler copies out of all pages, without spaces."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return "".join(done.stdout.decode().split())


def pdfium_words(pdf: bytes) -> str:
    """Return the text that PDFium copies out of all pages, without spaces."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return "".join("".join(text.split()) for text in texts)


def fonts(pdf: bytes) -> list[DictionaryObject]:
    """Return the descriptions of the fonts of all pages."""
    found: dict[str, DictionaryObject] = {}
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            described = font.get_object()
            found[str(described["/BaseFont"])] = described
    return list(found.values())


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Return width and height of every page in millimetres."""
    boxes = [page.mediabox for page in PdfReader(BytesIO(pdf)).pages]
    return [(round(float(box.width) / MM), round(float(box.height) / MM)) for box in boxes]


def bounds(pdf: bytes) -> Iterator[tuple[int, float, float, float, float]]:
    """Give page, left, top, right and bottom of every object that PDFium finds, in millimetres.

    Watermarks, which lie below the text across the page, are among them.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, start=1):
            height = page.get_height()
            for one in page.get_objects():
                left, bottom, right, top = one.get_bounds()
                yield number, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM
    finally:
        document.close()


def outline(pdf: bytes) -> list[str]:
    """Return the titles of the bookmarks, in order, of all levels."""
    titles: list[str] = []

    def walk(items: list[object]) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item)
            else:
                titles.append(str(item["/Title"]))  # type: ignore[index]

    walk(list(PdfReader(BytesIO(pdf)).outline))
    return titles
