"""Logical pages: spreads parted, running heads and feet and margin columns taken off, the printed number read."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.readers.pdf.boxes import Box
from corpus.readers.pdf.segments import Segment, joined_segments
from corpus.references import OFFICIAL

_BAND = 0.14  # of the page's height, at its top and bottom: where heads and feet run
_FAR = 1.8  # of the size of a head or foot: the least distance to running text of the same size
_SMALLER = 0.93  # of the size of running text; type no larger is notes, captions, what stands beside the text
_PAGE_OF = re.compile(r"\b(?:[Pp]agina|[Pp]age|[Bb]lad|[Bb]lz\.?)\s+(?P<page>\d{1,4})(?:\s+(?:van|of|/)\s+\d{1,4})?\b")
_BARE = re.compile(r"[-–—|\s]*(?P<page>\d{1,4})(?:\s*(?:/|van)\s*\d{1,4})?[-–—|\s]*")
_BESIDE = re.compile(r"(?:^(?P<first>\d{1,4})\s*[|•·–—]\s|\s[|•·–—]\s*(?P<last>\d{1,4})$)")
_CHAMBER = re.compile(
    r"(?:Tweede|Eerste) Kamer,? vergaderjaar \d{4}.{0,90}?(?:(?:nr\. ?\w+|Aanhangsel|, [A-Z]{1,3}) (?P<page>\d{1,4}))?"
)
_IMPRINT = re.compile(rf"(?:{OFFICIAL.pattern}|ISSN \d{{4}} ?- ?\d{{3}}[\dX]|[’']s-Gravenhage \d{{4}}| )+")

_Place = tuple[str, int, int]  # what stands somewhere, its digits as "#", and where


@dataclass(slots=True)
class Page:
    """One printed page; ``margin`` holds what stands beside the running text."""

    width: float
    height: float
    segments: list[Segment]
    rules: list[Box] = field(default_factory=list)
    bars: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    margin: list[Segment] = field(default_factory=list)
    number: str | None = None


def body_size(pages: Iterable[Page]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for segment in page.segments:
            sizes[round(segment.size * 2) / 2] += segment.letters
    return max(sizes, key=lambda size: sizes[size]) if sizes else 0.0


def parted(page: Page) -> list[Page]:
    """The two pages of a spread, or the page itself."""
    middle = page.width / 2
    if page.width < 1.3 * page.height or not page.segments:
        return [page]
    across: list[Segment | Box] = [*page.segments, *page.rules]  # words, or a table's lines
    crossing = any(each.left < middle - 3 and each.right > middle + 3 for each in across)
    left = [segment for segment in page.segments if segment.right <= middle + 3]
    if crossing or not left or len(left) == len(page.segments):
        return [page]
    halves = []
    for start, end in ((0.0, middle), (middle, page.width)):
        halves.append(
            Page(
                page.width,
                page.height,
                [segment for segment in page.segments if start <= (segment.left + segment.right) / 2 < end],
                _inside(page.rules, start, end),
                _inside(page.bars, start, end),
                _inside(page.pictures, start, end),
                _inside(page.dots, start, end),
            )
        )
    return halves


def _inside(boxes: Iterable[Box], start: float, end: float) -> list[Box]:
    return [box for box in boxes if start <= (box.left + box.right) / 2 < end]


def rows(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Segments that stand on one line, from the top down, each row from left to right."""
    found: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda segment: segment.base):
        last = found[-1][0] if found else None
        if last and segment.base - last.base < 0.3 * max(min(segment.size, last.size), 4):
            found[-1].append(segment)
        else:
            found.append([segment])
    for row in found:
        row.sort(key=lambda segment: segment.left)
    return found


