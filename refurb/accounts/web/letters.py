"""Letters by e-mail about accounts, in the language of whoever receives them."""

from __future__ import annotations

from enum import Enum
from smtplib import SMTPException

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from refurb.accounts.models import Invitation, User
from refurb.accounts.second_factor import RECOVERY, standing_of

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


class FactorNews(Enum):
    """What a person is told of their second factor, wherever it came from."""

    ON = gettext_lazy(
        "A second factor was set up for your account. From now on you log in with your password "
        "and a code of your app."
    )
    OFF = gettext_lazy(
        "The second factor of your account was turned off. You log in with your password alone."
    )
    RESET = gettext_lazy(
        "An administrator has reset the second factor of your account. You are signed out "
        "everywhere. Log in with your password; where your role asks for a second factor, you are "
        "led to set up a new one."
    )
    RECOVERED = gettext_lazy("Somebody logged in to your account with one of its recovery codes.")


FACTOR = gettext_lazy(
    "Hello,\n\n%(news)s\n\nIf that was not you, choose a new password at once and tell an "
    "administrator:\n\n%(link)s"
)


def factor_letter(user: User, news: FactorNews) -> EmailMessage:
    """Write to a person that something happened to their second factor, in their language."""
    with translation.override(user.language or translation.get_language() or "en"):
        link = settings.PUBLIC_URL + reverse("account_reset_password")
        body = str(FACTOR) % {"news": str(news.value), "link": link}
        return EmailMessage(_("Your second factor for Refurb"), f"{body}\n", to=[user.email])


def send_factor_letter(request: HttpRequest, user: User, news: FactorNews) -> None:
    """Send it; what was done stands when the mail fails, and whoever did it is told."""
    _send(request, factor_letter(user, news))


def _send(request: HttpRequest, letter: EmailMessage) -> None:
    try:
        letter.send()
    except (SMTPException, OSError):
        messages.warning(request, _("It is done, but the letter about it could not be sent."))


PASSWORD = gettext_lazy(
    "Hello,\n\nThe password of your account was changed. Other browsers are signed out.\n\n"
    "If that was not you, choose a new password at once and tell an administrator:\n\n%(link)s"
)


def password_letter(user: User) -> EmailMessage:
    """Write to a person that their password was changed, in their language."""
    with translation.override(user.language or translation.get_language() or "en"):
        link = settings.PUBLIC_URL + reverse("account_reset_password")
        body = str(PASSWORD) % {"link": link}
        return EmailMessage(_("Your password for Refurb was changed"), f"{body}\n", to=[user.email])


def send_password_letter(request: HttpRequest, user: User) -> None:
    """Send it; the new password stands when the mail fails, and the person is told here."""
    _send(request, password_letter(user))


def tell_of_recovery(request: HttpRequest, taken: Authenticator) -> None:
    """Tell the person, here and by letter, when it was a recovery code that let them in."""
    if taken.type != RECOVERY:
        return
    send_factor_letter(request, taken.user, FactorNews.RECOVERED)
    standing = standing_of(taken.user)
    left = standing.codes_left if standing else 0
    said = ngettext(
        "You used a recovery code; %(n)s is left. Without your phone, set up another one.",
        "You used a recovery code; %(n)s are left. Without your phone, set up another one.",
        left,
    )
    messages.warning(request, said % {"n": left})
