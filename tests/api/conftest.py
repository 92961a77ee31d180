"""The rows that operations are called on are made once for a module: they take seconds."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from tests.api.operations import Stage, make_stage
from tests.cast import make_cast
from tests.holding import held


@pytest.fixture(scope="module")
def made_stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """Hold the rows until the last test of the module."""
    with held(django_db_blocker, lambda: make_stage(make_cast())) as stage:
        yield stage


@pytest.fixture
def stage(made_stage: Stage, db: None) -> Stage:
    """Give a test its own copies of the rows."""
    return deepcopy(made_stage)
