"""What a workshop accepts as a wipe: who says so, from when on, and what it does to what was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from inventory.lifecycle import State
from inventory.models import SanitisationPolicy
from inventory.proving import store_wipe_log
from inventory.regulating import PolicyRefused, set_policy
from inventory.reviewing import accept_erasure
from inventory.sanitisation import STRICT, Technique, Technology, Verification, WipePolicy
from inventory.stock import load_standing
from inventory.wipe_policies import no_longer_satisfying, policy_of
from inventory.wiping import WipeRefused
from refurb.audit.models import Entry
from refurb.demo.nwipe import Log, LoggedDrive
from tests.cast import Cast
from tests.inventory.web.conftest import SignIn
from tests.makers import make_device, make_drive, make_ready

ONLY_CRYPTO = replace(STRICT, flash=frozenset({Technique.CRYPTO_ERASE}))
LOG = Log(drives=(LoggedDrive(serial="TST0000001"),), method="Fill With Zeros").text().encode()


def set_for(cast: Cast, policy: WipePolicy, seen: int = 0) -> SanitisationPolicy:
    workshop = cast.lea.organisation
    return set_policy(workshop, policy, reason="board", actor=cast.lea, seen_version=seen)


def test_each_change_is_a_new_version_with_its_reason_in_the_trail(cast: Cast) -> None:
    set_for(cast, ONLY_CRYPTO)
    set_for(cast, replace(ONLY_CRYPTO, least=Verification.FULL), seen=1)
    versions = SanitisationPolicy.objects.order_by("version").values_list("version", "reason")
    assert list(versions) == [(1, "board"), (2, "board")]
    assert policy_of(cast.lea.organisation_id) == replace(ONLY_CRYPTO, least=Verification.FULL)
    assert policy_of(cast.will.organisation_id) == STRICT
    entry = Entry.objects.filter(verb="wipe_policy.changed").latest("pk")
    assert entry.sentence == (
        "changed what ATELIER accepts as a wipe (version 2): how much is read back"
    )


@pytest.mark.parametrize(
    ("policy", "reason", "seen", "code"),
    [
        (ONLY_CRYPTO, " ", 0, "reason_missing"),
        (ONLY_CRYPTO, "board", 3, "policy_changed"),
        (replace(STRICT, flash=frozenset()), "board", 0, "nothing_accepted"),
        (replace(STRICT, least=Verification.NONE), "board", 0, "nothing_read_back"),
        (STRICT, "board", 0, "unchanged"),
    ],
)
def test_a_policy_that_nobody_can_follow_is_refused(
    cast: Cast, policy: WipePolicy, reason: str, seen: int, code: str
) -> None:
    workshop = cast.lea.organisation
    with pytest.raises(PolicyRefused, match=code):
        set_policy(workshop, policy, reason=reason, actor=cast.lea, seen_version=seen)


def test_a_lead_sets_their_own_workshops_policy_an_admin_anyones_nobody_else_any(
    cast: Cast,
) -> None:
    theirs, args = cast.will.organisation, {"reason": "board", "seen_version": 0}
    for actor in (cast.lea, cast.tom, cast.anna, cast.augustin):
        with pytest.raises(PermissionDenied):
            set_policy(theirs, ONLY_CRYPTO, actor=actor, **args)  # type: ignore[arg-type]
    assert set_policy(theirs, ONLY_CRYPTO, actor=cast.ada, **args).version == 1  # type: ignore[arg-type]


def test_a_stricter_policy_undoes_nothing_and_names_what_no_longer_satisfies_it(
    cast: Cast, sign_in: SignIn
) -> None:
    ready, elsewhere = make_ready(cast.tom, cast.vera), make_ready(cast.will, cast.anna)
    assert not no_longer_satisfying(cast.lea.organisation_id).exists()
    set_for(cast, ONLY_CRYPTO)
    ready.refresh_from_db()
    assert ready.state == State.READY
    assert [one.code for one in load_standing(ready).unsanitised] == ["technique_refused"]
    assert list(no_longer_satisfying(cast.lea.organisation_id)) == [ready]
    page = sign_in(cast.lea).get("/wipe-policies/ATELIER/").content.decode()
    assert f"/devices/{ready.code}/" in page
    assert elsewhere.code not in page
    set_for(cast, STRICT, seen=1)
    assert not no_longer_satisfying(cast.lea.organisation_id).exists()


def test_a_log_of_a_method_that_the_policy_refuses_waits_for_a_review_that_cant_accept_it(
    cast: Cast,
) -> None:
    set_for(cast, replace(STRICT, methods=frozenset({"PRNG Stream"})))
    drive = make_drive(
        make_device(cast.tom), cast.tom, serial_number="TST0000001", technology=Technology.HDD
    )
    (result,) = store_wipe_log(LOG, actor=cast.tom).results
    assert (result.verdict, [one["code"] for one in result.reasons]) == (
        "review",
        ["method_refused"],
    )
    erasure = drive.erasures.get()
    with pytest.raises(WipeRefused, match="doubt_not_acceptable"):
        accept_erasure(erasure, reason="seen", actor=cast.lea, verification=Verification.FULL)


def sent(**changes: object) -> dict[str, object]:
    usual = {
        "version": 0,
        "techniques": ["overwrite", "crypto_erase"],
        "flash": ["crypto_erase", "overwrite"],
        "methods": ["PRNG Stream"],
        "least": "full",
        "reason": "Board of 3 March",
    }
    return usual | changes


def test_a_lead_changes_the_policy_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    lea: Client = sign_in(cast.lea)
    answer = lea.post("/wipe-policies/ATELIER/edit/", sent())
    assert answer.headers["Location"] == "/wipe-policies/ATELIER/"
    rule = policy_of(cast.lea.organisation_id)
    assert rule.flash == {Technique.CRYPTO_ERASE, Technique.OVERWRITE}
    assert (rule.least, list(rule.methods)) == (Verification.FULL, ["PRNG Stream"])
    page = lea.get("/wipe-policies/ATELIER/").content.decode()
    assert "Board of 3 March" in page
    assert "Less than a purge counts on flash here" in page
    assert lea.post("/wipe-policies/ATELIER/edit/", sent()).status_code == 409
    assert lea.post("/wipe-policies/ATELIER/edit/", sent(flash=[])).status_code == 422
    assert lea.post("/wipe-policies/SCHROEF/edit/", sent()).status_code == 404
