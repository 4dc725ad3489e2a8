"""Which letter a question is asked of: the only one there is, the one whose subject or number the question gives, "de
laatste alinea van de brief over China", or the one that was shown before."""

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from corpus import find_identifiers, is_official
from index.closed_words import LETTERS
from index.confidence import SUREST
from index.filters import Filters
from index.lexical import plain
from index.names import standing_elsewhere
from index.passages import Passage
from index.questions.papers import as_letter, papers_named, surnames, words_of_writers
from index.questions.pieces import ABOUT
from index.questions.question import names_only
from index.search import Ranked
from index.whole import WholeLetter

if TYPE_CHECKING:
    from index.asking import Asking

_Asked = TypeVar("_Asked")

# not "rapport": most are others', which a letter speaks of
_LETTER = (
    r"(?:kamerbrief|brief|stuk|document|advies|nota|notitie|verslag|visie|strategie|letter|paper|note|memo|advice|vision"
    r"|strategy)"
)
_OF_TOPIC = re.compile(
    r"(?P<before>.{1,200}? (?:van|in|uit|bij|met|onder|noemt|verwijst|belooft|heeft|doet|bevat|begint|eindigt|of|from"
    rf"|to|with|does|has|under) (?:de|het|dit|deze|the|this) )(?P<kind>{_LETTER}) "
    r"(?:(?:van|from) (?:de |the )?(?:minister|staatssecretaris) )?"
    rf"{ABOUT} (?P<topic>[^\s?][^?.!]{{0,200}}?)"
    r"(?P<behind> (?:make|makes|mention|cite|have|contain|refer to|promise|begin|start|open|end|close"
    r"|conclude))?[\s?.!]*",
    re.IGNORECASE,
)
# "Wat staat er in voetnoot 5 over vuurwerk?"
_OF_NOTE = re.compile(
    rf"(?P<asked>.{{0,60}}\b(?:(?:voet|eind)?noot|(?:foot|end)?note) \d{{1,3}}) {ABOUT} (?P<topic>[^?.!]{{1,100}}?)"
    r"[\s?.!]*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"(?:\b(?:de|het|the) )?(?:\b(?:kamerstuk(?:ken)?|{_LETTER}) )?(?:(?:met |with )?(?:nummer|number|nr\.?) )?$",
    re.IGNORECASE,
)

# "nr. 372", "aanhangsel 1314": of which dossier or year isn't said
_NUMBER = re.compile(
    r"(?:(?:(?P<kst>kamerstuk|stuk)|brief|letter|(?P<ah>aanhangsel(?: (?:van de )?handelingen)?|ah)),? ?"
    r"(?:nr\.?|nummer|no\.|number)? ?|nr\.? ?|no\. ?)(?P<number>\d{1,5})[\s?.!]*",
    re.IGNORECASE,
)
_HEADING = 5  # lines of a head that may say what it is
_NEAREST = 30  # passages, of whose letters one is meant
_TITLES = 10  # letters whose titles are
# From where on a title is like a topic, by late interaction. Of 79 topics that were written for 16 letters, some on
# neighbouring subjects, the nearest passage is of the right letter for 72, with the title for 75; of 602 headings of 74
# invented letters for 504, then 486: "Drinkwater" stands in one on PFAS, and in the title of another.
ALIKE = 0.55
_WORD = re.compile(r"\w+")
_TITLED = 0.7  # and from where on it is the topic, though no passage may tell: "de wolvenvisie"
_MOST_NUMBERED = 100_000  # letters whose numbers are looked at


class Told(NamedTuple):
    """A letter that is meant, how sure that is, and how like its title is to what tells it."""

    letter: str
    sure: float
    alike: float = 1.0


def numbered(asking: "Asking", question: str, filters: Filters) -> str | None:
    """The id of the only letter with the number that ``question`` is, without its dossier or year: "nr. 372"; None
    where it isn't one, or of no letter or of several."""
    if not (match := _NUMBER.fullmatch(question)):
        return None
    letters = asking.store.some_letters(filters, _MOST_NUMBERED + 1)
    kind = "kst-" if match["kst"] else "ah-" if match["ah"] else ""
    official = [each for each in letters if is_official(each) and each.startswith(kind)]
    found = [each for each in official if each.rpartition("-")[2] == match["number"]]
    return found[0] if len(found) == 1 and len(letters) <= _MOST_NUMBERED else None


def letter_called(asking: "Asking", filters: Filters, *, this: bool) -> Callable[[str], str]:
    """What makes "the letter" of what questions call the only one that is asked, "het besluit"; where it can but be
    ``this``, of "this report" too. Of several none is told so."""
    letters = asking.store.some_letters(filters, 2)
    if len(letters) != 1:
        return str
    letter = asking.store.letter(letters[0])
    title = letter.title if letter.title != letter.metadata.dossier_title else None  # which others have too
    own = () if letter.metadata.dossier else (letter.id, *letter.head[:_HEADING])
    papers = papers_named(letter.metadata.kind, title, *own)
    writers = words_of_writers(sender.office for sender in letter.metadata.senders)
    signed = surnames(sender.name for sender in letter.metadata.senders)
    return functools.partial(as_letter, papers=papers, writers=writers, this=this, signed=signed)


