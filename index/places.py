"""Where a library can lie: what is given as its path, and the storage that belongs to it."""

from pathlib import Path

from index.encoder import Notice
from index.errors import LibraryUnreadable, OnlyInFolder
from index.milvus.address import Address
from index.storage import Storage

SERVER = ("milvus:", "milvus+tls:")
Place = str | Path | Address


def is_on_server(path: Place) -> bool:
    """Whether ``path`` names a library on a server."""
    return isinstance(path, Address) or (isinstance(path, str) and path.startswith(SERVER))


def storage_at(path: Place, notice: Notice | None = None) -> Storage:
    """The storage of the library at ``path``: on a server where that is named, else in a folder. Raises
    LibraryUnreadable for an address that cannot be one."""
    if isinstance(path, str) and is_on_server(path):
        path = Address.parse(path)
    if isinstance(path, Address):
        from index.milvus.opened import OnServer

        return OnServer(path, notice)
    from index.folder.opened import Opened

    return Opened(_folder(path), notice)


def checked_place(path: Place) -> Place:
    """``path`` as a folder, or as it is where it names a server. Raises LibraryUnreadable where it is a file."""
    if isinstance(path, Address) or is_on_server(path):
        return path
    folder = _folder(path)
    if folder.exists() and not folder.is_dir():
        raise LibraryUnreadable(f"{folder} is a file; a library is a folder.")
    return folder


def folder_for(path: str | Path, what: str, instead: str) -> Path:
    """The folder of a library, for what is done with folders only. Raises OnlyInFolder, which tells what to do
    ``instead``."""
    if isinstance(path, str) and is_on_server(path):
        raise OnlyInFolder(f"{Address.parse(path)} lies on a server, and {what} is of a library in a folder. {instead}")
    return _folder(path)


def _folder(path: str | Path) -> Path:
    """``path`` with the home that "~" names, where there is one."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)
