"""Tags and filters: what stands on the page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from refurb.web.steps import Step, steps_up_to
from refurb.web.templatetags.refurb import (
    ago,
    binary_size,
    by_its_clock,
    day,
    days_since,
    decimal_size,
    device_code,
    moment,
    state_badge,
    steps,
)


def test_a_state_is_a_word_not_only_a_colour() -> None:
    assert state_badge("ready", "Ready") == '<span class="state" data-state="ready">Ready</span>'
    assert state_badge("<b>") == '<span class="state" data-state="&lt;b&gt;">&lt;b&gt;</span>'


def test_steps_say_which_is_now() -> None:
    way = steps_up_to(["Received", "Wipe", "Ready"], 1)
    assert way == [Step("Received", "done"), Step("Wipe", "now"), Step("Ready", "later")]
    assert '<li data-step="now" aria-current="step">Wipe' in steps(way)


@pytest.mark.parametrize(
    ("size_bytes", "words"),
    [
        (None, "\N{EN DASH}"),
        (0, "0 B"),
        (999, "999 B"),
        (256_060_514_304, "256 GB"),
        (240_057_409_536, "240 GB"),
        (999_999_999_999, "1 TB"),
        (1_000_204_886_016, "1 TB"),
        (1_920_383_410_176, "1.9 TB"),
    ],
)
def test_drives_are_measured_in_powers_of_ten(size_bytes: int | None, words: str) -> None:
    assert decimal_size(size_bytes) == words


def test_memory_is_measured_in_powers_of_two() -> None:
    assert binary_size(8 * 1024**3) == "8 GB"
    assert binary_size(512 * 1024**2) == "0.5 GB"
    with translation.override("fr"):
        assert binary_size(1536 * 1024**2) == "1,5 Go"


def test_a_code_is_grouped_as_on_its_label() -> None:
    assert device_code("7K3MQ2XA9") == '<span class="code">7K3M-Q2XA-9</span>'


def test_moments_are_written_in_belgian_time() -> None:
    noon = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    assert 'datetime="2026-07-01T14:00:00+02:00"' in moment(noon)
    assert moment(None) == ago(None) == days_since(None)


def test_a_day_is_the_one_in_belgium_in_the_readers_language() -> None:
    late = datetime(2026, 6, 30, 23, 0, tzinfo=UTC)
    assert day(late) == day(date(2026, 7, 1)) == "01/07/2026"
    with translation.override("de"):
        assert day(late) == "01.07.2026"
    assert day(None) == ""


def test_days_are_counted_in_the_readers_language() -> None:
    assert days_since(timezone.now() - timedelta(days=1, hours=3)) == "1 day"
    assert days_since(timezone.now() - timedelta(days=60)) == "60 days"
    assert days_since(timezone.now() + timedelta(days=2)) == "0 days"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-11-27T09:00:00+01:00", "27/11/2026 09:00"),
        ("2026/11/26 10:53:00", "26/11/2026 10:53"),
        ("not known", "not known"),
        ("", ""),
    ],
)
def test_a_time_that_a_tool_wrote_keeps_its_clock(written: str, shown: str) -> None:
    with translation.override("fr"):
        assert by_its_clock(written) == shown
