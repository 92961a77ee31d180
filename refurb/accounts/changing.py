"""Change one's own password."""

from django.db import transaction

from refurb.accounts.models import Membership, User
from refurb.accounts.sessions import end_sessions
from refurb.audit.models import record


@transaction.atomic
def change_password(actor: Membership, password: str, *, session_key: str | None) -> User:
    """Take a new password; end every session but the one with this key, and return the person.

    Links of a letter for a forgotten password stop working with the password they were made under.
    """
    user = User.objects.select_for_update().get(pk=actor.user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user, but=session_key)
    record(actor, "password.changed", f"U{user.pk}")
    return user
