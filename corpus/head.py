"""The head and the signatures of a letter: who writes to whom, when, in which dossier.

Forms are those of Kamerstukken as published and of ministries' letters. A block is taken as part of the head
only by what it says; whatever is not recognised stays running text.
"""

import re
from collections.abc import Sequence
from dataclasses import fields, replace

from corpus.blocks import Block, Kind
from corpus.citation import MONTHS, vergaderjaar
from corpus.letter import NOTHING_STATED, Chamber, Dossier, Metadata, Sender
from corpus.letterhead import SALUTATION, dated_line, stated_too, take_letterhead, written_date

_HOUSE = r"(?P<house>Tweede|Eerste) Kamer(?: der Staten-Generaal)?"
_MASTHEAD = re.compile(rf"^{_HOUSE}(?: [12])?$")
_VERGADERJAAR = re.compile(
    rf"^(?:{_HOUSE}(?: [12])?,? )?vergaderjaar (?P<year>\d{{4}}\s?[–—/-]\s?\d{{2,4}})"
    r"(?:,? \d{2}\s?\d{3}\b.{0,60}|,? (?P<appendix>Aanhangsel van de Handelingen))?$",
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
_SENATE_NUMBER = re.compile(rf"^(?P<number>[A-Z]{{1,2}})(?:,?\s{_REPLACES})?$")
_PAPER = re.compile(
    r"^(?:(?:NADER )?GEWIJZIGDE? |NADERE )?(?:BRIEF|MOTIE|AMENDEMENT|NOTA|VERSLAG|MEMORIE|LIJST|VOORSTEL|ADVIES)\b"
)
_KIND_GOES_ON = re.compile(r"^TER VERVANGING VAN .{3,}$")
_ADDRESSEE = re.compile(r"^Aan (?:de|het|den|Zijne|Hare)\s.{3,}$")
_CHAIR = re.compile(r"Aan de [Vv]oorzitter van de (?:Tweede|Eerste) Kamer(?: der Staten-Generaal)?:")
_SOMEBODY = re.compile(r"^Aan (?:(?:de|het|den) )?(?:[A-Z]|voorzitter|leden|minister|staatssecretaris)")
_CLOSING = re.compile(r"^(?:Hoogachtend|Met vriendelijke groet|Met de meeste hoogachting)\b.{0,20}$")
# A line below which the head may go on: a few that are no sentence and say nothing that is known here
_SAYS_NOTHING = re.compile(r".{1,150}(?<![.,;:!?…])")
_MOST_SAYING_NOTHING = 5
# "De Minister van Defensie heeft toegezegd dat" is no office; "(was getekend)" and "die verhinderd is" may follow one
_NO_VERB = (
    r"(?!(?:(?!\(|\bdie\b).){0,120}?\b(?-i:"
    r"heeft|hebben|had|hadden|is|was|waren|wordt|worden|werd|werden|zal|zullen|zou|zouden|kan|kunnen|"
    r"kon|konden|wil|willen|wilde|moet|moeten|moest|mag|mogen|mocht|gaat|ging|doet|komt|kwam|laat|liet|geeft|gaf|"
    r"stelt|stelde|zegt|zei|vraagt|vroeg|meldt|meldde|schrijft|schreef|vindt|vond|ziet|zag|biedt|deelt|zegde)\b)"
)
OFFICE = re.compile(
    r"^(?P<behalf>(?:Mede )?namens )?(?:(?:De|Het) (?P<office>"
    r"(?:(?:demissionair|fungerend|waarnemend|plaatsvervangend|wnd\.) )?(?:(?:vice|adjunct)-)?"
    r"(?:Minister|Staatssecretaris|President|Voorzitter|Griffier|Secretaris|(?:Secretaris|Directeur|Inspecteur)-generaal)"
    rf"\b{_NO_VERB}.{{0,120}}?)|(?P<bare>(?:Minister|Staatssecretaris) (?:van|voor) {_NO_VERB}.{{0,120}}?|"
    r"Minister-President)),?$",
    re.IGNORECASE,
)
_CLOSING_BEFORE = r"^(?P<closing>Hoogachtend,? |Met \w[\w ]{3,30}, )?"
_ON_ONE_LINE = re.compile(rf"{_CLOSING_BEFORE}(?P<office>\S.*,) (?P<name>\S.*)$")
_NAME_FIRST = re.compile(
    rf"{_CLOSING_BEFORE}(?P<name>\S.*?),? (?P<office>(?:Minister|Staatssecretaris) (?:van|voor) .+|Minister-President)$"
)
_NEXT_OFFICE = re.compile(r"(?<=\w)(?<!namens) (?=De (?:Minister|Staatssecretaris)\b)")
_LETTER_OF = re.compile(r"\bBRIEF VAN (?:DE|HET) (?P<offices>.+)")
_BY_ANOTHER = re.compile(r"^namens dezen?[,:]?$", re.IGNORECASE)
_CAPITAL = f"[{''.join(letter for letter in map(chr, range(0x180)) if letter.isupper())}]"
_NAME = re.compile(
    rf"^(?!Minister|Staatssecretaris)(?:(?i:mw|mevr|dhr|drs|dr|mr|ir|ing|prof)\.\s)*"
    rf"(?:(?:{_CAPITAL}[a-zß-ÿ]{{0,2}}\.\s?)+.{{2,50}}"
    rf"|(?:{_CAPITAL}[\w'’-]+\s){{1,4}}(?:(?:van|de|den|der|het|te|ten|ter|'t)\s){{0,3}}{_CAPITAL}[\w'’-]+)$"
)
_PARTICLES = frozenset("van de den der het in op te ten ter 't".split())
_SURNAME = re.compile(rf"^{_CAPITAL}[\w'’-]+$")  # counts only below an office


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
    for place, block in enumerate(blocks):
        if block.kind is Kind.HEAD or place in letterhead:
            metadata = _head_fields(block, metadata, lines[-1] if lines else "") or metadata
            lines.extend(block.lines)
            continue
        if block.kind not in (Kind.PARAGRAPH, Kind.HEADING):
            body.append(block)
            in_head = False
            continue
        if in_head and (not unknown or _is_formed(block.lines[0], metadata)):
            found = _head_fields(block, metadata, lines[-1] if lines else "")
            if found is not None:
                metadata, unknown = found, 0
                lines.extend(block.lines)
                continue
        if block.kind is Kind.PARAGRAPH:
            closed = closed or place > last or any(map(_CLOSING.match, block.lines))
            signers = _NEXT_OFFICE.split(block.text)
            named = all(map(_named_in_full, signers)) and (
                signed == place - 1
                if metadata.senders
                else _is_writer(signers[0], metadata.kind) and blocks[place - 1].text.endswith((".", "?", "!"))
            )
            below = closed and signed == place - 1 and _before_a_name(blocks[place - 1])
            signature = _signature(block.lines, pending, closed=closed, parted=closed or named, below=below)
            if signature is not None and (closed or signature[0] or _signs(blocks[place : place + 2])):
                senders, pending = signature
                metadata, signed = replace(metadata, senders=(*metadata.senders, *senders)), place
                lines.extend(block.lines)
                continue
            metadata, pending = _with_nameless(metadata, pending), []
            unknown += 1
            in_head = in_head and unknown <= _MOST_SAYING_NOTHING and _may_stand_in_head(block, metadata)
        body.append(block)
    metadata = stated_too(_with_nameless(metadata, pending), stated_there)
    metadata = replace(
        metadata, **{field.name: value for field in fields(stated) if (value := getattr(stated, field.name))}
    )
    if metadata.kind == APPENDIX:
        metadata = _with_question(metadata, [block.text for block in body[:4]])
    if metadata.chamber is None and metadata.number and metadata.dossier:
        metadata = replace(metadata, chamber="II" if metadata.number.isdigit() else "I")
    return metadata, tuple(lines), body


def _signs(blocks: Sequence[Block]) -> bool:
    """Whether offices without a name, amid the text, sign: one ends in a comma, or a name or an office stands in the
    block below. Else it may be a list of those who were there."""
    offices, *below = blocks
    comma = any(line.endswith(",") for line in offices.lines)
    signing = (_is_name, OFFICE.match, _BY_ANOTHER.match)
    return comma or any(signs(block.lines[0]) for block in below for signs in signing)


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


def _may_stand_in_head(block: Block, known: Metadata) -> bool:
    """Whether the head of a Kamerstuk can go on below a block that says nothing known here; it stays running text."""
    return known.dossier is not None and not block.markers and _SAYS_NOTHING.fullmatch(block.text) is not None


def _is_formed(line: str, known: Metadata) -> bool:
    """Whether its form alone shows that a line tells what is still wanted, whatever stands above it."""
    number = _NUMBER.match(line)
    return bool(
        (known.number is None and number and (not number["kind"] or number["kind"].isupper()))
        or (known.kind is None and _PAPER.match(line))
        or (known.addressee is None and _SOMEBODY.match(line) and not line.endswith(":"))
        or (known.date is None and dated_line(line)[1] and not line[0].isdigit())
        or SALUTATION.fullmatch(line)
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
    is_lead_in = text.endswith(":") and not _CHAIR.fullmatch(text)  # "Aan de hand van de volgende vragen:"
    if _ADDRESSEE.match(text) and len(text) < 200 and not text.endswith(".") and not is_lead_in:
        chamber: Chamber | None = "I" if "Eerste Kamer" in text else "II" if "Tweede Kamer" in text else None
        return replace(known, addressee=text.removeprefix("Aan ").rstrip(":"), chamber=known.chamber or chamber)
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
            return replace(known, number=match["number"])
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


def _signature(
    lines: Sequence[str], pending: list[str], *, closed: bool, parted: bool, below: bool
) -> tuple[list[Sender], list[str]] | None:
    """Senders named in these lines, and offices whose name is still to come. ``parted``: office and name may stand on
    one line; ``below``: name and office may.

    The lines of one block must all be closing words, office or name; otherwise it is running text: None. An office
    that is "" is that of somebody who signs for another and gives none.
    """
    signing = list(lines)
    if len(lines) == 1:
        first, *others = _NEXT_OFFICE.split(lines[0])
        signing = [*_parted(first, parted, below)]
        closed = closed or len(signing) > 2  # by closing words on the line itself
        signing += [part for line in others for part in _parted(line, parted or closed, below)]
    signing = [line for line in signing if not _CLOSING.match(line)]
    # with text behind it and no closing words before, "A. Een, Minister van Defensie" may be one who was there
    names_first = (
        closed and len(signing) > 1 and not pending and _is_name(signing[0]) and bool(OFFICE.match(signing[-1]))
    )
    if names_first:
        signing.reverse()
    senders: list[Sender] = []
    waiting = list(pending)
    below_office = False
    for line in signing:
        match = OFFICE.match(line)
        if match and (line.endswith(",") or names_first or (match["office"] and len(lines) > 1)):
            office = match["office"] or match["bare"]
            if match["behalf"]:
                senders.append(Sender(office))  # another signs for it
            else:
                waiting = [*filter(None, waiting), office]
        elif waiting and _BY_ANOTHER.match(line):
            senders += map(Sender, waiting)
            waiting = [""]
        elif waiting and (_is_name(line) or (below_office and _SURNAME.match(line))):
            senders.append(Sender(waiting.pop(0), line))
        else:
            return None
        below_office = match is not None
    return senders[::-1] if names_first else senders, waiting


def _parted(line: str, parted: bool, below: bool) -> tuple[str, ...]:
    """The lines of a signature that a converter has set on one: "Hoogachtend, De Minister van Defensie, A. Een"."""
    for form, may_be in ((_ON_ONE_LINE, parted), (_NAME_FIRST, below)):
        match = form.match(line)
        if match and (may_be or match["closing"]) and OFFICE.match(match["office"]) and _is_name(match["name"]):
            # "De Minister-President, Minister van Algemene Zaken," is one office
            return (line,) if OFFICE.match(match["name"]) else tuple(filter(None, match.groups()))
    return (line,)


def _before_a_name(block: Block) -> bool:
    """Whether a line below may be a name and its office: below closing words or another such line. Below an office
    with its name stand titles of annexes: "Reactie Tweede Kamer Minister van Financiën"."""
    match = _NAME_FIRST.match(block.text)
    return any(map(_CLOSING.match, block.lines)) or bool(match and _is_name(match["name"]))


def _is_writer(line: str, kind: str | None) -> bool:
    """Whether a line is a name behind an office that is among those whose letter it is by its ``kind``: "De Minister
    van Financiën, A. Een" in a "BRIEF VAN DE MINISTERS VAN DEFENSIE EN FINANCIËN"."""
    writers, office = _LETTER_OF.search(kind or ""), _named_in_full(line)
    if not writers or not office:
        return False
    words = re.findall(r"\w+", writers["offices"].lower())
    return all(any(word.startswith(each) for word in words) for each in re.findall(r"\w+", office.lower()))


def _named_in_full(line: str) -> str | None:
    """The office on a line that is an office, a comma and nothing but a name."""
    match = _ON_ONE_LINE.match(line)
    office = match and OFFICE.match(match["office"])
    if not match or not office or not _is_name(match["name"]):
        return None
    words = match["name"].split()
    is_whole = all(word in _PARTICLES or word[0].isupper() or word.endswith(".") for word in words)
    return (office["office"] or office["bare"]) if is_whole else None


def _is_name(line: str) -> bool:
    return _NAME.match(line) is not None and len(line) < 60 and not line.endswith((".", ";", ":"))
