"""Preparation: what the bench does before a machine leaves, without learning for whom."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from distribution.allocations.accompanying import add_companion
from distribution.allocations.allocating import AllocationRefused, release
from distribution.allocations.preparing import mark_prepared
from distribution.consignments.shipping import send_consignment
from distribution.kit import Kit, usual_kit
from distribution.models import Allocation
from inventory.codes import show_code
from inventory.kinds import COMPUTERS, Kind
from inventory.models import DeviceEvent
from refurb.accounts.models import Membership
from tests.cast import Cast
from tests.documents.raster import decoded, text
from tests.makers import make_allocation, make_arrival, make_nomination, make_policy, make_ready

SURNAME = "Verheimelijkt"
LIST, SHEETS = "preparation-list", "preparation-pdf"


def browser(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


@pytest.fixture
def tom(cast: Cast) -> Client:
    make_policy()
    return browser(cast.tom)


def desktop(cast: Cast, screens: int = 1) -> Allocation:
    """Set a desktop aside that has to be set to Dutch, and so many screens to go with it."""
    nomination = make_nomination(cast.paula, kinds=("desktop",), surname=SURNAME)
    asked = {"keyboard": "be_azerty", "system_language": "nl", "simplified_setup": True}
    nomination.lines.update(**asked)
    machine = make_ready(cast.tom, cast.vera, kind="desktop", model="OptiPlex", shelf="C3")
    allocation = make_allocation(cast.anna, nomination, machine)
    for _each in range(screens):
        add_companion(allocation, make_ready(cast.tom, cast.vera, kind="monitor"), actor=cast.anna)
    return allocation


def page_of(allocation: Allocation) -> str:
    return reverse("preparation", args=[allocation.pk])


@given(st.sampled_from(Kind.values), st.lists(st.sampled_from(Kind.values)))
def test_what_has_no_keyboard_gets_one_and_nothing_is_named_twice(
    kind: str, others: list[str]
) -> None:
    kit = usual_kit(kind, others, lacks_camera=True)
    assert (Kit.KEYBOARD in kit) == (kind in COMPUTERS and kind != Kind.LAPTOP)
    assert Kit.CHARGER not in kit or Kit.POWER_CABLE not in kit
    assert (Kit.NETWORK_CABLE in kit) == (Kind.ROUTER in others)
    assert len(kit) == len(set(kit))


def test_the_list_says_what_to_do_where_it_is_and_what_goes_with_it_but_not_for_whom(
    cast: Cast, tom: Client
) -> None:
    allocation = desktop(cast)
    shown = tom.get(reverse(LIST)).text
    wanted = (
        show_code(allocation.device.code).replace("-", "")[:4],
        "OptiPlex",
        "C3",
        "Set the system to the language asked for.",
        "Add a keyboard of the layout asked for.",
        "Set it up simply",
        "Mouse, Keyboard, Power cable, Screen cable",
        "Collected: Atelier du Coin",
    )
    assert [words for words in wanted if words not in shown] == []
    pages = [shown, tom.get(page_of(allocation)).text, tom.get(reverse("home")).text]
    secrets = (SURNAME, "Fatima", "0470 00 00 00", "Rue Imaginaire", "École du Parc")
    assert [secret for secret in secrets for page in pages if secret in page] == []
    assert page_of(allocation) in pages[2]


def test_a_printed_sheet_leads_back_to_its_device_and_names_nobody(cast: Cast, tom: Client) -> None:
    machines = [desktop(cast), desktop(cast, 0)]
    answer = tom.get(reverse(SHEETS))
    codes = [each.device.code for each in machines]
    assert [url.rpartition("/")[2] for url in decoded(answer.content)] == codes
    words = text(answer.content)
    assert words.count("Preparation sheet") == 2
    assert words.count("☐ Set the system to the language asked for.") == 2
    assert "Screen" in words
    assert [each for each in (SURNAME, "Fatima", "École", "0470") if each in words] == []
    one = tom.get(reverse(SHEETS), {"device": codes[1]}).content
    assert [url.rpartition("/")[2] for url in decoded(one)] == codes[1:]
    cast.tom.user.language = "nl"
    cast.tom.user.save()
    assert "Voorbereidingsfiche" in text(tom.get(reverse(SHEETS)).content)


def test_what_the_bench_put_in_is_what_the_handover_begins_with(cast: Cast, tom: Client) -> None:
    allocation = desktop(cast)
    make_arrival(allocation, cast.tom)
    desk = reverse("handover", args=[allocation.pk])
    assert "Nobody has said yet that it is prepared." in tom.get(desk).text
    tom.post(page_of(allocation), {"packed": ["mouse", "webcam"]})
    shown = tom.get(desk)
    assert "Nobody has said yet that it is prepared." not in shown.text
    initial = shown.context["form"].initial
    assert (initial["with_charger"], initial["kit"]) == (False, ["mouse", "webcam"])
    assert "OptiPlex" not in tom.get(reverse(LIST)).text
    assert "OptiPlex" in tom.get(reverse(LIST), {"standing": "prepared"}).text
    event = DeviceEvent.objects.order_by("pk").last()
    assert event is not None
    assert (event.verb, event.facts) == ("device.prepared", {"kit": ["mouse", "webcam"]})
    assert event.sentence.endswith("put in: Mouse, Webcam")


def test_saying_the_same_twice_writes_once_and_taking_it_back_asks_for_it_again(
    cast: Cast, tom: Client
) -> None:
    allocation = desktop(cast)
    for _twice in range(2):
        tom.post(page_of(allocation), {"packed": ["mouse"]})
    for _twice in range(2):
        tom.post(page_of(allocation), {"then": "undo"})
    found = DeviceEvent.objects.filter(verb__contains="prepared").order_by("pk")
    verbs = list(found.values_list("verb", flat=True))
    assert verbs == ["device.prepared", "device.unprepared"]
    allocation.refresh_from_db()
    assert (allocation.prepared_at, allocation.packed) == (None, [])


def test_a_screen_added_later_has_the_machine_prepared_anew(cast: Cast, tom: Client) -> None:
    allocation = desktop(cast, 0)
    mark_prepared(allocation, ["mouse"], actor=cast.tom)
    screen = make_ready(cast.tom, cast.vera, kind="monitor")
    companion = add_companion(allocation, screen, actor=cast.anna)
    allocation.refresh_from_db()
    assert allocation.prepared_at is None
    with pytest.raises(AllocationRefused) as refused:
        mark_prepared(companion, [], actor=cast.tom)
    assert [reason.code for reason in refused.value.reasons] == ["is_companion"]
    release(allocation, reason="moved", actor=cast.anna)
    with pytest.raises(AllocationRefused):
        mark_prepared(allocation, [], actor=cast.tom)


def test_what_is_in_the_box_already_is_no_work_of_the_bench(cast: Cast, tom: Client) -> None:
    allocation, today = desktop(cast), timezone.localdate()
    send_consignment(cast.petra.organisation, [allocation.device], sent_on=today, actor=cast.tom)
    assert "OptiPlex" not in tom.get(reverse(LIST)).text
    listed = tom.get(reverse(LIST), {"standing": "all"}).text
    assert "On its way to EPN de la Gare" in listed
    assert tom.get(reverse(SHEETS))["Location"] == reverse(LIST)


def test_only_who_works_where_it_lies_marks_it_and_a_coordinator_reads_all(
    cast: Cast, tom: Client
) -> None:
    page = page_of(desktop(cast))
    read = {who: browser(getattr(cast, who)).get(page).status_code for who in ("will", "petra")}
    assert read == {"will": 404, "petra": 403}
    anna = browser(cast.anna)
    assert "Mark as prepared" not in anna.get(page).text
    assert anna.post(page, {"packed": ["mouse"]}).status_code == 403
    assert tom.post(page, {"packed": ["gold"]}).status_code == 422
    assert Allocation.objects.filter(prepared_at=None).count() == 2


def test_the_database_knows_no_kit_of_what_is_not_prepared(cast: Cast, tom: Client) -> None:
    allocation = desktop(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.filter(pk=allocation.pk).update(packed=["mouse"])


def test_the_list_costs_the_same_for_one_row_and_for_three(cast: Cast, tom: Client) -> None:
    costs = []
    for more in (1, 2):
        for _each in range(more):
            desktop(cast, screens=more)
        tom.get(reverse(LIST))
        with CaptureQueriesContext(connection) as found:
            tom.get(reverse(LIST))
        costs.append(len(found))
    assert costs == [costs[0]] * 2
    assert costs[0] <= 14
