"""统一社会信用代码: 18 characters with a check character (GB 32100-2015)."""

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_credit_code(text: str) -> bool:
    """Say whether a text is a code whose last character fits the others."""
    if len(text) != len(_WEIGHTS) + 1 or any(letter not in _LETTERS for letter in text):
        return False
    return check_character(text[:-1]) == text[-1]


def check_character(body: str) -> str:
    """Return the last character of a code from the 17 before it."""
    total = sum(
        weight * _LETTERS.index(letter) for weight, letter in zip(_WEIGHTS, body, strict=True)
    )
    return _LETTERS[-total % len(_LETTERS)]
