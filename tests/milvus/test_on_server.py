"""A library on a server does what one in a folder does, and gives the same answers."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import Answer, Filters, Library
from index.errors import NothingToAsk, OnlyInFolder, UnknownLetter
from index.milvus.words import rows_of, summed
from tests.benchmarks.parity import moved
from tests.conftest import LETTER
from tests.milvus.conftest import Opening, on_one
from tests.milvus.servers import REAL, Given, Server
from tests.reliability.letters import QUESTIONS, HashEncoder

pytestmark = pytest.mark.milvus

ASKED = (
    *QUESTIONS, "Wat is DIANA?", "klimaat neutraal", "veiligheidssituatie rond Georgie",
    "Wat staat er in kst-28676-331?",
    "wapenbeheersing en ontwapenning", "Van wie is deze brief?", "qqq zzz xxx",
    "Waar staat AWO voor?", "Wat is de afkorting van de Noord-Atlantische Raad?", "What does RIVM stand for?",
)  # fmt: skip


def written(path: Path, **letters: str) -> Path:
    entries = [{"id": identifier, "text": text, "language": "nl"} for identifier, text in letters.items()]
    path.write_text("\n".join(json.dumps(entry) for entry in entries), "utf-8")
    return path


def alike(ours: Answer, theirs: Answer) -> bool:
    """Whether two answers are the same but for how long they took, and for the last digits of figures: in which order
    sums are made is not always the same."""
    figures = [
        [each.confidence, *(f for hit in each.passages for f in (hit.score, hit.confidence))] for each in (ours, theirs)
    ]
    plain = [
        replace(
            each,
            elapsed_ms=0,
            confidence=0,
            passages=tuple(replace(hit, score=0, confidence=0) for hit in each.passages),
        )
        for each in (ours, theirs)
    ]
    return plain[0] == plain[1] and figures[0] == pytest.approx(figures[1], abs=1e-5)


def test_the_same_answers(opening: Opening, local: Library, tmp_path: Path) -> None:
    library = opening()
    assert not library.exists()
    more = written(
        tmp_path / "meer.jsonl",
        otters="Otters leven in de Weerribben.\n\nHun aantal groeit, zie Kamerstuk 28 676, nr. 372.",
        dijken="De dijk bij Lobith is 16,5 meter hoog (Algemeen Waterschapsoverleg, AWO).\n\nHet AWO beheert hem.",
        lang=" ".join(f"Het waterpeil bij paal {number} is gemeten." for number in range(400)),
    )
    for each in (library, local):
        report = each.add([LETTER, more])
        assert (len(report.added), report.failures) == (4, ())
    for question in (*ASKED, "Hoe hoog is de dijk?", "Algemeen Waterschapsoverleg", "waar leven oters", "paal 399"):
        for k in (1, 10):
            assert alike(library.ask(question, k), local.ask(question, k)), question
    assert library.letters() == local.letters()
    ours, theirs = library.letter("kst-28676-372"), local.letter("kst-28676-372")
    assert [replace(each, key=0) for each in ours.passages] == [replace(each, key=0) for each in theirs.passages]
    assert replace(ours, passages=()) == replace(theirs, passages=())
    passage = ours.passages[3].id
    for identifier in ("kst-28676-372", passage):
        assert library.cite(identifier, "bibtex") == local.cite(identifier, "bibtex")
    with pytest.raises(UnknownLetter):
        library.cite("nergens")
    assert [each.text for each in library.passages(["otters"])["otters"]] == [
        each.text for each in local.passages(["otters"])["otters"]
    ]
    followed = library.ask("En de dijk?", earlier=["Hoe hoog zijn de otters?"])
    assert alike(followed, local.ask("En de dijk?", earlier=["Hoe hoog zijn de otters?"]))


def test_a_letter_is_found_by_the_number_in_its_head(opening: Opening, local: Library, tmp_path: Path) -> None:
    library = opening()
    named_anew = tmp_path / "kst-1268678.md"
    named_anew.write_bytes(LETTER.read_bytes())
    other = written(tmp_path / "meer.jsonl", otters="Hun aantal groeit, zie Kamerstuk 28 676, nr. 372.")
    for each in (library, local):
        each.add([named_anew, other])
    answer = library.ask("28 676, nr. 372", 30)
    assert answer.passages[0].letter == "kst-1268678"
    assert alike(answer, local.ask("28 676, nr. 372", 30))
    assert alike(library.ask("28 676, nr. 373"), local.ask("28 676, nr. 373"))


def test_filters(opening: Opening, local: Library, tmp_path: Path) -> None:
    library = opening()
    several = tmp_path / "kst-33037-5.md"
    head = "Tweede Kamer der Staten-Generaal\n\n33 037 Mest\n\n36 600 XIV Begroting\n\n21 501-32 Raad\n\nNr. 5"
    several.write_text(f"{head}\n\nMest en het klimaat, zie Kamerstuk 28 676, nr. 372.\n", "utf-8")
    for each in (library, local):
        each.add([LETTER, several, LETTER.parent.parent.parent / "tests" / "evaluation" / "letters"])
    assert library.letters() == local.letters()
    question = "Wat doet de NAVO aan klimaat?"
    met = 0
    for filters in (
        Filters(dossier="28676"), Filters(dossier="286"), Filters(since=date(2021, 1, 1)),
        Filters(until=date(2021, 7, 1)), Filters(until=date(1900, 1, 1)), Filters(sender="buitenlandse"),
        Filters(sender="niemand"), Filters(letters=("kst-28676-372",)), Filters(letters=('een "andere"',)),
        Filters(dossier="33037"), Filters(dossier="36600"), Filters(dossier="36600-XIV"), Filters(dossier="21501-32"),
        Filters(dossier="21501"), Filters(dossier="36600 XI"), Filters(dossier='x" or "y'),
        Filters(since=date(2021, 1, 1), sender="DEFENSIE", dossier="28 676"),
    ):  # fmt: skip
        try:
            expected = local.ask(question, 5, filters=filters)
        except NothingToAsk as nothing:
            with pytest.raises(NothingToAsk, match=str(nothing).partition(":")[0]):
                library.ask(question, 5, filters=filters)
        else:
            met += 1
            assert alike(library.ask(question, 5, filters=filters), expected), filters
    assert met >= 9


def test_what_goes_and_what_comes_in_its_place(opening: Opening, local: Library, tmp_path: Path) -> None:
    library, other = opening(), opening()
    file = tmp_path / "brieven.jsonl"

    def put(**letters: str) -> None:
        written(file, **letters)
        reports = [each.add([file]) for each in (library, local)]
        assert replace(reports[0], failures=()) == replace(reports[1], failures=())

    def agree(*questions: str) -> None:
        for question in questions:
            assert alike(other.ask(question, 5), local.ask(question, 5)), question
        assert other.letters() == local.letters()

    put(bijen="Bijen maken honing.", duikers="Een duiker is een buis.", vissen="Een snoek is een roofvis.")
    agree("Wat maken bijen?", "honig", "Wat is een duiker?")
    version = other.version()
    put(bijen="Bijen maken was en koninginnengelei.", duikers="Een duiker is een buis.")
    agree("Wat maken bijen?", "honing", "koninginnegelei", "snoek")
    assert other.version() > version
    for each in (library, local):
        each.remove(["bijen"])
        with pytest.raises(UnknownLetter, match="bijen"):
            each.remove(["duikers", "bijen"])
    agree("was", "Wat is een duiker?", "honing")
    put(bijen="Bijen maken honing.", duikers="Een duiker is een buis.")
    agree("honing", "duiker")
    moved = file.rename(tmp_path / "elders.jsonl")
    for each in (library, local):
        assert set(each.sync([moved], [file]).moved) == {"bijen", "duikers"}
        assert each.add([moved]).unchanged == ("bijen", "duikers")
        each.remove(["bijen", "duikers"])
        assert each.letters() == []
    assert alike(other.ask("duiker"), local.ask("duiker"))


@on_one
def test_one_beside_another_is_on_the_same_server(opening: Opening, tmp_path: Path) -> None:
    """As the page has it that takes letters while it is asked."""
    library = opening()
    library.add([written(tmp_path / "a.jsonl", eerste="De eerste brief.")])
    beside = library.beside()
    beside.add([written(tmp_path / "b.jsonl", tweede="De tweede brief.")])
    beside.close()
    assert {each.id for each in library.letters()} == {"eerste", "tweede"}


def test_a_change_is_seen_at_the_next_question(opening: Opening, server: Server | Given, tmp_path: Path) -> None:
    """By another client too, each time: at Bounded the real server showed the old one in 10 of 10 tries."""
    writer, reader = opening(), opening()
    for number in range(3):
        writer.add([written(tmp_path / "a.jsonl", brief=f"Het getal van vandaag is nummer{number}.")])
        assert reader.ask("Wat is het getal van vandaag?").passages[0].text == (
            f"Het getal van vandaag is nummer{number}."
        )
    if server.name == REAL:  # else all requests would be as slow as the one that asks for the last change
        assert all(reader._files.reading().state.seen[name] > 0 for name in ("windows", "parts", "words", "lookups"))  # type: ignore[attr-defined]


@on_one
def test_what_is_for_folders_only_says_so(opening: Opening, tmp_path: Path, vindplaats: Callable[..., object]) -> None:
    library = opening()
    library.add([written(tmp_path / "a.jsonl", brief="Een brief.")])
    assert library.check() == []
    with pytest.raises(OnlyInFolder, match="another name"):
        library.rebuild()
    with pytest.raises(OnlyInFolder, match="lies on a server"):
        library.correct("Wat is dit?", "nothing")
    done = vindplaats("--library", str(library.path), "backup", tmp_path / "b")
    assert (done.returncode, done.stdout) == (1, "")  # type: ignore[attr-defined]
    assert done.stderr.startswith(f"Error: {library.path} lies on a server")  # type: ignore[attr-defined]
    listed = vindplaats("--library", str(library.path), "letters")
    assert listed.returncode == 0, listed.stderr  # type: ignore[attr-defined]
    assert "brief" in listed.stdout  # type: ignore[attr-defined]


@on_one
def test_shards_are_loaded_as_in_a_folder(opening: Opening, local: Library, tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl", otters="Otters leven in de Weerribben.", dijken="De dijk is 16,5 meter hoog.")
    library = opening()
    assert sum(report.passages for report in library.embed([LETTER, file], tmp_path / "shards", 2)) == 28
    report = library.load(tmp_path / "shards")
    assert (sorted(report.added), report.failures) == (["dijken", "kst-28676-372", "otters"], ())
    local.load(tmp_path / "shards")
    for question in (*ASKED, "Hoe hoog is de dijk?", "waar leven oters"):
        assert alike(library.ask(question, 10), local.ask(question, 10)), question
    assert library.load(tmp_path / "shards").added == ()
    assert library.add([LETTER, file]).added == ()


def test_what_a_server_cannot_do_is_said_once(opening: Opening, server: Server | Given, tmp_path: Path) -> None:
    said: list[str] = []

    def hear(text: str, *counted: object) -> None:
        if not counted:
            said.append(text)

    library = opening(notice=hear)
    library.add([written(tmp_path / "a.jsonl", brief="Een brief.")])
    library.ask("brief")
    library.ask("een brief")
    assert len(said) == (server.name == REAL)
    assert all("no sparse vectors" in each for each in said)


@on_one
@pytest.mark.model
def test_the_same_answers_with_the_real_model(opening: Opening, real_library: Library) -> None:
    library = opening(real_library.encoder())
    library.add([LETTER])
    for question in ASKED:
        assert alike(library.ask(question, 5), real_library.ask(question, 5)), question


@on_one
def test_a_large_change_packs_and_stays_the_same(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that are packed are compared as such, those from before as they were."""
    monkeypatch.setattr("index.milvus.writing.PACKED_FROM", 40)
    library = opening()
    texts = {f"b{number}": f"Brief {number} gaat over onderwerp{number} en paal{number % 7}." for number in range(80)}
    library.add([written(tmp_path / "a.jsonl", **dict(list(texts.items())[:30]))])
    before = library.ask("onderwerp7", 1).passages[0]
    library.add([written(tmp_path / "b.jsonl", **dict(list(texts.items())[30:]))])
    assert replace(library.ask("onderwerp7", 1).passages[0], score=0, confidence=0) == replace(
        before, score=0, confidence=0
    )
    assert library.ask("Waarover gaat onderwerp66?", 1).passages[0].letter == "b66"
    library.add([written(tmp_path / "c.jsonl", later="De brief van later gaat over kwallen.")])
    assert library.ask("kwallen", 1).passages[0].letter == "later"
    store = library._files.reading()
    assert store.state.codes  # type: ignore[attr-defined]


