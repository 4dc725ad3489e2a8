"""Who has logged in: a random token in the visitor's cookie, what it stands for in this process's memory alone.

Nothing can be read from a token or made up, so there is nothing to sign; a start anew, logging out, another password or
a name that is taken out of the file ends what it gave.
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

COOKIE = "vindplaats-session"
LONGEST = 12 * 3600  # seconds
_IDLE = 4 * 3600  # as a letter may be read for an afternoon
_MOST = 10_000


@dataclass(slots=True)
class _Session:
    name: str
    stamp: str
    begun: float
    seen: float


class Sessions:
    """``stamp_of``: as ``Passwords.stamp``. ``now``: seconds of a clock that never goes back."""

    def __init__(self, stamp_of: Callable[[str], str | None], now: Callable[[], float] = time.monotonic) -> None:
        self._stamp_of = stamp_of
        self._now = now
        self._sessions: dict[bytes, _Session] = {}

    def begin(self, name: str) -> str:
        """A new token for a name that has shown its password."""
        now, token = self._now(), secrets.token_urlsafe(32)
        self._sessions = {key: each for key, each in self._sessions.items() if self._lasts(each, now)}
        if len(self._sessions) >= _MOST:
            del self._sessions[next(iter(self._sessions))]
        self._sessions[_key(token)] = _Session(name, self._stamp_of(name) or "", now, now)
        return token

    def name_of(self, token: str, *, used: bool = True) -> str | None:
        """Whose token it is, None where it is nobody's (any more). ``used``: by a person, not by a page that looks
        for news by itself."""
        session = self._sessions.get(_key(token))
        if session is None:
            return None
        now = self._now()
        if not self._lasts(session, now):
            self.end(token)
            return None
        if used:
            session.seen = now
        return session.name

    def end(self, token: str) -> None:
        self._sessions.pop(_key(token), None)

    def _lasts(self, session: _Session, now: float) -> bool:
        fresh = now - session.begun < LONGEST and now - session.seen < _IDLE
        return fresh and self._stamp_of(session.name) == session.stamp


def _key(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
