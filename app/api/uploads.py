"""Adding and removing letters over HTTP, only where ``serve --editable`` asks for it.

A file comes as the body of a request, is written to a private folder, read as any other and deleted, whatever happens.
Its name only tells what the letter may be called. Changes are made in a thread of their own, on a connection of their
own, so that questions are answered meanwhile.
"""

import asyncio
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.requests import ClientDisconnect

from app.api import models
from app.api.endpoints import settled, status_of, wrong
from app.desk import Answerer, Desk
from corpus import CorpusError
from corpus.limits import most_bytes
from index.errors import LetterHeld, LibraryError

if TYPE_CHECKING:
    from index.intake import AddReport

_MOST_AT_ONCE = 4  # files on their way in: what they take of the disk has an end
_PAUSE = 0.3  # seconds between two words about how far it is
_LONGEST = 200  # bytes of a name, of the 255 that file systems have
_UNFIT = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\ud800-\udfff]")


def safe_name(given: str) -> str:
    """``given``, from anywhere, as the name of a file in a folder that is known: its last part, without signs that file
    systems refuse, not too long, its ending kept."""
    last = _UNFIT.sub("", re.split(r"[/\\]", given)[-1]).strip(" .")
    stem, dot, suffix = last.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = last, ""
    stem = stem.encode()[:_LONGEST].decode(errors="ignore").strip(" .") or "brief"
    return f"{stem}.{suffix}" if suffix else stem


def add_changes(application: FastAPI, desk: Desk) -> None:
    """``POST /api/letters?name=&replace=`` with a file as its body, and ``DELETE /api/letters/{id}``."""
    changes = Desk(lambda _: desk.call(lambda library: library.beside()).result())
    coming: set[Path] = set()

    @application.post("/api/letters", summary="Add a letter", **_described(models.Added, 409, 413), openapi_extra=_BODY)
    async def add(
        request: Request,
        name: Annotated[str, Query(description="The file's name.", max_length=10_000)],
        replace: Annotated[bool, Query(description="Whether a letter that is called so may be replaced.")] = True,
    ) -> Response:
        if len(coming) >= _MOST_AT_ONCE:
            return wrong(503, "Other files are being added. Try again when they are done.")
        folder = Path(tempfile.mkdtemp(prefix="vindplaats-"))
        coming.add(folder)

        def forget() -> None:
            shutil.rmtree(folder, ignore_errors=True)
            coming.discard(folder)

        file, far = folder / safe_name(name), [0, 0]

        def count(done: int, total: int) -> None:
            far[:] = done, total

        def added(library: Answerer) -> "AddReport":
            return library.add([file], count, replace=replace)

        try:
            await _received(request, file)
        except BaseException as error:
            forget()
            match error:
                case ClientDisconnect():
                    return wrong(400, "The file broke off.")
                case OSError():
                    return wrong(503, f"{file.name}: there is no place to read it: {error.strerror or error}.")
            raise
        # a task of its own: where who sent the file has left, it is added all the same, and then deleted
        outcome = asyncio.ensure_future(_outcome(file, settled(changes.call(added))))
        outcome.add_done_callback(lambda _: forget())
        if request.headers.get("accept") == _LINES:
            return StreamingResponse(_lines(outcome, far), media_type=_LINES)
        return await asyncio.shield(outcome)

    @application.delete(
        "/api/letters/{id:path}",
        summary="Remove a letter, once files that are being added are",
        **_described(models.Removed, 404),
    )
    async def remove(id: str, request: Request) -> JSONResponse:  # noqa: A002
        change = changes.call(lambda library: library.remove([id]))
        removed = asyncio.ensure_future(settled(change))
        while not removed.done():
            await asyncio.wait([removed], timeout=_PAUSE)
            # who has left while it waited for others doesn't want it any more
            if not removed.done() and await request.is_disconnected() and change.cancel():
                return wrong(409, "It was not removed.")
        await removed
        return JSONResponse({"removed": id})


_LINES = "application/x-ndjson"
_BODY = {
    "requestBody": {
        "required": True,
        "description": "The file itself, of any kind that `vindplaats add` reads, as the body of the request. Who "
        f"accepts `{_LINES}` gets lines: how many passages of how many are done, and last what is returned else.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_WRONG = {
    403: "A page from elsewhere asks",
    404: "It is not in this library",
    409: "Another letter is called so already, and may not be replaced",
    413: "The file is too large",
    422: "It can't be done as it is asked; the file may be no letter that can be read",
    503: "The library can't be changed now",
}


def _described(model: Any, *statuses: int) -> dict[str, Any]:
    every = (403, *statuses, 422, 503)
    kinds = {each: models.Held if each == 409 else models.Wrong for each in every}
    wrongs = {each: {"model": kinds[each], "description": _WRONG[each]} for each in every}
    return {"responses": {200: {"model": model, "description": "Done"}, **wrongs}, "response_model": None}


async def _received(request: Request, file: Path) -> None:
    """Write the body to ``file``, no more of it than is read of a file."""
    most = most_bytes()
    too_large = HTTPException(
        413, f"{file.name}: is larger than {most // 2**20} MiB, or what VINDPLAATS_MAX_MEGABYTES says."
    )
    if int(request.headers.get("content-length", 0)) > most:
        raise too_large
    size = 0
    with file.open("xb") as out:
        async for chunk in request.stream():
            size += len(chunk)
            if size > most:
                raise too_large
            out.write(chunk)


async def _outcome(file: Path, adding: Awaitable["AddReport"]) -> JSONResponse:
    try:
        return _told(file, await adding)
    except LetterHeld as error:
        return JSONResponse({"error": str(error), "held": list(error.letters)}, 409)
    except LibraryError as error:
        return wrong(status_of(error), str(error))
    except HTTPException as error:
        return wrong(error.status_code, str(error.detail))


async def _lines(outcome: asyncio.Future[JSONResponse], far: list[int]) -> AsyncIterator[bytes]:
    """How far it is, whenever it is further, and last the outcome."""
    last = list(far)
    while not (await asyncio.wait([outcome], timeout=_PAUSE))[0]:
        if far != last:
            last = list(far)
            yield json.dumps({"done": last[0], "total": last[1]}).encode() + b"\n"
    yield bytes(outcome.result().body) + b"\n"


def _told(file: Path, report: "AddReport") -> JSONResponse:
    failures = [_reason(file, failure) for failure in report.failures]
    if failures and not (report.added or report.replaced or report.unchanged):
        return wrong(422, "; ".join(failures))
    return JSONResponse(
        {
            "file": file.name,
            "added": list(report.added),
            "replaced": list(report.replaced),
            "unchanged": list(report.unchanged),
            "removed": list(report.removed),
            "failures": failures,
        }
    )


def _reason(file: Path, failure: CorpusError) -> str:
    """As the command has it, with the name that the file was sent by; the folder was only ours."""
    return f"{file.name}: {failure.reason}".replace(f"{file.parent}/", "")
