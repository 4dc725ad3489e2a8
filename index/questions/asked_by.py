"""Who put questions to a minister, who answered them, and when: "Wie stelde deze vragen?", "who answered them?"; and
the questions of somebody: "vragen van de SP".

Answers to questions of members begin with two lines that tell: "Vragen van het lid … aan de Minister van … (ingezonden
…)" and "Antwoord van Minister … (ontvangen …)"; a letter that comes with answers has a sentence of the kind. A plain
rule: each word of the question must be one of these, but for what the questions are on. "Who asked that?" is near to
nothing, and "vragen van de SP" to any such line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from index.closed_words import ARTICLES, LETTERS
from index.filters import plain_name
from index.lexical import plain
from index.passages import Passage
from index.questions.pieces import ABOUT, OPENING, words_in

Spans = tuple[tuple[int, int], ...]

_MEMBERS = (
    r"(?:het (?:kamer|Kamer)?lid|de (?:kamer|Kamer)?leden|de (?:vaste )?(?:kamer|Kamer)?commissie|de fracties?)\b"
)
# a line or a sentence, and in the first who asks
_QUESTIONS = re.compile(
    rf"\b[Vv]ragen (?:van|gesteld door|die zijn gesteld door) (?P<by>{_MEMBERS}.{{2,300}}?)(?: aan\b| over\b|[.;]|$)"
)
_ANSWERS = re.compile(
    r"(?:Antwoord(?:en)?|Mededeling|Nader antwoord) van (?:de )?(?:Minister|Staatssecretaris)", re.IGNORECASE
)
_FIRST = 4  # passages, among which these lines stand
# what else may be asked, and who puts no such questions
_NO_NAME = re.compile(
    rf"\b(?:{ABOUT}|aan|to|die|that|waarin|met|with|minister\w*|staatssecretaris|kabinet"
    r"|kamer|house|parliament|government|cabinet|hij|zij|ze|we|wij|ik|he|she|they|it|you|u|leden|kamerleden|lid|members"
    rf"|fracties?|oppositie|opposition|{'|'.join(sorted(LETTERS))}|\d{{4}})\b"
)
_TITLE = re.compile(r"^(?:de heer|meneer|mevrouw|dhr|mevr|mw|mr|mrs|ms) ")
_AND = re.compile(r",? (?:en|and) (?:(?:van|of) )?(?:(?:de|the) )?")
_OF = re.compile(r" (?:van|of|from) (?:de |the )?")  # "Van Nispen van de SP"

_PUT = re.compile(r"\b(?:vroeg|vroegen|gevraag[dt]|vragenstellers?|asked|asks?|askers?)\b")
_ANSWERED = re.compile(r"\b(?:(?:be)?antwoordden?|(?:be)?antwoordde|beantwoord|geantwoord|answered)\b")
# questions are put, and answered; "wie stelde dat?" is who claimed it, "when was it submitted?" may be of a plan
_QUESTION = re.compile(r"\b(?:(?:kamer)?(?:vraag|vragen)|questions?)\b")
_PUT_QUESTION = re.compile(
    r"\b(?:stel(?:de|den|t)|gesteld|ingediend|indienden?|ingezonden|ingestuurd|put|raised|posed|submitted|tabled"
    r"|sent in)\b"
)
_ANSWERED_QUESTION = re.compile(
    r"\b(?:(?:be)?antwoord(?:t|en)?|reageerden?|gereageerd|answers?|replie[ds]|reply|responds?|responded|response|reacted)\b"
)
# "Op welke dag kwam het antwoord binnen?", "which minister sent this notice?"
_ANSWER_CAME = re.compile(r"\b(?:antwoord|antwoorden|beantwoording|mededeling|answers?|reply|response|notice)\b")
_CAME = re.compile(
    r"\b(?:ontvangen|binnen|gekomen|kwam|kwamen|verstuurd|verstuurde|gestuurd|stuurde|verzonden|received"
    r"|came|come|arrived?|sent)\b"
)
_SENT = re.compile(r"\b(?:verstuurd|verstuurde|gestuurd|stuurde|verzonden|sent)\b")  # else who got it may be asked
_TIME = re.compile(r"\b(?:wanneer|when|datum|dag|date|day)\b")
_ELSE = re.compile(  # what is still to come, and who was asked something
    r"\b(?:have|has|had) to\b|\b(?:was|were|werd|werden|wordt|worden)(?: er)? (?:asked|gevraagd)\b"
)
_WHO = re.compile(
    r"\b(?:wie|who|whom|wanneer|when|(?:welke?|which|what|aan welke) (?:\w+ )?(?:kamerlid|kamerleden|leden|lid|partij"
    r"|partijen|fracties?|bewindsman|bewindspersoon|minister|ministers|staatssecretaris|datum|dag|mps?|members?|party"
    r"|parties|politicians?|date|day))\b"
)
_ALLOWED = (
    ARTICLES
    | LETTERS
    | frozenset(
        "wie wanneer welk welke door van aan op er en of dan nu deze dit die dat daar daarover hierover hiernaar "
        "daarnaar naar het zijn is was waren werd werden heeft hebben had hadden ze hij zij eigenlijk precies "
        "vraag vragen kamervraag kamervragen schriftelijke oorspronkelijk gesteld stelde stelden stelt vroeg "
        "vroegen gevraagd ingediend indiende indienden ingezonden ingestuurd vragensteller vragenstellers kamerlid "
        "kamerleden lid leden partij partijen fractie fracties minister ministers staatssecretaris bewindspersoon "
        "kabinet datum dag beantwoord beantwoordde beantwoordden beantwoordt beantwoorden antwoord antwoorden "
        "antwoordde antwoordden antwoordt geantwoord reageerde reageerden gereageerd gaf gaven gegeven ontvangen "
        "namens tweede kamer dezelfde gevraagt beantwoording mededeling kwam kwamen binnen gekomen verstuurd "
        "verstuurde gestuurd stuurde verzonden "
        "who whom when which what by to on at and or so then the these this that those it them they he she did do "
        "does is was were are has have had been question questions parliamentary written about received exactly "
        "originally asked ask asks put submitted tabled raised posed sent in asker askers member members mp mps of "
        "parliament party parties politician politicians minister ministers state secretary date day house answer "
        "answered answers replied replies reply respond responds responded response reacted given gave notice came "
        "come arrive arrived reached".split()
    )
)
_ON = re.compile(
    rf"(?P<asks>.{{1,120}}?) {ABOUT} (?P<topic>[^?!;]{{2,200}}?)"
    r"(?P<more>(?: (?:beantwoord|gesteld|ingediend|ingezonden|gevraagd|answered|asked|submitted))?"
    r"(?:,? (?:en|and) (?:(?:op|on|in) )?(?:wanneer|when|(?:welke|which|what) (?:dag|datum|date|day)|door wie"
    r"|by whom))?)"
    r"[\s?!.]*",
    re.IGNORECASE,
)
# "minister De Jonge", whom the line must name
_NAMED = re.compile(
    r"\b(?:[Mm]inister|[Ss]taatssecretaris|[Ss]tate secretary) (?:(?:Van|De|Den|Ter|Ten) )?(?:de[nr]? )?"
    r"(?:[A-ZÀ-Þ][\w-]+ )?(?P<name>[A-ZÀ-Þ][\w-]+)"
)
_WHEN = re.compile(r"\b(?:wanneer|when)\b", re.IGNORECASE)
_OF_NOTHING = re.compile(r"(?:this|that|these|those|it|them|dit|dat|deze|die|wat|what)\b", re.IGNORECASE)
_BY = re.compile(
    rf"{OPENING}(?:(?:toon|geef|zoek|show|list|give|find)(?: me| mij)? )?"
    r"(?:(?:welke|which|what|alle|all|de|the|zijn er|are there)(?: de| the)? )?"
    r"(?:(?:schriftelijke |parlementaire )?(?:kamer)?vragen|(?:parliamentary |written )?questions) "
    r"(?:(?:(?:die |that |which )?(?:(?:zijn|werden|are|were) )?(?:gesteld |asked |put |submitted |tabled )?"
    r"(?:van|door|from|by|of)|stelden?|stelt|heeft|hebben|did|has|have) )"
    r"(?:(?:het|de|the) )?(?:(?:kamer)?lid |(?:kamer)?leden |mp |members? )?(?:(?-i:van|of) (?:de |the )?)?"
    r"(?P<name>(?-i:[A-Z0-9À-Þ]|[a-z]+(?= |\?|$))[\w'’-]*(?: [\w'’-]+){0,4}?)(?:-?fractie)?"
    r"(?: (?:gesteld|ingediend|ask|asked|put|submit|submitted|raise|raised|table|tabled))?[\s?!.]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Which line is asked for: that of the ``questions``, or of their answers, or both; ``topic``: what they are on,
    ``name``: the minister who is asked about, in plain form; None where that isn't said."""

    questions: bool
    answers: bool
    topic: str | None = None
    name: str | None = None


