"""The labels that a browser prints before list items: "1.", "b.", "iv."; bullets are signs, no labels."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree

from corpus.readers.html.page import classes, tag
from corpus.readers.numerals import roman

_LARGEST = 9999  # a number beyond it labels nothing; Roman ones would grow without end


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, last = divmod(number - 1, 26)
        letters = chr(ord("a") + last) + letters
    return letters


_FORMS: dict[str, Callable[[int], str]] = {
    "a": _letters,
    "A": lambda number: _letters(number).upper(),
    "i": roman,
    "I": lambda number: roman(number).upper(),
}
# What style sheets call them
_STYLES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}


@dataclass(slots=True)
class _List:
    ordered: bool
    form: str
    next: int
    step: int


class Labels:
    """The lists that are open, with the number of the next item in each; ``depth`` is how many they are."""

    def __init__(self) -> None:
        self._lists: list[_List] = []

    @property
    def depth(self) -> int:
        return max(len(self._lists), 1)

    @contextmanager
    def list(self, element: etree._Element) -> Iterator[None]:
        """The items met inside belong to this list."""
        style = (element.get("style") or "").replace(" ", "").lower()
        form = next((form for name, form in _STYLES.items() if f":{name}" in style), element.get("type") or "1")
        plain = "list-style:none" in style or "list-style-type:none" in style or "expliciet" in classes(element)
        backwards = "reversed" in element.attrib
        first = _number(element.get("start"))
        if first is None:
            first = sum(1 for _ in element.iterchildren("li")) if backwards else 1
        self._lists.append(_List(tag(element) == "ol" and not plain, form, first, -1 if backwards else 1))
        yield
        self._lists.pop()

    def label(self, item: etree._Element) -> str:
        """What is printed before the words of ``item``, "" where nothing is or where its words begin with it."""
        if not self._lists or not self._lists[-1].ordered:
            return ""
        current = self._lists[-1]
        value = _number(item.get("value"))
        number = current.next if value is None else value
        current.next = number + current.step
        if abs(number) > _LARGEST:
            return ""
        form = _FORMS.get(item.get("type") or current.form, str)
        label = f"{form(number) if number > 0 else number}."
        begin = next((text.split()[0] for text in item.itertext() if text.strip()), "")
        return "" if begin in (label, label.rstrip(".") + ")") else label


def _number(stated: str | None) -> int | None:
    try:
        return int((stated or "")[:6])
    except ValueError:
        return None
