"""Who a letter is from where no office above a name tells it: a board, or somebody who signs by a role of its own."""

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from corpus.blocks import Block, Kind
from corpus.letter import Metadata, Sender
from corpus.signature import CLOSING, COLLEGE, NEXT_NAME, OF_AN_OFFICE, closes, is_name

_COLLEGE_NAMED = re.compile(
    r"(?:(?:namens )?het )?(?P<office>(?:college van |burgemeester en wethouders|gedeputeerde staten).*?),?",
    re.IGNORECASE,
)
_IN_NAME_OF = re.compile(r"(?P<who>[A-Z][^.:;!?]{3,80}?),? ?(?:namens|voor) dezen?[,:]?")
_BEFORE_NAME = re.compile(r"\(?(?:w\.? ?g\.?|was getekend)\)?|(?:namens|voor) [^.:;!?]{3,80},?", re.IGNORECASE)
_CLOSED = re.compile(r"^(?:Hoogachtend|(?i:met vriendelijke groet(?:en)?)),? (?=\S)")
_FROM = re.compile(r"Van\s?[|:]\s(?P<who>\S.*)")
# What those are called who sign for a board
_ROLE = (
    r"(?:(?:loco|wnd\.|waarnemend|plv\.|plaatsvervangend|vice|algemeen|adjunct)[ -])?"
    r"(?:(?:gemeente|provincie)?secretaris(?:-directeur)?|burgemeester|voorzitter|griffier|president|directeur"
    r"|dijkgraaf|commissaris van de Koning)"
)
_NAME_AND_ROLE = re.compile(rf"(?P<name>\S.*?),? (?P<role>{_ROLE})", re.IGNORECASE)
_ROLES = re.compile(rf"{_ROLE}(?: {_ROLE})*", re.IGNORECASE)
_AN_INSTITUTION = re.compile(
    r"(?!Samenstelling|Leden|Aanwezig|Bijlage|.*\b(?:is|zijn|was|door|een|begeleiding\w*|klankbord\w*)\b)"
    r"(?=.*(?i:rekenkamer|raad|inspectie|autoriteit|commissie|college|ombudsman|waterschap|bestuur|instituut|bureau)\b)"
    r"[A-ZÀ-Þ][^.:;!?,\d]{3,80}"
)
_BEHIND_SIGNATURE = re.compile(r"(?:Bijlagen?|Annex|Een afschrift|Afschrift|Kopie|c\.?c\.?)\b", re.IGNORECASE)
_LONGEST_NAME = 80
_AT_THE_END = 20  # blocks, among which a board signs


def senders_otherwise(
    known: Metadata, head: Sequence[str], body: Sequence[Block], blocks: Sequence[Block]
) -> tuple[tuple[Sender, ...], Sequence[Block]]:
    """Who a letter is from of which nobody's signature was found, and the blocks with which they sign. ``blocks``: all
    of it, of which the lines of its ``head`` were told from its ``body``."""
    by_role = _signed_by_role(blocks)
    return by_role if by_role[0] else _board(known, head, body)


def once(senders: Sequence[Sender]) -> tuple[Sender, ...]:
    """Each of ``senders`` once: below a regulation and again below what explains it, where one may lack the name."""
    named = {each.office for each in senders if each.name}
    return tuple(dict.fromkeys(each for each in senders if each.name or each.office not in named))


def _signed_by_role(blocks: Sequence[Block]) -> tuple[tuple[Sender, ...], Sequence[Block]]:
    """Who signs below closing words, or below in whose name, by a name and what its role is called, which no list has:
    "ing. R.W. Een", "heemraad Waterveiligheid"; and the blocks that do. Nobody where it isn't told so."""
    for place, block in enumerate(blocks):
        in_name_of = _IN_NAME_OF.fullmatch(block.text)
        if not (in_name_of or closes(block)):
            continue
        below = list(dropwhile(lambda each: _BEFORE_NAME.fullmatch(each.text), blocks[place + 1 : place + 5]))
        lines = [line for each in below[:2] for line in each.lines]
        if len(lines) < 2 or not is_name(lines[0]) or not OF_AN_OFFICE.fullmatch(lines[1]):
            continue
        signing = below[:1] if len(below[0].lines) > 1 else below[:2]
        until = next(at for at, each in enumerate(blocks) if each is signing[-1])
        board = (Sender(in_name_of["who"]),) if in_name_of else ()
        return (*board, Sender(lines[1].removesuffix(","), lines[0])), blocks[place : until + 1]
    return (), []


