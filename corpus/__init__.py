"""Letters in, cited paragraphs out. No models, no database."""

from corpus.abbreviations import Abbreviation, find_abbreviations
from corpus.assemble import is_official, name_identifier
from corpus.citation import cite, dutch_date, locator
from corpus.errors import CorpusError, UnknownFormat, UnreadableFile
from corpus.formats import SUFFIXES
from corpus.letter import Dossier, Footnote, Letter, Metadata, Paragraph, Reference, Section, Sender
from corpus.read import Reading, find_files, fingerprint, read, read_file
from corpus.references import dossier_and_number, find_identifiers, find_references

__all__ = [
    "SUFFIXES",
    "Abbreviation",
    "CorpusError",
    "Dossier",
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
    "dossier_and_number",
    "dutch_date",
    "find_abbreviations",
    "find_files",
    "find_identifiers",
    "find_references",
    "fingerprint",
    "is_official",
    "locator",
    "name_identifier",
    "read",
    "read_file",
]
