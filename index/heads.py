"""What the head of a letter says of what is asked: who sent it, to whom, when, from where, on what, its numbers and
what it is cited by; and where its text says on what it is."""

import re
from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from datetime import date
from itertools import accumulate

from corpus import Metadata, cite, dutch_date
from corpus.citation import vergaderjaar
from corpus.dates import DAY, MONTH, dated_line, only_date, written_date
from corpus.labels import FIELDS
from corpus.sentences import sentence_spans
from index.answer import Hit
from index.filters import plain_name
from index.passages import Passage
from index.questions.asked_by import Asker, lines_in
from index.questions.head_words import Field
from index.questions.labels import holders_of, labelled_so, lines_alone, lines_labelled, lines_like
from index.summaries import StoredLetter

_SENT = re.compile(r"\b(?:brief|motie|amendement) van (?:de|het)\b", re.IGNORECASE)  # a kind that tells its sender

# A letter's first paragraphs, in which it says what it is for, and how it says so.
FIRST = 5
_DOCUMENT = (
    r"(?:kamerbrief|brief|stuk|document|rapport|advies|nota|notitie|visie\w*|essay|letter|paper|report|memorandum)"
)
_OPENS = re.compile(
    rf"(?:hierbij|hiermee|hereby|herewith)\b|.*\b(?:(?:in|met|via|door middel van) (?:deze|dit) {_DOCUMENT}"
    rf"|(?:this|the present) {_DOCUMENT}|(?:bied|zend|stuur|informeer|bericht|beantwoord) (?:ik|wij)"
    r"|doen? (?:ik|wij) u)\b",
    re.IGNORECASE | re.DOTALL,
)
_SUMMARY = re.compile(
    r"[\W\d]*(?:(?:management|publieks)?samenvatting|(?:executive )?summary|in het kort|hoofdpunten|kernpunten)\W*",
    re.IGNORECASE,
)


# "Door J. Jansen, 6-2-2024": a paragraph of its own below a title
_NAME = r"[A-ZÀ-Þ][\w.’'-]*(?: (?:van|de|der|den|ten|ter|het|in|’t|'t|[A-ZÀ-Þ][\w.’'-]*)){0,6}"
_BYLINE = re.compile(
    r"(?i:(?:geschreven |opgesteld |samengesteld |written )?(?:door|by)|auteurs?|authors?):? "
    rf"(?P<names>{_NAME}(?:(?:, | en | and | & ){_NAME}){{0,5}}?)"
    rf"(?:,?(?: \W)? ?\(?(?P<date>{MONTH} \d{{4}}|{DAY})\)?)?[.]?"
)


# By what labels papers tell it in ways of their own
_OWN_NUMBER = r"(?!telefoon|doorkies|mobiel|fax|rekening|bank|kvk|btw|huis)\w+ ?nummer"
_LABELS = {
    field: re.compile(labels, re.IGNORECASE)
    for field, labels in {
        Field.SENDER: r"(?:van|afzender|from)",
        Field.ADDRESSEE: r"(?:aan|ter attentie van|t\.a\.v\.|(?:gericht|verzonden|gestuurd|uitgebracht) aan|to)",
        Field.DATE: r"(?:\w*datum(?: (?:van )?\w*(?:vaststelling|brief|rapport|advies|besluit|document|publicatie"
        r"|uitgave|verzending))?|vastgesteld(?: \w+)?|vaststelling|verzonden|date)",
        Field.PLACE: r"(?:plaats|vastgesteld te|place)",
        Field.KENMERK: rf"(?:(?:ons |brief)?kenmerk|(?:onze )?referentie|reference|{_OWN_NUMBER})",
        Field.NUMBER: rf"(?:nummer|number|{_OWN_NUMBER})",
        Field.SUBJECT: r"(?:betreft|onderwerp|titel|subject|title)",
    }.items()
}


