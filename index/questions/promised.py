"""What a letter promises to parliament: "Welke toezeggingen doet de minister?", "Wanneer hoort de Kamer meer?".

A plain rule, as for other look-ups: each word of the question must be one of these, and a sentence of the letter tells
by its verbs: what somebody will send or tell the Kamer, says that he will, or has said before ("toegezegd").
"""

import re

from corpus.sentences import sentence_spans
from index.closed_words import ARTICLES, LETTERS
from index.lexical import plain
from index.questions.pieces import words_in

Spans = tuple[tuple[int, int], ...]

_PARLIAMENT = r"\b(?:kamer|tweede kamer|parlement|parliament|house)\b"
_PROMISES = re.compile(
    r"\b(?:toezegging(?:en)?|toegezegd|beloftes?|belooft|beloofd|promise[sd]?|commitments?|undertakings?"
    r"|(?:zegt|zeggen|zegde) .*\btoe|pledge[sd]?)\b"
)
_TOLD = re.compile(
    r"\b(?:geinformeerd|informeer(?:t|en)|informeren|bericht|ingelicht|hoort|horen|krijgt|ontvangt|sturen|stuurt|gestuurd|verwachten"
    r"|updated?|informed|inform|hear|receive[sd]?|sent?|report|get|told|expect)\b"
)
_THIS_LETTER = re.compile(rf"\b(?:deze|dit|die|this) (?:{'|'.join(sorted(LETTERS))})\b")
_WILL_BE = re.compile(
    r"\b(?:wordt|worden|zal|zullen|gaat|gaan|hoort|krijgt|ontvangt|kan|komt|informeert|will|does|can|be|get)\b"
)
_PAST = re.compile(
    r"\b(?:did|was|were|has|have|had|is|zijn|are|werd|werden|heeft|hebben|kreeg|geweest)\b|\b(?:verwachten|expect)\b"
    r"(?<!kamer verwachten)(?<!parlement verwachten)(?<!can expect)(?<!parliament expect)"
)
_IN_GENERAL = re.compile(r"(?:wat is|wat zijn|what is|what are|which state) (?:een |an? )?\w+\W*$")
_ALLOWED = (
    ARTICLES
    | LETTERS
    | frozenset(
        "welke wat wanneer hoe vaak zijn is er doet doen gedaan staan staat bevat in van aan voor naar minister "
        "ministers staatssecretaris kabinet regering bewindspersoon kamer tweede parlement zij hij ze wordt worden "
        "zal zullen gaat gaan weer opnieuw nader verder nog later meer en of door toe zegt zeggen toezegging "
        "toezeggingen toegezegd belofte beloftes belooft beloofd geinformeerd informeren bericht ingelicht hoort "
        "horen krijgt ontvangt sturen stuurt gestuurd verwachten kan geef noem toon lijst alle overzicht mij me which "
        "what when how often are does do did will be to by the for government cabinet secretary parliament house "
        "representatives dutch promise promises promised commitment commitments undertaking undertakings pledge "
        "pledges pledged made make makes given give again further next informed inform updated update hear hears "
        "receive received send sent report get told expect list all show more and has have can back heeft hebben "
        "informeert any been there earlier eerder eerdere good on fulfil fulfils fulfilled meets komt na nagekomen "
        "nakomen gestand".split()
    )
)

