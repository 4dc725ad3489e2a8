"""The head of a letter or Kamerstuk: the lines of the first page that are no running text, and what they state."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from corpus.blocks import Block, Kind
from corpus.citation import MONTHS, vergaderjaar
from corpus.dates import first_day
from corpus.joining import LEANING
from corpus.letter import Metadata
from corpus.letterhead import COUNCIL, PRESIDENT, chamber_of
from corpus.readers.pdf.pages import Page, row_text, rows
from corpus.readers.pdf.segments import Segment

_SALUTATION = re.compile(
    r"(?:(?:Hoogg|Zeer g|G)eachte?|Mijnheer de|Mevrouw de)\b.{0,60}[,:]?|(?:Majesteit|Excellentie|L\. ?S\.),"
    r"|(?:Beste|Dear)\b.{0,40},"
)
_MASTHEAD = re.compile(r"(?P<house>Tweede|Eerste) Kamer(?: der Staten-Generaal)?(?: [12])?")
_YEAR = re.compile(r"[Vv]ergaderjaar (?P<year>\d{4}\s?[–—/-]\s?\d{2,4})")
_PLACE_AND_DATE = re.compile(rf"\D{{2,40}}, \d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}")
_HEAD_ROW = re.compile(
    r"\d{2}\s?\d{3}(?:-\d{2})?(?:[ -](?:[IVX]{1,6}[AB]?|[A-N]))?(?:\s.*)?"
    r"|[Nn]r\.?\s?\w+(?:\s.*)?|Aan (?:de|het|den)\s.*"
    rf"|{_PLACE_AND_DATE.pattern}|[A-Z]{{1,2}}|\d{{1,5}}|.*[Vv]ergaderjaar \d{{4}}.*|Ontvangen .*"
)
_LABEL = re.compile(
    r"(?P<label>Datum|Betreft|Onderwerp|(?:Ons |Uw |Onze )?[Kk]enmerk|(?:Onze|Uw) referentie|Bijlage(?:n|\(n\))?|"
    r"Uw brief(?: van)?|Contactpersoon|Telefoon|E-mail|Afdeling|Aantal bijlagen|Kopie aan)"
    r"(?:\s*:)?(?:\s+(?P<value>\S.*))?"
)
_ADDRESSED = re.compile(
    rf"(?:Aan )?(?:[Dd]e )?[Vv]oorzitter van de\b|Aan (?:de|het|den)\b|(?:To )?{PRESIDENT}$|Aan {COUNCIL}$"
)
_AFTER_NAME = re.compile(r"Postbus|Binnenhof|Plein |\d{4}\s?[A-Z]{2}\b|Bezuidenhout|Prinses|.*\d+[a-zA-Z]?$")
_LINES_OF_COLOPHON = 4


def take_head(pages: Sequence[Page], size: float) -> tuple[list[Block], Metadata, bool]:
    """Take the head off the first page: its lines as blocks, what they state, and whether it is that of a letter."""
    page = pages[0]
    found = rows(page.segments)
    at = next((place for place, row in enumerate(found) if _SALUTATION.fullmatch(row_text(row))), None)
    letter = at is not None
    if at is None:
        at = _end_of_masthead(found, size)
    if not at and not (letter or _is_letterhead(found, 0.45 * page.height)):
        return [], Metadata(), False
    if not letter and not at:
        at = _end_of_labels(found, 0.45 * page.height)
        letter = True
    head, rest = found[:at], found[at:]
    if letter and (colophon := _colophon(head, page, size)):
        page.margin += [each for row in found for each in row if colophon(each)]
        head, rest = ([[each for each in row if not colophon(each)] for row in part] for part in (head, rest))
        head = [row for row in head if row]
    page.segments = [segment for row in rest for segment in row]
    blocks = [Block(Kind.HEAD, text, 0, page=page.number) for text in _grouped(head)]
    beside = rows(page.margin)
    blocks += [Block(Kind.HEAD, text, 0, page=page.number) for text in _grouped(beside)]
    if letter:
        return blocks, _stated(head, beside), True
    return blocks, _stated_by_masthead(head), False


def _colophon(head: Sequence[Sequence[Segment]], page: Page, size: float) -> Callable[[Segment], bool] | None:
    """What tells the segments of a column at the right of the head, in smaller type, from others; None where there is
    none. Where running text is as wide on later pages it is no margin of theirs."""

    def is_beside(segment: Segment) -> bool:
        return segment.left > 0.6 * page.width and segment.size < 0.95 * size and segment.base < 0.6 * page.height

    lefts = Counter(round(each.left) for row in head for each in row if is_beside(each))
    return is_beside if max(lefts.values(), default=0) >= _LINES_OF_COLOPHON else None


def _end_of_masthead(found: Sequence[Sequence[Segment]], size: float) -> int:
    """How many rows the head of a Kamerstuk has; 0 where this is none."""
    if not any(_MASTHEAD.fullmatch(row_text(row)) or _MASTHEAD.fullmatch(row[0].text) for row in found[:3]):
        return 0
    for place, row in enumerate(found):
        letters = sum(segment.letters for segment in row) or 1
        bold = sum(segment.bold for segment in row)
        large = max(segment.size for segment in row) > 1.08 * size
        if place > 0 and not (large or bold > 0.5 * letters or _HEAD_ROW.fullmatch(row_text(row))):
            return place
        if _PLACE_AND_DATE.fullmatch(row_text(row)):
            return place + 1
    return 0


def _is_letterhead(found: Sequence[Sequence[Segment]], floor: float) -> bool:
    high = (row_text(row) for row in found if row[0].base < floor)
    labels = {match["label"].lower() for text in high if (match := _LABEL.fullmatch(text))}
    return "datum" in labels and bool(labels & {"betreft", "onderwerp"})


def _end_of_labels(found: Sequence[Sequence[Segment]], floor: float) -> int:
    """The row after the last label above ``floor`` and the lines of its value."""
    last = max(place for place, row in enumerate(found) if row[0].base < floor and _LABEL.fullmatch(row_text(row)))
    after = last + 1
    while after < len(found) and found[after][0].left > found[last][0].left + 20:
        after += 1
    return after


def _grouped(found: Sequence[Sequence[Segment]]) -> list[str]:
    """Rows under each other in one style, from one edge, as lines of one text; a label's value may have several."""
    texts: list[str] = []
    above: Sequence[Segment] | None = None
    for row in found:
        text = row_text(row)
        if not text:
            continue
        if above and len(row) == 1 and _belong(above[-1], row[0]):
            texts[-1] += "\n" + text
        else:
            texts.append(text)
        above = row
    return texts


