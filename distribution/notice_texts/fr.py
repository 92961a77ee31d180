"""The information notice in French."""

from distribution.notice_texts.shape import NoticeTexts, Section

TEXTS = NoticeTexts(
    language="fr",
    title="Un ordinateur pour vous : que deviennent vos données",
    lead=(
        "{service} voudrait demander un ordinateur pour votre ménage. Pour cela, certaines données "
        "qui vous concernent doivent être transmises. Vous lirez ici lesquelles, à qui et pour "
        "combien de temps. Posez vos questions avant de donner votre accord."
    ),
    sections=(
        Section(
            heading="Qui est responsable",
            lines=(
                "{service}, qui vous suit, rédige la demande.",
                "{coordination} tient la liste d'attente et décide quel appareil va à qui.",
            ),
        ),
        Section(
            heading="Ce qui est noté",
            lines=(
                "Votre nom, votre adresse, votre téléphone et votre langue, et votre date de "
                "naissance si vous la donnez.",
                "Combien de personnes vivent avec vous, et à quoi l'ordinateur doit servir.",
                "Le fait que quelqu'un a vu une preuve de votre situation, et jusqu'à quand elle "
                "est valable. Aucune copie n'est gardée.",
                "Jamais : votre numéro de registre national, vos revenus, une maladie.",
            ),
        ),
        Section(
            heading="Dans quel but",
            lines=(
                "Pour vous inscrire sur la liste d'attente, choisir un appareil, vous le remettre, "
                "rédiger votre reçu et vous aider s'il tombe en panne.",
                "Votre place se calcule avec des points qui sont publiés. C'est une personne qui "
                "décide, et vous pouvez demander pourquoi.",
            ),
        ),
        Section(
            heading="Pourquoi c'est permis",
            lines=(
                "{basis}",
                "Votre service est tenu au secret professionnel : il ne transmet vos données que "
                "si vous êtes d'accord.",
                "Vous pouvez retirer votre accord à tout moment, sans donner de raison. La demande "
                "prend alors fin, et un appareil qui vous était attribué va à quelqu'un d'autre.",
            ),
        ),
        Section(
            heading="Qui voit ces données",
            lines=(
                "Votre service et la coordination.",
                "L'atelier voit quelle machine préparer, mais pas pour qui.",
                "La personne qui remet l'appareil voit votre nom, votre langue, votre téléphone et "
                "l'heure ; votre adresse seulement s'il est livré chez vous.",
                "Si vous voulez une formation ou de l'aide pour internet, et seulement avec votre "
                "accord : le lieu près de chez vous voit votre nom, votre langue et votre "
                "téléphone, jusqu'à 30 jours après.",
                "Aucun autre service ne voit vos données. Rien n'est vendu ni utilisé pour de la "
                "publicité.",
            ),
        ),
        Section(
            heading="Combien de temps",
            lines=(
                "Sans appareil : jusqu'à 12 mois après le dernier contact.",
                "Avec un appareil : jusqu'à 6 mois après la fin de la garantie, ou 24 mois pour un "
                "don sans garantie.",
                "Ensuite, il ne reste que des chiffres sans nom.",
            ),
        ),
        Section(
            heading="Vos droits",
            lines=(
                "Vous pouvez voir vos données, les faire corriger ou effacer, en faire limiter "
                "l'usage et vous y opposer. Demandez-le à {service} : {contact}",
                "Vous pouvez vous plaindre auprès de l'Autorité de protection des données, rue de "
                "la Presse 35, 1000 Bruxelles.",
            ),
        ),
    ),
    legal_basis="{service} agit sur cette base légale : {basis}.",
    usual_basis="{service} agit dans le cadre de la mission d'aide sociale que la loi lui confie.",
    contact="l'adresse et le téléphone sont en haut de cette page.",
    footer="Notice d'information, version {version}, page {page} sur {pages}",
)
