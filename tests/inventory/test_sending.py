"""Sending a device elsewhere: who has it changes, who answers for it doesn't."""

import pytest
from django.core.exceptions import PermissionDenied

from inventory.lifecycle import MoveRefused, Transition
from inventory.models import Device
from inventory.moving import Said, move_device, send_to
from tests.cast import Cast
from tests.makers import make_device

LOST = Said(reason="not on its shelf")


def test_the_partner_holds_it_and_the_workshop_stays_its_steward(cast: Cast) -> None:
    device = make_device(cast.tom, shelf="A1")
    event = send_to(device, cast.petra.organisation, actor=cast.tom)
    device.refresh_from_db()
    assert (device.holder, device.steward) == (cast.petra.organisation, cast.tom.organisation)
    assert device.shelf == ""
    assert event is not None
    assert event.sentence == "sent it to EPN de la Gare"
    assert device in Device.objects.visible_to(cast.petra)


def test_sent_to_where_it_is_nothing_is_written(cast: Cast) -> None:
    device = make_device(cast.tom)
    assert send_to(device, cast.tom.organisation, actor=cast.tom) is None
    assert device.events.count() == 1


def test_a_lost_device_is_not_sent(cast: Cast) -> None:
    device = make_device(cast.tom)
    move_device(device, Transition.LOSE, actor=cast.lea, said=LOST)
    with pytest.raises(MoveRefused) as refused:
        send_to(device, cast.petra.organisation, actor=cast.tom)
    assert [reason.code for reason in refused.value.reasons] == ["not_in_our_hands"]


def test_a_partner_does_not_send_it(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        send_to(make_device(cast.tom), cast.petra.organisation, actor=cast.petra)
