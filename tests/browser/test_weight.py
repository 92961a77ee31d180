"""The first visit of a phone stays light: page, styles and scripts, each compressed."""

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.browser.fixtures import PHONE, PageAs

if TYPE_CHECKING:
    from playwright.sync_api import Response

BUDGET_BYTES = 40_000


@pytest.mark.parametrize("visit", ["device-list volunteer", "device volunteer device wipe"])
def test_a_first_visit_weighs_less_than_40_kb(
    visit: str, page_as: PageAs, addresses: dict[str, str]
) -> None:
    page = page_as("volunteer", viewport=PHONE)
    received: list[Response] = []
    page.on("response", lambda answer: received.append(answer))  # noqa: PLW0108  marks what it is given
    page.goto(addresses[visit], wait_until="networkidle")
    weights = {answer.url: len(gzip.compress(answer.body())) for answer in received}
    assert sum(weights.values()) <= BUDGET_BYTES, weights
