"""Who may come in: a file with one ``name:hash`` a line, the hash made by scrypt of the standard library.

A hash stands in the PHC string format, ``$scrypt$ln=15,r=8,p=3$salt$hash``: 32 MiB and some tenths of a second a guess,
which OWASP's Password Storage Cheat Sheet takes for enough. The file is read again when it changes, so a line that is
taken out ends what its name could do.
"""

import base64
import hashlib
import hmac
import logging
import os
import re
import secrets
import stat
import tempfile
import threading
import unicodedata
from pathlib import Path

from app.address import PageError

_log = logging.getLogger(__name__)
_COST, _BLOCK, _LANES, _SALT, _LENGTH = 15, 8, 3, 16, 32
_NAME = re.compile(r"[^\s:\x00-\x1f\x7f]{1,64}")
_HASH = re.compile(r"\$scrypt\$ln=(\d{2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{8,88})\$([\w+/]{16,128})")
_SHORTEST, _LONGEST = 12, 1000  # characters of a password
_REMEMBERED = 1000
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Passwords:
    """The names and passwords of a file. Raises PageError where it cannot be used, and names file and line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key = secrets.token_bytes(32)
        self._right: set[bytes] = set()
        self._hashing = threading.Lock()
        self._nobody = _hashed(secrets.token_hex())
        self._read: tuple[int, ...] = ()
        self._hashes: dict[str, str] = {}
        self._read, self._hashes = _state(path), read(path)

    def stamp(self, name: str) -> str | None:
        """Another text whenever a name's password is; None for a name that may not come in."""
        self._look()
        return self._hashes.get(name)

    def known(self, name: str, password: str) -> bool:
        """Whether it was right before, and is still: told at once, by a keyed digest that is in memory alone."""
        return self._digest(name, password) in self._right

    def right(self, name: str, password: str) -> bool:
        """Whether the password is that of the name. An unknown name takes as long as a wrong password."""
        stamp = self.stamp(name)
        if len(password) > _LONGEST:
            return False
        with self._hashing:  # one at a time: what guesses cost in memory has an end
            same = _same(stamp or self._nobody, password)
        if not same or stamp is None:
            return False
        if len(self._right) >= _REMEMBERED:
            self._right.clear()
        self._right.add(self._digest(name, password))
        return True

    def _digest(self, name: str, password: str) -> bytes:
        written = f"{name}\0{self.stamp(name)}\0{_normal(password)}".encode(errors="replace")
        return hmac.digest(self._key, written, "sha256")

    def _look(self) -> None:
        if (now := _state(self._path)) == self._read:
            return
        self._read = now
        try:
            self._hashes = read(self._path)
        except PageError as error:
            if self._hashes:
                _log.error("nobody can log in: %s", error)
            self._hashes = {}


def read(path: Path) -> dict[str, str]:
    """Hashes by name. Raises PageError, with the place and the next step."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise PageError(
            f"The password file {path} cannot be read: {why}. Make it with: vindplaats password NAME --file {path}"
        ) from error
    if os.name == "posix" and mode & _OTHERS:
        raise PageError(f"The password file {path} is open to others on this machine. Close it with: chmod 600 {path}")
    found: dict[str, str] = {}
    for place, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, hashed = line.strip().partition(":")
        if not _NAME.fullmatch(name) or not _HASH.fullmatch(hashed):
            raise PageError(
                f"The password file {path}, line {place}: is not a name, a colon and a hash. Write it with: vindplaats "
                f"password NAME --file {path}"
            )
        if name in found:
            raise PageError(f"The password file {path}, line {place}: {name} is there twice. Take one of them out")
        found[name] = hashed
    if not found:
        raise PageError(f"The password file {path} is empty. Add a name with: vindplaats password NAME --file {path}")
    return found


def check_name(name: str) -> None:
    """Raises PageError for a name that cannot be used."""
    if not _NAME.fullmatch(name) or name.startswith("#"):
        raise PageError(f"The name {name!r} cannot be used: take 1 to 64 signs, without spaces, colons or # in front")


def write(path: Path, name: str, password: str) -> bool:
    """Give a name this password, in a file that only its owner can read; whether the name was there before. Raises
    PageError."""
    check_name(name)
    path = Path(os.path.realpath(path))  # what a link leads to is written, and the link stays
    if not _SHORTEST <= len(password) <= _LONGEST:
        raise PageError(f"The password must be {_SHORTEST} to {_LONGEST} characters long: take a few words together")
    there = path.exists() and path.stat().st_size > 0
    known = there and name in read(path)
    lines = path.read_text(encoding="utf-8").splitlines() if there else []
    line = f"{name}:{_hashed(password)}"
    # comments stay where they are
    lines = [line if each.strip().startswith(f"{name}:") else each for each in lines] + [line] * (not known)
    text = "".join(f"{each}\n" for each in lines)
    try:
        handle, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # 0600, whatever the umask
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            if there and hasattr(os, "chown"):  # it stays its owner's: the server may be run by another than who writes
                os.chown(written, path.stat().st_uid, path.stat().st_gid)
            Path(written).replace(path)
        except BaseException:
            Path(written).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise PageError(f"The password file {path} cannot be written: {error.strerror}") from error
    return known


def _hashed(password: str) -> str:
    salt = secrets.token_bytes(_SALT)
    made = _scrypt(password, salt, _COST, _BLOCK, _LANES, _LENGTH)
    return f"$scrypt$ln={_COST},r={_BLOCK},p={_LANES}${_written(salt)}${_written(made)}"


def _same(hashed: str, password: str) -> bool:
    match = _HASH.fullmatch(hashed)
    assert match is not None  # noqa: S101 — read() looked
    cost, block, lanes = (int(each) for each in match.groups()[:3])
    salt, kept = (base64.b64decode(each + "=" * (-len(each) % 4)) for each in match.groups()[3:])
    return hmac.compare_digest(_scrypt(password, salt, cost, block, lanes, len(kept)), kept)


def _scrypt(password: str, salt: bytes, cost: int, block: int, lanes: int, length: int) -> bytes:
    memory = 256 * block * (2**cost + lanes) + 2**20
    return hashlib.scrypt(
        _normal(password).encode(errors="replace"), salt=salt, n=2**cost, r=block, p=lanes, maxmem=memory, dklen=length
    )


def _normal(password: str) -> str:
    """The same password, however a keyboard composes its accents."""
    return unicodedata.normalize("NFC", password)


def _written(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")


def _state(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode
