"""A policy may lift the households of a service of which fewer were served than of others."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from distribution.models import Nomination, Policy, WaitingPlace
from distribution.nominations.deciding import transfer
from distribution.policy.service_shares import ServiceShare, service_names, service_shares
from distribution.waiting_list.ranking import rank_all
from tests.cast import Cast
from tests.makers import make_allocation, make_handover, make_nomination, make_policy, make_ready

pytestmark = pytest.mark.django_db


def balance(nomination: Nomination) -> int:
    """Read what the place of its one line says for the service."""
    because = WaitingPlace.objects.get(line__nomination=nomination).because
    return sum(points for criterion, points, _count in because if criterion == "service_balance")


def test_coordinators_see_of_each_service_who_waits_and_who_was_served_lately(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_policy()
    served = make_nomination(cast.paula)
    make_handover(make_allocation(cast.anna, served, make_ready(cast.tom, cast.vera)), cast.tom)
    for _each in range(2):
        make_nomination(cast.olga)
    one, other = cast.paula.organisation, cast.olga.organisation
    with django_assert_num_queries(3):
        shares = {each.code: each for each in service_shares()}
    assert shares[one.code] == ServiceShare(one.code, one.name, waiting=0, served=1)
    assert shares[other.code] == ServiceShare(other.code, other.name, waiting=2, served=0)
    assert service_names([one.code]) == {one.code: one.name}


def test_a_transfer_counts_the_balance_of_the_new_service_at_once(cast: Cast) -> None:
    make_policy()
    Policy.objects.create(
        version=2, points_per_month=2, balance_by_service={cast.olga.organisation.code: 7}
    )
    it = make_nomination(cast.paula)
    assert balance(it) == 0
    transfer(it, cast.olga.organisation, actor=cast.anna)
    assert balance(it) == 7
    rank_all()
    assert balance(it) == 7
