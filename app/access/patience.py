"""How long and how much a client may send: one that is slow on purpose holds nothing up, one that is endless ends."""

import asyncio
import time
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.texts import Texts

if TYPE_CHECKING:
    from starlette.types import Message, Receive

HEAD_SECONDS = 15.0
BODY_SECONDS = 60.0
FILE_SECONDS = 900.0
MOST_CONNECTIONS = 800  # at once; below the 1,024 files that a process may open where nobody raised it
MOST_BYTES = 2**20  # of what is no file


class PatientProtocol(H11Protocol):
    """HTTP whose request lines and headers must be there within 15 seconds of the first byte."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:  # uvicorn would refuse its requests, but hold the socket open
            transport.close()
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._unwatch()
        elif self._late is None:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._unwatch()
        super().connection_lost(exc)

    def _watch(self) -> None:
        self._late = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _unwatch(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


def limited(receive: "Receive", words: Texts, most: int | None, seconds: float) -> "Receive":
    """What receives a body of at most ``most`` bytes (None: its receiver counts them) within so many seconds. It raises
    HTTPException with 413 or 408."""
    until, size, whole = time.monotonic() + seconds, 0, False

    async def received() -> "Message":
        nonlocal size, whole
        if whole:
            return await receive()
        try:
            message: dict[str, Any] = dict(await asyncio.wait_for(receive(), max(0.0, until - time.monotonic())))
        except TimeoutError as error:
            raise HTTPException(408, words.too_slow, {"Connection": "close"}) from error
        size += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if most is not None and size > most:
            raise HTTPException(413, words.too_large, {"Connection": "close"})
        return message

    return received
