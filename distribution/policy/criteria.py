"""The criteria that a new installation starts with, in four languages.

They become rows that coordinators edit; their points are in `priority.DEFAULT_POINTS`. A ground is
a criterion too: its names are in `grounds.DEFAULT_GROUNDS`.
"""

# ruff: noqa: RUF001 - French is written with the typographic apostrophe.

from dataclasses import dataclass

from distribution.priority import (
    CHILDREN_AT_SCHOOL,
    COMMUNE_NEED,
    ISOLATED_SENIOR,
    NO_COMPUTER_AT_HOME,
    PROJECT,
    SERVICE_BALANCE,
    SINGLE_PARENT,
    WAITING,
)
from refurb.reference.names import Names


@dataclass(frozen=True, slots=True)
class Criterion:
    """What earns points: its name for tables, and a sentence that reads well aloud.

    The sentence of the waiting criterion holds the placeholder %(count)s, the full months.
    """

    code: str
    names: Names
    sentences: Names


DEFAULT_CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        CHILDREN_AT_SCHOOL,
        Names(
            en="Children at school",
            fr="Enfants scolarisés",
            nl="Schoolgaande kinderen",
            de="Schulpflichtige Kinder",
        ),
        Names(
            en="One or more children of the household go to school.",
            fr="Un ou plusieurs enfants du ménage vont à l’école.",
            nl="Een of meer kinderen van het gezin gaan naar school.",
            de="Ein oder mehrere Kinder des Haushalts gehen zur Schule.",
        ),
    ),
    Criterion(
        NO_COMPUTER_AT_HOME,
        Names(
            en="No computer at home",
            fr="Pas d’ordinateur à la maison",
            nl="Geen computer thuis",
            de="Kein Computer zu Hause",
        ),
        Names(
            en="There is no computer at home.",
            fr="Il n’y a pas d’ordinateur à la maison.",
            nl="Er is thuis geen computer.",
            de="Zu Hause gibt es keinen Computer.",
        ),
    ),
    Criterion(
        SINGLE_PARENT,
        Names(
            en="Single parent",
            fr="Famille monoparentale",
            nl="Eenoudergezin",
            de="Alleinerziehend",
        ),
        Names(
            en="One parent raises the children alone.",
            fr="Un parent élève seul les enfants.",
            nl="Eén ouder voedt de kinderen alleen op.",
            de="Ein Elternteil erzieht die Kinder allein.",
        ),
    ),
    Criterion(
        ISOLATED_SENIOR,
        Names(
            en="Older person living alone",
            fr="Personne âgée isolée",
            nl="Alleenwonende oudere",
            de="Alleinlebende ältere Person",
        ),
        Names(
            en="An older person lives alone, with few contacts.",
            fr="Une personne âgée vit seule, avec peu de contacts.",
            nl="Een oudere woont alleen en heeft weinig contacten.",
            de="Eine ältere Person lebt allein und hat wenige Kontakte.",
        ),
    ),
    Criterion(
        PROJECT,
        Names(
            en="Project with a date",
            fr="Projet daté",
            nl="Project met een datum",
            de="Vorhaben mit Termin",
        ),
        Names(
            en="An exam, a course or a job with a set date is coming up.",
            fr="Un examen, une formation ou un emploi est prévu à une date fixée.",
            nl="Er komt een examen, een opleiding of een job met een vaste datum aan.",
            de="Eine Prüfung, ein Kurs oder eine Stelle mit festem Termin steht bevor.",
        ),
    ),
    Criterion(
        COMMUNE_NEED,
        Names(
            en="Need in the commune",
            fr="Besoins dans la commune",
            nl="Noden in de gemeente",
            de="Bedarf in der Gemeinde",
        ),
        Names(
            en="The need for computers is greater in this commune than elsewhere.",
            fr="Les besoins en ordinateurs sont plus grands dans cette commune qu’ailleurs.",
            nl="De nood aan computers is in deze gemeente groter dan elders.",
            de="Der Bedarf an Computern ist in dieser Gemeinde größer als anderswo.",
        ),
    ),
    Criterion(
        SERVICE_BALANCE,
        Names(
            en="Balance between services",
            fr="Équilibre entre les services",
            nl="Evenwicht tussen de diensten",
            de="Ausgleich zwischen den Diensten",
        ),
        Names(
            en="Fewer households of this service have been served than of others.",
            fr="Moins de ménages de ce service ont été servis que de ceux des autres.",
            nl="Van deze dienst kregen minder gezinnen een toestel dan van andere diensten.",
            de="Von diesem Dienst wurden weniger Haushalte versorgt als von anderen.",
        ),
    ),
    Criterion(
        WAITING,
        Names(
            en="Full months waited",
            fr="Mois d’attente complets",
            nl="Volle maanden gewacht",
            de="Volle Wartemonate",
        ),
        Names(
            en="Full months of waiting so far: %(count)s.",
            fr="Mois d’attente complets à ce jour : %(count)s.",
            nl="Volle maanden wachttijd tot nu toe: %(count)s.",
            de="Volle Wartemonate bis heute: %(count)s.",
        ),
    ),
)
"""The criteria of design/domain.md, in the order in which points are explained."""
