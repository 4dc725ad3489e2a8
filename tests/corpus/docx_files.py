"""DOCX files for tests: python-docx writes them, raw WordprocessingML goes in where it has no way to say a thing."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
from docx.oxml import parse_xml

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def saved(document: "docx.document.Document") -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def made(body: str, *, styles: str = "", numbering: str = "", settings: str = "", **parts: str) -> bytes:
    """A file with ``body`` as its content. ``parts`` are further parts, by the kind of their relationship:
    footnotes="<w:footnote …>", header="<w:p>…"."""
    document = docx.Document()
    for root, content in (
        (document.styles.element, styles),
        (document.part.numbering_part.element, numbering),
        (document.settings.element, settings),
    ):
        _append(root, content)
    section = document.element.body.sectPr
    for element in parse_xml(f"<w:body {_SPACES}>{body}</w:body>"):
        section.addprevious(element)
    data = saved(document)
    for kind, content in parts.items():
        data = _with_part(data, kind, content)
    return data


def _append(root: "docx.oxml.xmlchemy.BaseOxmlElement", content: str) -> None:
    for element in parse_xml(f"<w:body {_SPACES}>{content}</w:body>"):
        # abstract lists stand before lists
        root.insert(0, element) if element.tag.endswith("abstractNum") else root.append(element)


def _with_part(data: bytes, kind: str, content: str) -> bytes:
    root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)

    def changed(name: str, part: bytes) -> bytes:
        if name == "word/_rels/document.xml.rels":
            return part.replace(
                b"</Relationships>",
                f'<Relationship Id="new{kind}" Type="{_TYPE}{kind}" Target="{kind}9.xml"/></Relationships>'.encode(),
            )
        if name == "[Content_Types].xml":
            return part.replace(
                b"</Types>",
                f'<Override PartName="/word/{kind}9.xml" ContentType="{_CONTENT}{kind}+xml"/></Types>'.encode(),
            )
        return part

    return rezipped(data, changed, {f"word/{kind}9.xml": f"<w:{root} {_SPACES}>{content}</w:{root}>".encode()})


def rezipped(
    data: bytes, change: Callable[[str, bytes], bytes | None], further: dict[str, bytes] | None = None
) -> bytes:
    """The archive with each part as ``change`` has it, without those for which that is None."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
        for name, part in (further or {}).items():
            new.writestr(name, part)
    return file.getvalue()


def p(content: str, properties: str = "") -> str:
    """A paragraph; ``content`` is text, or runs where it begins with "<"."""
    runs = content if content.startswith("<") else r(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    run = f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{run}</w:r>"


def styled(style: str) -> str:
    return f'<w:pStyle w:val="{style}"/>'


def listed(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def row(*cells: str, properties: str = "") -> str:
    inside = "".join(cell if cell.startswith("<w:tc>") else f"<w:tc>{p(cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inside}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"
