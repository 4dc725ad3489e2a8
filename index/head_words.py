"""What of a letter's head a question asks, by its words alone: "Staat er één handtekening onder, en van wie?", "date of
letter", "How should I cite this?".

People ask for these few things in hundreds of ways, but with few words. So each word must be one of the field's own or
one that says nothing by itself: with any other, "motie", "treaty", something else is asked. Then a noun tells which
field it is, or an asking word beside a verb of writing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from index.closed_words import ANAPHORA, ARTICLES, ASKING, LIGHT_VERBS, OTHERS, PREPOSITIONS, THANKS
from index.lexical import plain


class Field(StrEnum):
    """What is asked of the head."""

    SENDER = "sender"
    ADDRESSEE = "addressee"
    DATE = "date"
    PLACE = "place"
    SUBJECT = "subject"
    SUMMARY = "summary"
    KENMERK = "kenmerk"
    NUMBER = "number"
    VERGADERJAAR = "vergaderjaar"
    CITATION = "citation"

    @property
    def told_by_head_alone(self) -> bool:
        """Whether no paragraph says it of its own letter. Of date and subject a text tells too: "ontvangen 25 januari
        2021", "hierbij bied ik u het verslag aan"."""
        return self not in (Field.DATE, Field.SUBJECT, Field.SUMMARY)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_IS, _WOULD = re.compile(r"['’]s\b"), re.compile(r"['’]d\b")
# "the Minister of Foreign Affairs" is asked about as a minister is
_OFFICE = re.compile(
    r"\b((?:[Mm]inister(?:ie)?|[Ss]taatssecretaris|[Mm]inistry|[Ss]ecretary|[Dd]epartment)s?) (?:van|voor|of|for) "
    r"(?:(?:the |de |het )?[A-ZÀ-Þ][\w-]+(?:,? (?:en|and) |, | )?)+"
)
# What only leads up to a question
_FRAME = re.compile(
    r"\b(?:(?:would you mind|do you happen to|may i|might i|could you|can you|would you|will you|i would like to"
    r"|i should be grateful for|i was wondering|i wonder|just wondering|let me"
    r"|(?:ik|wij|we) zou(?:den)? graag(?: willen)?|zou(?:dt)? (?:u|je)|ik vraag me af|kun(?:t|nen)? (?:u|je|jullie)"
    r"|kan (?:je|u|iemand)|mag ik|weet (?:u|je|iemand))\b[ ,]*)+"
)
# Asks for a summary where it asks what a letter is about
_IN_SHORT = re.compile(r"\b(?:(?:in het )?kort(?: gezegd)?|kortweg|in short|in brief|briefly)\b[ ,:]*")
_COUNT = (
    r"(?:\d{1,3}|paar|few|one|two|three|four|five|six|seven|eight|nine|ten|een|twee|drie|vier|vijf|zes|zeven|acht|negen"
    r"|tien)"
)
# How many sentences or points are wanted, but not "point two"
_HOW_MANY = re.compile(
    rf"\b(?:a )?{_COUNT}(?: (?:of|or|tot|to) {_COUNT})? (?=(?:korte|short|belangrijkste|main|key|bullet)? ?"
    r"(?:zin|zinnen|punten|regels|woorden|sentences?|points|bullets|lines?|words)\b)"
)
# some letter, but not in "is dit een brief van"
_A_LETTER = re.compile(r"\b(?:een|a) (?:(?!recent)\w+ )?(?:kamerbrief|brief|stuk|document|letter)\b")
_PAPER = re.compile(r"\bparliamentary (?:paper|letter|document)\b")
_HOUSES = re.compile(
    r"\b(?:de )?(?:(?:tweede|eerste)(?: of (?:aan )?(?:de )?(?:tweede|eerste))? kamer|staten-generaal|parlement)\b"
    r"|\b(?:the )?(?:dutch )?(?:house of representatives|house|senate|parliament)\b",
    re.IGNORECASE,
)

