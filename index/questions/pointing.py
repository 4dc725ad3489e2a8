"""Turns of a conversation that ask nothing anew but point at the passage that came before: "en de volgende alinea?",
"what comes before that?", "op welke pagina staat dat?", "what's the source?", "are you sure?"; that want more than was
shown: "wat nog meer?", "anything else on that?"; or that say thanks.

A plain rule: the whole turn must have one of the forms below. Words of it say little: what stands next to a passage is
known by its place alone, and what else there is by the question before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.closed_words import THANKS
from index.lexical import plain
from index.questions.pieces import words_in

_AND = (
    r"[\W_]*(?:(?:en|and|maar|but|oke?|okay|nee|no|ja|yes|prima|dank (?:je|u)(?: wel)?|dankjewel|dankuwel|bedankt"
    r"|thanks|thank you)[,.! ]+){0,3}"
)
_ASK = (
    r"(?:(?:please |kun je |kunt u |kan je |mag ik |can you |could you |can i |may i |ik wil (?:graag )?)?"
    r"(?:(?:show|toon|geef|laat|lees|see|read|have|give)(?: me| mij)? )?)?"
)
_PLEASE = (
    r"(?:,? (?:alsjeblieft|alstublieft|graag|aub|please|dan|then|precies|exact|exactly|eigenlijk|zien|lezen|nog|ook))?"
)
_PARAGRAPH = r"(?:alinea|paragraph|passage|stukje)"
# "and the next one?" may be of anything
_SHOWN = r"(?:(?:please |can you |could you |can i |may i )?(?:show|give|see)(?: me)? the {} one)"
_IN = r"(?:(?:wat|what)(?: is|['’]s| staat(?: er)?| zegt| does| stond(?: er)?)?(?: (?:in|bij))? )?(?:(?:de|the) )?"
_THAT = r"(?:that|this|it)(?: one| paragraph| passage)?"
_SAYS = r"(?:wat|what) (?:staat|stond|zegt|is|comes|came|does it say|follows)(?: er)?(?: (?:just|right|immediately))? "
_NEXT = (
    rf"{_SAYS}(?:(?:direct|meteen|vlak|net) )?(?:daarna|erna|hierna)",
    rf"{_SAYS}daar (?:(?:direct|meteen|vlak|net) )?na",
    rf"{_SAYS}after {_THAT}|what['’]s (?:right )?after {_THAT}",
    rf"{_ASK}{_IN}(?:eerst)?(?:volgende|next|following) {_PARAGRAPH}(?: say)?|volgende|next|{_SHOWN.format('next')}",
    rf"{_IN}{_PARAGRAPH} (?:daarna|erna|hierna|after {_THAT})(?: say)?|die daarna",
    r"(?:een|one) (?:alinea|paragraph) (?:verder|further|on|later)",
    rf"{_ASK}(?:lees|ga) (?:verder|door)|verder lezen",
    r"(?:(?:please|could you|can you) )?(?:read on|go on|keep reading|continue(?: reading)?)",
)
_PREVIOUS = (
    rf"{_SAYS}(?:(?:direct|meteen|vlak|net) )?(?:daarvoor|ervoor|hiervoor)",
    rf"{_SAYS}daar (?:(?:direct|meteen|vlak|net) )?voor",
    rf"{_SAYS}before {_THAT}|what['’]s (?:right )?before {_THAT}",
    rf"{_ASK}{_IN}(?:vorige|voorgaande|voorafgaande|previous|preceding) {_PARAGRAPH}(?: say)?|vorige|previous",
    _SHOWN.format("previous"),
    rf"{_IN}{_PARAGRAPH} (?:daarvoor|ervoor|hiervoor|before {_THAT})(?: say)?|die daarvoor",
    rf"(?:i meant |ik bedoel(?:de)? )(?:the one before|die daarvoor)(?: {_THAT})?|the one before {_THAT}",
    r"(?:een|one) (?:alinea|paragraph) (?:terug|eerder|back|earlier)",
)
_PLACE = r"(?:pagina|bladzijde|alinea|paragraaf|sectie|kop|page|section|paragraph|part|heading)"
_AGAIN = (
    r"waar (?:staat|stond|vind ik|kan ik) (?:dat|dit)(?: vinden)?(?: precies)?(?: in de brief)?",
    r"waar in de brief (?:staat|stond) (?:dat|dit)",
    r"where (?:exactly )?(?:is (?:that|this|it)(?: stated| written)?|does (?:it|that) (?:say (?:that|this|so)|stand)"
    r"|can i find (?:that|this))(?: in the letter)?",
    rf"(?:op|in|onder) welke? {_PLACE}(?: (?:staat|stond|is|was) (?:dat|dit))?|welke? {_PLACE} (?:is|was) (?:dat|dit)",
    rf"(?:in |on |under )?(?:which|what) {_PLACE}(?: (?:is|was) (?:that|this|it)(?: in| on| under)?)?",
    r"(?:can you |could you |please )?(?:quote|repeat|say) (?:it|that|this)(?: again| word for word| literally)?",
    r"(?:kun je |kunt u |wil je )?(?:dat|dit)? ?(?:citeer|citeren|herhaal|herhalen|quote)(?: (?:dat|dit))?"
    r"(?: (?:letterlijk|nog eens))?|geef de letterlijke tekst",
    r"(?:weet (?:je|u) (?:het |dat )?zeker|ben (?:je|u) (?:er )?zeker(?: van)?|zeker weten|echt waar"
    r"|klopt (?:dat|dit|het)(?: wel| echt)?|is (?:dat|dit) (?:echt )?(?:zo|waar|juist|correct))",
    r"(?:are you (?:quite |really )?(?:sure|certain)(?: (?:about|of) (?:that|this|it))?|really"
    r"|is (?:that|this) (?:really )?(?:right|true|correct|so))",
    r"(?:in het|in) (?:nederlands|engels)|in (?:dutch|english)",
)
_NOTED = r"(?:voetnoot|voetnoten|footnotes?)"
_FIGURES = (
    r"(?:cijfers?|getal(?:len)?|percentages?|informatie|bewering|citaat|figures?|numbers?|claim|quote|information)"
)
_SOURCES = (
    r"(?:(?:wat is|heb je|geef) )?(?:(?:de|een|je|uw) )?bron|waar is (?:dat|dit) op gebaseerd",
    rf"(?:wat (?:is|zijn) )?(?:(?:de|hun|je|uw) )?bron(?:nen)?(?: (?:daarvan|ervan|hiervan|daarvoor|hiervoor"
    rf"|(?:van|voor) (?:dat|dit|die|deze)(?: {_FIGURES})?))",
    r"(?:op )?welke bron(?:nen)?(?: (?:is|zijn) (?:dat|dit)(?: gebaseerd)?| wordt genoemd)?",
    rf"waar kom(?:t|en) (?:dat|dit|die|deze) {_FIGURES} vandaan",
    rf"(?:wat (?:staat|stond|zegt) (?:er )?(?:in )?)?(?:de|die) {_NOTED}(?: (?:daarbij|erbij|hierbij))?",
    r"(?:wat is )?(?:het )?(?:kamer|dossier)?(?:stuk)?(?:nummer|nr\.?)(?: van)? (?:die|deze) moties?",
    r"welk (?:kamerstuk|stuk)?nummer (?:heeft|had|is) (?:die|deze) motie",
    r"(?:(?:what|which)(?:['’]s| is) )?(?:the|its|their|your) source",
    rf"(?:(?:what|which)(?:['’]s| is| are) )?(?:the|its|their|your) sources?"
    rf" (?:of|for|behind) (?:that|this|it|those|these)(?: {_FIGURES})?",
    r"source|(?:which|what) sources?(?: is (?:that|this)(?: based on| from)?| do(?:es)? (?:it|they) (?:cite|give))?",
    rf"where do(?:es)? (?:that|this|those|these) {_FIGURES} come from",
    rf"(?:what (?:does|do|is in) )?(?:the|that) {_NOTED}(?: say)?",
    r"(?:what(?:['’]s| is) the )?(?:(?:document|kamerstuk|paper|file) )?number of (?:that|this) motion",
)
_SOURCE = rf"{_ASK}(?:{'|'.join(_SOURCES)})"
# where the turn before was a step too
_ON = [
    (steps, re.compile(rf"{_AND}(?:(?:de|the) )?(?:{words})(?: one)?{_PLEASE}[\W_]*", re.IGNORECASE))
    for steps, words in (
        (1, "volgende|next|following|daarna|erna|hierna|after that"),
        (-1, "vorige|previous|daarvoor|ervoor|hiervoor|before that"),
    )
]
_FOR_SOURCE = re.compile(rf"{_AND}{_SOURCE}(?:,? (?:(?:en|and) )?{_SOURCE})?{_PLEASE}[\W_]*", re.IGNORECASE)
_FORMS = [
    (steps, re.compile(rf"{_AND}(?:{'|'.join(forms)}){_PLEASE}[\W_]*", re.IGNORECASE))
    for steps, forms in ((1, _NEXT), (-1, _PREVIOUS), (0, _AGAIN))
] + [(0, _FOR_SOURCE)]
_PASSAGES = "passages passage alinea alineas paragraphs paragraph mentions vermeldingen"
_ASKS_MORE = re.compile(
    r"\b(?:meer|more|else|elders|elsewhere|verder|further|nog (?:iets|wat|ergens)|iets anders|ergens anders"
    rf"|(?:andere?|other) (?:{_PASSAGES.replace(' ', '|')}))\b"
    r"|(?:is|was) (?:dat|dit|that|this|it) (?:alles|all|everything)\b"
)
# "is dat meer?", "was it more?"
_COMPARES = re.compile(
    r"\b(?:is|was|zijn|are|wordt) (?:dat|dit|het|that|this|it|they|ze) (?:nog |even )?(?:meer|more)\b"
)
_MORE = frozenset(
    f"{_PASSAGES} "
    "en and maar but ok oke ja yes nee no wat waar is er staat zegt schrijft meldt noemt wordt zijn in uit de het die "
    "dit dat deze daar hier brief stuk document tekst over daarover hierover erover erin hierin onderwerp genoemd "
    "vermeld gezegd geschreven gemeld besproken te vinden nog ook eens graag wat iets dingen alles andere ander "
    "anders ergens meer elders verder kun je kan kunt u mag ik mij me geef toon laat laten zien s lees vertel weten "
    "wil alsjeblieft alstublieft aub dan what where there any anything anywhere some something all everything the a "
    "an letter text about on regarding this that it topic subject does do did say says said mention mentioned "
    "discussed written found more else elsewhere further other can could you please show give see tell read know i "
    "want us to have find was were are".split()
)
_NOTHING = THANKS | frozenset(
    "dankjewel dankuwel dankje merci thx ty cheers hartelijk heel hartelijke vriendelijk veel erg zeer very much a lot "
    "so super mooi helder duidelijk begrepen goed fijn perfect great good nice clear understood cool got it that is "
    "dat dan was all alles thats it everything noted genoteerd bye doei nee no het voor for your je uw hulp help s "
    "top".split()
)
_THANKS = re.compile(
    r"\b(?:oke?|okay|dank(?:jewel|uwel|je)?|bedankt|merci|thanks?|thx|duidelijk|helder|begrepen|genoteerd|noted"
    r"|understood|cheers|doei|bye|prima|perfect|got it|dat (?:was|is) (?:alles|het)"
    r"|that(?:['’]s| is| was) (?:all|it|everything))\b"
    r"|^(?:top|mooi|super|fijn|goed|great|nice)\W*$"
)
_ASKS = re.compile(r"(?:is|was) ")
_YOU = r"(?:je|jij|u)"
_TO_US = re.compile(
    r"(?:(?:hallo|hello|hoi|hey|hi|goede?(?:morgen|middag|navond)|good (?:morning|afternoon|evening))\b[\s,!.]*)?"
    rf"(?:help(?: me)?|wie ben(?:t u| {_YOU})|wat ben(?:t u| {_YOU})|hoe werk(?:t u| {_YOU})"
    rf"|wat k[au]n(?:t u| {_YOU})(?: allemaal| hier)?|wat kan ik (?:(?:hier|je|u|allemaal) )*vragen"
    r"|(?:who|what) are you|how do you work|what can you do|what can i ask(?: here| you)?)?\W*"
)


@dataclass(frozen=True, slots=True)
class Pointing:
    """What ``turns`` point at: the passage that answers ``question``, asked behind ``earlier``, or the one that
    ``steps`` lead to from it in its letter, a step for each turn: 1 is the next passage, -1 the one before, 0 the
    same. Of what answers the question more was wanted ``further`` times, before these steps. ``source``: where it has
    it from is what is asked of it."""

    question: str
    earlier: tuple[str, ...]
    turns: tuple[str, ...]
    steps: tuple[int, ...]
    further: int = 0
    source: bool = False


def pointing(question: str, earlier: Sequence[str]) -> Pointing | None:
    """Where ``question`` points after the ``earlier`` ones, oldest first; None where it asks something itself. Without
    a question before it, it points at nothing: then that is empty."""
    *others, (_, last) = every = list(_stepped([*earlier, question]))
    if last is None and not wants_more(question):
        return None
    place = len(others) - 1
    while place >= 0 and (_is_idle(earlier[place]) or not _asks(every[place])):
        place -= 1
    asked, before = (earlier[place], tuple(earlier[:place])) if place >= 0 else ("", ())
    said = [(turn, step) for turn, step in every[place + 1 :] if not _is_idle(turn)]
    further = 0
    steps: list[int] = []
    for _, step in said:
        if step is None:
            further, steps = further + 1, []
        else:
            steps.append(step)
    turns = tuple(turn for turn, _ in said)
    source = bool(turns and _FOR_SOURCE.fullmatch(plain(turns[-1])))
    return Pointing(asked, before, turns, tuple(steps), further, source)


def asking_themselves(questions: Sequence[str]) -> list[str]:
    """Those of them that ask something themselves."""
    own = (turn for turn, step in _stepped(questions) if _asks((turn, step)))
    return [each for each in own if not _is_idle(each)]


def wants_more(question: str) -> bool:
    """Whether it asks no more than what else there is."""
    text = plain(question)
    return bool(_ASKS_MORE.search(text)) and not _COMPARES.search(text) and words_in(text) <= _MORE


def says_thanks(question: str) -> bool:
    """Whether it says no more than thanks, or that it is understood."""
    text = plain(question)
    return bool(_THANKS.search(text)) and not _ASKS.match(text) and words_in(text) <= _NOTHING


def asks_nothing(question: str) -> bool:
    """Whether it greets, or asks what one can ask here: "Hallo", "Help!", "Wat kun je?"."""
    return bool(_TO_US.fullmatch(plain(question)))


def _is_idle(turn: str) -> bool:
    return says_thanks(turn) or asks_nothing(turn)


def _asks(stepped: tuple[str, int | None]) -> bool:
    question, step = stepped
    return step is None and not wants_more(question)


def _stepped(turns: Iterable[str]) -> Iterator[tuple[str, int | None]]:
    """Each turn with the step that it is; "and the next?" is one behind another, and else may be of anything."""
    before = False
    for turn in turns:
        said = plain(turn)
        step = next((steps for steps, form in (*_FORMS, *(_ON if before else ())) if form.fullmatch(said)), None)
        before = bool(step) or (before and _is_idle(turn))
        yield turn, step
