"""How much of a letter is read the same from every format: ``python -m tests.corpus.same_letter`` prints the shares.

A paragraph is the same where its section, words and notes are. The first row and column are the letter as it was
written, so that a fault that all formats share is seen too.
"""

import sys
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import Letter, read
from corpus.blocks import folded
from tests.corpus.letter_formats import as_docx, as_markdown, as_plain_page, as_published_page, as_xml
from tests.corpus.letter_pages import as_pdf
from tests.corpus.letter_texts import Text, texts, truth

WRITTEN = "written"
# name: (suffix, how it is set, whether only a Kamerstuk comes so)
FORMATS: dict[str, tuple[str, Callable[[Text], bytes], bool]] = {
    "Markdown": (".md", as_markdown, False),
    "XML": (".xml", as_xml, True),
    "HTML": (".html", as_published_page, True),
    "plain HTML": (".htm", as_plain_page, False),
    "DOCX": (".docx", as_docx, False),
    "PDF": (".pdf", as_pdf, False),
}
Key = tuple[tuple[str, ...], str, tuple[str, ...]]


def in_all_formats(text: Text) -> dict[str, Letter]:
    """The letter as it was written, and as it is read from each format that it can have."""
    letters = {WRITTEN: truth(text)}
    with TemporaryDirectory() as folder:
        for name, (suffix, setting, published) in FORMATS.items():
            if text.published or not published:
                file = Path(folder, text.name + suffix)
                file.write_bytes(setting(text))
                letters[name] = read(file)
    return letters


def paragraphs(letter: Letter) -> list[Key]:
    return [
        (section.path, folded(paragraph.text), section.notes_of(paragraph))
        for section, paragraph in letter.paragraphs()
    ]


def headings(letter: Letter) -> list[tuple[str | None, tuple[str, ...], tuple[str, ...]]]:
    return [(section.heading, section.path, section.footnotes) for section in letter.sections if section.heading]


def notes(letter: Letter) -> list[tuple[str, str]]:
    return sorted((note.number, folded(note.text)) for note in letter.footnotes)


def same(first: Letter, second: Letter) -> tuple[int, int]:
    """How many paragraphs are the same, in the same order, and of how many."""
    one, other = paragraphs(first), paragraphs(second)
    matches = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(match.size for match in matches), max(len(one), len(other))


def shares(letters: list[dict[str, Letter]]) -> dict[tuple[str, str], float]:
    """The share of paragraphs that are the same, for each pair of formats."""
    names = [WRITTEN, *FORMATS]
    found = {}
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            pairs = [same(each[one], each[other]) for each in letters if one in each and other in each]
            found[one, other] = sum(right for right, _ in pairs) / sum(number for _, number in pairs)
    return found


def _table(found: dict[tuple[str, str], float]) -> Iterator[str]:
    yield " " * 10 + "".join(f"{name:>12}" for name in FORMATS)
    for one in (WRITTEN, *FORMATS):
        cells = "".join(f"{found[one, other]:12.4f}" if (one, other) in found else " " * 12 for other in FORMATS)
        if cells.strip():
            yield f"{one:10}{cells}"


def _differences(letters: list[dict[str, Letter]]) -> Iterator[str]:
    for each in letters:
        wanted = each[WRITTEN]
        for name, letter in each.items():
            one, other = paragraphs(wanted), paragraphs(letter)
            for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
                if tag != "equal":
                    yield f"\n{wanted.id} as {name}"
                    yield from (f"  - {item}" for item in one[a:b])
                    yield from (f"  + {item}" for item in other[c:d])


def main() -> None:
    letters = [in_all_formats(text) for text in texts()]
    count = sum(len(paragraphs(each[WRITTEN])) for each in letters)
    sys.stdout.write(f"{len(letters)} letters of {count} paragraphs\n")
    sys.stdout.writelines(f"{line}\n" for line in _table(shares(letters)))
    if "--differences" in sys.argv:
        sys.stdout.writelines(f"{line}\n" for line in _differences(letters))


if __name__ == "__main__":
    main()
