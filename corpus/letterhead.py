"""The letterhead of a ministry by its words: labels ("Ons kenmerk IENW/BSK-2022/1"), addresses, the addressee.

Formats without a layout have only the words to tell it by. A label counts where it is followed by what it asks for,
and a run of lines is a letterhead only with labels of its own, so that a first paragraph is never taken for one.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import groupby, islice

from corpus.blocks import Block, Kind
from corpus.dates import DAY, written_date
from corpus.joining import LEANING
from corpus.labels import (
    ADDRESSEE,
    ALONE,
    DATE,
    DATES,
    DOSSIER,
    FIELDS,
    KENMERK,
    LONGEST_LINE,
    SENT,
    SUBJECT,
    bare,
    labelled,
    lines_of,
    pair,
    value_of,
)
from corpus.letter import Chamber, Metadata

_ADDRESS = re.compile(
    r"(?P<only>(?:Postbus|Antwoordnummer) \d+.*|(?:> ?)?Retouradres\b.*|\d{4} ?[A-Z]{2} {1,2}['’A-Z][\w'’ -]{2,40}"
    r"|(?:https?://)?www\.\S+|\S+@\S+\.\w+|[TFEMI] [+\d(].*|Pagina \d+ van \d+)"
    r"|(?:['’]s-)?[A-Z][\w'’.-]{2,30}(?: [\w'’.-]{1,30}){0,3} \d{1,4} ?[a-zA-Z]?"
    r"|Ministerie van [A-Z].{2,70}|Direct(?:ie|oraat)\b.{0,80}|DG .{2,60}|Afdeling .{2,60}|Nederland"
)  # ``only``: what is no part of a sentence
# Who is written to without an article: "Provinciale Staten van Gelderland"
COUNCIL = (
    r"(?:(?:Provinciale|Gedeputeerde) Staten|[Bb]urgemeester en [Ww]ethouders)"
    r"(?: van (?:de (?:gemeente|provincie) )?['’A-Z][\w'’-]*(?:(?: \w+){0,2} [A-Z][\w-]+)?)?"
)
PRESIDENT = r"(?:[Tt]he )?(?:President|Speaker) of the (?:House of Representatives|Senate)(?: of the States General)?"
_ADDRESSED = re.compile(
    r"(?:Aan |To )?(?P<who>(?:[Dd]e )?[Vv]oorzitter(?: van(?: de(?: (?:Tweede|Eerste) Kamer\b.{0,40})?)?)?"
    rf"|{PRESIDENT})|Aan (?P<other>(?:de|het|den) [^.:]{{3,80}}|{COUNCIL})"
)
_WITH_ADDRESS = re.compile(
    r"\b(?P<who>(?:[Dd]e )?[Vv]oorzitter van de (?:Tweede|Eerste) Kamer(?: der Staten-Generaal)?"
    rf"|{PRESIDENT})(?P<other>)"
    r"(?= (?:Postbus|Binnenhof|\d{4} ?[A-Z]{2}\b|[A-Z][\w'’.-]+(?: [\w'’.-]+){0,3} \d{1,4}[a-zA-Z]?\b))"
)
# What stands behind a comma is of the greeting too where it greets others, or ends in a comma; else the letter begins.
_OF_A_NAME = r"(?: (?:van|de|der|den|het|uw|en|heren|commissie|[A-Z][\w.-]*)){0,6}"
SALUTATION = re.compile(
    r"(?:(?:Hoogg|Zeer g|G)eachte?|Mijnheer de|Mevrouw de)\b(?:[^,]{0,60}(?<!\.)[,:]?|.{0,60},)"
    r"|(?:Beste|Dear)\b.{0,40},|(?:Majesteit|Excellentie|L\. ?S\.)[,:]?"
    rf"|(?:Geachte|Hooggeachte) (?:heer|mevrouw|leden|voorzitter){_OF_A_NAME}\."
    rf"|(?:Geachte|Hooggeachte) [^,]{{1,40}}, ?(?:geachte )?(?:heer|mevrouw|leden|dames|voorzitter){_OF_A_NAME}:?"
)
# What a value doesn't go on with: a label that is not known here, or a name with its title.
_NEXT_FIELD = re.compile(r"(?-i:[A-Z])[\w ()-]{2,25}:\s|(?:mr|drs|dr|ir|ing|dhr|mw|mevr)\.\s", re.IGNORECASE)
_SENTENCE = re.compile(r"(?=.{25})(?:\S+ ){3,}.*[.!?:;][»”’\"')\]]*")
# "Bij beantwoording datum en ons kenmerk vermelden."
_IN_REPLY = re.compile(r"Bij (?:uw )?(?:be)?antwoord(?:ing)?\b[^.]{0,80}\bvermelden\b", re.IGNORECASE)
_ATTENTION = re.compile(r"(?:t\.? ?a\.? ?v\.?|ter attentie van) \S.*", re.IGNORECASE)
# a row of labels, above a row of what they say
_LABELS_IN_A_ROW = re.compile(
    r"(?:datum|date) (?P<kenmerk>(?:(?:ons |onze )?(?:kenmerk|referentie))\b)?[^\d:]*", re.IGNORECASE
)
_SAID_IN_A_ROW = re.compile(rf"(?P<date>{DAY})(?: (?P<kenmerk>(?=\S*\d)\S+))?(?: .*)?")
# who is greeted, and their council as an envelope names it
_GREETS_COUNCIL = re.compile(
    r"Geachte (?:\w+ )?(?:staten|raads)?leden\b.*|Geachte (?:gemeente)?raad\b.*", re.IGNORECASE
)
_A_COUNCIL = re.compile(
    r"Provinciale Staten van ['’A-Z].{2,40}|(?:De )?(?:gemeenteraad (?:van|der)|raad (?:van|der) (?:de )?gemeente)"
    r" ['’A-Z].{2,40}|(?:De )?(?:leden van de )?gemeenteraad",
    re.IGNORECASE,
)
# a chamber that an envelope names without its chair, and who is greeted then
_A_CHAMBER = re.compile(r"(?:De )?(?P<who>(?:Tweede|Eerste) Kamer der Staten-Generaal),?")
_GREETS_CHAMBER = re.compile(
    r"(?:Zeer g|Hoogg|G)eachte (?:\w+ )?(?:voorzitter|leden)(?: van de (?:Tweede|Eerste) Kamer\b.*)?\W*"
    r"|Dear .*\b(?:President|Speaker|Chair)\b.*",
    re.IGNORECASE,
)
# what stands behind "Kamerdossier": "28 676, nr. 372"
_KAMERSTUK = re.compile(
    r"(?P<dossier>\d{2}\s?\d{3}(?:-\d{2})?)(?: (?P<chapter>[IVX]{1,6}[AB]?))?(?:,? nr\.? ?\d{1,5})?"
)
_OWN_ADDRESS = re.compile(r"(?:> ?)?Retouradres\b")
_WINDOW = 4  # lines
_OFFICES = re.compile(r"Ministerie|Direct|DG|Afdeling")  # the sender's, whose address stands below
_MOST_ABOVE = 5  # blocks, of which one may be a first label
_FEWEST_BELOW = 3  # labels of a letterhead that begins so
_FEWEST_KNOWN = 3  # labels of a table that states what a letterhead does
_LONGEST_LABEL = 40
_MOST_BLOCKS = 60  # a letterhead in more is none
_STRONG = frozenset((SUBJECT, KENMERK, *DATES))


def chamber_of(addressee: str) -> Chamber | None:
    """The chamber that a letter is addressed to."""
    if re.search(r"Eerste Kamer|\bSenate\b", addressee):
        return "I"
    return "II" if re.search(r"Tweede Kamer|House of Representatives", addressee) else None


def take_letterhead(blocks: Sequence[Block]) -> tuple[frozenset[int], Metadata]:
    """The places of the first blocks that make a letterhead, or where none does, of those right above the greeting, as
    on a page that tells of the letter first; none where there is none, and what these state."""
    rows = _tables_of_labels(blocks[:_MOST_BLOCKS])
    places, stated = _letterhead_from(blocks, _first_label(blocks), rows)
    greeting = next((at for at, block in enumerate(blocks[:_MOST_BLOCKS]) if SALUTATION.fullmatch(block.lines[0])), 0)
    if places or not greeting:
        return places, stated
    first = greeting
    while first and blocks[first - 1].kind is not Kind.HEADING and _can_stand_in_head(blocks[first - 1]):
        first -= 1
    return _letterhead_from(blocks, first, rows)


def _letterhead_from(blocks: Sequence[Block], first: int, rows: Set[int]) -> tuple[frozenset[int], Metadata]:
    """The same of those from the ``first`` on; ``rows``: the places of tables that state things, but stay text."""
    found = _Found()
    end = 0
    places: list[int] = []
    greeted = False
    for place, block in islice(enumerate(blocks), first, _MOST_BLOCKS):
        if greeted := SALUTATION.fullmatch(block.lines[0]) is not None:
            found.greet(block.lines[0])
            break
        if block.kind is Kind.HEADING and not found.of_letterhead(block.text):
            continue  # the title of a page
        if not (block.kind is Kind.HEAD or place in rows or _can_stand_in_head(block)):
            break
        places.append(place)
        if found.read(block) or place in rows:
            end = len(places)
    taken = places if greeted else places[:end]
    told = greeted or not rows.isdisjoint(places)
    if len(found.labels & _STRONG) < (1 if told else 2) or (first and len(found.labels) < _FEWEST_BELOW):
        return frozenset(), Metadata()
    return frozenset(taken) - rows, found.metadata()


def _tables_of_labels(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of the rows of tables of two columns of which some have a label that is known, and others one of a
    body's own, "Agendapunt": they state what a letterhead does, and much else that is looked for in a text."""
    found: set[int] = set()
    for is_row, run in groupby(range(len(blocks)), lambda place: blocks[place].kind is Kind.ROW):
        places = list(run)
        if is_row and all(map(_has_label, (blocks[place] for place in places))):
            known = sum(pair(blocks[place]) is not None for place in places)
            found.update(places if _FEWEST_KNOWN <= known < len(places) <= 3 * known else ())
    return frozenset(found)


