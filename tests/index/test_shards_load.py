"""A library that is loaded from shards is the one that ``add`` makes of the same files."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from index import Library
from index.encoder import ModelIdentity
from index.errors import LibraryDamaged, LibraryMissing, ShardError, ShardMismatch
from index.folder import merging
from index.intake import AddReport
from index.shards import embed as embedding
from index.shards import load
from index.shards.common import CODES, read_codes
from index.shards.manifest import MANIFEST, folder_of
from index.vectors.codes import ProductCodes
from tests.conftest import LETTER
from tests.index.shard_files import bytes_of, letters_in, quick_codes, ranked
from tests.reliability.letters import HashEncoder, answers, written


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return letters_in(tmp_path / "letters")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of little much: parts of a few passages, few of them open, and codes from twenty passages on."""
    monkeypatch.setattr(embedding, "FILES", 3)
    monkeypatch.setattr(embedding, "CHUNK", 12)
    monkeypatch.setattr(load, "OPEN", 2)
    monkeypatch.setattr(load, "JOINED", 1)
    monkeypatch.setattr(merging, "PACKED_FROM", 20)
    monkeypatch.setattr(ProductCodes, "learned", quick_codes)


def opened(path: Path) -> Library:
    return Library.open(path, encoder=HashEncoder())


def sharded(library: Library, paths: Sequence[Path], out: Path, shards: int = 3) -> Path:
    for _ in library.embed(paths, out, shards):
        pass
    return out


def told(report: AddReport) -> object:
    """A report with its failures as they are told."""
    return {name: getattr(report, name) for name in report.__slots__ if name != "failures"}, list(
        map(str, report.failures)
    )


def assert_same(one: Library, other: Library) -> None:
    assert ranked(one) == ranked(other)
    assert [letter.to_json() for letter in one.letters()] == [letter.to_json() for letter in other.letters()]
    stores = [each._files.reading() for each in (one, other)]
    assert stores[0].passages() == stores[1].passages()
    assert stores[0].sources() == stores[1].sources()
    assert stores[0].hashes(stores[0].sources()) == stores[1].hashes(stores[1].sources())
    readings = "SELECT * FROM readings ORDER BY fingerprint, place"
    assert stores[0].database.query(readings) == stores[1].database.query(readings)
    assert one.check() == other.check() == []


@pytest.mark.parametrize("shards", [1, 5])
def test_it_is_the_library_that_add_makes(files: Path, tmp_path: Path, shards: int) -> None:
    added = opened(tmp_path / "added")
    report = added.add([files])
    loaded = opened(tmp_path / "loaded")
    seen: list[tuple[int, int]] = []
    out = sharded(loaded, [files], tmp_path / "out", shards)
    with pytest.raises(LibraryMissing):
        loaded.letters()
    got = loaded.load(out, lambda done, total: seen.append((done, total)))
    assert told(got) == told(report)
    assert len(got.failures) == 3
    assert seen[-1] == (got.passages, got.passages) == (12 * 5 + 40, 100)
    assert_same(loaded, added)


