"""What the row of a roster comes to: an entry, or a problem."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class RosterEntry:
    """What one row says: values by field name for the records, and words still to be matched.

    Only fields of which the row says something are there. ``repaired`` tells what was mended
    with certainty, ``notes`` what was kept as it is or could not be read. ``household_mark`` is
    the same for all of a household in a roster that this program wrote.
    """

    row: int
    person_values: dict[str, object] = field(default_factory=dict)
    household_values: dict[str, object] = field(default_factory=dict)
    employment_values: dict[str, object] = field(default_factory=dict)
    county_text: str = ""
    township_text: str = ""
    village_text: str = ""
    village_code: str = ""
    head_name: str = ""
    head_citizen_id: str = ""
    household_mark: str = ""
    repaired: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is refused: where, what stands there, what is wrong and what to do."""

    sheet: str
    row: int
    column: str
    value: str
    message: str
    advice: str

    @property
    def told(self) -> str:
        """Return the column, what is wrong there, and what to do."""
        column = f"{self.column}：" if self.column else ""
        return f"{column}{self.message}{self.advice}"

    def __str__(self) -> str:
        """Return the whole line, from the name of the sheet to what to do."""
        column = f" {self.column}" if self.column else ""
        return f"表“{self.sheet}”第 {self.row} 行{column}：{self.message}{self.advice}"
