"""XML of officielebekendmakingen.nl → blocks, on lxml.

Read are Kamerstukken of the present schema (``officiele-publicatie/kamerstuk``) and of that of 1995 (``kamerwrk``),
answers to members' questions (``kamervragen``, ``vraagdoc``), and proceedings (``handelingen``), these roughly.
"""

from corpus.blocks import Document, Kind
from corpus.errors import Unreadable
from corpus.readers.kamerstuk.body import read_body
from corpus.readers.kamerstuk.fields import identifier_of, metadata_of, title_of
from corpus.readers.kamerstuk.parse import parsed


def read_kamerstuk(data: bytes) -> Document:
    """The document in an XML file.

    Raises Unreadable where the file is damaged, hostile or empty, or holds another kind of XML.
    """
    root = parsed(data)
    blocks = read_body(root)
    if all(block.kind is Kind.HEAD for block in blocks):
        raise Unreadable("holds no text but a head; is the publication there as PDF only?")
    return Document(blocks, metadata_of(root, blocks), title_of(root), identifier_of(root), paged=False)
