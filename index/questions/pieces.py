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

_WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> frozenset[str]:
    """The words of ``text``, as they are written."""
    return frozenset(_WORD.findall(text))
