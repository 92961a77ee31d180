"""Write the draft of the policy: start it, change a part of it, discard it.

Whoever writes names the revision that they looked at. If somebody wrote meanwhile, the second is
refused and told who did what; nothing is overwritten unseen.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from distribution.models import PolicyDraft
from distribution.models.policy_draft import ONLY, DraftPart
from distribution.policy.content import PolicyContent, faults, written_down
from distribution.policy.versions import content_of_draft, content_to_begin_with, the_draft
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.audit.models import record
from refurb.reasons import Reason, Refused

SUBJECT = "policy"


class DraftRefused(Refused):
    """The draft is another one by now, or would say what no policy may say."""


@transaction.atomic
def start_draft(*, actor: Membership) -> PolicyDraft:
    """Start the draft from the policy in force; raises DraftRefused when there is one already."""
    _may_edit(actor)
    draft = PolicyDraft(content={}, started_by=actor, changed_by=actor)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        raise DraftRefused(_there_is_one()) from None
    # Read only now: the row may have waited for a draft that was being published.
    draft.content = written_down(content_to_begin_with())
    draft.save(update_fields=["content"])
    record(actor, "policy.draft_started", SUBJECT)
    return draft


@transaction.atomic
def change_draft(
    seen: UUID,
    change: Callable[[PolicyContent], PolicyContent],
    *,
    part: DraftPart,
    actor: Membership,
) -> None:
    """Change one part of the draft that was looked at; raises DraftRefused."""
    _may_edit(actor)
    draft = hold_draft(seen)
    before = content_of_draft(draft)
    after = change(before)
    found = faults(after)
    if found:
        raise DraftRefused(*found)
    if after == before:
        raise DraftRefused(Reason("unchanged", _("That is what the draft says already.")))
    draft.content, draft.revision = written_down(after), uuid4()
    draft.changed_by, draft.changed_at, draft.changed_part = actor, timezone.now(), part
    draft.save()
    record(actor, "policy.draft_changed", SUBJECT, part=part.value)


@transaction.atomic
def discard_draft(seen: UUID, *, actor: Membership) -> None:
    """Throw the draft away as it was looked at; raises DraftRefused."""
    _may_edit(actor)
    hold_draft(seen).delete()
    record(actor, "policy.draft_discarded", SUBJECT)


def hold_draft(seen: UUID) -> PolicyDraft:
    """Keep the draft for this transaction, as it was looked at; raises DraftRefused.

    The write proves that nobody was faster: it finds only the revision that was seen, and whoever
    comes second waits for this transaction and then finds another one, or none.
    """
    held = PolicyDraft.objects.filter(pk=ONLY, revision=seen).update(revision=uuid4())
    if not held:
        raise DraftRefused(_meanwhile(the_draft()))
    return PolicyDraft.objects.get(pk=ONLY)


def _may_edit(actor: Membership) -> None:
    if not actor.may(Permission.EDIT_POLICY):
        raise PermissionDenied


def _there_is_one() -> Reason:
    return Reason("draft_exists", _("Somebody has started a draft already. Go on with that one."))


def _meanwhile(draft: PolicyDraft | None) -> Reason:
    if draft is None:
        message = _("The draft was published or discarded meanwhile. What you typed is not saved.")
        return Reason("draft_gone", message)
    message = _(
        "%(name)s changed the draft on %(at)s (%(part)s), after you had opened it. What you typed "
        "is not saved: open the draft as it is now, then type it again where it still applies."
    )
    told = {
        "name": draft.changed_by.user.name,
        "at": date_format(timezone.localtime(draft.changed_at), "SHORT_DATETIME_FORMAT"),
        "part": DraftPart(draft.changed_part).label,
    }
    return Reason("draft_changed", message, told)
