"""Printed pages: one, "3", or those that a passage crosses, "3-4", as the Leidraad cites them behind "p."."""


def page_range(first: str | None, last: str | None) -> str | None:
    """The pages from where ``first`` begins to where ``last`` ends; each may be a range, or None where no page is
    printed, which leaves the other."""
    begin, end = (first or last or "").partition("-")[0], (last or first or "").rpartition("-")[2]
    return (begin if begin == end else f"{begin}-{end}") or None


def pages_in(page: str | None) -> tuple[str, ...]:
    """Each printed page of ``page``: "3-5" is "3", "4" and "5"; of numerals that are no figures its ends alone."""
    begin, _, end = (page or "").partition("-")
    if begin.isdecimal() and end.isdecimal():
        return tuple(map(str, range(int(begin), int(end) + 1)))
    return tuple(filter(None, (begin, end)))
