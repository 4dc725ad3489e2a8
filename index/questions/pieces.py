"""Pieces that the patterns of several rules have in common."""

import re

# What leads to a topic, for certain; "on" and "over" may lead to a place or a time too.
CONCERNING = (
    r"inzake|betreffende|omtrent|aangaande|met betrekking tot|ten aanzien van|regarding|concerning"
    r"|with (?:respect|regard) to"
)
ABOUT = rf"(?:over|about|on|{CONCERNING})"
# What may stand before a question, and behind it.
OPENING = r"(?:(?:en|and|maar|but),? )?"
END = r"[\s?!.]*"
# What is said for manners, or of how exactly it is to be given.
POLITE = re.compile(
    r"^(?:(?:can|could|would) you (?:please )?|please |(?:kunt u|kun je|kan je) |ik wil (?:graag )?|mag ik )"
    r"|,? (?:please|pls|alstublieft|aub|graag|eens|even|for me|precies|exact|exactly|letterlijk|woordelijk|literally"
    r"|verbatim|word for word)(?=,? |[?.!]|$)",
    re.IGNORECASE,
)

ORDINALS = {
    word: place
    for place, words in (
        (1, "eerste allereerste openings opening first"),
        (2, "tweede second"),
        (3, "derde third"),
        (4, "vierde fourth"),
        (5, "vijfde fifth"),
        (6, "zesde sixth"),
        (7, "zevende seventh"),
        (8, "achtste eighth"),
        (9, "negende ninth"),
        (10, "tiende tenth"),
        (-1, "laatste slot allerlaatste last final closing concluding"),
        (-2, "voorlaatste eennalaatste penultimate second-to-last"),
    )
    for word in words.split()
}
_WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> frozenset[str]:
    """The words of ``text``, as they are written."""
    return frozenset(_WORD.findall(text))
