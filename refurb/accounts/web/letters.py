"""Letters by e-mail about accounts, in the language of whoever receives them."""

from __future__ import annotations

from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refurb.accounts.models import Invitation, User

INVITATION = gettext_lazy(
    "Hello,\n\n"
    "%(inviter)s invites you to Refurb, for %(organisation)s, as: %(role)s.\n\n"
    "Refurb follows donated computers until they reach a household. Open this link to choose your "
    "name and password, or to accept with the account that you have:\n\n"
    "%(link)s\n\n"
    "It works once, until %(until)s. If you did not expect this letter, do nothing: without you "
    "the link opens nothing."
)

RESET = gettext_lazy(
    "Hello,\n\n"
    "Somebody, most likely you, asked for a new password for Refurb. Open this link to choose "
    "it:\n\n"
    "%(link)s\n\n"
    "It works once. If it was not you, do nothing: your password stays as it is."
)


def reset_letter(user: User, link: str) -> EmailMessage:
    """Write the letter of a forgotten password, in its reader's language."""
    with translation.override(user.language or translation.get_language() or "en"):
        body = str(RESET) % {"link": link}
        return EmailMessage(_("Your new password for Refurb"), f"{body}\n", to=[user.email])


def invitation_letter(invitation: Invitation, secret: str) -> EmailMessage:
    """Write the letter of an invitation, in its own language."""
    with translation.override(invitation.language):
        place = invitation.organisation.name
        facts = {
            "inviter": invitation.invited_by.user.name,
            "organisation": place,
            "role": invitation.get_role_display(),
            "link": settings.PUBLIC_URL + reverse("join", args=[secret]),
            "until": date_format(localtime(invitation.expires_at), "DATETIME_FORMAT"),
        }
        subject = _("%(organisation)s invites you to Refurb") % {"organisation": place}
        return EmailMessage(subject, str(INVITATION) % facts + "\n", to=[invitation.email])


def send_invitation(request: HttpRequest, invitation: Invitation, secret: str) -> None:
    """Send the letter and say so; when the mail fails the invitation stands, to be sent again."""
    try:
        invitation_letter(invitation, secret).send()
    except (SMTPException, OSError):
        messages.error(
            request, _("The invitation stands, but the letter could not be sent. Send it again.")
        )
    else:
        messages.success(request, _("The letter is on its way. Its link works for seven days."))
