"""The web page: a conversation in which every answer is a passage from a letter.

Gradio draws the page; its own look, its telemetry and its share links are left out, and nothing on the page comes from
another host. Gradio is imported where it is used, as it takes seconds and ``--help`` does not need it.
"""

from __future__ import annotations

import contextlib
import socket
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

from app.address import PageError, address_of, listen
from app.blocks import blocks
from app.desk import Answerer, Desk, OpenLibrary
from app.doors import NO_DOORS, Doors

if TYPE_CHECKING:
    import gradio as gr
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Answerer", "PageError", "build_page", "serve"]
_STYLES = ("page.css", "answers.css", "filters.css", "reader.css", "letters.css", "conversation.css")
_SCRIPTS = ("page.js", "folds.js", "filters.js", "reader.js", "letters.js", "judging.js", "history.js")
_EDITING = ("editing.css",), ("editing.js",)
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
"""Told to every browser: this page needs no other host. Gradio evaluates its templates, hence the two "unsafe"s."""


def build_page(open_library: OpenLibrary) -> gr.Blocks:
    """The page as Gradio blocks; the library is opened at the first visit, or earlier by ``serve``.

    Its style and script are added by ``serve``, as Gradio takes those with the address and not with the blocks.
    """
    return blocks(Desk(open_library))


def serve(open_library: OpenLibrary, host: str, port: int, doors: Doors = NO_DOORS) -> None:
    """Serve the page until Ctrl-C; one line on standard output says when and where it is there.

    The address is taken before anything else, so a port in use is reported at once and no other port is tried.
    Raises PageError where it cannot be served, or not with these doors.
    """
    doors.check(host)
    with listen(host, port) as listener:
        desk = Desk(open_library)
        desk.start()
        application = _application(desk, host, doors)

        import uvicorn

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if self.started:
                    sys.stdout.write(f"Vindplaats is ready at {address_of(listener)}\n")
                    sys.stdout.flush()

        config = uvicorn.Config(application, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
        with contextlib.suppress(KeyboardInterrupt):
            Server(config).run(sockets=[listener])


def _asset(name: str) -> str:
    """A file beside this module, for the page's head: Gradio rewrites the selectors of what it is given as css."""
    return files("app").joinpath(name).read_text(encoding="utf-8")


def _application(desk: Desk, host: str, doors: Doors) -> ASGIApp:
    page = blocks(desk)

    import gradio as gr

    more_styles, more_scripts = _EDITING if doors.editable else ((), ())
    system = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
    application = gr.mount_gradio_app(
        doors.application(desk, host),
        page,
        path="/",
        theme=gr.themes.Base(font=system, font_mono=["ui-monospace", "Consolas", "monospace"]),
        head="".join([f"<style>{_asset(name)}</style>" for name in (*_STYLES, *more_styles)])
        + "".join([f"<script>{_asset(name)}</script>" for name in (*_SCRIPTS, *more_scripts)]),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
    )

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path", "").startswith("/gradio_api/upload"):  # takes any file of anyone, and gives it back
            scope = {**scope, "path": "/gradio_api/none"}

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        await application(scope, receive, send_guarded)

    return guarded
