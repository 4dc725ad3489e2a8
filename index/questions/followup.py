"""What a follow-up question asks: "En over Georgië?" read with the questions that came before it.

A plain rule over closed-class words, no model. A question leans on the one before it when it opens as a continuation
("en", "what about") and doesn't say itself what it is about, points at something it does not name ("daarvan", "it"),
or has hardly a word of its own ("Waarom?"). Then it is put into the earlier question, or asked behind it
(ellipsis.py).

In doubt a question is left alone: a new topic mixed with the old one finds the wrong thing. What the rules miss,
turns.py may still find.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from corpus import find_identifiers
from index.closed_words import ANAPHORA, ARTICLES, ASKING, LETTERS, LIGHT_VERBS, OTHERS, PREPOSITIONS, THANKS
from index.questions.ellipsis import ASKS_AGAIN, BEHIND, CONCERNING, CONTINUES, continued, fragment_of, is_reply
from index.questions.framing import unframed
from index.questions.phrases import Word, own_words, phrases_of, words_of
from index.questions.question import MAX_CHARACTERS, can_be_asked, checked, names_only

_THAT = f"(?:daar|hier)(?:{BEHIND})"
# "daarvan" is "van dat"; "daarmee te" and "ervoor zorgen" point forward instead.
_POINTS_BACK = re.compile(
    rf"\b(?:{_THAT}|er(?:aan|in(?=[\s?.!]*$)|mee|naartoe|over|tegen|van|voor)"
    r"(?!.* (?:als|dat|hoe|of(?! niet)|om|te)\b))\b(?! (?:te|zorgen)\b)"
    r"|\b(?:about|after|against|before|by|for|from|in|of|on|to|with) (?:it|that|this|them|those|these)\s*(?:$|[?.!])",
    re.IGNORECASE,
)
_IS_THAT = re.compile(_THAT, re.IGNORECASE)
# What "daarmee" behind it may mean: "als de motie wordt aangenomen, wat gebeurt daarmee?"
_CLAUSE = re.compile(
    rf"\b(?:en|and|(?:\w+ ){{3}}\w+,) (?:{'|'.join(sorted(ASKING))})\b|\b(?:als|if|zonder|without)\b"
    r"|(?<=\w )(?:who|die) (?=\w)",
    re.IGNORECASE,
)
# "klopt het dat ...", "hoe staat het met ...", "is it true that ..."
_POINTS_FORWARD = re.compile(
    r"\b(?:het (?:\w+ )?(?:dat|of|om)|(?:zit|staat|gaat) het met|it (?:\w+ )?(?:that|whether|to))\b", re.IGNORECASE
)
# "this letter" is any that is asked, unless one was named just before; "this year" is the visitor's own.
_LETTERS = LETTERS | {"dossier"}
_AT_HAND = frozenset(
    "jaar year week maand month voorjaar spring zomer summer najaar herfst autumn winter kabinet cabinet".split()
)
_OF_LETTER = re.compile(rf"\b(?:de|het|deze|dit|the|this) (?:{'|'.join(sorted(LETTERS))})\b", re.IGNORECASE)
_THAT_LETTER = re.compile(rf"\b(?:die|dat|that) ({'|'.join(sorted(LETTERS))})\b", re.IGNORECASE)
_FILE = re.compile(r"\d{5}|\d{4}[A-Z]\d|\d{4}-\d{5}")  # the number of a dossier, a question, a letter: "2023Z12345"
_OBJECT = frozenset("dat dit that this".split())
_WHICH = frozenset("hoeveel welke welk which".split())


def understood(question: str, earlier: Sequence[str]) -> str:
    """The question as it should be asked after the visitor's ``earlier`` questions, oldest first, each as typed.

    ``question`` itself where it stands alone. A chain is followed from the oldest: the third question may lean on
    the second as that was understood after the first.
    """
    return " ".join(in_context(question, earlier))


def in_context(question: str, earlier: Sequence[str]) -> list[str]:
    """The same as the earlier questions that still matter and, last, ``question`` itself or the one it is put into."""
    if not (earlier and can_be_asked(question)):
        return [question]
    turns = [checked(turn) for turn in (*earlier, question) if can_be_asked(turn)]
    start = len(turns) - 1
    while start > 0 and leans(turns[start], turns[start - 1]):
        start -= 1
    context = [turns[start]]
    for turn in turns[start + 1 :]:
        context = continued(context, turn)
    return [question] if context == turns[-1:] or len(" ".join(context)) > MAX_CHARACTERS else context


def leans(question: str, before: str) -> bool:
    """Whether ``question`` needs the one ``before`` it. The more words of its own, the clearer the sign must be."""
    words, own = words_of(question), own_words(question)
    if names_only(question):  # "En 28676-370?" asks the same of another, "28676-370" is looked up
        return bool(CONTINUES.match(question)) and not names_only(before)
    if is_reply(question):
        return True
    if _OF_LETTER.search(before):  # "What does that letter say about it?", of the one that was asked about
        question = _THAT_LETTER.sub(r"this \1", question)
        words = words_of(question)
    topic = unframed(question)
    if topic != question and topic[0].isupper() and not find_identifiers(before):  # "En wordt China genoemd?"
        return False
    at_hand = _AT_HAND if find_identifiers(before) else _AT_HAND | _LETTERS
    if _points_back(question, words):
        return _count([word for word in own if not _IS_THAT.fullmatch(word.text)]) <= 3
    if CONTINUES.match(question) and not _has_own_topic(question, at_hand):
        return len(own) <= 3
    fragment = fragment_of(question)
    concerning = CONCERNING.match(question) and unframed(before) != before
    if fragment and (fragment.lead or concerning or ASKS_AGAIN.match(question)):
        return _count(own) <= 2
    if _refers(words, at_hand) and not _POINTS_FORWARD.search(question):
        return len(own) <= 2
    return len(own) <= 1 and _leaves_out(words, own)


def _points_back(question: str, words: Sequence[Word]) -> bool:
    """Whether "daarmee" or "about it" stands for what was said before, and not for what the question says before it, or
    "dat" does at the end, behind a name: "Steunt Duitsland dat?", "Kan Rusland dat tegenhouden?"."""
    opening = CONTINUES.match(question)
    start = opening.end() if opening else 0
    said = [word for word in words if word.start >= start and word.text[0].isalnum()]
    if pointing := _POINTS_BACK.search(question):
        end = pointing.start()
    else:
        if said[-1:] and said[-1].text.endswith("en"):  # a verb: "Kan Rusland dat tegenhouden?"
            said.pop()
        if not (said and said[-1].lower in _OBJECT and any(word.is_name for word in said)):
            return False
        end = said[-1].start
    return not _CLAUSE.search(question, start, end)


def _count(own: Sequence[Word]) -> int:
    """How many words they are, where a name counts once: "Raad van State" twice, "Mark Rutte" once."""
    return len(own) - sum(
        first.is_name and second.is_name and second.start == first.end + 1 for first, second in pairwise(own)
    )


def _has_own_topic(question: str, at_hand: Collection[str]) -> bool:
    """Whether "en wat zegt de brief over Rusland?" is whole without the question before it: a clause that points at
    nothing, and says what someone says, decides or does "over" a name, or what a letter by its number says over
    "leraren", or asks who or what a name is: "en wie is Biden?". Other words may need that question: the costs in "en
    wat zegt Duitsland over de kosten?" are of something, and "en wat bouwt Limburg?" is of what was built."""
    opening = CONTINUES.match(question)
    start = opening.end() if opening else 0
    words = [word for word in words_of(question, start) if word.text[0].isalnum()]
    if ASKS_AGAIN.match(question, start) or _refers([word for word in words if not word.is_name], at_hand):
        return False
    named = not _LETTERS.intersection(at_hand)  # a letter was, just before: "de brief" is that one, "welke brief" any
    if named and any(first.lower in ("de", "het", "the") and word.lower in _LETTERS for first, word in pairwise(words)):
        return False
    if _asks_what(words):
        return True
    own = [word for word in words if word.kind != "function"]
    numbered = bool(find_identifiers(question))
    return _is_clause(words) and any(
        phrase.behind in ("over", "about")
        and (phrase.is_name or (numbered and phrase.kind == "noun" and not phrase.article))
        and phrase.size < len(own)
        for phrase in phrases_of(words)
    )


