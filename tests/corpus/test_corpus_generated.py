"""Letters made up at random, written as Markdown and read back: the same words, whole and in order."""

import datetime
import json
import textwrap
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import CorpusError, Letter, read, read_file
from corpus.assemble import assemble
from corpus.blocks import Document, Style
from corpus.citation import MONTHS
from corpus.readers.markdown import read_markdown
from corpus.readers.plain import read_plain

COMMON = (
    "de het een van in op te aan met voor door en dat zijn bondgenoten besluitvorming veiligheid klimaatverandering "
    "weerbaarheid samenwerking o.a. m.b.t. w.o. bijv. defensie-uitgaven informatie-uitwisseling de-escaleren "
    "coördinatie financiële één geïntegreerde risico's (economische) 's avonds, kortom,"
).split()
PROPER = "NAVO EU Rusland NAVO-landen Amsterdam-Rijnkanaal S.A.M. CO2-reductie 2021 1,45% 11,8 «Top» Defence".split()
WHOLE_WORDS = "bondgenoten besluitvorming veiligheid klimaatverandering weerbaarheid samenwerking".split()
CLASHING = "aa ae ai au ee ei eu ie ii ij oe oi oo ou ui uu".split()

words = st.sampled_from(COMMON) | st.sampled_from(PROPER)
texts = st.lists(
    st.lists(words, min_size=2, max_size=12).map(lambda chosen: " ".join(["Ook", *chosen, "daar."])),
    min_size=1,
    max_size=4,
).map(" ".join)


@dataclass
class Written:
    """A letter's Markdown as it grows, and what a reader must make of it."""

    parts: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    attached: list[tuple[str, ...]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)

    @property
    def markdown(self) -> str:
        return "\n\n".join(self.parts) + "\n"

    def add(self, text: str, *notes: str) -> None:
        self.texts.append(text)
        self.attached.append(notes)


def marked_up(draw: st.DrawFn, text: str) -> str:
    """``text`` with markup that shows no words: emphasis, a link, a subscript, a line end of the source."""
    pieces = text.replace("CO2", "CO<sub>2</sub>").split(" ")
    for place, piece in enumerate(pieces):
        if piece.isalpha() and draw(st.integers(0, 7)) == 0:
            pieces[place] = draw(st.sampled_from(["*{}*", "**{}**", "[{}](https://www.navo.int)", "***{}***"])).format(
                piece
            )
    end = draw(st.integers(0, len(pieces) - 1))
    return " ".join(pieces[:end]) + ("\n" if end > 0 else "") + " ".join(pieces[end:])


def can_be_cut(words: list[str], place: int) -> bool:
    """A page break before this word leaves a trace: it begins low, and what precedes it closes no sentence."""
    before, after = words[place - 1], words[place]
    return after[0].islower() and (before[-1] not in ".!?:;" or before in {"o.a.", "m.b.t.", "w.o.", "bijv."})


@st.composite
def paragraphs(draw: st.DrawFn, written: Written) -> None:
    """A paragraph, perhaps with a footnote, perhaps cut by a page break between words or inside one."""
    text = draw(texts)
    words = text.split(" ")
    halves = [words]
    divided = False
    cut = draw(st.sampled_from(["no", "between", "inside"]))
    if cut == "between" and (places := [place for place in range(1, len(words)) if can_be_cut(words, place)]):
        place = draw(st.sampled_from(places))
        halves = [words[:place], words[place:]]
    if cut == "inside" and (places := [place for place, word in enumerate(words) if word in WHOLE_WORDS]):
        place = draw(st.sampled_from(places))
        word = words[place]
        at = draw(st.integers(3, len(word) - 3).filter(lambda at: word[at - 1 : at + 1] not in CLASHING))
        halves = [[*words[:place], word[:at]], [word[at:], *words[place + 1 :]]]
        divided = True
    sources = [marked_up(draw, " ".join(half)) for half in halves]
    noted = draw(st.booleans())
    numbers: tuple[str, ...] = ()
    if noted:
        number = str(len(written.footnotes) + 1)
        numbers = (number,)
        note = draw(texts)
        written.footnotes.append(note)
        sources[0] = sources[0].replace("Ook", f"Ook<sup>{number}</sup>", 1)
        body = f"<sup>{number}</sup> {marked_up(draw, note)}"
        sources.insert(draw(st.integers(1, len(sources))), body)
    if divided:
        sources[0] += "-"
    written.parts += sources
    written.add(text, *numbers)


