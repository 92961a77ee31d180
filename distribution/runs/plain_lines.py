"""Read side: who waits, in order, as plain values of what the rules read; not as models.

A model's object for each line, nomination, household and proof takes ten times as long, and a run
reads tens of thousands. The rules are the same: `need_of` and `blocks_of_many` are given these in
place of models, and whatever else they come to read is missing here, loudly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import batched
from typing import Any, cast

from distribution.allocations.supply import need_of
from distribution.entitlement import blocks_of_many
from distribution.fit import Need
from distribution.models import Nomination, Proof, RequestLine, WaitingPlace
from refurb.accounts.models import Organisation
from refurb.among import among
from refurb.reasons import Reason

AT_ONCE = 2_000


class _Rows(list[Any]):
    """Rows that a rule reads as a prefetched relation."""

    def all(self) -> _Rows:
        return self


@dataclass(slots=True)
class _Household:
    pk: int
    known_as_id: int | None
    adults: int
    children: int
    commune: str

    @property
    def people(self) -> int:
        return self.adults + self.children


@dataclass(slots=True)
class _Nomination:
    pk: int
    reference: str
    state: str
    submitted_at: datetime | None
    informed_on: date | None
    agreed_on: date | None
    exception_computers: int | None
    organisation: Organisation
    household: _Household
    lines: _Rows = field(default_factory=_Rows)
    proofs: _Rows = field(default_factory=_Rows)

    @property
    def receiver(self) -> _Household:
        return self.household


@dataclass(slots=True)
class _Other:
    """A line as the rule of frequency counts it."""

    state: str
    kinds: list[str]


@dataclass(slots=True)
class _Ground:
    code: str


@dataclass(slots=True)
class _Proof:
    ground: _Ground
    seen_on: date
    valid_until: date


@dataclass(slots=True)
class _Line:
    pk: int
    number: int
    kinds: list[str]
    purpose: str
    keyboard: str
    system_language: str
    spec_class: str
    large_screen: bool
    screen_reader: bool
    numeric_pad: bool
    camera: bool
    simplified_setup: bool
    nomination: _Nomination


@dataclass(frozen=True, slots=True)
class PlainLine:
    """One waiting line: who it is, its points, what it needs, and what stands in its way today."""

    line: int
    reference: str
    number: int
    points: int
    because: list[list[Any]]  # as WaitingPlace has them
    is_ahead: bool
    kinds: list[str]
    need: Need
    against: tuple[Reason, ...]


OF_LINE = tuple(name for name in _Line.__slots__ if name != "nomination")
OF_NOMINATION = (
    *("pk", "reference", "state", "submitted_at", "informed_on", "agreed_on"),
    "exception_computers",
)
OF_HOUSEHOLD = tuple(_Household.__slots__)
LINE, NOMINATION = len(OF_LINE), len(OF_LINE) + len(OF_NOMINATION)
COLUMNS = (
    *(f"line__{name}" for name in OF_LINE),
    *(f"line__nomination__{name}" for name in OF_NOMINATION),
    *(f"line__nomination__household__{name}" for name in OF_HOUSEHOLD),
    *("line__nomination__organisation", "points", "because", "line__ahead_since"),
)
AFTER = -4  # what comes after the household


def plain_lines(live: set[str], *, by_region: bool) -> Iterator[list[PlainLine]]:
    """Yield all that wait, in chunks and in order: three queries a chunk, and two with quotas.

    `live`, `by_region`: as need_of has them.
    """
    services = {each.pk: each for each in Organisation.objects.filter(is_social_service=True)}
    rows = WaitingPlace.objects.order_by("key").values_list(*COLUMNS)
    for chunk in batched(rows.iterator(chunk_size=AT_ONCE), AT_ONCE):
        yield _chunk(chunk, services, partial(need_of, live=live, by_region=by_region))


def _chunk(
    rows: tuple[tuple[Any, ...], ...],
    services: dict[int, Organisation],
    put: Callable[[RequestLine], Need],
) -> list[PlainLine]:
    nominations: dict[int, _Nomination] = {}
    lines = []
    for row in rows:
        pk = row[LINE]
        if pk not in nominations:
            service = services.get(row[AFTER]) or Organisation.objects.get(pk=row[AFTER])
            household = _Household(*row[NOMINATION:AFTER])
            known = dict(zip(OF_NOMINATION, row[LINE:NOMINATION], strict=True))
            nominations[pk] = _Nomination(**known, organisation=service, household=household)
        asked = dict(zip(OF_LINE, row[:LINE], strict=True))
        lines.append((_Line(**asked, nomination=nominations[pk]), row[AFTER + 1 :]))
    _add_lines(nominations)
    _add_proofs(nominations)
    against = blocks_of_many(cast("list[Nomination]", list(nominations.values())))
    return [
        PlainLine(
            line.pk,
            line.nomination.reference,
            line.number,
            points,
            because,
            ahead_since is not None,
            line.kinds,
            put(cast("RequestLine", line)),
            against[line.nomination.pk],
        )
        for line, (points, because, ahead_since) in lines
    ]


def _add_lines(nominations: dict[int, _Nomination]) -> None:
    rows = RequestLine.objects.filter(nomination__in=among(nominations)).order_by("pk")
    for nomination, state, kinds in rows.values_list("nomination", "state", "kinds"):
        nominations[nomination].lines.append(_Other(state, kinds))


def _add_proofs(nominations: dict[int, _Nomination]) -> None:
    rows = Proof.objects.filter(nomination__in=among(nominations)).order_by("pk")
    columns = ("nomination", "ground__code", "seen_on", "valid_until")
    for nomination, code, seen_on, valid_until in rows.values_list(*columns):
        nominations[nomination].proofs.append(_Proof(_Ground(code), seen_on, valid_until))
