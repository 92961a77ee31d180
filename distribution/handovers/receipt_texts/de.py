"""A receipt in German, as written in East Belgium."""

from distribution.handovers.receipt_texts.shape import ReceiptTexts

_KEPT = (
    "Sie nutzen die Geräte selbst oder in Ihrem Haushalt.",
    "Wenn Sie sie nicht mehr brauchen oder sie nicht mehr funktionieren, bringen Sie sie zu uns "
    "zurück: Werfen Sie sie nicht weg.",
)

_PUBLIC = "Sie stellen die Geräte in Ihren Räumen der Öffentlichkeit zur Verfügung."

TEXTS = ReceiptTexts(
    language="de",
    months_of_year=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    date="{day}. {month} {year}",
    money="{amount} €",
    decimal_mark=",",
    month_count=("{count} Monat", "{count} Monaten"),
    title_by_mode={
        "gift": "Empfangsbestätigung: Schenkung",
        "contribution": "Empfangsbestätigung mit Beitrag",
        "loan": "Empfangsbestätigung: Leihe",
    },
    number="Nr. {number}",
    corrects=("Diese Bestätigung berichtigt und ersetzt die Empfangsbestätigung Nr. {number}."),
    giver="Übergeben von",
    recipient="Übergeben an",
    proxy="vertreten durch {name}",
    proxy_mandated="vertreten durch {name}, Vollmacht gesehen",
    nominator="Auf Vorschlag von",
    enterprise_number="Unternehmensnummer {number}",
    case_reference="Aktenzeichen: {reference}",
    items="Die Geräte",
    serial_number="Seriennummer {serial}",
    grades={
        "A": "Zustand A: wie neu",
        "B": "Zustand B: leichte Gebrauchsspuren",
        "C": "Zustand C: sichtbare Gebrauchsspuren",
    },
    battery="Akku: {percent} % der ursprünglichen Kapazität",
    with_charger="Mit Ladegerät",
    without_charger="Ohne Ladegerät",
    kit="Zubehör: {lines}",
    defects="Bekannte Mängel: {lines}",
    no_defects="Keine bekannten Mängel",
    system="System: {system}",
    erasure="Daten gelöscht, Löschprotokoll {references}",
    certificate="Daten gelöscht, Löschzertifikat {number}",
    kinds={
        "laptop": "Laptop",
        "desktop": "Desktop-Computer",
        "all_in_one": "All-in-one-Computer",
        "mini_pc": "Mini-PC",
        "tablet": "Tablet",
        "smartphone": "Smartphone",
        "monitor": "Bildschirm",
        "router": "Router",
        "printer": "Drucker",
    },
    languages={
        "fr": "Französisch",
        "nl": "Niederländisch",
        "de": "Deutsch",
        "en": "Englisch",
        "ar": "Arabisch",
        "uk": "Ukrainisch",
        "tr": "Türkisch",
        "es": "Spanisch",
        "pt": "Portugiesisch",
        "ro": "Rumänisch",
        "ru": "Russisch",
        "fa": "Persisch",
        "ps": "Paschtu",
        "ti": "Tigrinya",
        "so": "Somali",
    },
    terms="Was vereinbart ist",
    terms_by_mode={
        "gift": (
            "{giver} schenkt Ihnen diese Geräte. Sie gehören ab heute Ihnen. "
            "Sie bezahlen nichts, weder jetzt noch später."
        ),
        "contribution": (
            "{giver} übergibt Ihnen diese Geräte gegen einen einmaligen Beitrag von {amount}. "
            "Sie gehören ab heute Ihnen."
        ),
        "loan": (
            "{giver} leiht Ihnen diese Geräte kostenlos bis zum {until}. "
            "Sie bleiben Eigentum von {giver}."
        ),
    },
    deposit=(
        "Sie hinterlegen eine Kaution von {amount}. Sie erhalten sie zurück, wenn Sie die Geräte "
        "in gutem Zustand zurückbringen; normale Abnutzung zählt nicht."
    ),
    no_deposit="Es wird keine Kaution verlangt.",
    declarations="Sie erklären,",
    declared=(
        "dass Sie die oben beschriebenen Geräte in funktionierendem Zustand erhalten haben;",
        "dass Sie dieses Dokument erhalten haben und es Ihnen in einer Sprache erklärt wurde, "
        "die Sie verstehen.",
    ),
    clauses="Worum wir Sie bitten",
    clauses_by_mode={
        "gift": _KEPT,
        "contribution": _KEPT,
        "loan": (
            "Sie nutzen die Geräte sorgfältig, selbst oder in Ihrem Haushalt. "
            "Sie dürfen sie weder verkaufen noch verschenken noch verleihen.",
            "Bei einem Defekt, bei Verlust oder Diebstahl sagen Sie uns sofort Bescheid.",
            "Sie bringen sie spätestens am vereinbarten Tag mit allem Zubehör zurück. "
            "Sichern Sie vorher Ihre Dateien: Bei der Rückgabe wird alles gelöscht.",
        ),
    },
    public_use_by_mode={
        "gift": _PUBLIC,
        "contribution": _PUBLIC,
        "loan": (
            "Sie stellen die Geräte in Ihren Räumen sorgfältig der Öffentlichkeit zur Verfügung. "
            "Sie dürfen sie weder verkaufen noch verschenken noch verleihen."
        ),
    },
    no_resale="Während {months} verkaufen Sie sie nicht weiter.",
    data="Sichern Sie Ihre Dateien: {giver} haftet nicht für verlorene Daten.",
    guarantee="Garantie",
    guarantee_by_mode={
        "gift": (
            "Eine Schenkung ist kein Verkauf: Es gibt keine Garantie eines Verkäufers. "
            "Bei einem Problem bitten Sie uns um Hilfe."
        ),
        "contribution": (
            "Sie haben ab heute Anspruch auf die gesetzliche Garantie von zwei Jahren."
        ),
        "loan": (
            "Fällt ein Gerät ohne Ihr Verschulden aus, bringen Sie es zurück: Wenn wir können, "
            "reparieren oder ersetzen wir es."
        ),
    },
    guarantee_agreed=(
        "Diese Geräte sind gebraucht: Wir vereinbaren ausdrücklich eine gesetzliche Garantie von "
        "{months} ab heute anstelle von zwei Jahren."
    ),
    guarantee_promised=(
        "{giver} verpflichtet sich jedoch, defekte Geräte während {months} zu reparieren oder "
        "auszutauschen, je nach Vorrat."
    ),
    exclusions=(
        "Nicht abgedeckt sind die oben genannten Mängel, Bruch, Flüssigkeiten, das Öffnen des "
        "Geräts durch andere und die normale Abnutzung des Akkus."
    ),
    help="Brauchen Sie Hilfe?",
    training="Angebotene Schulung",
    connection="Hilfe beim Internetanschluss",
    privacy="Ihre Daten",
    privacy_notice=(
        "{giver} bewahrt diese Bestätigung mit Ihrem Namen und Ihrer Unterschrift während "
        "{months} auf, um die Übergabe zu belegen und Ihnen später helfen zu können."
    ),
    privacy_nominator="{nominator} erfährt von der Übergabe.",
    privacy_rights=(
        "Sie können Ihre Daten einsehen, berichtigen oder löschen lassen: {contact}. Beschwerde: "
        "Datenschutzbehörde, contact@apd-gba.be."
    ),
    prevails={
        "fr": "Maßgeblich ist der nebenstehende französische Text.",
        "nl": "Maßgeblich ist der nebenstehende niederländische Text.",
    },
    binding="",
    done_at="{place}, den {date}",
    signed_by="Unterschrift von {name}",
    typed="Durch Eintippen des Namens unterschrieben",
    on_paper="Unterschrift auf Papier",
    mark="Handzeichen vor Zeugen: {witness}",
    handed_over_by="Übergeben von {name}",
    verify="Bestätigung prüfen",
    verify_by_hand="Ohne Kamera: {address}, Nummer der Bestätigung und Code {code}",
    footer="Empfangsbestätigung {number} · Text {version} · Seite {page} von {pages}",
)
