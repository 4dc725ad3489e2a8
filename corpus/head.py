"""The head and the signatures of a letter: who writes to whom, when, in which dossier.

Forms are those of Kamerstukken as published and of ministries' letters. A block is taken as part of the head
only by what it says; whatever is not recognised stays running text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpus.blocks import Block, Kind
from corpus.citation import MONTHS, vergaderjaar
from corpus.letter import Chamber, Metadata, Sender

_VERGADERJAAR = re.compile(r"^(?:(?P<house>Tweede|Eerste) Kamer[^,]*, )?vergaderjaar (?P<year>[\d–—/ -]+)", re.I)
_DOSSIER = re.compile(r"^(?P<dossier>\d{2}\s?\d{3})(?:[ -](?P<chapter>[IVX]{1,6}))?(?:[ ,:]+(?P<title>\S.*))?$")
_NUMBER = re.compile(r"^nr\.?\s?(?P<number>\d+|[A-Z]{1,2})(?:\s(?P<kind>\S.*))?$", re.I)
_SENATE_NUMBER = re.compile(r"^[A-Z]{1,2}$")
_ADDRESSEE = re.compile(r"^Aan (?:de|het|den)\s.{3,}$")
_DATE = re.compile(
    rf"^(?:(?P<place>\D{{2,40}}?),\s)?(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})$"
)
_SALUTATION = re.compile(r"^(?:Geachte|Hooggeachte|Mijnheer de|Mevrouw de)\b.{0,60}[,:]?$")
_CLOSING = re.compile(r"^(?:Hoogachtend|Met vriendelijke groet|Met de meeste hoogachting)\b.{0,20}$")
_OFFICE = re.compile(
    r"^(?:(?:Mede )?[Nn]amens )?(?:De|Het|de|het) (?P<office>(?:demissionair )?(?:vice-)?"
    r"(?:Minister|Staatssecretaris|Minister-President|Voorzitter|Griffier)\b.{0,120}?),?$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"^(?:(?:drs|dr|mr|ir|ing|prof)\.\s)*(?:[A-Z][a-z]{0,2}\.\s?)+.{2,50}$|^(?:[A-Z][\w'-]+\s){1,4}[A-Z][\w'-]+$"
)


def read_head(blocks: Sequence[Block]) -> tuple[Metadata, tuple[str, ...], list[Block]]:
    """Split ``blocks`` into (metadata, verbatim lines of head and signatures, blocks of the body)."""
    metadata = Metadata()
    lines: list[str] = []
    body: list[Block] = []
    in_head = True
    pending: list[str] = []  # offices that still want their name
    for block in blocks:
        if block.kind not in (Kind.PARAGRAPH, Kind.HEADING):
            body.append(block)
            in_head = False
            continue
        if in_head and (found := _head_field(block, metadata)) is not None:
            metadata = found
            lines.extend(block.lines)
            continue
        if block.kind is Kind.PARAGRAPH:
            senders, pending = _signature(block.lines, pending)
            if senders or pending or _CLOSING.match(block.text):
                metadata = replace(metadata, senders=(*metadata.senders, *senders))
                lines.extend(block.lines)
                continue
            in_head = False
        body.append(block)
    metadata = replace(metadata, senders=(*metadata.senders, *(Sender(office) for office in pending)))
    if metadata.chamber is None and metadata.number and metadata.dossier:
        metadata = replace(metadata, chamber="II" if metadata.number.isdigit() else "I")
    return metadata, tuple(lines), body


def _head_field(block: Block, known: Metadata) -> Metadata | None:
    """``known`` with what this block says of the letter, or None where it is no head field."""
    text = block.text.replace("\n", " ")
    if match := _VERGADERJAAR.match(text):
        house: Chamber | None = {"tweede": "II", "eerste": "I"}.get((match["house"] or "").lower(), known.chamber)  # type: ignore[assignment]
        return replace(known, vergaderjaar=vergaderjaar(match["year"]), chamber=house)
    if match := _DATE.match(text):
        day = date(int(match["year"]), MONTHS.index(match["month"]) + 1, int(match["day"]))
        return replace(known, date=day, place=match["place"])
    if _ADDRESSEE.match(text) and len(text) < 200 and not text.endswith("."):
        chamber = "I" if "Eerste Kamer" in text else "II" if "Tweede Kamer" in text else known.chamber
        return replace(known, addressee=text.removeprefix("Aan "), chamber=chamber)
    if _SALUTATION.match(text):
        return known
    if known.dossier is None and (match := _DOSSIER.match(text)) and len(text) < 250:
        chapter = f" {match['chapter']}" if match["chapter"] else ""
        return replace(known, dossier=re.sub(r"\s", "", match["dossier"]) + chapter, dossier_title=match["title"])
    if known.dossier and known.number is None:
        if match := _NUMBER.match(text):
            return replace(known, number=match["number"], kind=match["kind"] or known.kind)
        if known.chamber == "I" and _SENATE_NUMBER.match(text):
            return replace(known, number=text)
        if known.dossier_title is None and len(text) < 250 and not text.endswith("."):
            return replace(known, dossier_title=text)
    if known.dossier and known.kind is None and text.isupper() and len(text) < 250:
        return replace(known, kind=text)
    return None


def _signature(lines: Sequence[str], pending: list[str]) -> tuple[list[Sender], list[str]]:
    """Senders named in these lines, and offices whose name is still to come.

    The lines of one block must all be office or name; otherwise the block is running text: ([], []).
    """
    senders: list[Sender] = []
    waiting = list(pending)
    for line in lines:
        if (match := _OFFICE.match(line)) and (line.endswith(",") or len(lines) > 1):
            waiting.append(match["office"])
        elif waiting and _NAME.match(line) and len(line) < 60 and not line.endswith("."):
            senders.append(Sender(waiting.pop(0), line))
        else:
            return [], []
    return senders, waiting
