"""Inventory and distribution say the same of each device, or it is reported."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from distribution.books import disagreements
from distribution.handovers.returning import take_back
from inventory.models import Device
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_device,
    make_handover,
    make_nomination,
    make_policy,
    make_ready,
)


def test_the_books_agree_at_every_step_of_the_way(cast: Cast) -> None:
    make_policy()
    device = make_ready(cast.tom, cast.vera)
    allocation = make_allocation(cast.anna, make_nomination(cast.paula), device)
    assert disagreements() == []
    make_handover(allocation, cast.tom)
    assert disagreements() == []
    take_back(device, reason="too slow", actor=cast.tom)
    assert disagreements() == []


def test_a_state_set_behind_the_books_is_reported(cast: Cast) -> None:
    device = make_device(cast.tom)
    Device.objects.filter(pk=device.pk).update(state="allocated")
    with pytest.raises(CommandError, match="1 devices"):
        call_command("check_books", stdout=StringIO())
    assert disagreements() == [f"{device.code}: allocated; allocated, but to no line"]
