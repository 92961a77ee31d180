"""One row per act."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction
from django.utils import timezone

from refurb.audit.sentences import sentence

if TYPE_CHECKING:
    from refurb.accounts.models import Membership


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, and who may read them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep all for those who may read the trail, none for others."""
        return self if actor.may("see_audit") else self.none()


class Entry(models.Model):
    """What was done: a verb, its subject, facts; no personal value, no translated text."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True)  # its code or reference
    facts = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    frozen: ClassVar = (
        "actor",
        "verb",
        "subject",
        "facts",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(verb=""), name="entry_names_a_verb")
        ]
        indexes: ClassVar = [models.Index(fields=["subject", "-id"], name="entry_of_subject")]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"

    @property
    def sentence(self) -> str:
        """Say in the reader's language what was done."""
        return sentence(self.verb, self.subject, self.facts)


def record(actor: Membership | None, verb: str, subject: str = "", **facts: Any) -> None:
    """Append an entry inside the transaction of the act; the actor is None for the system itself.

    Facts are codes, counts, dates and field names. Raises UnknownVerb for a verb without a
    sentence and TransactionManagementError outside a transaction: an entry stands or falls with
    its act.
    """
    sentence(verb, subject, facts)
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An act and its entry share a transaction.")
    Entry.objects.create(actor=actor, verb=verb, subject=subject, facts=facts)


def record_several(
    actor: Membership | None, verb: str, about: Collection[tuple[str, dict[str, Any]]]
) -> None:
    """Append an entry for each subject with its facts, as record would, in one statement."""
    for subject, facts in about:
        sentence(verb, subject, facts)
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An act and its entry share a transaction.")
    Entry.objects.bulk_create(
        Entry(actor=actor, verb=verb, subject=subject, facts=facts) for subject, facts in about
    )
