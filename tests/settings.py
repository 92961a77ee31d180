"""Settings for tests: Refurb's own, in development mode, with what makes tests quick.

The variables are set here, not in a conftest: pytest-django reads the settings before any
conftest. What a developer has set in the environment wins, DATABASE_URL for example.
"""

import os
import tempfile

os.environ.setdefault("REFURB_SECRET_KEY", "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz")
os.environ.setdefault("REFURB_DEBUG", "1")

from refurb.settings import *  # noqa: F403
from refurb.settings import DATABASES, SQLITE_OPTIONS, STORAGES
from tools.scratch import scratch_folder

# One hash instead of a million: no test is about a password's strength.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A browser asks for each script once, not again on every page.
WHITENOISE_MAX_AGE = 3600

# A task is done when enqueue() returns, and on_commit still decides when that is called.
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, since a database in memory has no WAL and no second writer; a folder for each process,
    # since two test runs in one checkout must not meet. It may be lost in a power cut.
    _folder = tempfile.TemporaryDirectory(prefix="refurb-tests-", dir=scratch_folder())
    _careless = str(SQLITE_OPTIONS["init_command"]).replace("=FULL", "=OFF")
    DATABASES["default"]["OPTIONS"] = {**SQLITE_OPTIONS, "init_command": _careless}
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder.name}/test.sqlite3"}
    if "DATABASE_URL" not in os.environ:
        # Nothing that a test or a check starts may touch the data of `make run`.
        DATABASES["default"]["NAME"] = f"{_folder.name}/refurb.sqlite3"

if "REFURB_MEDIA_ROOT" not in os.environ:
    # No test may leave photos beside those of `make run`.
    STORAGES = {
        **STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
