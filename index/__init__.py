"""Paragraphs in, ranked and weighed passages out."""

from index.answer import Answer, Hit
from index.errors import LibraryError
from index.library import AddReport, Library
from index.summaries import LetterSummary

__all__ = ["AddReport", "Answer", "Hit", "LetterSummary", "Library", "LibraryError"]