_SAYING_NOTHING = (
    (PREPOSITIONS | ARTICLES | ASKING | LIGHT_VERBS | ANAPHORA | OTHERS | THANKS)
    - _words(
        "waarom hoeveel why kost kosten cost costs gebeurt gebeurde happen happens happened meer more veel much niet "
        "geen not no geldt gelden apply applies betekent mean means zegt zei say says said they ze zij hen them their"
    )
) | _words(
    "eens even luidt graag aub alstublieft alsjeblieft please pls kindly dan here erin erbij daarop bovenaan onderaan "
    "boven vanuit bottom top next stond staan vermeld vermeldt stated printed given shown mij kunt kun vertellen "
    "zeggen geven geef noemen noem aangeven melden doorgeven vertel zeg heb hebt tell give name know show state "
    "indicate provide weet weten zoek zoeken vinden find need want like vraag question iets iemand anyone anybody "
    "somebody someone anders zelf self eigen exact exacte precieze precise juist juiste correct correcte volledig "
    "volledige full officieel officiele official formeel formele formal beide both snel quickly quick just am zodat "
    "manier wijze way nagaan vernemen uitleggen telling ask asking explain wondering let list check inclusief "
    "including ergens somewhere made gemaakt one ones bear bears carry carries draagt stands collega"
)
_LETTER = _words("brief kamerbrief stuk kamerstuk document letter schrijven doc missive kamerstukje text tekst")
_THIS = _words("dit deze die hij this it its erop eronder erboven hier ervan daarvan hiervan hiernaar hieronder")
# A person may be written to, "hem" that was signed is a letter
_SIGNED_HIM = _words(
    "ondertekend ondertekende ondertekenden ondertekent getekend meegetekend medeondertekend tekende tekenden "
    "geschreven opgesteld verstuurd verzonden"
)
_THIS_ONE = _words("dit deze this")  # "it" may be what was asked about before
_MUST = _words("moet moeten zou zouden zal zullen wordt worden gaat gaan must should will would shall may might be")

