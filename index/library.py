"""The front door: letters that can be asked, in a folder or on a server."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import CorpusError, find_files
from corpus.blocks import folded
from corpus.exports import Form, export
from index.answer import Answer
from index.answering import Shown, answer_of
from index.asking import Asking
from index.corrections import Verdict
from index.encoder import Encoder, ModelIdentity, Notice, Progress
from index.errors import LetterHeld, ModelMismatch, UnknownLetter
from index.filters import Filters
from index.folder.check import Finding
from index.folder.update import Made, embedded
from index.intake import AddReport, Intake
from index.passages import Passage
from index.places import Place, checked_place, storage_at
from index.questions.question import can_be_asked, checked
from index.reading import Source, read_files
from index.search import Query, Ranked, one_thread
from index.storage import Letters
from index.summaries import LetterSummary
from index.whole import WholeLetter

if TYPE_CHECKING:
    from index.shards.embed import ShardReport


_REMEMBERED = 100  # questions of a conversation
_Maker = Callable[[Letters[Any], Intake], Made]


class Library:
    """Letters that are kept: add, remove, list, ask. Safe to use from several threads.

    One process writes at a time, any number read; a reader sees each change whole, at its next question.
    """

    def __init__(self, path: Place, model: str | None, encoder: Encoder | None, notice: Notice | None) -> None:
        self._model = model
        self._encoder = encoder
        self._notice = notice
        self._files = storage_at(path, notice)
        self.path = self._files.path

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        model: str | None = None,
        encoder: Encoder | None = None,
        notice: Notice | None = None,
    ) -> "Library":
        """The library at ``path``, which need not exist yet: the first ``add`` makes it. ``path`` is a folder, or
        milvus://HOST:PORT/NAME for the one with that name on a Milvus server (index/milvus/address.py).

        ``model`` is a sentence-transformers model, by hub name or folder; without it a library keeps the model it
        has, and a new one takes the bundled model. ``encoder`` takes the model's place with ready parts.
        ``notice`` hears of work that takes long. Nothing is loaded or written here.
        Raises LibraryUnreadable where the path is not a folder, LibraryDamaged where its database is broken,
        ServerAway where a server doesn't answer.
        """
        library = cls(checked_place(path), model, encoder, notice)
        if library.exists():
            library._files.reading()
        return library

    def exists(self) -> bool:
        """Whether there is a library yet. Raises LibraryUnreadable, ServerAway."""
        return self._files.exists()

    def close(self) -> None:
        """Let go of the files; the next use opens them again."""
        self._files.close()

    def letters(self) -> list[LetterSummary]:
        """All letters, newest first. Raises LibraryMissing where there is no library."""
        with self._files.moment() as store:
            return store.summaries()

    def version(self) -> int:
        """A number that is another one after each change, whoever made it. Raises LibraryMissing."""
        with self._files.moment() as store:
            return store.number()

    def beside(self) -> "Library":
        """The same library with the same model, to add to it in one thread while this one is asked in another."""
        return Library(self.path, self._model, self.encoder(), self._notice)

    def passages(self, letter_ids: Iterable[str]) -> dict[str, list[Passage]]:
        """The passages, in order, of those of the letters that are here; the head, where there is one, is the last."""
        with self._files.moment() as store:
            return store.of_letters(letter_ids)

    def ask(
        self,
        question: str,
        k: int = 3,
        earlier: Sequence[str] = (),
        filters: Filters | Mapping[str, Any] | None = None,
        most: int = 0,
    ) -> Answer:
        """The ``k`` passages that answer ``question`` best, word for word; where all of them are found for certain, as
        many more as are, at most ``most``: a part of a letter has more than three.

        ``filters`` say of which letters it is asked: ``Filters``, or what ``Filters.of`` takes. ``earlier`` are the
        questions before it in a conversation, oldest first: "En voor Georgië?" is read with them, and "Wie had de
        leiding?", at most the last 100.
        Raises QuestionError for a question that can't be asked, NothingAsked for a turn that says no more than thanks,
        LibraryMissing where there is no library, NothingToAsk where no letter meets the filters, ModelMismatch where
        the library's vectors come from another model than the one asked for.
        """
        text = checked(question)
        if k < 1:
            raise ValueError("k is at least 1")
        chosen = filters if isinstance(filters, Filters) else Filters.of(filters or {})
        if self._encoder is None:
            self.encoder()  # which is loaded before time counts
        begin = time.perf_counter()
        earlier = [folded(before) for before in earlier[-_REMEMBERED:] if can_be_asked(before)]
        with self.asking() as asking:
            answer = answer_of(asking, text, Shown(k, max(k, most)), earlier, chosen)
            self._files.vouch(asking.store, {hit.letter for hit in answer.passages})
        return replace(answer, elapsed_ms=(time.perf_counter() - begin) * 1000)

    @contextmanager
    def asking(self) -> Iterator[Asking]:
        """What a question is asked of: all there is at this moment. Raises LibraryMissing, ModelMismatch."""
        encoder = self.encoder()
        with self._files.moment() as store, one_thread():
            yield Asking(store, self._files.current(store), encoder)

    def rank(self, question: str, k: int) -> tuple[Query, list[Ranked]]:
        """The ``k`` passages nearest to ``question``, by key, and the question as it was searched with."""
        with self.asking() as asking:
            return asking.rank(question, k)

    def letter(self, letter_id: str) -> WholeLetter:
        """A letter with all its text. Raises UnknownLetter."""
        with self._files.moment() as store:
            try:
                whole = store.whole(letter_id)
                self._files.vouch(store, {letter_id})
                return whole
            except KeyError:
                raise UnknownLetter(f"Not in this library: {letter_id}.") from None

    def correct(
        self,
        question: str,
        verdict: Verdict,
        letter_id: str | None = None,
        passage_id: str | None = None,
        *,
        withdraw: bool = False,
    ) -> None:
        """Keep what a reader says of an answer in the library's folder (``corrections.jsonl``, ``rejected.jsonl``):
        that a passage answers or doesn't, or that nothing does; ``withdraw`` takes it back. Of each question the last
        that was said stands. Raises QuestionError, UnknownLetter where the passage is not here, LibraryBusy,
        LibraryUnreadable.
        """
        place = None
        if verdict != "nothing":
            found = self.passages([letter_id or ""]).get(letter_id or "", [])
            words = [passage.text for passage in found if passage.id == passage_id]
            if not words or letter_id is None:
                raise UnknownLetter(f"Not in this library: {passage_id or letter_id}.")
            place = letter_id, words[0]
        with self._files.lock:
            self._files.keep(question, verdict, place, withdraw=withdraw)

    def cite(self, identifier: str, form: Form = "text") -> str:
        """The citation of a letter or of a passage, by its id. Raises UnknownLetter."""
        identifier = identifier.encode(errors="replace").decode()  # what is no text names nothing
        with self._files.moment() as store:
            letter, passage = store.cited(identifier)
            if letter is None:
                raise UnknownLetter(
                    f"Not in this library: {identifier}. `vindplaats letters` lists its letters, and `ask` prints the "
                    "id of each passage with --json."
                )
            return export(letter, form, passage.page, passage.locator) if passage else export(letter, form)

    def add(self, paths: Iterable[str | Path], progress: Progress | None = None, *, replace: bool = True) -> AddReport:
        """Read files and folders and add their letters; a letter whose id is here already is replaced, or LetterHeld is
        raised where it may not be and would change.

        What can't be read is reported and the rest goes in. Unchanged letters cost nothing, nor do files that were
        only moved or renamed; a letter that its file no longer holds goes. All of it happens or, on an error, none:
        LibraryBusy where another process writes, LibraryUnreadable where the disk refuses, ModelMismatch.
        ``progress(done, total)`` counts passages.
        """
        files, failures = find_files([Path(path) for path in paths])
        return self._take(files, failures, [], self._embedding(progress), replace=replace)

    def sync(
        self, files: Iterable[str | Path], vanished: Iterable[str | Path] = (), progress: Progress | None = None
    ) -> AddReport:
        """The same for files that came or changed, and for those that are gone: the letters of these go, unless one of
        ``files`` has them, which then is their source. All in one step."""
        gone = [Path(file) for file in vanished]
        return self._take([Path(file) for file in files], [], gone, self._embedding(progress))

    def embed(
        self,
        paths: Iterable[str | Path],
        out: str | Path,
        shards: int = 1,
        shard: int | None = None,
        progress: Progress | None = None,
    ) -> "Iterator[ShardReport]":
        """Embed files and folders with this library's model into shard files in the folder ``out``, for ``load``: the
        one ``shard`` from 1 to ``shards``, or all of them one after another. The library, which need not exist, stays
        as it is; where it packs token vectors, its codes are used.

        What is in ``out`` already, and whole, is not made again. ``progress(done, total)`` counts files.
        Raises ShardError, ModelError, ModelMismatch.
        """
        from index.shards.embed import embed

        with self._files.lock:
            store = self._files.reading() if self.exists() else None
            encoder = self._matching(store.meta("model")) if store else self._loaded(None)
            codes = self._files.packing(store) if store else None
        yield from embed([Path(path) for path in paths], Path(out), shards, shard, encoder, codes, progress)

    def load(self, folder: str | Path, progress: Progress | None = None) -> AddReport:
        """Add the letters of all the shards in ``folder``, as ``add`` would have of the files that they were made of,
        but without any file or model: all of them or, on an error, none. ``progress(done, total)`` counts passages.

        Raises ShardError, which names everything that is wrong with the shards; ShardMismatch where the library has
        another model or packs token vectors otherwise; LibraryBusy, LibraryUnreadable.
        """
        from index.shards.load import Shards

        shards = Shards.open(Path(folder))

        def fit(store: Letters[Any]) -> None:
            shards.require(self.path, store.meta("model"), self._files.packing(store))

        def made(store: Letters[Any], intake: Intake) -> Made:
            fit(store)  # until now another process could make the library, or make it anew
            return Made(shards.model, shards.pieces(intake.insert, progress), shards.codes)

        with self._files.lock:
            if self.exists():
                fit(self._files.reading())
            return self._take(shards.files, [], [], made, shards)

    def _embedding(self, progress: Progress | None) -> _Maker:
        def made(store: Letters[Any], intake: Intake) -> Made:
            encoder = self._matching(store.meta("model"))
            passages = [passage for new in intake.insert for passage in new.passages()]
            notes = {passage: own for new in intake.insert for passage, own in new.own_notes().items() if own}
            return Made(encoder.identity, embedded(encoder, passages, notes, progress))

        return made

    def _take(
        self,
        files: list[Path],
        failures: list[CorpusError],
        vanished: list[Path],
        made: _Maker,
        source: Source | None = None,
        *,
        replace: bool = True,
    ) -> AddReport:
        def counted(done: int, total: int) -> None:
            if self._notice:
                self._notice("reading", done, total, "files")

        with self._files.lock:
            if self.exists():
                with self._files.writing() as store:
                    sources = store.sources()
                    found = read_files(files, failures, store.readings.of, sources, source, counted)
                    intake = Intake.of(store, found, sources, vanished)
                    if intake.report.replaced and not replace:
                        raise LetterHeld(intake.report.replaced)
                    return self._put(store, intake, made)
            found = read_files(files, failures, source=source, progress=counted)
            if not found.letters:
                return AddReport((), (), (), found.failures, 0)
            with self._files.writing(create=True) as store:
                return self._put(store, Intake.of(store, found, store.sources()), made)

    def _put(self, store: Letters[Any], intake: Intake, made: _Maker) -> AddReport:
        coming = made(store, intake) if intake.insert else None
        self._files.change(store, intake.insert, intake.delete, coming, intake.sources, intake.readings)
        return intake.report

    def remove(self, letter_ids: Iterable[str]) -> None:
        """Remove letters. Raises UnknownLetter, naming every id that is not here, and then removes nothing."""
        wanted = list(dict.fromkeys(letter_ids))
        with self._files.lock:
            self._files.reading()
            with self._files.writing() as store:
                held = store.held(wanted)
                if missing := [identifier for identifier in wanted if identifier not in held]:
                    raise UnknownLetter(
                        f"Not in this library: {', '.join(missing)}. `vindplaats letters` lists the letters it holds."
                    )
                self._files.change(store, delete=wanted)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make the index files again from the letters' text, with the model given to ``open`` or the library's. A
        library of an older layout is moved over to this one."""
        with self._files.lock:
            self._files.rebuild(self._any_encoder, progress)

    def check(self, repair: bool = True, progress: Progress | None = None) -> list[Finding]:
        """Whether the texts, and all that is derived of them, are whole and agree; what is derived is made again where
        it doesn't. Returns what was wrong, nothing where all is well; damage to the texts themselves, or to their
        database, is told and left as it is. Raises LibraryMissing, LibraryBusy, LibraryUnreadable."""
        with self._files.lock:
            return self._files.check(self._any_encoder if repair else None, progress)

    def encoder(self) -> Encoder:
        """The library's model, loaded at the first call, which takes seconds. Raises ModelError, ModelMismatch."""
        with self._files.lock:
            return self._matching(self._files.model())

    def _matching(self, remembered: Mapping[str, Any] | None) -> Encoder:
        """The encoder, once it is certain that the library's vectors are its own: those of the model ``remembered``."""
        encoder = self._loaded(remembered)
        if remembered and ModelIdentity(**remembered) != encoder.identity:
            made_with, asked = remembered["name"], encoder.identity.name
            also = "" if made_with != asked else " with other weights"
            raise ModelMismatch(
                f"The library {self.path} was made with the model {made_with}; this is {asked}{also}. "
                f"Leave out --model, or {self._files.anew(asked)}"
            )
        return encoder

    def _any_encoder(self, store: Letters[Any]) -> Encoder:
        return self._loaded(store.meta("model"))

    def _loaded(self, remembered: Mapping[str, Any] | None) -> Encoder:
        if self._encoder is None:
            from index.models.loading import load_encoder

            self._encoder = load_encoder(self._model or (remembered["name"] if remembered else None), self._notice)
        return self._encoder
