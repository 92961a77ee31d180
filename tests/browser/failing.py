"""Settings of a site that fails as one in production does: its own error pages, no database."""

from pathlib import Path

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DEBUG = False  # after the settings were made for development: no HTTPS, static files as they are
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# A folder can't be opened as a database file.
DATABASES["default"]["NAME"] = str(Path(__file__).parent)
