"""Who signed a letter: offices and names below its last sentence, or where only a signature can stand."""

import re
from collections.abc import Iterator, Sequence

from corpus.blocks import Block
from corpus.letter import Metadata, Sender

CLOSING = re.compile(
    r"^(?:(?:Hoogachtend|(?:Met )?(?i:vriendelijke|hartelijke) groet(?:en)?|Met de meeste hoogachting"
    r"|Yours (?:sincerely|faithfully|truly)|(?:Kind|Best) regards)\b.{0,20}|Met (?:\w+ ){0,3}hoogachting[,.]?)$"
)
# "De Minister van Defensie heeft toegezegd dat" is no office; "(was getekend)" and "die verhinderd is" may follow one
_NO_VERB = (
    r"(?!(?:(?!\(|\bdie\b).){0,120}?\b(?-i:"
    r"heeft|hebben|had|hadden|is|was|waren|wordt|worden|werd|werden|zal|zullen|zou|zouden|kan|kunnen|"
    r"kon|konden|wil|willen|wilde|moet|moeten|moest|mag|mogen|mocht|gaat|ging|doet|komt|kwam|laat|liet|geeft|gaf|"
    r"stelt|stelde|zegt|zei|vraagt|vroeg|meldt|meldde|schrijft|schreef|vindt|vond|ziet|zag|biedt|deelt|zegde)\b)"
)
# Offices of municipalities and provinces: of a place or a field, if of anything. "Wethouder Mobiliteit" may be a name.
_LOCAL = r"(?:(?:loco|waarnemend|wnd\.)[ -])?(?:Burgemeester|Wethouder|Gedeputeerde|Commissaris van de Koning)"
_OF = rf"(?! en\b| Staten\b){_NO_VERB} (?:van|voor|in|te) (?-i:['’A-Z])[^.:;!?]{{1,80}}?"
_OF_A_FIELD = re.compile(rf"{_LOCAL} (?-i:['’A-Z])[^.,:;!?]{{1,80}}$", re.IGNORECASE)
# An English one has its capitals: "The Minister of Defence said this," is no office
_ENGLISH = (
    r"(?-i:Prime Minister|(?:Minister|State Secretary) (?:of|for) [A-Z][\w-]+"
    r"(?:,? (?:(?:and|of|the|for) ){0,3}[A-Z][\w-]+){0,8})"
)
OFFICE = re.compile(
    r"^(?P<behalf>(?:Mede )?namens )?(?:(?:De|Het) (?P<office>"
    r"(?:(?:demissionair|fungerend|waarnemend|plaatsvervangend|wnd\.) )?(?:(?:vice|adjunct)-)?"
    r"(?:Minister|Staatssecretaris|President|Voorzitter|Griffier|Secretaris|(?:Secretaris|Directeur|Inspecteur)-generaal)"
    rf"\b{_NO_VERB}.{{0,120}}?|{_LOCAL}(?:{_OF})?)"
    rf"|(?:The )?(?P<bare>(?:Minister|Staatssecretaris) (?:van|voor) {_NO_VERB}.{{0,120}}?|"
    r"Minister-President|(?:Voorzitter|(?:Adjunct-)?Griffier) van de (?:vaste )?commissie"
    rf"|{_LOCAL}{_OF}|{_ENGLISH})),?$",
    re.IGNORECASE,
)
_CLOSING_BEFORE = r"^(?P<closing>Hoogachtend,? |Met \w[\w ]{3,30}, |Yours \w+, |(?:Kind|Best) regards, )?"
_ON_ONE_LINE = re.compile(rf"{_CLOSING_BEFORE}(?P<office>\S.*,) (?P<name>\S.*)$")
_NAME_FIRST = re.compile(
    rf"{_CLOSING_BEFORE}(?P<name>\S.*?),? "
    rf"(?P<office>(?:Minister|Staatssecretaris) (?:van|voor) .+|Minister-President|{_LOCAL}{_OF}|{_ENGLISH})$"
)
_NEXT_OFFICE = re.compile(
    r"(?<=\w)(?<!namens) (?=De (?:Minister|Staatssecretaris)\b)|(?<=,) (?=(?i:de (?:minister|staatssecretaris))\b)"
    r"|(?<=secretaris,) (?=de burgemeester\b)|(?<=burgemeester,) (?=de (?:secretaris|griffier)\b(?!-))"
    r"|(?<=[Vv]oorzitter,) (?=de (?:secretaris|griffier)\b(?!-))|(?<=[Gg]riffier,) (?=de voorzitter\b)"
)
NEXT_NAME = re.compile(r"(?<=[a-zß-ÿ]) (?=(?:(?:mw|mevr|dhr|drs|dr|mr|ir|ing|prof)\. )*(?:[A-Z]\.)+ )")
_OFFICE_BEGINS = re.compile(r"(?:de|het|namens|voor) ")
_OF_TWO_OFFICES = r"(?:De )?Minister-President,?"
# In whose name those below it sign
COLLEGE = re.compile(
    r"(?:namens )?(?:(?:het )?college(?: van (?:burgemeester en wethouders|B ?(?:&|en) ?W|gedeputeerde staten))?|"
    r"burgemeester en wethouders|gedeputeerde staten)(?: van (?-i:['’A-Z])[^.:;!?]{1,40})?,?",
    re.IGNORECASE,
)
_LETTER_OF = re.compile(r"\bBRIEF VAN (?:DE|HET) (?P<offices>.+)")
# "Welzijn en Sport,", "directeur Toeslagen": where only such can stand
OF_AN_OFFICE = re.compile(rf"(?!(?i:de|het|bijlagen?)\b){_NO_VERB}[^.:;!?\d]{{3,60}}")
_BY_ANOTHER = re.compile(r"^(?:namens|voor) dezen?[,:]?$", re.IGNORECASE)
# ", namens deze, de directeur Toeslagen," where lines were joined
_AROUND_BY_ANOTHER = re.compile(
    r"(?<=,) (?=(?:namens|voor) dezen?[,:](?: |$))|(?:(?<= deze[,:])|(?<= dezen[,:])) ", re.IGNORECASE
)
_AN_OFFICE = re.compile(r"(?:[Dd]e|[Hh]et) (?P<office>[^.:;!?\d]{3,80}?),?")  # where no other thing can stand
_CAPITAL = f"[{''.join(letter for letter in map(chr, range(0x180)) if letter.isupper())}]"
_NAME = re.compile(
    rf"^(?!Minister|Staatssecretaris|{_LOCAL}\b|{_ENGLISH})(?:(?i:mw|mevr|dhr|drs|dr|mr|ir|ing|prof)\.\s)*"
    rf"(?:(?:{_CAPITAL}[a-zß-ÿ]{{0,2}}\.\s?)+.{{2,50}}"
    rf"|(?:{_CAPITAL}[\w'’-]+\s){{1,4}}(?:(?:{_CAPITAL}\.){{1,5}}\s)?"  # Marnix L.A. van Rij
    rf"(?:(?:van|de|den|der|het|te|ten|ter|'t)\s){{0,3}}{_CAPITAL}[\w'’-]+)$"
)
_PARTICLES = frozenset("van de den der het in op te ten ter 't".split())
_SURNAME = re.compile(rf"^{_CAPITAL}[\w'’-]+$")  # counts only below an office


