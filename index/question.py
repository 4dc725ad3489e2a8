"""Which questions can be asked, and which are look-ups."""

import re
import unicodedata

from corpus import find_identifiers
from corpus.blocks import folded
from index.errors import QuestionError

MAX_CHARACTERS = 2000
# What stands around a number.
_NAMING = frozenset(
    "kamerstuk kamerstukken kst dossier stuk document brief kamerbrief letter motie bijlage bij vergaderjaar i ii tk "
    "ek nr nrs nummer no number en and".split()
)
# An address of officielebekendmakingen.nl, a parliamentary year, a page.
_AROUND = re.compile(r"(?<!\S)\S*officielebekendmakingen\.nl/\S*|\b\d{4}\s?[/–-]\s?\d{2,4}\b|\bp\. ?[\w-]+")


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
    """Whether the question is the number of a publication and no more: a look-up, "Kamerstuk 28 676, nr. 370", or a
    citation as it is given here, with its page."""
    rest = question
    identifiers = find_identifiers(question)
    for start, end in sorted({(start, end) for _, start, end in identifiers}, reverse=True):
        rest = rest[:start] + rest[end:]
    words = set(re.findall(r"\w+", _AROUND.sub("", rest).lower()))
    return bool(identifiers) and words <= _NAMING
