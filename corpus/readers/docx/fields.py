"""Fields: what Word worked out stands in the text, how it did so doesn't, and a table of contents is left out."""

from dataclasses import dataclass, field

from corpus.readers.docx.names import Element, w

_UNPRINTED = frozenset("INDEX MACROBUTTON PRIVATE RD TA TC TOA TOC XE".split())
_GONE = (w("del"), w("moveFrom"))


@dataclass(slots=True)
class _Open:
    instruction: str = ""
    has_result: bool = False

    @property
    def printed(self) -> bool:
        return self.has_result and is_printed(self.instruction)


def is_printed(instruction: str) -> bool:
    """Whether the result of a field is part of the text."""
    return next(iter(instruction.split()), "").upper() not in _UNPRINTED


def names_note(instruction: str) -> bool:
    """Whether the result of a field is the number of a note, which the text refers to once more."""
    return next(iter(instruction.split()), "").upper() == "NOTEREF"


@dataclass(slots=True)
class Fields:
    """The fields of one part, met in the order of the text. One without an end counts for nothing."""

    _whole: set[Element] = field(default_factory=set)  # the signs of fields that have a beginning and an end
    _open: list[_Open] = field(default_factory=list)

    @classmethod
    def of(cls, part: Element) -> "Fields":
        fields = cls()
        begun: list[list[Element]] = []
        for sign in part.iter(w("fldChar")):
            if next(sign.iterancestors(*_GONE), None) is not None:
                continue
            match sign.get(w("fldCharType")):
                case "begin":
                    begun.append([sign])
                case "separate" if begun:
                    begun[-1].append(sign)
                case "end" if begun:
                    fields._whole.update([*begun.pop(), sign])
        return fields

    @property
    def printed(self) -> bool:
        """Whether text that stands here is printed."""
        return all(each.printed for each in self._open)

    @property
    def names_note(self) -> bool:
        """Whether text that stands here is the number of a note."""
        return bool(self._open) and names_note(self._open[-1].instruction)

    def meet(self, sign: Element) -> None:
        """Go past a ``w:fldChar``."""
        if sign not in self._whole:
            return
        match sign.get(w("fldCharType")):
            case "begin":
                self._open.append(_Open())
            case "separate" if self._open:
                self._open[-1].has_result = True
            case "end" if self._open:
                self._open.pop()

    def instruct(self, text: str) -> None:
        """Go past a piece of instruction."""
        if self._open and not self._open[-1].has_result and len(self._open[-1].instruction) < 100:
            self._open[-1].instruction += text
