"""Nothing that a client sends gives a 500, and nothing wrong is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from distribution.models import Allocation, Handover, Nomination, Receipt
from distribution.runs.proposing import request_run
from refurb.accounts.models import Membership
from tests.cast import Cast
from tests.distribution.web.conftest import answers
from tests.distribution.web.test_handing_over import said
from tests.makers import make_arrival, make_draft, make_nomination

pytestmark = pytest.mark.postgres

SignIn = Callable[[Membership], Client]
ODD = (
    "",
    "a\x00b",
    "-1",
    "9" * 400,
    str(2**63),
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "\N{MATHEMATICAL BOLD DIGIT ONE}\N{MATHEMATICAL BOLD DIGIT TWO}",
    "\ud7ff\U0010ffff" * 50,
    "x" * 5000,
    "<script>alert(1)</script> ' OR 1=1 -- {{ 7|add:7 }} %s%(x)s",
)
FINE = {200, 302, 404, 409, 422}


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_in_any_field_of_a_nomination_are_answered(
    cast: Cast, policy: None, sign_in: SignIn, odd: str
) -> None:
    paula = sign_in(cast.paula)
    add = reverse("nomination-add")
    for name in answers():
        assert paula.post(add, answers(**{name: odd})).status_code in FINE, name
    everything = dict.fromkeys(answers(), odd)
    assert paula.post(add, everything).status_code == 422
    assert paula.get(add, {"postcode": odd}).status_code == 200


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_in_any_field_of_a_handover_are_answered(
    cast: Cast, sign_in: SignIn, allocation: Allocation, odd: str
) -> None:
    make_arrival(allocation, cast.tom)
    tom = sign_in(cast.tom)
    url = reverse("handover", args=[allocation.pk])
    terms = {"contribution": "1", "guarantee_months": "12", "loan_until": "", "deposit": ""}
    whole = said(**terms, works="")  # so that nothing is handed over
    for name in whole:
        lends = {"legal_mode": "loan" if name in {"loan_until", "deposit"} else "contribution"}
        assert tom.post(url, whole | lends | {name: odd, "works": ""}).status_code == 422, name
    assert Handover.objects.count() == 0


@pytest.mark.parametrize(
    "strokes",
    [
        "[",
        "null",
        "{}",
        "[]",
        "[[]]",
        "[[[1]]]",
        "[[[1,2,3]]]",
        '[[["1","2"]]]',
        "[[[true,false]]]",
        "[[[NaN,1]]]",
        "[[[1e999,1]]]",
        "[[[-9999,1]]]",
        "[[[1,99999]]]",
        f"[[[{'9' * 5000},1]]]",
        "[" * 100_000,
        json.dumps([[[1, 1]]] * 501),
        json.dumps([[[1, 1]] * 4001]),
        f"[[[1,1]{',[1,1]' * 50_000}]]",
        "\x00",
        "<svg onload=alert(1)>",
    ],
    ids=range(20),
)
def test_strokes_that_no_pad_drew_are_refused(
    cast: Cast, sign_in: SignIn, allocation: Allocation, strokes: str
) -> None:
    make_arrival(allocation, cast.tom)
    url = reverse("handover", args=[allocation.pk])
    sent = said(signature_kind="drawn", strokes=strokes)
    assert sign_in(cast.tom).post(url, sent).status_code == 422
    assert Handover.objects.count() == 0


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_in_the_short_forms_are_answered(
    cast: Cast, sign_in: SignIn, allocation: Allocation, odd: str
) -> None:
    submitted = make_nomination(cast.paula, with_proof=False).reference
    pk = [allocation.pk]
    posts: list[tuple[Membership, str, dict[str, Any]]] = [
        (cast.anna, reverse("allocation-add"), {"line": odd, "device": odd, "reason": odd}),
        (
            cast.anna,
            reverse("allocation-add"),
            {"line": allocation.line_id, "device": odd, "reason": "x"},
        ),
        (cast.anna, reverse("nomination-decide", args=[submitted]), {"decision": odd}),
        (cast.paula, reverse("nomination-withdraw", args=[submitted]), {"because": odd}),
        (
            cast.paula,
            reverse("proof-add", args=[submitted]),
            {"ground": odd, "kind": odd, "seen_on": odd, "valid_until": odd},
        ),
        (
            cast.paula,
            reverse("nomination-update", args=[submitted]),
            {"street": odd, "postcode": odd, "commune": odd, "adults": odd, "children": odd},
        ),
    ]
    needs = ("first_kind", "second_kind", "purpose", "keyboard", "spec_class", "internet")
    posts.append(
        (cast.paula, reverse("needs-update", args=[submitted, 1]), dict.fromkeys(needs, odd))
    )
    if "\x00" in odd or not odd or len(odd) > 300:
        posts += [
            (cast.anna, reverse("allocation-release", args=pk), {"reason": odd}),
            (cast.tom, reverse("allocation-fault", args=pk), {"fault": odd}),
            (cast.lea, reverse("allocation-loss", args=pk), {"reason": odd}),
            (cast.tom, reverse("device-return", args=[allocation.device.code]), {"reason": odd}),
        ]
    for member, url, data in posts:
        assert sign_in(member).post(url, data).status_code in {404, 409, 422}, url


@pytest.mark.parametrize("odd", ODD)
def test_odd_questions_to_lists_are_ignored(
    cast: Cast, sign_in: SignIn, receipt: Receipt, odd: str
) -> None:
    anna = sign_in(cast.anna)
    lists = ("nomination-list", "handover-list", "receipt-list", "run-list", "waiting-list")
    for name in (*lists, "allocation-board"):
        asked = dict.fromkeys(("q", "state", "sort", "cursor", "size", "page", "line"), odd)
        assert anna.get(reverse(name), asked).status_code == 200, name


@pytest.mark.parametrize(
    "path",
    [
        f"/nominations/{'9' * 13}/",
        "/nominations/%00/",
        "/nominations/NM-26-9999/check/",
        f"/allocations/{2**63}/",
        f"/allocations/{2**63 - 1}/",
        f"/allocations/{2**63 - 1}/handover/",
        "/allocations/0/",
        f"/allocation-runs/{2**63 - 1}/",
        f"/receipts/ATELIER/{2**63 - 1}/{2**63 - 1}/",
        "/receipts/%00/2026/1.pdf",
        "/v/%00",
        f"/v/{'x' * 5000}",
        "/v/%ff",
        "/devices/000000000/return/",
        "/devices/UUUUUUUUU/return/",
        "/panels/devices/%00/",
        "/panels/devices/000000000/",
    ],
)
def test_addresses_of_nothing_are_not_found(
    cast: Cast, sign_in: SignIn, receipt: Receipt, path: str
) -> None:
    for member in (cast.anna, cast.tom, cast.paula):
        assert sign_in(member).get(path).status_code in {403, 404}


def test_formsets_cannot_be_made_large_or_broken(cast: Cast, policy: None, sign_in: SignIn) -> None:
    paula = sign_in(cast.paula)
    for name in ("need-TOTAL_FORMS", "need-INITIAL_FORMS", "proof-TOTAL_FORMS"):
        for odd in ("1000000", "-1", "", "x", "\x00", "9" * 300):
            answer = paula.post(reverse("nomination-add"), answers(**{name: odd}))
            assert answer.status_code in {302, 422}, (name, odd)
    assert all(each.lines.count() == 1 for each in Nomination.objects.all())


def test_a_run_is_reviewed_only_by_what_it_holds(cast: Cast, policy: None, sign_in: SignIn) -> None:
    run = request_run(actor=cast.anna)
    anna = sign_in(cast.anna)
    for odd in ODD:
        sent = {"line": [odd, odd], "wish": odd, "because": odd, "reason": odd[:100]}
        for name in ("run-exclude", "run-undo"):
            answer = anna.post(reverse(name, args=[run.number]), sent)
            assert answer.status_code in FINE
        for name in ("run", "run-line", "run-screen"):
            asked = {"line": odd, "show": odd, "kind": odd, "q": odd[:40], "page": odd}
            assert anna.get(reverse(name, args=[run.number]), asked).status_code in FINE
    assert Allocation.objects.count() == 0


def test_looking_never_writes(
    cast: Cast, allocation: Allocation, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    draft = make_draft(cast.paula).reference
    looks = [
        (cast.paula, reverse("nomination-check", args=[draft])),
        (cast.paula, reverse("nomination-withdraw", args=[draft])),
        (cast.anna, reverse("run-list")),
        (cast.tom, reverse("handover", args=[allocation.pk])),
        (cast.tom, reverse("allocation-fault", args=[allocation.pk])),
    ]
    for member, url in looks:
        browser = sign_in(member)
        with django_assert_max_num_queries(60) as found:
            browser.get(url)
        # The one exception: that somebody was shown a household.
        written = [
            query["sql"]
            for query in found.captured_queries
            if not query["sql"].startswith("SELECT") and "householdview" not in query["sql"]
        ]
        assert written == [], url
    assert sign_in(cast.anna).get(reverse("allocation-add")).status_code == 405
