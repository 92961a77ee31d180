"""Mails to the place that somebody is referred to: there is news, or an answer is due; no name."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from distribution.informing import language_of
from distribution.models import Referral
from refurb.accounts.models import Organisation


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


@task
def remind_place(place_pk: int, count: int, until: str) -> None:
    """Mail a place that people referred to it wait for its answer, and until when."""
    place = Organisation.objects.filter(pk=place_pk).first()
    if place is None or not place.email:
        return
    with translation.override(language_of(place)):
        subject = _("People referred to you wait for your answer")
        text = ngettext(
            "%(n)s person referred to you waits for your answer. Without it the referral is "
            "withdrawn on %(day)s. Sign in to answer: %(address)s",
            "%(n)s people referred to you wait for your answer. Without it the first referral is "
            "withdrawn on %(day)s. Sign in to answer: %(address)s",
            count,
        ) % {
            "n": count,
            "day": date_format(date.fromisoformat(until), "SHORT_DATE_FORMAT"),
            "address": f"{settings.PUBLIC_URL}/referrals/",
        }
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [place.email])
