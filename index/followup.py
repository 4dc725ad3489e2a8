"""What a follow-up question asks: "En over Georgië?" read with the questions that came before it.

A plain rule over closed-class words, no model. A question leans on the one before it when it opens as a continuation
("en", "what about") and doesn't say itself what it is about, points at something it does not name ("daarvan", "it"),
or has hardly a word of its own ("Waarom?"). A fragment then takes the place of a phrase of the same kind in the
earlier question, the classical way with ellipsis (Carbonell, "Discourse pragmatics and ellipsis resolution in
task-oriented natural language interfaces", ACL 1983). Whatever finds no such place is asked behind the earlier
question, and late interaction matches the words of both; adding words of the history was the best automatic run of
TREC CAsT 2019 (Lin et al., "Query reformulation using query history for passage retrieval in conversational search",
arXiv 2005.02230). So every word of the result has been typed by the visitor.

In doubt a question is left alone: a missed follow-up finds less, but a new topic mixed with the old one finds the
wrong thing.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus import find_identifiers
from corpus.citation import MONTHS
from index.closed_words import ANAPHORA, ARTICLES, ASKING, LETTERS, LIGHT_VERBS, OTHERS, PREPOSITIONS, THANKS
from index.framing import unframed
from index.phrases import Phrase, Word, own_words, phrases_of, same_language, words_of
from index.question import MAX_CHARACTERS, can_be_asked, checked, names_only

_CONTINUES = re.compile(
    r"(?:(?:ok[eé]?|okay|prima|dank(?: ?(?:u|je))?(?: ?wel)?|bedankt|thanks|thank you)[ ,.!]+)?"
    r"(?:en|maar|and|but)\b[ ,]*(?:(?:dan|then)\b[ ,]*)?",
    re.IGNORECASE,
)
_ASKS_AGAIN = re.compile(
    r"(?:hoe (?:zit|staat) (?:het|dat)(?: dan)?(?: met)?|geldt (?:dat|dit|hetzelfde)(?: ook)?|(?:what|how) about"
    r"|does (?:that|this|it|the same) (?:also )?(?:apply|go)|(?:the )?same|idem|hetzelfde|ook|also)\b[ ,]*",
    re.IGNORECASE,
)
_EXAMPLE = (
    r"(?:(?:kunt|kun|kan|zou|wilt|wil) (?:u|je) (?:me |mij |ons )?)?(?:(?:daar|hier|er)(?:van)? )?"
    r"(?:(?:geef|heeft u|heb je) )?"
    r"(?:(?:een|nog een|enkele|wat|meer) (?:ander )?)?voorbeeld(?:en)?(?: (?:er|daar|hier)?van)?(?: (?:geven|noemen))?"
    r"|(?:(?:can|could|would) you )?(?:please )?give (?:me |us )?(?:an|another|some|any|more) examples?"
    r"(?: of (?:that|this|it|them|those))?(?:,? please)?"
)
_REPLIES = re.compile(
    r"(?:zo (?:ja|nee|niet)|if (?:so|not|yes|no)|waarom (?:wel|niet)|why not)\b"
    r"|(?:vertel (?:me |mij )?meer|tell me more|hoezo|leg (?:dat )?uit|(?:can you )?explain"
    r"|waar(?:aan|bij|door|in|mee|naar|op|over|uit|van|voor)"
    rf"|bijvoorbeeld|zoals(?: wat)?|for example|such as(?: what)?|like what|{_EXAMPLE})[\s?.!]*$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:[ ,]+(?:ook|too|as well))?[\s?!.]*$", re.IGNORECASE)
_THAT = "(?:daar|hier)(?:aan|achter|bij|door|in|mee|na|naar|naartoe|om|onder|op|over|tegen|toe|tussen|uit|van|voor)"
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
_FILE = re.compile(r"\d{5}|\d{4}[A-Z]\d|\d{4}-\d{5}")  # the number of a dossier, a question, a letter: "2023Z12345"
_OBJECT = frozenset("dat dit that this".split())
_JOINING = frozenset("en and of or".split())
# Prepositions before a name that mean the same: "En over Rusland?" after "What does the letter say about China?".
_ALIKE = {"about": "over", "against": "tegen", "for": "voor", "from": "uit", "of": "van", "with": "met"}
_IN_THE_OTHER = _ALIKE | {dutch: english for english, dutch in _ALIKE.items()}
_ARTICLE = re.compile(rf"^(?:{'|'.join(sorted(ARTICLES))}) ", re.IGNORECASE)
_WHICH = frozenset("hoeveel welke welk which".split())


def understood(question: str, earlier: Sequence[str]) -> str:
    """The question as it should be asked after the visitor's ``earlier`` questions, oldest first, each as typed.

    ``question`` itself where it stands alone. A chain is followed from the oldest: the third question may lean on
    the second as that was understood after the first.
    """
    if not (earlier and can_be_asked(question)):
        return question
    turns = [checked(turn) for turn in (*earlier, question) if can_be_asked(turn)]
    start = len(turns) - 1
    while start > 0 and leans(turns[start], turns[start - 1]):
        start -= 1
    context = [turns[start]]
    for turn in turns[start + 1 :]:
        context = _continued(context, turn)
    result = " ".join(context)
    return question if result == turns[-1] or len(result) > MAX_CHARACTERS else result


def leans(question: str, before: str) -> bool:
    """Whether ``question`` needs the one ``before`` it. The more words of its own, the clearer the sign must be."""
    words, own = words_of(question), own_words(question)
    if names_only(question):  # "En 28676-370?" asks the same of another, "28676-370" is looked up
        return bool(_CONTINUES.match(question)) and not names_only(before)
    if _REPLIES.match(question):
        return True
    topic = unframed(question)
    if topic != question and topic[0].isupper() and not find_identifiers(before):  # "En wordt China genoemd?"
        return False
    at_hand = _AT_HAND if find_identifiers(before) else _AT_HAND | _LETTERS
    if _points_back(question, words):
        return _count([word for word in own if not _IS_THAT.fullmatch(word.text)]) <= 3
    if _CONTINUES.match(question) and not _has_own_topic(question, at_hand):
        return len(own) <= 3
    fragment = _fragment(question)
    if fragment and (fragment.lead or _ASKS_AGAIN.match(question)):
        return _count(own) <= 2
    if _refers(words, at_hand) and not _POINTS_FORWARD.search(question):
        return len(own) <= 2
    return len(own) <= 1 and _leaves_out(words, own)


def _points_back(question: str, words: Sequence[Word]) -> bool:
    """Whether "daarmee" or "about it" stands for what was said before, and not for what the question says before it, or
    "dat" does at the end, behind a name: "Steunt Duitsland dat?", "Kan Rusland dat tegenhouden?"."""
    opening = _CONTINUES.match(question)
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
    opening = _CONTINUES.match(question)
    start = opening.end() if opening else 0
    words = [word for word in words_of(question, start) if word.text[0].isalnum()]
    if _ASKS_AGAIN.match(question, start) or _refers([word for word in words if not word.is_name], at_hand):
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


def _continued(context: Sequence[str], question: str) -> list[str]:
    """The earlier questions that still matter and ``question``, or the former with its phrase put in place."""
    topic, *details = context
    if numbered := _with_number(context, question):
        return numbered
    if not _REPLIES.match(question) and (fragment := _fragment(question)):
        names = fragment.lead or fragment.kind not in ("year", "number")
        new, text = _said_in(context[-1], fragment, question)
        if names and text and (instead := _with_topic(context, new.lead, text)):
            return instead
        for place in reversed(range(len(context))):
            new, text = _said_in(context[place], fragment, question)
            if text and (old := _place_for(new, context[place])):
                return [*context[:place], context[place][: old.start] + text + context[place][old.end :]]
        details = [detail for detail in details if not _fragment(detail)]  # a sibling: "En ouderen? En starters?"
    return [topic, *[detail for detail in details if own_words(detail)][-1:], question]


def _said_in(earlier: str, fragment: Phrase, question: str) -> tuple[Phrase, str]:
    """The fragment of ``question``, and its text, as they can stand in an ``earlier`` one. Where that is in the other
    language a name, a number or a year can, behind the preposition of that language and without an article: "And about
    the US?" after "Wat zegt de brief over China?". The text is empty where it can't."""
    text = question[fragment.start : fragment.end]
    if same_language(question, earlier):
        return fragment, text
    if not (fragment.is_name or fragment.kind in ("number", "year")):
        return fragment, ""
    behind = _IN_THE_OTHER.get(fragment.behind, fragment.behind)
    return replace(fragment, behind=behind, article=False), _ARTICLE.sub("", text)


