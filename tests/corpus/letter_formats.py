"""A letter as Markdown, XML, web page of two kinds, and Word document."""

import re
from collections.abc import Callable, Sequence
from html import escape

from tests.corpus.docx_files import listed, made, p, r, row, styled, table
from tests.corpus.letter_texts import Heading, Listed, Part, Table, Text, Words, sorted_notes

_ADDRESS = ("Postbus 20018", "2500 EA DEN HAAG")
_SET_AS = {1: "vet", 2: "cur"}


def letterhead(text: Text) -> list[str]:
    data = text.data
    lines = [f"Aan {data.addressee}", *_ADDRESS, f"Datum {text.day}", f"Betreft {data.subject}"]
    return [*lines, f"Ons kenmerk {data.kenmerk}"]


def masthead(text: Text) -> list[str]:
    data = text.data
    year = f"Vergaderjaar {data.vergaderjaar[:5]}20{data.vergaderjaar[5:]}" if data.vergaderjaar else ""
    year = year.replace("/", "–")
    lines = [year, text.printed_dossier, data.dossier_title or "", f"Nr. {data.number}", data.kind or ""]
    return [*lines, f"Aan {data.addressee}", f"{data.place}, {text.day}"]


def head(text: Text) -> list[str]:
    return [*(masthead(text) if text.published else letterhead(text)), *([text.salutation] if text.salutation else [])]


def signatures(text: Text) -> list[tuple[str, str]]:
    return [(f"{_article(sender.office)} {sender.office},", sender.name or "") for sender in text.data.senders]


def _article(office: str) -> str:
    return "DE" if office.isupper() else "De"


def _marked(words: Words, mark: Callable[[str], str], plain: Callable[[str], str]) -> str:
    found, at = "", 0
    for offset, number in words.marks:
        found += plain(words.text[at:offset]) + mark(number)
        at = offset
    return found + plain(words.text[at:])


# Markdown


def as_markdown(text: Text) -> bytes:
    blocks = [_escaped(line) for line in head(text)]
    for part in text.parts:
        blocks += _markdown(part)
        blocks += [f"<sup>{number}</sup> {_escaped(text.notes[number])}" for number in _numbers(part)]
    blocks += [f"{office}  \n{name}" for office, name in signatures(text)]
    return ("\n\n".join(blocks) + "\n").encode()


def _markdown(part: Part) -> list[str]:
    def marked(words: Words) -> str:
        return _marked(words, "<sup>{}</sup>".format, _escaped)

    match part:
        case Words():
            return [marked(part)]
        case Heading():
            words = marked(part.words)
            return [f"{'#' * (part.level + 1)} {words if part.level == 1 else f'*{words}*'}"]
        case Listed():
            labels = [f"{number}." if part.numbered else "-" for number, _ in enumerate(part.items, 1)]
            return ["\n".join(f"{label} {marked(item)}" for label, item in zip(labels, part.items, strict=True))]
        case Table():
            rows = [f"| {' | '.join(cells)} |" for cells in (part.heads, *part.rows)]
            return ["\n".join([rows[0], "|" + "---|" * len(part.heads), *rows[1:]])]


def _escaped(text: str) -> str:
    text = re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", text)
    return re.sub(r"^(\d+)([.)]) ", r"\1\\\2 ", re.sub(r"^([-+])", r"\\\1", text))


def _numbers(part: Part) -> list[str]:
    match part:
        case Words():
            return [number for _, number in part.marks]
        case Heading():
            return _numbers(part.words)
        case Listed():
            return [number for item in part.items for number in _numbers(item)]
    return []


# XML


