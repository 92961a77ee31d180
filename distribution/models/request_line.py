"""What a nomination asks for: a line for each machine."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from distribution.models.nomination import Nomination
from distribution.words import (
    PUBLIC_ACCESS,
    Internet,
    LinePurpose,
    LineState,
    SpecClass,
    WithdrawReason,
)
from inventory.kinds import Keyboard
from refurb.accounts.models import Membership


class RequestLineQuerySet(models.QuerySet["RequestLine"]):
    """Request lines, by who may see their nomination."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep lines of visible nominations, looked up one by one: SQLite would list them all."""
        visible = Nomination.every.visible_to(actor).filter(pk=OuterRef("nomination"))
        return self.filter(Exists(visible))

    def of_households(self) -> Self:
        """Leave out the lines of institutions."""
        return self.exclude(purpose=PUBLIC_ACCESS)

    def waiting(self) -> Self:
        """Keep those of households that wait for a device."""
        return self.of_households().filter(state=LineState.WAITING)


class RequestLine(models.Model):
    """One machine that a household or an institution needs, and what it must be."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=LineState, default=LineState.DRAFT)
    kinds = models.JSONField(default=list)  # codes of inventory.kinds, most preferred first
    purpose = models.CharField(_("What for"), max_length=8, choices=LinePurpose)
    keyboard = models.CharField(_("Keyboard"), max_length=10, choices=Keyboard, blank=True)
    system_language = models.CharField(_("Language of the system"), max_length=3, blank=True)
    spec_class = models.CharField(
        _("At least"), max_length=12, choices=SpecClass, default=SpecClass.BASIC
    )
    large_screen = models.BooleanField(_("Large screen"), default=False)
    screen_reader = models.BooleanField(_("Screen reader"), default=False)
    numeric_pad = models.BooleanField(_("Numeric pad"), default=False)
    camera = models.BooleanField(_("Camera"), default=False)
    internet = models.CharField(
        _("Internet at home"), max_length=8, choices=Internet, default=Internet.NONE
    )
    training_wanted = models.BooleanField(_("Training wanted"), default=False)
    delivery_needed = models.BooleanField(_("Can't come and collect it"), default=False)
    simplified_setup = models.BooleanField(_("Simplified set-up wanted"), default=False)
    waiting_since = models.DateTimeField(null=True, blank=True)  # kept by releases
    ahead_since = models.DateTimeField(null=True, blank=True)  # its device broke: first of its kind
    missed = models.PositiveSmallIntegerField(default=0)  # appointments missed, devices refused
    given_up_because = models.CharField(max_length=16, choices=WithdrawReason, blank=True)

    objects = RequestLineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nomination", "number"], name="line_number_unique"),
            models.CheckConstraint(
                condition=Q(state__in=LineState.values), name="line_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "allocated", "served"])
                | Q(waiting_since__isnull=False),
                name="line_waits_since_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "allocated"]) | Q(missed__lt=2),
                name="line_missed_twice_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(kinds=[]), name="line_names_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(given_up_because="")
                | Q(state="given_up", given_up_because__in=WithdrawReason.values),
                name="line_given_up_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=[*LinePurpose.values, PUBLIC_ACCESS])
                & Q(spec_class__in=SpecClass.values)
                & Q(internet__in=Internet.values)
                & Q(keyboard__in=["", *Keyboard.values]),
                name="line_words_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "waiting_since"], name="line_waiting")]

    def __str__(self) -> str:
        return f"{self.nomination_id}/{self.number}"
