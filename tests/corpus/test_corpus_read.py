"""A path → letters; every error names the file, what is wrong with it and what to do."""

import os
from pathlib import Path

import pytest

from corpus import CorpusError, UnreadableFile, find_files, fingerprint, read, read_file
from corpus.errors import shown


def failure(path: Path) -> CorpusError:
    reading = read_file(path)
    assert (reading.path, reading.letters) == (path, ())
    (error,) = reading.failures
    assert error.path == path
    assert str(error) == f"{shown(path)}: {error.reason}"
    with pytest.raises(type(error)) as raised:
        read(path)
    assert str(raised.value) == str(error)
    return error


KINDS = ".md, .markdown, .txt, .xml, .pdf, .docx, .html, .htm, .xhtml, .jsonl"


@pytest.mark.parametrize(
    ("name", "data", "kind", "reason"),
    [
        ("a.md", b"", UnreadableFile, "is empty; was it saved?"),
        ("a.txt", b"\xef\xbb\xbf \n", UnreadableFile, "is empty; was it saved?"),
        ("a.md", b"# Alleen een kop\n", UnreadableFile, "holds no paragraph of text; is it the whole letter?"),
        ("a.md", b"een\ncaf\xe9\x03\n", UnreadableFile, "is not UTF-8 text (line 2); save it as UTF-8"),
        ("a.txt", b"\xff\xfe\x00\xd8", UnreadableFile, "is not UTF-8 text (line 1); save it as UTF-8"),
        (
            "a.txt",
            b"een\n\ntwee\0",
            UnreadableFile,
            "is not text (a NUL character at line 3); save it as UTF-8 text",
        ),
        ("a.md", b"\x89PNG\r\n\x1a\n\0", UnreadableFile, "is not UTF-8 text (line 1); save it as UTF-8"),
        ("a.jsonl", b"\n \n", UnreadableFile, 'is empty; each line must be an object with "id" and "text"'),
        ("a.xyz", b"tekst", UnreadableFile, f"is text of a kind that no letter is in (.xyz); read are {KINDS}"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0", UnreadableFile, f"is no text, and no PDF or Word document; read are {KINDS}"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n\0", UnreadableFile, "is no PDF, whatever its name says; was it saved whole?"),
        ("a.docx", b"\x00\x01", UnreadableFile, "is no Word document, whatever its name says; was it saved whole?"),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, name: str, data: bytes, kind: type[CorpusError], reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    error = failure(path)
    assert (type(error), error.reason) == (kind, reason)


@pytest.mark.parametrize("name", ["weg.md", "weg.txt", "weg.jsonl", "weg"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    assert failure(tmp_path / name).reason == "no such file or folder; check the path"
    assert failure(Path("a\0b.md")).reason == "no such file or folder; check the path"


@pytest.mark.parametrize("name", ["map.md", "map.jsonl", "map"])
def test_a_folder_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert failure(tmp_path / name).reason == "is not a file; name the files in it"


@pytest.mark.parametrize("name", ["pijp.md", "pijp.jsonl"])
def test_a_pipe_is_not_waited_on(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    assert failure(tmp_path / name).reason == "is not a file; name the files in it"


def test_a_name_that_the_system_refuses(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 300 + ".md")
    assert failure(path).reason == "the system refuses it (File name too long); check its name and permissions"
    files, failures = find_files([path])
    assert files == []
    assert [error.reason for error in failures] == [failure(path).reason]


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    path = tmp_path / "a.md"
    path.write_text("Tekst.", encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert failure(path).reason == "the system refuses it (Permission denied); check its name and permissions"


def test_a_file_that_is_too_big_is_not_taken_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.write(b"Tekst.")
        file.truncate(65 * 1024 * 1024)
    assert failure(path).reason == "is 65 MiB; a letter is at most 64 MiB, or what VINDPLAATS_MAX_MEGABYTES says"


@pytest.mark.parametrize("name", ["brief.md", "brief.MARKDOWN", "brief.txt", "brief.TXT"])
def test_a_letter_is_known_by_its_suffix_and_may_begin_with_a_byte_order_mark(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("\ufeffEen zin.", encoding="utf-8")
    letter = read(path)
    assert (letter.id, letter.title, letter.url) == ("brief", "brief", None)
    assert [(paragraph.id, paragraph.text) for _, paragraph in letter.paragraphs()] == [("brief#al.1", "Een zin.")]


def test_a_collection(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '\ufeff{"id": "een", "text": " Zie  Kamerstuk 28\u00a0676,\\nnr. 1 ", "title": "Titel", "language": "NL"}\n\n'
        '{"id": "twee", "text": "Twee.", "title": null, "extra": 1}',
        encoding="utf-8",
    )
    reading = read_file(path)
    assert reading.failures == ()
    one, two = reading.letters
    assert (one.id, one.title, one.metadata.language, one.url) == ("een", "Titel", "nl", None)
    ((section, paragraph),) = one.paragraphs()
    assert (section.path, paragraph.id, paragraph.number) == ((), "een#al.1", 1)
    assert paragraph.text == "Zie Kamerstuk 28 676, nr. 1"
    assert [(reference.id, reference.start) for reference in paragraph.references] == [("kst-28676-1", 4)]
    assert (two.id, two.title, two.metadata.language) == ("twee", "twee", None)
    with pytest.raises(UnreadableFile, match="holds 2 letters, not one"):
        read(path)


def test_every_bad_line_of_a_collection_is_named_and_the_good_ones_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        b'{"id": "een", "text": "Een."}',
        b"{niet",
        b"",
        b'["id", "text"]',
        b'{"id": "een", "text": "Nog eens."}',
        b'{"id": "vier"}',
        b'{"id": 5, "text": "Vijf."}',
        b'{"id": "zes", "text": " \\u200b "}',
        b'{"id": "zeven", "text": "caf\xe9"}',
        b"[" * 100_000,
        b'{"id": "acht", "text": "\\ud800"}',
        b'{"id": "ne\\u0000gen", "text": "Negen."}',
        b'{"id": "tien", "text": "Tien.", "title": 10}',
        b'{"id": "elf", "text": "Elf."}',
    ]
    path.write_bytes(b"\n".join(lines))
    reading = read_file(path)
    assert [letter.id for letter in reading.letters] == ["een", "elf"]
    half = "holds a NUL character or half a surrogate pair, which no text file can; drop it"
    assert [error.reason for error in reading.failures] == [
        "line 2: not JSON (Expecting property name enclosed in double quotes, character 2)",
        'line 4: is not an object with "id" and "text"',
        "line 5: id 'een' stands on an earlier line too; give each line its own",
        'line 6: "text" must be a text that is not empty',
        'line 7: "id" must be a text that is not empty',
        'line 8: "text" must be a text that is not empty',
        "line 9: is not UTF-8 text; save it as UTF-8",
        'line 10: is nested too deeply; it must be an object with "id" and "text"',
        f'line 11: "text" {half}',
        f'line 12: "id" {half}',
        'line 13: "title" must be a text that is not empty',
    ]
    assert {error.path for error in reading.failures} == {path}


def test_files_are_found_in_folders_sorted_and_once(tmp_path: Path) -> None:
    for name in ("b.md", "a.TXT", "map/c.jsonl", "map/.git/d.md", ".verborgen.md", "e.png", "map/f.markdown"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Tekst.", encoding="utf-8")
    files, failures = find_files([tmp_path / "map" / "c.jsonl", tmp_path, tmp_path / "e.png"])
    assert [str(path.relative_to(tmp_path)) for path in files] == [
        "map/c.jsonl",
        "a.TXT",
        "b.md",
        "map/f.markdown",
        "e.png",
    ]
    assert failures == []


def test_links_inside_a_folder_are_not_followed(tmp_path: Path) -> None:
    outside, inside = tmp_path / "buiten", tmp_path / "binnen"
    for folder in (outside, inside):
        folder.mkdir()
        (folder / f"{folder.name}.md").write_text("Tekst.", encoding="utf-8")
    (inside / "map").symlink_to(outside, target_is_directory=True)
    (inside / "rond").symlink_to(inside, target_is_directory=True)
    (inside / "link.md").symlink_to(outside / "buiten.md")
    assert find_files([inside]) == ([inside / "binnen.md"], [])
    assert find_files([inside / "link.md"]) == ([inside / "link.md"], [])


def test_every_path_that_gives_nothing_is_named(tmp_path: Path) -> None:
    empty, gone, hanging = tmp_path / "leeg", tmp_path / "weg", tmp_path / "los.md"
    empty.mkdir()
    hanging.symlink_to(gone)
    files, failures = find_files([gone, empty, hanging, Path("a\0b")])
    assert files == []
    assert [(error.path, error.reason) for error in failures] == [
        (gone, "no such file or folder; check the path"),
        (empty, f"the folder holds no file that can be read ({KINDS})"),
        (hanging, "no such file or folder; check the path"),
        (Path("a\0b"), "no such file or folder; check the path"),
    ]


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str | Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    files, failures = find_files([tmp_path])
    assert files == []
    assert [(error.path, error.reason) for error in failures] == [
        (tmp_path, "the system refuses it (Permission denied); check its name and permissions")
    ]


def test_a_fingerprint_goes_by_content_and_how_it_is_read(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "brief.md", tmp_path / "b" / "brief.md"
    for path in (first, second):
        path.parent.mkdir()
        path.write_text("Een alinea.", encoding="utf-8")
    assert fingerprint(first) == fingerprint(second)
    other = second.rename(second.with_name("andere.md"))
    assert fingerprint(first) == fingerprint(other)
    # with this name it is plain text, in which * and _ are characters
    assert fingerprint(first) != fingerprint(other.rename(other.with_suffix(".txt")))
    before = fingerprint(first)
    first.write_text("Een alinea!", encoding="utf-8")
    assert fingerprint(first) != before
    assert fingerprint(tmp_path) is None
    (tmp_path / "foto.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    assert fingerprint(tmp_path / "foto.png") is None
    assert fingerprint(tmp_path / "weg.md") is None
