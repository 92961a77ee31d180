"""Informing a service: a notice it reads here, and a mail that says only that there is one."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from distribution.models import Nomination, Notice
from distribution.words import NoticeCode
from refurb.accounts.models import Membership, Organisation
from refurb.reference import PAGE_LANGUAGES


def tell(
    nomination: Nomination, code: NoticeCode, *, to: Organisation | None = None, **facts: Any
) -> Notice:
    """Address a notice to the nomination's service, or to another, in the act's transaction.

    Facts are codes, counts, days and names of organisations. The mail leaves once the act stands;
    if it can't, the act stands all the same.
    """
    notice = Notice.objects.create(
        organisation=to or nomination.organisation,
        nomination=nomination,
        case_reference=nomination.case_reference,
        code=code,
        facts=facts,
    )
    transaction.on_commit(partial(mail_notice.enqueue, notice.pk), robust=True)
    return notice


def tell_several(
    code: NoticeCode, about: Collection[tuple[Nomination, dict[str, Any]]]
) -> list[Notice]:
    """Address a notice to the service of each nomination, with its facts, as tell would."""
    notices = Notice.objects.bulk_create(
        Notice(
            organisation=nomination.organisation,
            nomination=nomination,
            case_reference=nomination.case_reference,
            code=code,
            facts=facts,
        )
        for nomination, facts in about
    )
    ids = [notice.pk for notice in notices]
    transaction.on_commit(partial(mail_notices.enqueue, ids), robust=True)
    return notices


@task
def mail_notices(notice_pks: list[int]) -> None:
    """Have each of several notices mailed by a task of its own: one that fails holds none up."""
    for pk in notice_pks:
        mail_notice.enqueue(pk)


@task
def mail_notice(notice_pk: int) -> None:
    """Mail the service that there is news; a notice that was mailed or read is left alone."""
    rows = Notice.objects.select_related("organisation", "nomination")
    notice = rows.filter(pk=notice_pk, mailed_at=None, read_at=None).first()
    if notice is None or not notice.organisation.email:
        return
    with translation.override(language_of(notice.organisation)):
        subject, text = mail_of(notice)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [notice.organisation.email])
    Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())


def mail_of(notice: Notice) -> tuple[str, str]:
    """Write the subject and text of a mail, in the active language: no name, and not what it is."""
    named = notice.case_reference or notice.nomination.reference
    about = {"reference": " ".join(named.split())}
    subject = _("There is news about your case reference %(reference)s") % about
    text = _(
        "There is news about your case reference %(reference)s. Sign in to read it: %(address)s"
    )
    return subject, text % {**about, "address": f"{settings.PUBLIC_URL}/notices/"}


def language_of(organisation: Organisation) -> str:
    """Give the language in which an organisation is written to: its first that pages are in."""
    spoken = [code for code in organisation.languages if code in PAGE_LANGUAGES]
    return next(iter(spoken), settings.LANGUAGE_CODE)


@transaction.atomic
def mark_read(notices: list[Notice], *, actor: Membership) -> int:
    """Mark notices of the actor's organisation as read; those read already keep who read them."""
    mine = Notice.objects.visible_to(actor).unread()
    wanted = mine.filter(pk__in=[notice.pk for notice in notices])
    return wanted.update(read_at=timezone.now(), read_by=actor)
