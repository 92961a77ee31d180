"""The addresses of the pages to be looked at, with rows of the demo in them."""

import json

import pytest

from tests.browser.fixtures import Site

FIND = "from tests.browser.rows import main; main()"


@pytest.fixture(scope="session")
def addresses(site: Site) -> dict[str, str]:
    """Map each visit to its address on this process's site."""
    return dict(json.loads(site.manage("shell", "--no-imports", "-c", FIND)))
