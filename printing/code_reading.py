"""Reads QR codes off a PDF or a photograph. A process of its own: strangers' files may break it.

Started as ``python -m printing.code_reading FILE``; it writes one JSON document: the texts that
were found, or a sentence and a way on. Memory and time are limited where the system can.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

MIB = 1024 * 1024
LARGEST_FILE = 60 * MIB
MOST_PIXELS, MOST_PAGES, MOST_CODES = 51_000_000, 600, 1_000
SIDE = 4_000  # pixels; a larger photograph is made smaller first
SMALLER, SMALL = (2_000, 1_200), 1_500
PAGE_DPI, SHARP_DPI, PAGE_SIDE = 200, 300, 5_000
MEMORY, SECONDS = 1_000 * MIB, 90
LONGEST_TEXT = 4_000
FORMATS = ("JPEG", "PNG", "BMP", "WEBP", "TIFF", "GIF", "MPO")

OTHER_PICTURE = "请用手机正对着二维码再拍一张，存成 JPG 或者 PNG，再核验。"


class NotReadable(Exception):
    """A file in which no code can be looked for, with what happened and what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


def codes_in(path: Path) -> list[str]:
    """Return the texts of the QR codes in a file, each once, in order; none is no error.

    ``NotReadable`` for what is too large, damaged, locked, or neither PDF nor picture.
    """
    size = path.stat().st_size
    if size == 0:
        raise NotReadable("这个文件是空的，没有核验。", "请换一个文件。")
    if size > LARGEST_FILE:
        raise NotReadable(
            f"这个文件超过 {LARGEST_FILE // MIB} MB，没有核验。",
            "请只拍有二维码的地方，或者只留这一页。",
        )
    with path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    found: dict[str, None] = {}
    for text in _of_pdf(path) if is_pdf else _of_picture(path):
        found[text[:LONGEST_TEXT]] = None
        if len(found) >= MOST_CODES:
            break
    return list(found)


def codes_of(image: "Image") -> list[str]:
    """Return the texts of the QR codes of a picture; blurred ones are tried smaller as well.

    A small picture, as of a screen, is tried larger.
    """
    from PIL import ImageOps
    from PIL.Image import Resampling

    grey = image.convert("L")
    if max(grey.size) > SIDE:
        grey.thumbnail((SIDE, SIDE))
    found = _read(grey) or _read(ImageOps.autocontrast(grey, cutoff=2))
    for side in SMALLER:
        if not found and max(grey.size) > side:
            small = grey.copy()
            small.thumbnail((side, side))
            found = _read(small)
    if not found and max(grey.size) < SMALL:
        larger = (grey.width * 3, grey.height * 3)
        found = _read(grey.resize(larger, Resampling.BICUBIC))
    return found


def _read(image: "Image") -> list[str]:
    import zxingcpp

    wanted = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    codes = zxingcpp.read_barcodes(image, formats=wanted)
    return [code.text for code in codes if code.text]


def _of_picture(path: Path) -> list[str]:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(path, formats=FORMATS) as image:
            _refuse_vast(image)
            image.draft("L", (SIDE, SIDE))
            return codes_of(image)  # whichever way it was held: a code is read from any side
    except UnidentifiedImageError as error:
        raise NotReadable(
            "这个文件不是 PDF，也不是看得懂的图片，没有核验。", OTHER_PICTURE
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotReadable("这张图片太大，没有核验。", OTHER_PICTURE) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise NotReadable("这张图片损坏了，没有核验。", OTHER_PICTURE) from error


def _refuse_vast(image: "Image") -> None:
    if image.width * image.height > MOST_PIXELS:
        raise NotReadable("这张图片太大，没有核验。", OTHER_PICTURE)


def _of_pdf(path: Path) -> Iterator[str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise NotReadable(
            "这个 PDF 打不开：它损坏了，或者设了密码，没有核验。",
            "请换一个没有密码的文件，或者把有二维码的那一页拍成照片再核验。",
        ) from error
    try:
        if len(document) > MOST_PAGES:
            raise NotReadable(
                f"这个 PDF 有 {len(document)} 页，超过 {MOST_PAGES} 页，没有核验。",
                "请拆成几个文件，分别核验。",
            )
        for number in range(len(document)):
            yield from _of_page(document, number)
    except pypdfium2.PdfiumError as error:
        raise NotReadable(
            "这个 PDF 里有画不出来的页，没有核验。", "请把有二维码的那一页拍成照片再核验。"
        ) from error
    finally:
        document.close()


def _of_page(document: Any, number: int) -> list[str]:
    page = document[number]
    longest = max(page.get_size())
    if not 1 <= longest < float("inf"):
        return []
    found: list[str] = []
    for dpi in (PAGE_DPI, SHARP_DPI):
        if not found:
            scale = min(dpi / 72, PAGE_SIDE / longest)
            found = _read(page.render(scale=scale, grayscale=True).to_pil())
    page.close()
    return found


def main(arguments: list[str]) -> int:
    """Read the file that is named and write what was found; return 0 whatever it holds."""
    answer: dict[str, object]
    try:
        _set_limits()
        answer = {"codes": codes_in(Path(arguments[0]))}
    except NotReadable as refused:
        answer = {"message": refused.message, "advice": refused.advice}
    except MemoryError:
        answer = {"message": "这个文件展开以后太大，没有核验。", "advice": OTHER_PICTURE}
    except Exception:  # noqa: BLE001 - whatever a stranger's file does, one sentence
        answer = {"message": "这个文件损坏了，没有核验。", "advice": OTHER_PICTURE}
    sys.stdout.write(json.dumps(answer))
    return 0


def _set_limits() -> None:
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
