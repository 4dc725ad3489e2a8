"""Where a letter says something word for word: 'Where does it say "zeer erkentelijk"?', "Staat er letterlijk '…'?".

A plain rule, as for look-ups by number: beside the words between quotation marks there must be none but those that ask
where, or whether, they stand there. Late interaction finds what says about the same, and can't tell whether it is said
in these words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.closed_words import ASKING
from index.lexical import WORD, plain

_QUOTED = re.compile(r"[\"“”„«»‹›]([^\"“”„«»‹›]+)[\"“”„«»‹›]|(?<!\w)['‘‚]([^\"“”„«»]+?)['’](?!\w)")
_AROUND = " .,;:!?…[]()"
# What only asks where, or whether, words stand in a letter
_ALLOWED = frozenset(
    "waar in op onder welke welk alinea alinea's paragraaf passage zin zinnen zinsnede sectie stuk deel pagina "
    "hoofdstuk staat staan stond komt komen er dat de het een deze die dit brief kamerbrief tekst document letterlijk "
    "letterlijke exact exacte precies woordelijk zo woorden woord begrip naam citaat term uitspraak frase formulering "
    "gebruikt gebruiken bevat zegt zeggen schrijft noemt minister staatssecretaris kabinet bewindspersoon regering is "
    "wordt werd ook ergens als zoek vind toon laat zien vindplaats van kun kunt je u mij me vertellen ik wil weten "
    "graag echt werkelijk daadwerkelijk gezegd geschreven genoemd terug te vinden heeft en of where which paragraph "
    "sentence section part page chapter does do did it the this that letter text say says said state states literally "
    "exactly verbatim word words phrase quote quoted wording appear appears occur occurs used use uses contain "
    "contains write writes written mention mentions government cabinet secretary really actually ever anywhere "
    "somewhere find locate show can you tell please i read line with have has a an and or to wijzen plek plekken "
    "plaats kopje kop schrijver auteur verzin regel passages citeren paragraphs place reads heading author trying "
    "location cite them who am making up i'm dan then alsjeblieft alstublieft".split()
)
_TRIGGERS = frozenset(
    "waar welke letterlijk letterlijke woordelijk staat staan stond komt bevat gebruikt zegt schrijft noemt zoek vind "
    "vindplaats citaat vinden where which literally verbatim say says said state states contain contains appear "
    "appears occur occurs mention mentions use uses used find locate quote write written ergens anywhere zin zinnen "
    "sentence phrase woord word woorden words".split()
)
# "komt … voor", "word for word"; else "voor" and "for" ask what is meant: "Waar staat 'NAR' voor?"
_IN_PASSING = re.compile(r"\bkom(?:t|en)\b(.*)\bvoor\b|\bword for word\b")
# "What page says …", "Wat is de plek van …"; else "wat" and "what" ask what is said: "Wat staat er over …"
_WHAT_PLACE = re.compile(
    r"\b(?:wat|what) (?=(?:page|paragraph|passage|sentence|section|part|chapter|line|heading)\b"
    r"|(?:is|was) (?:de|the) (?:plek|plaats|vindplaats|pagina|alinea|place|location|page|paragraph)\b)"
)
_SAME = {'"': '["“”„«»‹›]', "'": "['‘’‚]", "-": "[-‐‑–—]"}
_AS = {character: form for form in _SAME.values() for character in form.strip("[]")}
# What asks for a place, whatever else is said; and with how many words between quotation marks that is enough. With
# more nothing but the place of these is meant, though nothing else is typed.
_PLACE = re.compile(
    r"(?:^ *(?:waar|where)"  # not "waar nodig"
    r"|\b(?:letterlijk|woordelijk|literally|verbatim|word for word|(?:welke?|which|what) "
    r"(?:alinea|paragraaf|passage|zin|kopje|sectie|deel|hoofdstuk|pagina|paragraph|sentence|section|part|page)))\b"
)
_ENOUGH = 3
_ACCENTED = {
    letter: f"[{letter}{accented}]"
    for letter, accented in {
        "a": "àáâãäå",
        "c": "ç",
        "e": "èéêë",
        "i": "ìíîï",
        "n": "ñ",
        "o": "òóôõö",
        "u": "ùúûü",
    }.items()
}


def _letter(character: str) -> str:
    """A pattern of a letter with or without an accent, in any case; of another character."""
    return _ACCENTED.get(plain(character), re.escape(character))


@dataclass(frozen=True, slots=True)
class Quote:
    """``words``: what is looked for. ``absence_tells``: whether nothing answers where no passage has them. So it is
    where nothing else is asked, but for few words that are all that is typed, which may be a question on them."""

    words: str
    absence_tells: bool

    def spans_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where ``text`` has these words, in any case, with whatever accents, white space, dashes and quotation
        marks."""
        form = r"\s+".join("".join(_AS.get(each) or _letter(each) for each in word) for word in self.words.split())
        for match in re.finditer(rf"(?<!\w){form}(?!\w)", text, re.IGNORECASE):
            yield match.span()


def quote_asked(question: str) -> Quote | None:
    """The words that ``question`` asks the place of, or None where it asks something else."""
    found = list(_QUOTED.finditer(question))
    if len(found) != 1:
        return None
    (match,) = found
    words = (match[1] or match[2]).strip(_AROUND)
    if not WORD.search(words):
        return None
    around = plain(question[: match.start()] + " " + question[match.end() :]).replace("’", "'")
    around = _WHAT_PLACE.sub("where ", around)
    beside = set(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", _IN_PASSING.sub(r" komt \1 ", around)))
    if beside and beside <= _ALLOWED and beside & _TRIGGERS:
        return Quote(words, absence_tells=True)
    own = WORD.findall(words)
    if not beside:  # a question may be put between quotation marks as a whole
        is_question = match.group().rstrip("\"”»'’").endswith("?") or own[0].lower() in ASKING
        return Quote(words, absence_tells=len(own) > _ENOUGH and not is_question)
    return Quote(words, absence_tells=False) if _PLACE.search(around) and len(own) >= _ENOUGH else None
