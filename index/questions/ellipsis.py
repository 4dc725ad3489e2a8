"""A follow-up put into the question before it: "En over Georgië?" after "Wat zegt de brief over China?".

A fragment takes the place of a phrase of the same kind in the earlier question, the classical way with ellipsis
(Carbonell, "Discourse pragmatics and ellipsis resolution in task-oriented natural language interfaces", ACL 1983).
Whatever finds no such place is asked behind the earlier question, and late interaction matches the words of both;
adding words of the history was the best automatic run of TREC CAsT 2019 (Lin et al., "Query reformulation using query
history for passage retrieval in conversational search", arXiv 2005.02230). So every word of the result has been typed
by the visitor.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.dates import MONTH_NAMES
from index.closed_words import ARTICLES, LIGHT_VERBS, PREPOSITIONS
from index.questions import pieces
from index.questions.framing import unframed
from index.questions.phrases import Phrase, Word, own_words, phrases_of, same_language, words_of

# What stands behind "waar", "daar" and "hier" in one word.
BEHIND = "aan|achter|bij|door|heen|in|mee|na|naar|naartoe|om|onder|op|over|tegen|toe|tussen|uit|van|voor"
# How a follow-up opens that says what else is asked, or asks the same of something else.
CONTINUES = re.compile(
    r"(?:(?:ok[eé]?|okay|prima|dank(?: ?(?:u|je))?(?: ?wel)?|bedankt|thanks|thank you)[ ,.!]+)?"
    r"(?:en|maar|and|but)\b[ ,]*(?:(?:dan|then)\b[ ,]*)?",
    re.IGNORECASE,
)
ASKS_AGAIN = re.compile(
    r"(?:hoe (?:zit|staat) (?:het|dat)(?: dan)?(?: met)?|geldt (?:dat|dit|hetzelfde)(?: ook)?|(?:what|how) about"
    r"|wat betreft|as for|as regards"
    r"|does (?:that|this|it|the same) (?:also )?(?:apply|go)|(?:the )?same|idem|hetzelfde|ook|also)\b[ ,]*",
    re.IGNORECASE,
)
# Words for "over" that open what one searches for too: "Inzake stikstof".
CONCERNING = re.compile(rf"(?:{pieces.CONCERNING})\b", re.IGNORECASE)
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
    rf"|waar(?:{BEHIND})"
    rf"|bijvoorbeeld|zoals(?: wat)?|for example|such as(?: what)?|like what|{_EXAMPLE})[\s?.!]*$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:[ ,]+(?:ook|too|as well))?[\s?!.]*$", re.IGNORECASE)
# "En waarvoor?", "En hiervoor?", "En ervoor?": an adverb that stands for a thing takes the place of none; Erna does.
_ADVERB = re.compile(rf"(?:waar|daar|hier|(?-i:er))(?:{BEHIND})", re.IGNORECASE)
_JOINING = frozenset("en and of or".split())
# Prepositions before a name that mean the same: "En over Rusland?" after "What does the letter say about China?".
_ALIKE = {"about": "over", "against": "tegen", "for": "voor", "from": "uit", "of": "van", "with": "met"}
_IN_THE_OTHER = _ALIKE | {dutch: english for english, dutch in _ALIKE.items()}
# What stands before a topic, or nothing; what may; and what may before a name, where names were asked for.
_ABOUT, _ON, _FOR = frozenset(["", "about", "over"]), frozenset(["on", "rond"]), frozenset(["for", "voor"])
# Names to look at, but "And on Monday?" is no topic.
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_ARTICLE = re.compile(rf"^(?:{'|'.join(sorted(ARTICLES))}) ", re.IGNORECASE)


def is_reply(question: str) -> bool:
    """Whether it says nothing by itself, and is asked behind the question before it: "Waarom niet?", "En hoezo?"."""
    opening = CONTINUES.match(question)
    return bool(_REPLIES.match(question, opening.end() if opening else 0))


def continued(context: Sequence[str], question: str) -> list[str]:
    """The earlier questions that still matter and ``question``, or the former with its phrase put in place."""
    topic, *details = context
    if numbered := _with_number(context, question):
        return numbered
    if not is_reply(question) and (fragment := fragment_of(question)):
        names = fragment.lead or fragment.kind not in ("year", "number")
        new, text = _said_in(context[-1], fragment, question)
        if names and text and (instead := _with_topic(context, new, text)):
            return instead
        for place in reversed(range(len(context))):
            new, text = _said_in(context[place], fragment, question)
            if text and (old := _place_for(new, context[place])):
                return [*context[:place], context[place][: old.start] + text + context[place][old.end :]]
        details = [detail for detail in details if not fragment_of(detail)]  # a sibling: "En ouderen? En starters?"
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


def _with_topic(context: Sequence[str], new: Phrase, text: str) -> list[str] | None:
    """``context`` with ``text`` in the place of what the last question asks to be told of, behind the same word as
    there or one that may stand for it: "En over stikstof?", "En de VS?" or "En voor Georgië?" after "Wat zegt de brief
    over China?". "En voor Drenthe?" after "... over de wolf?" asks what the same means there, and so does "En voor
    gemeenten?"."""
    *before, last = context
    topic = unframed(last)
    start = last.find(topic)
    named = any(word.is_name for word in words_of(last, start, start + len(topic)))
    alike = _ABOUT
    if (named or not new.is_name) and text.lower() not in _DAYS:
        alike |= _ON
    if named and new.is_name:
        alike |= _FOR
    behind = r"(?:\b(?:over|about) |\b)" if new.lead in alike else rf"\b{new.lead} "
    match = re.search(rf"{behind}(?={re.escape(topic)}\b)", last, re.IGNORECASE) if topic != last else None
    if not match or not same_language(text, last):
        return None
    return [*before, last[: match.end()] + text + last[match.end() + len(topic) :]]


def fragment_of(question: str) -> Phrase | None:
    """The phrase that is all a follow-up says: one, or two names, "België en Frankrijk", or a thing and its number,
    "artikel 5". Nothing where it says more."""
    words = _said(question)
    phrases = list(phrases_of(words))
    if not phrases or len(phrases) > 2 or any(_ADVERB.fullmatch(word.text) for word in words):
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
    for opening in (CONTINUES, ASKS_AGAIN, CONCERNING):
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
            if (old.lower == thing.lower or {old.lower, thing.lower} <= set(MONTH_NAMES)) and last.kind == number.kind
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
        # "What does ESPR stand for?", "And house building?"
        fitting = [old for old in olds if old.kind == new.kind and old.is_subject and old.size == 1]
    return fitting[-1] if fitting else None