def take_furniture(pages: Sequence[Page], size: float) -> str | None:
    """Strip heads and feet from ``pages`` and number them; the official identifier that a foot prints."""
    repeated = _repeated(pages)
    identifier: str | None = None
    candidates: list[list[tuple[int, int]]] = []  # for each page (rank, number), the best rank first
    for count, page in enumerate(pages):
        found: list[tuple[int, int]] = []

        def recurs(segment: Segment, count: int = count) -> bool:
            return bool(_keys(segment, count) & repeated)

        kept: list[list[Segment]] = []
        all_rows = rows(page.segments)
        apart = _apart(all_rows, page, recurs, size)
        noted = _noted(all_rows, page)
        for place, row in enumerate(all_rows):
            outer = min(place, len(all_rows) - 1 - place) < 3
            recurring = [segment for segment in row if apart[place] and place not in noted and recurs(segment)]
            gone = _furniture_of(row, page, recurring, size, outer)
            kept.append([segment for segment in row if segment not in gone])
            text = " ".join(segment.text for segment in gone)
            if (match := OFFICIAL.search(text)) and identifier is None:
                identifier = match.group()
            found += _numbers(gone, page)
        page.segments = [segment for row in kept for segment in row]
        candidates.append(sorted(found))
    for page, number in zip(pages, _settled(candidates), strict=True):
        page.number = str(number) if number is not None else None
    return identifier


def _in_band(segment: Segment, page: Page) -> bool:
    return segment.base < _BAND * page.height or segment.base > (1 - _BAND) * page.height


def _keys(segment: Segment, place: int) -> set[_Place]:
    """What would recur on other pages: the words themselves, or words with a number that counts the pages."""
    at = round(segment.base / 6), round(segment.left / 12)
    texts = {segment.text}
    numbers = list(re.finditer(r"(?<!\d)\d{1,4}(?!\d)", segment.text))
    for match in numbers[:1] + numbers[-1:]:
        counted = f"{segment.text[: match.start()]}#{int(match.group()) - place}{segment.text[match.end() :]}"
        texts.add(counted)
    return {(text, *at) for text in texts}


def _repeated(pages: Sequence[Page]) -> set[_Place]:
    """What stands in the band of several pages at the same height."""
    counts: Counter[_Place] = Counter()
    for place, page in enumerate(pages):
        found = [_keys(segment, place) for segment in page.segments if _in_band(segment, page)]
        counts.update(set().union(*found))
    return {key for key, times in counts.items() if times >= 3 or (times == 2 and len(pages) <= 5)}


def _apart(
    found: Sequence[Sequence[Segment]], page: Page, recurs: Callable[[Segment], bool], size: float
) -> list[bool]:
    """For each row whether it stands apart from running text, by its size or by the space on its inner side."""
    apart = [max(segment.size for segment in row) < _SMALLER * size for row in found]
    middle = next((place for place, row in enumerate(found) if row[0].base > page.height / 2), len(found))
    for inward, places in ((1, range(middle - 1, -1, -1)), (-1, range(middle, len(found)))):
        for place in places:
            row, inner = found[place], place + inward
            if not 0 <= inner < len(found):
                apart[place] = True
                continue
            far = abs(found[inner][0].base - row[0].base) > _FAR * row[0].size
            apart[place] |= far or (apart[inner] and all(map(recurs, found[inner])))
    return apart


def _noted(found: Sequence[Sequence[Segment]], page: Page) -> set[int]:
    """The rows of notes in the lower half: "1 Kamerstuk 28 676, nr. 1" and "2 Kamerstuk 28 676, nr. 2" at the feet of
    two pages look as a running foot does that counts them."""
    noted: set[int] = set()
    for place, row in enumerate(found):
        first, above = row[0], found[place - 1][0] if place else None
        if first.base < page.height / 2:
            continue
        begins = bool(first.markers) and first.markers[0].offset == 0 and bool(first.text)
        goes_on = (
            above is not None
            and place - 1 in noted
            and abs(first.size - above.size) < 0.3
            and first.base - above.base < 1.5 * first.size
        )
        if begins or goes_on:
            noted.add(place)
    return noted


