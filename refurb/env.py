"""Read typed values from the environment, and stop the start on nonsense.

Only settings.py uses this. An error names the variable and what it takes, never its value: it may
be a secret.
"""

import os
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_LEAST_DIFFERENT = 5  # characters of a secret, as Django's deployment check asks
_WORDS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


def text(name: str, default: str | None = None) -> str:
    """Read a variable; without a default it must be set and not blank."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return default


def secret(name: str, *, at_least: int = 50) -> str:
    """Read a secret of enough characters; there is no default.

    50 characters and 5 different ones is what Django's own deployment check asks of a secret key.
    """
    value = text(name)
    if len(value) < at_least or len(set(value)) < _LEAST_DIFFERENT:
        raise ImproperlyConfigured(
            f"{name} is too weak: give it at least {at_least} random characters."
        )
    return value


@dataclass(frozen=True)
class Key:
    """A secret with a name of its own, by which rows tell under which one they were written."""

    key_id: str
    secret: str = field(repr=False)


def keys(name: str, default: str | None = None, *, at_least: int = 50) -> tuple[Key, ...]:
    """Read named secrets, `id:secret` separated by commas, the newest first."""
    found = tuple(_key(name, word, at_least) for word in text(name, default).split(","))
    if len({key.key_id for key in found}) < len(found):
        raise ImproperlyConfigured(f"{name} names a key twice.")
    return found


def _key(name: str, word: str, at_least: int) -> Key:
    key_id, _colon, value = word.strip().partition(":")
    if not re.fullmatch(r"[a-z0-9-]{1,16}", key_id):
        raise ImproperlyConfigured(
            f"{name} takes id:secret, separated by commas; an id is of small letters and digits."
        )
    if len(value) < at_least or len(set(value)) < _LEAST_DIFFERENT:
        raise ImproperlyConfigured(
            f"{name} is too weak: give each key at least {at_least} random characters."
        )
    return Key(key_id, value)


def flag(name: str, *, default: bool) -> bool:
    """Read yes or no, in the usual spellings."""
    value = text(name, "1" if default else "0").casefold()
    if value not in _WORDS:
        raise ImproperlyConfigured(f"{name} takes one of: {', '.join(_WORDS)}.")
    return _WORDS[value]


def number(name: str, default: int, *, least: int = 0) -> int:
    """Read a whole number of at least `least`."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} takes a whole number of at least {least}.")
    return int(value)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Read a list separated by commas."""
    value = text(name, ",".join(default))
    return [word.strip() for word in value.split(",") if word.strip()]


def url(name: str, default: str | None, *, schemes: tuple[str, ...]) -> str:
    """Read an address whose scheme is one of `schemes`."""
    value = text(name, default)
    if urlsplit(value).scheme not in schemes:
        raise ImproperlyConfigured(f"{name} takes an address that starts with {schemes} and ://")
    return value.rstrip("/")
