"""Words of Dutch and English that say nothing about a subject by themselves, by what they do in a question."""

PREPOSITIONS = frozenset(
    "aan achter bij binnen buiten door langs met na naar naast om onder op over per rond sinds te tegen tijdens tot "
    "tussen uit van vanaf via volgens voor zonder about after against among at before between by during for from in "
    "into near of on since through to under until with within without".split()
)
ARTICLES = frozenset("de het een the a an".split())
ASKING = frozenset(
    "wat wie waar wanneer waarom hoe hoeveel welke welk wiens what who whom whose where when why how which".split()
)
# Verbs that say so little that a question with no other verb is about the noun in it: "Wat kost stikstof?"
LIGHT_VERBS = frozenset(
    "is zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen kon konden moet moeten mag mogen "
    "zal zullen zou zouden wil willen gaat gaan ging doet doen deed komt komen kwam krijgt krijgen kost kosten geldt "
    "gelden zit staat zei zegt gebeurt gebeurde betekent are were be been has have do does did done can could will "
    "would shall should may might must go goes get gets got come comes happen happens happened cost costs mean means "
    "say said says apply applies".split()
)
ANAPHORA = frozenset(
    "dat dit die deze daar hij zij ze hem haar hun hen toen it its he she him her his they them their this that these "
    "those then".split()
)
OTHERS = frozenset(
    "en of maar ook nog al wel niet geen er ik je jij u we wij ons onze uw mijn meer minder precies nu zo als alle "
    "veel eigenlijk verder echt lang hoog vaak and or but also too not no so if i you us our your my me much many "
    "more less long often exactly now else only same well all any there t s".split()
)
THANKS = frozenset("oké oke ok okay dank bedankt thanks thank u je wel you prima".split())
# What holds the passages, "this letter"; it says nothing either where it is the one that is asked.
LETTERS = frozenset(
    "brief brieven kamerbrief kamerbrieven stuk stukken kamerstuk kamerstukken document documenten documents tekst "
    "teksten letter letters paper papers text texts".split()
)
FUNCTION = PREPOSITIONS | ARTICLES | ASKING | LIGHT_VERBS | ANAPHORA | OTHERS | THANKS
DUTCH = frozenset("de het een en hoe wat wie waarom welke hoeveel wanneer waar voor van met zijn er wordt".split())
ENGLISH = frozenset("the an and how what who why which many when where for of with are there will do does".split())


def is_abbreviation(word: str) -> bool:
    """Whether capitals tell that it is no word of these: "US", "WHO", "IT"."""
    return len(word) > 1 and word.isalpha() and word.isupper()
