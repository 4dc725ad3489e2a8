"""Citations in the form of the Leidraad voor juridische auteurs.

"Kamerstukken II 2020/21, 28676, nr. 372": the House of Representatives is II, the Senate I; the dossier number
is written without its space; a Senate paper carries a letter and no "nr."; the page comes last, and only where
the source prints page numbers. Section and paragraph are the product's own locator, given apart.

"Aanhangsel Handelingen II 2023/24, nr. 1314" and "Handelingen II 2022/23, nr. 84, item 12" as in Aanwijzing 3.43 of
the Aanwijzingen voor de regelgeving. For a letter that is no Kamerstuk the Leidraad asks for its kenmerk.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from corpus.letter import Metadata, Paragraph, Section

_OFFICIAL_ID = re.compile(
    r"(?P<series>ah|h)-(?P<house>tk|ek|vv)-(?P<first>\d{4})(?P<last>\d{4})-(?P<number>\d+)(?:-(?P<item>\d+))?"
)
Headings = tuple[str, ...]
_SMALL = frozenset("van voor en de het der den met tot".split())
_ARTICLE = re.compile(r"(?:de|het) ", re.IGNORECASE)

# an office that one has, unlike a body's name, loses its capital
_OF_A_PERSON = re.compile(
    r"(?:(?:demissionair|fungerend|waarnemend|plaatsvervangend|algemeen|wnd\.|plv\.|loco|vice|adjunct)[ -])*"
    r"(?:minister|staatssecretaris|secretaris|president|voorzitter|griffier|\w*directeur|inspecteur|burgemeester"
    r"|wethouder|gedeputeerde|commissaris|heemraad|dijkgraaf|hoofd|manager|teamleider|afdelingshoofd|lid|leden)",
    re.IGNORECASE,
)
# and so do its other words that say what one is: "Minister-President, Minister van Algemene Zaken"
_OFFICE_WORD = re.compile(
    r"(?:(?<=-)|(?<=, )|(?<= en ))(?:Minister|Staatssecretaris|Secretaris|President|Generaal|Voorzitter|Griffier"
    r"|Directeur|Inspecteur|Burgemeester|Wethouder|Vice|Adjunct)\b"
)
# What a minister makes or signs and writes to nobody
_NO_LETTER = re.compile(
    r"(?:Tijdelijke )?(?:\w*regeling|beleidsregels?) van|convenant\b|memorie van (?:toelichting|antwoord)\b",
    re.IGNORECASE,
)
# What is all that some papers have for a title, above a table that tells the subject
_KIND = re.compile(
    r"(?:(?:raads|staten|college|commissie|initiatief)?-?voorstel|(?:raads|staten|college|informatie|beslis)?-?nota"
    r"|(?P<letter>(?:raads|staten)?(?:informatie)?-?brief)|memo|notitie|(?:raads|college)besluit)",
    re.IGNORECASE,
)


def is_kind(title: str) -> bool:
    """Whether a title tells no more than what kind of paper it is: "Raadsvoorstel"."""
    return _KIND.fullmatch(title) is not None


def vergaderjaar(printed: str) -> str | None:
    """The parliamentary year as cited: "2020–2021" → "2020/21", but "1999–2000" → "1999/2000"."""
    match = re.search(r"(\d{4})\s?[–—/-]\s?(\d{4}|\d{2})(?!\d)", printed)
    if not match:
        return None
    first, last = match[1], match[2]
    if len(last) == 2:
        last = (first[:2] if int(last) > int(first[2:]) else str(int(first[:2]) + 1)) + last
    return f"{first}/{last[2:]}" if last[:2] == first[:2] else f"{first}/{last}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in three parts, of which the middle one, the name of the publication, is set in italics."""

    before: str
    italic: str
    after: str

    def __str__(self) -> str:
        return self.before + self.italic + self.after

    @property
    def html(self) -> str:
        italic = f"<i>{escape(self.italic)}</i>" if self.italic else ""
        return escape(self.before) + italic + escape(self.after)


def cite(metadata: Metadata, title: str, page: str | None = None, identifier: str = "") -> str:
    """The official citation of a letter as plain text, without a closing period; see ``citation``."""
    return str(citation(metadata, title, page, identifier))


def citation(metadata: Metadata, title: str, page: str | None = None, identifier: str = "") -> Citation:
    """The official citation of a letter, without a closing period.

    ``identifier`` is its official one, where it has one: it tells an annex ("blg-1184123"), answers to questions
    ("ah-tk-20242025-100") and proceedings ("h-tk-20222023-84-12") from Kamerstukken. A letter that was published in
    none of these is cited by who wrote to whom about what, date and kenmerk, as far as it says; else by title and date,
    and so is a convenant or a regeling that a minister signs. A raadsvoorstel is cited as one, and by its subject.
    """
    cited = _published(metadata, identifier) or _unpublished(metadata, title)
    return replace(cited, after=f"{cited.after}, p. {page}") if page else cited