def byline(passages: Sequence[Passage], field: Field) -> tuple[Passage, tuple[int, int]] | None:
    """Where a text without a head says who wrote it, or when, and the characters that do; None where none of its first
    paragraphs is no more than that."""
    group = {Field.SENDER: "names", Field.DATE: "date"}.get(field)
    for passage in [each for each in passages if each.paragraph][:FIRST]:
        if group and (match := _BYLINE.fullmatch(passage.text.strip())) and match[group]:
            start = len(passage.text) - len(passage.text.lstrip())
            return passage, (start + match.start(group), start + match.end(group))
    return None


def line_of_table(passages: Sequence[Passage], field: Field) -> tuple[Passage, tuple[int, int]] | None:
    """Where a table that a paper begins with tells it, its colophon, and the lines that do; None where none does, and
    of who signed it, whom "Van: Directie Water" doesn't name."""
    if field is Field.SENDER:
        return None
    for passage in passages[:FIRST]:
        lines = passage.text.split("\n")
        if spans := spans_of(lines_labelled(lines, labels_of(field), set_apart=True), lines):
            return passage, (spans[0][0], spans[-1][1])
    return None


def line_of_answers(passages: Sequence[Passage], field: Field) -> tuple[Passage, tuple[int, int]] | None:
    """Where answers to members' questions, whose head is that of the paper they were printed in, say who gave them and
    when, or to whom the questions were put, and the sentence that does; None where they don't."""
    if field not in (Field.SENDER, Field.DATE, Field.ADDRESSEE):
        return None
    asked = Asker(questions=field is Field.ADDRESSEE, answers=field is not Field.ADDRESSEE)
    lines = lines_in(passages, asked)
    return next(((each, lines[each.key][0]) for each in passages if each.key in lines), None)


def opening(passages: Sequence[Passage]) -> tuple[Passage, tuple[int, int]] | None:
    """Where a letter says what it is on, and the sentence that does: the first of its summary, or of its first
    paragraphs the one that tells what it is for ("Hierbij bied ik u het verslag aan"), or the first that ends as one
    does; None where it has no words. passages: its own, in order."""
    own = [passage for passage in passages if passage.paragraph and passage.text.strip()]
    for passage in own:
        if any(_SUMMARY.fullmatch(heading) for heading in passage.section):
            return passage, sentence_spans(passage.text)[0]
    for passage in own[:FIRST]:
        for start, end in sentence_spans(passage.text):
            if _OPENS.match(passage.text[start:end]):
                return passage, (start, end)
    whole = [passage for passage in own[:FIRST] if passage.text.endswith((".", "?", "!"))]
    first = (whole or own)[:1]
    return (first[0], sentence_spans(first[0].text)[0]) if first else None


def head_hit(rank: int, letter: StoredLetter, field: Field, confidence: float) -> Hit | None:
    """The head of ``letter`` as a hit, or None where it doesn't say what is asked."""
    lines = evidence(field, letter.metadata, letter.head)
    return _hit_of_head(rank, letter, lines, confidence) if lines else None


def labelled_hit(letter: StoredLetter, asked: Set[str], *, who: bool, confidence: float) -> Hit | None:
    """The head of ``letter`` as the first hit, with the lines marked that have the label that is ``asked``, or where
    that is ``who``, of who signed in this office; None where it has none."""
    is_asked = labelled_so(asked)
    places = set(lines_labelled(letter.head, lambda label: label.casefold() not in FIELDS and is_asked(label)))
    places = places or set(lines_like(letter.head, asked))
    if not places and who:
        held = [each for sender in holders_of(letter.metadata.senders, asked) for each in (sender.office, sender.name)]
        alone = lines_alone(letter.head, asked)  # "Commissaris van de Koning", below a name
        places = _saying(held, letter.head) or {place - below for place in alone for below in (0, 1)}
    return head_with(letter, places, 1, confidence) if places else None


def head_with(letter: StoredLetter, places: Collection[int], rank: int, confidence: float) -> Hit:
    """The head of ``letter`` with the lines at these ``places`` marked."""
    return _hit_of_head(rank, letter, spans_of(places, letter.head), confidence)


def _hit_of_head(rank: int, letter: StoredLetter, lines: tuple[tuple[int, int], ...], confidence: float) -> Hit:
    return Hit(
        rank=rank,
        id=letter.head_id,
        letter=letter.id,
        title=letter.title,
        section=(),
        paragraph=0,
        page=None,
        text=letter.head_text,
        evidence=lines,
        score=confidence,
        confidence=confidence,
        citation=cite(letter.metadata, letter.title, identifier=letter.id),
        locator="kop",
        url=letter.url,
        language=letter.language,
    )


