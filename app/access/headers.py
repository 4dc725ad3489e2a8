"""What every answer tells a browser: to take nothing from elsewhere, and to give nothing to others."""

import base64
import gzip
import hashlib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import Message, Scope, Send

_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
_TEXT = re.compile(r"text/[\w.+-]+|\w+/(?:[\w.-]+\+)?xml|application/javascript")
"""Types of text, where they stand without the encoding; what is JSON has but one."""
_COMMON = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not no-referrer: a form would then come from "null"
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), "
    "display-capture=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The policy of what is no page."""


class Outgoing:
    """Sends an answer with the headers that are its due; a page is held until its scripts and styles are known.
    ``kept``: it is the same for everybody and may be kept."""

    def __init__(self, scope: "Scope", send: "Send", scripts: Iterable[bytes], *, kept: bool) -> None:
        self.begun = False
        self._scope = scope
        self._scripts = scripts
        self._kept = kept
        self._send = send
        self._paged = scope["path"] in ("/", "/api", "/login")
        self._page = bytearray()
        self._start: Message | None = None

    def asked(self) -> "Scope":
        """What is asked, the page without compression, so that it can be looked at."""
        kept = [pair for pair in self._scope["headers"] if not (self._paged and pair[0] == b"accept-encoding")]
        return {**self._scope, "headers": kept}

    async def __call__(self, message: "Message") -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            content = Headers(raw=message["headers"]).get("content-type", "")
            if self._paged and content.startswith("text/html"):
                self._start = message
            else:
                await self._send(self._dressed(message, NOTHING))
        elif self._start is None:
            await self._send(message)
        else:
            self._page += message.get("body", b"")
            if not message.get("more_body", False):
                await self._whole()

    async def _whole(self) -> None:
        assert self._start is not None  # noqa: S101
        body = bytes(self._page)
        policy = (
            page_policy([*inline_scripts(body), *self._scripts]) if self._scope["path"] == "/" else plain_policy(body)
        )
        start = self._dressed(self._start, policy)
        given = MutableHeaders(raw=start["headers"])
        if self._scope["method"] != "HEAD":
            if "gzip" in Headers(scope=self._scope).get("accept-encoding", ""):
                body = gzip.compress(body, 5)
                given["Content-Encoding"] = "gzip"
                given["Vary"] = "Accept-Encoding"
            given["Content-Length"] = str(len(body))
        await self._send({**start, "headers": given.raw})
        await self._send({"type": "http.response.body", "body": body})

    def _dressed(self, message: "Message", policy: str) -> "Message":
        given = MutableHeaders(raw=list(message.get("headers", ())))
        secure = self._scope.get("scheme") == "https"
        for name, value in headers_for(given.get("content-type", ""), policy, secure=secure, kept=self._kept):
            given[name] = value
        if _TEXT.fullmatch(content := given.get("content-type", "")):
            given["Content-Type"] = f"{content}; charset=utf-8"
        return {**message, "headers": given.raw}


def headers_for(content: str, policy: str, *, secure: bool, kept: bool) -> Iterable[tuple[str, str]]:
    """Beside what an answer has itself. ``content``: its content type. ``secure``: it goes out by https."""
    given = {**_COMMON, "Content-Security-Policy": policy if content.startswith("text/html") else NOTHING}
    if secure:
        given["Strict-Transport-Security"] = "max-age=31536000"
    if not kept:
        given["Cache-Control"] = "no-store"
    return given.items()


def inline_scripts(page: bytes) -> list[bytes]:
    """The scripts that stand in a page."""
    return _INLINE.findall(page)


def page_policy(inline: Iterable[bytes]) -> str:
    """Gradio's page: of scripts that stand in it just those that it came with, by their hashes, so that nothing which
    gets into an answer runs. Gradio makes functions of texts and writes styles as it goes, hence the two "unsafe"s."""
    scripts = " ".join(sorted(map(sha256, set(inline))))
    return (
        f"default-src 'none'; script-src 'self' 'unsafe-eval' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


def plain_policy(page: bytes) -> str:
    """A page of our own: the styles that stand in it, a form, and no script."""
    styles = " ".join(map(sha256, _STYLE.findall(page)))
    return f"default-src 'none'; style-src {styles}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


def sha256(text: bytes) -> str:
    """As a policy names a script or style that stands in a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'"
