"""A receipt in Dutch."""

from distribution.handovers.receipt_texts.shape import ReceiptTexts

_KEPT = (
    "U gebruikt het zelf of binnen uw gezin.",
    "Hebt u het niet meer nodig of werkt het niet meer? Breng het dan naar ons terug: "
    "gooi het niet weg.",
)

_PUBLIC = "U stelt het in uw lokalen ter beschikking van het publiek."

TEXTS = ReceiptTexts(
    language="nl",
    months_of_year=(
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    date="{day} {month} {year}",
    money="€ {amount}",
    decimal_mark=",",
    month_count=("{count} maand", "{count} maanden"),
    title_by_mode={
        "gift": "Ontvangstbewijs schenking",
        "contribution": "Ontvangstbewijs met bijdrage",
        "loan": "Ontvangstbewijs bruikleen",
    },
    number="Nr. {number}",
    corrects="Dit ontvangstbewijs verbetert en vervangt ontvangstbewijs nr. {number}.",
    giver="Overhandigd door",
    recipient="Overhandigd aan",
    proxy="vertegenwoordigd door {name}",
    proxy_mandated="vertegenwoordigd door {name}, van wie de volmacht gezien is",
    nominator="Op voorstel van",
    enterprise_number="Ondernemingsnummer {number}",
    case_reference="Dossierreferentie: {reference}",
    items="Het materiaal",
    serial_number="Serienummer {serial}",
    grades={
        "A": "Staat A: zo goed als nieuw",
        "B": "Staat B: lichte gebruikssporen",
        "C": "Staat C: zichtbare gebruikssporen",
    },
    battery="Batterij: {percent} % van de oorspronkelijke capaciteit",
    with_charger="Met lader",
    without_charger="Zonder lader",
    kit="Toebehoren: {lines}",
    defects="Gekende gebreken: {lines}",
    no_defects="Geen gekende gebreken",
    system="Systeem: {system}",
    erasure="Gegevens gewist, wisverslag {references}",
    certificate="Gegevens gewist, wiscertificaat {number}",
    kinds={
        "laptop": "Laptop",
        "desktop": "Vaste computer",
        "all_in_one": "All-in-onecomputer",
        "mini_pc": "Minicomputer",
        "tablet": "Tablet",
        "smartphone": "Smartphone",
        "monitor": "Beeldscherm",
        "router": "Router",
        "printer": "Printer",
    },
    languages={
        "fr": "Frans",
        "nl": "Nederlands",
        "de": "Duits",
        "en": "Engels",
        "ar": "Arabisch",
        "uk": "Oekraïens",
        "tr": "Turks",
        "es": "Spaans",
        "pt": "Portugees",
        "ro": "Roemeens",
        "ru": "Russisch",
        "fa": "Perzisch",
        "ps": "Pasjtoe",
        "ti": "Tigrinya",
        "so": "Somalisch",
    },
    terms="Wat we afspreken",
    terms_by_mode={
        "gift": (
            "{giver} schenkt u dit materiaal. Het is vanaf vandaag van u. "
            "U betaalt niets, nu niet en later niet."
        ),
        "contribution": (
            "{giver} bezorgt u dit materiaal tegen een eenmalige bijdrage van {amount}. "
            "Het is vanaf vandaag van u."
        ),
        "loan": (
            "{giver} geeft u dit materiaal gratis in bruikleen tot en met {until}. "
            "Het blijft eigendom van {giver}."
        ),
    },
    deposit=(
        "U betaalt een waarborg van {amount}. U krijgt die terug wanneer u het materiaal in "
        "goede staat terugbrengt, normale slijtage niet meegerekend."
    ),
    no_deposit="Er wordt geen waarborg gevraagd.",
    declarations="U verklaart",
    declared=(
        "dat u het hierboven beschreven materiaal in werkende staat hebt ontvangen;",
        "dat u dit document hebt gekregen, met uitleg in een taal die u begrijpt.",
    ),
    clauses="Wat we u vragen",
    clauses_by_mode={
        "gift": _KEPT,
        "contribution": _KEPT,
        "loan": (
            "U gebruikt het zorgvuldig, zelf of binnen uw gezin. "
            "U mag het niet verkopen, weggeven of uitlenen.",
            "Gaat het stuk, raakt het kwijt of wordt het gestolen? Laat het ons meteen weten.",
            "U brengt het ten laatste op de afgesproken datum terug, met alle toebehoren. "
            "Kopieer eerst uw bestanden: bij de teruggave wordt alles gewist.",
        ),
    },
    public_use_by_mode={
        "gift": _PUBLIC,
        "contribution": _PUBLIC,
        "loan": (
            "U stelt het zorgvuldig ter beschikking van het publiek, in uw lokalen. "
            "U mag het niet verkopen, weggeven of uitlenen."
        ),
    },
    no_resale="U verkoopt het niet door gedurende {months}.",
    data="Maak kopieën van uw bestanden: {giver} is niet aansprakelijk voor verloren gegevens.",
    guarantee="Garantie",
    guarantee_by_mode={
        "gift": (
            "Een schenking is geen verkoop: er is geen garantie van een verkoper. "
            "Hebt u een probleem, vraag ons dan om hulp."
        ),
        "contribution": ("U hebt recht op de wettelijke garantie van twee jaar vanaf vandaag."),
        "loan": (
            "Gaat het materiaal stuk buiten uw fout, breng het dan terug: als het kan, "
            "herstellen of vervangen we het."
        ),
    },
    guarantee_agreed=(
        "Dit materiaal is tweedehands: we spreken uitdrukkelijk af dat de wettelijke garantie "
        "{months} bedraagt vanaf vandaag, in plaats van twee jaar."
    ),
    guarantee_promised=(
        "{giver} belooft wel het gedurende {months} bij een defect te herstellen of te ruilen, "
        "volgens de voorraad."
    ),
    exclusions=(
        "Niet gedekt: de hierboven vermelde gebreken, breuk, vloeistoffen, opening van het "
        "toestel door anderen en normale slijtage van de batterij."
    ),
    help="Hulp nodig?",
    training="Aangeboden opleiding",
    connection="Hulp bij de internetverbinding",
    privacy="Uw gegevens",
    privacy_notice=(
        "{giver} bewaart dit ontvangstbewijs, met uw naam en handtekening, gedurende {months}, "
        "als bewijs van de overhandiging en om u later te kunnen helpen."
    ),
    privacy_nominator="{nominator} verneemt dat u het materiaal hebt gekregen.",
    privacy_rights=(
        "U kunt uw gegevens inkijken, laten verbeteren of laten wissen: {contact}. Klacht: "
        "Gegevensbeschermingsautoriteit, contact@apd-gba.be."
    ),
    prevails={},
    binding="Nederlandse tekst, die voorrang heeft",
    done_at="Opgemaakt te {place} op {date}",
    signed_by="Handtekening van {name}",
    typed="Ondertekend door de naam te typen",
    on_paper="Handtekening op papier",
    mark="Merkteken geplaatst voor getuige: {witness}",
    handed_over_by="Overhandigd door {name}",
    verify="Controleer dit bewijs",
    verify_by_hand="Zonder camera: {address}, nummer van het bewijs en code {code}",
    footer="Ontvangstbewijs {number} · tekst {version} · pagina {page} van {pages}",
)