def closes(block: Block) -> bool:
    """Whether closing words stand in it: "Hoogachtend,"."""
    return any(map(CLOSING.match, block.lines))


def signs(line: str) -> bool:
    """Whether ``line`` is an office above a name, or with one behind it: "De Minister van Defensie, A. Een"."""
    return bool(OFFICE.match(line) and line.endswith(",")) or _named_in_full(line) is not None


def signature_at(
    blocks: Sequence[Block], place: int, known: Metadata, pending: list[str], signed: int | None, *, closed: bool
) -> tuple[list[Sender], list[str]] | None:
    """Senders that the block at ``place`` names, and offices whose name is still to come; None where it is no
    signature. ``known``: what the letter says before; ``pending``: offices above that want their name; ``signed``: the
    place of the last signature; ``closed``: whether the closing words came, or the last sentence."""
    block = blocks[place]
    signers = _signers(block.text)
    named = all(map(_named_in_full, signers)) and (
        signed == place - 1
        if known.senders
        else _is_writer(signers[0], known.kind) and blocks[place - 1].text.endswith((".", "?", "!"))
    )
    below = closed and signed == place - 1 and _before_a_name(blocks[place - 1])
    above = blocks[place - 1].lines[-1] if signed == place - 1 else ""
    follows = blocks[place + 1].lines[0] if place + 1 < len(blocks) else ""
    lines = [*_on_one_line(block.lines)]
    if closed and is_name(follows) and len(lines) == 1 and OFFICE.match(lines[0]) and not _named_in_full(lines[0]):
        lines = [lines[0].removesuffix(",") + ","]
    if closed and not pending and above and len(lines) == 1:
        if _name_first_in_two(blocks[place : place + 2]) and closes(blocks[place - 1]):
            return [], []  # its office stands below
        if _name_first_in_two(blocks[place - 1 : place + 1]) and not (
            known.senders and known.senders[-1].name == above
        ):
            lines = [above, *lines]
    found = _signature(lines, pending, above, follows, closed=closed, parted=closed or named, below=below)
    return found if found and (closed or found[0] or _signs(blocks[place : place + 2])) else None