_WHO = _words("wie wiens who whom whose")
_WROTE = _words(
    "geschreven schreef schreven schrijft opgesteld ondertekend ondertekende ondertekenden ondertekent getekend "
    "meegetekend medeondertekend mede-ondertekend tekende tekenden tekent verstuurd verstuurde verstuurden gestuurd "
    "stuurde stuurden stuurt verzonden verzond gezonden zond zonden uitgegaan written write writes wrote signed sign "
    "signs cosigned co-signed sent send sends issued authored drafted"
)
_SIGNED = _words("ondertekening signing signature dagtekening verzending verzenden opstellen ondertekenen")
_SENDERS = _words(
    "afzender afzenders ondertekenaar ondertekenaars medeondertekenaar medeondertekenaars auteur auteurs schrijver "
    "schrijvers opsteller opstellers handtekening handtekeningen sender senders author authors writer writers "
    "signatory signatories signer signers signature signatures signee signees undersigned meeondertekenaar"
)
_OFFICES = _words(
    "minister ministers staatssecretaris staatssecretarissen bewindspersoon bewindspersonen bewindslieden ministerie "
    "ministeries departement departementen ministry ministries department departments secretary secretaries"
)
_ABOUT_SENDERS = _OFFICES | _words(
    "afkomstig functie functies ambt naam namen namens persoon personen kabinet cabinet government office function "
    "names role heet several meerdere responsible verantwoordelijk member members leden lid jointly samen hold holds "
    "behalf bekleedt hoort belongs mede signing"
)
_HOUSE = _words("tweede eerste kamer staten-generaal parlement dutch house representatives senate parliament")
_ADDRESSEES = _words(
    "geadresseerde geadresseerden ontvanger ontvangers adressering addressee addressees recipient recipients"
)
_GOT = _words("ontvangen ontving kreeg received got receive get")
_ADDRESSED = _GOT | _words(
    "gericht richt zich bestemd geadresseerd bedoeld addressed directed meant intended ging gone voorzitter speaker "
    "chair chamber president adres address eerste tweede senate representatives"
)
_DATES = _words("datum dagtekening datering date")
_AGED = _words("oud oude recent recente old")
_DATED = _DATES | _AGED | _words("gedateerd dated dateert")
_TIMES = _words("wanneer when dag day jaar year maand month jaren years terug ago eentje nieuw nieuwe new recently")
_WENT = _words("gegaan went go out did")
_PLACES = _words("plaats plaatsnaam stad place city town location locatie")
_WHENCE = _words("vandaan waarvandaan vanwaar")
_FROM = _WHENCE | _words("komt kwam came comes den haag hague")
_SESSION = _words("vergaderjaar zittingsjaar parlementsjaar")
_YEARS = _words(
    "parlementair parlementaire parliamentary jaar year session sessie zitting hoort behoort valt belong belongs "
    "belonging published gepubliceerd verschenen uitgekomen fall falls"
)
_KENMERK = _words("kenmerk referentienummer referentiecode briefkenmerk ref")
_REFERENCE = _WROTE | _words(
    "reference referentie code codes number nummer kenmerken ministry ministerie departement department filed "
    "geregistreerd registered departmental ministerial"
)
_NUMBERS = _words(
    "dossiernummer dossiernr kamerstuknummer kamerstuknr volgnummer ondernummer stuknummer documentnummer"
)
_NUMBER = _words("nummer nr number hoeveelste")
_WHICH = _words("dossier file kamerstuk brief letter")
_FILES = _words(
    "dossier dossiers file files item parliamentary parlementair series reeks hoort behoort valt belong belongs "
    "belonging part geregistreerd sub-number published gepubliceerd verschenen deel daarbinnen kamerstukken volg"
)
_CITED = _words(
    "citeer citeren geciteerd bronvermelding bronverwijzing bronnotatie vindplaats voetnoot eindnoot footnote cite "
    "cited citing citation bibliography bibliografie literatuurlijst literatuurverwijzing bibtex"
)
_REFERRED = _words("verwijs verwijzen refereer refereren refer reference verwijzing aanhalen haal")
_CITING = _words(
    "scriptie thesis paper nota memo note artikel article essay bron source apa leidraad juridische auteurs stijl "
    "style entry proper properly rapport report policy opnemen opgenomen include put write schrijf zetten zet werkstuk "
    "bronnen bronnenlijst academic dissertation lijst parliamentary law review legal juridisch"
)
_I = _words("ik je we wij men i one you")
_SUBJECTS = _words(
    "onderwerp onderwerpen hoofdonderwerp onderwerpregel titel thema betreft betreftregel subject subjects topic "
    "topics title theme themes"
)
_SUMMARIES = _words(
    "samenvatting samenvatten strekking kern kernboodschap kernpunt kernpunten hoofdpunt hoofdpunten hoofdlijn "
    "hoofdlijnen hoofdboodschap inhoud summary summarise summarize summarised summarized gist overview contents "
    "essence essentie tldr abstract"
)
_CALLED = _words("heet titled called")
_MEETINGS = _words(
    "kwestie zaak gebeurtenis bijeenkomst vergadering top topontmoeting conferentie raad overleg bezoek reis event "
    "meeting gathering summit conference council visit trip"
)
_EVENTS = _MEETINGS | _words("discussed his")
_TREATED = (
    _CALLED
    | _MEETINGS
    | _words(
        "rapporteert handelt brengt concern aangeboden toegezonden toegestuurd gestuurd verzonden presented offered "
        "submitted sent present offer submit supposed meant intended ontvangt aim say waarover waarvan cover covers "
        "covered deal deals dealt behandelt behandeld behandelen bod discussed discuss discusses schrijft schreef "
        "informeert bericht informs inform informing minister ministers kabinet cabinet government samen vat line main "
        "point points message issues raised issue sentence sentences zin zinnen korte short punt punten boodschap "
        "regels woorden lines words bullet bullets max maximaal hooguit most important soort type kind sort verslag "
        "rapport report hoofd matter belangrijkste belangrijk key writing looking purpose doel neer"
    )
)


