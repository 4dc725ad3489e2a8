"""Paragraphs in, ranked and weighed passages out."""

from index.answer import Answer, Hit
from index.errors import LibraryError
from index.filters import Filters
from index.folder.check import Finding
from index.intake import AddReport
from index.library import Library
from index.summaries import LetterSummary

__all__ = ["AddReport", "Answer", "Filters", "Finding", "Hit", "LetterSummary", "Library", "LibraryError"]
