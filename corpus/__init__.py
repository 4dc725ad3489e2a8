"""Letters in, cited paragraphs out. No models, no database."""

from corpus.citation import cite, locator
from corpus.errors import CorpusError, UnknownFormat, UnreadableFile
from corpus.letter import Footnote, Letter, Metadata, Paragraph, Reference, Section, Sender
from corpus.read import FORMATS, Reading, find_files, read, read_file

__all__ = [
    "FORMATS",
    "CorpusError",
    "Footnote",
    "Letter",
    "Metadata",
    "Paragraph",
    "Reading",
    "Reference",
    "Section",
    "Sender",
    "UnknownFormat",
    "UnreadableFile",
    "cite",
    "find_files",
    "locator",
    "read",
    "read_file",
]
