"""Second factors: set up with a code, asked for at log-in, required of some, reset when lost."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from refurb.accounts import enrolling
from refurb.accounts.access import operations_of, policy_of
from refurb.accounts.checks import walk_urls
from refurb.accounts.inviting import AccountsRefused
from refurb.accounts.models import Membership, User
from refurb.accounts.roles import NEEDS_SECOND_FACTOR, Role
from refurb.accounts.sealing import Unreadable, seal, unseal
from refurb.accounts.second_factor import APP, standing_of, step_of
from refurb.accounts.sessions import SIGN_IN, BrowserSession
from refurb.accounts.tokens import create_token
from refurb.audit.models import Entry
from tests.access.matrix import filled
from tests.cast import PASSWORD, Cast

SET_UP, CODE = "/me/second-factor/set-up/", "/accounts/code/"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B: "12345678901234567890"
required = override_settings(SECOND_FACTOR_REQUIRED=True)


@pytest.fixture(autouse=True)
def _no_earlier_attempts() -> None:
    cache.clear()


def code_of(secret: str, *, later: int = 0) -> str:
    """Tell what an app shows now, or some steps of thirty seconds later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def with_password(member: Membership) -> User:
    member.user.set_password(PASSWORD)
    member.user.save()
    return member.user


def enrolled(member: Membership) -> list[str]:
    """Give somebody a second factor with SECRET, set up a while ago; return its recovery codes."""
    with_password(member)
    return enrolling.turn_on(member, SECRET, step=1, session_key=None)


def log_in(client: Client, user: User) -> str:
    """Type the password; say where it leads."""
    typed = {"login": user.email, "password": PASSWORD}
    answer = client.post(reverse("account_login"), typed)
    assert answer.status_code == 302
    return answer.headers["Location"]


def is_in(client: Client) -> bool:
    answer = client.get("/")
    return not answer.headers.get("Location", "").startswith(reverse("account_login"))


def drafted(page: str) -> tuple[str, str]:
    """Read the secret that a page shows, and the sealed one that it sends back."""
    secret, draft = (
        re.search(r'"secret">([A-Z2-7 ]+)<', page),
        re.search(r'"draft" value="(.+?)"', page),
    )
    assert secret is not None
    assert draft is not None
    return secret[1].replace(" ", ""), draft[1]


# --- setting up -----------------------------------------------------------------------------------


def test_whoever_wants_one_sets_it_up_and_is_asked_for_it_from_then_on(
    client: Client, cast: Cast
) -> None:
    user, elsewhere = with_password(cast.tom), Client()
    elsewhere.force_login(user)
    assert log_in(client, user) == "/"
    secret, draft = drafted(client.get(SET_UP).content.decode())
    wrong = client.post(SET_UP, {"draft": draft, "code": "000000x"})
    assert (wrong.status_code, standing_of(user)) == (422, None)
    assert drafted(wrong.content.decode()) == (secret, draft)  # the app has scanned this one
    done = client.post(SET_UP, {"draft": draft, "code": code_of(secret)})
    codes = re.findall(r"<li>(\d{4} \d{4})</li>", done.content.decode())
    assert len(set(codes)) == 10
    standing = standing_of(user)
    assert standing is not None
    assert standing.codes_left == 10
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert log_in(Client(), user) == CODE
    entry = Entry.objects.get(verb="second_factor.on")
    assert (entry.actor, entry.subject, entry.facts) == (cast.tom, f"U{user.pk}", {})
    assert [letter.to for letter in mail.outbox] == [[user.email]]
    again = client.get("/me/second-factor/").content.decode()
    assert [each for each in (secret, *codes) if each in again] == []


def test_the_secret_is_nowhere_in_the_database_in_the_clear(client: Client, cast: Cast) -> None:
    client.force_login(cast.tom.user)
    secret, draft = drafted(client.get(SET_UP).content.decode())
    client.post(SET_UP, {"draft": draft, "code": code_of(secret)})
    rows = [row.data for row in Authenticator.objects.all()]
    sessions = [row.get_decoded() for row in BrowserSession.objects.all()]
    assert rows[0]["secret"].startswith("gAAAA")
    assert unseal(rows[0]["secret"]) == secret
    assert secret not in f"{rows} {sessions} {list(Entry.objects.values())}"
    assert secret not in f"{mail.outbox[0].message()}"


