"""Which questions can be asked, and which are look-ups."""

import re
import unicodedata

from corpus import find_identifiers
from corpus.blocks import folded
from corpus.citation import MONTHS
from index.closed_words import ARTICLES
from index.errors import QuestionError

MAX_CHARACTERS = 2000
# What stands around a number, and what asks for no more than to be shown what has it.
_NAMING = frozenset(
    "kamerstuk kamerstukken kst dossier stuk document brief kamerbrief letter motie bijlage bij kamer tweede eerste "
    "vergaderjaar i ii tk ek nr nrs nummer no number en and kop".split()
)
_FETCHING = frozenset(
    "zie vgl zoek zoeken naar vind vinden toon tonen laat zien geef open haal lees lezen bekijk bekijken heb hebt "
    "hebben nodig kan kun kunt wil graag aub alstublieft alsjeblieft search look looking for find show give get read "
    "see view display need want have can could would like to please ik je jij u mij me we wij ons i am you us".split()
)
_LOOKING_UP = _NAMING | _FETCHING | ARTICLES
# An address of officielebekendmakingen.nl, the ending of a file's name, a parliamentary year, a date, a page, and the
# product's own locator.
_AROUND = re.compile(
    r"(?<!\S)\S*officielebekendmakingen\.nl/\S*|\.(?:html?|pdf|xml|docx?|odt|txt|md)\b|\b\d{4}\s?[/–-]\s?\d{2,4}\b"
    rf"|\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b|\b(?:pp?|blz|pag)\. ?[\w-]+|\b(?:blz|pagina|page)s?'?s? \d+"
    r"|(?:§ .*?)?\bal\. ?\d+",
    re.IGNORECASE,
)


def checked(question: str) -> str:
    """``question`` with white space folded. Raises QuestionError, saying what to change."""
    for place, character in enumerate(question):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\n\r":
            raise QuestionError(
                f"The question holds a control character (U+{ord(character):04X} at position {place + 1}). "
                "Type the question again, or paste it as plain text."
            )
    text = folded(question)
    if not text:
        raise QuestionError("The question is empty. Ask in a few words what you want to find.")
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(
            f"The question is {len(text):,} characters long; at most {MAX_CHARACTERS:,} are read. Ask it shorter."
        )
    if not any(character.isalnum() for character in text):
        raise QuestionError("The question holds no word or number. Ask in a few words what you want to find.")
    return text


def is_text(value: str) -> bool:
    """Whether it can be kept: no half of a pair of UTF-16 stands in it."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def can_be_asked(question: str) -> bool:
    """Whether ``checked`` takes it."""
    try:
        return bool(checked(question))
    except QuestionError:
        return False


def names_only(question: str) -> bool:
    """Whether the question is the number of a publication and no more: a look-up, "Kamerstuk 28 676, nr. 370", "Toon
    28676-370", or a citation as it is given here, with its page and place. What is left of it without numbers are words
    that name or fetch."""
    rest = question
    identifiers = find_identifiers(question)
    for start, end in sorted({(start, end) for _, start, end in identifiers}, reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    words = re.findall(r"\w+", _AROUND.sub(" ", rest).lower())
    return bool(identifiers) and all(word in _LOOKING_UP or word.isdigit() for word in words)
