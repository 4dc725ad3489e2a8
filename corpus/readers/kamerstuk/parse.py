"""Bytes → a tree that is one of the publications known here."""

from html.entities import html5

from lxml import etree

from corpus.errors import Unreadable
from corpus.readers.decoding import decoded, require_readable_size, without_declaration

_PUBLICATIONS = ("kamerstuk", "kamervragen", "handelingen", "niet-dossier-stuk")
_OLD_ROOTS = ("kamerwrk", "vraagdoc", "handeling", "handelingen")
_MAX_ELEMENTS = 500_000


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def named(entity: etree._Entity) -> str:
    """The character that a named entity is ("&eacute;"), which older publications leave to a DTD of their own."""
    character = html5.get(f"{entity.name};")
    if character is None:
        raise Unreadable(f"uses the entity &{entity.name}; without saying what it is; get the file anew")
    return character


def parsed(data: bytes) -> etree._Element:
    """The root of an XML file. Nothing outside it is ever fetched, and it may declare no entities of its own.

    Comments and processing instructions are gone: those that typesetters left stand inside words.
    """
    text = decoded(data, html=False)
    if (at := text.find("<!ENTITY")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise Unreadable(f"declares entities of its own (line {line}), which no publication does; get the file anew")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(without_declaration(text).strip().encode(), parser)
    except etree.XMLSyntaxError as error:
        reason = error.msg or "no XML"
        raise Unreadable(f"is damaged XML ({reason}); get the file anew") from None
    _require_known(root)
    require_readable_size(root, _MAX_ELEMENTS)
    return root


def _require_known(root: etree._Element) -> None:
    name = local(root)
    inner = [local(child) for child in root if isinstance(child.tag, str)]
    if name in _OLD_ROOTS or name in _PUBLICATIONS or (name == "officiele-publicatie" and {*inner} & {*_PUBLICATIONS}):
        return
    if name == "officiele-publicatie":
        name += "> with <" + next((child for child in inner if child != "metadata"), "nothing in it")
    raise Unreadable(
        f"is XML of another kind, with the root <{name[:80]}>; read is XML of officielebekendmakingen.nl: "
        f"<officiele-publicatie> with {', '.join(f'<{known}>' for known in _PUBLICATIONS)}, and <kamerwrk>, <vraagdoc>"
    )
