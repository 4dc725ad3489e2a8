"""Of a thousand inputs, thirty of them bad in every way there is, the others go in and each bad one is named."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import cli
from index import Library
from index.models import loading as models
from tests.conftest import WordEncoder
from tests.corpus.docx_files import made
from tests.corpus.pdf_typesetter import Piece, Setting, typeset

XML = (
    '<?xml version="1.0" encoding="utf-8"?><officiele-publicatie><kamerstuk><stuk><algemeen><vrije-tekst><tekst>\n{}'
    "</tekst></vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>"
)
HTML = "<!DOCTYPE html><html><body><h1>Nota</h1>\n{}</body></html>"
SENTENCE = "De kat slaapt in de zon."
DOCX = made(f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>")
PDF, _ = typeset([Piece(SENTENCE)], {}, Setting())

# what is bad, and what must be told of it: the place, where there is one, and the reason
BAD: dict[str, tuple[bytes, str]] = {
    "leeg.md": (b"", "is empty"),
    "leeg.txt": (b"", "is empty"),
    "leeg.html": (b"", "is empty"),
    "leeg.jsonl": (b"", "is empty"),
    "leeg.xml": (b"", "is empty"),
    "leeg.pdf": (b"", "is empty"),
    "leeg.docx": (b"", "is empty"),
    "wit.md": (b" \n\t\n", "is empty"),
    "dos.md": (b"Een regel.\n\ncaf\x81 au lait\n", r"not UTF-8 text \(line 3\)"),
    "dos.txt": (b"\x81\x81n caf\x81", r"not UTF-8 text \(line 1\)"),
    "dos.html": (HTML.format("<p>caf\x81</p>").encode("latin-1"), r"not utf-8 text.*\(line 2\)"),
    "latin.jsonl": (b'{"id": "a", "text": "caf\xe9"}\n', "line 1: is not UTF-8 text"),
    "nul.md": (b"Een.\n\nTwee\0.\n", r"NUL character at line 3"),
    "nul.txt": (b"Een.\nTwee\0.\n", r"NUL character at line 2"),
    "nul.html": (HTML.format("<p>Een\0</p>").encode(), "NUL character at line 2"),
    "half.xml": (XML.format(f"<al>{SENTENCE}</al>").encode()[:150], "damaged XML .*line 2"),
    "scheef.xml": (XML.format("<al>Een").encode(), "damaged XML .*line 2"),
    "zonder.xml": (XML.format("").encode(), "holds no text"),
    "boek.xml": (b"<?xml version='1.0'?><boek><p>Een.</p></boek>", "XML of another kind, with the root <boek>"),
    "half.pdf": (PDF[: len(PDF) // 3], "damaged"),
    "foto.pdf": (b"\x89PNG\r\n\x1a\n\0", "is no PDF, whatever its name says"),
    "half.docx": (DOCX[: len(DOCX) // 2], "damaged"),
    "oud.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), r"\.doc of Word 97-2003"),
    "zonder.docx": (made("<w:p/>"), "holds no"),
    "zonder.html": (HTML.format("").replace("<h1>Nota</h1>", "").encode(), "shows no text"),
    "kop.md": (b"# Alleen een kop\n", "holds no paragraph of text"),
    "kapot.jsonl": (b"\n{niets\n", "line 2: not JSON"),
    "lijst.jsonl": (b"[1, 2]\n", 'line 1: is not an object with "id" and "text"'),
    "foto.png": (b"\x89PNG\r\n\x1a\n\0", "is no text, and no PDF or Word document"),
    "rekenblad.csv": (b"a;b\n1;2\n", r"of a kind that no letter is in \(\.csv\)"),
}


def good(number: int) -> tuple[str, bytes]:
    """An input's suffix and bytes; its words are those of no other."""
    text = f"Brief w{number} over de kat."
    match number % 97:
        case 0:
            return ".docx", made(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
        case 1:
            return ".pdf", typeset([Piece(text)], {}, Setting())[0]
    match number % 5:
        case 0:
            return ".html", HTML.format(f"<p>{text}</p>").encode()
        case 1:
            return ".xml", XML.format(f"<al>{text}</al>").encode()
        case 2:
            return ".txt", text.encode()
        case 3:
            return ".jsonl", f'{{"id": "g{number}", "text": "{text}"}}\n'.encode()
        case _:
            return ".md", f"# Nota\n\n{text}\n".encode()


def test_of_a_thousand_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "load_encoder", lambda *_: WordEncoder(words=4000))
    folder, library = tmp_path / "brieven", tmp_path / "library"
    folder.mkdir()
    for number in range(970):
        suffix, data = good(number)
        (folder / f"g{number}{suffix}").write_bytes(data)
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    assert len(list(folder.iterdir())) == 1000
    paths = [folder, folder / "foto.png", folder / "rekenblad.csv"]  # of these two kinds none is taken from a folder
    done = CliRunner().invoke(cli, ["--library", str(library), "add", *map(str, paths)])
    assert (done.exit_code, done.stdout) == (1, "added 970 letters\n")
    assert {letter.id for letter in Library.open(library).letters()} == {f"g{number}" for number in range(970)}
    first, *told = done.stderr.splitlines()
    assert first == "30 of 1000 could not be read:"
    reasons = dict(line.strip().removeprefix(f"{folder}/").split(": ", 1) for line in told)
    assert reasons.keys() == BAD.keys()
    assert {name: reasons[name] for name, (_, reason) in BAD.items() if not re.search(reason, reasons[name])} == {}
    # and again: nothing is read but what was bad
    again = CliRunner().invoke(cli, ["--library", str(library), "add", *map(str, paths)])
    assert (again.exit_code, again.stdout, again.stderr) == (1, "unchanged 970 letters\n", done.stderr)
