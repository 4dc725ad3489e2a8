"""Ways in beside the page: for programs always; to change the library, and for assistants, where that is asked for."""

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from app.access.guard import is_loopback
from app.address import PageError
from app.desk import Desk
from app.routes import add_routes
from corpus.errors import Unreadable
from corpus.limits import most_bytes

if TYPE_CHECKING:
    from fastapi import FastAPI


@dataclass(frozen=True, slots=True)
class Doors:
    """editable: letters can be added and removed. mcp: assistants can come in, at /mcp."""

    editable: bool = False
    mcp: bool = False

    def check(self, host: str, *, asks: bool = False) -> None:
        """Raises PageError where these can't be opened at ``host``. ``asks``: for a password."""
        if self.editable and not (asks or is_loopback(host)):
            raise PageError(
                f"--editable is not for --host {host}: there is no password, so all who reach it could add and remove "
                "letters. Leave out --host, or ask who they are with --auth FILE"
            )
        if self.editable:
            try:
                most_bytes()
            except Unreadable as error:
                raise PageError(f"With --editable, a file {error}") from error
        if self.mcp and not find_spec("mcp"):
            raise PageError("--mcp wants a package that is not here. Install it with: pip install 'vindplaats[mcp]'")

    def application(self, desk: Desk) -> "FastAPI":
        """What is served, but for the page itself; all of it behind a Gate."""
        from app.api.endpoints import add_api, add_errors, new_application

        if self.mcp:
            from starlette.routing import Route

            from app.api.mcp_server import mcp_door

            door, running = mcp_door(desk)
            served = new_application(lifespan=running)
            served.router.routes.append(Route("/mcp", door))
        else:
            served = new_application()
        add_routes(served, desk, editable=self.editable)
        add_api(served, desk)
        if self.editable:
            from app.api.uploads import add_changes

            add_changes(served, desk)
        add_errors(served)
        return served


NO_DOORS = Doors()
