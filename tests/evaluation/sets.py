"""The question sets that the product is measured on: a line in SETS each.

A set is a file of questions and the passages that they are asked of. Passages are a letter, as it is; a letter of
development, under the id that questions know it by; or a collection: a JSONL file of which each line becomes a letter
of one paragraph, in the language named. What is not there is skipped with a reason.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import Library
from index.encoder import Encoder, Progress
from index.evaluation.question_set import Question, read_questions
from tests.conftest import LETTER, ROOT, SHARED
from tests.evaluation.letters.documents import ANSWERS, LETTERS, named, source

HERE = Path(__file__).parent
DATA = SHARED / "data"
# What a library is not made with, but asked with: changing it leaves a library as it is. All else in corpus/ and
# index/ counts as making it, modules of tomorrow included.
ASKING_FOLDERS = frozenset({"evaluation", "lookups", "milvus", "questions"})
ASKING = frozenset(
    "answer.py answering.py asking.py confidence.py cross_conversations.npz cross_encoder.npz cross_encoder.py "
    "errors.py fitted.json heads.py hits.py names.py questions.npz search.py within.py".split()
)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """``language`` is that of a collection's passages, None for a letter, which says so itself; ``asked`` is the
    language of the questions that are taken, None for all. ``document`` is the id of a letter of development."""

    name: str
    passages: Path
    questions: Path
    language: str | None = None
    asked: str | None = None
    document: str | None = None

    @property
    def missing(self) -> str | None:
        """Why it cannot be measured, or None where it can."""
        absent = [path for path in (self.passages, self.questions) if not path.is_file()]
        return f"{' and '.join(map(str, absent))} not there" if absent else None

    def passages_file(self, folder: Path) -> Path:
        """The passages as ``add`` reads them, written into ``folder`` where they are not so already."""
        if self.document:
            return named(self.document, folder)
        if self.language is None:
            return self.passages
        texts = folder / "passages.jsonl"
        with texts.open("w", encoding="utf-8") as file:
            for identifier, text in self._texts():
                entry = {"id": identifier, "text": text, "language": self.language}
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        return texts

    def asked_questions(self) -> list[Question]:
        """The questions in the language asked for whose answers are among the passages."""
        questions = [each for each in read_questions(self.questions) if self.asked in (None, each.language)]
        if self.language is None:
            return questions
        there = {identifier for identifier, _ in self._texts()}
        return [each for each in questions if all(gold.letter in there for gold in each.answers)]

    def _texts(self) -> Iterator[tuple[str, str]]:
        """The passages of a collection by id. Treaties have a text for each language, of which a sample is taken."""
        for line in _lines(self.passages):
            if "doc" not in line:
                yield line["id"], line["text"]
            elif (text := line[self.language or "nl"]) and sampled(line["doc"]):
                yield line["id"], text[:900]


def letter_sets(folder: Path = HERE) -> list[QuestionSet]:
    """Every letter*.jsonl on the supplied letter: "letter.keywords.jsonl" is "letter keywords"."""
    files = {folder / "letter.jsonl", folder / "letter.keywords.jsonl", *folder.glob("letter*.jsonl")}
    return [QuestionSet(file.stem.replace(".", " "), LETTER, file) for file in sorted(files)]


def development_sets() -> list[QuestionSet]:
    """Questions on letters other than the supplied one, on which settings may be chosen."""
    questions = HERE / "letters"
    return [
        QuestionSet(f"development {each}", source(each), questions / f"{each}.questions.jsonl", document=each)
        for each in LETTERS
    ]


def near_miss_sets() -> list[QuestionSet]:
    """Questions that none of these letters answers, though a paragraph is about just what is asked; those on the
    supplied letter are "letter near"."""
    questions = HERE / "letters"
    return [
        QuestionSet(f"near {each}", source(each), questions / f"{each}.near.jsonl", document=each) for each in LETTERS
    ]


def lookup_sets() -> list[QuestionSet]:
    """Questions of kinds that the others hardly have: where words stand, what a part says, all mentions of something,
    what an abbreviation means, yes or no, attachments, keywords, misspelled."""
    return _sets("lookups")


def kind_sets() -> list[QuestionSet]:
    """What else is asked of a letter: what it sends along and promises, what comes next, reasons, counts, comparisons,
    two things at once, its main points."""
    return _sets("kinds")


def plain_sets() -> list[QuestionSet]:
    """Questions as people type them who have not read the letter, of every manner: terse, long-winded, polite, in
    keywords, two at once, misspelled."""
    return _sets("plain")


def _sets(kind: str) -> list[QuestionSet]:
    """Those of one kind, on the letters of development, and the answers, that have some."""
    questions = HERE / "letters"
    return [
        QuestionSet(f"{kind} {each}", source(each), file, document=each)
        for each in (*LETTERS, *ANSWERS)
        if (file := questions / f"{each}.{kind}.jsonl").is_file()
    ]


def _xquad(asked: str, language: str) -> QuestionSet:
    passages, questions = (
        DATA / "qa" / f"xquad.{kind}.jsonl" for kind in (f"passages.{language}", f"questions.{asked}")
    )
    return QuestionSet(f"xquad {asked}→{language}", passages, questions, language, asked)


def _treaties(asked: str, language: str) -> QuestionSet:
    folder = DATA / "treaties"
    name = f"treaties {asked}→{language}"
    return QuestionSet(name, folder / "articles.jsonl.gz", folder / "questions.jsonl", language, asked)


SETS = (
    *letter_sets(),
    QuestionSet(
        "kamervragen", DATA / "kamervragen" / "passages.jsonl", DATA / "kamervragen" / "questions.jsonl", "nl", "nl"
    ),
    _xquad("en", "en"),
    _xquad("de", "de"),
    _xquad("en", "de"),
    _xquad("en", "ro"),
    _treaties("nl", "nl"),
    _treaties("en", "nl"),
    *development_sets(),
    *near_miss_sets(),
    *lookup_sets(),
    *kind_sets(),
    *plain_sets(),
)


def sampled(treaty: str) -> bool:
    """Whether the treaty is one of those taken: one in eight, 1,736 articles to embed instead of 10,354."""
    return hashlib.sha1(treaty.encode(), usedforsecurity=False).digest()[2] < 32


def library_for(each: QuestionSet, cache: Path, encoder: Encoder, progress: Progress | None = None) -> Library:
    """The set's passages as a library in ``cache``, taken from there when it was made of the same passages with the
    same code and model, and made when not."""
    folder = cache / each.passages.stem
    folder.mkdir(parents=True, exist_ok=True)
    file = each.passages_file(folder)
    made_of = hashlib.blake2b(file.read_bytes(), digest_size=8)
    made_of.update(json.dumps(encoder.identity.to_json(), sort_keys=True).encode())
    for path in _makers():
        made_of.update(path.read_bytes())
    library = Library.open(folder / made_of.hexdigest(), encoder=encoder)
    if not library.exists() or not library.letters():
        report = library.add([file], progress)
        if report.failures:
            raise ValueError(f"{each.name}: {len(report.failures)} passages could not be read: {report.failures[0]}")
    return library


def _makers() -> list[Path]:
    """The files that decide what is in a library."""
    return sorted(
        path
        for package in ("corpus", "index")
        for path in (ROOT / package).rglob("*")
        if path.suffix in {".py", ".npz", ".json"}
        and path.name not in ASKING
        and path.parent.name not in ASKING_FOLDERS
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
