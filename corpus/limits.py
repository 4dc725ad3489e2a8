"""How much of a file is read. Files come from anywhere: what is beyond these is refused by name."""

import os

from corpus.errors import Unreadable


def most_bytes() -> int:
    """Of a file: ``VINDPLAATS_MAX_MEGABYTES``, 64 MiB where it isn't set. Raises Unreadable where it is no number."""
    return _setting("VINDPLAATS_MAX_MEGABYTES", 64) * 2**20


def most_pages() -> int:
    """Of a PDF: ``VINDPLAATS_MAX_PAGES``, 2,000 where it isn't set. Raises Unreadable where it is no number."""
    return _setting("VINDPLAATS_MAX_PAGES", 2000)


def _setting(name: str, usual: int) -> int:
    given = os.environ.get(name, "")
    if not given:
        return usual
    if not given.isascii() or not given.isdigit() or not int(given):
        raise Unreadable(f"cannot be read, since the setting {name} is {given!r} and not a whole number above 0")
    return int(given)
