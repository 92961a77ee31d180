"""The information notice in Dutch."""

from distribution.notice_texts.shape import NoticeTexts, Section

TEXTS = NoticeTexts(
    language="nl",
    title="Een computer voor u: wat er met uw gegevens gebeurt",
    lead=(
        "{service} wil voor uw gezin een computer vragen. Daarvoor moeten enkele gegevens over u "
        "worden doorgegeven. Hier leest u welke, aan wie en voor hoe lang. Vraag wat niet "
        "duidelijk is voordat u akkoord gaat."
    ),
    sections=(
        Section(
            heading="Wie verantwoordelijk is",
            lines=(
                "{service}, die u opvolgt, schrijft de aanvraag.",
                "{coordination} houdt de wachtlijst bij en beslist welk toestel voor wie is.",
            ),
        ),
        Section(
            heading="Wat genoteerd wordt",
            lines=(
                "Uw naam, adres, telefoon en taal, en uw geboortedatum als u die geeft.",
                "Met hoeveel mensen u samenwoont, en waarvoor u de computer nodig hebt.",
                "Dat iemand een bewijs van uw situatie gezien heeft, en tot wanneer het geldt. Er "
                "wordt geen kopie bewaard.",
                "Nooit: uw rijksregisternummer, uw inkomen, een ziekte.",
            ),
        ),
        Section(
            heading="Waarvoor",
            lines=(
                "Om u op de wachtlijst te zetten, een toestel te kiezen, het u te overhandigen, uw "
                "ontvangstbewijs te schrijven en u te helpen als het stukgaat.",
                "Uw plaats wordt berekend met punten die gepubliceerd zijn. Een mens beslist, en u "
                "mag vragen waarom.",
            ),
        ),
        Section(
            heading="Waarom dit mag",
            lines=(
                "{basis}",
                "Uw dienst is gebonden door het beroepsgeheim: hij geeft uw gegevens alleen door "
                "als u akkoord gaat.",
                "U mag uw akkoord op elk moment intrekken, zonder een reden te geven. Dan eindigt "
                "de aanvraag, en een toestel dat voor u opzijgezet was, gaat naar iemand anders.",
            ),
        ),
        Section(
            heading="Wie ze ziet",
            lines=(
                "Uw dienst en de coördinatie.",
                "De werkplaats ziet welk toestel ze moet klaarmaken, en niet voor wie.",
                "Wie het toestel overhandigt, ziet uw naam, taal, telefoon en het uur; uw adres "
                "alleen als het bij u thuis geleverd wordt.",
                "Wilt u een opleiding of hulp bij uw internet, en alleen als u akkoord gaat: de "
                "plek bij u in de buurt ziet uw naam, taal en telefoon, tot 30 dagen erna.",
                "Geen enkele andere dienst ziet uw gegevens. Niets wordt verkocht of voor reclame "
                "gebruikt.",
            ),
        ),
        Section(
            heading="Hoe lang ze bewaard worden",
            lines=(
                "Zonder toestel: tot 12 maanden na het laatste contact.",
                "Met een toestel: tot 6 maanden na het einde van de garantie, of 24 maanden voor "
                "een gift zonder garantie.",
                "Daarna blijven alleen cijfers zonder namen over.",
            ),
        ),
        Section(
            heading="Uw rechten",
            lines=(
                "U mag uw gegevens inkijken, laten verbeteren of wissen, het gebruik ervan laten "
                "beperken en er bezwaar tegen maken. Vraag het aan {service}: {contact}",
                "U mag een klacht indienen bij de Gegevensbeschermingsautoriteit, Drukpersstraat "
                "35, 1000 Brussel.",
            ),
        ),
    ),
    legal_basis="{service} handelt op deze rechtsgrond: {basis}.",
    usual_basis=(
        "{service} handelt binnen de opdracht van maatschappelijke hulp die de wet toevertrouwt."
    ),
    contact="adres en telefoon staan bovenaan deze bladzijde.",
    footer="Informatienota, versie {version}, bladzijde {page} van {pages}",
)