def _belong(above: Segment, below: Segment) -> bool:
    return (
        abs(above.left - below.left) < 3
        and abs(above.size - below.size) < 0.5
        and below.base - above.base < 1.5 * below.size
        and above.starts_bold == below.starts_bold
    )


def _values(found: Sequence[Sequence[Segment]]) -> dict[str, str]:
    """What stands behind or under each label, its further lines included."""
    values: dict[str, str] = {}
    label = ""
    value_left: float | None = None
    left = base = 0.0  # of the label
    for row in found:
        text = row_text(row)
        if match := _LABEL.fullmatch(text):
            label = match["label"].lower()
            value_left = row[1].left if len(row) > 1 else None
            if match["value"] and label not in values:
                values[label] = match["value"]
                value_left = row[1].left if len(row) > 1 else row[0].second
            left, base = row[0].left, row[0].base
            continue
        goes_on = row[0].base - base < 2.0 * row[0].size
        under = value_left is not None and abs(row[0].left - value_left) < 6
        amid = values.get(label, "").rpartition(" ")[2] in LEANING  # then it may go on below its label
        under = under or (amid and abs(row[0].left - left) < 6)
        if label and goes_on and (under or label not in values):
            values[label] = f"{values[label]} {text}" if label in values else text
            value_left = row[0].left if value_left is None else value_left
            base = row[0].base
        else:
            label = ""
    return values


def _stated(head: Sequence[Sequence[Segment]], beside: Sequence[Sequence[Segment]]) -> Metadata:
    values = _values(beside) | _values(head)
    addressee = _addressee(head)
    return Metadata(
        date=first_day(values.get("datum", "")),
        subject=values.get("betreft") or values.get("onderwerp"),
        kenmerk=values.get("ons kenmerk") or values.get("kenmerk") or values.get("onze referentie"),
        addressee=addressee,
        chamber=chamber_of(addressee or ""),
    )


def _addressee(head: Sequence[Sequence[Segment]]) -> str | None:
    """The lines of the address block, down to its street or post office box."""
    found: list[Segment] = []
    for row in head:
        segment = row[0]
        text = segment.text
        if not found:
            if _ADDRESSED.match(text):
                found.append(segment)
            continue
        near = segment.base - found[-1].base < 1.7 * segment.size and abs(segment.left - found[-1].left) < 6
        if not near or _AFTER_NAME.match(text) or _LABEL.fullmatch(text):
            break
        found.append(segment)
    return re.sub(r"^(?:Aan|To) ", "", " ".join(segment.text for segment in found)) or None


def _stated_by_masthead(head: Sequence[Sequence[Segment]]) -> Metadata:
    """What an Aanhangsel states; the head of another Kamerstuk states its own in words that ``corpus.head`` knows."""
    texts = [row_text(row) for row in head]
    named = next((place for place, text in enumerate(texts) if "Aanhangsel" in text), None)
    if named is None:
        return Metadata()
    year = next((match["year"] for text in texts if (match := _YEAR.search(text))), None)
    house = next((match["house"] for text in texts if (match := _MASTHEAD.match(text))), None)
    # what stands above is the 2 of the chamber
    number = next((text for text in reversed(texts[named:]) if re.fullmatch(r"\d{1,5}", text)), None)
    return Metadata(
        vergaderjaar=vergaderjaar(year) if year else None,
        chamber={"Eerste": "I", "Tweede": "II"}.get(house or ""),  # type: ignore[arg-type]
        number=number,
        kind="Aanhangsel van de Handelingen",
    )
