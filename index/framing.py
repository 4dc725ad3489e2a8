"""Questions that only ask what is said of something: "Wat zegt de brief over China?", "Is Georgia mentioned?".

Every passage says something: the words around the topic tell none from another, and a paragraph on China matched them
so badly that it seemed not to answer. What is searched with is the topic alone.
"""

import re

from index.closed_words import ANAPHORA, FUNCTION

_ON = r"over|inzake|betreffende|omtrent|about|on|regarding|concerning"
# Before the topic only these words stand, and one at the least that speaks of saying or finding.
_SAYING = frozenset(
    "zegt zeggen schrijft schrijven meldt melden vermeldt vermelden vertelt vertellen vertel staat gezegd geschreven "
    "vermeld gemeld opgemerkt verteld lees lezen vinden zoek toon geef laat zien iets alles informatie alinea alineas "
    "passage passages gaat say says said write written mention mentions mentioned stated tell find show give search "
    "looking anything something everything information paragraph paragraphs".split()
)
_BESIDE = frozenset(
    "wat waar wordt worden is er meer hier hierin hieruit in uit de het een deze dit die dat uw te valt ook precies "
    "nu mij me ons ik je jij u wil kan kun kunt graag weten alle naar en maar volgens what where does do did are was "
    "were there s more here the this that these those it a an to us you i am can could would like please all any for "
    "and but according brief kamerbrief brieven stuk stukken kamerstuk kamerstukken document documenten tekst letter "
    "letters documents paper papers text".split()
)
_LETTER = (
    r"(?:(?:de|het|deze|dit|die|dat|uw) (?:(?:kamer)?brie(?:f|ven)|(?:kamer)?stuk(?:ken)?|document(?:en)?|tekst"
    r"|(?<=dit )(?:verslag|rapport))|(?:the|this|that|these|those|your) (?:letters?|documents?|papers?|texts?"
    r"|(?<=this )report))"
)
_IN = rf"(?:(?:in|volgens|according to) {_LETTER}|(?:hier|daar|er)?in|in it)"
_TEXT = r"(?:[^?!.]|\.(?=\S| \d))"  # within a sentence
_SAID = (
    r"(?:(?:worden )?(?:gezegd|geschreven|gemeld|opgemerkt|verteld)|te (?:lezen|vinden|zien)|zien|said|written|stated)"
)
_NAMED = r"(?:genoemd|vermeld|mentioned)"
_TREATED = (
    r"(?:besproken|behandeld|aangehaald|discussed|covered|addressed)"  # by the letter, or by a council in Brussels
)
_ABOUT = re.compile(
    rf"(?P<before>(?:[^?!.\"“„‘'’]|(?<=\w)['’])*?)\b(?:{_ON})\b(?P<topic> {_TEXT}*?)"
    rf"(?P<behind>(?:,? (?:{_IN}|{_SAID}|{_NAMED}|please|alstublieft|alsjeblieft))*)[\s?!.]*",
    re.IGNORECASE,
)
_MENTIONED = re.compile(
    rf"(?:(?:en|and),? )?(?:(?:waar|where)(?: {_IN})? )?(?:"
    rf"(?:wordt|worden|is|are|was|were) (?!er |there )(?P<topic>\S+(?: [^\s?!]+){{0,4}}?)"
    rf"(?: (?:ook|also|(?:met|bij) naam))*"
    rf"(?:(?: {_IN})? {_NAMED}(?: {_IN})?| {_IN} {_TREATED}| {_TREATED} {_IN})"
    rf"|(?:noem(?:t|en) {_LETTER}(?: ook)?|do(?:es)? (?:{_LETTER}|it) (?:also )?(?:mention|discuss|cover|address))"
    rf" (?P<named>{_TEXT}+?))[\s?!.]*",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def unframed(question: str) -> str:
    """What ``question`` asks to be told of, where it asks no more than that; else the question as it is."""
    about, mentioned = _ABOUT.fullmatch(question), _MENTIONED.fullmatch(question)
    topic = (mentioned["topic"] or mentioned["named"]) if mentioned else ""
    if about:
        before = _words(about["before"])
        says = _SAYING.intersection(before + _words(about["behind"]))
        if says and len(before) > 1 and all(word in _SAYING or word in _BESIDE for word in before):
            topic = about["topic"]
    words = _words(topic)
    says_something = any(word not in FUNCTION and word not in _BESIDE for word in words)
    return topic.strip(" ,;:") if says_something and words[0] not in ANAPHORA else question


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
