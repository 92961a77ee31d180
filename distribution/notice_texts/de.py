"""The information notice in German."""

from distribution.notice_texts.shape import NoticeTexts, Section

TEXTS = NoticeTexts(
    language="de",
    title="Ein Computer für Sie: Was mit Ihren Daten geschieht",
    lead=(
        "{service} möchte für Ihren Haushalt einen Computer beantragen. Dafür müssen einige Daten "
        "über Sie weitergegeben werden. Hier lesen Sie, welche, an wen und für wie lange. Fragen "
        "Sie, was nicht klar ist, bevor Sie einverstanden sind."
    ),
    sections=(
        Section(
            heading="Wer verantwortlich ist",
            lines=(
                "{service} begleitet Sie und schreibt den Antrag.",
                "{coordination} führt die Warteliste und entscheidet, welches Gerät für wen ist.",
            ),
        ),
        Section(
            heading="Was aufgeschrieben wird",
            lines=(
                "Ihr Name, Ihre Adresse, Ihr Telefon und Ihre Sprache, und Ihr Geburtsdatum, wenn "
                "Sie es angeben.",
                "Wie viele Menschen mit Ihnen wohnen, und wofür Sie den Computer brauchen.",
                "Dass jemand einen Nachweis Ihrer Lage gesehen hat, und bis wann er gilt. Eine "
                "Kopie wird nicht aufbewahrt.",
                "Niemals: Ihre Nationalregisternummer, Ihr Einkommen, eine Krankheit.",
            ),
        ),
        Section(
            heading="Wofür",
            lines=(
                "Um Sie auf die Warteliste zu setzen, ein Gerät auszusuchen, es Ihnen zu "
                "übergeben, Ihre Quittung zu schreiben und Ihnen zu helfen, wenn es kaputtgeht.",
                "Ihr Platz wird mit Punkten berechnet, die veröffentlicht sind. Ein Mensch "
                "entscheidet, und Sie dürfen fragen, warum.",
            ),
        ),
        Section(
            heading="Warum das erlaubt ist",
            lines=(
                "{basis}",
                "Ihr Dienst ist an das Berufsgeheimnis gebunden: Er gibt Ihre Daten nur weiter, "
                "wenn Sie einverstanden sind.",
                "Sie dürfen Ihr Einverständnis jederzeit zurückziehen, ohne Grund. Dann endet der "
                "Antrag, und ein Gerät, das Ihnen zugeteilt war, geht an jemand anderen.",
            ),
        ),
        Section(
            heading="Wer sie sieht",
            lines=(
                "Ihr Dienst und die Koordination.",
                "Die Werkstatt sieht, welches Gerät sie vorbereiten soll, und nicht, für wen.",
                "Wer das Gerät übergibt, sieht Ihren Namen, Ihre Sprache, Ihr Telefon und die "
                "Uhrzeit; Ihre Adresse nur, wenn es zu Ihnen geliefert wird.",
                "Wenn Sie eine Schulung oder Hilfe beim Internet möchten, und nur mit Ihrem "
                "Einverständnis: Die Stelle in Ihrer Nähe sieht Ihren Namen, Ihre Sprache und Ihr "
                "Telefon, bis 30 Tage danach.",
                "Kein anderer Dienst sieht Ihre Daten. Nichts wird verkauft oder für Werbung "
                "verwendet.",
            ),
        ),
        Section(
            heading="Wie lange sie aufbewahrt werden",
            lines=(
                "Ohne Gerät: bis 12 Monate nach dem letzten Kontakt.",
                "Mit Gerät: bis 6 Monate nach dem Ende der Garantie, oder 24 Monate bei einem "
                "Geschenk ohne Garantie.",
                "Danach bleiben nur Zahlen ohne Namen.",
            ),
        ),
        Section(
            heading="Ihre Rechte",
            lines=(
                "Sie dürfen Ihre Daten einsehen, berichtigen oder löschen lassen, ihre Nutzung "
                "einschränken lassen und ihr widersprechen. Wenden Sie sich an {service}: "
                "{contact}",
                "Sie dürfen sich bei der Datenschutzbehörde beschweren, rue de la Presse / "
                "Drukpersstraat 35, 1000 Brüssel.",
            ),
        ),
    ),
    legal_basis="{service} handelt auf dieser Rechtsgrundlage: {basis}.",
    usual_basis=(
        "{service} handelt im Rahmen der Aufgabe der Sozialhilfe, die das Gesetz überträgt."
    ),
    contact="Adresse und Telefon stehen oben auf dieser Seite.",
    footer="Informationsblatt, Fassung {version}, Seite {page} von {pages}",
)
