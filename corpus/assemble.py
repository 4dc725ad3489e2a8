"""Blocks → Letter: the one place that knows how a letter is put together, whatever format it came in."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, islice, takewhile

from corpus.blocks import Block, Document, Kind, Marker
from corpus.bold import with_bold_headings
from corpus.citation import is_kind
from corpus.grouping import grouped, led_in
from corpus.head import APPENDIX, read_head, stated_by_title
from corpus.joining import LEANING, is_cut, joined
from corpus.letter import Footnote, Letter, Metadata, Paragraph, Section
from corpus.letterhead import SALUTATION
from corpus.outline import paths
from corpus.pages import page_range
from corpus.pairs import paired
from corpus.references import OFFICIAL, aanhangsel_id, address, find_references, kamerstuk_id

_BEFORE_HEADINGS = "al"  # stands in the ids of paragraphs that no heading but the title precedes
_MOST_ON_COVER = 3  # headings, of which one is the title
_LONGEST_UNIT = 4  # characters, with what stands before it
_LOOKED_BACK = 400  # characters; an address that goes on is at most 300
_NUMBERED = re.compile(r"(?:\d{1,2}\.|\d{1,2}(?:\.\d{1,2})+\.?|[IVX]{1,5}\.)\s")
_UNIT = re.compile(r"(?:(?:^|[\s\d(/·])[kcdmµμ]?m|\dha)$")  # squared or cubed: by 2 or 3
_OF_A_PART = re.compile(
    r"(?:(?:Bijlagen?|Annex|Artikel)(?: (?:\d+|[IVX]+|[A-Z])\b(?!-).*)?|(?:Inleiding|Toelichting)[.:]?)$"
)
# What converters leave of the head and the foot of a page.
_FOOT = re.compile(
    r"(?:Pagina|Page|Blad|Bladzijde) \d{1,3}(?: (?:van|of) \d{1,3})?|(?:kst|ah|blg|h)-[\w-]+ ISSN [\d -]{8,10}X?"
    r"|(?:Tweede|Eerste) Kamer, vergaderjaar \d{4}[–/-]\d{2,4}, .{1,40}, nr\. \w{1,5} \d{1,3}"
)
# and the same with more beside it, on every page: "Statenbrief 2025/0418862 Pagina 2 van 4"
_RUNNING_FOOT = re.compile(
    r"(?P<before>.{0,120}\b)(?<!\bbij )(?<!\bop )(?<!\bzie )(?<!\bvan )(?<!\bon )(?:Pagina|Page|Blad|Bladzijde) "
    r"(?P<number>\d{1,3})(?P<of> (?:van|of) \d{1,3})?(?P<behind>\b.{0,80}[^.!?;]|)"
)
_PAGE = re.compile(r"(?:[-–] ?)?(?P<number>\d{1,3})(?: ?[-–])?")
_POWER = re.compile(r"[×x·*]\s?10$")
_NO_POWER = re.compile(r"(?:(?!eter)[^\W\d]{3}(?:[^\W\d]|\))|[.,;:!?»”]|(?:19|20)\d\d)$")  # words, years


def assemble(document: Document, name: str) -> Letter:
    """The letter that ``document`` holds. ``name`` is the file's name without its suffix."""
    blocks, feet = _feet_apart(document.blocks) if document.loose else (document.blocks, [])
    if document.loose:
        blocks = list(with_bold_headings(blocks))
    notes, guessed, running = _take_footnotes(blocks)
    numbers = {note.number for note in notes}
    running = [settled for block in running if (settled := _settle_markers(block, numbers, guessed)).text]
    metadata, head, body = read_head(running, document.metadata)
    if document.loose:
        body = list(_rejoin(body, running))
    title_block = _title_heading(body)
    if title_block and metadata.subject and title_block.text not in (running[0].text, document.title, metadata.subject):
        title_block = None  # below the letterhead that states the subject, it heads a section
    whole = list(paired(list(grouped(led_in(body, title_block)))))
    identifier = document.identifier or _identifier(metadata, name)
    title = document.title or (title_block.text if title_block else None)
    if title and metadata.subject and not metadata.kind and is_kind(title):  # "Raadsvoorstel", on what a table says
        metadata, title = replace(metadata, kind=title), None
    title = title or metadata.subject or metadata.dossier_title or name
    dated = stated_by_title(title, metadata)
    if dated != metadata:
        metadata, head = dated, (title, *head)
    if metadata.number:  # a page's title may begin with it: "Nr. 512 Verslag van een schriftelijk overleg"
        title = re.sub(rf"^Nr\.? ?{re.escape(metadata.number)}[.:]? (?=\S)", "", title, flags=re.IGNORECASE)
    sections = _sections(whole, title_block, identifier)
    official = identifier if is_official(identifier) else None
    return Letter(
        id=identifier,
        title=title,
        metadata=metadata,
        sections=sections,
        footnotes=tuple(notes),
        head=(*head, *(line for foot in feet for line in foot.lines)),
        url=address(official) if official else None,
        warnings=tuple(_warnings(sections, notes, running, metadata, name)),
    )


