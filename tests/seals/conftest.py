"""The office that the tests of seals work in."""

from tests.seals.worlds import office

__all__ = ["office"]