def _furniture_of(
    row: Sequence[Segment], page: Page, recurring: Sequence[Segment], size: float, outer: bool
) -> list[Segment]:
    gone: list[Segment] = []
    for segment in row:
        if not _in_band(segment, page):
            continue
        pattern = (
            _PAGE_OF.fullmatch(segment.text) or _CHAMBER.fullmatch(segment.text) or _IMPRINT.fullmatch(segment.text)
        )
        if pattern or (segment in recurring and not _BARE.fullmatch(segment.text)):
            gone.append(segment)
    for segment in row:  # a number alone counts on an outermost line or beside a head or foot
        bare = _BARE.fullmatch(segment.text) and _in_band(segment, page) and segment.size < 1.4 * size
        bare = bare and segment not in gone
        if bare and (gone or (outer and len(row) == 1) or (outer and segment in recurring)):
            gone.append(segment)
    return gone


def _numbers(gone: Sequence[Segment], page: Page) -> Iterator[tuple[int, int]]:
    for segment in gone:
        if match := _PAGE_OF.search(segment.text):
            yield 0, int(match["page"])
        elif match := _BESIDE.search(segment.text):
            yield 1, int(match["first"] or match["last"])
        elif (match := _CHAMBER.fullmatch(segment.text)) and match["page"]:
            yield 1, int(match["page"])
        elif match := _BARE.fullmatch(segment.text):
            beside = any(_CHAMBER.fullmatch(other.text) for other in gone)
            yield 1 if beside else 2 if segment.base > page.height / 2 else 3, int(match["page"])


def _settled(candidates: Sequence[Sequence[tuple[int, int]]]) -> list[int | None]:
    """One number a page. Where the numbers of most pages count on by one, a page without one gets what fits."""
    offsets: Counter[int] = Counter()
    for place, found in enumerate(candidates):
        for offset in {number - place for _, number in found}:
            offsets[offset] += 1
    usual = max(offsets, key=lambda offset: (offsets[offset], -abs(offset))) if offsets else 0
    counted = offsets[usual] >= max(2, 0.6 * sum(bool(found) for found in candidates))
    numbers: list[int | None] = []
    for place, found in enumerate(candidates):
        if counted and any(number - place == usual for _, number in found):
            numbers.append(place + usual)
        elif found and not (counted and found[0][0] > 1):
            numbers.append(found[0][1])
        else:
            numbers.append(None)
    if counted:
        known = [place for place, number in enumerate(numbers) if number == place + usual]
        for place, number in enumerate(numbers):
            between = known[0] < place < known[-1] or place in (known[0] - 1, known[-1] + 1)
            if number is None and between and place + usual >= 1:
                numbers[place] = place + usual
    return numbers


def take_margins(pages: Sequence[Page], size: float) -> None:
    """Move what stands beside the columns of running text, in smaller type, to the margin of each page."""
    step = 4
    covered: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    lines: Counter[tuple[int, int]] = Counter()
    for page in pages:
        for segment in page.segments:
            if abs(segment.size - size) < 0.08 * size and segment.letters > 8:
                sort = _sort(page)
                lines[sort] += 1
                covered[sort].update(range(int(segment.left // step), int(segment.right // step) + 1))
    for page in pages:
        sort = _sort(page)
        enough = max(1.0, 0.03 * lines[sort])
        body = {place for place, times in covered[sort].items() if times >= enough}
        outside = [
            segment
            for segment in page.segments
            if segment.size < _SMALLER * size
            and not body.intersection(range(int((segment.left + 1) // step), int((segment.right - 1) // step) + 1))
        ]
        if body and outside:
            gone = set(map(id, outside))
            page.margin = outside
            page.segments = [segment for segment in page.segments if id(segment) not in gone]


def _sort(page: Page) -> tuple[int, int]:
    return round(page.width / 10), round(page.height / 10)


def row_text(row: Sequence[Segment]) -> str:
    return joined_segments(row).text
