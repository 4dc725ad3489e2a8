"""What can go wrong between a file and a letter.

Unreadable           what a reader raises: why these bytes are no letter; knows no file
CorpusError          its text is fit to show a user and names the file
├── UnreadableFile   the file cannot be opened, is empty, or is not text
└── UnknownFormat    no reader for this kind of file
"""

from pathlib import Path


class Unreadable(Exception):
    """Raised by a reader: the bytes cannot be read. Its text says what is wrong, where, and what to do."""


def shown(path: Path) -> str:
    """A path on one line of a terminal, whatever its name holds: what isn't printed stands as "\\x1b"."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in str(path))


class CorpusError(Exception):
    """Base of every error that the corpus package raises on purpose.

    ``path`` is the file, ``reason`` says what is wrong with it and what to do.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{shown(path)}: {reason}")
        self.path = path
        self.reason = reason


class UnreadableFile(CorpusError):
    """The file cannot be opened, holds nothing, or is not what its name says."""


class UnknownFormat(CorpusError):
    """No reader for this kind of file."""


def refused(path: Path, error: OSError) -> UnreadableFile:
    """What is told of a file or folder that the system refuses."""
    return UnreadableFile(path, f"the system refuses it ({error.strerror or error}); check its name and permissions")
