"""Making shards: files → letters → passages → parts and a manifest, all of which stays when the process is killed."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from corpus import CorpusError, Letter, fingerprint, read_file
from index.encoder import Encoder, Progress
from index.errors import LibraryBusy, ShardError
from index.files import synced
from index.folder.locking import LEFT, LOCK
from index.folder.update import CHUNK, embedded
from index.notes import notes_in
from index.passages import content_hash, passages_of
from index.reading import place_of
from index.shards.common import common_codes
from index.shards.letters import letter_line
from index.shards.listing import Input, Listing
from index.shards.manifest import MANIFEST, File, Group, Head, Manifest, PartFile, digest, folder_of, read_manifest
from index.shards.part import BROKEN, is_same, write_part
from index.vectors.codes import ProductCodes
from index.vectors.piece import joined, packed

FILES = 16  # of a group, which is read again when one of them changes


@dataclass(frozen=True, slots=True)
class ShardReport:
    """What is in a shard now: letters and passages, of which so many were ``embedded`` by this run; the files or lines
    that could not be read."""

    shard: int
    shards: int
    letters: int
    passages: int
    embedded: int
    failures: tuple[CorpusError, ...]


def embed(
    paths: Sequence[Path],
    out: Path,
    shards: int,
    shard: int | None,
    encoder: Encoder,
    known: ProductCodes | None,
    progress: Progress | None = None,
) -> Iterator[ShardReport]:
    """Make one ``shard`` of ``shards`` of the files in ``paths``, or all of them, in the folder ``out``. ``known`` are
    the codes of the library that they are for. ``progress(done, total)`` counts files. Raises ShardError, LibraryBusy.
    """
    if shards < 1:
        raise ShardError(f"Nothing can be made in {shards} shards: ask for 1 or more.")
    if shard is not None and not 1 <= shard <= shards:
        raise ShardError(f"There is no shard {shard} of {shards}: shards are numbered from 1.")
    listing = Listing.of(paths)
    wanted = [shard] if shard else list(range(1, shards + 1))
    inputs = {each: listing.of_shard(each, shards) for each in wanted}
    total, before = sum(map(len, inputs.values())), 0

    def count(done: int) -> None:
        if progress:
            progress(before + done, total)

    for each in wanted:
        folder = folder_of(out, each, shards)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder / LOCK, timeout=LEFT):
                codes = common_codes(listing, out, folder, encoder, known)
                head = Head(each, shards, listing.digest, encoder.identity, codes.digest() if codes else None)
                report = _Run(folder, head, encoder, codes).made(inputs[each], count)
        except Timeout:
            raise LibraryBusy(f"Another process is writing the shard {folder}. Try again when it is done.") from None
        except OSError as error:
            raise ShardError(
                f"The shard {folder} cannot be written: {error.strerror or error}. What is in it stays good. See to it "
                "that this folder may be written to, that its disk knows hard links and has room, and run the same "
                "command again."
            ) from error
        before += len(inputs[each])
        yield report


def report_of(out: Path, shard: int, shards: int, embedded: int) -> ShardReport:
    """What the finished ``shard`` of ``shards`` in ``out`` holds."""
    groups = [line for line in read_manifest(folder_of(out, shard, shards) / MANIFEST) if isinstance(line, Group)]
    letters, passages = sum(each.letters for each in groups), sum(each.passages for each in groups)
    failures = tuple(error for group in groups for file in group.files for error in file.errors())
    return ShardReport(shard, shards, letters, passages, embedded, failures)


class _Run:
    """One shard that is being made in its folder."""

    def __init__(self, folder: Path, head: Head, encoder: Encoder, codes: ProductCodes | None) -> None:
        self._folder = folder
        self._head = head
        self._encoder = encoder
        self._codes = codes
        self._made_with = json.dumps({"model": head.model.to_json(), "codes": head.codes, "footnotes": True})
        self._before = {_key(number, group.files): group for number, group in self._groups()}
        self._embedded = 0

    def _groups(self) -> Iterator[tuple[int, Group]]:
        """What an earlier run finished with this model and these codes, with its number."""
        for name in (MANIFEST, f"{MANIFEST}.part"):
            with suppress(*BROKEN):
                lines = read_manifest(self._folder / name)
                head = next(lines)
                if isinstance(head, Head) and (head.model, head.codes) == (self._head.model, self._head.codes):
                    yield from enumerate(line for line in lines if isinstance(line, Group))

    def made(self, inputs: Sequence[Input], count: Callable[[int], None]) -> ShardReport:
        named = {LOCK, MANIFEST}
        with closing(Manifest(self._folder, self._head)) as manifest:
            for first in range(0, len(inputs), FILES):
                group = self._group(first // FILES, inputs[first : first + FILES])
                synced(self._folder)
                manifest.add(group)
                named |= {part.name for part in group.parts}
                count(min(first + FILES, len(inputs)))
            manifest.finish()
        for path in self._folder.iterdir():
            if path.name not in named:
                path.unlink()
        return report_of(self._folder.parent, self._head.shard, self._head.shards, self._embedded)

    def _group(self, number: int, inputs: Sequence[Input]) -> Group:
        files = tuple(
            File(each.place, each.name, str(place_of(each.file)), None if each.failure else fingerprint(each.file))
            for each in inputs
        )
        old = self._before.get(_key(number, files))
        if old and all(file.mark for file in files) and not any(part.difference(self._folder) for part in old.parts):
            again = zip(files, old.files, strict=True)
            return replace(old, files=tuple(replace(was, place=now.place, path=now.path) for now, was in again))
        letters: list[Letter] = []
        read = []
        for each, file in zip(inputs, files, strict=True):
            reading = read_file(each.file) if each.failure is None else None
            found = reading.letters if reading else ()
            failures = reading.failures if reading else (each.failure,)
            letters += found
            read.append(
                replace(
                    file,
                    letters=tuple((letter.id, content_hash(letter), _paragraphs(letter)) for letter in found),
                    failures=tuple((type(error).__name__, error.reason) for error in failures if error),
                )
            )
        parts = enumerate(_runs(letters))
        return Group(tuple(read), tuple(self._part(f"part-{number:06d}-{place:04d}.npz", run) for place, run in parts))

    def _part(self, name: str, letters: Sequence[Letter]) -> PartFile:
        """The part with these letters, which is made where it isn't there."""
        path = self._folder / name
        passages = [passage for letter in letters for passage in passages_of(letter, 0)]
        notes = {passage: own for letter in letters for passage, own in notes_in(letter).items() if own}
        passages = [replace(passage, key=key) for key, passage in enumerate(passages)]
        text = "".join(f"{letter_line(letter)}\n" for letter in letters)
        if not is_same(path, self._made_with, text):
            pieces = embedded(self._encoder, passages, notes, None)
            codes = self._codes
            write_part(path, self._made_with, text, joined([packed(each, codes) if codes else each for each in pieces]))
            self._embedded += len(passages)
        return PartFile(name, len(letters), len(passages), path.stat().st_size, digest(path))


def _key(number: int, files: Sequence[File]) -> tuple[object, ...]:
    return number, *((file.name, file.mark) for file in files)


def _paragraphs(letter: Letter) -> int:
    return sum(len(section.paragraphs) for section in letter.sections)


def _runs(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """``letters`` in runs of CHUNK passages at the most, or of one letter."""
    run: list[Letter] = []
    size = 0
    for letter in letters:
        count = _paragraphs(letter)
        if run and size + count > CHUNK:
            yield run
            run, size = [], 0
        run.append(letter)
        size += count
    if run:
        yield run
