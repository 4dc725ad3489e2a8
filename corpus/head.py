"""The head of a letter, with its signatures: who writes to whom, when, in which dossier.

Forms are those of Kamerstukken as published and of ministries' letters. A block is taken as part of the head
only by what it says; whatever is not recognised stays running text.
"""

import re
from collections.abc import Sequence
from dataclasses import fields, replace

from corpus.blocks import Block, Kind, Style
from corpus.citation import MONTHS, vergaderjaar
from corpus.dates import dated_line, written_date
from corpus.labels import labelled_date
from corpus.letter import NOTHING_STATED, Chamber, Dossier, Metadata, Sender
from corpus.letterhead import COUNCIL, SALUTATION, chamber_of, stated_too, take_letterhead
from corpus.senders import once, senders_otherwise
from corpus.signature import OFFICE, closes, signature_at

_HOUSE = r"(?P<house>Tweede|Eerste) Kamer(?: der Staten-Generaal)?"
_MASTHEAD = re.compile(rf"^{_HOUSE}(?: [12])?$")
_VERGADERJAAR = re.compile(
    rf"^(?:{_HOUSE}(?: [12])?,? )?vergaderjaar (?P<year>\d{{4}}\s?[–—/-]\s?\d{{2,4}})"
    r"(?:,? \d{2}\s?\d{3}\b.{0,60}|,? (?P<appendix>Aanhangsel van de Handelingen)| [12])?$",
    re.IGNORECASE,
)
# 28 676, 21 501-02 (a series), 36 600 VII and 35 000 A (budget chapters)
_DOSSIER = re.compile(
    r"^(?P<dossier>\d{2}\s?\d{3}(?:-\d{2})?)(?:[ -](?P<chapter>[IVX]{1,6}[AB]?|[A-N]))?"
    r"(?:[ -]?\(R\s?\d{1,4}\))?(?:[ ,:]+(?P<title>\S.*))?$"  # (R2186): a bill for the whole kingdom
)
# Questions of members with their answers, as published
APPENDIX = "Aanhangsel van de Handelingen"
_APPENDIX_LINE = re.compile(r"^Vragen gesteld door de leden der Kamer\b.*[^.?]$|^regering gegeven antwoorden$")
_ASKED = re.compile(rf"\bover (?P<subject>.{{4,300}}?) \(ingezonden \d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\)")
_ANSWERED = re.compile(
    rf"^(?:Nader )?(?:Antwoord|Mededeling) van (?P<who>.{{4,300}}?) \((?:ontvangen \()?ontvangen (?P<day>\d{{1,2}} "
    rf"(?:{'|'.join(MONTHS)}) \d{{4}})\)"
)
_ANSWERING = re.compile(
    r"(?P<office>Minister-President|Minister|Staatssecretaris) (?P<name>[A-Z][^,()]*?)(?: (?P<of>\([^()]+\)))?"
    r"(?= van (?:Minister|Staatssecretaris)|, (?:en|mede) | en (?:van )?(?:Minister|Staatssecretaris)|$)"
)
# what tells of a paper that it takes the place of another
_REPLACES = r"(?i:\(?(?:(?:tweede |derde |gewijzigde )?herdruk|t\.\s?v\.\s?v\.\s?(?:nr\.?\s?)?[\dA-Z]{1,4})\)?)"
_REPLACING = re.compile(rf"^{_REPLACES}$")
_NUMBER = re.compile(rf"^nr\.?\s?(?P<number>\d+|[A-Z]{{1,2}})(?:,?\s{_REPLACES})?(?:\s(?P<kind>\S.*))?$", re.IGNORECASE)
_PAPERS = r"(?:(?:NADER )?GEWIJZIGDE? |NADERE )?(?:BRIEF|MOTIE|AMENDEMENT|NOTA|VERSLAG|MEMORIE|LIJST|VOORSTEL|ADVIES)\b"
_PAPER = re.compile(rf"^{_PAPERS}")
_SENATE_NUMBER = re.compile(rf"^(?P<number>[A-Z]{{1,2}})(?:,?\s{_REPLACES})?(?:\s(?P<kind>{_PAPERS}[^a-z]*))?$")
_KIND_GOES_ON = re.compile(r"^TER VERVANGING VAN .{3,}$")
_ADDRESSEE = re.compile(rf"^Aan (?:(?:de|het|den|Zijne|Hare)\s.{{3,}}|{COUNCIL})$")
# as a cover has it
_PAPER_TO = re.compile(
    r"^(?:Advies|Rapport|Voorstel) aan (?P<who>(?:de|het) (?:ministers?|staatssecretaris(?:sen)?|regering|kabinet|raad"
    r"|gemeenteraad|Tweede Kamer|Eerste Kamer|Staten-Generaal)\b[^.:;?!]{0,150})$",
    re.IGNORECASE,
)
_CHAIR = re.compile(r"Aan de [Vv]oorzitter van de (?:Tweede|Eerste) Kamer(?: der Staten-Generaal)?:")
_SOMEBODY = re.compile(r"^Aan (?:(?:de|het|den) )?(?:[A-Z]|voorzitter|leden|minister|staatssecretaris)")
# A line below which the head may go on: a few that are no sentence and say nothing that is known here
_SAYS_NOTHING = re.compile(r".{1,150}(?<![.,;:!?…])")
_MOST_SAYING_NOTHING = 5
# "Alphen aan den Rijn", but not "Paraaf Staatssecretaris"
_PLACE = re.compile(
    r"(?!Paraaf|Akkoord|Datum|Versie|Status|Gezien|Getekend|Minister|Staatssec)"
    r"['’A-Z][\w'’-]+(?: (?:aan|op|bij|den|de|het|van|am|en)\b| ['’A-Z][\w'’-]+){0,3}"
)
_OF_A_DAY = re.compile(
    r"(?:(?:tijdelijke|nadere) )?(?:\w*regeling|\w*besluit|beleidsregels?|circulaire|verordening|aanwijzing) van "
    r"(?:(?!\b(?:\w*regeling|\w*besluit|beleidsregels?|circulaire|verordening|wet|wijziging|tot|over|inzake|houdende)\b)"
    r".){3,200}?,? (?:van |d\.d\. )?"
    rf"(?P<day>\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}), (?:nr\.|nummer|kenmerk) ?(?P<number>[\w/.-]*\d[\w/.-]*\w)",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"(?:Uw (?:kenmerk|referentie)|Your reference):?", re.IGNORECASE)
