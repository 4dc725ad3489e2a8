"""What a library on a server survives: writers that are killed, a server that is, and two that write at once."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index import Library
from index.encoder import Encoding, ModelIdentity
from index.errors import LibraryBusy, LibraryDamaged, LibraryMissing, ModelMismatch, ServerAway
from index.milvus.connection import Connection
from index.milvus.lease import claims
from index.milvus.opened import OnServer
from index.milvus.parts import Kind, rows_of
from index.milvus.state import ROOM, State, commit, is_committed, next_number
from tests.conftest import ROOT
from tests.milvus.conftest import Opening, on_one
from tests.milvus.servers import Server, free_port
from tests.milvus.test_on_server import written
from tests.reliability.letters import HashEncoder

pytestmark = pytest.mark.milvus


class Stopping(HashEncoder):
    """A model that does something when it is asked the second time, so in the middle of a change."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self._then = then
        self._asked = 0

    def encode_passages(self, passages, progress=None):  # type: ignore[no-untyped-def]
        self._asked += 1
        if self._asked == 2:
            self._then()
        return super().encode_passages(passages, progress)


def many(path: Path, name: str, count: int = 300) -> Path:
    """More passages than are embedded at a time."""
    return written(path, **{f"{name}-{number}": f"Het {name} nummer {number} staat hier." for number in range(count)})


