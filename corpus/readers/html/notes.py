"""Which links on a page are marks of footnotes, and where the notes they lead to stand.

A mark is a link to a later place on the same page that reads as a number or sign and is raised, bracketed or named
as one. The note is the block that the link leads to; links back from it are no words of it.
"""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from corpus.blocks import folded
from corpus.readers.html.page import BLOCKS, HEADINGS, classes, tag, words_of
from corpus.readers.numerals import marks_of

_NAMED = re.compile(r"noot|note|ftn|\bfn", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super|mso-footnote-id", re.IGNORECASE)
_LARGEST = 300  # elements; what holds more is no note
_BACK = re.compile(r"[↩↑⤴⇧^▲\ufe0e\ufe0f\s]*|terug|back|\[?(?:\d{1,3}|\*{1,3}|[†‡])\]?", re.IGNORECASE)


def mark_of(words: str) -> str | None:
    """The number or sign that ``words`` are, without its brackets."""
    numbers = marks_of(words)
    return numbers[0] if len(numbers) == 1 else None


def own_mark(number: str, *, listed: bool) -> re.Pattern[str]:
    """The number of a note as printed before its words. A list prints it itself: there "1 maart" is a date, as it is
    wherever the number could be the first word of a sentence that goes on."""
    bracketed = rf"[\[(]{re.escape(number)}[\])][.:]?"
    plain = rf"|{re.escape(number)}(?:[.:)](?=\s)|(?=\s+(?:[^\W_a-z]|https?:|www\.|[«\"“‘'])))"
    return re.compile(rf"\A\s*(?:{bracketed}{'' if listed else plain})\s*")


class Notes:
    """The notes of a page. ``bodies`` gives the number of each element that is the body of one."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.marks: dict[etree._Element, str] = {}  # link → number
        self.bodies: dict[etree._Element, str] = {}
        self._places = {element: place for place, element in enumerate(root.iter())}
        self._targets: dict[str, etree._Element] = {}
        for element in root.iter():
            for name in (element.get("id"), element.get("name") if tag(element) == "a" else None):
                if name:
                    self._targets.setdefault(name, element)
        found = list(self._marks())
        ends = {target for _, _, target in found}
        bodies = {target: self._body(target, ends) for target in ends}
        for link, number, target in found:
            body = bodies[target]
            if body is not None and body not in set(link.iterancestors()):
                self.marks[link] = number
                self.bodies.setdefault(body, number)

    def is_back(self, link: etree._Element) -> bool:
        """Whether a link in a note leads back to its mark."""
        target = self._target(link)
        if target is None or self._places[target] > self._places[link]:
            return False
        return _BACK.fullmatch(words_of(link)) is not None

    def _marks(self) -> Iterator[tuple[etree._Element, str, etree._Element]]:
        for link in self.root.iter("a"):
            target = self._target(link)
            if target is None or self._places[target] < self._places[link]:
                continue
            words = words_of(link)
            if (number := mark_of(words)) and (words[0] in "[(" or _is_raised(link)):
                yield link, number, target

    def _target(self, link: etree._Element) -> etree._Element | None:
        address = link.get("href") or ""
        return self._targets.get(address[1:]) if address.startswith("#") else None

    def _body(self, target: etree._Element, ends: set[etree._Element]) -> etree._Element | None:
        """The block that holds the note at ``target`` and no other: all its paragraphs, not the list of notes."""
        body = target
        while body is not None and tag(body) not in BLOCKS:
            body = body.getparent()
        if body is None or tag(body) in ("body", "html", "main", *HEADINGS):
            return None
        while (outer := body.getparent()) is not None and self._is_whole(outer, body, ends):
            body = outer
        return body

    def _is_whole(self, outer: etree._Element, inner: etree._Element, ends: set[etree._Element]) -> bool:
        """Whether ``outer`` is still the same note: its frame, or a row in a table of notes."""
        if tag(outer) not in ("div", "li", "aside", "dd", "tr", "section", "p"):
            return False
        within = list(islice(outer.iterdescendants(), _LARGEST + 1))
        if (
            len(within) > _LARGEST
            or len(ends.intersection(within)) + (outer in ends) > 1
            or any(tag(each) in HEADINGS[:4] for each in within)
        ):
            return False
        names = f"{outer.get('id') or ''} {outer.get('class') or ''}"
        alone = words_of(outer) == words_of(inner)
        return tag(outer) == "tr" or (bool(_NAMED.search(names)) and tag(outer) != "section") or alone


def _is_raised(link: etree._Element) -> bool:
    nearby = [link, *link.iterdescendants(), *list(link.iterancestors())[:2]]
    if any(tag(each) == "sup" or _RAISED.search(each.get("style") or "") for each in nearby):
        return True
    names = [*classes(link), link.get("role") or "", link.get("epub:type") or ""]
    return any(_NAMED.search(folded(name)) for name in names)
