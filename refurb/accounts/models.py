"""Users, organisations, memberships and API tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refurb.accounts import sessions  # noqa: F401  a table of this app
from refurb.accounts.roles import LETS_THROUGH, MAY, Permission, Role, Scope


class Theme(models.TextChoices):
    """How a person wants pages to look."""

    AUTO = "auto", _("As my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class UserManager(BaseUserManager["User"]):
    """Make users; a user signs in by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user with a hashed password; without one, nobody can sign in as them."""
        user = self.model(email=self.normalize_email(email).casefold(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in."""

    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=150)
    language = models.CharField(_("Language"), max_length=2, blank=True)
    theme = models.CharField(_("Theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    acts_as: Sequence[Membership] = ()  # in force, oldest first; read along with a session's user

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="user_theme_known"),
        ]

    def __str__(self) -> str:
        return self.name


PROTECTION_ROLES = {
    "controller": _("Controller"),
    "joint": _("Joint controller"),
    "processor": pgettext_lazy("data protection", "Processor"),
}
LEAST_ENTERPRISE_NUMBER = "0200000000"
"""Below it no enterprise was ever numbered, and a national register number could hide."""


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations, by who may read their particulars."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep all for those who see people everywhere, the actor's own for others."""
        if actor.may(Permission.SEE_PEOPLE):
            return self
        return self.filter(pk=actor.organisation_id) if actor.is_active else self.none()


class Organisation(models.Model):
    """A workshop, social service, partner or coordination body; one may be several of these."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(_("Name"), max_length=150)
    legal_name = models.CharField(_("Legal name"), max_length=200)
    enterprise_number = models.CharField(_("Enterprise number"), max_length=10, blank=True)
    is_workshop = models.BooleanField(_("Workshop"), default=False)
    is_social_service = models.BooleanField(_("Social service"), default=False)
    is_partner = models.BooleanField(_("Partner"), default=False)
    is_coordination = models.BooleanField(_("Coordination body"), default=False)
    street = models.CharField(_("Street and number"), max_length=150, blank=True)
    postcode = models.CharField(_("Postcode"), max_length=4, blank=True)
    commune = models.CharField(_("Commune"), max_length=5)  # REFNIS
    phone = models.CharField(_("Phone"), max_length=30, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    help_text = models.CharField(_("Where to get help"), max_length=200, blank=True)
    languages = models.JSONField(_("Languages"), default=list)  # BCP 47 codes
    training_communes = models.JSONField(_("Trains people of"), default=list, blank=True)  # REFNIS
    connection_communes = models.JSONField(_("Connects people of"), default=list, blank=True)
    # What it holds and is ready goes to people of its region alone.
    own_region_only = models.BooleanField(_("Only for people of its region"), default=False)
    quota = models.PositiveIntegerField(_("Nominations per quarter"), null=True, blank=True)
    legal_basis = models.TextField(_("Legal basis"), blank=True)
    protection_role = models.CharField(
        _("Data-protection role"),
        max_length=16,
        choices=PROTECTION_ROLES,
        default="controller",
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_workshop=True)
                | Q(is_social_service=True)
                | Q(is_partner=True)
                | Q(is_coordination=True),
                name="organisation_is_something",
            ),
            models.CheckConstraint(
                condition=Q(commune__regex=r"^[0-9]{5}$"), name="organisation_commune_is_refnis"
            ),
            models.CheckConstraint(
                condition=Q(enterprise_number="")
                | Q(
                    enterprise_number__regex=r"^[01][0-9]{9}$",
                    enterprise_number__gte=LEAST_ENTERPRISE_NUMBER,
                ),
                name="organisation_number_not_a_persons",
            ),
            models.CheckConstraint(
                condition=Q(protection_role__in=PROTECTION_ROLES),
                name="organisation_protection_role_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def of_their_people[Q: models.QuerySet](rows: Q, actor: Membership) -> Q:  # type: ignore[type-arg]
    """Keep the rows of organisations whose people the actor may see."""
    if actor.may(Permission.SEE_PEOPLE):
        return rows
    if actor.may(Permission.SEE_COLLEAGUES):
        return rows.filter(organisation=actor.organisation_id)
    return rows.none()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, by what they let a person do."""

    def in_force(self) -> Self:
        """Keep those of active users that haven't ended."""
        return self.filter(ended_at=None, user__is_active=True)

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of the actor's organisation; all for those who see people everywhere.

        None for those who may not even see their colleagues.
        """
        return of_their_people(self, actor)


class Membership(models.Model):
    """A user's role in an organisation: the actor of everything that is done."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("Role"), max_length=16, choices=Role)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    scope: Scope = Scope.FULL  # of the API token acted with; not stored here
    owes_second_factor = False  # noted by acting_membership; a token owes none

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at=None),
                name="one_membership_per_role",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}, {self.get_role_display()}, {self.organisation.name}"

    @property
    def is_active(self) -> bool:
        """Say whether this membership still lets its user in."""
        return self.ended_at is None and self.user.is_active

    def may(self, permission: Permission | str) -> bool:
        """Say whether this role may do something; an ended membership may do nothing."""
        asked = Permission(permission)
        return (
            self.is_active and asked in MAY[Role(self.role)] and asked in LETS_THROUGH[self.scope]
        )


class ApiToken(models.Model):
    """A key to the API for one membership; only its SHA-256 is kept."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="tokens")
    sha256 = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.FULL)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="token_scope_known")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.scope}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, by who may see them, and whether their link still works."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those into the actor's organisation; all for those who see people everywhere."""
        return of_their_people(self, actor)

    def open(self) -> Self:
        """Keep those that nobody has accepted or withdrawn, expired or not."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def usable(self) -> Self:
        """Keep those whose link works now."""
        return self.open().filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Somebody asked by e-mail to join an organisation; of its link only the SHA-256 is kept."""

    email = models.EmailField(_("E-mail"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField(_("Role"), max_length=16, choices=Role)
    language = models.CharField(_("Language of the letter"), max_length=2)
    sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )  # what came of it
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                "role",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_a_role",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, membership=None)
                | Q(accepted_at__isnull=False, membership__isnull=False, withdrawn_at=None),
                name="invitation_accepted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_expired(self) -> bool:
        """Say whether its link's time is over."""
        return self.expires_at <= timezone.now()
