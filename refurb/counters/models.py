"""One row per series of numbers."""

from typing import ClassVar

from django.db import models, transaction
from django.db.models import F


class Counter(models.Model):
    """The last number given in one series, such as the receipts of one issuer in one year."""

    key = models.CharField(max_length=80, primary_key=True)
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(value__gte=0), name="counter_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


def next_number(key: str) -> int:
    """Take the next number of a series, starting at 1; gapless, since a rollback gives it back.

    The row stays locked until the transaction ends: call it last. Raises
    TransactionManagementError outside one.
    """
    transaction.get_connection().validate_no_broken_transaction()
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A number is taken inside a transaction.")
    series = Counter.objects.filter(key=key)
    if not series.update(value=F("value") + 1):
        Counter.objects.get_or_create(key=key)  # two may come first at once: one row, both count
        series.update(value=F("value") + 1)
    return series.get().value
