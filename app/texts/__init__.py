"""Every word of the page that is not a letter's, once in Dutch and once in English."""

from typing import Literal

from app.texts.dutch import DUTCH
from app.texts.english import ENGLISH
from app.texts.spoken import Texts

__all__ = [
    "EXAMPLES",
    "TEXTS",
    "InterfaceLanguage",
    "Texts",
    "accepted_language",
    "as_interface_language",
    "texts_for",
]

InterfaceLanguage = Literal["nl", "en"]

TEXTS: dict[InterfaceLanguage, Texts] = {"nl": DUTCH, "en": ENGLISH}

EXAMPLES: dict[InterfaceLanguage, tuple[str, ...]] = {
    "nl": (
        "Wat is DIANA?",
        "Hoeveel geeft Nederland uit aan defensie?",
        "Waarom moet de NAVO in gesprek blijven met Rusland?",
    ),
    "en": (
        "Can a cyber attack trigger Article 5?",
        "Which climate targets does NATO set itself?",
        "What did the Netherlands say about Afghanistan?",
    ),
}
"""Questions to start with. They stand in both languages at all times, as the letters can be asked in both."""


def texts_for(language: str) -> Texts:
    """The words for a language code or browser locale ("nl", "nl-BE"); English for everything but Dutch."""
    return TEXTS[as_interface_language(language)]


def accepted_language(header: str) -> InterfaceLanguage:
    """The first of Dutch and English in an Accept-Language header; English where it has neither."""
    known = (each.partition(";")[0].strip().lower().split("-")[0] for each in header.split(","))
    return as_interface_language(next((each for each in known if each in ("nl", "en")), None))


def as_interface_language(language: str | None) -> InterfaceLanguage:
    """The interface language for whatever a browser says."""
    return "nl" if (language or "").lower().split("-")[0] == "nl" else "en"