@pytest.mark.usefixtures("small")
def test_so_it_is_with_product_codes(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded, added = opened(tmp_path / "loaded"), opened(tmp_path / "added")
    loaded.load(sharded(loaded, [files], tmp_path / "out", 4))
    codes = read_codes(tmp_path / "out")
    assert codes
    # with the same codes: those of a library come from the passages that come first
    monkeypatch.setattr(ProductCodes, "learned", lambda _: codes)
    added.add([files])
    assert (record := added._files.reading().meta("generation"))["codes"]
    assert loaded._files.reading().meta("generation")["codes"]["blake2b"] == record["codes"]["blake2b"]
    assert_same(loaded, added)


@pytest.mark.usefixtures("small")
def test_shards_made_for_a_library_fit_into_it(files: Path, tmp_path: Path) -> None:
    base = opened(tmp_path / "base")
    base.add([files / "onder"])
    added, loaded = (opened(shutil.copytree(base.path, tmp_path / name)) for name in ("added", "loaded"))
    assert told(loaded.load(sharded(base, [files], tmp_path / "out"))) == told(added.add([files]))
    assert_same(loaded, added)


@pytest.mark.usefixtures("small")
def test_a_library_without_codes_takes_those_of_the_shards(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # three letters, a byte a dimension
    three = sorted((files / "onder").glob("brief-*"))[:3]
    loaded, added = opened(tmp_path / "loaded"), opened(tmp_path / "added")
    for library in (loaded, added):
        library.add(three)
        assert library._files.packing(library._files.reading()) is None
    loaded.load(sharded(loaded, [files], tmp_path / "out"))
    codes = read_codes(tmp_path / "out")
    assert codes
    monkeypatch.setattr(ProductCodes, "learned", lambda _: codes)
    added.add([files])
    assert_same(loaded, added)


def test_bytes_are_packed_by_a_library_that_packs(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = sharded(opened(tmp_path / "none"), [files], tmp_path / "out")
    assert read_codes(out) is None
    monkeypatch.setattr(merging, "PACKED_FROM", 20)
    monkeypatch.setattr(ProductCodes, "learned", quick_codes)
    loaded, added = opened(tmp_path / "loaded"), opened(tmp_path / "added")
    for library in (loaded, added):
        library.add([files / "onder"])
        assert library._files.packing(library._files.reading())
    loaded.load(out)
    added.add([files])
    assert_same(loaded, added)


@pytest.mark.usefixtures("small")
def test_a_large_load_goes_by_files(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "SPILLED", 300)
    spilled: list[int] = []
    real = merging.write_segment
    monkeypatch.setattr(
        merging, "write_segment", lambda *given: spilled.append(sum(map(len, given[2]))) or real(*given)
    )
    loaded = opened(tmp_path / "loaded")
    out = sharded(loaded, [files], tmp_path / "out", 4)
    most: list[int] = []
    before = open_files()
    files_open: list[int] = []
    loaded.load(out, lambda done, _: (most.append(done), files_open.append(open_files()))[0])
    assert len(spilled) > 3
    assert max(spilled[:-1]) < 60 < spilled[-1] == 100
    assert len(most) == 52  # a letter at a time
    assert max(files_open) < before + 20 < 11 * len(spilled)
    monkeypatch.setattr(merging, "SPILLED", 500_000)
    again = opened(tmp_path / "again")
    again.load(out)
    assert_same(again, loaded)


def test_what_is_there_costs_nothing_and_what_changed_is_replaced(files: Path, tmp_path: Path) -> None:
    loaded, added = opened(tmp_path / "loaded"), opened(tmp_path / "added")
    for library in (loaded, added):
        library.add([files])
    out = sharded(loaded, [files], tmp_path / "out")
    before = bytes_of(loaded.path)
    report = loaded.load(out)
    assert (report.added, report.replaced, report.passages, len(report.unchanged)) == ((), (), 0, 52)
    assert bytes_of(loaded.path) == before
    written(files, {"brief-0004": 2, "brief-0099": 1}, ["brief-0004", "brief-0099"])
    (files / "verzameling.jsonl").write_text(
        json.dumps({"id": "regel-1", "text": "Nieuw over klimaat."}) + "\n", "utf-8"
    )
    report = loaded.load(sharded(loaded, [files], out))
    assert told(report) == told(added.add([files]))
    assert report.added == ("brief-0099",)
    assert report.replaced == ("brief-0004", "regel-1")
    assert set(report.removed) == {f"regel-{n}" for n in range(40) if n != 1}
    assert_same(loaded, added)


def test_the_files_may_be_gone(files: Path, tmp_path: Path) -> None:
    loaded, added = opened(tmp_path / "loaded"), opened(tmp_path / "added")
    added.add([files])
    out = sharded(loaded, [files], tmp_path / "out")
    files.rename(tmp_path / "moved")
    loaded.load(shutil.move(out, tmp_path / "elsewhere"))
    (tmp_path / "moved").rename(files)
    assert_same(loaded, added)


def test_an_official_name_wins_wherever_it_is_read(tmp_path: Path) -> None:
    for letters, names in (("een", ("a.md", "kst-28676-999.md")), ("twee", ("kst-28676-998.md", "z.md"))):
        folder = tmp_path / letters
        folder.mkdir()
        for name in names:
            shutil.copy(LETTER, folder / name)
        (folder / "verslag.md").write_text("# Verslag\n\nEen verslag over Rusland.\n", "utf-8")
        loaded, added = opened(tmp_path / f"{letters}-loaded"), opened(tmp_path / f"{letters}-added")
        assert told(loaded.load(sharded(loaded, [folder], tmp_path / f"{letters}-out", 4))) == told(added.add([folder]))
        assert_same(loaded, added)


@pytest.fixture
def broken(files: Path, tmp_path: Path, small: None) -> Path:  # noqa: ARG001
    return sharded(opened(tmp_path / "none"), [files], tmp_path / "out", 4)


def test_all_that_is_wrong_is_told_and_nothing_is_changed(files: Path, tmp_path: Path, broken: Path) -> None:
    library = opened(tmp_path / "library")
    library.add([files / "brief-0000.md"])
    before = bytes_of(library.path)
    shards = [folder_of(broken, shard, 4) for shard in range(1, 5)]
    shutil.rmtree(shards[0])
    (shards[1] / MANIFEST).unlink()
    parts = sorted(shards[2].glob("part-*"))
    parts[0].write_bytes(parts[0].read_bytes()[:-1])
    parts[1].unlink()
    whole = bytearray((shards[3] / MANIFEST).read_bytes())
    whole[200] ^= 1
    (shards[3] / MANIFEST).write_bytes(bytes(whole))
    with pytest.raises(ShardError) as caught:
        library.load(broken)
    said = str(caught.value)
    run = f"run: vindplaats embed PATHS --shards 4 --shard {{}} --out {broken}"
    assert f"\n  {shards[0]} is missing; {run.format(1)}" in said
    assert f"\n  {shards[1]} is not finished; {run.format(2)}" in said
    assert f"\n  {parts[0]} has {parts[0].stat().st_size} bytes instead of {parts[0].stat().st_size + 1}; " in said
    assert f"\n  {parts[1]} is missing; {run.format(3)}" in said
    assert f"\n  {shards[3] / MANIFEST} " in said
    assert len(said.splitlines()) == 6
    assert bytes_of(library.path) == before
    # and what it says helps
    sharded(library, [files], broken, 4)
    library.load(broken)


def test_shards_that_do_not_belong_together(files: Path, tmp_path: Path, broken: Path) -> None:
    library = opened(tmp_path / "library")
    written(files, {"later": 1}, ["later"])
    list(library.embed([files], broken, 4, 2))
    with pytest.raises(ShardError, match="shard-00002-of-00004 was made of other files than most"):
        library.load(broken)
    other = HashEncoder()
    other.identity = ModelIdentity("others", "by hand", 48)  # type: ignore[misc]
    made = Library.open(tmp_path / "none", encoder=other)
    with pytest.raises(ShardMismatch, match="made with the model hashes, and this is others"):
        list(made.embed([files], broken, 4, 1))
    list(made.embed([files], tmp_path / "of another", 4, 1))
    foreign = folder_of(broken, 1, 4)
    shutil.rmtree(foreign)
    shutil.copytree(folder_of(tmp_path / "of another", 1, 4), foreign)
    with pytest.raises(ShardError, match="shard-00001-of-00004 was made with another model than most, others"):
        library.load(broken)
    sharded(library, [files], broken, 2)
    with pytest.raises(ShardError, match="different divisions, of 00002 and 00004"):
        library.load(broken)
    shutil.copy(sharded(library, [LETTER], tmp_path / "small", 1) / CODES, broken)
    with pytest.raises(ShardError, match=r"was packed by other codes than .*codes\.npz"):
        library.load(broken)
    (broken / CODES).unlink()
    with pytest.raises(ShardError, match=r"codes\.npz is missing or damaged"):
        library.load(broken)
    with pytest.raises(ShardError, match="there is no shard in it; make them with: vindplaats embed"):
        library.load(tmp_path / "nowhere")
    assert not library.exists()


def test_a_part_of_another_shape_is_refused(tmp_path: Path, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a part changes after it was looked at, and where one that was made so says it is whole."""
    library = opened(tmp_path / "library")
    real = load.Shards.open
    part = max(broken.rglob("part-*"), key=lambda path: path.stat().st_size)
    whole = part.read_bytes()

    def change(damage: Callable[[bytes], bytes]) -> load.Shards:
        shards = real(broken)
        part.write_bytes(damage(whole))
        return shards

    for damage in (
        lambda data: data[:-30],
        lambda data: data.replace(b"'descr': '<i8'", b"'descr': '|O8'", 1),
        lambda data: data.replace(b"'descr': '<i8'", b"'descr': '<i4'", 1),
    ):
        part.write_bytes(whole)
        monkeypatch.setattr(load.Shards, "open", lambda _, damage=damage: change(damage))
        with pytest.raises(ShardError, match=r"was changed meanwhile .* and nothing was added; run: vindplaats embed"):
            library.load(broken)
    assert not library.exists()


@pytest.mark.parametrize("version", ["other words", "fewer letters"])
def test_shards_that_are_made_again_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    """Each part is whole, but not the one that was looked at."""
    library, files = opened(tmp_path / "library"), tmp_path / "letters"
    files.mkdir()
    written(files, {"a": 1, "b": 1}, ["a", "b"])
    out = sharded(library, [files], tmp_path / "out", 1)
    real = load.Shards.open

    def again(_: Path) -> load.Shards:
        shards = real(out)
        if version == "other words":
            written(files, {"a": 2, "b": 2}, ["a", "b"])
        else:
            (files / "b.md").unlink()
        sharded(library, [files], out, 1)
        return shards

    monkeypatch.setattr(load.Shards, "open", again)
    with pytest.raises(ShardError, match=r"was changed meanwhile .* and nothing was added; run: vindplaats embed"):
        library.load(out)
    assert not library.exists()


def test_another_model_or_other_codes_than_the_librarys(files: Path, tmp_path: Path, broken: Path) -> None:
    library = of_others(tmp_path / "others")
    library.add([LETTER])
    with pytest.raises(ShardMismatch, match=r"the model others, .* with hashes. Load them into a new library"):
        library.load(broken)
    packing = opened(tmp_path / "packing")
    packing.add([LETTER])
    assert packing._files.packing(packing._files.reading())
    before = bytes_of(packing.path)
    with pytest.raises(ShardMismatch, match=r"packs token vectors by other codes .* embed PATHS --out NEW_DIR"):
        packing.load(broken)
    assert bytes_of(packing.path) == before
    packing.load(sharded(packing, [files], tmp_path / "fitting"))
    for path in packing.path.glob("codes-*"):
        path.unlink()
    with pytest.raises(LibraryDamaged, match=r"codes-\d+\.npz is missing.* rebuild"):
        packing.load(tmp_path / "fitting")


def of_others(path: Path) -> Library:
    other = HashEncoder()
    other.identity = ModelIdentity("others", "by hand", 48)  # type: ignore[misc]
    return Library.open(path, encoder=other)


def test_a_library_that_another_makes_meanwhile(files: Path, tmp_path: Path) -> None:
    """With another model, after the load has found none."""
    others = of_others(tmp_path / "lib")

    def meanwhile(*_: object) -> None:
        if not others.exists():
            others.add([LETTER])

    library = Library.open(tmp_path / "lib", encoder=HashEncoder(), notice=meanwhile)
    with pytest.raises(ShardMismatch, match="the model others"):
        library.load(sharded(library, [files], tmp_path / "out", 1))
    assert [letter.id for letter in others.letters()] == ["kst-28676-372"]
    assert others.check() == []


def test_a_library_that_another_rebuilds_meanwhile(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another model, after the load has found that its own is the shards'."""
    library, others = opened(tmp_path / "lib"), of_others(tmp_path / "lib")
    out = sharded(library, [files], tmp_path / "out", 1)
    library.add([LETTER])
    require, seen = load.Shards.require, []

    def meanwhile(*given: Any) -> None:
        require(*given)
        if not seen:
            others.rebuild()
        seen.append(given)

    monkeypatch.setattr(load.Shards, "require", meanwhile)
    with pytest.raises(ShardMismatch, match="the model others"):
        library.load(out)
    assert [letter.id for letter in others.letters()] == ["kst-28676-372"]
    assert others.check() == []


@pytest.mark.model
def test_the_real_model_says_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    written(Path(shutil.copytree(LETTER.parent, folder)), {"brief-1": 1, "brief-2": 1}, ["brief-1", "brief-2"])
    loaded, added = Library.open(tmp_path / "loaded"), Library.open(tmp_path / "added")
    added.add([folder])
    loaded.load(sharded(Library.open(tmp_path / "none"), [folder], tmp_path / "out", 2))
    assert loaded._encoder is None
    assert answers(loaded) == answers(added)
    assert_same(loaded, added)
