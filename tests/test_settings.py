"""Settings come from the environment, typed, and nonsense stops the start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-xyz"
PRODUCTION = {
    "REFURB_SECRET_KEY": SECRET,
    "REFURB_FINGERPRINT_KEYS": f"k1:{SECRET}",
    "REFURB_ALLOWED_HOSTS": "refurb.example.org",
    "REFURB_PUBLIC_URL": "https://refurb.example.org",
}


def manage(root: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    known = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=root,
        env=known | {"DJANGO_SETTINGS_MODULE": "refurb.settings"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_is_safe_with_the_documented_variables_alone(root: Path) -> None:
    answer = manage(root, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("REFURB_SECRET_KEY", ""),
        ("REFURB_SECRET_KEY", "short"),
        ("REFURB_SECRET_KEY", "a" * 60),
        ("REFURB_FINGERPRINT_KEYS", ""),
        ("REFURB_FINGERPRINT_KEYS", SECRET),
        ("REFURB_FINGERPRINT_KEYS", "k1:short"),
        ("REFURB_FINGERPRINT_KEYS", f"k1:{'ab' * 40}"),
        ("REFURB_FINGERPRINT_KEYS", f"K 1:{SECRET}"),
        ("REFURB_FINGERPRINT_KEYS", f"k1:{SECRET},k1:{SECRET}"),
        ("REFURB_DEBUG", "maybe"),
        ("REFURB_SECOND_FACTOR", "maybe"),
        ("REFURB_PUBLIC_URL", ""),
        ("REFURB_PUBLIC_URL", "http://refurb.example.org"),
        ("REFURB_PUBLIC_URL", "https://"),
        ("REFURB_ALLOWED_HOSTS", ""),
        ("REFURB_ALLOWED_HOSTS", "https://refurb.example.org"),
        ("REFURB_ALLOWED_HOSTS", "refurb.example.org:443"),
        ("REFURB_CSRF_TRUSTED_ORIGINS", "refurb.example.org"),
        ("REFURB_HSTS_SECONDS", "-1"),
        ("REFURB_ALLOCATION_DAYS", "0"),
        ("REFURB_ALLOCATION_DAYS", "9" * 30),
        ("REFURB_REFERRAL_ANSWER_DAYS", "7"),
        ("REFURB_REFERRAL_SEND_DAYS", "0"),
        ("REFURB_CACHE_URL", "memcached://x"),
        ("REFURB_CACHE_URL", "file://"),
        ("REFURB_CACHE_URL", "file://somewhere"),
        ("REFURB_EMAIL_URL", "pigeon://x"),
        ("REFURB_EMAIL_URL", "smtp://"),
        ("REFURB_EMAIL_URL", "smtp://mail.example.org:often"),
        ("REFURB_FROM_EMAIL", "Refurb"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "postgres://refurb:pass/word@db.example.org/refurb"),
    ],
)
def test_nonsense_stops_the_start_and_names_the_variable_not_the_value(
    root: Path, variable: str, value: str
) -> None:
    answer = manage(root, "check", **PRODUCTION | {variable: value})
    assert answer.returncode != 0
    assert variable in answer.stderr
    if len(value) > 4:
        assert value not in answer.stderr.split("ImproperlyConfigured:")[-1]
