"""What libraries on servers are made of, without a server."""

import math
import time
from dataclasses import replace

import numpy as np
import pytest

from app.commands.terminal import ON_SERVER, LibraryPlace
from index import Library
from index.errors import LibraryDamaged, LibraryUnreadable, OnlyInFolder
from index.fitted import fitted_for
from index.milvus import kept, terms, words
from index.milvus.address import Address
from index.milvus.connection import Connection, _bounded, listed
from index.milvus.parts import Kind, cut, joined, rows_of
from index.milvus.pieces import Apart, Whole, each_of
from index.milvus.state import RANGES, ROOM, State, merged, next_number
from index.places import SERVER, folder_for, is_on_server
from index.vectors.piece import joined as one
from index.vectors.piece import piece_of
from tests.reliability.letters import HashEncoder


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MILVUS_URI", "MILVUS_TOKEN", "MILVUS_USER", "MILVUS_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("text", "server", "name", "token"),
    [
        ("milvus://db.example.nl/brieven", "http://db.example.nl:19530", "brieven", ""),
        ("milvus://10.0.0.1:19640/Brieven_2", "http://10.0.0.1:19640", "Brieven_2", ""),
        ("milvus+tls://db:443/a", "https://db:443", "a", ""),
        ("milvus://jan:ge%2Fheim@db/a", "http://db:19530", "a", "jan:ge/heim"),
        ("milvus://[::1]:1/a", "http://[::1]:1", "a", ""),
    ],
)
def test_addresses(text: str, server: str, name: str, token: str) -> None:
    found = Address.parse(text)
    assert (found.server, found.name, found.token) == (server, name, token)
    again = Address.parse(str(found))
    assert (again.server, again.name) == (server, name)
    assert not token or token not in f"{found} {found!r}"


def test_a_server_and_a_user_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LibraryUnreadable, match="MILVUS_URI is not set"):
        Address.parse("milvus:brieven")
    monkeypatch.setenv("MILVUS_URI", "https://db.example.nl:8443/")
    assert str(Address.parse("milvus:brieven")) == "milvus+tls://db.example.nl:8443/brieven"
    with monkeypatch.context() as patched:
        patched.setenv("MILVUS_URI", "http://jan:geheim@db:19530/other")
        with pytest.raises(
            LibraryUnreadable, match=r"milvus:a, with MILVUS_URI http://…@db:19530/other, is no library"
        ):
            Address.parse("milvus:a")
    monkeypatch.setenv("MILVUS_USER", "jan")
    monkeypatch.setenv("MILVUS_PASSWORD", "geheim")
    assert Address.parse("milvus:brieven").token == "jan:geheim"  # noqa: S105
    monkeypatch.setenv("MILVUS_TOKEN", "sleutel")
    assert Address.parse("milvus:brieven").token == "sleutel"  # noqa: S105
    assert Address.parse("milvus://piet:p@db/a").token == "piet:p"  # noqa: S105


@pytest.mark.parametrize(
    "text",
    [
        "milvus://db",
        "milvus://db/",
        "milvus://db/a-b",
        "milvus://db:x/a",
        "milvus:///a",
        "milvus://db/b/a",
        "milvus://[::1/a",
    ],
)
def test_no_addresses(text: str) -> None:
    with pytest.raises(LibraryUnreadable, match="Write milvus://HOST:PORT/NAME"):
        Library.open(text)


def test_a_password_is_not_told() -> None:
    wrong = "milvus://jan:geheim@db/a-b", "milvus://jan:ge/heim@db/a", "milvus://jan:p@ge/heim@db/a"
    for text in (*wrong, "milvus://jan:ge[heim@db/a", "milvus://jan:ge\u2100heim@db/a"):
        with pytest.raises(LibraryUnreadable) as told:
            Address.parse(text)
        assert "heim" not in str(told.value), text
    with pytest.raises(OnlyInFolder) as refused:
        folder_for("milvus://jan:geheim@db/a", "a backup", "Do something else.")
    assert str(refused.value).startswith("milvus://db:19530/a lies on a server")
    assert "geheim" not in str(refused.value)


def test_the_command_knows_what_names_a_server() -> None:
    assert ON_SERVER == SERVER
    for text in ("milvus://db/a", "milvus+tls://db/a", "milvus:a"):
        assert LibraryPlace().convert(text, None, None) == text
        assert is_on_server(text)
    assert not is_on_server(LibraryPlace().convert("milvus/a", None, None))


def test_what_counts() -> None:
    state = State(number=100, gone=((10, 19, 0.0), (20, 29, 0.0), (50, 50, 0.0)), lost=((60, 69, 0.0),))
    assert [number for number in range(110) if state.counts(number)] == [
        *range(10), *range(30, 50), *range(51, 60), *range(70, 101),
    ]  # fmt: skip
    assert state.counting("n") == ("n <= 100 and (n < 10 or n > 29) and (n < 60 or n > 69) and (n < 50 or n > 50)")
    assert state.written("n") == "n <= 100 and (n < 60 or n > 69)"


def test_a_filter_has_few_ranges() -> None:
    """Of many that are gone it names the longest, and lists the numbers of the others."""
    ranges = tuple((10 * place, 10 * place + (place > 3), 0.0) for place in range(RANGES + 4))
    where = State(number=1000, gone=ranges).counting()
    assert where.count(" or ") == RANGES
    assert where.endswith("number not in [0, 10, 20, 30]")


