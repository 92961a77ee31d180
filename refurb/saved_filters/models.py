"""The saved filter."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refurb.accounts.models import Membership, Organisation, User


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Saved filters, by who may use them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep one's own in this organisation, and those its members share."""
        if not actor.is_active:
            return self.none()
        here = self.filter(organisation=actor.organisation_id)
        return here.filter(Q(owner=actor.user_id) | Q(is_shared=True))

    def of(self, actor: Membership) -> Self:
        """Keep one's own, which alone may be changed."""
        return self.visible_to(actor).filter(owner=actor.user_id)


class SavedFilter(models.Model):
    """What one list is narrowed by, under a name; never what somebody searched for among people."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    list = models.CharField(max_length=40)  # the list's URL name
    name = models.CharField(_("Name of the filter"), max_length=40)
    query = models.JSONField[dict[str, str], dict[str, str]]()  # parameter → value
    is_shared = models.BooleanField(_("Everybody in my organisation may use it"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "organisation", "list", "name"], name="saved_filter_name_unique"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_filter_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.list}: {self.name}"
