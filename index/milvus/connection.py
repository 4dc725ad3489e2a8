"""Requests to the server: of a bounded size, of a stated consistency, and with errors that say what to do.

Consistency. At STRONG a request sees all that was written before it, whoever wrote it; the real server waits up to a
fifth of a second for that. It is asked where it decides something: what the last change is, and who writes. All else
was written before the row that says so; that row holds the server's own time of the last write to each collection, and
to wait for that time costs nothing as soon as it is past (``since``). The server's default, Bounded, is never used: it
returned stale rows in 10 of 10 tries.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from index.errors import LibraryError, ServerAway, ServerRefuses
from index.milvus.address import Address

# Bytes of a request at the most, as estimated from its texts and vectors; servers refuse 64 MB, or a proxy 4.
REQUEST = 3_000_000
ROWS = 5_000  # rows of a request
KEYS = 1_000  # values that one filter lists
# Rows that are asked for at a time: the core of milvus-lite gives 16,383 at the most, and does not say that there are
# more.
PAGE = 10_000
CONNECT, WAIT = 10.0, 60.0  # seconds
AGAIN = 0.5  # seconds until a server that is starting is asked again
Row = dict[str, Any]


class Connection:
    """One server, and the collections of one library on it. ``collection`` is the short name of one: "letters"."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._client: Any = None

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    @property
    def client(self) -> Any:
        """Connected at the first use. Raises ServerAway, ServerRefuses, LibraryError where the package is missing."""
        if self._client is None:
            try:
                from pymilvus import MilvusClient
            except ImportError:
                raise LibraryError(
                    f"{self.address} is on a Milvus server, and the package for that is not here: "
                    "pip install 'vindplaats[milvus]'"
                ) from None
            logging.getLogger("pymilvus").setLevel(logging.CRITICAL + 1)  # errors are told once, by us
            self._client = self._asked(
                "", MilvusClient, self.address.server, token=self.address.token, timeout=CONNECT, dedicated=True
            )
        return self._client

    def name(self, collection: str) -> str:
        return f"{self.address.name}_{collection}"

    def there(self) -> set[str]:
        """The short names of the collections that the server has of this library."""
        prefix = self.name("")
        every = self.call("", "list_collections")
        return {name.removeprefix(prefix) for name in every if name.startswith(prefix)}

    def query(
        self, collection: str, where: str, fields: Sequence[str], since: int | None = None, limit: int | None = None
    ) -> list[Row]:
        """The rows that meet ``where``, in no order, however many; at STRONG, or as of the server's time ``since`` or
        later."""

        def page(where: str, **more: Any) -> list[Row]:
            found = self.call(
                collection, "query", filter=where, output_fields=[*fields, key], **_consistency(since), **more
            )
            return [dict(row) for row in found]

        key = "number" if collection in ("letters", "passages") else "pk"
        rows = page(where, limit=limit or PAGE)
        if limit or len(rows) < PAGE:
            return rows
        rows, last = [], -1 if key == "number" else ""
        # as the client's own iterator does it: in the order of keys
        while part := page(
            f"({where}) and {key} > {quoted(last) if isinstance(last, str) else last}",
            limit=PAGE,
            iterator="True",
            reduce_stop_for_best="True",
        ):
            rows += part
            last = max(row[key] for row in part)
        return rows

    def each(
        self,
        collection: str,
        field: str,
        values: Sequence[Any],
        fields: Sequence[str],
        since: int | None,
        also: str = "",
    ) -> Iterator[Row]:
        """The rows whose ``field`` is one of ``values``, however many these are."""
        for start in range(0, len(values), KEYS):
            where = f"{field} in {listed(values[start : start + KEYS])}"
            yield from self.query(collection, f"{where} and {also}" if also else where, fields, since)

    def search(
        self, collection: str, field: str, vector: Any, k: int, where: str, fields: Sequence[str], parameters: Row,
        since: int | None,
    ) -> list[tuple[float, Row]]:  # fmt: skip
        """The ``k`` rows nearest by inner product, best first, each with that product."""
        found = self.call(
            collection,
            "search",
            data=[vector],
            anns_field=field,
            limit=k,
            filter=where,
            output_fields=list(fields),
            search_params={"metric_type": "IP", "params": parameters},
            **_consistency(since),
        )
        return [(float(each["distance"]), dict(each["entity"])) for each in found[0]]

    def insert(self, collection: str, rows: Sequence[Row]) -> None:
        """Add rows, in as many requests as they need. A request that is sent twice leaves a row twice under one key,
        and what is read shows it once."""
        for part in _bounded(rows):
            self.call(collection, "insert", data=part)

    def delete(self, collection: str, where: str) -> None:
        self.call(collection, "delete", filter=where)

    def written(self, collection: str) -> int:
        """The server's time of the last write to ``collection`` by this process; 0 where there was none."""
        from pymilvus.client.ts_utils import get_collection_ts

        place = self.address.server.partition("://")[2]
        return int(get_collection_ts(self.name(collection), place, "") or 0)

    def call(self, collection: str, method: str, *given: Any, **named: Any) -> Any:
        """A method of the client, on a collection unless that is ""."""
        target = (self.name(collection),) if collection else ()
        named.setdefault("timeout", WAIT)
        return self._asked(collection, getattr(self.client, method), *target, *given, **named)

    def _asked(self, collection: str, method: Callable[..., Any], *given: Any, **named: Any) -> Any:
        import grpc
        from pymilvus.exceptions import MilvusException

        where = f"the collection {self.name(collection)}" if collection else "the server"
        until = time.monotonic() + WAIT
        while True:
            try:
                return method(*given, **named)
            except grpc.RpcError as error:
                raise self._away(where, str(error.code() if hasattr(error, "code") else error)) from error
            except MilvusException as error:
                said = (str(error.message or error).strip().splitlines() or [type(error).__name__])[0]
                if _is_starting(said) and time.monotonic() < until:
                    time.sleep(AGAIN)
                elif _is_starting(said) or _is_away(error, said):
                    raise self._away(where, said) from error
                else:
                    raise ServerRefuses(
                        f"The Milvus server {self.address.server} refuses, for {where} of {self.address}: {said}. "
                        f"{_step(said)}"
                    ) from error

    def _away(self, where: str, said: str) -> ServerAway:
        return ServerAway(
            f"The Milvus server {self.address.server} does not answer, for {where} of {self.address} ({said}). Nothing "
            "is half done. See that it runs and can be reached from here, and try again."
        )


