"""Files made to do harm, each refused by its name and for what it is; what is harmless in them is read."""

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from corpus import CorpusError, Letter, find_files, fingerprint, read_file
from corpus.readers.docx import package
from tests.corpus.docx_files import made
from tests.corpus.test_corpus_docx import DOCUMENT, archive, bare, p
from tests.corpus.test_corpus_pdf import CATALOG, EMPTY, GOOD, LOCKED, SCAN, assembled

DEEP = 10_000
BOMB = "<!DOCTYPE a [<!ENTITY e0 'boem'>{}]>".format(
    "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
)
TEXT = DOCUMENT.format(p("Tekst.")).encode()
HEADER = b"<w:hdr xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>%s</w:hdr>"


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def refused(path: Path) -> str:
    """Why a file is refused; the error names it, and is a line."""
    (failure,) = read_file(path).failures
    assert isinstance(failure, CorpusError)
    assert failure.path == path
    assert str(failure) == f"{path}: {failure.reason}"
    assert "\n" not in failure.reason
    assert "please report" not in failure.reason
    return failure.reason


def texts(path: Path) -> list[str]:
    reading = read_file(path)
    assert reading.failures == ()
    return [paragraph.text for letter in reading.letters for _, paragraph in letter.paragraphs()]


@pytest.mark.parametrize(
    "declared",
    [
        pytest.param(BOMB, id="a billion laughs"),
        pytest.param("<!DOCTYPE a [<!ENTITY e11 SYSTEM 'file:///etc/passwd'>]>", id="a file outside"),
        pytest.param("<!DOCTYPE a [<!ENTITY e11 PUBLIC 'x' 'http://127.0.0.1:9/'>]>", id="an address"),
        pytest.param("<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/passwd'>%p;]>", id="a parameter entity"),
    ],
)
def test_entities_of_a_file_s_own(tmp_path: Path, declared: str) -> None:
    path = write(tmp_path, "bom.xml", f"{declared}<kamerstuk><al>Tekst. &e11;</al></kamerstuk>")
    assert refused(path).startswith("declares entities of its own (line 1), which no publication does")
    part = archive(("word/document.xml", declared.encode() + TEXT.replace(b"Tekst.", b"&e11;")))
    assert "declares a document type" in (why := refused(write(tmp_path, "bom.docx", part))) or "no sound XML" in why


def test_a_document_type_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    told = "<!DOCTYPE kamerstuk SYSTEM 'file:///etc/passwd'><kamerstuk><al>Tekst.</al></kamerstuk>"
    assert texts(write(tmp_path, "a.xml", told)) == ["Tekst."]


def overlapping(times: int) -> bytes:
    """Many names for the same packed bytes."""
    data = archive(("word/document.xml", TEXT))
    at = data.index(b"PK\x01\x02")
    entry, end = data[at : data.index(b"PK\x05\x06")], data[data.index(b"PK\x05\x06") :]
    entries = b"".join(entry.replace(b"document", b"doc%05d" % number) for number in range(times)) + entry
    end = end[:8] + struct.pack("<HHII", times + 1, times + 1, len(entries), at) + end[20:]
    return data[:at] + entries + end


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: archive(("word/document.xml", bytes(8 << 20))), "unpacks to more than 200 times its size"),
        (lambda: archive(("word/document.xml", b" " * (17 << 20))), "has 17 MiB; at most 16 MiB are read"),
        (lambda: overlapping(6000), "the file has 6001 parts; a letter has at most 5000"),
        (lambda: archive(("word/document.xml", archive(("word/document.xml", TEXT)))), "no sound XML"),
        (lambda: archive(("../../etc/passwd", TEXT)), "the file has no word/document.xml"),
        (lambda: archive(("word/document.xml", TEXT), ("word/../word/document.xml", TEXT)), None),
    ],
    ids=[
        "high ratio",
        "large part",
        "overlapping entries",
        "nested",
        "names that go up",
        "a name that goes up and back",
    ],
)
def test_zip_bombs(tmp_path: Path, data: Callable[[], bytes], reason: str | None) -> None:
    path = write(tmp_path, "bom.docx", data())
    if reason:
        assert reason in refused(path)
    else:
        assert texts(path) == ["Tekst."]
    assert [each.name for each in tmp_path.iterdir()] == ["bom.docx"]


def test_a_few_names_for_the_same_bytes_do_no_harm(tmp_path: Path) -> None:
    assert texts(write(tmp_path, "a.docx", overlapping(20))) == ["Tekst."]


def test_large_parts_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_READ", 100_000)
    with pytest.raises(package.Unreadable, match="the parts with text have more than"):
        package.open_package(made(p("Tekst.") * 3000, header=p("Kop.") * 3000))
    # one header to which many relations lead is read once
    relations = b"".join(
        b"<Relationship Id='r%d' Type='http://x/header' Target='header9.xml'/>" % number for number in range(1000)
    )
    target = b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>%s</Relationships>"
    parts = [
        ("word/document.xml", TEXT),
        ("word/_rels/document.xml.rels", target % relations),
        ("word/header9.xml", HEADER % (b"<w:p/>" * 1000)),
    ]
    monkeypatch.setattr(package, "MAX_READ", 200_000)
    assert len(package.open_package(archive(*parts)).headers) == 1