def _take_footnotes(blocks: Sequence[Block]) -> tuple[list[Footnote], set[str], list[Block]]:
    """Footnote bodies, which begin with their own mark, apart from the running blocks; and the numbers of those that
    the format doesn't state, which are all that a superscript of which it says nothing can refer to."""
    notes: list[Footnote] = []
    guessed: set[str] = set()
    running: list[Block] = []
    for block in blocks:
        first = block.markers[0] if block.markers else None
        if block.kind is Kind.PARAGRAPH and first and first.offset == 0 and block.text:
            found = list(_notes(block))
            notes += found
            if not first.stated:
                guessed.update(note.number for note in found)
        else:
            running.append(block)
    return notes, guessed, running


def _notes(block: Block) -> Iterator[Footnote]:
    """The footnotes in one block: where notes stand line under line, the next number begins the next note."""
    begins = [block.markers[0]]
    for marker in block.markers[1:]:
        follows = not marker.stated and marker.number == _next(begins[-1].number)
        if follows and block.text[: marker.offset][-1:].isspace():
            begins.append(marker)
    ends = [*(marker.offset for marker in begins[1:]), len(block.text)]
    for begin, end in zip(begins, ends, strict=True):
        inner = tuple(
            replace(marker, offset=marker.offset - begin.offset)
            for marker in block.markers
            if marker not in begins and begin.offset <= marker.offset < end
        )
        note = replace(block, text=block.text[begin.offset : end], markers=inner)
        text = _settle_markers(note, set(), set()).text.replace("\n", " ").strip()
        yield Footnote(begin.number, text, find_references(text), block.page)


def _next(number: str) -> str | None:
    return str(int(number) + 1) if number.isdigit() else None


def _settle_markers(block: Block, numbers: set[str], guessed: set[str]) -> Block:
    """Put superscripts that are no footnote's mark back into the text: m² stays "m2", 10⁶ stays "106". What the
    format states is the mark of any of ``numbers``, and no exponent; others are marks of ``guessed``, and of what the
    format states only where they refer to it again: behind words, outside tables, which have notes of their own."""
    if not block.markers:
        return block
    pieces: list[str] = []
    kept: list[Marker] = []
    at = length = 0  # in the block's text, and of the pieces
    ending = ""
    for marker in block.markers:
        pieces.append(block.text[at : marker.offset])
        at = max(at, marker.offset)
        length += len(pieces[-1])
        ending = (ending + pieces[-1][-_LONGEST_UNIT:])[-_LONGEST_UNIT:]
        is_exponent = (_UNIT.search(ending) and marker.number in ("2", "3")) or _POWER.search(ending)
        again = marker.number in numbers and block.kind is not Kind.ROW and _NO_POWER.search(ending)
        if marker.number in numbers if marker.stated else again or (marker.number in guessed and not is_exponent):
            kept.append(replace(marker, offset=length))
        else:
            pieces.append(marker.number)
            length += len(marker.number)
            ending = (ending + marker.number)[-_LONGEST_UNIT:]
    return replace(block, text="".join(pieces) + block.text[at:], markers=tuple(kept))


