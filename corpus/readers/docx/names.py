"""Names of WordprocessingML, and the two ways in which its elements keep a value."""

from lxml.etree import _Element as Element

__all__ = ["VAL", "Element", "descend", "math", "mc", "number", "switch", "value", "w"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def w(name: str) -> str:
    """The tag or attribute ``name`` of WordprocessingML."""
    return _W + name


def mc(name: str) -> str:
    """That of markup compatibility, which keeps the same content in forms for newer and older programs."""
    return _MC + name


def math(name: str) -> str:
    """That of formulas."""
    return _MATH + name


VAL = w("val")
_OFF = frozenset(("0", "false", "off", "none"))


def value(parent: Element | None, *path: str) -> str | None:
    """The ``w:val`` of the element that ``path`` leads to from ``parent``."""
    found = descend(parent, *path)
    return None if found is None else found.get(VAL)


def descend(parent: Element | None, *path: str) -> Element | None:
    """The element that ``path``, names of children, leads to from ``parent``; None where there is none."""
    for name in path:
        if parent is None:
            return None
        parent = parent.find(w(name))
    return parent


def switch(properties: Element | None, name: str) -> bool | None:
    """Whether the property ``name`` is switched on or off; None where it isn't stated."""
    found = descend(properties, name)
    return None if found is None else (found.get(VAL) or "on") not in _OFF


def number(text: str | None) -> int | None:
    """A whole number as Word writes it; None for all that is none."""
    try:
        return int(text) if text and len(text) < 10 else None
    except ValueError:
        return None
