"""The real command, serving a library, in a process of its own; and files of several formats to give it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.conftest import ROOT
from tests.corpus.docx_files import made, p
from tests.corpus.pdf_typesetter import Piece, Setting, typeset

CULVERTS = "De duikers onder de Zuiderdijk worden volgend voorjaar vervangen door bredere buizen van beton."
OTTERS = "In het Lauwersmeer zijn dit jaar elf otters geteld, drie meer dan bij de telling van vorig jaar."
BEES = "Langs provinciale wegen wordt tweehonderd kilometer berm ingezaaid voor wilde bijen en hommels."


@contextmanager
def serving(library: Path, *options: str, errors: IO[str] | None = None, **environment: str) -> Iterator[str]:
    """The address of ``started``."""
    with started(library, *options, errors=errors, **environment) as (_, address):
        yield address


@contextmanager
def started(
    library: Path, *options: str, errors: IO[str] | int | None = None, **environment: str
) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """``vindplaats serve`` over ``library``, and its address, which is read from what it prints. ``errors``: where it
    writes what it tells of errors."""
    command = [sys.executable, "-m", "app", "--library", str(library), "serve", "--port", "0", *options]
    settings = {**os.environ, **environment}
    with subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("Vindplaats is ready at http://127.0.0.1:")
            yield process, line.rpartition(" ")[2].strip()
        finally:
            process.terminate()


def letter_files(folder: Path) -> dict[str, Path]:
    """A letter each in Word, PDF and Markdown, and one that is no letter, by what each is."""
    files = {
        "word": (folder / "duikers.docx", made(p("Brief over de duikers") + p(CULVERTS))),
        "pdf": (folder / "otters.pdf", typeset([Piece("Brief over de otters"), Piece(OTTERS)], {}, Setting())[0]),
        "markdown": (folder / "bijen.md", f"# Brief over de bijen\n\n{BEES}\n".encode()),
        "bad": (folder / "kapot.pdf", b"dit is \0 geen PDF"),
    }
    for path, data in files.values():
        path.write_bytes(data)
    return {kind: path for kind, (path, _) in files.items()}
