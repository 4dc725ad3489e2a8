"""What the head of a page says of it in ``meta`` elements."""

import re

from lxml import etree

from corpus.blocks import Block, folded
from corpus.citation import vergaderjaar
from corpus.letter import Dossier, Metadata, Sender
from corpus.readers.html.page import words_of
from corpus.readers.stated import is_dated, stated_chamber, stated_day, stated_dossier, stated_identifier

_OFFICIAL = re.compile(r"(?:kst|blg|ah|h|kv)-[\w-]+")
_LANGUAGE = re.compile(r"([a-z]{2})(?:-|$)", re.IGNORECASE)


class Fields:
    """The ``meta`` elements of a page, by their names in lower case; of one name the first counts, but for dossiers."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._said: dict[str, str] = {}
        self._dossiers: dict[str, None] = {}
        for meta in root.iter("meta"):
            name = (meta.get("name") or meta.get("property") or "").lower()
            name = re.sub(r"^dc(?:terms)?\.", "dc.", name)
            if name and (content := folded(meta.get("content") or "")):
                self._said.setdefault(name, content)
                if name == "overheidop.dossiernummer":
                    self._dossiers |= dict.fromkeys(filter(None, map(stated_dossier, content.split(";"))))

    def metadata(self, blocks: tuple[Block, ...], senders: tuple[Sender, ...]) -> Metadata:
        """Metadata from fields; what the words of the head say besides is found by the assembler."""
        said = self._said.get
        language = _LANGUAGE.match(self._root.get("lang") or said("dc.language") or "")
        return Metadata(
            dossier=stated_dossier(said("overheidop.dossiernummer", "")),
            dossier_title=said("overheidop.dossiertitel"),
            further_dossiers=tuple(map(Dossier, list(self._dossiers)[1:])),
            number=said("overheidop.ondernummer"),
            vergaderjaar=vergaderjaar(said("overheidop.vergaderjaar", "")),
            chamber=stated_chamber(said("dc.creator", "")),
            date=None if is_dated(blocks) else stated_day(said("dc.issued") or said("dc.date")),
            senders=senders,
            language=language[1].lower() if language else None,
        )

    def title(self, content: etree._Element) -> str | None:
        """The page's own title; a Kamerstuk has it in its words, and its page is titled by the site."""
        if "overheidop.dossiernummer" in self._said:
            return None
        heading = next((words for each in content.iter("h1") if (words := words_of(each))), None)
        named = self._root.find(".//title")
        return heading or self._said.get("dc.title") or (words_of(named) or None if named is not None else None)

    def identifier(self) -> str | None:
        """The official identifier, where the page has one."""
        said = self._said.get("dc.identifier", "")
        if _OFFICIAL.fullmatch(said):
            return said
        links = self._root.iterfind(".//link[@rel='canonical']")
        return next((found for link in links if (found := stated_identifier(link.get("href") or ""))), None)
