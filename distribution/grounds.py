"""The grounds for a nomination that a new installation starts with.

They become rows that coordinators edit. Points and validities are a starting proposal for them to
discuss and publish, not a finding: no law or study ranks these situations.
"""

# ruff: noqa: RUF001 - French is written with the typographic apostrophe.

from dataclasses import dataclass

from refurb.reference.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A recognised situation and how its proof is handled.

    `validity_days` proposes how long after it was seen a proof without an end date holds.
    `is_sensitive`: says something of health, debts or origin; left out of lists altogether.
    `shown_as`: the code in SHOWN_AS that everyone outside the nominating service reads, and that
    statistics keep. Each stands for several grounds, so that it does not give away which.
    """

    code: str
    names: Names
    validity_days: int
    is_sensitive: bool
    points: int
    shown_as: str


def proof_seen(names: Names) -> Names:
    """Make the sentence that a ground begins with in a policy; coordinators may write another."""
    return Names(
        en=f"A valid proof was seen: {names.en}.",
        fr=f"Une preuve valable a été vue : {names.fr}.",
        nl=f"Er is een geldig bewijs gezien: {names.nl}.",
        de=f"Ein gültiger Nachweis wurde gesehen: {names.de}.",
    )


SHOWN_AS: dict[str, Names] = {
    "social_allowance": Names(
        en="Social allowance",
        fr="Allocation sociale",
        nl="Sociale uitkering",
        de="Sozialleistung",
    ),
    "reduced_rate": Names(
        en="Right to a reduced rate",
        fr="Droit à un tarif réduit",
        nl="Recht op een verlaagd tarief",
        de="Anspruch auf einen ermäßigten Tarif",
    ),
    "school_or_work": Names(
        en="At school, in training or looking for work",
        fr="En formation ou à la recherche d’un emploi",
        nl="In opleiding of op zoek naar werk",
        de="In Ausbildung oder auf Arbeitsuche",
    ),
    "attested_situation": Names(
        en="Situation attested by a service",
        fr="Situation attestée par un service",
        nl="Situatie bevestigd door een dienst",
        de="Von einem Dienst bescheinigte Situation",
    ),
}
"""What others read instead of a ground, by code."""

DEFAULT_GROUNDS: tuple[Ground, ...] = (
    Ground(
        code="bim",
        names=Names(
            en="Increased reimbursement (BIM/RVV)",
            fr="Intervention majorée (BIM)",
            nl="Verhoogde tegemoetkoming (RVV)",
            de="Erhöhte Kostenerstattung (BIM)",
        ),
        validity_days=365,
        is_sensitive=False,
        points=10,
        shown_as="reduced_rate",
    ),
    Ground(
        code="ris",
        names=Names(
            en="Social integration income (RIS/leefloon)",
            fr="Revenu d’intégration sociale (RIS)",
            nl="Leefloon",
            de="Eingliederungseinkommen",
        ),
        validity_days=180,
        is_sensitive=False,
        points=15,
        shown_as="social_allowance",
    ),
    Ground(
        code="equivalent_aid",
        names=Names(
            en="Social aid equivalent to the integration income",
            fr="Aide sociale équivalente au revenu d’intégration",
            nl="Equivalent leefloon",
            de="Dem Eingliederungseinkommen gleichgestellte Sozialhilfe",
        ),
        validity_days=180,
        is_sensitive=False,
        points=15,
        shown_as="social_allowance",
    ),
    Ground(
        code="grapa",
        names=Names(
            en="Guaranteed income for older people (GRAPA/IGO)",
            fr="Garantie de revenus aux personnes âgées (GRAPA)",
            nl="Inkomensgarantie voor ouderen (IGO)",
            de="Einkommensgarantie für Betagte (GRAPA)",
        ),
        validity_days=365,
        is_sensitive=False,
        points=15,
        shown_as="social_allowance",
    ),
    Ground(
        code="disability",
        names=Names(
            en="Disability allowance",
            fr="Allocation aux personnes handicapées",
            nl="Tegemoetkoming voor personen met een handicap",
            de="Beihilfe für Personen mit Behinderung",
        ),
        validity_days=365,
        is_sensitive=True,
        points=15,
        shown_as="social_allowance",
    ),
    Ground(
        code="social_tariff",
        names=Names(
            en="Social internet tariff",
            fr="Tarif social internet",
            nl="Sociaal internettarief",
            de="Sozialtarif für Internet",
        ),
        validity_days=180,
        is_sensitive=False,
        points=10,
        shown_as="reduced_rate",
    ),
    Ground(
        code="student",
        names=Names(
            en="Pupil or student in financial difficulty",
            fr="Élève ou étudiant en difficulté financière",
            nl="Leerling of student met financiële moeilijkheden",
            de="Finanzielle Schwierigkeiten in Schule oder Studium",
        ),
        validity_days=300,
        is_sensitive=False,
        points=10,
        shown_as="school_or_work",
    ),
    Ground(
        code="international_protection",
        names=Names(
            en="Applicant for international protection",
            fr="Demandeur de protection internationale",
            nl="Verzoeker om internationale bescherming",
            de="Antrag auf internationalen Schutz",
        ),
        validity_days=120,
        is_sensitive=True,
        points=10,
        shown_as="attested_situation",
    ),
    Ground(
        code="temporary_protection",
        names=Names(
            en="Temporary protection",
            fr="Protection temporaire",
            nl="Tijdelijke bescherming",
            de="Vorübergehender Schutz",
        ),
        validity_days=365,
        is_sensitive=True,
        points=10,
        shown_as="attested_situation",
    ),
    Ground(
        code="jobseeker",
        names=Names(
            en="Registered jobseeker",
            fr="Demandeur d’emploi inscrit",
            nl="Ingeschreven werkzoekende",
            de="Als arbeitsuchend gemeldet",
        ),
        validity_days=90,
        is_sensitive=False,
        points=5,
        shown_as="school_or_work",
    ),
    Ground(
        code="debt_mediation",
        names=Names(
            en="Debt mediation or collective debt settlement",
            fr="Médiation de dettes ou règlement collectif de dettes",
            nl="Schuldbemiddeling of collectieve schuldenregeling",
            de="Schuldnerberatung oder kollektive Schuldenregelung",
        ),
        validity_days=365,
        is_sensitive=True,
        points=10,
        shown_as="attested_situation",
    ),
    Ground(
        code="attestation",
        names=Names(
            en="Social worker’s attestation",
            fr="Attestation d’un travailleur social",
            nl="Attest van een maatschappelijk werker",
            de="Bescheinigung eines Sozialarbeiters",
        ),
        validity_days=180,
        is_sensitive=False,
        points=5,
        shown_as="attested_situation",
    ),
)
"""The grounds of design/domain.md."""