def _asks_what(words: Sequence[Word]) -> bool:
    """Whether they ask who or what a name is, and nothing else of it: "wat is de NAVO?", "what is Article 5?"."""
    first, second = ([word.lower for word in words] + ["", ""])[:2]
    named = [word for word in words[2:] if word.lower not in ARTICLES]
    return (
        first in ("wat", "wie", "what", "who")
        and second in ("is", "zijn", "was", "are")
        and any(word.is_name for word in named[:1])
        and all(word.is_name or word.kind == "number" for word in named)
    )


def _is_clause(words: Sequence[Word]) -> bool:
    """Whether a verb stands where a question has it: "zegt ...", "wat vindt ...", "welke brief gaat ...", but not in
    "waarom niet over China?" and "welke gaan over China?", that leave out what was named before."""
    first = words[0].lower if words else ""
    place = 2 if first in _WHICH else 1 if first in ASKING else 0
    if place >= len(words):
        return False
    return words[place].lower in LIGHT_VERBS or (place == 1 and words[place].kind == "noun")


def _refers(words: Sequence[Word], at_hand: Collection[str]) -> bool:
    """Whether a pronoun comes before any name that it could stand for. ``at_hand``: nouns that "this" may stand before
    without an earlier question: "this letter", "dit jaar", but not "that year"."""
    if any(word.lower in ("my", "mijn") for word in words):  # what is one's own needs no earlier question
        return False
    for place, word in enumerate(words):
        after_verb = place > 0 and words[place - 1].lower in LIGHT_VERBS
        if word.is_name:
            return False
        this = word.lower in ("dit", "deze", "this") and [each.lower for each in words[place + 1 : place + 2]]
        if _is_relative(words, place) or (this and this[0] in at_hand):
            continue
        if word.lower in ANAPHORA or (word.lower == "there" and place > 0 and not after_verb):  # not "is there"
            return True
        if word.lower == "het" and _is_pronoun(words[place + 1 :], after_verb):
            return True
    return False


