"""Sessions, kept so that people find their own: whose, since when, at what, last seen.

Django's own engine with four more columns, written from the session's data. No address of the
network is kept: the two words of refurb.accounts.browsers are enough to know one's own devices.
A session lasts as long as the cookie from log-in on, however often it is used.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar, Self, override

from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from refurb.accounts.browsers import Browser, System, read_user_agent

if TYPE_CHECKING:
    from refurb.accounts.models import User

SIGN_IN = "sign_in"  # the key of a session's data that says when and at what somebody logged in
SEEN_EVERY = timedelta(minutes=10)  # a session is not written at every page


class BrowserSessionQuerySet(models.QuerySet["BrowserSession"]):
    """Sessions, and whose they are."""

    def visible_to(self, user: User) -> Self:
        """Keep a person's own that are not over, whatever role they act in."""
        return self.filter(user=user.pk, expire_date__gt=timezone.now())


class BrowserSession(AbstractBaseSession):
    """One browser's session; of nobody until somebody logs in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=8, choices=Browser, default=Browser.OTHER)
    system = models.CharField(max_length=8, choices=System, default=System.OTHER)

    objects: ClassVar = BrowserSessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(browser__in=Browser.values), name="session_browser_known"
            ),
            models.CheckConstraint(
                condition=Q(system__in=System.values), name="session_system_known"
            ),
        ]

    def __str__(self) -> str:
        return f"session of U{self.user_id}"  # never its key, which lets in

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Name the engine."""
        return SessionStore

    @property
    def handle(self) -> str:
        """Name the session in an address: the key itself would let in whoever reads it."""
        return sha256(self.session_key.encode()).hexdigest()[:32]


class SessionStore(DatabaseStore):
    """Django's engine in the database, with columns that say whose a session is."""

    @classmethod
    @override
    def get_model_class(cls) -> type[BrowserSession]:
        """Name the table."""
        return BrowserSession

    @override
    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """Write the columns from the data."""
        row: BrowserSession = super().create_model_instance(data)  # type: ignore[assignment]
        noted = data.get(SIGN_IN)
        if noted and USER_KEY in data:
            row.user_id = int(data[USER_KEY])
            row.began_at = datetime.fromtimestamp(noted["at"], UTC)
            row.seen_at = datetime.fromtimestamp(noted["seen"], UTC)
            row.browser, row.system = noted["browser"], noted["system"]
            lasts = timedelta(seconds=settings.SESSION_COOKIE_AGE)
            row.expire_date = min(row.expire_date, row.began_at + lasts)
        return row


def note_sign_in(request: HttpRequest, **_signal: Any) -> None:
    """Begin to note where somebody is logged in: Django says so at each log-in, of any way."""
    seat, now = read_user_agent(request.META.get("HTTP_USER_AGENT", "")), timezone.now().timestamp()
    words = {"browser": seat.browser.value, "system": seat.system.value}
    request.session[SIGN_IN] = {"at": now, "seen": now} | words


def note_seen(session: SessionBase) -> None:
    """Note that a session is still used, unless that was noted a moment ago."""
    noted, now = session.get(SIGN_IN), timezone.now().timestamp()
    if noted and now - noted["seen"] >= SEEN_EVERY.total_seconds():
        session[SIGN_IN] = {**noted, "seen": now}


def signed_in_since(session: SessionBase) -> datetime | None:
    """Say when somebody logged in to a session; None in one of nobody."""
    noted = session.get(SIGN_IN)
    return datetime.fromtimestamp(noted["at"], UTC) if noted else None


def sessions_of(user: User) -> list[BrowserSession]:
    """List a person's own sessions, the one used last first."""
    return list(BrowserSession.objects.visible_to(user).order_by("-seen_at", "session_key"))


def find_session(user: User, handle: str) -> BrowserSession | None:
    """Find a person's own session by its name in an address; None for anybody else's."""
    return next((each for each in sessions_of(user) if each.handle == handle), None)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End a person's sessions at once, all but the one with this key; count them."""
    rows = BrowserSession.objects.filter(user=user.pk)
    ended, _by_table = rows.exclude(session_key=but or "").delete()
    return ended
