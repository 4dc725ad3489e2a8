"""Where it is found out who asks: by a session that a login began, or for programs by HTTP Basic."""

import asyncio
import logging
import re
from base64 import b64decode
from urllib.parse import urlencode

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from app.access.login import form, local, login_html
from app.access.passwords import Passwords
from app.access.rates import Failures, address_of
from app.access.sessions import COOKIE, LONGEST, Sessions
from app.texts import InterfaceLanguage, accepted_language, texts_for

_log = logging.getLogger(__name__)
_VERSION = "/letters/version"
_PROGRAMS = re.compile(r"/(?:mcp|api|api/.*)", re.DOTALL)
_MOST_GUESSES = 100  # passwords that wait to be compared


class Entrance:
    """The places ``/login`` and ``/logout``, and who may go to others."""

    def __init__(self, passwords: Passwords) -> None:
        self._passwords = passwords
        self._sessions = Sessions(passwords.stamp)
        self._failures = Failures()
        self._guesses = 0
        self._one = asyncio.Lock()  # one after another, or many could be tried before the first is counted

    async def answer(self, request: Request) -> Response | None:
        """What is answered to somebody who is not known, or wants to come in or leave; None to who may pass."""
        path, method = request.scope["path"], request.method
        if path == "/login":
            return await self._login(request) if method == "POST" else _asking(request)
        if not await self._known(request):
            return _unknown(request)
        return self._logout(request) if path == "/logout" and method == "POST" else None

    async def _known(self, request: Request) -> bool:
        by_itself = request.scope["path"] == _VERSION  # an open page asks for it all the time
        if self._sessions.name_of(_token(request), used=not by_itself) is not None:
            return True
        given = _basic(request.headers.get("authorization", "")) if _for_programs(request) else None
        return given is not None and await self._wait(request, *given) == 0

    async def _wait(self, request: Request, name: str, password: str) -> int | None:
        """0 where the password is right, None where it is wrong, else in how many seconds one may be tried."""
        address = address_of(request.client.host if request.client else "")
        # also where it was right before, or what is right could be found out while waiting
        if wait := self._failures.wait(address):
            return wait
        if self._passwords.known(name, password):
            return 0
        if self._guesses >= _MOST_GUESSES:
            return 2
        self._guesses += 1
        try:
            async with self._one:
                if wait := self._failures.wait(address):
                    return wait
                if self._passwords.known(name, password):
                    return 0
                if await asyncio.to_thread(self._passwords.right, name, password):
                    self._failures.forget(address)
                    return 0
                self._failures.count(address)
                # not the name: people type passwords there
                _log.warning("a wrong password was given from %s", address)
                return None
        finally:
            self._guesses -= 1

    async def _login(self, request: Request) -> Response:
        try:
            given = form(await request.body())
        except (ClientDisconnect, ValueError):
            given = {}
        name, onward = given.get("name", "").strip(), local(given.get("onward", "/"))
        wait = await self._wait(request, name, given.get("password", ""))
        words = texts_for(_language(request))
        if wait is None:
            return _asking(request, onward, words.login_wrong, 403)
        if wait:
            answer = _asking(request, onward, words.login_wait_n.replace("{n}", str(wait)), 429)
            answer.headers["Retry-After"] = str(wait)
            return answer
        self._sessions.end(_token(request))
        entered = RedirectResponse(onward, 303)
        entered.set_cookie(
            _cookie(request),
            self._sessions.begin(name),
            LONGEST,
            secure=_secure(request),
            httponly=True,
            samesite="strict",
        )
        return entered

    def _logout(self, request: Request) -> Response:
        self._sessions.end(_token(request))
        left = RedirectResponse("/login", 303, {"Clear-Site-Data": '"cache", "cookies", "storage"'})
        left.delete_cookie(_cookie(request), secure=_secure(request), httponly=True, samesite="strict")
        return left


def _asking(request: Request, onward: str = "", said: str = "", status: int = 200) -> Response:
    onward = onward or local(request.query_params.get("onward", "/"))
    return HTMLResponse(login_html(_language(request), onward, said), status)


def _unknown(request: Request) -> Response:
    """The page that asks; to programs and scripts that a password is wanted."""
    if request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", ""):
        onward = local(request.scope["path"] + (f"?{request.url.query}" if request.url.query else ""))
        return RedirectResponse("/login" if onward == "/" else f"/login?{urlencode({'onward': onward})}", 303)
    # a script's browser would ask for it in a window of its own
    asked = _for_programs(request) and "sec-fetch-mode" not in request.headers
    more = {"WWW-Authenticate": 'Basic realm="Vindplaats", charset="UTF-8"'} if asked else {}
    return JSONResponse({"error": texts_for(_language(request)).login_first}, 401, more)


def _for_programs(request: Request) -> bool:
    return _PROGRAMS.fullmatch(request.scope["path"]) is not None


def _language(request: Request) -> InterfaceLanguage:
    return accepted_language(request.headers.get("accept-language", ""))


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _cookie(request: Request) -> str:
    return f"__Host-{COOKIE}" if _secure(request) else COOKIE


def _token(request: Request) -> str:
    return request.cookies.get(_cookie(request), "")


def _basic(given: str) -> tuple[str, str] | None:
    kind, _, coded = given.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, colon, password = b64decode(coded, validate=True).decode().partition(":")
    except ValueError:
        return None
    return (name, password) if colon else None
