"""Forms about people: inviting them, joining, their roles."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.utils.translation import gettext_lazy as _

from refurb.accounts.inviting import Offer
from refurb.accounts.models import Membership, Organisation, User
from refurb.accounts.roles import GIVES, NEEDS, Role
from refurb.web.acting import Acting


def roles_given_by(actor: Membership, organisation: Organisation | None = None) -> list[Any]:
    """List the roles that somebody may give, in an organisation when it is named."""
    given = GIVES.get(Role(actor.role), frozenset())
    return [
        (role.value, role.label)
        for role in Role
        if role in given and (organisation is None or getattr(organisation, NEEDS[role]))
    ]


class InviteForm(Acting, forms.Form):
    """Whom to invite, where, as what, in which language to write."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("The letter goes there, with a link that works once, within seven days."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none()
    )
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)

    def __init__(self, actor: Membership, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        places = Organisation.objects.visible_to(actor).order_by("name", "pk")
        field = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        if places.count() == 1:
            field.initial, field.widget = places[0].pk, forms.HiddenInput()
        field.queryset = places
        role = cast("forms.ChoiceField", self.fields["role"])
        role.choices = roles_given_by(actor)
        if len(role.choices) == 1:
            role.initial, role.widget = role.choices[0][0], forms.HiddenInput()
        self.fields["language"].initial = actor.user.language or settings.LANGUAGE_CODE

    @property
    def offer(self) -> Offer:
        """Give what was filled in."""
        typed = self.cleaned_data
        return Offer(typed["email"], typed["organisation"], Role(typed["role"]), typed["language"])


class RoleForm(Acting, forms.Form):
    """Another role in the same organisation."""

    role = forms.ChoiceField(label=_("New role"))

    def __init__(self, actor: Membership, membership: Membership, *args: Any) -> None:
        super().__init__(*args)
        choices = roles_given_by(actor, membership.organisation)
        role = cast("forms.ChoiceField", self.fields["role"])
        role.choices = [each for each in choices if each[0] != membership.role]


class JoinForm(Acting, forms.Form):
    """Name and password of somebody who has no account yet."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("First name and surname, as your colleagues know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, email: str, *args: Any) -> None:
        super().__init__(*args)
        self.email = email
        self.fields["password"].help_text = " ".join(
            str(text) for text in password_validators_help_texts()
        )

    def clean_password(self) -> str:
        """Refuse a password that is easily guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email))
        return password