@st.composite
def headings(draw: st.DrawFn, written: Written) -> None:
    text = draw(
        st.lists(st.sampled_from(PROPER), min_size=1, max_size=4).map(lambda chosen: " ".join(["Over", *chosen]))
    )
    emphasis = draw(st.sampled_from(["{}", "*{}*", "**{}**", "***{}***"]))
    written.parts.append("#" * draw(st.integers(2, 4)) + " " + emphasis.format(text.replace("CO2", "CO<sub>2</sub>")))
    written.headings.append(text)


@st.composite
def enumerations(draw: st.DrawFn, written: Written) -> None:
    items = draw(st.lists(texts, min_size=1, max_size=4))
    numbered = draw(st.booleans())
    lines = [f"{number}. {item}" if numbered else item for number, item in enumerate(items, start=1)]
    written.parts += ["Het gaat om:", "\n".join(line if numbered else f"- {line}" for line in lines)]
    written.add("\n".join(["Het gaat om:", *lines]))


@st.composite
def tables(draw: st.DrawFn, written: Written) -> None:
    columns = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(words, min_size=columns, max_size=columns), min_size=1, max_size=4))
    ruled = [f"| {' | '.join(row)} |" for row in rows]
    written.parts.append("\n".join([ruled[0], "|" + "---|" * columns, *ruled[1:]]))
    written.add("\n".join(" | ".join(row) for row in rows))
    written.parts.append("Zie ook hier.")
    written.add("Zie ook hier.")


@st.composite
def bodies(draw: st.DrawFn) -> Written:
    written = Written(["Hierbij bied ik u dit aan."])
    written.add("Hierbij bied ik u dit aan.")
    for part in draw(st.lists(st.sampled_from([paragraphs, paragraphs, headings, enumerations, tables]), max_size=8)):
        draw(part(written))
    return written


def read_back(markdown: str) -> Letter:
    return assemble(Document(tuple(read_markdown(markdown)), loose=True), "brief")


@settings(deadline=None, max_examples=300)
@given(bodies())
def test_a_body_reads_back_as_it_was_written(written: Written) -> None:
    letter = read_back(written.markdown)
    found = list(letter.paragraphs())
    assert [paragraph.text for _, paragraph in found] == written.texts
    assert [paragraph.footnotes for _, paragraph in found] == written.attached
    assert [(note.number, note.text) for note in letter.footnotes] == [
        (str(number), text) for number, text in enumerate(written.footnotes, start=1)
    ]
    assert [section.heading for section in letter.sections if section.heading] == written.headings
    assert len({paragraph.id for _, paragraph in found}) == len(found)
    assert letter.warnings == ()


@settings(deadline=None, max_examples=200)
@given(bodies())
def test_the_outline_is_one_a_reader_could_draw(written: Written) -> None:
    letter = read_back(written.markdown)
    above: tuple[str, ...] = ()
    styles = {
        block.text: block.style for block in read_markdown(written.markdown) if block.text in set(written.headings)
    }
    for section in letter.sections:
        if section.heading is None:
            continue
        assert section.path[-1] == section.heading
        assert section.level == len(section.path) + 1
        assert section.path[:-1] == above[: len(section.path) - 1]
        if len(section.path) > 1 and len(set(written.headings)) == len(written.headings):
            assert (styles[section.path[-2]], styles[section.heading]) != (Style.ITALIC, Style.ITALIC)
        assert [paragraph.number for paragraph in section.paragraphs] == list(range(1, len(section.paragraphs) + 1))
        above = section.path