@dataclass(frozen=True, slots=True)
class _Question:
    """In plain form, without what leads up to it, and its words."""

    text: str
    words: frozenset[str]
    in_short: bool

    def has(self, *any_of: frozenset[str]) -> bool:
        return any(self.words & each for each in any_of)

    def finds(self, form: str) -> bool:
        return bool(re.search(form, self.text))

    @property
    def of_letter(self) -> bool:
        """Whether it speaks of the letter."""
        return self.has(_LETTER, _THIS) or (self.has(_words("hem")) and self.has(_SIGNED_HIM))

    @property
    def past(self) -> bool:
        """Whether it doesn't ask what is still to be done."""
        return not self.has(_MUST)


def _asks_for_citation(asked: _Question) -> bool:
    refers = asked.has(_REFERRED) and asked.has(_I) and asked.of_letter
    reference = asked.finds(
        r"\b(?:full|proper|correct|official|formal|volledige|juiste|correcte) (?:reference|verwijzing)\b"
    )
    # "Which law does this letter cite?", "Is there a footnote?"
    other = asked.finds(r"^(?:en |and )?(?:wie|wat|welke?|who|what|which|is|zijn|does|do|are)\b") and not asked.has(_I)
    other = other and not asked.has(_words("vindplaats bronvermelding bronverwijzing citation bibtex"))
    law = asked.finds(r"\bcite (?:the|a) (?:law|article|report|source|policy)\b")
    cited = asked.has(_CITED) and not (other or law)
    return cited or (refers and not asked.finds(r"^(?:which|what|welke?) ")) or (reference and asked.of_letter)


def _asks_for_kenmerk(asked: _Question) -> bool:
    return asked.has(_KENMERK) or (asked.has(_words("reference referentie")) and asked.of_letter)


def _asks_for_session(asked: _Question) -> bool:
    year = asked.finds(r"\b(?:parliamentary (?:session )?|session )year\b|\bparlementaire? jaar\b")
    session = asked.finds(r"\bparliamentary session\b|\bsession of parliament\b") and asked.of_letter
    return asked.has(_SESSION) or year or session


def _asks_for_number(asked: _Question) -> bool:
    if asked.finds(r"\b(?:een|a|alle|all|any) (?:number|nummer)\b"):
        return False
    if asked.has(_NUMBERS) or (asked.has(_NUMBER) and (asked.of_letter or asked.has(_words("dossier document file")))):
        return True
    which = rf"\b(?:welke?|which|what) (?:parlementair |parliamentary )?(?:{'|'.join(sorted(_WHICH))})\b"
    about_it = r"\b(?:about|over|in welke|hoort bij|vermeld|staat)\b"  # "In welke brief staat dit?"
    dossier = asked.finds(r"\b(?:dossier|file)\b")
    return asked.finds(which) and asked.has(_THIS, _LETTER - _WHICH) and (dossier or not asked.finds(about_it))


def _asks_for_addressee(asked: _Question) -> bool:
    if asked.has(_ADDRESSEES):
        return True
    if not (asked.of_letter and asked.past):
        return False
    to_whom = asked.finds(r"\b(?:aan|naar|tot|to) (?:wie|whom?)\b|\bwhom?\b.*\bto\W*$")
    for_whom = asked.finds(r"\b(?:voor|for) (?:wie|whom?)\b|\bwhom?\b.*\bfor\W*$") and asked.has(_LETTER, _THIS_ONE)
    to_chair = asked.finds(
        r"^(?:is|was|werd|did|has)\b.*\b(?:aan|to) (?:de |the )?(?:voorzitter|speaker|chair|house)\b"
    )
    houses = len({each.group() for each in _HOUSES.finditer(asked.text)}) > 1
    which = houses or asked.finds(r"\b(?:tweede|eerste) of\b|\b(?:welke|which) (?:kamer|house|chamber)\b")
    sent = asked.has(_WROTE, _WENT, _ADDRESSED, _words("aan to"))
    return to_whom or for_whom or to_chair or (asked.has(_WHO) and asked.has(_GOT)) or (which and sent)