def _is_starting(said: str) -> bool:
    """Whether it answers already but has yet to load what it held before it was ended."""
    return any(each in said.lower() for each in ("not loaded", "not fully loaded", "no available shard", "not ready"))


def _is_away(error: Any, said: str) -> bool:
    words = said.lower()
    return error.code in (2, 14) or any(
        each in words
        for each in ("unavailable", "fail connecting", "deadline", "timeout", "timed out", "retry run out")
    )


def _step(said: str) -> str:
    if any(word in said.lower() for word in ("auth", "permission", "privilege", "unauthenticated")):
        return "Give a user and a password that it knows: MILVUS_TOKEN, or milvus://USER:PASSWORD@HOST:PORT/NAME."
    return "Nothing is half done; its log says more."


def _consistency(since: int | None) -> Row:
    if since is None:
        return {"consistency_level": "Strong"}
    return {"consistency_level": "Customized", "guarantee_timestamp": max(since, 1)}


def _bounded(rows: Sequence[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    size = 0
    for row in rows:
        more = sum(_size(value) for value in row.values())
        if part and (size + more > REQUEST or len(part) == ROWS):
            yield part
            part, size = [], 0
        part.append(row)
        size += more
    if part:
        yield part


def _size(value: Any) -> int:
    if isinstance(value, str):
        return 2 * len(value)
    if isinstance(value, Mapping):
        return 8 * len(value)
    return 4 * len(value) if hasattr(value, "__len__") else 8


def key_of(text: str) -> str:
    """What stands for ``text`` where rows are found by it: of one length, and without the signs that servers read
    differently in a filter."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def quoted(text: str) -> str:
    """``text``, which has no quotation marks, as a filter writes it."""
    return f'"{text}"'


def listed(values: Sequence[Any]) -> str:
    """Values as a filter lists them."""
    return f"[{', '.join(quoted(each) if isinstance(each, str) else str(int(each)) for each in values)}]"
