"""The world is made once for all tests of access; each test undoes what it wrote."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests.access.world import World, make_world
from tests.cast import make_cast


@pytest.fixture(scope="package")
def made_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Hold the world in a transaction that ends with the last test of the folder."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        yield make_world(make_cast())
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """Give a test its own copies of the rows, in a savepoint of its own."""
    return deepcopy(made_world)