def _asks_for_date(asked: _Question) -> bool:
    if not (asked.of_letter or asked.has(_words("dagtekening"))) or not asked.past:
        return False
    since = r"\b(?:vanaf|sinds|since|until|before|voor welke|tot welke|by (?:what|which))\b"
    if asked.finds(since) or asked.finds(r"\b(?:for|voor|in)\W*$"):
        return False
    went = asked.has(_words("gegaan went")) or _words("did go") <= asked.words
    of_when = asked.finds(r"\bvan wanneer (?:is|was|dateert)\b|\bfrom when is\b|\bwhen is\b.*\bfrom\W*$")
    year = asked.finds(r"\b(?:welke?|which|what) (?:jaar|maand|year|month)\b") and asked.has(_words("van uit from"))
    dated = asked.has(_DATED - _AGED) or (asked.has(_AGED) and asked.has(_LETTER, _THIS_ONE))
    return dated or of_when or year or (asked.has(_TIMES) and (asked.has(_WROTE) or went))


def _asks_for_place(asked: _Question) -> bool:
    if not asked.past:
        return False
    place = asked.has(_PLACES) and asked.has(_WROTE, _SIGNED, _FROM, _DATES)
    said = asked.has(_words("schrijft write writes signs sends")) or asked.finds(  # where it says so
        r"\bstaat\b|\bis (?:this|it|that) (?:written|sent)\b|\bin (?:the|this|de|deze) (?:letter|document|brief)\b"
    )
    where = asked.has(_WHENCE, _words("waar where")) and asked.has(_WROTE, _WHENCE) and not said
    there = (_words("den haag") <= asked.words or asked.has(_words("hague"))) and asked.has(_WROTE, _SIGNED)
    return (place and asked.has(_SIGNED, _DATES)) or ((place or where or there) and asked.of_letter)


def _asks_for_sender(asked: _Question) -> bool:
    if asked.has(_SENDERS):
        return True
    signed = asked.has(_WROTE) and asked.finds(
        r"\b(?:welke|which) (?:minister|ministry|ministerie|bewindspers|staatssecr)|\bminister who\b|\bhoe heet de\b"
    )
    if not ((asked.of_letter or signed) and asked.past):
        return False
    office = r"(?:minist|bewinds|staatss|depart|secret)"
    who = asked.has(_WHO) or asked.finds(rf"\b(?:welke?|which|what|hoe heet) (?:\w+ )?{office}")
    whether = asked.finds(rf"^(?:is|was|komt|werd|heeft|hebben|did|does|has|have|were)\b.*\b(?:{office}|iemand|any)")
    wrote = asked.has(_WROTE) or asked.finds(r"\b(?:van|uit|from|by|door|namens|behalf)\b")
    wrote = wrote or (asked.has(_words("responsible verantwoordelijk")) and asked.has(_LETTER))
    return (who or whether) and wrote


# "Which summit does this report cover?", "Wat wordt met deze brief aangeboden?": what it tells of as a whole
_EVENT = "|".join(sorted(_MEETINGS | _words("onderwerp subject topic issue matter")))
_REPORTS = re.compile(
    rf"\b(?:waarover|waarvan|(?:van|over) welke? (?:{_EVENT})) (?:gaat|bericht|rapporteert|handelt|doet|brengt|is) .*"
    rf"|\b(?:what|(?:what|which) (?:{_EVENT})) (?:is|does) .*\b(?:about|on|of|report|cover|concern|deal with)\W*$"
    r"|\bwat (?:krijgt|ontvangt|wordt)\b.* (?:met|via|door) (?:de|deze|dit)\b.*"
    r"|\bwhat (?:is|was|does)\b.*\b(?:presented|offered|submitted|sent|present|offer|submit|report|tell)\b.*"
)