def as_xml(text: Text) -> bytes:
    data = text.data
    kind, addressee, place = data.kind, data.addressee, f"{data.place}, {text.day}"
    year = masthead(text)[0]
    greeting = f"<al>{text.salutation}</al>" if text.salutation else ""
    body = "".join(_xml(part, text) for part in text.parts)
    signed = "".join(
        f"<ondertekening><functie>{office}</functie>\n<naam><achternaam>{name}</achternaam></naam></ondertekening>"
        for office, name in signatures(text)
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<officiele-publicatie><metadata><meta name="OVERHEIDop.externMetadataRecord" scheme=""
 content="https://zoek.officielebekendmakingen.nl/kst-{data.dossier}-{data.number}/metadata.xml"/></metadata>
<kamerstuk><kamerstukkop><tekstregel inhoud="vergaderjaar">{year}</tekstregel>
<tekstregel inhoud="kameraanduiding">Tweede Kamer der Staten-Generaal</tekstregel>
<tekstregel inhoud="kamernummer">2</tekstregel></kamerstukkop>
<dossier><dossiernummer><dossiernr>{text.printed_dossier}</dossiernr></dossiernummer>
<titel>{data.dossier_title}</titel></dossier>
<stuk><stuknr>Nr. <ondernummer kamer="2">{data.number}</ondernummer></stuknr><titel>{kind}</titel>
<algemeen><vrije-tekst><tekst status="goed">
<al>Aan {addressee}</al><al>{place}</al>{greeting}{body}</tekst></vrije-tekst>
<tekst-sluiting>{signed}</tekst-sluiting></algemeen></stuk></kamerstuk></officiele-publicatie>""".encode()


def _xml(part: Part, text: Text) -> str:
    def note(number: str) -> str:
        body = f"<noot.nr>{number}</noot.nr><noot.al>{escape(text.notes[number])}</noot.al>"
        return f'<noot type="voet">{body}</noot>'

    def marked(words: Words) -> str:
        return _marked(words, note, escape)

    match part:
        case Words():
            return f"<al>{marked(part)}</al>\n"
        case Heading():
            return f'<tussenkop kopopmaak="{_SET_AS[part.level]}">{marked(part.words)}</tussenkop>\n'
        case Listed():
            labels = [f"{number}." if part.numbered else "–" for number, _ in enumerate(part.items, 1)]
            items = "".join(
                f"<li><li.nr>{label}</li.nr><al>{marked(item)}</al></li>"
                for label, item in zip(labels, part.items, strict=True)
            )
            return f"<lijst>{items}</lijst>\n"
        case Table():
            heads, *rows = (
                "".join(f"<entry><al>{cell}</al></entry>" for cell in cells) for cells in (part.heads, *part.rows)
            )
            body = "".join(f"<row>{cells}</row>" for cells in rows)
            group = f"<thead><row>{heads}</row></thead><tbody>{body}</tbody>"
            return f'<table><tgroup cols="{len(part.heads)}">{group}</tgroup></table>\n'


# web pages


def as_published_page(text: Text) -> bytes:
    """As zoek.officielebekendmakingen.nl shows it: classes tell what is what, notes stand at the end."""
    data = text.data
    year = (data.vergaderjaar or "").replace("/", "-20")
    greeting = f"<p>{text.salutation}</p>" if text.salutation else ""
    above = (
        f'<h1 class="dossiertitel"><span class="dossiernummer">{text.printed_dossier}</span> {data.dossier_title}</h1>'
        f'<h1 class="stuktitel"><span class="stuknummer">Nr. {data.number}</span> {data.kind}</h1>'
        f"<p>Aan {data.addressee}</p><p>{data.place}, {text.day}</p>{greeting}"
    )
    signed = "".join(
        f'<p class="ondertekening"><span class="functie">{office}</span><br><span class="naam">'
        f"<span class=achternaam>{name}</span></span></p>"
        for office, name in signatures(text)
    )
    mark = '<a class="nootnum supernote-click-ID-{0}" href="#ID-{0}">{0}</a>'
    body = "".join(_html(part, mark) for part in text.parts)
    notes = "".join(
        f'<div class="voet noot snp-mouseoffset" id="supernote-note-ID-{number}"><h5 class="note-close">'
        f'<a class="note-close" href="#close-ID-{number}">X</a> Noot </h5><sup><span class="nootnum">'
        f'<a id="ID-{number}" name="ID-{number}"></a>{number}</span></sup><p>{escape(note)}</p></div>'
        for number, note in sorted_notes(text.notes)
    )
    return f"""<!DOCTYPE html><html lang="nl-NL"><head><meta charset="utf-8">
<title>Overheid.nl | Officiële bekendmakingen</title>
<meta name="DCTERMS.identifier" content="kst-{data.dossier}-{data.number}">
<meta name="OVERHEIDop.vergaderjaar" content="{year}"><meta name="OVERHEIDop.dossiernummer" content="{data.dossier}">
<meta name="OVERHEIDop.ondernummer" content="{data.number}">
<meta name="DCTERMS.creator" content="Tweede Kamer der Staten-Generaal"></head>
<body><header><nav><ul><li><a href="/">Home</a></ul></nav></header>
<div id="main-column"><div id="broodtekst" class="stuk broodtekst-container">{above}{body}{signed}
<div id="noten"><hr>{notes}</div></div></div><footer>Over deze website</footer></body></html>""".encode()


def as_plain_page(text: Text) -> bytes:
    """As somebody would write it by hand: no classes, notes in a list with the way back."""
    mark = '<sup><a href="#n{0}" id="r{0}">{0}</a></sup>'
    above = "".join(f"<p>{escape(line)}</p>" for line in head(text))
    body = "".join(_html(part, mark) for part in text.parts)
    signed = "".join(f"<p>{office}<br>{name}</p>" for office, name in signatures(text))
    notes = "".join(
        f'<li id="n{number}">{escape(note)} <a href="#r{number}" title="terug">↩</a></li>'
        for number, note in sorted_notes(text.notes)
    )
    return f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"></head><body>
{above}{body}{signed}<ol>{notes}</ol></body></html>""".encode()


def _html(part: Part, mark: str) -> str:
    def marked(words: Words) -> str:
        return _marked(words, mark.format, escape)

    match part:
        case Words():
            return f"<p>{marked(part)}</p>\n"
        case Heading():
            return f"<h{part.level + 1}>{marked(part.words)}</h{part.level + 1}>\n"
        case Listed():
            name = "ol" if part.numbered else "ul"
            return f"<{name}>{''.join(f'<li>{marked(item)}' for item in part.items)}</{name}>\n"
        case Table():
            heads = "".join(f"<th>{cell}</th>" for cell in part.heads)
            rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for cells in part.rows)
            return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>\n"


