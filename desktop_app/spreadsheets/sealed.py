"""A workbook that opens only with its password (ECMA-376 agile encryption, AES-256)."""

from io import BytesIO


def sealed(book: bytes, password: str) -> bytes:
    """Return a workbook encrypted by a password; Excel and WPS ask for it on opening.

    Everything happens in memory: the plain workbook never reaches a disk.
    """
    from msoffcrypto.format.ooxml import OOXMLFile

    out = BytesIO()
    OOXMLFile(BytesIO(book)).encrypt(password, out)
    return out.getvalue()