_MOST_ABOVE = 20  # blocks above the head of a Kamerstuk, or around the date of a paper that has none


def read_head(
    blocks: Sequence[Block], stated: Metadata = NOTHING_STATED
) -> tuple[Metadata, tuple[str, ...], list[Block]]:
    """Split ``blocks`` into (metadata, verbatim lines of head and signatures, blocks of the body).

    What ``stated`` says, from fields of the file's own, wins over what the words of the head say.
    """
    metadata = Metadata()
    lines: list[str] = []
    body: list[Block] = []
    in_head = True
    closed = False  # whether the closing words came, or the last sentence
    sentences = (place for place, block in enumerate(blocks) if block.text.endswith((".", "?", "!", ":")))
    last = max(sentences, default=-1)
    unknown = 0  # lines in the head so far that say nothing
    pending: list[str] = []  # offices that still want their name
    signed: int | None = None  # the place of the last signature
    letterhead, stated_there = take_letterhead(blocks)
    begins = _beginning(blocks)
    # "Datum: 4 april 2023" is the letter's where no other is, else of what stands below each
    dated = [place for place, block in enumerate(blocks) if labelled_date(block.text)[1]]
    above = max(letterhead, default=0)
    for place, block in enumerate(blocks):
        # whose letter it is, in bold above its labels, heads no text
        bold = block.kind is Kind.HEADING and block.style is not Style.PLAIN
        set_apart = bold and place < above and block.level > 1
        in_head = in_head or place in letterhead
        if block.kind is Kind.HEAD or place in letterhead or set_apart:
            metadata = _head_fields(block, metadata, lines[-1] if lines else "") or _dated_among(block, metadata)
            lines.extend(block.lines)
            if not stated.senders and (signed_there := _signed(blocks, place, metadata)):
                metadata = replace(metadata, senders=(*metadata.senders, *signed_there))
            continue
        if place < begins:
            body.append(block)
            continue
        above_it = lines[-1] if lines else ""
        if in_head and block.kind is Kind.ROW and (said := _head_field(_joined(block), metadata, above_it)):
            metadata = said
            lines.extend(block.lines)
            continue
        if block.kind not in (Kind.PARAGRAPH, Kind.HEADING):
            body.append(block)
            in_head = False
            continue
        if in_head and dated == [place] and metadata.date is None:
            where, day = labelled_date(block.text)
            metadata, unknown = replace(metadata, date=day, place=where), 0
            lines.extend(block.lines)
            continue
        if in_head and (not unknown or _is_formed(block.lines[0], metadata)):
            found = _head_fields(block, metadata, above_it)
            if found is not None:
                metadata, unknown = found, 0
                lines.extend(block.lines)
                continue
        # a name in bold below its office, or an office below closing words, looks like a heading
        signs = bold and (pending or signed == place - 1 or closes(blocks[place - 1]))
        if block.kind is Kind.PARAGRAPH or signs:
            closed = closed or place > last or closes(block)
            if signature := signature_at(blocks, place, metadata, pending, signed, closed=closed):
                senders, pending = signature
                metadata, signed = replace(metadata, senders=(*metadata.senders, *senders)), place
                lines.extend(block.lines)
                continue
        if block.kind is Kind.PARAGRAPH:
            metadata, pending = _with_nameless(metadata, pending), []
            unknown += 1
            in_head = in_head and unknown <= _MOST_SAYING_NOTHING and _may_stand_in_head(block)
        body.append(block)
    metadata = stated_too(_with_nameless(metadata, pending), stated_there)
    metadata = replace(metadata, senders=once(metadata.senders))
    if not (metadata.senders or stated.senders):
        writers, signing = senders_otherwise(metadata, lines, body, blocks)
        metadata = replace(metadata, senders=writers)
        lines.extend(line for block in signing if block in body for line in block.lines)
        body = [block for block in body if block not in signing]
    if not (metadata.date or metadata.dossier or dated) and (dated_last := _dated_alone(body)):
        where, day = dated_line(dated_last.text)
        metadata = replace(metadata, date=day, place=metadata.place or where)
        lines.extend(dated_last.lines)
        body.remove(dated_last)
    metadata = replace(
        metadata, **{field.name: value for field in fields(stated) if (value := getattr(stated, field.name))}
    )
    if metadata.kind == APPENDIX:
        metadata = _with_question(metadata, [block.text for block in body[:4]])
    if metadata.chamber is None and metadata.number and metadata.dossier:
        metadata = replace(metadata, chamber="II" if metadata.number.isdigit() else "I")
    return metadata, tuple(lines), body


