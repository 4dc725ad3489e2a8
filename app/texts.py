"""Every word of the page that is not a letter's, once in Dutch and once in English."""

from dataclasses import dataclass
from typing import Literal

InterfaceLanguage = Literal["nl", "en"]

EXAMPLES: dict[InterfaceLanguage, tuple[str, ...]] = {
    "nl": (
        "Wat is DIANA?",
        "Hoeveel geeft Nederland uit aan defensie?",
        "Waarom moet de NAVO in gesprek blijven met Rusland?",
    ),
    "en": (
        "Can a cyber attack trigger Article 5?",
        "Which climate targets does NATO set itself?",
        "What did the Netherlands say about Afghanistan?",
    ),
}
"""Questions to start with. They stand in both languages at all times, as the letters can be asked in both."""


@dataclass(frozen=True, slots=True)
class Texts:
    """One language's words. A text whose name ends in ``_n`` has a place for the number ``{n}``."""

    code: str
    claim: str
    language_label: str
    question_label: str
    question_placeholder: str
    send: str
    new_conversation: str
    conversation: str
    examples: str
    welcome: str
    library_one: str
    library_n: str
    library_more_n: str
    library_empty: str
    paragraphs_one: str
    paragraphs_n: str
    loading: str
    preparing: str
    ready: str
    failed: str
    waiting: str
    searching: str
    empty_question: str
    cannot_ask: str
    unexpected: str
    your_question: str
    confidence: str
    confidence_high: str
    confidence_middle: str
    confidence_low: str
    citation: str
    locator: str
    own_locator: str
    letter: str
    official: str
    new_tab: str
    copy: str
    copied: str
    copy_quote: str
    copied_quote: str
    copy_failed: str
    further: str
    done: str
    head_of_letter: str
    place_head: str
    table: str
    no_section: str
    also_found: str
    not_found: str
    understood: str
    nearest: str
    filters: str
    filters_none_n: str
    filters_hint: str
    filter_dossier: str
    filter_sender: str
    filter_from: str
    filter_until: str
    filter_letters: str
    filter_find: str
    filter_letters_n: str
    filter_newest_n: str
    any_dossier: str
    any_sender: str
    within: str
    clear: str
    cleared: str
    nothing_to_ask: str
    bad_filter: str
    read_in_letter: str
    close_letter: str
    letter_pane: str
    outline: str
    head: str
    page: str
    note: str
    letter_gone: str
    all_letters: str
    letters_close: str
    letters_found_one: str
    letters_found_n: str
    letters_none: str
    letters_more: str
    undated: str
    add_letters: str
    add_choose: str
    add_drop: str
    add_kinds_n: str
    add_waiting: str
    add_sending: str
    add_reading: str
    add_added: str
    add_replaced: str
    add_unchanged: str
    add_failed: str
    add_letters_n: str
    add_too_many_n: str
    add_too_large_n: str
    remove: str
    remove_ask: str
    remove_about: str
    remove_yes: str
    remove_no: str
    remove_done: str
    no_reply: str
    around: str
    around_before: str
    around_after: str
    around_shown: str
    around_hidden: str
    around_failed: str
    letter_begins: str
    letter_ends: str
    judge: str
    judge_right: str
    judge_wrong: str
    judge_near: str
    judge_none: str
    judge_missing: str
    judge_not_found: str
    judge_here: str
    judge_for: str
    kept_right: str
    kept_wrong: str
    kept_nothing: str
    withdrawn: str
    not_kept: str
    not_allowed: str
    history: str
    history_clear: str
    history_cleared: str
    save_docx: str
    save_html: str
    save_md: str
    saved: str
    export_title: str
    export_made: str
    sources: str
    not_answered: str
    login: str
    login_name: str
    login_password: str
    login_wrong: str
    login_wait_n: str
    login_first: str
    logout: str
    busy: str
    too_fast_n: str
    too_large: str
    too_slow: str
    unknown_place: str
    remove_waits: str