CYCLES = {
    "a page tree in itself": [CATALOG, b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"],
    "two page trees in each other": [
        CATALOG,
        b"<< /Type /Pages /Count 2 /Kids [3 0 R 3 0 R] >>",
        b"<< /Type /Pages /Count 2 /Parent 2 0 R /Kids [2 0 R 2 0 R] >>",
    ],
    "an object that is itself": [CATALOG, b"2 0 R"],
    "a parent that is a child": [
        CATALOG,
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] /Parent 3 0 R >>",
        b"<< /Type /Page /Parent 2 0 R /Resources 3 0 R /Contents [3 0 R] /MediaBox 3 0 R >>",
    ],
    "an outline in itself": [
        b"<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        EMPTY,
        b"<< /First 4 0 R /Last 4 0 R /Next 4 0 R /Parent 4 0 R /Title (x) >>",
    ],
    "a stream whose length is its own": [
        CATALOG,
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream",
    ],
}


@pytest.mark.parametrize("name", CYCLES)
def test_a_pdf_whose_objects_lead_back_to_themselves(tmp_path: Path, name: str) -> None:
    why = refused(write(tmp_path, "kring.pdf", assembled(CYCLES[name])))
    assert any(said in why for said in ("holds no pages", "holds no text", "is damaged"))


def test_a_chain_of_references_that_never_ends(tmp_path: Path) -> None:
    data = GOOD.replace(b"startxref\n", b"<< /Prev 9 >> startxref\n")
    twice = data[: data.rindex(b"trailer")] + b"trailer << /Size 9 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF" % (
        data.rindex(b"xref\n0"),
        data.rindex(b"xref\n0"),
    )
    assert texts(write(tmp_path, "a.pdf", twice))


