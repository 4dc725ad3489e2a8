"""What the elements of a publication's head say: dossier, number, year, chamber, date, who signed."""

import datetime
from collections.abc import Iterator

from lxml import etree

from corpus.blocks import Block, folded
from corpus.citation import vergaderjaar
from corpus.letter import Dossier, Metadata
from corpus.readers.kamerstuk.parse import local, named
from corpus.readers.stated import (
    is_dated,
    stated_chamber,
    stated_day,
    stated_dossiers,
    stated_identifier,
    stated_senders,
)

# "36 600" and "VII", "H.G.J." and "Bruins Slot", "3" and "Herdruk" can stand without a space between
SET_APART = ("achternaam", "begrotingshoofdstuk", "herdruk")
SIGNATURES = ("ondertekening", "ondtek", "ondertek")


def metadata_of(root: etree._Element, blocks: tuple[Block, ...]) -> Metadata:
    """Metadata from elements; what the words of the head say besides is found by the assembler."""
    printed = _first(root, "dossiernummer") or _text_at(root, "onderw", "nummer") or ""
    dossiers = stated_dossiers(printed)
    number = _first(root, "ondernummer") or _text_at(root, "stuk", "nummer") or _first(root, "kamervraagnummer")
    return Metadata(
        dossier=dossiers[0] if dossiers else None,
        dossier_title=_text_at(root, "dossier", "titel") or _text_at(root, "onderw", "naam"),
        further_dossiers=(*map(Dossier, dossiers[1:]), *_further_dossiers(root)),
        number=number or _first(root, "vraagnummer"),
        vergaderjaar=vergaderjaar(_line(root, "vergaderjaar") or _first(root, "vergjaar") or ""),
        chamber=stated_chamber(_line(root, "kameraanduiding") or _chamber_of(root)),
        date=None if is_dated(blocks) else _day(root),
        kind=_text_at(root, "stuk", "titel") or _line(root, "documenttype"),
        subject=_first(root, "kamervraagonderwerp"),
        senders=stated_senders(_signatures(root)),
    )


def title_of(root: etree._Element) -> str | None:
    """What the questions are about; letters have their title in their words."""
    return _first(root, "kamervraagonderwerp")


def identifier_of(root: etree._Element) -> str | None:
    """The official identifier, out of the address of the publication's own metadata."""
    for meta in root.iter("{*}meta"):
        if found := stated_identifier(meta.get("content") or ""):
            return found
    return None


def words_of(element: etree._Element) -> str:
    """All words in ``element`` but those of its notes; the parts of a name stand apart."""
    pieces: list[str] = []

    def gather(inner: etree._Element) -> None:
        pieces.append(inner.text or "")
        for child in inner:
            if child.tag is etree.Entity:
                pieces.append(named(child))
            elif local(child) != "noot":
                pieces.append(" " if local(child) in SET_APART else "")
                gather(child)
            pieces.append(child.tail or "")

    gather(element)
    return folded("".join(pieces))


def _first(root: etree._Element, name: str) -> str | None:
    found = next(root.iter(f"{{*}}{name}"), None)
    return (words_of(found) or None) if found is not None else None


def _text_at(root: etree._Element, outer: str, inner: str) -> str | None:
    for parent in root.iter(f"{{*}}{outer}"):
        for child in parent.iterchildren(f"{{*}}{inner}"):
            return words_of(child) or None
    return None


def _further_dossiers(root: etree._Element) -> Iterator[Dossier]:
    for element in list(root.iter("{*}dossier"))[1:]:
        title = _text_at(element, "dossier", "titel")
        for number in stated_dossiers(_first(element, "dossiernummer") or ""):
            yield Dossier(number, title)


def _line(root: etree._Element, content: str) -> str | None:
    for line in root.iter("{*}tekstregel"):
        if line.get("inhoud") == content:
            return words_of(line)
    return None


def _chamber_of(root: etree._Element) -> str:
    number = next(root.iter("{*}ondernummer"), None)
    return root.get("kamer") or (number.get("kamer") if number is not None else None) or ""


def _day(root: etree._Element) -> datetime.date | None:
    """The date in the head; of questions that of the answer, which comes last."""
    days = [
        day
        for outer in ("datumtekst", "kamervraagomschrijving")
        for element in root.iter(f"{{*}}{outer}")
        for date in element.iter("{*}datum")
        if (day := stated_day(date.get("isodatum")))
    ]
    return days[-1] if days else None


def _signatures(root: etree._Element) -> Iterator[tuple[bool, str]]:
    for signature in root.iter(*(f"{{*}}{name}" for name in SIGNATURES)):
        for element in signature.iter("{*}functie", "{*}naam"):
            if words := words_of(element):
                yield local(element) == "functie", words
