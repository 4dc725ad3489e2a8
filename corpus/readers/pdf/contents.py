"""Tables of contents: headings with the numbers of their pages. They repeat what stands elsewhere."""

import re
from collections.abc import Iterable, Sequence

from corpus.readers.pdf.pages import Page, rows
from corpus.readers.pdf.segments import Segment

_TITLE = re.compile(r"(?:Inhoud(?:sopgave)?|Table of contents|Contents):?", re.IGNORECASE)
_DOTS = re.compile(r"(?:\.\s?){4}|\u2026")
_ENTRY = re.compile(r".*\D[. \t\u2026]*\s(?P<page>\d{1,3})")
_FEWEST = 4
_MOST = 300  # lines on a page


def take_contents(pages: Iterable[Page]) -> None:
    """Take tables of contents off their pages: under their title and on the page behind, or where numbers that run up
    line by line have dots before them. Without either it may be a table with numbers."""
    goes_on = False
    for page in pages:
        found = rows(page.segments)
        if len(found) > _MOST:
            goes_on = False
            continue
        title = next(
            (place for place, row in enumerate(found) if _TITLE.fullmatch(" ".join(one.text for one in row))), None
        )
        numbers = [_number(row) for row in found]
        gone: list[int] = []
        if title is not None:
            gone = _run(numbers, title + 1)
        if len(gone) < _FEWEST:
            dotted = [
                number if goes_on or _is_dotted(row) else None for number, row in zip(numbers, found, strict=True)
            ]
            runs = [_run(dotted, start) for start, number in enumerate(dotted) if number is not None]
            if title is not None:  # with a line or two below it, such as what it is the table of contents of
                runs += [_run(numbers, start) for start in range(title + 2, min(title + 5, len(numbers)))]
            gone = max(runs, key=len, default=[])
        goes_on = False
        if len([place for place in gone if numbers[place] is not None]) < _FEWEST:
            continue
        if title is not None:
            gone = [title, *gone]
        goes_on = True
        drop = {id(segment) for place in gone for segment in found[place]}
        page.segments = [segment for segment in page.segments if id(segment) not in drop]


def _number(row: Sequence[Segment]) -> int | None:
    """The page number that ends an entry, set apart from its words."""
    apart = len(row) > 1 and row[-1].left - row[-2].right > 1.5 * row[-1].size
    match = _ENTRY.fullmatch(" ".join(segment.text for segment in row))
    return int(match["page"]) if match and (apart or _is_dotted(row)) else None


def _is_dotted(row: Sequence[Segment]) -> bool:
    return _DOTS.search(" ".join(segment.text for segment in row)) is not None


def _run(numbers: Sequence[int | None], start: int) -> list[int]:
    """Entries from ``start`` whose numbers do not fall, with single lines between that go on in the next."""
    run: list[int] = []
    highest = 0
    misses = 0
    for place in range(start, len(numbers)):
        number = numbers[place]
        if number is None or number < highest:
            misses += 1
            if misses > 1:
                break
            continue
        if misses and run:
            run.extend(range(run[-1] + 1, place))
        run.append(place)
        highest = number
        misses = 0
    return run
