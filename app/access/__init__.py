"""Who is let in, under which names, and how much they may ask: what ``serve`` is told of it."""

from dataclasses import dataclass
from pathlib import Path

from app.access.guard import is_loopback
from app.access.passwords import Passwords
from app.address import PageError

RATE = 20.0
WAITING = 64


@dataclass(frozen=True, slots=True)
class Access:
    """auth: the password file. no_auth: let all in who reach the host. names: under which it is known besides its own
    address. rate: requests an address may make a second, 0 for any number; None for 20, and for this machine itself any
    number. waiting: how many may wait for the library at once."""

    auth: Path | None = None
    no_auth: bool = False
    names: tuple[str, ...] = ()
    rate: float | None = None
    waiting: int = WAITING

    def check(self, host: str) -> Passwords | None:
        """The passwords to ask for. Raises PageError where they can't be used, or are wanted and not given."""
        if self.auth and self.no_auth:
            raise PageError("--auth and --no-auth are each other's opposite: leave one out")
        if not (self.auth or self.no_auth or is_loopback(host)):
            raise PageError(
                f"--host {host} can be reached by others. Ask who they are with --auth FILE (made by: vindplaats "
                "password NAME --file FILE), or let all of them in with --no-auth"
            )
        return Passwords(self.auth) if self.auth else None

    def rate_of(self, client: str) -> float:
        """Requests a second for an address; 0 for any number."""
        if self.rate is not None:
            return self.rate
        return 0 if is_loopback(client) else RATE


ONLY_HERE = Access()
