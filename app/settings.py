"""Where things are, and how the command line and the page open a library."""

import os
from importlib import resources
from pathlib import Path

import platformdirs

from index import Library
from index.encoder import Notice
from index.places import is_on_server


def default_library() -> Path | str:
    """``VINDPLAATS_LIBRARY``, a folder or a library on a server; else a folder in the platform's user data."""
    chosen = os.environ.get("VINDPLAATS_LIBRARY")
    if chosen and is_on_server(chosen):
        return chosen
    return Path(chosen) if chosen else platformdirs.user_data_path("vindplaats") / "library"


def supplied_letters() -> Path:
    """The folder with the letter that comes with the product."""
    return Path(str(resources.files("corpus"))) / "letters"


def open_library(path: Path | str | None, *, model: str | None = None, start: bool = False, notice: Notice) -> Library:
    """The library at ``path``, or the user's own where it is None.

    The user's own library, and with ``start`` also one that was named, is made when it isn't there yet; it then
    holds the supplied letter. Whoever made a library with ``add`` finds just what was added.
    """
    library = Library.open(path or default_library(), model=model, notice=notice)
    own = path is None and not is_on_server(default_library())
    if not library.exists() and (start or own):
        notice(f"making a library in {library.path}, with the supplied letter")
        library.add([supplied_letters()])
    return library
