"""Who gets in: tokens, scopes, what stops them, how the API says no."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.utils import timezone

from refurb.accounts.models import ApiToken
from refurb.accounts.roles import Scope
from refurb.accounts.tokens import create_token, revoke_tokens
from refurb.api import limits
from tests.api.caller import BASE, Caller, caller
from tests.cast import Cast
from tests.makers import make_device, make_donation


def test_a_token_acts_as_its_membership(cast: Cast) -> None:
    me = caller(cast.tom).get("me")
    assert (me["name"], me["organisation"]["code"], me["role"]) == ("Tom", "ATELIER", "volunteer")
    assert "work" in me["permissions"]


def test_only_the_digest_of_a_token_is_kept(cast: Cast) -> None:
    token = create_token(cast.tom)
    row = ApiToken.objects.get()
    assert row.sha256 == sha256(token.encode()).hexdigest()
    assert token not in json.dumps([str(value) for value in vars(row).values()])


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic abc", "é"])
def test_without_a_valid_token_there_is_nothing(cast: Cast, header: str) -> None:
    answer = Client().get(f"{BASE}me", headers={"authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_being_signed_in_on_the_pages_is_no_token(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.anna.user)
    assert client.get(f"{BASE}me").status_code == 401


def test_a_token_stops_when_it_expires(cast: Cast) -> None:
    tom = Caller(create_token(cast.tom, lifetime=timedelta(days=1)))
    tom.get("me")
    ApiToken.objects.update(expires_at=timezone.now())
    assert tom.refused("GET", "me")["status"] == 401


def test_a_token_stops_when_it_is_revoked(cast: Cast) -> None:
    tom = caller(cast.tom)
    assert revoke_tokens(cast.tom) == 1
    assert tom.refused("GET", "me")["status"] == 401


def test_a_token_stops_with_its_user(cast: Cast) -> None:
    tom = caller(cast.tom)
    cast.tom.user.is_active = False
    cast.tom.user.save()
    assert tom.refused("GET", "me")["status"] == 401


def test_a_token_stops_with_its_membership(cast: Cast) -> None:
    tom = caller(cast.tom)
    cast.tom.ended_at = timezone.now()
    cast.tom.save()
    assert tom.refused("GET", "me")["status"] == 401


def test_a_token_to_read_only_reads(cast: Cast) -> None:
    code = make_device(cast.tom).code
    tom = caller(cast.tom, Scope.READ)
    assert tom.get(f"devices/{code}")["code"] == code
    assert tom.refused("POST", f"devices/{code}/repairs", {"fault": "x"})["status"] == 403


def test_a_bench_posts_reports_and_reads_devices_and_nothing_else(cast: Cast) -> None:
    device = make_device(cast.tom)
    bench = caller(cast.tom, Scope.BENCH)
    assert bench.get("devices")["items"][0]["code"] == device.code
    sent = bench.post(f"hardware-reports?code={device.code}", b"{}", sent_as="text/plain")
    assert sent["device"] == device.code
    refused = [
        ("POST", "donors"),
        ("POST", "donations"),
        ("POST", "devices"),
        ("POST", f"devices/{device.code}/drives"),
        ("POST", f"devices/{device.code}/transitions"),
        ("POST", "handovers"),
        ("GET", "labels.pdf"),
        ("GET", "nominations"),
        ("GET", "stats"),
    ]
    assert {bench.refused(*each)["status"] for each in refused} == {403}


def test_a_partners_token_reads_devices_and_hands_over_and_nothing_else(cast: Cast) -> None:
    partner = caller(cast.anna, Scope.PARTNER)
    assert partner.get("devices")["items"] == []
    assert partner.refused("POST", "handovers", {})["status"] == 422
    for path in ("nominations", "waiting-list", "stats"):
        assert partner.refused("GET", path)["status"] == 403


def test_a_bench_of_a_workshop_sees_no_other_workshops_devices(cast: Cast) -> None:
    code = make_device(cast.will).code
    assert caller(cast.tom, Scope.BENCH).refused("GET", f"devices/{code}")["status"] == 404


def test_each_problem_says_what_it_is(cast: Cast) -> None:
    tom = caller(cast.tom)
    assert tom.refused("GET", "nominations")["title"] == "Not allowed"
    assert tom.refused("GET", "devices/000000000")["status"] == 404
    assert tom.refused("GET", "no/such/address")["status"] == 404
    assert tom.refused("GET", "drives/99999999999999999999999/erasures")["status"] == 404
    assert tom.send("DELETE", "devices").headers["Allow"] == "GET, POST"
    assert tom.refused("DELETE", "devices")["status"] == 405
    found = tom.refused("POST", "donors", {"name": "", "colour": "red"})
    assert [(each["loc"], each["code"]) for each in found["errors"]] == [
        (["body", "name"], "too_short"),
        (["body", "colour"], "extra_forbidden"),
    ]


def test_reasons_are_in_the_readers_language(cast: Cast) -> None:
    code = make_device(cast.tom).code
    path, body = f"devices/{code}/transitions", {"transition": "send_to_repair"}
    tom = caller(cast.tom)
    english = tom.refused("POST", path, body)["reasons"][0]
    french = tom.refused("POST", path, body, headers={"accept-language": "fr"})["reasons"][0]
    assert english == {"code": "fault_missing", "message": "Name the fault."}
    assert french["code"] == "fault_missing"
    assert french["message"] != english["message"]


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"\xff\xfe",
        b'{"name": NaN}',
        b'{"name": "\xff"}',
        b"[" * 100_000,
        b'{"name": ' + b"9" * 10_000 + b"}",
        b'{"name": "a\\u0000b"}',
        b'{"name": "a\\ud800b"}',
        b'{"\\ud800": 1}',
        b"[]",
        b"null",
        b"",
    ],
)
def test_a_body_that_cannot_be_taken_is_invalid(cast: Cast, raw: bytes) -> None:
    assert caller(cast.tom).refused("POST", "donors", raw)["status"] == 422


@pytest.mark.parametrize("sent_as", ["text/plain", "application/x-www-form-urlencoded", "a", ""])
def test_another_media_type_is_refused(cast: Cast, sent_as: str) -> None:
    problem = caller(cast.tom).refused("POST", "donors", b'{"name": "A"}', sent_as=sent_as)
    assert problem["status"] == 415


def test_a_huge_body_is_too_large(cast: Cast) -> None:
    raw = b" " * (6 * 1024 * 1024 + 1)
    tom = caller(cast.tom)
    assert tom.refused("POST", "donors", raw)["status"] == 413
    assert tom.refused("POST", "hardware-reports", raw[: 5 * 1024 * 1024 + 1])["status"] == 413
    assert tom.refused("POST", "hardware-reports", b"")["status"] == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "x", 10**30, None])
def test_a_day_is_one_that_somebody_lived(cast: Cast, day: object) -> None:
    donor = make_donation(cast.tom).donor.reference
    body = {"donor": donor, "received_on": day}
    assert caller(cast.tom).refused("POST", "donations", body)["status"] == 422


def test_a_national_number_is_refused_and_not_repeated(cast: Cast) -> None:
    number = "85.07.30-033.28"
    answer = caller(cast.tom).send("POST", "donors", {"name": f"Jan {number}"})
    assert answer.status_code == 422
    assert json.loads(answer.content)["errors"][0]["code"] == "national_number"
    assert number not in answer.content.decode()


def test_who_calls_too_often_is_told_when_to_come_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REQUESTS_A_MINUTE", 2)
    tom = caller(cast.tom)
    answers = [tom.send("GET", "me") for _each in range(6)]
    late = [answer for answer in answers if answer.status_code == 429]
    assert late  # the minute may have turned once in between
    assert 1 <= int(late[0].headers["Retry-After"]) <= 60


def test_nothing_of_an_answer_stays_in_a_cache(cast: Cast) -> None:
    assert caller(cast.tom).send("GET", "me").headers["Cache-Control"] == "private, no-store"
