"""Browsers with somebody signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from refurb.accounts.models import Membership


@pytest.fixture
def sign_in() -> Callable[[Membership], Client]:
    """Open a browser as somebody."""

    def open_browser(member: Membership) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return open_browser
