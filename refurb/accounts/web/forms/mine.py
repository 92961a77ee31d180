"""Forms about the person who is signed in."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from refurb.accounts.models import User


class SettingsForm(forms.ModelForm[User]):
    """How somebody wants to be addressed and see pages."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))

    class Meta:
        model = User
        fields = ("name", "language", "theme")
