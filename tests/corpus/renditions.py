"""One letter in the forms in which it could have been published: XML, pages of two kinds."""

import re
from xml.sax.saxutils import escape

from corpus import Letter, Paragraph, Section
from corpus.blocks import folded

_TITLE, _SET_AS = 1, {2: "vet", 3: "cur"}


def as_xml(letter: Letter) -> bytes:
    """As officielebekendmakingen.nl publishes it now."""
    data = letter.metadata
    chamber = "Tweede Kamer der Staten-Generaal"
    body = "".join(_xml_section(letter, part) for part in letter.sections)
    signed = "".join(
        f"<ondertekening><functie>De {sender.office},</functie>\n<naam><achternaam>{sender.name}</achternaam></naam>"
        "</ondertekening>"
        for sender in data.senders
    )
    assert data.date is not None
    assert data.dossier is not None
    return f"""<?xml version="1.0" encoding="utf-8"?>
<officiele-publicatie><metadata><meta name="OVERHEIDop.externMetadataRecord" scheme=""
 content="https://zoek.officielebekendmakingen.nl/{letter.id}/metadata.xml"/></metadata>
<kamerstuk><kamerstukkop><tekstregel inhoud="vergaderjaar">Vergaderjaar 2020-2021</tekstregel>
<tekstregel inhoud="kameraanduiding">{chamber}</tekstregel>
<tekstregel inhoud="kamernummer">2</tekstregel></kamerstukkop>
<dossier><dossiernummer><dossiernr>{data.dossier[:2]} {data.dossier[2:]}</dossiernr></dossiernummer>
<titel>{data.dossier_title}</titel></dossier>
<stuk><stuknr>Nr. <ondernummer kamer="2">{data.number}</ondernummer></stuknr><titel>{data.kind}</titel>
<algemeen><vrije-tekst><tekst status="goed"><al>Aan {data.addressee}</al><al>{data.place}, {_dutch(letter)}</al>
{body}{"</tekst></divisie>" if "<divisie>" in body else "</tekst>"}</vrije-tekst>
<tekst-sluiting>{signed}</tekst-sluiting></algemeen></stuk></kamerstuk></officiele-publicatie>""".encode()


def _xml_section(letter: Letter, part: Section) -> str:
    heading = escape(part.heading or "") + _xml_notes(letter, part)
    if part.level == _TITLE:
        opened = f"</tekst><divisie><kop><titel>{heading}</titel></kop><tekst>"
    else:
        opened = f'<tussenkop kopopmaak="{_SET_AS[part.level]}">{heading}</tussenkop>' if part.heading else ""
    return opened + "".join(_xml_paragraph(letter, paragraph) for paragraph in part.paragraphs)


def _xml_paragraph(letter: Letter, paragraph: Paragraph) -> str:
    lead, *items = paragraph.text.split("\n")
    listed = "".join(
        f"<li><li.nr>{match[1] or '–'}</li.nr><al>{escape(match[2])}</al></li>\n"
        for item in items
        if (match := re.match(r"(\d\.)? ?(.*)", item))
    )
    text = escape(lead) + _xml_notes(letter, paragraph)
    return f"<al>{text}</al>\n" + (f"<lijst>\n{listed}</lijst>" if items else "")


def _xml_notes(letter: Letter, part: Section | Paragraph) -> str:
    return "".join(
        f'<noot type="voet"><noot.nr>{number}</noot.nr><noot.al>{escape(_note(letter, number))}</noot.al></noot>'
        for number in part.footnotes
    )


def as_published_page(letter: Letter) -> bytes:
    """As zoek.officielebekendmakingen.nl shows it: classes tell what is what, notes stand at the end."""
    data = letter.metadata
    assert data.dossier is not None
    head = (
        f'<h1 class="dossiertitel"><span class="dossiernummer">{data.dossier[:2]} {data.dossier[2:]}</span> '
        f'{data.dossier_title}</h1><h1 class="stuktitel"><span class="stuknummer">Nr. {data.number}</span> {data.kind}'
        f"</h1><p>Aan {data.addressee}</p><p>{data.place}, {_dutch(letter)}</p>"
    )
    signed = "".join(
        f'<p class="ondertekening"><span class="functie">De {sender.office},</span><br><span class="naam">'
        f"<span class=achternaam>{sender.name}</span></span></p>"
        for sender in data.senders
    )
    mark = '<a class="nootnum supernote-click-ID-{0}" href="#ID-{0}">{0}</a>'
    body = "".join(_html_section(part, mark) for part in letter.sections)
    notes = "".join(
        f'<div class="voet noot snp-mouseoffset" id="supernote-note-ID-{note.number}"><h5 class="note-close">'
        f'<a class="note-close" href="#close-ID-{note.number}">X</a> Noot </h5><sup><span class="nootnum">'
        f'<a id="ID-{note.number}" name="ID-{note.number}"></a>{note.number}</span></sup>'
        f"<p>{escape(note.text)}</p></div>"
        for note in letter.footnotes
    )
    return f"""<!DOCTYPE html><html lang="nl-NL"><head><meta charset="utf-8">
<title>Overheid.nl | Officiële bekendmakingen</title>
<meta name="DCTERMS.identifier" scheme="OVERHEIDop.dossiernummer" content="{letter.id}">
<meta name="OVERHEIDop.vergaderjaar" content="2020-2021"><meta name="OVERHEIDop.dossiernummer" content="{data.dossier}">
<meta name="OVERHEIDop.ondernummer" content="{data.number}">
<meta name="DCTERMS.creator" content="Tweede Kamer der Staten-Generaal"></head>
<body><header><nav><ul><li><a href="/">Home</a></ul></nav></header>
<div id="main-column"><div id="broodtekst" class="stuk broodtekst-container">{head}{body}{signed}
<div id="noten"><hr>{notes}</div></div></div><footer>Over deze website</footer></body></html>""".encode()