def test_ranges_are_joined() -> None:
    assert merged([(5, 6), (1, 2), (3, 4), (9, 9), (5, 5)]) == [(1, 6), (9, 9)]


def test_numbers_grow() -> None:
    first = next_number(State())
    assert first >> ROOM == pytest.approx((time.time() - 1_577_836_800) * 1e6, abs=10e6)
    assert first < 2**63
    ahead = State(number=first + (1 << 40))
    assert next_number(ahead) == ahead.number + 1


@pytest.mark.parametrize("size", [0, 1, 44_000, 200_000])
def test_values_of_any_size(size: int) -> None:
    value = bytes(np.random.default_rng(size).integers(0, 256, size, np.uint8))
    rows = list(rows_of(7, Kind.TEXT, value))
    assert len(rows) == max(1, math.ceil(4 * math.ceil(size / 3) / 60_000))
    assert [row["pk"] for row in rows] == [f"7.2.{place}" for place in range(len(rows))]
    assert all(len(row["data"]) < 65_535 for row in rows)
    connection = Connection(Address.parse("milvus://db/a"))
    texts = [row["data"] for row in rows]
    assert joined(texts, connection, "7.2.0", str) == value
    if size > 1:
        changed = [*texts[:-1], texts[-1][:-8] + ("A" * 4 if texts[-1][-8:-4] != "AAAA" else "B" * 4) + texts[-1][-4:]]
        with pytest.raises(LibraryDamaged, match=r"the row 7\.2\.0 is not what was written"):
            joined(changed, connection, "7.2.0", str)
    assert cut(value) == texts


def test_a_piece_as_bytes() -> None:
    encoder = HashEncoder()
    texts = ["Een zin. En nog een zin.", "Eén", "drie"]
    pieces = []
    for key, text in enumerate(texts):
        whole, *alone = encoder.encode_passages([("Kop", text), ("", text[:8]), ("", text[8:])])
        sentences = [((0, 8), alone[0]), ((8, len(text)), alone[1])] if key == 0 else [((0, len(text)), None)]
        pieces.append(piece_of(key, whole, sentences, fitted_for(encoder.identity)))
    for piece, (key, whole, apart) in zip(pieces, each_of(one(pieces)), strict=True):
        again, parted = Whole.of(whole.to_bytes()), Apart.of(apart.to_bytes())
        assert piece.keys.tolist() == [key]
        for name in ("vectors", "codes", "ids"):
            np.testing.assert_array_equal(getattr(again, name), getattr(piece, name))
        np.testing.assert_array_equal(parted.spans, piece.spans)
        np.testing.assert_array_equal(parted.lengths, piece.lengths)
        np.testing.assert_array_equal(parted.codes, piece.sentence_codes)


def test_words_as_a_vector() -> None:
    """BM25 by hand: 1.2 · (1 - .75 + .75 · 3 / 2) = 1.65 in the denominator."""
    vector = terms.passage_vector(["dijk", "dijk", "hoog"], 2.0)
    assert vector[terms.place_of("dijk")] == pytest.approx(2 * 2.2 / 3.65)
    assert vector[terms.place_of("hoog")] == pytest.approx(2.2 / 2.65)
    assert terms.rareness(100, 4) == pytest.approx(math.log(96.5 / 4.5))
    assert terms.rareness(10, 9) == terms.LEAST
    question = terms.question_vector({"dijk": 2.0, "zee": 1.0})
    assert sum(weight * vector.get(place, 0) for place, weight in question.items()) == pytest.approx(4 * 2.2 / 3.65)
    assert terms.passage_vector([], 2.0) == {terms.NOWHERE: terms.LEAST}
    assert terms.place_of("dijk") == 1_096_620_905  # stored: libraries that are there go by it


def test_words_of_a_language_with_a_long_name() -> None:
    """The real server allows its column 16 bytes."""
    names = ["nl", "Nederlands (België) en meer", "Nederlands (België) of meer", "het 'n\"l'"]
    stored = [row["language"] for row in words.rows_of({(name, "brief"): (1, 1) for name in names}, 1)]
    assert stored[0] == "nl"
    assert len({*stored}) == 4
    assert all(len(each.encode()) <= 16 for each in stored)


def test_counts_are_added_up() -> None:
    first = kept.counted([np.array([1, 4], np.int32), np.array([4], np.int32)])
    assert first.tolist() == [0, 1, 0, 0, 2]
    assert kept.added(first, -kept.counted([np.array([1], np.int32)])).tolist() == [0, 0, 0, 0, 2]
    assert kept.counted([]).tolist() == []


def test_requests_are_bounded() -> None:
    rows = [{"data": "x" * 1_000_000} for _ in range(4)]
    assert [len(part) for part in _bounded(rows)] == [1, 1, 1, 1]
    assert [len(part) for part in _bounded([{"n": 1}] * 12_000)] == [5_000, 5_000, 2_000]
    assert listed([1, np.int64(2)]) == "[1, 2]"
    assert listed(["a", "é"]) == '["a", "é"]'


def test_states_are_told_apart() -> None:
    assert replace(State(), number=1) != State()
    assert State(seen={"words": 5}).since("words") == 5
    assert State().since("words") is None
