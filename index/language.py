"""Dutch or English? On py3langid's character model, limited to the two."""

import functools
from typing import TYPE_CHECKING

from index.answer import Language

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier


@functools.cache
def _identifier() -> "LanguageIdentifier":
    from py3langid import langid

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(["nl", "en"])
    return identifier


def detect_language(text: str) -> Language:
    """The language of ``text``, of the two this product speaks."""
    return "en" if _identifier().classify(text)[0] == "en" else "nl"
