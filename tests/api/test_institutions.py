"""Nominations for institutions through the API: the same order, the same secrecy."""

from __future__ import annotations

from typing import Any

from distribution.models import InstitutionNomination
from tests.api.caller import caller
from tests.cast import Cast
from tests.makers import make_institution


def shown(nomination: InstitutionNomination, place: int) -> dict[str, Any]:
    milliseconds = nomination.submitted_at.microsecond // 1000
    return {
        "reference": nomination.reference,
        "organisation": nomination.organisation.code,
        "place": place,
        "submitted_at": f"{nomination.submitted_at:%Y-%m-%dT%H:%M:%S}.{milliseconds:03}Z",
        "name": "Bibliothèque Inventée",
        "kind": "library",
        "enterprise_number": None,
        "street": "Rue Imaginaire 40",
        "postcode": "1030",
        "commune": "21015",
        "email": "library@example.org",
        "language": "fr",
        "machines": 2,
        "kinds": ["desktop"],
        "spec_class": "basic",
        "keyboard": None,
        "system_language": None,
        "withdrawn_at": None,
        "withdrawn_because": None,
    }


def test_institutions_are_listed_in_their_order_to_who_may_see_them(cast: Cast) -> None:
    first, second = make_institution(cast.olga), make_institution(cast.paula)
    paula = caller(cast.paula)
    assert paula.get("institutions")["items"] == [shown(second, 2)]
    assert paula.get(f"institutions/{second.reference}") == shown(second, 2)
    everything = caller(cast.anna).get("institutions")["items"]
    assert everything == [shown(first, 1), shown(second, 2)]


def test_nobody_else_reads_an_institution(cast: Cast) -> None:
    own = make_institution(cast.paula)
    for member, status in ((cast.olga, 404), (cast.petra, 403), (cast.tom, 403), (cast.ada, 403)):
        found = caller(member).refused("GET", f"institutions/{own.reference}")
        assert found["status"] == status
