"""Rows made once for many tests, in a transaction that ends after the last of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker


@contextmanager
def held[Rows](blocker: DjangoDbBlocker, make: Callable[[], Rows]) -> Iterator[Rows]:
    """Make rows and undo them at the end; a test with `db` works in a savepoint of its own.

    Tests take deep copies, as Django's own setUpTestData gives them.
    """
    with blocker.unblock(), transaction.atomic(), translation.override("en"):
        yield make()
        transaction.set_rollback(True)
