"""A mail to the place that somebody is referred to: there is news, and where; never a name."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.tasks import task
from django.utils import translation
from django.utils.translation import gettext as _

from distribution.informing import language_of
from distribution.models import Referral
from refurb.accounts.models import Organisation


def tell_place(referral: Referral) -> None:
    """Have the referral's place mailed once the act stands; if it can't be, the act stands."""
    assert referral.organisation_id is not None  # noqa: S101  referral_sent_with_consent
    transaction.on_commit(partial(mail_place.enqueue, referral.organisation_id), robust=True)


@task
def mail_place(organisation_pk: int) -> None:
    """Mail an organisation that there is news about somebody referred to it."""
    place = Organisation.objects.get(pk=organisation_pk)
    if not place.email:
        return
    with translation.override(language_of(place)):
        subject = _("There is news about the people referred to you")
        text = _(
            "There is news about the people referred to you. Sign in to read it: %(address)s"
        ) % {"address": f"{settings.PUBLIC_URL}/referrals/"}
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [place.email])
