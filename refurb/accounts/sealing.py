"""Seal secrets that must be read again, with a key made of REFURB_SECRET_KEY.

Whoever copies the database alone reads none of them. With another key they are lost.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

PURPOSE = "refurb.accounts.sealing"  # another purpose of the same secret key gives another key


class Unreadable(Exception):
    """What was sealed was changed, is too old, or was sealed with another key."""


def _fernet() -> Fernet:
    key = salted_hmac(PURPOSE, b"", algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))


def seal(text: str) -> str:
    """Encrypt a text so that a change of it is noticed."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str, *, at_most_seconds: int | None = None) -> str:
    """Read what was sealed, not longer ago than that; raises Unreadable."""
    try:
        return _fernet().decrypt(sealed, at_most_seconds).decode()
    except (InvalidToken, ValueError):  # ValueError: not even ASCII
        raise Unreadable from None