def _with_topic(context: Sequence[str], lead: str, text: str) -> list[str] | None:
    """``context`` with ``text`` in the place of what the last question asks to be told of, behind the same ``lead`` if
    any: "En over stikstof?" or "En de VS?" after "Wat zegt de brief over China?"."""
    *before, last = context
    topic = unframed(last)
    behind = rf"\b{lead} " if lead else r"(?:\b(?:over|about) |\b)"
    match = re.search(rf"{behind}(?={re.escape(topic)}\b)", last, re.IGNORECASE) if topic != last else None
    if not match or not same_language(text, last):
        return None
    return [*before, last[: match.end()] + text + last[match.end() + len(topic) :]]


def _fragment(question: str) -> Phrase | None:
    """The phrase that is all a follow-up says: one, or two names, "België en Frankrijk", or a thing and its number,
    "artikel 5". Nothing where it says more."""
    words = _said(question)
    phrases = list(phrases_of(words))
    if not phrases or len(phrases) > 2:
        return None
    first, last = phrases[0], phrases[-1]
    numbered = last.kind in ("number", "year", "part") and last.start == first.end + 1
    joined = first.is_name and last.is_name and last.behind in _JOINING
    if first is not last and not (numbered or joined):
        return None
    length = sum(phrase.size + phrase.article for phrase in phrases) + bool(first.lead)
    joining = first is not last and not numbered
    return replace(first, end=last.end) if len(words) == length + joining else None


