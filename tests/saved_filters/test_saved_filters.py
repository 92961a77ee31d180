"""A list's filter can be kept under a name: what of it is kept, and who may use and change it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from refurb.accounts.models import Membership
from refurb.saved_filters import saving
from refurb.saved_filters.chips import all_chips
from refurb.saved_filters.models import SavedFilter
from refurb.saved_filters.saving import FilterRefused, save_filter
from tests.cast import Cast

SignIn = Callable[[Membership], Client]
NUMBER = "85.07.30-033.28"  # a national register number that checks, of nobody


def make_filter(
    actor: Membership, name: str = "Laptops", *, is_shared: bool = False, **query: str
) -> SavedFilter:
    saved = SavedFilter(
        list="device-list", name=name, query=query or {"kind": "laptop"}, is_shared=is_shared
    )
    return save_filter(saved, actor=actor)


def save(browser: Client, name: str, **asked: str) -> str:
    """Save by the page; give the address it leads to, empty when it was refused."""
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return browser.post(f"/filters/add/?{query}", {"name": name}).headers.get("Location", "")


def test_only_what_the_filter_of_the_list_knows_is_kept(cast: Cast, sign_in: SignIn) -> None:
    tom = sign_in(cast.tom)
    went = save(
        tom,
        "Mine",
        list="device-list",
        kind="laptop",
        state="nonsense",
        q="ThinkPad",
        cursor="abc",
        sort="state",
        lottery="1",
    )
    assert SavedFilter.objects.get().query == {"kind": "laptop", "q": "ThinkPad"}
    assert went == "/devices/?kind=laptop&q=ThinkPad"


@pytest.mark.parametrize("typed", ["Verheimelijkt", "NM-26-0001", NUMBER])
def test_what_was_searched_for_among_households_is_never_kept(
    cast: Cast, sign_in: SignIn, typed: str
) -> None:
    browser = sign_in(cast.paula)
    save(browser, "Waiting", list="nomination-list", state="waiting", q=typed, commune=typed)
    assert SavedFilter.objects.get().query == {"state": "waiting"}
    assert save(browser, "Search alone", list="nomination-list", q=typed) == ""
    assert SavedFilter.objects.count() == 1


def test_a_national_number_is_kept_neither_as_a_word_nor_as_a_name(
    cast: Cast, sign_in: SignIn
) -> None:
    tom = sign_in(cast.tom)
    assert save(tom, NUMBER, list="device-list", kind="laptop") == ""
    assert save(tom, "Number", list="device-list", q=NUMBER) == ""
    assert SavedFilter.objects.count() == 0


def test_a_list_that_is_closed_to_somebody_keeps_no_filter_of_theirs(
    cast: Cast, sign_in: SignIn
) -> None:
    paula = sign_in(cast.paula)
    assert paula.get("/filters/add/?list=device-list&kind=laptop").status_code == 404
    assert paula.get("/filters/add/?list=home").status_code == 404


def test_a_filter_is_ones_own_unless_it_is_shared_in_the_organisation(cast: Cast) -> None:
    own, shared = make_filter(cast.tom), make_filter(cast.tom, "Shared", is_shared=True)
    theirs = make_filter(cast.will, "Theirs", is_shared=True)
    assert set(SavedFilter.objects.visible_to(cast.tom)) == {own, shared}
    assert set(SavedFilter.objects.visible_to(cast.vera)) == {shared}
    assert set(SavedFilter.objects.visible_to(cast.will)) == {theirs}
    assert list(SavedFilter.objects.of(cast.vera)) == []
    assert [chip.name for chip in all_chips(cast.vera)] == ["Shared"]


def test_only_its_owner_renames_and_deletes_a_filter(cast: Cast, sign_in: SignIn) -> None:
    saved = make_filter(cast.tom, is_shared=True)
    vera, tom = sign_in(cast.vera), sign_in(cast.tom)
    for sent in ({"name": "Hers"}, {"then": "delete"}):
        page = vera.post("/filters/", {"filter": saved.pk} | sent, follow=True).content.decode()
        assert "That filter is not yours, or it is gone." in page
        saved.refresh_from_db()
        assert saved.name == "Laptops"
    assert tom.post("/filters/", {"filter": saved.pk, "name": "Bench"}).status_code == 302
    saved.refresh_from_db()
    assert (saved.name, saved.is_shared) == ("Bench", False)
    assert tom.post("/filters/", {"filter": saved.pk, "name": ""}).status_code == 422
    assert tom.post("/filters/", {"filter": saved.pk, "then": "delete"}).status_code == 302
    assert SavedFilter.objects.count() == 0


def test_a_name_is_taken_once_per_list_and_there_is_a_most(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_filter(cast.tom)
    make_filter(cast.vera)
    with pytest.raises(FilterRefused) as refusal:
        make_filter(cast.tom)
    assert [reason.code for reason in refusal.value.reasons] == ["name_taken"]
    monkeypatch.setattr(saving, "MOST", 1)
    with pytest.raises(FilterRefused) as refusal:
        make_filter(cast.tom, "Another")
    assert [reason.code for reason in refusal.value.reasons] == ["too_many"]


def test_chips_stand_above_the_list_and_mark_the_one_in_force(cast: Cast, sign_in: SignIn) -> None:
    make_filter(cast.tom)
    make_filter(cast.tom, "Wipe", state="wipe")
    page = sign_in(cast.tom).get("/devices/?kind=laptop&state=&sort=code").content.decode()
    assert page.count('class="chip"') == 2
    chip = page[page.index('href="/devices/?kind=laptop"') :]
    assert chip.startswith('href="/devices/?kind=laptop" aria-current="true"')
    assert page.count('href="/devices/?state=wipe" aria-current') == 0


@pytest.mark.parametrize("address", ["/filters/", "/devices/"])
def test_saved_filters_cost_the_same_for_one_and_for_three(
    cast: Cast, sign_in: SignIn, address: str
) -> None:
    browser, costs = sign_in(cast.tom), []
    for number in range(3):
        make_filter(cast.tom, f"Filter {number}")
        with CaptureQueriesContext(connection) as found:
            assert browser.get(address).status_code == 200
        costs.append(len(found))
    assert costs[0] == costs[2]


@pytest.mark.parametrize(
    ("who", "kept", "query"),
    [
        ("paula", "notice-list", {"unread": "no"}),
        ("petra", "handover-list", {"prepared": "no", "kind": "laptop"}),
        ("tom", "consignment-list", {"way": "open"}),
        ("anna", "irregularity-list", {"is_open": "open", "code": "missing"}),
    ],
)
def test_the_lists_of_the_desk_keep_what_is_chosen_and_nothing_typed(
    cast: Cast, sign_in: SignIn, who: str, kept: str, query: dict[str, str]
) -> None:
    browser = sign_in(getattr(cast, who))
    went = save(browser, "Mine", list=kept, q="NM-26-0001", **query)
    assert SavedFilter.objects.get().query == query
    assert 'class="chip"' in browser.get(went).text
