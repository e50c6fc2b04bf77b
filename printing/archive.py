"""Makes a PDF one for the archive: PDF/A-2b, which says all it needs to be shown alike for ever.

Import it inside the function that keeps papers: it loads pikepdf.
"""

from functools import cache
from importlib import resources
from io import BytesIO

import pikepdf

PART, LEVEL = "2", "B"


def archival(pdf: bytes) -> bytes:
    """Return a PDF of this room as PDF/A-2b. The same bytes in, the same bytes out."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            # ReportLab gives every page an empty transition, which the standard forbids.
            if "/Trans" in page:
                del page["/Trans"]
        _name_colours(document)
        _describe(document)
        document.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable
        )
    return out.getvalue()


def _name_colours(document: pikepdf.Pdf) -> None:
    """Say that colours are sRGB, and carry the profile that defines them."""
    profile = document.make_stream(_profile(), N=3, Alternate=pikepdf.Name.DeviceRGB)
    document.Root.OutputIntents = pikepdf.Array(
        [
            document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.OutputIntent,
                    S=pikepdf.Name.GTS_PDFA1,
                    OutputConditionIdentifier="sRGB",
                    Info="sRGB",
                    DestOutputProfile=profile,
                )
            )
        ]
    )


def _describe(document: pikepdf.Pdf) -> None:
    """Write title, author and the claim to the standard where archives look for them."""
    if "/Trapped" in document.docinfo:  # says nothing here, and XMP has no word for it
        del document.docinfo["/Trapped"]
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as described:
        described.load_from_docinfo(document.docinfo)
        described["pdfaid:part"] = PART
        described["pdfaid:conformance"] = LEVEL


@cache
def _profile() -> bytes:
    return (resources.files("pikepdf") / "pdfa" / "data" / "sRGB.icc").read_bytes()
