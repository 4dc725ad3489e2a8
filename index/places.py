"""Where a library can lie: what is given as its path, and the storage that belongs to it."""

from pathlib import Path

from index.bundled import Notice
from index.errors import LibraryUnreadable, OnlyInFolder
from index.storage import Storage

SERVER = ("milvus:", "milvus+tls:")


def is_on_server(path: str | Path) -> bool:
    """Whether ``path`` names a library on a server."""
    return isinstance(path, str) and path.startswith(SERVER)


def storage_at(path: str | Path, notice: Notice | None = None) -> Storage:
    """The storage of the library at ``path``: of a server where that is named, else of a folder."""
    if isinstance(path, str) and is_on_server(path):
        from index.milvus.address import Address
        from index.milvus.opened import OnServer

        return OnServer(Address.parse(path), notice)
    from index.opened import Opened

    return Opened(Path(path))


def checked_place(path: str | Path) -> str | Path:
    """``path`` as a folder, or as it is where it names a server. Raises LibraryUnreadable where it is a file."""
    if is_on_server(path):
        return path
    folder = Path(path).expanduser()
    if folder.exists() and not folder.is_dir():
        raise LibraryUnreadable(f"{folder} is a file; a library is a folder.")
    return folder


def folder_for(path: str | Path, what: str, instead: str) -> Path:
    """The folder of a library, for what is done with folders only. Raises OnlyInFolder, which tells what to do
    ``instead``."""
    if isinstance(path, str) and is_on_server(path):
        from index.milvus.address import Address

        raise OnlyInFolder(f"{Address.parse(path)} lies on a server, and {what} is of a library in a folder. {instead}")
    return Path(path)
