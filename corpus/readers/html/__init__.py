"""Web pages → blocks, on lxml's HTML parser.

Read are the pages of zoek.officielebekendmakingen.nl, whose classes tell what is what, and any page that marks its
headings, lists, tables and notes as such: articles of rijksoverheid.nl, letters that a word processor saved as HTML.
"""

from corpus.blocks import Document, Kind
from corpus.errors import Unreadable
from corpus.readers.html.body import read_body
from corpus.readers.html.fields import Fields
from corpus.readers.html.notes import Notes
from corpus.readers.html.page import content_of, parsed


def read_html(data: bytes) -> Document:
    """The document in an HTML file.

    Raises Unreadable where the file is hostile, empty or no HTML, or shows no text.
    """
    root = parsed(data)
    content = content_of(root)
    blocks, senders = read_body(content, Notes(root))
    if all(block.kind is Kind.HEAD for block in blocks):
        raise Unreadable("shows no text; was it saved before its text was there? Print the page to PDF instead")
    fields = Fields(root)
    return Document(blocks, fields.metadata(blocks, senders), fields.title(content), fields.identifier(), paged=False)