def is_dated(written: str, day: date | None) -> bool:
    """Whether a letter of ``day`` is meant by "3 maart 2021", "3 maart", "March 2021" or "2021"."""
    if not day:
        return False
    months = (written, f"{written} {day.year}")
    whole = (*months, *(f"{day.day} {each}" for each in months), f"{day:%d-%m}-{written}")
    return any(only_date(each)[1] == day for each in whole)


def evidence(field: Field, metadata: Metadata, head: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The characters of the head, its lines joined by line ends, that say what is asked; empty where none does."""
    said = {place for place, line in enumerate(head) if _says(field, line, metadata)}
    said |= _saying(_values(field, metadata), head)
    return spans_of(said or lines_labelled(head, labels_of(field)), head)


def labels_of(field: Field) -> Callable[[str], bool]:
    """What tells whether a label is one of what is asked, where no rule has found that."""
    form = _LABELS.get(field)
    return lambda label: bool(form and form.fullmatch(label))


def _saying(values: Iterable[str | None], head: Sequence[str]) -> set[int]:
    """The places of the lines of a head that say these ``values``."""
    lines = [plain_name(line) for line in head]
    ends = list(accumulate(len(line) + 1 for line in lines))  # in the lines joined by spaces
    said: set[int] = set()
    for value in filter(None, values):
        # a letterhead breaks what is long: "De Voorzitter van de Tweede Kamer", "der Staten-Generaal"
        for match in re.finditer(rf"(?<!\w){re.escape(plain_name(value))}(?!\w)", " ".join(lines)):
            said.update(range(bisect(ends, match.start()), bisect(ends, match.end() - 1) + 1))
    return said


def spans_of(places: Collection[int], head: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The characters of the lines at these places in a head, its lines joined by line ends."""
    starts = accumulate((len(line) + 1 for line in head), initial=0)
    return tuple(
        (start, start + len(line))
        for place, (start, line) in enumerate(zip(starts, head, strict=False))
        if place in places
    )


def _values(field: Field, metadata: Metadata) -> Iterator[str | None]:
    match field:
        case Field.SENDER:
            for sender in metadata.senders:
                yield from (sender.office, sender.name)
            if not metadata.senders and _SENT.search(metadata.kind or ""):
                yield metadata.kind
        case Field.ADDRESSEE:
            yield metadata.addressee
        case Field.DATE:
            yield dutch_date(metadata.date.isoformat()) if metadata.date else None
        case Field.PLACE:
            yield metadata.place
        case Field.SUBJECT | Field.SUMMARY:
            yield from (metadata.subject, metadata.dossier_title)
        case Field.KENMERK:
            yield metadata.kenmerk
        case Field.CITATION if not metadata.number:  # then it is cited by these
            for each in (Field.SENDER, Field.SUBJECT, Field.DATE, Field.KENMERK):
                yield from _values(each, metadata)


def _says(field: Field, line: str, metadata: Metadata) -> bool:
    """Whether a line of the head says by itself what is asked, in its own way."""
    year = field in (Field.VERGADERJAAR, Field.CITATION) and metadata.vergaderjaar
    if year and vergaderjaar(line) == year:
        return True
    if field is Field.DATE and metadata.date:  # "The Hague, 3 July 2023", "03-07-2023"
        return metadata.date in (dated_line(line)[1], written_date(line)[1])
    return field in (Field.NUMBER, Field.CITATION) and _numbers(line, metadata)


def _numbers(line: str, metadata: Metadata) -> bool:
    """Whether a line of the head holds a dossier, or the number in it."""
    dossiers = tuple(dossier.partition(" ")[0] for dossier in metadata.dossiers)
    own = re.escape(metadata.number or "")
    number = own and re.match(rf"(?:nr\.?\s*{own}\b|{own}\s*$)", line, re.IGNORECASE)
    return bool(re.sub(r"\s", "", line).startswith(dossiers) or number)