def _said(question: str) -> list[Word]:
    """Its words without those that open and end a follow-up."""
    start = 0
    for opening in (_CONTINUES, _ASKS_AGAIN):
        if match := opening.match(question, start):
            start = match.end()
    return words_of(question, start, start + len(_TAIL.sub("", question[start:])))


def _with_number(context: Sequence[str], question: str) -> list[str] | None:
    """``context`` up to the last question that has such a thing with another number or month, with that of ``question``
    in its place: "En artikel 4?" after "Wat zegt artikel 5?"."""
    words = [word for word in _said(question) if word.lower not in PREPOSITIONS | ARTICLES]
    if len(words) != 2 or words[1].kind not in ("number", "year") or words[0].kind == "function":
        return None
    thing, number = words
    for place in reversed(range(len(context))):
        alike = [
            (old, last)
            for old, last in pairwise(words_of(context[place]))
            if (old.lower == thing.lower or {old.lower, thing.lower} <= set(MONTHS)) and last.kind == number.kind
        ]
        if len(alike) == 1:
            (old, last), text = alike[0], context[place]
            if re.search(r"\d $", text[: old.start]):  # a day of that month
                return None
            return [*context[:place], text[: old.start] + question[thing.start : number.end] + text[last.end :]]
    return None


def _place_for(new: Phrase, earlier: str) -> Phrase | None:
    """The phrase of ``earlier`` whose place ``new`` takes; nothing where it is not certain which."""
    olds = [old for old in phrases_of(words_of(earlier)) if old.start > 0]
    alike = [old for old in olds if old.kind == new.kind]
    if not alike and new.is_name and not new.lead:  # "het CDA", where it does something, and "GroenLinks"
        alike = [old for old in olds if old.is_name and not old.lead and old.behind not in LIGHT_VERBS]
    fitting = [old for old in alike if new.lead and old.lead == new.lead and old.size <= 2]
    if not fitting and new.kind != "noun" and len(alike) == 1:
        fitting = [
            old
            for old in alike
            if (old.article == new.article or not (new.lead or old.lead or old.behind in LIGHT_VERBS))
            and not (new.lead and old.lead)
            # "Steunt Nederland Oekraïne?" has two names in a row, "does Great Britain" one
            and (old.size <= new.size or old.article or old.lead or old.behind in LIGHT_VERBS)
        ]
    if not fitting and not new.lead and not new.article and new.kind in ("noun", "acronym"):
        fitting = [old for old in olds if old.kind in ("noun", "acronym") and old.is_subject and old.size == 1]
    return fitting[-1] if fitting else None
