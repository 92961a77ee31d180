"""Signed-in browsers for the tests of inventory's pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from refurb.accounts.models import Membership
from tests.cast import Cast

type SignIn = Callable[[Membership], Client]


@pytest.fixture
def sign_in() -> SignIn:
    """Give a browser in which this member is signed in."""

    def signed_in(member: Membership) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return signed_in


@pytest.fixture
def tom(cast: Cast, sign_in: SignIn) -> Client:
    """Give the browser of Tom, who repairs."""
    return sign_in(cast.tom)