OFFICES = [
    "Defensie",
    "Buitenlandse Zaken",
    "Binnenlandse Zaken en Koninkrijksrelaties",
    "Landbouw, Natuur en Visserij",
]
NAMES = ["S.A.M. Kaag", "A.Th.B. Bijleveld-Schouten", "Hugo de Jonge", "D. Yeşilgöz-Zegerius", "A. van den Berg"]


@st.composite
def heads(draw: st.DrawFn) -> tuple[str, dict[str, object], list[tuple[str, str]]]:
    """The Markdown of a head, the metadata it states, and who signs."""
    house, chamber = draw(st.sampled_from([("Tweede", "II"), ("Eerste", "I")]))
    first = draw(st.integers(1995, 2030))
    year = f"{first}/{first + 1}" if first == 1999 else f"{first}/{(first + 1) % 100:02}"
    digits = draw(st.integers(10_000, 99_999).map(str))
    suffix = draw(st.sampled_from(["", "-02", " VII", " IXB", " A", " XVI"]))
    space = draw(st.sampled_from([" ", "\u00a0", ""]))
    number = draw(st.integers(1, 4000).map(str)) if chamber == "II" else draw(st.sampled_from(["A", "D", "K", "AB"]))
    day = draw(st.dates(datetime.date(1995, 1, 1), datetime.date(2030, 12, 31)))
    offices = draw(st.lists(st.sampled_from(OFFICES), min_size=1, max_size=3, unique=True))
    senders = [(f"{draw(st.sampled_from(['Minister', 'Staatssecretaris']))} van {office}", draw(st.sampled_from(NAMES)))
               for office in offices]  # fmt: skip
    bold = draw(st.sampled_from(["{}", "**{}**"]))
    lines = [
        f"Vergaderjaar {first}{draw(st.sampled_from('–-'))}{first + 1}",
        bold.format(f"{digits[:2]}{space}{digits[2:]}{suffix}"),
        bold.format("Bestrijding van armoede"),
        bold.format(f"Nr. {number}" if chamber == "II" else number),
        bold.format("BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN EN  \nDEFENSIE"),
        f"Aan de Voorzitter van de {house} Kamer der Staten-Generaal",
        f"Den Haag, {day.day} {MONTHS[day.month - 1]} {day.year}",
    ]
    if draw(st.booleans()):
        lines = [f"{house} Kamer der Staten-Generaal", "2" if chamber == "II" else "1", *lines]
    if draw(st.booleans()):
        lines.append("Geachte voorzitter,")
    stated = {
        "dossier": digits + suffix,
        "dossier_title": "Bestrijding van armoede",
        "number": number,
        "vergaderjaar": year,
        "chamber": chamber,
        "date": day,
        "place": "Den Haag",
        "kind": "BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN EN DEFENSIE",
        "addressee": f"de Voorzitter van de {house} Kamer der Staten-Generaal",
    }
    return "\n\n".join(lines), stated, senders


@settings(deadline=None)
@given(heads(), bodies(), st.booleans(), st.sampled_from(["  \n", "\n\n", "\\\n"]))
def test_a_head_states_what_it_was_given(
    head: tuple[str, dict[str, object], list[tuple[str, str]]], written: Written, signed_first: bool, between: str
) -> None:
    lines, stated, senders = head
    signatures = "\n\n".join(f"De {office},{between}{name}" for office, name in senders)
    body = written.markdown
    letter = read_back("\n\n".join([lines, signatures, body] if signed_first else [lines, body, signatures]))
    assert {name: getattr(letter.metadata, name) for name in stated} == stated
    assert [(sender.office, sender.name) for sender in letter.metadata.senders] == senders
    assert [paragraph.text for _, paragraph in letter.paragraphs()] == written.texts
    dossier, number = str(stated["dossier"]).replace(" ", "-"), stated["number"]
    assert letter.id == f"kst-{dossier}-{number}"


def letters_and_digits(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalnum())


def everything(letter: Letter) -> str:
    headings = [section.heading or "" for section in letter.sections]
    running = [paragraph.text for _, paragraph in letter.paragraphs()]
    return "\n".join([*letter.head, *headings, *running, *(note.text for note in letter.footnotes)])


