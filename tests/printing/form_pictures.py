"""Draw a picture of every form for the documents: ``python -m tests.printing.form_pictures``.

Made-up people only; look at each picture before it is committed.
"""

from io import BytesIO
from pathlib import Path

import pypdfium2

from printing.form import draw
from printing.form_data import FormData
from printing.forms import FORMS, built_in_layout
from printing.placement_certificate import certificate_data
from tests.printing.form_people import FULL
from tests.printing.made_up import certificate

FOLDER = Path(__file__).parents[2] / "docs" / "pictures" / "forms"
SCALE = 1.25  # of 72 dots an inch: small, and every letter can be read
GREYS = 16
LARGEST = 60_000


def main() -> None:
    """Write the first page of every form as a small grey picture."""
    for form in FORMS:
        picture = picture_of(form)
        if len(picture) > LARGEST:
            raise ValueError(form)
        (FOLDER / f"{form}.png").write_bytes(picture)


def picture_of(form: str) -> bytes:
    """Return the first page of a form as PNG."""
    document = pypdfium2.PdfDocument(draw(built_in_layout(form), _shown(form)))
    try:
        page = document[0].render(scale=SCALE, grayscale=True).to_pil()
    finally:
        document.close()
    out = BytesIO()
    page.quantize(GREYS).save(out, "png", optimize=True)
    return out.getvalue()


def _shown(form: str) -> FormData:
    if form == "placement_certificate":
        return certificate_data(certificate())
    return FULL[form]


if __name__ == "__main__":
    main()
