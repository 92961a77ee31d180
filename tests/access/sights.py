"""What each role sees of people, page by page: the sweep that finds it out.

Every page and every operation of the URL map is asked for as every role, with its own rows and
with others', and searched for the planted values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from distribution.models import Household, HouseholdView
from refurb.accounts.roles import Role
from tests.access.matrix import Case, Visitors, cases
from tests.access.planting import Planted, found_in, text_of
from tests.access.world import World

OWN: dict[str, frozenset[str]] = {
    Role.VOLUNTEER: frozenset({"ATELIER"}),
    Role.WORKSHOP_LEAD: frozenset({"ATELIER"}),
    Role.SOCIAL_WORKER: frozenset({"ECOLE"}),
    Role.PARTNER_AGENT: frozenset({"EPN"}),
}
# Services whose households are to get, or have got, a device that the role's organisation holds.
STRANGER = "stranger"  # nobody is signed in
SERVED: dict[str, frozenset[str]] = {
    Role.VOLUNTEER: frozenset({"ECOLE"}),
    Role.WORKSHOP_LEAD: frozenset({"ECOLE"}),
    Role.PARTNER_AGENT: frozenset({"HULP"}),
}
OF_HOUSEHOLDS = frozenset({"name", "address", "phone", "email", "birth"})


@dataclass(frozen=True, order=True)
class Sight:
    """One field that a role saw on a page; whose: its own, of whom it serves, or another's."""

    role: str
    page: str
    field: str
    whose: str


@dataclass(frozen=True)
class Sweep:
    """What was seen, and which pages showed a household without noting it."""

    sights: set[Sight]
    unnoted: set[str]

    def by_role(self, role: str) -> dict[str, set[str]]:
        """Map "field, whose" to the pages that show it to a role."""
        found: dict[str, set[str]] = defaultdict(set)
        for sight in self.sights:
            if sight.role == role:
                found[f"{sight.field}, {sight.whose}"].add(sight.page)
        return dict(found)


def whose_it_is(role: str, code: str) -> str:
    """Say in the words of the table whose a value is, to somebody of a role."""
    if not code:
        return "somebody's"
    if code in OWN.get(role, ()):
        return "own"
    return "served" if code in SERVED.get(role, ()) else "other"


def sweep(world: World, planted: list[Planted], pages: Iterable[Case] | None = None) -> Sweep:
    """Ask for everything as everybody, and search the answers."""
    visitors, sights, unnoted = Visitors(world), set(), set()
    # Whose a household is before anything moves it to another service.
    brought_by = dict(Household.objects.values_list("pk", "organisation__code"))
    for case in pages if pages is not None else [*_asked(world)]:
        text, noted_households = _read(visitors, case)
        noted = {brought_by.get(each, "") for each in noted_households}
        found = found_in(text, planted)
        role = case.role or STRANGER
        page = f"api {case.method} {case.name}" if case.url.startswith("/api/") else case.name
        sights |= {Sight(role, page, field, whose_it_is(role, whose)) for field, whose in found}
        shown = {whose for field, whose in found if field in OF_HOUSEHOLDS}
        if not shown <= noted:
            unnoted.add(f"{role} {page}: {sorted(shown - noted)}")
    return Sweep(sights, unnoted)


def _asked(world: World) -> Iterable[Case]:
    for case in cases(world, api=False):
        if case.method == "GET" or case.name.endswith("-export"):  # files are sent for
            yield case
    yield from cases(world, api=True)


def _read(visitors: Visitors, case: Case) -> tuple[str, set[int]]:
    """Send a request, undo it; give its text, and which households it noted."""
    send = visitors.sender(case)
    with transaction.atomic():
        answer = send()
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        text = text_of(body, answer.headers.get("Content-Type", ""))
        noted = set(HouseholdView.objects.values_list("household", flat=True))
        transaction.set_rollback(True)
    return text, noted
