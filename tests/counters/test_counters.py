"""Numbers without gaps."""

import pytest
from django.db import transaction

from refurb.counters.models import next_number


def test_a_series_starts_at_one_and_has_no_gaps(db: None) -> None:
    with transaction.atomic():
        assert [next_number("a"), next_number("a"), next_number("b")] == [1, 2, 1]


def test_a_number_that_was_not_used_is_given_again(db: None) -> None:
    with transaction.atomic():
        assert next_number("a") == 1
        transaction.set_rollback(True)
    with transaction.atomic():
        assert next_number("a") == 1


@pytest.mark.django_db(transaction=True)
def test_no_number_is_taken_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        next_number("a")