def test_some_time_after_log_in_setting_up_asks_for_the_password(
    client: Client, cast: Cast
) -> None:
    user = with_password(cast.tom)
    client.force_login(user)
    session = client.session
    session[SIGN_IN] = {**session[SIGN_IN], "at": time.time() - 11 * 60}
    session.save()
    secret, draft = drafted(client.get(SET_UP).content.decode())
    sent = {"draft": draft, "code": code_of(secret)}
    answers = [client.post(SET_UP, sent | more) for more in ({}, {"password": "no"})]
    assert [each.status_code for each in answers] == [422, 422]
    assert standing_of(user) is None
    assert client.post(SET_UP, sent | {"password": PASSWORD}).status_code == 200
    assert standing_of(user) is not None


def test_guessing_the_password_from_an_open_session_is_stopped(client: Client, cast: Cast) -> None:
    enrolled(cast.tom)
    client.force_login(cast.tom.user)
    for _attempt in range(10):
        client.post("/me/second-factor/off/", {"password": "no"})
    assert client.post("/me/second-factor/off/", {"password": PASSWORD}).status_code == 422
    assert standing_of(cast.tom.user) is not None


@pytest.mark.parametrize("draft", ["", "nonsense", "another's"])
def test_what_a_page_of_somebody_else_or_of_long_ago_sends_is_not_taken(
    client: Client, cast: Cast, draft: str
) -> None:
    client.force_login(cast.tom.user)
    sent = seal(f"{cast.vera.user_id}:{SECRET}") if draft == "another's" else draft
    answer = client.post(SET_UP, {"draft": sent, "code": code_of(SECRET)})
    assert answer.status_code == 422
    assert drafted(answer.content.decode())[0] != SECRET
    assert standing_of(cast.tom.user) is None


def test_a_new_phone_takes_the_place_of_the_old_one(client: Client, cast: Cast) -> None:
    old_codes = enrolled(cast.tom)
    client.force_login(cast.tom.user)
    secret, draft = drafted(client.get(SET_UP).content.decode())
    typed = {"draft": draft, "code": code_of(secret), "password": PASSWORD}
    assert client.post(SET_UP, typed).status_code == 200
    phone = Client()
    log_in(phone, cast.tom.user)
    for refused in (code_of(SECRET), old_codes[0]):
        phone.post(CODE, {"code": refused})
    assert not is_in(phone)
    phone.post(CODE, {"code": code_of(secret, later=1)})
    assert is_in(phone)


# --- logging in -----------------------------------------------------------------------------------


def test_the_right_password_alone_lets_nobody_in_and_a_code_lets_in_once(
    client: Client, cast: Cast
) -> None:
    enrolled(cast.tom)
    assert log_in(client, cast.tom.user) == CODE
    assert not is_in(client)
    assert client.post(CODE, {"code": "123 45x"}).status_code == 200
    assert not is_in(client)
    code = code_of(SECRET)
    client.post(CODE, {"code": f"{code[:3]} {code[3:]}"})
    assert is_in(client)
    cache.clear()  # another process, or a minute later: the row itself remembers
    thief = Client()
    log_in(thief, cast.tom.user)
    for replayed in (code, code_of(SECRET, later=-1)):
        assert b"wrong, or was used" in thief.post(CODE, {"code": replayed}).content
    assert not is_in(thief)


def test_a_recovery_code_lets_in_once_and_the_person_is_told(client: Client, cast: Cast) -> None:
    code = enrolled(cast.tom)[3]
    cast.tom.user.language = "fr"
    cast.tom.user.save()
    log_in(client, cast.tom.user)
    client.post(CODE, {"code": f"{code[:4]} {code[4:]}"})
    assert is_in(client)
    assert mail.outbox[-1].subject == "Votre deuxième facteur pour Refurb"
    again = Client()
    log_in(again, cast.tom.user)
    again.post(CODE, {"code": code})
    assert not is_in(again)
    standing = standing_of(cast.tom.user)
    assert standing is not None
    assert standing.codes_left == 9


def test_after_five_wrong_codes_the_right_one_is_not_looked_at(client: Client, cast: Cast) -> None:
    enrolled(cast.tom)
    log_in(client, cast.tom.user)
    for guess in range(5):
        client.post(CODE, {"code": f"00000{guess}x"})
    client.post(CODE, {"code": code_of(SECRET)})
    assert not is_in(client)


def test_the_page_of_the_code_can_be_left_for_the_log_in(client: Client, cast: Cast) -> None:
    enrolled(cast.tom)
    log_in(client, cast.tom.user)
    assert client.get(CODE).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(CODE).status_code == 302
    assert client.get(reverse("account_login")).status_code == 200


