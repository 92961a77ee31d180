"""Pairs that may be one household, for coordinators: without a name until they are opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from distribution.fingerprints import FingerprintKind
from distribution.models import Household, Nomination, PossibleDuplicate
from distribution.web.standing import place_name
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission


@dataclass(frozen=True)
class Known:
    """One of the two, as far as a list may tell: initials, year of birth, commune, service."""

    household: Household
    nominations: list[Nomination] = field(default_factory=list)  # sent in, newest first
    is_hidden: bool = False  # its person's agreement was withdrawn: no detail may be told

    @property
    def initials(self) -> str:
        """Give the first letter of each word of the name."""
        words = self.household.full_name.replace("-", " ").split()
        return " ".join(f"{word[0].upper()}." for word in words)

    @property
    def born(self) -> str:
        """Give the year of birth, or say that it isn't known."""
        day = self.household.birth_date
        return str(day.year) if day else _("year unknown")

    @property
    def commune(self) -> str:
        """Name the commune."""
        return place_name(self.household.commune)


@dataclass(frozen=True)
class PairRow:
    """A pair, who the two are, and how they met."""

    pair: PossibleDuplicate
    first: Known
    second: Known

    @property
    def both(self) -> tuple[Known, Known]:
        """Give the two."""
        return self.first, self.second

    @property
    def met(self) -> list[str]:
        """Say how they met, the strongest first."""
        said = []
        if self.pair.same_person:
            said.append(str(FingerprintKind.PERSON.label))
        if self.pair.same_address:
            said.append(str(FingerprintKind.ADDRESS.label))
        if self.pair.score and not self.pair.same_person:
            said.append(_("Alike: %(points)s of 100") % {"points": self.pair.score})
        return said

    @property
    def is_hidden(self) -> bool:
        """Say whether of one of them nothing may be told, so that names can't be opened."""
        return any(known.is_hidden for known in self.both)

    @property
    def is_of_one_service(self) -> bool:
        """Say whether one service brought both."""
        return self.first.household.organisation_id == self.second.household.organisation_id


def rows_of(pairs: Sequence[PossibleDuplicate], actor: Membership) -> list[PairRow]:
    """Put pairs into rows, in two queries; select first__organisation and second__organisation."""
    ids = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
    seen = Household.objects.visible_to(actor).filter(pk__in=ids)
    hidden = ids.difference(seen.values_list("pk", flat=True))
    sent = Nomination.objects.visible_to(actor).filter(
        household__in=ids, submitted_at__isnull=False
    )
    found: defaultdict[int, list[Nomination]] = defaultdict(list)
    for each in sent.select_related("household").order_by("-submitted_at", "-pk"):
        found[each.household.pk].append(each)
    return [
        PairRow(
            pair,
            Known(pair.first, found[pair.first_id], pair.first_id in hidden),
            Known(pair.second, found[pair.second_id], pair.second_id in hidden),
        )
        for pair in pairs
    ]


def open_pairs_of(nomination: Nomination, actor: Membership) -> list[PairRow]:
    """List what is to be decided about a nomination's household, in one query, by how they met.

    Nothing to whoever can't decide.
    """
    if not actor.may(Permission.DECIDE):
        return []
    rows = PossibleDuplicate.objects.visible_to(actor).open().of(nomination.household)
    found = with_both(rows).order_by("pk")
    return [PairRow(pair, Known(pair.first), Known(pair.second)) for pair in found]


def with_both(rows: QuerySet[PossibleDuplicate]) -> QuerySet[PossibleDuplicate]:
    """Read both households along, and their services."""
    return rows.select_related("first__organisation", "second__organisation")