def _signers(line: str) -> list[str]:
    """The offices that a converter has set on one line, each with what stands behind it."""
    first, *others = _NEXT_OFFICE.split(line)
    return [f"{first} {others[0]}", *others[1:]] if others and CLOSING.match(first) else [first, *others]


def _on_one_line(lines: Sequence[str]) -> Iterator[str]:
    """``lines`` with an office that goes on below on one: "De Minister van Sociale Zaken", "en Werkgelegenheid,"."""
    held = ""
    for line in lines:
        if held and line[:1].islower() and not _OFFICE_BEGINS.match(line):
            line = f"{held} {line}"
        elif held:
            yield held
        held = line if OFFICE.match(line) and not line.endswith(",") else ""
        if not held:
            yield line
    if held:
        yield held


def _signs(blocks: Sequence[Block]) -> bool:
    """Whether offices without a name, amid the text, sign: one ends in a comma, or a name or an office stands in the
    block below. Else it may be a list of those who were there."""
    offices, *below = blocks
    comma = any(line.endswith(",") for line in offices.lines)
    signing = (is_name, OFFICE.match, _BY_ANOTHER.match)
    return comma or any(signs(block.lines[0]) for block in below for signs in signing)


def _signature(
    lines: Sequence[str],
    pending: list[str],
    above: str,
    follows: str,
    *,
    closed: bool,
    parted: bool,
    below: bool,
) -> tuple[list[Sender], list[str]] | None:
    """Senders named in these lines, and offices whose name is still to come. ``above``: the line of the signature that
    they go on; ``follows``: the line below them; ``parted``: office and name may stand on one line; ``below``: name
    and office may.

    The lines of one block must all be closing words, office or name; otherwise it is running text: None. An office
    that is "" is that of somebody who signs for another and gives none.
    """
    lines = [part for line in lines for part in _AROUND_BY_ANOTHER.split(line)]
    signing = list(lines)
    if len(lines) == 1:
        first, *others = _signers(lines[0])
        signing = [*_parted(first, parted, below)]
        closed = closed or len(signing) > 2  # by closing words on the line itself
        signing += [part for line in others for part in _parted(line, parted or closed, below)]
    below_closing = bool(above) or any(map(CLOSING.match, signing))
    signing = [line for line in signing if not CLOSING.match(line) and not (below_closing and COLLEGE.fullmatch(line))]
    # with text behind it and no closing words before, "A. Een, Minister van Defensie" may be one who was there
    names_first = (
        closed
        and len(signing) > 1
        and not pending
        and is_name(signing[0])
        and bool(OFFICE.match(signing[-1]) or (below_closing and _OF_A_FIELD.match(signing[-1])))
    )
    if names_first:
        signing.reverse()
    senders: list[Sender] = []
    waiting = list(pending)
    for place, (line, next_line) in enumerate(zip(signing, [*signing[1:], follows], strict=False)):
        match, office_above = OFFICE.match(line), OFFICE.match(above)
        goes_on = closed and office_above and not names_first and (place or line.endswith(",")) and is_name(next_line)
        if match and (line.endswith(",") or names_first or (match["office"] and len(lines) > 1)):
            office = match["office"] or match["bare"]
            if match["behalf"]:
                senders.append(Sender(office))  # another signs for it
            elif waiting and match["bare"] and not names_first and re.fullmatch(_OF_TWO_OFFICES, above):
                waiting[-1] += f", {office}"  # "De Minister-President,", "Minister van Algemene Zaken,"
            else:
                waiting = [*filter(None, waiting), office]
        elif names_first and not place:
            waiting = [line]  # "Wethouder Mobiliteit"
        elif waiting and _BY_ANOTHER.match(line):
            senders += map(Sender, waiting)
            waiting = [""]
        elif waiting == [""] and (match := _AN_OFFICE.fullmatch(line)):
            waiting = [match["office"]]
        elif len(waiting) > 1 and len(names := NEXT_NAME.split(line)) == len(waiting) and all(map(is_name, names)):
            senders += map(Sender, waiting, names)
            waiting = []
        elif waiting and (is_name(line) or (place and office_above and _SURNAME.match(line))):
            senders.append(Sender(waiting.pop(0), line))
        elif waiting and goes_on and OF_AN_OFFICE.fullmatch(line):
            # "De Staatssecretaris van Volksgezondheid,", "Welzijn en Sport,"
            waiting[-1] += f"{',' * above.endswith(',')} {line.removesuffix(',')}"
        elif senders and senders[-1] == Sender("", above) and OF_AN_OFFICE.fullmatch(line):
            senders[-1] = Sender(line, above)  # of somebody who signs for another
        else:
            return None
        above = line
    return senders[::-1] if names_first else senders, waiting