def asker_asked(question: str) -> Asker | None:
    """Whether ``question`` asks who put questions, or who answered them, or when; None where it asks something else."""
    named = _NAMED.search(question)
    name = named and named["name"]
    question = _NAMED.sub("minister", question)
    text, topic, more = question, None, ""
    if (match := _ON.fullmatch(question)) and not _OF_NOTHING.match(match["topic"]):
        text, topic, more = match["asks"], match["topic"], match["more"]
        if _WHEN.search(topic):  # which asks two things
            return None
    said = plain(f"{text} {more}")
    if _ELSE.search(said) or not _WHO.search(said) or not words_in(said) <= _ALLOWED:
        return None
    of_questions = _QUESTION.search(said)
    put = bool(_PUT.search(said) or (of_questions and _PUT_QUESTION.search(said)))
    came = _ANSWER_CAME.search(said) and (_SENT if not _TIME.search(said) else _CAME).search(said)
    answered = bool(_ANSWERED.search(said) or came or (of_questions and _ANSWERED_QUESTION.search(said)))
    return Asker(put, answered, topic, name and plain_name(name)) if put or answered else None


def asked_by(question: str) -> tuple[tuple[str, ...], ...]:
    """Whose questions ``question`` asks for, of each a name and a party, or one of both, in plain form; none where it
    asks something else."""
    match = _BY.fullmatch(question)
    name = re.sub(r"[ -]fractie$", "", plain_name(match["name"])) if match else ""
    if not name or _NO_NAME.search(name):
        return ()
    return tuple(tuple(_OF.split(_TITLE.sub("", each))) for each in _AND.split(name))


