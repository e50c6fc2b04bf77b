"""What is printed in a form: plain texts by the names of its fields, ready to be kept as JSON."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class FormData:
    """Everything a form says; what is missing stays empty on the paper, to be filled in by hand.

    ``values`` by field, as they are to be read; ``ticked`` the options ticked, by field;
    ``rows`` those of each table, by its name, amounts in yuan ("600.00"). ``code`` is the text of
    the QR code, ``code_words`` what stands beside it. ``training`` marks the paper 练习, a
    reason in ``voided`` marks it 作废.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    ticked: Mapping[str, Collection[str]] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    author: str = ""
    code: str = ""
    code_words: str = ""
    training: bool = False
    voided: str = ""
