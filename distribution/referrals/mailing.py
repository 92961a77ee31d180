"""A mail to the place that somebody is referred to: there is news, and where; never a name."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from distribution.informing import language_of
from distribution.models import Referral


def tell_place(referral: Referral) -> None:
    """Have the referral's place mailed once the act stands; if it can't be, the act stands."""
    Referral.objects.filter(pk=referral.pk).update(mailed_at=None)
    transaction.on_commit(partial(mail_place.enqueue, referral.pk), robust=True)


@task
def mail_place(referral_pk: int) -> None:
    """Mail the place that there is news about somebody referred to it, once for each news."""
    rows = Referral.objects.select_related("organisation")
    referral = rows.filter(pk=referral_pk, mailed_at=None).first()
    place = referral.organisation if referral else None
    if place is None or not place.email:
        return
    with translation.override(language_of(place)):
        subject = _("There is news about the people referred to you")
        text = _(
            "There is news about the people referred to you. Sign in to read it: %(address)s"
        ) % {"address": f"{settings.PUBLIC_URL}/referrals/"}
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [place.email])
    Referral.objects.filter(pk=referral_pk).update(mailed_at=timezone.now())
