"""Numbers as lists and the marks of notes print them."""

import re

_SIGNS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip

_MARK = r"(?:\d{1,3}|\*{1,3}|[†‡])"
_MARKS = re.compile(rf"[\[(]?\s*({_MARK}(?:[,;\s]+{_MARK})*)\s*[\])]?")  # "1", "[1]", "1)", "*", "2, 3"


def marks_of(raised: str) -> list[str]:
    """The numbers or signs of notes that raised words are, without what stands around and between them; none where
    the words are something else."""
    match = _MARKS.fullmatch(raised.strip())
    return re.split(r"[,;\s]+", match[1]) if match else []


def roman(number: int) -> str:
    """1994 → mcmxciv; "" for what is less than 1."""
    text = ""
    for worth, sign in _SIGNS:
        text += sign * (number // worth)
        number %= worth
    return text
