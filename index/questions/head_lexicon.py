"""Words in which people ask of a letter's head, in Dutch and English, by what they ask for."""

from index.closed_words import ANAPHORA, ARTICLES, ASKING, LIGHT_VERBS, OTHERS, PREPOSITIONS, THANKS


def words(text: str) -> frozenset[str]:
    """Those of ``text``."""
    return frozenset(text.split())


SAYING_NOTHING = (
    (PREPOSITIONS | ARTICLES | ASKING | LIGHT_VERBS | ANAPHORA | OTHERS | THANKS)
    - words(
        "waarom hoeveel why kost kosten cost costs gebeurt gebeurde happen happens happened meer more veel much niet "
        "geen not no geldt gelden apply applies betekent mean means zegt zei say says said they ze zij hen them their"
    )
) | words(
    "eens even luidt graag aub alstublieft alsjeblieft please pls kindly dan here erin erbij daarop bovenaan onderaan "
    "boven vanuit bottom top next stond staan vermeld vermeldt stated printed given shown mij kunt kun vertellen "
    "zeggen geven geef noemen noem aangeven melden doorgeven vertel zeg heb hebt tell give name know show state "
    "indicate provide weet weten zoek zoeken vinden find need want like vraag question iets iemand anyone anybody "
    "somebody someone anders zelf self eigen exact exacte precieze precise juist juiste correct correcte volledig "
    "volledige full officieel officiele official formeel formele formal beide both snel quickly quick just am zodat "
    "manier wijze way nagaan vernemen uitleggen telling ask asking explain wondering let list check inclusief "
    "including ergens somewhere made gemaakt itself one ones bear bears carry carries draagt stands collega"
)
LETTER = words("brief kamerbrief stuk kamerstuk document letter schrijven doc missive kamerstukje text tekst piece")
THIS = words("dit deze die hij this it its erop eronder erboven hier ervan daarvan hiervan hiernaar hieronder")
# A person may be written to, "hem" that was signed is a letter
SIGNED_HIM = words(
    "ondertekend ondertekende ondertekenden ondertekent getekend meegetekend medeondertekend tekende tekenden "
    "geschreven opgesteld verstuurd verzonden"
)
THIS_ONE = words("dit deze this")  # "it" may be what was asked about before
MUST = words("moet moeten zou zouden zal zullen wordt worden gaat gaan must should will would shall may might be")

