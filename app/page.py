"""The web page: a conversation in which every answer is a passage from a letter.

Gradio draws the page; its own look, its telemetry and its share links are left out, and nothing on the page comes from
another host. Gradio is imported where it is used, as it takes seconds and ``--help`` does not need it.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

from app.access import ONLY_HERE, Access
from app.address import PageError, address_of, listen
from app.api.doors import NO_DOORS, Doors
from app.blocks import blocks
from app.desk import Desk, OpenLibrary
from app.visits import remember_less

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp

__all__ = ["PageError", "serve"]
_STYLES = ("page.css", "answers.css", "filters.css", "reader.css", "letters.css", "conversation.css")
_SCRIPTS = ("access.js", "page.js", "folds.js", "filters.js", "reader.js", "letters.js", "judging.js", "history.js")
_EDITING = ("editing.css",), ("editing.js",)


def serve(open_library: OpenLibrary, host: str, port: int, doors: Doors = NO_DOORS, access: Access = ONLY_HERE) -> None:
    """Serve the page until Ctrl-C; one line on standard output says when and where it is there.

    The address is taken before anything else, so a port in use is reported at once and no other port is tried.
    Raises PageError where it cannot be served, or not with these doors to these visitors.
    """
    doors.check(host, asks=access.auth is not None)
    with listen(host, port) as listener:
        passwords = access.check(host)
        desk = Desk(open_library, access.waiting)
        desk.start()

        import uvicorn

        from app.access.gate import Gate
        from app.access.patience import MOST_CONNECTIONS, PatientProtocol

        application = _application(desk, doors, asks=passwords is not None)
        gate = Gate(application, host, access, passwords, desk, _head(doors))

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if self.started:
                    sys.stdout.write(f"Vindplaats is ready at {address_of(listener)}\n")
                    sys.stdout.flush()

            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                # pages that are open are cut off on purpose: each would be an error otherwise
                logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
                await super().shutdown(sockets)

        config = uvicorn.Config(
            gate,
            http=PatientProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=2 * MOST_CONNECTIONS,  # PatientProtocol closes those beyond before they ask
            timeout_keep_alive=65,  # longer than clients and proxies keep a connection, or it ends as they use it
            timeout_graceful_shutdown=1,
        )
        with contextlib.suppress(KeyboardInterrupt):
            Server(config).run(sockets=[listener])


def _asset(name: str) -> str:
    """A file beside this module, for the page's head: Gradio rewrites the selectors of what it is given as css."""
    return files("app").joinpath("assets", name).read_text(encoding="utf-8")


def _head(doors: Doors) -> str:
    """The page's own styles and scripts, which Gradio's put into the page."""
    more_styles, more_scripts = _EDITING if doors.editable else ((), ())
    styles = "".join([f"<style>{_asset(name)}</style>" for name in (*_STYLES, *more_styles)])
    return styles + "".join([f"<script>{_asset(name)}</script>" for name in (*_SCRIPTS, *more_scripts)])


def _application(desk: Desk, doors: Doors, *, asks: bool) -> ASGIApp:
    page = blocks(desk, asks=asks)

    import gradio as gr
    from starlette.routing import Mount

    system = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
    mounted: FastAPI = gr.mount_gradio_app(
        doors.application(desk),
        page,
        path="/",
        theme=gr.themes.Base(font=system, font_mono=["ui-monospace", "Consolas", "monospace"]),
        head=_head(doors),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
    )
    remember_less(page, next(route.app for route in mounted.routes if isinstance(route, Mount)))
    return mounted
