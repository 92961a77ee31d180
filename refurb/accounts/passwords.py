"""How long a password is, said in every language of the pages."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Django's own rule; its newest words for a refusal are missing in Dutch."""

    def get_error_message(self) -> str:
        """Say how long it has to be."""
        message = _("This password is too short. It needs at least %(least)s characters.")
        return message % {"least": self.min_length}
