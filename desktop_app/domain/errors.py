"""The errors that a person at the screen can act on."""

from collections.abc import Sequence


class AppError(Exception):
    """Something went wrong that the person at the screen can act on.

    ``str(error)`` says what happened, ``error.advice`` what to do next; both are whole
    sentences, and neither holds personal data beyond what that person just typed.
    """

    def __init__(self, message: str = "", *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


class Refused(AppError):
    """A rule of the trade forbids this; nothing was written.

    ``fields`` names the inputs to look at, ``found`` the data that was looked at, and
    ``basis`` the rule, its source and its validity.
    """

    def __init__(
        self,
        message: str,
        *,
        advice: str = "",
        fields: Sequence[str] = (),
        found: str = "",
        basis: str = "",
    ) -> None:
        super().__init__(message, advice=advice)
        self.fields = tuple(fields)
        self.found = found
        self.basis = basis


class Unavailable(AppError):
    """The disk, the printer or the file failed; nothing was lost, trying again may help."""


class Cancelled(AppError):
    """The person asked to stop; everything was taken back. Never shown."""
