"""Act once on a request sent twice: the Idempotency-Key of a POST."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from refurb.accounts.models import Membership
from refurb.api.models import FirstAnswer
from refurb.api.problems import FieldError, invalid

KEPT = timedelta(hours=48)
LONGEST_KEY = 64
NOT_KEPT = frozenset({429})
SERVER_ERRORS = 500


def answer_once(
    request: HttpRequest, actor: Membership | None, act: Callable[[], HttpResponse]
) -> HttpResponse:
    """Act, or give the first answer to the same POST with the same key again.

    The key, the act and the answer stand in one transaction: two requests at once act once, and one
    that fails leaves the key free.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None or actor is None or request.method != "POST":
        return act()
    if not (key.isascii() and key.isprintable() and 1 <= len(key) <= LONGEST_KEY):
        message = _("An Idempotency-Key has 1 to 64 printable ASCII characters.")
        return invalid([FieldError(("header", "Idempotency-Key"), "key_invalid", message)])
    with transaction.atomic():
        return _act_or_repeat(_Asked(actor, key, _digest(request)), act)


def _digest(request: HttpRequest) -> str:
    parts = (request.get_full_path(), request.content_type or "")
    return sha256("\n".join(parts).encode() + b"\n" + request.body).hexdigest()


class _Asked:
    """One keyed request."""

    def __init__(self, actor: Membership, key: str, digest: str) -> None:
        self.actor, self.key, self.digest = actor, key, digest

    def claim(self) -> FirstAnswer | None:
        """Take the key; None when it is taken. A second request waits here for the first."""
        FirstAnswer.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
        try:
            with transaction.atomic():
                return FirstAnswer.objects.create(
                    membership=self.actor, key=self.key, request_sha256=self.digest
                )
        except IntegrityError:
            return None


def _act_or_repeat(asked: _Asked, act: Callable[[], HttpResponse]) -> HttpResponse:
    row = asked.claim()
    if row is None:
        return _repeat(asked)
    answer = act()
    if answer.status_code >= SERVER_ERRORS or answer.status_code in NOT_KEPT:
        row.delete()
        return answer
    row.status, row.body = answer.status_code, answer.content
    row.content_type = answer.headers["Content-Type"]
    row.save(update_fields=["status", "body", "content_type"])
    return answer


def _repeat(asked: _Asked) -> HttpResponse:
    row = FirstAnswer.objects.get(membership=asked.actor, key=asked.key)
    if row.request_sha256 != asked.digest:
        message = _("This key came with another request before. Take a new one.")
        return invalid([FieldError(("header", "Idempotency-Key"), "key_reused", message)])
    answer = HttpResponse(bytes(row.body), status=row.status, content_type=row.content_type)
    answer["Idempotency-Replayed"] = "true"
    return answer
