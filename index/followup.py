"""What a follow-up question asks: "En over Georgië?" read with the questions that came before it.

A plain rule over closed-class words, no model. A question leans on the one before it when it opens as a continuation
("en", "what about"), points at something it does not name ("daarvan", "it"), or has hardly a word of its own
("Waarom?"). A fragment then takes the place of a phrase of the same kind in the earlier question, the classical way
with ellipsis (Carbonell, "Discourse pragmatics and ellipsis resolution in task-oriented natural language interfaces",
ACL 1983). Whatever finds no such place is asked behind the earlier question, and late interaction matches the words
of both; adding words of the history was the best automatic run of TREC CAsT 2019 (Lin et al., "Query reformulation
using query history for passage retrieval in conversational search", arXiv 2005.02230). So every word of the result
has been typed by the visitor.

In doubt a question is left alone: a missed follow-up finds less, but a new topic mixed with the old one finds the
wrong thing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.blocks import folded
from index.question import MAX_CHARACTERS

_PREPOSITIONS = frozenset(
    "aan achter bij binnen buiten door langs met na naar naast om onder op over per rond sinds te tegen tijdens tot "
    "tussen uit van vanaf via volgens voor zonder about after against among at before between by during for from in "
    "into near of on since through to under until with within without".split()
)
_ARTICLES = frozenset("de het een the a an".split())
_ASKING = frozenset(
    "wat wie waar wanneer waarom hoe hoeveel welke welk wiens what who whom whose where when why how which".split()
)
_MOMENTS = frozenset("waarom wanneer why when".split())
# Verbs that say so little that a question with no other verb is about the noun in it: "Wat kost ERTMS?"
_LIGHT_VERBS = frozenset(
    "is zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen kon konden moet moeten mag mogen zal "
    "zullen zou zouden wil willen gaat gaan ging doet doen deed komt komen kwam krijgt krijgen kost kosten geldt gelden "
    "zit staat zei zegt gebeurt gebeurde betekent are were be been has have do does did done can could will would shall "
    "should may might must go goes get gets got come comes happen happens happened cost costs mean means say said says "
    "apply applies".split()
)
_ANAPHORA = frozenset(
    "dat dit die deze daar hij zij ze hem haar hun hen toen it its he she him her his they them their this that these "
    "those then".split()
)
# "daarvan", "hierover", "ermee" in the place of "van dat", and their English counterparts: hardly ever anything else.
_POINTED = re.compile(
    r"\b(?:(?:daar|hier)(?:aan|bij|door|in|mee|na|naar|om|onder|op|over|tegen|toe|tussen|uit|van|voor)"
    r"|er(?:mee|over|tegen|van|voor))\b(?! (?:te|zorgen)\b)"
    r"|\b(?:about|after|against|before|by|for|from|in|of|on|to|with) (?:it|that|this|them|those|these)(?=\s*(?:$|[?.!]))",
    re.IGNORECASE,
)
_OTHERS = frozenset(
    "en of maar ook nog al wel niet geen er ik je jij u we wij ons onze uw mijn meer minder precies nu zo als alle veel "
    "eigenlijk verder echt lang hoog vaak and or but also too not no so if i you us our your my me much many more less "
    "long often exactly now else only same well all any there t s".split()
)
_FUNCTION = _PREPOSITIONS | _ARTICLES | _ASKING | _LIGHT_VERBS | _ANAPHORA | _OTHERS
_ENGLISH = frozenset("the an and how what who why which many when where for of with are there will do does".split())
_DUTCH = frozenset(
    "de het een en hoe wat wie waarom welke hoeveel wanneer waar voor van met zijn er worden wordt".split()
)

_ANTICIPATES = re.compile(r"\b(?:het|it) (?:\w+ )?(?:dat|that|of|whether|om|to)\b", re.IGNORECASE)  # "klopt het dat"
_CONTINUES = re.compile(r"(?:en|maar|and|but)\b[ ,]*(?:(?:dan|then)\b[ ,]*)?", re.IGNORECASE)
_ASKS_AGAIN = re.compile(
    r"(?:hoe (?:zit|staat) (?:het|dat)(?: dan)?(?: met)?|geldt (?:dat|dit|hetzelfde)(?: ook)?|(?:what|how) about"
    r"|does (?:that|this|it|the same) (?:also )?(?:apply|go)|(?:the )?same|idem|hetzelfde|ook|also)\b[ ,]*",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"(?:zo (?:ja|nee|niet)|if (?:so|not|yes|no)|waarom (?:wel|niet)|why not)\b", re.IGNORECASE)
_TAIL = re.compile(r"(?:[ ,]+(?:ook|too|as well))?[\s?!.]*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[-.,/][^\W_]+)*")
_PARTICIPLE = re.compile(r"(?:\w{2,5}?)?(?:ge|be|ver|her|ont)\w+(?:d|t|en)")
_FRAGMENT_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def kind(self) -> str:
        """Words of one kind can stand for one another: years, numbers, acronyms, names, other nouns."""
        if self.text[0].isdigit():
            return "year" if re.fullmatch(r"(?:19|20)\d\d", self.text) else "number"
        if self.lower in _FUNCTION:
            return "function"
        if self.text.isupper() and len(self.text) > 1:
            return "acronym"
        return "name" if self.text[0].isupper() and self.start > 0 else "noun"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """``size`` words of one kind. The range starts at the article and leaves out ``lead``, the preposition."""

    lead: str
    article: bool
    kind: str
    size: int
    start: int
    end: int


def understood(question: str, earlier: Sequence[str]) -> str:
    """The question as it should be asked after the visitor's ``earlier`` questions, oldest first, each as typed.

    ``question`` itself where it stands alone. A chain is followed from the oldest: the third question may lean on
    the second as that was understood after the first.
    """
    context: list[str] = []
    for turn in filter(None, map(folded, [*earlier, question])):
        context = _continued(context, turn) if context and _leans(turn) else [turn]
    result = " ".join(context)
    return question if result == folded(question) or len(result) > MAX_CHARACTERS else result


def _leans(question: str) -> bool:
    """Whether ``question`` needs the one before it."""
    words = _words(question)
    if not words or _ANSWERS.match(question):
        return bool(words)
    own = [word for word in words if word.kind != "function"]
    return (
        (len(own) <= 3 and bool(_CONTINUES.match(question) or _POINTED.search(question)))
        or (len(own) <= 2 and (bool(_ASKS_AGAIN.match(question)) or (_refers(words) and not _ANTICIPATES.search(question))))
        or (len(own) <= 1 and _is_bare(words, own))
    )


def _refers(words: Sequence[_Word]) -> bool:
    """Whether a pronoun comes before any name that it could stand for."""
    if any(word.lower in ("my", "mijn") for word in words):  # what is one's own needs no earlier question
        return False
    for place, word in enumerate(words):
        before, after = words[:place], words[place + 1 :]
        if word.kind in ("name", "acronym"):
            return False
        if word.lower in _ANAPHORA or (word.lower == "het" and not _is_article(after)):
            return True
        if word.lower == "there" and before and before[-1].lower not in _LIGHT_VERBS:  # not "is there"
            return True
    return False


def _is_article(after: Sequence[_Word]) -> bool:
    """Whether "het" before these words belongs to a noun: "het besluit", not "het" or "het uitgesteld" at the end."""
    return bool(after) and after[0].kind != "function" and not (len(after) == 1 and _is_verb(after[0]))


def _is_verb(word: _Word) -> bool:
    return word.kind == "noun" and bool(_PARTICIPLE.fullmatch(word.text))


def _is_bare(words: Sequence[_Word], own: Sequence[_Word]) -> bool:
    """Whether a question with at most one word of its own leaves its subject out: "Waarom?", "Which provinces?"."""
    if not own:
        return True
    first, kind = words[0].lower, own[0].kind
    if first in _MOMENTS and kind == "noun":
        return True
    if any(word.lower in _LIGHT_VERBS for word in words):
        return False
    return first in _PREPOSITIONS or (first in _ASKING and kind == "noun") or kind in ("year", "number")


def _continued(context: Sequence[str], question: str) -> list[str]:
    """The earlier questions that still matter and ``question``, or the former with its phrase put in place."""
    if fragment := _fragment(question):
        for place in reversed(range(len(context))):
            speaks_otherwise = _language(question) * _language(context[place]) < 0
            if not speaks_otherwise and (new := _filled(context[place], fragment)):
                return [*context[:place], new]
        return [context[0], *[part for part in context[1:] if not _fragment(part)][-1:], question]
    return [context[0], *context[1:][-1:], question]


def _words(text: str) -> list[_Word]:
    return [_Word(match.group(), *match.span()) for match in _WORD.finditer(text)]


def _language(question: str) -> int:
    """Above zero for Dutch, below for English, zero where no word tells."""
    words = [word.lower for word in _words(question)]
    return sum(word in _DUTCH for word in words) - sum(word in _ENGLISH for word in words)


def _phrases(text: str) -> Iterator[_Phrase]:
    """The runs of words of one kind in ``text``, each with the preposition and the article before it."""
    words = _words(text)
    place = 0
    while place < len(words):
        start = end = place
        while end < len(words) and words[end].kind == words[start].kind and _adjacent(text, words[start : end + 1]):
            end += 1
        place = end
        run = words[start:end]
        if run[0].kind == "function":
            continue
        if len(run) > 1 and _is_verb(run[-1]) and not run[-2].text.endswith("e"):  # "voor huurders geregeld"
            run.pop()
        before = words[:start]
        article = before.pop() if before and before[-1].lower in _ARTICLES else None
        lead = before[-1].lower if before and before[-1].lower in _PREPOSITIONS else ""
        yield _Phrase(lead, article is not None, run[0].kind, len(run), (article or run[0]).start, run[-1].end)


def _adjacent(text: str, words: Sequence[_Word]) -> bool:
    return all(text[one.end : other.start] == " " for one, other in pairwise(words))


def _fragment(question: str) -> str | None:
    """The phrase that is all a follow-up says, with its preposition; nothing where it says more."""
    start = 0
    for opening in (_CONTINUES, _ASKS_AGAIN):
        if match := opening.match(question, start):
            start = match.end()
    rest = _TAIL.sub("", question[start:])
    # A sign before it keeps the first word from passing for the capital of a sentence.
    phrases = list(_phrases(f"…{rest}"))
    if len(phrases) == 1 and phrases[0].size <= _FRAGMENT_WORDS:
        words = _words(rest)
        extra = len(words) - phrases[0].size - phrases[0].article - bool(phrases[0].lead)
        return rest if extra == 0 else None
    return None


def _filled(earlier: str, fragment: str) -> str | None:
    """``earlier`` with ``fragment`` in the place of a phrase of its kind; nothing where it is not certain which."""
    new = next(_phrases(f"…{fragment}"))
    text = fragment[new.start - 1 :]
    alike = [old for old in _phrases(earlier) if old.kind == new.kind and old.start > 0]
    led = [old for old in alike if new.lead and old.lead == new.lead and old.size <= 2]
    if not led and new.kind != "noun" and len(alike) == 1:
        led = [old for old in alike if old.article == new.article and (not new.lead or not old.lead)]
    return f"{earlier[: led[-1].start]}{text}{earlier[led[-1].end :]}" if led else None