def test_after_a_change_of_the_secret_key_nobody_is_let_in_and_told_why(
    client: Client, cast: Cast
) -> None:
    enrolled(cast.tom)
    row = Authenticator.objects.get(type=APP)
    row.data["secret"] = "gAAAAA-of-another-key"
    row.save()
    log_in(client, cast.tom.user)
    answers = [client.post(CODE, {"code": each}) for each in (code_of(SECRET), code_of(""))]
    assert all(b"Ask an administrator" in answer.content for answer in answers)
    assert not is_in(client)


# --- required -------------------------------------------------------------------------------------


@required
@pytest.mark.parametrize("role", Role)
def test_coordinators_and_administrators_are_led_to_setting_one_up_and_others_are_not(
    client: Client, cast: Cast, role: Role
) -> None:
    client.force_login(cast.of_role(role).user)
    answer = client.get("/")
    led = answer.status_code == 302 and answer.headers["Location"] == SET_UP
    assert led == (role in NEEDS_SECOND_FACTOR)
    assert led == (role in {Role.COORDINATOR, Role.ADMIN})


@required
def test_holding_such_a_role_anywhere_is_enough_and_an_ended_one_is_not(
    client: Client, cast: Cast
) -> None:
    second = Membership.objects.create(
        user=cast.tom.user, role=Role.COORDINATOR, organisation=cast.anna.organisation
    )
    client.force_login(cast.tom.user)
    assert client.get("/").status_code == 302
    Membership.objects.filter(pk=second.pk).update(ended_at=second.created_at)
    assert client.get("/").status_code == 200


def test_a_demonstration_lets_everybody_in_by_password_alone(client: Client, cast: Cast) -> None:
    assert log_in(client, with_password(cast.anna)) == "/"
    assert client.get("/").status_code == 200


@required
def test_no_page_but_the_public_ones_is_without_it_by_whichever_address(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.anna.user)
    anything: defaultdict[str, object] = defaultdict(lambda: "1")
    anything |= {"pk": "1", "uuid": UUID(int=1)}
    got_past, reached = [], set()
    for route, pattern in walk_urls():
        policy = policy_of(pattern.callback)
        if operations_of(pattern.callback) or policy is None or policy.public_reason:
            continue
        for send in (client.get, client.post):
            answer = send(filled(route, anything))
            led = answer.status_code == 302 and answer.headers["Location"] == SET_UP
            if policy.sets_up:
                reached.add(pattern.name)
            elif not led and answer.status_code != 405:
                got_past.append(f"{route}: {answer.status_code}")
    assert got_past == []
    assert reached == {"second-factor-set-up"}


