"""What an abbreviation stands for, asked in so many words: "Waar staat NAR voor?", "What does DIANA mean?".

A plain rule, as for look-ups by number: the whole question must have one of the forms below, and a letter must define
the abbreviation ("Noord-Atlantische Raad (hierna de NAR)"); the passage that does answers then. Late interaction says
little of it: passages that only use the abbreviation match the question better.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import find_abbreviations
from corpus.sentences import sentence_spans
from index.closed_words import FUNCTION, is_abbreviation
from index.folder.abbreviations import key, short_key
from index.lexical import WORD, acronym, plain
from index.questions.pieces import END, OPENING

_TERM = r"[«“„\"'‘]?(?P<short>[\w&/-]+(?: [\w&/-]+)??)[»”“\"'’]?"
_LONG = r"(?:de |het |een |the |an? )?(?P<long>\S.*?)"
_THE = r"(?:de |het |een |the |an? )?"
_OF = r"(?:(?:de|het|the) (?:afkorting|term|begrip|letters?|acroniem|abbreviation|acronym) )?"
_IN = r"(?: in (?:de |het |the )?[«“„\"'‘]?[\w&/-]+[»”“\"'’]?)?"  # "in HUF-toets"
_WHERE = (
    r"(?: (?:in|volgens|according to) (?:deze|de|dit|het|this|the|these) "
    r"(?:(?:kamer)?(?:brief|brieven)|stuk(?:ken)?|document(?:en|s)?|letters?))?"
)
_FORMS = [
    re.compile(rf"{OPENING}{form}{_WHERE}{END}", re.IGNORECASE)
    for form in (
        rf"waarvoor sta(?:at|an) {_OF}{_THE}{_TERM}",
        rf"waar sta(?:at|an) {_OF}{_THE}{_TERM} voor{_IN}",
        rf"wat beteken(?:t|en) {_OF}{_THE}{_TERM}",
        rf"wat is de betekenis van {_OF}{_THE}{_TERM}",
        rf"wat wordt (?:er )?(?:bedoeld|verstaan) (?:met|onder) {_OF}{_THE}{_TERM}",
        rf"wat wordt (?:er )?(?:met|onder) {_OF}{_THE}{_TERM} (?:bedoeld|verstaan)",
        rf"waar(?:van)? is {_TERM} (?:de|een) afkorting(?: (?:van|voor))?",
        rf"wat (?:is|zijn) {_OF}{_THE}{_TERM}",
        rf"what do(?:es)? {_OF}{_THE}{_TERM} (?:stand for{_IN}|mean|denote)",
        rf"what is (?:the meaning of|meant by) {_OF}{_THE}{_TERM}",
        rf"what(?: is|['’]s) {_TERM} (?:short for|(?:an|the) abbreviation (?:of|for)){_IN}",
        rf"what (?:is|are) {_OF}{_THE}{_TERM}",
        rf"(?:(?:wat is )?de |(?:what is )?the )?(?:betekenis|definitie|meaning|definition|full name)"
        rf"(?: van| of)? {_THE}{_TERM}",
        rf"{_TERM},? (?:meaning|definition|betekenis|definitie|afkorting|abbreviation"
        r"|voluit(?: geschreven)?(?: is wat)?|in full|spelled out)",
        rf"{_THE}{_TERM},? (?:(?:wat|what) (?:is|betekent|does) (?:dat|het|that|it)(?: mean| stand for)?"
        r"|welke woorden zitten achter (?:die|deze) letters|waar staat (?:dat|het|die afkorting) voor)",
        rf"(?:define|definieer|spell out|afkorting|abbreviation|acronym) {_OF}{_THE}{_TERM}",
        rf"(?:(?:wat is )?de afkorting|(?:what is )?the abbreviation) (?:van|voor|of|for) {_LONG}",
        rf"hoe wordt {_LONG} afgekort",
        rf"how is {_LONG} abbreviated",
    )
]
_FILLING = re.compile(r" (?:eigenlijk|precies|ook (?:al)?weer|exactly|again|actually)\b", re.IGNORECASE)
_IN_LETTERS = re.compile(
    r"\b(?:sta(?:at|an)|voluit|in full|spell(?:ed)? out|woorden|afkorting|(?:de|the) letters|acroniem|abbreviation"
    r"|acronym|stands? for|short for)\b",
    re.IGNORECASE,
)
# "in stukjes, ook wel chunks genoemd", "Retrieval Augmented Generation oftewel RAG"; not "ook wel AI gebruikt", nor
# "ofwel", which is "or" as often
_THE_TERM = r"(?: (?:de|het|een|the|an?|als|bekend als))?[^\w.;]+{0}(?:s|en)?\b"
_INTRODUCED = "|".join(
    (
        rf"(?<!\w)(?:oftewel|(?:also|commonly|otherwise) (?:called|known as)){_THE_TERM}",
        rf"\book ?wel{_THE_TERM}\W+(?:genoemd|geheten|genaamd)\b",
        rf"\b(?:heet|heten|noemen we|noemt men)\b[^.;]{{{{0,80}}}}?\book ?wel{_THE_TERM}",
        rf"[,(] ?(?:ook ?wel){_THE_TERM}(?=\W*[,).;]|\W*$)",
    )
)
_LIST = re.compile(r"\b(?:afkorting|abbreviation|acron[iy]|begrippen|verklarende woorden|glossar)", re.IGNORECASE)
# Letters whose words are known by their initials, though nothing sets them apart. Those of two are known by capitals:
# of EU, EG, VS, BW, HR, KB, EZ and fourteen others nothing else was found in 21,811 passages of laws and answers.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """The short form whose long form is asked, or the other way round, as it is looked up; in_letters: whether its
    letters are asked, and nothing else of it: "What does NAR stand for?"."""

    short: str | None
    long: str | None
    in_letters: bool = False


def asked_for(question: str) -> Asked | None:
    """What ``question`` asks the definition of; None where it asks something else."""
    plain_asked = _FILLING.sub("", question)
    for form in _FORMS:
        if match := form.fullmatch(plain_asked):
            groups = match.groupdict()
            if long := groups.get("long"):
                return Asked(None, key(WORD.findall(long)))
            words = WORD.findall(groups["short"])
            # "OM", "WHO": capitals, which mean nothing where all are
            capitals = not question.isupper() and any(map(is_abbreviation, words))
            if capitals or any(plain(word) not in FUNCTION for word in words):
                short = short_key(words)
                known = len(short) > 1 and " " not in groups["short"] and all(map(acronym, words))
                return Asked(short, None, bool(known and _IN_LETTERS.search(question)))
    return None


def definition_in(text: str, asked: Asked) -> tuple[int, int] | None:
    """The sentence of ``text`` that defines it, by its characters, or that introduces a word as what something is
    called too: "ook wel pre-pack". Where an abbreviation's letters are asked in so many words, one that has the short
    form and words with its initials will do, "retrieval augmented generation, of in het kort RAG"; of a short form of
    two letters words with these as capitals, where the text has it: "Europese Unie"."""
    if any(word not in plain(text) for word in (asked.short or asked.long or "").split()):
        return None  # most passages: to look for definitions takes longer
    spans = sentence_spans(text)
    term = r"[\W_]+".join(map(re.escape, (asked.short or "").split()))
    introduced = re.compile(_INTRODUCED.format(term)) if term else None
    spelled = re.compile(rf"\W*{term} ?[:=] ") if term else None  # "HUF: handhaafbaarheid, uitvoerbaarheid en ..."
    for start, end in spans:
        if introduced and introduced.search(plain(text[start:end])):
            return start, end
        if spelled and spelled.match(plain(text[start:end])) and _spells_out(text[start:end], asked.short or ""):
            return start, end
        for pair in find_abbreviations(text[start:end]):
            if asked.short == short_key(WORD.findall(pair.short)) or asked.long == key(WORD.findall(pair.long)):
                return start, end
    if not (asked.in_letters and asked.short):
        return None
    if len(asked.short) < _FEWEST:
        there = re.search(rf"(?<![^\W_]){asked.short.upper()}(?![^\W_])", text)
        words = re.compile("[ -]".join(rf"\b{letter}[a-zà-ÿ]+" for letter in asked.short.upper()))
        return next((span for span in spans if there and words.search(text, *span)), None)
    return next((span for span in spans if _spells_out(text[slice(*span)], asked.short)), None)


def listed_in(headings: Sequence[str], text: str, asked: Asked) -> tuple[int, int] | None:
    """All of a paragraph that begins with the short form, where it stands in a list of these: "COP United Nations
    Climate Change Conference" under "Afkortingen"."""
    first = text.split(maxsplit=1)[:1]
    if not (asked.short and first and any(map(_LIST.search, headings))):
        return None
    own = short_key(WORD.findall(first[0]))
    return (0, len(text)) if own == asked.short and len(text) > len(first[0]) else None


def is_long_form(text: str, asked: Asked) -> bool:
    """Whether all of ``text``, a footnote's, is words with the initials of what is asked: "Ecodesign for Sustainable
    Products Regulation" behind "ESPR"."""
    words = [word for each in WORD.findall(text) if (word := plain(each)) and word not in FUNCTION]
    short = asked.short or ""
    return len(short) >= _FEWEST and "".join(word[0] for word in words) == short


def _spells_out(sentence: str, short: str) -> bool:
    """Whether a sentence has ``short`` and, one behind another, words that begin with its letters."""
    words = [match.group() for match in re.finditer(r"[^\W_]+", sentence)]
    own = {place for place, word in enumerate(words) if short_key([word]) == short}
    said = [(place, plain(word)) for place, word in enumerate(words)]  # of a lone accent nothing is left
    initials = [(place, word[0]) for place, word in said if word and word not in FUNCTION]
    letters = "".join(" " if place in own else initial for place, initial in initials)
    return bool(own) and short in letters
