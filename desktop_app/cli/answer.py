"""What a command says: sentences and tables for people, or one JSON document for scripts."""

import sys
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from desktop_app.domain.errors import AppError, Refused


class Answer:
    """Collects what a command has to say; prints it once."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, text: str, document: object = None) -> None:
        """Print ``text``, or the document in its place when JSON was asked for."""
        out = to_json(document if document is not None else {"message": text})
        sys.stdout.write(f"{out if self.as_json else text}\n")
        sys.stdout.flush()


def say_failure(answer: Answer, error: AppError, code: int) -> int:
    """Print what happened and what to do; return ``code``."""
    lines = [str(error)]
    document: dict[str, object] = {"error": str(error), "advice": error.advice, "exit": code}
    if isinstance(error, Refused):
        lines += [f"查到：{error.found}"] if error.found else []
        lines += [f"依据：{error.basis}"] if error.basis else []
        document |= {"fields": error.fields, "found": error.found, "basis": error.basis}
    lines += [f"怎么办：{error.advice}"] if error.advice else []
    if answer.as_json:
        sys.stdout.write(f"{to_json(document)}\n")
    else:
        sys.stderr.write("\n".join(lines) + "\n")
    return code


def to_json(document: object) -> str:
    """Return a JSON text, with readable Chinese where the output can hold it."""
    import json

    only_ascii = not (sys.stdout.encoding or "").lower().startswith("utf")
    return json.dumps(plain(document), ensure_ascii=only_ascii, indent=2)


def plain(value: Any) -> Any:  # noqa: PLR0911 - one line for each kind of value
    """Return a value made of JSON's own kinds; bytes as Base64."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        from base64 import b64encode

        return b64encode(value).decode("ascii")
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table for a terminal; a Chinese character is two columns wide."""
    from unicodedata import east_asian_width

    def width(text: str) -> int:
        return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)

    widths = [max(width(row[place]) for row in [head, *rows]) for place in range(len(head))]
    lines = (
        "  ".join(text + " " * (widths[place] - width(text)) for place, text in enumerate(row))
        for row in [head, *rows]
    )
    return "\n".join(line.rstrip() for line in lines)
