"""The one way in to all that is served: what does not pass here reaches nothing behind it.

In turn: is it meant for us and not sent by a page from elsewhere, does the address not ask too much, is it known who
asks, is there something at this place, and is the body not too large or too slow. What goes out gets its headers here.
"""

import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.access import Access
from app.access.entrance import Entrance
from app.access.guard import refusal
from app.access.headers import Outgoing, inline_scripts
from app.access.passwords import Passwords
from app.access.patience import BODY_SECONDS, FILE_SECONDS, MOST_BYTES, limited
from app.access.rates import Buckets, address_of
from app.desk import AGAIN, Desk
from app.texts import Texts, accepted_language, texts_for

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_READING = ("GET", "HEAD")
_METHODS = (*_READING, "POST", "PUT", "PATCH", "DELETE")
_SAME = re.compile(r"/(?:(?:assets|static)/(?!.*\.\.)[\w./-]+|theme\.css|favicon\.ico|robots\.txt|manifest\.json)")
"""What Gradio's own page is made of: files of its package, the same for everybody."""
_GRADIO = re.compile(
    r"/|/config/?|/gradio_api/(?:info/?|openapi\.json|app_id/?|startup-events|heartbeat/\w{1,64}|queue/(?:join|data)|"
    r"run/predict/?|call/(?:v2/)?ask(?:/\w{1,64})?|cancel|reset/?)"
)
"""Of Gradio's addresses those that the page and gradio_client use. Not here: files, uploads, streams, proxies,
components' servers, monitoring."""
_OURS = re.compile(r"/(?:letter|letters|letters/rows|letters/version|around|correct|mcp|api|api/.*)", re.DOTALL)


class Gate:
    """An ASGI application before another, which asks things of ``desk``. ``head``: HTML that scripts put into the
    page, whose scripts may run."""

    def __init__(
        self,
        application: "ASGIApp",
        host: str,
        access: Access,
        passwords: Passwords | None = None,
        desk: Desk | None = None,
        head: str = "",
    ) -> None:
        self._application = application
        self._names = (host, *access.names)
        self._access = access
        self._entrance = Entrance(passwords) if passwords else None
        self._desk = desk
        self._scripts = inline_scripts(head.encode())
        self._buckets: dict[float, Buckets] = {}

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
            return
        if scope["type"] != "http":  # there is no web socket here
            await send({"type": "websocket.close", "code": 1008})
            return
        words = texts_for(accepted_language(Headers(scope=scope).get("accept-language", "")))
        file = scope["method"] == "POST" and scope["path"] == "/api/letters"  # which has a limit of its own
        receive = limited(receive, words, None if file else MOST_BYTES, FILE_SECONDS if file else BODY_SECONDS)
        out = Outgoing(scope, send, self._scripts, kept=_SAME.fullmatch(scope["path"]) is not None)
        try:
            answer = await self._answer(Request(scope, receive), words)
            if answer is not None:
                await answer(scope, receive, out)
            else:
                await self._application(out.asked(), receive, out)
        except HTTPException as error:  # of a body, where it is not expected
            if not out.begun:
                await _wrong(error.status_code, str(error.detail), **(error.headers or {}))(scope, receive, out)

    async def _answer(self, request: Request, words: Texts) -> Response | None:
        """What is answered here, None where it may pass."""
        path, method = request.scope["path"], request.method
        if why := refusal(request.headers, *self._names, reading=method in _READING and path != "/mcp"):
            return _wrong(403, why)
        if method not in _METHODS:
            return _wrong(405, f"{method} is not known here.", Allow=", ".join(_METHODS))
        same = _SAME.fullmatch(path) is not None
        if not same and (wait := self._wait(request.client.host if request.client else "")):
            return _wrong(429, words.too_fast_n.replace("{n}", str(wait)), **{"Retry-After": str(wait)})
        if self._entrance and (answer := await self._entrance.answer(request)):
            return answer
        if not (same or _GRADIO.fullmatch(path) or _OURS.fullmatch(path)):
            return _wrong(404, words.unknown_place)
        if path.startswith("/gradio_api/call/") and method == "POST" and self._desk and self._desk.full:
            return _wrong(503, words.busy, **{"Retry-After": AGAIN})
        return None

    def _wait(self, client: str) -> int:
        rate = self._access.rate_of(client)
        return self._buckets.setdefault(rate, Buckets(rate)).wait(address_of(client)) if rate else 0


def _wrong(status: int, text: str, **more: str) -> Response:
    return JSONResponse({"error": text}, status, more)
