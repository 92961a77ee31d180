"""The demonstration: whole, invented, the same each time, and refused where it has no place."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from distribution.models import (
    Allocation,
    AllocationRun,
    Household,
    Nomination,
    PossibleDuplicate,
    Proof,
    Receipt,
    RequestLine,
    Return,
)
from distribution.verdicts import PairState
from distribution.words import AllocationEnd, NominationState
from inventory.lifecycle import State
from inventory.models import (
    Device,
    DeviceEvent,
    Donor,
    Erasure,
    HardwareReport,
    Incident,
    QualityCheck,
    Repair,
)
from refurb.accounts.models import Membership, Organisation, User
from refurb.accounts.roles import Role
from refurb.audit.models import Entry
from refurb.demo.people import PASSWORD
from refurb.privacy.national_numbers import find_national_numbers

Account = dict[str, str]
pytestmark = pytest.mark.usefixtures("accounts", "db")


def load_small() -> list[Account]:
    printed = StringIO()
    call_command("load_demo", "--small", "--json", "--force", stdout=printed)
    found: list[Account] = json.loads(printed.getvalue())
    return found


@pytest.fixture(scope="module")
def accounts(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Account]]:
    """Load the small demonstration once for this module."""
    with django_db_blocker.unblock():
        found = load_small()
    yield found
    with django_db_blocker.unblock():
        call_command("flush", interactive=False)


def member(account: str) -> Membership:
    rows = Membership.objects.filter(user__email=f"{account}@demo.example")
    return rows.select_related("user", "organisation").order_by("pk")[0]


def test_the_printed_accounts_are_complete(accounts: list[Account]) -> None:
    assert {account["role"] for account in accounts} == set(Role.values)
    names = set(Organisation.objects.values_list("name", flat=True))
    assert all(account["organisation"] in names for account in accounts)
    assert all(account["password"] == PASSWORD for account in accounts)


def test_everybody_printed_can_sign_in(accounts: list[Account], client: Client) -> None:
    for account in accounts:
        client.logout()
        assert client.login(email=account["email"], password=account["password"])
        assert client.get(reverse("home")).status_code == 200


def test_there_is_somebody_with_two_memberships(accounts: list[Account]) -> None:
    both = [account["role"] for account in accounts if account["email"].startswith("both@")]
    assert sorted(both) == [Role.PARTNER_AGENT, Role.VOLUNTEER]


def test_there_are_three_workshops_six_services_and_four_partners() -> None:
    flags = ("is_workshop", "is_social_service", "is_partner", "is_coordination")
    found = [Organisation.objects.filter(**{flag: True}).count() for flag in flags]
    assert found == [3, 6, 4, 1]


def test_every_state_of_a_device_and_of_a_nomination_is_there() -> None:
    assert set(Device.objects.values_list("state", flat=True)) == set(State.values)
    found = set(Nomination.objects.values_list("state", flat=True))
    assert found == set(NominationState.values)


def test_there_are_possible_duplicates_to_decide_and_some_that_were_decided() -> None:
    found = set(PossibleDuplicate.objects.values_list("state", flat=True))
    assert found == set(PairState.values)
    # Coined surnames are few: some meet by chance, as they would, but not a crowd of them.
    assert 2 <= PossibleDuplicate.objects.open().count() <= 12


def test_everything_on_the_way_is_there() -> None:
    rows: list[models.QuerySet[Any]] = [
        Erasure.objects.filter(verifier__isnull=False),
        Repair.objects.filter(closed=None),
        Repair.objects.exclude(closed=None),
        QualityCheck.objects.all(),
        HardwareReport.objects.filter(format="dmidecode"),
        HardwareReport.objects.filter(format="lshw-json"),
        Incident.objects.filter(resolved_at=None),
        Incident.objects.exclude(resolved_at=None),
        Return.objects.all(),
        AllocationRun.objects.filter(state="proposed"),
        AllocationRun.objects.filter(state="confirmed"),
        Allocation.objects.open(),
        Allocation.objects.filter(end=AllocationEnd.RELEASED),
        Allocation.objects.filter(end=AllocationEnd.FAULT),
        Receipt.objects.filter(pdf__isnull=False),
        Proof.objects.filter(valid_until__lt=timezone.localdate()),
        Device.objects.filter(holder__is_partner=True),
    ]
    assert [str(each.query) for each in rows if not each.exists()] == []


def test_the_volunteer_finds_every_state_on_the_bench_and_somebody_to_hand_over_to() -> None:
    volunteer = member("volunteer")
    states = Device.objects.visible_to(volunteer).values_list("state", flat=True)
    assert set(states) == set(State.values)
    assert Allocation.objects.visible_to(volunteer).open().exists()


def test_the_partner_finds_devices_to_hand_over() -> None:
    assert Allocation.objects.visible_to(member("partner")).open().exists()


def test_the_social_worker_finds_nominations_on_every_step_and_receipts() -> None:
    social = member("social")
    states = set(Nomination.objects.visible_to(social).values_list("state", flat=True))
    assert {"draft", "submitted", "waiting", "allocated", "served"} <= states
    assert Receipt.objects.visible_to(social).exists()


def test_the_coordinator_finds_what_to_decide_and_who_waits() -> None:
    coordinator = member("coordinator")
    assert Nomination.objects.visible_to(coordinator).filter(state="submitted").exists()
    assert RequestLine.objects.visible_to(coordinator).waiting().exists()
    proposed = AllocationRun.objects.visible_to(coordinator).get(state="proposed")
    assert proposed.lines.pairs()
    assert proposed.lines.skipped()


def test_the_story_fills_three_months_and_ends_before_today() -> None:
    today = timezone.localdate()
    moments = [*DeviceEvent.objects.order_by("pk").values_list("at", flat=True)]
    assert moments == sorted(moments)
    assert timezone.localdate(moments[0]) < today - timedelta(days=80)
    assert today - timedelta(days=5) < timezone.localdate(moments[-1]) < today
    entries = [*Entry.objects.order_by("pk").values_list("at", flat=True)]
    assert entries == sorted(entries)
    waits = RequestLine.objects.waiting().values_list("waiting_since", flat=True)
    assert all(since is not None and timezone.localdate(since) < today for since in waits)


def test_every_sentence_of_the_history_can_be_said() -> None:
    said = [row.sentence for row in (*DeviceEvent.objects.all(), *Entry.objects.all())]
    assert [sentence for sentence in said if not sentence or "…" in sentence] == []


def test_nothing_looks_like_a_national_number_and_nobody_can_be_called() -> None:
    free = ("CharField", "TextField", "EmailField")
    people: list[models.Model] = [
        *Household.objects.all(),
        *Nomination.objects.all(),
        *Donor.objects.all(),
        *User.objects.all(),
    ]
    for row in people:
        fields = [
            field.name
            for field in row._meta.concrete_fields  # noqa: SLF001  Django's public API
            if field.get_internal_type() in free and field.name not in {"phone", "password"}
        ]
        assert not any(find_national_numbers(str(getattr(row, name))) for name in fields)
    phones = [*Household.objects.values_list("phone", flat=True)]
    phones += Donor.objects.values_list("phone", flat=True)
    phones += Organisation.objects.values_list("phone", flat=True)
    assert all(phone.startswith(("0400 ", "02 000 ")) for phone in phones)
    mails = [*User.objects.values_list("email", flat=True)]
    mails += Donor.objects.values_list("email", flat=True)
    mails += Household.objects.exclude(email="").values_list("email", flat=True)
    assert all(mail.endswith(".example") for mail in mails)


def dump() -> list[Any]:
    return [
        [
            *Device.objects.order_by("pk").values_list(
                "code", "serial_number", "state", "holder__code"
            )
        ],
        [*DeviceEvent.objects.order_by("pk").values_list("device__code", "verb", "at")],
        [*Household.objects.order_by("pk").values_list("surname", "first_name", "street", "phone")],
        [*Nomination.objects.order_by("pk").values_list("reference", "state", "submitted_at")],
        [*Proof.objects.order_by("pk").values_list("ground__code", "seen_on", "valid_until")],
        [*Allocation.objects.order_by("pk").values_list("device__code", "end", "made_at")],
        [*Receipt.objects.order_by("pk").values_list("issuer__code", "number", "issued_on")],
        [*HardwareReport.objects.order_by("pk").values_list("sha256", "uploaded_at")],
        # Without subjects: some hold ids, which go on after a flush.
        [*Entry.objects.order_by("pk").values_list("verb", "at")],
    ]


@pytest.mark.sqlite
def test_loaded_on_the_same_day_it_is_the_same() -> None:
    before = dump()
    call_command("flush", interactive=False)
    assert Device.objects.count() == 0
    load_small()
    assert dump() == before


def test_loaded_twice_it_changes_nothing_and_says_so(accounts: list[Account]) -> None:
    before, warned, printed = Entry.objects.count(), StringIO(), StringIO()
    call_command("load_demo", "--json", "--force", stdout=printed, stderr=warned)
    assert "loaded already" in warned.getvalue()
    assert json.loads(printed.getvalue()) == accounts
    assert Entry.objects.count() == before


def test_it_is_refused_outside_development() -> None:
    with pytest.raises(CommandError, match="REFURB_DEBUG"):
        call_command("load_demo", "--small")


def test_it_is_refused_in_a_database_with_rows_of_others() -> None:
    User.objects.filter(email="coordinator@demo.example").update(email="anna@example.org")
    with pytest.raises(CommandError, match="empty database"):
        call_command("load_demo", "--small", "--force")