def stated_by_title(title: str, known: Metadata) -> Metadata:
    """``known`` with what the title of a regulation says: "Regeling van de Minister van Defensie van 4 november 2025,
    nr. BS/2025/1, houdende …"."""
    if not (match := _OF_A_DAY.match(title)):
        return known
    day = written_date(match["day"])[1]
    return replace(known, date=known.date or day, kenmerk=known.kenmerk or match["number"])


def _joined(row: Block) -> str:
    """The cells of a row as a line: a masthead may be set in a table."""
    return " ".join(filter(None, (cell.strip() for cell in row.text.split("|"))))


def _beginning(blocks: Sequence[Block]) -> int:
    """The place where the head of a Kamerstuk begins below what its page tells of it; 0 where it is at the top, or
    nowhere."""
    first = enumerate(blocks[:_MOST_ABOVE])
    begins = next((place for place, block in first if any(map(_VERGADERJAAR.match, (*block.lines, _joined(block))))), 0)
    while begins and (_MASTHEAD.match(_joined(blocks[begins - 1])) or blocks[begins - 1].text in ("1", "2")):
        begins -= 1
    return begins


def _signed(blocks: Sequence[Block], place: int, known: Metadata) -> Sequence[Sender]:
    """Who signs in a block of the head itself: an office above a name."""
    first = blocks[place].lines[0]
    if not (first.endswith(",") and OFFICE.match(first)):
        return ()
    senders, waiting = signature_at(blocks, place, known, [], None, closed=True) or ([], [])
    return () if waiting else senders


def _dated_alone(body: Sequence[Block]) -> Block | None:
    """The only paragraph of a paper that is a place and a day, "Utrecht, 22 mei 2025", where it is among its first or
    last ones."""
    dated = [
        block for block in body if block.kind is Kind.PARAGRAPH and _PLACE.fullmatch(dated_line(block.text)[0] or "")
    ]
    return dated[0] if len(dated) == 1 and dated[0] in (*body[:_MOST_ABOVE], *body[-_MOST_ABOVE:]) else None


def _dated_among(block: Block, known: Metadata) -> Metadata:
    """``known`` with the place and the day on a line of a letterhead that has its labels on others: "Den Haag, 3
    februari 2022" above "Kenmerk: 2022/1"."""
    said = (dated_line(line) for line in block.lines)
    where, day = next((each for each in said if _PLACE.fullmatch(each[0] or "")), (None, None))
    return replace(known, date=day, place=where) if day and known.date is None else known


def _with_nameless(metadata: Metadata, offices: Sequence[str]) -> Metadata:
    return replace(metadata, senders=(*metadata.senders, *(Sender(office) for office in offices if office)))


def _with_question(known: Metadata, texts: Sequence[str]) -> Metadata:
    """``known`` with what the words that open an Aanhangsel say: the subject, who answered and when."""
    for text in texts:
        if (match := _ASKED.search(text)) and not known.subject:
            known = replace(known, subject=match["subject"])
        if match := _ANSWERED.match(text):
            senders = tuple(
                Sender(" ".join(filter(None, each.group("office", "of"))), each["name"])
                for each in _ANSWERING.finditer(match["who"])
            )
            known = replace(known, senders=known.senders or senders, date=known.date or written_date(match["day"])[1])
    return known