TEXTS: dict[InterfaceLanguage, Texts] = {
    "nl": Texts(
        code="nl",
        claim="Stel een vraag aan een Kamerbrief. U krijgt de passage die haar beantwoordt, woord voor woord, "
        "met de vindplaats.",
        language_label="Taal van de pagina",
        question_label="Uw vraag",
        question_placeholder="Nederlands of Engels",
        send="Zoek op",
        new_conversation="Opnieuw beginnen",
        conversation="Vragen en gevonden passages",
        examples="Bijvoorbeeld",
        welcome="Elk antwoord is een passage die letterlijk zo in een brief staat. Geven de brieven geen antwoord, "
        "dan leest u dat ook.",
        library_one="In deze bibliotheek staat één brief",
        library_n="In deze bibliotheek staan {n} brieven",
        library_more_n="en nog {n}",
        library_empty="In deze bibliotheek staat nog geen brief.",
        paragraphs_one="1 alinea",
        paragraphs_n="{n} alinea's",
        loading="Het model wordt geladen …",
        preparing="Het model wordt klaargezet (eenmalig) …",
        ready="De bibliotheek is gereed.",
        failed="De bibliotheek kon niet worden geopend.",
        waiting="Uw vraag is ontvangen en wordt beantwoord zodra het model gereed is.",
        searching="De brieven worden doorzocht …",
        empty_question="Typ eerst een vraag.",
        cannot_ask="Deze vraag kan zo niet worden beantwoord.",
        unexpected="Er ging iets mis bij het zoeken. Stel de vraag nog eens; blijft het misgaan, "
        "start Vindplaats dan opnieuw.",
        your_question="Uw vraag:",
        confidence="Beantwoordt de vraag:",
        confidence_high="zeker",
        confidence_middle="waarschijnlijk",
        confidence_low="onzeker",
        citation="Vindplaats",
        locator="Plaats in de brief",
        own_locator="eigen plaatsaanduiding",
        letter="Brief",
        official="Officiële publicatie",
        new_tab="opent in een nieuw tabblad",
        copy="Kopieer vindplaats",
        copied="De vindplaats is gekopieerd.",
        copy_quote="Kopieer citaat met vindplaats",
        copied_quote="Het citaat is met zijn vindplaats gekopieerd.",
        copy_failed="Kopiëren is niet gelukt. Selecteer de tekst en kopieer die zelf.",
        further="Meer",
        done="Gekopieerd",
        head_of_letter="Kop van de brief",
        place_head="kop van de brief",
        table="Tabel uit de brief",
        no_section="Aanhef van de brief",
        also_found="Ook gevonden",
        not_found="Niet gevonden in deze brieven",
        understood="Gelezen als:",
        nearest="Het dichtst in de buurt, maar geen antwoord:",
        filters="Zoek in",
        filters_none_n="alle {n} brieven",
        filters_hint="Uw vraag wordt gesteld aan de brieven die aan alles voldoen wat u hier invult.",
        filter_dossier="Dossier",
        filter_sender="Afzender",
        filter_from="Vanaf",
        filter_until="Tot en met",
        filter_letters="Brieven",
        filter_find="Vind een brief op titel, vindplaats of datum",
        filter_letters_n="{n} brieven",
        filter_newest_n="De nieuwste {n} brieven staan in deze lijst.",
        any_dossier="elk dossier",
        any_sender="iedereen",
        within="Gezocht in:",
        clear="Wis filters",
        cleared="De filters zijn gewist. Uw volgende vraag gaat over alle brieven.",
        nothing_to_ask="Geen enkele brief in deze bibliotheek voldoet aan deze filters. Maak ze ruimer of wis ze, "
        "en stel uw vraag opnieuw.",
        bad_filter="Met deze filters kan niet worden gezocht. Kijk of de datums kloppen, of wis de filters.",
        read_in_letter="Lees in de brief",
        close_letter="Sluit de brief",
        letter_pane="De brief",
        outline="Inhoud",
        head="Kop en ondertekening",
        page="bladzijde",
        note="voetnoot",
        letter_gone="Deze brief staat niet in de bibliotheek.",
        all_letters="Alle brieven",
        letters_close="Sluit de lijst",
        letters_found_one="1 brief gevonden",
        letters_found_n="{n} brieven gevonden",
        letters_none="Geen enkele brief heeft deze woorden in titel, vindplaats of datum.",
        letters_more="Toon meer brieven",
        undated="zonder datum",
        add_letters="Brieven toevoegen",
        add_choose="Kies bestanden",
        add_drop="of sleep ze hierheen.",
        add_kinds_n="PDF, Word, XML, HTML, Markdown, tekst of JSONL, ten hoogste {n} MB per bestand.",
        add_waiting="wacht",
        add_sending="wordt verstuurd",
        add_reading="wordt gelezen",
        add_added="toegevoegd",
        add_replaced="vervangen",
        add_unchanged="stond er al, ongewijzigd",
        add_failed="niet toegevoegd",
        add_letters_n="{n} brieven",
        add_too_many_n="Meer dan {n} bestanden tegelijk gaat niet. Kies er minder.",
        add_too_large_n="is groter dan {n} MB",
        remove="Verwijder",
        remove_ask="Deze brief verwijderen?",
        remove_about="De brief gaat uit de bibliotheek en is dan niet meer te vinden. Het bestand waar hij uit kwam, "
        "blijft zoals het is.",
        remove_yes="Verwijder de brief",
        remove_no="Annuleer",
        remove_done="De brief is verwijderd.",
        no_reply="Vindplaats antwoordt niet. Kijk of het nog draait en probeer het opnieuw.",
        around="Omliggende alinea's",
        around_before="Alinea ervoor",
        around_after="Alinea erna",
        around_shown="De alinea's ervoor en erna staan er nu bij.",
        around_hidden="De omliggende alinea's zijn weer weg.",
        around_failed="De omliggende alinea's konden niet worden opgehaald.",
        letter_begins="Met deze passage begint de brief.",
        letter_ends="Met deze passage eindigt de brief.",
        judge="Is dit het antwoord?",
        judge_right="Dit klopt",
        judge_wrong="Dit is het niet",
        judge_near="Dit is het antwoord wel",
        judge_none="Geen antwoord in deze brieven",
        judge_missing="Staat het antwoord er niet bij?",
        judge_not_found="Klopt dat?",
        judge_here="Het antwoord staat hier",
        judge_for="Bij uw vraag:",
        kept_right="Bewaard: deze passage geeft het antwoord.",
        kept_wrong="Bewaard: deze passage is het antwoord niet.",
        kept_nothing="Bewaard: deze brieven geven geen antwoord.",
        withdrawn="Uw oordeel is ingetrokken.",
        not_kept="Uw oordeel kon niet worden bewaard.",
        not_allowed="Een oordeel kan alleen vanaf deze pagina zelf worden gegeven.",
        history="Eerder gevraagd",
        history_clear="Wis geschiedenis",
        history_cleared="De geschiedenis is gewist.",
        save_docx="Bewaar als Word",
        save_html="Bewaar als webpagina",
        save_md="Bewaar als Markdown",
        saved="Het gesprek is bewaard als",
        export_title="Vragen en vindplaatsen",
        export_made="Opgezocht met Vindplaats,",
        sources="Bronnen",
        not_answered="Op deze vraag is geen antwoord gezocht of gekomen.",
        login="Inloggen",
        login_name="Naam",
        login_password="Wachtwoord",  # noqa: S106
        login_wrong="Deze naam en dit wachtwoord horen niet bij elkaar. Probeer het nog eens.",
        login_wait_n="Te vaak een verkeerd wachtwoord. Over {n} seconden kunt u het weer proberen.",
        login_first="Log eerst in.",
        logout="Uitloggen",
        busy="Er wachten nu te veel vragen. Stel uw vraag over enkele ogenblikken opnieuw.",
        too_fast_n="Er komt te veel tegelijk van uw adres. Over {n} seconden kunt u verder.",
        too_large="Wat u stuurt, is te groot. Maak uw vraag korter.",
        too_slow="Wat u stuurt, kwam te langzaam binnen. Probeer het nog eens.",
        unknown_place="Op dit adres staat niets. Begin op de voorpagina: /",
        remove_waits="Er worden nog brieven toegevoegd. Daarna wordt deze verwijderd.",
    ),
    "en": Texts(
        code="en",
        claim="Ask a Dutch government letter a question. You get the passage that answers it, word for word, "
        "with its citation.",
        language_label="Language of the page",
        question_label="Your question",
        question_placeholder="Dutch or English",
        send="Look it up",
        new_conversation="Start again",
        conversation="Questions and passages found",
        examples="For example",
        welcome="Every answer is a passage quoted word for word from a letter, in the letter's own language. "
        "If the letters do not answer, you are told so.",
        library_one="This library holds one letter",
        library_n="This library holds {n} letters",
        library_more_n="and {n} more",
        library_empty="This library holds no letter yet.",
        paragraphs_one="1 paragraph",
        paragraphs_n="{n} paragraphs",
        loading="Loading the model …",
        preparing="Preparing the model, once …",
        ready="The library is ready.",
        failed="The library could not be opened.",
        waiting="Your question is in and will be answered as soon as the model is ready.",
        searching="Searching the letters …",
        empty_question="Type a question first.",
        cannot_ask="This question cannot be answered as it stands.",
        unexpected="Something went wrong while searching. Ask the question again; if it keeps failing, "
        "restart Vindplaats.",
        your_question="Your question:",
        confidence="Answers the question:",
        confidence_high="very likely",
        confidence_middle="likely",
        confidence_low="uncertain",
        citation="Citation",
        locator="Place in the letter",
        own_locator="our own indication",
        letter="Letter",
        official="Official publication",
        new_tab="opens in a new tab",
        copy="Copy citation",
        copied="The citation has been copied.",
        copy_quote="Copy quote with citation",
        copied_quote="The quote has been copied with its citation.",
        copy_failed="Copying failed. Select the text and copy it yourself.",
        further="More",
        done="Copied",
        head_of_letter="Head of the letter",
        place_head="head of the letter",
        table="Table from the letter",
        no_section="Opening of the letter",
        also_found="Also found",
        not_found="Not found in these letters",
        understood="Read as:",
        nearest="Nearest to your question, but no answer:",
        filters="Search in",
        filters_none_n="all {n} letters",
        filters_hint="Your question is asked of the letters that meet everything you fill in here.",
        filter_dossier="Dossier number",
        filter_sender="Sender",
        filter_from="From",
        filter_until="Up to",
        filter_letters="Letters",
        filter_find="Find a letter by title, citation or date",
        filter_letters_n="{n} letters",
        filter_newest_n="This list has the newest {n} letters.",
        any_dossier="any",
        any_sender="anyone",
        within="Searched in:",
        clear="Clear filters",
        cleared="The filters are cleared. Your next question goes to all letters.",
        nothing_to_ask="No letter in this library meets these filters. Widen or clear them, and ask again.",
        bad_filter="These filters cannot be used. Check the dates, or clear the filters.",
        read_in_letter="Read in the letter",
        close_letter="Close the letter",
        letter_pane="The letter",
        outline="Contents",
        head="Head and signatures",
        page="page",
        note="footnote",
        letter_gone="This letter is not in the library.",
        all_letters="All letters",
        letters_close="Close the list",
        letters_found_one="1 letter found",
        letters_found_n="{n} letters found",
        letters_none="No letter has these words in its title, citation or date.",
        letters_more="Show more letters",
        undated="no date",
        add_letters="Add letters",
        add_choose="Choose files",
        add_drop="or drop them here.",
        add_kinds_n="PDF, Word, XML, HTML, Markdown, text or JSONL, at most {n} MB a file.",
        add_waiting="waiting",
        add_sending="sending",
        add_reading="reading",
        add_added="added",
        add_replaced="replaced",
        add_unchanged="was here already, unchanged",
        add_failed="not added",
        add_letters_n="{n} letters",
        add_too_many_n="No more than {n} files at a time. Choose fewer.",
        add_too_large_n="is larger than {n} MB",
        remove="Remove",
        remove_ask="Remove this letter?",
        remove_about="The letter leaves the library and can no longer be found. The file that it came from stays "
        "as it is.",
        remove_yes="Remove the letter",
        remove_no="Cancel",
        remove_done="The letter has been removed.",
        no_reply="Vindplaats does not reply. See whether it still runs, and try again.",
        around="Surrounding paragraphs",
        around_before="Paragraph before",
        around_after="Paragraph after",
        around_shown="The paragraphs before and after are now shown.",
        around_hidden="The surrounding paragraphs are hidden again.",
        around_failed="The surrounding paragraphs could not be fetched.",
        letter_begins="The letter begins with this passage.",
        letter_ends="The letter ends with this passage.",
        judge="Is this the answer?",
        judge_right="This is right",
        judge_wrong="This is not it",
        judge_near="This does answer it",
        judge_none="No answer in these letters",
        judge_missing="Is the answer not among these?",
        judge_not_found="Is that so?",
        judge_here="The answer is here",
        judge_for="For your question:",
        kept_right="Kept: this passage gives the answer.",
        kept_wrong="Kept: this passage is not the answer.",
        kept_nothing="Kept: these letters give no answer.",
        withdrawn="Your verdict has been withdrawn.",
        not_kept="Your verdict could not be kept.",
        not_allowed="A verdict can only be given from this page itself.",
        history="Asked before",
        history_clear="Clear history",
        history_cleared="The history has been cleared.",
        save_docx="Save as Word",
        save_html="Save as web page",
        save_md="Save as Markdown",
        saved="The conversation has been saved as",
        export_title="Questions and citations",
        export_made="Looked up with Vindplaats,",
        sources="Sources",
        not_answered="No answer to this question was sought or came.",
        login="Log in",
        login_name="Name",
        login_password="Password",  # noqa: S106
        login_wrong="This name and this password do not belong together. Try again.",
        login_wait_n="Too many wrong passwords. You can try again in {n} seconds.",
        login_first="Log in first.",
        logout="Log out",
        busy="Too many questions are waiting now. Ask again in a moment.",
        too_fast_n="Too much comes from your address at once. You can go on in {n} seconds.",
        too_large="What you send is too large. Make your question shorter.",
        too_slow="What you send came in too slowly. Try again.",
        unknown_place="There is nothing at this address. Begin at the front page: /",
        remove_waits="Letters are still being added. This one is removed after that.",
    ),
}


def texts_for(language: str) -> Texts:
    """The words for a language code or browser locale ("nl", "nl-BE"); English for everything but Dutch."""
    return TEXTS[as_interface_language(language)]


def accepted_language(header: str) -> InterfaceLanguage:
    """The first of Dutch and English in an Accept-Language header; English where it has neither."""
    known = (each.partition(";")[0].strip().lower().split("-")[0] for each in header.split(","))
    return as_interface_language(next((each for each in known if each in ("nl", "en")), None))


def as_interface_language(language: str | None) -> InterfaceLanguage:
    """The interface language for whatever a browser says."""
    return "nl" if (language or "").lower().split("-")[0] == "nl" else "en"