def _board(known: Metadata, head: Sequence[str], body: Sequence[Block]) -> tuple[tuple[Sender, ...], Sequence[Block]]:
    """The board of a municipality or a province that a letter is from, and the blocks with which it signs at the end:
    behind a label, "Van | Het college van burgemeester en wethouders", below the closing words, or above names:
    "Gedeputeerde Staten van Gelderland"."""
    labelled = (match["who"] for line in head if (match := _FROM.fullmatch(line)))
    closing = next((place for place, line in enumerate(head) if CLOSING.match(line)), len(head))
    if board := next(filter(None, map(_college_of, (*labelled, *head[closing:]))), None):
        return (Sender(board),), []
    end = list(body[-_AT_THE_END:])
    for place, block in enumerate(end):
        board = _college_of(_CLOSED.sub("", block.text))
        persons, signing = _by_name_and_role(end[place + 1 :])
        behind = end[place + 1 + len(signing) :]
        at_the_end = all(_BEHIND_SIGNATURE.match(each.text) for each in behind)
        if persons and (board or (len(persons) > 1 and at_the_end and _is_institution(block))):
            return (Sender(board or block.text), *persons), [block, *signing]
        names = list(takewhile(lambda each: each.kind is Kind.PARAGRAPH and _names(each), end[place + 1 :]))
        if board and names and known.addressee:
            return (Sender(board),), [block, *names]
    return (), []


def _is_institution(block: Block) -> bool:
    """Whether a block is what a body is called that signs: "Algemene Rekenkamer", no heading above its members."""
    return block.kind is Kind.PARAGRAPH and _AN_INSTITUTION.fullmatch(block.text) is not None


def _by_name_and_role(blocks: Sequence[Block]) -> tuple[list[Sender], list[Block]]:
    """Who signs in the first of ``blocks``, each with a role: "drs. A. Een, secretaris", or names and their roles below
    them, beside each other; and the blocks that do. Nobody where a name has no role."""
    persons: list[Sender] = []
    signing: list[Block] = []
    held: list[Block] = []
    names: list[str] = []  # that want their role
    found: list[Sender] = []  # the same with those of blocks that may turn out to say more
    for block in blocks:
        for part in (cell.strip() for line in block.lines for cell in line.split(" | ")):
            both = _NAME_AND_ROLE.fullmatch(part)
            if both and not names and is_name(both["name"]):
                found.append(Sender(_small(both["role"]), both["name"]))
            elif (
                names and _ROLES.fullmatch(part) and len(roles := re.findall(_ROLE, part, re.IGNORECASE)) == len(names)
            ):
                found += map(Sender, map(_small, roles), names)
                names = []
            elif not names and all(map(is_name, own := NEXT_NAME.split(part.removesuffix(",")))):
                names = own
            else:
                return persons, signing
        held.append(block)
        if not names:
            persons, signing, held = list(found), [*signing, *held], []
    return persons, signing


def _small(role: str) -> str:
    return role[:1].lower() + role[1:]


def _names(block: Block) -> bool:
    """Whether a block below a board is a name or an office, or both: "P.G. Smeenk secretaris"."""
    return len(block.text) <= _LONGEST_NAME and not re.search("[.:;?!,]$", block.text) and block.text[:1].isupper()


def _college_of(line: str) -> str | None:
    """The municipal or provincial board that ``line`` names and no more: "Gedeputeerde Staten van Gelderland"."""
    match = _COLLEGE_NAMED.fullmatch(line) if COLLEGE.fullmatch(line) else None
    return match["office"] if match else None