def test_many_that_go(opening: Opening, local: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a filter names as ranges, and more than one row says."""
    monkeypatch.setattr("index.milvus.state.MOST", 300)
    library, other = opening(), opening()
    texts = {f"b{number:02}": f"Brief {number} gaat over onderwerp{number} en de paal." for number in range(40)}
    for each in (library, local):
        each.add([written(tmp_path / "a.jsonl", **texts)])
        each.remove([f"b{number:02}" for number in range(0, 40, 2)])
    assert len(library._files.reading().state.gone) == 40  # type: ignore[attr-defined]
    for question in ("Wat zegt de brief over de paal?", "onderwerp4", "onderwerp5"):
        assert alike(other.ask(question, 30), local.ask(question, 30)), question
    assert other.letters() == local.letters()


@on_one
def test_one_that_is_moved_with_its_codes(
    opening: Opening, local: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vectors and codes of a library in a folder, put on a server as they are."""
    monkeypatch.setattr("index.folder.merging.PACKED_FROM", 40)
    texts = {f"b{number}": f"Brief {number} gaat over onderwerp{number} en paal{number % 7}." for number in range(80)}
    file = written(tmp_path / "a.jsonl", **texts)
    local.add([file])
    assert local._files.reading().meta("generation")["codes"]
    library = moved(local, file, str(opening().path), HashEncoder())
    for question in ("onderwerp7", "Waarover gaat onderwerp66?", "paal3 en paal4"):
        assert alike(library.ask(question, 10), local.ask(question, 10)), question
    library.close()


def test_words_are_summed_now_and_then(opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.milvus.words.COMPACTED", 3)
    monkeypatch.setattr("index.milvus.kept.ADDED_UP", 2)
    monkeypatch.setattr("index.milvus.sweeping.GRACE", 0.0)
    library = opening()
    for number in range(5):
        library.add([written(tmp_path / f"{number}.jsonl", **{f"b{number}": f"Een brief over onderwerp{number}."})])
    library.remove(["b3"])
    store = library._files.reading()
    assert store.state.words_since > 0  # type: ignore[attr-defined]
    assert store.vocabulary.frequencies(["brief", "een", "over"], "nl")["brief"].passages == 4
    assert [language for language in ("nl", "en") if store.vocabulary.knows(language)] == ["nl"]
    fresh = opening()
    assert fresh.ask("onderwerp4", 1).passages[0].letter == "b4"
    assert {each.letter for each in fresh.ask("onderwerp3", 10).passages} == {"b0", "b1", "b2", "b4"}


def test_no_answer_is_cut(opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The core of milvus-lite gives 16,383 rows for a question that more rows meet."""
    library = opening()
    texts = {f"b{number}": f"Brief {number} over otters." for number in range(7)}
    library.add([written(tmp_path / "a.jsonl", **texts)])
    store = library._files.reading()
    connection, state = store.connection, store.state  # type: ignore[attr-defined]
    many = {("nl", f"woord{number}"): (1, 0) for number in range(17_000)}
    connection.insert("words", list(rows_of(many, 1)))
    found = summed(connection, replace(state, seen={}), {})
    assert {word for word in many if found.get(word) == (1, 0)} == {*many}
    monkeypatch.setattr("index.milvus.connection.PAGE", 3)
    assert sorted(each.id for each in opening().letters()) == sorted(texts)