plain_words = st.text(st.sampled_from("abcéIVXdÑ0123 \n\n.,;:()#*_-+=>!?\"'«»–\\%\t"), max_size=80)
any_text = st.text(max_size=200)
markdown_like = st.lists(
    st.sampled_from(
        "# |## |a|b.|Een zin.|1. |2021.|- |* |> |\n|\n\n|  |    |`|```|~~~|<sup>|</sup>|<sup>1</sup>|<br>|<div>|</div>|"
        "<table>|<td>|</p>|<![|<!--|-->|<?|<!A|<script>|[|](|)|[^1]|[^1]: |!|\\|*|**|_|&amp;|&#0;|&#xD800;|---|===|"
        "|--|\t|\x0b|\r|\u00ad|\u2028|De Minister van X,|S. Kaag|28 676|Nr. 1|31 februari 2021|Hoogachtend,".split("|")
    )
    | st.just("|"),
    max_size=25,
).map("".join)


@settings(deadline=None, max_examples=300)
@given(plain_words)
@example("2021.\n")
@example("- - - - - - - - - - - - - - - - - - - - - - - - 12")
@example("1. 2. 3.\n\n    4")
@example("28 676\n\nC\n\nNr. 1")
def test_no_plain_word_of_a_markdown_text_is_lost(text: str) -> None:
    assert letters_and_digits(everything(read_back(text))) == letters_and_digits(text)


@settings(deadline=None, max_examples=300)
@given(any_text | markdown_like)
@example("Een\rtwee\n\x0c\ndrie\u2028vier")
@example("28 676\n\n31 februari 2021\n\nNr. 1")
def test_no_character_of_a_plain_text_is_lost(text: str) -> None:
    letter = assemble(Document(tuple(read_plain(text)), loose=True), "brief")
    assert letters_and_digits(everything(letter)) == letters_and_digits(text)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text("abcdefghijklmno", min_size=1, max_size=12), min_size=30, max_size=80), st.integers(64, 110))
def test_running_text_that_a_program_broke_is_whole_again(words: list[str], width: int) -> None:
    (block,) = read_plain(textwrap.fill(" ".join(words), width))
    assert block.text == " ".join(words)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@settings(deadline=None, max_examples=300)
@given(any_text | markdown_like, st.sampled_from([".md", ".txt", ".jsonl"]))
@example("<div><![foo[ x ]]>", ".md")
@example("<sup>1</sup>", ".md")
@example("| a |\n|---|\n| b | c |", ".md")
def test_any_text_is_read_or_refused_with_a_reason(folder: Path, text: str, suffix: str) -> None:
    path = folder / f"brief{suffix}"
    path.write_bytes(text.encode("utf-8"))
    reading = read_file(path)
    if reading.failures:
        with pytest.raises(CorpusError) as raised:
            read(path)
        assert str(raised.value).startswith(f"{path}: ")
        return
    found = [paragraph for _, paragraph in read(path).paragraphs()]
    assert found
    assert all(paragraph.text == paragraph.text.strip() != "" for paragraph in found)
    assert len({paragraph.id for paragraph in found}) == len(found)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=100), st.sampled_from([".md", ".txt", ".jsonl"]))
def test_any_bytes_are_read_or_refused_with_a_reason(folder: Path, data: bytes, suffix: str) -> None:
    path = folder / f"bytes{suffix}"
    path.write_bytes(data)
    reading = read_file(path)
    assert bool(reading.letters) or bool(reading.failures)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), max_size=5))
def test_a_collection_of_any_texts(folder: Path, entries: list[tuple[str, str]]) -> None:
    path = folder / "collection.jsonl"
    path.write_text("\n".join(json.dumps({"id": id_, "text": text}) for id_, text in entries) + "\n", encoding="utf-8")
    reading = read_file(path)
    assert len(reading.letters) + len(reading.failures) == max(len(entries), 1)
    assert all(letter.url is None and len(list(letter.paragraphs())) == 1 for letter in reading.letters)
