"""People: who sees whom, ending memberships, other roles, closed accounts, the last admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from refurb.accounts import staffing
from refurb.accounts.inviting import NOT_YOURS, AccountsRefused
from refurb.accounts.models import Membership, User
from refurb.accounts.roles import GIVES, MAY, NEEDS, Permission, Role
from refurb.accounts.staffing import change_role, close_account, end_membership, open_account
from refurb.accounts.tokens import create_token, member_with
from refurb.audit.models import Entry
from refurb.reasons import Reason
from tests.cast import Cast, make_member


def names_seen_by(member: Membership) -> set[str]:
    rows = Membership.objects.visible_to(member)
    return set(rows.values_list("user__name", flat=True))


def test_everybody_sees_exactly_the_people_they_may(cast: Cast) -> None:
    everybody = set(User.objects.values_list("name", flat=True))
    seen = {name: names_seen_by(getattr(cast, name)) for name in vars(cast)}
    assert seen == {
        "anna": everybody,
        "ada": everybody,
        "lea": {"Tom", "Vera", "Lea"},
        "paula": {"Paula"},
        "olga": {"Olga"},
        "tom": set(),
        "vera": set(),
        "will": set(),
        "petra": set(),
        "augustin": set(),
    }


def test_every_role_can_be_given_by_somebody_and_has_its_sort_of_organisation() -> None:
    assert GIVES[Role.ADMIN] == set(Role)
    assert set(NEEDS) == set(Role)


def test_a_membership_that_ends_takes_its_tokens_and_its_place_at_once(
    client: Client, cast: Cast
) -> None:
    token = create_token(cast.tom)
    client.force_login(cast.tom.user)
    assert client.get("/").status_code == 200
    end_membership(cast.tom, actor=cast.lea)
    assert member_with(token) is None
    assert client.get("/").status_code == 403
    assert Entry.objects.get(verb="membership.ended").facts == {"role": "volunteer"}


def test_another_role_is_a_new_membership_and_the_old_one_stays_in_the_history(
    cast: Cast,
) -> None:
    begun = change_role(cast.tom, Role.WORKSHOP_LEAD, actor=cast.lea)
    cast.tom.refresh_from_db()
    assert cast.tom.ended_at is not None
    assert (begun.user, begun.role, begun.ended_at) == (cast.tom.user, "workshop_lead", None)
    entry = Entry.objects.get(verb="membership.role_changed")
    assert entry.facts == {"before_role": "volunteer", "role": "workshop_lead"}


@pytest.mark.parametrize(
    ("who", "whose", "reason"),
    [
        ("lea", "lea", staffing.YOURSELF),
        ("ada", "ada", staffing.YOURSELF),
        ("lea", "anna", NOT_YOURS),
    ],
)
def test_nobody_ends_their_own_membership_nor_what_they_could_not_give(
    cast: Cast, who: str, whose: str, reason: object
) -> None:
    with pytest.raises(AccountsRefused) as refusal:
        end_membership(getattr(cast, whose), actor=getattr(cast, who))
    assert refusal.value.reasons == (reason,)


def test_the_last_administrator_stays(cast: Cast) -> None:
    second = make_member("Bram", Role.ADMIN, cast.ada.organisation)
    end_membership(second, actor=cast.ada)
    # The one whose membership has ended acts no more; yet nobody could take the last one.
    with pytest.raises(AccountsRefused) as refusal:
        end_membership(cast.ada, actor=second)
    assert refusal.value.reasons == (staffing.LAST_ADMIN,)
    with pytest.raises(AccountsRefused) as refusal:
        close_account(cast.ada.user, actor=second)
    assert refusal.value.reasons == (staffing.LAST_ADMIN,)
    with pytest.raises(AccountsRefused) as refusal:
        change_role(cast.ada, Role.AUDITOR, actor=second)
    assert refusal.value.reasons == (staffing.LAST_ADMIN,)


def test_a_closed_account_is_out_at_once_with_its_tokens(client: Client, cast: Cast) -> None:
    token = create_token(cast.tom)
    client.force_login(cast.tom.user)
    close_account(cast.tom.user, actor=cast.ada)
    assert client.get("/").status_code == 302
    assert member_with(token) is None
    open_account(cast.tom.user, actor=cast.ada)
    assert member_with(token) is None  # it stays revoked
    assert [entry.verb for entry in Entry.objects.order_by("pk")][-2:] == [
        "account.closed",
        "account.opened",
    ]
    assert "example.org" not in str([*Entry.objects.values()])


def test_what_is_done_already_is_not_done_twice(cast: Cast) -> None:
    close_account(cast.tom.user, actor=cast.ada)
    end_membership(cast.vera, actor=cast.ada)
    acts: list[tuple[Callable[[], None], Reason]] = [
        (lambda: close_account(cast.tom.user, actor=cast.ada), staffing.CLOSED_ALREADY),
        (lambda: open_account(cast.will.user, actor=cast.ada), staffing.OPEN_ALREADY),
        (lambda: end_membership(cast.vera, actor=cast.ada), staffing.ENDED),
    ]
    for act, reason in acts:
        with pytest.raises(AccountsRefused) as refusal:
            act()
        assert refusal.value.reasons == (reason,)


def test_the_page_of_a_person_offers_what_its_reader_may_do(client: Client, cast: Cast) -> None:
    url = reverse("person", args=[cast.tom.pk])
    offered = {}
    for name in ("ada", "lea", "anna"):
        client.force_login(getattr(cast, name).user)
        page = client.get(url).content.decode()
        acts = ("person-role", "person-end", "person-close")
        offered[name] = {act for act in acts if reverse(act, args=[cast.tom.pk]) in page}
    assert offered == {
        "ada": {"person-role", "person-end", "person-close"},
        "lea": {"person-role", "person-end"},
        "anna": set(),
    }


def test_the_buttons_do_what_they_say(client: Client, cast: Cast) -> None:
    client.force_login(cast.ada.user)
    tom = cast.tom
    answer = client.post(reverse("person-role", args=[tom.pk]), {"role": "workshop_lead"})
    begun = Membership.objects.get(user=tom.user, ended_at=None)
    assert answer.headers["Location"] == reverse("person", args=[begun.pk])
    assert client.post(reverse("person-role", args=[begun.pk]), {"role": "x"}).status_code == 422
    client.post(reverse("person-end", args=[begun.pk]))
    client.post(reverse("person-close", args=[begun.pk]))
    begun.refresh_from_db()
    begun.user.refresh_from_db()
    assert (begun.ended_at is None, begun.user.is_active) == (False, False)
    client.post(reverse("person-open", args=[begun.pk]))
    begun.user.refresh_from_db()
    assert begun.user.is_active
    refused = client.post(reverse("person-end", args=[begun.pk]), follow=True)
    assert "This membership has ended already." in refused.content.decode()


def test_the_list_is_narrowed_by_organisation_role_and_standing(client: Client, cast: Cast) -> None:
    end_membership(cast.vera, actor=cast.ada)
    close_account(cast.will.user, actor=cast.ada)
    client.force_login(cast.ada.user)

    def names(query: str) -> set[str]:
        rows = client.get(reverse("people") + query).context["rows"]
        return {row.user.name for row in rows}

    place = cast.tom.organisation_id
    assert names(f"?organisation={place}&standing=active") == {"Tom", "Lea"}
    assert names("?role=social_worker") == {"Paula", "Olga"}
    assert names("?standing=ended") == {"Vera"}
    assert names("?standing=closed") == {"Will"}


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_people(
    client: Client, cast: Cast, people: int, django_assert_num_queries: object
) -> None:
    for number in range(people):
        make_member(f"N{number}", Role.VOLUNTEER, cast.tom.organisation)
    client.force_login(cast.ada.user)
    with django_assert_num_queries(5):  # type: ignore[operator]
        client.get(reverse("people"))


def test_a_permission_to_act_on_people_comes_with_the_one_to_see_them() -> None:
    acts = {Permission.INVITE, Permission.MANAGE_MEMBERS, Permission.MANAGE_PEOPLE}
    assert [
        role for role in Role if acts & MAY[role] and Permission.SEE_COLLEAGUES not in MAY[role]
    ] == []
