"""The whole way, through the acts alone."""

from distribution.words import NominationState
from inventory.lifecycle import State
from tests.cast import Cast
from tests.makers import make_allocation, make_handover, make_nomination, make_policy, make_ready


def test_a_device_goes_from_the_donor_to_a_household_with_a_receipt(cast: Cast) -> None:
    make_policy()
    device = make_ready(cast.tom, cast.vera)
    nomination = make_nomination(cast.paula)
    assert nomination.state == NominationState.WAITING
    allocation = make_allocation(cast.anna, nomination, device)
    receipt = make_handover(allocation, cast.tom)
    device.refresh_from_db()
    nomination.refresh_from_db()
    assert (device.state, nomination.state) == (State.DELIVERED, NominationState.SERVED)
    assert receipt.number == 1
    assert bytes(receipt.pdf or b"").startswith(b"%PDF")
