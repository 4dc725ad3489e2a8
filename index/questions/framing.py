"""Questions that only ask what is said of something: "Wat zegt de brief over China?", "Is Georgia mentioned?".

Every passage says something: the words around the topic tell none from another, and a paragraph on China matched them
so badly that it seemed not to answer. What is searched with is the topic alone, if it is a plain one: a question that
may ask more than what is said, "Wordt Rusland een partner genoemd?", stays as it is.
"""

import re

from corpus import find_identifiers
from index.closed_words import ANAPHORA, ARTICLES, ASKING, FUNCTION, LETTERS, is_abbreviation
from index.questions.pieces import CONCERNING, END, OPENING

_PREPOSITION = (
    rf"over|about|{CONCERNING}"
    # a place or a day stands behind "on" too: "What is stated on the invoice?"
    r"|(?:(?<=say )|(?<=says )|(?<=thing )|(?<=information )|(?<=passage )|(?<=passages )|(?<=paragraph )"
    r"|(?<=paragraphs )|(?<=the letter )|(?<=document )|(?<=the text ))on(?! (?:\d|page\b))"
)
# Before the topic only these words stand, and one at the least that speaks of saying or finding.
_SAYING = frozenset(
    "zegt zeggen schrijft schrijven meldt melden vermeldt vermelden vertelt vertellen vertel staat gezegd geschreven "
    "vermeld gemeld opgemerkt verteld lees lezen vinden zoek toon geef laat zien iets alles informatie alinea alineas "
    "passage passages gaat gaan noem noemen list say says said write writes written mention mentions mentioned "
    "stated talk talks tell find show give search looking anything something everything information paragraph "
    "paragraphs".split()
)
_BESIDE = LETTERS | frozenset(
    "wat waar wordt worden is er hier hierin hieruit in uit de het een deze dit die dat uw te valt meer nog verder "
    "allemaal zoal eens eigenlijk ook precies exactly nu mij me ons ik je jij u wil kan kun kunt graag weten alle naar "
    "en maar volgens what where does do did are was were there s more here the this that these those it a an to us you "
    "i am can could would like please all any for and but according minister staatssecretaris kabinet regering cabinet "
    "government".split()
)
_LETTER = (
    rf"(?:(?:de|het|deze|dit|die|dat|uw|the|this|that|these|those|your) (?:{'|'.join(LETTERS)})\b"
    r"|dit (?:verslag|rapport)|this report)"
)
_IN = rf"(?:(?:in|volgens|according to) {_LETTER}|(?:hier|daar|er)?in|in it)"
# within a sentence, with "art. 5" and "dhr. Rutte"
_TITLE = "|".join(rf"(?<=\b{title})" for title in ("dhr", "mevr", "mw", "mr", "mrs", "ms", "dr", "prof"))
_TEXT = rf"(?:[^?!.;]|\.(?=\S| \d)|(?:{_TITLE})\.(?!\S| \d))"
_SAID = (
    r"(?:(?:(?:worden|wordt|is|zijn) )?(?:gezegd|geschreven|gemeld|opgemerkt|verteld)"
    r"(?: (?:wordt|worden|is|zijn|staat))?|vermeld (?:wordt|is|staat)|(?:terug )?te (?:lezen|vinden|zien)"
    r"(?: (?:is|zijn))?|(?:laten )?zien|said|written|stated"
    r"|(?:op pagina|on page) \d+)"
)
_POLITE = (
    r"(?:precies|eigenlijk|dan|graag|alstublieft|alsjeblieft|aub|a\.u\.b\.?|svp|please|thanks|exactly|at all|anywhere)"
)
# The verb that "kunt u", "ik wil" and "laat zien wat er" leave for the end; elsewhere it is of the topic.
_VERB = re.compile(r" (?:vertellen|lezen|(?:terug)?vinden|zoeken|tonen|geven|zeggen|weten|staat|gaat)$", re.IGNORECASE)
_WANTS_VERB = re.compile(r"\b(?:kan|kunt?|kunnen|wil|willen|zou|mag|laat zien wat er)\b", re.IGNORECASE)
_IS_THERE = re.compile(rf"{OPENING}(?:is|zijn|are) (?:er|there)\b", re.IGNORECASE)
_TO_BE_HAD = re.compile(r" (?:beschikbaar|bekend|available|known)$", re.IGNORECASE)
_NAMED = r"(?:genoemd|vermeld|mentioned)"
_TREATED = rf"(?:besproken|behandeld|discussed|covered|addressed)(?= {_IN})"
_BEHIND = rf"(?:,? (?:{_IN}|{_SAID}|{_NAMED}|{_POLITE})){{0,4}}"
_ABOUT = re.compile(
    rf"(?P<before>(?:[^?!.\"“„‘'’]|(?<=\w)['’])*?)\b(?:{_PREPOSITION}) (?P<topic>{_TEXT}+?)"
    rf"(?P<behind>{_BEHIND})[\s?!.]*",
    re.IGNORECASE,
)
_BEHIND_TOPIC = re.compile(rf"{_BEHIND}$", re.IGNORECASE)
_THIS_REPORT = re.compile(r"\b(?:dit (?:verslag|rapport)|this report)\b", re.IGNORECASE)
# "Welke alinea zegt iets over China?" asks no more; "Welke minister zegt iets over China?" does.
_WHICH_ONE = rf"\b(?:welke? |which )(?=(?:{'|'.join(LETTERS)}|alinea(?:'?s)?|passages?|paragraphs?)\b)"
_WHICH = re.compile(_WHICH_ONE, re.IGNORECASE)
_SAYS = re.compile(rf"\bin {_LETTER}|{_WHICH_ONE}", re.IGNORECASE)
_WORDS = r"[^\s?!.,;]+(?: [^\s?!.,;]+){0,4}"
# "Wordt Rusland partner genoemd?" asks what Russia is called: in Dutch two words have an article, or capitals.
_CAPITALS = r"(?-i:[A-Z0-9]\S*(?: (?:en |of |de |van )?[A-Z0-9]\S*)+)"
# "Noem alle", "list every", "all"
_LISTING = (
    r"(?:(?:(?:noem|geef|toon|zoek|lijst|vind|maak|list|give|show|find|name|tell|make)(?: me| mij| us)?"
    r"(?: (?:een lijst(?:je)?|a list|an overview|een overzicht) (?:van|of|with|met))? )?"
    r"(?:alle|elke|iedere|de|all(?: of)?(?: the)?|every|each|the) )"
)
_PASSAGES_NL = r"(?:passages?|alinea(?:['’]?s)?|zin(?:nen)?|stuk(?:ken)?)"
_PLACES_NL = rf"(?:plek(?:ken)?|plaats(?:en)?|{_PASSAGES_NL})"
_PLACES_EN = r"(?:places?|points?|spots?|passages?|paragraphs?|sentences?|parts?)"
_COMES_UP = (
    r"(?:(?:is|are|was|were|gets?) (?:mentioned|named|discussed|brought up|touched on|referred to)"
    r"|comes? up|appears?)(?:,? please)?"
)
_MENTIONED = tuple(
    re.compile(rf"{OPENING}{form}{END}", re.IGNORECASE)
    for form in (
        rf"(?:waar |in {_WHICH_ONE}\S+ )?(?:wordt|worden|zijn)(?: {_IN})?(?: ook)?"
        rf" (?P<topic>\S+|(?:de|het) \S+(?: \S+)?|{_CAPITALS})"
        rf"(?: (?:ook|nog|ergens|(?:met|bij) naam))*(?: {_IN})? (?:{_NAMED}|{_TREATED})(?: {_IN})?",
        rf"(?:komt|komen) (?P<topic>{_WORDS}?)(?: ook)?(?: {_IN})?"
        rf" (?:aan bod|ter sprake|voor)(?: {_IN})?",
        rf"noem(?:t|en) {_LETTER}(?: ook)? (?P<topic>{_WORDS}?)(?: ook)?",
        rf"(?:where(?: {_IN})? |in {_WHICH_ONE}\S+ )?(?:is|are|was|were)"
        rf" (?P<topic>{_WORDS}?)(?: (?:also|even|ever|anywhere))*"
        rf" (?:mentioned|{_TREATED})(?: anywhere)?(?: {_IN})?",
        rf"(?:in )?{_WHICH_ONE}\S+ (?:noem(?:t|en)|vermeld(?:t|en)|bespre(?:ekt|ken)|mentions?|discuss(?:es)?|covers?"
        rf"|address(?:es)?|refers? to) (?P<topic>{_WORDS})",
        rf"(?:where )?(?:do|does|did) {_LETTER} (?:also )?(?:mention|discuss|cover|address|refer to)"
        rf" (?P<topic>{_WORDS}?)"
        r"(?: (?:also|even|at all|anywhere))*",
        rf"{_LISTING}(?:vermelding(?:en)? van|mentions? of) (?P<topic>{_WORDS}?)(?: {_IN})?",
        rf"{_LISTING}{_PLACES_NL}(?: {_IN})? waar(?:in)? (?P<topic>{_WORDS}?) (?:(?:wordt|worden) )?"
        rf"(?:{_NAMED}|besproken|ter sprake kom(?:t|en))(?: (?:wordt|worden))?",
        # not "alle plekken waar de wolf voorkomt"
        rf"{_LISTING}(?:{_PASSAGES_NL}|{_PLACES_NL} {_IN}) waar(?:in)? (?P<topic>{_WORDS}?) (?:in )?voorkom(?:t|en)",
        rf"{_LISTING}{_PLACES_EN}(?: {_IN})? (?:where|in which) (?P<topic>{_WORDS}?) {_COMES_UP}",
        rf"{_LISTING}{_PLACES_EN}(?: {_IN})? (?:that|which) (?:mention|name|discuss|deal with|talk about|are about)s?"
        rf" (?P<topic>{_WORDS})",
        rf"{_LISTING}{_PLACES_NL}(?: {_IN})? die over (?P<topic>{_WORDS}?) gaan",
        rf"where (?:does|do|is|are) (?P<topic>{_WORDS}?) (?:come up|appear {_IN}|brought up|touched on)(?: {_IN})?",
        rf"waar staat overal (?P<topic>{_WORDS})",
        rf"waar (?:komt|komen) (?P<topic>{_WORDS}?)(?: (?:allemaal|overal))?(?: {_IN})? (?:aan bod|ter sprake)",
        rf"op welke (?:plekken|plaatsen) gaat het (?:{_IN} )?over (?P<topic>{_WORDS})",
    )
)
# A further question behind a topic.
_ASKED = r"(?:\w+ )?(?:wat|wie|waar|wanneer|waarom|hoe|welke?|what|(?-i:[Ww]ho)|where|when|why|how|which)\b"
FURTHER = rf"\b(?:en|and|maar|but) {_ASKED}"
# What makes more of a topic: a claim, a comparison, a further question, a time or place, something said before.
_MORE = re.compile(
    r"(?:te|van|dan|en|of|or|and|any|some|er|there|in|on|at|over|gebleven)\b"
    r"|(?:\w+ )?(?:jaar|jaren|maand|maanden|week|weken|dagen)\b"
    r"|.*\b(?:als|as|niet|niets|not|iets|dan|than|behalve|except|door|by|zijn|haar|hun|hem|its|his|her|their|them"
    r"|(?-i:[Ii]t)"
    r"|(?:daar|er|hier)(?:van|mee|over|in|uit|toe|voor|bij|op|door)|(?:19|20)\d\d)\b"
    rf"|.*(?:(?:,| -) {_ASKED}|{FURTHER})|.*\b(?:over|en|and|or|of)$",
    re.IGNORECASE,
)
# How many words a topic has that is typed by itself, besides these. What has more asks for something, or tells of what
# it looks for in words of its own: "steunt Rusland Georgië", "streefjaar voor het halen van de normen".
_JOINING = ARTICLES | frozenset(("en", "and"))
_MOST_TYPED = 2
_YEAR = re.compile(r" (?:(?:in|van|uit|of|from) )?(?:19|20)\d\d$", re.IGNORECASE)
_NO_TOPIC = (FUNCTION | _BESIDE | _SAYING) - {"kosten", "cost", "costs"}  # which are verbs there
# "Noemt de brief een datum?", "Does it mention when?": what is asked is which
_NOT_MENTIONED = ASKING | {"een", "a", "an", "geen", "no", "iemand", "anyone", "someone", "anything"}
_EVERYTHING = (["alles"], ["everything"])
_WORD = re.compile(r"\w+(?:-\w+)*")  # "zij-instroom" is no word that points back


