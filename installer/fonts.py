"""Build the committed fonts in ``printing/fonts`` from published packages.

Run by hand, when a font changes; the result is committed, so that neither a
developer nor the build needs a network for it:

    python installer/fonts.py

It needs ``npm``, ``tar``, ``apt-get``, ``dpkg-deb`` and Python's ``fonttools``.
ReportLab embeds TrueType outlines only, and these packages have them.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools import subset

FONT_FOLDER = Path(__file__).parents[1] / "printing" / "fonts"
SERIF_PACKAGE = "@expo-google-fonts/noto-serif-sc@0.4.3"
SANS_PACKAGE = "@expo-google-fonts/noto-sans-sc@0.4.3"
RARE_PACKAGE = "fonts-hanazono"
MONGOLIAN_PACKAGE = "fonts-noto-core"

WHOLE = {
    "NotoSerifSC-Regular.ttf": (SERIF_PACKAGE, "400Regular/NotoSerifSC_400Regular.ttf"),
    "NotoSansSC-Regular.ttf": (SANS_PACKAGE, "400Regular/NotoSansSC_400Regular.ttf"),
    "NotoSansSC-Bold.ttf": (SANS_PACKAGE, "700Bold/NotoSansSC_700Bold.ttf"),
}
TITLE_FONT = ("NotoSerifSC-Bold.ttf", SERIF_PACKAGE, "700Bold/NotoSerifSC_700Bold.ttf")
RARE_FONT = "HanaMinB.ttf"
MONGOLIAN_FONT = "NotoSansMongolian-Regular.ttf"  # OFL 1.1, as the other Noto faces

# Ranges of marks a title may hold: Latin, dashes and quotes, CJK punctuation, full width.
TITLE_RANGES = ((0x20, 0x17F), (0x2010, 0x2044), (0x2E3A, 0x2E3A), (0x3000, 0x303F),
                (0xFF01, 0xFF5E), (0xFFE5, 0xFFE5))  # fmt: skip


def main() -> int:
    """Fetch the packages and write every font with its licence beside it."""
    FONT_FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        folders = {package: unpack_npm(package, work) for package in (SERIF_PACKAGE, SANS_PACKAGE)}
        for font, (package, inside) in WHOLE.items():
            shutil.copyfile(folders[package] / inside, FONT_FOLDER / font)
        font, package, inside = TITLE_FONT
        write_subset(folders[package] / inside, FONT_FOLDER / font, title_characters())
        take_licence(folders[SERIF_PACKAGE], FONT_FOLDER / "OFL.txt")
        take_rare(unpack_debian(RARE_PACKAGE, work))
        noto = unpack_debian(MONGOLIAN_PACKAGE, work)
        shutil.copyfile(next(noto.rglob(MONGOLIAN_FONT)), FONT_FOLDER / MONGOLIAN_FONT)
    for made in sorted(FONT_FOLDER.iterdir()):
        print(f"{made.stat().st_size:>12,}  {made.name}")
    return 0


def unpack_npm(package: str, work: Path) -> Path:
    """Return the folder of an npm package, downloaded and unpacked below ``work``."""
    packed = run("npm", "pack", package, "--silent", cwd=work).strip().splitlines()[-1]
    folder = work / packed.removesuffix(".tgz")
    folder.mkdir()
    run("tar", "-xzf", packed, "-C", str(folder), "--strip-components=1", cwd=work)
    return folder


def unpack_debian(package: str, work: Path) -> Path:
    """Return the folder of a Debian package, downloaded and unpacked below ``work``."""
    run("apt-get", "download", package, cwd=work)
    archive = next(work.glob(f"{package}_*.deb"))
    folder = work / package
    run("dpkg-deb", "-x", str(archive), str(folder), cwd=work)
    return folder


def take_licence(package: Path, target: Path) -> None:
    """Copy the font licence of an npm package."""
    licences = sorted(package.glob("LICENSE_FONT*")) or sorted(package.glob("*OFL*"))
    shutil.copyfile(licences[0], target)


def take_rare(package: Path) -> None:
    """Copy the face for rare characters, and the copyright file that holds its licence."""
    shutil.copyfile(next(package.rglob(RARE_FONT)), FONT_FOLDER / RARE_FONT)
    copyright_file = package / "usr/share/doc" / RARE_PACKAGE / "copyright"
    shutil.copyfile(copyright_file, FONT_FOLDER / "HANAZONO-LICENSE")


def title_characters() -> set[int]:
    """Return the code points of GB 2312 and the marks of a title.

    What is missing is drawn with the regular face, never left out.
    """
    wanted = {code for first, last in TITLE_RANGES for code in range(first, last + 1)}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            wanted.update(map(ord, bytes((row, cell)).decode("gb2312", "ignore")))
    return wanted


def write_subset(source: Path, target: Path, characters: set[int]) -> None:
    """Write ``source`` with only the glyphs of ``characters`` and no layout rules."""
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, name_IDs=["*"], name_languages=["*"]
    )
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(characters))
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def run(*command: str, cwd: Path) -> str:
    """Run a command and return what it printed; raise when it fails."""
    done = subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
