"""Which pages of a paper somebody typed: read, told back, or refused."""

import pytest

from desktop_app.domain.errors import Refused
from printing.page_choice import pages_told, parse_pages


@pytest.mark.parametrize(
    ("text", "pages"),
    [("1-3,5", (0, 1, 2, 4)), ("5，1－2", (0, 1, 4)), ("2", (1,)), ("3,3,2-3", (1, 2))],
)
def test_a_choice_of_pages_is_read(text: str, pages: tuple[int, ...]) -> None:
    assert parse_pages(text, 5) == pages
    assert parse_pages(pages_told(pages), 5) == pages


@pytest.mark.parametrize("text", ["", "0", "6", "3-2", "一", "1-", "-1", "1-9", "1;;x"])
def test_a_choice_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="没有打印"):
        parse_pages(text, 5)
