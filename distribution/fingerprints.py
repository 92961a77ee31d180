"""Fingerprints of households: what is the same for one household, and tells nobody who it is. Pure.

HMAC-SHA-256 under a key of the server (RFC 2104): without the key nobody can try names out. A
digest leaves the database nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from distribution.eligibility import counts_until
from distribution.likeness import Person, address_text, blocks, person_text


class FingerprintKind(TextChoices):
    """What a fingerprint is made of."""

    PERSON = "person", _("Same name and birth date")
    ADDRESS = "address", _("Same surname and address")


class Key(Protocol):
    """A secret with an id, by which rows tell under which one they were written."""

    @property
    def key_id(self) -> str:
        """Name it."""

    @property
    def secret(self) -> str:
        """Give what nobody may see."""


def digest(key: Key, purpose: str, text: str) -> bytes:
    """Make the 32 bytes that stand for a text; another purpose gives others."""
    return hmac.new(key.secret.encode(), f"{purpose}|{text}".encode(), hashlib.sha256).digest()


def fingerprints(person: Person, key: Key) -> dict[FingerprintKind, bytes]:
    """Make those that this person's details are enough for."""
    texts = {
        FingerprintKind.PERSON: person_text(person),
        FingerprintKind.ADDRESS: address_text(person),
    }
    return {kind: digest(key, kind, text) for kind, text in texts.items() if text is not None}


def block_digests(person: Person, key: Key) -> frozenset[bytes]:
    """Write the groups that a person is compared within: by digests too, since they tell names."""
    return frozenset(digest(key, "block", text) for text in blocks(person))


def matters_on(day: date, delivered_on: Iterable[date], *, is_open: bool) -> bool:
    """Say whether a household has still to be recognised: it waits, or may not yet have more.

    `delivered_on`: when it received what the rule of frequency counts. What it asked for and never
    got gives no reason to know it again.
    """
    return is_open or any(counts_until(each) > day for each in delivered_on)
