"""Bytes → the tree of a page, and which part of it is the document rather than the site around it."""

import re
from collections.abc import Iterator
from itertools import takewhile

from lxml import etree

from corpus.blocks import folded
from corpus.errors import Unreadable
from corpus.readers.decoding import decoded, require_readable_size, without_declaration

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What a browser sets on lines of its own; any other element can stand inside a word
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul".split()
).union(HEADINGS)
_NEVER_SHOWN = frozenset(
    "script style template noscript iframe object embed svg canvas audio video map head title meta link button input "
    "select textarea datalist nav dialog img rp".split()
)
_ROLES_AROUND = frozenset("navigation search banner contentinfo complementary menu menubar dialog alertdialog".split())
_HIDING_CLASSES = frozenset("sr-only visually-hidden visuallyhidden screen-reader-text hidden note-close".split())
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
# what a site has below a document, with links and nothing else under it
_FURTHER = re.compile(r"(?:Documenten|Downloads?|Zie ook|Gerelateerde? \w+):?", re.IGNORECASE)
_ABOUT_A_FILE = 10  # words
_TAG = re.compile(r"<[a-zA-Z]")
_MAX_ELEMENTS = 100_000


def parsed(data: bytes) -> etree._Element:
    """The root of an HTML file, read as a browser would, comments left out. Nothing outside it is ever fetched."""
    text = decoded(data, html=True)
    if not _TAG.search(text):
        raise Unreadable("is no HTML: it holds no tag; if it is plain text, name it .txt")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(without_declaration(text).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"is damaged HTML ({error.msg or 'no HTML'}); save the page anew") from None
    if root is None:
        raise Unreadable("shows no text; save the page anew")
    # the parser mends what is wrong in a page, but what is too deep or too long for it is left out
    for entry in parser.error_log:
        if entry.level == etree.ErrorLevels.FATAL and ("depth" in entry.message or "huge" in entry.message.lower()):
            raise Unreadable(f"is no page that can be read (line {entry.line}: {entry.message}); save it anew")
    require_readable_size(root, _MAX_ELEMENTS)
    return root


def tag(element: etree._Element) -> str:
    """An element's name in lower case, "" for what is no element."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def classes(element: etree._Element) -> list[str]:
    """The names in an element's class."""
    return (element.get("class") or "").split()


def words_of(element: etree._Element) -> str:
    """All words in ``element``, shown or not."""
    return folded("".join(element.itertext()))


def has_words(element: etree._Element) -> bool:
    """Whether there are any words in ``element``."""
    return any(text.strip() for text in element.itertext())


def content_of(root: etree._Element) -> etree._Element:
    """The element that holds the document: the site's own frame for it, else what the page says is its main part."""
    for candidates in (
        root.iterfind(".//*[@id='broodtekst']"),
        root.iterfind(".//main"),
        root.iterfind(".//*[@role='main']"),
    ):
        for found in candidates:
            if has_words(found):
                return found
    articles = [article for article in root.iterfind(".//article") if has_words(article)]
    if len(articles) == 1:
        return articles[0]
    body = root.find(".//body")
    return body if body is not None else root


def further_links(content: etree._Element) -> Iterator[etree._Element]:
    """The headings and lists of ``content`` that lead to other pages and files: "Documenten", "Zie ook"."""
    for heading in content.iter(*HEADINGS):
        if not _FURTHER.fullmatch(words_of(heading)):
            continue
        below = takewhile(lambda element: tag(element) not in HEADINGS, heading.itersiblings(etree.Element))
        lists = [element for element in below if has_words(element)]
        if lists and all(tag(each) in ("ul", "ol") and all(map(_is_link, each)) for each in lists):
            yield heading
            yield from lists


def _is_link(item: etree._Element) -> bool:
    """Whether an item of a list begins with a link to another page, behind which no more stands than what that is:
    "(PDF | 9 pagina's)"."""
    link = next(item.iter("a"), None)
    if tag(item) != "li" or link is None or re.match("#.", link.get("href") or ""):
        return False
    words, whole = words_of(link), words_of(item)
    behind = whole[len(words) :].strip()
    return words != "" and whole.startswith(words) and not behind.endswith(".") and len(behind.split()) <= _ABOUT_A_FILE


def is_shown(element: etree._Element) -> bool:
    """Whether a reader of the page sees ``element``, and not as part of the site around the document."""
    name = tag(element)
    if (
        name == "button"
        and "aria-expanded" in element.attrib
        and next(element.iterancestors(*HEADINGS), None) is not None
    ):
        name = ""  # what folds a section open holds its heading
    if name in _NEVER_SHOWN or element.get("role") in _ROLES_AROUND:
        return False
    return not (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or not _HIDING_CLASSES.isdisjoint(classes(element))
        or _HIDING_STYLE.search(element.get("style") or "")
    )
