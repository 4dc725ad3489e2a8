"""Citations in the form of the Leidraad voor juridische auteurs.

"Kamerstukken II 2020/21, 28676, nr. 372": the House of Representatives is II, the Senate I; the dossier number
is written without its space; a Senate paper carries a letter and no "nr."; the page comes last, and only where
the source prints page numbers. Section and paragraph are the product's own locator, given apart.
"""

import re

from corpus.letter import Metadata, Paragraph, Section


def vergaderjaar(printed: str) -> str | None:
    """The parliamentary year as cited: "2020–2021" → "2020/21", but "1999–2000" → "1999/2000"."""
    match = re.search(r"(\d{4})\s?[–—/-]\s?(\d{4}|\d{2})(?!\d)", printed)
    if not match:
        return None
    first, last = match[1], match[2]
    if len(last) == 2:
        last = (first[:2] if int(last) > int(first[2:]) else str(int(first[:2]) + 1)) + last
    return f"{first}/{last[2:]}" if last[:2] == first[:2] else f"{first}/{last}"


def cite(metadata: Metadata, title: str, page: str | None = None) -> str:
    """The official citation of a letter, without a closing period.

    A letter that is no Kamerstuk (no dossier or number in its head) is cited by title and date.
    """
    if metadata.dossier and metadata.number:
        house = f"Kamerstukken {metadata.chamber}" if metadata.chamber else "Kamerstukken"
        year = f" {metadata.vergaderjaar}" if metadata.vergaderjaar else ""
        number = f"nr. {metadata.number}" if metadata.number[0].isdigit() else metadata.number
        parts = [house + year, metadata.dossier, number]
    else:
        parts = [title]
        if metadata.date:
            parts.append(dutch_date(metadata.date.isoformat()))
    if page:
        parts.append(f"p. {page}")
    return ", ".join(parts)


def locator(section: Section, paragraph: Paragraph) -> str:
    """Where in the letter: "§ Lastenverdeling, al. 1" ("al." is alinea, paragraph)."""
    alinea = f"al. {paragraph.number}"
    return f"§ {section.path[-1]}, {alinea}" if section.path else alinea


MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def dutch_date(iso: str) -> str:
    """ "2021-06-25" → "25 juni 2021"."""
    year, month, day = iso.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"
