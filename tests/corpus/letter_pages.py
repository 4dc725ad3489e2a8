"""A letter as a PDF: of a ministry, with its letterhead, or of the Tweede Kamer."""

from collections.abc import Callable, Iterator

from tests.corpus.letter_formats import signatures
from tests.corpus.letter_texts import Heading, Listed, Part, Table, Text, Words
from tests.corpus.pdf_typesetter import BOLD, ITALIC, PLAIN, Piece, Setting, typeset

Line = tuple[float, float, float, str, str]


def as_pdf(text: Text) -> bytes:
    data, _ = typeset(list(_pieces(text)), text.notes, _published(text) if text.published else _sent(text))
    return data


def _pieces(text: Text) -> Iterator[Piece]:
    if text.salutation:
        yield Piece(text.salutation)
    for part in text.parts:
        yield from _set(part)
    for office, name in signatures(text):
        yield Piece(office, keep=60)
        yield Piece(name, gap=30)


def _set(part: Part) -> Iterator[Piece]:
    match part:
        case Words():
            yield Piece(part.text, marks=_marks(part))
        case Heading():
            style = BOLD if part.level == 1 else ITALIC
            yield Piece(part.words.text, style, marks=_marks(part.words), heading=True)
        case Listed():
            for number, item in enumerate(part.items, 1):
                label = f"{number}." if part.numbered else "•"
                yield Piece(item.text, marks=_marks(item), label=label, gap=0)
        case Table():
            yield Piece("", BOLD, cells=part.heads, keep=16.0 * len(part.rows))
            for cells in part.rows:
                yield Piece("", PLAIN, cells=cells, gap=3)


def _marks(words: Words) -> tuple[tuple[int, str], ...]:
    """The same marks by the words behind which they stand."""
    return tuple((words.text[:offset].count(" "), number) for offset, number in words.marks)


def _published(text: Text) -> Setting:
    data = text.data
    folio = f"Tweede Kamer, vergaderjaar {_year(text)}, {text.printed_dossier}, nr. {data.number}"
    head = [
        (60.0, 80.0, 15.0, "Helvetica-Bold", "Tweede Kamer der Staten-Generaal"),
        (520.0, 80.0, 15.0, "Helvetica-Bold", "2"),
        (60.0, 110.0, 9.0, "Helvetica-Bold", f"Vergaderjaar {_year(text)}"),
        (60.0, 150.0, 11.0, "Helvetica-Bold", text.printed_dossier),
        (160.0, 150.0, 11.0, "Helvetica-Bold", data.dossier_title or ""),
        (60.0, 180.0, 9.0, "Helvetica-Bold", f"Nr. {data.number}"),
        (160.0, 180.0, 9.0, "Helvetica-Bold", data.kind or ""),
        (160.0, 202.0, 9.0, "Helvetica", f"Aan {data.addressee}"),
        (160.0, 224.0, 9.0, "Helvetica", f"{data.place}, {text.day}"),
    ]

    def foot(number: int) -> list[Line]:
        return [(80, 815, 7.5, "Helvetica", folio), (508, 815, 7.5, "Helvetica", str(number))]

    return Setting(left=160, first_top=245, running=_running(head, foot))


def _year(text: Text) -> str:
    first, _, last = (text.data.vergaderjaar or "").partition("/")
    return f"{first}–{first[:2] if len(last) == 2 else ''}{last}"


def _sent(text: Text) -> Setting:
    data = text.data
    assert data.addressee
    to, house = data.addressee.split(" der ")
    head = [
        (80.0, 140.0, 6.5, "Helvetica", "> Retouradres Postbus 20901 2500 EX Den Haag"),
        (80.0, 165.0, 9.0, "Helvetica", f"{to}"),
        (80.0, 177.0, 9.0, "Helvetica", f"der {house}"),
        (80.0, 189.0, 9.0, "Helvetica", "Postbus 20018"),
        (80.0, 201.0, 9.0, "Helvetica", "2500 EA DEN HAAG"),
        (80.0, 300.0, 9.0, "Helvetica", "Datum"),
        (140.0, 300.0, 9.0, "Helvetica", text.day),
        (80.0, 312.0, 9.0, "Helvetica", "Betreft"),
        (140.0, 312.0, 9.0, "Helvetica", data.subject or ""),
    ]

    def margin(number: int) -> list[Line]:
        lines = [
            (810.0, f"Pagina {number} van 9"),
            (100.0, "Ministerie van"),
            (109.0, "Infrastructuur en Waterstaat"),
            (130.0, "Ons kenmerk"),
            (139.0, data.kenmerk or ""),
        ]
        return [(465.0, y, 6.5, "Helvetica", words) for y, words in lines]

    setting = {"right": 150, "hyphenated": False, "gap": 12, "leading": 12, "first_top": 350}
    return Setting(**setting, running=_running(head, margin))  # type: ignore[arg-type]


def _running(head: list[Line], each: Callable[[int], list[Line]]) -> Callable[[int], list[Line]]:
    return lambda number: [*(head if number == 1 else []), *each(number)]
