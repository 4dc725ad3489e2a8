"""The parts of a DOCX file, taken from an untrusted zip archive: nothing is unpacked before its size is known.

Only the parts with words in them are read. Pictures, macros and embedded files are left packed; what lies outside the
file is never fetched.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from corpus.errors import Unreadable
from corpus.readers.docx.names import Element, w

MAX_PARTS = 5_000
MAX_UNPACKED = 1024 * 1024 * 1024  # bytes, all parts together, as the archive states them
MAX_PART = 16 * 1024 * 1024  # bytes of one part that is read; the longest reports have 5 MiB of text
MAX_READ = 64 * 1024 * 1024  # bytes of all parts that are read
MAX_PARAGRAPHS = 100_000  # in one part; the longest reports have 10,000
MAX_RATIO = 200  # unpacked to packed; text in XML packs some 20 to 1
_SMALL = 1024 * 1024  # bytes; a part this size does no harm, however well it packs

_ENTRY = b"PK\x01\x02"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OPENDOCUMENT = b"application/vnd.oasis.opendocument."
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_SAVE_AGAIN = "open it in Word and save it again as .docx"


@dataclass(frozen=True, slots=True)
class Package:
    """The parts that a letter's words stand in; those that the file lacks are None."""

    document: Element
    styles: Element | None
    numbering: Element | None
    settings: Element | None
    footnotes: Element | None
    endnotes: Element | None
    headers: tuple[Element, ...]


def open_package(data: bytes) -> Package:
    """The parts of the DOCX file ``data``. Raises Unreadable where it is none, is damaged or is out of proportion."""
    _require_zip(data)
    if (parts := data.count(_ENTRY)) > MAX_PARTS:  # before a record is made of each
        raise Unreadable(f"the file has {parts} parts; a letter has at most {MAX_PARTS}")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _parts(_Archive(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Unreadable(f"the file is damaged ({error}); fetch it again, or {_SAVE_AGAIN}") from error


def _require_zip(data: bytes) -> None:
    if data.startswith(b"PK"):
        return
    if not data.strip():
        raise Unreadable("the file is empty; was it saved?")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("the file is locked with a password; save it without one")
        raise Unreadable(f"this is the .doc of Word 97-2003, or another old Office file; {_SAVE_AGAIN}")
    if data.startswith(b"%PDF"):
        raise Unreadable("this is a PDF; give it a name that ends in .pdf")
    if data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable(f"this is rich text (RTF); {_SAVE_AGAIN}")
    raise Unreadable(f"this is no DOCX file; {_SAVE_AGAIN}")


class _Archive:
    """A zip archive that was found to be in proportion."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._read = 0
        infos = archive.infolist()
        if (unpacked := sum(info.file_size for info in infos)) > MAX_UNPACKED:
            raise Unreadable(f"the file unpacks to {unpacked >> 20} MiB; a letter to at most {MAX_UNPACKED >> 20} MiB")
        for info in infos:
            name = _normal(info.filename)
            if name in self._infos:
                raise Unreadable(f"the file has two parts named {name}; {_SAVE_AGAIN}")
            self._infos[name] = info

    def __contains__(self, name: str) -> bool:
        return _normal(name) in self._infos

    def read(self, name: str) -> bytes:
        info = self._infos[_normal(name)]
        if info.flag_bits & 1:
            raise Unreadable(f"the part {name} is locked with a password; save the file without one")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable(f"the part {name} is packed in a way that DOCX doesn't have; {_SAVE_AGAIN}")
        if info.file_size > MAX_PART:
            raise Unreadable(f"the part {name} has {info.file_size >> 20} MiB; at most {MAX_PART >> 20} MiB are read")
        if info.file_size > max(_SMALL, info.compress_size * MAX_RATIO):
            raise Unreadable(f"the part {name} unpacks to more than {MAX_RATIO} times its size; is it a zip bomb?")
        self._read += info.file_size
        if self._read > MAX_READ:
            raise Unreadable(f"the parts with text have more than {MAX_READ >> 20} MiB together; is it a zip bomb?")
        return self._archive.read(info)

    def xml(self, name: str) -> Element:
        data = self.read(name)
        for strict, transitional in _STRICT.items():
            data = data.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise Unreadable(f"the part {name} is no sound XML ({error.msg}); {_SAVE_AGAIN}") from error
        if root.getroottree().docinfo.doctype:
            raise Unreadable(f"the part {name} declares a document type, which DOCX forbids; {_SAVE_AGAIN}")
        if (paragraphs := sum(1 for _ in root.iter(w("p")))) > MAX_PARAGRAPHS:
            raise Unreadable(f"the part {name} has {paragraphs} paragraphs; at most {MAX_PARAGRAPHS} are read")
        return root


def _normal(name: str) -> str:
    """Part names count without regard to case; some programs write them with backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def _parts(archive: _Archive) -> Package:
    main = next(iter(_targets(archive, "").get("officeDocument", ())), "word/document.xml")
    if main not in archive:
        if "mimetype" in archive and archive.read("mimetype").startswith(_OPENDOCUMENT):
            raise Unreadable(f"this is an OpenDocument file (.odt); {_SAVE_AGAIN}")
        raise Unreadable(f"the file has no {main}, where a DOCX file keeps its text; {_SAVE_AGAIN}")
    document = archive.xml(main)
    if document.tag != w("document"):
        raise Unreadable(f"the file holds no text document but <{etree.QName(document).localname}>; {_SAVE_AGAIN}")
    targets = _targets(archive, main)
    found = {
        kind: _first(archive, targets.get(kind, ()))
        for kind in ("styles", "numbering", "settings", "footnotes", "endnotes")
    }
    return Package(
        document=document,
        styles=found["styles"],
        numbering=found["numbering"],
        settings=found["settings"],
        footnotes=found["footnotes"],
        endnotes=found["endnotes"],
        headers=tuple(archive.xml(target) for target in dict.fromkeys(targets.get("header", ())) if target in archive),
    )


def _first(archive: _Archive, targets: Iterable[str]) -> Element | None:
    return next((archive.xml(target) for target in targets if target in archive), None)


def _targets(archive: _Archive, source: str) -> Mapping[str, list[str]]:
    """The parts inside the file that ``source`` relates to, by the last word of the relationship's type."""
    folder, name = posixpath.split(source)
    relationships = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, list[str]] = {}
    if relationships not in archive:
        return found
    for relationship in archive.xml(relationships).iter(_RELATIONSHIP):
        if relationship.get("TargetMode") == "External":
            continue
        kind = relationship.get("Type", "").rpartition("/")[2]
        target = unquote(relationship.get("Target", ""))
        found.setdefault(kind, []).append(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
    return found