def _words(blocks: Sequence[Block]) -> set[str]:
    return {word.lower() for block in blocks for word in re.findall(r"\w+(?:-\w+)*", block.text)}


def _feet_apart(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """``blocks`` without what stands at the foot or head of each page, and that: lines that are nothing else, and
    numbers that count on from page to page, where they part a sentence. A single one, where no sentence ends so."""
    numbers = {
        place: int(page["number"])
        for place, block in enumerate(blocks)
        if block.kind is Kind.PARAGRAPH and (page := _PAGE.fullmatch(block.text))
    }
    running = _running_feet(blocks)
    first = next(iter(numbers.values()), 0)
    of_pages = list(numbers.values()) == list(range(first, first + len(numbers)))
    text: list[Block] = []
    feet: list[Block] = []
    for place, block in enumerate(blocks):
        foot = block.kind is Kind.PARAGRAPH and _FOOT.fullmatch(block.text) is not None
        foot = foot or place in running
        if place in numbers and of_pages and 0 < place < len(blocks) - 1:
            above = blocks[place - 1].text
            unended = len(numbers) > 1 or above.endswith((",", "-")) or above.rpartition(" ")[2] in LEANING
            foot = unended and is_cut(above, blocks[place + 1].text)
        (feet if text and foot else text).append(block)
    return text, feet


def _running_feet(blocks: Sequence[Block]) -> set[int]:
    """The places of lines that say the same on each page, and its number: two that tell of how many, or three."""
    found: dict[tuple[str, str], list[tuple[int, re.Match[str]]]] = {}
    for place, block in enumerate(blocks):
        if block.kind is Kind.PARAGRAPH and (match := _RUNNING_FOOT.fullmatch(block.text)):
            found.setdefault((match["before"], match["behind"]), []).append((place, match))
    feet: set[int] = set()
    for same in found.values():
        numbers = [int(match["number"]) for _, match in same]
        counted = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        if counted and len(same) >= (2 if same[0][1]["of"] else 3):
            feet.update(place for place, _ in same)
    return feet


def _rejoin(body: Sequence[Block], running: Sequence[Block]) -> Iterator[Block]:
    """Paragraphs of ``body`` with the halves that a page break parted put together: no others of ``running``, which
    they are of, stand between them."""
    words = _words(running)
    places = {id(block): place for place, block in enumerate(running)}
    held: list[Block] = []  # the halves of one, each as far as it is kept
    ending = ""
    for block in body:
        both = held and held[0].kind is Kind.PARAGRAPH and block.kind is Kind.PARAGRAPH
        beside = held and places[id(block)] == places[id(held[-1])] + 1
        if both and beside and not SALUTATION.fullmatch(ending) and is_cut(ending, block.text):
            first, second = joined(ending, block.text, words)
            kept = held[-1].text[:-1] if len(first) < len(ending) else held[-1].text + first[len(ending) :]
            held[-1:] = [replace(held[-1], text=kept), block]
            ending = (first + second)[-_LOOKED_BACK:]
            continue
        yield from _whole(held)
        held, ending = [block], block.text[-_LOOKED_BACK:]
    yield from _whole(held)


def _whole(halves: Sequence[Block]) -> Iterator[Block]:
    if len(halves) < 2:
        yield from halves
        return
    starts = accumulate((len(half.text) for half in halves), initial=0)
    markers = (
        replace(marker, offset=marker.offset + start)
        for half, start in zip(halves, starts, strict=False)
        for marker in half.markers
    )
    page = page_range(*(half.page for half in halves))
    yield replace(halves[0], text="".join(half.text for half in halves), markers=tuple(markers), page=page)


def _title_heading(blocks: Sequence[Block]) -> Block | None:
    """The heading that titles the whole letter: the first one, of level 1, above all others, without a number; above it
    on a cover may be whose paper it is. What heads a part of any letter, "Bijlage 1 Overzicht", titles none."""
    headings = [block for block in blocks if block.kind is Kind.HEADING]
    highest = [block for block in headings if block.level == 1]
    if len(highest) != 1:
        return None
    (title,) = highest
    cover = takewhile(lambda block: block.kind is Kind.HEADING, blocks)
    of_a_part = _NUMBERED.match(title.text) or _OF_A_PART.match(title.text)
    return title if not of_a_part and title in (headings[0], *islice(cover, _MOST_ON_COVER)) else None


def _sections(blocks: Sequence[Block], title: Block | None, identifier: str) -> tuple[Section, ...]:
    headings = [block for block in blocks if block.kind is Kind.HEADING and block is not title]
    outline = dict(zip(map(id, headings), paths(headings), strict=True))
    slugs = {_BEFORE_HEADINGS: 1}
    counts: Counter[str] = Counter()
    sections = []
    heading: Block | None = None
    slug = _BEFORE_HEADINGS
    paragraphs: list[Paragraph] = []

    def close() -> None:
        if heading is None and not paragraphs:
            return
        path = outline[id(heading)] if heading is not None and heading is not title else ()
        sections.append(
            Section(
                heading=heading.text if heading else None,
                level=len(path) + 1 if heading else 0,
                path=path,
                paragraphs=tuple(paragraphs),
                footnotes=_numbers(heading) if heading else (),
                page=heading.page if heading else None,
            )
        )

    for block in blocks:
        if block.kind is Kind.HEADING:
            close()
            heading, paragraphs = block, []
            if block is not title:
                slug = _unused(_slug(block.text), slugs)
            continue
        counts[slug] += 1
        paragraphs.append(
            Paragraph(
                id=f"{identifier}#{slug}.{counts[slug]}",
                number=counts[slug],
                text=block.text,
                footnotes=_numbers(block),
                references=find_references(block.text),
                page=block.page,
            )
        )
    close()
    return tuple(sections)


def _numbers(block: Block) -> tuple[str, ...]:
    return tuple(marker.number for marker in block.markers)


def _slug(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower())[:60].strip("-") or "sectie"


def _unused(slug: str, used: dict[str, int]) -> str:
    """``slug``, numbered from 2 where another heading has it; ``used`` holds the last number of each."""
    name, number = slug, used.get(slug, 1)
    while name in used:
        number += 1
        name = f"{slug}-{number}"
    used[slug] = number
    used.setdefault(name, 1)
    return name


def is_official(name: str) -> bool:
    """Whether this is the identifier of an official publication, such as "kst-28676-372"."""
    return OFFICIAL.fullmatch(name) is not None


def name_identifier(name: str) -> str:
    """The id of a letter that nothing but the name of its file, without suffix, identifies."""
    return re.sub(r"[\s#]+", "-", name.strip()) or "brief"


def _identifier(metadata: Metadata, name: str) -> str:
    """The official identifier: the file's name where it is one, else from what the head says, else the name."""
    if is_official(name):
        return name
    if metadata.dossier and metadata.number:
        dossier, _, chapter = metadata.dossier.partition(" ")
        return kamerstuk_id(dossier, metadata.number, chapter or None)
    number = metadata.number or ""
    if metadata.kind == APPENDIX and number.isdigit() and metadata.chamber and metadata.vergaderjaar:
        return aanhangsel_id(metadata.chamber, metadata.vergaderjaar, number)
    return name_identifier(name)


def _warnings(
    sections: Sequence[Section], notes: Sequence[Footnote], running: Sequence[Block], metadata: Metadata, name: str
) -> Iterator[str]:
    cited = {number for section in sections for number in section.footnotes}
    cited |= {number for section in sections for paragraph in section.paragraphs for number in paragraph.footnotes}
    for number, times in Counter(note.number for note in notes).items():
        if number not in cited:
            yield f"footnote {number} is not referred to in the text"
        if times > 1:
            yield f"footnote number {number} is used {times} times"
    if not any(section.paragraphs for section in sections) and running:
        yield "no paragraph of running text was found"
    if is_official(name) and metadata.dossier and metadata.number:
        dossier, _, chapter = metadata.dossier.partition(" ")
        stated = kamerstuk_id(dossier, metadata.number, chapter or None)
        if name.count("-") > 1 and name.startswith("kst-") and name != stated:
            yield f"the file's name says {name}, its head says {stated}"