def as_plain_page(letter: Letter) -> bytes:
    """As somebody would write it by hand: no classes, notes in a list with the way back."""
    data = letter.metadata
    mark = '<sup><a href="#n{0}" id="r{0}">{0}</a></sup>'
    body = "".join(_html_section(part, mark) for part in letter.sections)
    head = "".join(
        f"<p>{line}</p>" for line in ("Vergaderjaar 2020–2021", data.dossier, data.dossier_title, f"Nr. {data.number}")
    )
    signed = "".join(f"<p>De {sender.office},<br>{sender.name}</p>" for sender in data.senders)
    notes = "".join(
        f'<li id="n{note.number}">{escape(note.text)} <a href="#r{note.number}" title="terug">↩</a></li>'
        for note in letter.footnotes
    )
    return f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"></head><body>{head}
<p><b>{data.kind}</b></p><p>Aan {data.addressee}<p>{data.place}, {_dutch(letter)}{body}{signed}
<ol>{notes}</ol></body></html>
""".encode()


def _html_section(part: Section, mark: str) -> str:
    heading = escape(part.heading or "") + "".join(mark.format(number) for number in part.footnotes)
    opened = f"<h{part.level}>{heading}</h{part.level}>\n" if part.heading else ""
    return opened + "\n".join(_html_paragraph(paragraph, mark) for paragraph in part.paragraphs)


def _html_paragraph(paragraph: Paragraph, mark: str) -> str:
    lead, *items = paragraph.text.split("\n")
    kind = "ol" if items and items[0].startswith("1.") else "ul"
    listed = "".join(f"<li>{escape(re.sub(r'^[0-9][.] ', '', item))}" for item in items)
    text = escape(lead) + "".join(mark.format(number) for number in paragraph.footnotes)
    return f"<p>{text}</p>" + (f"<{kind}>{listed}</{kind}>" if items else "")


def _note(letter: Letter, number: str) -> str:
    return next(note.text for note in letter.footnotes if note.number == number)


def _dutch(letter: Letter) -> str:
    from corpus.citation import dutch_date

    assert letter.metadata.date is not None
    return dutch_date(letter.metadata.date.isoformat())


Content = tuple[
    list[tuple[str | None, tuple[str, ...], tuple[str, ...]]],  # heading, path and its notes
    list[tuple[tuple[str, ...], str, tuple[str, ...]]],  # the path, words and notes of each paragraph
    list[tuple[str, str]],  # the notes
]


def content(letter: Letter) -> Content:
    """All that must be the same in every form."""
    return (
        [(part.heading, part.path, part.footnotes) for part in letter.sections],
        [(part.path, folded(paragraph.text), paragraph.footnotes) for part, paragraph in letter.paragraphs()],
        [(note.number, folded(note.text)) for note in letter.footnotes],
    )


SYNTHETIC = """
Vergaderjaar 2020–2021

**36 123**

**Energie en “klimaat”**

**Nr. 12**

**BRIEF VAN DE MINISTER VAN ENERGIE**

Aan de Voorzitter van de Tweede Kamer der Staten-Generaal

Den Haag, 3 maart 2021

Hierbij stuur ik u mijn plan<sup>1</sup> voor de R&D van 5 < 6 megawatt. Het kost € 12,5 mln.

<sup>1</sup> Bijlage bij Kamerstuk 36 123, nr. 11.

## 1. Inleiding<sup>2</sup>

<sup>2</sup> Zie ook mijn brief van 1 maart.

Het kabinet kiest voor drie dingen:
1. wind op zee;
2. zon op daken;
3. minder CO<sub>2</sub>.

Het «plan» is af. Er is met de sector gesproken<sup>3</sup>.

<sup>3</sup> Namelijk op 2 februari 2021.

### *Wat volgt*

De Kamer krijgt in de zomer bericht over:

- de kosten;
- de planning.

### *Wie betaalt*

De rekening gaat naar de gebruiker.

## 2. Slot

Ik houd u op de hoogte.

De Minister van Energie,
A.B. van der Zon
"""
