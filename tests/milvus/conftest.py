"""Libraries on real servers."""

import logging
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from index import Library
from index.encoder import Encoder
from index.milvus.address import Address
from index.milvus.connection import Connection
from index.milvus.schema import COLLECTIONS
from tests.milvus.servers import LITE, REAL, Given, Server, lacking
from tests.reliability.letters import HashEncoder

NAMES = ["MILVUS_URI"] if os.environ.get("MILVUS_URI") else [LITE, REAL]


# What doesn't turn on the server is tried on one, since the real one takes seconds to make a collection.
on_one = pytest.mark.parametrize("server", NAMES[:1], indirect=True, scope="session")


@pytest.fixture(scope="session", params=NAMES)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server | Given]:
    """Each server in turn, or the one that MILVUS_URI names."""
    if request.param == "MILVUS_URI":
        yield Given(os.environ["MILVUS_URI"].partition("://")[2] or os.environ["MILVUS_URI"])
        return
    if missing := lacking(request.param):
        if os.environ.get("VINDPLAATS_CI_MILVUS") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    started = Server(request.param, tmp_path_factory.mktemp("server"))
    started.start()
    yield started
    started.stop()


@pytest.fixture
def mortal(server: Server | Given) -> Server:
    """One that may be killed."""
    if isinstance(server, Given):
        pytest.skip("somebody else's server is not killed")
    return server


Opening = Callable[..., Library]


@pytest.fixture
def opening(server: Server | Given) -> Iterator[Opening]:
    """Opens the same library, of this test alone, again and again; its collections are dropped after the test where
    the server stays."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with ExitStack() as stack:

        def opened(encoder: Encoder | None = None, **given: object) -> Library:
            library = Library.open(f"milvus://{server.address}/{name}", encoder=encoder or HashEncoder(), **given)  # type: ignore[arg-type]
            stack.callback(library.close)
            return library

        yield opened
    if not isinstance(server, Given):
        return
    connection = Connection(Address.parse(f"milvus://{server.address}/{name}"))
    there = connection.there()
    for collection in COLLECTIONS:
        if collection in there:
            connection.call(collection, "drop_collection")
    connection.close()


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Library]:
    """A library in a folder, to compare with."""
    with closing(Library.open(tmp_path / "local", encoder=HashEncoder())) as library:
        yield library


@pytest.fixture(autouse=True)
def quiet() -> None:
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL + 1)