def _may_stand_in_head(block: Block) -> bool:
    """Whether the head can go on below a block that says nothing known here; it stays running text."""
    return not block.markers and all(map(_SAYS_NOTHING.fullmatch, block.lines))


def _is_formed(line: str, known: Metadata) -> bool:
    """Whether its form alone shows that a line tells what is still wanted, whatever stands above it. A letter that is
    no Kamerstuk shows it only by its greeting."""
    if SALUTATION.fullmatch(line):
        return True
    number = _NUMBER.match(line)
    return known.dossier is not None and bool(
        (known.number is None and number and (not number["kind"] or number["kind"].isupper()))
        or (known.kind is None and _PAPER.match(line))
        or (known.addressee is None and _SOMEBODY.match(line) and not line.endswith(":"))
        or (known.date is None and dated_line(line)[1] and not line[0].isdigit())
    )


def _head_fields(block: Block, known: Metadata, previous: str) -> Metadata | None:
    """``known`` with what a block says: a field on each of its lines, or one field that its lines make together."""
    found, above = known, previous
    for line in block.lines:
        said = _head_field(line, found, above)
        if said is None:
            return _head_field(block.text.replace("\n", " "), known, previous)
        found, above = said, line
    return found


def _head_field(text: str, known: Metadata, previous: str) -> Metadata | None:
    """``known`` with what ``text`` says of the letter, or None where it is no head field.

    ``previous`` is the line of the head above it.
    """
    if _OF_OTHERS.fullmatch(previous):  # "Uw kenmerk", which may be a dossier
        return known
    if match := _MASTHEAD.match(text):
        return replace(known, chamber="I" if match["house"] == "Eerste" else "II")
    if text in ("1", "2") and _MASTHEAD.match(previous):
        return known
    if match := _VERGADERJAAR.match(text):
        house: Chamber | None = {"tweede": "II", "eerste": "I"}.get((match["house"] or "").lower(), known.chamber)  # type: ignore[assignment]
        kind = APPENDIX if match["appendix"] else known.kind
        return replace(known, vergaderjaar=vergaderjaar(match["year"]), chamber=house, kind=kind)
    if text == APPENDIX:
        return replace(known, kind=text)
    if known.kind == APPENDIX and _APPENDIX_LINE.match(text):
        return known
    if known.kind == APPENDIX and known.number is None and re.fullmatch(r"\d{1,5}", text):
        return replace(known, number=text)
    place, day = dated_line(text)
    if day:  # a letter's own has its place, unlike the day on which it came in
        return known if known.date and not place else replace(known, date=day, place=place)
    if known.addressee is None and (match := _PAPER_TO.match(text)):
        return replace(known, addressee=match["who"])
    is_lead_in = text.endswith(":") and not _CHAIR.fullmatch(text)  # "Aan de hand van de volgende vragen:"
    if _ADDRESSEE.match(text) and len(text) < 200 and not text.endswith(".") and not is_lead_in:
        addressee = text.removeprefix("Aan ").rstrip(":,")
        return replace(known, addressee=addressee, chamber=known.chamber or chamber_of(addressee))
    if SALUTATION.fullmatch(text):
        return known
    if len(text) >= 250 or (text.endswith(".") and not text.upper().endswith(" C.S.")):
        return None
    if known.dossier is None and (match := _DOSSIER.match(text)):
        first = _dossier(match)
        return replace(known, dossier=first.number, dossier_title=first.title)
    if known.dossier and known.number is None:
        if match := _NUMBER.match(text):
            return replace(known, number=match["number"], kind=match["kind"] or known.kind)
        if (match := _SENATE_NUMBER.match(text)) and (known.chamber == "I" or known.dossier_title):
            return replace(known, number=match["number"], kind=match["kind"] or known.kind)
        if match := _DOSSIER.match(text):
            further = _dossier(match)
            is_new = further.number not in known.dossiers
            return replace(known, further_dossiers=(*known.further_dossiers, further)) if is_new else known
        above = _DOSSIER.match(previous)
        if known.further_dossiers and above and not above["title"]:
            *others, last = known.further_dossiers
            return replace(known, further_dossiers=(*others, replace(last, title=text)))
        if known.dossier_title is None:
            return replace(known, dossier_title=text)
    if known.number and _REPLACING.match(text):
        return known
    if known.kind and _KIND_GOES_ON.match(text):
        return replace(known, kind=f"{known.kind} {text}")
    if known.dossier and known.kind is None and text.isupper():
        return replace(known, kind=text)
    return None


def _dossier(match: re.Match[str]) -> Dossier:
    """What a line gives that has the form of _DOSSIER."""
    chapter = f" {match['chapter']}" if match["chapter"] else ""
    return Dossier(re.sub(r"\s", "", match["dossier"]) + chapter, match["title"])