def killed_writer(library: Library, file: Path) -> None:
    """A process that adds ``file`` and is killed when half of its passages are on the server."""
    program = (
        "import os, signal, sys\n"
        "from index import Library\n"
        "from tests.milvus.test_survival import Stopping\n"
        "encoder = Stopping(lambda: os.kill(os.getpid(), signal.SIGKILL))\n"
        "Library.open(sys.argv[1], encoder=encoder).add([sys.argv[2]])\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(library.path), str(file)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL


def rows(library: Library, collection: str) -> int:
    """How many rows a collection has, whether they count or not."""
    connection: Connection = library._files._connection  # type: ignore[attr-defined]
    return len(connection.query(collection, "number > 0", ["number"]))


def test_a_writer_is_killed(opening: Opening, tmp_path: Path) -> None:
    library = opening()
    with pytest.raises(LibraryMissing):
        library.letters()
    library.add([written(tmp_path / "a.jsonl", eerste="De eerste brief gaat over otters.")])
    before = library.letters(), library.ask("otters", 5).passages, rows(library, "windows")
    killed_writer(library, many(tmp_path / "b.jsonl", "bever"))
    assert rows(library, "windows") == before[2] + 256
    assert (library.letters(), library.ask("otters", 5).passages) == before[:2]
    assert not library.ask("bever 7", 5).passages[1:]
    (finding,) = library.check(repair=False)
    assert finding.outcome == "can be repaired"
    report = library.add([many(tmp_path / "c.jsonl", "das", 3)])
    assert len(report.added) == 3
    assert rows(library, "windows") == before[2] + 3
    assert {each.letter for each in library.ask("Het das nummer", 10).passages} == {"eerste", "das-0", "das-1", "das-2"}
    assert library.check() == []


@on_one
def test_a_writer_fails(opening: Opening, tmp_path: Path) -> None:
    """Without being killed: what it wrote is deleted at once, and the right to write is free."""

    def fail() -> None:
        raise RuntimeError("the model is broken")

    library = opening()
    library.add([written(tmp_path / "a.jsonl", eerste="De eerste brief gaat over otters.")])
    with pytest.raises(RuntimeError, match="broken"):
        opening(Stopping(fail)).add([many(tmp_path / "b.jsonl", "bever")])
    assert (rows(library, "windows"), [each.id for each in library.letters()]) == (1, ["eerste"])
    assert claims(library._files._connection) == []  # type: ignore[attr-defined]


def test_the_server_is_killed(
    opening: Opening, mortal: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of a change: what was there is there, the change is not, and the next one goes in."""

    def kill() -> None:
        mortal.kill()
        # from here alone: a server that lives may need longer than this to make a collection, where it shares a machine
        monkeypatch.setattr("index.milvus.connection.WAIT", 5.0)

    library = opening()
    library.add([written(tmp_path / "a.jsonl", eerste="De eerste brief gaat over otters.")])
    with pytest.raises(ServerAway, match=r"does not answer, for .*Nothing is half done\. See that it runs"):
        opening(Stopping(kill)).add([many(tmp_path / "b.jsonl", "bever")])
    with pytest.raises(ServerAway, match=mortal.address):
        library.ask("otters")
    mortal.start()
    monkeypatch.undo()
    fresh = opening()
    assert [each.id for each in fresh.letters()] == ["eerste"]
    assert [each.letter for each in fresh.ask("bever otters", 5).passages] == ["eerste"]
    assert len(fresh.add([many(tmp_path / "c.jsonl", "das", 3)]).added) == 3
    assert len(library.ask("das", 10).passages) == 4
    assert rows(fresh, "windows") == 4


def test_two_that_write(opening: Opening, tmp_path: Path) -> None:
    """Either lands whole, or is told who writes."""
    first = opening()
    first.add([written(tmp_path / "a.jsonl", eerste="De eerste brief.")])
    files = [many(tmp_path / f"{name}.jsonl", name, 5) for name in ("das", "bever", "otter")]
    libraries = [opening() for _ in files]
    ready = threading.Barrier(len(files))

    def add(library: Library, file: Path) -> str | None:
        ready.wait()
        try:
            library.add([file])
        except LibraryBusy as busy:
            return str(busy)
        return None

    with ThreadPoolExecutor(len(files)) as pool:
        told = list(pool.map(add, libraries, files))
    assert None in told
    there = {each.id for each in first.letters()}
    for said, name in zip(told, ("das", "bever", "otter"), strict=True):
        whole = {f"{name}-{number}" for number in range(5)}
        assert (whole <= there) if said is None else not (whole & there)
        assert said is None or f"process {os.getpid()} on" in said
    assert len(first.ask("Het das bever otter nummer", 100).passages) == 1 + 5 * told.count(None)


@on_one
def test_who_writes_is_told(opening: Opening, tmp_path: Path) -> None:
    library, other = opening(), opening()
    library.add([written(tmp_path / "a.jsonl", eerste="De eerste brief.")])
    said: list[str] = []

    def intrude() -> None:
        with pytest.raises(LibraryBusy) as busy:
            other.add([written(tmp_path / "c.jsonl", ander="Een andere brief.")])
        said.append(str(busy.value))
        assert [each.id for each in other.letters()] == ["eerste"]

    opening(Stopping(intrude)).add([many(tmp_path / "b.jsonl", "bever", 300)])
    assert len(said) == 1
    assert f"process {os.getpid()} on" in said[0]
    assert len(other.letters()) == 301


@on_one
@pytest.mark.parametrize("late", ["not at all", "renewed", "inserted"])
def test_the_right_to_write_is_taken_away(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    """From a process that was asleep for too long: it finds out, at the latest when its change doesn't count. late: how
    far the renewal of its claim had come when it fell asleep."""
    library, other = opening(), opening()
    library.add([written(tmp_path / "a.jsonl", eerste="De eerste brief.")])
    monkeypatch.setattr("index.milvus.lease.LEASE", 0.5)
    monkeypatch.setattr("index.milvus.lease.RENEWED", 1000.0)

    def sleep() -> None:
        time.sleep(1)
        monkeypatch.setattr("index.milvus.lease.LEASE", 60.0)
        assert len(other.add([written(tmp_path / "c.jsonl", ander="Een andere brief.")]).added) == 1
        lease = asleep._files._lease  # type: ignore[attr-defined]
        if late == "renewed":
            with pytest.raises(LibraryBusy, match="ran out"):
                lease.renew()
        elif late == "inserted":
            lease.put(holds=True)

    asleep = opening(Stopping(sleep))
    with pytest.raises(LibraryBusy, match="ran out"):
        asleep.add([many(tmp_path / "b.jsonl", "bever")])
    assert {each.id for each in library.letters()} == {"eerste", "ander"}
    assert library.ask("bever ander", 5).passages[0].letter == "ander"
    assert library.ask("bever ander", 5).passages[2:] == ()
    library.add([written(tmp_path / "d.jsonl", laatste="De laatste brief.")])
    assert {each.id for each in other.letters()} == {"eerste", "ander", "laatste"}


def test_no_server(vindplaats: Callable[..., object]) -> None:
    """One line, no trace, and soon."""
    pytest.importorskip("pymilvus", reason="pymilvus not installed: pip install -c constraints.txt -e '.[milvus-test]'")
    place = f"milvus://jan:geheim@127.0.0.1:{free_port()}/brieven"
    begin = time.monotonic()
    done = vindplaats("--library", place, "ask", "Wat is DIANA?")
    assert done.returncode == 1  # type: ignore[attr-defined]
    assert done.stderr.startswith("Error: The Milvus server http://127.0.0.1:")  # type: ignore[attr-defined]
    assert done.stderr.count("\n") == 1  # type: ignore[attr-defined]
    assert "geheim" not in done.stderr  # type: ignore[attr-defined]
    assert time.monotonic() - begin < 40


@on_one
def test_a_writer_is_killed_when_its_change_counts(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it has let go of the right to write: the next one leaves its change as it is."""
    library = opening()
    library.add([written(tmp_path / "a.jsonl", eerste="De eerste brief.")])
    with monkeypatch.context() as patched:
        patched.setattr("index.milvus.lease.Lease.withdraw", lambda lease: lease.leave())
        patched.setattr("index.milvus.opened.OnServer._commit", committed_and_gone)
        with pytest.raises(ServerAway):
            library.add([many(tmp_path / "b.jsonl", "das", 3)])
    other = opening()
    assert len(other.letters()) == 4
    other.add([written(tmp_path / "c.jsonl", later="Een latere brief.")])
    assert {each.letter for each in other.ask("Het das nummer", 10).passages} == {
        "das-0", "das-1", "das-2", "eerste", "later",
    }  # fmt: skip
    assert claims(other._files._connection) == []  # type: ignore[attr-defined]


def committed_and_gone(storage: OnServer, state: State) -> None:
    """As where the answer to the last request of a change is lost."""
    commit(storage._connection, state)
    raise ServerAway("no answer")


@on_one
def test_the_first_writer_is_killed(opening: Opening, tmp_path: Path) -> None:
    """Then there is no library, and the next one makes it."""
    library = opening()
    killed_writer(library, many(tmp_path / "b.jsonl", "bever"))
    assert not library.exists()
    with pytest.raises(LibraryMissing):
        library.ask("bever")
    library.add([many(tmp_path / "c.jsonl", "das", 3)])
    assert (len(library.letters()), len(library.ask("nummer", 10).passages), rows(library, "windows")) == (3, 3, 3)


@on_one
def test_a_writer_is_stopped_twice(opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time while it deletes what it wrote: the next writer does that."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    library = opening()
    library.add([written(tmp_path / "a.jsonl", eerste="De eerste brief gaat over otters.")])
    file = many(tmp_path / "b.jsonl", "bever")
    with monkeypatch.context() as patched:
        patched.setattr("index.milvus.opened.clear", stop)
        with pytest.raises(KeyboardInterrupt):
            opening(Stopping(stop)).add([file])
    assert rows(library, "windows") == 257
    library.add([written(tmp_path / "c.jsonl", later="Een latere brief.")])
    assert {each.letter for each in library.ask("bever 7 otters", 10).passages} == {"eerste", "later"}
    assert rows(library, "windows") == 2
    assert claims(library._files._connection) == []  # type: ignore[attr-defined]


class Late:
    """The last row of a change that comes when its writer has given up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._rows: list[tuple[Connection, State]] = []
        self._patch = monkeypatch

    def hold(self, library: Library, file: Path) -> None:
        def held(connection: Connection, state: State) -> None:
            self._rows.append((connection, state))
            raise ServerAway("no answer")

        with self._patch.context() as patched:
            patched.setattr("index.milvus.opened.commit", held)
            with pytest.raises(ServerAway):
                library.add([file])

    def come(self) -> None:
        while self._rows:
            commit(*self._rows.pop())


@on_one
@pytest.mark.parametrize("when", ["at once", "when another looks", "when another is done"])
def test_the_last_row_of_a_change_comes_late(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Then all of the change counts, or nothing."""
    library, other, late = opening(), opening(), Late(monkeypatch)
    file = written(tmp_path / "a.jsonl", eerste="De eerste brief.", tweede="De tweede brief.")
    library.add([file])
    late.hold(library, written(file, eerste="De eerste brief is anders.", derde="De derde brief.", vierde="En een."))
    if when == "at once":
        late.come()
        assert {each.id for each in other.letters()} == {"eerste", "derde", "vierde"}

    def looking(connection: Connection, number: int) -> bool:
        late.come()
        return is_committed(connection, number)

    with monkeypatch.context() as patched:
        if when == "when another looks":
            patched.setattr("index.milvus.opened.is_committed", looking)
        other.add([written(tmp_path / "b.jsonl", later="Een latere brief.")])
    late.come()
    there = {each.id for each in opening().letters()}
    assert there == ({"eerste", "tweede", "later"} if "done" in when else {"eerste", "derde", "vierde", "later"})
    store = other._files.reading()
    state = store.state  # type: ignore[attr-defined]
    assert (state.letters, state.passages) == (len(there), len(there))
    assert store.vocabulary.frequencies(["brief"], "nl")["brief"].passages == 3


@on_one
def test_a_reader_stays_with_its_moment(opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the changes after it took long: what it reads is kept from when it no longer was the last."""
    monkeypatch.setattr("index.milvus.words.COMPACTED", 1)
    monkeypatch.setattr(
        "index.milvus.letters.next_number",
        lambda state: max(next_number(state) - (60_000_000 << ROOM), state.number + 1),
    )
    library, reader = opening(), opening()
    library.add([written(tmp_path / "0.jsonl", b0="Een brief over otters.")])
    with reader._files.moment() as store:
        for number in (1, 2):
            library.add([written(tmp_path / f"{number}.jsonl", **{f"b{number}": "Een brief over bevers."})])
        assert store.vocabulary.frequencies(["brief"], "nl")["brief"].passages == 1
        assert {each.letter for each in reader.ask("otters", 5).passages} == {"b0"}


def test_the_first_writer_fails_with_another_model(opening: Opening, tmp_path: Path) -> None:
    """Of vectors of another length: no library was made, so the next one takes the model that it is given."""

    class Broken(HashEncoder):
        identity = ModelIdentity("small", "by hand", 32)

        def encode_passages(self, *_: object) -> list[Encoding]:
            raise RuntimeError("the model is broken")

    file = written(tmp_path / "a.jsonl", eerste="De eerste brief gaat over otters.")
    with pytest.raises(RuntimeError, match="broken"):
        opening(Broken()).add([file])
    library = opening()
    assert library.add([file]).added == ("eerste",)
    assert library.ask("otters", 1).passages[0].letter == "eerste"


@on_one
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.WHOLE])
def test_a_letter_of_which_a_row_is_damaged(opening: Opening, tmp_path: Path, kind: Kind) -> None:
    """What the message tells to do can be done."""
    library = opening()
    file = written(tmp_path / "a.jsonl", eerste="Een brief over otters.", tweede="Een brief over bevers.")
    library.add([file])
    store = library._files.reading()
    (key,) = (each.key for each in store.of_letters(["eerste"])["eerste"])
    (row,) = rows_of(key, kind, b"something else")
    store.connection.call("parts", "upsert", data=[{**row, "data": f"1 {'0' * 16} {row['data'][19:]}"}])  # type: ignore[attr-defined]
    fresh = opening()
    with pytest.raises(LibraryDamaged, match="Remove its letter eerste and add it again"):
        fresh.ask("otters")
    fresh.remove(["eerste"])
    assert fresh.add([file]).added == ("eerste",)
    assert {each.letter for each in fresh.ask("Een brief over otters", 5).passages} == {"eerste", "tweede"}
    state = fresh._files.reading().state  # type: ignore[attr-defined]
    assert (state.letters, state.passages) == (2, 2)


@on_one
def test_another_model_is_for_another_name(opening: Opening, tmp_path: Path) -> None:
    opening().add([written(tmp_path / "a.jsonl", eerste="De eerste brief.")])
    other = HashEncoder()
    other.identity = ModelIdentity("other", "by hand", 48)  # type: ignore[misc]
    with pytest.raises(ModelMismatch, match=r"add the letters under another name: .*_2 add FILE... --model other$"):
        opening(other).ask("brief")