def is_surely_somebody(question: str) -> bool:
    """Whether whose questions it asks for is a name, by its capitals: "vragen van burgers" may be anybody's."""
    match = _BY.fullmatch(question)
    return bool(match and re.match(r"[A-ZÀ-Þ]", match["name"]))


def lines_in(passages: Sequence[Passage], asker: Asker) -> dict[int, Spans]:
    """By the keys of a letter's ``passages``, in order, the sentences that tell who put the questions, or answered
    them; of its first paragraphs only."""
    found: dict[int, Spans] = {}
    for passage in [each for each in passages if each.paragraph][:_FIRST]:
        for start, end in sentence_spans(passage.text):
            said = passage.text[start:end]
            tells = (asker.questions and _QUESTIONS.search(said)) or (asker.answers and _ANSWERS.match(said))
            if tells and (asker.name or "") in plain_name(said):
                found[passage.key] = (*found.get(passage.key, ()), (start, end))
    return found


def is_asked_by(passage: Passage, names: Sequence[Sequence[str]]) -> bool:
    """Whether ``passage`` is the line, above all headings, by which questions of one of those with these ``names``
    begin, which are in plain form."""
    match = None if passage.section else _QUESTIONS.search(passage.text)
    return match is not None and _names(plain_name(match["by"]), names)


def is_named(passage: Passage, names: Sequence[Sequence[str]]) -> bool:
    """Whether ``passage`` names one of those with these ``names``, in plain form; a party by itself, not as a part of
    another's name: "PvdA" in "GroenLinks-PvdA"."""
    return _names(plain_name(passage.words), names)


def _names(text: str, names: Sequence[Sequence[str]]) -> bool:
    return any(all(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in each) for each in names)
