"""Who may change the library or speak to it as a program: this page and programs, not pages from elsewhere.

There are no passwords, so a browser that visits another site must not be made to act for that site. Two things are
looked at. The host that was asked for: another site's name that was pointed at this machine (DNS rebinding) is a name,
so a number or a name of this machine is trusted. And where the browser says that the request comes from.
"""

import socket
from collections.abc import Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    host = host.removeprefix("[").removesuffix("]")
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def refusal(headers: Mapping[str, str], host: str) -> str | None:
    """Why a request is refused, None where it is not. ``host`` is the name that the page is served at."""
    asked = headers.get("host", "")
    if not _is_ours(asked, host):
        return f"This is not served at {asked or 'no host'}: ask at the address that Vindplaats printed."
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in (None, "same-origin") or (site is None and origin and urlsplit(origin).netloc != asked):
        return "This was asked by a page from elsewhere, which may not do this."
    return None


class Guarded:
    """An ASGI application that no page from elsewhere can speak to."""

    def __init__(self, application: "ASGIApp", host: str) -> None:
        self._application = application
        self._host = host

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        from starlette.datastructures import Headers
        from starlette.responses import JSONResponse

        if why := refusal(Headers(scope=scope), self._host):
            await JSONResponse({"error": why}, 403)(scope, receive, send)
        else:
            await self._application(scope, receive, send)


def _is_ours(asked: str, host: str) -> bool:
    try:
        name = urlsplit(f"//{asked}").hostname or ""
    except ValueError:
        return False
    try:
        ip_address(name)
    except ValueError:
        return name in ("localhost", host.lower(), socket.gethostname().lower())
    return True
