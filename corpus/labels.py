"""Labels as the head of a letter has them, "Ons kenmerk", and what they say: with a colon, in a row of a table, or on a
line where the value is of the right kind."""

import re
from collections.abc import Iterator
from datetime import date

from corpus.blocks import Block, Kind, folded
from corpus.dates import DAY, MONTH, only_date, written_date

SUBJECT, KENMERK, DATE, SENT, ADDRESSEE = "subject", "kenmerk", "date", "sent", "addressee"
DOSSIER = "dossier"
FIELDS = {
    "datum": DATE,
    "date": DATE,
    "betreft": SUBJECT,
    "onderwerp": SUBJECT,
    "subject": SUBJECT,
    "kenmerk": KENMERK,
    "ons kenmerk": KENMERK,
    "onze referentie": KENMERK,
    "nota nummer": KENMERK,
    "notanummer": KENMERK,
    "our reference": KENMERK,
    "aan": ADDRESSEE,
    "geadresseerde": ADDRESSEE,
    "verzonden": SENT,
    "verzenddatum": SENT,
    "datum verzending": SENT,
    "vastgesteld": DATE,
    "vastgesteld op": DATE,
    "vastgesteld te": DATE,
    "kamerdossier": DOSSIER,
}
_OTHERS = (
    "uw kenmerk|uw referentie|uw brief(?: van)?|your reference|inlichtingen(?: bij)?|bijlagen?|bijlage\\(n\\)|"
    "enclosures?|contactpersoon|afzender|"
    "behandeld door|auteur|van|kopie(?: aan)?|c\\.?c\\.?|telefoon|mobiel|e-mail|t|f|m|e|status|versie|retouradres|"
    "pagina|postadres|bezoekadres|dossier(?:nummer)?|zaaknummer|directie|afdeling|doorkiesnummer|portefeuillehouder|"
    "registratienummer|prioriteit|aantal bijlagen|nummer|documentnummer|(?:op)?steller|afschrift(?: aan)?|projectcode"
    "|datum (?:college(?:vergadering|besluit)?|vergadering|besluit)"
)
LABEL = rf"(?P<label>{'|'.join(FIELDS)}|{_OTHERS})"
ALONE = re.compile(rf"{LABEL}\s?:?", re.IGNORECASE)
_PARTED = re.compile(rf"{LABEL}\s?:\s?(?P<value>\S.*)", re.IGNORECASE)


def _cased(labels: str) -> str:
    """``labels`` as they are, or in capitals."""
    return f"{labels}|{labels.upper()}"


# without a colon only a value of the right kind tells a label from the first word of a sentence
_SPACED = re.compile(
    rf"(?P<label>{_cased('Datum|Date')}) (?P<value>(?:\D{{2,40}}, )?{DAY})"
    rf"|(?P<label_s>{_cased('Betreft|Onderwerp')}) (?P<value_s>.{{2,250}}[^.!?])"
    rf"|(?P<label_k>{_cased('Ons kenmerk|Onze referentie|Our reference|Kenmerk|Uw kenmerk|Uw referentie')})"
    r" (?P<value_k>(?=.*\d)\S+(?: \S+){0,4})"
    rf"|(?P<label_b>Uw brief(?: van)?) (?P<value_b>\d{{1,2}} {MONTH}(?: \d{{4}})?)"
    rf"|(?P<label_e>Bijlagen?|BIJLAGEN?|Bijlage\(n\)|{_cased('Aantal bijlagen')}) "
    r"(?P<value_e>\d{1,2}|[Gg]een|diverse)"
    r"|(?P<label_r>> ?Retouradres|Retouradres|Contactpersoon|Bezoekadres|Postadres|Behandeld door|Afschrift aan"
    r"|Kopie aan) (?P<value_r>.{2,120}[^.!?])"
    r"|(?P<label_t>Doorkiesnummer|Telefoon|E-mail) (?P<value_t>[+\d(].*|\S+@\S+)"
    r"|(?P<label_p>Projectcode) (?P<value_p>.*\d.*)|(?P<label_a>Geadresseerde) (?P<value_a>[A-Z].{2,150}[^.!?:])"
)
# where a converter has set labels one behind the other on a line
NEXT_LABEL = re.compile(
    r"\s(?=(?:Datum|Betreft|Onderwerp|Kenmerk|Ons kenmerk|Uw kenmerk|Onze referentie|Uw referentie|Uw brief van|"
    r"Bijlage\(n\)|Bijlagen|Contactpersoon|Zaaknummer|Behandeld door|Verzonden|Verzenddatum|Doorkiesnummer|"
    r"Afschrift aan|Kopie aan|Telefoon|E-mail)(?!\w)(?!\.))"
)
DATES = (DATE, SENT)
LONGEST_LINE = 300
_MOST_LABELS = 10  # that one line of a converter holds


def labelled_date(line: str) -> tuple[str | None, date | None]:
    """ "Datum: 25 juni 2021" → place and day, where a line says only that."""
    label, value = labelled(line) or ("", "")
    return only_date(value) if FIELDS.get(label) == DATE else (None, None)


def value_of(name: str, value: str) -> str:
    """What a label says, of a kenmerk without the label that a converter has set behind it on its line."""
    return NEXT_LABEL.split(value)[0] if name == KENMERK else value


def pair(block: Block) -> tuple[str, str] | None:
    """A label and what it says: a row of a table, or a term of a list with its meaning on the line below."""
    label, *rest = block.text.split(" | " if block.kind is Kind.ROW else "\n")
    value = " ".join(part for part in rest if part)
    if not value or not ALONE.fullmatch(label) or ALONE.fullmatch(value):
        return None
    name = bare(label)
    return None if FIELDS.get(name) in DATES and written_date(value)[1] is None else (name, value)


def labelled(line: str) -> tuple[str, str] | None:
    if match := _SPACED.fullmatch(line):
        label, value = (text for text in match.groups() if text is not None)
        return bare(label), value
    if match := _PARTED.fullmatch(line):
        name = bare(match["label"])
        return None if FIELDS.get(name) in DATES and not written_date(match["value"])[1] else (name, match["value"])
    return None


def bare(label: str) -> str:
    return folded(label).strip(":> ").casefold()


def lines_of(block: Block) -> Iterator[str]:
    for line in block.lines:
        parts = NEXT_LABEL.split(line) if len(line) < _MOST_LABELS * LONGEST_LINE else [line]
        yield from parts if len(parts) > 1 and all(map(labelled, parts)) else (line,)
