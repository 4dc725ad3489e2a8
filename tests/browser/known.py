"""A small library whose answers are known beforehand, and a page over it in a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from corpus import Sender
from index.answer import Answer, Hit, Language
from index.corrections import Verdict, keep
from index.errors import LibraryDamaged, NothingToAsk, QuestionError, UnknownLetter
from index.filters import EVERYTHING, Filters
from index.notes import Note
from index.passages import Passage
from index.whole import WholeLetter
from tests.conftest import ROOT

LENGTHY = "https://voorbeeld.nl/" + "verantwoordingsrapportage" * 12
HOSTILE = "Wat betekent <img src=x onerror=\"document.title='gekaapt'\"> ${1+1} {{value}} **vet** $$x$$?"
BURDEN = (
    "Uit het rapport over lastenverdeling dat SG NAVO in aanloop naar de Top uitbracht blijkt dat veel bondgenoten op "
    "koers liggen om in 2024 de 2%-norm te halen. Het Nederlands defensiebudget komt dankzij investeringen in deze "
    "kabinetsperiode uit op 11,8 miljard euro, ruim 3 miljard meer dan in 2014. Omdat een deel hiervan bestaat uit "
    "incidentele middelen, dalen de defensie-uitgaven voorsnog na 2022. Op basis van het huidige budget en de "
    "prognoses van het bbp dalen de defensie-uitgaven naar verwachting van 1,45% van het bbp in 2021 naar 1,35% in "
    "2024. Dat is ruim onder het Europees gemiddelde van circa 1,9%."
)
BURDEN_EVIDENCE = BURDEN[BURDEN.index("Het Nederlands") : BURDEN.index(" Omdat")]
CYBER = (
    "Staatshoofden en regeringsleiders bekrachtigden NAVO's Comprehensive Cyber Defence Policy. De NAVO versterkt de "
    "eigen cyberveiligheid en verankert niet alleen de responsies op het gebied van cyber, maar bevestigt ook dat de "
    "impact van meerdere (beperkte) cyberaanvallen gezamenlijk kan leiden tot het invoeren van Artikel 5."
)
CLIMATE = (
    "SG NAVO is hiertoe verzocht om ambitieuze en realistische doelstellingen te formuleren op het gebied van "
    "CO2-reductie en te bezien of de organisatie klimaatneutraal kan zijn in 2050."
)
FOUND = Hit(
    rank=1,
    id="kst-28676-372#lastenverdeling.1",
    letter="kst-28676-372",
    title="Verslag van de NAVO Top van 14 juni 2021",
    section=("NAVO2030", "Lastenverdeling"),
    paragraph=1,
    page=None,
    text=BURDEN,
    evidence=((BURDEN.index(BURDEN_EVIDENCE), BURDEN.index(BURDEN_EVIDENCE) + len(BURDEN_EVIDENCE)),),
    score=0.81,
    confidence=0.94,
    citation="Kamerstukken II 2020/21, 28676, nr. 372",
    locator="§ Lastenverdeling, al. 1",
    url="https://zoek.officielebekendmakingen.nl/kst-28676-372.html",
    language="nl",
)
SECOND = replace(
    FOUND,
    rank=2,
    id="kst-28676-372#cyber.1",
    section=("Cyber",),
    text=CYBER,
    evidence=(),
    confidence=0.6,
    locator="§ Cyber, al. 1",
)
THIRD = replace(
    FOUND,
    rank=3,
    id="kst-28676-372#klimaat.2",
    section=("NAVO2030", "Klimaat en veiligheid"),
    text=CLIMATE,
    evidence=(),
    confidence=0.2,
    locator="§ Klimaat en veiligheid, al. 2",
)

REPORTS = (
    "Hoeveel meldingen waren er in Fryslân?\nAntwoord 6 en 7\nMeldingen bij Tumba:\nGrond | 2021 | 2022\n"
    "Seksuele gerichtheid | 10 | 14\nTotaal | 12 | 17\nDe cijfers zijn:\n1. voorlopig; en\n2. afgerond."
)
TABLE = replace(
    FOUND,
    id="ah-tk-20232024-1314#vraag-6.1",
    section=("Vraag 6",),
    page="2",
    text=REPORTS,
    evidence=((REPORTS.index("Seksuele"), REPORTS.index(" | 14")), (REPORTS.index("De cijfers"), len(REPORTS))),
    citation="Aanhangsel Handelingen II 2023/24, nr. 1314, p. 2",
    locator="§ Vraag 6, al. 1",
)
HEAD_LINES = ("Vergaderjaar 2020–2021", "28 676", "NAVO", "Den Haag, 25 juni 2021", "De Minister van Defensie,")
HEAD = replace(
    FOUND,
    id="kst-28676-372#kop",
    section=(),
    paragraph=0,
    text="\n".join(HEAD_LINES),
    evidence=((len("\n".join(HEAD_LINES[:3])) + 1, len("\n".join(HEAD_LINES[:4]))),),
    locator="kop",
)
WIDE = replace(
    FOUND,
    text="\n".join(" | ".join(f"{kind} {column}" for column in range(12)) for kind in ("Kolomkop", "Waarde", "Bedrag")),
    evidence=(),
)


def passage(hit: Hit, **other: object) -> Passage:
    return replace(
        Passage(1, hit.id, hit.letter, hit.section, 1, hit.page, hit.text, (), hit.locator),
        **other,  # type: ignore[arg-type]
    )


LETTER = WholeLetter(
    id=FOUND.letter,
    title=FOUND.title,
    citation=FOUND.citation,
    url=FOUND.url,
    language="nl",
    head_id=f"{FOUND.letter}#kop",
    head=("Den Haag, 25 juni 2021", "De Minister van Defensie"),
    passages=(
        *(passage(THIRD, id=f"{FOUND.letter}#klimaat.{n}", text=f"Alinea {n}. {CLIMATE}" * 3) for n in range(1, 8)),
        passage(FOUND, footnotes=("2",), page="4"),
        passage(SECOND, text=f"{CYBER} Zie Kamerstuk 28 676, nr. 331 en Kamerstuk 28 676, nr. 340.", page="4"),
        *(passage(SECOND, id=f"{FOUND.letter}#cyber.{n}", page="5") for n in range(2, 8)),
    ),
    notes=(Note("2", "Voor een overzicht van uitgaven.", "4"),),
    mentioned=frozenset({"kst-28676-331"}),
)
OTHER = replace(LETTER, id="kst-28676-331", title=HOSTILE, head=(), passages=(passage(SECOND, text=HOSTILE),), notes=())


_PROGRAM = """
import importlib, sys
from app.access import Access
from app.page import serve
assert not {"gradio", "torch"} & set(sys.modules)
opener = getattr(importlib.import_module(sys.argv[4]), sys.argv[1])
serve(opener, sys.argv[2], int(sys.argv[3]), access=Access(no_auth=True))
assert "torch" not in sys.modules
"""


class Served(NamedTuple):
    """``line`` is what was printed when the page was there."""

    address: str
    line: str
    process: "subprocess.Popen[str]"

    def open(self) -> None:
        """Let ``open_slowly`` finish."""
        assert self.process.stdin is not None
        self.process.stdin.write("done\n")
        self.process.stdin.flush()


@dataclass(frozen=True)
class Summary:
    id: str = "kst-28676-372"
    title: str = "Verslag van de NAVO Top van 14 juni 2021"
    date: str | None = "2021-06-25"
    dossier: str | None = "28676"
    citation: str = "Kamerstukken II 2020/21, 28676, nr. 372"
    url: str | None = "https://zoek.officielebekendmakingen.nl/kst-28676-372.html"
    paragraphs: int = 33
    senders: tuple[Sender, ...] = (Sender("Minister van Buitenlandse Zaken", "S.A.M. Kaag"),)
    further_dossiers: tuple[str, ...] = ()
    language: str = "nl"


class KnownLibrary:
    """Answers by a word in the question, so that a test knows what it will get."""

    def ask(
        self, question: str, k: int = 3, earlier: Sequence[str] = (), filters: Filters = EVERYTHING, most: int = 0
    ) -> Answer:
        if "kaas" in question or "cheese" in question:
            language = "en" if "cheese" in question else "nl"
            return self._answer(question, (replace(SECOND, rank=1), replace(THIRD, rank=2)), language, answered=False)
        if "stuk" in question:
            raise RuntimeError("geheime bijzonderheden")
        if not re.search(r"\w", question) or question.startswith("?"):
            raise QuestionError("The question has no words: ask in a full sentence")
        if "lang" in question:
            return self._answer(question, (replace(FOUND, text=f"Zie {LENGTHY}.", evidence=((4, 30),)),))
        if "aanval" in question:
            return self._answer(question, (replace(FOUND, text=HOSTILE, title=HOSTILE, url="javascript:alert(1)"),))
        if filters.dossier == "99999":
            raise NothingToAsk(f"No letter in this library meets the filter: {filters}.")
        for word, hit in (("tabel", TABLE), ("breed", WIDE), ("wanneer", HEAD)):
            if word in question:
                return self._answer(question, (hit,))
        if question.startswith("En ") and earlier:
            return replace(self._answer(question, (FOUND,)), understood=f"{earlier[-1]} {question}")
        language = "nl" if re.search(r"\b(wat|hoeveel|waarom)\b", question, re.IGNORECASE) else "en"
        return self._answer(question, (FOUND, SECOND, THIRD)[:k], language)

    def letters(self) -> Sequence[Summary]:
        return (Summary(),)

    def version(self) -> int:
        return 1

    def letter(self, letter_id: str) -> WholeLetter:
        if letter_id not in (LETTER.id, OTHER.id):
            raise UnknownLetter(f"Not in this library: {letter_id}.")
        return LETTER if letter_id == LETTER.id else OTHER

    def correct(
        self,
        question: str,
        verdict: Verdict,
        letter_id: str | None = None,
        passage_id: str | None = None,
        *,
        withdraw: bool = False,
    ) -> None:
        """Kept in the folder that the test names."""
        texts = {FOUND.id: BURDEN, SECOND.id: CYBER, THIRD.id: CLIMATE}
        place = (letter_id or "", texts.get(passage_id or "", CLIMATE)) if verdict != "nothing" else None
        keep(Path(os.environ["VINDPLAATS_TEST_FOLDER"]), question, verdict, place, withdraw=withdraw)

    @staticmethod
    def _answer(question: str, hits: tuple[Hit, ...], language: str = "nl", *, answered: bool = True) -> Answer:
        spoken: Language = "en" if language == "en" else "nl"
        return Answer(question, question, spoken, answered, hits[0].confidence, 9.8, hits)


class SeveralLetters(KnownLibrary):
    """Answers with the filters it was asked with, as the text of the passage."""

    def ask(
        self, question: str, k: int = 3, earlier: Sequence[str] = (), filters: Filters = EVERYTHING, most: int = 0
    ) -> Answer:
        answer = super().ask(question, k, earlier, filters, most)
        told = replace(FOUND, text=f"Gevraagd aan {filters or 'alles'}.", evidence=())
        return replace(answer, passages=(told,)) if "filters" in question else answer

    def letters(self) -> Sequence[Summary]:
        nota = Summary(
            "kst-36600-1",
            "Nota over de toestand",
            "2024-09-17",
            "36600 IX",
            "Kamerstukken II 2024/25, 36600, nr. 1",
            senders=(Sender("Minister van Financiën", "E. Heinen"),),
        )
        return nota, Summary(), Summary("brief", HOSTILE, None, None, HOSTILE, None, 3, ())


def open_several(_: Callable[[str], None]) -> SeveralLetters:
    return SeveralLetters()


def open_known(_: Callable[[str], None]) -> KnownLibrary:
    return KnownLibrary()


def open_slowly(notice: Callable[[str], None]) -> KnownLibrary:
    """As a library that has to unpack its model first; it is done when a line arrives on standard input."""
    notice("preparing the model, once")
    sys.stdin.readline()
    return KnownLibrary()


def open_damaged(_: Callable[[str], None]) -> KnownLibrary:
    raise LibraryDamaged("letters.db is cut short: run 'vindplaats add' again")


@contextmanager
def served(
    opener: Callable[..., KnownLibrary], host: str = "127.0.0.1", port: int = 0, module: str = "tests.browser.known"
) -> Iterator[Served]:
    """A page in a process of its own, as a user has it; its address is read from what it prints."""
    command = [sys.executable, "-c", _PROGRAM, opener.__name__, host, str(port), module]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, cwd=ROOT, **pipes) as process:  # type: ignore[call-overload]
        try:
            line = process.stdout.readline()
            yield Served(line.rpartition(" ")[2].strip(), line, process)
        finally:
            process.kill()
