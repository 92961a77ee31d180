"""What every test shares: hypothesis profiles, compiled translations, the mark of browser tests."""

import os
from pathlib import Path

import pytest
from django.conf import settings as settings_of_django
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests.cast import Cast, make_cast
from tools.compile_messages import compile_messages

pytest_plugins = ["tests.browser.fixtures"]

BROWSER_FOLDERS = ("tests/browser/", "tests/journeys/")

# No deadlines: two workers share two cores, and a slow example is not a wrong one.
settings.register_profile("dev", deadline=None)
# The same examples in each run: CI must not fail on a submission that didn't cause it.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
# By hand, before a release: pytest --hypothesis-profile=thorough
settings.register_profile(
    "thorough", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, before any worker reads them."""
    if not hasattr(config, "workerinput"):
        compile_messages()


@pytest.hookimpl(tryfirst=True)  # before -m chooses by these marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the browser tests; on PostgreSQL keep what may differ there, the rest ran before."""
    for item in items:
        place = item.path.relative_to(config.rootpath).as_posix()
        if place.startswith(BROWSER_FOLDERS):
            item.add_marker(pytest.mark.browser)
    if settings_of_django.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        differing = [
            item for item in items if _touches_the_database(item) and not _is_of_a_page(item)
        ]
        config.hook.pytest_deselected(items=[item for item in items if item not in differing])
        items[:] = differing


def _touches_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & {"db", "transactional_db"}) or bool(item.get_closest_marker("django_db"))


def _is_of_a_page(item: pytest.Item) -> bool:
    """Tell what a page says from what an act writes.

    Acts, rules, lists and the API are tested on both databases. Every page is opened on PostgreSQL,
    and all its fields are sent odd input: tests/access/test_hostile_input.py.
    """
    app, room = item.path.parts[-3:-1]
    return room == "web" and app != "tests" and not item.get_closest_marker("postgres")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the checkout's folder."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def in_english() -> None:
    """Begin in English: a request leaves its reader's language to whatever runs next."""
    translation.activate("en")


@pytest.fixture
def cast(db: None) -> Cast:
    """Make the people of tests/cast.py."""
    return make_cast()