# Word


def as_docx(text: Text) -> bytes:
    body = "".join(p(escape(line)) for line in head(text))
    lists = [part for part in text.parts if isinstance(part, Listed)]
    numbers = {id(part): number for number, part in enumerate(lists, 90)}
    body += "".join(_docx(part, numbers) for part in text.parts)
    body += "".join(p(f"<w:r><w:t>{office}</w:t><w:br/><w:t>{name}</w:t></w:r>") for office, name in signatures(text))
    notes = "".join(
        f'<w:footnote w:id="{number}">{p("<w:r><w:footnoteRef/></w:r>" + r(" " + escape(note)))}</w:footnote>'
        for number, note in sorted_notes(text.notes)
    )
    parts = {"footnotes": notes} if notes else {}
    return made(body, numbering=_numbering(lists), **parts)


def _numbering(lists: Sequence[Listed]) -> str:
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{"decimal" if part.numbered else "bullet"}"/>'
        f'<w:lvlText w:val="{"%1." if part.numbered else "•"}"/></w:lvl></w:abstractNum>'
        for number, part in enumerate(lists, 90)
    )
    return abstract + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number, _ in enumerate(lists, 90)
    )


def _docx(part: Part, numbers: dict[int, int]) -> str:
    def runs(words: Words) -> str:
        return _marked(words, '<w:r><w:footnoteReference w:id="{}"/></w:r>'.format, lambda text: r(escape(text)))

    match part:
        case Words():
            return p(runs(part))
        case Heading():
            return p(runs(part.words), styled(f"Heading{part.level}"))
        case Listed():
            return "".join(p(runs(item), listed(numbers[id(part)])) for item in part.items)
        case Table():
            heads = row(*part.heads, properties="<w:tblHeader/>")
            return table(heads, *(row(*cells) for cells in part.rows))
