"""A receipt in French."""

from distribution.handovers.receipt_texts.shape import ReceiptTexts

_KEPT = (
    "Vous l'utilisez vous-même ou dans votre ménage.",
    "Si vous n'en avez plus besoin ou s'il ne fonctionne plus, rapportez-le-nous : "
    "ne le jetez pas.",
)

_PUBLIC = "Vous le mettez à la disposition du public, dans vos locaux."

TEXTS = ReceiptTexts(
    language="fr",
    months_of_year=(
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    date="{day} {month} {year}",
    money="{amount} €",
    decimal_mark=",",
    month_count=("{count} mois", "{count} mois"),
    title_by_mode={
        "gift": "Reçu de don",
        "contribution": "Reçu avec contribution",
        "loan": "Reçu de prêt",
    },
    number="N° {number}",
    corrects="Ce reçu corrige et remplace le reçu n° {number}.",
    giver="Remis par",
    recipient="Remis à",
    proxy="représenté(e) par {name}",
    proxy_mandated="représenté(e) par {name}, dont le mandat a été vu",
    nominator="Sur proposition de",
    enterprise_number="N° d'entreprise {number}",
    case_reference="Référence du dossier : {reference}",
    items="Le matériel",
    serial_number="N° de série {serial}",
    grades={
        "A": "État A : comme neuf",
        "B": "État B : légères traces d'usage",
        "C": "État C : traces d'usage visibles",
    },
    battery="Batterie : {percent} % de sa capacité d'origine",
    with_charger="Avec chargeur",
    without_charger="Sans chargeur",
    kit="Accessoires : {lines}",
    defects="Défauts connus : {lines}",
    no_defects="Aucun défaut connu",
    system="Système : {system}",
    erasure="Données effacées, relevé d'effacement {references}",
    certificate="Données effacées, certificat d'effacement {number}",
    kinds={
        "laptop": "Ordinateur portable",
        "desktop": "Ordinateur de bureau",
        "all_in_one": "Ordinateur tout-en-un",
        "mini_pc": "Mini-ordinateur",
        "tablet": "Tablette",
        "smartphone": "Smartphone",
        "monitor": "Écran",
        "router": "Routeur",
        "printer": "Imprimante",
    },
    languages={
        "fr": "français",
        "nl": "néerlandais",
        "de": "allemand",
        "en": "anglais",
        "ar": "arabe",
        "uk": "ukrainien",
        "tr": "turc",
        "es": "espagnol",
        "pt": "portugais",
        "ro": "roumain",
        "ru": "russe",
        "fa": "persan",
        "ps": "pachto",
        "ti": "tigrigna",
        "so": "somali",
    },
    terms="Ce qui est convenu",
    terms_by_mode={
        "gift": (
            "{giver} vous donne ce matériel. Il est à vous dès aujourd'hui. "
            "Vous ne payez rien, ni maintenant ni plus tard."
        ),
        "contribution": (
            "{giver} vous remet ce matériel contre une contribution unique de {amount}. "
            "Il est à vous dès aujourd'hui."
        ),
        "loan": (
            "{giver} vous prête ce matériel gratuitement jusqu'au {until}. "
            "Il reste la propriété de {giver}."
        ),
    },
    deposit=(
        "Vous versez une caution de {amount}. Elle vous est rendue quand vous rapportez le "
        "matériel en bon état, hors usure normale."
    ),
    no_deposit="Aucune caution n'est demandée.",
    declarations="Vous déclarez",
    declared=(
        "avoir reçu le matériel décrit ci-dessus, en état de marche ;",
        "avoir reçu ce document, expliqué dans une langue que vous comprenez.",
    ),
    clauses="Ce que nous vous demandons",
    clauses_by_mode={
        "gift": _KEPT,
        "contribution": _KEPT,
        "loan": (
            "Vous l'utilisez avec soin, vous-même ou dans votre ménage. "
            "Vous ne pouvez ni le vendre, ni le donner, ni le prêter.",
            "En cas de panne, de perte ou de vol, prévenez-nous sans attendre.",
            "Vous le rapportez au plus tard à la date convenue, avec ses accessoires. "
            "Copiez d'abord vos fichiers : tout est effacé au retour.",
        ),
    },
    public_use_by_mode={
        "gift": _PUBLIC,
        "contribution": _PUBLIC,
        "loan": (
            "Vous le mettez, avec soin, à la disposition du public, dans vos locaux. "
            "Vous ne pouvez ni le vendre, ni le donner, ni le prêter."
        ),
    },
    no_resale="Vous ne le revendez pas pendant {months}.",
    data="Faites des copies de vos fichiers : {giver} ne répond pas des données perdues.",
    guarantee="Garantie",
    guarantee_by_mode={
        "gift": (
            "Un don n'est pas une vente : il n'y a pas de garantie du vendeur. "
            "En cas de problème, demandez-nous de l'aide."
        ),
        "contribution": (
            "Vous bénéficiez de la garantie légale de conformité de deux ans à partir de ce jour."
        ),
        "loan": (
            "Si le matériel tombe en panne sans faute de votre part, rapportez-le : nous le "
            "réparons ou le remplaçons si nous le pouvons."
        ),
    },
    guarantee_agreed=(
        "Ce matériel est d'occasion : nous convenons expressément que la garantie légale de "
        "conformité est de {months} à partir de ce jour, au lieu de deux ans."
    ),
    guarantee_promised=(
        "{giver} s'engage toutefois, pendant {months}, à le réparer ou à l'échanger en cas de "
        "panne, selon ses stocks."
    ),
    exclusions=(
        "Ne sont pas couverts : les défauts indiqués ci-dessus, la casse, les liquides, "
        "l'ouverture de l'appareil par d'autres et l'usure normale de la batterie."
    ),
    help="Besoin d'aide ?",
    training="Formation proposée",
    connection="Aide à la connexion internet",
    privacy="Vos données",
    privacy_notice=(
        "{giver} garde ce reçu, avec votre nom et votre signature, pendant {months}, "
        "pour prouver la remise et vous aider ensuite."
    ),
    privacy_nominator="{nominator} est informé de la remise.",
    privacy_rights=(
        "Vous pouvez consulter, corriger ou faire effacer vos données : {contact}. Plainte : "
        "Autorité de protection des données, contact@apd-gba.be."
    ),
    prevails={},
    binding="Texte français, qui prévaut",
    done_at="Fait à {place}, le {date}",
    signed_by="Signature de {name}",
    typed="A signé en tapant son nom",
    on_paper="Signature à la main",
    mark="Marque apposée devant témoin : {witness}",
    handed_over_by="Remis par {name}",
    verify="Vérifier ce reçu",
    verify_by_hand="Sans appareil photo : {address}, numéro du reçu et code {code}",
    footer="Reçu {number} · texte {version} · page {page} sur {pages}",
)
