"""Numbers as lists print them."""

_SIGNS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def roman(number: int) -> str:
    """1994 → mcmxciv; "" for what is less than 1."""
    text = ""
    for worth, sign in _SIGNS:
        text += sign * (number // worth)
        number %= worth
    return text
