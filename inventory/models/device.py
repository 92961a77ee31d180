"""The machine, and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import Concat, Upper
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inventory.grade import FirstLook, Grade
from inventory.kinds import Keyboard, Kind
from inventory.lifecycle import BY_RULE, State
from inventory.models.donation import Donation
from inventory.models.readiness import READY_WHEN_SANITISED
from inventory.models.sanitisation_policy import SanitisationPolicy
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.audit.sentences import sentence

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from inventory.models.bench import QualityCheck, RepairWork
    from inventory.models.drive import Drive


class DeviceQuerySet(models.QuerySet["Device"]):
    """Devices, by who may see them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep what the actor's organisation stewards or holds; all for those who see all."""
        if actor.may(Permission.SEE_ALL_DEVICES):
            return self
        if not actor.may(Permission.SEE_DEVICES):
            return self.none()
        mine = actor.organisation_id
        return self.filter(Q(steward=mine) | Q(holder=mine))

    def to_be_judged(self) -> Self:
        """Read along, as `own_rule`, what each one's steward accepts as a wipe."""
        return self.annotate(own_rule=SanitisationPolicy.rule_of(OuterRef("steward")))


class Device(models.Model):
    """One machine or tracked accessory. Only inventory.moving writes `state`."""

    code = models.CharField(max_length=9, unique=True)
    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="devices")
    intake = models.ForeignKey(
        "Intake", on_delete=models.PROTECT, null=True, related_name="devices"
    )
    steward = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    shelf = models.CharField(_("Shelf"), max_length=30, blank=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    state_since = models.DateTimeField(default=timezone.now)
    received_at = models.DateTimeField(default=timezone.now)
    manufacturer = models.CharField(_("Manufacturer"), max_length=80, blank=True)
    model = models.CharField(_("Model"), max_length=120, blank=True)
    serial_number = models.CharField(_("Serial number"), max_length=80, blank=True)
    cpu = models.CharField(_("Processor"), max_length=120, blank=True)
    memory_bytes = models.BigIntegerField(_("Memory"), null=True, blank=True)
    keyboard = models.CharField(_("Keyboard"), max_length=10, choices=Keyboard, blank=True)
    screen_inches = models.DecimalField(
        _("Screen (inches)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    has_camera = models.BooleanField(_("Camera"), null=True, blank=True)
    has_numeric_pad = models.BooleanField(_("Numeric pad"), null=True, blank=True)
    has_charger = models.BooleanField(_("Charger"), null=True, blank=True)
    hardware = models.JSONField(default=dict)  # what all its hardware reports say, the newest first
    # What a report wrote into a column; what stands there otherwise was typed by a person.
    read_values = models.JSONField[dict[str, Any], dict[str, Any]](default=dict)
    declared_driveless = models.BooleanField(default=False)
    first_impression = models.CharField(
        _("First impression"), max_length=5, choices=FirstLook, blank=True
    )
    grade = models.CharField(_("Grade"), max_length=1, choices=Grade, blank=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    search = models.GeneratedField(
        expression=Upper(
            Concat(
                "code",
                Value(" "),
                "serial_number",
                Value(" "),
                "manufacturer",
                Value(" "),
                "model",
                Value(" "),
                "shelf",
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = DeviceQuerySet.as_manager()
    if TYPE_CHECKING:
        own_rule: dict[str, Any] | None  # when read `to_be_judged`
        drives: RelatedManager[Drive]
        events: RelatedManager[DeviceEvent]

    row_rules: ClassVar = (READY_WHEN_SANITISED,)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="device_state_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="device_kind_known"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{9}$"), name="device_code_formed"
            ),
            models.CheckConstraint(
                condition=Q(grade__in=["", *Grade.values]), name="device_grade_known"
            ),
            models.CheckConstraint(
                condition=Q(first_impression__in=["", *FirstLook.values])
                & Q(keyboard__in=["", *Keyboard.values]),
                name="device_words_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-received_at", "-id"], name="device_newest"),
            models.Index(fields=["state", "-received_at", "-id"], name="device_by_state"),
            models.Index(fields=["state", "state_since", "id"], name="device_stuck"),
            models.Index(fields=["steward", "-received_at", "-id"], name="device_of_steward"),
            models.Index(fields=["holder", "-received_at", "-id"], name="device_of_holder"),
            models.Index(fields=["serial_number"], name="device_serial"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """Give what a person calls it: maker and model, else its kind."""
        return f"{self.manufacturer} {self.model}".strip() or str(self.get_kind_display())


VERBS_BY_RULE = sorted(f"device.{transition}" for transition in BY_RULE)


class DeviceEvent(models.Model):
    """What happened to a device: a verb and facts, in the server's order (its id), never edited.

    `facts` holds codes, never personal values. Ids grow within a device, since each act locks the
    device's row. There is no actor when a rule did it by itself, and only then.
    """

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=40)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, blank=True)
    facts = models.JSONField[dict[str, Any], dict[str, Any]](default=dict)
    actor = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    if TYPE_CHECKING:
        quality_check: QualityCheck
        repair_work: RepairWork

    frozen: ClassVar = (
        "device",
        "verb",
        "before",
        "after",
        "facts",
        "actor",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(before__in=["", *State.values]) & Q(after__in=["", *State.values]),
                name="event_states_known",
            ),
            models.CheckConstraint(
                condition=(Q(actor__isnull=False) & ~Q(verb__in=VERBS_BY_RULE))
                | Q(actor=None, verb__in=VERBS_BY_RULE),
                name="event_by_somebody_or_a_rule",
            ),
            models.CheckConstraint(condition=~Q(verb=""), name="event_names_a_verb"),
        ]
        indexes: ClassVar = [models.Index(fields=["device", "-id"], name="event_of_device")]

    def __str__(self) -> str:
        return f"{self.device_id}: {self.verb}"

    @property
    def by(self) -> str:
        """Name who did it, or say that a rule did; select the actor's user."""
        return self.actor.user.name if self.actor else gettext("The system")

    @property
    def sentence(self) -> str:
        """Say in the reader's language what happened."""
        return sentence(self.verb, "", {"before": self.before, "after": self.after} | self.facts)