@pytest.mark.parametrize(
    ("objects", "trailer", "reason"),
    [
        ([CATALOG, b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", EMPTY], LOCKED, "it is locked with a password"),
        (SCAN, b"", "it holds no text, only images; run text recognition (OCR) first"),
        ([CATALOG, b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", EMPTY], b"", "it holds no text"),
    ],
    ids=["encrypted", "scanned", "blank"],
)
def test_a_pdf_without_words(tmp_path: Path, objects: list[bytes], trailer: bytes, reason: str) -> None:
    assert refused(write(tmp_path, "a.pdf", assembled(objects, trailer))).startswith(reason)


def nested(before: str, after: str, around: str = "{}") -> str:
    return around.format(before * DEEP + "Diep." + after * DEEP)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", nested("<al>", "</al>", "<kamerstuk>{}</kamerstuk>")),
        ("a.xml", nested("<lijst><li>", "</li></lijst>", "<kamerstuk>{}</kamerstuk>")),
        ("a.html", nested("<div>", "</div>", "<html><body>{}</body></html>")),
        ("a.html", nested("<ul><li>", "</li></ul>", "<html><body>{}</body></html>")),
        ("a.html", nested("<table><tr><td>", "</td></tr></table>", "<html><body>{}</body></html>")),
        ("a.docx", bare(nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"))),
        ("a.docx", bare(nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"))),
        ("a.jsonl", "[" * DEEP),
        ("a.jsonl", '{"id": "a", "text": ' * DEEP),
    ],
)
def test_ten_thousand_deep(tmp_path: Path, name: str, data: bytes | str) -> None:
    why = refused(write(tmp_path, name, data))
    assert any(said in why for said in ("deep", "depth", "200 times its size", "not JSON", "must be a text")), why


@pytest.mark.parametrize(
    "text",
    [
        "> " * DEEP + "Diep.",
        "- " * DEEP + "Diep.",
        "[" * DEEP + "Diep." + "](a)" * DEEP,
        "*" * DEEP + "Diep." + "*" * DEEP,
    ],
    ids=["quotes", "lists", "links", "emphasis"],
)
def test_ten_thousand_deep_in_markdown_is_read_or_refused(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, "a.md", f"Tekst.\n\n{text}\n")
    reading = read_file(path)
    assert reading.letters or "takes far longer to read" in refused(path) or "breaks the program" in refused(path)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.xml", "a.html", "a.pdf", "a.docx"])
def test_a_gigabyte_is_refused_unread(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begins = {"a.pdf": b"%PDF-1.7\n", "a.docx": b"PK\x03\x04", "a.xml": b"<?xml version='1.0'?>", "a.html": b"<html>"}
    path = write(tmp_path, name, begins.get(name, b"Tekst."))
    with path.open("r+b") as file:
        file.truncate(1 << 30)

    def wrong(*_: object) -> bytes:
        raise AssertionError("it was read")

    monkeypatch.setattr(Path, "read_bytes", wrong)
    monkeypatch.setattr("hashlib.file_digest", wrong)
    assert refused(path) == "is 1024 MiB; a letter is at most 64 MiB, or what VINDPLAATS_MAX_MEGABYTES says"
    assert fingerprint(path) is None


def test_a_line_of_a_gigabyte_in_a_collection(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"id": "a", "text": "Tekst."}\n{"id": "b", "text": "')
    with path.open("r+b") as file:
        file.truncate(1 << 30)
    reading = read_file(path)
    assert [letter.id for letter in reading.letters] == ["a"]
    assert [failure.reason for failure in reading.failures] == [
        "line 2: is longer than 2 MiB; split it. What follows is not read"
    ]
    with path.open("r+b") as file:
        file.truncate(1 << 40)
    assert refused(path).startswith("is 1048576 MiB; a collection is at most 1024 MiB, or what VINDPLAATS_MAX")
    assert fingerprint(path) is None


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.md", "Een zin.".encode("utf-16-le"), "is not text (a NUL character at line 1); save it as UTF-8 text"),
        ("a.txt", "één\ncafé\u20ac".encode() + b"\ncaf\xe9", "is not UTF-8 text (line 3); save it as UTF-8"),
        ("a.txt", "één\x07 café".encode("latin-1"), "is not UTF-8 text (line 1); save it as UTF-8"),
        (
            "a.txt",
            "Een café is privé, zei de coördinator.".encode("cp850"),
            "is not UTF-8 text (line 1); save it as UTF-8",
        ),
        (
            "a.txt",
            "Een café is privé, zei de coördinator.".encode("mac-roman"),
            "is not UTF-8 text (line 1); save it as UTF-8",
        ),
        ("a.txt", b"een\ncaf\xe9 \x81 zin", "is not UTF-8 text (line 2); save it as UTF-8"),
        ("a.md", "Здравствуйте, депутаты".encode("cp1251"), "is not UTF-8 text (line 1); save it as UTF-8"),
        ("a.txt", b"a\nb\xc3", "is not UTF-8 text (line 2); save it as UTF-8"),
        ("a.txt", b"a\n\xed\xa0\x80", "is not UTF-8 text (line 2); save it as UTF-8"),
        ("a.md", b"a\n\nb\0c", "is not text (a NUL character at line 3); save it as UTF-8 text"),
        ("a.xml", b"<?xml version='1.0' encoding='zlib'?><kamerstuk/>", "declares the encoding 'zlib'"),
        ("a.xml", b"<kamerstuk>\n<al>caf\xe9</al></kamerstuk>", "is not utf-8 text, as it should be (line 2)"),
        ("a.xml", "<kamerstuk><al>é</al></kamerstuk>".encode("utf-16-le"), None),
        ("a.html", b"<meta charset=utf-8><p>caf\xe9</p>", "is not utf-8 text, as it should be (line 1)"),
        ("a.html", b"<p>caf\xe9 \x81</p>", "is not utf-8 text, as it should be (line 1)"),
        ("a.html", b"<html><p>a\0b</p></html>", "is not text (a NUL character at line 1)"),
        ("a.jsonl", b'{"id": "a", "text": "caf\xe9"}', "line 1: is not UTF-8 text; save it as UTF-8"),
    ],
)
def test_wrong_encodings_and_nuls(tmp_path: Path, name: str, data: bytes, reason: str | None) -> None:
    assert refused(write(tmp_path, name, data)).startswith(reason or "")


def test_links_out_of_a_folder_are_not_followed_and_one_that_leads_round_ends(tmp_path: Path) -> None:
    inside = tmp_path / "binnen"
    inside.mkdir()
    write(tmp_path, "geheim.md", "Geheim.")
    (inside / "geheim.md").symlink_to(tmp_path / "geheim.md")
    (inside / "rond.md").symlink_to(inside / "rond.md")
    (inside / "op").symlink_to(tmp_path)
    write(inside, "brief.md", "Tekst.")
    assert find_files([inside]) == ([inside / "brief.md"], [])
    files, failures = find_files([inside / "rond.md"])
    assert files == []
    assert [failure.path for failure in failures] == [inside / "rond.md"]


def test_what_a_name_says_is_an_id_and_nothing_else(tmp_path: Path) -> None:
    """A letter from a file whose name looks like a path or markup lies nowhere and does nothing."""
    path = write(tmp_path, "..%2f..%2fetc<script>.md", "Tekst.")
    (letter,) = read_file(path).letters
    assert isinstance(letter, Letter)
    assert letter.id == "..%2f..%2fetc<script>"


def _zip_of(parts: dict[str, str]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("application/vnd.oasis.opendocument.text", "this is an OpenDocument file (.odt); open it in Word"),
        ("application/epub+zip", "the file has no word/document.xml, where a DOCX file keeps its text"),
    ],
)
def test_an_archive_of_something_else(tmp_path: Path, kind: str, expected: str) -> None:
    why = refused(write(tmp_path, "a.odt", _zip_of({"mimetype": kind, "content.xml": ""})))
    assert why.startswith(expected)
