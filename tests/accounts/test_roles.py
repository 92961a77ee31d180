"""The permission table."""

import pytest
from django.utils import timezone

from refurb.accounts.models import Membership
from refurb.accounts.roles import MAY, Permission, Role
from tests.cast import Cast


def test_every_role_is_in_the_table_and_every_permission_is_somebodys() -> None:
    assert set(MAY) == set(Role)
    assert set().union(*MAY.values()) == set(Permission)


def test_an_auditor_writes_nothing_and_sees_no_household_and_no_donor() -> None:
    assert MAY[Role.AUDITOR] == {
        Permission.SEE_DEVICES,
        Permission.SEE_ALL_DEVICES,
        Permission.SEE_EVIDENCE,
        Permission.SEE_WIPE_POLICY,
        Permission.SEE_INCIDENTS,
        Permission.SEE_RUNS,
        Permission.SEE_POLICIES,
        Permission.COUNT,
    }


def test_the_workshop_sees_no_nomination() -> None:
    secret = {Permission.SEE_NOMINATIONS, Permission.SEE_ALL_NOMINATIONS}
    assert not secret & (MAY[Role.VOLUNTEER] | MAY[Role.WORKSHOP_LEAD] | MAY[Role.PARTNER_AGENT])


def test_an_ended_membership_may_nothing(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.anna.pk).update(ended_at=timezone.now())
    anna = Membership.objects.get(pk=cast.anna.pk)
    assert not any(anna.may(permission) for permission in Permission)


def test_a_permission_that_does_not_exist_is_an_error(cast: Cast) -> None:
    with pytest.raises(ValueError, match="see_evrything"):
        cast.anna.may("see_evrything")