_LONGEST = 2_000  # characters of a sentence: a longer one is a list or a table
_ON = r"[^.;]{0,100}"  # as far as a clause goes
_KAMER = r"(?:(?:uw|de|beide|eerste|tweede) )+kamers?\b(?! (?:van|voor)\b)"
_OR_YOU = rf"(?:{_KAMER}|u\b)"
_GIVEN = (
    r"(?:geïnformeerd|ingelicht|bericht|gemeld|gerapporteerd|(?:toe)?gezonden|(?:toe)?gestuurd|aangeboden|voorgelegd"
    r"|op de hoogte (?:gehouden|gesteld|gebracht))\b"
)
_TO_GIVE = (
    r"(?:informeren|inlichten|berichten|melden|rapporteren|(?:toe)?zenden|(?:toe)?sturen|aanbieden|voorleggen|toekomen"
    r"|ontvangen|terugkomen|op de hoogte (?:houden|stellen|brengen))\b"
)
_GIVE = r"(?:informeer|bericht|meld|rapporteer|stuur|zend|informeren|berichten|melden|rapporteren|sturen|zenden)"
_WILL = re.compile(
    "|".join(
        (
            # "ontvangt uw Kamer in juli een verslag", "waarna de Kamer jaarlijks een overzicht ontvangt"
            rf"\b(?:ontvangt|krijgt) {_KAMER}|\b{_KAMER}[^.;,]{{0,200}} (?:ontvangt|krijgt)\b",
            rf"\bgaat {_KAMER}{_ON} toe\b",
            # "wordt uw Kamer geïnformeerd", "zal aan uw Kamer worden voorgelegd"
            rf"\bword(?:t|en) {_ON}\b{_KAMER}{_ON} {_GIVEN}",
            rf"\b{_KAMER}{_ON} (?:word(?:t|en) {_ON}{_GIVEN}|{_GIVEN} word(?:t|en)\b)",
            rf"\b(?:zal|zullen|kan|kunnen)\b{_ON} {_OR_YOU}{_ON} (?:{_TO_GIVE}|{_GIVEN})",
            rf"\b{_OR_YOU}{_ON} (?:zal|zullen|kan|kunnen) {_ON}\b{_GIVEN}",
            # "stuur ik uw Kamer", "doe uw Kamer het toekomen", "verwacht ik aan uw Kamer te zenden"
            rf"\b(?:{_GIVE} (?:ik|wij|we)|(?:ik|wij|we) {_GIVE}) {_ON}\b{_OR_YOU}",
            rf"\b(?:zendt|stuurt|rapporteert|informeert) {_ON}\b{_KAMER}",
            rf"\b(?:breng|brengen|houd|houden) {_ON}\b{_OR_YOU}{_ON} op de hoogte\b",
            rf"\bdoen? {_ON}\b{_OR_YOU}{_ON} toekomen\b",
            rf"\b(?:verwacht|streef|hoop|voornemens)\b{_ON} {_OR_YOU}{_ON} te {_TO_GIVE}",
            rf"\bkom(?:en)? (?:ik|wij|we) {_ON}\bterug\b",
        )
    ),
    re.IGNORECASE,
)
# this letter itself, what was sent before, what others ask for
_NOT = re.compile(
    rf"\b{_OR_YOU} (?:(?:hierover|daarover|nu|nog|vooraf) )?(?:niet|geen)\b(?! (?:alleen|later|eerder))"
    r"|\bhierbij\b|\bmet genoegen\b|\bhet volgende (?:mee|op|melden)|\b(?:hierna|hieronder|aan het slot)\b"
    r"|\b(?:met|in|bij|via) (?:deze|dit|bijgaande?) \w+\b"
    r"|^\W*(?:bij deze|bijgaand|sinds|eerder|tot nu toe|(?:mede )?namens)\b"
    rf"|\b(?:is|zijn|werd|werden|heb|hebben|heeft|was) (?:ik |wij |het kabinet )?{_OR_YOU}{_ON} {_GIVEN}"
    rf"|\b{_KAMER} (?:is|zijn|werd|werden|was)\b{_ON} {_GIVEN}"
    rf"|\b(?:verzocht|verzoekt|gevraagd|vroeg|vraagt|oproept)\b{_ON} (?:om|te) {_ON}\bte \w+en\b",
    re.IGNORECASE,
)
# what the writer has promised, or does now; others promise too: "Banken hebben toegezegd"
_PROMISED = r"(?:toegezegd|toezegging(?:en)?)\b"
_ASKED_IN = r"(?:(?:uw|de) kamer|het lid|de leden|\w*(?:debat|overleg))\b"
_SAID = re.compile(
    rf"\b(?:ik|wij|we|mijn|onze)\b{_ON} {_PROMISED}|\b{_ASKED_IN}{_ON} {_PROMISED}|\b{_PROMISED}{_ON} {_ASKED_IN}"
    rf"|\b(?:kabinet|minister|staatssecretaris) (?:heeft|hebben|had|deed)\b{_ON} {_PROMISED}"
    rf"|\bzeg(?:gen)? (?:ik|wij) {_ON}\btoe\b|\b(?:ik|wij) zeg(?:gen)? {_ON}\btoe\b"
    rf"|\b(?:kabinet|minister|staatssecretaris) zegt {_ON}\btoe\b",
    re.IGNORECASE,
)
_UNSAID = re.compile(rf"\b(?:niet|geen)\b{_ON} (?:toe|toegezegd|toezegging(?:en)?)\b", re.IGNORECASE)


def asks_for_promises(question: str) -> bool:
    """Whether it asks what a letter promises, or of what or when the Kamer will hear."""
    text = _THIS_LETTER.sub("", plain(question).replace("state secretary", "minister"))
    told = re.search(_PARLIAMENT, text) and _TOLD.search(text) and _WILL_BE.search(text) and not _PAST.search(text)
    asked = (_PROMISES.search(text) and not _IN_GENERAL.match(text)) or told
    return bool(asked) and words_in(text) <= _ALLOWED


def promises_in(text: str) -> Spans:
    """The sentences of ``text`` that promise something to parliament, or tell of what was promised, by their
    characters."""
    found = []
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        if len(sentence) > _LONGEST:
            continue
        said = _SAID.search(sentence) and not _UNSAID.search(sentence)
        if said or (_WILL.search(sentence) and not _NOT.search(sentence)):
            found.append((start, end))
    return tuple(found)
