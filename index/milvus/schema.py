"""The collections of a library, and what the server can do with them.

    NAME_meta      what the last change is, who writes, and what is kept whole: codes, how common tokens are
    NAME_letters   a row a letter: what it is filtered and found by
    NAME_passages  a row a passage: the same, its id, and its words as a sparse vector (or, on a server without those,
                   as numbers in an array)
    NAME_windows   a row for each window of a passage that the model read: its vector
    NAME_parts     whatever is read by its number: texts, token vectors, sentences, as rows of bounded size
    NAME_words     how many passages hold a word, a row for each change that counted it
    NAME_lookups   what is found by a term: publications that passages mention, abbreviations, files that were read

Where rows are found by a text that could hold anything, such as the id of a letter ("letter") or of a passage ("id"),
it stands there as ``connection.key_of``. The number that makes a row count ("number") stands in every one of them. A
collection of Milvus has a vector whether it is searched by one or not: the others have one of length 2.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from index.errors import ServerError
from index.milvus.connection import Connection

TEXT = 65_535  # bytes, the most that Milvus allows
LANGUAGE = 16  # bytes; a collection of letters may call one anything
STEMS = 4_096  # different words of a passage that are looked for, the most that Milvus allows in an array
NOTHING = [0.0, 0.0]
COLLECTIONS = ("meta", "letters", "passages", "windows", "parts", "words", "lookups")
# The vectors are compared one by one: nothing near is missed. Whoever has millions puts another index in its place on
# the server; these parameters then make it look far.
FLAT = "FLAT"
LOOKING: dict[str, dict[str, Any]] = {"HNSW": {"ef": 512}, "IVF_FLAT": {"nprobe": 256}, "IVF_SQ8": {"nprobe": 256}}


def create(connection: Connection, dimensions: int, there: set[str]) -> None:
    """Make the collections that are not there, and wait until they can be used."""
    sparse = has_sparse(connection)
    wanted = [name for name in COLLECTIONS if name not in there]
    with ThreadPoolExecutor(len(COLLECTIONS)) as pool:  # each is waited for, a second or two
        list(pool.map(lambda name: _create(connection, name, dimensions, sparse), wanted))


def has_sparse(connection: Connection) -> bool:
    """Whether the server has sparse vectors: from 2.4 on. The small server that comes with milvus-lite does not tell
    its version, and has them."""
    try:
        version = str(connection.call("", "get_server_version"))
    except ServerError as error:
        if "UNIMPLEMENTED" in str(error):
            return True
        raise
    numbers = version.lstrip("v").split(".")
    return not all(part.isdigit() for part in numbers[:2]) or (int(numbers[0]), int(numbers[1])) >= (2, 4)


def is_sparse(connection: Connection) -> bool:
    """Whether the passages of this library have their words as sparse vectors."""
    described = connection.call("passages", "describe_collection")
    return any(field["name"] == "sparse" for field in described["fields"])


def dimensions(connection: Connection) -> int:
    """The length of the vectors."""
    described = connection.call("windows", "describe_collection")
    return next(int(field["params"]["dim"]) for field in described["fields"] if field["name"] == "vector")


def looking(connection: Connection) -> dict[str, Any]:
    """How far the index of the vectors is to look."""
    described = connection.call("windows", "describe_index", index_name="vector") or {}
    return LOOKING.get(str(described.get("index_type")), {})


def _create(connection: Connection, name: str, dimensions: int, sparse: bool) -> None:
    from pymilvus import DataType

    schema = connection.client.create_schema(auto_id=False, enable_dynamic_field=False)
    indexes = connection.client.prepare_index_params()

    def number(field: str, *, primary: bool = False) -> None:
        schema.add_field(field, DataType.INT64, is_primary=primary)

    def text(field: str, length: int = 1_024, *, primary: bool = False) -> None:
        schema.add_field(field, DataType.VARCHAR, max_length=length, is_primary=primary)

    number("number", primary=name in ("letters", "passages"))
    if name not in ("letters", "passages"):
        text("pk", primary=True)
    if name in ("letters", "passages", "windows"):
        for field in ("letter", "dossier"):
            text(field)
        number("date")
    match name:
        case "meta":
            text("kind", 16)
            text("data", TEXT)
        case "letters":
            for field in ("id", "senders", "hash", "source"):
                text(field, TEXT)
            number("first")
            number("passages")
        case "passages":
            text("id", 64)
            if not sparse:
                schema.add_field("stems", DataType.ARRAY, element_type=DataType.INT64, max_capacity=STEMS)
        case "parts":
            text("data", TEXT)
        case "words":
            text("language", LANGUAGE)
            text("word", 4_096)
            text("reversed", 4_096)
            for field in ("length", "passages", "lowercase"):
                number(field)
        case "lookups":
            text("kind", 16)
            text("term", 64)
            text("data", TEXT)
            number("written")
    if name == "passages" and sparse:
        schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
        indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    else:
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimensions if name == "windows" else len(NOTHING))
        indexes.add_index("vector", index_type=FLAT, metric_type="IP")
    connection.call(name, "create_collection", schema=schema, index_params=indexes, consistency_level="Strong")
