"""Addresses beside Gradio's own: a letter, to be read beside an answer, what a reader says of it, and the list of all
letters."""

import asyncio
import re
from typing import TYPE_CHECKING

from app.api.correcting import add_correcting
from app.cards import notice, said, wrong
from app.desk import Desk
from app.texts import as_interface_language, texts_for
from app.view.around import around_html
from app.view.letters_view import PART, letters_html, letters_pane, rows_html
from app.view.reader import letter_html, letter_pane
from index.errors import LibraryError, UnknownLetter

if TYPE_CHECKING:
    from fastapi import FastAPI

_SPAN = re.compile(r"(\d{1,7})-(\d{1,7})")
_MOST_SPANS = 100
_MOST_ROWS = 2000


def add_routes(application: "FastAPI", desk: Desk, *, editable: bool = False) -> None:
    """Pieces of HTML. ``/letter?id=&par=&evidence=12-80,95-120&lang=nl``: a letter, ``par`` set apart.
    ``/around?id=&par=&lang=nl``: the paragraphs before and after ``par``, as {"before": HTML, "after": HTML}.
    ``/letters?find=&lang=nl``: the list, ``/letters/rows?find=&start=100&lang=nl``: more of it. ``/letters/version``:
    a number, another one after each change."""
    from fastapi.responses import HTMLResponse, JSONResponse

    add_correcting(application, desk)

    @application.get("/letter", include_in_schema=False)
    async def letter(id: str, par: str = "", evidence: str = "", lang: str = "nl") -> HTMLResponse:  # noqa: A002
        language = as_interface_language(lang)
        spans = [(int(start), int(end)) for start, end in _SPAN.findall(evidence)[:_MOST_SPANS]]

        def answered(body: str, status: int = 200) -> HTMLResponse:
            return HTMLResponse(letter_pane(body, language), status)

        try:
            whole = await asyncio.wrap_future(desk.call(lambda library: library.letter(id)))
        except UnknownLetter:
            return answered(notice(texts_for(language).letter_gone), 404)
        except LibraryError as error:
            return answered(wrong(error, language), 503)
        return answered(letter_html(whole, language, chosen=par or None, evidence=spans))

    @application.get("/letters", include_in_schema=False)
    async def letters(find: str = "", lang: str = "nl") -> HTMLResponse:
        language = as_interface_language(lang)
        try:
            listing = await asyncio.wrap_future(desk.listing())
        except LibraryError as error:
            return HTMLResponse(letters_pane(wrong(error, language), language), 503)
        return HTMLResponse(letters_html(listing, language, find, editable=editable))

    @application.get("/letters/rows", include_in_schema=False)
    async def rows(find: str = "", start: int = 0, many: int = PART, lang: str = "nl") -> HTMLResponse:
        language = as_interface_language(lang)
        try:
            found = (await asyncio.wrap_future(desk.listing())).found(find)
        except LibraryError as error:
            return HTMLResponse(wrong(error, language), 503)
        shown = min(max(many, 1), _MOST_ROWS)
        return HTMLResponse(rows_html(found, max(start, 0), language, many=shown, find=find, editable=editable))

    @application.get("/letters/version", include_in_schema=False)
    async def version() -> JSONResponse:
        if desk.failure:  # open pages ask for it all the time, and would have the library opened again each time
            return JSONResponse(None, 503)
        try:
            return JSONResponse(await asyncio.wrap_future(desk.call(lambda library: library.version())))
        except LibraryError:
            return JSONResponse(None, 503)

    @application.get("/around", include_in_schema=False)
    async def around(id: str, par: str, lang: str = "nl") -> JSONResponse:  # noqa: A002
        language = as_interface_language(lang)
        try:
            whole = await asyncio.wrap_future(desk.call(lambda library: library.letter(id)))
            before, after = around_html(whole, par, language)
        except (UnknownLetter, KeyError):
            return JSONResponse({"said": texts_for(language).letter_gone}, 404)
        except LibraryError as error:
            return JSONResponse({"said": said(error, language)}, 503)
        return JSONResponse({"before": before, "after": after})
