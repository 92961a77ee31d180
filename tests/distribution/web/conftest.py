"""Browsers with somebody signed in, and the rows that pages are about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from distribution.models import Allocation, Receipt
from refurb.accounts.models import Membership
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_grounds,
    make_handover,
    make_nomination,
    make_policy,
    make_ready,
)

SURNAME = "Verheimelijkt"  # whose household must not show: invented, and in no template


@pytest.fixture
def sign_in() -> Callable[[Membership], Client]:
    """Open a browser as somebody."""

    def open_browser(member: Membership) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return open_browser


@pytest.fixture
def policy(cast: Cast) -> None:
    """Publish the policy and its grounds."""
    make_policy()
    make_grounds()


@pytest.fixture
def allocation(cast: Cast, policy: None) -> Allocation:
    """Set a laptop aside for one of Paula's households."""
    nomination = make_nomination(cast.paula, surname=SURNAME)
    return make_allocation(cast.anna, nomination, make_ready(cast.tom, cast.vera))


@pytest.fixture
def receipt(cast: Cast, allocation: Allocation) -> Receipt:
    """Hand the laptop over."""
    return make_handover(allocation, cast.tom)


def day(days: int = 0) -> str:
    """Write a day as a browser's picker sends it, so many days from today."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def answers(**changes: Any) -> dict[str, Any]:
    """Fill in the nomination form so that every rule is met."""
    return {
        "first_name": "Fatima",
        "surname": SURNAME,
        "street": "Rue Imaginaire 12",
        "postcode": "1030",
        "phone": "0470 00 00 00",
        "language": "fr",
        "adults": "1",
        "children": "2",
        "children_at_school": "2",
        "need-TOTAL_FORMS": "1",
        "need-INITIAL_FORMS": "0",
        "need-0-first_kind": "laptop",
        "need-0-purpose": "school",
        "need-0-spec_class": "basic",
        "need-0-internet": "none",
        "proof-TOTAL_FORMS": "1",
        "proof-INITIAL_FORMS": "0",
        "proof-0-ground": ground(),
        "proof-0-kind": "certificate",
        "proof-0-covers": "household",
        "proof-0-seen_on": day(),
        "informed_on": day(-1),
        "informed_language": "fr",
        "agreed_on": day(-1),
        "then": "check",
    } | changes


def ground(code: str = "bim") -> str:
    """Give the value by which the form knows a ground."""
    from distribution.models import Ground  # noqa: PLC0415  models are ready only now

    return str(Ground.objects.get(code=code).pk)
