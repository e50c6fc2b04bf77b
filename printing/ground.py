"""What the blocks of a form stand on: the measures of its family, its width and its data."""

from collections.abc import Mapping
from dataclasses import dataclass

from printing.faces import Face
from printing.fitting import Align, Style
from printing.form_data import FormData
from printing.layout import Family, Margins
from printing.layout_checks import filled, names_in


@dataclass(frozen=True, slots=True)
class Look:
    """The measures of a family: millimetres, and points for letters."""

    margins: Margins
    title: float
    body: float
    leading: float
    smallest: float

    def text(
        self, size: float = 0, leading: float = 0, indent: float = 0, *, bold: bool = False
    ) -> Style:
        """Return the style of running text."""
        wanted = size or self.body
        return Style(
            face=Face.SANS_BOLD if bold else Face.SERIF,
            size=wanted,
            smallest=min(self.smallest, wanted),
            leading=leading or self.leading,
            align=Align.LEFT,
            indent=indent,
            justified=True,
        )


# Letters keep GB/T 9704: 37 mm above, 28 mm at the binding, 156 × 225 mm of text, 22 lines of 28
# characters of size 3 (15.75 pt), 29 pt apart.
LETTER_PITCH = 29 / 15.75
LOOKS: dict[Family, Look] = {
    Family.LETTER: Look(Margins(37, 26, 35, 28), 22, 15.75, LETTER_PITCH, 15.75),
    Family.AGREEMENT: Look(Margins(28, 26, 28, 28), 22, 14, 1.65, 14),
    Family.GRID: Look(Margins(18, 17, 18, 23), 18, 10.5, 1.5, 8),
    Family.ROSTER: Look(Margins(15, 10, 15, 10), 18, 10.5, 1.5, 8),
    Family.CERTIFICATE: Look(Margins(27, 27, 24, 27), 26, 14, 1.8, 10.5),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the blocks of a form are set and what they say."""

    left: float
    width: float
    look: Look
    fields: Mapping[str, str]
    data: FormData

    def filled(self, text: str) -> str:
        """Return a text of the layout with the values of this form."""
        return filled(text, self.data.values)

    def value(self, name: str) -> str:
        """Return the value of a field, or nothing."""
        return self.data.values.get(name, "")

    def label(self, name: str) -> str:
        """Return what people call a field."""
        return self.fields.get(name, name)

    def name_of(self, text: str, otherwise: str = "") -> str:
        """Return what people call a text of the layout: its longest field, to be shortened."""
        names = [name for name in names_in(text) if self.value(name)]
        if not names:
            return otherwise or self.filled(text)[:12]
        return self.label(max(names, key=lambda name: len(self.value(name))))