def unframed(question: str) -> str:
    """What ``question`` asks to be told of, where it asks no more than that; else the question as it is."""
    topic = ""
    capitals = question.isupper()
    if mentioned := next(filter(None, (form.fullmatch(question) for form in _MENTIONED)), None):
        topic = mentioned["topic"]
    elif about := _ABOUT.fullmatch(question):
        before = _words(_THIS_REPORT.sub("", _WHICH.sub("", about["before"])), capitals)
        says = _SAYING.intersection(before + _words(about["behind"], capitals)) or _SAYS.search(about["before"])
        said_of = len(before) > 1 or before in _EVERYTHING
        if says and said_of and all(word in _SAYING or word in _BESIDE for word in before):
            topic = about["topic"]
        if _IS_THERE.match(question):
            topic = _TO_BE_HAD.sub("", topic)
        if _WANTS_VERB.search(about["before"]) and topic.partition(" ")[0].lower() not in ASKING:
            topic = _BEHIND_TOPIC.sub("", _VERB.sub("", topic))
    topic = topic.strip(" ,:")
    words = _words(topic, capitals)
    if _NO_TOPIC.issuperset(words) or words[0] in ANAPHORA or (mentioned and _NOT_MENTIONED.intersection(words)):
        return question
    return question if _MORE.match(topic) or find_identifiers(topic) else topic


def asks_no_more(question: str) -> bool:
    """Whether ``question`` has no word but those in which something is asked for: "Wat zegt de brief?"."""
    return all(word in _SAYING or word in _BESIDE or word in FUNCTION for word in _words(question, capitals=False))


def is_topic(question: str) -> bool:
    """Whether ``question`` is a topic by itself, as it is typed into a box to search with: "de motie-Koopmans", "NAVO
    2030"."""
    text = _YEAR.sub("", question.strip(" ?!.,"))
    words = _words(text, capitals=False)
    if not words or len([word for word in words if word not in _JOINING]) > (1 if "?" in question else _MOST_TYPED):
        return False
    return not (FUNCTION - _JOINING).intersection(words) and unframed(f"Wat staat er over {text}?") == text


def _words(text: str, capitals: bool) -> list[str]:
    """Its words in lower case, but abbreviations: "the US" and "de WHO" hold no pronoun. ``capitals``: whether the
    question has nothing else."""
    return [word if is_abbreviation(word) and not capitals else word.lower() for word in _WORD.findall(text)]