def letter_apart(question: str) -> tuple[str, str | None]:
    """``question`` as it is asked where there is but one letter, and what it says of which letter is meant: its
    subject, or its number; None where it doesn't."""
    named = find_identifiers(question)
    if len(named) == 1:
        _, start, end = named[0]
        return f"{_NUMBERED.sub('', question[:start])}de brief{question[end:]}", question[start:end]
    if match := _OF_NOTE.fullmatch(question):
        return match["asked"], match["topic"]
    if match := _OF_TOPIC.fullmatch(question):
        kind = match["kind"].lower()
        topic = match["topic"] if kind in LETTERS else f"{kind} {match['topic']}"  # its title may begin so
        return f"{match['before']}brief{match['behind'] or ''}", topic
    return question, None


def asked_of_letter(
    asking: "Asking", question: str, filters: Filters, asks: Callable[[str], _Asked | None]
) -> tuple[_Asked, WholeLetter, float] | None:
    """What ``asks`` makes of ``question``, the letter it is asked of, and how sure it is that this one is meant. None
    where it makes nothing of it, or where that isn't told."""
    if not (found := told_letter(asking, question, filters, asks)):
        return None
    asked, told = found
    return asked, asking.store.whole(told.letter), told.sure


def told_letter(
    asking: "Asking", question: str, filters: Filters, asks: Callable[[str], _Asked | None]
) -> tuple[_Asked, Told] | None:
    """The same, the letter without its text."""
    text, topic = letter_apart(question)
    if names_only(question) or not (asked := asks(text)):  # "Bijlage bij Kamerstukken II 2020/21, 28676, nr. 370"
        return None
    told = _told(asking, asking.store.some_letters(filters, 2), topic, filters)
    return (asked, told) if told else None


def _told(asking: "Asking", letters: Sequence[str], topic: str | None, filters: Filters) -> Told | None:
    """The letter that ``topic`` tells, or, where there is none, the only one of ``letters``, or the one that was asked
    before."""
    if topic:
        return letter_told(asking, topic, filters)
    if len(letters) == 1:
        return Told(letters[0], SUREST)
    meant = asking.before() if asking.before else {}
    return Told(*next(iter(meant.items()))) if len(meant) == 1 else None


def letter_told(asking: "Asking", topic: str, filters: Filters) -> Told | None:
    """The letter that is meant by its number or by what it is on; None where none is."""
    if (topic, filters) not in asking.told:
        asking.told[topic, filters] = _letter_told(asking, topic, filters)
    return asking.told[topic, filters]


def _letter_told(asking: "Asking", topic: str, filters: Filters) -> Told | None:
    store = asking.store
    if number := numbered(asking, topic, filters):
        return Told(number, SUREST)
    if named := find_identifiers(topic):
        published = store.published_as([named[0][0]])
        own = tuple(each for each in published if not filters.letters or each in filters.letters)
        letters = store.some_letters(replace(filters, letters=own), 2) if own else []
        return Told(letters[0], SUREST) if len(letters) == 1 else None
    _, ranked, passages, judgement = asking.judged(*asking.rank(topic, _NEAREST, filters), filters)
    letter, alike = next(iter(letters_on(asking, topic, ranked, passages).items()), ("", 0.0))
    if judgement.answered or alike >= _TITLED:
        return Told(letter, judgement.confidence if judgement.answered else alike, alike)
    return None


def paragraphs_told(
    asking: "Asking", letters: Sequence[str], topic: str | None, filters: Filters
) -> tuple[list[Passage], float] | None:
    """The paragraphs of the only one of ``letters``, or of the one that ``topic`` tells, and how sure that is; None
    where none does."""
    told = _told(asking, letters, None if len(letters) == 1 else topic, filters)
    if not told:
        return None
    own = asking.store.of_letters([told[0]]).values()
    return [passage for each in own for passage in each if passage.paragraph], told[1]


def letters_on(
    asking: "Asking", topic: str, ranked: Sequence[Ranked], passages: Mapping[int, Passage]
) -> dict[str, float]:
    """The letters of the passages that ``topic`` ranked, those first that it most likely means, and how like it their
    titles are. That tells their nearest passage, and the title where it is like the topic, since any letter may have a
    paragraph on aviation."""
    nearest: dict[str, float] = {}
    for hit in ranked:
        nearest.setdefault(passages[hit.key].letter, hit.score)
    letters = list(nearest)[:_TITLES]
    encoding, weights = asking.tokens(topic)
    titles = {each: asking.store.letter(each).title for each in letters}
    read = asking.encoder.encode_passages([("", title) for title in titles.values()])
    matches = [(encoding.tokens @ title.tokens.T).max(axis=1, initial=0) for title in read]
    alike = {each: float(match @ weights / weights.sum()) for each, match in zip(letters, matches, strict=True)}
    alike |= {each: max(alike[each], _TITLED) for each, title in titles.items() if _names(topic, title)}
    order = sorted(nearest, key=lambda each: -nearest[each] - max(0.0, alike.get(each, 0.0) - ALIKE))
    return {each: alike.get(each, 0.0) for each in order}


def _names(topic: str, title: str) -> bool:
    """Whether all words of ``topic`` are names that the title has, as the other language writes them: "NATO"."""
    words, own = _WORD.findall(topic), plain(title)
    return bool(words) and all(word[0].isupper() and re.search(standing_elsewhere(word), own) for word in words)
