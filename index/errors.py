"""What can go wrong in a library, drawn as one tree.

Everything here descends from ``LibraryError``:

    LibraryError                 anything below; its text is fit to show a user
    ├── QuestionError            the question cannot be asked (empty, too long, no words)
    │   └── NothingAsked         it says no more than thanks
    ├── LibraryMissing           there is no library at the path
    ├── LibraryUnreadable        the folder or its database cannot be opened or written
    ├── LibraryDamaged           a file that belongs to the library is cut or changed
    │   └── LibraryOutdated      its database has the layout of another version
    ├── BackupError              a backup cannot be made, or is damaged, or is none
    ├── LibraryBusy              another process is writing
    ├── ShardError               shards cannot be made, or are unfinished, damaged, or of different runs
    │   └── ShardMismatch        they are of another model, or other token codes, than the library
    ├── OnlyInFolder             it is done with libraries in a folder only, and this one lies on a server
    ├── ServerError              what lies on a server cannot be read or written
    │   ├── ServerAway           it does not answer, or not in time
    │   └── ServerRefuses        it answers that it can't, or lets nobody in
    ├── ModelError               a model cannot be found, unpacked or loaded
    │   └── ModelMismatch        the library was made with another model
    ├── UnknownLetter            a letter id that the library does not hold
    ├── LetterHeld               a letter would be replaced that may not be
    ├── NothingToAsk             no letter meets the filters of a question
    └── QuestionSetError         a question file that ``evaluate`` cannot use
"""

from collections.abc import Sequence


class LibraryError(Exception):
    """Base of every error that the index package raises on purpose."""


class QuestionError(LibraryError):
    """The question cannot be asked as it stands."""


class QuestionTooLong(QuestionError):
    """A question of more characters than are read."""


class NothingAsked(QuestionError):
    """A turn of a conversation that asks nothing: "dank je"."""


class LibraryMissing(LibraryError):
    """There is no library at the path."""


class LibraryUnreadable(LibraryError):
    """The library's folder or database cannot be opened or written."""


class LibraryDamaged(LibraryError):
    """A file of the library is not what was written there."""


class LibraryOutdated(LibraryDamaged):
    """The library's database has the layout of another version."""


class BackupError(LibraryError):
    """A backup cannot be written or read, or is none; the library is as it was."""


class ShardError(LibraryError):
    """Shards cannot be written or read, or do not make a whole; the text names all that is wrong with them."""


class ShardMismatch(ShardError):
    """Shards are of another model, or of other codes for token vectors, than what they are to fit."""


class LibraryBusy(LibraryError):
    """Another process holds the library's write lock."""


class OnlyInFolder(LibraryError):
    """What was asked is done with a library in a folder, and this one lies on a server."""


class ServerError(LibraryError):
    """A library on a server cannot be read or written."""


class ServerAway(ServerError):
    """The server does not answer, or not in time."""


class ServerRefuses(ServerError):
    """The server answers that it cannot do what is asked, or lets nobody in."""


class ModelError(LibraryError):
    """A model cannot be found, unpacked or loaded."""


class ModelMismatch(ModelError):
    """The library's vectors come from another model than the one asked for."""


class UnknownLetter(LibraryError):
    """A letter id that the library does not hold."""


class LetterHeld(LibraryError):
    """Letters that would be replaced and may not be; ``letters`` are their ids."""

    def __init__(self, letters: Sequence[str]) -> None:
        super().__init__(f"Another letter is called {', '.join(letters)} already. Replace it, or rename the file.")
        self.letters = tuple(letters)


class NothingToAsk(LibraryError):
    """No letter of the library meets the filters of a question."""


class QuestionSetError(LibraryError):
    """A question file that cannot be evaluated; the text names every bad line."""