def _parted(line: str, parted: bool, below: bool) -> tuple[str, ...]:
    """The lines of a signature that a converter has set on one: "Hoogachtend, De Minister van Defensie, A. Een"."""
    for form, may_be in ((_ON_ONE_LINE, parted), (_NAME_FIRST, below)):
        match = form.match(line)
        if match and (may_be or match["closing"]) and OFFICE.match(match["office"]) and is_name(match["name"]):
            # "De Minister-President, Minister van Algemene Zaken," is one office
            return (line,) if OFFICE.match(match["name"]) else tuple(filter(None, match.groups()))
    return (line,)


def _before_a_name(block: Block) -> bool:
    """Whether a line below may be a name and its office: below closing words or another such line. Below an office
    with its name stand titles of annexes: "Reactie Tweede Kamer Minister van Financiën"."""
    match = _NAME_FIRST.match(block.text)
    return closes(block) or bool(match and is_name(match["name"]))


def _name_first_in_two(blocks: Sequence[Block]) -> bool:
    """Whether the first of two blocks is a name and the second its office, which wants no name below."""
    name, *office = (line for block in blocks for line in block.lines)
    return (
        len(blocks) == 2
        and len(office) == 1
        and is_name(name)
        and bool(OFFICE.match(office[0]))
        and not office[0].endswith(",")
    )


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
    if not match or not office or not is_name(match["name"]):
        return None
    words = match["name"].split()
    is_whole = all(word in _PARTICLES or word[0].isupper() or word.endswith(".") for word in words)
    return (office["office"] or office["bare"]) if is_whole else None


def is_name(line: str) -> bool:
    return _NAME.match(line) is not None and len(line) < 60 and not line.endswith((".", ";", ":"))
