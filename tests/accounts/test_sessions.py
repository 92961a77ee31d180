"""One's own sessions: known by browser and system, ended at once, never another's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from refurb.accounts.browsers import Browser, Seat, System, read_user_agent
from refurb.accounts.models import Membership
from refurb.accounts.sessions import SIGN_IN, BrowserSession, find_session, sessions_of
from refurb.accounts.staffing import close_account, open_account
from tests.cast import PASSWORD, Cast

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"
)
SAID = {
    FIREFOX: Seat(Browser.FIREFOX, System.LINUX),
    PHONE: Seat(Browser.SAMSUNG, System.ANDROID),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/149.0.0.0 Safari/537.36 Edg/149.0.0.0": Seat(Browser.EDGE, System.WINDOWS),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/149.0.0.0 Safari/537.36": Seat(Browser.CHROME, System.WINDOWS),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.5 Mobile/15E148 Safari/604.1": Seat(Browser.SAFARI, System.IPHONE),
    "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "FxiOS/139.0 Mobile/15E148 Safari/605.1.15": Seat(Browser.FIREFOX, System.IPAD),
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/149.0.0.0 Safari/537.36": Seat(Browser.CHROME, System.CHROMEOS),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Safari/605.1.15": Seat(Browser.SAFARI, System.MAC),
    "curl/8.14": Seat(Browser.OTHER, System.OTHER),
    "": Seat(Browser.OTHER, System.OTHER),
}


@pytest.fixture(autouse=True)
def _no_earlier_attempts() -> None:
    cache.clear()


def sign_in(member: Membership, said: str) -> Client:
    """Log in by the page: what the browser says of itself comes with it."""
    client = Client(headers={"user-agent": said}, REMOTE_ADDR="203.0.113.7")
    if not member.user.check_password(PASSWORD):
        member.user.set_password(PASSWORD)
        member.user.save()
    typed = {"login": member.user.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), typed).status_code == 302
    return client


def row_of(client: Client) -> BrowserSession:
    return BrowserSession.objects.get(pk=client.session.session_key)


@pytest.mark.parametrize("said", SAID, ids=lambda said: said[-24:] or "nothing")
def test_a_browser_is_known_by_two_words(said: str) -> None:
    assert read_user_agent(said) == SAID[said]


@given(st.text(max_size=300))
def test_whatever_a_browser_says_is_read(said: str) -> None:
    seat = read_user_agent(said)
    assert (seat.browser in Browser, seat.system in System) == (True, True)


def test_a_session_says_whose_it_is_and_keeps_nothing_of_the_network(cast: Cast) -> None:
    client = sign_in(cast.tom, PHONE)
    client.get("/")
    row = row_of(client)
    assert (row.user, row.browser, row.system) == (cast.tom.user, "samsung", "android")
    assert row.began_at is not None
    assert row.began_at <= timezone.now()
    kept = f"{vars(row)} {row.get_decoded()} {row}"
    assert [each for each in ("203.0.113.7", "Mozilla", "SM-A155F") if each in kept] == []
    assert str(row) == f"session of U{cast.tom.user_id}"


def test_the_list_shows_each_browser_and_marks_this_one(cast: Cast) -> None:
    here, _phone, _hers = (
        sign_in(cast.tom, FIREFOX),
        sign_in(cast.tom, PHONE),
        sign_in(cast.vera, "curl/8.14"),
    )
    page = here.get(reverse("settings")).content.decode()
    assert page.count("This browser") == 1
    assert "Firefox · Linux" in page
    assert "Samsung Internet · Android" in page
    assert "Another browser" not in page
    assert page.count("/end/") == 2  # the phone, and everywhere else
    assert row_of(here).pk not in page


@pytest.mark.parametrize("browsers", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_browsers(
    cast: Cast, browsers: int, django_assert_num_queries: object
) -> None:
    clients = [sign_in(cast.tom, FIREFOX) for _each in range(browsers)]
    with django_assert_num_queries(4):  # type: ignore[operator]
        clients[0].get(reverse("settings"))


def test_a_session_ended_is_out_at_the_next_page_and_the_others_stay(cast: Cast) -> None:
    here, phone, third = (sign_in(cast.tom, said) for said in (FIREFOX, PHONE, "curl/8.14"))
    here.post(reverse("session-end", args=[row_of(phone).handle]))
    assert [each.get("/").status_code for each in (here, phone, third)] == [200, 302, 200]
    here.post(reverse("session-end-others"))
    assert [each.get("/").status_code for each in (here, phone, third)] == [200, 302, 302]


def test_nobody_ends_the_session_of_another_nor_one_that_is_no_more(cast: Cast) -> None:
    here, hers = sign_in(cast.tom, FIREFOX), sign_in(cast.vera, PHONE)
    gone = sign_in(cast.tom, PHONE)
    names = [row_of(each).handle for each in (hers, gone)] + [row_of(hers).pk, "nobody"]
    gone.post(reverse("account_logout"))
    answers = [here.post(reverse("session-end", args=[name])).status_code for name in names]
    assert answers == [404, 404, 404, 404]
    here.post(reverse("session-end-others"))
    assert hers.get("/").status_code == 200


def test_a_session_is_noted_as_used_now_and_then_and_ends_twelve_hours_after_log_in(
    cast: Cast,
) -> None:
    client = sign_in(cast.tom, FIREFOX)
    first = row_of(client)
    client.get("/")
    assert row_of(client).seen_at == first.seen_at
    session, an_hour_ago = client.session, timezone.now() - timedelta(hours=1)
    noted = {"at": an_hour_ago.timestamp(), "seen": an_hour_ago.timestamp()}
    session[SIGN_IN] = {**session[SIGN_IN], **noted}
    session.save()
    client.get("/")
    used = row_of(client)
    assert used.seen_at is not None
    assert used.seen_at > an_hour_ago + timedelta(minutes=59)
    assert used.began_at == an_hour_ago
    assert used.expire_date == an_hour_ago + timedelta(hours=12)


def test_what_is_over_is_neither_listed_nor_kept(cast: Cast) -> None:
    client = sign_in(cast.tom, FIREFOX)
    handle = row_of(client).handle
    assert find_session(cast.tom.user, handle) == row_of(client)
    BrowserSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert sessions_of(cast.tom.user) == []
    assert client.get("/").status_code == 302
    call_command("clearsessions")
    assert BrowserSession.objects.count() == 0


def test_a_closed_account_opened_again_asks_for_a_new_session(cast: Cast) -> None:
    client = sign_in(cast.tom, FIREFOX)
    close_account(cast.tom.user, actor=cast.ada)
    open_account(cast.tom.user, actor=cast.ada)
    assert client.get("/").status_code == 302
