"""The format of a file, by what is in it."""

import sys
from pathlib import Path

import pytest

from corpus import read, read_file
from corpus.formats import Format, format_of


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        (b"%PDF-1.7\n", ".txt", Format.PDF),
        (b"\n\n%PDF-1.4", "", Format.PDF),
        (b"PK\x03\x04rest", ".md", Format.DOCX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".docx", Format.DOCX),
        (b'<?xml version="1.0"?>\n<kamerwrk>', ".txt", Format.XML),
        (b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?><officiele-publicatie>", "", Format.XML),
        ('<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"), ".xml", Format.XML),
        (b'<?xml version="1.0" encoding="iso-8859-1"?><!-- caf\xe9 --><a/>', ".xml", Format.XML),
        (b"<kamerwrk><stuk/></kamerwrk>", ".xml", Format.XML),
        (b"<!DOCTYPE html>\n<html>", ".xml", Format.HTML),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">\n<html>', ".xhtml", Format.HTML),
        (b"<!-- saved from url=(0014)about:internet -->\n<html lang=nl>", "", Format.HTML),
        (b"<html><head><meta charset=windows-1252><title>caf\xe9", ".html", Format.HTML),
        (b"<p>Een alinea", ".html", Format.HTML),
        (b"# Kop\n\nTekst", ".txt", Format.MARKDOWN),
        (b"Tekst\n\n## Kop", "", Format.MARKDOWN),
        (b"Tekst #1\n\n#geen kop", ".txt", Format.PLAIN),
        (b"Tekst", ".md", Format.MARKDOWN),
        (b"<div>\n\nTekst", ".md", Format.MARKDOWN),
        (b'De code <!doctype html> hoort bovenaan.', ".md", Format.MARKDOWN),
        (b'{"id": "a", "text": "b"}', "", Format.JSONL),
        (b"[1]", ".jsonl", Format.JSONL),
        ("é".encode()[:1], ".txt", Format.PLAIN),
        (b"een \0", ".txt", Format.PLAIN),
    ],
)  # fmt: skip
def test_a_format_is_seen_from_what_is_in_a_file(data: bytes, suffix: str, kind: Format) -> None:
    assert format_of(data, suffix) is kind


def test_a_character_cut_at_the_end_of_what_is_looked_at_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    path.write_text("x" * 4095 + "é. Een zin.", "utf-8")
    assert read(path).title == "brief"
    path.write_bytes("Eén zin in Unicode.".encode("utf-16"))
    assert [paragraph.text for _, paragraph in read(path).paragraphs()] == ["Eén zin in Unicode."]


LETTER = "# Vervoer\n\nDe kosten – geraamd op € 3 miljoen – zijn ‘één’ post.\n\nCafé ‘DE CAFÉ’ blijft open."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("brief.md", LETTER),
        ("brief.txt", LETTER),
        ("brief.txt", LETTER.replace("\n", "\r\n")),
        ("brief.html", "<h1>Vervoer</h1>" + "".join(f"<p>{part}" for part in LETTER.split("\n\n")[1:])),
        ("brief.txt", "x" * 5000 + ".\n\n" + LETTER),
    ],
)
def test_text_of_windows_is_read_as_such_where_nothing_says_otherwise(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode("cp1252"))
    assert [paragraph.text for _, paragraph in read(path).paragraphs()][-2:] == [
        "De kosten – geraamd op € 3 miljoen – zijn ‘één’ post.",
        "Café ‘DE CAFÉ’ blijft open.",
    ]


def test_a_mistake_in_a_reader_is_one_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    path = tmp_path / "brief.md"
    path.write_text("Tekst.", "utf-8")
    monkeypatch.setattr(sys.modules["corpus.read"], "assemble", wrong)  # corpus.read is the function, too
    (failure,) = read_file(path).failures
    assert failure.reason == "cannot be understood (ZeroDivisionError: division by zero); please report this file"


@pytest.mark.parametrize("value", ["0", "-1", "veel", "1.5", "²"])
def test_a_limit_that_is_no_number_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    path = tmp_path / "brief.md"
    path.write_text("Tekst.", "utf-8")
    monkeypatch.setenv("VINDPLAATS_MAX_MEGABYTES", value)
    (failure,) = read_file(path).failures
    assert failure.reason == (
        f"cannot be read, since the setting VINDPLAATS_MAX_MEGABYTES is {value!r} and not a whole number above 0"
    )
    monkeypatch.setenv("VINDPLAATS_MAX_MEGABYTES", "1")
    assert read(path).id == "brief"
    path.write_text("Tekst. " * 200_000, "utf-8")
    (failure,) = read_file(path).failures
    assert failure.reason.startswith("is 1 MiB; a letter is at most 1 MiB")
