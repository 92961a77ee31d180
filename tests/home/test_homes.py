"""Each role finds on its home what waits for it, at the same price for one row and for three."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from distribution.models import Proof
from inventory.codes import show_code
from inventory.lifecycle import Transition
from inventory.models import Device, Intake
from inventory.moving import Said, move_device
from inventory.unpacking import Plan, start_intake
from refurb.accounts.models import Membership
from refurb.accounts.roles import Role
from refurb.home import coordinator, devices, donations, handovers, nominations, partner_agent
from refurb.home.pieces import Section
from refurb.home.views import SECTIONS
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_device,
    make_donation,
    make_draft,
    make_drive,
    make_nomination,
    make_policy,
    make_ready,
)

SignIn = Callable[[Membership], Client]
MOST_QUERIES = 18


def titles(section: Section | None) -> list[str]:
    assert section is not None
    return [line.title for line in section.lines]


def figures(section: Section) -> dict[str, int]:
    return {str(figure.label): figure.count for figure in section.figures}


def age(device: Device, days: int) -> None:
    since = timezone.now() - timedelta(days=days)
    Device.objects.filter(pk=device.pk).update(state_since=since)


def test_my_bench_holds_what_i_touched_last_and_what_still_waits(cast: Cast) -> None:
    mine, taken_over, ready = (
        make_device(cast.tom),
        make_device(cast.tom),
        make_ready(cast.tom, cast.vera),
    )
    make_drive(taken_over, cast.vera)
    assert titles(devices.my_bench(cast.tom)) == [show_code(mine.code)]
    assert titles(devices.my_bench(cast.vera)) == [show_code(taken_over.code)]
    assert ready.state == "ready"


def test_what_is_stuck_comes_longest_first_and_stays_in_its_workshop(cast: Cast) -> None:
    old, older, fresh, elsewhere = (
        make_device(cast.tom),
        make_device(cast.tom),
        make_device(cast.tom),
        make_device(cast.will),
    )
    age(old, 15)
    age(older, 40)
    age(elsewhere, 90)
    assert titles(devices.stuck(cast.lea)) == [show_code(older.code), show_code(old.code)]
    assert figures(devices.to_do(cast.lea)) == {
        "Received": 3,
        "To wipe": 0,
        "In repair": 0,
        "Ready": 0,
    }
    assert devices.to_do(cast.lea).figures[0].note == "2 longer than 14 days"
    assert show_code(fresh.code) not in titles(devices.stuck(cast.lea))


def test_every_figure_counts_what_its_list_shows(cast: Cast, sign_in: SignIn) -> None:
    make_policy()
    age(make_device(cast.tom), 20)
    make_device(cast.tom)
    make_ready(cast.tom, cast.vera)
    lost = make_device(cast.tom)
    make_drive(lost, cast.tom)
    move_device(lost, Transition.LOSE, actor=cast.lea, said=Said(reason="gone"))
    make_nomination(cast.paula, with_proof=False)
    make_nomination(cast.paula)
    make_draft(cast.paula)
    nomination = make_nomination(cast.paula)
    make_allocation(cast.anna, nomination, make_ready(cast.tom, cast.vera))
    looked_at = 0
    for role, makers in SECTIONS.items():
        actor, browser = cast.of_role(role), sign_in(cast.of_role(role))
        for maker in makers:
            section = maker(actor)
            for figure in section.figures if section else ():
                if role is Role.ADMIN:
                    continue  # the people of all roles stand in one list
                shown = browser.get(figure.url).context["rows"]
                assert (figure.url, len(shown)) == (figure.url, figure.count)
                looked_at += 1
    assert looked_at > 25


def test_a_donation_without_a_device_is_to_be_finished(cast: Cast) -> None:
    assert donations.to_finish(cast.tom) is None
    begun = make_donation(cast.tom)
    make_device(cast.tom)
    assert titles(donations.to_finish(cast.tom)) == [begun.reference]
    assert donations.to_finish(cast.will) is None


def test_a_row_that_was_begun_is_gone_on_with_until_it_is_finished(cast: Cast) -> None:
    row = start_intake(make_donation(cast.tom), Plan("laptop", 2), actor=cast.tom)
    assert titles(donations.to_resume(cast.vera)) == [row.reference]
    assert donations.to_resume(cast.will) is None
    Intake.objects.update(finished_at=timezone.now())
    assert donations.to_resume(cast.tom) is None


def test_a_service_sees_what_blocks_its_nominations_and_nobody_elses(cast: Cast) -> None:
    make_policy()
    blocked = make_nomination(cast.paula, with_proof=False, surname="Verborgen")
    make_nomination(cast.paula)
    make_nomination(cast.olga, with_proof=False)
    section = nominations.blocked(cast.paula)
    assert titles(section) == [blocked.reference]
    assert [str(word) for word in section.lines[0].words] != []
    assert "Verborgen" not in str(section)


def test_a_proof_that_was_renewed_runs_out_no_more(cast: Cast) -> None:
    make_policy()
    soon, renewed = make_nomination(cast.paula), make_nomination(cast.paula)
    today = timezone.localdate()
    Proof.objects.update(valid_until=today + timedelta(days=5))
    proof = renewed.proofs.get()
    proof.pk, proof.valid_until = None, today + timedelta(days=200)
    proof.save()
    assert titles(nominations.proofs_running_out(cast.paula)) == [soon.reference]
    assert titles(nominations.proofs_running_out(cast.anna)) == [soon.reference]
    assert titles(nominations.proofs_running_out(cast.olga)) == []


def test_ready_devices_stand_beside_the_lines_that_wait_for_their_kind(cast: Cast) -> None:
    make_policy()
    make_ready(cast.tom, cast.vera)
    make_nomination(cast.paula, kinds=("laptop", "tablet"))
    make_nomination(cast.olga, kinds=("tablet",))
    section = coordinator.ready_and_waiting(cast.anna)
    assert [(str(each.label), each.count, each.note) for each in section.figures] == [
        ("Laptop", 1, "1 line waits"),
        ("Tablet", 0, "1 line waits"),
    ]


def test_a_partner_sees_what_it_holds_and_is_to_hand_over(cast: Cast) -> None:
    make_policy()
    device = make_ready(cast.tom, cast.vera)
    make_allocation(cast.anna, make_nomination(cast.paula, surname="Verborgen"), device)
    assert titles(handovers.to_hand_over(cast.petra)) == []
    Device.objects.filter(pk=device.pk).update(holder=cast.petra.organisation)
    section = handovers.to_hand_over(cast.petra)
    assert titles(section) == [show_code(device.code)]
    assert "Verborgen" not in str(section)
    assert figures(partner_agent.held(cast.petra))["Allocated"] == 1


def _one_more(cast: Cast) -> None:
    age(make_device(cast.tom), 20)
    start_intake(make_donation(cast.tom), Plan("laptop", 2), actor=cast.tom)
    make_draft(cast.paula)
    make_nomination(cast.paula)
    make_nomination(cast.paula, with_proof=False)
    Proof.objects.update(valid_until=timezone.localdate() + timedelta(days=5))
    device = make_ready(cast.tom, cast.vera)
    make_allocation(cast.anna, make_nomination(cast.paula), device)
    lost = make_device(cast.tom)
    make_drive(lost, cast.tom)
    move_device(lost, Transition.LOSE, actor=cast.lea, said=Said(reason="gone"))


def _cost(browser: Client) -> int:
    browser.get("/")
    with CaptureQueriesContext(connection) as found:
        assert browser.get("/").status_code == 200
    return len(found)


@pytest.mark.parametrize("role", Role)
def test_a_home_costs_the_same_for_one_row_and_for_three(
    cast: Cast, sign_in: SignIn, role: Role
) -> None:
    make_policy()
    _one_more(cast)
    browser, costs = sign_in(cast.of_role(role)), []
    for more in (0, 2):
        for _number in range(more):
            _one_more(cast)
        costs.append(_cost(browser))
    assert costs[0] == costs[1]
    assert costs[0] <= MOST_QUERIES
