"""The seven letters of development, as they were published."""

import shutil
from pathlib import Path

from tests.conftest import SHARED

_FILES = {
    "kabinetsvisie": "Kabinetsvisie.docx",
    "advies": "Advies.docx",
    "sscict": "Visiestuk_SSC-ICT.docx",
    "kst-28844-269": "kst-28844-269.xml",
    "circulair": "Kamerbrief_circulaire_economie.pdf",
    "luchtvaart": "Kamerbrief_emissie_luchtvaart.pdf",
    "klimaat": "Internationale_Klimaatstrategie.pdf",
}
LETTERS: tuple[str, ...] = tuple(_FILES)


def source(letter: str) -> Path:
    """The file in which one of LETTERS was published."""
    return SHARED / "data" / "letters" / _FILES[letter]


def named(letter: str, folder: Path) -> Path:
    """That file in ``folder``, under the id that the questions know it by."""
    path = source(letter)
    return Path(shutil.copyfile(path, folder / f"{letter}{path.suffix}"))
