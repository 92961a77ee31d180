"""Households that two services nominate in the last days: written otherwise, or namesakes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from distribution.models import Ground, Household, Nomination, PossibleDuplicate, Proof
from distribution.nominations.nominating import submit, write_draft
from distribution.uniting import Verdict, decide_pair
from distribution.verdicts import PairReason, PairState
from distribution.words import ProofKind
from refurb.accounts.models import Membership
from refurb.demo.requests import LEGAL_BASIS
from refurb.demo.story import DAY, HOUR, Life, Story
from refurb.demo.wishes import draw_modest_lines

SEED = "two of one"


@dataclass(frozen=True)
class Written:
    """A household as one service wrote it down."""

    surname: str
    first_name: str
    born: date
    street: str
    postcode: str
    commune: str


@dataclass(frozen=True)
class Double:
    """The same household twice, or nearly so; and what is decided on it by the end, if anything."""

    first: Written
    second: Written
    verdict: Verdict | None = None


DOUBLES = (
    Double(
        Written("Benzarkoub", "Youssef", date(1986, 4, 12), "Rue de la Bobine 14", "1080", "21012"),
        Written("Ben Zarkoub", "Yusuf", date(1986, 4, 12), "Quai de la Gaufre 3", "1000", "21004"),
    ),
    Double(
        Written("Zelenkovych", "Nataliia", date(1991, 8, 3), "Rue de l'Octet 55", "1030", "21015"),
        Written("Zelenkovitch", "Natalia", date(1991, 3, 8), "Vliegerlaan 20", "1070", "21001"),
    ),
    Double(
        Written(
            "Vermoulard", "Chantal", date(1959, 11, 30), "Rue des Confettis 8", "1050", "21009"
        ),
        Written(
            "VERMOULARD", "Chantal", date(1959, 11, 30), "r. des Confettis 8/2", "1050", "21009"
        ),
        Verdict(PairState.SAME, PairReason.SERVICES_CONFIRM),
    ),
    Double(
        Written("Okotambe", "Grace", date(1990, 5, 7), "Place du Caramel 2", "1030", "21015"),
        Written("Okotambe", "Grace", date(1990, 7, 5), "Avenue du Cumulus 71", "1080", "21012"),
        Verdict(PairState.DIFFERENT, PairReason.NAMESAKES),
    ),
)


def nominate_twice(
    story: Story, workers: tuple[Membership, Membership], coordinator: Membership, today: date
) -> Life:
    """Let two services nominate each, a day apart, and a coordinator decide on some."""
    rng = Random(SEED)  # noqa: S311  a story, not a secret
    first, second = workers
    yield story.clock.end - 3 * DAY
    for double in DOUBLES:
        _nominate(double.first, first, rng, today)
        yield 7
    yield DAY
    for double in DOUBLES:
        _nominate(double.second, second, rng, today)
        yield 7
    yield story.clock.end - story.clock.minute - 2 * HOUR
    story.clock.settle()  # the services are told days of the story
    for double in DOUBLES:
        if double.verdict is not None:
            decide_pair(_pair(double), double.verdict, actor=coordinator)


def _nominate(written: Written, worker: Membership, rng: Random, today: date) -> None:
    household = Household(
        surname=written.surname,
        first_name=written.first_name,
        birth_date=written.born,
        street=written.street,
        postcode=written.postcode,
        commune=written.commune,
        phone=f"0400 {rng.randint(10, 99)} {rng.randint(10, 99)} {rng.randint(10, 99)}",
    )
    nomination = Nomination(
        informed_on=today, informed_language="fr", agreed_on=today, legal_basis=LEGAL_BASIS
    )
    proof = Proof(
        ground=Ground.objects.get(code="bim"),
        kind=ProofKind.CARD,
        seen_on=today,
        valid_until=today + timedelta(days=200),
    )
    lines = draw_modest_lines(rng, household, count=1)
    submit(write_draft(nomination, household, lines, [proof], actor=worker), actor=worker)


def _pair(double: Double) -> PossibleDuplicate:
    return PossibleDuplicate.objects.get(
        first__surname=double.first.surname,
        first__birth_date=double.first.born,
        second__surname=double.second.surname,
        second__birth_date=double.second.born,
        score__gt=0,
    )
