"""``/api``: the same questions, letters and passages as JSON, for programs."""

import asyncio
import logging
from concurrent.futures import Future
from importlib.metadata import version
from typing import Annotated, Any, TypeVar

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException as AnyHTTPException

from app.api import models
from app.api.description import page_html
from app.api.lookup import letter_json, passage_json
from app.desk import AGAIN, Busy, Desk
from app.texts import accepted_language, texts_for
from app.view import filtering
from index.errors import LibraryError, NothingToAsk, QuestionError, UnknownLetter

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_MOST_BYTES = 2**20  # of a question with those before it
_ABOUT = (
    "Ask Dutch government letters a question; get the passages that answer it, word for word, with their citation. "
    '`answered: false` means that it was not found in these letters. Errors are `{"error": …}` in plain words.'
)
_WRONG: dict[int, str] = {
    400: "The request is no JSON",
    404: "It is not in this library",
    413: "The request is too large",
    422: "What is asked can't be answered as it stands",
    503: "The library can't be used now",
}


def new_application(**more: Any) -> FastAPI:
    """An application whose own description is at /api/openapi.json, without pages that load from elsewhere."""
    return FastAPI(
        title="Vindplaats",
        description=_ABOUT,
        version=version("vindplaats"),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        **more,
    )


def add_api(application: FastAPI, desk: Desk) -> None:
    """``/api/ask``, ``/api/letters``, ``/api/letters/{id}``, ``/api/passage/{id}``, ``/api/openapi.json``, ``/api``."""

    async def asked(question: models.Question) -> JSONResponse:
        given = question.filters.model_dump(by_alias=True, exclude_none=True)
        filters = filtering.read(given)
        answer = desk.call(lambda library: library.ask(question.question, question.k, question.earlier, filters))
        return _json((await settled(answer)).to_json())

    @application.post(
        "/api/ask", summary="Ask a question", max_body_size=_MOST_BYTES, **_described(models.Answer, 400, 413)
    )
    async def ask(question: models.Question) -> JSONResponse:
        return await asked(question)

    @application.get("/api/ask", summary="Ask a question, in an address", **_described(models.Answer))
    async def ask_by_address(asking: Annotated[models.QuestionInAddress, Query()]) -> JSONResponse:
        chosen = asking.model_dump(by_alias=True, include={"letter", "dossier", "from_", "until", "sender"})
        filters = models.LetterFilters.model_validate(chosen)
        return await asked(models.Question(question=asking.q, k=asking.k, earlier=asking.earlier, filters=filters))

    @application.get("/api/letters", summary="List letters, newest first", **_described(list[models.LetterInList]))
    async def letters(wanted: Annotated[models.LettersWanted, Query()]) -> JSONResponse:
        found = (await settled(desk.listing())).found(wanted.find)
        shown = found[wanted.start : None if wanted.limit is None else wanted.start + wanted.limit]
        return _json([letter.to_json() for letter in shown], {"X-Total-Count": str(len(found))})

    @application.get("/api/letters/{id:path}", summary="Read a letter", **_described(models.Letter, 404))
    async def letter(id: str) -> JSONResponse:  # noqa: A002
        return _json(await settled(desk.call(lambda library: letter_json(library, id))))

    @application.get("/api/passage/{id:path}", summary="Read a passage", **_described(models.Passage, 404))
    async def passage(id: str) -> JSONResponse:  # noqa: A002
        return _json(await settled(desk.call(lambda library: passage_json(library, id))))

    @application.get("/api", include_in_schema=False)
    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse(page_html(application.openapi(), str(request.base_url).rstrip("/")))


def add_errors(application: FastAPI) -> None:
    """What goes wrong under ``/api``, as JSON; comes after all other addresses there."""

    @application.api_route(
        "/api/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False
    )
    async def unknown(request: Request) -> JSONResponse:
        path = request.url.path
        return wrong(404, f"There is no {request.method} {path}. What there is stands at /api.")

    @application.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        problems = error.errors()
        if any(problem["type"] == "json_invalid" for problem in problems):
            return wrong(400, f"The request is no JSON: {problems[0]['ctx']['error']}.")
        return wrong(422, "; ".join(map(_told, problems)) + ".")

    @application.exception_handler(LibraryError)
    async def refused(request: Request, error: LibraryError) -> JSONResponse:
        if isinstance(error, Busy):
            words = texts_for(accepted_language(request.headers.get("accept-language", "")))
            return _json({"error": words.busy}, {"Retry-After": AGAIN}, 503)
        return wrong(status_of(error), str(error))

    @application.exception_handler(AnyHTTPException)
    async def told(_: Request, error: AnyHTTPException) -> JSONResponse:
        return wrong(error.status_code, str(error.detail))


async def settled(asked: Future[_T]) -> _T:
    """What came of what a desk was asked. Raises LibraryError, or HTTPException for a mistake of ours."""
    try:
        return await asyncio.wrap_future(asked)
    except LibraryError:
        raise
    except Exception as error:
        _log.exception("a request could not be answered")
        raise HTTPException(500, "Something went wrong in Vindplaats itself; its log says what.") from error


def wrong(status: int, text: str) -> JSONResponse:
    return _json({"error": text}, status=status)


def _json(content: Any, headers: dict[str, str] | None = None, status: int = 200) -> JSONResponse:
    return JSONResponse(content, status, {"Cache-Control": "no-store", **(headers or {})})


def _described(model: Any, *statuses: int) -> dict[str, Any]:
    """How an address is described; what it returns is made elsewhere, and returned as it is."""
    wrongs = {status: {"model": models.Wrong, "description": _WRONG[status]} for status in (*statuses, 422, 503)}
    return {"responses": {200: {"model": model, "description": "Done"}, **wrongs}, "response_model": None}


def status_of(error: LibraryError) -> int:
    match error:
        case UnknownLetter():
            return 404
        case QuestionError() | NothingToAsk():
            return 422
        case _:
            return 503


def _told(problem: Any) -> str:
    """One thing that is wrong with a request: where, what, and what was given."""
    place = ".".join(str(part) for part in problem["loc"][1:]) or str(problem["loc"][0])
    if problem["type"] == "missing":
        return f"{place} is missing"
    if problem["type"] == "extra_forbidden":
        return f"{place} is not known here"
    return f"{place}: {problem['msg'].removeprefix('Value error, ')[:1].lower()}{problem['msg'][1:]}"
