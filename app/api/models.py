"""The JSON that programs send and get, as the API describes it.

What is sent is checked against these. What is returned is made by ``Answer.to_json`` and ``app.api.lookup``, so that
it is the same JSON as the command prints; the tests hold it to these.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LetterFilters(_Model):
    """Of which letters a question is asked: those that meet all of it."""

    letter: str | list[str] | None = Field(default=None, description="The id of a letter, or several.")
    dossier: str | None = Field(default=None, description="A dossier: 28676, or 36600 VII. 36600 has its chapters too.")
    from_: str | None = Field(default=None, alias="from", description="First day: 2021-01-01.")
    until: str | None = Field(default=None, description="Last day: 2021-12-31.")
    sender: str | None = Field(default=None, description="Part of the office or name of who signed.")


class Question(_Model):
    question: str = Field(description="In Dutch or English.", examples=["Wat is DIANA?"])
    k: int = Field(default=3, ge=1, le=100, description="How many passages.")
    earlier: list[str] = Field(default=[], max_length=100, description="The questions before it, oldest first.")
    filters: LetterFilters = Field(default=LetterFilters(), description="Of which letters it is asked.")


class QuestionInAddress(_Model):
    q: str = Field(description="The question, in Dutch or English.", examples=["Wat is DIANA?"])
    k: int = Field(default=3, ge=1, le=100, description="How many passages.")
    earlier: list[str] = Field(default=[], max_length=100, description="The questions before it, oldest first.")
    letter: list[str] = Field(default=[], description="Only these letters.")
    dossier: str | None = Field(default=None, description="Only this dossier.")
    from_: str | None = Field(default=None, alias="from", description="First day: 2021-01-01.")
    until: str | None = Field(default=None, description="Last day: 2021-12-31.")
    sender: str | None = Field(default=None, description="Part of the office or name of who signed.")


class LettersWanted(_Model):
    find: str = Field(default="", description="Words of title, citation, date or dossier.")
    start: int = Field(default=0, ge=0, description="Leave out so many.")
    limit: int | None = Field(default=None, ge=1, description="At most so many; all without it.")


Share = Annotated[float, Field(ge=0, le=1)]


class FoundPassage(_Model):
    rank: int
    id: str = Field(description="Write # as %23 in an address.")
    letter: str
    title: str
    section: list[str] = Field(description="The headings above it.")
    paragraph: int = Field(description="Its number in its section; 0 is the head of the letter.")
    page: str | None = Field(description="The printed page, or the pages that it crosses: 3-4.")
    text: str = Field(description="Word for word as it stands in the letter.")
    evidence: list[tuple[int, int]] = Field(description="Characters of the text that answer: first, and past the last.")
    score: float = Field(description="Orders the passages of one answer; means nothing between answers.")
    confidence: Share = Field(description="How likely it is that this passage answers.")
    citation: str = Field(description="The vindplaats: the official citation.")
    locator: str = Field(description="The place in the letter, in the product's own words.")
    url: str | None = Field(description="The official publication.")
    footnotes: list[tuple[str, str]] = Field(
        default=[], description="Those of its footnotes that answer, where any do: number and text."
    )


class Answer(_Model):
    question: str
    understood: str | None = Field(
        default=None, description="As read with the questions before it, where that differs."
    )
    language: str = Field(description='"nl" or "en".')
    answered: bool = Field(description="False: not found in these letters; the passages are merely the nearest.")
    confidence: Share = Field(description="How likely it is that these letters answer the question.")
    elapsed_ms: float
    passages: list[FoundPassage] = Field(description="Best first.")


class Sender(_Model):
    office: str
    name: str | None


class LetterInList(_Model):
    id: str
    title: str
    date: str | None = Field(description="2021-06-25")
    dossier: str | None
    number: str | None
    citation: str
    url: str | None
    language: str
    paragraphs: int = Field(description="How many it has.")
    senders: list[Sender]
    further_dossiers: list[str] = Field(description="Those it stands in besides the one it has its number in.")


class Head(_Model):
    id: str
    lines: list[str]


class Heading(_Model):
    level: int = Field(description="1 is the highest.")
    text: str
    first: str = Field(description="The id of the first paragraph under it.")


class Note(_Model):
    number: str
    text: str
    page: str | None


class Paragraph(_Model):
    id: str
    section: list[str]
    paragraph: int
    page: str | None
    text: str = Field(description="Word for word.")
    footnotes: list[str] = Field(description="The numbers of its notes.")
    locator: str


class Letter(_Model):
    id: str
    title: str
    citation: str
    url: str | None
    language: str
    head: Head | None = Field(description="Letterhead and signatures, line by line.")
    outline: list[Heading]
    paragraphs: list[Paragraph] = Field(description="All of them, in reading order.")
    notes: list[Note]
    mentioned: list[str] = Field(description="Ids of letters in this library that it refers to.")


class Passage(Paragraph):
    letter: str
    title: str
    language: str
    citation: str
    url: str | None
    notes: list[Note]
    previous: str | None = Field(description="The id of the paragraph before it.")
    next: str | None = Field(description="The id of the paragraph after it.")


class Added(_Model):
    """What became of one file: ids of letters. failures: lines of a collection that could not be read."""

    file: str
    added: list[str]
    replaced: list[str]
    unchanged: list[str]
    removed: list[str] = Field(description="Letters that the file held under another name.")
    failures: list[str]


class Removed(_Model):
    removed: str


class Wrong(_Model):
    error: str = Field(description="What is wrong, and what to do.")


class Held(Wrong):
    held: list[str] = Field(description="The letters that would be replaced, by their ids.")