def _is_of_event(asked: _Question) -> bool:
    """Whether it speaks of a meeting or the like, and of no letter on it."""
    return asked.has(_EVENTS) and not asked.has(_LETTER)


def _asks_for_summary(asked: _Question) -> bool:
    main = asked.finds(r"\b(?:main|key|most important|belangrijkste) (?:points?|message|punt(?:en)?|boodschap)\b")
    if (main or asked.has(_SUMMARIES)) and not _is_of_event(asked) and (asked.of_letter or len(asked.words) <= 5):
        return True
    summed_up = asked.of_letter and asked.finds(r"\bvat\b.*\bsamen\b")
    return summed_up or (asked.in_short and not asked.has(_SUBJECTS) and _asks_for_subject(asked))


def _asks_for_subject(asked: _Question) -> bool:
    if asked.finds(r"\b(?:bij|achter) \W*betreft\b|\bsubject line\b"):
        return True
    if asked.has(_SUBJECTS) and not _is_of_event(asked) and (asked.of_letter or len(asked.words) <= 4):
        return True
    if not asked.of_letter:
        return False
    purpose = asked.finds(
        r"\b(?:doel|purpose|aim) (?:van|of) (?:de|deze|dit|the|this) (?:\w*brief|stuk|document|letter)\b"
    )
    called = asked.has(_CALLED) and asked.has(_LETTER, _THIS_ONE)
    kind = asked.has(_words("soort type kind sort")) and asked.has(_LETTER, _words("verslag rapport report"))
    over = r"\bwaarover\b|\bwaar\b.*\b(?:over(?: gaat)?|op neer)\W*$|\bwhat\b.*\babout\W*(?:here\W*)?$"
    treats = asked.finds(r"\b(?:wat|welke?|what|which)\b.*\b(?:covers?|deals?|behandelt)\b")
    return purpose or called or kind or treats or any(re.search(form, asked.text) for form in (over, _REPORTS))


# In this order: who asks on what date it was signed doesn't ask who signed it.
_FIELDS: tuple[tuple[Field, frozenset[str], Callable[[_Question], bool]], ...] = (
    (Field.CITATION, _CITED | _REFERRED | _CITING | _I, _asks_for_citation),
    (Field.VERGADERJAAR, _SESSION | _YEARS, _asks_for_session),
    (Field.KENMERK, _KENMERK | _REFERENCE, _asks_for_kenmerk),
    (Field.NUMBER, _NUMBERS | _NUMBER | _FILES, _asks_for_number),
    (Field.ADDRESSEE, _ADDRESSEES | _ADDRESSED | _WROTE | _WENT | _OFFICES, _asks_for_addressee),
    (Field.PLACE, _PLACES | _FROM | _WROTE | _SIGNED | _DATES | _OFFICES, _asks_for_place),
    (Field.DATE, _DATED | _TIMES | _WROTE | _WENT | _OFFICES, _asks_for_date),
    (Field.SENDER, _SENDERS | _ABOUT_SENDERS | _WROTE, _asks_for_sender),
    (Field.SUMMARY, _SUMMARIES | _SUBJECTS | _TREATED, _asks_for_summary),
    (Field.SUBJECT, _SUMMARIES | _SUBJECTS | _TREATED, _asks_for_subject),
)


def field_asked(question: str) -> Field | None:
    """The field that ``question`` asks for, or None where a word of it asks for something else."""
    whole = plain(_OFFICE.sub(r"\1 ", question)).replace("tl;dr", "tldr")
    whole = _WOULD.sub(" would", _IS.sub(" is", whole))
    text = _HOW_MANY.sub("", _IN_SHORT.sub("", whole))
    in_short = text != whole
    text = _A_LETTER.sub(" ", _PAPER.sub("kamerstuk", _FRAME.sub("", text))).strip()
    asked = _Question(text, frozenset(_WORD.findall(text)), in_short)
    own = asked.words - _SAYING_NOTHING - _LETTER - _THIS - _HOUSE
    return next((field for field, known, asks in _FIELDS if own <= known and asks(asked)), None)
