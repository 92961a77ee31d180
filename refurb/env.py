"""Read typed values from the environment, and stop the start on nonsense.

Only settings.py uses this. An error names the variable and what it takes, never its value: it may
be a secret.
"""

import os
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_LEAST_DIFFERENT = 5  # characters of a secret, as Django's deployment check asks
_HOST = re.compile(r"\*|\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.?|\[[0-9A-Fa-f:]+\]")
_ORIGIN = re.compile(
    r"https?://(\*\.)?[A-Za-z0-9.-]+(:[0-9]+)?|https?://\[[0-9A-Fa-f:]+\](:[0-9]+)?"
)
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


def number(name: str, default: int, *, least: int, most: int) -> int:
    """Read a whole number from `least` to `most`."""
    value = text(name, str(default))
    if not re.fullmatch("[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} takes a whole number from {least} to {most}.")
    return int(value)


def hosts(name: str, default: tuple[str, ...] | None = None) -> list[str]:
    """Read the names of hosts, separated by commas, as ALLOWED_HOSTS takes them."""
    found = _words_of(text(name, None if default is None else ",".join(default)))
    if not found or not all(map(_HOST.fullmatch, found)):
        raise ImproperlyConfigured(
            f"{name} takes names of hosts, separated by commas: no https:// and no port."
        )
    return found


def origins(name: str, default: str) -> list[str]:
    """Read where pages may come from: schemes and hosts, separated by commas."""
    found = _words_of(text(name, default))
    if not found or not all(map(_ORIGIN.fullmatch, found)):
        raise ImproperlyConfigured(
            f"{name} takes addresses such as https://example.org, separated by commas."
        )
    return found


def _words_of(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def sender(name: str, default: str) -> str:
    """Read the e-mail address that mail comes from; `Name <address>` is one too."""
    value = text(name, default)
    if not re.fullmatch(r"[^@<>\s]+@[^@<>\s]+|[^<>\r\n]+ <[^@<>\s]+@[^@<>\s]+>", value):
        raise ImproperlyConfigured(f"{name} takes an e-mail address.")
    return value


def url(
    name: str,
    default: str | None,
    *,
    schemes: tuple[str, ...],
    with_host: tuple[str, ...] = (),
    with_path: tuple[str, ...] = (),
) -> str:
    """Read an address whose scheme is one of `schemes`.

    Those of `with_host` name a host too, those of `with_path` a path on this machine and no host.
    """
    value = text(name, default)
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:  # its words hold the value, and so perhaps a password
        raise ImproperlyConfigured(
            f"{name} is no address: in a password, write / # ? @ as %2F %23 %3F %40."
        ) from None
    if parts.scheme not in schemes or "://" not in value:
        raise ImproperlyConfigured(f"{name} takes an address that starts with {schemes} and ://")
    if parts.scheme in with_host and not host:
        raise ImproperlyConfigured(f"{name} names no host after its scheme.")
    if parts.scheme in with_path and (parts.netloc or len(parts.path) <= 1):
        raise ImproperlyConfigured(f"{name} takes a path after its scheme, as in :///path.")
    return value.rstrip("/")


def mailer(name: str, default: str) -> dict[str, Any]:
    """Read where mail goes, as an entry of MAILERS: printed, or sent with STARTTLS or over TLS."""
    parts = urlsplit(
        url(name, default, schemes=("console", "smtp", "smtps"), with_host=("smtp", "smtps"))
    )
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    is_tls = parts.scheme == "smtps"
    options = {
        "host": parts.hostname,
        "port": parts.port or (465 if is_tls else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": not is_tls,
        "use_ssl": is_tls,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
