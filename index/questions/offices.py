"""How letters are asked for by the office of who sent them: "the Minister of Foreign Affairs", "BZK"."""

import re
from collections.abc import Sequence

from corpus import Sender
from index.filters import plain_name

# What ministries are called in short, and in English.
PORTFOLIOS = {
    short: name
    for name, shorts in (
        ("Algemene Zaken", ("az", "general affairs")),
        ("Asiel en Migratie", ("asylum and migration",)),
        ("Binnenlandse Zaken", ("bzk", "interior", "interior and kingdom relations", "home affairs")),
        ("Buitenlandse Zaken", ("bz", "foreign affairs")),
        ("Defensie", ("defence",)),
        ("Economische Zaken", ("ez", "ezk", "economic affairs")),
        ("Financiën", ("fin", "finance")),
        ("Infrastructuur en Waterstaat", ("ienw", "i&w", "infrastructure and water management")),
        ("Justitie en Veiligheid", ("jenv", "j&v", "justice and security")),
        ("Klimaat", ("climate",)),
        ("Landbouw", ("lnv", "lvvn", "agriculture")),
        ("Onderwijs", ("ocw", "education")),
        ("Sociale Zaken", ("szw", "social affairs")),
        ("Volksgezondheid", ("vws", "health")),
        ("Volkshuisvesting", ("vro", "housing")),
    )
    for short in shorts
}
# How each office begins in Dutch, as senders are written; a ministry's letters are those of anyone in it.
OFFICES = {
    "minister": "minister",
    "minister-president": "minister-president",
    "ministerie": "",
    "ministry": "",
    "staatssecretaris": "staatssecretaris",
    "state secretary": "staatssecretaris",
    "secretary of state": "staatssecretaris",
}
# Before a name, of which it is no part.
TITLE = r"(?:(?:mevrouw|mevr\.?|de heer|dhr\.?|meneer|mr\.?|mrs\.?|ms\.?|drs\.?|dr\.?|prof\.?) ){0,4}"


def is_sent_by(senders: Sequence[Sender], office: str | None, name: str) -> bool:
    """Whether one of ``senders`` has this name, be it the last of its words ("Sigrid Kaag"), or this office ("" for any
    of a ministry; None for none) with what is named in charge; in whole words and plain form. Of persons the office
    doesn't count: a state secretary is called a minister too."""
    if not name.split():  # letters that plain form has none of
        return False
    whole, last = (re.compile(rf"(?<![\w-]){re.escape(each)}(?!\w)") for each in (name, name.split()[-1]))
    person = whole if {"en", "and"} & set(name.split()) else last  # of two names the first is hers
    return any(
        person.search(plain_name(each.name or ""))
        or (office is not None and plain_name(each.office).startswith(office) and whole.search(plain_name(each.office)))
        for each in senders
    )