def _has_label(row: Block) -> bool:
    label, *values = row.text.split(" | ")
    return len(values) == 1 and not row.markers and 0 < len(label) <= _LONGEST_LABEL and not label.endswith((".", "?"))


def _first_label(blocks: Sequence[Block]) -> int:
    """The place of the first label where what stands above it tells something else, as of a memo that is published;
    0 where all may be of the letterhead."""
    above = blocks[:_MOST_ABOVE]
    begins = above and (above[0].kind in (Kind.HEAD, Kind.HEADING) or _can_stand_in_head(above[0]))
    if begins or any(SALUTATION.match(block.text) for block in above):
        return 0
    return next((place for place, block in enumerate(above) if any(map(labelled, block.lines))), 0)


def _can_stand_in_head(block: Block) -> bool:
    if block.markers:
        return False
    if block.kind in (Kind.ROW, Kind.ITEM):
        return pair(block) is not None
    return all(
        len(line) <= LONGEST_LINE and (labelled(line) or not _SENTENCE.fullmatch(line) or _IN_REPLY.match(line))
        for line in lines_of(block)
    )


@dataclass(slots=True)
class _Found:
    """What the lines of a letterhead say; the first to say a thing is right."""

    values: dict[str, str] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)  # of the fields that stand behind a label
    _waiting: str | None = None  # a label whose value is to come
    _open: str | None = None  # a field whose value may go on
    _above: str = ""  # the line above
    _in_a_row: re.Match[str] | None = None  # that where it is a row of labels
    _attention: str = ""  # who stands above "t.a.v."
    _council: str = ""
    _chamber: str = ""  # that stands above an address
    _window: list[str] | None = None  # what stands below the sender's own address, where an envelope shows whose it is

    def of_letterhead(self, line: str) -> bool:
        if len(line) > LONGEST_LINE:
            return False
        forms = (_ADDRESS, _ADDRESSED, ALONE)
        return bool(labelled(line)) or any(form.fullmatch(line) for form in forms)

    def read(self, block: Block) -> bool:
        """Take what a block says. Whether any of it shows that it belongs to a letterhead."""
        if block.kind in (Kind.ROW, Kind.ITEM) and (said := pair(block)):
            self._state(*said)
            self._open = None
            return True
        belongs = False
        for place, line in enumerate(lines_of(block)):
            goes_on = place > 0 or line[:1].islower() or (self._open == ADDRESSEE and self._breaks_off())
            belongs = self._line(line, goes_on=goes_on) or belongs
            self._above = line
        return belongs

    def greet(self, greeting: str) -> None:
        """Take from a ``greeting`` whether the council or the chamber that the envelope names is written to: above its
        address a chamber may be the sender as well."""
        if self._council and _GREETS_COUNCIL.fullmatch(greeting):
            self.values.setdefault(ADDRESSEE, self._council)
        if self._chamber and not self._attention and _GREETS_CHAMBER.fullmatch(greeting):
            self.values.setdefault(ADDRESSEE, self._chamber)

    def _breaks_off(self) -> bool:
        """Whether the value that may go on is cut amid a phrase: "de bewoners van"."""
        return bool(self._open) and self.values[self._open or ""].rpartition(" ")[2] in LEANING

    def _line(self, line: str, goes_on: bool) -> bool:
        if len(line) > LONGEST_LINE:
            self._waiting = self._open = None
            return False
        if match := _WITH_ADDRESS.search(line) or _ADDRESSED.fullmatch(line):
            self.values.setdefault(ADDRESSEE, match["who"] or match["other"])
            self._open, self._waiting = (ADDRESSEE if match.re is _ADDRESSED else None), None
            return True
        if _A_COUNCIL.fullmatch(line):
            self._council = self._council or line
        if self._in_a_row and (said_there := _SAID_IN_A_ROW.fullmatch(line)):
            self._state("datum", said_there["date"])
            if self._in_a_row["kenmerk"] and said_there["kenmerk"]:
                self._state("kenmerk", said_there["kenmerk"])
            self._in_a_row = None
            return True
        if _IN_REPLY.match(line):
            self._open = self._waiting = None
            return True
        self._in_a_row = _LABELS_IN_A_ROW.fullmatch(line)
        if _ATTENTION.fullmatch(line) and not self._open and not self.of_letterhead(self._above):
            self._attention = self._attention or self._above.rstrip(",")
            return True
        if said := labelled(line):
            self._waiting = None
            self._window = [] if _OWN_ADDRESS.match(line) else None
            self._state(*said)
            return True
        if ALONE.fullmatch(line) and len(line) > 2:
            # labels under each other: what follows may belong to any of them
            self._waiting = None if self._waiting else bare(line)
            self._open = None
            return False
        if self._waiting and (FIELDS.get(self._waiting) not in DATES or written_date(line)[1]):
            self._state(self._waiting, line)
            self._waiting = None
            return True
        self._waiting = None
        # "Vernieuwing Bruggen en" goes on, though "Tunnels eerste halfjaar 2023" could be a street
        amid = goes_on and self._breaks_off()
        if (address := _ADDRESS.fullmatch(line)) and (address["only"] or not amid):
            self._open = None
            if (chamber := _A_CHAMBER.fullmatch(self._above)) and not _OFFICES.match(line):
                self._chamber = self._chamber or chamber["who"]
            if self._window and ADDRESSEE not in self.values and not _OFFICES.match(line):
                self.values[ADDRESSEE] = self._window[0]
            self._window = [] if _OWN_ADDRESS.match(line) else None
            return True
        if self._window is not None:
            self._window = [*self._window, line] if len(self._window) < _WINDOW else None
        goes_on = goes_on and (amid or not _NEXT_FIELD.match(line))
        if self._open and goes_on and len(self.values[self._open]) + len(line) < LONGEST_LINE:
            self.values[self._open] += " " + line
            return True
        self._open = None
        return False

    def _state(self, label: str, value: str) -> None:
        self._open = None
        name = FIELDS.get(label)
        if name is None:
            return
        self.labels.add(name)
        if name not in self.values:
            self.values[name] = value_of(name, value)
            self._open = name if name in (SUBJECT, ADDRESSEE) else None

    def metadata(self) -> Metadata:
        place, day = written_date(self.values.get(DATE) or self.values.get(SENT, ""))
        addressee = self.values.get(ADDRESSEE, "").rstrip(",") or self._attention or None
        return Metadata(
            dossier=_dossier(self.values.get(DOSSIER, "")),
            date=day,
            place=place,
            subject=self.values.get(SUBJECT),
            kenmerk=self.values.get(KENMERK),
            addressee=addressee,
            chamber=chamber_of(addressee or ""),
        )


def _dossier(printed: str) -> str | None:
    """ "28 676, nr. 372" → the dossier. The number may be that of a letter that this one is an answer to: what is not
    yet published doesn't know its own."""
    match = _KAMERSTUK.fullmatch(printed)
    return " ".join(filter(None, (re.sub(r"\s", "", match["dossier"]), match["chapter"]))) if match else None


def stated_too(known: Metadata, further: Metadata) -> Metadata:
    """``known`` with what ``further`` states, which wins; but a chamber and a dossier that are known stay."""
    names = ("date", "place", "subject", "kenmerk", "addressee", *(() if known.dossier else ("dossier",)))
    said = {name: value for name in names if (value := getattr(further, name))}
    return replace(known, **said, chamber=known.chamber or further.chamber)
