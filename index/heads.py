"""What the head of a letter says of what is asked: who sent it, to whom, when, from where, on what, its numbers and
what it is cited by; and where its text says on what it is."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

from corpus import Metadata, cite, dutch_date
from corpus.citation import vergaderjaar
from corpus.dates import DAY, MONTH, only_date
from corpus.sentences import sentence_spans
from index.answer import Hit
from index.filters import plain_name
from index.passages import Passage
from index.questions.asked_by import Asker, lines_in
from index.questions.head_words import Field
from index.summaries import StoredLetter

_SENT = re.compile(r"\b(?:brief|motie|amendement) van (?:de|het)\b", re.IGNORECASE)  # a kind that tells its sender

# A letter's first paragraphs, in which it says what it is for, and how it says so.
_FIRST = 5
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


def byline(passages: Sequence[Passage], field: Field) -> tuple[Passage, tuple[int, int]] | None:
    """Where a text without a head says who wrote it, or when, and the characters that do; None where none of its first
    paragraphs is no more than that."""
    group = {Field.SENDER: "names", Field.DATE: "date"}.get(field)
    for passage in [each for each in passages if each.paragraph][:_FIRST]:
        if group and (match := _BYLINE.fullmatch(passage.text.strip())) and match[group]:
            start = len(passage.text) - len(passage.text.lstrip())
            return passage, (start + match.start(group), start + match.end(group))
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
    for passage in own[:_FIRST]:
        for start, end in sentence_spans(passage.text):
            if _OPENS.match(passage.text[start:end]):
                return passage, (start, end)
    whole = [passage for passage in own[:_FIRST] if passage.text.endswith((".", "?", "!"))]
    first = (whole or own)[:1]
    return (first[0], sentence_spans(first[0].text)[0]) if first else None


def head_hit(rank: int, letter: StoredLetter, field: Field, confidence: float) -> Hit | None:
    """The head of ``letter`` as a hit, or None where it doesn't say what is asked."""
    lines = evidence(field, letter.metadata, letter.head)
    if not lines:
        return None
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
    lines = [plain_name(line) for line in head]
    ends = list(accumulate(len(line) + 1 for line in lines))  # in the lines joined by spaces
    said = {place for place, line in enumerate(head) if _says(field, line, metadata)}
    for value in filter(None, _values(field, metadata)):
        # a letterhead breaks what is long: "De Voorzitter van de Tweede Kamer", "der Staten-Generaal"
        for match in re.finditer(rf"(?<!\w){re.escape(plain_name(value))}(?!\w)", " ".join(lines)):
            said.update(range(bisect(ends, match.start()), bisect(ends, match.end() - 1) + 1))
    found = []
    start = 0
    for place, line in enumerate(head):
        if place in said:
            found.append((start, start + len(line)))
        start += len(line) + 1
    return tuple(found)


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
    return field in (Field.NUMBER, Field.CITATION) and _numbers(line, metadata)


def _numbers(line: str, metadata: Metadata) -> bool:
    """Whether a line of the head holds a dossier, or the number in it."""
    dossiers = tuple(dossier.partition(" ")[0] for dossier in metadata.dossiers)
    own = re.escape(metadata.number or "")
    number = own and re.match(rf"(?:nr\.?\s*{own}\b|{own}\s*$)", line, re.IGNORECASE)
    return bool(re.sub(r"\s", "", line).startswith(dossiers) or number)
