"""Invitations: who may send them, a link that works once, joining, sending again, withdrawing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from refurb.accounts.inviting import (
    ALREADY,
    CLOSED,
    GONE,
    INVITED,
    MISFIT,
    NOT_FOR_YOU,
    NOT_YOURS,
    AccountsRefused,
    Offer,
    accept,
    invitation_with,
    invite,
    join,
    renew,
    withdraw,
)
from refurb.accounts.models import Invitation, Membership, User
from refurb.accounts.roles import Role
from refurb.audit.models import Entry
from tests.cast import PASSWORD, Cast

NEW = "Newcomer@Example.org"


def offer(cast: Cast, role: Role = Role.VOLUNTEER, email: str = NEW) -> Offer:
    return Offer(email, cast.tom.organisation, role, "fr")


def sent_link() -> str:
    found = re.search(r"https?://\S+(/join/\S+/)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def test_a_lead_invites_by_letter_and_the_invited_person_joins(client: Client, cast: Cast) -> None:
    client.force_login(cast.lea.user)
    place = cast.lea.organisation_id
    form = {"email": NEW, "organisation": place, "role": "volunteer", "language": "fr"}
    assert client.post(reverse("invitation-add"), form).status_code == 302
    letter = mail.outbox[-1]
    assert letter.to == ["newcomer@example.org"]
    assert letter.subject == "Atelier du Coin vous invite dans Refurb"
    assert "Lea" in letter.body
    link = sent_link()
    newcomer = Client()
    assert NEW.casefold() in newcomer.get(link).content.decode()
    assert newcomer.post(link, {"name": "Nour", "password": "short"}).status_code == 422
    answer = newcomer.post(link, {"name": "Nour", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert newcomer.get("/").context["actor"].organisation == cast.lea.organisation
    user = User.objects.get(email="newcomer@example.org")
    assert (user.name, user.language, user.check_password(PASSWORD)) == ("Nour", "fr", True)
    assert newcomer.get(link).status_code == 410
    assert Client().post(link, {"name": "Eve", "password": PASSWORD}).status_code == 410


def test_looking_at_a_link_uses_nothing_up(client: Client, cast: Cast) -> None:
    _invitation, secret = invite(offer(cast), actor=cast.lea)
    for _look in range(3):
        assert client.get(reverse("join", args=[secret])).status_code == 200
    assert not Membership.objects.filter(user__email=NEW.casefold()).exists()


def test_the_secret_of_a_link_is_kept_nowhere(cast: Cast) -> None:
    invitation, secret = invite(offer(cast), actor=cast.lea)
    renewed = renew(invitation, actor=cast.lea)
    stored = str([*Invitation.objects.values(), *Entry.objects.values()])
    assert "invitation.made" in stored
    assert secret not in stored
    assert renewed not in stored
    entries = str([*Entry.objects.values()])
    assert "newcomer" not in entries.casefold()


def test_who_has_an_account_signs_in_and_accepts(client: Client, cast: Cast) -> None:
    _invitation, secret = invite(
        Offer("will@example.org", cast.tom.organisation, Role.VOLUNTEER, "nl"), actor=cast.lea
    )
    link = reverse("join", args=[secret])
    page = client.get(link).content.decode()
    assert f"{reverse('account_login')}?next={link}" in page
    assert client.post(link, {"name": "W", "password": PASSWORD}).status_code == 200
    client.force_login(cast.anna.user)
    assert client.post(link).status_code == 200  # somebody else is signed in
    client.force_login(cast.will.user)
    assert client.post(link).status_code == 302
    mine = Membership.objects.filter(user=cast.will.user).values_list("organisation__code", "role")
    assert set(mine) == {("SCHROEF", "volunteer"), ("ATELIER", "volunteer")}


@pytest.mark.parametrize(
    ("inviter", "place", "role", "allowed"),
    [
        ("lea", "tom", Role.WORKSHOP_LEAD, True),
        ("lea", "tom", Role.COORDINATOR, False),
        ("paula", "paula", Role.SOCIAL_WORKER, True),
        ("paula", "paula", Role.VOLUNTEER, False),
        ("anna", "petra", Role.PARTNER_AGENT, True),
        ("anna", "anna", Role.COORDINATOR, False),
        ("anna", "anna", Role.ADMIN, False),
        ("ada", "anna", Role.ADMIN, True),
        ("tom", "tom", Role.VOLUNTEER, False),
        ("petra", "petra", Role.PARTNER_AGENT, False),
        ("augustin", "anna", Role.AUDITOR, False),
    ],
)
def test_nobody_gives_a_role_that_is_not_theirs_to_give(
    cast: Cast, inviter: str, place: str, role: Role, *, allowed: bool
) -> None:
    there = getattr(cast, place).organisation
    wanted = Offer(NEW, there, role, "en")
    if allowed:
        assert invite(wanted, actor=getattr(cast, inviter))[0].role == role
    else:
        with pytest.raises(AccountsRefused) as refusal:
            invite(wanted, actor=getattr(cast, inviter))
        assert refusal.value.reasons == (NOT_YOURS,)


def test_a_lead_invites_into_no_other_organisation(client: Client, cast: Cast) -> None:
    client.force_login(cast.lea.user)
    elsewhere = cast.will.organisation_id
    form = {"email": NEW, "organisation": elsewhere, "role": "volunteer", "language": "fr"}
    assert client.post(reverse("invitation-add"), form).status_code == 422
    assert not Invitation.objects.exists()


def test_a_role_has_its_place_in_organisations_of_its_sort_alone(cast: Cast) -> None:
    with pytest.raises(AccountsRefused) as refusal:
        invite(Offer(NEW, cast.paula.organisation, Role.VOLUNTEER, "en"), actor=cast.ada)
    assert refusal.value.reasons == (MISFIT,)


def test_nobody_is_invited_twice_or_to_what_they_have(cast: Cast) -> None:
    invite(offer(cast), actor=cast.lea)
    for wanted, reason in (
        (offer(cast, email="newcomer@example.ORG"), INVITED),
        (offer(cast, email="tom@example.org"), ALREADY),
    ):
        with pytest.raises(AccountsRefused) as refusal:
            invite(wanted, actor=cast.lea)
        assert refusal.value.reasons == (reason,)
    User.objects.filter(pk=cast.will.user_id).update(is_active=False)
    with pytest.raises(AccountsRefused) as refusal:
        invite(offer(cast, email="will@example.org"), actor=cast.lea)
    assert refusal.value.reasons == (CLOSED,)


def test_a_link_works_for_seven_days_and_sending_again_makes_a_new_one(cast: Cast) -> None:
    invitation, first = invite(offer(cast), actor=cast.lea)
    left = invitation.expires_at - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    Invitation.objects.update(expires_at=timezone.now())
    assert invitation_with(first) is None
    second = renew(invitation, actor=cast.lea)
    assert invitation_with(first) is None
    assert invitation_with(second) == invitation


def test_a_withdrawn_invitation_lets_nobody_in(client: Client, cast: Cast) -> None:
    invitation, secret = invite(offer(cast), actor=cast.lea)
    withdraw(invitation, actor=cast.lea)
    assert client.get(reverse("join", args=[secret])).status_code == 410
    with pytest.raises(AccountsRefused) as refusal:
        renew(invitation, actor=cast.lea)
    assert refusal.value.reasons == (GONE,)


def test_an_invitation_withdrawn_while_the_form_is_open_makes_no_account(cast: Cast) -> None:
    invitation, secret = invite(offer(cast), actor=cast.lea)
    read = invitation_with(secret)
    assert read is not None
    withdraw(invitation, actor=cast.lea)
    with pytest.raises(AccountsRefused) as refusal:
        join(read, name="Nour", password=PASSWORD)
    assert refusal.value.reasons == (GONE,)
    assert not User.objects.filter(email__iexact=NEW).exists()


def test_an_invitation_is_accepted_by_its_own_address_alone(cast: Cast) -> None:
    invitation, _secret = invite(offer(cast), actor=cast.lea)
    with pytest.raises(AccountsRefused) as refusal:
        accept(invitation, cast.will.user)
    assert refusal.value.reasons == (NOT_FOR_YOU,)


def test_the_database_refuses_a_second_open_invitation(cast: Cast) -> None:
    invitation, _secret = invite(offer(cast), actor=cast.lea)
    invitation.pk, invitation.sha256 = None, "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        invitation.save(force_insert=True)


def test_each_sees_the_invitations_of_their_own_organisation(client: Client, cast: Cast) -> None:
    invite(offer(cast), actor=cast.lea)
    seen = {}
    for name in ("lea", "paula", "anna", "ada", "tom", "petra"):
        client.force_login(getattr(cast, name).user)
        answer = client.get(reverse("invitation-list"))
        seen[name] = answer.status_code, NEW.casefold() in answer.content.decode()
    assert seen == {
        "lea": (200, True),
        "paula": (200, False),
        "anna": (200, True),
        "ada": (200, True),
        "tom": (403, False),
        "petra": (403, False),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_invitations(
    client: Client, cast: Cast, count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        invite(offer(cast, email=f"n{number}@example.org"), actor=cast.lea)
    client.force_login(cast.ada.user)
    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get(reverse("invitation-list"))


def test_the_links_act_through_their_buttons(client: Client, cast: Cast) -> None:
    invitation, first = invite(offer(cast), actor=cast.lea)
    client.force_login(cast.lea.user)
    assert client.get(reverse("invitation-renew", args=[invitation.pk])).status_code == 405
    client.post(reverse("invitation-renew", args=[invitation.pk]))
    assert len(mail.outbox) == 1
    assert first not in sent_link()
    client.post(reverse("invitation-withdraw", args=[invitation.pk]))
    assert Client().get(sent_link()).status_code == 410
