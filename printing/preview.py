"""Draws a page of a PDF as a picture, for the preview and for printers without PDF."""

from threading import Lock

import pypdfium2

# PDFium may be used by one thread at a time.
one_at_a_time = Lock()


def page_count(pdf: bytes) -> int:
    """Return how many pages ``pdf`` has."""
    with one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def render(pdf: bytes, page: int, scale: float) -> tuple[int, int, bytes]:
    """Return width, height and pixels of a page, counted from 0, at ``scale`` × 72 dpi.

    The pixels are rows of R, G, B and an opaque fourth byte without padding, as
    ``QImage.Format_RGBX8888`` reads them.
    """
    with one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = document[page].render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
            pixels = bytes(bitmap.buffer)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        finally:
            document.close()
    rows = (pixels[first : first + width * 4] for first in range(0, stride * height, stride))
    return width, height, b"".join(rows)
