"""Printed pages as the Leidraad cites them behind "p.": one, "3", those that a passage crosses, "3-4", or those of its
parts, "1, 4": a question, and its answer behind others."""


def page_range(*pages: str | None) -> str | None:
    """The pages on which parts stand that follow each other on these, each of which may be several, or None where none
    is printed."""
    runs: list[tuple[str, str]] = []
    for each in filter(None, pages):
        for begin, end in map(_ends, each.split(", ")):
            if runs and _goes_on(runs[-1][1], begin):
                runs[-1] = runs[-1][0], end
            else:
                runs.append((begin, end))
    return ", ".join(begin if begin == end else f"{begin}-{end}" for begin, end in runs) or None


def pages_in(page: str | None) -> tuple[str, ...]:
    """Each printed page of ``page``: "3-5" is "3", "4" and "5"; of numerals that are no figures its ends alone."""
    return tuple(each for run in page.split(", ") for each in _between(*_ends(run))) if page else ()


def _ends(run: str) -> tuple[str, str]:
    return run.partition("-")[0], run.rpartition("-")[2]


def _goes_on(end: str, begin: str) -> bool:
    """Whether ``begin`` is the page ``end`` or the next; of numerals that are no figures it is."""
    figures = begin.isdecimal() and end.isdecimal()
    return not figures or int(end) <= int(begin) <= int(end) + 1


def _between(begin: str, end: str) -> tuple[str, ...]:
    if begin.isdecimal() and end.isdecimal():
        return tuple(map(str, range(int(begin), int(end) + 1)))
    return tuple(dict.fromkeys((begin, end)))