@required
def test_what_is_public_stays_open_and_a_part_of_a_page_takes_the_whole_page_there(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.anna.user)
    for name in ("account_logout", "healthz", "help"):
        assert client.get(reverse(name)).status_code == 200
    client.post(reverse("set_language"), {"language": "nl", "next": SET_UP})
    page = client.get(SET_UP).content.decode()
    assert 'lang="nl"' in page
    assert reverse("nomination-list") not in page  # no link that would only lead back
    part = client.get("/devices/", headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"] == SET_UP


@required
def test_an_api_token_asks_for_no_second_factor(client: Client, cast: Cast) -> None:
    bearer = {"Authorization": f"Bearer {create_token(cast.anna)}"}
    assert client.get("/api/v1/me", headers=bearer).status_code == 200


@pytest.mark.parametrize("is_required", [False, True])
def test_once_set_up_the_way_is_free_and_costs_no_query_more(
    client: Client, cast: Cast, *, is_required: bool, django_assert_num_queries: object
) -> None:
    enrolled(cast.anna)
    client.force_login(cast.anna.user)
    with (
        override_settings(SECOND_FACTOR_REQUIRED=is_required),
        django_assert_num_queries(3),  # type: ignore[operator]
    ):
        assert client.get("/switch/").status_code == 200


@required
def test_it_can_be_turned_off_by_whom_no_role_forbids_it(client: Client, cast: Cast) -> None:
    for member in (cast.tom, cast.anna):
        enrolled(member)
    answers = {}
    for member in (cast.tom, cast.anna):
        client.force_login(member.user)
        sent = {"password": PASSWORD}
        answers[member.role] = client.post("/me/second-factor/off/", sent).status_code
    assert answers == {Role.VOLUNTEER: 302, Role.COORDINATOR: 409}
    assert standing_of(cast.tom.user) is None
    assert standing_of(cast.anna.user) is not None
    assert not Authenticator.objects.filter(user=cast.tom.user).exists()
    assert log_in(Client(), cast.tom.user) == "/"


def test_new_recovery_codes_end_the_old_ones(client: Client, cast: Cast) -> None:
    old = enrolled(cast.tom)
    client.force_login(cast.tom.user)
    assert client.post("/me/second-factor/codes/", {"password": "no"}).status_code == 422
    page = client.post("/me/second-factor/codes/", {"password": PASSWORD}).content.decode()
    new = [each.replace(" ", "") for each in re.findall(r"<li>(\d{4} \d{4})</li>", page)]
    phone = Client()
    log_in(phone, cast.tom.user)
    phone.post(CODE, {"code": old[0]})
    assert not is_in(phone)
    phone.post(CODE, {"code": new[0]})
    assert is_in(phone)


# --- lost -----------------------------------------------------------------------------------------


def test_an_administrator_resets_a_lost_one_and_the_person_is_told(
    client: Client, cast: Cast
) -> None:
    enrolled(cast.tom)
    theirs = Client()
    theirs.force_login(cast.tom.user)
    client.force_login(cast.ada.user)
    url = reverse("person-second-factor", args=[cast.tom.pk])
    assert url in client.get(reverse("person", args=[cast.tom.pk])).content.decode()
    assert client.get(url).status_code == 200
    assert standing_of(cast.tom.user) is not None  # looking changes nothing
    assert client.post(url).status_code == 302
    assert (standing_of(cast.tom.user), is_in(theirs)) == (None, False)
    entry = Entry.objects.get(verb="second_factor.reset")
    assert (entry.actor, entry.subject, entry.facts) == (cast.ada, f"U{cast.tom.user_id}", {})
    assert mail.outbox[-1].to == ["tom@example.org"]
    assert "An administrator has reset" in str(mail.outbox[-1].body)
    assert client.post(url).status_code == 409  # nothing left to reset
    assert log_in(Client(), cast.tom.user) == "/"


def test_nobody_resets_their_own(client: Client, cast: Cast) -> None:
    enrolled(cast.ada)
    client.force_login(cast.ada.user)
    answer = client.post(reverse("person-second-factor", args=[cast.ada.pk]))
    assert (answer.status_code, standing_of(cast.ada.user) is None) == (409, False)


@required
def test_whose_was_reset_sets_up_another_before_anything_else(client: Client, cast: Cast) -> None:
    enrolled(cast.anna)
    enrolling.reset(cast.anna.user, actor=cast.ada)
    assert log_in(client, cast.anna.user) == "/"
    assert client.get("/").headers["Location"] == SET_UP


def test_the_last_administrator_is_helped_by_a_command(cast: Cast) -> None:
    enrolled(cast.ada)
    call_command("reset_second_factor", email="ADA@example.org")
    assert standing_of(cast.ada.user) is None
    entry = Entry.objects.get(verb="second_factor.reset")
    assert (entry.actor, entry.subject) == (None, f"U{cast.ada.user_id}")
    for email in ("ada@example.org", "nobody@example.org"):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", email=email)


def test_without_one_there_is_nothing_to_renew(cast: Cast) -> None:
    for act in (enrolling.renew_codes, enrolling.turn_off):
        with pytest.raises(AccountsRefused) as refusal:
            act(cast.tom)
        assert list(refusal.value.reasons) == [enrolling.NONE_YET]


# --- the rules beneath ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "shown"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(
    monkeypatch: pytest.MonkeyPatch, at: int, shown: str
) -> None:
    monkeypatch.setattr(time, "time", lambda: at)  # RFC 6238, appendix B, last six digits
    assert step_of(SECRET, shown) == at // 30


@given(now=st.integers(1_000_000_000, 4_000_000_000), late=st.integers(-90, 90))
def test_a_code_is_good_for_the_step_before_and_after_its_own(now: int, late: int) -> None:
    shown = format_hotp_value(hotp_value(SECRET, now // 30))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: now + late)
        steps = (now + late) // 30 - now // 30
        found = step_of(SECRET, shown)
    assert (found == now // 30) == (abs(steps) <= 1)


@given(st.text(max_size=30))
def test_nothing_that_is_typed_breaks_the_comparison(typed: str) -> None:
    step = step_of(SECRET, typed)
    assert step is None or step > 0


@given(st.text(max_size=60), st.integers(0, 400))
def test_what_is_sealed_is_read_again_and_no_change_of_it_is(text: str, place: int) -> None:
    sealed = seal(text)
    assert unseal(sealed) == text
    at = place % (len(sealed) - 4)  # the last characters hold bits that say nothing
    changed = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
    with pytest.raises(Unreadable):
        unseal(changed)


@pytest.mark.parametrize("sent", ["", "x", "ⵣ𐐷", "a\x00b", "gAAAAA" * 20])
def test_what_was_never_sealed_is_unreadable(sent: str) -> None:
    with pytest.raises(Unreadable):
        unseal(sent)
