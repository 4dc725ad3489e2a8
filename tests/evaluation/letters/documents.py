"""The seven letters of development, and eight answers to members' questions, as they were published."""

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
# nothing is fitted to these
_ANSWERS = {
    "ah-tk-20232024-1076": "kamervragen-1aa9bd01.pdf",
    "ah-tk-20232024-1314": "kamervragen-00fe7edd.pdf",
    "ah-tk-20232024-1771": "kamervragen-1b26915f.pdf",
    "ah-tk-20232024-1786": "kamervragen-1b0f0b98.pdf",
    "ah-tk-20232024-1999": "kamervragen-01bf9f06.pdf",
    "ah-tk-20232024-2129": "kamervragen-01b2bcad.pdf",
    "ah-tk-20232024-2210": "kamervragen-1a2d8959.pdf",
    "ah-tk-20232024-2271": "kamervragen-1a529d02.pdf",
}
ANSWERS: tuple[str, ...] = tuple(_ANSWERS)


def source(letter: str) -> Path:
    """The file in which one of LETTERS or ANSWERS was published."""
    return SHARED / "data" / "letters" / (_FILES | _ANSWERS)[letter]


def named(letter: str, folder: Path) -> Path:
    """That file in ``folder``, under the id that the questions know it by."""
    path = source(letter)
    return Path(shutil.copyfile(path, folder / f"{letter}{path.suffix}"))
