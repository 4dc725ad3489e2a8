"""Which questions can be asked, and which are look-ups."""

import re
import unicodedata
from collections.abc import Collection

from corpus import find_identifiers
from corpus.blocks import folded
from corpus.dates import MONTH
from index.closed_words import ARTICLES, ASKING, FUNCTION, PREPOSITIONS, is_abbreviation
from index.errors import QuestionError, QuestionTooLong
from index.questions.pieces import ABOUT

MAX_CHARACTERS = 2000
_AS_ASCII = str.maketrans("İıſ", "Iis")  # which patterns take for these, whatever the case, and tables of words don't
_MOST_NAMED = 60  # publications
_WORD = re.compile(r"\w+")
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
_SAYING_NOTHING = (FUNCTION - {"kosten", "costs"}) | _LOOKING_UP
# What asks no more of a letter than what it says.
_SAYING = frozenset("wat waar what s where er there is zegt staat say says does in uit van of from".split())
_ENDING = r"\.(?:html?|pdf|xml|docx?|odt|txt|md)\b"
_PAGE = r"\b(?:(?:pp?|blz|pag)\. ?[\w–-]+|(?:blz|pagina|page)s?'?s? \d+)"
_YEAR = r"\b\d{4}\s?[/–-]\s?\d{2,4}\b"
# An address of officielebekendmakingen.nl, the ending of a file's name, a parliamentary year, a date, a page, and the
# product's own locator.
_AROUND = re.compile(
    rf"(?<!\S)\S*officielebekendmakingen\.nl/\S*|{_ENDING}|{_YEAR}|\b\d{{1,2}} {MONTH} \d{{4}}\b"
    rf"|{_PAGE}|(?:§ .*?)?\bal\. ?\d+",
    re.IGNORECASE,
)
# What leads up to a number, "volgens de brief Kamerstukken II 2020/21, ", and what goes on behind it, which may be the
# product's own locator.
_LEADING = re.compile(
    r"(?:\b(?:(?P<source>volgens|blijkens|zie|zoals in|in|uit|according to|as (?:stated|described|mentioned) in|from"
    r"|see|cf\.|vgl\.)|van|of) )?(?:\b(?:de|het|deze|dit|the|this) )?"
    r"(?:(?:\b(?:kamerstuk(?:ken)?|kst|(?:kamer)?brief|stuk|dossier|document|letter|bijlage bij|vergaderjaar|II?|TK|EK"
    rf"|nr|nummer|number|(?:tweede|eerste) kamer(?=,))\b|{_YEAR})[ ,.:]*+){{0,12}}(?:https?://\S*)?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"(?:{_ENDING})?(?:,? {_PAGE})?(?:, (?:§ .*?, )?al\. ?\d+)?", re.IGNORECASE)
_BEGUN = re.compile(r"(?:^|[(,;:.?!–-]) *$")
_ENDED = re.compile(r" *(?:[),;:.?!–]|- |$)")
_ASKED = re.compile(rf" (?:{'|'.join(sorted(ASKING))})\b", re.IGNORECASE)
_TOPIC = re.compile(rf" (?:\S+ ){{0,2}}{ABOUT} \w", re.IGNORECASE)
_AND = re.compile(r"[ ,;]*+(?:(?:en|of|and|or)[ ,;]*+)?", re.IGNORECASE)


def checked(question: str) -> str:
    """``question`` with white space folded and letters and accents as one. Raises QuestionError, saying what to
    change."""
    for place, character in enumerate(question):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\n\r":
            raise QuestionError(
                f"The question holds a control character (U+{ord(character):04X} at position {place + 1}). "
                "Type the question again, or paste it as plain text."
            )
    text = unicodedata.normalize("NFC", folded(question)).translate(_AS_ASCII)
    if not text:
        raise QuestionError("The question is empty. Ask in a few words what you want to find.")
    if len(text) > MAX_CHARACTERS:
        raise QuestionTooLong(
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


def publications_named(question: str) -> list[str]:
    """The publications that ``question`` names, as many as anyone would ask for at once."""
    return list(dict.fromkeys(identifier for identifier, _, _ in find_identifiers(question)))[:_MOST_NAMED]


def names_only(question: str) -> bool:
    """Whether the question is the number of a publication and no more: a look-up, "Kamerstuk 28 676, nr. 370", "Toon
    28676-370", or a citation as it is given here, with its page and place. What is left of it without numbers are words
    that name or fetch."""
    return bool(find_identifiers(question)) and _LOOKING_UP.issuperset(_words_beside(question))


def asks_what_it_says(question: str) -> bool:
    """Whether the question asks no more of the publications that it names than what they say: "Wat staat er in
    28676-372?"."""
    words = _words_beside(question)
    if "kamer" in words and "vergaderjaar" not in words:  # "Wat zegt de Tweede Kamer in 28676-372?"
        return False
    return all(word in _LOOKING_UP or word in _SAYING for word in words)


def besides(question: str, publications: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """What ``question`` asks besides saying where it is to be found, and in which of these publications: "Wat is
    DIANA?" of "Wat is DIANA volgens Kamerstuk 28 676, nr. 372?".

    A number says so behind such a preposition, set off by punctuation, looked up before a question ("Toon 28676-372 Wat
    zegt die over China?"), before a topic ("Wat zegt 28676-372 over China?"), and beside words that make no sentence
    ("28676-372 China"). Else the question is about the publication, "Wie stemde voor 28676-372?", and it stays, as it
    does where no other word would.
    """
    spans: dict[tuple[int, int], list[str]] = {}
    for identifier, start, end in find_identifiers(question):
        if identifier in publications:
            spans.setdefault((start, end), []).append(identifier)
    keywords = not any(word in FUNCTION for word in _words_beside(question))
    rest, done = "", 0
    cut: list[str] = []
    fetched: list[str] | None = []  # as long as there are no other words
    last = 0
    for (start, end), identifiers in sorted(spans.items()):
        leading = _LEADING.search(question, done, start)
        begin = leading.start() if leading else start
        behind = _BEHIND.match(question, end)
        end = behind.end() if behind else end
        joined = cut and _AND.fullmatch(question, done, begin)
        set_off = bool(_BEGUN.search(question[:begin]) and _ENDED.match(question, end))
        if not cut and fetched is not None and _LOOKING_UP.issuperset(_words_beside(question[last:begin])):
            fetched += identifiers
            if _ASKED.match(question, end):
                begin, set_off, identifiers = 0, True, fetched
        else:
            fetched = None
        last = end
        spoken_of = question[done:begin].lower().split()[-1:]  # "de reactie op 28676-372 over China"
        topic = not PREPOSITIONS.intersection(spoken_of) and _TOPIC.match(question, end)
        if joined or set_off or keywords or topic or (leading and leading["source"]):
            rest += "" if joined else f"{question[done:begin]} "
            cut += identifiers
            done = end
    rest = _tidied(rest + question[done:])
    says_more = any(
        word.lower() not in _SAYING_NOTHING or (is_abbreviation(word) and not rest.isupper())
        for word in _WORD.findall(rest)
    )
    return (rest, tuple(cut)) if cut and says_more else (question, ())


def _words_beside(question: str) -> list[str]:
    """The words of ``question`` beside the numbers of publications, their pages and places."""
    rest = question
    for start, end in sorted({(start, end) for _, start, end in find_identifiers(question)}, reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    words = _WORD.findall(_AROUND.sub(" ", rest).lower())
    if "vergaderjaar" in words:  # as the foot of a page has it, with the page behind
        words = [word for word in words if not word.isdigit()]
    return words


def _tidied(text: str) -> str:
    """``text`` without the brackets, commas and spaces that stood around what is cut."""
    text = re.sub(r"\(\W*\)", " ", text)
    text = re.sub(r" +(?=[,;:.?!)])", "", " ".join(text.split()))
    text = re.sub(r"[,;:]+(?=[.?!,;:)]|$)", "", text)
    return re.sub(r"^[ ,;:.–-]+|(?<=[?!])[.,;:]+$", "", text).strip()
