"""What a reader says of an answer: the address that keeps it.

It is written to the library's folder, so only the page itself may ask for it: a page elsewhere can make a browser send
a request here, but not one that says to come from here.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from app.access.guard import host_of
from app.cards import said
from app.desk import Desk
from app.texts import as_interface_language, texts_for
from index.corrections import Verdict
from index.errors import LibraryError, QuestionError, UnknownLetter
from index.questions.question import is_text

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import JSONResponse

_MOST_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class _Said:
    question: str
    verdict: Verdict
    letter: str | None
    passage: str | None
    withdraw: bool

    @classmethod
    def of(cls, entry: Any) -> "_Said":
        """Raises ValueError where ``entry`` is not what the page sends."""
        if not isinstance(entry, dict) or entry.get("verdict") not in get_args(Verdict):
            raise ValueError("no verdict")
        texts = [entry.get(name) for name in ("question", "letter", "passage")]
        if not isinstance(texts[0], str) or not all(
            text is None or (isinstance(text, str) and is_text(text)) for text in texts
        ):
            raise ValueError("no question")
        return cls(texts[0], entry["verdict"], texts[1], texts[2], entry.get("withdraw") is True)


def is_own(headers: Mapping[str, str]) -> bool:
    """Whether a request came from the page itself, and no program's; that its host is ours is the Gate's matter."""
    host, origin = headers.get("host", ""), headers.get("origin", "")
    same = headers.get("sec-fetch-site", "same-origin") == "same-origin"
    return bool(host) and host_of(origin) == host and same


def add_correcting(application: "FastAPI", desk: Desk) -> None:
    """``POST /correct?lang=nl`` with {"question", "verdict", "letter", "passage", "withdraw"}; answers with what is to
    be said of it, as {"said"}."""
    from starlette.requests import Request
    from starlette.responses import JSONResponse

    async def correct(request: Request) -> JSONResponse:
        language = as_interface_language(request.query_params.get("lang", "nl"))
        words = texts_for(language)
        kind = request.headers.get("content-type", "").partition(";")[0].strip()
        if kind != "application/json" or not is_own(request.headers):
            return _told(words.not_allowed, 403)
        body = await _body(request)
        if body is None:
            return _told(words.not_kept, 413)
        try:
            meant = _Said.of(json.loads(body))
        except (ValueError, RecursionError):
            return _told(words.not_kept, 400)
        try:
            await asyncio.wrap_future(
                desk.call(
                    lambda library: library.correct(
                        meant.question, meant.verdict, meant.letter, meant.passage, withdraw=meant.withdraw
                    )
                )
            )
        except LibraryError as error:
            status = 400 if isinstance(error, QuestionError | UnknownLetter) else 503
            return _told(f"{words.not_kept} {said(error, language)}", status)
        kept = {"right": words.kept_right, "wrong": words.kept_wrong, "nothing": words.kept_nothing}
        return _told(words.withdrawn if meant.withdraw else kept[meant.verdict])

    application.add_route("/correct", correct, methods=["POST"], include_in_schema=False)


async def _body(request: "Request") -> bytes | None:
    """What was sent, or None where that is too much."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            return None
    return body


def _told(text: str, status: int = 200) -> "JSONResponse":
    from starlette.responses import JSONResponse

    return JSONResponse({"said": text}, status)
