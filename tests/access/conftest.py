"""The world is made once for all tests of access: it takes seconds."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from tests.access.world import World, make_world
from tests.cast import make_cast
from tests.holding import held


@pytest.fixture(scope="package")
def made_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Hold the world until the last test of the folder."""
    with held(django_db_blocker, lambda: make_world(make_cast())) as world:
        yield world


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """Give a test its own copies of the rows."""
    return deepcopy(made_world)
