"""Where a library can lie: what is given as its path, and the storage that belongs to it."""

from pathlib import Path

from index.errors import LibraryUnreadable
from index.storage import Storage


def storage_at(path: str | Path) -> Storage:
    """The storage of the library at ``path``."""
    from index.opened import Opened

    return Opened(Path(path))


def checked_place(path: str | Path) -> Path:
    """``path`` as a folder. Raises LibraryUnreadable where it is a file."""
    folder = Path(path).expanduser()
    if folder.exists() and not folder.is_dir():
        raise LibraryUnreadable(f"{folder} is a file; a library is a folder.")
    return folder