def _published(metadata: Metadata, identifier: str) -> Citation | None:
    named = _OFFICIAL_ID.fullmatch(identifier)
    chamber: str | None = metadata.chamber
    year = metadata.vergaderjaar
    if named:
        chamber = chamber or {"tk": "II", "ek": "I"}.get(named["house"])
        year = year or vergaderjaar(f"{named['first']}-{named['last']}")
    where = "".join(f" {part}" for part in (chamber,) if part)
    when = f" {year}" if year else ""
    if named and named["series"] == "h":
        item = f", item {named['item']}" if named["item"] else ""
        return Citation("", f"Handelingen{where}", f"{when}, nr. {named['number']}{item}")
    if metadata.dossier and metadata.number:
        before = "Bijlage bij " if identifier.startswith("blg-") else ""
        number = f"nr. {metadata.number}" if metadata.number[0].isdigit() else metadata.number
        return Citation(before, f"Kamerstukken{where}", f"{when}, {metadata.dossier}, {number}")
    answers = named["number"] if named else metadata.number if identifier.startswith("ah-") or year else None
    if answers and not metadata.dossier:
        return Citation("", f"Aanhangsel Handelingen{where}", f"{when}, nr. {answers}")
    return None


def _unpublished(metadata: Metadata, title: str) -> Citation:
    day = f", {dutch_date(metadata.date.isoformat())}" if metadata.date else ""
    kenmerk = f" (kenmerk {metadata.kenmerk})" if metadata.kenmerk else ""
    kind = _KIND.fullmatch(metadata.kind or "")
    if kind and metadata.subject and not kind["letter"]:
        return Citation(f"{metadata.kind} ‘{metadata.subject}’", "", day + kenmerk)
    to_somebody = metadata.subject or metadata.addressee or metadata.chamber
    if not metadata.senders or (not to_somebody and _NO_LETTER.match(title)):
        return Citation(title, "", day + kenmerk)
    writers = _and([_the(sender.office) if sender.office else sender.author for sender in metadata.writers])
    to = {"II": " aan de Tweede Kamer", "I": " aan de Eerste Kamer", None: ""}[metadata.chamber]
    if not to and metadata.addressee and _ARTICLE.match(metadata.addressee):
        to = f" aan {_uncapitalised(metadata.addressee)}"
    return Citation(f"Brief van {writers}{to} over ‘{metadata.subject or title}’", "", day + kenmerk)


def _the(office: str) -> str:
    """ "de minister van Defensie", "het college van burgemeester en wethouders", "Gedeputeerde Staten", "de Autoriteit
    Consument en Markt"."""
    if office.lower().startswith(("gedeputeerde staten", "burgemeester en wethouders")):
        return office
    if office.isupper() or _OF_A_PERSON.match(office):
        return f"de {_small_office(_uncapitalised(office))}"
    return f"het {_uncapitalised(office)}" if office.lower().startswith("college") else f"de {office}"


def _small_office(office: str) -> str:
    """ "Inspecteur-Generaal van de Inspectie" → "inspecteur-generaal van de Inspectie"."""
    first = _OF_A_PERSON.match(office)
    end = first.end() if first else 0
    return office[:end].lower() + _OFFICE_WORD.sub(lambda word: word[0].lower(), office[end:])


def _uncapitalised(words: str) -> str:
    """ "Minister van Defensie" → "minister van Defensie", and so where a letterhead prints it in capitals."""
    if words.isupper():
        words = " ".join(word.lower() if word.lower() in _SMALL else word.capitalize() for word in words.split())
    return words[:1].lower() + words[1:]


def _and(parts: Sequence[str]) -> str:
    """ "a", "a en b", "a, b en c"."""
    return " en ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def locator(section: Section, paragraph: Paragraph, ends: Mapping[Headings, int] | None = None) -> str:
    """Where in the letter: "§ Lastenverdeling, al. 1" ("al." is alinea, paragraph). With the letter's ``path_ends`` as
    many of the headings above come first as tell it from others: "§ Spoor › Planning, al. 1"."""
    alinea = f"al. {paragraph.number}"
    if not section.path:
        return alinea
    every = _ends(section.path)
    end = next((end for end in every if (ends or {}).get(end, 1) == 1), every[-1])
    return f"§ {' › '.join(end)}, {alinea}"


def path_ends(sections: Iterable[Section]) -> Counter[Headings]:
    """How many paths of a letter end in each of these ways."""
    return Counter(end for path in {section.path for section in sections} for end in _ends(path))


def _ends(path: Headings) -> list[Headings]:
    return [path[-size:] for size in range(1, len(path) + 1)]


MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def dutch_date(iso: str) -> str:
    """ "2021-06-25" → "25 juni 2021"."""
    year, month, day = iso.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"