def _is_relative(words: Sequence[Word], place: int) -> bool:
    """Whether "die" belongs to the noun before it: in "zijn er ook landen die weigeren?", "met landen die weigeren" and
    "een huis dat leegstaat". Elsewhere that word may be a verb, "wat betalen die mensen?", or the subject."""
    if words[place].lower not in ("die", "dat", "that") or place < 2 or words[place - 1].kind != "noun":
        return False
    before = next(
        (word.lower for word in reversed(words[: place - 1]) if word.lower not in OTHERS - {"er", "there"}), ""
    )
    more = any(word.kind != "function" for word in words[place + 1 :])
    return more and (before in ("er", "there", "welke", "welk", "which", "een", "a", "an") or before in PREPOSITIONS)


def _is_pronoun(after: Sequence[Word], after_verb: bool) -> bool:
    """Whether "het" is one: in "kost het?" and "is het uitgesteld?", not in "is het besluit genomen?"."""
    own = [word for word in after if word.kind != "function"]
    return not own or after[0] is not own[0] or (after_verb and len(own) == 1 and own[0].is_participle)


def _leaves_out(words: Sequence[Word], own: Sequence[Word]) -> bool:
    """Whether a question with at most one word of its own has no subject: "Waarom?", "Which provinces?", "In 2022?"."""
    if not own:
        return any(word.lower not in THANKS for word in words if word.text[0].isalnum())
    first, kind = words[0].lower, own[0].kind
    if any(word.lower in LIGHT_VERBS for word in words):
        return kind == "noun" and first in ("waarom", "wanneer", "why", "when")
    short = kind == "year" or (kind == "number" and not _FILE.match(own[0].text))
    return first in PREPOSITIONS or (first in ASKING and kind == "noun") or short