WHO = words("wie wiens who whom whose")
WROTE = words(
    "geschreven schreef schreven schrijft opgesteld ondertekend ondertekende ondertekenden ondertekent getekend "
    "meegetekend medeondertekend mede-ondertekend tekende tekenden tekent verstuurd verstuurde verstuurden gestuurd "
    "stuurde stuurden stuurt verzonden verzond gezonden zond zonden uitgegaan written write writes wrote signed sign "
    "signs cosigned co-signed sent send sends issued authored drafted vastgesteld genomen uitgebracht afgerond adopted "
    "taken finalised finalized completed adopt"
)
SIGNED = words("ondertekening signing signature dagtekening verzending verzenden opstellen ondertekenen")
SENDERS = words(
    "afzender afzenders ondertekenaar ondertekenaars medeondertekenaar medeondertekenaars auteur auteurs schrijver "
    "schrijvers opsteller opstellers handtekening handtekeningen sender senders author authors writer writers "
    "signatory signatories signer signers signature signatures signee signees undersigned meeondertekenaar"
)
OFFICES = words(
    "minister ministers staatssecretaris staatssecretarissen bewindspersoon bewindspersonen bewindslieden ministerie "
    "ministeries departement departementen ministry ministries department departments secretary secretaries"
)
ABOUT_SENDERS = OFFICES | words(
    "afkomstig functie functies ambt naam namen namens persoon personen kabinet cabinet government office function "
    "names role heet several meerdere responsible verantwoordelijk member members leden lid jointly samen hold holds "
    "behalf bekleedt hoort belongs mede signing capacity hoedanigheid position positie rol role their person "
    "degene zij ze they college"
)
HOUSE = words("tweede eerste kamer staten-generaal parlement dutch house representatives senate parliament")
ADDRESSEES = words(
    "geadresseerde geadresseerden ontvanger ontvangers adressering addressee addressees recipient recipients"
)
GOT = words("ontvangen ontving kreeg received got receive get")
ADDRESSED = GOT | words(
    "gericht richt zich bestemd geadresseerd bedoeld addressed directed meant intended ging gone voorzitter speaker "
    "chair chamber president adres address eerste tweede senate representatives bedrijf organisatie instantie persoon "
    "partij company organisation organization party person"
)
DATES = words("datum dagtekening datering date")
AGED = words("oud oude recent recente old")
DATED = DATES | AGED | words("gedateerd dated dateert")
TIMES = words("wanneer when dag day jaar year maand month jaren years terug ago eentje nieuw nieuwe new recently")
WENT = words("gegaan went go out did post")
PLACES = words("plaats plaatsnaam stad place city town location locatie")
WHENCE = words("vandaan waarvandaan vanwaar")
FROM = WHENCE | words("komt kwam came comes den haag hague")
SESSION = words("vergaderjaar zittingsjaar parlementsjaar")
YEARS = words(
    "parlementair parlementaire parliamentary jaar year session sessie zitting hoort behoort valt belong belongs "
    "belonging published gepubliceerd verschenen uitgekomen fall falls"
)
KENMERK = words("kenmerk referentienummer referentiecode briefkenmerk ref")
REFERENCE = WROTE | words(
    "reference referentie code codes number nummer kenmerken ministry ministerie departement department filed "
    "geregistreerd registered departmental ministerial"
)
NUMBERS = words("dossiernummer dossiernr kamerstuknummer kamerstuknr volgnummer ondernummer stuknummer documentnummer")
NUMBER = words("nummer nr number hoeveelste")
WHICH = words("dossier file kamerstuk brief letter")
FILES = words(
    "dossier dossiers file files item parliamentary parlementair series reeks hoort behoort valt belong belongs "
    "belonging part geregistreerd sub-number published gepubliceerd verschenen deel daarbinnen kamerstukken volg"
)
CITED = words(
    "citeer citeren geciteerd bronvermelding bronverwijzing bronnotatie vindplaats voetnoot eindnoot footnote cite "
    "cited citing citation bibliography bibliografie literatuurlijst literatuurverwijzing bibtex"
)
REFERRED = words("verwijs verwijzen refereer refereren refer reference verwijzing aanhalen haal")
CITING = words(
    "scriptie thesis paper nota memo note artikel article essay bron source apa leidraad juridische auteurs stijl "
    "style entry proper properly rapport report policy opnemen opgenomen include put write schrijf zetten zet werkstuk "
    "bronnen bronnenlijst academic dissertation lijst parliamentary law review legal juridisch men"
)
READER = words("ik je we wij i one you")
SUBJECTS = words(
    "onderwerp onderwerpen hoofdonderwerp onderwerpregel titel thema betreft betreftregel subject subjects topic "
    "topics title theme themes"
)
SUMMARIES = words(
    "samenvatting samenvatten strekking kern kernboodschap kernpunt kernpunten hoofdpunt hoofdpunten hoofdlijn "
    "hoofdlijnen hoofdboodschap inhoud summary summarise summarize summarised summarized gist overview contents "
    "essence essentie tldr abstract"
)
CALLED = words("heet titled called")
MEETINGS = words(
    "kwestie zaak gebeurtenis bijeenkomst vergadering top topontmoeting conferentie raad overleg bezoek reis event "
    "meeting gathering summit conference council visit trip wetsvoorstel bill"
)
EVENTS = MEETINGS | words("discussed his")
TREATED = (
    CALLED
    | MEETINGS
    | words(
        "rapporteert handelt brengt concern aangeboden toegezonden toegestuurd gestuurd verzonden presented offered "
        "submitted sent present offer submit supposed meant intended ontvangt aim say waarover waarvan cover covers "
        "covered deal deals dealt behandelt behandeld behandelen bod discussed discuss discusses schrijft schreef "
        "informeert bericht informs inform informing minister ministers kabinet cabinet government samen vat line main "
        "point points message issues raised issue sentence sentences zin zinnen korte short punt punten boodschap "
        "regels woorden lines words bullet bullets max maximaal hooguit most important soort type kind sort verslag "
        "rapport report hoofd matter belangrijkste belangrijk key writing looking purpose doel neer"
    )
)
# "Vat samen in twee of drie korte zinnen", patterns
_NUMBER_OF = (
    r"(?:\d{1,3}|paar|few|one|two|three|four|five|six|seven|eight|nine|ten|een|twee|drie|vier|vijf|zes|zeven|acht|negen"
    r"|tien)"
)
COUNT = rf"(?:(?:een|a) )?{_NUMBER_OF}(?: (?:of|or|tot|to) {_NUMBER_OF})?"
COUNTED = (
    r"(?:(?:korte|short|belangrijkste|main|key|bullet) )?"
    r"(?:zin|zinnen|punten|regels|woorden|sentences?|points|bullets|lines?|words)\b"
)
